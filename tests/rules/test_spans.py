"""Periods beginning with a day and after it, against dates worked out by hand and an independent count."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

import pytest

from ctdocs.errors import Refused
from ctdocs.model.clock import Unit
from ctdocs.rules.spans import explained, last_day, within


@pytest.mark.parametrize(
    ("start", "n", "unit", "beginning_with", "after"),
    [
        # The two rules differ by one day …
        ("2026-03-10", 1, "months", "2026-04-09", "2026-04-10"),
        ("2025-12-01", 1, "months", "2025-12-31", "2026-01-01"),
        ("2026-01-28", 1, "months", "2026-02-27", "2026-02-28"),
        ("2024-01-29", 1, "months", "2024-02-28", "2024-02-29"),
        ("2024-02-29", 12, "months", "2025-02-28", "2025-02-28"),
        # … except where the month is too short, which ends both on its last day.
        ("2026-01-29", 1, "months", "2026-02-28", "2026-02-28"),
        ("2026-01-31", 1, "months", "2026-02-28", "2026-02-28"),
        ("2026-03-31", 1, "months", "2026-04-30", "2026-04-30"),
        ("2025-08-31", 6, "months", "2026-02-28", "2026-02-28"),
        ("2026-03-31", 2, "months", "2026-05-30", "2026-05-31"),
        # Days and weeks: the first day is day 1, or day 0.
        ("2026-03-10", 28, "days", "2026-04-06", "2026-04-07"),
        ("2026-03-10", 4, "weeks", "2026-04-06", "2026-04-07"),
        ("2026-03-28", 1, "days", "2026-03-28", "2026-03-29"),  # the night the clocks go forward
        # Working days: Good Friday 3 April 2026 and Easter Monday 6 April 2026 are left out.
        ("2026-04-02", 2, "working_days", "2026-04-07", "2026-04-08"),
        ("2026-04-04", 1, "working_days", "2026-04-07", "2026-04-07"),
    ],
)
def test_the_last_day_by_each_rule(start: str, n: int, unit: Unit, beginning_with: str, after: str) -> None:
    assert last_day(date.fromisoformat(start), n, unit, "beginning_with") == date.fromisoformat(beginning_with)
    assert last_day(date.fromisoformat(start), n, unit, "after") == date.fromisoformat(after)


@pytest.mark.parametrize("n", [1, 3, 6, 12])
def test_every_day_from_2014_to_2035_against_the_dates_of_a_wall_calendar(n: int) -> None:
    """Walked month by month: the corresponding date, or the last day of a month that has none."""
    day = date(2014, 1, 1)
    while day <= date(2035, 12, 31):
        month = day.replace(day=1)
        for _ in range(n):
            month += timedelta(days=monthrange(month.year, month.month)[1])
        most = monthrange(month.year, month.month)[1]
        if day.day <= most:
            assert last_day(day, n, "months", "after") == month.replace(day=day.day), day
            assert last_day(day, n, "months", "beginning_with") == month.replace(day=day.day) - timedelta(days=1), day
        else:
            assert last_day(day, n, "months", "after") == month.replace(day=most), day
            assert last_day(day, n, "months", "beginning_with") == month.replace(day=most), day
        assert last_day(day, n, "weeks", "beginning_with") == day + timedelta(days=7 * n - 1)
        day += timedelta(days=1)


def test_a_day_lies_within_a_period_on_its_first_and_its_last_day() -> None:
    start = date(2026, 3, 10)
    found = [
        day
        for day in (date(2026, 3, 9), start, date(2026, 4, 9), date(2026, 4, 10))
        if within(day, start, 1, "months", "beginning_with")
    ]
    assert found == [start, date(2026, 4, 9)]


def test_an_area_s_own_days_off_lengthen_working_days_only() -> None:
    closed = frozenset({date(2026, 3, 11)})
    assert last_day(date(2026, 3, 10), 2, "working_days", "beginning_with", extra=closed) == date(2026, 3, 12)
    assert last_day(date(2026, 3, 10), 2, "days", "beginning_with", extra=closed) == date(2026, 3, 11)


def test_the_sentence_says_which_rule_and_why_a_month_ends_early() -> None:
    assert explained(date(2026, 3, 10), 1, "months", "beginning_with") == (
        "1 month beginning with Tuesday 10 March 2026 ends on Thursday 9 April 2026."
    )
    assert explained(date(2026, 1, 31), 1, "months", "beginning_with") == (
        "1 month beginning with Saturday 31 January 2026 ends on Saturday 28 February 2026, "
        "because that month has no day 31."
    )
    assert explained(date(2026, 3, 10), 6, "months", "after") == (
        "6 months after Tuesday 10 March 2026 ends on Thursday 10 September 2026."
    )


def test_no_period_begins_with_a_day_and_is_nothing_long() -> None:
    with pytest.raises(ValueError, match="0 months"):
        last_day(date(2026, 3, 10), 0, "months", "beginning_with")
    with pytest.raises(Refused, match="bank holidays of 2013"):
        last_day(date(2013, 3, 10), 3, "working_days", "beginning_with")
