"""What a form needs to come back on paper: its marks, clear fields, and a layout that is the same for every area."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import zxingcpp
from PIL import Image

from ctdocs.documents.catalogue import document, load_document
from ctdocs.documents.resolve import resolve
from ctdocs.errors import Refused
from ctdocs.model.area import load_area
from ctdocs.model.layout import Layout
from ctdocs.render.pdf.document import render
from tests.documents.writing import TOP, area_with, form
from tests.outside import poppler
from tests.outside.tools import run
from tests.render.samples import ON, Sample, resolved

MM = 72 / 25.4
DPI = 200
WIDTH, HEIGHT = 595.28, 841.89

# Markers 0 to 47 of DICT_4X4_50 as OpenCV's table of predefined dictionaries has them (modules/objdetect, licence
# Apache 2.0): for each the 16 bits of its four turns, a quarter turn against the clock from one to the next, a set
# bit being white, rows from the top.
MARKERS = (
    0xB532EB484CAD12D7, 0x0F9A654759F0E2A6, 0x332DDE11B4CC887B, 0x9946C13C62993C83, 0x549EA1D3792ACB85,
    0x79CDD8B7B39EED1B, 0x9E2E875D7479BAE1, 0xC4F223EA4F2357C4, 0xFEDAADEF5B7FF7B5, 0xCF5665FC6AF33FA6,
    0xF991F88E899F711F, 0x11A7D312E58848CB, 0x0EB73756ED706AEC, 0x2A0F1D15F054A8B8, 0x24B13A428D24425C,
    0x263E2F517C648AF4, 0x466516F0A6620F68, 0x66000CC000660330, 0x6C5E29F57A36AF94, 0x76AF9FD3F56ECBF9,
    0x868B154BD161D2A8, 0xB02B9B09D40D90D9, 0xCCD530FEAB337F0C, 0xDD82C1CE41BB7383, 0xFE479DFCE27F3FB9,
    0x9471B2688E29164D, 0xACE40A7E27357E50, 0xA55468782AA51E16, 0x21235B00C48400DA, 0x346F9B71F62C8ED9,
    0x441530D0A8220B0C, 0x57B2E7C24DEA43E7, 0x9ECF957FF379FEA9, 0xF0CB99ABD30FD599, 0x08AE03177510E8C0,
    0x092952059490A04A, 0x1875B234AE182C4D, 0x04FF3373FF20CECC, 0x0DF663766FB06EC6, 0x1C5AA1655A38A685,
    0x1718E44118E88227, 0x2A280E051454A070, 0x328C8C13314CC831, 0x38B2AB064D1C60D5, 0x24E80A631724C650,
    0x2EEB1F67D774E6F8, 0x2D3F7B55FCB4AADE, 0x4B6446B426D22D62,
)  # fmt: skip


def bits(marker: int, turn: int = 0) -> list[list[bool]]:
    """The inner 4 x 4 cells of a marker: True is white."""
    word = MARKERS[marker] >> (48 - 16 * turn)
    return [[bool(word >> (15 - 4 * row - column) & 1) for column in range(4)] for row in range(4)]


def picture(one: Sample, page: int) -> Image.Image:
    return Image.open(io.BytesIO(poppler.picture(one.path, page=page, dpi=DPI))).convert("L")


def white(seen: Image.Image, x: float, y: float, row: int, column: int) -> bool:
    """Whether a cell of the marker at x, y is white; -1 and 6 are beside it. A grey one is neither."""
    cell = 9 * MM / 6
    at = (round((x + (column + 0.5) * cell) * DPI / 72), round((y + (row + 0.5) * cell) * DPI / 72))
    level: Any = seen.getpixel(at)
    assert level < 64 or level > 192
    return bool(level > 128)


def private(path: Path) -> dict[str, Any]:
    with pikepdf.open(path) as pdf:
        return dict(json.loads(pdf.Root.PieceInfo.ctdocs.Private.read_bytes()))


def boxes(layout: Layout, page: int) -> list[tuple[str, str, tuple[float, float, float, float]]]:
    """Every place to write or tick on a page: name, kind and box from the top left."""
    found = []
    for field in layout.fields:
        if field.page == page:
            found += [(f"{field.id}={value}", "tick", box) for value, box in field.options.items()]
            if not field.options:
                found.append((field.id, field.kind, field.box))
    return found


# ---- marks


@pytest.mark.needs("poppler")
@pytest.mark.parametrize("name", ["application-form-blank", "continuation-sheet-blank"])
def test_four_markers_stand_in_the_corners_of_every_page(plain: dict[str, Sample], name: str) -> None:
    one = plain[name]
    assert one.rendered.layout is not None
    for page in range(one.rendered.layout.pages):
        seen = picture(one, page + 1)
        far_x, far_y = WIDTH - 16 * MM, HEIGHT - 16 * MM
        corners = ((7 * MM, 7 * MM), (far_x, 7 * MM), (far_x, far_y), (7 * MM, far_y))
        for corner, (x, y) in enumerate(corners):
            wanted = bits(page % 12 * 4 + corner)

            cells = [[white(seen, x, y, row, column) for column in range(6)] for row in range(6)]
            assert [row[1:5] for row in cells[1:5]] == wanted, f"page {page + 1}, corner {corner}"
            edge = [*cells[0], *cells[5], *(row[0] for row in cells), *(row[5] for row in cells)]
            assert not any(edge)
            assert all(white(seen, x, y, *at) for row in range(6) for at in ((row, -1), (-1, row), (row, 6), (6, row)))


def test_the_table_of_markers_is_not_turned() -> None:
    for marker in range(48):
        once = bits(marker)
        turned = [list(row) for row in zip(*once, strict=True)][::-1]
        assert turned in (bits(marker, 1), bits(marker, 3))
        assert bits(marker, 2) == [row[::-1] for row in once[::-1]]


@pytest.mark.needs("poppler")
def test_the_code_of_each_page_says_form_layout_area_page_and_serial(
    plain: dict[str, Sample], long: Sample, serial: Sample
) -> None:
    blank = plain["application-form-blank"]
    layout = blank.rendered.layout
    assert layout is not None
    total = layout.pages
    sheet = next(one for one in long.rendered.layouts.values() if one.code == "AC")
    pages = [(blank, n, f"AF:{layout.id.upper()}:E07000999:{n}/{total}") for n in range(1, total + 1)]
    pages += [(serial, n, f"AF:{layout.id.upper()}:E07000039:{n}/{total}:K7Q2M9X4") for n in (1, total)]
    pages += [(long, total + n, f"AC:{sheet.id.upper()}:E07000999:{n}/{sheet.pages}") for n in (1, sheet.pages)]
    for one, page, text in pages:
        found = zxingcpp.read_barcodes(picture(one, page))
        assert [code.text for code in found] == [text]
        assert "QR" in str(found[0].format)
        assert text in poppler.text(one.path, page=page), "readable under the code"
        corners = found[0].position
        side = abs(corners.top_right.x - corners.top_left.x) * 72 / DPI
        assert side / 29 >= 0.6 * MM, "modules of at least 0.6 mm"


@pytest.mark.parametrize("wrong", ["", "k7q2", "K7 Q2", "K7-Q2", "Ŵ", "A" * 13, "É1", "A\n"])
def test_a_serial_is_capital_letters_and_digits(wrong: str) -> None:
    with pytest.raises(Refused, match="is not a serial"):
        render(resolved("application-form"), serial=wrong)


def test_the_serial_travels_in_the_file(serial: Sample, plain: dict[str, Sample]) -> None:
    assert private(serial.path)["serial"] == "K7Q2M9X4"
    assert private(plain["application-form-blank"].path)["serial"] is None


# ---- layout


def test_the_layout_travels_in_the_file(plain: dict[str, Sample], long: Sample) -> None:
    for one in [one for one in [*plain.values(), long] if one.is_form]:
        held = private(one.path)
        assert held["area"] == "example/exampleshire"
        assert {name: Layout.from_json(data) for name, data in held["layouts"].items()} == dict(one.rendered.layouts)
        assert all(name == layout.id for name, layout in one.rendered.layouts.items())
        assert held["parts"][0]["prefix"] == ""
        assert held["parts"][-1]["pages"][1] == one.rendered.pages
        layout = one.rendered.layout
        assert layout is not None
        with pikepdf.open(one.path) as pdf:
            keywords = str(pdf.docinfo.Keywords)
        assert f"{layout.code}:{layout.id.upper()}:E07000999" in keywords


def test_the_layout_says_where_the_fields_are(plain: dict[str, Sample], long: Sample) -> None:
    from tests.render.samples import terminal_fields

    for one in (plain["application-form-blank"], long):
        held = private(one.path)
        with pikepdf.open(one.path) as pdf:
            numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
            fields = dict(terminal_fields(pdf))
            for part in held["parts"]:
                layout = one.rendered.layouts[part["layout"]]
                prefix = f"{part['prefix']}." if part["prefix"] else ""
                for entry in layout.fields:
                    node = fields.pop(prefix + entry.id)
                    for widget in node.Kids if "/Kids" in node else [node]:
                        state = next((str(k)[1:] for k in widget.AP.N if str(k) != "/Off"), "") if entry.options else ""
                        x0, y0, x1, y1 = entry.options[state] if entry.options else entry.box
                        rect = [float(v) for v in widget.Rect]
                        assert rect == pytest.approx([x0, HEIGHT - y1, x1, HEIGHT - y0], abs=0.1)
                        assert numbers[widget.P.objgen] == entry.page + part["pages"][0] - 1
            assert fields == {}


SHORT = {"name: Exampleshire District Council": "name: Ex"}
LONGER = {
    "name: Exampleshire District Council": "name: The Royal Borough and County Council of Greater Exampleshire",
    "team: Community Safety Team": "team: Anti-Social Behaviour and Community Safety Partnership Support Team",
    "email: case.review@example.org": "email: anti-social-behaviour.case-reviews@greater-exampleshire.example.org",
    "hours: Monday to Friday, 9am to 5pm": "hours: Monday to Thursday, 9am to 5pm, and Friday, 9am to 4.30pm",
    "name: Exampleshire Community Safety": "name: Greater Exampleshire and Sampleton Community Safety",
}


def test_a_layout_is_the_same_for_every_area(plain: dict[str, Sample], serial: Sample, tmp_path: Path) -> None:
    for one in ("application-form", "continuation-sheet"):
        ids = set()
        for number, changes in enumerate(({}, SHORT, LONGER)):
            folder = tmp_path / f"{one}{number}"
            folder.mkdir()
            made = render(
                resolve(
                    document(one),
                    area_with(folder, *(("\n  " + old, "\n  " + new) for old, new in changes.items())),
                    on=ON,
                )
            )
            assert made.layout is not None
            ids.add(made.layout.id)
        known = plain[f"{one}-blank"].rendered.layout
        assert known is not None
        assert ids == {known.id}
    other = serial.rendered.layout
    assert other is not None
    assert other.id == plain["application-form-blank"].rendered.layout.id  # type: ignore[union-attr]


def test_a_layout_changes_with_the_geometry_and_not_with_the_words(tmp_path: Path) -> None:
    source = (TOP / "templates" / "appendix_b" / "continuation-sheet.yaml").read_text(encoding="utf-8")

    def layout_id(text: str) -> str:
        path = tmp_path / "continuation-sheet.yaml"
        path.write_text(text, encoding="utf-8")
        made = render(resolve(load_document(path), load_area("example/exampleshire"), on=ON)).layout
        assert made is not None
        assert re.fullmatch("[0-9a-f]{8}", made.id)
        return made.id

    first = layout_id(source)
    assert layout_id(source.replace("Your answer goes on here", "Go on with your answer")) == first
    assert layout_id(re.sub(r"kind: multiline, lines: \d+", "kind: multiline, lines: 2", source)) != first
    assert layout_id(source.replace("id: more\n", "id: further\n")) != first


def test_a_text_too_long_for_its_slot_is_refused(tmp_path: Path) -> None:
    area = area_with(tmp_path, ("  team: Community Safety Team\n", f"  team: {'Community Safety Team ' * 30}\n"))
    with pytest.raises(Refused, match="does not fit its space of 1 lines") as caught:
        render(form(tmp_path, "  - slot: 'Ask {{ area.spoc.team }}'\n    lines: 1\n", area=area))
    assert "Shorten what the profile says" in (caught.value.hint or "")


# ---- clear fields

SIDES = (3.0, 3.0, 2.5, 3.0)
"""Millimetres round a tick box (left, above, right, below) that nothing is printed in."""


def printed(path: Path) -> list[list[tuple[str, tuple[float, float, float, float]]]]:
    """The words of each page with their boxes, as poppler sees them."""
    out = run(["pdftotext", "-bbox", "-enc", "UTF-8", path, "-"]).stdout.decode()
    pages = []
    for page in out.split("<page ")[1:]:
        words = re.findall(
            r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>', page
        )
        pages.append([(w, (float(a), float(b), float(c), float(d))) for a, b, c, d, w in words])
    return pages


def overlap(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return a[0] < b[2] - 0.05 and b[0] < a[2] - 0.05 and a[1] < b[3] - 0.05 and b[1] < a[3] - 0.05


@pytest.mark.needs("poppler")
@pytest.mark.parametrize("name", ["application-form-blank", "continuation-sheet-blank"])
def test_no_print_enters_a_field_or_comes_near_a_tick_box(plain: dict[str, Sample], name: str) -> None:
    one = plain[name]
    layout = one.rendered.layout
    assert layout is not None
    left, above, right, below = (side * MM for side in SIDES)
    wrong = []
    for number, words in enumerate(printed(one.path), 1):
        assert words
        for field, kind, (x0, y0, x1, y1) in boxes(layout, number):
            tick = kind == "tick"
            room = (x0 - left, y0 - above, x1 + right, y1 + below) if tick else (x0, y0, x1, y1)
            for word, (wx0, wy0, wx1, wy1) in words:
                # poppler's box reaches 0.728 of the size above the base line and 0.21 below it, where few letters go.
                deep = bool(set(word) & set("gjpqy,;()[]/|Q"))
                ink = (wx0, wy0, wx1, wy1 if deep else wy0 + (wy1 - wy0) * 0.728 / 0.938)
                if overlap(ink, room):
                    found = ([round(v, 1) for v in ink], [round(v, 1) for v in room])
                    wrong.append(f"page {number}: {word!r} at {found[0]} is in {field} at {found[1]}")
    assert wrong == []


@pytest.mark.needs("poppler")
def test_boxes_and_combs_have_the_sizes_that_paper_needs(plain: dict[str, Sample]) -> None:
    layout = plain["application-form-blank"].rendered.layout
    assert layout is not None
    for page in range(1, layout.pages + 1):
        ticks = [box for _, kind, box in boxes(layout, page) if kind == "tick"]
        for x0, y0, x1, y1 in ticks:
            assert (x1 - x0, y1 - y0) == pytest.approx((5 * MM, 5 * MM), abs=0.05)
        for i, a in enumerate(ticks):
            for b in ticks[i + 1 :]:
                assert max(abs(a[0] - b[0]), abs(a[1] - b[1])) >= 8 * MM - 0.1, "ticks stand 8 mm apart"
    for field in layout.fields:
        x0, y0, x1, y1 = field.box
        if field.cells:
            assert (x1 - x0, y1 - y0) == pytest.approx((field.cells * 6 * MM, 7.5 * MM), abs=0.05)
        assert min(x0, y0, WIDTH - x1, HEIGHT - y1) >= 15 * MM
    for one in ("incidents.1.date", "declaration.date", "victim.daytime_phone", "applicant.postcode"):
        entry = layout.field(one)
        assert entry is not None and entry.cells
    assert {field.cells for field in layout.fields if field.kind == "date"} == {8}
