"""When a meeting comes round, as a profile says it in words: ``third Tuesday of each month``.

Words and not a formula, because the people who know when a group meets write the profile. What the words come to on
real dates: ``ctdocs.rules.meetings``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from ctdocs.model.text import join_and

_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS: Final = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_PLACES: Final = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}
_OF_MONTH = re.compile(rf"({'|'.join(_PLACES)}) ({'|'.join(_DAYS)}|working day) of (.+)")
_DAY_OF_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)? of (.+)")
_WEEKS = re.compile(r"every (?:(\d{1,2}) weeks|(week)) from (\d{4}-\d{2}-\d{2})")

FORMS: Final = (
    "“third Tuesday of each month”, “last working day of each month”, “first Monday of March and September”, "
    "“15th of each month” or “every 6 weeks from 2026-01-12”"
)
"""The ways to say it, for messages."""


@dataclass(frozen=True, slots=True)
class EveryWeeks:
    """Every ``weeks`` weeks, counted from ``first``."""

    weeks: int
    first: date


@dataclass(frozen=True, slots=True)
class InMonths:
    """Once in each of ``months`` (1 to 12).

    ``place`` counts days of the kind ``weekday`` (0 is Monday, None any working day), -1 being the last; it is the day
    of the month where ``by_date``.
    """

    place: int
    weekday: int | None
    months: frozenset[int]
    by_date: bool = False


Recurrence = EveryWeeks | InMonths


def recurrence(text: str) -> Recurrence:
    """What the words mean. Raises ``ValueError`` with the ways to say it."""
    words = " ".join(text.lower().split())
    if found := _WEEKS.fullmatch(words):
        weeks = int(found[1] or 1)
        if weeks == 0:
            raise ValueError(f"“{text}” never comes round")
        try:
            return EveryWeeks(weeks, date.fromisoformat(found[3]))
        except ValueError:
            raise ValueError(f"“{text}” begins on no date that there is") from None
    if found := _OF_MONTH.fullmatch(words):
        weekday = None if found[2] == "working day" else _DAYS.index(found[2])
        return InMonths(_PLACES[found[1]], weekday, _months(found[3], text))
    if found := _DAY_OF_MONTH.fullmatch(words):
        if not 1 <= int(found[1]) <= 28:
            raise ValueError(f"“{text}”: not every month has that day; say “last working day of each month” instead")
        return InMonths(int(found[1]), None, _months(found[2], text), by_date=True)
    raise ValueError(f"“{text}” is not understood. Say it as {FORMS}")


def _months(words: str, text: str) -> frozenset[int]:
    if words in ("each month", "every month"):
        return frozenset(range(1, 13))
    names = re.split(r",\s*(?:and\s+)?|\s+and\s+", words)
    strange = [name for name in names if name not in _MONTHS]
    if strange:
        named = join_and(f"“{name}”" for name in strange)
        raise ValueError(f"“{text}”: {named} is no month. Say “each month”, or name months in full")
    return frozenset(_MONTHS.index(name) + 1 for name in names)
