"""Periods, against days counted one by one from the Act's own rules and against the worked cases."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from dateutil.easter import easter
from dateutil.relativedelta import relativedelta
from hypothesis import given, strategies as st

from ctdocs.errors import Refused
from ctdocs.model.clock import Unit
from ctdocs.rules.calendar import add, is_working_day, period

DAYS = st.dates(date(2014, 1, 1), date(2029, 12, 31))


def off_around_christmas_and_easter(year: int) -> set[date]:
    """Days off between mid-December and mid-January and around Easter, from the Act of 1971, not from our table."""
    off = {easter(year) - timedelta(days=2), easter(year) + timedelta(days=1)}
    for first in (date(year, 12, 25), date(year, 12, 26), date(year, 1, 1), date(year + 1, 1, 1)):
        day = first
        while day.weekday() > 4 or day in off:
            day += timedelta(days=1)
        off.add(day)
    return off


def counted(start: date, n: int, off: set[date]) -> date:
    day = start
    while n:
        day += timedelta(days=1)
        if day.isoweekday() not in (6, 7) and day not in off:
            n -= 1
    return day


@pytest.mark.parametrize("year", range(2014, 2030))
@pytest.mark.parametrize("n", [1, 5, 10])
def test_christmas_receipts(year: int, n: int) -> None:
    off = off_around_christmas_and_easter(year)
    for back in range(20):
        start = date(year, 12, 31) - timedelta(days=back)
        assert add(start, n, "working_days") == counted(start, n, off), start


@pytest.mark.parametrize("year", range(2014, 2031))
def test_easter_receipts(year: int) -> None:
    off = off_around_christmas_and_easter(year)
    for back in range(12):
        start = easter(year) - timedelta(days=back)
        assert add(start, 5, "working_days") == counted(start, 5, off), start


@pytest.mark.parametrize(
    ("start", "n", "unit", "end"),
    [
        ("2026-11-20", 5, "working_days", "2026-11-27"),  # T60
        ("2026-11-20", 15, "working_days", "2026-12-11"),
        ("2026-11-21", 5, "working_days", "2026-11-27"),  # T61: a Saturday
        ("2026-03-27", 5, "working_days", "2026-04-07"),  # T63: Easter
        ("2026-12-11", 20, "working_days", "2027-01-13"),  # T64
        ("2026-11-20", 40, "working_days", "2027-01-20"),
        ("2026-11-27", 15, "working_days", "2026-12-18"),  # T67
        ("2026-12-11", 28, "days", "2027-01-08"),  # T68
        ("2026-12-24", 1, "working_days", "2026-12-29"),  # T71
        ("2026-12-24", 20, "working_days", "2027-01-26"),
        ("2026-12-23", 2, "working_days", "2026-12-29"),  # T72
        ("2026-11-30", 21, "working_days", "2026-12-31"),  # T74
        ("2026-11-20", 28, "days", "2026-12-18"),  # T76
        ("2026-01-31", 1, "months", "2026-02-28"),
        ("2028-01-31", 1, "months", "2028-02-29"),
        ("2026-08-31", 6, "months", "2027-02-28"),
        ("2026-02-28", 1, "months", "2026-03-28"),
        ("2026-11-20", 4, "weeks", "2026-12-18"),
        ("2026-11-21", 0, "working_days", "2026-11-21"),
    ],
)
def test_worked_cases(start: str, n: int, unit: Unit, end: str) -> None:
    assert add(date.fromisoformat(start), n, unit) == date.fromisoformat(end)


def test_an_area_may_close_on_more_days() -> None:
    closed = frozenset({date(2026, 12, 24)})
    assert not is_working_day(date(2026, 12, 24), extra=closed)
    assert add(date(2026, 12, 23), 1, "working_days", extra=closed) == date(2026, 12, 29)


@given(start=DAYS, n=st.integers(1, 60))
def test_working_days_end_on_a_working_day_and_hold_n_of_them(start: date, n: int) -> None:
    end = add(start, n, "working_days")
    between = [start + timedelta(days=k) for k in range(1, (end - start).days + 1)]
    assert is_working_day(end)
    assert sum(map(is_working_day, between)) == n


@given(start=DAYS, n=st.integers(0, 200))
def test_months_are_those_of_the_kept_library(start: date, n: int) -> None:
    assert add(start, n, "months") == start + relativedelta(months=n)


def test_counting_beyond_the_table_names_the_year() -> None:
    with pytest.raises(Refused, match="2031"):
        add(date(2030, 12, 20), 15, "working_days")
    assert add(date(2030, 12, 20), 28, "days") == date(2031, 1, 17)


def test_a_period_below_nothing_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="-1"):
        add(date(2026, 1, 1), -1, "days")


@pytest.mark.parametrize(
    ("n", "unit", "language", "said"),
    [
        (15, "working_days", "en", "15 working days"),
        (1, "working_days", "en", "1 working day"),
        (1, "months", "en", "1 month"),
        (28, "days", "en", "28 days"),
        (6, "weeks", "en", "6 weeks"),
        (15, "working_days", "cy", "15 diwrnod gwaith"),
        (2, "days", "cy", "2 ddiwrnod"),
        (2, "months", "cy", "2 fis"),
        (1, "weeks", "cy", "1 wythnos"),
    ],
)
def test_a_period_in_words(n: int, unit: Unit, language: str, said: str) -> None:
    assert period(n, unit, language) == said


def test_a_language_without_words_is_refused() -> None:
    with pytest.raises(ValueError, match="pl"):
        period(1, "days", "pl")
