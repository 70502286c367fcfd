"""What a description compiles to for Word: its words in order, its fields and looks, and a file that holds together."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from ctdocs.documents import blocks as b
from ctdocs.documents.catalogue import document, documents
from ctdocs.documents.resolve import resolve
from ctdocs.documents.templated import templated
from ctdocs.model.area import load_area
from ctdocs.render.docx import controls, looks, template
from ctdocs.render.pdf import looks as pdf
from tests.documents.writing import form, letter

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
FORMS = [name for name in documents() if document(name).spec.kind == "form"]
ALL = [*((name, False) for name in documents()), *((name, True) for name in FORMS)]

EVERYTHING = """\
  - heading: Before you start
  - text: |
      Please read **this** first.

      1. One
      2. Two
  - text: |
      1. Again one
  - question:
      number: Q1
      label: Who are you?
      required: true
      note: Tell us the *truth*.
      blocks:
        - fields:
            - {id: name, label: Name, kind: text, required: true, hint: In full.}
            - - {id: born, label: Born, kind: date}
              - {id: phone, label: Phone, kind: phone}
        - choice:
            id: side
            label: Which side?
            options:
              - {value: left, label: The left side, note: Go to Q2}
              - {value: right, label: The right side}
        - tick: {id: agreed, label: I **agree**, required: true}
  - page
  - question:
      number: Q2
      label: What happened?
      blocks:
        - box: {id: story, lines: 5}
        - records:
            id: events
            title: Event
            rows: 3
            layout:
              - - {id: day, label: Day, kind: date}
                - {id: place, label: Place, kind: text}
              - - {id: words, label: Words, kind: multiline, lines: 2}
              - - id: how
                  label: How
                  kind: choice
                  options:
                    - {value: a, label: By letter}
                    - {value: b, label: By phone}
                    - {value: c, label: By e-mail}
                    - {value: d, label: In person}
  - table:
      caption: Our hours
      columns: [{label: Day, width: 40}, {label: Open, width: 40}]
      rows: [[Monday, "9am to 5pm"]]
  - signature: {id: end, label: Your signature, required: true}
"""


def parts(data: bytes) -> dict[str, Any]:
    """The parts of a file as XML, by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: etree.fromstring(archive.read(name)) for name in archive.namelist()}


def body(resolved: b.Resolved, *, record: bool = False) -> Any:
    return parts(template.compiled(resolved, record=record))["word/document.xml"]


def compiled(name: str, record: bool = False) -> dict[str, Any]:
    return parts(template.compiled(templated(document(name), "en", record=record), record=record))


def words(paragraph: Any) -> str:
    """The words of a paragraph; a tab is a blank, a field its placeholder in angle brackets."""
    result = ""
    for node in paragraph.iter(f"{W}t", f"{W}tab", f"{W}br"):
        if node.getparent().tag == f"{W}tabs":
            continue
        said = (node.text or "") if node.tag == f"{W}t" else " "
        nearest: Any = next(node.iterancestors(f"{W}sdt", f"{W}p"))
        result += f"<{said}>" if nearest.tag == f"{W}sdt" else said
    return " ".join(result.split())


def lines(root: Any) -> list[str]:
    return [said for paragraph in root.iter(f"{W}p") if (said := words(paragraph))]


def style(paragraph: Any) -> str:
    found = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if found is None else str(found.get(f"{W}val"))


def fields(root: Any) -> Iterator[tuple[str, str, str]]:
    """Tag, title and kind of each field, in order."""
    for sdt in root.iter(f"{W}sdt"):
        properties = sdt.find(f"{W}sdtPr")
        kind = properties[-1].tag.split("}")[1]
        if not kind.startswith("repeating"):
            yield properties.find(f"{W}tag").get(f"{W}val"), properties.find(f"{W}alias").get(f"{W}val"), kind


def test_every_word_stands_in_order_with_its_field(tmp_path: Path) -> None:
    assert lines(body(form(tmp_path, EVERYTHING))) == [
        "A form",
        "Before you start",
        "Please read this first.",
        "One",
        "Two",
        "Again one",
        "Q1. Who are you? *",
        "Tell us the truth.",
        "Name *",
        "In full.",
        "<Click to type>",
        "Born",
        "<Choose a date>",
        "Phone",
        "<Click to type>",
        "Which side?",
        "<☐> The left side Go to Q2",
        "<☐> The right side",
        "<☐> I agree *",
        "Q2. What happened?",
        "<Click to type>",
        "{%p for row in rows.events %}",
        "Day",
        "<Choose a date>",
        "Place",
        "<Click to type>",
        "Words",
        "<Click to type>",
        "How",
        "By letter By phone By e-mail In person",
        "<Choose>",
        "{%p endfor %}",
        "Day",
        "Open",
        "Monday",
        "9am to 5pm",
        "Your signature *",
        "Date *",
        "<Click to type>",
        "<Choose a date>",
    ]


def test_a_record_says_what_the_pdf_of_a_record_says(tmp_path: Path) -> None:
    assert lines(body(form(tmp_path, EVERYTHING), record=True)) == [
        "A form",
        "{%p if reference %}",
        "Reference of the case: {{ reference }}",
        "{%p endif %}",
        "Before you start",
        "Please read this first.",
        "One",
        "Two",
        "Again one",
        "Q1. Who are you? *",
        "Tell us the truth.",
        "Name",
        "<Click to type>",
        "Born",
        "<Choose a date>",
        "Phone",
        "<Click to type>",
        "Which side? <Choose>",
        "<☐>: I agree",
        "Q2. What happened?",
        "<Click to type>",
        "{%p for row in rows.events %}",
        "Event {{ row.number }}",
        "Day",
        "<Choose a date>",
        "Place",
        "<Click to type>",
        "Words",
        "<Click to type>",
        "How",
        "<Choose>",
        "{%p endfor %}",
        "Day",
        "Open",
        "Monday",
        "9am to 5pm",
        "Your signature",
        "<Click to type>",
        "Date",
        "<Choose a date>",
    ]


def test_each_field_is_a_control_of_its_kind_with_a_title(tmp_path: Path) -> None:
    assert list(fields(body(form(tmp_path, EVERYTHING)))) == [
        ("name", "Q1. Who are you? Name", "text"),
        ("born", "Q1. Who are you? Born", "date"),
        ("phone", "Q1. Who are you? Phone", "text"),
        ("side=left", "Q1: The left side", "checkbox"),
        ("side=right", "Q1: The right side", "checkbox"),
        ("agreed", "Q1. Who are you? I agree", "checkbox"),
        ("story", "Q2. What happened?", "text"),
        ("events.#.day", "Event #: Day", "date"),
        ("events.#.place", "Event #: Place", "text"),
        ("events.#.words", "Event #: Words", "text"),
        ("events.#.how", "Event #: How", "dropDownList"),
        ("end.signature", "Your signature", "text"),
        ("end.date", "Date of your signature", "date"),
    ]


def test_only_the_answers_of_several_lines_take_several_lines(tmp_path: Path) -> None:
    root = body(form(tmp_path, EVERYTHING))
    several = [sdt for sdt in root.iter(f"{W}sdt") if sdt.find(f"{W}sdtPr/{W}text[@{W}multiLine='1']") is not None]
    assert [sdt.find(f"{W}sdtPr/{W}tag").get(f"{W}val") for sdt in several] == ["story", "events.#.words"]


def test_a_list_to_choose_from_has_the_values_of_the_description(tmp_path: Path) -> None:
    items = body(form(tmp_path, EVERYTHING)).findall(f".//{W}dropDownList/{W}listItem")
    assert [(item.get(f"{W}value"), item.get(f"{W}displayText")) for item in items] == [
        ("a", "By letter"), ("b", "By phone"), ("c", "By e-mail"), ("d", "In person"),
    ]  # fmt: skip


def test_word_is_offered_to_repeat_a_record_and_numbers_it(tmp_path: Path) -> None:
    made = parts(template.compiled(form(tmp_path, EVERYTHING), record=False))
    section = made["word/document.xml"].find(f".//{W15}repeatingSection").getparent().getparent()
    assert section.find(f"{W}sdtPr/{W}tag").get(f"{W}val") == "events"
    statements = [words(node) for node in section.find(f"{W}sdtContent").findall(f"{W}p")]
    assert statements == ["{%p for row in rows.events %}", "{%p endfor %}"]
    title = next(node for node in section.iter(f"{W}p") if style(node) == "RecordTitle")
    number = title.find(f"{W}pPr/{W}numPr/{W}numId").get(f"{W}val")
    numbering = made["word/numbering.xml"]
    kind = numbering.find(f"{W}num[@{W}numId='{number}']/{W}abstractNumId").get(f"{W}val")
    level = numbering.find(f"{W}abstractNum[@{W}abstractNumId='{kind}']/{W}lvl/{W}lvlText")
    assert level.get(f"{W}val") == "Event %1"


def test_a_numbered_list_begins_again_at_one(tmp_path: Path) -> None:
    made = parts(template.compiled(form(tmp_path, EVERYTHING), record=False))
    items = [node for node in made["word/document.xml"].iter(f"{W}p") if style(node) == "ListNumber"]
    numbers = [node.find(f"{W}pPr/{W}numPr/{W}numId").get(f"{W}val") for node in items]
    assert numbers[0] == numbers[1] != numbers[2]
    for number in set(numbers):
        start = made["word/numbering.xml"].find(f"{W}num[@{W}numId='{number}']/{W}lvlOverride/{W}startOverride")
        assert start.get(f"{W}val") == "1"


def test_a_list_that_a_condition_parts_goes_on_with_its_numbers() -> None:
    items = b.ListBlock(((b.Text("one"),),), ordered=True)
    statement = b.Paragraph((b.Code("{% if area.name %}"),))
    whole = templated(document("application-form"), "en")
    made = body(dataclasses.replace(whole, key="parted", blocks=(items, statement, items, b.Paragraph(()), items)))
    numbers = [n.get(f"{W}val") for n in made.iter(f"{W}numId")]
    assert numbers[0] == numbers[1] != numbers[2]


def test_what_follows_a_page_break_begins_a_page(tmp_path: Path) -> None:
    root = body(form(tmp_path, EVERYTHING))
    assert [words(p.getparent().getparent()) for p in root.iter(f"{W}pageBreakBefore")] == ["Q2. What happened?"]


def test_a_printed_table_repeats_its_header_and_says_what_it_is(tmp_path: Path) -> None:
    root = body(form(tmp_path, EVERYTHING))
    header = root.find(f".//{W}tblHeader").getparent().getparent()
    assert lines(header) == ["Day", "Open"]
    assert header.getparent().find(f"{W}tblPr/{W}tblCaption").get(f"{W}val") == "Our hours"


def test_headings_have_the_levels_of_the_document(tmp_path: Path) -> None:
    root = body(form(tmp_path, EVERYTHING))
    found = [(style(p)[-1], words(p)) for p in root.iter(f"{W}p") if style(p).startswith("Heading")]
    assert found == [
        ("1", "A form"), ("2", "Before you start"), ("3", "Q1. Who are you? *"), ("3", "Q2. What happened?"),
    ]  # fmt: skip


def test_a_question_stays_with_its_help_and_its_first_answer(tmp_path: Path) -> None:
    root = body(form(tmp_path, EVERYTHING))
    note = next(p for p in root.iter(f"{W}p") if words(p) == "Tell us the truth.")
    assert note.find(f"{W}pPr/{W}keepNext") is not None
    made = parts(template.compiled(form(tmp_path, EVERYTHING), record=False))["word/styles.xml"]
    assert made.find(f"{W}style[@{W}styleId='Heading3']/{W}pPr/{W}keepNext") is not None


def test_conditions_and_loops_stand_in_paragraphs_of_their_own() -> None:
    root = compiled("letter-1")["word/document.xml"]
    own = [said for said in lines(root) if said.startswith("{%p")]
    assert "{%p if third_party %}" in own
    assert "{%p for place in area.report_to %}" in own
    assert own.count("{%p endif %}") == sum(said.startswith("{%p if") for said in own)
    inline = next(said for said in lines(root) if "place.website" in said)
    assert inline.startswith("{{ place.name }}{% if place.phone %} on {{ place.phone }}")


def test_a_letter_has_its_address_behind_the_window_of_an_envelope() -> None:
    root = compiled("letter-1")["word/document.xml"]
    table = root.find(f".//{W}tbl")
    top = int(root.find(f".//{W}pgMar").get(f"{W}top"))
    heights = [int(h.get(f"{W}val")) for h in table.iter(f"{W}trHeight")]
    address = list(table.iter(f"{W}tr"))[1]
    assert [tag for tag, _, _ in fields(address)] == ["addressee"]
    assert 45 <= (top + heights[0]) * 25.4 / 1440 <= 50  # DL, BS 4264
    assert (top + sum(heights)) * 25.4 / 1440 <= 82


def test_a_letter_has_room_for_the_logo_of_the_area() -> None:
    marks = [node.get(f"{W}name") for node in compiled("letter-2")["word/document.xml"].iter(f"{W}bookmarkStart")]
    assert marks == ["ctd_logo"]


def test_a_field_in_the_text_of_a_letter_says_what_is_missing(tmp_path: Path) -> None:
    root = body(letter(tmp_path, '  - text: "Dear {{ applicant_name }}, hello"\n'))
    assert lines(root) == ["Dear <[Name of the applicant]>, hello"]


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


def test_the_foot_counts_the_pages_and_says_what_the_document_is() -> None:
    foot = compiled("letter-1")["word/footer1.xml"]
    assert lines(foot) == [
        "{%p if draft %}",
        "DRAFT – facts marked CONFIRM are not confirmed. Do not use.",
        "{%p endif %}",
        "Page 1 of 1",
        "{{ footer.text }}",
    ]
    assert [node.get(f"{W}instr").strip() for node in foot.iter(f"{W}fldSimple")] == ["PAGE", "NUMPAGES"]


@pytest.mark.parametrize(("language", "spoken"), [("en", "en-GB"), ("cy", "cy-GB")])
def test_the_file_says_its_language(language: str, spoken: str) -> None:
    area = load_area("example/exampleshire")
    whole = resolve(document("application-form"), area, on=dt.date(2026, 11, 20))
    made = parts(template.compiled(dataclasses.replace(whole, language=language, key=language), record=False))
    assert made["word/styles.xml"].find(f"{W}docDefaults//{W}lang").get(f"{W}val") == spoken


def test_welsh_fields_say_in_welsh_what_to_do() -> None:
    assert controls.placeholder("date", "cy") != controls.placeholder("date", "en")
    assert controls.placeholder("email", "cy") != controls.placeholder("email", "en")


@pytest.mark.parametrize("colour", ["INK", "FRAME", "SHADE", "WALL", "QUIET"])
def test_colours_are_those_of_the_pdf(colour: str) -> None:
    mixed = [int(getattr(looks, colour)[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    assert mixed == pytest.approx(list(getattr(pdf, colour)), abs=0.005)


def test_the_colour_of_the_house_is_that_of_an_area_without_one() -> None:
    whole = resolve(document("letter-1"), load_area("example/exampleshire"), on=dt.date(2026, 11, 20))
    assert type(whole.look)().colour == looks.ACCENT


@pytest.mark.parametrize(
    ("style_id", "like"),
    [
        *((f"Heading{level}", pdf.HEADINGS[level]) for level in (1, 2, 3, 4)),
        ("Normal", pdf.STYLES["normal"]),
        ("Lead", pdf.STYLES["lead"]),
        ("Note", pdf.STYLES["note"]),
        ("Small", pdf.STYLES["small"]),
        ("FieldLabel", pdf.LABEL),
        ("SmallLabel", pdf.SMALL_LABEL),
        ("FieldHint", pdf.HINT),
        ("Option", pdf.OPTION),
        ("TableText", pdf.CELL),
        ("TableHeading", pdf.CELL_HEADER),
    ],
)
def test_type_is_that_of_the_pdf(style_id: str, like: Any) -> None:
    ours = looks.STYLES[style_id]
    assert (ours.size, ours.leading, ours.bold) == (like.size, like.leading, like.bold)


def test_a_long_title_is_cut_at_a_word() -> None:
    tooltip = "Q7. What action has been taken about it by any of the organisations, as far as you know?"
    spec = b.Field("x", "multiline", "", tooltip)
    said = controls.title(spec)
    assert len(said) <= 64
    assert said.endswith("…")
    assert tooltip.startswith(said[:-1])
    assert tooltip[len(said) - 1] == " "


def test_a_title_does_not_tell_how_to_write_in_small_boxes() -> None:
    spec = b.Field("d", "date", "Born", "Q1: Born (8 digits: day, month, year)")
    assert controls.title(spec) == "Q1: Born"
