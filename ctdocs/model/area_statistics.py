"""The figures of an area besides those that the Act asks for: the schema of ``statistics`` in a profile."""

from __future__ import annotations

import re
from typing import Annotated, Any, Final, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from ctdocs.model.area_values import Part, Text, Whole, matching
from ctdocs.model.validate import several

Basis = Literal["received", "decided", "reviewed", "appeal_lodged", "appeal_decided"]
"""The day by which a case falls into a period."""

FACTS: Final = (
    "threshold", "basis", "third_party", "authority", "route", "reviewed", "recommendations", "appeal", "reported",
    "withdrawn", "declined", "closed",
)  # fmt: skip
"""What is known of every case."""

_OWN: Final = re.compile(r"(?:decided|letter|flag)\.[a-z][a-z0-9._-]*")


def _fact(value: str) -> str:
    if value not in FACTS and not _OWN.fullmatch(value):
        raise ValueError(
            f"'{value}' is not known of a case: it is one of {', '.join(FACTS)}, or the outcome of a decision "
            "(decided.…), a letter (letter.letter-4) or a flag (flag.…)"
        )
    return value


def _as_several(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


Fact = Annotated[Text, AfterValidator(_fact)]
RowId = Annotated[str, matching(r"[a-z][a-z0-9-]{0,40}", "an id in small letters, digits and hyphens")]
Wanted = Annotated[tuple[Text, ...], BeforeValidator(_as_several), Field(min_length=1)]

OURS: Final = (
    "received", "not-met", "reviews", "recommendations", "appeals-received", "appeals-upheld", "appeals-rejected",
    "appeals-other",
)  # fmt: skip
"""The ids of the rows that every area has: the four of the Act, and those of appeals."""


class StatisticsRow(Part):
    """A row of an area's own. A case counts where its day by ``count`` is in the period and every fact is as wanted.

    ``by`` parts the row by the values of a fact, a line each.
    """

    id: RowId
    label: Text
    definition: Text | None = None
    count: Basis
    where: dict[Fact, Wanted] = Field(default_factory=dict)
    by: Fact | None = None


class Statistics(Part):
    """How the figures of an area are made up.

    ``fewer_than``: a number from 1 up to below this is printed as "fewer than" it, but for the figures of the Act.
    """

    year: Literal["april", "calendar"] = "april"
    fewer_than: Annotated[Whole, Field(ge=2, le=20)] | None = None
    rows: tuple[StatisticsRow, ...] = ()

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        seen = list(OURS)
        for index, row in enumerate(self.rows):
            if row.id in seen:
                raise several([(("rows", index, "id"), f"there is a row '{row.id}' already")])
            seen.append(row.id)
        return self
