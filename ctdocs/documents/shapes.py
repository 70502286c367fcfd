"""A drawing as a short list of shapes, so that one description is drawn in a PDF and written as SVG.

Lengths are millimetres from the top left of the drawing, sizes of type points, colours six hexadecimal digits. A later
shape covers an earlier one. What is drawn must also be legible in grey: a shade alone tells nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Anchor = Literal["start", "middle", "end"]

INK: Final = "1A1A1F"
DARK: Final = "1C385E"
MIDDLE: Final = "7F8FA6"
LIGHT: Final = "D5DBE4"
QUIET: Final = "4D545E"
PAPER: Final = "FFFFFF"


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle with its top left corner at ``x``, ``y``; ``line`` is the width of its edge."""

    x: float
    y: float
    width: float
    height: float
    fill: str | None = None
    stroke: str | None = INK
    line: float = 0.25


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line; ``dashed`` where it is a limit and no edge."""

    x0: float
    y0: float
    x1: float
    y1: float
    stroke: str = INK
    line: float = 0.25
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Label:
    """One line of words with its baseline at ``y``; ``anchor`` says which part of it stands at ``x``."""

    x: float
    y: float
    words: str
    size: float = 9.0
    bold: bool = False
    anchor: Anchor = "start"
    colour: str = INK


@dataclass(frozen=True, slots=True)
class Polygon:
    """A closed figure of straight edges through ``points``."""

    points: tuple[tuple[float, float], ...]
    fill: str | None = INK
    stroke: str | None = None
    line: float = 0.25


Shape = Rect | Line | Label | Polygon


@dataclass(frozen=True, slots=True)
class Drawing:
    """Shapes in a frame of ``width`` by ``height``; a page of ours has room for a width of 170."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
