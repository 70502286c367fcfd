"""Which required fields of a form still have no value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ctdocs.documents.blocks import Block, Field, Question, Records, fields_of
from ctdocs.documents.records import filled_records
from ctdocs.documents.template import holds


def missing(
    blocks: tuple[Block, ...], values: Mapping[str, str], case: Mapping[str, Any], language: str
) -> Iterator[Field]:
    """Fields that are required, for this case, and have no value. An empty row of a repeated set asks for nothing."""
    names = {"basis": None, **case}
    for block in blocks:
        if isinstance(block, Question):
            yield from missing(block.blocks, values, case, language)
        elif isinstance(block, Records):
            filled = dict(filled_records(block, values))
            for record in (filled or {1: block.records[0]}).values():
                row = [field for fields in record.rows for field in fields]
                yield from (field for field in row if field.required and field.id not in values)
        else:
            for field in fields_of((block,)):
                needed = field.required or (field.required_if and holds(field.required_if, names, language))
                if needed and field.id not in values:
                    yield field
