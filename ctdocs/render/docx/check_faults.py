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
TAKES: Final = {
    "long_date": "it takes a date",
    "words": "it takes a whole number",
    "join_and": "it takes a list",
    "one_line": "it takes text",
}
NO_CALLS: Final = Fault("A template cannot call functions: no brackets follow a name.", "Write the name alone.")


def refused(node: nodes.Node) -> Fault:
    """The fault of using a part of Jinja that templates do not have."""
    if isinstance(node, nodes.Call):
        return NO_CALLS
    if isinstance(node, nodes.Slice | nodes.Neg | nodes.Pos):
        return COMPUTES
    what = type(node).__name__
    return Fault(f"A template does not use this part of Jinja ({what}).", "Use a name, a condition or a loop.")


def did_you_mean(name: str) -> str:
    """The question that names the nearest name."""
    return f"Did you mean '{name}'?"


def syntax(error: TemplateError, source: str) -> Fault:
    """A sentence for what Jinja's parser says. It names tokens; people write tags."""
    said = str(error.message or error)
    inner = source.strip("{}%#").strip()
    if not isinstance(error, TemplateSyntaxError) or not inner:
        return Fault("Nothing stands in this tag.", "Write a name between the braces, or take the tag out.")
    if any(inner.count(quote) % 2 for quote in "'\""):
        return Fault("A quotation mark has no partner in this tag.", "Put one at each end of the words: 'other'.")
    two = re.search(r"expected token '(?:end of print statement|end of statement block)', got '(.+)'", said)
    if two:
        message = f"'{two[1]}' does not belong here: a tag holds one name, or a condition."
        return Fault(message, "Give each name its own tag.")
    if said.startswith("Expected an expression") or inner.endswith("|"):
        return Fault("Something is missing in this tag: it ends too early.", "Write a name after the word or sign.")
    return Fault(f"This tag is not well formed: {said}.", "Compare it with a tag that works, and type it again.")
