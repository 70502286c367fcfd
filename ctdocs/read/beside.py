"""What lies on the pages beside the fields: marks that somebody drew or wrote, and boxes that the form does not list.

A cross drawn over “Do not send letters” is an answer to a person and nothing to a reader of values. What it says
cannot be read here, so that nothing on its page is certain, blank fields least of all.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ctdocs.errors import Problem
from ctdocs.read.limits import Watch

if TYPE_CHECKING:
    import pikepdf

_DRAWN: Final = "somebody drew or wrote on this page beside the fields"
_STRAY: Final = "the page has a box that is not among the fields of the form"
_OWN: Final = ("/Link", "/Popup")
"""Annotations of forms as issued beside their fields, and the window of a note, which never comes without the note."""


@dataclass(frozen=True, slots=True)
class Beside:
    """The pages (counted from 1) that are ``drawn`` on and that hold ``stray`` boxes; ``files``: a file is attached."""

    drawn: tuple[int, ...] = ()
    stray: tuple[int, ...] = ()
    files: bool = False

    def doubts(self) -> dict[int, tuple[str, ...]]:
        """The reasons to doubt every field of a page, by the page."""
        found: dict[int, tuple[str, ...]] = {}
        for pages, reason in ((self.drawn, _DRAWN), (self.stray, _STRAY)):
            for page in pages:
                found[page] = (*found.get(page, ()), reason)
        return found

    def problems(self) -> Iterator[Problem]:
        """What a person should look at, page by page."""
        for page in self.drawn:
            message = f"Somebody drew or wrote on page {page} beside the fields; look at it."
            yield Problem(message, code="drawn-over", hint="Open the file in a PDF viewer.")
        for page in self.stray:
            message = f"Page {page} has a box that is not among the fields of the form and was not read; look at it."
            yield Problem(message, code="stray-box", hint="Open the file in a PDF viewer.")


def beside(pdf: pikepdf.Pdf, reached: Set[tuple[int, int]], watch: Watch) -> Beside:
    """What the ``/Annots`` of the pages hold beyond the objects ``reached`` through the fields of the form.

    Raises ``Refused`` where a limit is broken, and what pikepdf raises where the file is too damaged to follow.
    """
    import pikepdf

    drawn, stray, files = [], [], False
    for number, page in enumerate(pdf.pages, start=1):
        annotations = page.obj.get("/Annots")
        if not isinstance(annotations, pikepdf.Array):
            continue
        kinds = set()
        for one in _beyond(pdf, annotations, reached):
            if isinstance(one, pikepdf.Dictionary):  # a number or the null object is drawn by no viewer
                watch.field()
                kind = one.get("/Subtype")
                kinds.add(str(kind) if isinstance(kind, pikepdf.Name) else "")
        if "/Widget" in kinds:
            stray.append(number)
        if kinds.difference(_OWN, ("/Widget",)):
            drawn.append(number)
        files = files or "/FileAttachment" in kinds
    return Beside(tuple(drawn), tuple(stray), files)


def _beyond(pdf: pikepdf.Pdf, array: pikepdf.Array, reached: Set[tuple[int, int]]) -> Iterable[Any]:
    """The objects in an array that were not reached.

    Where it is nothing but references (``12 0 R``), as in most files, only those objects are fetched: the text of an
    array is at hand much sooner than what it refers to.
    """
    words = array.unparse(resolved=True)[1:-1].split()
    if words[2::3].count(b"R") * 3 == len(words):
        with contextlib.suppress(ValueError):  # dictionaries or texts among them
            listed = set(zip(map(int, words[::3]), map(int, words[1::3]), strict=True))
            return [pdf.get_object(one) for one in listed - reached]
    numbered = reached - {(0, 0)}
    return [one for one in array if getattr(one, "objgen", (0, 0)) not in numbered]
