"""What the values behind names are good for: which names they have in them, which filter they suit, what they equal.

A value of a case is judged by what it holds (``Value.holds``), never by what is known of it, so that a template is
right or wrong for all cases alike.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from jinja2 import nodes

from ctdocs.documents.facts import ClockNames
from ctdocs.documents.template import Value
from ctdocs.model.facts import Fact, Missing, Namespace
from ctdocs.render.docx.checking.faults import TAKES, Fault, dotted

Scope = Mapping[str, Any]

ANYTHING: Final = Missing("anything", None)
"""What is not known more closely: every name in it is accepted, and every filter suits it."""


def members(value: Any) -> set[str]:
    """The names that a value has in it."""
    match value:
        case Namespace():
            return set(dir(value))
        case ClockNames():
            return {"period", "due"}
        case Mapping():
            return {str(name) for name in value}
        case Value() | Fact() | str() | int() | tuple() | list() | None:
            return set()
    return {name for name in dir(value) if not name.startswith("_")}


def members_of(scope: Scope) -> list[str]:
    """The dotted names of what a loop gave names to."""
    found = []
    for name, value in scope.items():
        inner = sorted(members(value)) if not isinstance(value, Missing) else []
        found += [f"{name}.{member}" for member in inner] or [name]
    return found


def unfit(value: Any, filter_: str, name: str) -> Fault | None:
    """The fault of a filter on a value that it cannot write, told now and not on the day; None where it can."""
    if isinstance(value, Missing) or value is None or _suits(value, filter_):
        return None
    hint = None
    if filter_ == "join_and" and isinstance(value, tuple):
        hint = how_to_list(name, value)
        return Fault(f"'{name}' cannot be written with the filter 'join_and': each of its items holds several.", hint)
    if filter_ == "words" and isinstance(value, Value) and value.holds == "date":
        hint = f"Write: {{{{ {name} | long_date }}}}"
    return Fault(f"'{name or 'this'}' cannot be written with the filter '{filter_}': {TAKES[filter_]}.", hint)


def _suits(value: Any, filter_: str) -> bool:
    if isinstance(value, Value):
        return {"date": "long_date", "text": "one_line"}.get(value.holds) == filter_
    match filter_:
        case "long_date":
            return isinstance(value, dt.date)
        case "words":
            return isinstance(value, int) or (isinstance(value, str) and value.strip().isdecimal())
        case "join_and":
            return isinstance(value, tuple | list) and not any(isinstance(item, Namespace) for item in value)
        case "one_line":
            return isinstance(value, str)
    return True


def unprintable(value: Any, name: str) -> Fault | None:
    """The fault of printing a value that has no words of its own; None where it has."""
    if isinstance(value, Namespace | ClockNames | Mapping):
        inner = ", ".join(sorted(members(value)))
        return Fault(f"'{name}' holds several things and cannot be printed.", f"It has: {inner}.")
    if isinstance(value, tuple):
        return Fault(f"'{name}' is a list and cannot be printed in one piece.", how_to_list(name, value))
    if value is True or value is False or (isinstance(value, Value) and value.holds == "yesno"):
        hint = f"Write: {{% if {name} %}}words{{% endif %}}"
        return Fault(f"'{name}' is only true or false, and cannot be printed.", hint)
    return None


def never_equal(one: tuple[nodes.Node, Any], other: tuple[nodes.Node, Any]) -> Fault | None:
    """The fault of comparing two values that can never be the same; None where they can.

    Each is given as it is written and as what it stands for. Every fact and answer is text.
    """
    for (left, value), (right, constant) in ((one, other), (other, one)):
        if not isinstance(right, nodes.Const) or isinstance(left, nodes.Const) or constant is None or value is ANYTHING:
            continue
        name = dotted(left) or "this"
        if isinstance(value, tuple | Namespace | ClockNames):
            return Fault(f"'{name}' holds several things and is never the same as one value.")
        yes_or_no = isinstance(value, bool) or (isinstance(value, Value) and value.holds == "yesno")
        if isinstance(constant, bool):
            if not yes_or_no:
                return Fault(f"'{name}' is never the same as true or false.", f"Write: {{% if {name} %}}")
        elif yes_or_no:
            return Fault(f"'{name}' is only true or false.", f"Write: {{% if {name} %}} or {{% if not {name} %}}")
        elif isinstance(value, Value) and value.holds == "date":
            hint = f"It can be asked only whether it is known: {{% if {name} %}}"
            return Fault(f"'{name}' is a date, and is never the same as {constant!r}.", hint)
        elif isinstance(constant, int | float):
            if not isinstance(value, int):
                message = f"'{name}' is text, and is never the same as the number {constant}."
                return Fault(message, f"Write '{constant}' in quotes: {name} == '{constant}'")
        elif isinstance(value, int):
            return Fault(f"'{name}' is a number, and is never the same as a text.", f"Write {constant} without quotes.")
    return None


def how_to_list(name: str, items: tuple[Any, ...]) -> str:
    """What to write to print a list."""
    if not items or not isinstance(items[0], Namespace):
        return f"Write: {{{{ {name} | join_and }}}}"
    member = dir(items[0])[0]
    return f"Go through it: {{% for item in {name} %}} {{{{ item.{member} }}}} {{% endfor %}}"
