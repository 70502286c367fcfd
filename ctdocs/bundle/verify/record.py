"""What a bundle says of itself, read from its catalogue, and asked whether it agrees with itself."""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from ctdocs.bundle.join.numbers import order
from ctdocs.bundle.join.part import TO_PRINT, Absent, Change, Entry, Gap
from ctdocs.errors import Refused

_NUMBER = re.compile(r"\d{1,9}(?:\.?\d{1,9}|[A-Z]{1,6}){0,12}")


@dataclass(frozen=True, slots=True)
class PageNote:
    """What is kept of one page: the digests of what it shows, of its notes and of its links, and its turn.

    "?" stands where no digest could be made.
    """

    digest: str
    turn: int
    notes: str
    links: str


@dataclass(frozen=True, slots=True)
class Record:
    """A bundle in its own words; pages count from 1. ``standard`` is the first page of its last chapter.

    ``numbers`` are those printed on the pages, where the bundle was changed so that they are not simply 1, 2, 3 …;
    ``gaps`` were taken out, ``changes`` were made since. ``joined`` and ``places`` count what was ever joined, and say
    which of these each part was.
    """

    title: str
    reference: str
    language: str
    recipe: Mapping[str, Any] | None
    pages: int
    front: int
    standard: int
    absent: tuple[Absent, ...]
    entries: tuple[Entry, ...]
    notes: tuple[PageNote, ...]
    silent: frozenset[int]
    answers: Mapping[str, str]
    files: tuple[tuple[str, str], ...]
    sources: Mapping[str, str]
    font: str
    spoken: Mapping[str, str]
    layers: str
    roles: str
    sealed: bool
    numbers: tuple[str, ...] = ()
    gaps: tuple[Gap, ...] = ()
    changes: tuple[Change, ...] = ()
    joined: int = 0
    places: Mapping[str, int] = field(default_factory=dict)

    def number(self, at: int) -> str:
        """The number that belongs on a page of the file (from 0)."""
        return self.numbers[at] if at < len(self.numbers) else str(at + 1)

    def faults(self) -> list[str]:
        """Where the record does not agree with itself."""
        found = []
        if not self.sealed:
            found.append("what the bundle says of itself was changed after it was made")
        if not self.recipe:
            found.append("its recipe is missing")
        at = self.front + 1
        for one in self.entries:
            if one.first != at or one.last < one.first:
                found.append(f"the pages of {one.title} do not follow those before it")
            at = one.last + 1
        if at != self.standard or self.pages < self.standard:
            found.append("the pages of its documents do not add up")
        if self.notes and len(self.notes) != self.pages:
            found.append("it does not keep a digest of every page")
        if self.numbers:
            found += self._misnumbered()
        if self.places and {*self.places} != {"index", "standard", *(one.id for one in self.entries)}:
            found.append("it does not know which of its documents came when")
        return found


    def _misnumbered(self) -> list[str]:
        rank = [order(one) for one in self.numbers]
        if len(rank) != self.pages or any(a >= b for a, b in itertools.pairwise(rank)):
            return ["the numbers of its pages do not follow each other"]
        both = {*self.numbers} & {number for gap in self.gaps for number in gap.numbers}
        return [f"page {', '.join(sorted(both, key=order))} is said to be taken out"] if both else []


def read_record(data: bytes) -> Record:
    """The record in these bytes. Raises ``Refused`` where it is none of ours, or that of a copy."""
    try:
        held = json.loads(data)["bundle"]
        if held.get("copy") == TO_PRINT:
            raise Refused(
                "This is the copy of a bundle for printing on both sides: it has blank pages that no index knows.",
                hint="Verify the bundle that it was made from; the numbers printed on the pages are the same.",
            )
        return _record(held)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise Refused(
            "The file is no bundle of ctdocs: it does not say what it holds.",
            hint="`ctdocs review-pack` and `ctdocs appeal-bundle` make bundles that can be verified.",
        ) from error


def _record(held: Mapping[str, Any]) -> Record:
    entries = tuple(
        Entry(
            _text(one["id"]), _text(one["title"]), _whole(one["first"]), _whole(one["last"]),
            dt.date.fromisoformat(one["date"]) if one["date"] else None, _text(one["description"]),
            _text(one["sha256"]), one["treatment"], tuple(map(_text, one.get("notes", ()))),
        )
        for one in held["entries"]
    )  # fmt: skip
    rest = {key: value for key, value in held.items() if key != "seal"}
    text = json.dumps(rest, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    recipe = held["recipe"]
    if recipe is not None and not isinstance(recipe, dict):
        raise ValueError("a recipe is a mapping")
    return Record(
        title=_text(held["title"]),
        reference=_text(held["reference"]),
        language=_text(held["language"]),
        recipe=recipe,
        pages=_whole(held["pages"]),
        front=_whole(held["index"][1]),
        standard=_whole(held["standard"][0]),
        absent=tuple(Absent(_text(one["title"]), _text(one["reason"])) for one in held["absent"]),
        entries=entries,
        notes=tuple(
            PageNote(_text(one[0]), int(one[1]), _text(one[2]), _text(one[3])) for one in held.get("digests", ())
        ),
        silent=frozenset(map(_whole, held.get("silent", ()))),
        answers={_text(name): _text(value) for name, value in held.get("answers", {}).items()},
        files=tuple((_text(one[0]), _text(one[1])) for one in held.get("files", ())),
        sources={_text(name): _text(value) for name, value in held.get("sources", {}).items()},
        font=_text(held.get("font", "")),
        spoken={_text(name): _text(value) for name, value in held.get("spoken", {}).items()},
        layers=_text(held.get("layers", "?")),
        roles=_text(held.get("roles", "?")),
        sealed=held.get("seal") == hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        **_late(held.get("late", {})),
    )


def _late(held: Mapping[str, Any]) -> dict[str, Any]:
    """What a bundle keeps of itself once it was changed."""
    return {
        "numbers": _numbers(held.get("numbers", ())),
        "gaps": tuple(
            Gap(_numbers(one["numbers"]), _text(one["title"]), _day(one["on"]), _text(one["why"]), one["whole"] is True)
            for one in held.get("gaps", ())
        ),
        "changes": tuple(
            Change(
                _day(one["on"]), _what(one["what"]), _text(one["id"]), _text(one["title"]), _text(one["sha256"]),
                _numbers(one["numbers"]), _numbers(one["was"]), _text(one["why"]), one["renumbered"] is True,
            )
            for one in held.get("changes", ())
        ),
        "joined": int(held.get("joined", 0)),
        "places": {_text(name): int(place) for name, place in held.get("places", {}).items()},
    }  # fmt: skip


def _what(value: Any) -> Literal["added", "replaced", "removed"]:
    found: tuple[Literal["added", "replaced", "removed"], ...] = ("added", "replaced", "removed")
    return found[found.index(value)]


def _day(value: Any) -> dt.date:
    return dt.date.fromisoformat(_text(value))


def _numbers(held: Any) -> tuple[str, ...]:
    found = tuple(map(_text, held))
    if not all(map(_NUMBER.fullmatch, found)):
        raise ValueError("numbers of pages are wanted")
    return found


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("text is wanted")
    return value


def _whole(value: Any) -> int:
    if not isinstance(value, int) or not 0 < value < 1_000_000:
        raise ValueError("a page number is wanted")
    return value
