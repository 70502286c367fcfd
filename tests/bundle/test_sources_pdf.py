"""PDFs that came in stay as they came, or are repaired where nothing of them is lost, or refused."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from ctdocs.bundle.sources import part_of
from ctdocs.bundle.sources.pdf import cleaned_pdf
from ctdocs.errors import Refused
from ctdocs.read.limits import Limits
from tests.outside import pdftk

needs = pytest.mark.needs


def report(pages: int = 3) -> bytes:
    """A report as some other program makes it."""
    target = io.BytesIO()
    canvas = Canvas(target, invariant=1)
    for page in range(1, pages + 1):
        canvas.drawString(72, 700, f"Report of visit {page}")
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def changed(change: Callable[[Pdf], object], data: bytes = b"", **options: object) -> bytes:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(data or report())) as pdf:
        change(pdf)
        pdf.save(target, **options)  # type: ignore[arg-type]
    return target.getvalue()


def pages(data: bytes) -> int:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return len(pdf.pages)


def test_a_sound_pdf_is_left_as_it_came() -> None:
    source = part_of(report(), "report.pdf")
    assert source.data == report() and source.original is None and source.notes == ()
    assert source.alternative == tuple(f"Report of visit {page}" for page in (1, 2, 3))


def test_encryption_without_a_password_is_removed_and_the_file_kept() -> None:
    locked = changed(lambda pdf: None, encryption=pikepdf.Encryption(owner="theirs", user=""))
    source = part_of(locked, "report.pdf")
    with pikepdf.open(io.BytesIO(source.data)) as pdf:
        assert not pdf.is_encrypted
    assert source.original == locked and "encryption" in source.notes[0]
    assert source.alternative[1] == "Report of visit 2"


def test_a_lost_list_of_objects_is_made_again() -> None:
    data = report()
    for damaged in (data.replace(b"startxref\n", b"startxref\n9"), data[: data.rfind(b"\nxref\n") + 30]):
        source = part_of(damaged, "report.pdf")
        assert pages(source.data) == 3 and source.original == damaged
        assert any("damaged and has been repaired" in note for note in source.notes)
        assert part_of(damaged, "report.pdf") == source


@pytest.mark.parametrize("part", [0.02, 0.3, 0.5, 0.7])
def test_a_pdf_that_ends_too_soon_is_refused_because_nobody_can_tell_what_is_missing(part: float) -> None:
    data = report(8)
    with pytest.raises(Refused, match=r"report\.pdf is cut short"):
        part_of(data[: int(len(data) * part)], "report.pdf")


@pytest.mark.parametrize("data, said", [
    (changed(lambda pdf: None, encryption=pikepdf.Encryption(owner="a", user="b")), "password"),
    (changed(lambda pdf: pdf.Root.__setitem__("/Collection", Dictionary())), "portfolio"),
    (b"%PDF-1.7\nnothing\n%%EOF\n", "damaged"),
    (changed(lambda pdf: [pdf.Root.__setitem__("/NeedsRendering", True),
                          pdf.Root.__setitem__("/AcroForm", Dictionary(XFA=Array([]), Fields=Array([])))]), "XFA"),
    (changed(lambda pdf: pdf.pages.extend([pdf.pages[0]] * 2000)), "2,003 pages"),
])  # fmt: skip
def test_what_cannot_be_shown_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(Refused, match=said) as refused:
        part_of(data, "report.pdf")
    assert refused.value.hint


def test_a_photograph_inside_a_pdf_does_not_say_where_it_was_taken() -> None:
    photo, exif = io.BytesIO(), Image.Exif()
    exif[0x010F], exif[0x8825] = "SecretCamera", {1: "N", 2: (52.0, 50.0, 11.0)}
    Image.effect_noise((60, 80), 90).convert("RGB").save(photo, "JPEG", exif=exif)

    def put(pdf: Pdf) -> None:
        image = pdf.make_stream(
            photo.getvalue(), Type=Name.XObject, Subtype=Name.Image, Width=60, Height=80, ColorSpace=Name.DeviceRGB,
            BitsPerComponent=8, Filter=Name.DCTDecode,
        )  # fmt: skip
        pdf.pages[0].Resources.XObject = Dictionary(Im=image)

    source = part_of(changed(put), "scan.pdf")
    assert b"SecretCamera" not in source.data and source.original is None
    assert any("1 picture" in note and "position" in note for note in source.notes)
    with pikepdf.open(io.BytesIO(source.data)) as pdf:
        image = pdf.pages[0].Resources.XObject.Im
        assert isinstance(image, pikepdf.Stream)
        shown = pikepdf.PdfImage(image).as_pil_image().convert("RGB")
    assert shown.tobytes() == Image.open(photo).convert("RGB").tobytes()


def test_a_signature_that_covers_what_a_camera_noted_is_told_to_be_broken() -> None:
    photo, exif = io.BytesIO(), Image.Exif()
    exif[0x8825] = {1: "N", 2: (52.0, 50.0, 11.0)}
    Image.new("RGB", (60, 80)).save(photo, "JPEG", exif=exif)

    def put(pdf: Pdf) -> None:
        pdf.pages[0].Resources.XObject = Dictionary(Im=pdf.make_stream(
            photo.getvalue(), Type=Name.XObject, Subtype=Name.Image, Width=60, Height=80, ColorSpace=Name.DeviceRGB,
            BitsPerComponent=8, Filter=Name.DCTDecode,
        ))  # fmt: skip
        field = Dictionary(FT=Name.Sig, T=String("s"), V=Dictionary(Type=Name.Sig, Contents=String("x")))
        pdf.Root.AcroForm = Dictionary(Fields=Array([pdf.make_indirect(field)]))

    assert any("broke the digital signature" in note for note in part_of(changed(put), "report.pdf").notes)


def test_what_was_typed_over_a_page_and_into_fields_is_text_of_it() -> None:
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)

    def put(pdf: Pdf) -> None:
        field = pdf.make_indirect(Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("name"), V=String("Siân Ŵyn ŷ"),
            Rect=Array([72, 600, 300, 620]), F=4,
        ))  # fmt: skip
        drawn = pdf.make_stream(
            b"BT /F 12 Tf 2 5 Td (typed over it) Tj ET", Type=Name.XObject, Subtype=Name.Form,
            BBox=Array([0, 0, 228, 20]),
            Resources=Dictionary(Font=Dictionary(F=font)),
        )  # fmt: skip
        note = pdf.make_indirect(Dictionary(
            Type=Name.Annot, Subtype=Name.FreeText, Contents=String("typed over it"), Rect=Array([72, 500, 300, 520]),
            F=4, AP=Dictionary(N=drawn), DA=String("/F 12 Tf"),
        ))  # fmt: skip
        pdf.pages[0].Annots = Array([field, note])
        pdf.Root.AcroForm = Dictionary(Fields=Array([field]), NeedAppearances=True)

    text = part_of(changed(put), "form.pdf").alternative[0]
    assert "Siân Ŵyn ŷ" in text, "no viewer has drawn it yet"
    assert "typed over it" in text


@needs("pdftk")
def test_a_form_that_came_back_keeps_its_fields_and_says_its_values() -> None:
    blank = io.BytesIO()
    canvas = Canvas(blank, invariant=1)
    canvas.acroForm.textfield(name="why", x=72, y=700, width=300, height=20)
    canvas.showPage()
    canvas.save()
    for later in (False, True):
        filled = pdftk.fill(blank.getvalue(), {"why": "Noise at night"}, need_appearances=later)
        source = part_of(filled, "form.pdf")
        assert source.data == filled and "Noise at night" in source.alternative[0]


def test_what_lies_beside_the_pages_is_told() -> None:
    def put(pdf: Pdf) -> None:
        pdf.attachments["other.txt"] = b"hidden"
        script = pdf.make_indirect(Dictionary(S=Name.JavaScript, JS=String("app.alert(1)")))
        pdf.Root.Names.JavaScript = Dictionary(Names=Array([String("a"), script]))

    notes = " ".join(part_of(changed(put), "report.pdf").notes)
    assert "1 file inside the PDF is not part of the bundle." in notes and "scripts" in notes


def test_a_page_without_text_is_named() -> None:
    source = part_of(changed(lambda pdf: pdf.add_blank_page()), "report.pdf")
    assert source.notes == ("No text could be read on page 4.",) and source.alternative[3] == ""


def test_a_file_that_takes_too_long_is_stopped() -> None:
    with pytest.raises(Refused, match="longer than"):
        cleaned_pdf(report(40), "slow.pdf", Limits(seconds=0.0))
