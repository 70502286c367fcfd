"""What a person must look at in the forms of a review that came back: blank ones, and two replies of one partner."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from ctdocs.errors import Problem
from ctdocs.model.case_values import KeptFile, State
from ctdocs.model.fields import Value
from ctdocs.model.reading import FieldReading
from ctdocs.model.replies import named, replies, several

_ASKED: Final[Mapping[str, tuple[str, ...]]] = {
    "threshold-request": ("request.", "people.", "reply.organisation"),
}
"""What of a form is filled in before it goes out, by document id: none of it is an answer."""

_SAID: Final[Mapping[str, str]] = {
    "victim-statement": r"statement\.",
    "proportionality-assessment": r"assessments\.",
    "agenda": r"meeting\.",
    "minutes": r"(?:minutes|review)\.",
    "action-plan": r"actions\.",
    "action-plan-applicant": r"actions\.\d+\.agreed$",
    "confidentiality-declaration": r"attendance\.",
}
"""The answers by which the case knows that a form came back filled in, by document id."""


def says_nothing(
    document: str, facts: Mapping[str, Any], laid: Mapping[str, FieldReading], origin: Mapping[str, str]
) -> bool:
    """Whether a form that came back says nothing that did not stand in it when it went out.

    ``facts`` are those of the case, ``laid`` the answers by their ids in the case, ``origin`` those on the form.
    """
    return not any(
        (read.status in ("check", "key") or read.value not in (None, "", False))
        and not origin[name].startswith(_ASKED.get(document, ()))
        and (read.status in ("check", "key") or _known(facts, name) != read.value)
        for name, read in laid.items()
    )


def asked(fields: Mapping[str, FieldReading]) -> str:
    """The organisation that a request went to, as it stands on the form; empty where it names none."""
    names = ("reply.organisation", "request.organisation")
    return next((str(fields[name].value) for name in names if name in fields and fields[name].value), "")


def unanswered(state: State, returns: list[Mapping[str, Any]]) -> tuple[KeptFile, ...]:
    """The files that came back with nothing filled in, while nothing better has come in their place."""
    answered = {named(one.organisation) for one in replies(returns)}
    return tuple(
        kept for kept in state.files if kept.blank is not None and not _settled(state, kept, kept.blank, answered)
    )


def problems(state: State, facts: Mapping[str, Any]) -> Iterator[Problem]:
    """Sentences on blank forms, and on partners that replied more than once while nobody has looked at that."""
    returns = list(facts.get("returns", ()))
    for kept in unanswered(state, returns):
        whose = f" It does not count as a reply of {kept.blank}." if kept.blank else ""
        yield Problem(
            f"{kept.name} came back, but nothing was filled in.{whose}",
            code="came-back-blank",
            field=kept.name,
            hint="Ask for it again, and take in what comes with: ctdocs case add CASE FILE",
        )
    for group in several(returns):
        last = group[-1]
        name = f"returns.{max(one.number for one in group)}.reply.organisation"
        known = state.values.get(name)
        if known is not None and known.confirmed:
            continue
        numbers = " and ".join(f"returns.{one.number}" for one in group)
        yield Problem(
            f"{last.called} replied {len(group)} times ({numbers}). The papers show each of them. Whether the "
            "later one adds to the first or replaces it, somebody must say.",
            code="two-replies",
            field=name,
            hint=f"Once you have read both: ctdocs case set CASE --confirm {name}" if known is not None else None,
        )


def _settled(state: State, kept: KeptFile, organisation: str, answered: set[str]) -> bool:
    document = str(kept.form.get("id"))
    if document == "threshold-request":
        return named(organisation) in answered if organisation else False
    said = re.compile(_SAID.get(document, r"(?!)"))
    return any(said.match(name) and _is_answer(known.value) for name, known in state.values.items())


def _is_answer(value: Value) -> bool:
    return value not in (None, "", False)


def _known(facts: Mapping[str, Any], name: str) -> Any:
    node: Any = facts
    for part in name.split("."):
        if isinstance(node, list) and part.isdecimal():
            node = node[int(part) - 1] if 0 < int(part) <= len(node) else None
        else:
            node = node.get(part) if isinstance(node, Mapping) else None
    return node
