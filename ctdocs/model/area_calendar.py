"""What a profile says of days: when its groups meet, how a day off counts, and what has to be done when.

The duties of a procedure are data like its clocks, so that another scheme needs no code of its own. What they come to
in a case: ``ctdocs.rules.diary``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Literal, Self, get_args

from pydantic import AfterValidator, Field, model_validator

from ctdocs.model.area_values import ClockEntry, Dated, Day, Part, Text, Whole, matching
from ctdocs.model.clock import Unit
from ctdocs.model.recurrence import Recurrence, recurrence
from ctdocs.model.validate import nearest, several
from ctdocs.model.yamlplaces import Path_

Receipt = Literal["same_day", "next_working_day"]
"""Whether what comes in on a day off counts as received that day, or on the next working day."""

Stage = Literal["receipt", "assessment", "not_met", "met", "meeting", "outcome", "plan", "appeal", "closing", "yearly"]
STAGES: tuple[str, ...] = get_args(Stage)
"""The stages of a case, in their order."""

By = Literal["spoc", "chair", "partners", "lead_officers", "applicant", "appeal_body"]
"""Who has to do it. What the applicant may do binds nobody: there the later of two promised days holds."""

FACTS = (
    "third_party", "authority", "met", "not_met", "high_risk", "informal_review", "informal", "under_18", "plan",
    "appealed", "upheld", "rejected", "withdrawn", "advocate_withdrawn", "declined",
)  # fmt: skip
"""What a duty may depend on (``only_if``), each also with "not " before it. ``rules.diary.conditions`` decides them."""

Id = Annotated[Text, matching(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", "an id of small letters, digits and hyphens")]
Event = Annotated[Text, matching(r"[a-z][a-z0-9]*([_-][a-z0-9]+)*", "the name of an event, a letter or a duty")]

YearDay = Annotated[
    Text, matching(r"(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])", "a month and day that every year has, such as 06-28")
]


def _said(value: str) -> str:
    recurrence(value)  # raises with the ways to say it
    return value


def _condition(value: str) -> str:
    if value.removeprefix("not ") not in FACTS:
        raise ValueError(f"'{value}' is nothing that a duty can depend on; there are {', '.join(FACTS)}")
    return value


class Moved(Part):
    """A meeting that is held on another day than planned."""

    day: Day
    to: Day


class MeetingsEntry(Dated):
    """When a group meets: by ``dates``, by words that recur (``every``), or both, with what was changed.

    ``papers`` is how many working days before a meeting its papers go out. ``on_a_day_off`` says what becomes of a
    meeting that the words put on a day that is no working day.
    """

    name: Text
    every: Annotated[Text, AfterValidator(_said)] | None = None
    dates: tuple[Day, ...] = ()
    moved: tuple[Moved, ...] = ()
    cancelled: tuple[Day, ...] = ()
    papers: Annotated[Whole, Field(ge=0, le=60)] | None = None
    on_a_day_off: Literal["keep", "before", "after", "cancel"] = "keep"

    @property
    def on(self) -> Recurrence | None:
        """What ``every`` means, or None."""
        return recurrence(self.every) if self.every else None


class DoneBy(Part):
    """What shows that a duty was done: exactly one of these.

    A ``letter`` was sent, the day of an event is recorded (``date``), a field holds the day it was done on (``value``)
    or any ``answer``, somebody made a ``decision``, a ``form`` came back, or a ``step`` was recorded.
    """

    letter: Id | None = None
    date: Event | None = None
    value: Text | None = None
    answer: Text | None = None
    decision: Id | None = None
    form: Id | None = None
    step: Id | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        given = self.model_fields_set
        if len(given) != 1:
            raise ValueError(f"one of {', '.join(DoneBy.model_fields)} is wanted, and {len(given)} are given")
        return self


class Promised(Part):
    """A promise that a letter makes in words of its own: the length of ``clock``, counted from that letter.

    A letter of ctdocs prints the day of the duty itself; one that was written elsewhere may promise another.
    """

    letter: Id
    clock: Id


class DutyEntry(Dated):
    """One thing that the procedure asks somebody to do: ``what``, in which ``{system}`` is the name of the case system.

    It arises with the event ``after``, which may also be a letter (``letter-1``) or another duty, and only where every
    condition of ``only_if`` holds. Its last day comes from ``clocks``, from a length of its own (``n``, ``unit``), from
    the next meeting of a ``calendar``, or from the day that stands in a field (``due_value``); without any it has none.
    With ``before`` its own length is counted back from that event; with ``papers`` it is due when the papers of the
    meeting go out.
    ``event`` is what the day on which it is done also stands for. ``record`` is the key of the title under which the
    case system has it. ``document`` is what is made for it: a document, or ``review-pack``, ``appeal-bundle`` or
    ``meeting``. ``also_after`` are other events that its clocks may be counted from. ``each`` stands for everything
    that a meeting left to be done. One of the stage ``yearly`` belongs to the area and not to a case, and falls due
    every year on the day ``yearly`` (month and day).
    """

    what: Text | None = None
    stage: Stage
    by: By = "spoc"
    after: Event | None = None
    only_if: tuple[Annotated[Text, AfterValidator(_condition)], ...] = ()
    clocks: tuple[Id | Event, ...] = ()
    n: Annotated[Whole, Field(ge=0, le=1000)] | None = None
    unit: Unit = "working_days"
    before: Event | None = None
    calendar: Id | None = None
    papers: bool = False
    due_value: Text | None = None
    promised: tuple[Promised, ...] = ()
    done_by: tuple[DoneBy, ...] = ()
    event: Event | None = None
    record: Event | None = None
    document: Id | None = None
    also_after: tuple[Event, ...] = ()
    each: Literal["follow_up", "assessments"] | None = None
    yearly: YearDay | None = None

    @model_validator(mode="after")
    def _sense(self) -> Self:
        ways = [name for name in ("clocks", "n", "calendar", "due_value") if getattr(self, name) not in (None, ())]
        if len(ways) > 1 and set(ways) != {"clocks", "calendar"}:
            raise several([((ways[1],), f"its last day already comes from '{ways[0]}'; give one of the two")])
        if self.before is not None and self.n is None:
            raise ValueError("'n' is missing: say how long before")
        if self.papers and self.calendar is None:
            raise several([(("papers",), "these are the papers of a meeting: name its 'calendar'")])
        if self.what is None and self.record is None and self.each is None:
            raise ValueError("'what' is missing: say what has to be done, or give the 'record' to make")
        if self.yearly is not None and self.stage != "yearly":
            raise several([(("yearly",), "only a duty of the stage 'yearly' comes every year")])
        return self


Meetings = dict[Id, MeetingsEntry | None]
Duties = dict[Id, DutyEntry | None]
"""The duties by id. null takes one away that the county's file gives."""


EVENTS = (
    "received", "completed", "acknowledged", "information_requested", "information_in", "decision", "decision_letter",
    "notified", "meeting", "outcome", "minutes_sent", "appeal_lodged", "appeal_acknowledged", "appeal_requested",
    "appeal_decision", "declined", "withdrawn", "advocate_withdrawn", "closed",
)  # fmt: skip
"""The events that every procedure has. A duty may name more (``event``), and begin with a letter or another duty."""


def unknown_names(
    clocks: Mapping[str, Sequence[ClockEntry]], meetings: Meetings, duties: Duties, titles: Sequence[str]
) -> list[tuple[Path_, str]]:
    """Every name in the clocks and duties of a profile that leads nowhere in it, with its path and a sentence."""
    calendars = [name for name, entry in meetings.items() if entry is not None]
    faults = [
        fault
        for name, entries in clocks.items()
        for index, entry in enumerate(entries)
        for fault in _unknown(("clocks", name, index, "calendar"), entry.calendar, calendars, "calendar of 'meetings'")
    ]
    there = {name: duty for name, duty in duties.items() if duty is not None}
    letters = {done.letter for duty in there.values() for done in duty.done_by if done.letter}
    events = [*EVENTS, *letters, *there, *(duty.event for duty in there.values() if duty.event)]
    for name, duty in there.items():
        at: Path_ = ("duties", name)
        faults += _unknown((*at, "after"), duty.after, events, "event, letter or duty")
        faults += _unknown((*at, "before"), duty.before, events, "event, letter or duty")
        for index, other in enumerate(duty.also_after):
            faults += _unknown((*at, "also_after", index), other, events, "event, letter or duty")
        faults += _unknown((*at, "calendar"), duty.calendar, calendars, "calendar of 'meetings'")
        faults += _unknown((*at, "record"), duty.record, titles, "title of 'records'")
        for index, clock in enumerate(duty.clocks):
            faults += _unknown((*at, "clocks", index), clock, list(clocks), "clock")
        for index, promise in enumerate(duty.promised):
            faults += _unknown((*at, "promised", index, "clock"), promise.clock, list(clocks), "clock")
        for index, done in enumerate(duty.done_by):
            faults += _unknown((*at, "done_by", index, "date"), done.date, events, "event, letter or duty")
    return faults


def _unknown(path: Path_, name: str | None, known: Sequence[str], what: str) -> Iterator[tuple[Path_, str]]:
    if name is None or name in known:
        return
    near = nearest(name, known)
    names = f"perhaps '{near}' is meant" if near else f"there are {', '.join(known)}" if known else "there is none"
    yield path, f"'{name}' is no {what}; {names}"
