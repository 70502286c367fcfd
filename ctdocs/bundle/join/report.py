"""The last page: each rule of the standard and whether this bundle meets it, and how each document came in.

The rules are those of the general guidance of the courts of England and Wales on electronic bundles, with what PDF/UA
(ISO 14289-1) adds for people who do not see the pages.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from ctdocs import __version__
from ctdocs.bundle.join import drawn
from ctdocs.bundle.join.numbers import spoken, taken_out
from ctdocs.bundle.join.part import Absent, Change, Entry, Finding, Gap
from ctdocs.bundle.join.words import words
from ctdocs.documents import blocks as b
from ctdocs.model.text import long_date

RULES: Mapping[str, str] = {
    "numbered": "Every page is numbered",
    "clear": "Numbers are clear of all else",
    "upright": "Nothing stands upside down",
    "index": "There is an index",
    "linked": "The index is linked",
    "outline": "There are bookmarks",
    "opens": "It opens as it should",
    "searchable": "It can be searched",
    "tagged": "It can be read aloud",
    "whole": "Nothing is lost",
    "scripts": "It runs nothing",
    "complete": "What is missing is named",
}
"""Each rule by its id, as the last page names it."""


def findings(
    entries: Sequence[Entry], front: int, absent: Sequence[Absent], silent: Sequence[int],
    numbers: Sequence[str] = (), gaps: Sequence[Gap] = (), language: str = "en",
) -> tuple[Finding, ...]:  # fmt: skip
    """Each rule and what was found. ``front`` counts the pages of the index, ``silent`` are pages without any text.

    ``numbers`` are those printed on the pages, where they are not simply 1, 2, 3 …; ``gaps`` were taken out.
    """
    say = words(language)
    by = {kind: [one for one in entries if one.treatment == kind] for kind in ("tagged", "wrapped", "pictures")}
    stripped = [one for one in entries if any(note.startswith("Taken out") for note in one.notes)]
    count = len(entries)
    said = {
        "numbered": "Page 1 is the first page of the file, the index included; the number printed on a page is its "
        "number in the file, and every page has one."
        if not numbers
        else "Every page has a number. Those that came later have letters, so that all others keep theirs; the number "
        "printed on a page is its page label.",
        "clear": "Each number stands in a strip of its own below its page. Nothing is drawn on a page itself.",
        "upright": "Every page is shown turned as its file says. Scans are turned before they come here; a person "
        "should look at those.",
        "index": f"It names {_count(count, 'document')} with dates and pages, on {_count(front, 'page')}.",
        "linked": "Each title leads to the first page of its document, and a link there leads back.",
        "outline": "Each document has a bookmark with its page number; bookmarks of its own stand below it.",
        "opens": "The title is shown, pages are labelled with their numbers, and the view is at 100 %.",
        "searchable": "Every page holds text."
        if not silent
        else "Every page of which a text is known holds it. Without any text, as pictures only: "
        + (f"page {', '.join(numbers[one - 1] for one in silent)}." if numbers else f"{_pages(silent)}."),
        "tagged": f"One tagged document in one order. {_count(len(by['tagged']), 'document')} with tags of their own, "
        f"{len(by['wrapped'])} with plain tags put round the pages, {len(by['pictures'])} as pictures with their text"
        f"{_named(by['pictures'])}.",
        "whole": "Answers in forms are kept under the name of their document and cannot be changed; notes are kept. "
        + (
            "Attached as they came, with their SHA-256: " + ", ".join(one.title for one in by["pictures"]) + "."
            if by["pictures"]
            else "Every document stands here itself."
        ),
        "scripts": "No script and no command is in it."
        + (f" Taken out of: {', '.join(one.title for one in stripped)}." if stripped else ""),
        "complete": " ".join(
            [
                *([f"Not held: {', '.join(one.title for one in absent)}."] if absent else []),
                *(f"{taken_out(one.numbers, say)} ({one.title})." for one in gaps),
            ]
        )
        or "Nothing was said to be missing.",
    }
    return tuple(Finding(rule, said[rule], True) for rule in RULES)


def page(
    found: Sequence[Finding], entries: Sequence[Entry], language: str, numbers: Sequence[str] = (),
    changes: Sequence[Change] = (),
) -> drawn.Composed:  # fmt: skip
    """The page, and those that it takes to list the documents and the changes, laid out."""
    say = words(language)
    header = tuple((b.Text(say[key]),) for key in ("rule", "result", "found"))
    rows = tuple(
        (
            (b.Text(RULES[one.rule]),),
            (b.Text(say["holds" if one.holds else "fails"], bold=True),),
            (b.Text(one.sentence),),
        )
        for one in found
    )
    documents = tuple(
        (
            (b.Text(_where(one, numbers)),),
            (b.Text(one.title),),
            (b.Text(" ".join((*one.notes, f"SHA-256 {one.sha256}"))),),
        )
        for one in entries
    )
    heads = tuple((b.Text(say[key]),) for key in ("pages", "document", "came"))
    blocks: tuple[b.Block, ...] = (
        b.Heading(1, (b.Text(say["standard"]),)),
        b.Table(say["standard-summary"], header, (44.0, 20.0, 106.0), rows),
        b.Heading(2, (b.Text(say["documents"]),)),
        b.Table(say["documents-summary"], heads, (22.0, 62.0, 86.0), documents),
    )
    if changes:
        head = tuple((b.Text(say[key]),) for key in ("date", "change", "pages"))
        lines = tuple(_changed(one, say, language) for one in changes)
        table = b.Table(say["changes-summary"], head, (36.0, 88.0, 46.0), lines)
        blocks += (b.Heading(2, (b.Text(say["changes"]),)), table)
    return drawn.compose(say["standard"], blocks, language)


def _where(one: Entry, numbers: Sequence[str]) -> str:
    if numbers:
        return spoken(numbers[one.first - 1 : one.last])
    return f"{one.first}–{one.last}" if one.last > one.first else str(one.first)


def _changed(one: Change, say: Mapping[str, str], language: str) -> tuple[b.Inlines, ...]:
    about = [say[one.what].format(title=one.title), one.why, say["renumbered"] if one.renumbered else ""]
    gone = [number for number in one.was if number not in one.numbers]
    where = [spoken(one.numbers)] if one.numbers else []
    if gone and not one.renumbered:
        where.append(taken_out(gone, say))
    elif gone and not one.numbers:
        where.append(spoken(gone))
    words_of: list[b.Inline] = []
    for line in filter(None, about):
        words_of += [b.Break(), b.Text(line)] if words_of else [b.Text(line)]
    words_of += [b.Break(), b.Text(f"SHA-256 {one.sha256}")]
    return (b.Text(day(one.on, language)),), tuple(words_of), (b.Text("; ".join(where)),)


def day(on: dt.date, language: str) -> str:
    """A date in words, without the day of the week."""
    return long_date(on, language.partition("-")[0]).partition(" ")[2]


def private(
    entries: Sequence[Entry], *, title: str, reference: str, language: str, front: int, standard: int, pages: int,
    absent: Sequence[Absent], recipe: Mapping[str, Any] | None, found: Sequence[Finding],
) -> dict[str, Any]:  # fmt: skip
    """What a bundle keeps of itself. ``standard`` is the first of its last pages; pages count from 1."""
    return {
        "title": title,
        "reference": reference,
        "language": language,
        "version": __version__,
        "recipe": recipe,
        "pages": pages,
        "index": [1, front],
        "standard": [standard, pages],
        "absent": [{"title": one.title, "reason": one.reason} for one in absent],
        "entries": [
            {
                "id": one.id, "title": one.title, "first": one.first, "last": one.last,
                "date": one.date.isoformat() if one.date else None, "description": one.description,
                "sha256": one.sha256, "treatment": one.treatment, "notes": list(one.notes),
            }
            for one in entries
        ],
        "rules": [{"rule": one.rule, "holds": one.holds, "sentence": one.sentence} for one in found],
    }  # fmt: skip


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _named(entries: Sequence[Entry]) -> str:
    return f" ({', '.join(one.title for one in entries)})" if entries else ""


def _pages(numbers: Sequence[int]) -> str:
    """Page numbers with runs drawn together: pages 3 to 5, 9."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1] = [runs[-1][0], number]
        else:
            runs.append([number])
    return ("pages " if len(numbers) > 1 else "page ") + ", ".join(" to ".join(map(str, run)) for run in runs)
