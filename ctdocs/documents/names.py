"""The names that the text of a document can use, together, and what each of them stands for."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ctdocs.documents.blocks import Field, Mode
from ctdocs.documents.catalogue import Document
from ctdocs.documents.facts import ClockNames, area_names, clock_names, letter_values, lookup
from ctdocs.documents.template import Value
from ctdocs.model.area import Area
from ctdocs.model.facts import Fact, Missing, Namespace
from ctdocs.model.text import long_date


def names_for(
    document: Document, area: Area, *, on: dt.date, mode: Mode, case: Mapping[str, Any] | None, language: str,
    enclosed: Collection[str] = (),
) -> dict[str, Any]:  # fmt: skip
    """The names of a document on a day. ``case`` is what is known of a case; in a blank, nothing is.

    A form knows the area alone: what its fields hold is no part of its text. ``enclosed`` are the documents that go
    with a letter: its text says so of no other.
    """
    final = mode == "final"
    facts = case if mode != "blank" and document.spec.kind == "letter" else None
    day = on if document.spec.kind == "form" or facts is not None else None
    of_area = {
        "clocks": clock_names(area, facts, on=on, language=language, final=final and document.spec.kind == "letter"),
        "area": area_names(area, on=on, language=language),
    }
    settled = final or document.spec.kind == "form"
    name_of_day = Value(_date_field(), day, lambda day: long_date(day, language), settled, holds="date")
    if document.spec.kind == "form":
        return {"on": name_of_day, **of_area}
    other = None if facts is None else lookup(facts, "basis") == "other"
    own = letter_values(document.spec.values, facts, language=language, final=final)
    third_party = _yes_no("third_party", other, final)
    may_go = [one.document for one in document.spec.encloses]
    with_it = {name.replace("-", "_"): _yes_no(f"enclosed.{name}", name in enclosed, True) for name in may_go}
    enclosures = {"enclosed": with_it} if with_it else {}
    return {**own, "third_party": third_party, **enclosures, "on": name_of_day, **of_area}


def _yes_no(name: str, holds: bool | None, final: bool) -> Value:
    return Value(dataclasses.replace(_date_field(), id=name), holds, str, final, holds="yesno")


def _date_field() -> Field:
    return Field("date", "text", "Date", "Date of this letter", required=True, width=50)


def without_case(names: Mapping[str, Any]) -> dict[str, Any]:
    """The same names as they are while nothing is known of a case, nor on which day: those of the area stay."""
    return {name: _without_case(value) for name, value in names.items()}


def _without_case(value: Any) -> Any:
    match value:
        case Value():
            return dataclasses.replace(value, content=None, final=False)
        case ClockNames():
            return dataclasses.replace(value, due=_without_case(value.due))
        case Mapping():
            return without_case(value)
    return value


@dataclass(frozen=True, slots=True)
class Known:
    """A name that a text can print. ``shown`` is what it stands for now, empty where that is not known yet.

    ``members`` are the names that each item of a list has; a name that is no list has none.
    """

    name: str
    shown: str
    members: tuple[str, ...] = ()


def known(names: Mapping[str, Any]) -> tuple[Known, ...]:
    """Every name that may stand in a text, dotted: those of the document itself first, then those of the area."""
    return tuple(found for name, value in names.items() for found in _known(name, value))


def _known(name: str, value: Any) -> Iterator[Known]:
    match value:
        case Namespace():
            for member in dir(value):
                yield from _known(f"{name}.{member}", getattr(value, member))
        case ClockNames():
            yield from _known(f"{name}.period", value.period)
            yield from _known(f"{name}.due", value.due)
        case Mapping():
            for member, inner in value.items():
                yield from _known(f"{name}.{member}", inner)
        case tuple():
            first = value[0] if value else None
            yield Known(name, f"a list of {len(value)}", tuple(dir(first)) if isinstance(first, Namespace) else ())
        case Value():
            yield Known(name, "" if value.content is None else value.show(value.content))
        case Missing() | None:
            yield Known(name, "")
        case Fact() | str() | int():
            yield Known(name, str(value))
