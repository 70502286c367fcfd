"""What a person writes outside the fields of a Word form is kept and told, and nothing that programs do is."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st
from lxml import etree

from ctdocs.documents.catalogue import documents
from ctdocs.model.reading import Reading
from ctdocs.read import read_word
from ctdocs.read.word.words import compare, form_of
from ctdocs.render.docx.document import render
from tests.outside import libreoffice
from tests.outside.libreoffice import Typing
from tests.read.returned_word import Sent, W, comments, footnotes, run, xml
from tests.render.samples import incident, resolved

DRAWING = (
    '<w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"/>'
    "</w:drawing>"
)
NO_POST = "Do not send letters to any address on this form. Talk to me first."


def paragraph(text: str) -> Any:
    """A paragraph with nothing but that text."""
    return xml(f"<w:p>{run(text)}</w:p>")


def in_body(sent: Sent, tag: str) -> Any:
    """What holds a control in the body: its paragraph, or the table around it."""
    node = sent.control(tag)
    while node.getparent().tag != f"{W}body":
        node = node.getparent()
    return node


def notes(reading: Reading) -> list[str]:
    """What is kept of what stands outside the fields; each is for a person to look at."""
    kept = {name: one for name, one in reading.fields.items() if name.startswith("notes.")}
    assert list(kept) == [f"notes.{number}.text" for number in range(1, len(kept) + 1)]
    assert all(one.status == "check" and one.reason for one in kept.values())
    return [str(one.value) for one in kept.values()]


def changes(reading: Reading) -> list[str]:
    """What is told of the form's own words."""
    return [one.message for one in reading.problems if one.code == "words-changed"]


def replaced(sent: Sent, old: str, new: str) -> Sent:
    """Write something else where the form has those words."""
    word = next(one for one in sent.root.iter(f"{W}t") if old in (one.text or ""))
    word.text = word.text.replace(old, new)
    return sent


def after_tick(sent: Sent) -> None:
    sent.paragraph("contact.no_post").append(xml(run(" YES. Do not write to me, he opens my letters.")))


def under_tick(sent: Sent) -> None:
    sent.paragraph("contact.no_post").addnext(paragraph("YES. Do not write to me."))


def under_question(sent: Sent) -> None:
    in_body(sent, "impact").addnext(paragraph("I forgot: he threatened me."))
    in_body(sent, "impact").getnext().addnext(paragraph("Twice."))


def at_the_end(sent: Sent) -> None:
    body = sent.root.find(f"{W}body")
    body.insert(len(body) - 1, paragraph("PS he listens in, never phone"))


def at_the_top(sent: Sent) -> None:
    sent.root.find(f"{W}body").insert(0, paragraph("URGENT"))


def in_the_label(sent: Sent) -> None:
    row = next(sent.control("victim.address").iterancestors(f"{W}tr"))
    row.find(f"{W}tc").findall(f"{W}p")[-1].append(xml(run(" OLD, I have moved")))


def close_to_the_label(sent: Sent) -> None:
    row = next(sent.control("victim.address").iterancestors(f"{W}tr"))
    row.find(f"{W}tc").findall(f"{W}p")[-1].append(xml(run("OLD")))


def table(sent: Sent) -> None:
    cells = "".join(f"<w:tc><w:p>{run(text)}</w:p></w:tc>" for text in ("1 Nov 2026", "a brick"))
    in_body(sent, "impact").addnext(xml(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"))


def row(sent: Sent) -> None:
    cells = "".join(f"<w:tc><w:p>{run(text)}</w:p></w:tc>" for text in ("Second mobile", "07700 900999"))
    next(sent.control("victim.email").iterancestors(f"{W}tr")).addnext(xml(f"<w:tr>{cells}</w:tr>"))


def control(sent: Sent) -> None:
    made = f"<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent><w:p>{run('pasted')}</w:p></w:sdtContent></w:sdt>"
    in_body(sent, "impact").addnext(xml(made))


def tracked(sent: Sent) -> None:
    in_body(sent, "impact").addnext(xml(f'<w:p><w:ins w:id="9" w:author="Bob">{run("put in")}</w:ins></w:p>'))


def picture(sent: Sent) -> None:
    in_body(sent, "impact").addnext(xml(f"<w:p><w:r>{DRAWING}</w:r></w:p>"))


def text_box(sent: Sent) -> None:
    box = f"<w:pict><v:shape><v:textbox><w:txbxContent><w:p>{run('Ring my sister')}</w:p></w:txbxContent></v:textbox>"
    in_body(sent, "impact").addnext(xml(f"<w:p><w:r>{box}</v:shape></w:pict></w:r></w:p>"))


def in_the_header(sent: Sent) -> None:
    name = next(name for name in sent.parts if re.fullmatch(r"word/header\d+\.xml", name))
    part = etree.fromstring(sent.parts[name])
    part.append(paragraph("MY NEW ADDRESS IS 9 New Rd"))
    sent.parts[name] = etree.tostring(part)


IMPACT = "Below “We want to understand what it has been like."


@pytest.mark.parametrize(
    ("write", "where", "text"),
    [
        (after_tick, f"Beside “{NO_POST}”", "YES. Do not write to me, he opens my letters."),
        (under_tick, f"Below “{NO_POST}”", "YES. Do not write to me."),
        (under_question, IMPACT, "I forgot: he threatened me.\nTwice."),
        (at_the_end, "Below “", "PS he listens in, never phone"),
        (at_the_top, "At the top", "URGENT"),
        (in_the_label, "Beside “Address *”", "OLD, I have moved"),
        (close_to_the_label, "Beside “Address *”", "OLD"),
        (table, IMPACT, "1 Nov 2026 | a brick"),
        (row, "Below “E-mail”", "Second mobile | 07700 900999"),
        (control, IMPACT, "pasted"),
        (tracked, IMPACT, "put in"),
        (picture, IMPACT, "a picture"),
        (text_box, "In a text box", "Ring my sister"),
        (in_the_header, "In the header or footer", "MY NEW ADDRESS IS 9 New Rd"),
    ],
)
def test_what_is_written_outside_the_fields_is_kept(
    write: Callable[[Sent], None], where: str, text: str, tmp_path: Path
) -> None:
    sent = Sent()
    write(sent)
    reading = sent.read(tmp_path)
    (note,) = notes(reading)
    assert note.startswith(where) and note.endswith(f": {text}")
    (told,) = [one for one in reading.problems if one.code == "text-outside"]
    assert told.field == "notes.1.text" and " ".join(text.split()) in told.message
    assert reading.values["notes"] == [{"text": note}]


@pytest.mark.parametrize("write", [after_tick, under_tick])
def test_a_box_that_something_is_written_beside_is_not_certain(write: Callable[[Sent], None], tmp_path: Path) -> None:
    sent = Sent()
    write(sent)
    read = sent.field(tmp_path, "contact.no_post")
    assert (read.value, read.status) == (False, "check")


@pytest.mark.parametrize("write", [after_tick, under_tick, under_question, in_the_label, row, at_the_end])
def test_it_is_kept_where_the_controls_have_no_names(write: Callable[[Sent], None], tmp_path: Path) -> None:
    named, nameless = Sent(), Sent()
    write(named)
    write(nameless)
    assert notes(nameless.untag().read(tmp_path)) == notes(named.read(tmp_path)) != []


def test_comments_footnotes_and_endnotes_are_kept_whole(tmp_path: Path) -> None:
    long = "he opens the post " * 40
    sent = Sent().add_part("comments.xml", "comments", comments("Ann", long))
    sent.add_part("footnotes.xml", "footnotes", footnotes("only mornings"))
    sent.add_part("endnotes.xml", "endnotes", footnotes("not on Fridays").replace("footnote", "endnote"))
    sent.paragraph("impact").append(xml('<w:r><w:commentReference w:id="0"/></w:r>'))
    sent.paragraph("impact").append(xml('<w:r><w:footnoteReference w:id="2"/><w:endnoteReference w:id="2"/></w:r>'))
    reading = sent.read(tmp_path)
    assert notes(reading) == [f"Comment of Ann: {long.strip()}", "Footnote: only mornings", "Endnote: not on Fridays"]
    assert {"comment", "footnote"} <= {one.code for one in reading.problems}


def test_a_second_answer_to_one_field_is_kept(tmp_path: Path) -> None:
    sent = Sent().type("victim.name", "Siân")
    second = copy.deepcopy(sent.control("victim.name"))
    next(second.iter(f"{W}t")).text = "Dewi"
    sent.paragraph("victim.name").append(second)
    assert any(one.endswith(": Dewi") for one in notes(sent.read(tmp_path)))


def test_a_card_copied_without_its_controls_is_kept(tmp_path: Path) -> None:
    sent = Sent().type("incidents.5.details", "Fifth").untag()
    card = in_body(sent, "incidents") if sent.controls("incidents") else None
    assert card is None
    field = next(one for one in sent.root.iter(f"{W}t") if one.text == "Fifth")
    first = next(field.iterancestors(f"{W}tbl"))
    copied = copy.deepcopy(first)
    for one in list(copied.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")):
        one.getparent().remove(one)
    for one in list(copied.iter(f"{W}sdt")):
        parent, at = one.getparent(), one.getparent().index(one)
        for child in reversed(list(one.find(f"{W}sdtContent"))):
            parent.insert(at, child)
        parent.remove(one)
    next(one for one in copied.iter(f"{W}t") if one.text == "Fifth").text = "SIXTH knife"
    first.addnext(copied)
    assert any("SIXTH knife" in one for one in notes(sent.read(tmp_path)))


@pytest.mark.parametrize("named", [True, False])
def test_changed_words_are_quoted_and_their_answers_are_not_certain(named: bool, tmp_path: Path) -> None:
    sent = replaced(Sent().type("incidents.1.date_reported", "03/05/2026"), "Date reported", "Date NOT reported")
    reading = (sent if named else sent.untag()).read(tmp_path)
    read = reading.fields["incidents.1.date_reported"]
    assert read.status == "check"
    if named:
        assert changes(reading) == ["Where the form says “Date reported *”, the file says “Date NOT reported *”."]
        assert notes(reading) == ["In place of “Date reported *”: Date NOT reported *"]
    else:  # then all in the cell is taken for the answer
        assert read.value == "Date NOT reported *\n03/05/2026"
        assert "“Date reported *”" in changes(reading)[0]
    assert reading.fields["incidents.2.date_reported"].status == "blank"


def test_a_consent_that_was_reworded_or_taken_out_is_told(tmp_path: Path) -> None:
    for tag, new in (("declaration.sharing", "I do not agree at all."), ("consent.permission", "")):
        sent = Sent().tick(tag)
        for one in sent.paragraph(tag).findall(f"{W}r"):
            one.getparent().remove(one)
        sent.paragraph(tag).append(xml(run(new)))
        reading = sent.read(tmp_path)
        assert reading.fields[tag].status == "check"
        assert changes(reading)
        assert not new or any(one.endswith(new) for one in notes(reading))


def test_labels_that_changed_places_leave_no_answer_certain(tmp_path: Path) -> None:
    sent = Sent().type("applicant.daytime_phone", "01632960123").type("applicant.mobile_phone", "07700900456")
    one, other = (next(t for t in sent.root.iter(f"{W}t") if name in (t.text or "")) for name in ("Daytime", "Mobile"))
    one.text, other.text = other.text, one.text
    reading = sent.read(tmp_path)
    assert {reading.fields[f"applicant.{name}_phone"].status for name in ("daytime", "mobile")} == {"check"}
    assert changes(reading)


def test_a_card_taken_out_and_one_put_in_say_nothing_of_words(tmp_path: Path) -> None:
    for change in ("out", "in"):
        sent = Sent()
        cards = list(sent.control("incidents").find(f"{W}sdtContent"))
        if change == "out":
            cards[1].getparent().remove(cards[1])
        else:
            cards[4].addnext(copy.deepcopy(cards[4]))
        reading = sent.read(tmp_path)
        assert (notes(reading), changes(reading)) == ([], [])
        assert reading.fields["incidents.3.details"].status == "blank"


def divided(sent: Sent) -> None:
    """As Word may save it: paragraphs in several runs and, where somebody pressed Enter, in two."""
    whole = [one for one in sent.root.iter(f"{W}t") if len(one.getparent().findall(f"{W}t")) == 1]
    for one in [one for one in whole if len((one.text or "").split()) > 3]:
        words = one.text.split(" ")
        rest = copy.deepcopy(one.getparent())
        one.text = " ".join(words[:2]) + "  "
        next(rest.iter(f"{W}t")).text = " ".join(words[2:])
        one.getparent().addnext(rest)
    last = next(p for p in sent.root.iter(f"{W}p") if len(p.findall(f"{W}r")) > 1 and p.getparent().tag == f"{W}body")
    second = xml("<w:p/>")
    second.append(last.findall(f"{W}r")[-1])
    last.addnext(second)


def corrected(sent: Sent) -> None:
    for one in sent.root.iter(f"{W}t"):
        one.text = (one.text or "").replace("“", '"').replace("’", "'").replace("–", "-").replace(" ", "\u00a0")


def page_broken(sent: Sent) -> None:
    for one in list(sent.root.iter(f"{W}r"))[5:40:3]:
        one.insert(0, xml("<w:lastRenderedPageBreak/>"))
    sent.root.find(f"{W}body").insert(3, xml('<w:p><w:r><w:br w:type="page"/></w:r></w:p>'))


@pytest.mark.parametrize("change", [divided, corrected, page_broken])
def test_what_word_does_by_itself_is_no_note(change: Callable[[Sent], None], tmp_path: Path) -> None:
    sent = Sent()
    change(sent)
    reading = sent.read(tmp_path)
    assert (notes(reading), changes(reading)) == ([], [])


def test_no_document_as_issued_has_notes_nor_after_libreoffice(tmp_path: Path) -> None:
    files = []
    for known in documents():
        for mode in ("blank", "prefilled"):
            made = render(resolved(known, mode))
            if made.form.fields:
                assert made.form.words and made.form.margins
                files.append(tmp_path / f"{known}.{mode}.docx")
                files[-1].write_bytes(made.data)
    assert len(files) > 20
    if libreoffice.python() is not None:
        files += libreoffice.docx(files, tmp_path / "saved").values()
    for file in files:
        reading = read_word(file)
        assert (notes(reading), changes(reading)) == ([], []), file


@pytest.mark.needs("uno")
def test_what_is_typed_in_libreoffice_is_an_answer_and_no_note(tmp_path: Path) -> None:
    made = render(resolved("application-form"))
    source = tmp_path / "form.docx"
    source.write_bytes(made.data)
    values: dict[str, str | bool] = {"ctd_victim_name": "Siân Gŵyr", "ctd_contact_no_post": True, "ctd_impact": "Bad."}
    ways: tuple[libreoffice.Way, ...] = ("inside", "over")
    jobs = [Typing(source, tmp_path / f"{way}.docx", values, way) for way in ways]
    libreoffice.typed(jobs)
    for job in jobs:
        reading = read_word(job.target)
        assert (notes(reading), changes(reading)) == ([], [])
        assert reading.fields["victim.name"].value == "Siân Gŵyr"


def test_a_form_of_before_its_words_were_kept_still_reads(tmp_path: Path) -> None:
    sent = Sent().type("victim.name", "Siân")
    item = etree.fromstring(sent.parts["customXml/item1.xml"])
    item.text = re.sub(r',"words":\[.*\](?=\})', "", item.text)
    assert "words" not in item.text
    sent.parts["customXml/item1.xml"] = etree.tostring(item)
    control(sent)
    text_box(sent)
    reading = sent.read(tmp_path)
    assert (reading.fields["victim.name"].value, reading.fields["victim.name"].status) == ("Siân", "certain")
    assert notes(reading) == ["In a text box: Ring my sister", "In a field that the form does not have: pasted"]


def test_a_book_pasted_into_a_form_is_kept_in_few_notes(tmp_path: Path) -> None:
    sent = Sent()
    for number, one in enumerate([p for p in sent.root.iter(f"{W}p") if p.getparent().tag == f"{W}body"]):
        for page in range(30):
            one.addnext(paragraph(f"Line {number}.{page}"))
    reading = sent.read(tmp_path)
    assert 1 < len(notes(reading)) <= 200
    whole = "\n".join(notes(reading))
    assert all(f"Line {number}.{page}" in whole for number in range(10) for page in range(30))


def test_rows_beyond_the_form_bring_their_words(tmp_path: Path) -> None:
    """A prefilled form with more incidents than a blank one has rows."""
    made = resolved("application-form", "prefilled")
    values = {**made.values, **{f"incidents.7.{name}": text for name, text in incident(7).items()}}
    (tmp_path / "form.docx").write_bytes(render(replace(made, values=values)).data)
    reading = read_word(tmp_path / "form.docx")
    assert (notes(reading), changes(reading)) == ([], [])
    assert reading.fields["incidents.7.details"].status == "certain"


def test_a_form_without_tags_and_bookmarks_loses_nothing_that_was_written(tmp_path: Path) -> None:
    values = {"victim.name": "Siân Gŵyr", "applicant.name": "Dewi Pŵyll", "incidents.1.details": "A brick"}
    sent = Sent()
    for name, text in values.items():
        sent.type(name, text)
    sent.untag()
    for one in list(sent.root.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")):
        one.getparent().remove(one)
    reading = sent.read(tmp_path)
    said = [str(one.value) for one in reading.fields.values()]
    assert all(any(text in one for one in said) for text in values.values())
    assert not any("Click to type" in one for one in notes(reading))


def test_words_are_laid_beside_one_another_however_often_they_come() -> None:
    issued = form_of(["Only here", *["Name"] * 700, "Last"]).lines
    found = compare(issued, [*["Name"] * 700, "Written", "Last"])
    assert found.changed == [(0, None)]
    assert found.extra == [(700, "Written", None)]


LABELS = ["Name *", "Address", "Date reported *", "Yes", "No, not at all"]


@given(st.lists(st.sampled_from(LABELS), min_size=1), st.data())
def test_whatever_is_put_between_the_words_of_a_form_is_found(words: list[str], data: st.DataObject) -> None:
    """Nothing that a person wrote is taken for the form's, and nothing of the form's for a person's."""
    at = data.draw(st.integers(0, len(words)))
    found = compare(form_of(words).lines, [*words[:at], "he opens my letters", *words[at:]])
    assert [(number, text) for number, text, _ in found.extra] == [(at, "he opens my letters")]
    assert found.changed == []
    assert compare(form_of(words).lines, [" ".join(words)]).extra == []
