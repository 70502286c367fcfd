"""The diary of one case on one day, from the book of its area."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from ctdocs.model.case_values import State
from ctdocs.model.reading import nested
from ctdocs.model.text import long_date, read_date
from ctdocs.rules.calendar import before, period
from ctdocs.rules.diary.book import Book, Duty
from ctdocs.rules.diary.conditions import facts_of, standing
from ctdocs.rules.diary.events import Happened, happened
from ctdocs.rules.diary.items import Item, Promise, Standing
from ctdocs.rules.panel.follow_up import follow_up

_LEFT: Final = ("actions.", "recommendations.", "plan.review")
_REVIEW_DUE = re.compile(r"assessments\.(\d+)\.assessment\.review_due")
_STANDINGS: Final[Mapping[str, Standing]] = {
    "done": "done", "late": "late", "due": "due", "open": "due", "waiting": "waiting",
}  # fmt: skip

_SAID: Final = "The case says so ({})"

ENDS: Final = {
    "withdrawn": "The application was withdrawn",
    "declined": "The application was declined",
    "closed": "The case was closed",
}

Counted = tuple[tuple[Promise, ...], date | None, date | None]
"""Every day promised for a duty, the one that binds, and the other end of them where they differ."""


def plainly(state: State, book: Book, on: date) -> tuple[Item, ...]:
    """Every duty of the case as it stands on ``on``, in the order of its stages, each judged by itself.

    Raises ``Refused`` where working days must be counted in a year whose bank holidays are not known.
    """
    return tuple(_items(state, book, on))


def _items(state: State, book: Book, on: date) -> Iterator[Item]:
    events = happened(state, book.events)
    facts = facts_of(state, events)
    end = ended(events)
    holding = [standing(conditions, facts) for conditions in book.conditions]
    for duty in book.duties:
        if duty.each:
            yield from each_of(state, duty, events, on)
            continue
        done = _done(state, duty, events)
        item = idle(duty, book, events, holding[duty.conditions], end, done, on)
        if item is None:
            began = events.get(duty.after) if duty.after else None
            item = item_of(duty, on, began, done, counted(state, duty, book, events))
        for name in marks(item, duty, book, events):
            events[name] = Happened(item.done, item.how)
        yield item


def ended(events: Mapping[str, Happened]) -> str:
    """Why the case is at its end, or nothing."""
    for name, said in ENDS.items():
        if (one := events.get(name)) is not None:
            return f"{said} on {long_date(one.day)}." if one.day else f"{said}."
    return ""


def idle(
    duty: Duty, book: Book, events: Mapping[str, Happened], holds: tuple[bool | None, str], end: str,
    done: Happened | None, on: date,
) -> Item | None:  # fmt: skip
    """The line of a duty that is not needed, or that waits for something that has not happened; else None."""
    if done is not None and (done.day is None or done.day <= on):
        return None
    if end and duty.stops:
        return book.plain(duty, "not_needed", end)
    if holds[0] is not True:
        return book.plain(duty, "waiting" if holds[0] is None else "not_needed", holds[1])
    if duty.after and duty.after not in events:
        return book.plain(duty, "waiting", duty.waits)
    return None


def item_of(duty: Duty, on: date, began: Happened | None, done: Happened | None, days: Counted) -> Item:
    """The line of a duty that is needed or done; ``done`` may be a day that is still to come."""
    promises, binds, protects = days
    how, day_done, why = "", None, ""
    at: Standing = "done"
    if done and (done.day is None or done.day <= on):
        how, day_done = done.how, done.day
    else:
        at, why = still_to_do(duty, on, began, binds, done)
    return Item(
        duty.id, duty.what, duty.stage, duty.by, at, binds, protects, day_done, how, duty.after,
        began.day if began else None, promises, why, False, duty.entry,
    )  # fmt: skip


def marks(item: Item, duty: Duty, book: Book, events: Mapping[str, Happened]) -> tuple[str, ...]:
    """The events that a line which is done stands for, those that have happened already left out."""
    if item.standing != "done":
        return ()
    names = (duty.id, book.events[duty.id]) if duty.id in book.events else (duty.id,)
    return tuple([name for name in names if name not in events])


def counted(state: State, duty: Duty, book: Book, events: Mapping[str, Happened]) -> Counted:
    """Every day promised for a duty, and those that bind and protect."""
    began = duty.after in events or duty.entry.due_value
    promises = tuple(_promises(state, duty, book, events)) if began else ()
    if not promises:
        return (), None, None
    if len(promises) == 1:
        return promises, promises[0].end, None
    ends = sorted({promise.end for promise in promises}, reverse=duty.by == "applicant")
    return promises, ends[0], ends[-1] if len(ends) > 1 else None


def sources(duty: Duty) -> Iterator[str]:
    """The events from whose days those of the duty come; of one with a ``due_value`` they come from an answer."""
    entry = duty.entry
    yield from (name for name in (entry.after, *entry.also_after, entry.before) if name)
    yield from (clock.after for clock in duty.clocks if clock.after not in ("letter", entry.after, duty.id))
    yield from (promise.letter for promise in entry.promised)


def still_to_do(
    duty: Duty, on: date, began: Happened | None, binds: date | None, ahead: Happened | None
) -> tuple[Standing, str]:
    """How a duty stands that is needed and not done; ``ahead`` is a day for it that is still to come."""
    if began and began.day and began.day > on:
        return "waiting", f"It begins on {long_date(began.day)}."
    why = f"It is arranged for {long_date(ahead.day)}." if ahead and ahead.day else ""
    if binds is None:
        return "due", why or _without_a_day(duty)
    if binds >= on:
        return "due", why
    if duty.by == "applicant":
        return "not_needed", f"The time for it ended on {long_date(binds)}."
    return "late", why


def _promises(state: State, duty: Duty, book: Book, events: Mapping[str, Happened]) -> Iterator[Promise]:
    entry = duty.entry
    if entry.due_value:
        known = state.values.get(entry.due_value)
        day = read_date(known.value) if known and isinstance(known.value, str) else None
        if day:
            yield Promise(entry.due_value, None, None, day)
        return
    if entry.before:
        last = events.get(entry.before)
        if last and last.day and entry.n is not None:
            day = before(last.day, entry.n, entry.unit, extra=book.days.extra)
            length = period(entry.n, entry.unit)
            said = f"{length} before {long_date(last.day)} is {long_date(day)}."
            yield Promise(entry.before, None, last.day, day, said)
        return
    starts = [one.day for name in (entry.after, *entry.also_after) if name and (one := events.get(name)) and one.day]
    for clock in duty.clocks:
        if clock.after in ("letter", entry.after, duty.id):
            own = starts
        else:
            one = events.get(clock.after)
            own = [one.day] if one and one.day else []
        for start in own:
            if entry.papers and (found := book.meeting(clock, start)) and found.papers_by:
                said = f"{found.sentence} Its papers go out by {long_date(found.papers_by)}."
                yield Promise(clock.id, clock, start, found.papers_by, said)
            elif end := book.end(clock, start):
                yield Promise(clock.id, clock, start, end)
    for promise in entry.promised:
        letter, clock_ = events.get(promise.letter), book.clocks.get(promise.clock)
        if letter and letter.elsewhere and letter.day and clock_ and (end := book.end(clock_, letter.day)):
            yield Promise(promise.letter, clock_, letter.day, end)


def _without_a_day(duty: Duty) -> str:
    return "The area gives no time for it." if duty.entry.clocks and not duty.clocks else "No day is set for it."


def _done(state: State, duty: Duty, events: Mapping[str, Happened]) -> Happened | None:
    """What shows that the duty was done: a step of its own name, or the first of its ``done_by`` that is so."""
    for name in duty.shown_by:
        if (one := events.get(name)) is not None:
            return one
    return next((one for field in duty.fields if (one := answered(state, *field))), None)


def answered(state: State, name: str, dated: bool) -> Happened | None:
    """Whether an answer shows that something was done, and on which day, where ``dated`` says that its day counts."""
    if name not in state.values or (known := state.values[name]).value in (None, ""):
        return None
    if not dated:
        return Happened(None, _SAID.format(name))
    if known.value in (False, "no"):
        return None
    return Happened(read_date(known.value) if isinstance(known.value, str) else None, _SAID.format(name))


def each_of(state: State, duty: Duty, events: Mapping[str, Happened], on: date) -> Iterator[Item]:
    """The lines of a duty that stands for each matter that a meeting left, or for each assessment."""
    return _left(state, duty, on) if duty.each == "follow_up" else _assessments(state, duty, events, on)


def _left(state: State, duty: Duty, on: date) -> Iterator[Item]:
    """Each action, recommendation and look again that a meeting left: the rules of the panel say how it stands."""
    left = {name: state.values[name].value for name in state.values if name.startswith(_LEFT)}
    answers = nested({name: value for name, value in left.items() if value is not None})
    if not answers:
        return
    actions = any(answers.get("actions", ()))
    for matter in follow_up({**answers, "plan": {"exists": actions or None, **answers.get("plan", {})}}, on):
        id_, label = _label(matter.field)
        what = f"{label}: {matter.what}".removesuffix(": ")  # the index holds no words of the case
        yield Item(
            id_, what, duty.stage, duty.by,
            _STANDINGS[matter.standing], matter.due, why=matter.sentence, private=True,
        )  # fmt: skip


@functools.lru_cache(maxsize=256)
def _label(field: str) -> tuple[str, str]:
    """``actions.2.agreed`` as the id ``actions-2-agreed`` and the words ``Action 2, the applicant's word``."""
    id_ = field.replace(".", "-")
    kind, number, *rest = [*field.split("."), ""]
    name = {"actions": "Action", "recommendations": "Recommendation"}.get(kind)
    if name is None:
        return id_, "Action plan"
    return id_, f"{name} {number}{', the applicant’s word' if 'agreed' in rest else ''}"


def _assessments(state: State, duty: Duty, events: Mapping[str, Happened], on: date) -> Iterator[Item]:
    """The day on which each proportionality assessment is to be looked at again."""
    for name in state.values:
        found = _REVIEW_DUE.fullmatch(name) if name[:11] == "assessments" else None
        said = state.values[name].value if found else None
        day = read_date(said) if isinstance(said, str) else None
        if not found or day is None:
            continue
        id_ = f"{duty.id}-{found[1]}"
        done = events.get(id_)
        late: Standing = "late" if day < on else "due"
        yield Item(
            id_, f"{duty.what} {found[1]}", duty.stage, duty.by, "done" if done else late, day,
            done=done.day if done else None, how=done.how if done else "", entry=duty.entry,
            promises=(Promise(name, None, None, day),),
        )  # fmt: skip
