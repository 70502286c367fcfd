"""What a bundle says of itself, read from its catalogue, and asked whether it agrees with itself."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ctdocs.bundle.join.part import TO_PRINT, Absent, Entry
from ctdocs.errors import Refused


@dataclass(frozen=True, slots=True)
class PageNote:
    """What is kept of one page: the digests of what it shows and of its notes ("?": none could be made), its turn."""

    digest: str
    turn: int
    notes: str


@dataclass(frozen=True, slots=True)
class Record:
    """A bundle in its own words; pages count from 1. ``standard`` is the first page of its last chapter."""

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
    sealed: bool

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
        return found


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
        notes=tuple(PageNote(_text(one[0]), int(one[1]), _text(one[2])) for one in held.get("digests", ())),
        silent=frozenset(map(_whole, held.get("silent", ()))),
        answers={_text(name): _text(value) for name, value in held.get("answers", {}).items()},
        files=tuple((_text(one[0]), _text(one[1])) for one in held.get("files", ())),
        sources={_text(name): _text(value) for name, value in held.get("sources", {}).items()},
        font=_text(held.get("font", "")),
        sealed=held.get("seal") == hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
    )


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("text is wanted")
    return value


def _whole(value: Any) -> int:
    if not isinstance(value, int) or not 0 < value < 1_000_000:
        raise ValueError("a page number is wanted")
    return value
