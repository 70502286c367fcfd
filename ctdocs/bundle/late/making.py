"""A changed bundle from its plan: the pages that are its own drawn anew, all others put in order and stamped again."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, String

from ctdocs.bundle.join import finish, outline, report
from ctdocs.bundle.join.drawn import Composed
from ctdocs.bundle.join.frame import Frame
from ctdocs.bundle.join.index import Row, index
from ctdocs.bundle.join.joiner import INDEX, STANDARD, destination
from ctdocs.bundle.join.judge import Judgement
from ctdocs.bundle.join.numbers import on as further, order, plain
from ctdocs.bundle.join.objects import notes
from ctdocs.bundle.join.opening import open_parts, open_pdf
from ctdocs.bundle.join.part import Bundle, Change, Entry, Finding, Part
from ctdocs.bundle.late.record import labels, sealed, written
from ctdocs.bundle.late.reopened import Reopened
from ctdocs.bundle.late.slots import NUMBERS, Plan, Slot
from ctdocs.bundle.late.table import Moved, table
from ctdocs.errors import Refused

_URN = "urn:ctd:part:"
_PAGE = re.compile(r"^Page (\d+)\b")


@dataclass(frozen=True, slots=True)
class _Chapter:
    """A part, the index or the last page: where it begins now (from 0), and what stands below it in the outline."""

    id: str
    title: str
    first: int
    below: list[outline.Mark]


class Making:
    """The making of one changed bundle."""

    def __init__(self, state: Reopened, plan: Plan, changes: Sequence[Change], recipe: Mapping[str, Any]) -> None:
        self.state, self.plan, self.changes, self.recipe = state, plan, changes, recipe
        self.say = state.say
        self.was_pages = len(state.pages)
        self.entries: list[Entry] = []
        self.numbers: list[str] = []
        self.order: list[int] = []

    # -- the pages that are its own
    def join(self, part: Part) -> Slot:
        """Join a part that is new; it has no place and no number yet."""
        entry = self.state._part(open_parts([part])[0])
        self.state.places[part.id] = len(self.state.firsts) - 1
        return Slot(entry, range(entry.first - 1, entry.last), new=True)

    def lettered(self) -> tuple[range, list[str]]:
        """Draw the index of a bundle whose pages keep their numbers; its pages and their numbers."""
        plan = self.plan
        rows, firsts = plan.rows()
        front = self._index(rows, lambda _: firsts, least=len(plan.front))
        return self._drawn(front, self.say["index"], INDEX), list(plan.index_numbers(front.pages))

    def numbered_anew(self, gone: Sequence[Moved], on: dt.date) -> tuple[range, list[str], list[Moved]]:
        """Draw the index and the table of a bundle whose pages all get new numbers."""
        plan, before = self.plan, 1
        head = Entry(NUMBERS, self.say["numbers"], 1, 1, on, self._since(on), "", "tagged")
        plan.slots.insert(0, Slot(head, range(1), new=True))
        for _ in range(8):
            plan.number_anew(before)
            last = sum(len(one.pages) for one in plan.slots) + before + 1
            plan.last = (str(last),)
            rows, firsts = plan.rows()
            front = self._index(rows, lambda _, firsts=firsts: firsts)
            moved = self._moved(plain(front.pages), gone)
            drawn = table(moved, on, plan.language)
            if (front.pages, drawn.pages) == (before, len(plan.slots[0].pages)):
                break
            before = front.pages
            plan.slots[0].pages = range(drawn.pages)
        numbers = plan.slots[0].numbers
        plan.slots[0] = self.join(Part(NUMBERS, head.title, drawn.draw(), head.description, on, own=True))
        plan.slots[0].numbers = numbers
        return self._drawn(front, self.say["index"], INDEX), plain(front.pages), moved

    def _moved(self, front: Sequence[str], gone: Sequence[Moved]) -> list[Moved]:
        plan = self.plan
        found = [Moved(one.id, one.entry.title, one.was, one.numbers) for one in plan.slots[1:]]
        for one in gone:  # where it stood
            later = (at for at, other in enumerate(found) if other.old and order(other.old[0]) > order(one.old[0]))
            found.insert(next(later, len(found)), one)
        was, record = self.state.held.numbers, self.state.held.record
        top = Moved(INDEX, self.say["index"], was[: record.front], tuple(front))
        end = Moved(STANDARD, self.say["standard"], was[record.standard - 1 :], plan.last)
        return [top, *found, end]

    def _since(self, on: dt.date) -> str:
        return self.say["numbers-about"].format(day=report.day(on, self.state.language))

    def _index(self, rows: Sequence[Row], numbers: Any, least: int = 1) -> Composed:
        state = self.state
        return index(state.title, state.reference, rows, self.plan.absent, state.language, numbers, least)

    def _drawn(self, made: Composed, title: str, part_id: str) -> range:
        first = len(self.state.depths)
        self.state._add(open_pdf(made.draw()), title, part_id, Judgement.sound(made.pages))
        self.state.places[part_id] = len(self.state.firsts) - 1
        return range(first, first + made.pages)

    # -- the whole
    def close(self, front: range, front_numbers: Sequence[str]) -> Bundle:
        """Everything that follows the index, and the finished file."""
        state, plan = self.state, self.plan
        self.order, self.numbers = [*front], [*front_numbers]
        for slot in plan.slots:
            first = len(self.order) + 1
            self.order += slot.pages
            self.numbers += slot.numbers
            self.entries.append(dataclasses.replace(slot.entry, first=first, last=len(self.order)))
        self._renumber_notes()
        silent = self._silent()
        simple = [*self.numbers, plan.last[0]] == plain(len(self.numbers) + 1)
        found = report.findings(
            self.entries, len(front), plan.absent, silent, () if simple else self.numbers, plan.gaps, state.language
        )
        last = report.page(found, self.entries, state.language, self.numbers, self.changes)
        pages = self._drawn(last, self.say["standard"], STANDARD)
        count = len(pages)
        wanted = [*plan.last[:count], *further(plan.last[-1], max(0, count - len(plan.last)), plan.used)]
        standard = len(self.order) + 1
        self.order += pages
        self.numbers += wanted
        self._finish(len(front), standard, found, silent)
        return Bundle(
            finish.save(state.pdf), len(self.numbers), tuple(self.entries), found,
            () if self._is_plain() else tuple(self.numbers),
        )  # fmt: skip

    def _is_plain(self) -> bool:
        return self.numbers == plain(len(self.numbers))

    def _silent(self) -> list[int]:
        """The pages without any text as they are counted now."""
        old = {number - 1 for number in self.state.held.record.silent}
        known = old | {number - 1 for number in self.state.silent}
        return [at for at, page in enumerate(self.order, 1) if page in known]

    def _renumber_notes(self) -> None:
        """What is noted of a part may name a page by its number."""
        of = {page + 1: number for page, number in zip(self.order, self.numbers, strict=True)}
        old = {number: page + 1 for page, number in enumerate(self.state.held.numbers)}
        for at, (entry, slot) in enumerate(zip(self.entries, self.plan.slots, strict=True)):

            def said(found: re.Match[str], new: bool = slot.new) -> str:
                page = int(found[1]) if new else old.get(found[1], 0)
                return f"Page {of.get(page, found[1])}"

            self.entries[at] = dataclasses.replace(entry, notes=tuple(_PAGE.sub(said, one) for one in entry.notes))

    def _finish(self, front: int, standard: int, found: Sequence[Finding], silent: list[int]) -> None:
        state = self.state
        pages = state.put_in_order(self.order)
        frames = [self._frame(page, was) for page, was in zip(pages, self.order, strict=True)]
        chapters = self._chapters(standard)
        home = self._link_index(pages, frames, chapters, front, standard)
        kept: list[Any] = []
        firsts = {one.first: one for one in chapters[1:]}
        for at, (page, made, was) in enumerate(zip(pages, frames, self.order, strict=True)):
            back = None
            if chapter := firsts.get(at):
                there = home.get(chapter.id, 0)
                mcid = self._back(page, made, chapter, destination(pages[there], frames[there]), self.numbers[there])
                back = (mcid, self.say["back"])
            text = self.say["number"].format(page=self.numbers[at], pages=self.numbers[-1])
            if was < self.was_pages:
                state.stamps.redraw(page, made, text, back)
                kept.append(state.held.raw["digests"][was])
            else:
                state.digests.page(page)
                state.stamps.draw(page, made, text, state.depths[was], back)
                kept.append(None)
        state.close_trees([one.id for one in chapters])
        for one in chapters:
            if one.id in state.ids or one.id in state.held.record.spoken:
                state.digests.spoken(one.id, state.element(one.id))
        state._note_whole()
        marks = [outline.Mark(one.title, one.first, one.below) for one in chapters]
        corners = [made.corner for made in frames]
        outline.write(state.pdf, marks, pages, corners, self.say["bookmark"], self.numbers)
        finish.catalogue(
            state.pdf, title=state.title, subject=state.reference, language=state.language, first=pages[0],
            corner=frames[0].corner,
        )  # fmt: skip
        if not self._is_plain():
            state.pdf.Root.PageLabels = labels(self.numbers)
        content = report.private(
            self.entries, title=state.title, reference=state.reference, language=state.language, front=front,
            standard=standard, pages=len(pages), absent=self.plan.absent, recipe=self.recipe, found=found,
        )  # fmt: skip
        late = {
            "numbers": [] if self._is_plain() else self.numbers,
            "gaps": [written(one) for one in self.plan.gaps],
            "changes": [written(one) for one in self.changes],
            "joined": len(state.firsts),
            "places": state.places,
        }
        finish.private(state.pdf, sealed(state, {**content, "late": late, "silent": silent}, kept))

    def _frame(self, page: Object, was: int) -> Frame:
        made = self.state.stamps.framed(page) if was < self.was_pages else None
        return made or self.state.stamps.prepare(page)

    def _chapters(self, standard: int) -> list[_Chapter]:
        """Everything that the outline has, in order."""
        state, now = self.state, {was: at for at, was in enumerate(self.order)}
        drawn = {mark.page: mark.below for mark in state.marks}
        found = [_Chapter(INDEX, self.say["index"], 0, [])]
        for entry in self.entries:
            was = self.order[entry.first - 1]
            below = drawn[was] if was >= self.was_pages else state.below.get(was, [])
            found.append(_Chapter(entry.id, entry.title, entry.first - 1, _moved(below, now)))
        return [*found, _Chapter(STANDARD, self.say["standard"], standard - 1, [])]

    def _link_index(
        self, pages: Sequence[Object], frames: Sequence[Frame], chapters: Sequence[_Chapter], front: int, standard: int
    ) -> dict[str, int]:
        """Lead the links of the index to their parts; returns the page of the index (from 0) that names each part."""
        home: dict[str, int] = {}
        for at in (*range(front), *range(standard - 1, len(pages))):
            for one in notes(pages[at]):
                target = str(one.get("/A", Dictionary()).get("/URI", ""))
                if not target.startswith(_URN):
                    continue
                chapter = chapters[int(target.removeprefix(_URN))]
                del one["/A"]
                one.Dest = destination(pages[chapter.first], frames[chapter.first])
                number = self.numbers[chapter.first]
                one.Contents = String(self.say["go"].format(page=number, title=chapter.title))
                if at < front:
                    home.setdefault(chapter.id, at)
        return home

    def _back(self, page: Object, made: Frame, chapter: _Chapter, target: Array, there: str) -> int:
        """Lead the link at the foot of a part's first page to the index; the id of its content there."""
        state = self.state
        if self.order[chapter.first] >= self.was_pages:
            box = state.stamps.link_box(made, self.say["back"])
            state._link_back(page, box, state.places[chapter.id], target, 1)
        element = state.element(chapter.id).K[0]
        if element.get("/S") != Name.Link or len(element.get("/K", ())) != 2:
            raise Refused(f"“{chapter.title}” does not begin with the link to the index that it was made with.")
        link = element.K[1].Obj
        link.Dest = target
        link.Contents = String(self.say["back-contents"].format(page=there))
        return int(element.K[0])


def _moved(marks: Sequence[outline.Mark], now: Mapping[int, int]) -> list[outline.Mark]:
    return [outline.Mark(one.title, now[one.page], _moved(one.below, now)) for one in marks if one.page in now]
