"""Small numbers: what is published in their place, and whether they can be worked out from what is.

A number from 1 up to below the limit is not published, but for the figures of the Act. Where the parts of a row add up
to it and one alone is hidden, a second one is. What can still be worked out is told, for a person to decide.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

from ctdocs.rules.statistics.figures import Count, RowFigures
from ctdocs.rules.statistics.periods import Period

HIDDEN = "not shown"


def suppressed(
    rows: Sequence[RowFigures], periods: Sequence[Period], limit: int | None
) -> tuple[tuple[RowFigures, ...], tuple[str, ...]]:
    """The rows with small numbers hidden, and a sentence for each that can be worked out all the same."""
    if limit is None:
        return tuple(rows), ()
    columns, remarks = [], []
    for index, period in enumerate(periods):
        column = _column(rows, index, limit)
        columns.append(column)
        remarks += [
            f"{period.label}: “{one.row.label}” is published as “{count.shown}”, and can be worked out from the other "
            "figures."
            for one, count in zip(rows, column, strict=True)
            if count.suppressed and _derivable(one, count, rows, column)
        ]
    made = [replace(one, counts=tuple(column[at] for column in columns)) for at, one in enumerate(rows)]
    return tuple(made), tuple(remarks)


def _column(rows: Sequence[RowFigures], index: int, limit: int) -> list[Count]:
    small = f"fewer than {limit}"
    column = [
        replace(one.counts[index], shown=small)
        if 0 < one.counts[index].number < limit and not one.row.statutory
        else one.counts[index]
        for one in rows
    ]
    for parent in {one.row.of for one in rows if one.row.of}:
        parts = [at for at, one in enumerate(rows) if one.row.of == parent]
        if sum(column[at].suppressed for at in parts) == 1:
            others = [at for at in parts if not column[at].suppressed and column[at].number]
            if others:
                second = min(others, key=lambda at: column[at].number)
                column[second] = replace(column[second], shown=HIDDEN)
    return column


def _derivable(one: RowFigures, count: Count, rows: Sequence[RowFigures], column: Sequence[Count]) -> bool:
    """Whether the cases of a hidden number are what two published ones differ by, or what is left of a whole."""
    mine = set(count.cases)
    shown = [(other.row, set(known.cases)) for other, known in zip(rows, column, strict=True) if not known.suppressed]
    for row, whole in shown:
        if not mine < whole:
            if one.row.of and row.basis == one.row.basis and mine == whole:
                return True  # the one part that there is
            continue
        rest = whole - mine
        siblings = [cases for other, cases in shown if other.of and other.of == one.row.of]
        if any(cases == rest for _, cases in shown) or (siblings and set(chain(*siblings)) == rest):
            return True
    return False
