"""What has happened in a case and on which day: events, letters, duties that were done, decisions."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from datetime import date, datetime
from typing import Final, NamedTuple

from ctdocs.model.case_values import State
from ctdocs.model.text import long_date, read_date

_NOT_TAKEN: Final = ("refused", "declined")


class Happened(NamedTuple):
    """Something that happened. ``day`` is None where only that it did is known; ``by`` and ``elsewhere`` where told."""

    day: date | None
    how: str
    elsewhere: bool = False


def happened(state: State, events: Mapping[str, str]) -> dict[str, Happened]:
    """Everything that the log tells, by the name of the event, the id of the letter, or that of the duty.

    A decision stands as ``decision:about``, a form that came back as ``form:id``. ``events`` says what the day of a
    duty also stands for. Of a letter that was sent twice the first counts, as for every promise that it kept.
    """
    values = state.values
    found = {name: _recorded(day) for name, day in state.dates.items()}
    said = values["meeting.date"].value if "meeting" not in found and "meeting.date" in values else None
    if isinstance(said, str) and (day := read_date(said)):
        found["meeting"] = Happened(day, f"The meeting was set for {long_date(day)}")
    for letter in sorted(state.letters, key=lambda one: one.day):
        found.setdefault(letter.id, _sent(letter.id, letter.day))
    for step in sorted(state.steps, key=lambda one: one.day):
        where = "recorded as done elsewhere" if step.elsewhere else "recorded"
        one = Happened(step.day, f"{where} by {step.by}" if step.by else where, step.elsewhere)
        found.setdefault(step.id, one)
        if step.id in events:
            found.setdefault(events[step.id], one)
    typed = values.get("decision.threshold")
    if typed and typed.value and typed.confirmed_at:
        on = datetime.fromisoformat(typed.confirmed_at).date()
        found["decision:threshold"] = Happened(on, "Somebody put it into the case")
    for decision in state.decisions:
        # The last one holds, and its day with it.
        outcome = decision.outcome.replace("_", " ")
        said = f"{decision.by} decided “{outcome}”" if decision.by else f"Decided: “{outcome}”"
        found[f"decision:{decision.about}"] = Happened(decision.day, said)
    taken = state.decision("eligibility") if "decision:eligibility" in found else None
    if taken is not None and taken.outcome in _NOT_TAKEN:
        found.setdefault("declined", Happened(taken.day, found["decision:eligibility"].how))
    for kept in state.files:
        if form := kept.form.get("id"):
            name, one = _came(form, kept.name)
            found.setdefault(name, one)
    return found


# So many cases have the same days and forms that each of these is made once and not in every case.
@functools.lru_cache(maxsize=4096)
def _recorded(day: date) -> Happened:
    return Happened(day, "The day is recorded")


@functools.lru_cache(maxsize=256)
def _came(form: str, name: str) -> tuple[str, Happened]:
    return f"form:{form}", Happened(None, f"{name} came back")


@functools.lru_cache(maxsize=4096)
def _sent(letter: str, day: date) -> Happened:
    return Happened(day, f"{letter.replace('-', ' ').capitalize()}, dated {long_date(day)}")
