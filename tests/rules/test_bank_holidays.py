"""The table is compared with a list kept by other people, and must reach at least next year."""

from __future__ import annotations

from datetime import date, timedelta

import holidays
import pytest
from dateutil.easter import easter

from ctdocs.errors import Refused
from ctdocs.rules.bank_holidays import BANK_HOLIDAYS, FIRST_YEAR, LAST_YEAR, PUBLISHED_UNTIL, bank_holiday

YEARS = range(FIRST_YEAR, LAST_YEAR + 1)


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("country", ["ENG", "WLS"])
def test_weekdays_off_are_those_of_the_kept_library(year: int, country: str) -> None:
    kept = {day for day in holidays.country_holidays("GB", subdiv=country, years=year) if day.weekday() < 5}
    assert {day for day in BANK_HOLIDAYS if day.year == year} == kept


@pytest.mark.parametrize("year", YEARS)
def test_good_friday_and_easter_monday_stand_around_easter(year: int) -> None:
    names = {name: day for day, name in BANK_HOLIDAYS.items() if day.year == year}
    assert names["Good Friday"] == easter(year) - timedelta(days=2)
    assert names["Easter Monday"] == easter(year) + timedelta(days=1)


def test_the_table_reaches_far_enough_from_today() -> None:
    """The one test that looks at today: next year is in the table, and from July on compared with the published list.

    The government publishes two years ahead; a proclamation may have added a day that no rule gives.
    """
    today = date.today()
    assert today.year + 1 <= LAST_YEAR, (
        f"The bank holidays of {today.year + 1} are missing. Add a line '{today.year + 1} 01-01=ny …' to the table in "
        "ctdocs/rules/bank_holidays.py by the rule of the Act."
    )
    wanted = today.year + (today.month > 6)
    assert wanted <= PUBLISHED_UNTIL, (
        f"The bank holidays of {wanted} follow the rule only. Compare that line of the table in "
        "ctdocs/rules/bank_holidays.py with https://www.gov.uk/bank-holidays, and raise PUBLISHED_UNTIL."
    )


def test_the_table_runs_without_a_gap_to_2035() -> None:
    assert (FIRST_YEAR, LAST_YEAR) == (2014, 2035)
    assert {day.year for day in BANK_HOLIDAYS} == set(range(2014, 2036))
    assert all(day.weekday() < 5 for day in BANK_HOLIDAYS)


def test_history_that_no_rule_gives() -> None:
    assert bank_holiday(date(2020, 5, 4)) is None  # moved to the Friday for VE day
    assert bank_holiday(date(2020, 5, 8)) == "Early May bank holiday (VE day)"
    assert bank_holiday(date(2022, 5, 30)) is None
    assert bank_holiday(date(2022, 6, 2)) == "Spring bank holiday"
    assert bank_holiday(date(2022, 6, 3)) == "Platinum Jubilee bank holiday"
    assert bank_holiday(date(2022, 9, 19)) == "Bank holiday for the State Funeral of Queen Elizabeth II"
    assert bank_holiday(date(2023, 5, 8)) == "Bank holiday for the coronation of King Charles III"
    assert bank_holiday(date(2026, 12, 28)) == "Boxing Day (substitute day)"
    assert bank_holiday(date(2022, 12, 27)) == "Christmas Day (substitute day)"


@pytest.mark.parametrize("day", [date(FIRST_YEAR - 1, 12, 31), date(LAST_YEAR + 1, 1, 1)])
def test_a_year_outside_is_named_with_the_way_to_mend_it(day: date) -> None:
    with pytest.raises(Refused) as caught:
        bank_holiday(day)
    assert str(day.year) in caught.value.message
    assert "gov.uk/bank-holidays" in (caught.value.hint or "")
