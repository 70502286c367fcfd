"""Answers that look other than they read, stand where another belongs, or are marked in another way: never certain."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from tests.read.returned_word import W14, Sent, W, run, xml

STYLES = (
    '<w:style w:type="character" w:styleId="Gone"><w:rPr><w:strike/></w:rPr></w:style>',
    '<w:style w:type="character" w:styleId="Going"><w:basedOn w:val="Gone"/></w:style>',
    '<w:style w:type="character" w:styleId="Pale"><w:rPr><w:color w:val="FAFAFA"/></w:rPr></w:style>',
    '<w:style w:type="paragraph" w:styleId="Out"><w:rPr><w:dstrike/></w:rPr></w:style>',
    '<w:style w:type="paragraph" w:styleId="White"><w:rPr><w:color w:themeColor="background1" w:val="auto"/></w:rPr>'
    "</w:style>",
    '<w:style w:type="paragraph" w:styleId="Nobody"><w:rPr><w:vanish/></w:rPr></w:style>',
)


def with_styles(sent: Sent) -> Sent:
    """Styles of the kind that people make."""
    part = etree.fromstring(sent.parts["word/styles.xml"])
    part.extend(xml(style) for style in STYLES)
    sent.parts["word/styles.xml"] = etree.tostring(part)
    return sent


@pytest.mark.parametrize(
    ("look", "reason"),
    [
        ('<w:rStyle w:val="Gone"/>', "struck through"),
        ('<w:rStyle w:val="Going"/>', "struck through"),
        ('<w:rStyle w:val="Pale"/>', "hardly be seen"),
        ('<w:color w:val="auto" w:themeColor="background1"/>', "hardly be seen"),
        ('<w:color w:val="FFFFFF" w:themeColor="light1"/>', "hardly be seen"),
        ('<w14:textFill><w14:noFill/></w14:textFill>', "hardly be seen"),
        ("<w:specVanish/>", "hidden"),
    ],
)
def test_a_text_that_looks_other_than_it_reads(look: str, reason: str, tmp_path: Path) -> None:
    sent = with_styles(Sent()).put("victim.postcode", run("EX9 9ZZ", look))
    read = sent.field(tmp_path, "victim.postcode")
    assert read.status == "check" and reason in read.reason


@pytest.mark.parametrize(
    "look",
    [
        '<w:rStyle w:val="Gone"/><w:strike w:val="0"/>', '<w:color w:val="000000"/>',
        '<w:color w:val="808080" w:themeColor="background1" w:themeShade="80"/>',
        '<w:highlight w:val="yellow"/>', "<w:b/>",
    ],
)  # fmt: skip
def test_a_text_that_looks_unusual_but_is_read_as_it_is(look: str, tmp_path: Path) -> None:
    sent = with_styles(Sent()).put("victim.postcode", run("EX9 9ZZ", look))
    read = sent.field(tmp_path, "victim.postcode")
    assert (read.value, read.status) == ("EX9 9ZZ", "certain")


@pytest.mark.parametrize(("style", "reason"), [("Out", "struck"), ("White", "hardly"), ("Nobody", "hidden")])
def test_the_style_of_a_paragraph_counts_too(style: str, reason: str, tmp_path: Path) -> None:
    sent = with_styles(Sent()).type("victim.postcode", "EX9 9ZZ")
    paragraph = sent.paragraph("victim.postcode")
    paragraph.find(f"{W}pPr/{W}pStyle").set(f"{W}val", style)
    read = sent.field(tmp_path, "victim.postcode")
    assert read.status == "check" and reason in read.reason


def test_letters_that_run_the_other_way(tmp_path: Path) -> None:
    sent = Sent().put("victim.postcode", f'<w:bdo w:val="rtl">{run("ZZ9 9XE")}</w:bdo>')
    read = sent.field(tmp_path, "victim.postcode")
    assert (read.value, read.status) == ("ZZ9 9XE", "check")


@pytest.mark.parametrize("checked", [True, False])
def test_a_box_whose_signs_were_exchanged(checked: bool, tmp_path: Path) -> None:
    sent = Sent().tick("contact.phone", checked=checked, sign="☐" if checked else "☒")
    box = sent.control("contact.phone").find(f".//{W14}checkbox")
    box.find(f"{W14}checkedState").set(f"{W14}val", "2610")
    box.find(f"{W14}uncheckedState").set(f"{W14}val", "2612")
    assert sent.field(tmp_path, "contact.phone").status == "check"


def two(sent: Sent) -> Sent:
    """Two answers that could be taken for one another."""
    return sent.type("applicant.name", "Dewi").type("victim.name", "Siân")


def into_another(sent: Sent) -> None:
    one, other = sent.control("applicant.name"), sent.control("victim.name")
    other.getparent().replace(other, one)


def exchanged(sent: Sent) -> None:
    one, other = sent.control("applicant.name"), sent.control("victim.name")
    here, at = one.getparent(), one.getparent().index(one)
    other.getparent().replace(other, one)
    here.insert(at, other)


def exchanged_whole(sent: Sent) -> None:
    one, other = sent.paragraph("applicant.name"), sent.paragraph("victim.name")
    here, at = one.getparent(), one.getparent().index(one)
    other.getparent().replace(other, one)
    here.insert(at, other)


def exchanged_without_bookmarks(sent: Sent) -> None:
    exchanged(sent)
    for one in list(sent.root.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")):
        one.getparent().remove(one)


@pytest.mark.parametrize("change", [into_another, exchanged, exchanged_whole, exchanged_without_bookmarks])
def test_controls_that_were_moved(change: Callable[[Sent], None], tmp_path: Path) -> None:
    sent = two(Sent())
    change(sent)
    reading = sent.read(tmp_path)
    assert {reading.fields[name].status for name in ("applicant.name", "victim.name")} == {"check"}


def test_controls_exchanged_between_two_rows(tmp_path: Path) -> None:
    sent = Sent().type("incidents.1.details", "First").type("incidents.2.details", "Second")
    one, other = sent.control("incidents.1.details"), sent.control("incidents.2.details")
    here, at = one.getparent(), one.getparent().index(one)
    other.getparent().replace(other, one)
    here.insert(at, other)
    reading = sent.read(tmp_path)
    assert {reading.fields[f"incidents.{number}.details"].status for number in (1, 2)} == {"check"}


def test_controls_exchanged_in_running_text(tmp_path: Path) -> None:
    sent = Sent("letter-1").type("reference", "CT-1").type("date", "20 November 2026")
    exchange = sent.control("reference"), sent.control("date")
    here, at = exchange[0].getparent(), exchange[0].getparent().index(exchange[0])
    exchange[1].getparent().replace(exchange[1], exchange[0])
    here.insert(at, exchange[1])
    reading = sent.read(tmp_path)
    assert {reading.fields[name].status for name in ("reference", "date")} == {"check"}


@pytest.mark.parametrize("tag", ["contact.phone", "contact.no_post", "basis=self"])
@pytest.mark.parametrize(
    "look",
    ['<w:highlight w:val="yellow"/>', '<w:shd w:val="clear" w:fill="FFFF00"/>', '<w:bdr w:val="single"/>'],
)
@pytest.mark.parametrize("named", [True, False])
def test_a_choice_that_is_marked_instead_of_ticked(tag: str, look: str, named: bool, tmp_path: Path) -> None:
    sent = Sent()
    for one in sent.paragraph(tag).findall(f"{W}r"):
        if one.find(f"{W}rPr") is None:
            one.insert(0, xml("<w:rPr/>"))
        one.find(f"{W}rPr").append(xml(look))
    read = (sent if named else sent.untag()).field(tmp_path, tag.partition("=")[0])
    assert read.status == "check" and "highlighted" in read.reason


@pytest.mark.parametrize("look", ["<w:u w:val='single'/>", "<w:b/>"])
def test_a_choice_that_is_underlined_or_bold(look: str, tmp_path: Path) -> None:
    sent = Sent()
    sent.paragraph("contact.phone").append(xml(run(" ", look)))
    assert sent.field(tmp_path, "contact.phone").status == "certain"
    for one in sent.paragraph("contact.phone").findall(f"{W}r"):
        if one.find(f"{W}rPr") is None:
            one.insert(0, xml("<w:rPr/>"))
        one.find(f"{W}rPr").append(xml(look))
    assert sent.field(tmp_path, "contact.phone").status == "check"


def test_a_choice_that_is_circled(tmp_path: Path) -> None:
    sent = Sent()
    oval = '<w:r><w:pict><v:oval style="position:absolute"/></w:pict></w:r>'
    sent.paragraph("contact.phone").append(xml(oval))
    assert sent.field(tmp_path, "contact.phone").status == "check"


def test_words_struck_out_beside_an_answer(tmp_path: Path) -> None:
    sent = Sent().type("victim.email", "sian@example.org")
    row = next(sent.control("victim.email").iterancestors(f"{W}tr"))
    label = row.find(f"{W}tc/{W}p/{W}r")
    if label.find(f"{W}rPr") is None:
        label.insert(0, xml("<w:rPr/>"))
    label.find(f"{W}rPr").append(xml("<w:strike/>"))
    read = sent.field(tmp_path, "victim.email")
    assert (read.value, read.status) == ("sian@example.org", "check")


@pytest.mark.parametrize("typed", ["[x]", "[X]", "(x)", "[ x ]", "x", "Yes", "[✓]"])
def test_a_tick_that_was_typed(typed: str, tmp_path: Path) -> None:
    sent = Sent()
    box = sent.control("declaration.accurate")
    box.getparent().replace(box, xml(run(typed)))
    reading = sent.read(tmp_path)
    read = reading.fields["declaration.accurate"]
    assert (read.value, read.status) == (True, "check")
    assert not any(one.field == "declaration.accurate" and "missing" in one.code for one in reading.problems)


@pytest.mark.parametrize("typed", ["[ ]", "()", "[no]", "[?]", "not x"])
def test_what_is_typed_for_a_tick_and_is_none(typed: str, tmp_path: Path) -> None:
    sent = Sent()
    box = sent.control("declaration.accurate")
    box.getparent().replace(box, xml(run(typed)))
    read = sent.field(tmp_path, "declaration.accurate")
    assert (read.value, read.status) == (False, "check")


@pytest.mark.parametrize("named", [True, False])
def test_breaks_that_a_program_moved_to_the_front_are_not_part_of_the_answer(named: bool, tmp_path: Path) -> None:
    sent = Sent().type("impact", "One Two")
    sent.control("impact").addprevious(xml("<w:r><w:br/><w:br/></w:r>"))
    read = (sent if named else sent.untag()).field(tmp_path, "impact")
    assert (read.value, read.status) == ("One Two", "check")


def test_a_date_with_the_year_first_says_so(tmp_path: Path) -> None:
    read = Sent().type("incidents.1.date", "20260403").field(tmp_path, "incidents.1.date")
    assert read.status == "check" and "the year seems to stand first" in read.reason


def test_an_answer_that_word_numbers(tmp_path: Path) -> None:
    """“1 High Road” typed as the first line of a list: the number is no text."""
    sent = Sent().type("victim.address", "High Road")
    numbering = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr>'
    sent.paragraph("victim.address").find(f"{W}pPr").append(xml(numbering))
    read = sent.field(tmp_path, "victim.address")
    assert (read.value, read.status) == ("High Road", "check")
