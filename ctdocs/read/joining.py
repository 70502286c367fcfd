"""Laying continuation sheets to the form they continue: further rows, and text that did not fit its box.

A text that was too long ends with ``[continued]`` (a space before it belongs to the mark) and goes on in an entry
``more.N`` of a continuation sheet, which names the field it continues ("Q6 – impact": the last word is the id). What
does not fit a row of small boxes ("about 5 May") stands in an entry whole, and the row stays blank. Rows of a sheet
follow the rows of the form.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from ctdocs.errors import Problem
from ctdocs.model.kinds import READERS
from ctdocs.model.layout import CONTINUED, LayoutField
from ctdocs.model.reading import FieldReading
from ctdocs.model.text import one_line_ends
from ctdocs.read.formid import Part
from ctdocs.read.values import DOUBTFUL

_ROW = re.compile(r"(.+?)\.([1-9]\d{0,3})\.(.+)")
_ENTRY = re.compile(r"more\.([1-9]\d{0,3})\.(question|text)")
_JOINED_KINDS: Final = ("text", "multiline", "signature", "reference")


@dataclass(frozen=True, slots=True)
class Placed:
    """One field of one part: its id in the whole form, its name in the file, and its page as issued."""

    id: str
    full_name: str
    page: int
    field: LayoutField


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a continuation sheet: the ids of its two fields."""

    question: str
    text: str


@lru_cache(maxsize=16)
def place(parts: tuple[Part, ...]) -> tuple[tuple[Placed, ...], tuple[Entry, ...]]:
    """Every field with its id in the whole form, rows of continuation sheets counted on, and the entries in order."""
    rows: dict[str, int] = {}
    placed: list[Placed] = []
    entries: list[Entry] = []
    for part in parts:
        here: dict[str, int] = {}
        numbers = set()
        for field in part.layout.fields:
            name = part.full_name(field.id)
            row = _ROW.fullmatch(field.id)
            entry = _ENTRY.fullmatch(field.id)
            if entry and part.prefix:
                numbers.add(int(entry[1]))
                row = None
            if row:
                here[row[1]] = max(here.get(row[1], 0), int(row[2]))
            if row and part.prefix and row[1] in rows:
                final = f"{row[1]}.{rows[row[1]] + int(row[2])}.{row[3]}"
            else:
                final = name
            placed.append(Placed(final, name, part.first_page + field.page - 1, field))
        for table, last in here.items():
            if not part.prefix or table in rows:
                rows[table] = rows.get(table, 0) + last
        entries += [
            Entry(part.full_name(f"more.{n}.question"), part.full_name(f"more.{n}.text")) for n in sorted(numbers)
        ]
    return tuple(placed), tuple(entries)


@dataclass(frozen=True, slots=True)
class Joined:
    """The readings with continued texts made whole; ``used`` are the ids of entries that are blank or went into another
    field: they are no answers of their own."""

    fields: dict[str, FieldReading]
    used: frozenset[str]
    problems: tuple[Problem, ...]


def join(fields: Mapping[str, FieldReading], placed: Sequence[Placed], entries: Sequence[Entry]) -> Joined:
    """Make each continued text whole. What does not fit together is ``check``, and an entry of no field a problem."""
    result = dict(fields)
    known = {name: one.id for one in placed for name in (one.id, one.full_name) if one.field.kind in READERS}
    own = {name for entry in entries for name in (entry.question, entry.text)}
    going_on: dict[str, list[Entry]] = {}
    used = set()
    problems = []
    for entry in entries:
        asked, text = fields.get(entry.question), fields.get(entry.text)
        if text is None or (text.value is None and (asked is None or asked.value is None)):
            used |= {entry.question, entry.text}
            continue
        target = known.get(str(asked.value).split()[-1]) if asked and str(asked.value or "").strip() else None
        if target is None or target in own:
            result[entry.text] = _doubtful(text, "it does not say which answer it continues")
            message = "An entry on the continuation sheet does not say which question it continues; it was not joined."
            problems.append(Problem(message, code="continuation-unplaced", field=entry.text))
        else:
            going_on.setdefault(target, []).append(entry)
    for one in placed:
        reading = result[one.id]
        following = going_on.get(one.id, [])
        marked = isinstance(reading.value, str) and reading.value.endswith(CONTINUED)
        if one.id in own or not (following or (marked and one.field.kind in _JOINED_KINDS)):
            continue
        result[one.id] = _whole(reading, [fields[entry.text] for entry in following], one.field)
        if following:
            used |= {name for entry in following for name in (entry.question, entry.text)}
            questions = [fields[entry.question] for entry in following]
            if any(question.status != "certain" for question in questions):
                result[one.id] = _doubtful(result[one.id], "the name of the continued question is not certain")
    return Joined(result, frozenset(used), tuple(problems))


def _whole(main: FieldReading, following: Sequence[FieldReading], field: LayoutField) -> FieldReading:
    start = main.value if isinstance(main.value, str) else ""
    of_a_kind = field.kind not in _JOINED_KINDS
    reasons = []
    if following and start.endswith(CONTINUED):
        value = _unmarked(start)
    elif following and of_a_kind and main.status == "blank":
        value = ""  # a row of small boxes has no room for the mark
    elif following:
        reasons.append("the continuation sheet goes on with this answer, but the answer does not say so")
        value = f"{start}\n" if start else ""
    else:
        value = start
        reasons.append("the answer goes on elsewhere, but no continuation of it was found")
    for number, piece in enumerate(following, start=1):
        # A piece of nothing but line ends is part of the text all the same.
        text = piece.value if isinstance(piece.value, str) else one_line_ends(piece.raw or "")
        if not text:
            reasons.append("its continuation is blank")
        elif text.endswith(CONTINUED) and number == len(following):
            reasons.append("the answer goes on elsewhere, but no continuation of it was found")
        elif text.endswith(CONTINUED):
            text = _unmarked(text)
        value += text
    reasons += [piece.reason for piece in following if piece.status == "check"]
    if of_a_kind:  # what its kind said of the beginning is not true of the whole
        said = READERS[field.kind](start, field.cells)[1] if start else ""
        others = [reason for reason in main.reason.split("; ") if reason not in ("", said)]
        value, fault = READERS[field.kind](value, 0)
        reasons = [*others, *reasons, *([fault] if fault else [])]
        main = replace(main, status="certain", confidence=1.0, reason="")
    whole = replace(main, value=value or None)
    if main.status == "check" or reasons:
        return _doubtful(whole, *reasons)
    return replace(whole, status="certain")


def _unmarked(text: str) -> str:
    return text[: -len(CONTINUED)].removesuffix(" ")


def _doubtful(reading: FieldReading, *reasons: str) -> FieldReading:
    told = dict.fromkeys(reason for reason in (reading.reason, *reasons) if reason)
    return replace(reading, status="check", confidence=DOUBTFUL, reason="; ".join(told))
