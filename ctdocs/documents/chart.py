"""A chart of bars: each number stands at the end of its bar, so that nothing hangs on colour or on measuring."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ctdocs.documents import shapes as s

_WIDTH: Final = 170.0
_LEFT: Final = 62.0
"""Room for the labels of groups."""
_BAR: Final = 6.0
_GAP: Final = 1.0
_GROUP_GAP: Final = 4.5
_NUMBER: Final = 12.0
_SHADES: Final = (s.DARK, s.MIDDLE, s.LIGHT)
_LONGEST: Final = 34


def bars(groups: Sequence[str], series: Sequence[str], numbers: Sequence[Sequence[int]]) -> s.Drawing:
    """Bars lying on their side: for each group one for each of ``series``, named before it where there are several."""
    several = len(series) > 1
    left = _LEFT + (24.0 if several else 0.0)
    most = max((number for row in numbers for number in row), default=0) or 1
    room = _WIDTH - left - _NUMBER
    shapes: list[s.Shape] = []
    y = 2.0
    for group, row in zip(groups, numbers, strict=True):
        height = len(row) * _BAR + (len(row) - 1) * _GAP
        lines = _lines(group)
        for at, line in enumerate(lines):
            shapes.append(s.Label(0, y + height / 2 + 1.1 + (at - (len(lines) - 1) / 2) * 3.9, line, 9, bold=True))
        for at, number in enumerate(row):
            middle = y + _BAR / 2 + 1.1
            if several:
                shapes.append(s.Label(left - 2, middle, series[at], 8.5, anchor="end", colour=s.QUIET))
            wide = room * number / most
            if number:
                shapes.append(s.Rect(left, y, wide, _BAR, fill=_SHADES[at % len(_SHADES)], stroke=s.INK, line=0.2))
            shapes.append(s.Label(left + wide + 1.8, middle, str(number), 9.5, bold=True))
            y += _BAR + _GAP
        y += _GROUP_GAP - _GAP
    shapes.append(s.Line(left, 0.5, left, y - _GROUP_GAP + 1.5, s.INK, 0.4))
    return s.Drawing(_WIDTH, y - _GROUP_GAP + 3.0, tuple(shapes))


def _lines(words: str) -> list[str]:
    lines = [""]
    for word in words.split():
        if lines[-1] and len(lines[-1]) + len(word) >= _LONGEST:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
