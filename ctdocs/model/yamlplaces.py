"""YAML that remembers where everything stands, and leaves every scalar as it was written.

YAML 1.1 reads ``0170123456`` as an octal number and ``no`` as false; here both are the text that a person typed, and
the schema (``ctdocs.model.validate``) decides what type they ought to be. Anchors, aliases, tags, second documents and
names given twice are refused: a file of facts needs none of them. This module does not write YAML.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from ctdocs.errors import Place, Problem, Refused
from ctdocs.model import yamlfaults

MAX_BYTES = 1_000_000
MAX_DEPTH = 50
MAX_PROBLEMS = 50

Path_ = tuple[str | int, ...]

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_WIDTH = 100


@dataclass(frozen=True)
class Tree:
    """A file as plain data, with the place of every node.

    ``data`` is made of dict, list, str and None. ``values`` and ``keys`` give places by path; ``lines`` the source
    lines of each file that took part; ``digest`` the SHA-256 of the bytes, in hex.
    """

    data: Any
    name: str
    digest: str
    values: Mapping[Path_, Place]
    keys: Mapping[Path_, Place]
    lines: Mapping[str, tuple[str, ...]]

    def place(self, path: Path_) -> Place:
        """Where the value at ``path`` stands; of a mapping or list, where its name stands.

        A path that is not in the file gives the place of the nearest thing above it.
        """
        while path and path not in self.values:
            path = path[:-1]
        if path in self.keys and isinstance(self.at(path), dict | list):
            return self.keys[path]
        return self.values[path]

    def key_place(self, path: Path_) -> Place:
        """Where the name at ``path`` stands (of an item of a list: the item)."""
        return self.keys.get(path) or self.place(path)

    def at(self, path: Path_) -> Any:
        """The data at ``path``. Raises ``KeyError`` or ``IndexError`` where there is none."""
        node = self.data
        for part in path:
            node = node[part]
        return node

    def excerpt(self, place: Place) -> str:
        """The source line and, under it, a caret at the column; empty where the place is in no file of this tree."""
        return excerpt(self.lines.get(place.file, ()), place)


def load(path: Path) -> Tree:
    """Read a YAML file. Raises ``Refused`` with everything that is wrong with the file as YAML, in file order."""
    name = shown(path)
    return _parse(_read(path, name), name)


def loads(text: str, name: str) -> Tree:
    """Read YAML from ``text``; ``name`` stands for the file in every place. Raises ``Refused`` as ``load`` does."""
    return _parse(text.encode("utf-8", "surrogatepass"), name)


def shown(path: Path) -> str:
    """The path as a person would type it: relative to the working folder where it stands under that."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except (ValueError, OSError, RuntimeError):  # RuntimeError: links that lead in a circle
        return str(path)


def excerpt(lines: tuple[str, ...], place: Place) -> str:
    """Line and caret on two lines, indented by four; a long line is cut around the column."""
    if not 1 <= place.line <= len(lines):
        return ""
    line = "".join(c if c.isprintable() else " " for c in lines[place.line - 1])
    column = min(place.column - 1, len(line))
    start = max(0, column - _WIDTH // 2) if len(line) > _WIDTH else 0
    return f"    {line[start : start + _WIDTH].rstrip()}\n    {' ' * (column - start)}^"


def _read(path: Path, name: str) -> bytes:
    try:
        if path.is_dir():
            raise Refused(f"{name} is a folder, not a file.")
        if not path.exists():
            raise Refused(f"There is no file {name}.", hint="Check the spelling and the folder you are in.")
        if not path.is_file():
            raise Refused(f"{name} is not an ordinary file.")
        if path.stat().st_size > MAX_BYTES:
            raise Refused(f"{name} is larger than 1 MB: that is not a file of this kind.")
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except PermissionError as error:
        raise Refused(f"{name} cannot be read: permission is denied.", hint="Ask for leave to read it.") from error
    except (OSError, ValueError) as error:
        raise Refused(f"{name} cannot be read: {getattr(error, 'strerror', None) or error}.") from error


def _parse(raw: bytes, name: str) -> Tree:
    if len(raw) > MAX_BYTES:
        raise Refused(f"{name} is larger than 1 MB: that is not a file of this kind.")
    text = _decode(raw, name)
    lines = tuple(_LINE_END.split(text))
    builder = _Builder(name, yamlfaults.before_parsing(text, lines, name))
    # A tab or a control character makes everything after it read wrong: report those alone.
    if not builder.problems:
        try:
            for event in yaml.parse(text, Loader=_LOADER):
                builder.take(event)
                if len(builder.problems) >= MAX_PROBLEMS:
                    break
        except yaml.MarkedYAMLError as error:
            builder.problems.append(yamlfaults.explained(error, lines, name))
        except _TooDeep:
            pass
        if not builder.problems and not builder.started:
            builder.problems.append(Problem("The file is empty.", Place(name, 1, 1), code="empty"))
    if builder.problems:
        found = [
            Problem(p.message, p.place, p.hint, excerpt(lines, p.place) or None if p.place else None, p.code)
            for p in sorted(builder.problems[:MAX_PROBLEMS], key=yamlfaults.order)
        ]
        raise Refused(f"{name} cannot be read as YAML.", problems=found)
    digest = hashlib.sha256(raw).hexdigest()
    return Tree(builder.root, name, digest, builder.values, builder.keys, {name: lines})


def _decode(raw: bytes, name: str) -> str:
    if b"\0" in raw and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused(f"{name} is not a text file.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8", "replace")
        parts = _LINE_END.split(before)
        place = Place(name, len(parts), len(parts[-1]) + 1)
        hint = "Save the file as UTF-8 in your editor."
        problem = Problem("This character is not UTF-8.", place, hint, code="not-utf8")
        raise Refused(f"{name} cannot be read as text.", problems=[problem]) from error


class _TooDeep(Exception):
    """Stops the parse: nothing under the fiftieth level is worth reading."""


class _Builder:
    """Turns the parser's events into data and places without recursion, gathering what we refuse."""

    def __init__(self, name: str, problems: list[Problem]) -> None:
        self.name = name
        self.problems = problems
        self.root: Any = None
        self.started = False
        self.values: dict[Path_, Place] = {}
        self.keys: dict[Path_, Place] = {}
        self._documents = 0
        # One frame for each open mapping or list: the container, its path, the name that waits for its value.
        self._open: list[tuple[dict[str, Any] | list[Any], Path_]] = []
        self._name: list[str | None] = []

    def take(self, event: Any) -> None:
        """Take one event of the parser."""
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self._start(event)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self._open.pop()
            self._name.pop()
        elif isinstance(event, yaml.AliasEvent):
            hint = "Write the value out. Text that begins with * stands in quotes."
            self._fault(event, "An alias (*name) is not used in these files.", hint, "alias")
            if self._awaits_name():
                self._name[-1] = f"*{event.anchor}"
            else:
                self._put(None, event)
        elif isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents == 2:
                hint = "Take out the line of three dashes, or split the file."
                self._fault(event, "A second document begins here.", hint, "documents")

    def _fault(self, event: Any, message: str, hint: str | None, code: str) -> None:
        self.problems.append(Problem(message, self._place(event), hint, code=code))

    def _place(self, event: Any) -> Place:
        return Place(self.name, event.start_mark.line + 1, event.start_mark.column + 1)

    def _awaits_name(self) -> bool:
        return bool(self._open) and isinstance(self._open[-1][0], dict) and self._name[-1] is None

    def _refuse_marks(self, event: Any) -> None:
        if event.anchor is not None:
            hint = "Write the value out where it is needed. Text that begins with & stands in quotes."
            self._fault(event, "An anchor (&name) is not used in these files.", hint, "anchor")
        if event.tag is not None:
            hint = "Write the value alone. Text that begins with ! stands in quotes."
            self._fault(event, "A tag (!name) is not used in these files.", hint, "tag")

    def _scalar(self, event: Any) -> None:
        self._refuse_marks(event)
        if self._awaits_name():
            self._take_name(event)
            return
        plain = event.style is None or event.style == ""
        self._put(None if plain and event.value in _NULLS else event.value, event)

    def _take_name(self, event: Any) -> None:
        container, path = self._open[-1]
        assert isinstance(container, dict)
        name = event.value
        if name == "":
            self._fault(event, "A name is missing before the colon.", None, "no-name")
        elif name in container:
            first = self.keys[(*path, name)]
            message = f"{yamlfaults.quoted(name)} stands here a second time; the first is on line {first.line}."
            self._fault(event, message, "Keep one of the two.", "duplicate-key")
        self.keys.setdefault((*path, name), self._place(event))
        self._name[-1] = name

    def _start(self, event: Any) -> None:
        self._refuse_marks(event)
        if len(self._open) >= MAX_DEPTH:
            self._fault(event, f"This stands more than {MAX_DEPTH} levels deep.", None, "too-deep")
            raise _TooDeep
        container: dict[str, Any] | list[Any] = {} if isinstance(event, yaml.MappingStartEvent) else []
        if self._awaits_name():
            self._fault(event, "A name must be plain text, not a list or a mapping.", None, "complex-key")
            self._name[-1] = "?"  # carry on, so that later faults are found too
        path = self._put(container, event)
        self._open.append((container, path))
        self._name.append(None)

    def _put(self, value: Any, event: Any) -> Path_:
        if not self._open:
            self.root, self.started = value, True
            path: Path_ = ()
        else:
            container, above = self._open[-1]
            if isinstance(container, dict):
                name = self._name[-1]
                assert name is not None
                path = (*above, name)
                container[name] = value
                self._name[-1] = None
            else:
                path = (*above, len(container))
                container.append(value)
        self.values[path] = self._place(event)
        return path
