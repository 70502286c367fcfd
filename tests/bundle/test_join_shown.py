"""Whether the pages of a bundle show what was answered, whoever filled in the form: by PDFium, poppler and pixels."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import pytest
from pikepdf import Dictionary, Name, Pdf, String

from ctdocs.bundle.join.joiner import join
from ctdocs.bundle.join.part import Bundle, Part
from ctdocs.bundle.verify import verify
from tests.bundle import corpus
from tests.outside import pdfium, pdfjs, pdflib, pdftk, poppler, verapdf

needs = pytest.mark.needs
Fill = Callable[[bytes, Mapping[str, str | bool]], bytes]
WELSH = "Siân Ŵyn Tŷ Gŵyr"
POLISH, PLAIN = "Żaneta Łódź – “ą”", "Zaneta Lodz – “a”"


blank = corpus.blank_sheet


def left_to_the_viewer(data: bytes, values: Mapping[str, str | bool]) -> bytes:
    return pdftk.fill(data, values, need_appearances=True)


def bundle(data: bytes) -> Bundle:
    return join([Part("form", "A form", data)], title="Pack", reference="", recipe={"kind": "after"})


def seen(made: Bundle, folder: Path) -> str:
    """What poppler finds on the pages of the part, spaces left out."""
    path = folder / "bundle.pdf"
    path.write_bytes(made.data)
    entry = made.entries[0]
    pages = poppler.text(path).split("\f")[entry.first - 1 : entry.last]
    return "".join("".join(pages).split())


FILLERS: dict[str, Any] = {
    "pdftk": pytest.param(pdftk.fill, marks=needs("pdftk")),
    "pdftk, left to the viewer": pytest.param(left_to_the_viewer, marks=needs("pdftk")),
    "pdf-lib, which draws nothing": pytest.param(pdflib.fill, marks=needs("pdf-lib")),
    "pdf.js": pytest.param(pdfjs.fill, marks=needs("pdf.js")),
    "PDFium": pdfium.fill,
}


@needs("poppler")
@pytest.mark.parametrize("value", ["John Smith (and Co)", WELSH, POLISH])
@pytest.mark.parametrize("fill", FILLERS.values(), ids=FILLERS.keys())
def test_every_answer_is_seen_whoever_filled_in_the_form(fill: Fill, value: str, tmp_path: Path) -> None:
    values = {"name": value, "more.1.text": f"{value}\n\nand the second line"}
    filled = fill(blank(), values)
    made = bundle(filled)
    shown = seen(made, tmp_path)
    for one in values.values():
        assert "".join(one.split()) in shown
    assert all(one.holds for one in verify(tmp_path / "bundle.pdf"))
    entry = made.entries[0]
    if entry.treatment != "pictures":
        fields = pypdf.PdfReader(io.BytesIO(made.data)).get_fields() or {}
        assert fields["form.name"]["/V"] == value
    if any("drawn anew" in note for note in entry.notes):
        attached = pypdf.PdfReader(io.BytesIO(made.data)).attachments
        assert {one[0] for one in attached.values()} == {filled}, "the file as it came can be compared"


@needs("pdftk", "poppler")
def test_a_drawn_letter_looks_as_itself_and_not_as_a_box(tmp_path: Path) -> None:
    """pdftk writes the code of no letter for what the font of the field lacks. By pixels: as our own form shows it."""
    filled = pdftk.fill(blank(), {"name": POLISH})
    ours = left_to_the_viewer(blank(), {"name": PLAIN})
    pictures = []
    for data in (filled, ours):
        made = bundle(data)
        picture = pdfium.picture(made.data, page=made.entries[0].first, dpi=100).convert("L")
        with pikepdf.open(io.BytesIO(made.data)) as pdf:
            page: Any = pdf.pages[made.entries[0].first - 1].obj
            (box,) = (note.Rect for note in page.Annots if str(note.get("/V", "")) in (POLISH, PLAIN))
            left, low, right, top = map(float, box)
            edge = float(page.MediaBox[3])
            place = (left + 2, edge - top + 2, right - 2, edge - low - 2)
        crop = picture.crop(tuple(round(value * 100 / 72) for value in place))  # type: ignore[arg-type]
        pictures.append(crop.point(lambda value: 255 if value < 128 else 0))
    accented, plain = (picture.histogram()[255] for picture in pictures)
    assert plain * 1.02 < accented < plain * 1.6, "letters with their marks have a little more ink than those without"


@needs("pdftk")
def test_what_was_shown_as_it_was_given_is_left_as_it_came() -> None:
    made = bundle(pdftk.fill(blank(), {"name": WELSH, "more.1.text": "One line\nand another"}))
    assert made.entries[0].notes == () and not pypdf.PdfReader(io.BytesIO(made.data)).attachments
    form = corpus.form(1, random.Random(1), 0).part
    made = bundle(form.data)
    assert made.entries[0].notes == (), "our own, and not known as such"


@needs("pdftk")
@pytest.mark.parametrize("value, why", [("Panel 王 Ltd", "no font of ours has it"), ("long " * 80, "there is no room")])
def test_an_answer_that_cannot_be_shown_whole_is_told_with_its_words(value: str, why: str, tmp_path: Path) -> None:
    made = bundle(pdftk.fill(blank(), {"name": value}))
    (note,) = made.entries[0].notes
    first = made.entries[0].first
    assert note.startswith(f"Page {first} does not show the whole answer at “"), why
    assert f"which is: “{value.strip()}”" in note
    last = pypdf.PdfReader(io.BytesIO(made.data)).pages[-1].extract_text()
    assert "does not show the whole answer" in " ".join(last.split())
    assert pypdf.PdfReader(io.BytesIO(made.data)).attachments


@needs("pdftk", "poppler")
def test_very_much_that_is_told_stays_on_the_last_page(tmp_path: Path) -> None:
    made = bundle(pdftk.fill(blank(), {f"more.{n}.text": f"王 {n} " * 100 for n in (1, 2)} | {"name": "long 王 " * 80}))
    path = tmp_path / "b.pdf"
    path.write_bytes(made.data)
    last = " ".join(poppler.text(path, page=made.pages).split())
    assert made.entries[0].sha256 in last.replace(" ", "")
    assert sum(map(len, made.entries[0].notes)) < 1800


def spoil(pdf: Pdf, change: Callable[[Any], None]) -> None:
    for page in pdf.pages:
        for note in page.obj.get("/Annots", []):
            if note.get("/FT", note.get("/Parent", Dictionary()).get("/FT")) == Name.Btn:
                change(note)
                return


def ticked_by_value(note: Any) -> None:
    note.V = next(Name(name) for name, _ in note.AP.N.items() if name != "/Off")


def ticked_by_sight(note: Any) -> None:
    note.V = Name.Off
    note.AS = next(Name(name) for name, _ in note.AP.N.items() if name != "/Off")


@pytest.mark.parametrize("change, said", [
    (ticked_by_value, "shows no tick at “About you”, where one was given"),
    (ticked_by_sight, "shows a tick at “About you”, where none was given"),
])  # fmt: skip
def test_a_tick_that_is_not_what_its_value_says_is_told(change: Callable[[Any], None], said: str) -> None:
    def add(pdf: Pdf) -> None:
        looks = [pdf.make_stream(code, Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9]) for code in (b"", b"f")]
        box = pdf.make_indirect(Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Btn, T=String("box"), TU=String("About you"), F=4,
            Rect=[50, 50, 59, 59], AS=Name.Off, V=Name.Off, AP=Dictionary(N=Dictionary(Off=looks[0], Yes=looks[1])),
        ))  # fmt: skip
        pdf.pages[0].Annots = pikepdf.Array([box])
        pdf.Root.AcroForm = Dictionary(Fields=pikepdf.Array([box]))

    sound = corpus.changed(corpus.sheets("ticks", 1), add)
    assert bundle(sound).entries[0].notes == ("It had no tags; its pages have plain ones.",)
    made = bundle(corpus.changed(sound, lambda pdf: spoil(pdf, change)))
    assert any(said in note for note in made.entries[0].notes)


@needs("pdftk", "pdf-lib", "verapdf")
def test_pages_with_answers_drawn_anew_meet_pdf_ua_and_are_the_same_each_time(tmp_path: Path) -> None:
    paths = []
    for name, fill in {"pdftk": left_to_the_viewer, "pdf-lib": pdflib.fill}.items():
        filled = fill(blank(), {"name": f"{POLISH} Ωμέγα", "more.1.text": f"{WELSH}\n" * 3})
        made = bundle(filled)
        assert made.entries[0].treatment == "tagged" and made.data == bundle(filled).data
        paths.append(tmp_path / f"{name}.pdf")
        paths[-1].write_bytes(made.data)
    assert verapdf.check(paths) == {path: [] for path in paths}
