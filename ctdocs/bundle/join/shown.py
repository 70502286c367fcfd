"""Whether each page of a form shows what was answered in its fields.

Some programs fill in a form with a font that lacks a letter, with more than the field has room for, or without drawing
anything: then the file holds the answer, and the page shows a box, a half of it or nothing. PDFium is asked what it
finds in the place of each field. Not looked at: whether a font has the right shape for each letter that it says it has.
"""

from __future__ import annotations

import contextlib
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from ctdocs.bundle.join.alone import alone
from ctdocs.bundle.join.objects import given, notes

_UNSEEN = 2 | 32  # hidden, and not to be viewed (ISO 32000-1, 12.5.3)
_SECRET = 1 << 13  # a password, shown as stars (12.7.4.3)
_PUSHED = 1 << 16  # a button that has no value (12.7.4.2)


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer in text and its widget: ``page`` counts from 0, ``box`` lies in the space of the page.

    ``shown_as`` is all that may stand there for it: of a choice, its words in place of its code.
    """

    widget: Object
    page: int
    name: str
    value: str
    shown_as: tuple[str, ...]
    box: tuple[float, float, float, float]


def answers(pdf: Pdf) -> list[Answer]:
    """Every answer in text that is to be seen, in the order of its pages."""
    return [one for page, note in _widgets(pdf) for one in _answer(page, note)]


def not_shown(pdf: Pdf, data: bytes, asked: Sequence[Answer]) -> list[Answer]:
    """Those answers which the pages of this file do not show as they were given; all, where it cannot be drawn.

    ``data`` is the opened file. What is drawn of the answers alone is read first: few are left to look for on pages.
    """
    from ctdocs.bundle.join.pictures import flat

    places = {page: at for at, page in enumerate(sorted({one.page for one in asked}))}
    alike = alone(pdf, ((one.page, one.widget, one.box) for one in asked))
    left = _missing(alike, asked, lambda document, number: document[places[number]])
    return _missing(data, left, flat) if left else []


def _missing(data: bytes, asked: Sequence[Answer], page_of: Callable[[Any, int], Any]) -> list[Answer]:
    import pypdfium2

    found: list[Answer] = []
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return list(asked)
    with contextlib.closing(document):
        document.init_forms()
        for number in sorted({one.page for one in asked}):
            page = page_of(document, number)
            with contextlib.closing(page), contextlib.closing(page.get_textpage()) as words:
                for one in asked:
                    if one.page == number:
                        seen = bare(words.get_text_bounded(*one.box))
                        if not any(bare(value) in seen for value in one.shown_as):
                            found.append(one)
    return found


def ticks_unlike(pdf: Pdf) -> Iterator[tuple[int, str, bool]]:
    """Each box that shows a tick where its value says none, or the other way round: page, name, what it shows."""
    for page, note in _widgets(pdf):
        value, state = inherited(note, "/V"), note.get("/AS")
        if inherited(note, "/FT") != Name.Btn or whole(inherited(note, "/Ff")) & _PUSHED:
            continue
        looks = note.get("/AP", Dictionary()).get("/N")
        if not isinstance(looks, Dictionary) or not isinstance(state, Name) or not isinstance(value, Name | String):
            continue
        states = [name for name, _ in looks.items() if name != "/Off"]
        given = (f"/{value}" if isinstance(value, String) else str(value)) in states
        if given != (str(state) in states):
            yield page, called(note), not given


def bare(text: str) -> str:
    """The letters alone, in one form each: spaces and line ends are where a drawing puts them."""
    return "".join(ch for ch in unicodedata.normalize("NFKC", text) if ch.isprintable() and not ch.isspace())


def inherited(note: Object, key: str) -> Any:
    """What a field says, itself or one of those above it."""
    for _ in range(20):
        if key in note:
            return note[key]
        above = given(note, "/Parent")
        if not isinstance(above, Dictionary):
            break
        note = above
    return None


def whole(value: Any) -> int:
    """Flags as a number."""
    return int(value) if isinstance(value, int) else 0


def called(note: Object) -> str:
    """What the field is called where somebody points at it, or its own name."""
    name = inherited(note, "/TU") or inherited(note, "/T")
    return " ".join(str(name).split())[:120] if isinstance(name, String) else "a field without a name"


def _widgets(pdf: Pdf) -> Iterator[tuple[int, Object]]:
    for number, page in enumerate(pdf.pages):
        for note in notes(page.obj):
            if note.get("/Subtype") == Name.Widget and not whole(note.get("/F")) & _UNSEEN:
                yield number, note


def _answer(page: int, note: Object) -> Iterator[Answer]:
    kind, value, rect = inherited(note, "/FT"), inherited(note, "/V"), note.get("/Rect")
    if kind not in (Name.Tx, Name.Ch) or not isinstance(value, String) or not str(value).strip():
        return
    if not isinstance(rect, Array) or len(rect) != 4 or (kind == Name.Tx and whole(inherited(note, "/Ff")) & _SECRET):
        return
    given = str(value)
    shown = [given]
    choices = inherited(note, "/Opt")
    for choice in choices if isinstance(choices, Array) else ():
        if isinstance(choice, Array) and len(choice) == 2 and str(choice[0]) == given:
            shown.append(str(choice[1]))
    x0, y0, x1, y1 = map(float, rect)
    yield Answer(note, page, called(note), given, tuple(shown), (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))
