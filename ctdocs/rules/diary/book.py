"""What an area's procedure asks, made ready for many cases: read from the profile once, for one day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final, Self

from ctdocs.model.area import Area
from ctdocs.model.area_calendar import DoneBy, DutyEntry
from ctdocs.model.case_summary import NEEDED
from ctdocs.model.clock import Clock
from ctdocs.rules.clocks import Days, end_of
from ctdocs.rules.diary.items import Item, Standing
from ctdocs.rules.meetings import Meeting, next_meeting

if TYPE_CHECKING:
    from ctdocs.rules.diary.shapes import Shapes

_STARTS: Final = {
    "received": "the application is received",
    "completed": "the application is complete",
    "information_requested": "the partners are asked",
    "decision": "the threshold is decided",
    "decision_letter": "the decision letter is sent",
    "meeting": "the meeting is held",
    "outcome": "letter 6 is sent",
    "minutes_sent": "the minutes are sent",
    "appeal_lodged": "an appeal is made",
    "appeal_decision": "the appeal is decided",
}

_MOST_PLAIN: Final = 20_000


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty of the profile with the words in which it is said: for a record to make, its exact title is in them.

    ``clocks`` are those from which its last day comes and that have a length: the area's, or one of its own.
    ``conditions`` is the place, in those of the book, of the facts it depends on. ``shown_by`` are the events that show
    that it was done, ``fields`` the names of answers that do, each with whether its day counts. ``waits`` says what it
    waits for while ``after`` has not happened; ``stops``: it ends with the case.
    """

    id: str
    what: str
    entry: DutyEntry
    clocks: tuple[Clock, ...]
    conditions: int
    shown_by: tuple[str, ...]
    fields: tuple[tuple[str, bool], ...]
    stage: str
    by: str
    after: str | None
    each: str | None
    waits: str
    stops: bool


@dataclass(frozen=True, slots=True)
class Book:
    """The duties of an area in the order of a case, its clocks, and how it counts days.

    ``yearly`` are the duties of the area itself. ``events`` says, for a duty whose day also stands for an event, which.
    ``conditions`` are what its duties depend on, each once: facts, each with what it must be. ``needs_more`` says that
    a duty goes by an answer that the summary of a case (``case_summary``) does not hold. ``shapes`` is what was learnt
    of cases on a day.
    """

    area: str
    duties: tuple[Duty, ...]
    yearly: tuple[Duty, ...]
    clocks: Mapping[str, Clock]
    days: Days
    events: Mapping[str, str]
    conditions: tuple[tuple[tuple[str, bool], ...], ...] = ()
    needs_more: bool = False
    shapes: dict[date, Shapes] = field(default_factory=dict, repr=False, compare=False)
    _ends: dict[tuple[int, date], date | None] = field(default_factory=dict, repr=False, compare=False)
    _plain: dict[tuple[str, str, str], Item] = field(default_factory=dict, repr=False, compare=False)

    def plain(self, duty: Duty, at: Standing, why: str) -> Item:
        """The line of a duty that is not there yet, or not needed: one for all the cases in which that is so."""
        key = (duty.id, at, why)
        if (known := self._plain.get(key)) is None:
            if len(self._plain) >= _MOST_PLAIN:  # the day on which a case ended is in the words
                self._plain.clear()
            known = Item(duty.id, duty.what, duty.stage, duty.by, at, after=duty.after, why=why, entry=duty.entry)
            self._plain[key] = known
        return known

    def end(self, clock: Clock, start: date) -> date | None:
        """The last day of a clock started on ``start``; None where its group has no more meetings in the profile.

        Kept, since a register of cases asks for the same days again and again. Raises ``Refused`` as the rules do.
        """
        # By identity: the clocks live as long as the book, and hashing their values takes longer than counting.
        key = (id(clock), start)
        if key not in self._ends:
            self._ends[key] = self._end(clock, start)
        return self._ends[key]

    def meeting(self, clock: Clock, start: date) -> Meeting | None:
        """The next meeting of the calendar of a clock, on the day its count begins or after it."""
        calendar = self.days.meetings.get(clock.calendar or "")
        day = self.days.day_zero(clock.after, start)
        return next_meeting(calendar, day, extra=self.days.extra) if calendar else None

    def _end(self, clock: Clock, start: date) -> date | None:
        if clock.calendar is None:
            return end_of(clock, start, self.days)
        found = self.meeting(clock, start)
        return found.day if found else None

    @classmethod
    def of(cls, area: Area, on: date) -> Self:
        """The book of an area, as its profile is on that day."""
        view = area.on(on)
        titles, system = view.records.titles, view.records.system or "the case system"
        duties = []
        conditions: list[tuple[tuple[str, bool], ...]] = []
        for id_, entry in area.duties(on).items():
            title = getattr(titles, entry.record) if entry.record else None
            named = f"“{title}”" if title else "this stage (the profile gives no title)"
            recorded = f"Record {named} in {system}"
            clocks = tuple(one for one in _clocks(id_, entry, view.clocks) if one.n is not None or one.calendar)
            what = entry.what.replace("{system}", str(system)) if entry.what else recorded if entry.record else ""
            asked = tuple((one.removeprefix("not "), not one.startswith("not ")) for one in entry.only_if)
            if asked not in conditions:
                conditions.append(asked)
            duties.append(_duty(id_, what, entry, clocks, conditions.index(asked)))
        return cls(
            area.id,
            tuple(duty for duty in duties if duty.entry.stage != "yearly"),
            tuple(duty for duty in duties if duty.entry.stage == "yearly"),
            view.clocks,
            Days.of(area, on),
            {duty.id: duty.entry.event for duty in duties if duty.entry.event},
            tuple(conditions),
            not all(NEEDED.fullmatch(name) for duty in duties for name in _answers(duty)),
        )


def _clocks(id_: str, entry: DutyEntry, clocks: Mapping[str, Clock]) -> Iterator[Clock]:
    after = entry.after or ""
    if entry.n is not None and entry.before is None:
        yield Clock(id_, "", after, entry.n, entry.unit)
    if entry.calendar:
        yield Clock(id_, "", after, None, "days", calendar=entry.calendar)
    yield from (clocks[name] for name in entry.clocks if name in clocks)


def _duty(id_: str, what: str, entry: DutyEntry, clocks: tuple[Clock, ...], conditions: int) -> Duty:
    after = entry.after or ""
    when = _STARTS.get(after, f"“{after.replace('_', ' ').replace('-', ' ')}” is done")
    fields = [(way.value or way.answer or "", way.value is not None) for way in entry.done_by]
    return Duty(
        id_, what, entry, clocks, conditions,
        (id_, *(name for way in entry.done_by if (name := _shown_by(way)))),
        tuple(one for one in fields if one[0]),
        entry.stage, entry.by, entry.after, entry.each,
        f"It begins when {when}; that is not recorded yet.",
        entry.stage not in ("appeal", "closing"),
    )  # fmt: skip


def _answers(duty: Duty) -> Iterator[str]:
    yield from (field for field, _ in duty.fields)
    if duty.entry.due_value:
        yield duty.entry.due_value


def _shown_by(way: DoneBy) -> str | None:
    if way.decision or way.form:
        return f"decision:{way.decision}" if way.decision else f"form:{way.form}"
    return way.letter or way.date or way.step
