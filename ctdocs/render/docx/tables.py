"""Tables of a Word file: fixed widths, rows that stay whole, and words for people who do not see them."""

from __future__ import annotations

from collections.abc import Sequence

from ctdocs.render.docx import looks
from ctdocs.render.docx.ooxml import Xml, dxa, element, put, qn, val
from ctdocs.render.docx.styles import PLAIN_TABLE, TABLE, borders


def table(
    widths: Sequence[float],
    rows: Sequence[Xml],
    *,
    caption: str = "",
    description: str = "",
    plain: bool = False,
    heading: str = "",
) -> Xml:
    """A table of columns of these widths (mm). ``plain`` has no lines; ``heading`` is "row" or "column"."""
    total = sum(dxa(width) for width in widths)
    look = {"w:firstRow": int(heading == "row"), "w:lastRow": 0, "w:firstColumn": int(heading == "column")}
    bits = 0x20 * look["w:firstRow"] + 0x80 * look["w:firstColumn"] + 0x600
    look |= {"w:lastColumn": 0, "w:noHBand": 1, "w:noVBand": 1}
    properties = element(
        "w:tblPr",
        None,
        val("w:tblStyle", PLAIN_TABLE if plain else TABLE),
        element("w:tblW", {"w:w": total, "w:type": "dxa"}),
        element("w:tblInd", {"w:w": 0, "w:type": "dxa"}),
        element("w:tblLayout", {"w:type": "fixed"}),
        element("w:tblLook", {"w:val": f"{bits:04X}", **look}),
        val("w:tblCaption", caption) if caption else None,
        val("w:tblDescription", description) if description else None,
    )
    grid = element("w:tblGrid", None, *(element("w:gridCol", {"w:w": dxa(width)}) for width in widths))
    return element("w:tbl", None, properties, grid, *rows)


def row(*cells: Xml, height: float = 0, header: bool = False, whole: bool = True) -> Xml:
    """A row at least ``height`` mm high. ``header`` repeats it on each page; ``whole`` keeps it on one page."""
    properties = element(
        "w:trPr",
        None,
        element("w:cantSplit") if whole else None,
        element("w:trHeight", {"w:val": dxa(height), "w:hRule": "atLeast"}) if height else None,
        element("w:tblHeader") if header else None,
    )
    return element("w:tr", None, properties if len(properties) else None, *cells)


def cell(
    width: float,
    *content: Xml,
    span: int = 1,
    shade: bool = False,
    middle: bool = False,
    lines: Sequence[str] | None = None,
) -> Xml:
    """A cell of that width (mm); ``span`` columns wide; ``lines`` are the sides that have one, where not all have."""
    properties = element(
        "w:tcPr",
        None,
        element("w:tcW", {"w:w": dxa(width), "w:type": "dxa"}),
        val("w:gridSpan", span) if span > 1 else None,
        borders("w:tcBorders", lines, eighths=6) if lines is not None else None,
        element("w:shd", {"w:val": "clear", "w:color": "auto", "w:fill": looks.SHADE}) if shade else None,
        val("w:vAlign", "center") if middle else None,
    )
    return element("w:tc", None, properties, *content)


def glue(*made: Xml) -> None:
    """Keep every paragraph in these elements on the page of what follows."""
    for part in made:
        for paragraph in part.iter(qn("w:p")):
            put(paragraph, element("w:keepNext"))
