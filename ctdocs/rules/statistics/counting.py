"""Counting: from the summaries of cases, one after the other, to figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from ctdocs.model.case_index import Unreadable
from ctdocs.model.case_summary import CaseSummary
from ctdocs.model.text import long_date
from ctdocs.rules.statistics.figures import Count, Figures, NotPlaced, RowFigures
from ctdocs.rules.statistics.periods import Period
from ctdocs.rules.statistics.rows import Row
from ctdocs.rules.statistics.standing import Standing, standing
from ctdocs.rules.statistics.suppressing import suppressed


def counted(
    cases: Iterable[CaseSummary | Unreadable], rows: Sequence[Row], periods: Sequence[Period], *, area: str, name: str,
    on: date, fewer_than: int | None = None,
) -> Figures:  # fmt: skip
    """The figures of ``area`` (called ``name``) as they are on a day; cases of other areas are left out and told."""
    tally = _Tally(rows, periods)
    remarks: list[str] = []
    not_placed: list[NotPlaced] = []
    labels = {row.id: row.label for row in rows}
    seen: dict[int, tuple[int, str]] = {}
    names: dict[str, int] = {}
    elsewhere = 0
    named = any("." in fact for row in rows for fact in (row.by or "", *(name for name, _ in row.where)))
    for case in cases:
        if isinstance(case, Unreadable):
            remarks.append(f"{case.folder} could not be read, and is counted nowhere: {case.why}")
            continue
        if case.state.area != area:
            elsewhere += 1
            continue
        birth, head = int(case.birth[:15], 16), int(case.head[:15], 16)
        if birth in seen:
            before, other = seen[birth]
            same = before == head
            remarks.append(
                f"{case.place} is a copy of {other}, and was counted once."
                if same
                else f"{case.place} begins as {other} does: they may be one case. Both are counted."
            )
            if same:
                continue
        seen[birth] = head, case.place
        names[case.name] = names.get(case.name, 0) + 1
        one = standing(case, on, named=named)
        tally.add(one)
        not_placed += [
            NotPlaced(one.name, labels.get(doubt.row, doubt.row), doubt.why)
            for doubt in one.doubts
            if doubt.day is None or any(period.holds(doubt.day) for period in periods)
        ]
    remarks += [f"{count} cases are called {known}." for known, count in names.items() if count > 1]
    notes = [f"Cases of other areas, left out: {elsewhere}."] if elsewhere else []
    notes += [f"{one.label} is not over: its figures are up to {long_date(on)}." for one in periods if one.last > on]
    made, derivable = suppressed(tuple(tally.rows()), periods, fewer_than)
    return Figures(
        ((area, name),), tuple(periods), made, on, sum(names.values()), fewer_than, tuple(not_placed),
        (*remarks, *derivable), tuple(notes),
    )  # fmt: skip


class _Tally:
    """The references of the cases of each row and period."""

    def __init__(self, rows: Sequence[Row], periods: Sequence[Period]) -> None:
        self.asked = rows
        self.periods = periods
        self.cases: dict[str, list[list[str]]] = {row.id: [[] for _ in periods] for row in rows}
        self.parts: dict[str, dict[str, list[list[str]]]] = {row.id: {} for row in rows if row.by}

    def add(self, case: Standing) -> None:
        """Count a case where it belongs."""
        where = {
            basis: [at for at, period in enumerate(self.periods) if period.first <= day <= period.last]
            for basis, day in case.days.items()
        }
        for row in self.asked:
            found = where.get(row.basis)
            if not found or (row.where and not row.counts(case)):
                continue
            for at in found:
                self.cases[row.id][at].append(case.name)
            if row.by:
                for value in case.facts.get(row.by) or ("none",):
                    part = self.parts[row.id].setdefault(value, [[] for _ in self.periods])
                    for at in found:
                        part[at].append(case.name)

        if case.told:
            self._add_told(case)

    def _add_told(self, case: Standing) -> None:
        """Count each earlier "not met" that was told, in the rows that ask for how the threshold was decided."""
        before = replace(case, facts={**case.facts, "threshold": ("not_met",)}, told=())
        asked = [row for row in self.asked if row.basis == "decided" and "threshold" in dict(row.where)]
        for day in case.told:
            other = _Tally(asked, self.periods)
            other.add(replace(before, days={"decided": day}))
            for row in asked:
                for at, found in enumerate(other.cases[row.id]):
                    self.cases[row.id][at] += found
                for value, parts in other.parts.get(row.id, {}).items():
                    part = self.parts[row.id].setdefault(value, [[] for _ in self.periods])
                    for at, found in enumerate(parts):
                        part[at] += found

    def rows(self) -> Iterator[RowFigures]:
        """Every row in its order, the parts of one after it."""
        for row in self.asked:
            yield RowFigures(row, tuple(map(_count, self.cases[row.id])))
            for value, found in sorted(self.parts.get(row.id, {}).items()):
                yield RowFigures(row.part(value), tuple(map(_count, found)))


def _count(cases: list[str]) -> Count:
    return Count(len(cases), tuple(cases), str(len(cases)))
