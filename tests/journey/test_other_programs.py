"""A blank form that people fill with programs that others wrote comes back with every letter that they typed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from ctdocs.documents.catalogue import document
from ctdocs.documents.resolve import form_values, resolve
from ctdocs.model.area import load_area
from ctdocs.model.reading import Reading
from ctdocs.read import read_pdf
from ctdocs.render.pdf.document import render
from tests.outside import pdfium, pdfjs, pdflib, pdftk
from tests.render.samples import AREA, ON, case, incident, resolved

needs = pytest.mark.needs
HARD = "ŵ ŷ Łódź & < > \" ' £ –"
ANSWERS: dict[str, str | bool] = {
    "basis": "other",
    "applicant.name": "Dewi Pŵyll",
    "victim.name": f"Siân {HARD}",
    "victim.address": "Flat 2, Tŷ Gwyn\n14 Nowhere Lane\nExampleton",
    "victim.postcode": "EX9 9ZZ",
    "victim.daytime_phone": "01632960123",
    "behaviour": f"{HARD}\n\nAfter a blank line. " + ("It went on, & on. " * 90)[:1500].rstrip(),
    "incidents.1.date": "06052026",
    "incidents.1.details": f"Shouting until 3 “am”\n{HARD}",
    "incidents.1.how_reported": "telephone",
    "incidents.5.reported_by": "Mr O'Łódź",
    "contact.no_post": True,
    "support.interpreter": "no",
    "declaration.accurate": True,
    "declaration.signature": "Dewi Pŵyll",
    "declaration.date": "14112026",
}
READ = {**ANSWERS, "incidents.1.date": "2026-05-06", "declaration.date": "2026-11-14"}


@pytest.fixture(scope="module")
def blank() -> bytes:
    return render(resolve(document("application-form"), load_area(AREA), on=ON)).data


def read(folder: Path, data: bytes) -> Reading:
    path = folder / "returned.pdf"
    path.write_bytes(data)
    return read_pdf(path)


@pytest.mark.parametrize(
    "fill",
    [
        pytest.param(pdfium.fill, id="pdfium", marks=needs("pdfium")),
        pytest.param(pdftk.fill, id="pdftk", marks=needs("pdftk")),
        pytest.param(pdflib.fill, id="pdf-lib", marks=needs("pdf-lib")),
        pytest.param(pdfjs.fill, id="pdf.js", marks=needs("pdf.js")),
    ],
)
def test_what_another_program_fills_in_is_read_back_exactly(
    tmp_path: Path, blank: bytes, fill: Callable[..., bytes]
) -> None:
    found = read(tmp_path, fill(blank, ANSWERS))
    assert {name: found.fields[name].value for name in READ} == READ
    assert {name: found.fields[name].status for name in READ} == dict.fromkeys(READ, "certain")
    others = {name: field for name, field in found.fields.items() if name not in READ}
    assert {name: field.value for name, field in others.items() if field.value not in (None, False)} == {}
    assert (found.form.id, found.form.area) == ("application-form", AREA)


def ours(folder: Path, facts: dict[str, Any]) -> tuple[Reading, dict[str, str]]:
    made = resolved("application-form", "prefilled", facts)
    return read(folder, render(made).data), form_values((), facts)


def known(found: Reading) -> dict[str, str]:
    """What was read, as a document holds it: yes for a tick."""
    return {
        name: "yes" if field.value is True else str(field.value)
        for name, field in found.fields.items()
        if field.value not in (None, False)
    }


def test_our_own_filled_copy_is_read_back_whole(tmp_path: Path) -> None:
    facts = case(
        impact=("It went on, ŵith noise and “shouting”. " * 800)[:30_000],
        incidents=[incident(number, "Again and again. " * (40 if number == 7 else 1)) for number in range(1, 9)],
        declaration={"accurate": True, "sharing": True, "signature": "Dewi Pŵyll " * 20, "date": "2026-11-14"},
    )
    found, given_ = ours(tmp_path, facts)
    got = known(found)
    assert {
        name: field.status for name, field in found.fields.items() if field.value and field.status != "certain"
    } == {}
    wanted = {
        name: value for name, value in given_.items() if name.split(".")[0] not in ("received", "completed", "dates")
    }
    repeated = {name for name in got if name.startswith("continuation.")}
    assert {name: got.get(name) for name in wanted if name != "reference"} == {
        name: value for name, value in wanted.items() if name != "reference"
    }
    assert {got[name] for name in repeated} <= {facts["victim"]["name"], facts["reference"]}


TEXT = st.text(st.one_of(st.sampled_from(list("ab ŵŷ–\n ")), st.characters(exclude_categories=["Cs"])), min_size=1)


@settings(max_examples=15, deadline=None)
@given(TEXT, TEXT, st.integers(1, 60))
def test_any_text_goes_out_and_comes_back(
    tmp_path_factory: pytest.TempPathFactory, one: str, two: str, times: int
) -> None:
    facts = case(behaviour=one, circumstances=two * times)
    found, given_ = ours(tmp_path_factory.mktemp("any"), facts)
    for name in ("behaviour", "circumstances"):
        wanted = given_[name].replace("\r\n", "\n").replace("\r", "\n")
        # Nothing but blanks is no answer.
        assert (found.fields[name].value or "") == (wanted if wanted.strip() else "")
