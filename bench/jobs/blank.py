"""Blank: the blank application form drawn anew, against a bare reportlab canvas that draws the same without tags.

The canvas is handed a list of everything our own drawing put on its pages: words with place, face, size and colour,
lines, boxes, the squares of markers and codes, and a form field for every box to fill in. So it has nothing to
decide: no line is broken, no page is filled, nothing is tagged, no field learns where it belongs. Both embed the same
faces of Liberation Sans, and both have their fonts loaded.
"""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench import sample
from bench.jobs import Comparison, Job, Run, Target

Drawing = list[dict[str, list[Any]]]
"""For each page: texts, lines, boxes, squares and fields, measured from the bottom left."""


def prepare(folder: Path) -> None:
    """Draw the form once with a writer that takes notes, and keep the notes."""
    (folder / "drawing.json").write_text(json.dumps(record()), encoding="utf-8")


def record() -> Drawing:
    """Everything that our own drawing puts on its pages."""
    from ctdocs.render.pdf import document, drawing
    from ctdocs.render.pdf.writer import Writer

    pages: Drawing = []
    at = [0]

    class Noting(Writer):
        def __init__(self, *args: Any) -> None:
            super().__init__(*args)
            pages.clear()

        def start_page(self) -> None:
            super().start_page()
            at[0] = len(pages)
            pages.append({"texts": [], "lines": [], "boxes": [], "squares": [], "fields": []})

        @contextlib.contextmanager
        def over_page(self, page: int) -> Iterator[None]:
            at[0] = page
            with super().over_page(page):
                yield

        def text(self, x: float, y: float, words: str, font: Any, size: float, colour: Any = (0, 0, 0)) -> None:
            super().text(x, y, words, font, size, colour)
            pages[at[0]]["texts"].append([x, self.height - y, words, font.name, size, colour])

        def line(
            self, x0: float, y0: float, x1: float, y1: float, colour: Any, width: float = 0.6, *, dashed: bool = False
        ) -> None:
            super().line(x0, y0, x1, y1, colour, width, dashed=dashed)
            pages[at[0]]["lines"].append([x0, self.height - y0, x1, self.height - y1, colour, width])

        def rectangle(self, x: float, y: float, width: float, height: float, **look: Any) -> None:
            super().rectangle(x, y, width, height, **look)
            pages[at[0]]["boxes"].append([x, self.height - y - height, width, height, look])

        def squares(self, x: float, y: float, side: float, cells: Any) -> None:
            super().squares(x, y, side, cells)
            pages[at[0]]["squares"].append([[x + c * side, self.height - y - (r + 1) * side, side] for r, c in cells])

    module: Any = drawing
    module.Writer = Noting
    try:
        document._cached.cache_clear()
        drawn = document.render(sample.resolver("blank")())
    finally:
        module.Writer = Writer
        document._cached.cache_clear()
    assert drawn.layout is not None
    for field in drawn.layout.fields:
        boxes = list(field.options.values()) or [field.box]
        for number, (x0, y0, x1, y1) in enumerate(boxes):
            place = [x0, drawn.layout.height - y1, x1 - x0, y1 - y0]
            name = f"{field.id}.{number}".replace(".", "_")
            pages[field.page - 1]["fields"].append([field.kind, name, field.label, field.cells, *place])
    return pages


def ours(folder: Path) -> Run:
    """Our drawing; what was kept of an earlier one is thrown away first, but fonts and codes stay known."""
    from ctdocs.render.pdf import document

    resolved = sample.resolver("blank")

    def run() -> bytes:
        document._cached.cache_clear()
        return document.render(resolved()).data

    return run


def numbered(folder: Path) -> Run:
    """Our drawing with a new serial number each time, so that every page has a code that was never made before."""
    from itertools import count

    from ctdocs.render.pdf import document

    resolved, numbers = sample.resolver("blank"), count(1)
    return lambda: document.render(resolved(), serial=f"N{next(numbers)}").data


def canvas(folder: Path) -> Run:
    """The bare canvas."""
    return _canvas(folder, fields=True)


def printed(folder: Path) -> Run:
    """The bare canvas without a single field: what a form costs that can only be printed."""
    return _canvas(folder, fields=False)


def _canvas(folder: Path, *, fields: bool) -> Run:
    from reportlab.pdfgen.canvas import Canvas

    from ctdocs.render.pdf.fonts import face
    from ctdocs.render.pdf.writer import A4

    pages: Drawing = json.loads((folder / "drawing.json").read_text(encoding="utf-8"))
    for style in ("Regular", "Bold", "Italic"):
        face(style)
    if not fields:
        pages = [{**page, "fields": []} for page in pages]

    def run() -> bytes:
        out = io.BytesIO()
        bare = Canvas(out, pagesize=A4, pageCompression=1, invariant=1)
        for page in pages:
            _page(bare, page)
            bare.showPage()
        bare.save()
        return out.getvalue()

    return run


def _page(bare: Any, page: dict[str, list[Any]]) -> None:
    for x, y, width, height, look in page["boxes"]:
        fill, stroke = look.get("fill"), look.get("stroke")
        if fill:
            bare.setFillColorRGB(*fill)
        if stroke:
            bare.setStrokeColorRGB(*stroke)
            bare.setLineWidth(look.get("line", 0.8))
        bare.rect(x, y, width, height, stroke=bool(stroke), fill=bool(fill))
    for x0, y0, x1, y1, colour, width in page["lines"]:
        bare.setStrokeColorRGB(*colour)
        bare.setLineWidth(width)
        bare.line(x0, y0, x1, y1)
    bare.setFillColorRGB(0, 0, 0)
    for squares in page["squares"]:
        path = bare.beginPath()
        for x, y, side in squares:
            path.rect(x, y, side, side)
        bare.drawPath(path, stroke=0, fill=1)
    for x, y, words, name, size, colour in page["texts"]:
        bare.setFillColorRGB(*colour)
        bare.setFont(name, size)
        bare.drawString(x, y, words)
    for kind, name, label, cells, x, y, width, height in page["fields"]:
        if kind in ("tick", "radio"):
            bare.acroForm.checkbox(name=name, tooltip=label, x=x, y=y, size=width, borderWidth=0)
        else:
            flags = "multiline" if kind == "multiline" else "comb" if cells else ""
            bare.acroForm.textfield(
                name=name, tooltip=label, x=x, y=y, width=width, height=height, fontSize=10, borderWidth=0,
                fieldFlags=flags, maxlen=cells or 20_000,
            )  # fmt: skip


def check(folder: Path) -> None:
    """Both have the same pages with the same words, and as many boxes to fill in."""
    mine, other = _content(ours(folder)()), _content(canvas(folder)())
    assert len(mine) == len(other) > 0, "the two have different numbers of pages"
    for number, (one, two) in enumerate(zip(mine, other, strict=True), 1):
        assert one == two, f"page {number} differs"


def _content(data: object) -> list[tuple[list[str], int]]:
    from pypdf import PdfReader

    assert isinstance(data, bytes)
    result = []
    for page in PdfReader(io.BytesIO(data)).pages:
        boxes = [one.get_object() for one in page.get("/Annots", [])]
        letters = sorted("".join(page.extract_text().split()))
        result.append((letters, sum(box["/Subtype"] == "/Widget" for box in boxes)))
    return result


JOB = Job(
    prepare,
    check,
    {"ours": ours, "numbered": numbered, "canvas": canvas, "printed": printed},
    (
        Comparison("blank form drawn anew / bare canvas", "ours", "canvas", target=Target(2.5, False), faster=False),
        Comparison("  against a canvas without fields", "ours", "printed", faster=False),
        Comparison("  with a new serial number: 12 new codes", "numbered", "canvas", faster=False),
        Comparison("  whole process for one form", "ours", "canvas", "process", faster=False),
    ),
)
