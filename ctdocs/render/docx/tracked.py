"""Tracked changes in a template, accepted: what was deleted is gone, what was inserted is text like any other.

A letter must not carry the history of its template to the person it is written to: neither what stood there, nor who
changed it. The elements are those of ISO 29500-1, 17.13.5, and of [MS-DOCX] for changes in conflict.
"""

from __future__ import annotations

from typing import Any, Final

from lxml import etree

from ctdocs.render.docx.hollow import drop_hollow, take_out

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W14: Final = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_GONE: Final = (f"{_W}del", f"{_W}moveFrom", f"{_W14}conflictDel")
_KEPT: Final = (f"{_W}ins", f"{_W}moveTo", f"{_W14}conflictIns")
_CELL_INSERTED, _CELL_DELETED, _CELL_MERGED = (f"{_W}cell{name}" for name in ("Ins", "Del", "Merge"))
_FORMER: Final = (
    *(
        _W + name
        for name in (
            "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblPrExChange", "tblGridChange", "tcPrChange",
            "trPrChange", "numberingChange", "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart",
            "moveToRangeEnd", "customXmlInsRangeStart", "customXmlInsRangeEnd", "customXmlMoveToRangeStart",
            "customXmlMoveToRangeEnd",
        )
    ),
    f"{_W14}customXmlConflictInsRangeStart",
    f"{_W14}customXmlConflictInsRangeEnd",
    _CELL_INSERTED,
)  # fmt: skip
_WRAPPER_GONE: Final = (
    f"{_W}customXmlDelRange", f"{_W}customXmlMoveFromRange", f"{_W14}customXmlConflictDelRange",
)  # fmt: skip
"""Between a start and an end of these lies the mark with which a control begins, or ends, that was taken away."""
_RANGES: Final = tuple(name + end for name in _WRAPPER_GONE for end in ("Start", "End"))
_WRAPPERS: Final = tuple(_W + name for name in ("sdt", "customXml", "smartTag"))
_OF_WRAPPER: Final = tuple(_W + name for name in ("sdtPr", "sdtEndPr", "customXmlPr", "smartTagPr"))
_PROPERTIES: Final = tuple(_W + name for name in ("rPr", "trPr", "tcPr", "numPr"))
_BEFORE_MERGED: Final = tuple(_W + name for name in ("cnfStyle", "tcW", "gridSpan", "hMerge"))


def changes(root: Any) -> bool:
    """Whether a part holds any tracked change."""
    found = root.iter(*_GONE, *_KEPT, *_FORMER, *_RANGES, _CELL_DELETED, _CELL_MERGED)
    return next(found, None) is not None


def accept(root: Any) -> None:
    """Accept every tracked change of a part."""
    if not changes(root):
        return
    for wrapper in _wrappers_gone(root):
        _unwrap(wrapper)
    for mark in list(root.iter(*_FORMER, *_RANGES)):
        _remove(mark)
    for mark in list(root.iter(_CELL_DELETED)):
        take_out(mark.getparent().getparent())
    for mark in list(root.iter(_CELL_MERGED)):
        _merge_cell(mark)
    for mark in list(root.iter(*_GONE)):
        parent = mark.getparent()
        if parent is None or parent.tag not in _PROPERTIES:
            _remove(mark)
        elif parent.tag == f"{_W}trPr":
            if parent.getparent() is not None:
                take_out(parent.getparent())
        elif parent.getparent() is not None and parent.getparent().tag == f"{_W}pPr":
            parent.remove(mark)
            _merge(parent.getparent().getparent())
        else:
            parent.remove(mark)
    for mark in list(root.iter(*_KEPT)):
        if mark.getparent().tag in _PROPERTIES:
            _remove(mark)
        else:
            _unwrap(mark)
    drop_hollow(root)


def _wrappers_gone(root: Any) -> list[Any]:
    """The controls that somebody took away, or moved elsewhere, leaving what they hold."""
    found: list[Any] = []
    within: set[tuple[str, str | None]] = set()
    ended = {node.get(f"{_W}id") for node in root.iter(*(f"{name}End" for name in _WRAPPER_GONE))}
    for node in root.iter(*_RANGES, *_WRAPPERS):
        if node.tag in _WRAPPERS:
            found += [node] if within else []
            continue
        mark = (node.tag.removesuffix("Start").removesuffix("End"), node.get(f"{_W}id"))
        if node.tag.endswith("Start") and mark[1] in ended:
            within.add(mark)
        else:
            within.discard(mark)
    return found


def _unwrap(wrapper: Any) -> None:
    """Leave what is in an element, and take the element away."""
    parent, place = wrapper.getparent(), wrapper.getparent().index(wrapper)
    content = wrapper.find(f"{_W}sdtContent") if wrapper.tag == f"{_W}sdt" else wrapper
    for child in reversed([] if content is None else [one for one in content if one.tag not in _OF_WRAPPER]):
        parent.insert(place, child)
    parent.remove(wrapper)


def _merge_cell(mark: Any) -> None:
    """A cell that was joined to the one above it, or begins such a column of cells (ISO 29500-1, 17.13.5.3)."""
    properties, merged = mark.getparent(), mark.get(f"{_W}vMerge")
    properties.remove(mark)
    if merged is None:
        return
    node = properties.find(f"{_W}vMerge")
    if node is None:
        node = etree.Element(f"{_W}vMerge")
        properties.insert(sum(child.tag in _BEFORE_MERGED for child in properties), node)
    node.set(f"{_W}val", "continue" if merged == "cont" else "restart")


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
