"""The values that a profile is made of: texts, numbers, dates and addresses, where each comes from and when it holds.

A fact is written as a scalar, as ``{value, source, read_on, confirmed_on, note}``, or as a list of those with ``from``
and ``until``, the days between which each holds. A fact may also carry its Welsh text as ``cy``. null means that
nobody has found it out; a null with ``confirmed_on`` means that there is none.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import pairwise
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from ctdocs.model.clock import Unit
from ctdocs.model.validate import several
from ctdocs.model.yamlplaces import Path_

E = TypeVar("E", bound="Entry")
D = TypeVar("D", bound="Dated")
L = TypeVar("L", bound="Lasting")


def _whole(value: Any) -> Any:
    # pydantic also takes "15.0" and "1_000"
    if isinstance(value, str) and not re.fullmatch(r"[0-9]{1,4}", value):
        raise PydanticCustomError("int_parsing", "not a whole number")
    return value


def _day(value: Any) -> Any:
    # pydantic also takes seconds since 1970
    if isinstance(value, str) and not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise PydanticCustomError("date_parsing", "not a date")
    return value


def matching(pattern: str, wanted: str) -> AfterValidator:
    """A validator: the whole text matches ``pattern``; ``wanted`` completes "… is not …"."""
    def matches(value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise ValueError(f"'{value}' is not {wanted}")
        return value

    return AfterValidator(matches)


def _not_blank(value: str) -> str:
    text = value.strip()
    if not text:
        raise ValueError("empty text stands here; write null where it is not known")
    return text


Text = Annotated[str, AfterValidator(_not_blank)]
Web = Annotated[Text, matching(r"https?://[^\s/.]+\.\S+", "a web address that begins with https://")]
Email = Annotated[Text, matching(r"[^\s@]+@[^\s@]+\.[^\s@]+", "an e-mail address")]
Phone = Annotated[Text, matching(r"\+?[0-9][0-9 ]{1,18}[0-9]", "a telephone number in digits and spaces")]
Whole = Annotated[int, BeforeValidator(_whole)]
Day = Annotated[date, BeforeValidator(_day)]


class Part(BaseModel):
    """Base of everything in a profile: names that it does not know are errors, and nothing can be changed."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=False)


class Lasting(Part):
    """Something that holds from one day until another."""

    from_: Day | None = Field(default=None, alias="from")
    until: Day | None = None

    def holds(self, day: date) -> bool:
        """Whether this is so on ``day``; both ends count."""
        return (self.from_ or date.min) <= day <= (self.until or date.max)


class Dated(Lasting):
    """What says where a value came from, and when a person confirmed it with the area."""

    source: Text | None = None
    read_on: Day | None = None
    confirmed_on: Day | None = None
    note: Text | None = None


class Entry(Dated):
    """One value of a fact, with its Welsh text where there is one."""

    value: Text | None = None
    cy: Text | None = None


class WebEntry(Entry):
    """One web address."""

    value: Web | None = None


class EmailEntry(Entry):
    """One e-mail address."""

    value: Email | None = None


class PhoneEntry(Entry):
    """One telephone number."""

    value: Phone | None = None


class DayEntry(Entry):
    """One date, kept as it is written."""

    value: Annotated[str, matching(r"\d{4}-\d{2}-\d{2}", "a date written as 2026-11-20")] | None = None


class BasisEntry(Entry):
    """One basis for sharing information."""

    value: Literal["legal_obligation", "consent"] | None = None


class ClockEntry(Dated):
    """One length of a clock (``ctdocs.model.clock.Clock``); with a ``calendar`` its next meeting is the last day."""

    event: Literal[
        "acknowledged", "decision", "meeting", "outcome", "appeal_lodged", "appeal_acknowledged", "appeal_decision"
    ]
    after: Literal[
        "received", "completed", "acknowledged", "information_in", "decision", "decision_letter", "letter", "meeting",
        "appeal_lodged", "appeal_acknowledged",
    ]  # fmt: skip
    n: Annotated[Whole, Field(ge=1, le=1000)] | None
    unit: Unit
    calendar: Text | None = None

    @model_validator(mode="before")
    @classmethod
    def _by_calendar(cls, given: Any) -> Any:
        """A clock that a calendar answers has no length of its own, and need not say so."""
        if not isinstance(given, dict) or given.get("calendar") is None:
            return given
        if given.get("n") is not None:
            raise several([(("n",), "the 'calendar' says when this is; take one of the two away")])
        return {**given, "n": None, "unit": "working_days"}


class SpanEntry(Part):
    """A length of time within a threshold."""

    n: Annotated[Whole, Field(ge=1, le=1000)]
    unit: Unit
    rule: Literal["beginning_with", "after"] = "beginning_with"


def as_entries(value: Any) -> Any:
    """A validator: a fact as a list of its values, in whichever of the three ways it is written."""
    if value is None or isinstance(value, str):
        return ({"value": value},)
    return (value,) if isinstance(value, dict) else value


def in_right_order(item: L) -> L:
    """A validator: what ends does not end before it begins."""
    if item.from_ and item.until and item.until < item.from_:
        raise several([(("until",), f"this ends on {item.until}, before it begins on {item.from_}")])
    return item


def _as_records(value: Any) -> Any:
    return () if value is None else (value,) if isinstance(value, dict | str) else value


def _in_turn(entries: tuple[D, ...]) -> tuple[D, ...]:
    """Dated values follow one another without gap or overlap: on every day between there is exactly one."""
    faults: list[tuple[Path_, str]] = [
        ((i, "until"), f"this ends on {e.until}, before it begins on {e.from_}")
        for i, e in enumerate(entries)
        if e.from_ and e.until and e.until < e.from_
    ]
    for i, (before, entry) in enumerate(pairwise(entries), 1):
        if before.until is None or entry.from_ is None:
            which, at = ("from", i) if entry.from_ is None else ("until", i - 1)
            faults.append(((at,), f"'{which}' is missing: of several values each but the last says when it ends"))
        elif entry.from_ <= before.until:
            faults.append(((i, "from"), f"two values hold on {entry.from_}: the one before ends on {before.until}"))
        elif entry.from_ != before.until + timedelta(days=1):
            faults.append(((i, "from"), f"no value holds between {before.until} and {entry.from_}"))
    if faults:
        raise several(faults)
    return entries


Facts = Annotated[tuple[E, ...], BeforeValidator(as_entries), AfterValidator(_in_turn)]
Records = Annotated[tuple[D, ...], BeforeValidator(_as_records), AfterValidator(_in_turn)]
