"""Figures as they were counted: numbers with the cases behind them, and what could not be placed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ctdocs.rules.statistics.periods import Period
from ctdocs.rules.statistics.rows import Row


@dataclass(frozen=True, slots=True)
class Count:
    """A number and the references of the cases in it. ``shown`` is what may be published in its place."""

    number: int
    cases: tuple[str, ...]
    shown: str

    @property
    def suppressed(self) -> bool:
        """Whether something else than the number is to be published."""
        return self.shown != str(self.number)


@dataclass(frozen=True, slots=True)
class RowFigures:
    """A row with its number in each period. ``areas`` names those that count it, where not all do."""

    row: Row
    counts: tuple[Count, ...]
    areas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NotPlaced:
    """A case that may be missing from a row, and why."""

    case: str
    row: str
    why: str


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one or more areas (ids and names) for one or more periods, as they were ``on`` a day.

    ``cases`` is how many cases were looked at. ``remarks`` are sentences that a person must read before anything is
    published, ``notes`` those that only tell. ``parts`` holds the figures of each area where several are together.
    """

    areas: tuple[tuple[str, str], ...]
    periods: tuple[Period, ...]
    rows: tuple[RowFigures, ...]
    on: date
    cases: int
    fewer_than: int | None = None
    not_placed: tuple[NotPlaced, ...] = ()
    remarks: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    parts: tuple[Figures, ...] = ()
