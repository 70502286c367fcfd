"""What may not go to an applicant: where somebody lives whom the case knows as an alleged perpetrator.

Source: domain, "Personal data": a document addressed to the victim never carries a perpetrator's address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ctdocs.documents import blocks as b
from ctdocs.documents.blocks import Resolved
from ctdocs.errors import Problem


def perpetrators_in(document: Resolved, facts: Mapping[str, Any]) -> tuple[tuple[Problem, ...], tuple[str, ...]]:
    """The addresses of alleged perpetrators that stand in a document, and remarks on their names.

    Looks at every word that is printed and every value. An address that is the applicant's or the victim's too is left
    aside; a name that they use themselves is only remarked on, for neighbours know each other.
    """
    said = _squeezed("\n".join(_words(document)))
    own = {_squeezed(line) for who in ("applicant", "victim") for line in _lines(facts.get(who, {}).get("address"))}
    problems, remarks = [], []
    for person in _known(facts):
        name, address = str(person.get("name") or ""), person.get("address")
        first = next(iter(_lines(address)), "")
        if first and _squeezed(first) not in own and _squeezed(first) in said:
            message = f"It says where {name or 'an alleged perpetrator'} lives (“{first}”)."
            problems.append(Problem(message, code="perpetrator-address"))
        if len(name.split()) > 1 and _squeezed(name) in said:
            remarks.append(f"It names {name}, whom the case knows as an alleged perpetrator. Is that needed?")
    return tuple(dict.fromkeys(problems)), tuple(dict.fromkeys(remarks))


def _known(facts: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from (one for one in facts.get("perpetrators", ()) if one)
    for one in facts.get("assessments", ()):
        if one and isinstance(one.get("assessment"), Mapping):
            yield one["assessment"]


def _lines(address: Any) -> list[str]:
    return [line.strip() for line in re.split(r"[\n,]", address) if line.strip()] if isinstance(address, str) else []


def _squeezed(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _words(node: Any) -> Iterator[str]:
    match node:
        case Resolved():
            yield from _words(node.blocks)
            yield from (value for value in node.values.values())
        case str():
            yield node
        case tuple() if node and all(isinstance(part, b.Text | b.Break | b.InlineField) for part in node):
            yield b.plain(node)
        case tuple():
            for part in node:
                yield from _words(part)
        case _ if hasattr(node, "__dataclass_fields__"):
            for name in node.__dataclass_fields__:
                yield from _words(getattr(node, name))
