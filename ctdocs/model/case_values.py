"""What a case is at the end of its log: every value with its source and whether a person confirmed it.

``fold`` is the one place that knows what the entries mean. Reading alone never confirms a value, and never replaces
one that a person confirmed: where a later form says something else, that is kept as a difference to look at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from ctdocs.errors import Place, Problem, Refused
from ctdocs.model.case_record import Decision, Judgements, Step, counting, decision_of, judged, step_of
from ctdocs.model.entry import Entry
from ctdocs.model.fields import Value
from ctdocs.model.layout import CONTINUED

VERSION: Final = 1
"""The version of the entries' shape, written in the first one."""

WEIGHTY: Final = re.compile(r"basis$|(?:contact|evidence|consent)\.")
"""Answers on which it depends whom a letter may go to, and how."""

NOTE: Final = re.compile(r"notes\.(\d+)\.text")
"""What somebody wrote on a form outside its fields, or said in a comment."""

UNJOINED: Final = re.compile(rf"(?:sheets|continuation)\.\d+\.more\.\d+\.text|{NOTE.pattern}")
"""Text that belongs to no answer, of a continuation sheet too: it may say anything, "never write to me" too."""

STRANGE: Final = "the name or reference on the form is not that of this case: it may be of another"
"""Why everything on a form waits for a person."""

STANDING: Final = re.compile(
    r"(?:statement|minutes|review|decision|meeting|attendees|apologies|perpetrators|taken|not_pursued|attendance)\."
    r"|actions\.\d+\.(?:action|agency|agreed)$"
)
"""What a later form of the review does not replace: the first is on record, and somebody decides which holds."""

_ACTION: Final = re.compile(r"actions\.(\d+)\.action")

_STRICTER: Final = "contact.no_post"
"""The one tick that only ever stops letters: a later form may add it without a word."""

_OTHER_WAYS: Final = ("contact.phone", "contact.text", "contact.email")


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
    def typed(self) -> bool:
        """Whether a person typed the value: it was not read in a file."""
        return self.source.file is None

    @property
    def open(self) -> bool:
        """Whether the reading left the value to a person and nobody has looked yet."""
        return self.status in ("check", "key") and not self.confirmed


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that came in: its place in the case's folder, the name it came with, and which form was read in it.

    ``form`` is empty for a file that came beside one. ``other_area``: a person took in a form of another area.
    ``blank``: nothing was filled in; it holds the organisation that was asked, "" where the form names none.
    """

    sha256: str
    path: str
    name: str
    form: Mapping[str, Any]
    other_area: bool = False
    blank: str | None = None


@dataclass(frozen=True, slots=True)
class Enclosed:
    """What went with a letter: document id or the name of a file, its SHA-256 and the place of its copy in the case."""

    id: str
    sha256: str
    path: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter that was sent: document id, its date, the SHA-256 of the file and the place of its copy in the case."""

    id: str
    day: date
    sha256: str
    path: str | None = None
    enclosed: tuple[Enclosed, ...] = ()


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
    decisions: tuple[Decision, ...] = ()
    steps: tuple[Step, ...] = ()
    judgements: Judgements = field(default_factory=Judgements)

    def decision(self, about: str) -> Decision | None:
        """The last decision about something, or None."""
        return next((one for one in reversed(self.decisions) if one.about == about), None)


def fold(entries: Iterable[Entry], path: Path) -> State:
    """The state after all ``entries``. Raises ``Refused``, naming the line of ``path``, where one makes no sense."""
    state: State | None = None
    for line, entry in enumerate(counting(entries), start=1):
        if entry is None:
            continue
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
        typed = {name: _typed(entry, name, value) for name, value in data["values"].items()}
        state = replace(
            state, values=_unagreed(state.values, {**state.values, **typed}, typed),
            differing=_without(state.differing, typed),
        )  # fmt: skip
    if "confirm" in data:
        there = [name for name in data["confirm"] if name in state.values]  # one may have been taken back since
        seen = {n: replace(state.values[n], confirmed_by=entry.by, confirmed_at=entry.at) for n in there}
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
        with_it = tuple(Enclosed(one["id"], one["sha256"], one["path"]) for one in letter.get("enclosed", ()))
        sent = Letter(letter["id"], date.fromisoformat(letter["day"]), letter["sha256"], letter.get("path"), with_it)
        state = replace(state, letters=(*state.letters, sent))
    return _recorded(state, entry)


def _recorded(state: State, entry: Entry) -> State:
    """What an entry says of what people decided, did and judged."""
    data = entry.data
    if "decision" in data:
        state = replace(state, decisions=(*state.decisions, decision_of(entry)))
    if "step" in data:
        kept = data["step"]["file"]
        files = (KeptFile(kept["sha256"], kept["path"], kept["name"], {}),) if kept else ()
        state = replace(state, steps=(*state.steps, step_of(entry)), files=(*state.files, *files))
    if "judgement" in data:
        state = replace(state, judgements=judged(state.judgements, data["judgement"]))
    return state


def _typed(entry: Entry, name: str, value: Value) -> CaseValue:
    """What a person typed counts as confirmed, but where it cannot be right for its field: then it waits for a look."""
    source = Source(str(entry.data.get("sources", {}).get(name, entry.data["source"])))
    doubt = entry.data.get("doubts", {}).get(name, "")
    if doubt:
        return CaseValue(value, source, "check", str(doubt))
    return CaseValue(value, source, "blank" if value is None else "certain", "", entry.by, entry.at)


def _dated(state: State, dates: Mapping[str, date]) -> State:
    return replace(state, dates={**state.dates, **dates}, completed=dates.get("completed", state.completed))


def _read(state: State, reading: Mapping[str, Any]) -> State:
    form, sha256 = reading["form"], reading["sha256"]
    values, differing = dict(state.values), dict(state.differing)
    taken = {row for name, known in values.items() if (row := _row(name)) and known.source.field not in (None, name)}
    for name, read in reading["values"].items():
        source = Source(form["route"], sha256, read.get("field", name), read["page"])
        new = CaseValue(read["value"], source, read["status"], read["reason"])
        old = values.get(name)
        if _row(name) not in taken and _taken_in(name, old, new, state.values):
            values[name] = new
        elif old is None or new.value != old.value:
            differing[name] = new.value
    foreign = bool(reading.get("other_area"))
    files = [KeptFile(sha256, reading["path"], reading["name"], form, foreign, reading.get("blank"))]
    files += [KeptFile(beside["sha256"], beside["path"], beside["name"], {}) for beside in reading.get("beside", ())]
    return replace(state, values=values, differing=differing, files=(*state.files, *files))


def _unagreed(
    before: Mapping[str, CaseValue], after: dict[str, CaseValue], named: Iterable[str]
) -> dict[str, CaseValue]:
    """What was agreed to holds for the action as it was: where its words change, somebody asks again."""
    told = set(named)
    for name in told:
        row = _ACTION.fullmatch(name)
        agreed = f"actions.{row[1]}.agreed" if row else ""
        if agreed in before and agreed not in told and name in before and before[name].value != after[name].value:
            reason = "the action was changed after this was said"
            after[agreed] = CaseValue(None, after[name].source, "key", reason)
    return after


def _taken_in(name: str, old: CaseValue | None, new: CaseValue, before: Mapping[str, CaseValue]) -> bool:
    """Whether a value of a form goes into the case without a word; ``before`` is what the case said until then."""
    if old is not None:
        return _gives_way(name, old, new)
    # Other ways were ticked and post was not: that is an answer, and "post is not safe" is not lifted unseen.
    lifts = name == "contact.post" and new.value is True
    return not (lifts and any(way in before and before[way].value is True for way in _OTHER_WAYS))


def _gives_way(name: str, old: CaseValue, new: CaseValue) -> bool:
    """Whether a later form replaces a value without a word.

    Never what a person confirmed or typed, nor a certain reading for a doubtful one. Whom to write to, how, and who
    agreed to what is not replaced either, nor what nobody has looked at yet: a tick that was not there may be the very
    thing that lets a letter go. Only the tick that stops letters is added.
    """
    if old.confirmed or old.typed:
        return False
    if old.status == "certain" and new.status in ("check", "key") and not _goes_on(old.value):
        return old.value == new.value  # a worse copy of the same form
    if UNJOINED.fullmatch(name):
        return old.value == new.value
    if STANDING.match(name):
        return old.value is None or old.value == new.value or _continues(old.value, new.value)
    if not WEIGHTY.match(name) or (name == _STRICTER and new.value is True):
        return True
    return not old.open and (old.value is None or old.value == new.value)


def _goes_on(value: Value) -> bool:
    """Whether the rest of the value stands on a continuation sheet, which may come later."""
    return isinstance(value, str) and value.endswith(CONTINUED)


def _continues(old: Value, new: Value) -> bool:
    """Whether a later text is the whole of one that says that it goes on."""
    if not _goes_on(old) or not isinstance(new, str):
        return False
    return new.startswith(str(old).removesuffix(CONTINUED).removesuffix(" "))


def _row(name: str) -> str:
    """``incidents.7`` of ``incidents.7.date``: one that came on a sheet of its own takes nothing from a later form."""
    return ".".join(name.split(".")[:2]) if name.startswith("incidents.") else ""


def _without(differing: Mapping[str, Value], settled: Iterable[str]) -> dict[str, Value]:
    gone = set(settled)
    return {name: value for name, value in differing.items() if name not in gone}
