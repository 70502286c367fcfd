"""What somebody drew, wrote or put on a page beside its fields makes nothing on that page certain."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from ctdocs.model.reading import Reading
from ctdocs.read import read_pdf
from tests.read.forms import MAIN, find, make

FILLED: dict[str, str | bool] = {"basis": "self", "victim.name": "Siân", "happened": "6/5/2026"}
ON_PAGE = {page: {one.id for one in MAIN if one.page == page} for page in (1, 2)}


def put(path: Path, page: int, *annotations: Any, direct: bool = False) -> Reading:
    """What is read of a filled form with these annotations on that page."""

    def edit(pdf: Pdf) -> None:
        target = pdf.pages[page - 1].obj
        for one in annotations:
            target.Annots.append(one if direct else pdf.make_indirect(one))

    return read_pdf(make(path / "form.pdf", FILLED, edit=edit))


def unsure(reading: Reading) -> set[str]:
    return {name for name, one in reading.fields.items() if one.status == "check"}


def annotation(kind: str, **keys: Any) -> Any:
    return Dictionary(Type=Name.Annot, Subtype=Name(f"/{kind}"), Rect=Array([60, 700, 80, 720]), **keys)


@pytest.mark.parametrize("direct", [False, True])
@pytest.mark.parametrize("kind", ["Ink", "FreeText", "Text", "Stamp", "Line", "Highlight", "StrikeOut", "Unheard"])
def test_a_mark_drawn_over_a_page_puts_every_field_of_it_to_a_person(tmp_path: Path, kind: str, direct: bool) -> None:
    reading = put(tmp_path, 2, annotation(kind), direct=direct)
    assert [(one.code, one.message) for one in reading.problems] == [
        ("drawn-over", "Somebody drew or wrote on page 2 beside the fields; look at it.")
    ]
    assert unsure(reading) == ON_PAGE[2]
    unticked, blank, filled = (
        reading.fields[name] for name in ("declaration.accurate", "incidents.1.date", "happened")
    )
    assert (unticked.value, blank.value, filled.value) == (False, None, "2026-05-06")
    assert "drew or wrote" in blank.reason


def test_links_and_the_window_of_a_note_are_no_marks_and_the_note_is(tmp_path: Path) -> None:
    assert unsure(put(tmp_path, 1, annotation("Link"), annotation("Popup"))) == set()
    assert unsure(put(tmp_path, 1, annotation("Text"), annotation("Popup"))) == ON_PAGE[1]


def test_odd_entries_among_annotations_are_passed_over(tmp_path: Path) -> None:
    reading = put(tmp_path, 1, 7, Name.Ink, String("Ink"), Array([]), direct=True)
    assert unsure(reading) == set() and reading.problems == ()


@pytest.mark.filterwarnings("ignore:This document has 1 form widget")  # pikepdf says it of what is made here
def test_a_box_that_the_fields_do_not_lead_to_puts_its_page_to_a_person(tmp_path: Path) -> None:
    """Seen on the page and filled in by the person, but on no list: its value would be lost without a word."""
    box = annotation("Widget", FT=Name.Tx, T=String("behaviour"), V=String("typed here"))
    reading = put(tmp_path, 1, box)
    assert [one.code for one in reading.problems] == ["stray-box"]
    assert "page 1" in reading.problems[0].message.lower()
    assert unsure(reading) == ON_PAGE[1]


def test_a_field_taken_off_the_list_is_missed_and_its_page_is_for_a_person(tmp_path: Path) -> None:
    def drop(pdf: Pdf) -> None:
        node, fields = find(pdf, "victim.name"), find(pdf, "victim").Kids
        del fields[next(n for n, one in enumerate(fields) if one.objgen == node.objgen)]

    reading = read_pdf(make(tmp_path / "form.pdf", FILLED, edit=drop))
    assert [one.code for one in reading.problems] == ["stray-box", "missing-field"]
    assert unsure(reading) == ON_PAGE[1]


def test_pages_beyond_the_form_are_looked_at_too(tmp_path: Path) -> None:
    def edit(pdf: Pdf) -> None:
        pdf.add_blank_page(page_size=(595, 842))
        pdf.pages[-1].obj.Annots = Array([pdf.make_indirect(annotation("FreeText", Contents=String("see here")))])

    reading = read_pdf(make(tmp_path / "form.pdf", FILLED, edit=edit))
    assert [one.code for one in reading.problems] == ["drawn-over"]
    assert unsure(reading) == set()


def test_a_mark_in_a_packed_file_is_seen(tmp_path: Path) -> None:
    packed = pikepdf.ObjectStreamMode.generate
    made = make(
        tmp_path / "form.pdf",
        FILLED,
        edit=lambda pdf: pdf.pages[0].obj.Annots.append(pdf.make_indirect(annotation("FileAttachment"))),
        object_stream_mode=packed,
    )
    assert [one.code for one in read_pdf(made).problems] == ["drawn-over", "embedded-files-ignored"]
