"""Photographs and scans become pages: upright, flat, of the right size, and without where they were taken."""

from __future__ import annotations

import io
import re
import struct
import zlib
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, ImageDraw, TiffImagePlugin

from ctdocs.bundle.sources import Source, part_of
from ctdocs.errors import Refused
from tests.outside import poppler, verapdf

needs = pytest.mark.needs
Turn = Image.Transpose
# How a camera stores a picture for each orientation: what undoes it is what a viewer does (CIPA DC-008, 4.6.4).
STORED = {
    2: Turn.FLIP_LEFT_RIGHT, 3: Turn.ROTATE_180, 4: Turn.FLIP_TOP_BOTTOM, 5: Turn.TRANSPOSE, 6: Turn.ROTATE_90,
    7: Turn.TRANSVERSE, 8: Turn.ROTATE_270,
}  # fmt: skip
RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 128, 0), (0, 0, 255), (255, 255, 255)


def corners(width: int, height: int) -> Image.Image:
    """A picture whose top left is red, top right green, bottom left blue and bottom right white."""
    picture = Image.new("RGB", (width, height), WHITE)
    draw = ImageDraw.Draw(picture)
    for (x, y), colour in {(0, 0): RED, (1, 0): GREEN, (0, 1): BLUE}.items():
        draw.rectangle((x * width // 2, y * height // 2, (x + 1) * width // 2, (y + 1) * height // 2), fill=colour)
    return picture


def saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    target = io.BytesIO()
    picture.save(target, kind, **options)
    return target.getvalue()


def from_camera(picture: Image.Image, orientation: int = 1) -> bytes:
    """A JPEG as a telephone makes it, with the place where it was taken."""
    if orientation in STORED:
        picture = picture.transpose(STORED[orientation])
    notes = Image.Exif()
    notes[0x010F], notes[0x0112] = "SecretCamera", orientation
    notes[0x8825] = {1: "N", 2: (52.0, 50.0, 11.0), 3: "W", 4: (1.0, 20.0, 2.0)}
    return saved(picture, "JPEG", exif=notes, quality=92)


def shown(source: Source, folder: Path, page: int = 1, dpi: int = 36) -> Image.Image:
    """A page as poppler shows it."""
    (folder / "page.pdf").write_bytes(source.data)
    return Image.open(io.BytesIO(poppler.picture(folder / "page.pdf", page=page, dpi=dpi))).convert("RGB")


def near(one: object, other: tuple[int, int, int]) -> bool:
    assert isinstance(one, tuple)
    return all(abs(a - b) < 30 for a, b in zip(one, other, strict=True))


def size(source: Source, page: int = 0) -> tuple[int, int]:
    with pikepdf.open(io.BytesIO(source.data)) as pdf:
        box = [float(number) for number in pdf.pages[page].mediabox]
        return round(box[2] - box[0]), round(box[3] - box[1])


def image(source: Source, page: int = 0) -> tuple[Image.Image, str, int]:
    """The picture as it lies in the file, its space of colours and its bits for each."""
    with pikepdf.open(io.BytesIO(source.data)) as pdf:
        (only,) = pdf.pages[page].Resources.XObject.values()
        assert isinstance(only, pikepdf.Stream)
        stored = pikepdf.PdfImage(only)
        return stored.as_pil_image().copy(), str(stored.colorspace), stored.bits_per_component


@needs("poppler")
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photograph_stands_upright_however_the_telephone_was_held(orientation: int, tmp_path: Path) -> None:
    source = part_of(from_camera(corners(300, 400), orientation), "photo.jpg")
    page = shown(source, tmp_path)
    assert page.size == (298, 421), "the page is A4 upright, as the picture is"
    points = {(0.3, 0.3): RED, (0.7, 0.3): GREEN, (0.3, 0.7): BLUE, (0.7, 0.7): WHITE}
    for (x, y), colour in points.items():
        assert near(page.getpixel((int(x * page.width), int(y * page.height))), colour)


@pytest.mark.parametrize("orientation", [1, 6])
@pytest.mark.parametrize("width", [400, 4000])
def test_a_photograph_does_not_say_where_it_was_taken(orientation: int, width: int) -> None:
    source = part_of(from_camera(corners(width, width * 3 // 4), orientation), "photo.jpg")
    assert "The position of the photograph was left out." in source.notes
    with pikepdf.open(io.BytesIO(source.data)) as pdf:
        raw = b"".join(one.read_raw_bytes() for one in pdf.objects if isinstance(one, pikepdf.Stream))
    assert b"Exif" not in raw + source.data and b"SecretCamera" not in raw + source.data
    assert source.original is None, "the file itself, which does say so, is not passed on"


def test_a_photograph_that_needs_no_change_keeps_every_dot() -> None:
    photo = from_camera(corners(640, 480))
    made, _, _ = image(part_of(photo, "photo.jpg"))
    assert made.convert("RGB").tobytes() == Image.open(io.BytesIO(photo)).convert("RGB").tobytes()


def test_what_is_finer_than_a_page_shows_is_reduced() -> None:
    source = part_of(from_camera(corners(6000, 4500)), "photo.jpg")
    made, _, _ = image(source)
    # 210 mm less 15 mm on each side, at 300 dots to an inch
    assert made.height == pytest.approx(180 / 25.4 * 300, abs=3) and made.width == pytest.approx(
        made.height * 4 / 3, abs=2
    )
    assert "Reduced to 300 dpi." in source.notes
    assert size(source) == (842, 595), "a picture that is wider than high lies on its page"


def test_grey_stays_grey_and_black_stays_black() -> None:
    grey = part_of(saved(corners(900, 600).convert("L"), "PNG"), "grey.png")
    black = part_of(saved(corners(900, 600).convert("1"), "TIFF"), "black.tif")
    assert image(grey)[1:] == ("/DeviceGray", 8)
    assert image(black)[1:] == ("/DeviceGray", 1)


@needs("poppler")
def test_what_is_see_through_lies_on_white(tmp_path: Path) -> None:
    clear = Image.new("RGBA", (300, 400), (0, 0, 0, 0))
    ImageDraw.Draw(clear).rectangle((100, 100, 200, 300), fill=(255, 0, 0, 128))
    page = shown(part_of(saved(clear, "PNG"), "clear.png"), tmp_path)
    assert near(page.getpixel((page.width // 2, page.height // 2)), (255, 127, 127))
    assert near(page.getpixel((page.width // 2, page.height // 5)), WHITE)


@needs("poppler")
def test_a_fax_has_all_its_pages_in_their_shape(tmp_path: Path) -> None:
    """A fax of low resolution has 204 dots to an inch across and 98 down: a circle must stay one."""
    sheet = Image.new("1", (1728, 1145), 1)
    ImageDraw.Draw(sheet).ellipse((400, 200, 400 + 816, 200 + 392), fill=0)  # 4 by 4 inches
    fax = saved(sheet, "TIFF", compression="group4", dpi=(204, 98), save_all=True, append_images=[sheet, sheet])
    source = part_of(fax, "fax.tif")
    assert [size(source, page) for page in range(3)] == [(595, 842)] * 3
    page = shown(source, tmp_path, 3, 72).convert("L").point([255] * 128 + [0] * 128)
    left, top, right, bottom = page.getbbox() or (0, 0, 0, 0)
    assert right - left == pytest.approx(bottom - top, rel=0.02)
    assert right - left == pytest.approx(288, rel=0.06), "4 inches, on a page that was drawn to A4"


def test_a_scan_turned_in_its_file_is_turned() -> None:
    scan = saved(corners(1000, 1400).transpose(STORED[6]), "TIFF", tiffinfo={274: 6}, dpi=(150, 150))
    source = part_of(scan, "scan.tif")
    assert size(source) == (595, 842) and "Turned by 90°." in source.notes
    made = image(source)[0].convert("RGB")
    assert near(made.getpixel((50, 50)), RED) and near(made.getpixel((made.width - 50, 50)), GREEN)


@needs("poppler", "verapdf")
def test_pictures_can_be_met_by_people_who_do_not_see_them(tmp_path: Path) -> None:
    sheet = corners(1000, 1400)
    scan = saved(sheet, "TIFF", dpi=(120, 120), save_all=True, append_images=[sheet])
    sources = {
        "photo": part_of(from_camera(sheet), "Ŵyn & <garden>.jpg"),
        "scan": part_of(scan, "scan.tif", texts=["The report of Siân", ""]),
        "chart": part_of(saved(sheet.convert("P"), "GIF"), "chart.gif"),
    }
    paths = {name: tmp_path / f"{name}.pdf" for name in sources}
    for name, path in paths.items():
        path.write_bytes(sources[name].data)
    assert verapdf.check(paths.values()) == {path: [] for path in paths.values()}
    with pikepdf.open(paths["scan"]) as pdf:
        first, second = pdf.Root.StructTreeRoot.K.K
        assert str(first.ActualText) == "The report of Siân" and str(first.S) == "/Figure"
        assert str(second.Alt) == "Scan: scan.tif, page 2 of 2; no text could be read"
    with pikepdf.open(paths["photo"]) as pdf:
        alt = str(pdf.Root.StructTreeRoot.K.K.Alt)
        assert re.fullmatch(r"Photograph.*: Ŵyn & _garden_\.jpg, page 1; no text could be read", alt)
    assert "The report of Siân" in poppler.text(paths["scan"], page=1), "a text that is known is found by a search"
    assert sources["scan"].alternative == ("The report of Siân", "")


def test_the_same_picture_gives_the_same_bytes() -> None:
    photo = from_camera(corners(3000, 4000), 8)
    assert part_of(photo, "a.jpg") == part_of(photo, "a.jpg")


def png(width: int, height: int) -> bytes:
    """A PNG that says it is this large, and holds next to nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(10_000))) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("width, height", [(50_000, 50_000), (10_000, 9_000), (2**31 - 1, 2**31 - 1)])
def test_a_picture_beyond_all_size_is_refused_before_it_is_unfolded(width: int, height: int) -> None:
    with pytest.raises(Refused, match=r"huge\.png .*too many to be unfolded"):
        part_of(png(width, height), "huge.png")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "TIFF", "WEBP"])
@pytest.mark.parametrize("part", [0.1, 0.6])
def test_a_picture_that_is_cut_short_is_refused(kind: str, part: float) -> None:
    picture = Image.effect_noise((300, 200), 90)
    data = saved(picture.convert("RGB"), kind)
    with pytest.raises(Refused, match="damaged or cut short"):
        part_of(data[: int(len(data) * part)], "picture")


def test_a_scan_that_is_damaged_in_places_says_so(capfd: pytest.CaptureFixture[str]) -> None:
    sheet = Image.new("1", (1728, 2200), 1)
    ImageDraw.Draw(sheet).ellipse((200, 200, 1500, 2000), outline=0, width=9)
    fax = bytearray(saved(sheet, "TIFF", compression="group4", dpi=(204, 196)))
    assert part_of(bytes(fax), "fax.tif").notes == ()
    strip = TiffImagePlugin.TiffImageFile(io.BytesIO(fax)).tag_v2
    middle = strip[273][0] + strip[279][0] // 2
    fax[middle : middle + 12] = b"\xff" * 12
    assert any("Damaged in places" in note for note in part_of(bytes(fax), "fax.tif").notes)
    assert capfd.readouterr().err == "", "what libtiff says is no news for a person"
