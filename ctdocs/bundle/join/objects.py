"""Small things that several modules ask of PDF objects."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

_FOUR = re.compile(rb"\[(?: [-+]?[0-9.]*[0-9][0-9.]*){4} \]")


def given(owner: Object, key: str) -> Any:
    """What stands under a key that is rarely there, or None: libqpdf throws in ``get`` where there is nothing, which
    takes eight times as long as asking first."""
    return owner[key] if key in owner else None  # noqa: SIM401 - get is what is slow


def indirect(pdf: Pdf, item: Object) -> Object:
    """The object as one that can be copied to another file."""
    return item if item.is_indirect else pdf.make_indirect(item)


def number_tree(tree: Object | None) -> dict[int, Object]:
    """A number tree as a dictionary (ISO 32000-1, 7.9.7)."""
    found: dict[int, Object] = {}
    waiting: list[Object] = [tree] if isinstance(tree, Dictionary) else []
    for node in waiting:
        pairs = node.get("/Nums")
        if isinstance(pairs, Array):
            flat = list(pairs)
            found.update((int(key), value) for key, value in zip(flat[::2], flat[1::2], strict=False))
        waiting += _further(node, waiting)
    return found


def keys_of(tree: Object | None) -> int:
    """One more than the highest key of a number tree: how many keys to leave to it."""
    highest = -1
    waiting: list[Object] = [tree] if isinstance(tree, Dictionary) else []
    for node in waiting:
        pairs = node.get("/Nums")
        if isinstance(pairs, Array) and len(pairs) > 1:
            highest = max(highest, *(int(pairs[at]) for at in range(0, len(pairs), 2)))
        waiting += _further(node, waiting)
    return highest + 1


def name_tree(tree: Object | None) -> dict[bytes, Object]:
    """A name tree as a dictionary (ISO 32000-1, 7.9.6)."""
    found: dict[bytes, Object] = {}
    waiting: list[Object] = [tree] if isinstance(tree, Dictionary) else []
    for node in waiting:
        pairs = node.get("/Names")
        if isinstance(pairs, Array):
            flat = list(pairs)
            found.update((bytes(key), value) for key, value in zip(flat[::2], flat[1::2], strict=False))
        waiting += _further(node, waiting)
    return found


def _further(node: Object, known: list[Object]) -> list[Object]:
    kids = given(node, "/Kids")
    if not isinstance(kids, Array) or len(known) > 100_000:  # a tree that bites its tail
        return []
    return [kid for kid in kids if isinstance(kid, Dictionary)]


def xobjects(resources: Object | None, seen: set[tuple[int, int]]) -> Iterator[Object]:
    """Every form and picture that these resources hold, at any depth, that is not in ``seen``; fills ``seen``."""
    waiting = [resources]
    while waiting:
        one = waiting.pop()
        held = given(one, "/XObject") if isinstance(one, Dictionary) else None
        if not isinstance(held, Dictionary):
            continue
        for _, item in held.items():
            if not isinstance(item, Stream) or item.objgen in seen:
                continue
            seen.add(item.objgen)
            yield item
            if item.get("/Subtype") == Name.Form:
                waiting.append(given(item, "/Resources"))


def notes(page: Object) -> list[Object]:
    """The annotations of a page; what is none (a damaged file's) is left out."""
    held = given(page, "/Annots")
    return [one for one in held.as_list() if isinstance(one, Dictionary)] if isinstance(held, Array) else []


def mend_notes(page: Object) -> None:
    """Take what is none out of the annotations of a page, and give one without a place a place of no size."""
    if "/Annots" not in page:
        return
    kept = notes(page)
    for one in kept:
        place = given(one, "/Rect")
        if isinstance(place, Array) and _FOUR.fullmatch(place.unparse()):
            continue
        values: list[Any] = list(place) if isinstance(place, Array) else []
        if len(values) != 4 or not all(isinstance(value, int | float | Decimal) for value in values):
            one.Rect = Array([0, 0, 0, 0])
    page.Annots = Array(kept)


def contents(page: Object) -> list[Object]:
    """The content streams of a page."""
    held = page.get("/Contents")
    if isinstance(held, Array):
        return [one for one in held if isinstance(one, Stream)]
    return [held] if isinstance(held, Stream) else []
