"""What a changed bundle keeps of itself: of pages that were there, what it kept before; and the labels of its pages."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
from collections.abc import Mapping, Sequence
from typing import Any

from pikepdf import Array, Dictionary, Name, String

from ctdocs.bundle.join.digests import seal
from ctdocs.bundle.late.reopened import Reopened


def sealed(state: Reopened, content: Mapping[str, Any], kept: Sequence[Any]) -> dict[str, Any]:
    """The record with its digests and its seal. ``kept`` are the digests of pages that were there, None for others."""
    new = state.digests.sealed({}, [], state.stamps.font)
    drawn = iter(new["digests"])
    ids = {one["id"] for one in content["entries"]}
    sources = {**state.held.raw.get("sources", {}), **new["sources"]}
    whole = {
        **{name: one for name, one in new.items() if name not in ("seal", "silent")},
        **content, "sources": {name: one for name, one in sources.items() if name in ids},
        "digests": [next(drawn) if one is None else one for one in kept],
    }  # fmt: skip
    return {**whole, "seal": seal(whole)}


def written(one: Any) -> dict[str, Any]:
    """A gap or a change as JSON has it."""
    found = {name.name: getattr(one, name.name) for name in dataclasses.fields(one)}
    return {
        name: value.isoformat() if isinstance(value, dt.date) else list(value) if isinstance(value, tuple) else value
        for name, value in found.items()
    }


def labels(numbers: Sequence[str]) -> Dictionary:
    """Labels of pages (ISO 32000-1, 12.4.2): figures count on by themselves, all others stand as they are."""
    found: list[Any] = [0, Dictionary(S=Name.D, St=int(numbers[0]))]
    for at, (before, number) in enumerate(itertools.pairwise(numbers), 1):
        if not number.isdigit():
            found += [at, Dictionary(P=String(number))]
        elif not before.isdigit() or int(number) != int(before) + 1:
            found += [at, Dictionary(S=Name.D, St=int(number))]
    return Dictionary(Nums=Array(found))
