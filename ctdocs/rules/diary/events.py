"""What has happened in a case and on which day: events, letters, duties that were done, decisions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ctdocs.model.case_values import State
from ctdocs.model.text import long_date, read_date


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that happened. ``day`` is None where only that it did is known; ``by`` and ``elsewhere`` where told."""

    day: date | None
    how: str
    elsewhere: bool = False


def happened(state: State, events: Mapping[str, str]) -> dict[str, Happened]:
    """Everything that the log tells, by the name of the event, the id of the letter, or that of the duty.

    Of a letter that was sent twice the first counts, as for every promise that was kept with it.
    """
    found = {name: Happened(day, "") for name, day in state.dates.items()}
    meeting = state.values.get("meeting.date")
    if "meeting" not in found and meeting and isinstance(meeting.value, str) and (day := read_date(meeting.value)):
        found["meeting"] = Happened(day, "")
    for letter in sorted(state.letters, key=lambda one: one.day):
        found.setdefault(letter.id, Happened(letter.day, f"{_named(letter.id)}, dated {long_date(letter.day)}"))
    for step in sorted(state.steps, key=lambda one: one.day):
        where = "recorded as done elsewhere" if step.elsewhere else "recorded"
        one = Happened(step.day, f"{where} by {step.by}", step.elsewhere)
        found.setdefault(step.id, one)
        if step.id in events:
            found.setdefault(events[step.id], one)
    for decision in state.decisions:
        # The last one holds, and its day with it.
        said = f"{decision.by} decided “{decision.outcome.replace('_', ' ')}”"
        found[f"decision:{decision.about}"] = Happened(decision.day, said)
    return found


def _named(letter: str) -> str:
    return letter.replace("-", " ").capitalize()
