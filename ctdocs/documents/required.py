"""What is wrong with the values of a form: required ones that are missing, and answers that a choice does not have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from ctdocs.documents.blocks import Block, Field, Question, Records, Resolved, fields_of
from ctdocs.documents.records import filled_records
from ctdocs.documents.template import holds
from ctdocs.errors import Problem
from ctdocs.model.reading import nested

_ROW: Final = re.compile(r"^([a-z_.]+)\.\d+\.")


def missing(
    blocks: tuple[Block, ...], values: Mapping[str, str], case: Mapping[str, Any], language: str
) -> Iterator[Field]:
    """Fields that are required, for this case, and have no value. An empty row of a repeated set asks for nothing."""
    names = _laid_over(nested({field.id: None for field in fields_of(blocks)}), case)
    names.setdefault("basis", None)
    yield from _missing(blocks, values, names, language)


def _missing(
    blocks: tuple[Block, ...], values: Mapping[str, str], names: Mapping[str, Any], language: str
) -> Iterator[Field]:
    for block in blocks:
        if isinstance(block, Question):
            yield from _missing(block.blocks, values, names, language)
        elif isinstance(block, Records):
            filled = dict(filled_records(block, values))
            for record in (filled or {1: block.records[0]}).values():
                row = [field for fields in record.rows for field in fields]
                yield from (field for field in row if field.required and field.id not in values)
        else:
            for field in fields_of((block,)):
                needed = field.required or (field.required_if and holds(field.required_if, names, language))
                if needed and field.id not in values and _other_phone(field.id) not in values:
                    yield field


def _other_phone(field_id: str) -> str:
    """A mobile number reaches a person as well as a daytime number does (``application_check`` asks for either)."""
    who, _, last = field_id.rpartition(".")
    return f"{who}.mobile_phone" if last == "daytime_phone" else ""


def _laid_over(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """What is known over a tree in which every field is unknown: a condition may ask for any of them."""
    result = {**under, **over}
    for name, inner in under.items():
        if isinstance(inner, Mapping) and isinstance(over.get(name), Mapping):
            result[name] = _laid_over(inner, over[name])
    return result


def no_such_answers(document: Resolved) -> tuple[Problem, ...]:
    """The values of choices that are none of their answers, rows beyond those of the form included."""
    choices = {spec.id: spec for spec in document.fields() if spec.kind == "radio"}
    problems = []
    for name, value in document.values.items():
        spec = choices.get(name) or choices.get(_ROW.sub(r"\1.1.", name, count=1))
        if spec is not None and value not in {option.value for option in spec.options}:
            known = ", ".join(option.value for option in spec.options)
            message = f"“{value}” is no answer to '{name}', which has {known}."
            hint = f"Put one of them into the case: ctdocs case set CASE {name}=…"
            problems.append(Problem(message, code="no-such-answer", field=name, hint=hint))
    return tuple(problems)
