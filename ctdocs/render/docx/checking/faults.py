"""What can be wrong with the expression in a tag, as sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from jinja2 import TemplateError, TemplateSyntaxError, nodes


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one tag, and what to write instead where that can be guessed."""

    message: str
    hint: str | None = None


COMPUTES: Final = Fault(
    "A template prints values as they are: it cannot join them, compute with them or cut them.",
    "Put each value in a tag of its own, with the words beside it.",
)
NO_CALLS: Final = Fault("A template cannot call functions: no brackets follow a name.", "Write the name alone.")
NO_COMMAS: Final = Fault("A tag holds one value: a comma does not belong here.", "Give each name its own tag.")
ALL_ROWS: Final = Fault(
    "A loop over the rows of a form takes every row: what is typed in the others could not be read.",
    "Take out what follows after the name of the rows.",
)
NOT_PRINTED: Final = Fault(
    "A condition cannot be printed: it would say True or False.", "Write: {% if … %}words{% endif %}"
)
TAKES: Final = {
    "long_date": "it takes a date",
    "words": "it takes a whole number",
    "join_and": "it takes a list",
    "one_line": "it takes text",
}
_SIGNS: Final = {"gt": ">", "gteq": ">=", "lt": "<", "lteq": "<=", "in": "in", "notin": "not in"}
TESTS: Final = ("defined", "none")
"""What may stand after ``is`` or ``is not``."""


def refused(node: nodes.Node) -> Fault:
    """The fault of using a part of Jinja that templates do not have."""
    match node:
        case nodes.Call():
            return NO_CALLS
        case nodes.Slice() | nodes.Neg() | nodes.Pos():
            return COMPUTES
        case nodes.Tuple() | nodes.List():
            return NO_COMMAS
        case nodes.Getitem(arg=nodes.Const(value=str() as name)) if (whole := dotted(node.node)):
            return Fault("Names are joined by full stops: no square brackets follow a name.", f"Write: {whole}.{name}")
        case nodes.Getitem():
            hint = f"Go through the list: {{% for item in {dotted(node.node) or '…'} %}}"
            return Fault("A template cannot pick one by its number: no square brackets follow a name.", hint)
    what = type(node).__name__
    return Fault(f"A template does not use this part of Jinja ({what}).", "Use a name, a condition or a loop.")


def no_such_test(name: str) -> Fault:
    """The fault of ``is`` with a word that templates do not know."""
    hint = "Write: is not defined" if name == "undefined" else "There are: is defined, is none, and both with 'not'."
    return Fault(f"'is {name}' is not a test that a template can make.", hint)


def no_such_comparison(operator: str) -> Fault | None:
    """The fault of a sign that compares; None for the two that templates have."""
    if operator in ("eq", "ne"):
        return None
    sign = _SIGNS.get(operator, operator)
    hint = "There are == and !=; and a name alone asks whether it is known: {% if name %}"
    return Fault(f"A template cannot compare by '{sign}': it can tell only whether two values are the same.", hint)


def did_you_mean(name: str) -> str:
    """The question that names the nearest name."""
    return f"Did you mean '{name}'?"


def dotted(node: nodes.Node | None) -> str:
    """``area.spoc.phone`` for an expression that is a name, else "" ."""
    match node:
        case nodes.Name():
            return node.name
        case nodes.Getattr():
            inner = dotted(node.node)
            return f"{inner}.{node.attr}" if inner else ""
        case nodes.Filter():
            return dotted(node.node)
    return ""


def syntax(error: TemplateError, source: str) -> Fault:
    """A sentence for what Jinja's parser says. It names tokens; people write tags."""
    said = str(error.message or error)
    inner = source.strip("{}%#").strip()
    if not isinstance(error, TemplateSyntaxError) or not inner:
        return Fault("Nothing stands in this tag.", "Write a name between the braces, or take the tag out.")
    if any(inner.count(quote) % 2 for quote in "'\""):
        return Fault("A quotation mark has no partner in this tag.", "Put one at each end of the words: 'other'.")
    two = re.search(r"expected token '(?:end of print statement|end of statement block)', got '(.+)'", said)
    if two and two[1] == "=":
        right = re.sub(r"(?<![=!<>])=(?!=)", "==", f"{{% {inner} %}}")
        return Fault("One '=' compares nothing: two values are compared by '=='.", f"Write: {right}")
    if two:
        message = f"'{two[1]}' does not belong here: a tag holds one name, or a condition."
        return Fault(message, "Give each name its own tag.")
    if said.startswith("Expected an expression") or inner.endswith("|"):
        return Fault("Something is missing in this tag: it ends too early.", "Write a name after the word or sign.")
    return Fault("This tag is not well formed.", "Compare it with a tag that works, and type it again.")
