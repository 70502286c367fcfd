"""The meetings of a group by its calendar: by a list of dates, by words that recur, or both; and what was changed.

A calendar says when a group means to meet. Whether it met is recorded in the case.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Set
from dataclasses import dataclass
from datetime import date, timedelta

from ctdocs.model.area_calendar import MeetingsEntry
from ctdocs.model.recurrence import EveryWeeks, InMonths, Recurrence
from ctdocs.model.text import long_date
from ctdocs.rules.bank_holidays import covers
from ctdocs.rules.calendar import before, is_working_day

_AHEAD = (62, 800)
"""How many days ahead a next meeting is looked for: first the usual two months, then more than two years."""

_MOST_SHIFT = timedelta(days=14)
"""No row of days off is longer than this: so far may a meeting be put off from the day that the rule gives."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting. ``planned`` is the day it was moved from, else None; ``papers_by`` the last day to send papers.

    ``sentence`` says why it is that day, and ``notes`` what a person should know besides.
    """

    day: date
    planned: date | None
    papers_by: date | None
    sentence: str
    notes: tuple[str, ...] = ()


def next_meeting(calendar: MeetingsEntry, day: date, *, extra: Set[date] = frozenset()) -> Meeting | None:
    """The first meeting on ``day`` or after it; None where the calendar holds none in the next two years.

    ``extra`` are days, besides bank holidays, on which the area does not work. Raises ``Refused`` where working days
    are counted in a year whose bank holidays are not known.
    """
    for ahead in _AHEAD:
        if found := next(meetings(calendar, day, day + timedelta(days=ahead), extra=extra), None):
            return found
    return None


def meetings(
    calendar: MeetingsEntry, first: date, last: date, *, extra: Set[date] = frozenset()
) -> Iterator[Meeting]:
    """Every meeting from ``first`` to ``last``, both included, in order."""
    moved = {one.day: one.to for one in calendar.moved}
    # A meeting may be moved into the time asked about from before or after it.
    here = [day for day, to in moved.items() if first <= to <= last]
    begin, end = min((first - _MOST_SHIFT, *here)), max((last + _MOST_SHIFT, *here))
    days: dict[date, date | None] = {}
    for planned in (*_planned(calendar.on, begin, end, extra), *(d for d in calendar.dates if begin <= d <= end)):
        if planned in calendar.cancelled:
            continue
        day = moved.get(planned) or _off(calendar, planned, extra)
        if day is not None and first <= day <= last:
            days[day] = planned if day != planned else days.get(day)
    for day in sorted(days):
        yield _meeting(calendar, day, days[day], extra)


def _meeting(calendar: MeetingsEntry, day: date, planned: date | None, extra: Set[date]) -> Meeting:
    how = f" ({calendar.every})" if calendar.every and day not in calendar.dates else ""
    changed = f", moved from {long_date(planned)}" if planned else ""
    notes = []
    if covers(day) and not is_working_day(day, extra=extra):
        notes.append(f"{long_date(day)} is not a working day; ask whether {calendar.name} meets then.")
    return Meeting(
        day, planned, _papers_by(calendar, day, extra),
        f"{calendar.name} meets on {long_date(day)}{how}{changed}.", tuple(notes),
    )  # fmt: skip


def _papers_by(calendar: MeetingsEntry, day: date, extra: Set[date]) -> date | None:
    """Papers are out ``papers`` working days before the meeting, whose own day is day 0."""
    return None if calendar.papers is None else before(day, calendar.papers, "working_days", extra=extra)


def _off(calendar: MeetingsEntry, day: date, extra: Set[date]) -> date | None:
    """Where a meeting goes whose day is not a working day; None where it then does not take place."""
    if calendar.on_a_day_off == "keep" or not covers(day) or is_working_day(day, extra=extra):
        return day
    if calendar.on_a_day_off == "cancel":
        return None
    step = timedelta(days=1 if calendar.on_a_day_off == "after" else -1)
    while not is_working_day(day, extra=extra):
        day += step
    return day


def _planned(rule: Recurrence | None, first: date, last: date, extra: Set[date]) -> Iterator[date]:
    if isinstance(rule, EveryWeeks):
        step = timedelta(weeks=rule.weeks)
        day = rule.first + step * max(0, -((rule.first - first) // step))
        while day <= last:
            yield day
            day += step
    elif isinstance(rule, InMonths):
        month = first.replace(day=1)
        while month <= last:
            if month.month in rule.months and (found := _in_month(rule, month, extra)):
                yield found
            month = (month + timedelta(days=32)).replace(day=1)


def _in_month(rule: InMonths, month: date, extra: Set[date]) -> date | None:
    days = [month.replace(day=n + 1) for n in range(monthrange(month.year, month.month)[1])]
    if rule.by_date:
        return days[rule.place - 1]
    if rule.weekday is None:
        fitting = [day for day in days if is_working_day(day, extra=extra)]
    else:
        fitting = [day for day in days if day.weekday() == rule.weekday]
    at = rule.place if rule.place < 0 else rule.place - 1
    return fitting[at] if -len(fitting) <= at < len(fitting) else None
