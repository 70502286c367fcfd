"""The names that document text can use: the area on a day, its clocks, and what the case knows."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ctdocs.documents.blocks import Field
from ctdocs.documents.schema import ValueSpec
from ctdocs.documents.template import Holds, Value
from ctdocs.model.area import Area
from ctdocs.model.clock import Clock, Span, Threshold
from ctdocs.model.facts import AreaOn, Fact, Namespace
from ctdocs.model.text import long_date, read_date, words
from ctdocs.rules.calendar import period
from ctdocs.rules.clocks import Days, due


@dataclass(frozen=True, slots=True)
class ClockNames:
    """One clock as text sees it: ``clocks.decide.period`` and ``clocks.decide.due``."""

    period: Fact | None
    due: Value


def lookup(facts: Any, path: str) -> Any:
    """The fact at a dotted path (rows count from 1), or None where nothing is known."""
    node = facts
    for part in path.split("."):
        if isinstance(node, Mapping):
            node = node.get(part)
        elif isinstance(node, list | tuple) and part.isdecimal() and 0 < int(part) <= len(node):
            node = node[int(part) - 1]
        else:
            return None
        if node is None:
            return None
    return node


def as_text(value: Any) -> str | None:
    """A fact as the text that a field holds: ``yes`` for a tick, ISO 8601 for a date, None where it is unknown.

    Text of nothing but blanks says nothing.
    """
    if value is None or value is False or (isinstance(value, str) and not value.strip()):
        return None
    if value is True:
        return "yes"
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value)


def clock_names(
    area: Area, facts: Mapping[str, Any] | None, *, on: dt.date, language: str, final: bool
) -> dict[str, ClockNames]:
    """Every clock of the area with its length in words and, where its start is known, the day that it ends.

    A clock that starts from the letter itself starts on ``on``. Source: domain rule 10 (the profile's clocks).
    """
    anchors: dict[str, dt.date] = {}
    if facts is not None:
        anchors = {name: day for name, day in facts.get("dates", {}).items() if isinstance(day, dt.date)}
        anchors["letter"] = on
    show_day = functools.partial(long_date, language=language)
    names, days = {}, Days.of(area, on)
    for clock in area.on(on).clocks.values():
        ends = due(clock, anchors, days=days).date if anchors else None
        field = Field(
            f"clocks.{clock.id}.due", "text", _gap(clock), f"Date by which: {clock.event.replace('_', ' ')}",
            required=True, width=50,
        )  # fmt: skip
        length = None
        if clock.n is not None:
            length = _fact(period(clock.n, clock.unit, language), f"clocks.{clock.id}", clock)
        names[clock.id] = ClockNames(length, Value(field, ends, show_day, final, length, "date", _how(clock.after)))
    return names


def area_names(area: Area, *, on: dt.date, language: str) -> AreaOn:
    """The area on a day as text sees it: the numbers of its threshold are facts like any other, to be confirmed."""
    view = area.on(on, language)
    found = view.threshold
    if not isinstance(found, Threshold):
        return view
    spans = {
        name: _fact(span_words(length, language), "threshold", found)
        for name, length in (("window", found.window), ("report_within", found.report_within))
    }
    return view.replacing(threshold=Namespace({"count": _fact(str(found.count), "threshold", found), **spans}))


def _fact(text: str, name: str, stated: Clock | Threshold) -> Fact:
    return Fact(text, name=name, place=stated.place, confirmed=stated.confirmed)


def span_words(length: Span, language: str) -> str:
    """A length of time in words, such as ``six months``."""
    return period(length.n, length.unit, language).replace(str(length.n), words(length.n, language), 1)


def _gap(clock: Clock) -> str:
    return f"the day of “{clock.event.replace('_', ' ')}”, counted from “{clock.after.replace('_', ' ')}”"


def letter_values(
    specs: Mapping[str, ValueSpec], facts: Mapping[str, Any] | None, *, language: str, final: bool
) -> dict[str, Value]:
    """The declared values of a letter, each with the field that stands for it while it is unknown."""
    values = {}
    for name, spec in specs.items():
        label = spec.label.in_language(language)
        field = Field(
            name,
            "multiline" if spec.kind == "multiline" else "text",
            label,
            label,
            required=spec.required,
            width=spec.width,
        )
        content = lookup(facts, spec.source) if facts is not None else None
        if content == "":
            content = None
        if spec.kind == "date" and isinstance(content, str):  # a day that somebody wrote on a form
            content = read_date(content) or content
        show: Callable[[Any], str] = (lambda day: long_date(day, language)) if isinstance(content, dt.date) else str
        holds: Holds = "text" if spec.kind == "multiline" else spec.kind
        how = how_to_say(own_source(spec.source, facts), spec.kind)
        values[name] = Value(field, content, show, final, holds=holds, how=how)
    return values


_WRITTEN: Mapping[str, str] = {"multiline": "@FILE", "date": "DATE"}


def own_source(source: str, facts: Mapping[str, Any] | None) -> str:
    """Where an answer of the applicant stands: with the person affected, where that person applies."""
    themself = facts is not None and facts.get("basis") == "self"
    return f"victim.{source.removeprefix('applicant.')}" if themself and source.startswith("applicant.") else source


def how_to_say(source: str, kind: str = "text") -> str:
    """What puts a value of a letter into a case, by where the letter has it from."""
    group, _, rest = source.partition(".")
    if group == "letters":
        elsewhere = f"ctdocs case step CASE {rest} --day DATE"
        return f"Write it: ctdocs letter {rest} CASE -o FILE. If it went another way: {elsewhere}"
    if group == "done":
        return f"ctdocs case step CASE {rest} --day DATE"
    if group == "decided":
        return f"ctdocs case decide CASE {rest.partition('.')[0]} …"
    if group == "dates":
        return _how(rest)
    return f"ctdocs case set CASE {source}={_WRITTEN.get(kind, '…')}"


def _how(event: str) -> str:
    """What puts the day of an event into a case."""
    if event == "completed":
        return "ctdocs case set CASE --completed DATE"
    if event == "meeting":
        return "ctdocs case set CASE meeting.date=DATE"
    return f"ctdocs case step CASE {event} --day DATE"
