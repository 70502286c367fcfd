"""Tracked changes in a template count as accepted, and nothing tells any more who made them."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import etree

from ctdocs.render.docx.tags import found, normalise, text_of
from ctdocs.render.docx.tracked import changes

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
BY = "w:id='1' w:author='Jo Officer' w:date='2026-01-01T00:00:00Z'"


def part(body: str) -> Any:
    """A document whose body holds that XML."""
    return etree.fromstring(f'<w:document xmlns:w="{W}" xmlns:w14="{W14}"><w:body>{body}</w:body></w:document>')


def accepted(body: str) -> Any:
    """The same after its changes are accepted; nothing of them may be left."""
    root = part(body)
    assert changes(root)
    normalise(root)
    assert not changes(root)
    assert b"Officer" not in etree.tostring(root)
    return root


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc>{f'<w:tcPr>{properties}</w:tcPr>' if properties else ''}<w:p>{run(text)}</w:p></w:tc>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{''.join(cells)}</w:tr>"


def gone(text: str) -> str:
    return f"<w:del {BY}><w:r><w:delText>{text}</w:delText></w:r></w:del>"


def sources(root: Any) -> list[str]:
    return [tag.source for tag in found(root)]


def said(root: Any) -> list[str]:
    return [text_of(paragraph) for paragraph in root.iter(f"{{{W}}}p")]


def test_a_tag_that_was_tracked_counts_as_accepted() -> None:
    root = part(
        f"<w:p>{run('{{ area.')}<w:del w:id='1' w:author='x'><w:r><w:delText>nmae</w:delText></w:r></w:del>"
        f"<w:ins w:id='2' w:author='x'>{run('name')}</w:ins>{run(' }}')}</w:p>"
        "<w:p><w:pPr><w:rPr><w:del w:id='3' w:author='x'/></w:rPr></w:pPr>"
        "<w:del w:id='4' w:author='x'><w:r><w:delText>{{ gone }}</w:delText></w:r></w:del></w:p>"
        f"<w:p>{run('The end')}</w:p>"
    )
    normalise(root)
    assert sources(root) == ["{{ area.name }}"]
    assert [text_of(p) for p in root.iter(f"{{{W}}}p")] == ["{{ area.name }}", "The end"]
    assert not list(root.iter(f"{{{W}}}ins", f"{{{W}}}del"))


def test_moved_text_stands_once_and_a_deleted_row_is_gone() -> None:
    rows = row(cell('one')) + row(cell('two'), properties=f'<w:del {BY}/>')
    rows += row(cell('three'), properties=f'<w:ins {BY}/>')
    root = part(
        f"<w:p><w:moveFrom w:id='1' w:author='x'>{run('{{ on }}')}</w:moveFrom></w:p>"
        f"<w:tbl>{rows}</w:tbl>"
        f"<w:p><w:moveTo w:id='4' w:author='x'>{run('{{ on }}')}</w:moveTo></w:p>"
    )
    normalise(root)
    assert sources(root) == ["{{ on }}"]
    assert [text_of(p) for p in root.iter(f"{{{W}}}p")] == ["", "one", "three", "{{ on }}"]


def test_a_deleted_cell_is_gone_and_an_inserted_one_is_a_cell() -> None:
    root = accepted(
        f"<w:tbl>{row(cell('kept'), cell('gone', f'<w:cellDel {BY}/>'), cell('new', f'<w:cellIns {BY}/>'))}</w:tbl>"
    )
    assert said(root) == ["kept", "new"]


def test_cells_that_were_merged_are_merged() -> None:
    width = '<w:tcW w:w="100" w:type="dxa"/>'
    first, second = (f'{width}<w:noWrap/><w:cellMerge {BY} w:vMerge="{how}"/>' for how in ("rest", "cont"))
    root = accepted(f"<w:tbl>{row(cell('top', first))}{row(cell('', second))}</w:tbl>")
    properties = list(root.iter(f"{{{W}}}tcPr"))
    assert [[etree.QName(one).localname for one in each] for each in properties] == [["tcW", "vMerge", "noWrap"]] * 2
    merged = [each.find(f"{{{W}}}vMerge").get(f"{{{W}}}val") for each in properties]
    assert merged == ["restart", "continue"]


@pytest.mark.parametrize("around", ["{}", "<w:tbl><w:tr><w:tc><w:p/>{}</w:tc></w:tr></w:tbl>"])
@pytest.mark.parametrize("change", ["cells", "rows"])
def test_a_table_of_which_all_is_deleted_is_gone_and_its_cell_stays_whole(around: str, change: str) -> None:
    mark = f"<w:cellDel {BY}/>"
    lines = row(cell("a", mark), cell("b", mark)) if change == "cells" else row(cell("a"), properties=f"<w:del {BY}/>")
    root = accepted(around.format(f"<w:tbl>{lines}</w:tbl><w:p>{run('after')}</w:p>"))
    assert [text for text in said(root) if text] == ["after"]
    assert len(list(root.iter(f"{{{W}}}tbl"))) == around.count("<w:tbl>")


def test_a_cell_that_held_nothing_but_a_deleted_table_has_a_paragraph() -> None:
    inner = f"<w:tbl>{row(cell('x'), properties=f'<w:del {BY}/>')}</w:tbl>"
    root = accepted(f"<w:tbl><w:tr><w:tc>{inner}</w:tc></w:tr></w:tbl>")
    (only,) = root.iter(f"{{{W}}}tc")
    assert [etree.QName(one).localname for one in only] == ["p"]


def test_a_control_that_was_deleted_is_gone_and_the_next_one_stays() -> None:
    def control(tag: str, start: str = "", end: str = "", words: str = "") -> str:
        return (
            f'<w:sdt><w:sdtPr><w:tag w:val="{tag}"/></w:sdtPr><w:sdtContent>{start}{words or run(tag)}{end}'
            "</w:sdtContent></w:sdt>"
        )

    deleted = control(
        "gone",
        '<w:customXmlDelRangeEnd w:id="91"/>',
        '<w:customXmlDelRangeStart w:id="92" w:author="Officer"/>',
        gone("gone"),
    )
    body = (
        f'<w:p>{run("a")}<w:customXmlDelRangeStart w:id="91" w:author="Officer"/>{deleted}'
        f'<w:customXmlDelRangeEnd w:id="92"/>{control("stays")}'
        f'<w:customXmlInsRangeStart w:id="93" w:author="Officer"/>{control("new")}<w:customXmlInsRangeEnd w:id="93"/>'
        '<w:customXmlDelRangeStart w:id="94" w:author="Officer"/></w:p>'  # its end was lost: it deletes nothing
        f'<w:p>{control("later")}</w:p>'
    )
    root = accepted(body)
    assert said(root) == ["astaysnew", "later"]
    assert [one.get(f"{{{W}}}val") for one in root.iter(f"{{{W}}}tag")] == ["stays", "new", "later"]


@pytest.mark.parametrize("prefix", ["w", "w14"])
def test_no_kind_of_change_that_names_its_author_is_left(prefix: str) -> None:
    """Every element of type ``CT_TrackChange`` or derived from it, of the schemas of ISO 29500 and [MS-DOCX]."""
    runs = {
        "w": ("ins", "del", "moveFrom", "moveTo"),
        "w14": ("conflictIns", "conflictDel"),
    }[prefix]
    ranges = {
        "w": (
            "moveFromRange", "moveToRange", "customXmlInsRange", "customXmlDelRange", "customXmlMoveFromRange",
            "customXmlMoveToRange",
        ),
        "w14": ("customXmlConflictInsRange", "customXmlConflictDelRange"),
    }[prefix]  # fmt: skip
    former = "".join(f"<w:{name}Change {BY}><w:{name}/></w:{name}Change>" for name in ("rPr", "pPr", "sectPr", "tcPr"))
    body = "".join(f"<w:p><{prefix}:{name} {BY}>{run(name)}</{prefix}:{name}></w:p>" for name in runs)
    body += "".join(f"<{prefix}:{name}Start {BY}/><{prefix}:{name}End w:id='1'/>" for name in ranges)
    body += f"<w:p><w:pPr><w:numPr><w:ins {BY}/><w:numberingChange {BY}/></w:numPr>{former}</w:pPr>{run('end')}</w:p>"
    kept = {"w": ["ins", "moveTo"], "w14": ["conflictIns"]}[prefix]
    assert [text for text in said(accepted(body)) if text] == [*kept, "end"]
