"""Published figures as a document: a table, a chart of the figures of the Act, and what each line counts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from ctdocs import __version__
from ctdocs.documents import blocks as b
from ctdocs.documents.chart import bars
from ctdocs.model.text import join_and, long_date
from ctdocs.rules.statistics import Count, Figures, Period, RowFigures
from ctdocs.rules.statistics.rows import BASES

_WIDTH: Final = 170.0
_COLUMN: Final = 24.0
_AT_ONCE: Final = 4
"""Periods beside each other in one table."""


def statistics(figures: Figures, scheme: str, *, title: str = "", cases: bool = False) -> b.Resolved:
    """The figures as a document to publish. ``scheme`` is what the area calls its reviews, ``title`` who publishes.

    ``cases`` adds the references of the cases that each number counts: such a document is not one to publish.
    """
    names = [name for _, name in figures.areas]
    who = title or ", ".join(names)
    id_, name = figures.areas[0] if len(figures.areas) == 1 else ("", who)
    return b.Resolved(
        id="statistics", code="", kind="form", edition=figures.on.isoformat(), title=f"{scheme}: figures for {who}",
        language="en", audience="public", mode="final", area_id=id_, area_name=name, gss_code="", sender="",
        version=__version__, blocks=tuple(_blocks(figures, cases)), key="", values={},
    )  # fmt: skip


def _blocks(figures: Figures, cases: bool) -> Iterator[b.Block]:
    periods = figures.periods
    days = join_and([one.days for one in periods])
    yield _text(f"Figures for {days}, as they were on {_day(figures.on)}.", "lead")
    if len(figures.areas) > 1:
        yield _text(f"Areas: {join_and([name for _, name in figures.areas])}.")
    for start in range(0, len(periods), _AT_ONCE):
        chosen = range(start, min(start + _AT_ONCE, len(periods)))
        yield _table(figures, chosen)
    for start in range(0, len(periods), _AT_ONCE):
        yield _chart(figures, range(start, min(start + _AT_ONCE, len(periods))))
    if len(figures.parts) > 1:
        yield b.Heading(2, (b.Text("By area"),))
        for period in periods:
            yield _by_area(figures, period)
    yield b.Heading(2, (b.Text("What each line counts"),))
    yield b.ListBlock(tuple(_definition(one) for one in figures.rows if not one.row.of))
    notes = list(figures.notes)
    if figures.fewer_than is not None:
        notes.append(
            f"A number from 1 to {figures.fewer_than - 1} is shown as “fewer than {figures.fewer_than}”, and one that "
            "would give such a number away is not shown, so that nobody can be recognised. The figures that the Act "
            "asks for are always shown."
        )
    if notes:
        yield b.Heading(2, (b.Text("Notes"),))
        yield b.ListBlock(tuple((b.Text(one),) for one in notes))
    if cases:
        yield b.Heading(2, (b.Text("The cases behind each number: not for publication"),))
        yield b.ListBlock(tuple(_cases(figures)) or ((b.Text("There are none."),),))


def _table(figures: Figures, chosen: range) -> b.Table:
    periods = [figures.periods[at] for at in chosen]
    header = (_cell("What is counted"), *(_cell(one.label) for one in periods))
    widths = (_WIDTH - _COLUMN * len(periods), *[_COLUMN] * len(periods))
    rows = []
    for one in figures.rows:
        label: b.Inlines = (b.Text(f"– {_value(one)}"),) if one.row.of else (
            b.Text(one.row.label), b.Break(), b.Text(f"{BASES[one.row.basis]}", italic=True)
        )  # fmt: skip
        rows.append((label, *(_number(one.counts[at]) for at in chosen)))
    caption = f"Figures by period: {', '.join(one.label for one in periods)}"
    return b.Table(caption, header, widths, tuple(rows))


def _chart(figures: Figures, chosen: range) -> b.Figure:
    rows = [one for one in figures.rows if one.row.statutory]
    labels = [figures.periods[at].label for at in chosen]
    numbers = [[one.counts[at].number for at in chosen] for one in rows]
    said = [
        f"{one.row.label}: {', '.join(f'{number} in {label}' for number, label in zip(row, labels, strict=True))}."
        for one, row in zip(rows, numbers, strict=True)
    ]
    drawing = bars([one.row.label for one in rows], labels, numbers)
    caption = f"The figures that must be published: {', '.join(labels)}"
    return b.Figure(drawing, " ".join(["Bar chart.", *said]), caption)


def _by_area(figures: Figures, period: Period) -> b.Table:
    rows = [one for one in figures.rows if one.row.statutory]
    header = (_cell(period.label), *(_cell(one.row.label) for one in rows))
    lines = []
    for part in figures.parts:
        if period in part.periods:
            at = part.periods.index(period)
            own = {one.row.id: one.counts[at] for one in part.rows}
            lines.append((_cell(part.areas[0][1]), *(_number(own[one.row.id]) for one in rows)))
    return b.Table(f"The figures of each area, {period.label}", header, (50.0, 30.0, 30.0, 30.0, 30.0), tuple(lines))


def _definition(one: RowFigures) -> b.Inlines:
    row = one.row
    words = f": {row.definition} " if row.definition else ". "
    areas = f" Counted by {join_and(list(one.areas))} only." if one.areas else ""
    return (b.Text(row.label, bold=True), b.Text(f"{words}Counted {BASES[row.basis]}.{areas}"))


def _cases(figures: Figures) -> Iterator[b.Inlines]:
    for one in figures.rows:
        for period, count in zip(figures.periods, one.counts, strict=True):
            if count.cases:
                yield (b.Text(f"{one.row.label}, {period.label}: ", bold=True), b.Text(", ".join(count.cases)))


def _value(one: RowFigures) -> str:
    return one.row.id.partition(":")[2].replace("_", " ")


def _number(count: Count) -> b.Inlines:
    return (b.Text(count.shown, bold=True),)


def _cell(words: str) -> b.Inlines:
    return (b.Text(words),)


def _text(words: str, style: Any = "normal") -> b.Paragraph:
    return b.Paragraph((b.Text(words),), style)


def _day(day: date) -> str:
    return long_date(day).partition(" ")[2]
