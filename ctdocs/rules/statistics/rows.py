"""What is counted: the four figures of the Act, those of appeals, and the rows of a profile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ctdocs.model.area_statistics import Basis, Statistics
from ctdocs.rules.statistics.standing import Standing

BASES: Final[Mapping[Basis, str]] = {
    "received": "by the day the application was received",
    "decided": "by the day the threshold was decided",
    "reviewed": "by the day of the review meeting",
    "appeal_lodged": "by the day the appeal was made",
    "appeal_decided": "by the day the appeal was decided",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One figure: what it is called, what it counts in a sentence, and by which day.

    ``statutory`` ones are never suppressed. ``where`` holds the values that each fact may have. ``of`` names the row
    that this one is a part of; a row with ``by`` is parted by the values of that fact.
    """

    id: str
    label: str
    definition: str
    basis: Basis
    statutory: bool = False
    where: tuple[tuple[str, frozenset[str]], ...] = ()
    of: str | None = None
    by: str | None = None

    def counts(self, case: Standing) -> bool:
        """Whether a case is of this row, in whatever period its day falls."""
        for name, wanted in self.where:  # noqa: SIM110  asked of every row of every case: all() takes twice as long
            if wanted.isdisjoint(case.facts.get(name, _NO)):
                return False
        return True

    def part(self, value: str) -> Row:
        """The part of this row whose cases have that value."""
        return Row(f"{self.id}:{value}", f"{self.label}: {value.replace('_', ' ')}", "", self.basis, of=self.id)


_NO: Final = ("no",)
"""What a decision that nobody took and a letter that nobody sent count as."""


def _is(name: str, *values: str) -> tuple[tuple[str, frozenset[str]], ...]:
    return ((name, frozenset(values)),)


STATUTORY: Final = (
    Row(
        "received", "Applications for a review",
        "Every application that was received, whoever made it and whatever became of it.", "received", True,
    ),
    Row(
        "not-met", "Applications that did not meet the threshold",
        "Decisions that the threshold was not met. One that was told by letter counts, whatever was decided later; "
        "one that was corrected before does not.",
        "decided", True, _is("threshold", "not_met"),
    ),
    Row(
        "reviews", "Reviews carried out",
        "Reviews whose meeting was held. One that was held although the threshold was not met counts too.",
        "reviewed", True,
    ),
    Row(
        "recommendations", "Reviews that led to recommendations",
        "Reviews carried out that made a recommendation or agreed an action.",
        "reviewed", True, _is("recommendations", "yes"),
    ),
)  # fmt: skip
"""What the relevant bodies in an area must publish (2014 Act, s.104)."""

APPEALS: Final = (
    Row("appeals-received", "Appeals received", "Appeals that were made, on any ground.", "appeal_lodged"),
    Row(
        "appeals-upheld", "Appeals upheld", "Appeals that were decided for the applicant, in whole or in part.",
        "appeal_decided", where=_is("appeal", "upheld"),
    ),
    Row(
        "appeals-rejected", "Appeals not upheld", "Appeals that were decided against the applicant.", "appeal_decided",
        where=_is("appeal", "rejected"),
    ),
    Row(
        "appeals-other", "Appeals that ended otherwise", "Appeals that were withdrawn, or not heard.",
        "appeal_decided", where=_is("appeal", "other"),
    ),
)  # fmt: skip


def rows_of(own: Statistics) -> tuple[Row, ...]:
    """Every row of an area, in their order."""
    mine = (
        Row(
            row.id, row.label, row.definition or "", row.count,
            where=tuple((name, frozenset(wanted)) for name, wanted in sorted(row.where.items())), by=row.by,
        )
        for row in own.rows
    )  # fmt: skip
    return (*STATUTORY, *APPEALS, *mine)
