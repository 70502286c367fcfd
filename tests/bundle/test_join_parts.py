"""Single parts with something of their own: what is kept, what goes, what is refused."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, String

from ctdocs.bundle.join.joiner import join
from ctdocs.bundle.join.part import Bundle, Part
from ctdocs.errors import Refused
from tests.bundle import corpus
from tests.outside import pdfium, verapdf


def made(*parts: Part, **how: Any) -> Bundle:
    return join(parts, title="Appeal bundle", reference="CT-2026-014", **how)


def opened(bundle: Bundle) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(bundle.data))


def text(bundle: Bundle, page: int) -> str:
    return str(pypdfium2.PdfDocument(bundle.data)[page - 1].get_textpage().get_text_range())


def plain(number: int = 1, pages: int = 2, change: Callable[[pikepdf.Pdf], None] = lambda _: None) -> Part:
    """Untagged pages, changed."""
    return corpus.part(number, f"plain {number}", corpus.changed(corpus.sheets(f"plain {number}", pages), change))


def elsewhere(number: int) -> Part:
    return corpus.elsewhere(number, random.Random(number), 0).part


# -- refused
def test_a_locked_and_a_broken_part_are_refused_together_by_name() -> None:
    lock = pikepdf.Encryption(owner="o", user="secret", R=6)
    locked = corpus.part(1, "locked", corpus.changed(corpus.sheets("x", 1), lambda _: None, encryption=lock))
    broken = corpus.part(2, "broken", b"%PDF-1.7 this is not one")
    with pytest.raises(Refused) as refused:
        made(plain(0), locked, broken)
    said = str(refused.value)
    assert "'Document 2: locked' (part-2) needs a password." in said
    assert "'Document 3: broken' (part-3) cannot be opened" in said
    assert [problem.field for problem in refused.value.problems] == ["part-2", "part-3"]


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ((), "at least one part"),
        ((plain(1), plain(1)), "'part-2' of 'Document 2: plain 1' is taken"),
        ((Part("index", "T", b""),), "'index'"),
        ((Part("a", " ", corpus.sheets("x", 1)),), "'a' has no title"),
    ],
)
def test_parts_that_cannot_be_told_apart_are_refused(parts: tuple[Part, ...], said: str) -> None:
    with pytest.raises(Refused, match=said):
        made(*parts)


# -- names that clash
def test_names_of_two_parts_do_not_hide_each_other() -> None:
    bundle = made(elsewhere(3), elsewhere(4))
    with opened(bundle) as pdf:
        tree = pdf.Root.StructTreeRoot
        roles = {str(name): str(to) for name, to in tree.RoleMap.items()}
        assert {roles["/Passage"], roles[next(n for n in roles if n.startswith("/Passage-"))]} == {"/P", "/Div"}
        assert sorted(int(look.SpaceBefore) for _, look in tree.ClassMap.items()) == [3, 4]
        ids = [str(one) for one in tree.IDTree.Kids[0].Names[::2]]
        assert ids == sorted(ids) and len(set(ids)) == len(ids) and sum("here" in one for one in ids) == 2
        layers = pdf.Root.OCProperties
        assert [str(one.Name) for one in layers.OCGs] == ["Layer 3", "Layer 4"]
        assert len(layers.D.OFF) == 2 and "/AS" not in layers.D


def test_a_named_place_leads_to_the_page_of_its_own_part() -> None:
    bundle = made(elsewhere(3), elsewhere(4))
    reader = pypdf.PdfReader(io.BytesIO(bundle.data))
    numbers = {page.indirect_reference.idnum: at for at, page in enumerate(reader.pages, 1)}  # type: ignore[union-attr]
    for entry in bundle.entries:
        links = [note.get_object() for note in reader.pages[entry.first - 1].get("/Annots", [])]
        (name,) = (str(link["/Dest"]) for link in links if isinstance(link.get("/Dest"), str))
        target: Any = reader.named_destinations[name]
        assert numbers[target.raw_get("/Page").idnum] == entry.last


def test_files_inside_parts_are_kept() -> None:
    reader = pypdf.PdfReader(io.BytesIO(made(elsewhere(3), elsewhere(4)).data))
    assert {data for found in reader.attachments.values() for data in found} == {b"file 3", b"file 4"}


def test_the_same_file_twice_is_two_documents_and_is_stored_once() -> None:
    form = corpus.form(1, random.Random(1), 0).part
    once, other = made(form), Part("second", "The same again", form.data, own=True)
    twice = made(form, other)
    assert len(twice.data) < len(once.data) + 110_000
    fields = pypdf.PdfReader(io.BytesIO(twice.data)).get_fields() or {}
    assert fields["second.applicant.name"]["/V"] == fields["part-2.applicant.name"]["/V"] == "Applicant Ŵyn 1"
    pages = pypdfium2.PdfDocument(twice.data)
    pages.init_forms()
    first, second = (pages[entry.first].render(scale=0.5).to_pil() for entry in twice.entries)
    crop = (0, 0, first.width, first.height - 12)
    assert first.crop(crop).tobytes() == second.crop(crop).tobytes()


# -- what goes
def test_a_font_that_several_parts_hold_is_stored_once_and_draws_in_each() -> None:
    names = ("Ann Jones", "Jon Evans")
    parts = [
        corpus.part(n, name, pdfium.fill(corpus.blank_sheet(), {"name": name})) for n, name in enumerate(names, 1)
    ]
    both, one = made(*parts), made(parts[0])
    with opened(both) as pdf, opened(one) as alone:
        assert len(programs(pdf)) == len(programs(alone)), "the second part brings no font that is not there"
        fields = [list(one.Root.AcroForm.DR.Font.keys()) for one in (pdf, alone)]
        assert sorted(fields[0]) == sorted(fields[1]), "nor a second name for one that is"
    assert len(both.data) < len(one.data) + len(parts[1].data) / 2
    first, second = (text(both, entry.first) for entry in both.entries)
    assert "Continuation" in first and "Continuation" in second


def programs(pdf: pikepdf.Pdf) -> set[bytes]:
    """The programs of all fonts, each as often as it is stored."""
    held = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/FontFile2" in one]
    return {b"%d" % one.FontFile2.objgen[0] for one in held}


def test_scripts_and_commands_go_and_are_named() -> None:
    def arm(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0].obj
        script = Dictionary(S=Name.JavaScript, JS=String("app.alert('marker')"))
        page.AA = Dictionary(O=script)
        launch = Dictionary(S=Name.Launch, F=String("calc.exe"))
        chain = Dictionary(S=Name.URI, URI=String("https://example.org/"), Next=launch)
        for action in (launch, chain):
            link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[10, 10, 90, 30], A=action)
            page.Annots.append(pdf.make_indirect(link))

    bundle = made(plain(1, change=arm), elsewhere(3))
    for name in (b"app.alert", b"calc.exe", b"JavaScript", b"/Launch"):
        with opened(bundle) as pdf:
            assert not any(name in one.unparse(resolved=True) for one in pdf.objects)
    notes = [" ".join(entry.notes) for entry in bundle.entries]
    assert "a command that starts a program" in notes[0] and "a script" in notes[0] and "a script" in notes[1]
    assert any("Document 2: plain 1" in one.sentence for one in bundle.report if one.rule == "scripts")


# -- what stays
def note(pdf: pikepdf.Pdf, kind: str, **more: Any) -> pikepdf.Object:
    look = pdf.make_stream(b"1 0 0 rg 0 0 20 20 re f", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 20, 20])
    made = Dictionary(Type=Name.Annot, Subtype=Name(f"/{kind}"), Rect=[300, 300, 340, 340], F=4, AP=Dictionary(N=look))
    for key, value in more.items():
        made[f"/{key}"] = value
    return pdf.make_indirect(made)


def annotate(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0].obj
    kinds = ("Highlight", "Text", "Stamp", "Ink", "FreeText")
    page.Annots = Array([note(pdf, kind, Contents=String(f"A {kind}")) for kind in kinds])
    parent = page.Annots[1]
    page.Annots.append(
        pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Popup, Rect=[0, 0, 9, 9], Parent=parent))
    )


def test_notes_on_pages_are_kept() -> None:
    reader = pypdf.PdfReader(io.BytesIO(made(plain(1, change=annotate)).data))
    kinds = [str(one.get_object()["/Subtype"]) for one in reader.pages[1].get("/Annots", [])]
    assert kinds == ["/Highlight", "/Text", "/Stamp", "/Ink", "/FreeText", "/Popup", "/Link"]


def unbalance(pdf: pikepdf.Pdf) -> None:
    """States that are left open, and left more often than entered, with a changed size and place."""
    for page, code in zip(pdf.pages, (b"q 0.3 0 0 0.3 90 90 cm q", b"Q Q 0.3 0 0 0.3 90 90 cm"), strict=True):
        own = page.obj.Contents.read_bytes()
        page.obj.Contents = pdf.make_stream(code + b"\n" + own)


def test_a_number_stands_in_its_place_whatever_state_a_page_leaves() -> None:
    bundle = made(plain(1, change=unbalance))
    pages = pypdfium2.PdfDocument(bundle.data)
    for at in range(1, 4):
        words = pages[at - 1].get_textpage()
        found = words.search(f"Page {at} of {bundle.pages}").get_next()
        assert found is not None
        left, bottom, _, top = words.get_charbox(found[0])
        assert bottom < -5 and 5 < top - bottom < 9 and left > 480, f"page {at}"


def test_a_scan_is_found_by_what_it_says() -> None:
    scan = corpus.scanned(1, random.Random(1), 0).part
    bundle = made(scan)
    assert "Scanned letter 1" in text(bundle, 2) and bundle.entries[0].treatment == "wrapped"
    silent = made(Part("photo", "Photograph", scan.data))
    assert any(one.rule == "searchable" and "page 2" in one.sentence for one in silent.report)


@pytest.mark.parametrize("turn", (0, 90, 180, 270))
def test_pages_that_became_pictures_are_upright_and_found(turn: int) -> None:
    data = corpus.changed(
        corpus.sheets("old", 1, font="Helvetica"), lambda pdf: setattr(pdf.pages[0].obj, "Rotate", turn)
    )
    bundle = made(corpus.part(1, "old", data))
    entry = bundle.entries[0]
    assert entry.treatment == "pictures" and "Helvetica is not in the file" in entry.notes[0]
    page, before = pypdfium2.PdfDocument(bundle.data)[1], pypdfium2.PdfDocument(data)[0]
    assert page.get_width() == pytest.approx(before.get_width(), abs=0.1)
    words = page.get_textpage()
    assert words.search("old sheet 1").get_next() is not None


def test_an_index_of_several_pages_has_the_right_numbers() -> None:
    sheet = corpus.sheets("one", 1)
    bundle = made(*(Part(f"p{at}", f"Sheet number {at}", sheet, "A line") for at in range(1, 91)))
    reader = pypdf.PdfReader(io.BytesIO(bundle.data))
    front = bundle.entries[0].first - 1
    assert front > 2
    listed = " ".join(" ".join(text(bundle, page) for page in range(1, front + 1)).split())
    for at in range(1, 91):
        assert f" {front + at} Sheet number {at} A line – 1" in listed
        assert f"Page {front + at} of {len(reader.pages)}" in text(bundle, front + at)


def test_a_bundle_in_welsh_speaks_welsh() -> None:
    bundle = made(plain(1), language="cy")
    assert f"Tudalen 2 o {bundle.pages}" in text(bundle, 2) and "Mynegai" in text(bundle, 1)
    with opened(bundle) as pdf:
        assert str(pdf.Root.Lang) == "cy"


def test_a_tagged_part_in_another_language_says_so() -> None:
    data = corpus.changed(elsewhere(3).data, lambda pdf: setattr(pdf.Root, "Lang", String("cy")))
    with opened(made(Part("w", "Welsh", data))) as pdf:
        parts = {str(one.T): one for one in pdf.Root.StructTreeRoot.K.K}
        assert str(parts["Welsh"].Lang) == "cy" and "/Lang" not in parts["Index"]


def untag_one_page(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].obj.Contents = pdf.make_stream(b"0 0 1 rg 100 100 50 50 re f")


def skip_a_heading(pdf: pikepdf.Pdf) -> None:
    pdf.Root.StructTreeRoot.K.K[3].S = Name.H5


def forget_a_description(pdf: pikepdf.Pdf) -> None:
    pdf.Root.StructTreeRoot.K.K[1].S = Name.Figure


def invent_a_kind(pdf: pikepdf.Pdf) -> None:
    pdf.Root.StructTreeRoot.K.K[1].S = Name.Oddity


FAULTS = {
    "is not tagged": untag_one_page,
    "level 5 follows": skip_a_heading,
    "no description": forget_a_description,
    "'Oddity' is no kind": invent_a_kind,
}


@pytest.mark.parametrize("fault", FAULTS)
def test_tags_that_would_spoil_the_bundle_are_replaced(fault: str) -> None:
    data = corpus.changed(corpus.tagged(3, random.Random(3), 2).part.data, FAULTS[fault])
    entry = made(corpus.part(1, "faulty", data)).entries[0]
    assert entry.treatment == "wrapped" and fault in entry.notes[0]


@pytest.mark.needs("verapdf")
def test_all_of_these_meet_pdf_ua(tmp_path: Path) -> None:
    faulty = [corpus.changed(corpus.tagged(3, random.Random(3), 2).part.data, change) for change in FAULTS.values()]
    parts = {
        "notes": (plain(1, change=annotate), plain(2, change=unbalance)),
        "faulty": tuple(corpus.part(at, f"faulty {at}", data) for at, data in enumerate(faulty)),
        "names": (elsewhere(3), elsewhere(4), Part("again", "Once more", elsewhere(4).data)),
        "twice": (corpus.form(1, random.Random(1), 0).part, corpus.form(2, random.Random(1), 0).part),
    }
    paths = []
    for name, some in parts.items():
        paths.append(tmp_path / f"{name}.pdf")
        paths[-1].write_bytes(made(*some).data)
    paths.append(tmp_path / "welsh.pdf")
    paths[-1].write_bytes(made(corpus.scanned(1, random.Random(1), 0).part, language="cy").data)
    assert verapdf.check(paths) == {path: [] for path in paths}
