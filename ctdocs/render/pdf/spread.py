"""Values spread over a form and its continuation sheets: what fits stands in its field, the rest goes on elsewhere."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ctdocs.documents.blocks import Field, Records, Resolved
from ctdocs.errors import Refused
from ctdocs.render.pdf.appearance import Shape, split

_ROW = re.compile(r"^([a-z_]+)\.(\d+)\.(.+)$")


@dataclass
class Spread:
    """Values by full field name, and how many continuation sheets they need."""

    values: dict[str, str] = field(default_factory=dict)
    sheets: int = 0


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

    ``shapes`` and ``sheet_shapes`` give the room of each field by id. Raises ``Refused`` where something does not fit
    and the document has no continuation form.
    """
    result = Spread()
    more: list[tuple[str, str]] = []
    extra: dict[int, dict[str, str]] = {}
    own = {spec.id: spec for spec in document.fields()}
    rows = _rows(document)
    for name, value in document.values.items():
        spec = own.get(name)
        if spec is None:
            found = _ROW.match(name)
            if found and found[1] in rows and int(found[2]) > rows[found[1]]:
                extra.setdefault(int(found[2]) - rows[found[1]], {})[f"{found[1]}.%d.{found[3]}"] = value
            continue
        if spec.kind in ("tick", "radio"):
            if _chosen(spec, value):
                result.values[name] = value
            continue
        _lay(spec, name, in_field(spec, value), shapes[name], result.values, more, _question(spec, name))
    if not extra and not more:
        return result
    if document.continuation is None:
        names = list(dict.fromkeys(name for name, _ in more)) or ["rows"]
        raise Refused(
            f"Some values do not fit '{document.id}', and it has no continuation form: {', '.join(names)}.",
            hint="Shorten them.",
        )
    _lay_sheets(document, document.continuation, extra, more, sheet_shapes(), result)
    return result


def _chosen(spec: Field, value: str) -> bool:
    """Whether a tick or a choice is to be marked: a tick on ``yes`` alone, so that no other word ever becomes one."""
    return value == "yes" if spec.kind == "tick" else value in {option.value for option in spec.options}


def _question(spec: Field, field_id: str) -> str:
    """What an entry of the continuation sheet says it goes on from: the number of the question, and the field's id."""
    number = spec.tooltip.partition(".")[0]
    return f"{number} – {field_id}" if number.startswith("Q") and number[1:].isdecimal() else field_id


def _rows(document: Resolved) -> dict[str, int]:
    found: dict[str, int] = {}

    def visit(blocks: tuple[object, ...]) -> None:
        for block in blocks:
            if isinstance(block, Records):
                found[block.id] = len(block.records)
            inner = getattr(block, "blocks", None)
            if isinstance(inner, tuple):
                visit(inner)

    visit(document.blocks)
    return found


def _lay(
    spec: Field,
    full_name: str,
    value: str,
    shape: Shape,
    values: dict[str, str],
    more: list[tuple[str, str]],
    question: str,
) -> None:
    stands, rest = split(value, shape)
    if stands:
        values[full_name] = stands
    if rest:
        more.append((question, rest))


def _lay_sheets(
    document: Resolved,
    sheet: Resolved,
    extra: dict[int, dict[str, str]],
    more: list[tuple[str, str]],
    shapes: Mapping[str, Shape],
    result: Spread,
) -> None:
    specs = {spec.id: spec for spec in sheet.fields()}
    counts = _rows(sheet)
    rows = _rows(document).get("incidents", 0)
    per_sheet, per_more = counts.get("incidents", 1), counts.get("more", 1)
    for number, row in sorted(extra.items()):
        sheet_number, place = (number - 1) // per_sheet + 1, (number - 1) % per_sheet + 1
        result.sheets = max(result.sheets, sheet_number)
        for pattern, value in row.items():
            name = pattern % place
            spec = specs.get(name)
            if spec is None:
                continue
            full = f"continuation.{sheet_number}.{name}"
            if spec.kind in ("tick", "radio"):
                if _chosen(spec, value):
                    result.values[full] = value
            else:
                final = pattern % (rows + number)
                _lay(spec, full, in_field(spec, value), shapes[name], result.values, more, _question(spec, final))
    room = shapes["more.1.text"]
    entry = 0
    while more:
        question, text = more.pop(0)
        stands, rest = split(text, room)
        sheet_number, place = entry // per_more + 1, entry % per_more + 1
        result.sheets = max(result.sheets, sheet_number)
        result.values[f"continuation.{sheet_number}.more.{place}.question"] = question
        result.values[f"continuation.{sheet_number}.more.{place}.text"] = stands
        entry += 1
        if rest:
            more.insert(0, (question, rest))  # every entry names the field that the answer began in
    for number in range(1, result.sheets + 1):
        for target, source in (("name", "victim.name"), ("reference", "reference")):
            known = document.values.get(source)
            if known and target in specs and split(known, shapes[target])[1] == "":
                result.values[f"continuation.{number}.{target}"] = known
