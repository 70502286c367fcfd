"""A clock of the profile, from the file to the words on the page: change it there, and nothing else has to change."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import holidays
import pytest
from dateutil.rrule import DAILY, rrule

from ctdocs.documents.catalogue import document
from ctdocs.documents.resolve import resolve
from ctdocs.model.area import Area, load_area
from ctdocs.render.pdf.document import render
from tests.documents.writing import area_with
from tests.outside import poppler

pytestmark = pytest.mark.needs("poppler")

PERSON = {"name": "Ann Example", "address": "1 Nowhere Lane\nExampleton", "postcode": "EX9 9ZZ"}
DECIDE = "  decide: {event: decision, after: completed, n: 15,"


def case(completed: dt.date) -> dict[str, Any]:
    return {
        "reference": "CT-2026-014",
        "basis": "other",
        "applicant": PERSON,
        "victim": {**PERSON, "name": "Bea Example"},
        "authority": True,
        "completed": completed,
        "dates": {"received": completed, "completed": completed},
    }


def working_day_after(start: dt.date, count: int) -> dt.date:
    """The day that is so many working days after ``start``, by the calendars of two libraries that others keep."""
    off = holidays.country_holidays("GB", subdiv="ENG", years=range(start.year, start.year + 2))
    days = rrule(DAILY, dtstart=dt.datetime.combine(start, dt.time()) + dt.timedelta(days=1), byweekday=range(5))
    open_days: Iterator[dt.date] = (day.date() for day in days if day.date() not in off)
    return next(itertools.islice(open_days, count - 1, None))


def written(day: dt.date) -> str:
    return f"{day:%A} {day.day} {day:%B} {day.year}"  # tests run in the locale C, which is English


def said(folder: Path, document_id: str, area: Area, mode: str, facts: dict[str, Any] | None, on: dt.date) -> str:
    """The words of a document on one line, as poppler reads them from the file."""
    made = resolve(document(document_id), area, on=on, mode=mode, case=facts)  # type: ignore[arg-type]
    path = folder / f"{document_id}-{mode}.pdf"
    path.write_bytes(render(made).data)
    return " ".join(poppler.text(path).split())


@pytest.mark.parametrize(
    "completed",
    [
        dt.date(2026, 5, 6),
        dt.date(2026, 12, 9),  # Christmas, Boxing Day (kept on Monday the 28th) and New Year's Day lie between
        dt.date(2026, 12, 24),
        dt.date(2027, 3, 18),  # Good Friday and Easter Monday lie between
        dt.date(2026, 4, 2),  # the day before Good Friday
        dt.date(2027, 12, 23),  # Christmas Day and Boxing Day both fall on a weekend
    ],
)
@pytest.mark.parametrize("letter", ["letter-1", "letter-3"])
def test_a_letter_promises_the_day_that_a_calendar_gives(tmp_path: Path, letter: str, completed: dt.date) -> None:
    words = said(tmp_path, letter, load_area("example/exampleshire"), "final", case(completed), completed)
    assert f"by {written(working_day_after(completed, 15))}." in words
    assert "15 working days" in words
    assert f"Date: {written(completed)}" in words


def test_fifteen_to_ten_moves_the_day_and_every_count_in_the_text(tmp_path: Path) -> None:
    completed = dt.date(2026, 12, 9)
    area = area_with(tmp_path, (DECIDE, DECIDE.replace("15", "10")))
    for letter in ("letter-1", "letter-3"):
        before = said(tmp_path, letter, load_area("example/exampleshire"), "final", case(completed), completed)
        after = said(tmp_path, letter, area, "final", case(completed), completed)
        assert written(working_day_after(completed, 15)) in before
        assert written(working_day_after(completed, 10)) in after
        assert written(working_day_after(completed, 15)) not in after
        assert re.findall(r"(\w+) working days", before) == ["15"]
        assert re.findall(r"(\w+) working days", after) == ["10"]
    for mode, facts in (("blank", None), ("prefilled", case(completed))):
        before = said(tmp_path, "application-form", load_area("example/exampleshire"), mode, facts, completed)
        after = said(tmp_path, "application-form", area, mode, facts, completed)
        counts = re.findall(r"(\w+) working days", before)
        assert counts.count("15") == 1
        assert re.findall(r"(\w+) working days", after) == ["10" if count == "15" else count for count in counts]
    for letter in ("letter-1", "letter-2", "letter-3"):
        assert "15 working days" not in said(tmp_path, letter, area, "blank", None, completed)


def test_a_clock_without_a_length_promises_nothing(tmp_path: Path) -> None:
    area = area_with(tmp_path, (DECIDE, DECIDE.replace("n: 15", "n: null")))
    words = said(tmp_path, "letter-1", area, "final", case(dt.date(2026, 5, 6)), dt.date(2026, 5, 6))
    assert "We will write to you again to tell you what we have found." in words
    assert "working days" not in words


def test_an_unknown_start_leaves_a_gap_for_the_date(tmp_path: Path) -> None:
    facts = case(dt.date(2026, 5, 6))
    facts["dates"] = {"received": dt.date(2026, 5, 6)}
    made = resolve(
        document("letter-1"), load_area("example/exampleshire"), on=dt.date(2026, 5, 6), mode="prefilled", case=facts
    )
    assert "clocks.decide.due" in {field.id for field in made.fields()}
    assert "clocks.decide.due" not in made.values
