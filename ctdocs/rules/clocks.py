"""What a clock of an area's profile comes to on real dates, and why, in a sentence an officer can check."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import date

from ctdocs.errors import Refused
from ctdocs.model.clock import Clock
from ctdocs.model.text import join_and, long_date
from ctdocs.rules.bank_holidays import PUBLISHED_UNTIL, covers
from ctdocs.rules.calendar import add, is_working_day, period, skipped

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
class Due:
    """The last day for ``clock.event``. ``date`` is None where the clock has no length or has not started.

    ``sentence`` explains the answer; ``notes`` hold what a person should know of it besides.
    """

    clock: Clock
    date: date | None
    sentence: str
    notes: tuple[str, ...] = ()


def due(clock: Clock, anchors: Mapping[str, date], *, extra: Set[date] = frozenset()) -> Due:
    """When ``clock`` runs out, counted from the day ``anchors`` gives for its ``after``.

    ``extra`` holds the days on which the area does not work besides bank holidays. Raises ``Refused`` where working
    days must be counted in a year whose bank holidays are not known.
    """
    started = _ANCHORS.get(clock.after, f"“{clock.after.replace('_', ' ')}” has a date")
    if clock.n is None:
        return Due(clock, None, f"The area states no length for this clock, which starts when {started}.")
    length = period(clock.n, clock.unit)
    start = anchors.get(clock.after)
    if start is None:
        return Due(clock, None, f"The {length} start when {started}; that is not recorded yet.")
    try:
        end = add(start, clock.n, clock.unit, extra=extra)
    except (OverflowError, ValueError):
        raise Refused(
            f"The clock “{clock.id}” of {length} does not fit the calendar.", hint="Mend it in the area's profile."
        ) from None
    said = f"{length} after {long_date(start)} is {long_date(end)}"
    if clock.unit == "working_days":
        left_out = [f"{name} on {long_date(day)}" for day, name in skipped(start, end, extra=extra)]
        named = f" ({join_and(left_out)})" if left_out else ""
        sentence = f"{said}; Saturdays, Sundays and bank holidays{named} are not counted."
    else:
        sentence = f"{said}; every day is counted."
    return Due(clock, end, sentence, tuple(_notes(clock, start, end, extra)))


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
