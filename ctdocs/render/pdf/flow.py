"""Blocks on pages: what has a height is placed from the top, kept together where it belongs together, and drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ctdocs.render.pdf.writer import Writer

Draw = Callable[[Writer, float, float], None]
"""Draw at x, y (the top left of the item, in points from the top left of the page)."""


@dataclass(slots=True)
class Item:
    """Something of a known height. ``glued`` keeps it on the page of what follows; ``before`` is space above it.

    ``split`` gives, for a height, the part that fits and the rest, or None where it may not be parted there. ``repeat``
    is drawn again at the top of each further page that the item's table runs to (a header row).
    """

    height: float
    draw: Draw
    before: float = 0.0
    glued: bool = False
    split: Callable[[float], tuple[Item, Item] | None] | None = None
    new_page: bool = False
    repeat: Item | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """An item at its place: page from 0, y from the top."""

    item: Item
    page: int
    y: float


def place(items: Sequence[Item], top: float, bottom: float, first_top: float | None = None) -> tuple[list[Placed], int]:
    """Where each item goes between ``top`` and ``bottom``, and how many pages that makes.

    A run of glued items and the item after it stay on one page if they fit on any. An item taller than a page is split,
    or stands alone and runs over if it cannot be: callers do not make such items.
    """
    placed: list[Placed] = []
    page, y = 0, first_top if first_top is not None else top
    start = y
    queue = list(items)
    while queue:
        count = 1
        while queue[count - 1].glued and count < len(queue):
            count += 1
        while count > 1 and _height(queue[:count]) > bottom - top:
            count -= 1  # what is taller than a page together is not kept together
        group = queue[:count]
        del queue[:count]
        if group[0].new_page and y > start:
            page, y, start = page + 1, top, top
        height = _height(group)
        lead = group[0].before if y > start else 0.0
        if y + lead + height > bottom:
            last = group[-1]
            room = bottom - y - lead - (height - last.height)
            parts = last.split(room) if last.split is not None and room > 0 else None
            if parts is not None:
                queue.insert(0, parts[1])
                group[-1] = parts[0]
            elif y > start:
                page, y, start, lead = page + 1, top, top, 0.0
                if group[0].repeat is not None:
                    placed.append(Placed(group[0].repeat, page, y))
                    y += group[0].repeat.height
                height = _height(group)
                if y + height > bottom and last.split is not None:
                    parts = last.split(bottom - y - (height - last.height))
                    if parts is not None:
                        queue.insert(0, parts[1])
                        group[-1] = parts[0]
        y += lead
        for number, item in enumerate(group):
            if number:
                y += item.before
            placed.append(Placed(item, page, y))
            y += item.height
    return placed, page + 1


def _height(group: Sequence[Item]) -> float:
    return sum(item.height for item in group) + sum(item.before for item in group[1:])
