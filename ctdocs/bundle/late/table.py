"""The pages behind the index of a bundle that was numbered anew: which number each page had, and which it has."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ctdocs.bundle.join.drawn import Composed, compose
from ctdocs.bundle.join.numbers import runs, spoken
from ctdocs.bundle.join.report import day
from ctdocs.bundle.join.words import words
from ctdocs.documents import blocks as b


@dataclass(frozen=True, slots=True)
class Moved:
    """A document with the numbers of its pages before and now; none where it was not there, or is not any more."""

    id: str
    title: str
    old: tuple[str, ...]
    new: tuple[str, ...]


def table(moved: Sequence[Moved], on: dt.date, language: str) -> Composed:
    """The table laid out, a line for each run of pages that stayed together."""
    say = words(language)
    heads = tuple((b.Text(say[key]),) for key in ("old", "new", "document"))
    body = tuple(
        ((b.Text(old or say["none-old"], bold=bool(old)),), (b.Text(new or say["none-new"]),), (b.Text(title),))
        for title, old, new in _lines(moved)
    )
    blocks = (
        b.Heading(1, (b.Text(say["numbers"]),)),
        b.Paragraph((b.Text(f"{say['numbers-about'].format(day=day(on, language))}. {say['numbers-how']}"),)),
        b.Table(say["numbers-summary"], heads, (32.0, 32.0, 106.0), body),
    )
    return compose(say["numbers"], blocks, language)


def _lines(moved: Sequence[Moved]) -> Iterator[tuple[str, str, str]]:
    for one in moved:
        if len(one.old) != len(one.new):  # one of them is empty, or another file stands in its place
            yield one.title, spoken(one.old), spoken(one.new)
            continue
        at = 0
        for first, last in runs(one.old):
            count = one.old.index(last) - one.old.index(first) + 1
            yield one.title, spoken(one.old[at : at + count]), spoken(one.new[at : at + count])
            at += count
