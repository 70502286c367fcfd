"""A repeated set of fields as one table: a header row, and a line of fields for each record."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ctdocs.documents import blocks as b
from ctdocs.render.pdf import looks
from ctdocs.render.pdf.flow import Item
from ctdocs.render.pdf.objects import Name
from ctdocs.render.pdf.paragraph import MM
from ctdocs.render.pdf.tags import Element
from ctdocs.render.pdf.writer import Writer

ROOM = 5.0
"""Points between the lines of the table and a field."""

MakeField = Callable[[b.Field, float, Element], Item]
MakeHeader = Callable[[Element | None], Item]


def grid(block: b.Records, root: Element, left: float, make_header: MakeHeader, make_field: MakeField) -> list[Item]:
    """The items of the table, its header repeated on every page.

    ``make_header`` draws the header row, without tags for None; ``make_field`` one field of a width in points.
    """
    table = Element("Table", root, {"O": Name("Table"), "Summary": block.caption})
    header = make_header(Element("TR", Element("THead", table)))
    header.glued = True
    again = make_header(None)
    body = Element("TBody", table)
    widths = [width * MM for width in block.widths]
    rows = [_row(record.rows[0], widths, Element("TR", body), left, make_field) for record in block.records]
    for row in rows:
        row.repeat = again
    return [header, *rows]


def _row(
    fields: Sequence[b.Field], widths: Sequence[float], parent: Element, left: float, make_field: MakeField
) -> Item:
    made = [
        make_field(spec, width - 2 * ROOM, Element("TD", parent)) for spec, width in zip(fields, widths, strict=True)
    ]
    height = max(part.height for part in made) + 2 * ROOM

    def draw_row(w: Writer, _x: float, y: float) -> None:
        x = left
        for part, width in zip(made, widths, strict=True):
            with w.artifact():
                w.rectangle(x, y, width, height, stroke=looks.FRAME, line=0.6)
            part.draw(w, x + ROOM, y + ROOM)
            x += width

    return Item(height, draw_row)
