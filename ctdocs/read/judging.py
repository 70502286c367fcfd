"""What a form says as a whole: the tree of its answers, and what the rules of the document say of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ctdocs.errors import Problem
from ctdocs.model.reading import FieldReading, nested


def answers(fields: Mapping[str, FieldReading]) -> dict[str, Any]:
    """The tree of answers, blanks left out. A tick box that is not ticked is an answer: False."""
    return nested({name: one.value for name, one in fields.items() if one.value is not None})


def judged(document: str, values: Mapping[str, Any]) -> tuple[Problem, ...]:
    """What the rules of the document with that id say of the answers as a whole."""
    if document != "application-form":
        return ()
    from ctdocs.model.application_check import problems

    return problems(values)
