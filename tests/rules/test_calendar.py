"""Periods, against days counted one by one from the Act's own rules and against the worked cases."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from dateutil.easter import easter
from dateutil.relativedelta import relativedelta
from hypothesis import given, strategies as st

from ctdocs.errors import Refused
from ctdocs.model.clock import Unit
from ctdocs.rules.calendar import add, before, is_working_day, next_working_day, period, working_days_left

DAYS = st.dates(date(2014, 1, 1), date(2034, 12, 31))
PROCLAIMED = {2020: {"-05-04", "+05-08"}, 2022: {"-05-30", "+06-02", "+06-03", "+09-19"}, 2023: {"+05-08"}}
"""Days that a royal proclamation took away (-) or gave (+), as the London Gazette has them."""


def off_around_christmas_and_easter(year: int) -> set[date]:
    """Days off between mid-December and mid-January and around Easter, from the Act of 1971, not from our table."""
    off = {easter(year) - timedelta(days=2), easter(year) + timedelta(days=1)}
    for first in (date(year, 12, 25), date(year, 12, 26), date(year, 1, 1), date(year + 1, 1, 1)):
        day = first
        while day.weekday() > 4 or day in off:
            day += timedelta(days=1)
        off.add(day)
    return off


def off_by_the_act(year: int) -> set[date]:
    """Every bank holiday of a year: the Act of 1971, Schedule 1, the common law, and the proclamations."""
    may = [date(year, 5, day) for day in range(1, 32) if date(year, 5, day).isoweekday() == 1]
    august = [date(year, 8, day) for day in range(1, 32) if date(year, 8, day).isoweekday() == 1]
    off = off_around_christmas_and_easter(year) | {may[0], may[-1], august[-1]}
    for said in PROCLAIMED.get(year, ()):
        day = date.fromisoformat(f"{year}-{said[1:]}")
        off = off | {day} if said[0] == "+" else off - {day}
    return off


def counted(start: date, n: int, off: set[date]) -> date:
    day = start
    while n:
        day += timedelta(days=1)
        if day.isoweekday() not in (6, 7) and day not in off:
            n -= 1
    return day


@pytest.mark.parametrize("year", range(2014, 2035))
@pytest.mark.parametrize("n", [1, 5, 10])
def test_christmas_receipts(year: int, n: int) -> None:
    off = off_around_christmas_and_easter(year)
    for back in range(20):
        start = date(year, 12, 31) - timedelta(days=back)
        assert add(start, n, "working_days") == counted(start, n, off), start


@pytest.mark.parametrize("year", range(2014, 2036))
def test_easter_receipts(year: int) -> None:
    off = off_around_christmas_and_easter(year)
    for back in range(12):
        start = easter(year) - timedelta(days=back)
        assert add(start, 5, "working_days") == counted(start, 5, off), start


def test_every_day_from_2014_to_2035_against_a_count_from_the_act() -> None:
    """Each start, by each length that a scheme sets: the n-th entry of a list made another way."""
    off = set().union(*(off_by_the_act(year) for year in range(2013, 2036)))
    days = [date(2014, 1, 1) + timedelta(days=k) for k in range((date(2035, 12, 31) - date(2014, 1, 1)).days + 1)]
    working = [day for day in days if day.isoweekday() < 6 and day not in off]
    assert [day for day in days if is_working_day(day)] == working
    passed = 0  # how many working days have been up to and with the start
    for start in days:
        passed += start.isoweekday() < 6 and start not in off
        for n in (1, 2, 5, 10, 15, 20, 40):
            if passed + n <= len(working):
                assert add(start, n, "working_days") == working[passed + n - 1], (start, n)
        assert add(start, 28, "days") == add(start, 4, "weeks") == date.fromordinal(start.toordinal() + 28)


@pytest.mark.parametrize(
    ("start", "n", "unit", "end"),
    [
        # Across the nights on which the clocks change (29 March and 25 October 2026), and across 29 February.
        ("2026-03-28", 1, "days", "2026-03-29"),
        ("2026-10-24", 1, "weeks", "2026-10-31"),
        ("2026-10-23", 2, "working_days", "2026-10-27"),
        ("2028-02-28", 1, "days", "2028-02-29"),
        ("2028-02-29", 12, "months", "2029-02-28"),
        ("2028-02-28", 2, "working_days", "2028-03-01"),
        # 2022: the moved Spring holiday and the Jubilee (2 and 3 June), and the State Funeral (19 September).
        ("2022-05-27", 5, "working_days", "2022-06-07"),
        ("2022-09-16", 5, "working_days", "2022-09-26"),
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
    with pytest.raises(Refused, match="2036"):
        add(date(2035, 12, 20), 15, "working_days")
    with pytest.raises(Refused, match="2013"):
        add(date(2013, 12, 20), 15, "working_days")
    assert add(date(2035, 12, 20), 28, "days") == date(2036, 1, 17)


@pytest.mark.parametrize(
    ("on", "end", "left"),
    [
        ("2026-11-20", "2026-11-20", 0),
        ("2026-11-20", "2026-11-27", 5),
        ("2026-12-24", "2026-12-29", 1),  # Christmas Day, the weekend and Boxing Day's substitute between
        ("2026-11-27", "2026-11-20", -5),
        ("2026-11-22", "2026-11-20", 0),  # only a weekend has passed since
    ],
)
def test_working_days_that_are_left(on: str, end: str, left: int) -> None:
    assert working_days_left(date.fromisoformat(on), date.fromisoformat(end)) == left


def test_a_day_that_is_no_working_day_gives_way_to_the_next() -> None:
    assert next_working_day(date(2026, 11, 20)) == date(2026, 11, 20)
    assert next_working_day(date(2026, 11, 21)) == date(2026, 11, 23)
    assert next_working_day(date(2026, 12, 25)) == date(2026, 12, 29)
    assert next_working_day(date(2026, 12, 25), extra={date(2026, 12, 29)}) == date(2026, 12, 30)


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


@given(end=DAYS, n=st.integers(0, 60))
def test_counting_back_undoes_counting_on_from_a_working_day(end: date, n: int) -> None:
    if end.year > 2014 and is_working_day(end):
        assert add(before(end, n, "working_days"), n, "working_days") == end
    assert before(end, n, "days") == end - timedelta(days=n)
    assert before(end, n, "months") == end - relativedelta(months=n)


@pytest.mark.parametrize(
    ("end", "n", "unit", "start"),
    [
        ("2027-01-06", 5, "working_days", "2026-12-29"),  # 5, 4 January, 31, 30, 29 December
        ("2026-12-29", 2, "working_days", "2026-12-23"),
        ("2026-11-22", 1, "working_days", "2026-11-20"),  # from a Sunday
        ("2026-03-31", 1, "months", "2026-02-28"),
        ("2026-11-20", 2, "weeks", "2026-11-06"),
        ("2026-11-21", 0, "working_days", "2026-11-21"),
    ],
)
def test_counting_back(end: str, n: int, unit: Unit, start: str) -> None:
    assert before(date.fromisoformat(end), n, unit) == date.fromisoformat(start)


def test_counting_back_beyond_the_table_names_the_year() -> None:
    with pytest.raises(Refused, match="2013"):
        before(date(2014, 1, 10), 15, "working_days")
    with pytest.raises(ValueError, match="-1"):
        before(date(2026, 1, 1), -1, "days")
