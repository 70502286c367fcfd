"""The figures of a county from those of its areas."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Final

from ctdocs.errors import Problem, Refused
from ctdocs.model.text import long_date
from ctdocs.rules.statistics.figures import Count, Figures, NotPlaced, RowFigures
from ctdocs.rules.statistics.periods import Period
from ctdocs.rules.statistics.rows import Row
from ctdocs.rules.statistics.suppressing import HIDDEN, suppressed

_NONE: Final = Count(0, (), "0")


def merged(given: Sequence[tuple[str, Figures]]) -> Figures:
    """The figures of all areas together; ``given`` are those of each with the name of where they stand.

    What stands in two places and is the same counts once. Raises ``Refused``, naming both places, where two give
    different figures of one area for the same days, or where periods overlap without being the same.
    """
    parts = [(name, part) for name, figures in given for part in figures.parts or (figures,)]
    if problems := [*_clashes(parts), *_uneven(parts)]:
        raise Refused("These figures cannot be put together.", problems=problems)
    areas = dict.fromkeys(part.areas[0] for _, part in parts)
    own = tuple(_of_area(area, [part for _, part in parts]) for area in areas)
    periods = sorted({period for part in own for period in part.periods})
    limits = [part.fewer_than for part in own if part.fewer_than]
    limit = max(limits) if limits else None
    rows, remarks = suppressed(tuple(_rows(own, periods)), periods, limit)
    rows, hidden = _one_alone(rows, own, periods)
    return Figures(
        tuple(areas),
        tuple(periods),
        rows,
        max(part.on for part in own),
        sum(part.cases for part in own),
        limit,
        tuple(NotPlaced(_named(part, one.case), one.row, one.why) for part in own for one in part.not_placed),
        (*(f"{part.areas[0][1]}: {said}" for part in own for said in part.remarks), *remarks, *hidden),
        tuple(_notes(own, periods)),
        own,
    )


def _clashes(parts: Sequence[tuple[str, Figures]]) -> Iterator[Problem]:
    for (first, one), (second, two) in combinations(parts, 2):
        if one.areas != two.areas:
            continue
        for a in one.periods:
            for b in two.periods:
                if a == b and _column(one, a) != _column(two, b):
                    yield Problem(f"{first} and {second} give different figures of {one.areas[0][1]} for {a.label}.")
                elif a != b and a.meets(b):
                    yield Problem(
                        f"{first} and {second} hold figures of {one.areas[0][1]} for periods that overlap: {a.days}, "
                        f"and {b.days}."
                    )


def _uneven(parts: Sequence[tuple[str, Figures]]) -> Iterator[Problem]:
    """Periods of different areas that overlap: no sum of them is that of any period."""
    for (first, one), (second, two) in combinations(parts, 2):
        if one.areas == two.areas:
            continue
        for a in one.periods:
            for b in two.periods:
                if a != b and a.meets(b):
                    yield Problem(
                        f"{first} ({one.areas[0][1]}) is for {a.days}, and {second} ({two.areas[0][1]}) for {b.days}: "
                        "they overlap, and are not the same.",
                        hint="Make both for the same period.",
                    )


def _column(figures: Figures, period: Period) -> list[tuple[str, int, list[str]]]:
    at = figures.periods.index(period)
    return [(one.row.id, one.counts[at].number, sorted(one.counts[at].cases)) for one in figures.rows]


def _of_area(area: tuple[str, str], parts: Sequence[Figures]) -> Figures:
    """All that is known of one area, each period once."""
    mine = [part for part in parts if part.areas[0] == area]
    periods: dict[Period, Figures] = {}
    for part in mine:
        for period in part.periods:
            periods.setdefault(period, part)
    ordered = sorted(periods)
    rows: dict[Row, list[Count | None]] = {}
    for at, period in enumerate(ordered):
        part = periods[period]
        for one in part.rows:
            rows.setdefault(one.row, [None] * len(ordered))[at] = one.counts[part.periods.index(period)]
    used = list(dict.fromkeys(map(id, periods.values())))
    holding = [part for part in mine if id(part) in used]
    return replace(
        holding[0],
        periods=tuple(ordered),
        rows=tuple(RowFigures(row, tuple(count or _NONE for count in counts)) for row, counts in rows.items()),
        on=max(part.on for part in holding),
        cases=max(part.cases for part in holding),
        not_placed=tuple(dict.fromkeys(one for part in holding for one in part.not_placed)),
        remarks=tuple(dict.fromkeys(one for part in holding for one in part.remarks)),
        notes=tuple(dict.fromkeys(one for part in holding for one in part.notes)),
        fewer_than=max((part.fewer_than or 0 for part in holding), default=0) or None,
    )


def _rows(own: Sequence[Figures], periods: Sequence[Period]) -> Iterator[RowFigures]:
    """Each row once, in the order in which areas have it, those of each row with its parts after it."""
    order: list[Row] = []
    for part in own:
        last = -1
        for one in part.rows:
            if one.row not in order:
                order.insert(last + 1 if last >= 0 else len(order), one.row)
            last = order.index(one.row)
    for row in order:
        # Of the parts of a row an area has those that it met: another is 0 there.
        having = [part for part in own if any(one.row == row or one.row.id == row.of for one in part.rows)]
        counts = []
        for period in periods:
            found = [(part, count) for part in having if (count := _cell(part, row, period)) is not None]
            cases = tuple(_named(part, case) for part, count in found for case in count.cases)
            number = sum(count.number for _, count in found)
            counts.append(Count(number, cases, str(number)))
        names = () if len(having) == len(own) else tuple(part.areas[0][1] for part in having)
        yield RowFigures(row, tuple(counts), names)


def _cell(part: Figures, row: Row, period: Period) -> Count | None:
    if period not in part.periods:
        return None
    found = next((one for one in part.rows if one.row == row), None)
    if found is None:
        return _NONE if row.of else None
    return found.counts[part.periods.index(period)]


def _one_alone(
    rows: Sequence[RowFigures], own: Sequence[Figures], periods: Sequence[Period]
) -> tuple[tuple[RowFigures, ...], tuple[str, ...]]:
    """A sum is hidden where one area alone hides its number: the others would give it away."""
    made, remarks = [], []
    for one in rows:
        counts = list(one.counts)
        for at, period in enumerate(periods):
            cells = [cell for part in own if (cell := _cell(part, one.row, period)) is not None]
            alone = sum(cell.suppressed for cell in cells) == 1 and len(cells) > 1
            if alone and not one.row.statutory and not counts[at].suppressed:
                counts[at] = replace(counts[at], shown=HIDDEN)
                remarks.append(
                    f"{period.label}: “{one.row.label}” is not shown for all areas, for one area alone does not "
                    "publish its number, and the sum would give it away."
                )
        made.append(replace(one, counts=tuple(counts)))
    return tuple(made), tuple(remarks)


def _notes(own: Sequence[Figures], periods: Sequence[Period]) -> Iterator[str]:
    for period in periods:
        if lacking := [part.areas[0][1] for part in own if period not in part.periods]:
            yield f"{period.label}: nothing came from {', '.join(lacking)}."
    latest = max(part.on for part in own)
    for part in own:
        if part.on != latest:
            yield f"The figures of {part.areas[0][1]} are as they were on {long_date(part.on)}."
        yield from (f"{part.areas[0][1]}: {said}" for said in part.notes)


def _named(part: Figures, case: str) -> str:
    return f"{part.areas[0][1]}: {case}"
