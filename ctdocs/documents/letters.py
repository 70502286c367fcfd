"""Letters of a case: which description a short name means, who a letter goes to, and whether it may go at all."""

from __future__ import annotations

import datetime as dt
import operator
import re
from collections.abc import Iterator
from typing import Any, Final

from ctdocs.documents.catalogue import Document, document
from ctdocs.errors import Refused
from ctdocs.model.area import Area
from ctdocs.model.case import Case
from ctdocs.model.text import long_date
from ctdocs.rules.clocks import Days, due

MOST_AHEAD: Final = 7
"""How many days a letter may be dated ahead of the day it is written: time to have it signed over a weekend or a bank
holiday. A date further off is a slip in the month or the year."""

_PROMISE = re.compile(r"\bclocks\.(\w+)\.due\b")
_ANOTHER_DAY = "Give another day with --on."


def letter(name: str) -> Document:
    """The letter that ``1`` or ``letter-1`` means. Raises ``Refused`` for a document that is no letter."""
    found = document(f"letter-{name}" if re.fullmatch(r"\d+", name) else name)
    if found.spec.kind != "letter":
        raise Refused(
            f"'{found.id}' is a form, not a letter.", hint=f"Make it with: ctdocs fill {found.id} --case CASE"
        )
    return found


def addressee(found: Document) -> str | None:
    """The person a letter is addressed to (``applicant`` or ``victim``), or None for a form."""
    return next((spec.addressee.person for spec in found.spec.blocks if spec.addressee is not None), None)


def require_may_go(found: Document, case: Case) -> None:
    """Raise ``Refused`` where the letter may not be written to its addressee.

    A letter to a wrong or protected address is the harm that councils have been reprimanded for: an address must have
    been confirmed by a person, and a do-not-write-to flag or tick blocks it (domain, "Personal data").
    """
    person = addressee(found)
    if person is None:
        return
    problems = case.may_write_to(person)
    if problems:
        raise Refused(f"'{found.id}' may not be written to the {person}.", problems=problems)


def promises(found: Document) -> tuple[str, ...]:
    """The ids of the clocks whose last day the text of a letter may promise, in the order of the text."""
    return tuple(dict.fromkeys(name for text in _texts(found.tree.data) for name in _PROMISE.findall(text)))


def require_date(found: Document, area: Area, case: Case, on: dt.date) -> None:
    """Raise ``Refused`` where a letter of the case cannot carry the date ``on``.

    It is not older than the application, nor than the event from which it counts a day that it promises, nor younger
    than that day. A period that has not begun is left to the text, which says what is missing.
    """
    state = case.state
    if on < state.received:
        raise Refused(
            f"A letter cannot be dated {long_date(on)}: the application was received on {long_date(state.received)}.",
            hint=_ANOTHER_DAY,
        )
    anchors = {**state.dates, "letter": on}
    known = case.facts()["dates"]
    for event, wrong, word in (
        (found.spec.not_before, operator.lt, "before"), (found.spec.not_after, operator.gt, "after"),
    ):  # fmt: skip
        day = known.get(event or "")
        if day is not None and wrong(on, day):
            raise Refused(
                f"'{found.id}' cannot be dated {long_date(on)}: that is {word} “{str(event).replace('_', ' ')}”, which "
                f"is on {long_date(day)}.",
                hint=f"{_ANOTHER_DAY} Or put the right day into the case.",
            )
    clocks = area.on(on).clocks
    for clock in (clocks[name] for name in promises(found) if name in clocks):
        end = due(clock, anchors, days=Days.of(area, on)).date
        if end is None:
            continue
        start = anchors[clock.after]
        if on < start:
            raise Refused(
                f"'{found.id}' cannot be dated {long_date(on)}: it promises a day counted from "
                f"“{clock.after.replace('_', ' ')}”, and that was on {long_date(start)}.",
                hint=_ANOTHER_DAY,
            )
        if on > end:
            raise Refused(
                f"'{found.id}' cannot be dated {long_date(on)}: it promises {long_date(end)}, which is past by then.",
                hint=f"{_ANOTHER_DAY} If it is too late for this letter, write the next one.",
            )


def require_soon(found: Document, on: dt.date, today: dt.date) -> None:
    """Raise ``Refused`` where a letter written on ``today`` is dated more than ``MOST_AHEAD`` days after it."""
    if on > today + dt.timedelta(days=MOST_AHEAD):
        raise Refused(
            f"'{found.id}' cannot be dated {long_date(on)}: that is more than {MOST_AHEAD} days ahead of "
            f"{long_date(today)}, when it is written.",
            hint=_ANOTHER_DAY,
        )


def _texts(node: Any) -> Iterator[str]:
    """Every text of a description."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict | list):
        for inner in node.values() if isinstance(node, dict) else node:
            yield from _texts(inner)
