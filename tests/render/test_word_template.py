"""What a description compiles to for Word: its words in order, its fields, its lists and tables."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from ctdocs.documents import blocks as b
from ctdocs.documents.catalogue import document
from ctdocs.documents.templated import templated
from ctdocs.render.docx import template
from tests.documents.writing import form, letter
from tests.render.wordtemplate import W, body, compiled, fields, lines, parts, style, words

W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"

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
        "<Click to type>",
        "Date *",
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
