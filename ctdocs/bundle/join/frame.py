"""Where the number of a page goes: into a strip of its own below the page, as it is shown.

Nothing is drawn on a page itself. Its visible box grows at the edge that is shown lowest, by a strip of 7 mm, and what
was outside the old box stays cut off. So the number is clear of every mark on every page, whatever its size, its
rotation or its margins, and no page is scaled.
"""

from __future__ import annotations

import copy
import functools
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pikepdf import Array, Object

from ctdocs.bundle.join.objects import given

STRIP = 20.0
NARROWEST = 210.0
"""Points that a strip needs for its number and the way back to the index; a narrower page gets a wider box."""
_A4 = (0.0, 0.0, 595.28, 841.89)
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Frame:
    """The box of a page as it came (``seen``) and as it becomes, in the page's own units.

    ``size`` is a point of the strip in these units: larger on sheets above A3, so that the number can be read.
    """

    seen: Box
    grown: Box
    media: Box
    rotation: int
    size: float

    @property
    def width(self) -> float:
        """The width of the strip in points of its own."""
        x0, y0, x1, y1 = self.grown
        return (x1 - x0 if self.rotation in (0, 180) else y1 - y0) / self.size

    def matrix(self, x: float, y: float) -> tuple[float, float, float, float, float, float]:
        """What puts upright text at x, y of the strip (from its lower left corner, as shown, in points)."""
        px, py = self.point(x, y)
        cos, sin = {0: (1, 0), 90: (0, 1), 180: (-1, 0), 270: (0, -1)}[self.rotation]
        return (self.size * cos, self.size * sin, -self.size * sin, self.size * cos, px, py)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of the strip in the page's units."""
        x0, y0, x1, y1 = self.grown
        x, y = x * self.size, y * self.size
        return {0: (x0 + x, y0 + y), 90: (x1 - y, y0 + x), 180: (x1 - x, y1 - y), 270: (x0 + y, y1 - x)}[self.rotation]

    def box(self, x0: float, y0: float, x1: float, y1: float) -> list[float]:
        """A rectangle of the strip in the page's units."""
        (ax, ay), (bx, by) = self.point(x0, y0), self.point(x1, y1)
        return [round(min(ax, bx), 2), round(min(ay, by), 2), round(max(ax, bx), 2), round(max(ay, by), 2)]

    @property
    def corner(self) -> tuple[float, float]:
        """The top left corner of the page as it is shown, in its units."""
        x0, y0, x1, y1 = self.grown
        return {0: (x0, y1), 90: (x0, y0), 180: (x1, y0), 270: (x1, y1)}[self.rotation]


def frame(page: Object) -> Frame:
    """The frame of a page that has its inherited keys (``Pdf.pages`` gives them)."""
    return _frame(_written(page, "/MediaBox"), _written(page, "/CropBox"), *_turn(page))


def frame_of(page: Object, seen: Box) -> Frame:
    """The frame of a page that has its strip already; ``seen`` is its box as it came."""
    rotation, unit = _turn(page)
    media = _box(_written(page, "/MediaBox")) or seen
    grown = _box(_written(page, "/CropBox")) or media
    return Frame(seen, grown, media, rotation, _size(seen, unit))


def _size(seen: Box, unit: float) -> float:
    short, long = sorted((seen[2] - seen[0], seen[3] - seen[1]))
    # A sheet of A3 or of its shape is 8 points on A4; one that is long and narrow grows as far as its strip has room.
    return max(1.0, short * unit / 842, min(long * unit / 1191, short * unit / NARROWEST)) / unit


@functools.lru_cache(maxsize=256)
def _frame(media_box: bytes, crop_box: bytes, rotation: int, unit: float) -> Frame:
    media = _box(media_box) or _A4
    crop = _box(crop_box)
    seen = _within(crop, media) if crop else media
    x0, y0, x1, y1 = seen
    size = _size(seen, unit)
    strip = STRIP * size
    wide = x1 - x0 if rotation in (0, 180) else y1 - y0
    more = max(0.0, NARROWEST * size - wide)
    grown = {
        0: (x0, y0 - strip, x1 + more, y1),
        90: (x0, y0, x1 + strip, y1 + more),
        180: (x0 - more, y0, x1, y1 + strip),
        270: (x0 - strip, y0 - more, x1, y1),
    }[rotation]
    whole = (min(media[0], grown[0]), min(media[1], grown[1]), max(media[2], grown[2]), max(media[3], grown[3]))
    return Frame(seen, grown, whole, rotation, size)


def grow(page: Object, made: Frame) -> None:
    """Give a page its new boxes."""
    page.MediaBox = array(made.media)
    if "/CropBox" in page or made.media != made.grown:
        page.CropBox = array(made.grown)


def array(box: Box) -> Array:
    """A box as an array of the file."""
    return copy.copy(_array(box))


@functools.lru_cache(maxsize=256)
def _array(box: Box) -> Array:
    return Array([round(value, 3) for value in box])


def _written(page: Object, key: str) -> bytes:
    value = given(page, key)
    if not isinstance(value, Array):
        return b""
    written = value.unparse(resolved=True)
    if b"R" in written:  # numbers that are objects of their own
        written = Array([float(one) for one in value]).unparse()
    return written


def _turn(page: Object) -> tuple[int, float]:
    rotation = int(given(page, "/Rotate") or 0) % 360
    return rotation if rotation in (90, 180, 270) else 0, float(given(page, "/UserUnit") or 1)


def _box(written: bytes) -> Box | None:
    value: Sequence[Any] = list(Object.parse(written)) if written else []
    if len(value) != 4 or not all(isinstance(one, int | float | Decimal) for one in value):
        return None
    a, b, c, d = (float(v) for v in value)
    box = (min(a, c), min(b, d), max(a, c), max(b, d))
    return box if box[2] - box[0] > 1 and box[3] - box[1] > 1 else None


def _within(crop: Box, media: Box) -> Box:
    box = (max(crop[0], media[0]), max(crop[1], media[1]), min(crop[2], media[2]), min(crop[3], media[3]))
    return box if box[2] - box[0] > 1 and box[3] - box[1] > 1 else media
