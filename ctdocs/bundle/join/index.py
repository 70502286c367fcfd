"""The index at the front: every part with its description, its date and its pages, and what is not there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ctdocs.bundle.join.drawn import Composed, compose
from ctdocs.bundle.join.part import Absent
from ctdocs.bundle.join.words import words
from ctdocs.documents import blocks as b
from ctdocs.model.text import long_date

_USUAL = 23
"""Lines that a page of the index usually has room for: a good guess saves laying it out twice."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the index; ``pages`` counts those of its document (0 for the last page, not drawn yet).

    A line that is not ``held`` leads nowhere: it says that pages are not there.
    """

    title: str
    description: str
    date: dt.date | None
    pages: int
    held: bool = True


def index(
    title: str, reference: str, rows: Sequence[Row], absent: Sequence[Absent], language: str,
    numbers: Callable[[int], Sequence[str]] | None = None, least: int = 1,
) -> Composed:  # fmt: skip
    """The index of documents that follow it in this order, numbers settled: the page of each is that of the file.

    ``numbers`` gives those of a bundle in which they are others, for each row, by the number of pages of the index,
    which has ``least`` pages, the last of them empty where it must be.
    Its own number of pages moves every other number; the room that a number takes is fixed, so that counting the pages
    once settles it, and a second count proves it.
    """
    pages = 1 + len(rows) // _USUAL
    for _ in range(5):
        first = list(numbers(pages)) if numbers else _firsts(rows, pages)
        blocks = _blocks(title, reference, rows, absent, language, first)
        made = compose(title, blocks, language)
        while made.pages < least:
            blocks += (b.PageBreak(), b.Paragraph((b.Text(words(language)["empty"]),)))
            made = compose(title, blocks, language)
        if made.pages == pages:
            break
        pages = made.pages
    return made


def _blocks(
    title: str, reference: str, rows: Sequence[Row], absent: Sequence[Absent], language: str, firsts: Sequence[str]
) -> tuple[b.Block, ...]:
    say = words(language)
    blocks: list[b.Block] = [b.Heading(1, (b.Text(title),))]
    if reference:
        blocks.append(b.Paragraph((b.Text(f"{say['reference']}: ", bold=True), b.Text(reference))))
    blocks.append(b.Heading(2, (b.Text(say["index"]),)))
    header = tuple((b.Text(say[key]),) for key in ("page", "document", "date", "pages"))
    body: list[tuple[b.Inlines, ...]] = []
    number = 0
    for row, page in zip(rows, firsts, strict=True):
        number += row.held
        words_of: list[b.Inline] = [b.Text(row.title, link=f"urn:ctd:part:{number}" if row.held else None)]
        if row.description:
            words_of += [b.Break(), b.Text(row.description)]
        date = (b.Text(_day(row.date, language)),)
        first = (b.Text(page, bold=True),)
        body.append((first, tuple(words_of), date, (b.Text(str(row.pages or "–")),)))
    blocks.append(b.Table(say["summary"], header, (17.0, 99.0, 36.0, 18.0), tuple(body)))
    if absent:
        blocks.append(b.Heading(2, (b.Text(say["absent"]),)))
        head = ((b.Text(say["document"]),), (b.Text(say["why"]),))
        lines = tuple(((b.Text(one.title),), (b.Text(one.reason),)) for one in absent)
        blocks.append(b.Table(say["absent-summary"], head, (85.0, 85.0), lines))
    return tuple(blocks)


def _firsts(rows: Sequence[Row], before: int) -> list[str]:
    found = []
    for row in rows:
        found.append(str(before + 1))
        before += row.pages
    return found


def _day(day: dt.date | None, language: str) -> str:
    return long_date(day, language.partition("-")[0]).partition(" ")[2] if day else "–"
