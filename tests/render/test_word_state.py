"""What the values of a document become in a Word file: words, links, controls and rows."""

from __future__ import annotations

import dataclasses
import io
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings, strategies as st

from ctdocs.documents.blocks import Answer, Choice, Field, Option, Record, Records, Tick
from ctdocs.documents.template import Value
from ctdocs.errors import Refused
from ctdocs.model.facts import Fact
from ctdocs.render.docx.document import from_template, render
from tests.outside import libreoffice
from tests.render.hostile import LOST, VALUES
from tests.render.samples import case, incident, resolved
from tests.render.word import by_tag, control, controls, lines, part, parts, saved, small, template, words

NASTY = (
    "& < > \" ' &amp; ]]> <w:t>",
    "Tŷ Gŵyr “curly” ‘quotes’ – …",
    "{{ 7*7 }} {% raw %} {# no #} {_{ }_}",
    "tab\tand line\nand two\n\nlines",
    "\ue0000\ue001 \ue00099999\ue001",
    "😀👩‍👩‍👧 한국어 שלום",
    "  blanks at both ends  ",
    "W" * 20_000,
    "{{r x }} {%p if x %} \\n \\g<0> \\1",
    "urn:ctd:form 100%",
)


def legal(text: str) -> str:
    """What XML 1.0 can hold, the rest replaced: written from the production of Char in section 2.2."""

    def fine(code: int) -> bool:
        return code in (9, 10, 13) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or code >= 0x10000

    return "".join(c if fine(ord(c)) else "\ufffd" for c in text)


def typed(text: str) -> str:
    return legal(text).replace("\r\n", "\n").replace("\r", "\n")


def printed(text: str) -> str:
    return "\n".join(legal(line) for line in text.splitlines()).replace("\u00a0", " ")


# -- values come through


BOTH = template(
    "Before {{ text }} after", ("Said: ", control("said", '<w:text w:multiLine="1"/>')), "End.", header="{{ text }}"
)


def comes_through(value: str) -> None:
    made = from_template(small({"said": value}, {"text": value}), BOTH)
    before, said, end = part(made.data).iter(qn("w:p"))
    assert words(before).replace("\u00a0", " ") == f"Before {printed(value)} after"
    assert words(said) == f"Said: {typed(value)}" or (not value and words(said) == "Said: Click to type")
    assert words(end) == "End."
    header = next(name for name in parts(made.data) if "header" in name)
    assert words(part(made.data, header)).replace("\u00a0", " ") == printed(value)
    assert set("".join(made.unprintable.values())) == {c for c in value if legal(c) != c}


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=60) | st.text("\t\n\r {}%&<>\"'\ue000\ue001019#\x00\x0b\ud800\u2028", max_size=30))
def test_whatever_a_value_says_it_comes_through(value: str) -> None:
    comes_through(value)


@pytest.mark.parametrize("value", NASTY)
def test_what_breaks_other_programs_comes_through(value: str) -> None:
    comes_through(value)


def test_a_form_filled_by_somebody_who_writes_what_breaks_programs() -> None:
    document = resolved("application-form", "prefilled", {**case(), **VALUES})
    made = render(document)
    seen = by_tag(made.data)
    for name in ("behaviour", "impact", "action_taken", "circumstances", "applicant.name", "applicant.address"):
        assert seen[name].text == typed(document.values[name])
    assert set(made.unprintable) == {"action_taken", "circumstances"}
    assert set(made.unprintable["action_taken"]) == set(LOST["action_taken"])
    final = "\n".join(lines(render(resolved("application-form", "final", {**case(), **VALUES})).data))
    assert typed(document.values["behaviour"]) in final


def test_a_mark_that_stands_in_an_attribute_or_a_field_code_becomes_words() -> None:
    made = docx.Document()
    paragraph = made.add_paragraph("Text")._p
    paragraph.append(control("{{ text }}"))
    code = docx.oxml.OxmlElement("w:instrText")
    code.text = ' TITLE "{{ text }}" '
    made.add_paragraph().add_run()._r.append(code)
    data = from_template(small({}, {"text": "a & <b>"}), saved(made)).data
    whole = parts(data)["word/document.xml"].decode()
    assert "\ue000" not in whole and "\ue001" not in whole
    assert next(controls(data)).tag == "a & <b>"
    assert next(part(data).iter(qn("w:instrText"))).text == ' TITLE "a & <b>" '


def test_what_a_tag_compares_with_may_hold_what_xml_escapes() -> None:
    same, shown = "{% if text == \"a & <b> 'c'\" %}same{% endif %}", '{{ "x & <y>" }}'
    source = template(f"{same}, {shown}, {{% if 1 < 2 %}}less{{% endif %}}")
    assert lines(from_template(small({}, {"text": "a & <b> 'c'"}), source).data) == ["same, x & <y>, less"]


def test_a_value_takes_the_look_of_the_run_it_stands_in() -> None:
    made = docx.Document()
    paragraph = made.add_paragraph("plain ")
    paragraph.add_run("bold {{ text }} bold").bold = True
    out = docx.Document(io.BytesIO(from_template(small({}, {"text": "one\ntwo"}), saved(made)).data))
    runs = {run.text: run.bold for run in out.paragraphs[0].runs}
    assert runs == {"plain ": None, "bold one\ntwo bold": True}


def test_an_address_of_a_profile_becomes_a_link_and_a_telephone_number_stays_on_one_line() -> None:
    names = {
        "mail": Fact("a&b@example.org", confirmed=True),
        "phone": Fact("01632 960 123", confirmed=True),
        "typed": "c@example.org",
    }
    made = from_template(small({}, names), template("{{ mail }}, {{ phone }}, {{ typed }}; {{ mail }}")).data
    links = list(part(made).iter(qn("w:hyperlink")))
    assert [words(link) for link in links] == ["a&b@example.org"] * 2
    assert len({link.get(qn("r:id")) for link in links}) == 1
    out = docx.Document(io.BytesIO(made))
    relation = out.part.rels[links[0].get(qn("r:id"))]
    assert relation.is_external and relation.target_ref == "mailto:a&b@example.org"
    assert lines(made) == ["a&b@example.org, 01632\u00a0960\u00a0123, c@example.org; a&b@example.org"]


def test_an_address_that_is_no_uri_does_not_damage_the_file() -> None:
    address = 'https://example.org/[a]|"b"\\\x07{c}/ŵ?d=1&e=%20'
    made = from_template(small({}, {"web": Fact(address, confirmed=True)}), template("See {{ web }}")).data
    link = next(part(made).iter(qn("w:hyperlink")))
    target = docx.Document(io.BytesIO(made)).part.rels[link.get(qn("r:id"))].target_ref
    assert target == "https://example.org/%5Ba%5D%7C%22b%22%5C%07%7Bc%7D/ŵ?d=1&e=%20"
    assert lines(made) == ["See " + address.replace("\x07", "\ufffd")]


# -- controls


KINDS = (
    Answer(Field("day", "date", "Day", "Q1. Day")),
    Answer(Field("how", "radio", "How", "Q2. How", options=(Option("post", "By post"), Option("mail", "E-mail")))),
    Tick(Field("sure", "tick", "Sure", "Q3. Sure"), ()),
    Choice(Field("who", "radio", "Who", "Q4. Who", options=(Option("me", "I am"), Option("you", "You are")))),
    Answer(Field("said", "multiline", "Said", "Q5. Said")),
)
BOX = (
    '<w14:checkbox><w14:checked w14:val="0"/><w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
    '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox>'
)
LIST = (
    '<w:dropDownList><w:listItem w:displayText="By post" w:value="post"/>'
    '<w:listItem w:displayText="E-mail" w:value="mail"/></w:dropDownList>'
)
ALL_KINDS = template(
    ("Day: ", control("day", '<w:date><w:dateFormat w:val="dd/MM/yyyy"/></w:date>', "Choose a date")),
    ("How: ", control("how", LIST, "Choose")),
    ("Sure: ", control("sure", BOX, "☐")),
    ("I: ", control("who=me", BOX, "☐")),
    ("You: ", control("who=you", BOX, "☐")),
    ("Said: ", control("said")),
    ("Not ours: ", control("office-use")),
)
KNOWN = {"day": "2026-05-06", "how": "mail", "sure": "yes", "who": "you", "said": "one\ntwo"}


def test_a_blank_form_shows_its_placeholders_and_empty_boxes() -> None:
    seen = by_tag(from_template(small(mode="blank", blocks=KINDS), ALL_KINDS).data)
    assert {tag: one.text for tag, one in seen.items()} == {
        "day": "Choose a date", "how": "Choose", "sure": "☐", "who=me": "☐", "who=you": "☐", "said": "Click to type",
        "office-use": "Click to type",
    }  # fmt: skip
    assert all(seen[tag].empty for tag in ("day", "how", "said"))
    assert [seen[tag].state for tag in ("sure", "who=me", "who=you")] == ["0", "0", "0"]


def test_a_prefilled_form_holds_each_value_in_the_way_of_its_control() -> None:
    seen = by_tag(from_template(small(KNOWN, blocks=KINDS), ALL_KINDS).data)
    assert {tag: one.text for tag, one in seen.items()} == {
        "day": "06/05/2026", "how": "E-mail", "sure": "☒", "who=me": "☐", "who=you": "☒", "said": "one\ntwo",
        "office-use": "Click to type",
    }  # fmt: skip
    assert not any(seen[tag].empty for tag in ("day", "how", "said"))
    assert [seen[tag].state for tag in ("sure", "who=me", "who=you")] == ["1", "0", "1"]
    assert seen["day"].properties.find(qn("w:date")).get(qn("w:fullDate")) == "2026-05-06T00:00:00Z"
    locks = {tag: one.properties.find(qn("w:lock")) for tag, one in seen.items()}
    assert locks.pop("office-use") is None
    assert {lock.get(qn("w:val")) for lock in locks.values()} == {"sdtLocked"}


def test_a_date_that_is_none_stands_as_it_was_typed() -> None:
    seen = by_tag(from_template(small({**KNOWN, "day": "about Easter"}, blocks=KINDS), ALL_KINDS).data)
    assert seen["day"].text == "about Easter"
    assert seen["day"].properties.find(qn("w:date")).get(qn("w:fullDate")) is None


def test_a_final_copy_has_words_and_no_control() -> None:
    data = from_template(small(KNOWN, blocks=KINDS, mode="final"), ALL_KINDS).data
    assert lines(data) == [
        "Day: Wednesday 6 May 2026", "How: E-mail", "Sure: ☒", "I: ☐", "You: ☒", "Said: one\ntwo", "Not ours: ",
    ]  # fmt: skip
    empty = from_template(small({}, blocks=KINDS, mode="final"), ALL_KINDS).data
    assert lines(empty)[:2] == ["Day: –", "How: –"] and "Sure: ☐" in lines(empty)


def test_a_field_in_running_text_is_a_control_that_says_what_is_missing() -> None:
    spec = Field("name", "text", "Name", "Name of the person")
    source = template("Dear {{ name }}, and {{ name }}!")
    blank = from_template(small({}, {"name": Value(spec, None)}, mode="blank"), source)
    assert lines(blank.data) == ["Dear [Name], and [Name]!"]
    known = from_template(small({}, {"name": Value(spec, "Siân & Co")}), source)
    assert [(one.tag, one.text, one.empty) for one in controls(known.data)] == [("name", "Siân & Co", False)] * 2
    assert [field.id for field in known.form.fields] == ["name"]
    final = from_template(small({}, {"name": Value(spec, "Siân & Co", final=True)}, mode="final"), source)
    assert lines(final.data) == ["Dear Siân & Co, and Siân & Co!"] and not list(controls(final.data))


# -- rows


def row(number: int) -> Record:
    return Record(f"Incident {number}", ((Field(f"incidents.{number}.what", "text", "What", f"Incident {number}"),),))


ROWS = (Records("incidents", (row(1), row(2))),)
LOOP = template(
    "{%p for row in rows.incidents %}",
    ("Incident {{ row.number }}: ", control("incidents.#.what")),
    "{%p endfor %}",
    "{{ rows.incidents[0].number }}",
)


def test_rows_of_the_form_and_those_known_beyond_it_are_numbered() -> None:
    blank = from_template(small(mode="blank", blocks=ROWS), LOOP).data
    assert [one.tag for one in controls(blank)] == ["incidents.1.what", "incidents.2.what"]
    known = {"incidents.1.what": "one", "incidents.4.what": "four"}
    filled = by_tag(from_template(small(known, blocks=ROWS), LOOP).data)
    assert [(tag, one.empty) for tag, one in filled.items()] == [
        ("incidents.1.what", False), ("incidents.2.what", True), ("incidents.3.what", True),
        ("incidents.4.what", False),
    ]  # fmt: skip
    assert filled["incidents.4.what"].text == "four"
    final = from_template(small(known, blocks=ROWS, mode="final"), LOOP).data
    assert lines(final) == ["Incident 1: one", "Incident 4: four", "1"]


def test_a_field_twice_in_a_loop_or_outside_it_is_refused() -> None:
    twice = template(
        "{%p for row in rows.incidents %}",
        ("", control("incidents.#.what")),
        ("", control("incidents.#.what")),
        "{%p endfor %}",
    )
    with pytest.raises(Refused, match=r"incidents\.#\.what"):
        from_template(small(mode="blank", blocks=ROWS), twice)
    with pytest.raises(Refused, match=r"incidents\.#\.what"):
        from_template(small(mode="blank", blocks=ROWS), template(("", control("incidents.#.what"))))


def test_a_tag_that_is_too_long_for_word_is_refused_and_a_title_is_cut_at_a_word() -> None:
    def rows(set_id: str) -> tuple[tuple[Records, ...], bytes]:
        spec = Field(f"{set_id}.10.what", "text", "What", "What")
        field = control(f"{set_id}.#.what")
        field.find(f"{qn('w:sdtPr')}/{qn('w:alias')}").set(qn("w:val"), f"{'Incident number # of ' * 3}the case")
        loop = template(f"{{%p for row in rows.{set_id} %}}", ("", field), "{%p endfor %}")
        return (Records(set_id, tuple(Record("R", ((dataclasses.replace(spec, id=f"{set_id}.{n}.what"),),))
                                      for n in range(1, 11))),), loop  # fmt: skip

    fits, loop = rows("i" * 56)  # 64 characters with two digits
    seen = list(controls(from_template(small(mode="blank", blocks=fits), loop).data))
    assert len(seen[-1].tag) == 64 and seen[-1].tag.endswith(".10.what")
    title = seen[-1].properties.find(qn("w:alias")).get(qn("w:val"))
    assert title == "Incident number 10 of Incident number 10 of Incident number 10…"
    longer, loop = rows("i" * 57)
    with pytest.raises(Refused, match=r"i\.10\.what' has 65 characters"):
        from_template(small(mode="blank", blocks=longer), loop)


def test_seven_incidents_make_seven_records_of_the_application() -> None:
    facts = case(incidents=[incident(number) for number in range(1, 8)])
    seen = by_tag(render(resolved("application-form", "prefilled", facts)).data)
    for number in range(1, 8):
        assert seen[f"incidents.{number}.date"].text == f"{number:02d}/05/2026"
        assert seen[f"incidents.{number}.details"].text.startswith(f"{number}: Shouting & banging")
        assert seen[f"incidents.{number}.how_reported"].text == "Telephone"
    assert "incidents.8.date" not in seen


@pytest.mark.needs("libreoffice")
def test_values_come_through_libreoffice_that_opens_the_file_and_saves_it(tmp_path: Path) -> None:
    document = resolved("application-form", "prefilled", {**case(), **VALUES})
    made = render(document)
    source = tmp_path / "hostile.docx"
    source.write_bytes(made.data)
    saved_again = libreoffice.docx([source], tmp_path)[source].read_bytes()
    root = part(saved_again)
    cells = {
        start.get(qn("w:name")): words(next(start.iterancestors(qn("w:tc"))))
        for start in root.iter(qn("w:bookmarkStart"))
        if next(start.iterancestors(qn("w:tc")), None) is not None
    }
    for name in ("behaviour", "impact", "action_taken", "circumstances", "applicant.name", "applicant.address"):
        field = made.form.field(name)
        assert field is not None
        assert cells[field.bookmarks[""]] == typed(document.values[name])
