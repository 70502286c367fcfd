"""The outline: index, parts and last page with their page numbers, and below each part what it had of its own."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from ctdocs.bundle.join.objects import name_tree

_MOST = 5000
_DEEPEST = 8


@dataclass(slots=True)
class Mark:
    """One line of an outline and the page that it leads to, from 0."""

    title: str
    page: int
    below: list[Mark] = field(default_factory=list)


def marks_of(source: Pdf, most: int = _MOST) -> list[Mark]:
    """The outline of a part; lines that lead to no page of it are left out, what stands below them is not.

    No more than ``most`` lines are read.
    """
    outline = source.Root.get("/Outlines")
    if not isinstance(outline, Dictionary) or "/First" not in outline:
        return []
    pages = {page.obj.objgen: number for number, page in enumerate(source.pages)}
    names = source.Root.get("/Names")
    known: dict[bytes, Object] = name_tree(names.get("/Dests") if isinstance(names, Dictionary) else None)
    old = source.Root.get("/Dests")
    known |= {key[1:].encode(): value for key, value in (old.items() if isinstance(old, Dictionary) else ())}
    seen: set[tuple[int, int]] = set()

    def walk(parent: Object, depth: int) -> list[Mark]:
        result: list[Mark] = []
        for item in _siblings(parent, seen, most):
            below = walk(item, depth + 1) if "/First" in item and depth < _DEEPEST else []
            page = _page(item, known, pages)
            title = " ".join(str(item.get("/Title", "")).split())
            if page is None or not title:
                result += below
            else:
                result.append(Mark(title, page, below))
        return result

    return walk(outline, 0)


def _siblings(parent: Object, seen: set[tuple[int, int]], most: int) -> Iterator[Object]:
    item = parent.get("/First")
    while isinstance(item, Dictionary) and item.objgen not in seen and len(seen) < most:
        seen.add(item.objgen)
        yield item
        item = item.get("/Next")


def _page(item: Object, known: Mapping[bytes, Object], pages: Mapping[tuple[int, int], int]) -> int | None:
    target: Any = item.get("/Dest")
    action = item.get("/A")
    if target is None and isinstance(action, Dictionary) and action.get("/S") == Name.GoTo:
        target = action.get("/D")
    if isinstance(target, String):
        target = known.get(bytes(target))
    elif isinstance(target, Name):
        target = known.get(str(target)[1:].encode())
    if isinstance(target, Dictionary):
        target = target.get("/D")
    if not isinstance(target, Array) or not len(target) or not isinstance(target[0], Dictionary):
        return None
    return pages.get(target[0].objgen)


def write(
    pdf: Pdf, marks: list[Mark], pages: list[Object], places: list[tuple[float, float]], pattern: str,
    numbers: Sequence[str] = (),
) -> None:  # fmt: skip
    """Put the outline into the catalogue. ``pattern`` says the title and the page; ``places`` are top left corners.

    ``numbers`` are those printed on the pages, where they are not simply 1, 2, 3 …
    """

    def build(parent: Object, below: list[Mark], depth: int) -> int:
        made: list[Object] = []
        for mark in below:
            x, y = places[mark.page]
            item = Dictionary(
                Title=String(pattern.format(title=mark.title, page=numbers[mark.page] if numbers else mark.page + 1)),
                Parent=parent,
                Dest=Array([pages[mark.page], Name.XYZ, round(x, 2), round(y, 2), 0]),
            )  # fmt: skip
            made.append(pdf.make_indirect(item))
        for one, mark in zip(made, below, strict=True):
            if mark.below:
                one.Count = -build(one, mark.below, depth + 1)  # closed: the parts are seen at a glance
        for before, after in itertools.pairwise(made):
            before.Next, after.Prev = after, before
        parent.First, parent.Last = made[0], made[-1]
        return len(made)

    root = pdf.make_indirect(Dictionary(Type=Name.Outlines))
    root.Count = build(root, marks, 0)
    pdf.Root.Outlines = root
