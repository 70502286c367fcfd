"""What a case is at the end of its log: every value with its source and whether a person confirmed it.

``fold`` is the one place that knows what the entries mean. Reading alone never confirms a value, and never replaces
one that a person confirmed: where a later form says something else, that is kept as a difference to look at.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from ctdocs.errors import Place, Problem, Refused
from ctdocs.model.fields import Value
from ctdocs.model.log import Entry

VERSION: Final = 1
"""The version of the entries' shape, written in the first one."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value came from: ``route`` (fillable, scan, telephone…), and for a form its file, field and page."""

    route: str
    file: str | None = None
    field: str | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class CaseValue:
    """One value. ``status`` is certain, check, key or blank as in a reading; ``reason`` says why it is not certain."""

    value: Value
    source: Source
    status: str
    reason: str = ""
    confirmed_by: str | None = None
    confirmed_at: str | None = None

    @property
    def confirmed(self) -> bool:
        """Whether a person has confirmed the value, or typed it."""
        return self.confirmed_by is not None

    @property
    def open(self) -> bool:
        """Whether the reading left the value to a person and nobody has looked yet."""
        return self.status in ("check", "key") and not self.confirmed


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that came in: its place in the case's folder, the name it came with, and which form was read in it."""

    sha256: str
    path: str
    name: str
    form: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter that was sent: document id, its date, the SHA-256 of the file and the place of its copy in the case."""

    id: str
    day: date
    sha256: str
    path: str | None = None


@dataclass(frozen=True, slots=True)
class State:
    """Everything the log says. ``differing`` holds what a later reading said against a confirmed value."""

    area: str
    received: date
    route: str
    reference: str | None = None
    completed: date | None = None
    values: Mapping[str, CaseValue] = field(default_factory=dict)
    differing: Mapping[str, Value] = field(default_factory=dict)
    files: tuple[KeptFile, ...] = ()
    letters: tuple[Letter, ...] = ()
    dates: Mapping[str, date] = field(default_factory=dict)
    flags: frozenset[str] = frozenset()


def fold(entries: Iterable[Entry], path: Path) -> State:
    """The state after all ``entries``. Raises ``Refused``, naming the line of ``path``, where one makes no sense."""
    state: State | None = None
    for line, entry in enumerate(entries, start=1):
        try:
            state = _opened(entry) if state is None else _after(state, entry)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            problem = Problem(f"Entry {entry.n} ({entry.event}) makes no sense.", place=Place(str(path), line, 1))
            raise Refused(
                f"{path} cannot be understood.",
                problems=[problem],
                hint="It may be of a newer version of ctdocs: install that one.",
            ) from error
    if state is None:
        raise Refused(f"{path} holds no entry.")
    return state


def _opened(entry: Entry) -> State:
    data = entry.data
    if entry.event != "opened" or data["version"] > VERSION:
        raise ValueError(entry.event)
    received = date.fromisoformat(data["received"])
    return State(data["area"], received, data["route"], data["reference"], dates={"received": received})


def _after(state: State, entry: Entry) -> State:
    """An entry may hold several of these parts; one line is one change, whole or not at all."""
    data = entry.data
    if "reading" in data:
        state = _read(state, data["reading"])
    if "values" in data:
        source = Source(str(data["source"]))
        typed = {
            name: CaseValue(value, source, "blank" if value is None else "certain", "", entry.by, entry.at)
            for name, value in data["values"].items()
        }
        state = replace(state, values={**state.values, **typed}, differing=_without(state.differing, typed))
    if "confirm" in data:
        seen = {n: replace(state.values[n], confirmed_by=entry.by, confirmed_at=entry.at) for n in data["confirm"]}
        state = replace(state, values={**state.values, **seen}, differing=_without(state.differing, seen))
    if "reference" in data:
        state = replace(state, reference=data["reference"])
    if "dates" in data:
        state = _dated(state, {event: date.fromisoformat(day) for event, day in data["dates"].items()})
    if "flags" in data:
        on = {name for name, value in data["flags"].items() if value}
        state = replace(state, flags=(state.flags - set(data["flags"])) | on)
    if "letter" in data:
        letter = data["letter"]
        sent = Letter(letter["id"], date.fromisoformat(letter["day"]), letter["sha256"], letter.get("path"))
        state = replace(state, letters=(*state.letters, sent))
    return state


def _dated(state: State, dates: Mapping[str, date]) -> State:
    return replace(state, dates={**state.dates, **dates}, completed=dates.get("completed", state.completed))


def _read(state: State, reading: Mapping[str, Any]) -> State:
    form, sha256 = reading["form"], reading["sha256"]
    values, differing = dict(state.values), dict(state.differing)
    for name, read in reading["values"].items():
        source = Source(form["route"], sha256, name, read["page"])
        new = CaseValue(read["value"], source, read["status"], read["reason"])
        old = values.get(name)
        if old is None or not old.confirmed:
            values[name] = new
        elif new.value != old.value:
            differing[name] = new.value
    kept = KeptFile(sha256, reading["path"], reading["name"], form)
    return replace(state, values=values, differing=differing, files=(*state.files, kept))


def _without(differing: Mapping[str, Value], settled: Iterable[str]) -> dict[str, Value]:
    gone = set(settled)
    return {name: value for name, value in differing.items() if name not in gone}
