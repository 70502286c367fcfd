"""The adapters themselves, on a small form made by hand: what they fill in is what another reader finds."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest
from PIL import Image

from tests.outside import pdfium, pdfjs, pdflib, pdftk, poppler, qpdf, sample, tools, verapdf

needs = pytest.mark.needs

FONT = Path(__file__).resolve().parents[2] / "ctdocs" / "render" / "fonts" / "LiberationSans-Regular.ttf"

NAME = "Siân Łódź ŵ ŷ & < > \" ' £ –"
DETAILS = "First line, £5 – <b>&amp;</b>\n\n  after a blank line\n" + "It went on. " * 120 + "ŵ"

ANSWERS: dict[str, str | bool] = {
    "name": NAME,
    "incidents.1.details": DETAILS,
    "incidents.1.date": "06052026",
    "consent.sharing": True,
    "basis": "other",
}
HELD = {**ANSWERS, "consent.sharing": "/Yes", "basis": "/other"}


@pytest.fixture(scope="module")
def form() -> bytes:
    return sample.form()


def held(data: bytes) -> dict[str, str]:
    """The values of the form as pypdf reads them, line ends made one."""
    fields = pypdf.PdfReader(io.BytesIO(data)).get_fields() or {}
    found = {name: fields[name].get("/V", "") for name in ANSWERS}
    return {name: str(value).replace("\r\n", "\n").replace("\r", "\n") for name, value in found.items()}


@pytest.mark.parametrize(
    "fill",
    [
        pytest.param(pdfium.fill, id="pdfium", marks=needs("pdfium")),
        pytest.param(pdftk.fill, id="pdftk", marks=needs("pdftk")),
        pytest.param(pdflib.fill, id="pdf-lib", marks=needs("pdf-lib")),
        pytest.param(pdfjs.fill, id="pdf.js", marks=needs("pdf.js")),
    ],
)
def test_a_filler_puts_every_answer_into_its_field(form: bytes, fill: Callable[..., bytes]) -> None:
    assert held(fill(form, ANSWERS)) == HELD


@pytest.mark.parametrize(
    "fill",
    [
        pytest.param(pdfium.fill, id="pdfium", marks=needs("pdfium")),
        pytest.param(pdflib.fill, id="pdf-lib", marks=needs("pdf-lib")),
        pytest.param(pdfjs.fill, id="pdf.js", marks=needs("pdf.js")),
    ],
)
def test_a_filler_says_which_field_the_form_does_not_have(form: bytes, fill: Callable[..., bytes]) -> None:
    with pytest.raises(tools.OutsideError, match=r"incidents\.9\.details"):
        fill(form, {"incidents.9.details": "lost"})


@needs("pdfium")
def test_pdfium_saves_whole_or_appends(form: bytes) -> None:
    assert pdfium.fill(form, ANSWERS, incremental=True).startswith(form)
    assert held(pdfium.fill(form, ANSWERS, incremental=True)) == HELD


@needs("pdfium")
def test_pdfium_reads_and_draws_what_it_typed(form: bytes) -> None:
    filled = pdfium.fill(form, {"name": "Ann Example", "basis": "self", "consent.sharing": True})
    assert pdfium.values(filled) == {
        "name": "Ann Example",
        "incidents.1.details": "",
        "incidents.1.date": "",
        "consent.sharing": "Yes",
        "basis": "self",
    }
    assert "Ann Example" in pdfium.text(filled)[0]
    assert pdfium.picture(filled).size == (595, 842)
    assert pdfium.picture(filled).tobytes() != pdfium.picture(form).tobytes()


@needs("pdfium")
def test_pdfium_unticks(form: bytes) -> None:
    ticked = pdfium.fill(form, {"consent.sharing": True})
    assert pdfium.values(pdfium.fill(ticked, {"consent.sharing": False}))["consent.sharing"] == ""


@needs("pdf-lib")
def test_pdflib_draws_with_a_font_given(form: bytes, tmp_path: Path) -> None:
    filled = tmp_path / "filled.pdf"
    filled.write_bytes(pdflib.fill(form, {"name": NAME}, font=FONT.read_bytes()))
    assert held(filled.read_bytes())["name"] == NAME
    assert [font.embedded for font in poppler.fonts(filled) if "Liberation" in font.name] == [True]


@needs("pdf.js", "pdfium")
def test_pdfjs_says_what_it_draws_in_each_field(form: bytes) -> None:
    filled = pdfium.fill(form, {"incidents.1.details": "One\nTwo", "incidents.1.date": "06052026"})
    drawn = {field.field: field for field in pdfjs.drawn(filled)}
    assert drawn["incidents.1.details"].runs == ("One", "Two")
    assert "".join(drawn["incidents.1.date"].runs) == "06052026"
    assert drawn["incidents.1.date"].page == 1


@needs("pdf.js")
def test_pdfjs_takes_a_picture(form: bytes) -> None:
    picture = Image.open(io.BytesIO(pdfjs.picture(form, page=2)))
    assert picture.size == pytest.approx((595 * 96 / 72, 842 * 96 / 72), abs=20)


@needs("pdftk")
def test_pdftk_reads_the_fields(form: bytes) -> None:
    names = [field["FieldName"] for field in pdftk.dump(form) if "FieldType" in field]
    assert sorted(names) == sorted(ANSWERS)


@needs("qpdf")
def test_qpdf_finds_a_sound_file_sound_and_a_cut_one_broken(form: bytes, tmp_path: Path) -> None:
    file = tmp_path / "form.pdf"
    file.write_bytes(form)
    assert qpdf.check(file) == []
    file.write_bytes(form[:-60])
    assert qpdf.check(file)


@needs("poppler", "pdfium")
def test_poppler_reads_text_fonts_and_facts(form: bytes, tmp_path: Path) -> None:
    file = tmp_path / "form.pdf"
    file.write_bytes(pdfium.fill(form, {"name": "Ann Example"}))
    assert poppler.info(file)["Pages"] == "2"
    assert "Ann Example" in poppler.text(file, page=1)
    assert poppler.unembedded(file) == ["Helvetica"]
    assert poppler.structure(file).strip() == ""
    assert poppler.picture(file, page=2).startswith(b"\x89PNG")


@needs("verapdf")
def test_verapdf_names_the_clauses_that_an_untagged_file_fails(form: bytes, tmp_path: Path) -> None:
    files = [tmp_path / "one.pdf", tmp_path / "tŵo &.pdf"]
    for file in files:
        file.write_bytes(form)
    result = verapdf.check(files)
    assert list(result) == files
    for failures in result.values():
        clauses = {failure.split(" ", 1)[0] for failure in failures}
        # 7.1-8: no XMP metadata; 6.2-1: not marked as tagged (ISO 14289-1, clauses 7.1 and 6.2).
        assert {"7.1-8", "6.2-1"} <= clauses


@needs("verapdf")
def test_verapdf_does_not_pass_what_it_cannot_read(tmp_path: Path) -> None:
    file = tmp_path / "not.pdf"
    file.write_bytes(b"this is no PDF")
    with pytest.raises(tools.OutsideError):
        verapdf.check([file])


def test_an_unknown_tool_is_a_mistake_in_the_test() -> None:
    with pytest.raises(KeyError):
        tools.missing("pdf-tool")
