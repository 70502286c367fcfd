"""Periods that begin with a day, and periods after one: the last day of each, and why in a sentence.

"One month beginning with D" counts D itself, so it ends the day before the corresponding date; where that month has no
such day, it ends on its last day (10 March: 9 April; 31 January: 28 February). This is how the Anti-social Behaviour,
Crime and Policing Act 2014, s.104, counts. "One month after D" leaves D out and ends on the corresponding date. Which
of the two a scheme means is a value of its profile.
"""

from __future__ import annotations

from collections.abc import Set
from datetime import date, timedelta
from typing import Literal

from ctdocs.model.clock import Unit
from ctdocs.model.text import long_date
from ctdocs.rules.calendar import add, period

SpanRule = Literal["beginning_with", "after"]
"""Whether the first day is counted (``beginning_with``) or is day 0 (``after``)."""


def last_day(start: date, n: int, unit: Unit, rule: SpanRule, *, extra: Set[date] = frozenset()) -> date:
    """The last day of the ``n`` units beginning with, or after, ``start``.

    Raises ``ValueError`` where ``n`` is below nothing or a period that begins with a day has no length, ``Refused``
    where working days are counted in a year whose bank holidays are not known.
    """
    if rule == "after":
        return add(start, n, unit, extra=extra)
    if n < 1:
        raise ValueError(f"a period beginning with a day cannot be {n} {unit} long")
    if unit == "working_days":
        return add(start - timedelta(days=1), n, unit, extra=extra)
    end = add(start, n, unit)
    # A month too short for the corresponding date ends the period on its last day, not on the day before that.
    return end if unit == "months" and end.day != start.day else end - timedelta(days=1)


def within(day: date, start: date, n: int, unit: Unit, rule: SpanRule, *, extra: Set[date] = frozenset()) -> bool:
    """Whether ``day`` lies in the period: not before ``start``, and not after its last day."""
    return start <= day <= last_day(start, n, unit, rule, extra=extra)


def explained(start: date, n: int, unit: Unit, rule: SpanRule, *, extra: Set[date] = frozenset()) -> str:
    """The period in a sentence: ``1 month beginning with 10 March 2026 ends on 9 April 2026.``"""
    end = last_day(start, n, unit, rule, extra=extra)
    said = f"{period(n, unit)} {'beginning with' if rule == 'beginning_with' else 'after'} {long_date(start)}"
    short = unit == "months" and add(start, n, unit).day != start.day
    why = f", because that month has no day {start.day}" if short else ""
    return f"{said} ends on {long_date(end)}{why}."
