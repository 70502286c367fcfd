"""The words that a Word file is issued with, kept with its form: what else stands in a returned copy, a person wrote.

Fields are named by their bookmark where they stand, so that words which were changed can be laid to the fields beside
them. What Word counts itself (pages) is left out, since it differs from program to program.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any, Final

from lxml import etree

from ctdocs.model.wordform import FIELD_SIGN, PICTURE_SIGN
from ctdocs.render.docx.ooxml import qn
from ctdocs.render.docx.state_controls import SDT, P
from ctdocs.render.docx.state_text import BR, RPR, TAB, R, T

_ROW: Final = qn("w:tr")
_CHAR, _CODE, _SIMPLE = qn("w:fldChar"), qn("w:instrText"), qn("w:fldSimple")
_KIND: Final = qn("w:fldCharType")
_HIDDEN: Final = f"{RPR}/{qn('w:vanish')}"
_FALLBACK: Final = qn("mc:Fallback")
_SIGNS: Final = {TAB: " ", BR: " ", qn("w:cr"): " ", qn("w:ptab"): " ", qn("w:noBreakHyphen"): "-"}
_COUNTED: Final = ("PAGE", "NUMPAGES", "SECTIONPAGES")
_DRAWN: Final = (qn("w:drawing"), qn("w:pict"), qn("w:object"))
_BOXED: Final = qn("w:txbxContent")
_MET: Final = (P, _ROW, T, SDT, _CHAR, _CODE, _SIMPLE, _FALLBACK, _BOXED, *_SIGNS, *_DRAWN)
_LOOKS: Final = tuple(qn(f"w:{name}") for name in ("b", "u", "highlight", "shd", "bdr"))


def words_of(root: Any, placed: Mapping[Any, str]) -> list[str]:
    """The words of a part: an entry for each paragraph, or for each row of a table with a line for each paragraph.

    ``placed`` are the bookmarks of the controls that hold answers.
    """
    lines: list[tuple[Any, list[str]]] = []
    open_: list[list[str]] = []
    rows: list[Any] = [None]
    codes: list[str] = []
    walk = etree.iterwalk(root, events=("start", "end"), tag=_MET)
    for event, node in walk:
        tag = node.tag
        if event == "end":
            if tag == P:
                open_.pop()
            elif tag in (_ROW, _BOXED):
                rows.pop()
            elif tag == _SIMPLE:
                codes.pop()
        elif tag == P:
            open_.append([])
            lines.append((rows[-1], open_[-1]))
        elif tag in (_ROW, _BOXED):
            rows.append(node if tag == _ROW else None)  # a text box lies over the row that it is anchored in
        elif tag == _FALLBACK:
            walk.skip_subtree()
        elif tag == SDT:
            name = placed.get(node)
            if name is not None:
                if open_:
                    open_[-1].append(f"{FIELD_SIGN}{name}{FIELD_SIGN}")
                else:
                    lines.append((rows[-1], [f"{FIELD_SIGN}{name}{FIELD_SIGN}"]))
                walk.skip_subtree()
        elif tag == _SIMPLE:
            codes.append(str(node.get(qn("w:instr"), "")))
        elif tag == _CHAR:
            kind = node.get(_KIND)
            if kind == "begin":
                codes.append("")
            elif kind == "end" and codes:
                codes.pop()
        elif tag in _DRAWN:
            if open_ and next(node.iter(_BOXED), None) is None:
                open_[-1].append(f" {PICTURE_SIGN} ")
        elif tag == _CODE:
            if codes:
                codes[-1] += node.text or ""
        elif open_:
            text = _SIGNS.get(tag) or node.text or ""
            if not _left_out(node, text, codes):
                open_[-1].append(text.replace(FIELD_SIGN, " "))
    return _grouped(lines)


@functools.lru_cache(maxsize=64)
def words_of_source(source: str) -> tuple[str, ...]:
    """The words of a part without fields, which is the same in every document."""
    return tuple(words_of(etree.fromstring(source), {}))


def set_off(name: str, control: Any) -> list[str]:
    """What ``WordForm.marked`` says of a box: how its words are set off, since answers can be marked so too."""
    paragraph = next(control.iterancestors(P), None)
    looks: set[str] = set()
    for run in () if paragraph is None else paragraph.iter(R):
        look = run.find(RPR)
        if look is not None and control not in run.iterancestors(SDT):
            looks.update(one.tag for one in look)
    weak, strong = looks.intersection(_LOOKS), looks.intersection(_LOOKS[2:])
    return [name] * bool(weak) + [f"{name}!"] * bool(strong)


def _left_out(node: Any, text: str, codes: list[str]) -> bool:
    run = node.getparent()
    if run is not None and run.find(_HIDDEN) is not None:
        return True
    return text.strip().isdecimal() and any((code.split() or [""])[0].upper() in _COUNTED for code in codes)


def _grouped(lines: list[tuple[Any, list[str]]]) -> list[str]:
    groups: list[tuple[Any, list[str]]] = []
    for row, pieces in lines:
        text = " ".join("".join(pieces).split())
        if not text:
            continue
        if row is not None and groups and groups[-1][0] is row:
            groups[-1][1].append(text)
        else:
            groups.append((row, [text]))
    return ["\n".join(texts) for _, texts in groups]
