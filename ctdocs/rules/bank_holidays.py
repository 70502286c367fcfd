"""Bank holidays of England and Wales, one list for both, as days off from Monday to Friday.

Years up to ``PUBLISHED_UNTIL`` are as the government lists them (https://www.gov.uk/bank-holidays). Later years follow
the Banking and Financial Dealings Act 1971 (Schedule 1), and Good Friday and Christmas Day by common law; a royal
proclamation can still move or add a day. Where a holiday falls on a weekend its substitute day stands here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from ctdocs.errors import Refused

PUBLISHED_UNTIL: Final = 2027
"""The last year whose list was compared with the published one. Raise it when the next year has been compared."""

_NAMES: Final = {
    "ny": "New Year's Day",
    "gf": "Good Friday",
    "em": "Easter Monday",
    "may": "Early May bank holiday",
    "spr": "Spring bank holiday",
    "sum": "Summer bank holiday",
    "xmas": "Christmas Day",
    "box": "Boxing Day",
    "ve": "Early May bank holiday (VE day)",
    "jub": "Platinum Jubilee bank holiday",
    "fun": "Bank holiday for the State Funeral of Queen Elizabeth II",
    "cor": "Bank holiday for the coronation of King Charles III",
}
_SUBSTITUTE: Final = " (substitute day)"

# One line a year: MM-DD, what it is, * for a substitute day.
_TABLE: Final = """
2014 01-01=ny 04-18=gf 04-21=em 05-05=may 05-26=spr 08-25=sum 12-25=xmas 12-26=box
2015 01-01=ny 04-03=gf 04-06=em 05-04=may 05-25=spr 08-31=sum 12-25=xmas 12-28=box*
2016 01-01=ny 03-25=gf 03-28=em 05-02=may 05-30=spr 08-29=sum 12-26=box 12-27=xmas*
2017 01-02=ny* 04-14=gf 04-17=em 05-01=may 05-29=spr 08-28=sum 12-25=xmas 12-26=box
2018 01-01=ny 03-30=gf 04-02=em 05-07=may 05-28=spr 08-27=sum 12-25=xmas 12-26=box
2019 01-01=ny 04-19=gf 04-22=em 05-06=may 05-27=spr 08-26=sum 12-25=xmas 12-26=box
2020 01-01=ny 04-10=gf 04-13=em 05-08=ve 05-25=spr 08-31=sum 12-25=xmas 12-28=box*
2021 01-01=ny 04-02=gf 04-05=em 05-03=may 05-31=spr 08-30=sum 12-27=xmas* 12-28=box*
2022 01-03=ny* 04-15=gf 04-18=em 05-02=may 06-02=spr 06-03=jub 08-29=sum 09-19=fun 12-26=box 12-27=xmas*
2023 01-02=ny* 04-07=gf 04-10=em 05-01=may 05-08=cor 05-29=spr 08-28=sum 12-25=xmas 12-26=box
2024 01-01=ny 03-29=gf 04-01=em 05-06=may 05-27=spr 08-26=sum 12-25=xmas 12-26=box
2025 01-01=ny 04-18=gf 04-21=em 05-05=may 05-26=spr 08-25=sum 12-25=xmas 12-26=box
2026 01-01=ny 04-03=gf 04-06=em 05-04=may 05-25=spr 08-31=sum 12-25=xmas 12-28=box*
2027 01-01=ny 03-26=gf 03-29=em 05-03=may 05-31=spr 08-30=sum 12-27=xmas* 12-28=box*
2028 01-03=ny* 04-14=gf 04-17=em 05-01=may 05-29=spr 08-28=sum 12-25=xmas 12-26=box
2029 01-01=ny 03-30=gf 04-02=em 05-07=may 05-28=spr 08-27=sum 12-25=xmas 12-26=box
2030 01-01=ny 04-19=gf 04-22=em 05-06=may 05-27=spr 08-26=sum 12-25=xmas 12-26=box
2031 01-01=ny 04-11=gf 04-14=em 05-05=may 05-26=spr 08-25=sum 12-25=xmas 12-26=box
2032 01-01=ny 03-26=gf 03-29=em 05-03=may 05-31=spr 08-30=sum 12-27=xmas* 12-28=box*
2033 01-03=ny* 04-15=gf 04-18=em 05-02=may 05-30=spr 08-29=sum 12-26=box 12-27=xmas*
2034 01-02=ny* 04-07=gf 04-10=em 05-01=may 05-29=spr 08-28=sum 12-25=xmas 12-26=box
2035 01-01=ny 03-23=gf 03-26=em 05-07=may 05-28=spr 08-27=sum 12-25=xmas 12-26=box
"""


def _parsed() -> dict[date, str]:
    days: dict[date, str] = {}
    for line in _TABLE.split("\n"):
        if not line.strip():
            continue
        year, *entries = line.split()
        for entry in entries:
            day, _, name = entry.partition("=")
            days[date.fromisoformat(f"{year}-{day}")] = _NAMES[name.rstrip("*")] + _SUBSTITUTE * name.endswith("*")
    return days


BANK_HOLIDAYS: Final[Mapping[date, str]] = MappingProxyType(_parsed())
"""The name of each bank holiday by its date, in order."""

FIRST_YEAR: Final = min(BANK_HOLIDAYS).year
LAST_YEAR: Final = max(BANK_HOLIDAYS).year


def covers(day: date) -> bool:
    """Whether the table knows the year of ``day``."""
    return FIRST_YEAR <= day.year <= LAST_YEAR


def bank_holiday(day: date) -> str | None:
    """The name of the bank holiday on ``day``, or None. Raises ``Refused`` for a year outside the table."""
    if not covers(day):
        raise Refused(
            f"The bank holidays of {day.year} are not in the table, which runs from {FIRST_YEAR} to {LAST_YEAR}, "
            "so working days cannot be counted there.",
            hint=f"Check that the date is right. If it is, install a newer ctdocs, or add the line of {day.year} from "
            "https://www.gov.uk/bank-holidays to ctdocs/rules/bank_holidays.py.",
        )
    return BANK_HOLIDAYS.get(day)
