"""The diaries of many cases: what cases of one shape share is worked out once, and only their days for each.

The shape of a case is everything that decides how its duties stand but the days themselves: which events have happened,
whether each has a day and whether that day has come, the facts on which duties depend, and the answers that show that
a duty was done. The first case of a shape is judged duty by duty; those after it take over the lines that wait or are
not needed, and of the others what was worked out before from the same days. What a diary says does not change:
``making.plainly`` says the same of every case, and the tests compare the two.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from datetime import date
from typing import Final, NamedTuple

from ctdocs.model.case_values import State
from ctdocs.rules.diary.book import Book, Duty
from ctdocs.rules.diary.conditions import facts_of, standing
from ctdocs.rules.diary.events import Happened, happened
from ctdocs.rules.diary.items import Item, Standing
from ctdocs.rules.diary.making import (
    ENDS,
    Counted,
    answered,
    counted,
    each_of,
    ended,
    idle,
    item_of,
    marks,
    sources,
    still_to_do,
)  # fmt: skip

_MOST: Final = 4_000
"""How many shapes are kept, and of each duty how many days: more are forgotten, so that memory stays flat."""

_MATTERS: Final = {
    "follow_up": frozenset(("actions.", "recommen", "plan.rev")), "assessments": frozenset(("assessme",)),
}  # fmt: skip
"""How the answers begin that give a duty of several lines its lines."""

_line = Item._make
"""Its fields as one tuple: half as long as by name, for hundreds of thousands of lines."""

_Days = tuple[Counted, date | None, tuple[Standing, str]]
"""Of a duty in a case: what was promised, the day it began, and how it stands while it is not done."""

_Shown = str | tuple[str, bool]
"""What shows that a duty was done: an event, or an answer and whether its day counts."""


class _Kept:
    """What was worked out for the duties whose days come about alike, by those from which they are counted."""

    __slots__ = ("days", "duty", "names", "single")

    def __init__(self, duty: Duty) -> None:
        self.duty = duty
        self.names = tuple(dict.fromkeys(sources(duty)))
        alone = len(self.names) == 1 and not (duty.entry.promised or duty.entry.due_value)
        self.single = self.names[0] if alone else ""
        """The one event whose day is all that counts, where it is so."""
        self.days: dict[Hashable, _Days] = {}

    def of(self, state: State, book: Book, events: Mapping[str, Happened], on: date) -> _Days:
        """The days of the duty in a case, and how it stands where nothing shows that it was done."""
        if self.single:
            key: Hashable = events[self.single].day if self.single in events else None
        else:
            key = tuple([(one := events.get(name)) and (one.day, one.elsewhere) for name in self.names])
        if (known := self.days.get(key)) is None or self.duty.entry.due_value:
            if len(self.days) >= _MOST:
                self.days.clear()
            days = counted(state, self.duty, book, events)
            began = events.get(self.duty.after) if self.duty.after else None
            stands = still_to_do(self.duty, on, began, days[1], None)
            known = self.days[key] = days, began.day if began else None, stands
        return known


def _alike(duty: Duty) -> Hashable:
    """What two duties have in common whose days come about alike."""
    entry = duty.entry
    if entry.due_value:
        return duty.id
    return (
        duty.after, duty.clocks, duty.by == "applicant", entry.also_after, entry.before, entry.papers,
        (entry.n, entry.unit) if entry.before else None, bool(entry.clocks),
        tuple((one.letter, one.clock) for one in entry.promised), duty.id in (clock.after for clock in duty.clocks),
    )  # fmt: skip


class _Step(NamedTuple):
    """A line that hangs on the days of the case: its place, its duty, what shows that it was done, if anything.

    ``marks`` are the events for which it stands, where they have not happened by themselves.
    """

    at: int
    duty: Duty
    kept: _Kept
    shown: _Shown | None = None
    marks: tuple[str, ...] = ()


class _Shape(NamedTuple):
    """The ``lines`` of the first case of a shape; where there is a step, or it is of ``ends``, each has its own."""

    lines: tuple[Item, ...]
    steps: tuple[_Step, ...]
    ends: tuple[tuple[int, Duty], ...]


class Shapes:
    """What is known of the shapes of cases, for the duties of a book on one day."""

    def __init__(self, book: Book, on: date) -> None:
        self.book = book
        self.on = on
        alike: dict[Hashable, _Kept] = {}
        self.kept = {duty.id: alike.setdefault(_alike(duty), _Kept(duty)) for duty in book.duties}
        self.fields = tuple(dict.fromkeys(field for duty in book.duties for field in duty.fields))
        self.names = frozenset(ENDS).union(
            book.events.values(), *(duty.shown_by for duty in book.duties), *map(sources, book.duties)
        )
        """Every event that decides anything."""
        self.shapes: dict[Hashable, _Shape] = {}

    def diary(self, state: State) -> tuple[Item, ...]:
        """Every duty of the case, as ``making.plainly`` has it; raises ``Refused`` as that does."""
        on, names, values = self.on, self.names, state.values
        events = happened(state, self.book.events)
        facts = facts_of(state, events)
        answers = {field: one for field in self.fields if field[0] in values and (one := answered(state, *field))}
        come = [
            name if (day := one.day) is not None and day <= on else (name, day is None)
            for name, one in events.items()
            if name in names
        ]
        said = [(field, one.day is not None and one.day > on) for field, one in answers.items()]
        key = frozenset(come), tuple(said), tuple(facts.values())
        if (shape := self.shapes.get(key)) is None:
            if len(self.shapes) >= _MOST:
                self.shapes.clear()
            shape = self.shapes[key] = self._judged(state, dict(events), facts, answers)
        return self._lines(state, shape, events, answers)

    def _judged(
        self, state: State, events: dict[str, Happened], facts: Mapping[str, bool | None],
        answers: Mapping[tuple[str, bool], Happened],
    ) -> _Shape:  # fmt: skip
        """The shape of a case, from every duty judged by itself."""
        book, on = self.book, self.on
        end = ended(events)
        holding = [standing(conditions, facts) for conditions in book.conditions]
        lines: list[Item] = []
        steps: list[_Step] = []
        ends: list[tuple[int, Duty]] = []
        for duty in book.duties:
            at, kept = len(lines), self.kept[duty.id]
            if duty.each:
                steps.append(_Step(at, duty, kept))
                continue
            shown: _Shown | None = next((name for name in duty.shown_by if name in events), None)
            shown = shown or next((field for field in duty.fields if field in answers), None)
            done = _done(shown, events, answers)
            line = idle(duty, book, events, holding[duty.conditions], end, done, on)
            if line is not None:
                if line.why == end and end:
                    ends.append((at, duty))
                lines.append(line)
                continue
            began = events.get(duty.after) if duty.after else None
            line = item_of(duty, on, began, done, kept.of(state, book, events, on)[0])
            stands = marks(line, duty, book, events)
            events.update(dict.fromkeys(stands, Happened(line.done, line.how)))
            steps.append(_Step(at, duty, kept, shown, stands))
            lines.append(line)
        return _Shape(tuple(lines), tuple(steps), tuple(ends))

    def _lines(
        self, state: State, shape: _Shape, events: dict[str, Happened], answers: Mapping[tuple[str, bool], Happened]
    ) -> tuple[Item, ...]:
        """The lines of a case of a shape. ``events`` become those for which done duties stand, too."""
        book, on = self.book, self.on
        lines = list(shape.lines)
        more: list[tuple[int, tuple[Item, ...]]] = []
        several = {name[:8] for name in state.values}
        if shape.ends:
            end = ended(events)
            for at, duty in shape.ends:
                lines[at] = book.plain(duty, "not_needed", end)
        for at, duty, kept, shown, stands in shape.steps:
            if duty.each:
                if several & _MATTERS[duty.each]:
                    more.append((at, tuple(each_of(state, duty, events, on))))
                continue
            # The way that most lines go, without a call: the day of one event is known from another case.
            known = kept.days.get((one := events.get(kept.single)) and one.day) if kept.single else None
            days, began, open_ = known or kept.of(state, book, events, on)
            done = _done(shown, events, answers) if shown else None
            if done is None:
                (stands_at, why), how, day = open_, "", None
            elif done.day is None or done.day <= on:
                stands_at, why, how, day = "done", "", done.how, done.day
            else:
                lines[at] = item_of(duty, on, events.get(duty.after or ""), done, days)
                continue
            promises, binds, protects = days
            lines[at] = _line((
                duty.id, duty.what, duty.stage, duty.by, stands_at, binds, protects, day, how, duty.after, began,
                promises, why, False, duty.entry,
            ))  # fmt: skip
            if stands and done:
                stood = Happened(done.day, done.how)
                for name in stands:
                    events[name] = stood
        for at, found in reversed(more):
            lines[at:at] = found
        return tuple(lines)


def _done(
    shown: _Shown | None, events: Mapping[str, Happened], answers: Mapping[tuple[str, bool], Happened]
) -> Happened | None:
    if shown is None:
        return None
    return events[shown] if isinstance(shown, str) else answers[shown]


def diary(state: State, book: Book, on: date) -> tuple[Item, ...]:
    """Every duty of the case as it stands on ``on``, in the order of its stages.

    Raises ``Refused`` where working days must be counted in a year whose bank holidays are not known.
    """
    if (shapes := book.shapes.get(on)) is None:
        shapes = book.shapes[on] = Shapes(book, on)
    return shapes.diary(state)
