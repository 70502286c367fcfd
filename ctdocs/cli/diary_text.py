"""How ``ctdocs diary`` says it: to a person, to a program, and to a calendar."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from ctdocs.cli.output import say
from ctdocs.model.case import Case
from ctdocs.model.text import long_date, printable
from ctdocs.rules.bank_holidays import covers
from ctdocs.rules.calendar import working_days_left
from ctdocs.rules.diary import Book, Duty, Item, explained
from ctdocs.rules.diary.commands import commands
from ctdocs.rules.ics import AllDay, calendar

Read = tuple[Path, Case, Book, tuple[Item, ...]]
"""A case that was read: its folder, itself, the book of its area, its diary."""

_WHO = {
    "chair": "the chair",
    "partners": "the partners",
    "lead_officers": "the lead officers",
    "applicant": "the applicant",
    "appeal_body": "the appeal body",
}


def say_diary(found: Sequence[Read], books: Iterable[Book], on: date, *, everything: bool) -> None:
    """Each case with what is late first, then what is to do next, then what is done."""
    late = sum(item.standing == "late" for *_, items in found for item in items)
    due = sum(item.standing == "due" for *_, items in found for item in items)
    say(f"{len(found)} case{'s' * (len(found) != 1)} on {long_date(on)}: {late} late, {due} to do.")
    for folder, case, book, items in found:
        _say_case(folder, case, book, items, on, everything)
    for book in books:
        if not book.duties:
            say(f"\nThe profile of {book.area} names no duties, so nothing can be said of its cases.")
        if book.yearly:
            say(f"\n{book.area}, every year (no case shows whether it was done)")
        for duty in book.yearly:
            day = next_year_day(duty, on)
            say(f"- {duty.what}{f': by {long_date(day)}' if day else ''}")


def _say_case(folder: Path, case: Case, book: Book, items: Sequence[Item], on: date, everything: bool) -> None:
    say(f"\n{printable(case.state.reference or '(no reference)')}  {folder}  {book.area}")
    due = [item for item in items if item.standing == "due"]
    for title, lines in (
        ("Late", [item for item in items if item.standing == "late"]),
        ("To do next", [item for item in due if item.by != "applicant"]),
        ("Open to the applicant", [item for item in due if item.by == "applicant"]),
    ):
        chosen = in_order(lines)
        if chosen:
            say(f"  {title}")
        for day, group in groupby(chosen, key=lambda item: (item.due, item.protects)):
            _say_group(day[0], list(group), folder, book, on)
    done = [item for item in items if item.standing == "done"]
    if done:
        say("  Done")
    for item in done:
        when = f", on {long_date(item.done)}" if item.done else ""
        lateness = f" (late: it was due by {long_date(item.due)})" if item.done_late and item.due else ""
        say(f"  - {_said(item)}{when}{lateness}{f': {printable(item.how)}' if everything and item.how else ''}")
    rest = [item for item in items if item.standing in ("waiting", "not_needed")]
    if everything:
        for title, standing in (("Waiting", "waiting"), ("Not needed", "not_needed")):
            chosen = [item for item in rest if item.standing == standing]
            if chosen:
                say(f"  {title}")
            for item in chosen:
                say(f"  - {_said(item)}: {printable(' '.join(explained(item, book.days)))}")
    elif rest:
        waiting = sum(item.standing == "waiting" for item in rest)
        turn = "waits for its turn" if waiting == 1 else "wait for their turn"
        say(f"  {waiting} more {turn}; {len(rest) - waiting} are not needed. --all shows them.")


def _say_group(day: date | None, items: list[Item], folder: Path, book: Book, on: date) -> None:
    """The lines that are due on one day: the day and why once, then each with what to type."""
    if day is not None:
        say(f"  by {long_date(day)} ({_left(day, on, book)})")
        sentences: dict[str, None] = {}
        for item in items:
            sentences |= dict.fromkeys(() if item.private else explained(item, book.days))
        for sentence in sentences:
            say(f"    {printable(sentence)}")
    else:
        say("  with no day set")
    for item in items:
        who = f" ({_WHO[item.by]})" if item.by in _WHO else ""
        say(f"  - {printable(_said(item))}{who}  [{item.id}]")
        if item.private:
            say(f"      {printable(item.why)}")
        if item.by != "applicant":
            for command in commands(item, str(folder)):
                say(f"      {command}")


def _said(item: Item) -> str:
    return printable(item.what)


def _left(day: date, on: date, book: Book) -> str:
    if day == on:
        return "today"
    if not covers(min(day, on)) or not covers(max(day, on)):
        return f"{(day - on).days} days left"
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


def as_plain(
    found: Sequence[Read], books: Iterable[Book], unread: Sequence[tuple[Path, str]], on: date
) -> dict[str, Any]:
    """All of it as a plain object."""
    return {
        "on": on.isoformat(),
        "late": sum(item.standing == "late" for *_, items in found for item in items),
        "cases": [
            {
                "case": str(folder),
                "reference": case.state.reference,
                "area": book.area,
                "duties": [_plain(item, folder, book, on) for item in items],
            }
            for folder, case, book, items in found
        ],
        "areas": [
            {
                "area": book.area,
                "duties": [{"id": d.id, "what": d.what, "due": _iso(next_year_day(d, on))} for d in book.yearly],
            }
            for book in books
        ],
        "unread": [{"case": str(folder), "message": message} for folder, message in unread],
    }


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


def calendar_of(found: Iterable[Read], stamp: datetime) -> bytes:
    """What is due and late, each on its last day. The calendar of an officer is seen by others: it names nobody."""
    return calendar(_days_of(found), stamp=stamp, name="ASB Case Reviews")


def _days_of(found: Iterable[Read]) -> Iterator[AllDay]:
    for _, case, book, items in found:
        key = case.log.entries[0].hash[:24]
        reference = case.state.reference or f"Case {key[:8]}"
        for item in items:
            if item.due is None or not item.open:
                continue
            uid = f"{key}-{hashlib.sha256(item.id.encode()).hexdigest()[:12]}@ctdocs"
            what = item.what.partition(":")[0] if item.private else item.what
            who = f" ({_WHO[item.by]})" if item.by in _WHO else ""
            why = "" if item.private else "\n".join(explained(item, book.days))
            yield AllDay(uid, item.due, f"{reference}: {what}{who}", why)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
