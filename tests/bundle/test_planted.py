"""Details of an alleged perpetrator, planted wherever something flows to the applicant: each stops it and is quoted."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from ctdocs.bundle.accepting import accept_in
from ctdocs.bundle.letters import write_letter
from ctdocs.bundle.making import make
from ctdocs.documents.catalogue import document, documents
from ctdocs.documents.letters import addressee
from ctdocs.documents.produce import for_case, goes_to_the_applicant
from ctdocs.errors import Refused, UsageError
from ctdocs.model.area import load_area
from ctdocs.model.audience import audience_of
from ctdocs.model.case import Case
from ctdocs.model.fields import field_kind
from tests.bundle.letter_cases import AREA, AT, KNOWN, OFFICER, day_of, ready

LETTERS = [
    name for name in documents() if document(name).spec.kind == "letter" and goes_to_the_applicant(document(name))
]
"""Every letter to an applicant or a victim."""

PLANTED = {
    "14, Mill La": "lives", "3rd May 1980": "was born", "AA997ZZ": "lives", "Max  Mockup": "names",
    "epilepsy": "assessed",
}  # fmt: skip
"""What is planted, and a word of what is then said of it."""


def write(case: Case, letter_id: str, output: Path, **more: Any) -> Any:
    return write_letter(
        case, letter_id, load_area(AREA), on=day_of(letter_id), at=AT, by=OFFICER, output=output, **more
    )


def flowing() -> list[tuple[str, str]]:
    """Each letter with each answer in words that its text may print; names and addresses are people's own."""
    found = []
    for name in LETTERS:
        for value in document(name).spec.values.values():
            kind = field_kind(value.source)
            if kind and kind.kind in ("text", "multiline") and not value.source.startswith(("applicant.", "victim.")):
                found.append((name, value.source))
    return found


def test_there_is_something_to_plant_in() -> None:
    assert len(LETTERS) >= 17
    assert {"decision.reasons", "meeting.place", "review.findings", "review.recommendations", "closing.reason",
            "appeal.reasons", "declined.reasons", "paused.until"} <= {field for _, field in flowing()}  # fmt: skip


@pytest.mark.parametrize("name", LETTERS)
def test_each_letter_goes_where_nothing_is_planted(name: str, tmp_path: Path) -> None:
    case = ready(tmp_path / "case", name)
    written = write(case, name, tmp_path / "out.pdf")
    assert written.look == ()
    assert Case.open(case.folder).damage() == ()


@pytest.mark.parametrize("name", documents())
def test_no_document_for_the_applicant_takes_an_answer_that_is_for_the_panel(name: str) -> None:
    spec = document(name).spec
    if spec.audience == "applicant":
        assert [value.source for value in spec.values.values() if audience_of(value.source) != "applicant"] == []


@pytest.mark.parametrize(("name", "field"), flowing())
def test_it_stops_the_letter_and_is_quoted(name: str, field: str, tmp_path: Path) -> None:
    words = " and ".join(PLANTED)
    case = ready(tmp_path / "case", name, {field: f"We know {words}."})
    with pytest.raises(Refused) as caught:
        write(case, name, tmp_path / "out.pdf")
    told = [problem.message for problem in caught.value.problems]
    for quote, what in PLANTED.items():
        assert any(f"“{' '.join(quote.split())}”" in one and what in one for one in told), quote
    assert not (tmp_path / "out.pdf").exists()
    assert [sent.id for sent in case.state.letters] == []


def test_a_reference_says_nothing_of_anybody_either(tmp_path: Path) -> None:
    case = ready(tmp_path / "case", "letter-1", reference=" and ".join(PLANTED))
    with pytest.raises(Refused) as caught:
        write(case, "letter-1", tmp_path / "out.pdf")
    for quote in PLANTED:
        assert f"“{' '.join(quote.split())}”" in str(caught.value)


@pytest.mark.parametrize("field", ["actions.1.action", "actions.1.agency", "actions.1.due", "actions.12.action"])
@pytest.mark.parametrize("final", [False, True])
def test_it_stops_the_applicants_action_plan(field: str, final: bool, tmp_path: Path) -> None:
    words = f"Talk: {' and '.join(PLANTED)}!"
    case = ready(tmp_path / "case", "letter-6", {field: words, "actions.12.agreed": "yes"})
    with pytest.raises(Refused) as caught:
        for_case(document("action-plan-applicant"), load_area(AREA), case, on=day_of("letter-6"), final=final)
    for quote in PLANTED:
        assert f"“{' '.join(quote.split())}”" in str(caught.value)
    with pytest.raises(Refused, match="What goes with 'letter-6' cannot go"):
        write(case, "letter-6", tmp_path / "6.pdf")


INNER = ("perpetrators.1.name", "returns.1.complaints.1.overview", "returns.1.reply.additional", "minutes.history",
         "actions.1.lead", "actions.1.progress", "taken.1.comments", "assessments.1.assessment.summary")  # fmt: skip


@pytest.mark.parametrize("kind", ["pdf", "docx"])
@pytest.mark.parametrize("name", ["letter-5", "letter-6"])
def test_what_is_for_the_panel_leaves_no_trace_in_any_file(name: str, kind: str, tmp_path: Path) -> None:
    """Of all that partners said nothing stands in the letter, nor in what goes with it: every object is looked at."""
    secrets = {field: f"Zebra{number}quagga" for number, field in enumerate(INNER)}
    case = ready(tmp_path / "case", name, secrets)
    written = write(case, name, tmp_path / f"out.{kind}", kind=kind)
    assert bool(written.enclosed) == (name == "letter-6")
    for path in (written.path, *written.enclosed):
        assert_no_trace(path, ["quagga", "14 Mill Lane", "AA99 7ZZ", "1980-05-03", "Epilepsy"])


def assert_no_trace(path: Path, words: list[str]) -> None:
    told = path.read_bytes()
    if path.suffix == ".docx":
        with zipfile.ZipFile(path) as archive:
            told += b"\n".join(archive.read(name) for name in archive.namelist())
    else:
        told += " ".join(page.extract_text() for page in pypdf.PdfReader(path).pages).encode()
        with pikepdf.open(path) as pdf:
            told += b"\n".join(one.read_bytes() for one in pdf.objects if isinstance(one, pikepdf.Stream))
            told += "\n".join(str(one) for one in pdf.objects if isinstance(one, pikepdf.Dictionary)).encode()
    for word in words:
        assert word.encode() not in told
        assert word.encode("utf-16-be") not in told


@pytest.mark.parametrize(
    ("name", "field", "label"),
    [("letter-5", "meeting.place", "lace of the meeting"), ("letter-6", "review.recommendations", "ecommend")],
)
def test_the_field_that_holds_the_words_is_named(name: str, field: str, label: str, tmp_path: Path) -> None:
    case = ready(tmp_path / "case", name, {field: "14 Mill Lane"})
    with pytest.raises(Refused) as caught:
        write(case, name, tmp_path / "out.pdf")
    told = [problem.message for problem in caught.value.problems if "14 Mill Lane" in problem.message]
    assert told
    assert all(label in one.partition(":")[0] for one in told)


# ---- a person accepts


def test_what_a_person_accepts_goes_and_only_as_it_stands(tmp_path: Path) -> None:
    words = "Max Mockup of 14 Mill Lane was warned."
    case = ready(tmp_path / "case", "letter-6", {"review.findings": words})
    area, on = load_area(AREA), day_of("letter-6")
    with pytest.raises(UsageError, match="needs a reason"):
        accept_in(case, "6", area, ["Max Mockup"], why=" ", on=on, at=AT, by=OFFICER)
    with pytest.raises(Refused, match="Nothing to accept reads “Minnie”") as refused:
        accept_in(case, "6", area, ["Minnie"], why="It is known.", on=on, at=AT, by=OFFICER)
    assert "“Max Mockup”; “14 Mill Lane”" in str(refused.value)
    accept_in(case, "6", area, ["Max Mockup"], why="It was in court.", on=on, at=AT, by=OFFICER)
    with pytest.raises(Refused) as caught:
        write(case, "letter-6", tmp_path / "out.pdf")
    assert [problem.message for problem in caught.value.problems] == [
        "What the review has found: “14 Mill Lane” says where Max Mockup lives."
    ]
    accept_in(case, "6", area, ["14 mill lane"], why="They share a garden.", on=on, at=AT, by=OFFICER)
    said = case.state.decisions[-1]
    assert (said.outcome, said.by) == ("accepted", OFFICER)
    assert "“14 Mill Lane” (What the review has found): They share a garden." in said.reason
    write(case, "letter-6", tmp_path / "out.pdf")
    case.set("review.findings", f"{words} Twice.", AT, OFFICER)
    with pytest.raises(Refused, match="Max Mockup"):
        write(case, "letter-6", tmp_path / "again.pdf")
    case.set("review.findings", words, AT, OFFICER)
    case.take_back(said.entry, why="They do not.", at=AT, by=OFFICER)
    with pytest.raises(Refused, match="14 Mill Lane"):
        write(case, "letter-6", tmp_path / "again.pdf")


def test_what_is_accepted_in_one_document_is_not_in_another(tmp_path: Path) -> None:
    words = "Max Mockup moved."
    case = ready(tmp_path / "case", "letter-closed", {"closing.reason": words, "appeal.reasons": words})
    on = day_of("letter-closed")
    accept_in(case, "closed", load_area(AREA), ["Max Mockup"], why="Known.", on=on, at=AT, by=OFFICER)
    write(case, "letter-closed", tmp_path / "closed.pdf")
    with pytest.raises(Refused, match="Max Mockup"):
        write(case, "letter-appeal-decision", tmp_path / "appeal.pdf")


def test_a_name_that_the_applicant_used_is_remarked_on(tmp_path: Path) -> None:
    values = {"behaviour": "It is Max Mockup, always.", "review.findings": "Max Mockup was warned."}
    case = ready(tmp_path / "case", "letter-6", values)
    written = write(case, "letter-6", tmp_path / "out.pdf")
    assert len(written.look) == 1
    assert "“Max Mockup” names Max Mockup" in written.look[0]
    assert "the applicant used that name" in written.look[0]


NOBODY = {name: None for name in KNOWN}


@pytest.mark.parametrize("name", ["letter-4", "letter-5", "letter-6", "letter-declined", "letter-appeal-decision"])
def test_where_nobody_is_recorded_free_text_is_remarked_on(name: str, tmp_path: Path) -> None:
    written = write(ready(tmp_path / "case", name, NOBODY), name, tmp_path / "out.pdf")
    said = [one for one in written.look if "perpetrators.1.name=" in one]
    assert len(said) == 1
    assert said[0].startswith("No alleged perpetrator is recorded")


@pytest.mark.parametrize("name", ["letter-1", "letter-2", "letter-3"])
def test_where_there_is_no_free_text_nobody_need_be_recorded(name: str, tmp_path: Path) -> None:
    assert write(ready(tmp_path / "case", name, NOBODY), name, tmp_path / "out.pdf").look == ()


# ---- files that go with a letter


def pdf_of(text: str, *, title: str = "A note") -> bytes:
    out = io.BytesIO()
    page = Canvas(out, invariant=1)
    page.setTitle(title)
    page.drawString(72, 700, text)
    page.save()
    return out.getvalue()


def docx_of(words: str, deleted: str = "") -> bytes:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    run = f"<w:r><w:t>{words}</w:t></w:r>"
    gone = f"<w:del><w:r><w:delText>{deleted}</w:delText></w:r></w:del>"
    types = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", types)
        body = f"<w:body><w:p>{run}{gone}</w:p></w:body>"
        archive.writestr("word/document.xml", f"<w:document {space}>{body}</w:document>")
    return out.getvalue()


def saved_over() -> bytes:
    """A PDF whose first version told, saved over itself by a program that keeps it."""
    writer = pypdf.PdfWriter(io.BytesIO(pdf_of("He lives at 14 Mill Lane.")), incremental=True)
    writer.pages[0][pypdf.generic.NameObject("/Contents")] = writer._add_object(pypdf.generic.StreamObject())
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def with_hidden(where: str) -> bytes:
    """A PDF that shows nothing and tells in one place that no page draws."""
    with pikepdf.open(io.BytesIO(pdf_of("Nothing here"))) as pdf:
        page, said = pdf.pages[0], pikepdf.String("of Max Mockup")
        note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9])
        if where == "link":
            uri = pikepdf.String("https://example.org/map?of=Max%20Mockup")
            note = pikepdf.Dictionary(
                Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9],
                A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI=uri),
            )  # fmt: skip
        if where == "note":
            note.Contents = said
        if where in ("link", "note"):
            page.obj.Annots = pikepdf.Array([pdf.make_indirect(note)])
        if where == "destination":
            leaf = pikepdf.Array([said, pikepdf.Array([page.obj, pikepdf.Name.Fit])])
            pdf.Root.Names = pikepdf.Dictionary(Dests=pikepdf.Dictionary(Names=leaf))
        if where == "old destination":
            pdf.Root.Dests = pikepdf.Dictionary({"/Max_Mockup": pikepdf.Array([page.obj, pikepdf.Name.Fit])})
        if where == "layer":
            layer = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=said))
            pdf.Root.OCProperties = pikepdf.Dictionary(OCGs=[layer], D=pikepdf.Dictionary())
        if where == "attachment":
            pdf.attachments["Max Mockup.txt"] = b"words"
        if where == "xmp":
            xml = '<x:xmpmeta xmlns:x="adobe:ns:meta/"><a pdf:Keywords="of Max Mockup"/></x:xmpmeta>'
            pdf.Root.Metadata = pikepdf.Stream(
                pdf, xml.encode(), Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML
            )  # fmt: skip
        out = io.BytesIO()
        pdf.save(out, fix_metadata_version=False)
    return out.getvalue()


def letter_by_letter() -> bytes:
    out = io.BytesIO()
    page = Canvas(out, invariant=1)
    for n, letter in enumerate("It is MaxMockup"):
        page.drawString(72 + 20 * n, 700, letter)
    page.save()
    return out.getvalue()


HIDDEN = ("link", "note", "destination", "old destination", "layer", "attachment", "xmp")


FILES: dict[str, tuple[bytes, str]] = {
    **{f"{where}.pdf": (with_hidden(where), "Max_Mockup" if "old" in where else "Max Mockup") for where in HIDDEN},
    "letters.pdf": (letter_by_letter(), "M a x M o c k u p"),
    "note.txt": (b"He lives at 14 Mill Lane.", "14 Mill Lane"),
    "cp1252.txt": ("Max Möckup – no: Max Mockup".encode("cp1252"), "Max Mockup"),
    "note.pdf": (pdf_of("Born on 03.05.80, he"), "03.05.80"),
    "titled.pdf": (pdf_of("Nothing here", title="Max Mockup, warning"), "Max Mockup"),
    "note.docx": (docx_of("He lives at 14 Mill Lane."), "14 Mill Lane"),
    "tracked.docx": (docx_of("He lives there.", "at 14 Mill Lane"), "14 Mill Lane"),
    "saved.pdf": (saved_over(), "14 Mill Lane"),
    "mail.eml": (b"From: a@example.org\nSubject: Max Mockup\nContent-Type: text/plain\n\nSee above.\n", "Max Mockup"),
    "photo.png": (b"\x89PNG\r\n\x1a\n" + bytes(40), "photo.png"),
}


@pytest.mark.parametrize("name", FILES)
def test_it_stops_a_file_that_goes_with_a_letter(name: str, tmp_path: Path) -> None:
    data, quote = FILES[name]
    path = tmp_path / name
    path.write_bytes(data)
    case = ready(tmp_path / "case", "letter-1")
    with pytest.raises(Refused, match="What goes with 'letter-1' cannot go") as caught:
        write(case, "letter-1", tmp_path / "out.pdf", enclose=[str(path)])
    assert any(f"“{quote}”" in problem.message for problem in caught.value.problems)
    assert all(problem.message.startswith(name) for problem in caught.value.problems)
    assert not (tmp_path / "out.pdf").exists()
    quotes = {problem.message.partition("“")[2].partition("”")[0] for problem in caught.value.problems}
    day = day_of("letter-1")
    accept_in(case, str(path), load_area(AREA), sorted(quotes), why="Looked at.", on=day, at=AT, by=OFFICER)
    written = write(case, "letter-1", tmp_path / "out.pdf", enclose=[str(path)])
    assert [one.name for one in written.enclosed] == [f"out-{name}"]
    assert written.enclosed[0].read_bytes() == data
    path.write_bytes(data + b"\n")
    with pytest.raises(Refused):
        write(case, "letter-1", tmp_path / "other.pdf", enclose=[str(path)])


NAMES = {
    "Max Mockup.txt": "Max Mockup", "letter_max_mockup.txt": "max_mockup", "maxmockup-2.txt": "maxmockup",
    "14_mill-lane.txt": "14_mill-lane", "ReMockup.txt": "Mockup", "map_AA99-7ZZ.txt": "AA99-7ZZ",
}  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_the_name_of_a_file_is_searched_too(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(b"The way to the hall.")
    case = ready(tmp_path / "case", "letter-1")
    with pytest.raises(Refused) as caught:
        write(case, "letter-1", tmp_path / "out.pdf", enclose=[str(path)])
    assert any(f"its name: “{NAMES[name]}”" in problem.message for problem in caught.value.problems)
    output = tmp_path / "sent" / f"{path.stem}.pdf"
    with pytest.raises(Refused) as caught:
        write(case, "letter-1", output)
    assert any(f"“{NAMES[name]}”" in problem.message for problem in caught.value.problems)
    assert all("-o" in (problem.hint or "") for problem in caught.value.problems)
    assert not output.exists()
    write(case, "letter-1", tmp_path / "Gwyr_letter-1 2026-11-04.pdf")


def test_a_file_that_says_nothing_goes(tmp_path: Path) -> None:
    path = tmp_path / "map.pdf"
    path.write_bytes(pdf_of("The way to the Old Corn Hall"))
    case = ready(tmp_path / "case", "letter-5")
    written = write(case, "letter-5", tmp_path / "5.pdf", enclose=[str(path)])
    sent = Case.open(case.folder).state.letters[-1]
    assert [one.id for one in sent.enclosed] == ["map.pdf"]
    assert (case.folder / sent.enclosed[0].path).read_bytes() == path.read_bytes() == written.enclosed[0].read_bytes()


@pytest.mark.parametrize("name", ["minutes", "action-plan", "threshold-request", "letter-1"])
def test_what_is_for_others_is_no_enclosure(name: str, tmp_path: Path) -> None:
    case = ready(tmp_path / "case", "letter-5")
    with pytest.raises(Refused) as caught:
        write(case, "letter-5", tmp_path / "5.pdf", enclose=[name])
    said = "is written by itself" if name == "letter-1" else "does not go to an applicant"
    assert said in str(caught.value)


def test_no_copy_made_for_the_applicant_holds_what_is_not_theirs(tmp_path: Path) -> None:
    case = ready(tmp_path / "case", "letter-6", {"minutes.history": "Zebraquagga"})
    made = for_case(document("action-plan-applicant"), load_area(AREA), case, on=day_of("letter-6"), final=False)
    assert [name for name in made.values if audience_of(name) != "applicant"] == []
    assert "Zebraquagga" not in repr((made.values, made.blocks))
    path = tmp_path / "plan.pdf"
    path.write_bytes(make(made, load_area(AREA), "pdf").data)
    assert_no_trace(path, ["Zebraquagga", "Mill Lane"])


def test_a_letter_to_the_appeal_bodys_reader_is_no_letter_to_the_applicant(tmp_path: Path) -> None:
    case = ready(tmp_path / "case", "letter-appeal-request")
    assert addressee(document("letter-appeal-request"), case) is None
    assert write(case, "letter-appeal-request", tmp_path / "out.pdf").remarks == ()
    words = " ".join(pypdf.PdfReader(tmp_path / "out.pdf").pages[0].extract_text().split())
    assert "What the appeal is against: the outcome of the review" in words
