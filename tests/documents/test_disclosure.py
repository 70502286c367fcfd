"""What we say to an applicant never says where an alleged perpetrator lives."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from ctdocs.documents.catalogue import document
from ctdocs.documents.disclosure import perpetrators_in
from ctdocs.documents.resolve import resolve
from ctdocs.model.area import load_area
from tests.render.samples import AREA, case

ON = dt.date(2026, 12, 12)


def letter_6(**changes: Any) -> tuple[list[str], tuple[str, ...]]:
    facts = case(**changes)
    made = resolve(document("letter-6"), load_area(AREA), on=ON, mode="final", case=facts)
    problems, remarks = perpetrators_in(made, facts)
    return [one.message for one in problems], remarks


@pytest.mark.parametrize("written", ["7 Imaginary Row", "7, imaginary   ROW", "No. 7 Imaginary Row, Exampleton"])
def test_an_address_is_told_however_it_is_written(written: str) -> None:
    review = {"findings": f"He lives at {written} & plays music.", "recommendations": "A contract."}
    problems, _ = letter_6(review=review)
    assert problems == ["It says where Max Mockup lives (“7 Imaginary Row”)."]


def test_a_name_is_remarked_on() -> None:
    problems, remarks = letter_6(review={"findings": "Max  Mockup was warned.", "recommendations": "A contract."})
    assert problems == []
    assert [remark.partition(",")[0] for remark in remarks] == ["It names Max Mockup"]


def test_an_assessment_knows_people_too() -> None:
    assessments = [{"assessment": {"name": "Una Unreal", "address": "9 Elsewhere Lane\nExampleton"}}]
    review = {"findings": "Those at 9 Elsewhere Lane moved.", "recommendations": "None."}
    problems, _ = letter_6(review=review, assessments=assessments, perpetrators=[])
    assert problems == ["It says where Una Unreal lives (“9 Elsewhere Lane”)."]


def test_the_address_of_the_victim_is_theirs_even_where_both_live_there() -> None:
    shared = [{"name": "Max Mockup", "address": "Flat 2, Tŷ Gwyn\n14 Nowhere Lane"}]
    review = {"findings": "It happened at Flat 2, Tŷ Gwyn.", "recommendations": "None."}
    assert letter_6(review=review, perpetrators=shared)[0] == []


def test_a_letter_that_says_neither_is_left_alone() -> None:
    assert letter_6() == ([], ())
