"""What a clock of an area's profile comes to on real dates, and why, in a sentence an officer can check."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Self

from ctdocs.errors import Refused
from ctdocs.model.area import Area
from ctdocs.model.area_calendar import MeetingsEntry, Receipt
from ctdocs.model.clock import Clock
from ctdocs.model.text import join_and, long_date
from ctdocs.rules.bank_holidays import PUBLISHED_UNTIL, covers
from ctdocs.rules.calendar import add, is_working_day, next_working_day, period, skipped
from ctdocs.rules.meetings import next_meeting

_RECEIPTS = ("received", "completed")

_ANCHORS = {
    "received": "the application is received",
    "completed": "the application is complete",
    "acknowledged": "the application is acknowledged",
    "information_in": "the information has come in",
    "decision": "the decision is made",
    "decision_letter": "the decision letter is sent",
    "letter": "the letter is sent",
    "meeting": "the meeting is held",
    "appeal_lodged": "the appeal is lodged",
    "appeal_acknowledged": "the appeal is acknowledged",
}


@dataclass(frozen=True, slots=True)
class Days:
    """How an area counts days: the days it does not work besides bank holidays, when what comes in on a day off counts
    as received, and when its groups meet.
    """

    extra: frozenset[date] = frozenset()
    receipt: Receipt = "same_day"
    meetings: Mapping[str, MeetingsEntry] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def of(cls, area: Area, on: date) -> Self:
        """The days of an area as its profile is on that day."""
        return cls(area.extra_holidays, area.non_working_receipt, area.meetings(on))

    def day_zero(self, event: str, day: date) -> date:
        """The day from which a clock that starts with ``event`` counts; it may be later than the event itself."""
        if event in _RECEIPTS and self.receipt == "next_working_day":
            return next_working_day(day, extra=self.extra)
        return day


@dataclass(frozen=True, slots=True)
class Due:
    """The last day for ``clock.event``. ``date`` is None where the clock has no length or has not started.

    ``sentence`` explains the answer; ``notes`` hold what a person should know of it besides.
    """

    clock: Clock
    date: date | None
    sentence: str
    notes: tuple[str, ...] = ()


def due(
    clock: Clock, anchors: Mapping[str, date], *, extra: Set[date] = frozenset(), days: Days | None = None
) -> Due:
    """When ``clock`` runs out, counted from the day ``anchors`` gives for its ``after``.

    ``days`` is how the area counts; ``extra`` alone stands for days on which it does not work besides bank holidays.
    Raises ``Refused`` where working days must be counted in a year whose bank holidays are not known.
    """
    days = days or Days(frozenset(extra))
    started = _ANCHORS.get(clock.after, f"“{clock.after.replace('_', ' ')}” has a date")
    if clock.n is None and clock.calendar is None:
        return Due(clock, None, f"The area states no length for this clock, which starts when {started}.")
    begun = anchors.get(clock.after)
    if begun is None:
        what = "The next meeting is known" if clock.n is None else f"The {period(clock.n, clock.unit)} start"
        return Due(clock, None, f"{what} when {started}; that is not recorded yet.")
    start = days.day_zero(clock.after, begun)
    deemed = (
        (f"{long_date(begun)} is not a working day, so it counts as {long_date(start)}.",) if start != begun else ()
    )
    if clock.calendar is not None:
        return _at_meeting(clock, start, days, deemed)
    assert clock.n is not None
    length = period(clock.n, clock.unit)
    end = end_of(clock, begun, days)
    said = f"{length} after {long_date(start)} is {long_date(end)}"
    if clock.unit == "working_days":
        left_out = [f"{name} on {long_date(day)}" for day, name in skipped(start, end, extra=days.extra)]
        named = f" ({join_and(left_out)})" if left_out else ""
        sentence = f"{said}; Saturdays, Sundays and bank holidays{named} are not counted."
    else:
        sentence = f"{said}; every day is counted."
    return Due(clock, end, sentence, (*deemed, *_notes(clock, start, end, days.extra)))


def end_of(clock: Clock, begun: date, days: Days) -> date:
    """The last day of a clock with a length, started by an event on ``begun``. Raises ``Refused`` as ``due`` does."""
    assert clock.n is not None
    try:
        return add(days.day_zero(clock.after, begun), clock.n, clock.unit, extra=days.extra)
    except (OverflowError, ValueError):
        raise Refused(
            f"The clock “{clock.id}” of {period(clock.n, clock.unit)} does not fit the calendar.",
            hint="Mend it in the area's profile.",
        ) from None


def _at_meeting(clock: Clock, start: date, days: Days, notes: tuple[str, ...]) -> Due:
    """The next meeting of the clock's calendar on ``start`` or after it (such as "the monthly meeting decides")."""
    calendar = days.meetings.get(clock.calendar or "")
    if calendar is None:
        return Due(clock, None, f"The area gives no calendar “{clock.calendar}” for {long_date(start)}.")
    found = next_meeting(calendar, start, extra=days.extra)
    if found is None:
        return Due(clock, None, f"{calendar.name} has no meeting on {long_date(start)} or after it in the profile.")
    late = found.papers_by is not None and found.papers_by < start
    papers = f"Papers for it were to be sent by {long_date(found.papers_by)}." if late and found.papers_by else ""
    return Due(clock, found.day, found.sentence, (*notes, *found.notes, *([papers] if papers else [])))


def _notes(clock: Clock, start: date, end: date, extra: Set[date]) -> list[str]:
    notes = []
    if clock.unit != "working_days":
        if end.weekday() >= 5 or (covers(end) and not is_working_day(end, extra=extra)):
            notes.append(f"{long_date(end)} is not a working day; the period still ends on it.")
        elif not covers(end):
            notes.append(f"The bank holidays of {end.year} are not known, so {long_date(end)} may be one.")
        if clock.unit == "months" and end.day != start.day:
            notes.append(f"That month has no day {start.day}, so the period ends on its last day.")
    elif end.year > PUBLISHED_UNTIL:
        notes.append(f"The bank holidays of {end.year} follow the usual rule; a special one could still be added.")
    return notes
