"""Meeting calendars: the days a group meets, worked out by hand on a calendar."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from dateutil.rrule import MONTHLY, TU, WEEKLY, rrule

from ctdocs.model.area_calendar import MeetingsEntry
from ctdocs.model.recurrence import recurrence
from ctdocs.rules.meetings import meetings, next_meeting


def calendar(**said: Any) -> MeetingsEntry:
    return MeetingsEntry.model_validate({"name": "Case Review Group", **said})


def days(entry: MeetingsEntry, first: str, last: str) -> list[str]:
    return [one.day.isoformat() for one in meetings(entry, date.fromisoformat(first), date.fromisoformat(last))]


@pytest.mark.parametrize(
    ("every", "first", "last", "expected"),
    [
        ("third Tuesday of each month", "2026-11-01", "2027-01-31", ["2026-11-17", "2026-12-15", "2027-01-19"]),
        ("last Friday of each month", "2026-01-01", "2026-03-31", ["2026-01-30", "2026-02-27", "2026-03-27"]),
        # Monday 31 August 2026 is the Summer bank holiday, Thursday 31 December is worked.
        ("last working day of each month", "2026-08-01", "2026-09-30", ["2026-08-28", "2026-09-30"]),
        ("last working day of every month", "2026-12-01", "2026-12-31", ["2026-12-31"]),
        ("first working day of January", "2026-01-01", "2027-12-31", ["2026-01-02", "2027-01-04"]),
        ("every 6 weeks from 2026-01-12", "2026-02-01", "2026-05-31", ["2026-02-23", "2026-04-06", "2026-05-18"]),
        ("every week from 2026-11-20", "2026-11-01", "2026-12-04", ["2026-11-20", "2026-11-27", "2026-12-04"]),
        ("Second MONDAY of march, june, and september", "2026-01-01", "2026-12-31",
         ["2026-03-09", "2026-06-08", "2026-09-14"]),
        ("15th of each month", "2026-01-16", "2026-03-31", ["2026-02-15", "2026-03-15"]),
    ],
)  # fmt: skip
def test_what_recurs_in_words(every: str, first: str, last: str, expected: list[str]) -> None:
    assert days(calendar(every=every), first, last) == expected


def test_twenty_years_are_those_of_the_kept_library() -> None:
    begin, end = date(2014, 1, 1), date(2034, 12, 31)
    third = rrule(MONTHLY, dtstart=begin, until=end, byweekday=TU(3))
    assert days(calendar(every="third Tuesday of each month"), "2014-01-01", "2034-12-31") == [
        day.date().isoformat() for day in third
    ]
    sixth = rrule(WEEKLY, interval=6, dtstart=date(2014, 1, 9), until=end)
    assert days(calendar(every="every 6 weeks from 2014-01-09"), "2014-01-01", "2034-12-31") == [
        day.date().isoformat() for day in sixth
    ]


@pytest.mark.parametrize(
    "said",
    ["sometimes", "third Tuesday", "third Tuesday of Octember", "every 0 weeks from 2026-01-01", "31st of each month",
     "every 6 weeks from 2026-02-30", "fifth Monday of each month"],
)  # fmt: skip
def test_words_that_are_not_understood_are_refused_with_what_would_be(said: str) -> None:
    with pytest.raises(ValueError, match=r"third Tuesday of each month|never comes round|no date|each month"):
        recurrence(said)


def test_a_list_of_dates_moved_and_cancelled_meetings() -> None:
    entry = calendar(
        every="third Tuesday of each month", dates=["2026-12-03"], cancelled=["2026-11-17"],
        moved=[{"day": "2026-12-15", "to": "2026-12-10"}],
    )  # fmt: skip
    assert days(entry, "2026-11-01", "2027-01-31") == ["2026-12-03", "2026-12-10", "2027-01-19"]
    # Moved into the time asked about, and out of it.
    assert days(entry, "2026-12-09", "2026-12-11") == ["2026-12-10"]
    assert days(entry, "2026-12-14", "2026-12-16") == []


@pytest.mark.parametrize(
    ("put_off", "expected"),
    [("keep", ["2026-05-04"]), ("after", ["2026-05-05"]), ("before", ["2026-05-01"]), ("cancel", [])],
)
def test_a_meeting_on_a_bank_holiday(put_off: str, expected: list[str]) -> None:
    """The first Monday of May 2026 is the Early May bank holiday."""
    entry = calendar(every="first Monday of each month", on_a_day_off=put_off)
    assert days(entry, "2026-05-01", "2026-05-31") == expected


def test_the_next_meeting_explains_itself() -> None:
    entry = calendar(every="third Tuesday of each month", papers=5, moved=[{"day": "2026-12-15", "to": "2026-12-10"}])
    found = next_meeting(entry, date(2026, 11, 18))
    assert found is not None
    assert (found.day, found.planned) == (date(2026, 12, 10), date(2026, 12, 15))
    # 9, 8, 7, 4 and 3 December are the five working days before.
    assert found.papers_by == date(2026, 12, 3)
    assert found.sentence == (
        "Case Review Group meets on Thursday 10 December 2026 (third Tuesday of each month), "
        "moved from Tuesday 15 December 2026."
    )
    on_the_day = next_meeting(entry, date(2026, 11, 17))
    assert on_the_day is not None and on_the_day.day == date(2026, 11, 17)


def test_papers_before_christmas_skip_the_days_off() -> None:
    found = next_meeting(calendar(dates=["2026-12-29"], papers=2), date(2026, 12, 1))
    assert found is not None and found.papers_by == date(2026, 12, 23)  # 24 and 23; 25 and 28 are off


def test_a_meeting_kept_on_a_day_off_is_remarked_and_none_is_none() -> None:
    found = next_meeting(calendar(every="first Monday of May"), date(2026, 1, 1))
    assert found is not None and found.notes == (
        "Monday 4 May 2026 is not a working day; ask whether Case Review Group meets then.",
    )
    assert next_meeting(calendar(dates=["2026-01-05"]), date(2026, 1, 6)) is None
