"""Many cases at once: their summaries, and an index beside them that spares reading every log again.

The index is one file in the folder of the cases. It holds of each case its place, the size and times of its log, and
the row of its summary: no more about people than the reference and dates (``case_summary``). An entry counts only where
the log still has that size, these times and that last hash; else the log is read. The file can be thrown away at any
time; where it cannot be written everything works without it. It is replaced whole, so that several may run at once.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Final

from ctdocs.errors import Refused
from ctdocs.model.case_scan import BINARY, LOG, scan
from ctdocs.model.case_summary import SUMMARY, CaseSummary, from_row

NAME: Final = ".ctdocs-index"

DEEPEST: Final = 8
"""How many folders below the one that was named a case may lie."""

_HEADER: Final = f"ctdocs index {SUMMARY}\n".encode()
_END: Final = 240
"""Bytes at the end of a log in which its last hash stands."""

_encode: Final = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode
"""All in ASCII: the name of a folder need not be text."""

_decode: Final = json.JSONDecoder().raw_decode

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A case whose log is refused, and why."""

    folder: Path
    why: str


def summaries(places: Iterable[Path], *, index: bool = True) -> Iterator[CaseSummary | Unreadable]:
    """The summary of each case: ``places`` are folders of a case, or of many, at any depth. Each case comes once.

    Raises ``Refused`` for a place that is no folder, or that holds no case. ``index`` False neither reads an index nor
    writes one.
    """
    met: set[tuple[int, int] | str] = set()
    for place in places:
        if not place.is_dir():
            raise Refused(f"There is no folder {place}.", hint="Give the folder of a case, or of many.")
        count = 0
        with _Index(place, use=index) as kept:
            for key, folder, handle in _logs(place):
                if isinstance(handle, OSError):
                    count += 1
                    why = f"{handle.filename} cannot be read: {(handle.strerror or 'an error of the system').lower()}."
                    yield Unreadable(Path(folder), why)
                    continue
                try:
                    stat = os.fstat(handle)
                    count += 1
                    log = (stat.st_dev, stat.st_ino) if stat.st_ino else os.path.realpath(folder)
                    if log in met:
                        continue
                    met.add(log)
                    yield kept.case(key, folder, handle, stat)
                finally:
                    os.close(handle)
        if not count:
            raise Refused(f"{place} holds no case.", hint="Give the folder of a case, or of many.")


def _logs(place: Path) -> Iterator[tuple[Key, str, int | OSError]]:
    """Each case below ``place``, in order: its key, its folder, and a handle of its log, to be closed.

    In place of the handle comes what went wrong, also where a folder cannot be looked into.
    """
    followed = {os.path.realpath(place)}

    def walk(folder: str, key: Key) -> Iterator[tuple[Key, str, int | OSError]]:
        try:
            handle = os.open(f"{folder}{os.sep}{LOG}", os.O_RDONLY | BINARY)
        except FileNotFoundError:
            pass
        except OSError as error:
            yield key, folder, error
            return
        else:
            yield key, folder, handle
            return
        if len(key) >= DEEPEST:
            return
        try:
            with os.scandir(folder) as found:
                inner = sorted((one.name, one.is_symlink()) for one in found if one.name[0] != "." and one.is_dir())
        except OSError as error:
            yield key, folder, error
            return
        for name, link in inner:
            below = f"{folder}{os.sep}{name}"
            if link:
                real = os.path.realpath(below)
                if real in followed:
                    continue
                followed.add(real)
            yield from walk(below, (*key, name))

    yield from walk(os.fspath(place), ())


class _Index:
    """The index of one folder: read beside the walk over its cases, which goes in the same order.

    A new one is begun where the first entry is found that no longer holds, with what stood before it.
    """

    def __init__(self, place: Path, *, use: bool) -> None:
        self.path = place / NAME
        self.use = use and not (place / LOG).exists()
        self.old: IO[bytes] | None = None
        self.new: IO[bytes] | None = None
        self.beside = place / f"{NAME}-{secrets.token_hex(6)}.tmp"
        self.entry: tuple[Key, tuple[int, ...], dict[str, Any]] | None = None
        self.line = b""
        self.done = 0
        """Bytes of the old index that stand as they are in the new one."""

    def __enter__(self) -> _Index:
        if self.use:
            with contextlib.suppress(OSError):
                self.old = self.path.open("rb")
                if self.old.readline(200) != _HEADER:
                    self.old.close()
                    self.old = None
            if self.old is None:
                self._begin()
            self.done = len(_HEADER)
            self._next()
        return self

    def case(self, key: Key, folder: str, handle: int, stat: os.stat_result) -> CaseSummary | Unreadable:
        """The summary of a case, from the index where its entry still holds."""
        state = (stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns)
        while self.entry is not None and self.entry[0] < key:  # a case that is no longer there
            self._begin()
            self._next()
        if self.entry is not None and self.entry[0] == key:
            _, before, row = self.entry
            if before == state and _ends_with(handle, stat.st_size, row["head"]):
                try:
                    made = from_row(folder, row)
                except (KeyError, TypeError, ValueError):
                    pass  # it holds no summary: the log is read
                else:
                    self._keep(self.line)
                    self._next()
                    return made
            self._begin()
            self._next()
        try:
            row = scan(folder, _whole(handle, stat.st_size))
            made = from_row(folder, row)
        except Refused as error:
            return Unreadable(Path(folder), str(error))
        except (OSError, ValueError, TypeError, KeyError) as error:
            return Unreadable(Path(folder), f"{folder}{os.sep}{LOG} cannot be understood: {error}.")
        if self.use and not made.lost:
            self._begin()
            self._keep(_line(key, state, row))
        return made

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        if kind is None and self.entry is not None:
            self._begin()
        if self.old is not None:
            self.old.close()
        if self.new is None:
            return
        with contextlib.suppress(OSError):
            self.new.close()
            if kind is None and self.use:
                self.beside.replace(self.path)
        with contextlib.suppress(OSError):
            self.beside.unlink(missing_ok=True)

    def _next(self) -> None:
        """Take the next entry of the old index; none after one that is damaged."""
        self.entry = None
        if self.old is None:
            return
        with contextlib.suppress(OSError, ValueError, TypeError):
            self.line = self.old.readline()
            if self.line and int(self.line[:8], 16) == zlib.crc32(self.line[9:]):
                key, state, row = _decode(self.line[9:-1].decode())[0]
                self.entry = tuple(key), tuple(state), row

    def _begin(self) -> None:
        """Begin a new index with all of the old one that holds until here."""
        if self.new is not None or not self.use:
            return
        try:
            self.new = self.beside.open("xb", buffering=1 << 18)
            self.new.write(_HEADER)
            if self.old is not None and self.done > len(_HEADER):
                here = self.old.tell()
                self.old.seek(len(_HEADER))
                left = self.done - len(_HEADER)
                while left and (part := self.old.read(min(left, 1 << 16))):
                    self.new.write(part)
                    left -= len(part)
                self.old.seek(here)
        except OSError:
            self.use = False

    def _keep(self, line: bytes) -> None:
        if self.new is None:
            self.done += len(line)
            return
        try:
            self.new.write(line)
        except OSError:
            self.use = False


def _line(key: Key, state: tuple[int, ...], row: dict[str, Any]) -> bytes:
    body = f"{_encode([key, state, row])}\n".encode()
    return b"%08x %b" % (zlib.crc32(body), body)


def _whole(handle: int, size: int) -> bytes:
    """All of a file that is open, whatever was added to it since its size was asked."""
    os.lseek(handle, 0, os.SEEK_SET)
    data = os.read(handle, size + 1)
    if len(data) == size:
        return data
    while part := os.read(handle, 1 << 20):
        data += part
    return data


def _ends_with(handle: int, size: int, head: str) -> bool:
    """Whether the last line of a log bears the hash ``head``."""
    os.lseek(handle, max(0, size - _END), os.SEEK_SET)
    return f'"hash":"{head}"'.encode() in os.read(handle, _END)
