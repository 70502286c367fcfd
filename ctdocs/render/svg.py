"""A drawing as an SVG file of its own, with its title and a text equivalent for people who do not see it."""

from __future__ import annotations

from typing import assert_never
from xml.sax.saxutils import escape, quoteattr

from ctdocs.documents import shapes as s

_MM_OF_POINT = 25.4 / 72


def svg(drawing: s.Drawing, *, title: str, alt: str, language: str = "en") -> str:
    """The file as text. ``alt`` says in words what the picture shows (SVG 2, 5.8); the same input gives the same text.

    No value can become markup: every word and attribute is escaped, and what XML cannot hold is left out.
    """
    size = f'width="{_n(drawing.width)}mm" height="{_n(drawing.height)}mm"'
    box = f'viewBox="0 0 {_n(drawing.width)} {_n(drawing.height)}"'
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} {box} role="img" aria-labelledby="title alt" '
            f"xml:lang={quoteattr(language)}>",
            f'<title id="title">{_words(title)}</title>',
            f'<desc id="alt">{_words(alt)}</desc>',
            '<g font-family="Liberation Sans, Arial, Helvetica, sans-serif">',
            *map(_shape, drawing.shapes),
            "</g>",
            "</svg>",
            "",
        ]
    )


def _shape(shape: s.Shape) -> str:
    match shape:
        case s.Rect():
            place = f'x="{_n(shape.x)}" y="{_n(shape.y)}" width="{_n(shape.width)}" height="{_n(shape.height)}"'
            return f"<rect {place} {_paint(shape.fill, shape.stroke, shape.line)}/>"
        case s.Line():
            place = f'x1="{_n(shape.x0)}" y1="{_n(shape.y0)}" x2="{_n(shape.x1)}" y2="{_n(shape.y1)}"'
            dashes = ' stroke-dasharray="1.2 0.8"' if shape.dashed else ""
            return f"<line {place} {_paint(None, shape.stroke, shape.line)}{dashes}/>"
        case s.Polygon():
            points = " ".join(f"{_n(x)},{_n(y)}" for x, y in shape.points)
            return f'<polygon points="{points}" {_paint(shape.fill, shape.stroke, shape.line)}/>'
        case s.Label():
            weight = ' font-weight="bold"' if shape.bold else ""
            look = f'font-size="{_n(shape.size * _MM_OF_POINT)}" fill={_colour(shape.colour)}{weight}'
            where = f'x="{_n(shape.x)}" y="{_n(shape.y)}" text-anchor="{shape.anchor}"'
            return f"<text {where} {look}>{_words(shape.words)}</text>"
    assert_never(shape)


def _paint(fill: str | None, stroke: str | None, line: float) -> str:
    edge = f' stroke={_colour(stroke)} stroke-width="{_n(line)}"' if stroke else ""
    return f"fill={_colour(fill) if fill else quoteattr('none')}{edge}"


def _colour(digits: str) -> str:
    return quoteattr(f"#{digits}")


def _words(text: str) -> str:
    return escape("".join(c for c in text if c in "\t\n\r" or 0x20 <= ord(c) < 0xD800 or 0xE000 <= ord(c) < 0xFFFE
                          or ord(c) > 0xFFFF))  # fmt: skip


def _n(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".") or "0"
