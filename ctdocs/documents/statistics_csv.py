"""Published figures as a table that Excel opens as it should."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Final

from ctdocs.rules.statistics import Figures
from ctdocs.rules.statistics.rows import BASES

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


def as_csv(figures: Figures, *, cases: bool = False) -> bytes:
    """The figures, a row each, a column for each period; ``cases`` adds the references behind each number.

    UTF-8 with its mark, by which Excel knows it. No text begins as a formula does, and no heading looks like a date
    (Excel takes 2011/12 for December 2011).
    """
    stream = io.StringIO()
    writer = csv.writer(stream)
    several = len(figures.parts) > 1
    headings = [f"{one.label if ' ' in one.label else f'Year {one.label}'}" for one in figures.periods]
    lists = [f"Cases, {one}" for one in headings] if cases else []
    area = ["Area"]
    writer.writerow(_safe([*area, "What is counted", *headings, "Counted", "What it counts", *lists]))
    for name, part in [(_all(figures), figures), *((one.areas[0][1], one) for one in figures.parts if several)]:
        for row in part.rows:
            numbers: list[str | int] = []
            behind = []
            for period in figures.periods:
                count = row.counts[part.periods.index(period)] if period in part.periods else None
                numbers.append("" if count is None else count.shown if count.suppressed else count.number)
                behind.append("; ".join(count.cases) if count else "")
            told = [BASES[row.row.basis], row.row.definition]
            writer.writerow(_safe([name, row.row.label, *numbers, *told, *(behind if cases else [])]))
    return b"\xef\xbb\xbf" + stream.getvalue().encode()


def _all(figures: Figures) -> str:
    return figures.areas[0][1] if len(figures.areas) == 1 else "All areas"


def _safe(cells: Iterable[str | int]) -> list[str | int]:
    return [f"'{one}" if isinstance(one, str) and one.startswith(_FORMULA) else one for one in cells]
