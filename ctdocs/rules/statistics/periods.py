"""Periods that figures are made for: years that begin in April or January, or any first and last day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from ctdocs.errors import Refused
from ctdocs.model.text import long_date

_TWO = re.compile(r"([0-9]{4})[/-]([0-9]{4}|[0-9]{2})")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From ``first`` to ``last``; both days count."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise Refused(f"A period from {long_date(self.first)} to {long_date(self.last)} ends before it begins.")

    def holds(self, day: date) -> bool:
        """Whether a day is in the period."""
        return self.first <= day <= self.last

    def meets(self, other: Period) -> bool:
        """Whether a day is in both."""
        return self.first <= other.last and other.first <= self.last

    @property
    def label(self) -> str:
        """What the period is called: 2025/26, 2025, or its days."""
        first, last = self.first, self.last
        if (first.month, first.day, last.month, last.day) == (4, 1, 3, 31) and last.year == first.year + 1:
            return f"{first.year}/{last.year % 100:02d}"
        if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and last.year == first.year:
            return str(first.year)
        return f"{_short(first)} to {_short(last)}"

    @property
    def days(self) -> str:
        """Its first and last day in words."""
        return f"{_short(self.first)} to {_short(self.last)}"


def _short(day: date) -> str:
    return long_date(day).partition(" ")[2]


def year(said: str) -> Period:
    """The year that a person names: 2025/26 (or 2025-26, 2025/2026) from April to March, 2025 from January.

    Raises ``Refused`` for anything else.
    """
    said = said.strip()
    if re.fullmatch(r"[0-9]{4}", said) and 1 <= int(said) <= 9998:
        return Period(date(int(said), 1, 1), date(int(said), 12, 31))
    found = _TWO.fullmatch(said)
    if found and 1 <= int(found[1]) <= 9998:
        begin = int(found[1])
        if int(found[2]) == (begin + 1 if len(found[2]) == 4 else (begin + 1) % 100):
            return Period(date(begin, 4, 1), date(begin + 1, 3, 31))
    raise Refused(
        f"“{said}” is no year.", hint="Write 2025/26 for April 2025 to March 2026, or 2025 for January to December."
    )
