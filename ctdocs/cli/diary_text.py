"""How ``ctdocs diary`` says it: to a person, to a program, and to a calendar."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from ctdocs.cli.output import say, say_part
from ctdocs.model.text import long_date, printable
from ctdocs.rules.bank_holidays import covers
from ctdocs.rules.calendar import working_days_left
from ctdocs.rules.diary import Book, Duty, Item, explained
from ctdocs.rules.diary.commands import commands
from ctdocs.rules.ics import AllDay, calendar

Read = tuple[Path, str | None, str, Book, tuple[Item, ...]]
"""A case that was read: its folder, its reference, the hash it began with, the book of its area, its diary."""

_WHO = {
    "chair": "the chair",
    "partners": "the partners",
    "lead_officers": "the lead officers",
    "applicant": "the applicant",
    "appeal_body": "the appeal body",
}


class AsText:
    """For a person: each case as it is read, with what is late first, then what is to do next, then what is done."""

    def __init__(self, on: date, *, everything: bool) -> None:
        self._on = on
        self._everything = everything
        self._cases = self._late = self._due = 0

    def case(self, read: Read) -> None:
        """Say one case."""
        *_, items = read
        self._cases += 1
        self._late += sum(item.standing == "late" for item in items)
        self._due += sum(item.standing == "due" for item in items)
        say("\n".join([*_case(read, self._on, self._everything), ""]))

    def end(self, books: Iterable[Book], unread: Sequence[tuple[Path, str]]) -> None:
        """Say what belongs to the areas, and the count."""
        for book in books:
            if not book.duties:
                say(f"The profile of {book.area} names no duties, so nothing can be said of its cases.\n")
            if book.yearly:
                say(f"{book.area}, every year (no case shows whether it was done)")
                for duty in book.yearly:
                    day = next_year_day(duty, self._on)
                    say(f"- {duty.what}{f': by {long_date(day)}' if day else ''}")
                say()
        cases = f"{self._cases} case{'s' * (self._cases != 1)}"
        say(f"{cases} on {long_date(self._on)}: {self._late} late, {self._due} to do.")


class AsJson:
    """For a program: one object, each case written as it is read, so that a register of any size fits."""

    def __init__(self, on: date) -> None:
        self._on = on
        self._cases = self._late = 0

    def case(self, read: Read) -> None:
        """Write one case."""
        folder, reference, _, book, items = read
        begin = "," if self._cases else f'{{"on": {json.dumps(self._on.isoformat())}, "cases": ['
        self._cases += 1
        self._late += sum(item.standing == "late" for item in items)
        duties = [_plain(item, folder, book, self._on) for item in items]
        told = {"case": str(folder), "reference": reference, "area": book.area, "duties": duties}
        say_part(f"{begin}\n{json.dumps(told, ensure_ascii=False, indent=1)}")

    def end(self, books: Iterable[Book], unread: Sequence[tuple[Path, str]]) -> None:
        """Write what belongs to the areas, and the count."""
        begin = "" if self._cases else f'{{"on": {json.dumps(self._on.isoformat())}, "cases": ['
        rest = {
            "late": self._late,
            "areas": [
                {
                    "area": book.area,
                    "duties": [
                        {"id": d.id, "what": d.what, "due": _iso(next_year_day(d, self._on))} for d in book.yearly
                    ],
                }
                for book in books
            ],
            "unread": [{"case": str(folder), "message": message} for folder, message in unread],
        }
        say(f"{begin}],\n{json.dumps(rest, ensure_ascii=False, indent=1)[1:]}")


def _case(read: Read, on: date, everything: bool) -> Iterator[str]:
    folder, reference, _, book, items = read
    yield f"{printable(reference or '(no reference)')}  {folder}  {book.area}"
    due = [item for item in items if item.standing == "due"]
    for title, lines in (
        ("Late", [item for item in items if item.standing == "late"]),
        ("To do next", [item for item in due if item.by != "applicant"]),
        ("Open to the applicant", [item for item in due if item.by == "applicant"]),
    ):
        chosen = in_order(lines)
        if chosen:
            yield f"  {title}"
        for day, group in groupby(chosen, key=lambda item: (item.due, item.protects)):
            yield from _group(day[0], list(group), folder, book, on)
    done = [item for item in items if item.standing == "done"]
    if done:
        yield "  Done"
    for item in done:
        when = f", on {long_date(item.done)}" if item.done else ""
        late = "may be late: the last day was" if item.by == "applicant" else "late: it was due by"
        lateness = f" ({late} {long_date(item.due)})" if item.done_late and item.due else ""
        yield f"  - {_said(item)}{when}{lateness}{f': {printable(item.how)}' if everything and item.how else ''}"
    rest = [item for item in items if item.standing in ("waiting", "not_needed")]
    if everything:
        for title, standing in (("Waiting", "waiting"), ("Not needed", "not_needed")):
            chosen = [item for item in rest if item.standing == standing]
            if chosen:
                yield f"  {title}"
            for item in chosen:
                yield f"  - {_said(item)}: {printable(' '.join(explained(item, book.days)))}"
    elif rest:
        waiting = sum(item.standing == "waiting" for item in rest)
        turn = "waits for its turn" if waiting == 1 else "wait for their turn"
        yield f"  {waiting} more {turn}; {len(rest) - waiting} are not needed. --all shows them."


def _group(day: date | None, items: list[Item], folder: Path, book: Book, on: date) -> Iterator[str]:
    """The lines that are due on one day: the day and why once, then each with what to type."""
    if day is not None:
        yield f"  by {long_date(day)} ({_left(day, on, book)})"
        sentences: dict[str, None] = {}
        for item in items:
            sentences |= dict.fromkeys(() if item.private else explained(item, book.days))
        for sentence in sentences:
            yield f"    {printable(sentence)}"
    else:
        yield "  with no day set"
    for item in items:
        who = f" ({_WHO[item.by]})" if item.by in _WHO else ""
        yield f"  - {_said(item)}{who}  [{item.id}]"
        if item.private:
            yield f"      {printable(item.why)}"
        if item.by != "applicant":
            for command in commands(item, str(folder)):
                yield f"      {command}"


def _said(item: Item) -> str:
    return printable(item.what)


def _left(day: date, on: date, book: Book) -> str:
    if day == on:
        return "today"
    if not covers(min(day, on)) or not covers(max(day, on)):
        days = abs((day - on).days)
        return f"{days} day{'s' * (days != 1)} {'left' if day > on else 'ago'}"
    left = working_days_left(on, day, extra=book.days.extra)
    if day < on:
        return f"{_days(-left)} ago"
    return f"{_days(left)} left"


def _days(n: int) -> str:
    return f"{n} working day{'s' * (n != 1)}"


def in_order(items: Iterable[Item]) -> list[Item]:
    """By the day that binds, those without one last; within a day as the procedure has them."""
    return sorted(items, key=lambda item: (item.due or date.max, item.protects or date.min))


def next_year_day(duty: Duty, on: date) -> date | None:
    """The next day on which a yearly duty falls due, ``on`` itself included; None where the profile gives none."""
    if duty.entry.yearly is None:
        return None
    day = date.fromisoformat(f"{on.year}-{duty.entry.yearly}")
    return day if day >= on else day.replace(year=on.year + 1)


def _plain(item: Item, folder: Path, book: Book, on: date) -> dict[str, Any]:
    known = item.due is not None and covers(min(item.due, on)) and covers(max(item.due, on))
    return {
        "id": item.id,
        "what": item.what,
        "stage": item.stage,
        "by": item.by,
        "standing": item.standing,
        "due": _iso(item.due),
        "weekday": long_date(item.due).split()[0] if item.due else None,
        "days_left": working_days_left(on, item.due, extra=book.days.extra) if known and item.due else None,
        "protects": _iso(item.protects),
        "done": _iso(item.done),
        "done_late": item.done_late,
        "how": item.how,
        "after": item.after,
        "began": _iso(item.began),
        "promises": [{"name": p.name, "start": _iso(p.start), "end": _iso(p.end)} for p in item.promises],
        "why": list(explained(item, book.days)),
        "commands": list(commands(item, str(folder))) if item.open and item.by != "applicant" else [],
        "source": item.entry.source if item.entry else None,
    }


def calendar_of(days: Iterable[AllDay], stamp: datetime) -> bytes:
    """The calendar file of what ``days_of`` gives."""
    return calendar(days, stamp=stamp, name="ASB Case Reviews")


def days_of(read: Read, named: str) -> Iterator[AllDay]:
    """What is due and late, each on its last day. The calendar of an officer is seen by others: it names nobody.

    ``named`` is what the case is called there (``diary_names.called``).
    """
    _, _, birth, book, items = read
    key = birth[:24]
    for item in items:
        if item.due is None or not item.open:
            continue
        uid = f"{key}-{hashlib.sha256(item.id.encode()).hexdigest()[:12]}@ctdocs"
        what = item.what.partition(":")[0] if item.private else item.what
        who = f" ({_WHO[item.by]})" if item.by in _WHO else ""
        why = "" if item.private else "\n".join(explained(item, book.days))
        yield AllDay(uid, item.due, f"{named}: {what}{who}", why)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
