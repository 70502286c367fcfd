"""Liberation Sans, whole and unmodified: its metrics, and its registration with reportlab.

Liberation Sans has the widths of Arial, so that a form and its Word twin break lines alike on a council's machine.
"""

from __future__ import annotations

import functools
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

FOLDER = Path(__file__).resolve().parent.parent / "fonts"
REPLACEMENT = "\u25a1"
"""The glyph that is drawn where no font has the character (Liberation Sans has no U+FFFD of its own)."""
_SPACES = {"\t": "    ", "\u00a0": "\u00a0", "\u2011": "-", "\u2028": "\n", "\u2029": "\n"}


@dataclass(frozen=True, eq=False)
class Face:
    """One face: ``name`` is what reportlab knows it by, ``widths`` are in thousandths of the size."""

    name: str
    path: Path
    widths: dict[int, float]
    ascent: float
    descent: float

    def width(self, text: str, size: float) -> float:
        """The width of a line of text in points."""
        widths = self.widths
        return sum(widths.get(ord(ch), 500.0) for ch in text) * size / 1000


@functools.cache
def face(style: str = "Regular") -> Face:
    """The face of that style: Regular, Bold, Italic or BoldItalic."""
    name = f"LiberationSans-{style}"
    path = FOLDER / f"{name}.ttf"
    font = TTFont(name, str(path))
    pdfmetrics.registerFont(font)
    widths = {int(code): float(width) for code, width in font.face.charWidths.items()}
    return Face(name, path, widths, font.face.ascent, font.face.descent)


def style_of(bold: bool, italic: bool) -> str:
    """The name of the face for bold and italic text."""
    return {(False, False): "Regular", (True, False): "Bold", (False, True): "Italic", (True, True): "BoldItalic"}[
        (bold, italic)
    ]


def drawable(text: str) -> tuple[str, str]:
    """The text as it can be drawn, and the characters of it that cannot.

    Tabs become spaces, control characters go, letters are composed where that gives a glyph. What the font lacks, and
    what is written from right to left (which needs shaping that we do not have), is drawn as a box and reported.
    """
    if text.isascii() and text.isprintable():
        return text, ""
    return _short(text) if len(text) < 200 else _drawable(text)


def _drawable(text: str) -> tuple[str, str]:
    widths = face().widths
    drawn, lost = [], []
    for ch in unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")):
        if ch in _SPACES:
            drawn.append(_SPACES[ch])
        elif ch == "\n":
            drawn.append(ch)
        elif (category := unicodedata.category(ch)) in ("Cf", "Cc"):
            if category == "Cc":
                lost.append(ch)
        elif ord(ch) in widths and unicodedata.bidirectional(ch) not in ("R", "AL"):
            drawn.append(ch)
        else:
            drawn.append(REPLACEMENT)
            lost.append(ch)
    return "".join(drawn), "".join(dict.fromkeys(lost))


_short = functools.lru_cache(maxsize=4096)(_drawable)
