"""What holds of the template of every document there is: its fields, its names, its tables, its bytes."""

from __future__ import annotations

import io
from itertools import pairwise
from typing import Any

import pytest

from ctdocs.documents import blocks as b
from ctdocs.documents.catalogue import document, documents
from ctdocs.documents.templated import templated
from ctdocs.render.docx import template
from tests.render.wordtemplate import W, compiled, fields, style, words

FORMS = [name for name in documents() if document(name).spec.kind == "form"]
ALL = [*((name, False) for name in documents()), *((name, True) for name in FORMS)]


@pytest.mark.parametrize(("name", "record"), ALL)
def test_the_same_document_gives_the_same_bytes(name: str, record: bool) -> None:
    whole = templated(document(name), "en", record=record)
    first = template.compiled(whole, record=record)
    template._compiled.cache_clear()
    assert template.compiled(whole, record=record) == first


@pytest.mark.parametrize(("name", "record"), ALL)
def test_what_another_program_asks_of_the_file_is_there(name: str, record: bool) -> None:
    import docx

    whole = templated(document(name), "en", record=record)
    opened = docx.Document(io.BytesIO(template.compiled(whole, record=record)))
    assert opened.core_properties.title == whole.title
    assert opened.core_properties.language == "en-GB"
    used = {style(p) for p in opened.element.iter(f"{W}p")}
    assert used <= {s.style_id for s in opened.styles}
    section: Any = opened.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert round(section.page_width.mm - section.left_margin.mm - section.right_margin.mm) == 170


@pytest.mark.parametrize(("name", "record"), ALL)
def test_names_and_titles_are_within_what_word_takes(name: str, record: bool) -> None:
    found = list(fields(compiled(name, record)["word/document.xml"]))
    assert all(0 < len(tag) <= 64 and 0 < len(title) <= 64 for tag, title, _ in found)
    tags = [tag for tag, _, _ in found]
    assert len(set(tags)) == len(tags)


@pytest.mark.parametrize("name", list(documents()))
def test_every_field_of_the_document_can_be_filled(name: str) -> None:
    whole = templated(document(name), "en")
    expected = []
    repeated = {table.id: len(table.records) for table in b.records_of(whole.blocks)}
    for spec in whole.fields():
        table, _, rest = spec.id.partition(".")
        number, _, own = rest.partition(".")
        if table in repeated and number != "1":
            continue
        expected.append(f"{table}.#.{own}" if table in repeated else spec.id)
    found = [tag.partition("=")[0] for tag, _, _ in fields(compiled(name)["word/document.xml"])]
    assert list(dict.fromkeys(found)) == expected


@pytest.mark.parametrize(("name", "record"), ALL)
def test_a_cell_and_a_paragraph_hold_one_field(name: str, record: bool) -> None:
    root = compiled(name, record)["word/document.xml"]
    for paragraph in root.iter(f"{W}p"):
        assert len(list(fields(paragraph))) <= 1
    for cell in root.iter(f"{W}tc"):
        assert len({tag.partition("=")[0] for tag, _, _ in fields(cell)}) <= 1


@pytest.mark.parametrize(("name", "record"), ALL)
def test_no_paragraph_stands_empty_and_no_table_joins_another(name: str, record: bool) -> None:
    root = compiled(name, record)["word/document.xml"]
    empty = [style(p) for p in root.iter(f"{W}p") if not words(p)]
    assert set(empty) <= {"RecordTitle", "TableGap", "Logo"}  # numbered by Word; between columns; for the picture
    body_of = root.find(f"{W}body")
    shown = [node for node in body_of if not words(node).startswith("{%p")]
    for one, other in pairwise(shown):
        assert not (one.tag == other.tag == f"{W}tbl")
    assert shown[-2].tag == f"{W}p"  # before the section: a file that ends with a table is mended by Word


@pytest.mark.parametrize(("name", "record"), ALL)
def test_every_table_has_words_for_those_who_do_not_see_it(name: str, record: bool) -> None:
    for table in compiled(name, record)["word/document.xml"].iter(f"{W}tbl"):
        assert table.find(f"{W}tblPr/{W}tblCaption").get(f"{W}val")


@pytest.mark.parametrize(("name", "record"), ALL)
def test_a_table_is_as_wide_as_its_columns_and_no_wider_than_the_text(name: str, record: bool) -> None:
    for table in compiled(name, record)["word/document.xml"].iter(f"{W}tbl"):
        grid = [int(column.get(f"{W}w")) for column in table.iter(f"{W}gridCol")]
        assert abs(sum(grid) - int(table.find(f"{W}tblPr/{W}tblW").get(f"{W}w"))) <= 1
        assert sum(grid) * 25.4 / 1440 <= 170.1
        for row in table.iter(f"{W}tr"):
            spans = [cell.find(f"{W}tcPr/{W}gridSpan") for cell in row.iter(f"{W}tc")]
            assert sum(1 if span is None else int(span.get(f"{W}val")) for span in spans) == len(grid)
