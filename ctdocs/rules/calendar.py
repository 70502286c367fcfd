"""Counting days: working days, days, weeks and months after an event.

The day of the event is day 0. Working days are Monday to Friday less bank holidays and the days an area adds
(Derbyshire practitioner guidance v2.1, Appendix A footnote). Days, weeks and months do not leave anything out.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Set
from datetime import date, timedelta

from ctdocs.model.clock import Unit
from ctdocs.rules.bank_holidays import bank_holiday

_PERIODS = {
    "en": {
        "working_days": ("working day", "working days"),
        "days": ("day", "days"),
        "weeks": ("week", "weeks"),
        "months": ("month", "months"),
    },
    # In Welsh the noun stays singular after a number, and softens after two.
    "cy": {
        "working_days": ("diwrnod gwaith", "ddiwrnod gwaith"),
        "days": ("diwrnod", "ddiwrnod"),
        "weeks": ("wythnos", "wythnos"),
        "months": ("mis", "fis"),
    },
}


def is_working_day(day: date, *, extra: Set[date] = frozenset()) -> bool:
    """Whether ``day`` is Monday to Friday, no bank holiday and none of ``extra``.

    Raises ``Refused`` for a year whose bank holidays are not known.
    """
    return bank_holiday(day) is None and day.weekday() < 5 and day not in extra


def add(start: date, n: int, unit: Unit, *, extra: Set[date] = frozenset()) -> date:
    """The day ``n`` units after ``start``, which is day 0 whatever day it is.

    Months end on the corresponding date or, where that month has none, on its last day (31 January + 1 month is
    28 February). Raises ``ValueError`` where ``n`` is below nothing, ``Refused`` where bank holidays are not known.
    """
    if n < 0:
        raise ValueError(f"a period cannot be {n} {unit} long")
    if unit == "working_days":
        day = start
        for _ in range(n):
            day += timedelta(days=1)
            while not is_working_day(day, extra=extra):
                day += timedelta(days=1)
        return day
    if unit == "months":
        years, month = divmod(start.month - 1 + n, 12)
        year, month = start.year + years, month + 1
        return date(year, month, min(start.day, monthrange(year, month)[1]))
    return start + timedelta(weeks=n) if unit == "weeks" else start + timedelta(days=n)


def period(n: int, unit: Unit, language: str = "en") -> str:
    """The length as a letter says it: ``15 working days``, ``1 month``. Raises ``ValueError`` for other languages."""
    if language not in _PERIODS:
        raise ValueError(f"no words for language {language!r}; there are {' and '.join(sorted(_PERIODS))}")
    first, second = _PERIODS[language][unit]
    special = n == 2 if language == "cy" else n != 1
    return f"{n} {second if special else first}"


def skipped(start: date, end: date, *, extra: Set[date] = frozenset()) -> tuple[tuple[date, str], ...]:
    """The weekdays after ``start`` and before ``end`` that are not working days, each with its name."""
    found: list[tuple[date, str]] = []
    day = start + timedelta(days=1)
    while day < end:
        if day.weekday() < 5 and not is_working_day(day, extra=extra):
            found.append((day, bank_holiday(day) or "a day this area does not work"))
        day += timedelta(days=1)
    return tuple(found)
