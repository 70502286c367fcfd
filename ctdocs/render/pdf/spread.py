"""Values spread over a form and its continuation sheets: what fits stands in its field, the rest goes on elsewhere."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ctdocs.documents.blocks import Field, Resolved, records_of
from ctdocs.documents.required import no_such_answers
from ctdocs.errors import Problem, Refused
from ctdocs.render.pdf.appearance import Shape, split

_ROW = re.compile(r"^([a-z_.]+)\.(\d+)\.(.+)$")
_COPIED = {"name": "victim.name"}
"""What a continuation sheet repeats of its form under another name, so that a loose sheet finds its way back."""


@dataclass
class Spread:
    """Values by full field name, and how many continuation sheets they need."""

    values: dict[str, str] = field(default_factory=dict)
    sheets: int = 0


@dataclass(frozen=True, slots=True)
class _Extra:
    """A value of a row beyond those of the form: table, row (from 1, beyond), name in the row, value."""

    table: str
    row: int
    name: str
    value: str


def in_field(spec: Field, value: str) -> str:
    """A value as it stands in a field: a date in a comb is eight digits."""
    if spec.kind == "date" and spec.cells:
        try:
            return dt.date.fromisoformat(value).strftime("%d%m%Y")
        except ValueError:
            return value
    return value


def spread(document: Resolved, shapes: Mapping[str, Shape], sheet_shapes: Callable[[], Mapping[str, Shape]]) -> Spread:
    """Lay the values of a document into its fields and those of as many continuation sheets as they need.

    ``shapes`` and ``sheet_shapes`` give the room of each field by id. Raises ``Refused`` where a choice has no such
    answer, or where something does not fit and the document has no continuation form.
    """
    work = _Work(document)
    work.problems += no_such_answers(document)
    own = {spec.id: spec for spec in document.fields()}
    rows = _rows(document)
    extra: list[_Extra] = []
    for name, value in document.values.items():
        if name in own:
            work.lay(own[name], name, name, value, shapes)
        elif (found := _ROW.match(name)) and int(found[2]) > rows.get(found[1], int(found[2])):
            extra.append(_Extra(found[1], int(found[2]) - rows[found[1]], found[3], value))
    if extra or work.more:
        if document.continuation is None:
            names = list(dict.fromkeys(name for name, _ in work.more)) or ["rows"]
            raise Refused(
                f"Some values do not fit '{document.id}', and it has no continuation form: {', '.join(names)}.",
                hint="Shorten them.",
            )
        work.lay_sheets(document.continuation, extra, rows, sheet_shapes())
    if work.problems:
        raise Refused(f"'{document.id}' cannot be filled.", problems=work.problems)
    return work.result


@dataclass
class _Work:
    """The laying of one document: what stands where, what goes on elsewhere, and what cannot be laid."""

    document: Resolved
    result: Spread = field(default_factory=Spread)
    more: list[tuple[str, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def lay(self, spec: Field, full_name: str, final_id: str, value: str, shapes: Mapping[str, Shape]) -> None:
        """Put a value into the field ``full_name``; what does not fit goes on under the name of ``final_id``."""
        if spec.kind == "tick":
            if value == "yes":  # so that no other word ever becomes a tick
                self.result.values[full_name] = value
        elif spec.kind == "radio":
            self.result.values[full_name] = value  # that it is one of the answers was looked at before
        else:
            stands, rest = split(in_field(spec, value), shapes[spec.id])
            if stands:
                self.result.values[full_name] = stands
            if rest:
                self.more.append((_question(spec, final_id), rest))

    def lay_sheets(
        self, sheet: Resolved, extra: list[_Extra], rows: Mapping[str, int], shapes: Mapping[str, Shape]
    ) -> None:
        """Put further rows and what did not fit onto as many sheets as they need."""
        specs = {spec.id: spec for spec in sheet.fields()}
        counts = _rows(sheet)
        beyond = sorted({one.table for one in extra if one.table not in counts})
        for table in beyond:
            message = f"There are more rows of '{table}' than the form has, and no continuation sheet for them."
            hint = "Make a Word file, which takes any number of rows, or the final record."
            self.problems.append(Problem(message, code="too-many-rows", field=table, hint=hint))
        for one in (one for one in extra if one.table in counts):
            number, place = divmod(one.row - 1, counts[one.table])
            name = f"{one.table}.{place + 1}.{one.name}"
            if name in specs:
                self.result.sheets = max(self.result.sheets, number + 1)
                final_id = f"{one.table}.{rows[one.table] + one.row}.{one.name}"
                self.lay(specs[name], f"continuation.{number + 1}.{name}", final_id, one.value, shapes)
        entry = 0
        while self.more:
            question, text = self.more.pop(0)
            stands, rest = split(text, shapes["more.1.text"])
            number, place = divmod(entry, counts["more"])
            self.result.sheets = max(self.result.sheets, number + 1)
            self.result.values[f"continuation.{number + 1}.more.{place + 1}.question"] = question
            self.result.values[f"continuation.{number + 1}.more.{place + 1}.text"] = stands
            entry += 1
            if rest:
                self.more.insert(0, (question, rest))  # every entry names the field that the answer began in
        for target in specs:
            known = self.document.values.get(_COPIED.get(target, target))
            if known and not _ROW.match(target) and split(known, shapes[target])[1] == "":
                for number in range(1, self.result.sheets + 1):
                    self.result.values[f"continuation.{number}.{target}"] = known


def _question(spec: Field, field_id: str) -> str:
    """What an entry of the continuation sheet says it goes on from: the number of the question, and the field's id."""
    number = spec.tooltip.partition(".")[0]
    return f"{number} – {field_id}" if number.startswith("Q") and number[1:].isdecimal() else field_id


def _rows(document: Resolved) -> dict[str, int]:
    return {table.id: len(table.records) for table in records_of(document.blocks)}
