"""What a meeting leaves to be done: actions, the applicant's word on each, recommendations and their replies.

Source: 2014 Act, Sch. 4, para. 3 (a body that gets a recommendation must have regard to it); Derbyshire practitioner
guidance v2.1, Appendix J and Informing the Applicant. A timescale is free text: only one that is a date falls due.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from ctdocs.model.text import long_date, read_date

Standing = Literal["done", "late", "due", "open", "waiting"]


@dataclass(frozen=True, slots=True)
class Matter:
    """Something that the meeting left. ``field`` is its place in the case, ``due`` the last day for it if one is known.

    ``waiting``: somebody else must answer first.
    """

    field: str
    what: str
    standing: Standing
    due: date | None
    sentence: str


def follow_up(facts: Mapping[str, Any], on: date) -> tuple[Matter, ...]:
    """Every action, recommendation and look again that the case knows, as it stands on a day."""
    return (*_actions(facts, on), *_recommendations(facts, on), *_review(facts, on))


def _actions(facts: Mapping[str, Any], on: date) -> Iterator[Matter]:
    for number, action in _rows(facts.get("actions", ())):
        field, what = f"actions.{number}", _short(action.get("action"))
        done, due = read_date(action.get("completed") or ""), _day_of(action.get("due"))
        who = action.get("lead") or action.get("agency") or "nobody yet"
        if done:
            yield Matter(field, what, "done", due, f"Done on {long_date(done)}.")
        elif due and due < on:
            progress = action.get("progress")
            yield Matter(
                field, what, "late", due,
                f"It was to be done by {long_date(due)}, by {who}"
                + (f". Last word: {_short(progress)}." if progress else ", and there is no word of progress."),
            )  # fmt: skip
        elif due:
            yield Matter(field, what, "due", due, f"To be done by {long_date(due)}, by {who}.")
        else:
            said = f"timescale “{_short(action['due'])}”" if action.get("due") else "no timescale"
            yield Matter(field, what, "open", None, f"To be done by {who}; {said}.")
        if not action.get("agreed"):
            asked = "The applicant has not said whether they agree to it."
            yield Matter(f"{field}.agreed", what, "waiting", None, asked)


def _recommendations(facts: Mapping[str, Any], on: date) -> Iterator[Matter]:
    for number, one in _rows(facts.get("recommendations", ())):
        field, to = f"recommendations.{number}", one.get("to") or "nobody yet"
        what, sent = _short(one.get("text")), read_date(one.get("sent") or "")
        replied, due = read_date(one.get("replied") or ""), read_date(one.get("reply_by") or "")
        if replied or one.get("reply"):
            day = f" on {long_date(replied)}" if replied else ""
            yield Matter(field, what, "done", due, f"{to} replied{day}: {_short(one.get('reply')) or 'no words kept'}.")
        elif sent is None:
            yield Matter(field, what, "open", None, f"Not yet sent to {to}.")
        elif due and due < on:
            told = f"Sent to {to} on {long_date(sent)}; the reply was asked for by {long_date(due)}."
            yield Matter(field, what, "late", due, told)
        else:
            by = f" by {long_date(due)}" if due else ""
            told = f"Sent to {to} on {long_date(sent)}; the reply is awaited{by}."
            yield Matter(field, what, "waiting", due, told)


def _review(facts: Mapping[str, Any], on: date) -> Iterator[Matter]:
    plan = facts.get("plan", {})
    if not plan.get("exists") and not plan.get("review"):
        return
    day = read_date(plan.get("review") or "")
    rows = [action for _, action in _rows(facts.get("actions", ()))]
    if rows and all(read_date(action.get("completed") or "") for action in rows):
        yield Matter("plan.review", "Look at the action plan again", "done", day, "Every action of it is done.")
    elif day is None:
        said = "No day is set for looking at the action plan again."
        yield Matter("plan.review", "Look at the action plan again", "open", None, said)
    else:
        when = f"To be looked at again on {long_date(day)}."
        yield Matter("plan.review", "Look at the action plan again", "late" if day < on else "due", day, when)


def _day_of(timescale: Any) -> date | None:
    """The last day of a timescale that is a date, as in “by 26 February 2027”."""
    return read_date(re.sub(r"^\s*by\s+", "", str(timescale), flags=re.IGNORECASE)) if timescale else None


def _rows(rows: Sequence[Any]) -> list[tuple[int, Mapping[str, Any]]]:
    return [(number, row) for number, row in enumerate(rows, 1) if row]


def _short(text: Any) -> str:
    said = " ".join(str(text or "").split()).rstrip(".")
    return said if len(said) <= 80 else f"{said[:79].rstrip()}…"
