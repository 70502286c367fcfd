"""A file opened by pypdf for verifying, within limits, with what every rule asks of it: its record and its pages."""

from __future__ import annotations

import dataclasses
import re
import zlib
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pypdf import PdfReader, apply_configuration
from pypdf.errors import DependencyError

from ctdocs.bundle.join.part import Entry
from ctdocs.bundle.join.words import words
from ctdocs.bundle.verify.digests import PageDigests
from ctdocs.bundle.verify.objects import UNREADABLE, data, items, key_of, leaves, mapping, of, raw, text
from ctdocs.bundle.verify.order import Places, find_places
from ctdocs.bundle.verify.record import Record, read_record
from ctdocs.errors import NotInstalled, Refused
from ctdocs.read.limits import Limits, Watch, WatchedBytes

LIMITS: Final = Limits(bytes=1024 * 1024 * 1024, pages=20_000, seconds=600.0)
"""What one bundle may cost; 1,600 pages take about half a minute."""

MOST_OBJECTS: Final = 64_000_000
"""Bytes of small objects in one stream; ours have a hundred objects, at most a megabyte or so."""

_GIVE: Final = "Write the password into the first line of a text file, and name that with --password-file."
_CLIP = re.compile(rb"\s*q\s+[-\d.e+ ]+ re W n(?: q)*\s*")
_STRIP = re.compile(rb"\s*(?:Q )+\s*/Artifact <</Type /Pagination /Subtype /Footer>> BDC")


@dataclass(slots=True)
class Sheet:
    """A page of the file: its dictionary, and its content as a bundle makes it.

    ``clip`` is what comes before the part's own content, ``strip`` what comes after; None where the page is not so
    made, and then ``own`` is all of it. ``fault`` says why its content cannot be read.
    """

    page: Any
    own: bytes
    clip: bytes | None
    strip: Any
    fault: str = ""


class File:
    """An opened bundle. ``places`` says where each page of its record stands now; pages count from 0.

    ``kept`` is what the bundle says of itself. ``record`` is the same, but where that was changed afterwards, its
    chapters begin where the outline leads, so that one fault does not look like many. ``remarks`` are sentences
    on what a rule could not look at, by rule.
    """

    def __init__(self, reader: PdfReader, watch: Watch) -> None:
        self.reader, self.watch = reader, watch
        self.root = mapping(reader.trailer["/Root"])
        self.kept = self.record = read_record(_private(self.root))
        self.say = words(self.kept.language)
        pages = list(reader.pages)
        if len(pages) > watch.limits.pages:
            raise Refused(f"The file has more than {watch.limits.pages} pages, which no bundle has.")
        self.sheets = [self._sheet(page) for page in pages]
        self.number_of = {page.indirect_reference.idnum: n for n, page in enumerate(pages) if page.indirect_reference}
        self.digests = PageDigests()
        seen = [self._digest(sheet) for sheet in self.sheets]
        self.places: Places = find_places([one.digest for one in self.record.notes], seen, self.record.pages)
        self.remarks: dict[str, str] = {}
        self._named: dict[str, Any] | None = None
        if self.kept.faults() and self.kept.notes:
            self.record = self._mended()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The parts in order."""
        return self.record.entries

    def now(self, page: int) -> int | None:
        """Where a page of the record (from 1) stands in the file now (from 0); None where it is missing."""
        return self.places.where[page - 1] if 0 < page <= len(self.places.where) else None

    def chapters(self) -> list[tuple[str, int]]:
        """Title and first page (from 1, by the record) of the index, each part and the last chapter."""
        inner = [(one.title, one.first) for one in self.entries]
        return [(self.say["index"], 1), *inner, (self.say["standard"], self.record.standard)]

    def whose(self, page: int) -> str:
        """The title of what a page of the record (from 1) belongs to."""
        for one in self.entries:
            if one.first <= page <= one.last:
                return one.title
        return self.say["index" if page <= self.record.front else "standard"]

    def target(self, owner: Any) -> int | None:
        """The page (from 0) that a link or a line of the outline leads to; None where it leads nowhere."""
        held = mapping(owner)
        place = of(held.get("/Dest"))
        action = mapping(held.get("/A"))
        if place is None and of(action.get("/S")) == "/GoTo":
            place = of(action.get("/D"))
        if isinstance(place, str | bytes):
            place = of(self._destinations().get(text(place)))
        if isinstance(place, dict):
            place = of(place.get("/D"))
        if not isinstance(place, list) or not place:
            return None
        return self.number_of.get(key_of(place[0]))

    def links(self, number: int) -> list[Any]:
        """The links of a page of the file (from 0)."""
        found = map(mapping, items(self.sheets[number].page.get("/Annots")))
        return [one for one in found if of(one.get("/Subtype")) == "/Link"]

    def damaged(self) -> bool:
        """Whether what holds many small objects cannot be undone to its last byte. pypdf reads on as far as it can."""
        for number in sorted({held for held, _ in self.reader.xref_objStm.values()}):
            self.watch.check()
            stream = of(self.reader.get_object(number))
            if of(stream.get("/Filter")) == "/FlateDecode":
                undo = zlib.decompressobj()
                try:
                    undo.decompress(raw(stream), MOST_OBJECTS)
                except zlib.error:
                    return True
                if not undo.eof:
                    return True
        return False

    def _mended(self) -> Record:
        from ctdocs.bundle.verify.finding import firsts_by_outline

        before = {now: n for n, now in enumerate(self.places.where, 1)}
        firsts = [before.get(at, 0) for at in firsts_by_outline(self) or ()]
        if len(firsts) != len(self.kept.entries) + 2 or firsts[0] != 1 or firsts != sorted(set(firsts)):
            return self.kept
        inner = zip(self.kept.entries, firsts[1:], firsts[2:], strict=False)
        entries = tuple(dataclasses.replace(one, first=first, last=after - 1) for one, first, after in inner)
        return dataclasses.replace(
            self.kept, entries=entries, front=firsts[1] - 1, standard=firsts[-1], pages=len(self.kept.notes)
        )

    def _destinations(self) -> dict[str, Any]:
        if self._named is None:
            pairs = leaves(mapping(self.root.get("/Names")).get("/Dests"), "/Names")
            self._named = {text(name): value for name, value in pairs}
        return self._named

    def _sheet(self, page: Any) -> Sheet:
        self.watch.check()
        held = of(page.get("/Contents"))
        streams = [of(one) for one in held] if isinstance(held, list) else [held] if held is not None else []
        try:
            decoded = [data(one) for one in streams]
        except UNREADABLE as error:
            return Sheet(page, b"", None, None, f"{type(error).__name__}")
        if len(decoded) > 2 and _CLIP.fullmatch(decoded[0]) and _STRIP.match(decoded[-1]):
            return Sheet(page, b"\n".join(decoded[1:-1]), decoded[0], streams[-1])
        return Sheet(page, b"\n".join(decoded), None, None)

    def _digest(self, sheet: Sheet) -> str:
        self.watch.check()
        if sheet.fault:
            return "-"
        try:
            return self.digests.page(sheet.page, sheet.own)
        except UNREADABLE as error:
            sheet.fault = type(error).__name__
            return "-"


def allowances() -> AbstractContextManager[object]:
    """What pypdf may read at once while a bundle is open: more than it allows for files in general, and still bounded.

    The tags of a thousand forms stand in one array; a plan of A1 is a picture of 200 MB.
    """
    return apply_configuration(
        array_maximum_element_count=1_000_000, dictionary_maximum_element_count=1_000_000,
        maximum_declared_stream_length=LIMITS.bytes, zlib_maximum_output_length=250_000_000,
        array_based_stream_maximum_output_length=250_000_000,
    )  # fmt: skip


def open_file(path: Path, *, password: str = "", limits: Limits = LIMITS) -> File:
    """The bundle at ``path``. Raises ``Refused`` where it cannot be read, costs too much or is no bundle of ours.

    Raises ``NotInstalled`` where it is locked and the package that pypdf needs to open it is not there.
    """
    try:
        size = path.stat().st_size
        if size > limits.bytes:
            raise Refused(f"{path} is larger than {limits.bytes // 1024**2} MB, which no bundle is.")
        found = path.read_bytes()
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror or error}.") from error
    watch = Watch(limits)
    return _guarded(path, lambda: _open(path, found, password, watch))


def _open(path: Path, found: bytes, password: str, watch: Watch) -> File:
    reader = PdfReader(WatchedBytes(found, watch))
    # The standard wants one form of each letter (ISO 32000-2, 7.6.4.3.3); not every program minds that.
    if reader.is_encrypted and not (reader.decrypt(password) or reader.decrypt(password.encode())):
        if password:
            raise Refused(
                f"The password is not that of {path}.",
                hint="Small and capital letters, spaces and signs must be as they were when the bundle was locked.",
            )
        raise Refused(f"{path} is locked with a password.", hint=_GIVE)
    return File(reader, watch)


def _guarded(path: Path, step: Callable[[], File]) -> File:
    try:
        return step()
    except DependencyError as error:
        raise NotInstalled(
            f"{path} is locked, and the package cryptography, which pypdf needs for that, is not installed.",
            hint="Install it: python -m pip install cryptography",
        ) from error
    except UNREADABLE as error:
        raise Refused(f"{path} cannot be read as a PDF: it is damaged or something else.") from error


def _private(root: dict[str, Any]) -> bytes:
    held = mapping(mapping(mapping(root.get("/PieceInfo")).get("/ctdocs")))
    return data(held.get("/Private"))


def some(faults: Sequence[str], most: int = 6) -> str:
    """Faults as one sentence: the first of them, and how many more there are."""
    shown = "; ".join(faults[:most])
    more = f"; and {len(faults) - most} more" if len(faults) > most else ""
    return f"{shown[:1].upper()}{shown[1:]}{more}."
