"""Figures as plain data, to be kept as JSON and put together for a county, and back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from ctdocs.errors import Refused
from ctdocs.rules.statistics.figures import Count, Figures, NotPlaced, RowFigures
from ctdocs.rules.statistics.periods import Period
from ctdocs.rules.statistics.rows import BASES, Row

KIND: Final = "ctdocs-statistics"
VERSION: Final = 1


def as_plain(figures: Figures) -> dict[str, Any]:
    """Everything that the figures hold, the numbers that are not published and the references of cases included."""
    return {
        "kind": KIND,
        "version": VERSION,
        "areas": [{"id": id_, "name": name} for id_, name in figures.areas],
        "on": figures.on.isoformat(),
        "periods": [
            {"from": one.first.isoformat(), "to": one.last.isoformat(), "label": one.label} for one in figures.periods
        ],
        "cases": figures.cases,
        "fewer_than": figures.fewer_than,
        "rows": [
            {
                "id": one.row.id, "label": one.row.label, "definition": one.row.definition, "basis": one.row.basis,
                "statutory": one.row.statutory, "of": one.row.of, "by": one.row.by,
                "where": {name: sorted(wanted) for name, wanted in one.row.where}, "areas": list(one.areas),
                "figures": [
                    {"count": count.number, "shown": count.shown, "cases": list(count.cases)} for count in one.counts
                ],
            }
            for one in figures.rows
        ],
        "not_placed": [{"case": one.case, "row": one.row, "why": one.why} for one in figures.not_placed],
        "remarks": list(figures.remarks),
        "notes": list(figures.notes),
        "parts": [as_plain(part) for part in figures.parts],
    }  # fmt: skip


def from_plain(said: Any, name: str) -> Figures:
    """The figures that ``as_plain`` gave. Raises ``Refused``, naming the file ``name``, where they are none."""
    if not isinstance(said, Mapping) or said.get("kind") != KIND:
        raise Refused(
            f"{name} holds no figures of ctdocs.", hint="Make it with: ctdocs statistics CASES --area A … -o FILE.json"
        )
    if said.get("version") != VERSION:
        raise Refused(f"{name} is of another version of ctdocs.", hint="Make it anew with this one.")
    try:
        return _figures(said)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Refused(f"{name} was changed since it was made, or is damaged.", hint="Make it anew.") from error


def _figures(said: Mapping[str, Any]) -> Figures:
    day = date.fromisoformat
    periods = tuple(Period(day(one["from"]), day(one["to"])) for one in said["periods"])
    rows = []
    for one in said["rows"]:
        where = tuple((fact, frozenset(wanted)) for fact, wanted in sorted(one["where"].items()))
        row = Row(
            str(one["id"]), str(one["label"]), str(one["definition"]), one["basis"], bool(one["statutory"]), where,
            one["of"], one["by"],
        )  # fmt: skip
        counts = tuple(
            Count(int(cell["count"]), tuple(map(str, cell["cases"])), str(cell["shown"])) for cell in one["figures"]
        )
        wrong = [cell for cell in counts if cell.number < 0 or cell.number != len(cell.cases)]
        if row.basis not in BASES or len(counts) != len(periods) or wrong:
            raise ValueError(row.id)
        rows.append(RowFigures(row, counts, tuple(one["areas"])))
    areas = tuple((str(one["id"]), str(one["name"])) for one in said["areas"])
    parts = tuple(map(_figures, said["parts"]))
    if not areas or (len(areas) > 1 and len(parts) != len(areas)):
        raise ValueError("areas")
    return Figures(
        areas,
        periods,
        tuple(rows),
        day(said["on"]),
        int(said["cases"]),
        said["fewer_than"],
        tuple(NotPlaced(str(one["case"]), str(one["row"]), str(one["why"])) for one in said["not_placed"]),
        tuple(map(str, said["remarks"])),
        tuple(map(str, said["notes"])),
        parts,
    )
