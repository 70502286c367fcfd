"""One line of a diary, and why it says what it says."""

from __future__ import annotations

from datetime import date
from typing import Literal, NamedTuple

from ctdocs.model.area_calendar import DutyEntry
from ctdocs.model.clock import Clock
from ctdocs.model.text import long_date
from ctdocs.rules.calendar import period
from ctdocs.rules.clocks import Days, due

Standing = Literal["late", "due", "waiting", "done", "not_needed"]
STANDINGS: tuple[Standing, ...] = ("late", "due", "waiting", "done", "not_needed")


class Promise(NamedTuple):
    """One day by which something was promised: the end of ``clock`` counted from ``start``.

    ``name`` is the clock's or that of the letter that promised; without a clock the day stands in the case, or ``said``
    explains it.
    """

    name: str
    clock: Clock | None
    start: date | None
    end: date
    said: str = ""


class Item(NamedTuple):
    """A duty in a case on a day. A named tuple, because a register makes hundreds of thousands of them.

    ``due`` is the day that binds: of several promises the earliest, for what the applicant may do the latest.
    ``protects`` is the later day on which the applicant may rely, where promises differ. ``done`` is the day it was
    done, None where only that it was is known; ``how`` says by what. ``began`` is the day of ``after``, the event with
    which it arises. ``why`` says why it waits or is not needed. ``private``: ``what`` holds words of the case.
    """

    id: str
    what: str
    stage: str
    by: str
    standing: Standing
    due: date | None = None
    protects: date | None = None
    done: date | None = None
    how: str = ""
    after: str | None = None
    began: date | None = None
    promises: tuple[Promise, ...] = ()
    why: str = ""
    private: bool = False
    entry: DutyEntry | None = None

    @property
    def done_late(self) -> bool:
        """Whether it was done after the day that bound."""
        return self.done is not None and self.due is not None and self.done > self.due

    @property
    def open(self) -> bool:
        """Whether somebody has to do it now."""
        return self.standing in ("late", "due")


def explained(item: Item, days: Days) -> tuple[str, ...]:
    """Every sentence about a line: how each of its days comes about, which of them binds, what it waits for."""
    said = [item.why] if item.why else []
    for promise in item.promises:
        said += _promise(promise, days)
    if item.protects is not None and item.due is not None:
        said.append(
            f"Two days were promised: {long_date(item.due)} binds the council; the applicant may rely on "
            f"{long_date(item.protects)}."
            if item.by != "applicant"
            else f"The earlier day was {long_date(item.protects)}; the later one protects the applicant."
        )
    if item.done_late and item.due and item.done and item.by == "applicant":
        came = f"It came on {long_date(item.done)}, after {long_date(item.due)}"
        said.append(f"{came}, and may be late: the appeal body decides.")
    elif item.done_late and item.due and item.done:
        said.append(f"Done on {long_date(item.done)}, after its last day, {long_date(item.due)}.")
    return tuple(said)


def _promise(promise: Promise, days: Days) -> list[str]:
    if promise.said:
        return [promise.said]
    if promise.clock is None or promise.start is None:
        return [f"The case gives {long_date(promise.end)} as the day."]
    if promise.name != promise.clock.id and promise.clock.n is not None:
        length = period(promise.clock.n, promise.clock.unit)
        letter = promise.name.replace("-", " ").capitalize()
        return [f"{letter}, written elsewhere, promised {length} after its date: {long_date(promise.end)}."]
    found = due(promise.clock, {promise.clock.after: promise.start}, days=days)
    return [found.sentence, *found.notes]
