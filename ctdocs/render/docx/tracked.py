"""Tracked changes in a template, accepted: what was deleted is gone, what was inserted is text like any other.

A letter must not carry the history of its template to the person it is written to.
"""

from __future__ import annotations

from typing import Any, Final

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_GONE: Final = tuple(_W + name for name in ("del", "moveFrom"))
_KEPT: Final = tuple(_W + name for name in ("ins", "moveTo"))
_FORMER: Final = tuple(
    _W + name
    for name in (
        "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblPrExChange", "tblGridChange", "tcPrChange",
        "trPrChange", "numberingChange", "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart",
        "moveToRangeEnd", "cellIns",
    )
)  # fmt: skip
_PROPERTIES: Final = tuple(_W + name for name in ("rPr", "trPr", "tcPr", "numPr"))


def changes(root: Any) -> bool:
    """Whether a part holds any tracked change."""
    return next(root.iter(*_GONE, *_KEPT, *_FORMER), None) is not None


def accept(root: Any) -> None:
    """Accept every tracked change of a part."""
    if not changes(root):
        return
    for mark in list(root.iter(*_FORMER)):
        _remove(mark)
    for mark in list(root.iter(*_GONE)):
        parent = mark.getparent()
        if parent is None or parent.tag not in _PROPERTIES:
            _remove(mark)
        elif parent.tag == f"{_W}trPr":
            _remove(parent.getparent())
        elif parent.getparent() is not None and parent.getparent().tag == f"{_W}pPr":
            parent.remove(mark)
            _merge(parent.getparent().getparent())
        else:
            parent.remove(mark)
    for mark in list(root.iter(*_KEPT)):
        parent = mark.getparent()
        if parent.tag in _PROPERTIES:
            parent.remove(mark)
            continue
        place = parent.index(mark)
        for child in reversed(list(mark)):
            parent.insert(place, child)
        _remove(mark)


def _merge(paragraph: Any) -> None:
    """A paragraph whose end was deleted runs on into the next one, whose looks both then have."""
    following = paragraph.getnext()
    if following is None or following.tag != f"{_W}p":
        return
    place = 1 if len(following) and following[0].tag == f"{_W}pPr" else 0
    for child in reversed([child for child in paragraph if child.tag != f"{_W}pPr"]):
        following.insert(place, child)
    _remove(paragraph)


def _remove(element: Any) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
