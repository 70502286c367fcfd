"""Whether one day lies in a period that begins with another, where either may be known only roughly.

An answer is ``yes`` or ``no`` only if every possible pair of days gives it (Rules of counting 1, 2 and 8).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from ctdocs.errors import Refused
from ctdocs.model.clock import Span
from ctdocs.rules.spans import last_day
from ctdocs.rules.threshold.values import Tri, When

_LONGEST = {"working_days": 3, "days": 1, "weeks": 7, "months": 31}
"""No period is longer than this many days for each of its units; working days with every holiday between."""


@dataclass(frozen=True, slots=True)
class Fit:
    """``by_rule`` is what the rule says, ``state`` the same but ``open`` where only the way of counting decides.

    ``last`` is the last day of the period that begins with the latest possible day; None where it cannot be told.
    """

    state: Tri
    by_rule: Tri
    last: date | None

    @property
    def boundary(self) -> bool:
        """Whether the two ways of counting a month differ on this day."""
        return self.state != self.by_rule


def fits(start: When | None, end: When | None, span: Span) -> Fit:
    """Whether ``end`` is not before ``start``, and not after the period ``span`` that begins with it."""
    if start is None or end is None:
        return Fit("open", "open", None)
    strict = _between(start, end, _last(start.earliest, span), _last(start.latest, span))
    generous = Span(span.n, span.unit, "after")
    wide = _between(start, end, _last(start.earliest, span), _last(start.latest, generous))
    return Fit(wide, strict, _last(start.latest, span))


def _between(start: When, end: When, last_of_first: date | None, last_of_last: date | None) -> Tri:
    # The last day never comes earlier for a later start: the extremes decide for every day between them.
    if end.latest < start.earliest:
        return "no"
    if last_of_first is None or last_of_last is None:
        return "open"
    if start.latest < end.earliest and end.earliest > last_of_last:
        return "no"
    return "yes" if start.latest <= end.earliest and end.latest <= last_of_first else "open"


def first_day(received: date, span: Span) -> date:
    """The first day from which the period ``span`` still reaches ``received``, found forward from each day."""
    low, high = received - timedelta(days=span.n * _LONGEST[span.unit] + 10), received
    while low < high:
        middle = low + (high - low) // 2
        last = _last(middle, span)
        if last is not None and last >= received:
            high = middle
        else:
            low = middle + timedelta(days=1)
    return high


def _last(start: date, span: Span) -> date | None:
    """The last day, or None beyond the calendar or the known bank holidays."""
    try:
        return last_day(start, span.n, span.unit, span.rule)
    except (OverflowError, ValueError, Refused):
        return None
