"""What goes into a bundle, and what comes out: values that say nothing of how PDFs are joined."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

Treatment = Literal["tagged", "wrapped", "pictures"]
"""How a part came in: with its own tags, with tags put round its pages, or as pictures of its pages."""

TO_PRINT: Final = "to print"
"""What a copy for printing on both sides says of itself, under ``copy``, in place of the record of a bundle."""


@dataclass(frozen=True, slots=True)
class Part:
    """One document of a bundle.

    ``id`` is its stable name within the bundle, such as ``return-police``; ``title`` and ``description`` (one line) are
    what the index shows, ``date`` is the date of the document. ``source`` is the file as it came, under
    ``source_name``, where ``data`` was made from it (a scan, a Word file); it is attached where the pages shown are
    pictures. ``alternative`` is the text of each page, used where a page has none that can be read. ``own`` says that
    ctdocs has just drawn it: then its fonts and tags are known to be good, and are not looked at one by one.
    """

    id: str
    title: str
    data: bytes
    description: str = ""
    date: dt.date | None = None
    source: bytes | None = None
    source_name: str = ""
    alternative: Sequence[str] = ()
    own: bool = False


@dataclass(frozen=True, slots=True)
class Absent:
    """A document that the bundle might have held and does not, as the index lists it, and why."""

    title: str
    reason: str = "Not held"


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a part stands in the finished bundle: pages count from 1, the first page of the file."""

    id: str
    title: str
    first: int
    last: int
    date: dt.date | None
    description: str
    sha256: str
    treatment: Treatment
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """Numbers of pages that were taken out of a finished bundle, the title of what they were part of, when and why.

    ``whole`` says that nothing of it was left or took its place.
    """

    numbers: tuple[str, ...]
    title: str
    on: dt.date
    why: str = ""
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a finished bundle. ``numbers`` are its pages as they were printed then, ``was`` those before it.

    ``sha256`` is of the file that came in (of what was taken out, where ``what`` is that); ``renumbered`` says that
    every page got a new number.
    """

    on: dt.date
    what: Literal["added", "replaced", "removed"]
    id: str
    title: str
    sha256: str
    numbers: tuple[str, ...] = ()
    was: tuple[str, ...] = ()
    why: str = ""
    renumbered: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule of the standard, whether the bundle meets it, and a sentence that says how or why not."""

    rule: str
    sentence: str
    holds: bool


@dataclass(frozen=True, slots=True)
class Bundle:
    """A finished bundle. ``report`` is what its last page says; ``entries`` are its parts in order.

    ``numbers`` are those printed on its pages, where they are not simply 1, 2, 3 …
    """

    data: bytes
    pages: int
    entries: tuple[Entry, ...]
    report: tuple[Finding, ...]
    numbers: tuple[str, ...] = ()
