"""Adding, replacing and taking out: what is asked for is looked at first, and then the bundle is made."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from ctdocs.bundle.join.joiner import INDEX, STANDARD
from ctdocs.bundle.join.numbers import order, plain
from ctdocs.bundle.join.part import Absent, Bundle, Change, Entry, Gap
from ctdocs.bundle.join.report import day
from ctdocs.bundle.late.held import Held
from ctdocs.bundle.late.making import Making
from ctdocs.bundle.late.paper import Paper
from ctdocs.bundle.late.reopened import Reopened
from ctdocs.bundle.late.slots import NUMBERS, Plan, Slot, removed_on
from ctdocs.bundle.late.table import Moved
from ctdocs.errors import Refused

OWN = (INDEX, STANDARD, NUMBERS)
"""Ids of pages that a bundle draws itself."""


@dataclass(frozen=True, slots=True)
class Late:
    """A bundle after a change. ``moved`` says which page has which number now, where all were numbered anew."""

    bundle: Bundle
    change: Change
    gaps: tuple[Gap, ...]
    absent: tuple[Absent, ...]
    moved: tuple[Moved, ...]
    remarks: tuple[str, ...]


def place(held: Held, *, after: str | None = None, before: str | None = None) -> int:
    """How many parts stand before the place behind or in front of a part; at the end, if neither is given.

    Behind a part is behind those, too, that came late to the same place: behind page 47 come 47A, 47B, 47C in the order
    in which they come. The index and the last page are parts here. Raises ``Refused`` for a part that there is not.
    """
    entries = held.record.entries
    name = after if after is not None else before
    if (after, before) in ((None, INDEX), (STANDARD, None)):
        raise Refused("The index is the first of a bundle and its own last page the last: no paper stands outside.")
    if name is None or name == STANDARD:
        return len(entries)
    if before is not None:
        return entries.index(held.find(before))
    at = 0 if name == INDEX else entries.index(held.find(name)) + 1
    last = order(held.numbers[held.record.front - 1] if at == 0 else held.numbers_of(entries[at - 1])[-1])
    while at < len(entries) and order(held.numbers_of(entries[at])[0])[: len(last)] == last:
        at += 1
    return at


def add(
    held: Held, paper: Paper, at: int, *, on: dt.date, reissue: bool = False, settles: Sequence[str] = (),
    why: str = "",
) -> Late:  # fmt: skip
    """The bundle with a paper put in behind the first ``at`` parts (``place``).

    Pages keep their numbers, and those put in get letters, unless ``reissue`` numbers all anew. ``settles`` are lines
    of what the bundle does not hold that no longer hold. Raises ``Refused``.
    """
    _check_settled(held, settles)

    def step(work: _Work) -> tuple[tuple[str, ...], tuple[str, ...]]:
        slot = work.making.join(paper.part)
        there = work.place(at)
        work.plan.slots.insert(there, slot)
        if not reissue:
            work.plan.number_added(there)
        return (), slot.numbers

    return _changed(held, "added", paper, paper.part.id, paper.part.title, step, on, reissue, why, settles)


def replace(
    held: Held, part: str, paper: Paper, *, on: dt.date, reissue: bool = False, settles: Sequence[str] = (),
    why: str = "",
) -> Late:  # fmt: skip
    """The bundle with a paper in the place of a part, whose numbers it takes; more pages get letters, fewer leave a
    gap that is named. The id of ``paper`` is that of the part.
    """
    entry = theirs(held, part)
    was = held.numbers_of(entry)
    _check_settled(held, settles)

    def step(work: _Work) -> tuple[tuple[str, ...], tuple[str, ...]]:
        at = next(n for n, slot in enumerate(work.plan.slots) if slot.id == entry.id)
        work.state.drop(entry.id, entry.first - 1, entry.last - 1)
        slot = work.plan.slots[at] = work.making.join(paper.part)
        slot.was = was
        if not reissue:
            gap = Gap(was[len(slot.pages) :], entry.title, on, why, whole=False)
            work.plan.number_replaced(at, was, gap)
        return was, slot.numbers

    return _changed(held, "replaced", paper, entry.id, paper.part.title, step, on, reissue, why, settles)


def remove(held: Held, part: str, *, on: dt.date, reissue: bool = False, why: str = "") -> Late:
    """The bundle without a part, whose numbers are named as taken out, or, on ``reissue``, given to others."""
    entry = theirs(held, part)
    was = held.numbers_of(entry)
    if sum(one.id != NUMBERS for one in held.record.entries) == 1:
        raise Refused(f"“{entry.title}” is the only part of the bundle.", hint="A bundle needs at least one part.")

    def step(work: _Work) -> tuple[tuple[str, ...], tuple[str, ...]]:
        work.state.drop(entry.id, entry.first - 1, entry.last - 1)
        work.plan.slots = [slot for slot in work.plan.slots if slot.id != entry.id]
        if reissue:
            work.plan.absent.append(Absent(entry.title, removed_on(on, why, held.record.language)))
            work.gone.append(Moved(entry.id, entry.title, was, ()))
        else:
            work.plan.gaps.append(Gap(was, entry.title, on, why))
        return was, ()

    return _changed(held, "removed", None, entry.id, entry.title, step, on, reissue, why, ())


@dataclass(slots=True)
class _Work:
    """What one change works on."""

    state: Reopened
    plan: Plan
    making: Making
    gone: list[Moved]
    before: tuple[str, ...]

    def place(self, at: int) -> int:
        """Where the part that was number ``at`` stands among those that are left."""
        return sum(one in self.before[:at] for one in (slot.id for slot in self.plan.slots))


def _changed(
    held: Held, what: Literal["added", "replaced", "removed"], paper: Paper | None, part_id: str, title: str,
    step: Callable[[_Work], tuple[tuple[str, ...], tuple[str, ...]]], on: dt.date, reissue: bool, why: str,
    settles: Sequence[str],
) -> Late:  # fmt: skip
    record = held.record
    if not title.strip():
        raise Refused("A paper needs a title.", hint="Give one with --title.")
    state = Reopened(held)
    slots = [(one, range(one.first - 1, one.last), held.numbers_of(one)) for one in record.entries]
    plan = Plan(
        [Slot(one, pages, numbers, numbers) for one, pages, numbers in slots], held.numbers[: record.front],
        held.numbers[record.standard - 1 :], list(record.gaps), list(record.absent),
        record.language, {*held.numbers, *(number for gap in record.gaps for number in gap.numbers)},
    )  # fmt: skip
    making = Making(state, plan, record.changes, _recipe(held, what, part_id, paper))
    state.drop(INDEX, 0, record.front - 1)
    state.drop(STANDARD, record.standard - 1, record.pages - 1)
    work = _Work(state, plan, making, [], tuple(one.id for one in record.entries))
    if reissue:
        plan.used = set()
        work.gone += [Moved(_of_gap(held, gap), gap.title, gap.numbers, ()) for gap in plan.gaps]
        plan.close_gaps()
        _drop_table(work)
    was, numbers = step(work)
    if paper is not None:
        plan.settle([paper.part.title, *settles])
    moved: list[Moved] = []
    if reissue:
        front, front_numbers, moved = making.numbered_anew(work.gone, on)
        numbers = next((slot.numbers for slot in plan.slots if slot.id == part_id), ())
    else:
        front, front_numbers = making.lettered()
    sha256 = next((one.sha256 for one in record.entries if one.id == part_id), "")
    if paper is not None:
        sha256 = next(slot.entry.sha256 for slot in plan.slots if slot.id == part_id)
    change = Change(on, what, part_id, title, sha256, numbers, was, why, reissue)
    making.changes = (*record.changes, change)
    bundle = making.close(front, front_numbers)
    if moved:  # how many last pages there are is known now
        moved[-1] = dataclasses.replace(moved[-1], new=tuple(plain(bundle.pages)[bundle.entries[-1].last :]))
    notes = [note for one in bundle.entries if one.id == part_id and paper is not None for note in one.notes]
    remarks = [f"{title}: {note}" for note in (*(paper.notes if paper else ()), *notes)]
    return Late(bundle, change, tuple(plan.gaps), tuple(plan.absent), tuple(moved), tuple(remarks))


def _drop_table(work: _Work) -> None:
    """A table of an earlier change goes: nobody holds the numbers any more that it begins with."""
    for slot in work.plan.slots:
        if slot.id == NUMBERS:
            work.state.drop(NUMBERS, slot.pages.start, slot.pages.stop - 1)
    work.plan.slots = [slot for slot in work.plan.slots if slot.id != NUMBERS]


def _of_gap(held: Held, gap: Gap) -> str:
    """The id of the part that pages belonged to which were taken out."""
    return next((one.id for one in held.record.changes if {*gap.numbers} <= {*one.was}), "")


def _recipe(held: Held, what: str, part_id: str, paper: Paper | None) -> dict[str, Any]:
    """The recipe with the file that the part was made from now; what was replaced or taken out is no longer there."""
    recipe = dict(held.record.recipe or {})
    files = {name: one for name, one in dict(recipe.get("files") or {}).items() if name != part_id}
    if paper is not None and paper.sha256:
        files[part_id] = paper.sha256
    return {**recipe, "files": files}


def theirs(held: Held, part: str) -> Entry:
    """A part that may be replaced or taken out. Raises ``Refused`` for one of the bundle's own."""
    if part in OWN:
        raise Refused(f"“{part}” is made by the bundle itself; it is no paper that could be replaced or taken out.")
    return held.find(part)


def _check_settled(held: Held, settles: Sequence[str]) -> None:
    listed = {" ".join(one.title.split()).casefold(): one.title for one in held.record.absent}
    for title in settles:
        if " ".join(title.split()).casefold() not in listed:
            names = "".join(f"\n  {one}" for one in listed.values()) or " nothing."
            raise Refused(f"The bundle does not say that it lacks “{title}”. It lists as not held:{names}")


def described(paper: Paper, what: Literal["added", "replaced"], on: dt.date, said: str, language: str) -> Paper:
    """The paper with the line that the index shows of it: what was ``said``, or that it came late, and when."""
    from ctdocs.bundle.join.words import words

    late = words(language)[f"{what}-on"].format(day=day(on, language))
    about = said or ". ".join(filter(None, (paper.part.description, late)))
    return dataclasses.replace(paper, part=dataclasses.replace(paper.part, description=about))
