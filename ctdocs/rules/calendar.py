"""Counting days: working days, days, weeks and months after an event.

The day of the event is day 0. Working days are Monday to Friday less bank holidays and the days an area adds
(Derbyshire practitioner guidance v2.1, Appendix A footnote). Days, weeks and months do not leave anything out.
"""

from __future__ import annotations

import functools
from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections.abc import Set
from datetime import date, timedelta

from ctdocs.model.clock import Unit
from ctdocs.rules.bank_holidays import FIRST_YEAR, LAST_YEAR, bank_holiday

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
        return _working_day_after(start, n, frozenset(extra)) if n else start
    if unit == "months":
        years, month = divmod(start.month - 1 + n, 12)
        year, month = start.year + years, month + 1
        return date(year, month, min(start.day, monthrange(year, month)[1]))
    return start + timedelta(weeks=n) if unit == "weeks" else start + timedelta(days=n)


def before(end: date, n: int, unit: Unit, *, extra: Set[date] = frozenset()) -> date:
    """The day ``n`` units before ``end``, which is day 0: papers five working days before a meeting go out then.

    Months go back to the corresponding date or, where that month has none, to its last day. Raises as ``add`` does.
    """
    if n < 0:
        raise ValueError(f"a period cannot be {n} {unit} long")
    if unit == "working_days":
        if not n:
            return end
        bank_holiday(end - timedelta(days=1))  # refuses where the count would begin outside the table
        days = _working_days(frozenset(extra))
        at = bisect_left(days, end.toordinal()) - n
        if at < 0:
            bank_holiday(date(FIRST_YEAR - 1, 12, 31))
        return date.fromordinal(days[at])
    if unit == "months":
        years, month = divmod(end.month - 1 - n, 12)
        year, month = end.year + years, month + 1
        return date(year, month, min(end.day, monthrange(year, month)[1]))
    return end - timedelta(weeks=n) if unit == "weeks" else end - timedelta(days=n)


def next_working_day(day: date, *, extra: Set[date] = frozenset()) -> date:
    """``day`` itself where it is a working day, else the first one after it. Raises ``Refused`` as ``add`` does."""
    while not is_working_day(day, extra=extra):
        day += timedelta(days=1)
    return day


def working_days_left(on: date, end: date, *, extra: Set[date] = frozenset()) -> int:
    """How many working days there are after ``on`` up to and with ``end``; below nothing where ``end`` has passed.

    Raises ``Refused`` where the bank holidays of a year between are not known.
    """
    bank_holiday(min(on, end)), bank_holiday(max(on, end))
    days = _working_days(frozenset(extra))
    return bisect_right(days, end.toordinal()) - bisect_right(days, on.toordinal())


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


@functools.lru_cache(maxsize=32)  # one for each set of days off; a register of cases asks thousands of times
def _working_days(extra: frozenset[date]) -> list[int]:
    """The number (``toordinal``) of every working day of the years whose bank holidays are known."""
    first, last = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
    days = (first + timedelta(days=k) for k in range((last - first).days + 1))
    return [day.toordinal() for day in days if is_working_day(day, extra=extra)]


def _working_day_after(start: date, n: int, extra: frozenset[date]) -> date:
    bank_holiday(start + timedelta(days=1))  # refuses where the count would begin outside the table
    days = _working_days(extra)
    at = bisect_right(days, start.toordinal()) + n - 1
    if at >= len(days):
        bank_holiday(date(LAST_YEAR + 1, 1, 1))
    return date.fromordinal(days[at])
