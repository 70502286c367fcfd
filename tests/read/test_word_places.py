"""Answers whose controls are gone, moved or copied: found by place, and certain only in a cell of their own."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from ctdocs.model.reading import Reading
from ctdocs.read import read_word
from tests.outside import libreoffice
from tests.read.returned_word import Sent, W, codes, comments, run, xml
from tests.render.samples import resolved


def control(properties: str, text: str) -> str:
    """A control of nobody's form."""
    return f"<w:sdt>{properties}<w:sdtContent>{run(text)}</w:sdtContent></w:sdt>"


def cards(sent: Sent) -> list[Any]:
    """The items of the repeating section of incidents."""
    (section,) = sent.controls("incidents")
    return list(section.find(f"{W}sdtContent"))


@pytest.mark.parametrize("document", ["application-form", "continuation-sheet", "letter-1", "letter-2", "letter-3"])
def test_without_tags_no_value_is_wrong(document: str, tmp_path: Path) -> None:
    values = resolved(document, "prefilled").values
    reading = Sent(document, values).untag().read(tmp_path)
    for name, one in reading.fields.items():
        expected = values.get(name)
        assert one.value in ((True,) if expected == "yes" else (expected,) if expected else (None, False)), name
    assert codes(reading) == []
    if document != "letter-1":
        return
    assert reading.fields["reference"].reason == "its control is gone; it was found by its place"


def test_cells_of_their_own_are_certain_without_tags(tmp_path: Path) -> None:
    sent = Sent().type("victim.name", "Siân").tick("contact.phone").tick("basis=self").untag()
    reading = sent.read(tmp_path)
    for name, value in {"victim.name": "Siân", "contact.phone": True, "basis": "self"}.items():
        assert (reading.fields[name].value, reading.fields[name].status) == (value, "certain"), name


def test_a_control_deleted_and_typed_over_is_found_by_its_cell(tmp_path: Path) -> None:
    sent = Sent()
    control = sent.control("victim.name")
    control.getparent().replace(control, xml(run("Siân")))
    read = sent.field(tmp_path, "victim.name")
    assert (read.value, read.status) == ("Siân", "certain")


def test_the_words_that_ask_are_not_part_of_an_answer_beside_them(tmp_path: Path) -> None:
    sent = Sent()
    placeholder = next(one for one in sent.form.fields if one.id == "victim.name").placeholder
    sent.unwrap("victim.name")
    cell = next(p for p in sent.root.iter(f"{W}bookmarkStart") if p.get(f"{W}name") == "ctd_victim_name").getparent()
    cell.append(xml(run(" Siân")))
    read = sent.field(tmp_path, "victim.name")
    assert placeholder and (read.value, read.status) == ("Siân", "check")


def test_a_missing_field_makes_places_uncertain(tmp_path: Path) -> None:
    """Somebody pasted the name over the address: its bookmark came with it, and that of the address is gone."""
    sent = Sent().type("victim.name", "Siân").untag()
    start = next(one for one in sent.root.iter(f"{W}bookmarkStart") if one.get(f"{W}name") == "ctd_victim_name")
    other = next(one for one in sent.root.iter(f"{W}bookmarkStart") if one.get(f"{W}name") == "ctd_victim_address")
    other.getparent().replace(other, start)
    reading = sent.read(tmp_path)
    assert reading.fields["victim.name"].status == "check"
    assert reading.fields["victim.address"].status == "check"
    assert "missing-field" in codes(reading)


def test_places_in_another_order_are_uncertain(tmp_path: Path) -> None:
    sent = Sent().type("victim.name", "Siân").type("victim.address", "Flat 2").untag()
    marks = {one.get(f"{W}name"): one for one in sent.root.iter(f"{W}bookmarkStart")}
    marks["ctd_victim_name"].set(f"{W}name", "ctd_victim_address")
    marks["ctd_victim_address"].set(f"{W}name", "ctd_victim_name")
    reading = sent.read(tmp_path)
    assert {reading.fields[name].status for name in ("victim.name", "victim.address")} == {"check"}


def test_breaks_that_a_program_moved_are_checked(tmp_path: Path) -> None:
    """LibreOffice 7.4 joins the lines of a control and puts its breaks before it."""
    for untag in (True, False):
        sent = Sent().type("victim.address", "Flat 214 Nowhere Lane")
        sent.control("victim.address").addprevious(xml("<w:r><w:br/></w:r>"))
        if untag:
            sent.untag()
        read = sent.field(tmp_path, "victim.address")
        assert read.status == "check" and "line ends" in read.reason


def test_a_break_that_a_program_left_out_is_checked(tmp_path: Path) -> None:
    """LibreOffice 7.4 leaves out a break typed in plain text; saved a second time, nothing tells of it."""
    once = Sent().put("victim.name", "<w:r><w:t>Siân</w:t><w:t>Gŵyr</w:t></w:r>")
    read = once.field(tmp_path, "victim.name")
    assert (read.value, read.status) == ("Siân\nGŵyr", "check")
    again = Sent().type("impact", "OneTwo")
    kind = again.control("impact").find(f"{W}sdtPr/{W}text")
    if kind is None:
        again.control("impact").find(f"{W}sdtPr").append(xml('<w:text w:multiLine="1"/>'))
    assert again.untag().field(tmp_path, "impact").status == "check"


def test_by_words_alone(tmp_path: Path) -> None:
    sent = Sent("letter-1", {"date": "Friday 20 November 2026"})
    sent.unwrap("date", bookmark=False)
    read = sent.field(tmp_path, "date")
    assert (read.value, read.status) == ("Friday 20 November 2026", "check")
    assert "by the words beside it" in read.reason


def test_by_the_label_in_the_next_cell(tmp_path: Path) -> None:
    sent = Sent()
    control = sent.control("support.language")
    paragraph = control.getparent()
    for child in [one for one in paragraph if one.tag != f"{W}pPr"]:
        paragraph.remove(child)
    paragraph.append(xml(run("Cymraeg")))
    read = sent.field(tmp_path, "support.language")
    assert (read.value, read.status) == ("Cymraeg", "check")


def test_nothing_left_of_a_field(tmp_path: Path) -> None:
    sent = Sent()
    row = next(sent.control("victim.name").iterancestors(f"{W}tr"))
    row.getparent().remove(row)
    reading = sent.read(tmp_path)
    one = reading.fields["victim.name"]
    assert (one.value, one.status, one.reason) == (None, "check", "the file does not have this field")
    assert [p.field for p in reading.problems if p.code == "missing-field"] == ["victim.name"]


def test_a_field_twice(tmp_path: Path) -> None:
    same, other = Sent().type("victim.name", "Siân"), Sent().type("victim.name", "Siân")
    for sent, text in ((same, "Siân"), (other, "Dewi")):
        second = copy.deepcopy(sent.paragraph("victim.name"))
        next(second.iter(f"{W}t")).text = text
        sent.root.find(f"{W}body").insert(0, second)
    assert same.field(tmp_path, "victim.name").status == "certain"
    read = other.field(tmp_path, "victim.name")
    assert read.status == "check" and "different answers" in read.reason


def test_a_field_inside_another(tmp_path: Path) -> None:
    sent = Sent().type("victim.name", "Siân").type("victim.email", "a@example.org")
    sent.content("victim.name").append(sent.control("victim.email"))
    reading = sent.read(tmp_path)
    assert {reading.fields[name].status for name in ("victim.name", "victim.email")} == {"check"}


def test_a_field_that_stands_twice_and_lost_one_place(tmp_path: Path) -> None:
    sent = Sent("letter-1", {"reference": "CT-2026-014"})
    assert len(sent.controls("reference")) == 2
    assert sent.field(tmp_path, "reference").status == "certain"
    sent.unwrap("reference")
    assert sent.field(tmp_path, "reference").value == "CT-2026-014"
    first = next(one for one in sent.root.iter(f"{W}t") if one.text == "CT-2026-014")
    first.text = "CT-2026-999"
    assert sent.field(tmp_path, "reference").status == "check"


def test_a_letter_whose_words_were_changed(tmp_path: Path) -> None:
    sent = Sent("letter-1", {"applicant_name": "Dewi"})
    sent.control("applicant_name").addprevious(xml(run("Mister ")))
    read = sent.field(tmp_path, "applicant_name")
    assert read.status == "check" and "Dewi" in str(read.value)


def test_unknown_fields_are_told(tmp_path: Path) -> None:
    sent = Sent()
    body = sent.root.find(f"{W}body")
    tag = '<w:sdtPr><w:tag w:val="secret.thing"/><w:text/></w:sdtPr>'
    mark = f'<w:bookmarkStart w:id="900" w:name="ctd_else"/>{run("there")}<w:bookmarkEnd w:id="900"/>'
    for content in (control(tag, "x"), control("<w:sdtPr><w:text/></w:sdtPr>", "Mine"), mark):
        body.insert(0, xml(f"<w:p>{content}</w:p>"))
    told = sorted(str(p.field) for p in sent.read(tmp_path).problems if p.code == "unknown-field")
    assert told == ["Mine", "ctd_else", "secret.thing"]


def test_many_unknown_fields_are_told_in_short(tmp_path: Path) -> None:
    sent = Sent()
    tag = '<w:sdtPr><w:tag w:val="x"/><w:text/></w:sdtPr>'
    for _ in range(30):
        sent.root.find(f"{W}body").insert(0, xml(f"<w:p>{control(tag, 'x')}</w:p>"))
    told = [p.message for p in sent.read(tmp_path).problems if p.code == "unknown-field"]
    assert len(told) == 21 and told[-1].startswith("10 more")


def test_a_card_that_word_added_is_the_next_row(tmp_path: Path) -> None:
    """Word copies the card at the plus sign, tags and all, and leaves bookmarks behind."""
    sent = Sent().type("incidents.5.details", "Fifth")
    last = cards(sent)[-1]
    added = copy.deepcopy(last)
    for one in [one for one in added.iter() if one.tag in (f"{W}bookmarkStart", f"{W}bookmarkEnd")]:
        one.getparent().remove(one)
    last.addnext(added)
    next(one for one in added.iter(f"{W}t") if one.text == "Fifth").text = "Sixth"
    reading = sent.read(tmp_path)
    assert [reading.fields[f"incidents.{n}.details"].value for n in (4, 5, 6)] == [None, "Fifth", "Sixth"]
    assert reading.fields["incidents.6.details"].status == "certain"
    assert reading.fields["incidents.6.date"].status == "blank"
    assert codes(reading) == []


def test_a_card_added_in_the_middle_moves_the_others(tmp_path: Path) -> None:
    sent = Sent()
    for number in range(1, 6):
        sent.type(f"incidents.{number}.details", f"Card {number}")
    first = cards(sent)[0]
    first.addnext(copy.deepcopy(first))
    reading = sent.read(tmp_path)
    assert [row["details"][-1] for row in reading.values["incidents"]] == ["1", "1", "2", "3", "4", "5"]
    assert codes(reading) == ["rows-moved"]


def test_cards_taken_out_are_told_once(tmp_path: Path) -> None:
    sent = Sent()
    for number in range(1, 6):
        sent.type(f"incidents.{number}.details", f"Card {number}")
    for card in cards(sent)[1:3]:
        card.getparent().remove(card)
    reading = sent.read(tmp_path)
    assert [row["details"] for row in reading.values["incidents"]] == ["Card 1", "Card 4", "Card 5"]
    assert codes(reading) == ["rows-removed"]
    fourth = reading.fields["incidents.4.details"]
    assert (fourth.value, fourth.status) == (None, "blank")


def test_a_card_copied_outside_its_section_is_a_further_row_to_check(tmp_path: Path) -> None:
    sent = Sent().type("incidents.1.details", "First")
    copied = copy.deepcopy(cards(sent)[0])
    section = sent.controls("incidents")[0]
    for child in reversed(list(copied.find(f"{W}sdtContent"))):
        section.addnext(child)
    reading = sent.read(tmp_path)
    sixth = reading.fields["incidents.6.details"]
    assert (sixth.value, sixth.status) == ("First", "check")
    assert reading.fields["incidents.1.details"].status == "certain"
    assert "rows-copied" in codes(reading)


def test_one_answer_of_a_row_that_stands_twice_is_no_row(tmp_path: Path) -> None:
    sent = Sent().type("incidents.1.details", "First")
    second = copy.deepcopy(sent.paragraph("incidents.1.details"))
    next(second.iter(f"{W}t")).text = "Another"
    sent.root.find(f"{W}body").insert(0, second)
    reading = sent.read(tmp_path)
    assert "incidents.6.details" not in reading.fields
    read = reading.fields["incidents.1.details"]
    assert read.status == "check" and "different answers" in read.reason


def test_a_comment_beside_a_field_is_told_with_it(tmp_path: Path) -> None:
    sent = Sent().type("victim.name", "Siân")
    sent.paragraph("victim.name").append(xml('<w:r><w:commentReference w:id="0"/></w:r>'))
    sent.add_part("comments.xml", "comments", comments("", "Who?"))
    reading = sent.read(tmp_path)
    assert [one.field for one in reading.problems if one.code == "comment"] == ["victim.name"]
    assert reading.fields["victim.name"].status == "check"


def test_text_beside_a_control_of_an_added_card_is_seen(tmp_path: Path) -> None:
    sent = Sent()
    last = cards(sent)[-1]
    added = copy.deepcopy(last)
    last.addnext(added)
    control = next(
        one.getparent().getparent() for one in added.iter(f"{W}tag") if one.get(f"{W}val") == "incidents.5.reported_to"
    )
    control.addnext(xml(run("the council")))
    read = sent.field(tmp_path, "incidents.6.reported_to")
    assert (read.value, read.status) == ("the council", "check")


def wrong(reading: Reading, values: Mapping[str, object]) -> dict[str, str]:
    """The status of every field that was not read as it was filled in."""
    found: dict[str, str] = {}
    for name, one in reading.fields.items():
        expected = values.get(name)
        if one.value not in ((True,) if expected in ("yes", True) else (expected,) if expected else (None, False)):
            found[name] = one.status
    return found


@pytest.mark.needs("libreoffice")
def test_saved_by_libreoffice_no_wrong_value_is_certain(tmp_path: Path) -> None:
    documents = ("application-form", "continuation-sheet", "letter-1", "letter-2", "letter-3")
    values = {name: resolved(name, "prefilled").values for name in documents}
    sources = {name: Sent(name, values[name]).save(tmp_path / f"{name}.docx") for name in documents}
    saved = libreoffice.docx(sources.values(), tmp_path / "saved")
    for name, source in sources.items():
        reading = read_word(saved[source])
        assert codes(reading) == []
        found = wrong(reading, values[name])
        assert set(found.values()) <= {"check"}, name
        assert all("\n" in values[name][field] for field in found), name  # it joins the lines of plain text
        if name == "application-form":
            assert sum(one.status == "certain" for one in reading.fields.values()) >= 40


@pytest.mark.needs("libreoffice", "uno")
@pytest.mark.parametrize("way", ["inside", "over"])
def test_typed_in_libreoffice_no_wrong_value_is_certain(way: libreoffice.Way, tmp_path: Path) -> None:
    sent = Sent()
    typed: dict[str, str | bool] = {}
    values: dict[str, object] = {}
    words = {"date": "06/05/2026", "phone": "01632 960123", "postcode": "EX9 9ZZ", "email": "a@example.org"}
    for field in sent.form.fields:
        if field.shown_as == "boxes":
            values[field.id] = list(field.options)[-1]
            typed |= {mark: option == values[field.id] for option, mark in field.bookmarks.items()}
            continue
        text = words.get(field.kind, "Siân\n& “Łódź”" if field.kind == "multiline" else "Siân & “Łódź”")
        if field.shown_as == "list":
            values[field.id], text = list(field.options.items())[1]
        else:
            values[field.id] = True if field.kind == "tick" else "2026-05-06" if field.kind == "date" else text
        typed[field.bookmarks[""]] = True if field.kind == "tick" else text
    source = sent.save(tmp_path / "form.docx")
    libreoffice.typed([libreoffice.Typing(source, tmp_path / "typed.docx", typed, way)])
    reading = read_word(tmp_path / "typed.docx")
    assert codes(reading) == []
    found = wrong(reading, values)
    assert set(found.values()) <= {"check"}
    assert all("\n" in str(values[name]) for name in found)
    assert sum(one.status == "certain" for one in reading.fields.values()) >= 40
