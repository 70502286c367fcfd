"""Every document of Exampleshire in its three ways, as the PDF and the Word file that ctdocs makes of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pikepdf

from ctdocs.documents import blocks as b
from ctdocs.documents.blocks import Resolved
from ctdocs.documents.catalogue import documents
from ctdocs.model.wordform import WordField, WordForm
from ctdocs.render.docx.document import render as render_word
from ctdocs.render.pdf.document import render as render_pdf
from tests.outside import poppler
from tests.render.samples import MODES, resolved

DOCUMENTS: Final = tuple(documents())
WAYS: Final = tuple((one, mode) for one in DOCUMENTS for mode in MODES)

_PARTED = re.compile(r"(?<=\w)- (?=\w)")
"""A word with a hyphen that stands over the end of a line."""
_MARKS_AFTER = re.compile(r" (?=[.,;:!?)])")
_HARD: Final = "ŵ ŷ Łódź & < > \" ' £ –"
_TYPED: Final = {
    "text": _HARD,
    "signature": _HARD,
    "reference": "CT-2026-014",
    "multiline": f"{_HARD}\nsecond line\n{'It went on. ' * 40}end.",
    "date": "06/05/2026",
    "phone": "01632 960123",
    "postcode": "AA99 3AA",
    "email": "siân.o'ŵyn&co@example.org",
}

Values = dict[str, str | bool]


@dataclass(frozen=True)
class Issued:
    """One document as both files."""

    name: str
    document: Resolved
    form: WordForm
    word: Path
    pdf: Path


def issue(folder: Path) -> list[Issued]:
    """Every document in its three ways, written to ``folder``."""
    made = []
    for document_id, mode in WAYS:
        document = resolved(document_id, mode)
        word = render_word(document)
        one = Issued(
            f"{document_id}-{mode}",
            document,
            word.form,
            folder / f"{document_id}-{mode}.docx",
            folder / f"{document_id}-{mode}.pdf",
        )
        one.word.write_bytes(word.data)
        one.pdf.write_bytes(render_pdf(document).data)
        made.append(one)
    return made


def answers(form: WordForm) -> tuple[Values, Values]:
    """An answer to every field: what is typed by bookmark, and what it means by the field's id."""
    typed: Values = {}
    meant: Values = {}
    for field in form.fields:
        last = list(field.options)[-1] if field.options else ""
        if field.kind == "tick":
            typed[field.bookmarks[""]] = meant[field.id] = True
        elif field.shown_as == "boxes":
            typed[field.bookmarks[last]], meant[field.id] = True, last
        elif field.options:
            typed[field.bookmarks[""]], meant[field.id] = field.options[last], last
        else:
            typed[field.bookmarks[""]] = meant[field.id] = _TYPED[field.kind]
            if field.kind == "date":
                meant[field.id] = "2026-05-06"
    return typed, meant


def words_of_word(path: Path, document: Resolved) -> list[str]:
    """The words of a tagged PDF that LibreOffice made, in the order in which they are read out.

    What is said of filling in on a screen alone is left out, and must be there to be.
    """
    return _without(_words(text for text, _ in _told(path)), document, "flowing")


def words_of_pdf(path: Path, document: Resolved, form: WordForm) -> list[str]:
    """The words of our PDF in the order in which they are read out, with what the Word file shows for each field.

    What is said of paper alone is left out, and must be there to be.

    A field that is empty gives its placeholder of the Word file, a date has its strokes, a tick box is ☐ or ☒. One
    place is laid out otherwise in Word: a choice in a list has its boxes as one list behind the answers' names.
    """
    return _without(_words(_as_in_word(path, form)), document, "pages")


def _without(words: list[str], document: Resolved, medium: str) -> list[str]:
    for said in _only(document.blocks, medium):
        wanted = _words(iter(said))
        place = next(n for n in range(len(words)) if words[n : n + len(wanted)] == wanted)
        words = words[:place] + words[place + len(wanted) :]
    return words


def _only(blocks: Sequence[b.Block], medium: str) -> Iterator[list[str]]:
    """The texts of what stands in one medium, as they are read out."""
    for block in blocks:
        if isinstance(block, b.Question):
            yield from _only((*block.note, *block.blocks), medium)
        elif isinstance(block, b.Slot):
            yield from _only(block.blocks, medium)
        elif isinstance(block, b.Only) and block.medium == medium:
            for one in block.blocks:
                if isinstance(one, b.ListBlock):
                    assert not one.ordered
                    yield [word for item in one.items for word in ("•", b.plain(item))]
                else:
                    yield [b.plain(one.text)]


def _as_in_word(path: Path, form: WordForm) -> Iterator[str]:
    shown = {field.id: field for field in form.fields}
    with pikepdf.open(path) as pdf:
        told = [(text, _field(pdf, number)) for text, number in _told(path)]
    waiting: str | None = None
    for place, (text, found) in enumerate(told):
        if found is None:
            yield text
            if waiting is not None:
                yield waiting
            waiting = None
            continue
        name, value = found
        field = shown[name]
        if field.shown_as == "list":
            later = [other[0] for _, other in told[place + 1 :] if other is not None]
            chosen = [other[1] for _, other in told if other is not None and other[0] == name and other[1]]
            if name not in later:
                waiting = field.options[chosen[0]] if chosen else field.placeholder
        else:
            yield _shown(field, value)


def _shown(field: WordField, value: str) -> str:
    if field.kind == "tick" or field.shown_as == "boxes":
        return "☒" if value else "☐"
    if field.kind == "date" and re.fullmatch(r"\d{8}", value):
        return f"{value[:2]}/{value[2:4]}/{value[4:]}"
    return value or field.placeholder


def _told(path: Path) -> Iterator[tuple[str, int]]:
    """Each piece of text, or the number of an object that stands in the text, in the order of the structure tree."""
    for line in poppler.structure(path).splitlines():
        piece = line.strip()
        if len(piece) > 1 and piece.startswith('"') and piece.endswith('"'):
            yield piece[1:-1], 0
        elif match := re.fullmatch(r"Object (\d+) 0", piece):
            yield "", int(match[1])


def _field(pdf: pikepdf.Pdf, number: int) -> tuple[str, str] | None:
    """The full name and the value of the field whose widget has that number; None for text and links."""
    widget: Any = pdf.get_object(number, 0) if number else {}
    if not number or widget.get("/Subtype") != "/Widget":
        return None
    names: list[str] = []
    node = widget
    while node is not None:
        if "/T" in node:
            names.insert(0, str(node.T))
        node = node.get("/Parent")
    if "/AS" in widget:
        return ".".join(names), str(widget.AS).lstrip("/").replace("Off", "")
    # A value that stands in several places belongs to the field above its widgets, which have no name of their own.
    return ".".join(names), str((widget if "/T" in widget else widget.Parent).get("/V", ""))


def _words(texts: Iterator[str]) -> list[str]:
    """The words; a mark after a link or bold text belongs to the word before it, as on the page."""
    return _PARTED.sub("-", _MARKS_AFTER.sub("", " ".join(" ".join(texts).split()))).split()
