"""The calendar file against RFC 5545 and a reader that others wrote."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import icalendar
import pytest
from hypothesis import given, strategies as st

from ctdocs.rules.ics import AllDay, calendar

STAMP = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=200)


def read(data: bytes) -> list[Any]:
    return list(icalendar.Calendar.from_ical(data).walk("VEVENT"))


def test_a_day_at_the_end_of_february_and_of_the_year() -> None:
    days = [AllDay("a@x", date(2028, 2, 28), "A"), AllDay("b@x", date(2026, 12, 31), "B")]
    last, leap = read(calendar(days, stamp=STAMP, name="N"))
    assert (last["DTSTART"].dt, last["DTEND"].dt) == (date(2026, 12, 31), date(2027, 1, 1))
    assert (leap["DTSTART"].dt, leap["DTEND"].dt) == (date(2028, 2, 28), date(2028, 2, 29))


def test_the_moment_is_written_in_universal_time() -> None:
    """In summer the clock at home is an hour ahead."""
    summer = datetime(2026, 7, 1, 0, 30, tzinfo=timezone(timedelta(hours=1)))
    data = calendar([AllDay("a@x", date(2026, 7, 1), "A")], stamp=summer, name="N")
    assert b"DTSTAMP:20260630T233000Z\r\n" in data
    with pytest.raises(ValueError, match="time zone"):
        calendar([], stamp=datetime(2026, 7, 1), name="N")


@given(TEXT, TEXT)
def test_any_words_come_back_and_no_line_is_too_long(summary: str, description: str) -> None:
    data = calendar([AllDay("a@x", date(2026, 1, 5), summary, description)], stamp=STAMP, name="N")
    lines = data.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    for line in lines:
        line.decode()  # no character is cut in two
    event = read(data)[0]
    assert str(event["SUMMARY"]) == summary
    assert str(event.get("DESCRIPTION", "")) == description


def test_signs_that_mean_something_and_line_ends_are_written_as_the_standard_says() -> None:
    data = calendar([AllDay("a@x", date(2026, 1, 5), "a;b,c\\d", "one\r\ntwo\x07")], stamp=STAMP, name="N")
    assert b"SUMMARY:a\\;b\\,c\\\\d\r\n" in data
    assert b"DESCRIPTION:one\\ntwo\r\n" in data
    assert str(read(data)[0]["DESCRIPTION"]) == "one\ntwo"
    assert b"BEGIN:VEVENT\r\nUID:a@x\r\nDTSTAMP:20261120T093000Z\r\nDTSTART;VALUE=DATE:20260105\r\n" in data


def test_the_same_days_give_the_same_bytes_in_any_order() -> None:
    days = [AllDay(f"{n}@x", date(2026, 1, 5 + n % 2), "A") for n in range(5)]
    assert calendar(days, stamp=STAMP, name="N") == calendar(reversed(days), stamp=STAMP, name="N")
