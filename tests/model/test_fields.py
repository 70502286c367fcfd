"""The fields of the application form as the case knows them are those of its description: two truths kept equal."""

from __future__ import annotations

import re

import pytest

from ctdocs.documents.catalogue import document
from ctdocs.documents.resolve import resolve
from ctdocs.model.area import load_area
from ctdocs.model.fields import MOST_ROWS, PATTERNS, doubt, field_kind, keyed, takes
from ctdocs.model.kinds import phone
from ctdocs.model.returned_forms import RETURNED
from ctdocs.model.review_fields import FIELDS as REVIEW, INSTANCES
from tests.model.returned import RECEIVED


def described(name: str) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Every field of a description: its kind and its choices."""
    form = resolve(document(name), load_area("example/exampleshire"), on=RECEIVED)
    kinds = {"radio": "choice"}
    return {
        field.id: (kinds.get(field.kind, field.kind), tuple(option.value for option in field.options))
        for field in form.fields()
    }


def test_ids_kinds_choices_and_order_are_those_of_the_description() -> None:
    asked = described("application-form")
    known = {name: (kind.kind, kind.options) for name in asked if (kind := field_kind(name)) is not None}
    assert known == asked
    patterns = [re.sub(r"incidents\.\d+", "incidents.N", name) for name in asked]
    assert set(patterns) == set(PATTERNS)


@pytest.mark.parametrize("name", RETURNED)
def test_a_case_knows_every_field_of_a_form_that_comes_back(name: str) -> None:
    """Under the number that several of its kind have; what it repeats of the application is known from there."""
    prefix = f"{INSTANCES[name]}.2." if name in INSTANCES else ""
    asked = {field: about for field, about in described(name).items() if field != "reference"}
    assert len(asked) > 3
    for field, about in asked.items():
        kind = field_kind(field) if field in PATTERNS else field_kind(prefix + field)
        assert kind is not None, field
        assert (kind.kind, kind.options) == about
        assert kind.label


def test_no_field_of_the_review_is_asked_by_no_form() -> None:
    asked = {
        re.sub(r"\.\d+\.", ".N.", (f"{INSTANCES[name]}.N." if name in INSTANCES else "") + field)
        for name in RETURNED
        for field in described(name)
    }
    case_only = {name for name in REVIEW if name.startswith(("request.", "people."))}  # put into each request
    assert set(REVIEW) - case_only <= asked


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
