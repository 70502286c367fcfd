"""The programs that fill the form in, each as one function of a file and answers, and answers for every field of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Final

import pytest

from ctdocs.documents.catalogue import document
from ctdocs.documents.resolve import resolve
from ctdocs.model.area import load_area
from ctdocs.model.layout import Layout
from ctdocs.render.pdf.document import render
from tests.outside import pdfium, pdfjs, pdflib, pdftk

Answers = Mapping[str, str | bool]
Fill = Callable[[bytes, Answers], bytes]

AREA: Final = "example/exampleshire"
ON: Final = date(2026, 11, 20)
HARD: Final = "ŵ ŷ Łódź & < > \" ' £ –"
LINE: Final = (f"{HARD} It went on. " * 60)[:1499] + "."
BOX: Final = (f"{HARD}\n\n  It went on.\n" * 60)[:1499] + "."

_FONT = Path(__file__).resolve().parents[2] / "ctdocs" / "render" / "fonts" / "LiberationSans-Regular.ttf"


def _drawn_by_pdflib(data: bytes, answers: Answers) -> bytes:
    return pdflib.fill(data, answers, font=_FONT.read_bytes())


def _appended_by_pdfium(data: bytes, answers: Answers) -> bytes:
    return pdfium.fill(data, answers, incremental=True)


FILLERS: Final[dict[str, tuple[str, Fill]]] = {
    "pdftk": ("pdftk", pdftk.fill),
    "pdf-lib": ("pdf-lib", pdflib.fill),
    "pdf-lib, drawn": ("pdf-lib", _drawn_by_pdflib),
    "pdf.js": ("pdf.js", pdfjs.fill),
    "PDFium": ("pdfium", pdfium.fill),
    "PDFium, appended": ("pdfium", _appended_by_pdfium),
}
"""Each filler by what a failing test should call it: the tool that it needs, and the function."""


def fillers(*names: str) -> list[object]:
    """Parameters of a test, one for each filler (all, where none is named), marked with the tool that it needs."""
    return [pytest.param(name, id=name, marks=pytest.mark.needs(FILLERS[name][0])) for name in names or FILLERS]


def blank_form() -> tuple[bytes, Layout]:
    """The blank application form of Exampleshire and its layout."""
    made = render(resolve(document("application-form"), load_area(AREA), on=ON))
    assert made.layout is not None
    return made.data, made.layout


def answers(layout: Layout) -> dict[str, str | bool]:
    """What a person types and clicks: an answer to every field, as hard as its kind takes."""
    typed: dict[str, str | bool] = {
        "text": LINE,
        "signature": LINE,
        "multiline": BOX,
        "date": "06052026",
        "phone": "01632960123",
        "postcode": "AA99 3AA",
        "email": "siân.o'ŵyn&co@example.org",
        "tick": True,
    }
    return {field.id: list(field.options)[-1] if field.options else typed[field.kind] for field in layout.fields}


def as_read(typed: Answers, layout: Layout) -> dict[str, str | bool | None]:
    """The values that those answers mean: dates in ISO 8601, an emptied field None."""
    dates = {field.id for field in layout.fields if field.kind == "date"}
    return {
        name: f"{value[4:]}-{value[2:4]}-{value[:2]}"
        if name in dates and isinstance(value, str)
        else (None if value == "" else value)
        for name, value in typed.items()
    }
