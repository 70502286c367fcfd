"""How a value stands in its field: broken into lines, sized to fit, and written with fonts that are embedded.

Nothing is ever clipped: ``split`` says how much of a value fits, and the caller puts the rest on a continuation sheet.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass, field

from ctdocs.model.layout import CONTINUED
from ctdocs.render.pdf.fonts import drawable, face
from ctdocs.render.pdf.formfont import form_fonts
from ctdocs.render.pdf.widefont import glyph_numbers

PAD = 3.0
RULE = 24.09
"""8.5 mm: the distance of the ruled lines for handwriting (measurements/paper)."""
LEADING = 1.2
_SINGLE = (11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0)
_MULTI = (10.5, 10.0, 9.5, 9.0, 8.5, 8.0)
_ASCENT, _DESCENT = 0.728, 0.21


@dataclass(frozen=True, slots=True)
class Shape:
    """The room for a value: width and height in points, several lines or one, and comb cells (0: none)."""

    width: float
    height: float
    multiline: bool = False
    cells: int = 0
    ruled: bool = False


@dataclass
class Ink:
    """What the appearances of one file have used: characters that need the wide font, and what could not be drawn."""

    wide: set[str] = field(default_factory=set)
    lost: dict[str, str] = field(default_factory=dict)


@functools.lru_cache(maxsize=8192)
def _width(word: str) -> float:
    return face().width(word, 1.0)


def wrap(text: str, width: float) -> list[str]:
    """Lines of a text, at most ``width`` wide in units of the size; a word that is too long is broken."""
    lines: list[str] = []
    space = _width(" ")
    for paragraph in text.split("\n"):
        line, used = "", 0.0
        for number, word in enumerate(paragraph.split(" ")):
            wide = _width(word) if len(word) < 40 else face().width(word, 1.0)
            if number and used + space + wide <= width:
                line, used = f"{line} {word}", used + space + wide
                continue
            if number:
                lines.append(line)
            while wide > width and len(word) > 1:
                cut = _cut(word, width)
                lines.append(word[:cut])
                word = word[cut:]
                wide = face().width(word, 1.0)
            line, used = word, wide
        lines.append(line)
    return lines


def _cut(word: str, width: float) -> int:
    total, widths = 0.0, face().widths
    for number, ch in enumerate(word):
        total += widths.get(ord(ch), 500.0) / 1000
        if total > width:
            return max(1, number)
    return len(word)


def fit(text: str, shape: Shape) -> tuple[float, list[str]] | None:
    """The largest size at which the text fits and its lines; None where it does not fit even at the smallest."""
    drawn, _ = drawable(text)
    if shape.cells:
        return (12.0, [drawn]) if max(len(drawn), len(text)) <= shape.cells and "\n" not in drawn else None
    if not shape.multiline:
        if "\n" in drawn:
            return None
        wide = face().width(drawn, 1.0)
        return next(((size, [drawn]) for size in _SINGLE if wide * size <= shape.width - 2 * PAD), None)
    for size in _MULTI:
        lines = wrap(drawn.rstrip("\n"), (shape.width - 2 * PAD) / size)
        if len(lines) * LEADING * size <= shape.height - 2 * PAD:
            return size, lines
    return None


def split(text: str, shape: Shape) -> tuple[str, str]:
    """What of a value stands in the field, with the marker, and what goes on elsewhere (empty where it all fits)."""
    if fit(text, shape) is not None:
        return text, ""
    room = Shape(shape.width, shape.height, shape.multiline)
    if shape.cells or not shape.multiline:
        text_lines = text.split("\n", 1)
        if not shape.cells and len(text_lines) == 2 and fit(f"{text_lines[0]} {CONTINUED}", room):
            return f"{text_lines[0]} {CONTINUED}", text[len(text_lines[0]) :]
    if shape.cells:
        return "", text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if fit(f"{text[:middle]} {CONTINUED}", room) is not None:
            low = middle
        else:
            high = middle - 1
    space = max(text.rfind(" ", 0, low + 1), text.rfind("\n", 0, low + 1))
    cut = space if space > low * 0.6 else low
    if text[cut - 1 : cut + 1] == "\r\n" and cut > 1:  # parted, it would be read as two line ends
        cut -= 1
    return f"{text[:cut]} {CONTINUED}", text[cut:]


def appearance(text: str, shape: Shape, ink: Ink, field_id: str) -> bytes:
    """The content stream of a text field that shows ``text``, which must fit."""
    drawn, lost = drawable(text)
    if lost:
        ink.lost[field_id] = lost
    found = fit(text, shape)
    if found is None:
        raise ValueError(f"the value of {field_id} does not fit; split it first")
    size, lines = found
    w, h = shape.width, shape.height
    out = [b"/Tx BMC\nq %.2f %.2f %.2f %.2f re W n BT 0 g" % (1, 1, max(w - 2, 1), max(h - 2, 1))]
    if shape.cells:
        cell, y = w / shape.cells, (h - (_ASCENT - _DESCENT) * size) / 2 + 0.4
        for number, ch in enumerate(drawn):
            x = cell * number + (cell - face().width(ch, size)) / 2
            out.append(b"1 0 0 1 %.2f %.2f Tm %b" % (x, y, _show(ch, size, ink)))
    else:
        leading = LEADING * size
        y = h - PAD - _ASCENT * size - 0.1 * size if shape.multiline else (h - (_ASCENT - _DESCENT) * size) / 2
        for line in lines:
            if line.strip():
                out.append(b"1 0 0 1 %.2f %.2f Tm %b" % (PAD, y, _show(line, size, ink)))
            y -= leading
    out.append(b"ET Q\nEMC")
    return b"\n".join(out)


def empty(shape: Shape) -> bytes:
    """The appearance of an empty field. A large box shows its ruled lines only while it is empty, for a pen."""
    if not shape.ruled:
        return b"/Tx BMC\nEMC"
    lines = []
    y = shape.height - RULE
    while y > 4:
        lines.append(b"2 %.2f m %.2f %.2f l" % (y, shape.width - 2, y))
        y -= RULE
    return b"/Tx BMC\nq 0.8 G 0.5 w " + b" ".join(lines) + b" S Q\nEMC"


def _show(line: str, size: float, ink: Ink) -> bytes:
    fonts = form_fonts()
    windows, extended = fonts.windows.codes, fonts.extended.codes
    parts: list[tuple[bytes, list[bytes]]] = []
    for ch in line:
        if ch in windows:
            font, code = b"FF", b"%02X" % windows[ch]
        elif ch in extended:
            font, code = b"FX", b"%02X" % extended[ch]
        else:
            font, code = b"FW", b"%04X" % glyph_numbers()[ch]
            ink.wide.add(ch)
        if not parts or parts[-1][0] != font:
            parts.append((font, []))
        parts[-1][1].append(code)
    return b" ".join(b"/%b %.1f Tf <%b> Tj" % (font, size, b"".join(codes)) for font, codes in parts)


def tick(side: float, *, on: bool, round_box: bool = False) -> bytes:
    """A tick box or radio button as vectors, so that no font is needed. The frame is part of the page."""
    if not on:
        return b""
    points: Sequence[tuple[float, float]] = ((0.2, 0.5), (0.42, 0.24), (0.82, 0.8))
    (ax, ay), (bx, by), (cx, cy) = ((x * side, y * side) for x, y in points)
    return b"q 0 G %.2f w 1 J 1 j %.2f %.2f m %.2f %.2f l %.2f %.2f l S Q" % (side * 0.13, ax, ay, bx, by, cx, cy)
