"""What a changed bundle holds, in order, and the numbers of its pages: no PDF is touched here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from ctdocs.bundle.join.index import Row
from ctdocs.bundle.join.numbers import behind, order, taken_out
from ctdocs.bundle.join.part import Absent, Entry, Gap
from ctdocs.bundle.join.report import day
from ctdocs.bundle.join.words import words

NUMBERS = "page-numbers"
"""The id of the pages that say which number each page had before."""


@dataclass(slots=True)
class Slot:
    """A part in its place. ``pages`` are where they stand in the opened file (from 0), ``was`` the numbers before."""

    entry: Entry
    pages: range
    was: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    new: bool = False

    @property
    def id(self) -> str:
        """The id of the part."""
        return self.entry.id


@dataclass(slots=True)
class Plan:
    """The parts in their new order, the numbers of the index and of the last page before, and what is not there."""

    slots: list[Slot]
    front: tuple[str, ...]
    last: tuple[str, ...]
    gaps: list[Gap]
    absent: list[Absent]
    language: str
    used: set[str] = field(default_factory=set)

    def number_added(self, at: int) -> None:
        """Number the new part in slot ``at`` with letters. Raises ``Refused`` where no number is left there."""
        before = self.slots[at - 1].numbers[-1] if at else self.front[-1]
        slot = self.slots[at]
        slot.numbers = tuple(behind(before, self._after(at), len(slot.pages), self.used))
        self.used |= {*slot.numbers}

    def number_replaced(self, at: int, was: tuple[str, ...], gap: Gap) -> None:
        """Give the new part in slot ``at`` the numbers of the one before it, and more with letters or a gap."""
        slot, count = self.slots[at], len(self.slots[at].pages)
        slot.numbers = was[:count]
        if count > len(was):
            slot.numbers += tuple(behind(was[-1], self._after(at), count - len(was), self.used))
            self.used |= {*slot.numbers}
        elif count < len(was):
            self.gaps.append(gap)

    def _after(self, at: int) -> str:
        return self.slots[at + 1].numbers[0] if at + 1 < len(self.slots) else self.last[0]

    def index_numbers(self, pages: int) -> tuple[str, ...]:
        """The numbers of an index that grows, letters behind those it had."""
        more = pages - len(self.front)
        if more <= 0:
            return self.front[:pages]
        after = self.slots[0].numbers[0] if self.slots else self.last[0]
        return (*self.front, *behind(self.front[-1], after, more, self.used))

    def number_anew(self, before: int) -> None:
        """Number every part from the page behind the first ``before`` ones."""
        for slot in self.slots:
            slot.numbers = tuple(str(before + n) for n in range(1, len(slot.pages) + 1))
            before += len(slot.pages)

    def rows(self) -> tuple[list[Row], list[str]]:
        """The lines of the index and the number in front of each: the parts, what was taken out, the last page."""
        say, found = words(self.language), list[tuple[str, Row]]()
        for slot in self.slots:
            one = slot.entry
            found.append((slot.numbers[0], Row(one.title, one.description, one.date, len(slot.pages))))
        for gap in self.gaps:
            about = "; ".join(filter(None, (gap.title, day(gap.on, self.language), gap.why)))
            first = min(gap.numbers, key=order)
            found.append((first, Row(taken_out(gap.numbers, say), about, None, 0, held=False)))
        found.sort(key=lambda one: order(one[0]))
        found.append((self.last[0], Row(say["standard"], "", None, 0)))
        return [row for _, row in found], [number for number, _ in found]

    def settle(self, titles: Sequence[str]) -> None:
        """Take what is held now from the list of what is not."""
        held = {" ".join(one.split()).casefold() for one in titles}
        self.absent = [one for one in self.absent if " ".join(one.title.split()).casefold() not in held]

    def close_gaps(self) -> None:
        """Turn what was taken out as a whole into lines of what is not held; numbers that close up have no gaps."""
        listed = {one.title for one in self.absent} | {slot.entry.title for slot in self.slots}
        for gap in self.gaps:
            if gap.whole and gap.title not in listed:
                self.absent.append(Absent(gap.title, removed_on(gap.on, gap.why, self.language)))
                listed.add(gap.title)
        self.gaps = []


def removed_on(on: dt.date, why: str, language: str) -> str:
    """Why a paper is not held that was taken out."""
    said = words(language)["removed-on"].format(day=day(on, language))
    return f"{said}: {why}" if why else said
