"""How Word files look: the type and colours of the PDF, the foot of the page, language, and the titles of fields."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest

from ctdocs.documents import blocks as b
from ctdocs.documents.catalogue import document
from ctdocs.documents.resolve import resolve
from ctdocs.model.area import load_area
from ctdocs.render.docx import controls, looks, template
from ctdocs.render.pdf import looks as pdf
from tests.render.wordtemplate import W, compiled, lines, parts


def test_the_foot_counts_the_pages_and_says_what_the_document_is() -> None:
    foot = compiled("letter-1")["word/footer1.xml"]
    assert lines(foot) == [
        "{%p if draft %}",
        "DRAFT – facts marked CONFIRM are not confirmed. Do not use.",
        "{%p endif %}",
        "Page 1 of 1",
        "{{ footer.text }}",
    ]
    assert [node.get(f"{W}instr").strip() for node in foot.iter(f"{W}fldSimple")] == ["PAGE", "NUMPAGES"]


@pytest.mark.parametrize(("language", "spoken"), [("en", "en-GB"), ("cy", "cy-GB")])
def test_the_file_says_its_language(language: str, spoken: str) -> None:
    area = load_area("example/exampleshire")
    whole = resolve(document("application-form"), area, on=dt.date(2026, 11, 20))
    made = parts(template.compiled(dataclasses.replace(whole, language=language, key=language), record=False))
    assert made["word/styles.xml"].find(f"{W}docDefaults//{W}lang").get(f"{W}val") == spoken


def test_welsh_fields_say_in_welsh_what_to_do() -> None:
    assert controls.placeholder("date", "cy") != controls.placeholder("date", "en")
    assert controls.placeholder("email", "cy") != controls.placeholder("email", "en")


@pytest.mark.parametrize("colour", ["INK", "FRAME", "SHADE", "QUIET"])
def test_colours_are_those_of_the_pdf(colour: str) -> None:
    mixed = [int(getattr(looks, colour)[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    assert mixed == pytest.approx(list(getattr(pdf, colour)), abs=0.005)


def test_the_colour_of_the_house_is_that_of_an_area_without_one() -> None:
    whole = resolve(document("letter-1"), load_area("example/exampleshire"), on=dt.date(2026, 11, 20))
    assert type(whole.look)().colour == looks.ACCENT


@pytest.mark.parametrize(
    ("style_id", "like"),
    [
        *((f"Heading{level}", pdf.HEADINGS[level]) for level in (1, 2, 3, 4)),
        ("Normal", pdf.STYLES["normal"]),
        ("Lead", pdf.STYLES["lead"]),
        ("Note", pdf.STYLES["note"]),
        ("Small", pdf.STYLES["small"]),
        ("FieldLabel", pdf.LABEL),
        ("SmallLabel", pdf.SMALL_LABEL),
        ("FieldHint", pdf.HINT),
        ("Option", pdf.OPTION),
        ("TableText", pdf.CELL),
        ("TableHeading", pdf.CELL_HEADER),
    ],
)
def test_type_is_that_of_the_pdf(style_id: str, like: Any) -> None:
    ours = looks.STYLES[style_id]
    assert (ours.size, ours.leading, ours.bold) == (like.size, like.leading, like.bold)


def test_a_long_title_is_cut_at_a_word() -> None:
    tooltip = "Q7. What action has been taken about it by any of the organisations, as far as you know?"
    spec = b.Field("x", "multiline", "", tooltip)
    said = controls.title(spec)
    assert len(said) <= 64
    assert said.endswith("…")
    assert tooltip.startswith(said[:-1])
    assert tooltip[len(said) - 1] == " "


def test_a_title_does_not_tell_how_to_write_in_small_boxes() -> None:
    spec = b.Field("d", "date", "Born", "Q1: Born (8 digits: day, month, year)")
    assert controls.title(spec) == "Q1: Born"
