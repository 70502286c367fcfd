"""A drawing in a PDF, in a Word file and as SVG: seen, read aloud, and never more than a drawing."""

from __future__ import annotations

import dataclasses
import xml.etree.ElementTree as ET
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from ctdocs import __version__
from ctdocs.documents import blocks as b, shapes as s
from ctdocs.render.docx.compose import Composer
from ctdocs.render.pdf.document import render
from ctdocs.render.svg import svg
from tests.outside import poppler, verapdf

ALT = "A dark bar, a dashed limit, and the words <b>&amp; “ŵ”."
DRAWING = s.Drawing(
    170,
    40,
    (
        s.Rect(0, 0, 60, 10, fill=s.DARK, stroke=None),
        s.Line(0, 20, 170, 20, dashed=True),
        s.Label(85, 18, 'Middle <b> & "ŵ" \u05d0\x07', anchor="middle"),
        s.Polygon(((100, 22), (110, 40), (120, 22)), fill=s.LIGHT, stroke=s.INK),
        s.Label(170, 38, "End", bold=True, anchor="end"),
    ),
)


def document(*drawings: s.Drawing) -> b.Resolved:
    figures = [b.Figure(one, ALT, f"Picture {number}") for number, one in enumerate(drawings, 1)]
    return b.Resolved(
        id="trial", code="", kind="form", edition="1", title="Trial", language="en", audience="public", mode="final",
        area_id="example/exampleshire", area_name="Exampleshire", gss_code="", sender="", version=__version__,
        blocks=(*figures, b.Paragraph((b.Text("After it."),))), key="", values={},
    )  # fmt: skip


@pytest.mark.needs("verapdf", "poppler")
def test_a_figure_is_accessible_and_its_words_can_be_found(tmp_path: Path) -> None:
    file = tmp_path / "figure.pdf"
    file.write_bytes(render(document(DRAWING)).data)
    assert verapdf.check([file]) == {file: []}
    words = poppler.text(file)
    assert "Picture 1" in words and "Middle <b>" in words and "End" in words


def test_a_figure_says_in_words_what_it_shows_and_where_it_stands() -> None:
    with pikepdf.open(BytesIO(render(document(DRAWING)).data)) as pdf:
        figures = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure"]
        assert [str(one.Alt) for one in figures] == [ALT]
        left, bottom, right, top = (float(value) for value in figures[0].A.BBox)
        assert right - left == pytest.approx(170 * 72 / 25.4, abs=0.1)
        assert top - bottom == pytest.approx(40 * 72 / 25.4, abs=0.1)


def test_a_drawing_that_is_too_wide_is_made_smaller() -> None:
    wide = dataclasses.replace(DRAWING, width=340)
    with pikepdf.open(BytesIO(render(document(wide)).data)) as pdf:
        figure = next(one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure")
        left, bottom, right, top = (float(value) for value in figure.A.BBox)
        assert right - left == pytest.approx(170 * 72 / 25.4, abs=0.1)
        assert top - bottom == pytest.approx(20 * 72 / 25.4, abs=0.1)


def test_svg_is_well_formed_and_holds_words_as_words() -> None:
    made = svg(DRAWING, title="Trial <1>", alt=ALT)
    root = ET.fromstring(made)
    name = "{http://www.w3.org/2000/svg}"
    assert (root.findtext(f"{name}title"), root.findtext(f"{name}desc")) == ("Trial <1>", ALT)
    assert [one.text for one in root.iter(f"{name}text")] == ['Middle <b> & "ŵ" \u05d0', "End"]
    assert {one.tag.removeprefix(name) for one in root.iter()} == {
        "svg", "title", "desc", "g", "rect", "line", "text", "polygon",
    }  # fmt: skip
    assert made == svg(DRAWING, title="Trial <1>", alt=ALT)


def test_in_word_the_words_stand_for_the_drawing() -> None:
    made = Composer(document(DRAWING)).blocks((b.Figure(DRAWING, ALT, "Picture 1"),))
    assert ["".join(one.itertext()) for one in made] == ["Picture 1", ALT]
