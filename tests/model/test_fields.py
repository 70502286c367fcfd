"""The fields of the application form as the case knows them are those of its description: two truths kept equal."""

from __future__ import annotations

import re

import pytest

from ctdocs.documents.catalogue import document
from ctdocs.documents.resolve import resolve
from ctdocs.model.area import load_area
from ctdocs.model.fields import MOST_ROWS, PATTERNS, doubt, field_kind, keyed, takes
from ctdocs.model.kinds import phone
from ctdocs.render.pdf.document import render
from tests.model.returned import RECEIVED


@pytest.fixture(scope="module")
def described() -> dict[str, tuple[str, tuple[str, ...]]]:
    """Every field of the description: its kind and its choices."""
    form = resolve(document("application-form"), load_area("example/exampleshire"), on=RECEIVED)
    layout = render(form).layout
    assert layout is not None
    kinds = {"radio": "choice"}
    return {field.id: (kinds.get(field.kind, field.kind), tuple(field.options)) for field in layout.fields}


def test_ids_kinds_choices_and_order_are_those_of_the_description(
    described: dict[str, tuple[str, tuple[str, ...]]],
) -> None:
    known = {name: (kind.kind, kind.options) for name in described if (kind := field_kind(name)) is not None}
    assert known == described
    patterns = [re.sub(r"incidents\.\d+", "incidents.N", name) for name in described]
    assert set(patterns) == set(PATTERNS)


def test_every_field_says_what_it_takes() -> None:
    for name in PATTERNS:
        assert takes(name.replace("N", "1"))
    assert takes("incidents.7.how_reported") == "writing or email or telephone or visit or onsite or online"
    assert takes("tenure") == "text"


def test_the_n_of_the_list_is_no_row() -> None:
    assert field_kind("incidents.N.date") is None
    assert field_kind(f"incidents.{MOST_ROWS + 1}.date") is None


def test_a_doubt_is_asked_of_the_value_as_it_is_kept() -> None:
    assert doubt("victim.postcode", keyed("victim.postcode", "de119ah")) == ""
    assert doubt("victim.daytime_phone", keyed("victim.daytime_phone", "01283 595 798 x23"))
    assert doubt("tenure", "x") == ""
    assert doubt("contact.post", True) == ""


@pytest.mark.parametrize(
    ("typed", "whole"),
    [
        ("01283595798", True),  # also the first eleven of "01283595798 ext 23": nobody can see that
        ("1283595798 ", False),
        (" 0113496000", False),  # a blank at its end or beginning took the cell of a figure
        ("0113496000 ", False),
        ("01283 59579", False),
        ("44128359579", False),  # all cells full, and no 0 before it
        ("12835957980", False),
        ("0113496000", True),
        ("٠١٢٨٣٥٩٥٧٩٨", False),
    ],
)
def test_a_number_in_eleven_cells_is_certain_only_where_nothing_can_be_missing(typed: str, whole: bool) -> None:
    assert (phone(typed, 11)[1] == "") == whole
