"""The parts of an application as values: people, incidents, consent, and how each is read from a tree of answers.

The same facts give the same value by whichever route they came: outer spaces go, phone numbers and postcodes take one
spelling, dates become ISO 8601 where they can be told.
"""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import TypeVar

from ctdocs.model.text import one_line_ends, read_date

_POSTCODE = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?)\s*(\d[A-Z]{2})", re.IGNORECASE)
_PHONE = re.compile(r"\+?[\d\s().\-]{9,20}")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Person:
    """A person, business or group. Every part is text, empty where it was not given."""

    name: str = ""
    address: str = ""
    postcode: str = ""
    daytime_phone: str = ""
    mobile_phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Incident:
    """Something that happened, and its report. Dates are ISO 8601 where they can be told, else as written."""

    date: str = ""
    details: str = ""
    reported_by: str = ""
    date_reported: str = ""
    reported_to: str = ""
    how_reported: str = ""

    @property
    def happened(self) -> datetime.date | None:
        """The day it happened, or None where it was not given or cannot be told."""
        return read_date(self.date)

    @property
    def reported(self) -> datetime.date | None:
        """The day it was reported, or None where it was not given or cannot be told."""
        return read_date(self.date_reported)


@dataclass(frozen=True, slots=True)
class Contact:
    """How and when it is safe to contact the person affected."""

    phone: bool = False
    text: bool = False
    email: bool = False
    post: bool = False
    safe_times: str = ""
    avoid: str = ""
    no_post: bool = False


@dataclass(frozen=True, slots=True)
class Support:
    """What the person needs to take part. ``interpreter`` is yes, no or empty."""

    interpreter: str = ""
    language: str = ""
    adjustments: str = ""


@dataclass(frozen=True, slots=True)
class Declaration:
    """What the applicant declares and signs."""

    accurate: bool = False
    sharing: bool = False
    signature: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Consent:
    """What the person affected agrees to where somebody else applies."""

    permission: bool = False
    sharing: bool = False
    signature: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Other evidence of consent or authority. ``kind`` is consent, letter, authority or empty."""

    kind: str = ""
    details: str = ""


def part(kind: type[T], source: object) -> T:
    """The part of that ``kind`` in ``source``; what has the wrong shape counts as blank."""
    given = source if isinstance(source, Mapping) else {}
    made: dict[str, object] = {}
    for name, ticked in _names(kind):  # type: ignore[arg-type]  # a class can be hashed
        value = given.get(name)
        if ticked:
            made[name] = value is True
        else:
            made[name] = spelt(name, text(value)) if value is not None else ""
    return kind(**made)


@functools.cache
def _names(kind: type) -> tuple[tuple[str, bool], ...]:
    """The names of a part, and whether each is a tick."""
    return tuple((item.name, item.default is False) for item in fields(kind))


def rows(source: object) -> Sequence[object]:
    """The rows of a table of answers; anything but a list has none."""
    return source if isinstance(source, Sequence) and not isinstance(source, str) else ()


def text(value: object) -> str:
    """An answer as text without outer spaces, empty where it is no text."""
    return one_line_ends(value).strip() if isinstance(value, str) else ""


def spelt(name: str, text: str) -> str:
    """The one spelling of a postcode, phone number or date, told by the last part of its field id; else the text."""
    if name == "postcode" and (found := _POSTCODE.fullmatch(text)):
        return f"{found[1]} {found[2]}".upper()
    if name.endswith("_phone") and _PHONE.fullmatch(text) and "(0)" not in text:
        return re.sub(r"[^\d+]", "", text)
    if name in ("date", "date_reported") and (day := read_date(text)):
        return day.isoformat()
    return text
