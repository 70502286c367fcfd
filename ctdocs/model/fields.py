"""The field ids of a case, what kind of answer each takes, and what a person calls it.

The same ids stand in the descriptions, the PDF, the Word file, the reading and the case. Rows count from 1 and may go
beyond those printed on a form. Those of the application form stand here, those of the review in ``review_fields``.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from ctdocs.errors import Refused
from ctdocs.model.application_parts import spelt
from ctdocs.model.found_fields import FIELDS as FOUND
from ctdocs.model.kinds import READERS
from ctdocs.model.letter_fields import FIELDS as OF_LETTERS
from ctdocs.model.review_fields import FIELDS as REVIEW
from ctdocs.model.text import keepable, printable, read_date

Value = str | bool | None
"""An answer: text (dates in ISO 8601 where they can be told), True or False for a tick, None where blank."""

MOST_ROWS: Final = 999

_PERSON: Final = {
    "name": "name",
    "address": "address",
    "postcode": "postcode",
    "daytime_phone": "daytime phone number",
    "mobile_phone": "mobile phone number",
    "email": "e-mail address",
}
_INCIDENT: Final = {
    "date": "date it happened",
    "details": "what happened",
    "reported_by": "who reported it",
    "date_reported": "date it was reported",
    "reported_to": "who it was reported to",
    "how_reported": "how it was reported",
}
_OTHERS: Final = {
    "basis": "Q1, on what basis the application is made",
    "behaviour": "Q4, the type of behaviour",
    "impact": "Q6, how the behaviour has affected the person",
    "action_taken": "Q7, the action taken",
    "action_wanted": "Q8, the action hoped for",
    "circumstances": "Q9, special circumstances",
    "other_information": "Q10, other information",
    "contact.phone": "tick: contact by phone",
    "contact.text": "tick: contact by text message",
    "contact.email": "tick: contact by e-mail",
    "contact.post": "tick: contact by post",
    "contact.safe_times": "safe times to contact",
    "contact.avoid": "what to avoid when making contact",
    "contact.no_post": "tick: do not write to this address",
    "support.interpreter": "whether an interpreter is needed",
    "support.language": "language needed",
    "support.adjustments": "adjustments needed",
    "declaration.accurate": "tick: the information is correct",
    "declaration.sharing": "tick: information will be shared",
    "declaration.signature": "signature of the applicant",
    "declaration.date": "date of the applicant's signature",
    "evidence.kind": "kind of evidence of consent or authority",
    "evidence.details": "details of the evidence",
    "consent.permission": "tick: the applicant may apply on behalf of the person affected",
    "consent.sharing": "tick: information may be shared with the applicant",
    "consent.signature": "signature of the person affected",
    "consent.date": "date of the signature of the person affected",
}
_PEOPLE: Final = {"applicant": "the applicant", "victim": "the person affected"}
_TICKS: Final = frozenset(name for name, label in _OTHERS.items() if label.startswith("tick: "))
_CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "basis": ("self", "other"),
    "incidents.N.how_reported": ("writing", "email", "telephone", "visit", "onsite", "online"),
    "support.interpreter": ("yes", "no"),
    "evidence.kind": ("consent", "letter", "authority"),
}
_KINDS: Final[Mapping[str, str]] = {
    "address": "multiline",
    "postcode": "postcode",
    "daytime_phone": "phone",
    "mobile_phone": "phone",
    "email": "email",
    "date": "date",
    "date_reported": "date",
    "signature": "signature",
    "behaviour": "multiline",
    "details": "multiline",
    "impact": "multiline",
    "action_taken": "multiline",
    "action_wanted": "multiline",
    "circumstances": "multiline",
    "other_information": "multiline",
    "safe_times": "multiline",
    "avoid": "multiline",
    "adjustments": "multiline",
}
"""By the last part of a field id; what is not here is text on one line."""
_WHOLE_DATE = re.compile(r"\d{1,4}\s*[/.\-]\s*\d{1,2}\s*[/.\-]\s*\d{1,4}|\d{8}", re.ASCII)
_ROWS = re.compile(r"\.([1-9]\d{0,3})(?=\.)")
_WELL_FORMED = re.compile(r"[a-z][a-z0-9_]*(?:\.(?:[a-z][a-z0-9_]*|[1-9]\d{0,3}))*")

PATTERNS: Final = (
    "basis",
    *(f"{who}.{part}" for who in _PEOPLE for part in _PERSON),
    "behaviour",
    *(f"incidents.N.{part}" for part in _INCIDENT),
    *(name for name in _OTHERS if name not in ("basis", "behaviour")),
)
"""Every field id of the application form; in the order of the form; N stands for the number of a row."""

_LATER: Final = {**REVIEW, **FOUND, **OF_LETTERS}
EVERY: Final = (*PATTERNS, *_LATER)
"""Every field id of a case in the order of the procedure; N stands for the number of a row."""

GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "The application": PATTERNS,
    "Partners, the meeting and what comes of it": tuple(name for name in REVIEW if name not in PATTERNS),
    "What officers find out": tuple(FOUND),
    "What letters say": tuple(OF_LETTERS),
}
"""Every field id once, under what it is about."""

_PLACES: Final = {pattern: place for place, pattern in enumerate(EVERY)}
_FIRST: Final[Mapping[str, int]] = {
    table: min(place for pattern, place in _PLACES.items() if pattern.startswith(f"{table}.N."))
    for table in dict.fromkeys(pattern.partition(".N.")[0] for pattern in EVERY if ".N." in pattern)
}
"""The place of the first field of each repeated set."""
_TAKES: Final = {
    "text": "text",
    "multiline": "text of any number of lines",
    "signature": "the name as signed",
    "date": "a date, as 2026-05-06 or 6/5/2026",
    "phone": "a telephone number",
    "postcode": "a postcode",
    "email": "an e-mail address",
    "tick": "yes or no",
}
_YES: Final = frozenset(("yes", "true", "ticked", "x", "on", "1"))
_NO: Final = frozenset(("no", "false", "off", "0", ""))


@dataclass(frozen=True, slots=True)
class FieldKind:
    """What a field takes; ``label`` is what a person calls it.

    ``kind`` is text, multiline, date, phone, postcode, email, signature, tick or choice, as in a description.
    """

    kind: str
    label: str
    options: tuple[str, ...] = ()


def field_kind(field_id: str) -> FieldKind | None:
    """The kind of a field of a case, or None where there is no such field."""
    pattern, rows = _pattern(field_id)
    if any(row > MOST_ROWS for row in rows) or pattern.count(".N.") != len(rows):
        return None
    if pattern in _LATER:
        kind, label, options = _LATER[pattern]
        return FieldKind(kind, f"{label} ({', '.join(map(str, rows))})" if rows else label, options)
    if pattern not in PATTERNS:
        return None
    head, _, last = pattern.rpartition(".")
    if rows:
        label = f"incident {rows[0]}, {_INCIDENT[last]}"
    else:
        label = _OTHERS.get(pattern) or f"{_PERSON[last]} of {_PEOPLE[head]}"
    if pattern in _CHOICES:
        return FieldKind("choice", label, _CHOICES[pattern])
    return FieldKind("tick" if pattern in _TICKS else _KINDS.get(last, "text"), label)


def pattern_of(field_id: str) -> str:
    """The field id with N in place of each number of a row."""
    return _pattern(field_id)[0]


def _pattern(field_id: str) -> tuple[str, tuple[int, ...]]:
    """A field id with N for each number of a row, and these numbers."""
    return _ROWS.sub(".N", field_id), tuple(int(row) for row in _ROWS.findall(field_id))


def form_order(field_id: str) -> tuple[int, tuple[int, ...], int, str]:
    """A key that sorts field ids as they stand on the forms, row by row, those that no form has last."""
    pattern, rows = _pattern(field_id)
    if pattern not in _PLACES:
        return (len(_PLACES), (), 0, field_id)
    first = _FIRST[pattern.partition(".N.")[0]] if rows else _PLACES[pattern]
    return (first, rows[:1], _PLACES[pattern], "".join(f"{row:04d}" for row in rows[1:]))


def label_of(field_id: str) -> str:
    """What a person calls the field; the id itself where no form of ours has it."""
    kind = field_kind(field_id)
    return kind.label if kind else field_id


def keyed(field_id: str, value: Value) -> Value:
    """The value as it is kept when a person types it: dates in ISO 8601 where they can be told, ticks as True or False.

    Blank text gives None. Raises ``Refused`` for an unknown field, naming the nearest, and for a value it cannot take.
    """
    kind = field_kind(field_id)
    if kind is None:
        raise unknown_field(field_id)
    if kind.kind == "tick":
        if isinstance(value, bool) or value is None:
            return value
        word = value.strip().lower()
        if word in _YES | _NO:
            return word in _YES
        raise Refused(f"{field_id} is a tick box and takes yes or no, not “{value}”.")
    if isinstance(value, bool):
        raise Refused(f"{field_id} ({kind.label}) takes text, not a tick.")
    text = keepable(value or "")
    if not text.strip():
        return None
    if kind.kind == "choice":
        if (word := text.strip().lower()) not in kind.options:
            raise Refused(f"{field_id} takes {' or '.join(kind.options)}, not “{text}”.")
        return word
    if _pattern(field_id)[0] in REVIEW and kind.kind in READERS:
        read, doubtful = READERS[kind.kind](text, 0)
        return text if doubtful else read
    short = spelt(field_id.rpartition(".")[2], text.strip())  # as it fits the comb boxes of the form
    return short if short != text.strip() else text


def doubt(field_id: str, value: Value) -> str:
    """Why a value that a person typed cannot be right for its field; empty where nothing speaks against it.

    The rules are those of reading (``kinds``). The date of an incident may be an attempt at one ("early May"): only a
    whole date that is no day, or one of a year that cannot be, speaks against it.
    """
    kind = field_kind(field_id)
    if kind is None or kind.kind not in READERS or not isinstance(value, str):
        return ""
    if field_id.startswith("incidents.") and read_date(value) is None and not _WHOLE_DATE.fullmatch(value.strip()):
        return ""
    return READERS[kind.kind](value, 0)[1]


def no_such_answer(field_id: str, value: Value) -> str:
    """The answers of a choice, in words, where ``value`` is none of them; empty for all else."""
    kind = field_kind(field_id)
    wrong = kind is not None and kind.kind == "choice" and value is not None and value not in kind.options
    return " or ".join(kind.options) if wrong and kind else ""


def takes(field_id: str) -> str:
    """What a field takes, in words, for who keys it."""
    kind = field_kind(field_id)
    if kind is None:
        return "text"
    if kind.kind == "choice":
        return " or ".join(kind.options)
    return _TAKES[kind.kind]


def shown(value: Value, *, longest: int = 60) -> str:
    """A value on one line, for a message."""
    if value is None:
        return "blank"
    if isinstance(value, bool):
        return "ticked" if value else "not ticked"
    line = " / ".join(part.strip() for part in printable(value).split("\n"))
    return f"“{line if len(line) <= longest else line[: longest - 1] + '…'}”"


def unknown_field(field_id: str, others: Iterable[str] = ()) -> Refused:
    """The refusal of a field id that does not exist, with the nearest one that does."""
    shown = re.sub(r"(?<=\.)\d+(?=\.)", "N", field_id)
    near = difflib.get_close_matches(shown, [*EVERY, *others], n=1)
    row = re.search(r"\.(\d+)\.", field_id)
    hint = f"Did you mean {near[0].replace('.N.', f'.{row[1]}.' if row else '.1.')}?" if near else None
    if near and near[0] == shown:  # the name is right, the number is not
        hint = f"Rows count from 1 to {MOST_ROWS}."
    return Refused(f"A case has no field “{field_id}”.", hint=hint)


def misfits(field_ids: Iterable[str]) -> tuple[str, ...]:
    """The ids that cannot stand in one tree: ill-formed ones, and those that are both an answer and a group."""
    ids = set(field_ids)
    groups = {".".join(parts[:n]) for parts in (name.split(".") for name in ids) for n in range(1, len(parts))}
    return tuple(sorted(name for name in ids if not _WELL_FORMED.fullmatch(name) or name in groups))
