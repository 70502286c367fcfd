"""Tables and rows that nothing is left in, taken out: Word calls a file damaged that holds one.

A table loses its rows where somebody deleted them with tracked changes, and where a condition around each of them does
not hold.
"""

from __future__ import annotations

from typing import Any, Final

from lxml import etree

from ctdocs.render.docx.ooxml import qn

_TABLE, _ROW, _CELL, _PARAGRAPH = (qn(f"w:{name}") for name in ("tbl", "tr", "tc", "p"))
_SDT, _CONTENT = qn("w:sdt"), qn("w:sdtContent")
_BLOCKS: Final = (_PARAGRAPH, _TABLE, _SDT)
_STORIES: Final = tuple(qn(f"w:{name}") for name in ("hdr", "ftr", "footnote", "endnote", "txbxContent"))
"""What must hold a paragraph or a table (ISO 29500-1, 17.10 and 17.11; 17.17.1 for text boxes)."""


def drop_hollow(root: Any) -> None:
    """Take out every row without a cell and every table without a row, and what stood around it for it alone."""
    for node in reversed(list(root.iter(_TABLE, _ROW))):  # what is inside first
        if next(node.iter(_CELL if node.tag == _ROW else _ROW), None) is None:
            take_out(node)


def take_out(node: Any) -> None:
    """Take an element out, and the controls that held nothing else; a cell or a page's head keeps a paragraph."""
    holder = node.getparent()
    if holder is None:
        return
    holder.remove(node)
    if holder.tag == _CONTENT and not len(holder) and holder.getparent() is not None:
        take_out(holder.getparent())
    elif holder.tag == _CELL:
        if not len(holder) or holder[-1].tag not in (_PARAGRAPH, _SDT):
            etree.SubElement(holder, _PARAGRAPH)  # ISO 29500-1, 17.4.65
    elif holder.tag in _STORIES and not any(child.tag in _BLOCKS for child in holder):
        etree.SubElement(holder, _PARAGRAPH)
