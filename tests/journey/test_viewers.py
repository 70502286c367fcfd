"""The blank form goes out, is filled in by programs that others wrote, and every answer is read back exactly.

``certain`` is asserted of every field: a form that came back well must cost nobody a look.
"""

from __future__ import annotations

import functools
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from ctdocs.documents.catalogue import document
from ctdocs.documents.resolve import resolve
from ctdocs.model.area import load_area
from ctdocs.model.case import Case
from ctdocs.model.reading import Reading
from ctdocs.read import read_pdf
from ctdocs.render.pdf.document import render
from tests.journey.viewers import AREA, BOX, FILLERS, HARD, ON, Answers, answers, as_read, blank_form, fillers

needs = pytest.mark.needs
blank = functools.cache(blank_form)


@functools.cache
def once(name: str) -> bytes:
    """The form with every field filled in by one program. Kept: several tests go on from it."""
    data, layout = blank()
    return FILLERS[name][1](data, answers(layout))


def read(path: Path, data: bytes) -> Reading:
    path.write_bytes(data)
    return read_pdf(path)


def values(reading: Reading) -> dict[str, Any]:
    return {name: one.value for name, one in reading.fields.items()}


def changed_mind() -> dict[str, str | bool]:
    """What somebody changes who opens a filled form again: every kind of field, and one emptied."""
    return {
        "basis": "self",
        "victim.name": f"Łucja {HARD}",
        "victim.mobile_phone": "",
        "incidents.2.date": "29022024",
        "incidents.2.how_reported": "visit",
        "impact": f"Another answer.\n{BOX[:700]}.",
        "other_information": "",
        "contact.no_post": False,
        "declaration.date": "31122026",
    }


@pytest.mark.parametrize("name", fillers())
def test_every_field_filled_in_reads_back_exactly_and_certain(tmp_path: Path, name: str) -> None:
    _, layout = blank()
    typed = answers(layout)
    assert {len(str(value)) for value in typed.values()} >= {1500}
    reading = read(tmp_path / "form.pdf", once(name))
    assert values(reading) == as_read(typed, layout)
    assert Counter(one.status for one in reading.fields.values()) == {"certain": len(layout.fields)}
    # The form claims other evidence, and whether that came only a person can see.
    assert [problem.code for problem in reading.problems] == ["evidence-claimed"]


@pytest.mark.parametrize("name", fillers())
def test_what_was_left_out_reads_as_blank(tmp_path: Path, name: str) -> None:
    data, layout = blank()
    typed: Answers = {"victim.name": HARD, "impact": "One\n\nTwo", "basis": "self", "contact.text": True}
    reading = read(tmp_path / "form.pdf", FILLERS[name][1](data, typed))
    ticks = {field.id for field in layout.fields if field.kind == "tick"}
    assert {name: one.value for name, one in reading.fields.items() if one.value} == typed
    assert {name for name, one in reading.fields.items() if one.status == "certain"} == typed.keys() | ticks
    assert {one.status for one in reading.fields.values()} == {"certain", "blank"}


SAVERS = ("pdftk", "pdf-lib", "pdf.js", "PDFium", "PDFium, appended")
AGAIN = [
    pytest.param(first, second, id=f"{first} then {second}", marks=needs(FILLERS[first][0], FILLERS[second][0]))
    for first in SAVERS
    for second in SAVERS
    # pdf.js takes five seconds, and after pdf-lib PDFium breaks the file: see the test below.
    if (second != "pdf.js" or first in ("pdftk", "pdf.js")) and (first, second) != ("pdf-lib", "PDFium, appended")
]


@pytest.mark.parametrize(("first", "second"), AGAIN)
def test_saved_again_by_the_same_program_or_by_another(tmp_path: Path, first: str, second: str) -> None:
    _, layout = blank()
    before, changes = once(first), changed_mind()
    after = FILLERS[second][1](before, changes)
    assert after.startswith(before) == (second in ("pdf.js", "PDFium, appended")), "appended, or written anew"
    reading = read(tmp_path / "form.pdf", after)
    assert values(reading) == as_read({**answers(layout), **changes}, layout)
    assert {name for name, one in reading.fields.items() if one.status != "certain"} == {
        "victim.mobile_phone",
        "other_information",
    }
    assert {one.status for one in reading.fields.values()} == {"certain", "blank"}


@needs("pdf-lib", "pdfium")
def test_pdfium_breaks_the_file_that_it_appends_to_pdflibs_and_then_every_answer_asks_for_a_look(
    tmp_path: Path,
) -> None:
    """PDFium ends a cross-reference stream that it appends without ``endobj``, so the file is damaged by any reader.

    No viewer built on PDFium saves in this way (Chrome and Edge write the file anew); the values are right all the
    same, and none of them is called certain.
    """
    _, layout = blank()
    changes = changed_mind()
    reading = read(tmp_path / "form.pdf", FILLERS["PDFium, appended"][1](once("pdf-lib"), changes))
    assert values(reading) == as_read({**answers(layout), **changes}, layout)
    assert {one.status for one in reading.fields.values()} == {"check"}
    assert "damaged" in reading.problems[0].message


FACTS: dict[str, str | bool] = {
    "basis": "other",
    "applicant.name": "Dewi Pŵel",
    "applicant.address": "3 Imaginary Row\nExampleton",
    "applicant.postcode": "AA99 3AA",
    "applicant.daytime_phone": "01632960145",
    "applicant.email": "dewi@example.org",
    "victim.name": f"Siân {HARD}",
    "victim.address": "Tŷ Dychmygol\n5 Imaginary Row",
    "victim.postcode": "AA99 3AB",
    "victim.daytime_phone": "01632960146",
    "behaviour": BOX,
    "incidents.1.date": "2026-05-06",
    "incidents.1.date_reported": "2026-05-07",
    "incidents.1.details": "Loud music & shouting until 3am.\n\nAgain.",
    "incidents.1.reported_by": "Siân",
    "incidents.1.reported_to": "Police",
    "incidents.1.how_reported": "telephone",
    "incidents.3.date": "2026-09-30",
    "incidents.3.details": "Eggs thrown.",
    "impact": "No sleep.",
    "contact.phone": True,
    "contact.no_post": True,
    "support.interpreter": "no",
    "declaration.accurate": True,
    "declaration.sharing": True,
    "declaration.signature": "Dewi Pŵel",
    "declaration.date": "2026-11-14",
    "evidence.kind": "consent",
}
AT = datetime(2026, 11, 20, 10, tzinfo=UTC)


def keyed(folder: Path) -> Case:
    """The facts as an officer types them during a telephone call, one after the other, dates as people write them."""
    case = Case.create(folder, AREA, date(2026, 11, 18), "phone", AT, "Sam")
    for name, value in FACTS.items():
        day = date.fromisoformat(str(value)) if "date" in name.rpartition(".")[2] else None
        case.set(name, f"{day.day}/{day.month}/{day.year}" if day else value, AT, "Sam")
    return case


def case_from(path: Path, data: bytes) -> Case:
    reading = read(path, data)
    assert {one.status for one in reading.fields.values()} == {"certain", "blank"}
    return Case.create(
        path.with_suffix(""), AREA, date(2026, 11, 18), "email", AT, "Sam",
        reading=reading, file_bytes=data, file_name=path.name,
    )  # fmt: skip


@pytest.mark.parametrize("name", fillers("pdftk", "PDFium"))
def test_the_same_facts_by_a_viewer_and_keyed_by_an_officer_are_the_same_application(tmp_path: Path, name: str) -> None:
    data, _ = blank()
    typed = {
        name: str(value)[8:] + str(value)[5:7] + str(value)[:4] if "date" in name.rpartition(".")[2] else value
        for name, value in FACTS.items()
    }
    viewed = case_from(tmp_path / "form.pdf", FILLERS[name][1](data, typed)).application()
    assert viewed == keyed(tmp_path / "keyed").application()
    assert [row.date for row in viewed.incidents] == ["2026-05-06", "2026-09-30"]
    assert (viewed.victim.name, viewed.behaviour) == (f"Siân {HARD}", BOX)


def test_the_same_facts_on_our_filled_copy_and_keyed_are_the_same_application(tmp_path: Path) -> None:
    case = keyed(tmp_path / "keyed")
    ours = render(resolve(document("application-form"), load_area(AREA), on=ON, mode="prefilled", case=case.answers()))
    read_back = case_from(tmp_path / "form.pdf", ours.data)
    assert read_back.application() == case.application()
    assert read_back.problems() == case.problems()
