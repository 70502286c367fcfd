"""Days that lie so far off that somebody must look: a slip in the year, or a day still to come."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from ctdocs.model.bounds import bounded, far_off
from ctdocs.model.case import Case
from ctdocs.model.reading import FieldReading
from tests.model.returned import RECEIVED, new_case, reading_of

AT = datetime(2026, 11, 20, 9, tzinfo=UTC)
DAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("field", "value", "doubt"),
    [
        ("incidents.1.date", "1926-05-06", "more than 10 years before"),
        ("incidents.1.date", "2006-05-06", "more than 10 years before"),
        ("incidents.1.date", "2026-11-21", "after Friday 20 November 2026"),
        ("incidents.1.date", "2026-11-20", ""),
        ("incidents.1.date", "2017-01-01", ""),
        ("incidents.2.date_reported", "2062-05-06", "after"),
        ("incidents.1.date", "early May 2062", ""),
        ("returns.2.complaints.3.received", "1926-05-06", "more than 10 years"),
        ("returns.2.people.1.born", "1926-05-06", ""),
        ("returns.2.people.1.born", "1826-05-06", "more than 120 years"),
        ("returns.2.people.1.born", "2027-01-01", "after"),
        ("assessments.1.assessment.date", "2027-01-01", "after"),
        ("assessments.1.assessment.review_due", "2027-01-01", ""),
        ("assessments.1.assessment.review_due", "2062-01-01", "more than 5 years ahead"),
        ("meeting.date", "2027-01-28", ""),
        ("meeting.date", "1927-01-28", "no case reviews before"),
        ("statement.date", "1926-11-01", "no case reviews before"),
        ("actions.2.completed", "2027-01-01", "after"),
        ("victim.name", "1926-05-06", ""),
    ],
)
def test_a_day_that_can_hardly_be_right_is_told(field: str, value: str, doubt: str) -> None:
    said = far_off(field, value, latest=DAY, when="when the form was taken in")
    assert (doubt in said) if doubt else said == ""


def test_a_form_alone_is_judged_by_the_day_on_which_it_was_signed() -> None:
    days = {
        "incidents.1.date": "1926-05-06", "incidents.2.date": "2026-12-01", "incidents.3.date": "2026-05-06",
        "declaration.date": "2026-11-14",
    }  # fmt: skip
    read = bounded({name: FieldReading(day, day, "certain") for name, day in days.items()})
    assert [name for name, one in read.items() if one.status == "check"] == ["incidents.1.date", "incidents.2.date"]
    assert "Saturday 14 November 2026, when the form was signed" in read["incidents.2.date"].reason


def test_the_wrong_century_and_a_day_to_come_wait_for_somebody(tmp_path: Path) -> None:
    form = reading_of(
        victim__name="Siân", incidents__1__date="1926-05-06", incidents__2__date="2026-11-19",
        incidents__3__date=str(RECEIVED),
    )  # fmt: skip
    case = new_case(tmp_path / "case", reading=form, file_bytes=b"%PDF", file_name="form.pdf")
    assert case.state.values["incidents.1.date"].value == "1926-05-06", "as it was written"
    told = {one.field: one.message for one in case.to_look_at()}
    assert told.keys() == {"incidents.1.date", "incidents.2.date"}
    assert "when the application was received" in told["incidents.2.date"]
    case.confirm("incidents.1.date", AT, "Sam")
    assert [one.field for one in Case.open(case.folder).to_look_at()] == ["incidents.2.date"]


def test_a_typed_day_of_the_wrong_century_waits_too(tmp_path: Path) -> None:
    case = new_case(tmp_path / "case")
    case.change(AT, "Sam", values={"incidents.1.date": "6/5/1926", "incidents.2.date": "6/5/2026"})
    assert [one.field for one in case.to_look_at()] == ["incidents.1.date"]
