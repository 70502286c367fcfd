"""What a bundle keeps so that every page, answer and file in it can be proved later: digests, short enough to carry.

``ctdocs.bundle.verify.digests`` computes the same from the finished file with another reader, by these rules:

- a page: its boxes, its own content streams (decoded; not the clip before them nor the strip after them), and what its
  resources name, with its name: each picture, form and pattern, font with its codes and widths, colour, state, layer;
- its notes: every annotation but links and pop-ups with kind, place, flags, words and appearance; links to the web;
- its links, wherever they lead: the place of each and all that may be drawn of it;
- an answer: the value of a field by its full name; a file: the bytes that are attached;
- what is read out of a part: its elements in order, with their descriptions and marks, and what
  kinds stand for; which layers are shown.

A stream counts decoded where its filters are those that libqpdf may undo and write anew, raw otherwise: pictures, and
deflated data with a predictor; then with the way in which they are packed. With a picture, form or pattern count its
size, how it lies, its colours and its masks.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, PdfError, Stream, String

from ctdocs.bundle.join.objects import contents, given
from ctdocs.bundle.join.part import Part
from ctdocs.bundle.join.programs import programs
from ctdocs.bundle.join.spelt import spelt, spoken

STAMP_FONT = "/CtdocsStamp"
SHORT = 20
"""Hexadecimal digits kept of a digest of a page or an answer: 80 bits, far beyond chance."""
UNKNOWN = "?"
_PLAIN = frozenset(("/FlateDecode", "/LZWDecode", "/ASCII85Decode", "/ASCIIHexDecode", "/RunLengthDecode"))
_FURTHER = ("/ExtGState", "/ColorSpace", "/Shading", "/Properties")
_CODES = ("/Encoding", "/FirstChar", "/Widths", "/DW", "/W", "/CIDToGIDMap")
_LOOK = (
    "/Alternates", "/BitsPerComponent", "/ColorSpace", "/Decode", "/Group", "/Height", "/ImageMask", "/Mask",
    "/PaintType", "/SMask", "/SMaskInData", "/Shading", "/TilingType", "/Width", "/XStep", "/YStep",
)  # fmt: skip
_LINK = ("/AP", "/BS", "/Border", "/C", "/F", "/OC", "/QuadPoints", "/Rect")
_DEEPEST = 12


class Digests:
    """The digests of one bundle, gathered while it is made."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], str] = {}
        self._lines: dict[bytes, list[str]] = {}
        self._words: dict[bytes, str] = {}
        self._sources: dict[str, str] = {}
        self._pages: list[list[Any]] = []
        self._spoken: dict[str, str] = {}
        self._held = {"layers": "", "roles": ""}
        self._answers: dict[str, str] = {}
        self._files: list[list[str]] = []

    def source(self, part: Part) -> None:
        """Note the file as it came, where the part was made from another file."""
        if part.source is not None:
            self._sources[part.id] = hashlib.sha256(part.source).hexdigest()

    def page(self, page: Object) -> None:
        """Note a page that has its new boxes and not yet its strip."""
        turn = page.get("/Rotate", 0)
        turn = int(turn) % 360 if isinstance(turn, int) else 0
        self._pages.append([_tried(self._content, page), turn, _tried(self._notes, page), _tried(self._links, page)])

    def answers(self, nodes: Iterable[Object]) -> None:
        """Note every answer of the form, by the field's full name."""
        waiting: list[tuple[Object, str]] = [(node, "") for node in nodes]
        for field, above in waiting:
            name = above
            if "/T" in field:
                own = str(field["/T"])
                name = f"{above}.{own}" if above else own
            if "/V" in field and (value := _tried(_answer, field["/V"])):
                self._answers[name] = value
            kids = given(field, "/Kids")
            if isinstance(kids, Array) and len(waiting) < 1_000_000:
                waiting += [(kid, name) for kid in kids.as_list() if isinstance(kid, Dictionary)]

    def files(self, held: Mapping[bytes, Object]) -> None:
        """Note every file that is attached: its name and SHA-256."""
        for specification in held.values():
            held_in = specification.get("/EF")
            stream = held_in.get("/F") if isinstance(held_in, Dictionary) else None
            if isinstance(stream, Stream):
                name = str(specification.get("/UF", specification.get("/F", "")))
                with contextlib.suppress(PdfError):
                    self._files.append([name, hashlib.sha256(stream.read_bytes()).hexdigest()])

    def spoken(self, part_id: str, element: Object) -> None:
        """Note what is read out of a part, whose element has all that it will have."""
        self._spoken[part_id] = _tried(lambda one: short(spoken(one)), element)

    def catalogue(self, root: Object) -> None:
        """Note which layers are shown, and what kinds of tags stand for."""
        for key, held in (("layers", root.get("/OCProperties")), ("roles", root.StructTreeRoot.get("/RoleMap"))):
            self._held[key] = "" if held is None else _tried(lambda one: short(spelt(one, self._data)), held)

    def sealed(self, content: Mapping[str, Any], silent: Sequence[int], font: Object) -> dict[str, Any]:
        """What the bundle keeps of itself with the digests, and a digest of all that; ``font`` is of the strips."""
        whole = {
            **content, "sources": self._sources, "silent": list(silent), "digests": self._pages,
            "font": self._font(font), "answers": self._answers, "files": sorted(self._files),
            "spoken": self._spoken, **self._held,
        }  # fmt: skip
        return {**whole, "seal": seal(whole)}

    def _content(self, page: Object) -> str:
        media = _numbers(page.MediaBox)
        parts = [media, _numbers(page.CropBox) if "/CropBox" in page else media]
        if "/UserUnit" in page:
            parts.append(spelt(page.UserUnit, self._data))
        code = b"\n".join(one.read_bytes() for one in contents(page))
        parts.append(hashlib.sha256(code).hexdigest())
        return short("\n".join((*parts, *self._drawn(page.get("/Resources"), 0))))

    def _notes(self, page: Object) -> str:
        lines = [line for line in map(self._note, given(page, "/Annots") or ()) if line]
        return short("\n".join(lines)) if lines else ""

    def _links(self, page: Object) -> str:
        """What may be drawn of links, in their order."""
        lines = [
            " ".join([f"{key} {spelt(one[key], self._data)}" for key in _LINK if key in one])
            for one in given(page, "/Annots") or ()
            if one.get("/Subtype") == Name.Link
        ]
        return short("\n".join(lines)) if lines else ""

    def _drawn(self, resources: Object | None, depth: int) -> list[str]:
        """A line for each thing that resources name and a page may draw."""
        if not isinstance(resources, Dictionary) or depth > _DEEPEST:
            return []
        if depth and ("/XObject" in resources or "/Pattern" in resources):  # it may name what is being read
            return self._named(resources, depth)
        # what is written alike leads to the same objects: all is joined by now, and nothing but strips is added
        written = resources.unparse(resolved=True)
        if written not in self._lines:
            self._lines[written] = self._named(resources, depth)
        return self._lines[written]

    def _named(self, resources: Object, depth: int) -> list[str]:
        found: list[str] = []
        for kind in ("/XObject", "/Pattern"):
            for name, one in _entries(resources, kind):
                if isinstance(one, Stream):
                    found.append(f"{name} {self._form(one, depth)}")
                elif isinstance(one, Dictionary):  # a shading
                    found.append(f"{name} {spelt(one, self._data)}")
        for name, one in _entries(resources, "/Font"):
            if name != STAMP_FONT and isinstance(one, Dictionary):
                found.append(f"{name} {self._font(one)}")
        for kind in _FURTHER:
            found += [f"{kind}{name} {spelt(one, self._data)}" for name, one in _entries(resources, kind)]
        return sorted(found)

    def _form(self, one: Object, depth: int) -> str:
        key = one.objgen
        if key not in self._known:
            self._known[key] = ""
            lines = [self._stream(one), *_shape(one)]
            if "/OC" in one:
                lines.append(spelt(one.OC, self._data))
            held = one.keys()
            lines += [f"{key} {self._spelt(one[key])}" for key in _LOOK if key in held]
            lines += self._drawn(given(one, "/Resources"), depth + 1)
            self._known[key] = short("\n".join(lines))
        return self._known[key]

    def _font(self, font: Object) -> str:
        key = font.objgen
        if key == (0, 0) or key not in self._known:
            lines = [str(font.get("/BaseFont", "")), *(self._data(program) for _, _, program in programs(font))]
            below = given(font, "/DescendantFonts")
            for owner in (font, *(below.as_list() if isinstance(below, Array) else ())):
                lines += [f"{key} {self._spelt(owner[key])}" for key in _CODES if key in owner]
            if isinstance(words := font.get("/ToUnicode"), Stream):
                lines.append(data_digest(words))
            for name, shape in sorted(_entries(font, "/CharProcs")):
                if isinstance(shape, Stream):
                    lines.append(f"{name} {data_digest(shape)}")
            self._known[key] = short("\n".join(lines))
        return self._known[key]

    def _spelt(self, value: Any) -> str:
        """The same in words; lists of many numbers, which fonts have in common, are spelt once."""
        if not isinstance(value, Array) or b" R" in (written := value.unparse(resolved=True)):
            return spelt(value, self._data)
        if written not in self._words:
            self._words[written] = spelt(value, self._data)
        return self._words[written]

    def _data(self, stream: Object) -> str:
        key = stream.objgen
        if key not in self._known:
            self._known[key] = self._stream(stream)
        return self._known[key]

    def _stream(self, stream: Object) -> str:
        found = data_digest(stream)
        if "/Filter" not in stream or _unpacked(stream):
            return found
        packed = (key for key in ("/Filter", "/DecodeParms") if key in stream)
        return " ".join([found, *(spelt(stream[key], self._data) for key in packed)])

    def _note(self, annotation: Object) -> str:
        kind = str(annotation.get("/Subtype", ""))
        if kind == "/Link":
            action = given(annotation, "/A")
            target = action.get("/URI") if isinstance(action, Dictionary) else None
            return f"{kind} {bytes(target).hex()}" if isinstance(target, String) else ""
        if kind == "/Popup":
            return ""
        rect = annotation.get("/Rect")
        words, flags = given(annotation, "/Contents"), given(annotation, "/F")
        parts = [kind, _numbers(rect) if isinstance(rect, Array) else "", str(int(flags or 0))]
        parts.append(bytes(words).hex() if isinstance(words, String) else "")
        parts.append(str(annotation["/AS"]) if "/AS" in annotation else "")
        if "/OC" in annotation:
            parts.append(spelt(annotation.OC, self._data))
        shown = given(annotation, "/AP")
        look = shown.get("/N") if isinstance(shown, Dictionary) else None
        if isinstance(look, Stream):
            parts.append(self._form(look, 0))
        elif isinstance(look, Dictionary):
            states = ((name, one) for name, one in sorted(look.items()) if isinstance(one, Stream))
            parts += [f"{name} {self._form(one, 0)}" for name, one in states]
        return " ".join(parts)


def data_digest(stream: Object) -> str:
    """The digest of a stream's data."""
    if "/Filter" not in stream:
        return short(stream.read_bytes())
    return short(stream.read_bytes() if _unpacked(stream) else stream.read_raw_bytes())


def short(data: str | bytes) -> str:
    """A digest as it is kept."""
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()[:SHORT]


def seal(content: Mapping[str, Any]) -> str:
    """The SHA-256 of what a bundle keeps of itself, written in one way."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _entries(owner: Object, key: str) -> list[tuple[str, Any]]:
    held = given(owner, key)
    return list(held.items()) if isinstance(held, Dictionary) else []


def _shape(one: Object) -> list[str]:
    """How large a form is and how it lies."""
    held = (given(one, key) for key in ("/BBox", "/Matrix"))
    return [_numbers(value) for value in held if isinstance(value, Array)]


def _unpacked(stream: Object) -> bool:
    """Whether a stream with filters counts as the data that it stands for."""
    held = stream.Filter
    filters = [held] if isinstance(held, Name) else list(held) if isinstance(held, Array) else []
    stays = len(filters) == 1 and "/DecodeParms" in stream and filters[0] == Name.FlateDecode
    return all(str(one) in _PLAIN for one in filters) and not stays


def _numbers(box: Object) -> str:
    return _rounded(box.unparse(resolved=True)) or " ".join(f"{float(value):.2f}" for value in box)


@functools.lru_cache(maxsize=256)
def _rounded(written: bytes) -> str:
    """An array's numbers from how it is written; nothing where one is no number, or stands elsewhere in the file."""
    try:
        return " ".join([f"{float(value):.2f}" for value in written[1:-1].split()])
    except ValueError:
        return ""


def _tried(how: Callable[[Object], str], what: Object) -> str:
    """The digest; ``UNKNOWN`` of what is damaged or of no known kind, which nobody could compare either."""
    try:
        return how(what)
    except (PdfError, AttributeError, TypeError, ValueError):
        return UNKNOWN


def _answer(value: Object) -> str:
    data = _value(value)
    return short(data) if data else ""


def _value(value: Object) -> bytes:
    """The bytes of an answer: text, a state, or several choices."""
    if isinstance(value, String):
        return bytes(value)
    if isinstance(value, Name):
        return str(value).encode()
    if isinstance(value, Stream):
        return value.read_bytes()
    if isinstance(value, Array):
        return b"\x1f".join(_value(one) for one in value)
    return b""
