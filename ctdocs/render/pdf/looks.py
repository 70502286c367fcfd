"""Measures, colours and type: calm, clear, official, and printable in grey. Lengths in points unless a name says mm."""

from __future__ import annotations

from ctdocs.documents.blocks import TextStyle
from ctdocs.render.pdf.paragraph import MM, Style
from ctdocs.render.pdf.writer import A4, Colour

INK: Colour = (0.1, 0.1, 0.12)
ACCENT: Colour = (0.11, 0.22, 0.38)
FRAME: Colour = (0.38, 0.43, 0.5)
WALL: Colour = (0.72, 0.72, 0.72)
"""Comb walls: light enough to vanish in a scan that is levelled (measurements/paper, section 4a)."""
SHADE: Colour = (0.93, 0.95, 0.97)
QUIET: Colour = (0.3, 0.33, 0.37)
WHITE: Colour = (1.0, 1.0, 1.0)

LEFT, WIDTH = 20 * MM, 170 * MM
FORM_TOP, FORM_BOTTOM = 32 * MM, A4[1] - 21 * MM
LETTER_TOP, LETTER_BOTTOM = 16 * MM, A4[1] - 20 * MM
CELL_WIDTH, CELL_HEIGHT = 6 * MM, 7.5 * MM
TICK = 5 * MM
TICK_PITCH = 8.5 * MM
OPTION_WIDTH = 28 * MM
"""The least room for a tick box and the word beside it, where several answers stand in a row."""
LINE = 8.5 * MM
LABEL_WIDTH = 40 * MM
GAP = 7.0
SIGNATURE_HEIGHT = 16 * MM

STYLES: dict[TextStyle, Style] = {
    "normal": Style(11, 14.5, colour=INK),
    "lead": Style(12.5, 17, colour=INK),
    "note": Style(10, 13, colour=QUIET),
    "small": Style(9, 12, colour=QUIET),
}
LABEL = Style(10.5, 13, bold=True, colour=INK)
SMALL_LABEL = Style(9.5, 12, bold=True, colour=INK)
HINT = Style(8.5, 10.5, colour=QUIET)
OPTION = Style(11, 14, colour=INK)
CELL = Style(10, 13, colour=INK)
CELL_HEADER = Style(10, 13, bold=True, colour=INK)
HEADINGS: dict[int, Style] = {
    1: Style(21, 26, bold=True, colour=ACCENT),
    2: Style(14.5, 19, bold=True, colour=ACCENT),
    3: Style(12, 15.5, bold=True, colour=INK),
    4: Style(10.5, 13.5, bold=True, colour=ACCENT),
}


def colour(digits: str) -> Colour:
    """Six hexadecimal digits as a colour."""
    red, green, blue = (int(digits[start : start + 2], 16) / 255 for start in (0, 2, 4))
    return (round(red, 3), round(green, 3), round(blue, 3))


def within(size: tuple[int, int], width: float, height: float) -> tuple[float, float]:
    """The largest room of these proportions inside ``width`` and ``height``."""
    scale = min(width / size[0], height / size[1])
    return size[0] * scale, size[1] * scale
