"""The replies of partners in a case: which of them are of one organisation, and which of those came later.

A second reply may add to the first or stand in its place: only a person can tell, so both are shown, in their order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ctdocs.model.text import read_date


@dataclass(frozen=True, slots=True)
class Reply:
    """One reply: ``number`` is its row under ``returns``, ``place`` which of ``of`` replies of its organisation it is.

    ``day`` is that on the reply, where it gives one.
    """

    number: int
    organisation: str
    day: date | None
    answers: Mapping[str, Any]
    place: int = 1
    of: int = 1

    @property
    def called(self) -> str:
        """The organisation as it calls itself, or as it was asked."""
        return self.organisation or "an organisation that is not named"


def replies(returns: Sequence[Mapping[str, Any]]) -> tuple[Reply, ...]:
    """Every reply in the order of its number. ``returns`` are those of the case, nested, blank ones included.

    Replies of one organisation are counted by their days; those without a day, or of one day, as they were taken in.
    """
    found = [_reply(number, one) for number, one in enumerate(returns, 1) if one]
    groups: dict[str, list[Reply]] = {}
    for one in found:
        groups.setdefault(named(one.organisation) or f"({one.number})", []).append(one)
    placed = {}
    for group in groups.values():
        known = all(one.day for one in group)
        in_order = sorted(group, key=lambda one: (one.day or date.min if known else date.min, one.number))
        placed.update({one.number: (place, len(group)) for place, one in enumerate(in_order, 1)})
    return tuple(
        Reply(one.number, one.organisation, one.day, one.answers, *placed[one.number]) for one in found
    )


def several(returns: Sequence[Mapping[str, Any]]) -> Iterator[tuple[Reply, ...]]:
    """The replies of each organisation that has more than one, in their order."""
    groups: dict[str, list[Reply]] = {}
    for one in replies(returns):
        if one.of > 1:
            groups.setdefault(named(one.organisation), []).append(one)
    for group in groups.values():
        yield tuple(sorted(group, key=lambda one: one.place))


def named(organisation: str) -> str:
    """A name without what two spellings of it may differ in: capitals, blanks and a full stop at its end."""
    return " ".join(organisation.casefold().split()).rstrip(".")


def _reply(number: int, answers: Mapping[str, Any]) -> Reply:
    about, asked = answers.get("reply", {}), answers.get("request", {})
    organisation = str(about.get("organisation") or asked.get("organisation") or "")
    said = about.get("date")
    return Reply(number, organisation, read_date(said) if isinstance(said, str) else None, answers)
