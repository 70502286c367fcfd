"""The rows of a repeated set of fields, those beyond the rows of the form included."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator

from ctdocs.documents.blocks import Field, Record, Records


def filled_records(block: Records, names: Iterable[str]) -> Iterator[tuple[int, Record]]:
    """Each record that one of the field ids in ``names`` belongs to, with its number, in order."""
    row = re.compile(rf"{re.escape(block.id)}\.(\d+)\.")
    for number in sorted({int(found[1]) for name in names if (found := row.match(name))}):
        yield number, numbered(block, number)


def numbered(block: Records, number: int) -> Record:
    """The record of that number; one beyond those of the form is made like the first."""
    if number <= len(block.records):
        return block.records[number - 1]
    first = block.records[0]

    def moved(spec: Field) -> Field:
        return dataclasses.replace(
            spec,
            id=spec.id.replace(f"{block.id}.1.", f"{block.id}.{number}.", 1),
            tooltip=spec.tooltip.replace(first.title, title, 1),
        )

    title = re.sub(r"1$", str(number), first.title)
    return Record(title, tuple(tuple(moved(spec) for spec in row) for row in first.rows))
