"""A drawing on a page of a PDF: a Figure of the structure tree with its text equivalent (ISO 14289-1, 7.3)."""

from __future__ import annotations

from typing import assert_never

from ctdocs.documents import shapes as s
from ctdocs.render.pdf import looks
from ctdocs.render.pdf.fonts import drawable, face
from ctdocs.render.pdf.paragraph import MM
from ctdocs.render.pdf.tags import Element
from ctdocs.render.pdf.writer import Writer


def draw_figure(writer: Writer, drawing: s.Drawing, x: float, y: float, scale: float, element: Element) -> None:
    """Draw with the top left at ``x``, ``y`` (points), as the content of ``element``, a Figure with ``Alt``.

    ``scale`` is points to a millimetre of the drawing. Its words can be searched for, and stand in the Figure.
    """
    element.attributes = writer.figure_box(x, y, drawing.width * scale, drawing.height * scale)
    with writer.marked(element):
        for shape in drawing.shapes:
            _draw(writer, shape, x, y, scale)


def _draw(writer: Writer, shape: s.Shape, x: float, y: float, scale: float) -> None:
    match shape:
        case s.Rect():
            if shape.fill or shape.stroke:
                writer.rectangle(
                    x + shape.x * scale, y + shape.y * scale, shape.width * scale, shape.height * scale,
                    fill=looks.colour(shape.fill) if shape.fill else None,
                    stroke=looks.colour(shape.stroke) if shape.stroke else None, line=round(shape.line * scale, 2),
                )  # fmt: skip
        case s.Line():
            writer.line(
                x + shape.x0 * scale, y + shape.y0 * scale, x + shape.x1 * scale, y + shape.y1 * scale,
                looks.colour(shape.stroke), round(shape.line * scale, 2), dashed=shape.dashed,
            )  # fmt: skip
        case s.Polygon():
            if shape.fill or shape.stroke:
                writer.polygon(
                    [(x + px * scale, y + py * scale) for px, py in shape.points],
                    fill=looks.colour(shape.fill) if shape.fill else None,
                    stroke=looks.colour(shape.stroke) if shape.stroke else None, line=round(shape.line * scale, 2),
                )  # fmt: skip
        case s.Label():
            words = drawable(shape.words)[0].replace("\n", " ")
            font, size = face("Bold" if shape.bold else "Regular"), shape.size * scale / MM
            before = {"start": 0.0, "middle": 0.5, "end": 1.0}[shape.anchor] * font.width(words, size)
            # A space at the end parts the words of one label from those of the next when the text is read.
            writer.text(
                x + shape.x * scale - before, y + shape.y * scale, words + " ", font, round(size, 2),
                looks.colour(shape.colour),
            )  # fmt: skip
        case _:
            assert_never(shape)
