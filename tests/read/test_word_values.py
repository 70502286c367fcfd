"""What stands in the controls of a returned Word form: certain where all of it agrees, never where it does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from ctdocs.documents.catalogue import documents
from tests.read.returned_word import Sent, W, codes, comments, footnotes, run, xml
from tests.render.samples import resolved

DRAWN = "<w:r><w:drawing/></w:r>"
BOXED = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent><w:p>{0}</w:p>'
    "</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent><w:p>{0}</w:p>"
    "</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)


@pytest.mark.parametrize("document", documents())
def test_what_we_filled_in_reads_back(document: str, tmp_path: Path) -> None:
    values = resolved(document, "prefilled").values
    reading = Sent(document, values).read(tmp_path)
    assert {name: "yes" if one.value is True else one.value for name, one in reading.fields.items() if one.value} == {
        name: value for name, value in values.items() if name in reading.fields
    }
    assert {one.status for one in reading.fields.values()} <= {"certain", "blank"}
    assert codes(reading) == []


def test_a_blank_form_is_blank_and_names_itself(tmp_path: Path) -> None:
    sent = Sent()
    reading = sent.read(tmp_path)
    assert {name: one.value for name, one in reading.fields.items() if one.status != "blank"} == {
        field.id: False for field in sent.form.fields if field.kind == "tick"
    }
    form = reading.form
    assert (form.id, form.layout, form.area) == ("application-form", sent.form.id, "example/exampleshire")
    assert (form.route, form.file) == ("word", "form.docx")
    assert all((one.page, one.box) == (None, None) for one in reading.fields.values())


@pytest.mark.parametrize("document", documents())
def test_every_field_typed_as_word_saves_it_reads_back(document: str, tmp_path: Path) -> None:
    sent = Sent(document)
    expected = sent.fill()
    reading = sent.read(tmp_path)
    assert len(expected) == len(sent.form.fields) > 0
    assert {name: one.value for name, one in reading.fields.items()} == expected
    assert {name: one.reason for name, one in reading.fields.items() if one.status != "certain"} == {}
    assert codes(reading) == []


@pytest.mark.parametrize(
    ("pieces", "value"),
    [
        (("<w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:cr/><w:t>c</w:t></w:r>",), "a\nb\nc"),
        (("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t></w:r>",), "a\tb"),
        (("<w:r><w:t>nine</w:t><w:noBreakHyphen/><w:t>ty</w:t><w:softHyphen/></w:r>",), "nine\u2011ty\u00ad"),
        (('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>',), "✓"),
        (("<w:r><w:t> trimmed </w:t></w:r>", run(" kept ")), "trimmed kept "),
        (('<w:hyperlink w:anchor="x">' + run("a@example.org") + "</w:hyperlink>",), "a@example.org"),
        ((run("a\u200bb"),), "a\u200bb"),
    ],
)
def test_the_signs_of_word_are_characters(pieces: tuple[str, ...], value: str, tmp_path: Path) -> None:
    read = Sent().put("behaviour", *pieces).field(tmp_path, "behaviour")
    assert (read.value, read.status) == (value, "certain")


@pytest.mark.parametrize(
    ("pieces", "value", "reason"),
    [
        ((f'<w:ins w:id="1" w:author="A">{run("new")}</w:ins>',), "new", "tracked"),
        ((run("old"), '<w:del w:id="1"><w:r><w:delText>gone</w:delText></w:r></w:del>'), "old", "tracked"),
        ((f'<w:moveFrom w:id="1">{run("moved")}</w:moveFrom>', run("left")), "left", "tracked"),
        ((f'<w:moveTo w:id="1">{run("moved")}</w:moveTo>',), "moved", "tracked"),
        ((run("seen"), run("unseen", "<w:vanish/>")), "seen", "hidden text"),
        ((run("one"), run("two", "<w:strike/>")), "onetwo", "struck through"),
        ((run("one", '<w:color w:val="FFFFFF"/>'),), "one", "hardly be seen"),
        ((run("x"), DRAWN), "x", "picture"),
        (('<w:fldSimple w:instr=" DATE ">' + run("1 May") + "</w:fldSimple>",), "1 May", "calculated"),
        ((run("x"), "<m:oMath><m:r><m:t>y</m:t></m:r></m:oMath>"), "xy", "formula"),
        (('<w:r><w:sym w:font="Secret" w:char="F041"/></w:r>',), "\uf041", "cannot be shown"),
        ((run("a"), '<w:r><w:footnoteReference w:id="2"/></w:r>'), "a", "footnote"),
        ((f"<mc:AlternateContent><mc:Choice>{run('x')}</mc:Choice></mc:AlternateContent>",), "x", "ways"),
        ((run("bad\u202etxt"),), "bad\u202etxt", "cannot be shown"),
    ],
)
def test_what_does_not_read_as_it_looks_is_checked(
    pieces: tuple[str, ...], value: str, reason: str, tmp_path: Path
) -> None:
    read = Sent().put("behaviour", *pieces).field(tmp_path, "behaviour")
    assert (read.value, read.status) == (value, "check")
    assert reason in read.reason


def test_a_code_of_word_is_not_text(tmp_path: Path) -> None:
    code = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>', "<w:r><w:instrText> REF x </w:instrText></w:r>", run("code"),
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>', run("shown"), '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
    )  # fmt: skip
    read = Sent().put("behaviour", *code, run("!")).field(tmp_path, "behaviour")
    assert (read.value, read.status) == ("shown!", "check")


def test_tracked_changes_are_told_once(tmp_path: Path) -> None:
    reading = Sent().put("behaviour", f'<w:ins w:id="1">{run("new")}</w:ins>').type("impact", "x").read(tmp_path)
    assert codes(reading) == ["tracked-changes"]
    assert reading.fields["impact"].status == "certain"


def test_a_deleted_paragraph_mark_joins_lines(tmp_path: Path) -> None:
    sent = Sent().type("impact", "one")
    gone = xml('<w:rPr><w:del w:id="9"/></w:rPr>')
    look = sent.paragraph("impact").find(f"{W}pPr")
    look.append(gone)
    sent.cell("impact").append(xml(f"<w:p>{run('two')}</w:p>"))
    read = sent.field(tmp_path, "impact")
    assert (str(read.value).replace(" ", ""), read.status) == ("onetwo", "check")
    assert "tracked" in read.reason


def test_a_row_deleted_while_changes_are_tracked_is_not_read(tmp_path: Path) -> None:
    sent = Sent().type("victim.name", "Siân")
    row = next(sent.control("victim.name").iterancestors(f"{W}tr"))
    row.insert(0, xml('<w:trPr><w:del w:id="1"/></w:trPr>'))
    for old in row.findall(f"{W}trPr")[1:]:
        row.remove(old)
    read = sent.field(tmp_path, "victim.name")
    assert (read.value, read.status) == (None, "check")


@pytest.mark.parametrize(
    "text", ["Click or tap here to enter text.", "Click to type", "  Click to type ", "Click here to enter text."]
)
def test_the_words_of_an_empty_control_are_no_answer(text: str, tmp_path: Path) -> None:
    assert Sent().type("victim.name", text).field(tmp_path, "victim.name").status == "blank"


def test_a_control_that_word_takes_for_empty_is_checked(tmp_path: Path) -> None:
    sent = Sent()
    next(sent.control("victim.name").iter(f"{W}t")).text = "Siân"
    read = sent.field(tmp_path, "victim.name")
    assert (read.value, read.status) == ("Siân", "check")
    assert "not filled in" in read.reason


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("filled", [True, False])
def test_text_beside_a_control_is_taken_and_checked(first: bool, filled: bool, tmp_path: Path) -> None:
    sent = Sent()
    if filled:
        sent.type("victim.name", "Gŵyr")
    paragraph = sent.paragraph("victim.name")
    paragraph.insert(1 if first else len(paragraph), xml(run("Siân")))
    read = sent.field(tmp_path, "victim.name")
    assert read.status == "check" and "beside" in read.reason
    assert read.value == (("Siân Gŵyr" if first else "Gŵyr Siân") if filled else "Siân")


def test_a_paragraph_below_a_control_belongs_to_its_cell(tmp_path: Path) -> None:
    sent = Sent().type("victim.address", "Flat 2")
    sent.cell("victim.address").append(xml(f"<w:p>{run('14 Nowhere Lane')}</w:p>"))
    read = sent.field(tmp_path, "victim.address")
    assert "14 Nowhere Lane" in str(read.value) and read.status == "check"


@pytest.mark.parametrize(
    ("stored", "shown", "value", "status"),
    [
        ("2026-05-06T00:00:00Z", "06/05/2026", "2026-05-06", "certain"),
        ("2026-05-06T00:00:00Z", "6 May 2026", "2026-05-06", "certain"),
        (None, "6/5/2026", "2026-05-06", "certain"),
        ("2026-06-05T00:00:00Z", "06/05/2026", "06/05/2026", "check"),
        ("2026-05-06T00:00:00Z", "early May", "early May", "check"),
        ("nonsense", "06/05/2026", "06/05/2026", "check"),
    ],
)
def test_a_date_is_what_is_shown_and_kept(
    stored: str | None, shown: str, value: str, status: str, tmp_path: Path
) -> None:
    sent = Sent().type("declaration.date", shown)
    if stored:
        sent.control("declaration.date").find(f"{W}sdtPr/{W}date").set(f"{W}fullDate", stored)
    read = sent.field(tmp_path, "declaration.date")
    assert (read.value, read.status) == (value, status)


@pytest.mark.parametrize(
    ("checked", "sign", "value", "status"),
    [
        (True, "☒", True, "certain"),
        (False, "☐", False, "certain"),
        (False, "☒", True, "check"),
        (True, "☐", True, "check"),
        (False, "x", True, "check"),
        (False, "✓", True, "check"),
        (False, "", False, "check"),
        (False, "maybe", False, "check"),
        (True, "✔", True, "check"),
    ],
)
def test_a_box_and_its_sign_must_agree(checked: bool, sign: str, value: bool, status: str, tmp_path: Path) -> None:
    read = Sent().tick("contact.phone", checked=checked, sign=sign).field(tmp_path, "contact.phone")
    assert (read.value, read.status) == (value, status)


@pytest.mark.parametrize(("text", "value"), [("x", True), ("✓", True), ("☑", True), ("yes", True), ("no", False)])
def test_what_is_typed_in_the_place_of_a_box_or_beside_it(text: str, value: bool, tmp_path: Path) -> None:
    over = Sent()
    control = over.control("contact.phone")
    control.getparent().replace(control, xml(run(text)))
    beside = Sent()
    beside.control("contact.phone").addnext(xml(run(text)))
    for sent in (over, beside):
        read = sent.field(tmp_path, "contact.phone")
        assert (read.value, read.status) == (value, "check")


def test_one_box_of_a_choice(tmp_path: Path) -> None:
    read = Sent().tick("basis=other").field(tmp_path, "basis")
    assert (read.value, read.raw, read.status) == ("other", "other", "certain")
    both = Sent().tick("basis=other").tick("basis=self").field(tmp_path, "basis")
    assert (both.value, both.raw, both.status) == (None, "self, other", "check")
    assert "more than one" in both.reason
    sent = Sent().tick("basis=other")
    paragraph = sent.paragraph("basis=self")
    paragraph.getparent().remove(paragraph)
    gone = sent.read(tmp_path)
    assert (gone.fields["basis"].value, gone.fields["basis"].status) == ("other", "check")
    assert "missing-field" in codes(gone)


@pytest.mark.parametrize(
    ("shown", "value", "status"),
    [("Telephone", "telephone", "certain"), ("telephone", "telephone", "check"), ("pigeon", "pigeon", "check")],
)
def test_a_list_shows_one_of_its_answers(shown: str, value: str, status: str, tmp_path: Path) -> None:
    sent = Sent()
    field = sent.form.field("incidents.1.how_reported")
    assert field is not None and field.shown_as == "list"
    shown = field.options["telephone"] if shown == "Telephone" else shown
    read = sent.type(field.id, shown).field(tmp_path, field.id)
    if shown == "telephone" and field.options["telephone"] != "Telephone":
        value = "telephone"
    assert (read.value, read.status) == (value, status)


def test_a_date_with_the_month_first_is_checked(tmp_path: Path) -> None:
    sent = Sent().type("declaration.date", "5/6/2026")
    sent.control("declaration.date").find(f"{W}sdtPr/{W}date/{W}dateFormat").set(f"{W}val", "M/d/yyyy")
    assert sent.field(tmp_path, "declaration.date").status == "check"


def test_a_list_that_remembers_another_answer_is_checked(tmp_path: Path) -> None:
    sent = Sent()
    field = sent.form.field("incidents.1.how_reported")
    assert field is not None
    sent.type(field.id, field.options["email"])
    sent.control(field.id).find(f"{W}sdtPr/{W}dropDownList").set(f"{W}lastValue", "visit")
    assert sent.field(tmp_path, field.id).status == "check"


def test_a_control_tied_to_other_data_is_checked(tmp_path: Path) -> None:
    sent = Sent().type("victim.name", "Siân")
    sent.control("victim.name").find(f"{W}sdtPr").append(xml('<w:dataBinding w:xpath="/x"/>'))
    assert sent.field(tmp_path, "victim.name").status == "check"


def test_a_comment_is_told_with_its_field(tmp_path: Path) -> None:
    sent = Sent().type("victim.name", "Siân").type("impact", "x")
    control = sent.control("victim.name")
    control.addprevious(xml('<w:commentRangeStart w:id="0"/>'))
    control.addnext(xml('<w:r><w:commentReference w:id="0"/></w:r>'))
    control.addnext(xml('<w:commentRangeEnd w:id="0"/>'))
    sent.add_part("comments.xml", "comments", comments("Dewi", "Is this right?"))
    reading = sent.read(tmp_path)
    (told,) = [one for one in reading.problems if one.code == "comment"]
    assert told.field == "victim.name" and "Dewi" in told.message and "Is this right?" in told.message
    assert reading.fields["victim.name"].status == "check"
    assert reading.fields["impact"].status == "certain"


def test_text_boxes_and_footnotes_are_told(tmp_path: Path) -> None:
    sent = Sent().type("victim.name", "Siân")
    sent.paragraph("victim.name").append(xml(BOXED.format(run("See my letter"))))
    sent.paragraph("impact").append(xml('<w:r><w:footnoteReference w:id="2"/></w:r>'))
    sent.add_part("footnotes.xml", "footnotes", footnotes("At night"))
    reading = sent.read(tmp_path)
    told = {one.code: one.message for one in reading.problems}
    assert told["text-box"].count("See my letter") == 1 and "At night" in told["footnote"]
    assert (reading.fields["victim.name"].value, reading.fields["victim.name"].status) == ("Siân", "check")
    assert reading.fields["impact"].status == "check"


def test_hidden_styles_hide(tmp_path: Path) -> None:
    sent = Sent().put("behaviour", run("seen"), run("unseen", '<w:rStyle w:val="Mine"/>'))
    style = b'<w:style w:type="character" w:styleId="Base"><w:rPr><w:vanish/></w:rPr></w:style>'
    style += b'<w:style w:type="character" w:styleId="Mine"><w:basedOn w:val="Base"/></w:style></w:styles>'
    sent.parts["word/styles.xml"] = sent.parts["word/styles.xml"].replace(b"</w:styles>", style)
    read = sent.field(tmp_path, "behaviour")
    assert (read.value, read.status) == ("seen", "check")


def test_a_control_around_a_whole_cell_or_paragraph(tmp_path: Path) -> None:
    sent = Sent()
    properties = sent.control("victim.address").find(f"{W}sdtPr")
    showing = properties.find(f"{W}showingPlcHdr")
    properties.remove(showing)
    cell = sent.cell("victim.address")
    row = cell.getparent()
    whole = xml("<w:sdt><w:sdtContent/></w:sdt>")
    row.replace(cell, whole)
    whole.insert(0, properties)
    for child in [child for child in cell if child.tag == f"{W}p"]:
        cell.remove(child)
    cell.append(xml(f"<w:p>{run('Flat 2')}</w:p>"))
    cell.append(xml(f"<w:p>{run('14 Nowhere Lane')}</w:p>"))
    whole[1].append(cell)
    read = sent.field(tmp_path, "victim.address")
    assert (read.value, read.status) == ("Flat 2\n14 Nowhere Lane", "certain")
