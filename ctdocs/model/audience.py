"""Who may read an answer: what of a case an applicant sees. What is not named here is for the panel.

Source: domain, "Personal data": every field has an audience, and a document addressed to the victim never carries a
perpetrator's address, date of birth, vulnerability or what a proportionality assessment says. Minutes and partners'
replies go to partners.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from ctdocs.model.fields import PATTERNS
from ctdocs.model.letter_fields import FIELDS as OF_LETTERS

_OF_THE_REVIEW: Final = (
    "decision.threshold", "decision.reasons", "statement", "meeting.date", "meeting.time", "meeting.place",
    "review.findings", "review.recommendations", "plan.discussed", "plan.exists", "plan.agreed", "plan.not_agreed",
    "plan.unasked", "actions.N.action", "actions.N.agency", "actions.N.due", "actions.N.agreed", "actions.N.completed",
)  # fmt: skip
_OF_THE_CASE: Final = (
    "area", "reference", "received", "completed", "route", "third_party", "authority", "letters", "dates", "flags",
    "done", "decided.N.outcome", "decided.N.day", "advocate",
    "appeal.upheld", "appeal.rejected", "appeal.against_words", "appeal.open_until",
)  # fmt: skip
"""What a case knows besides answers; N stands for what was decided too."""

_APPLICANT: Final = frozenset((*PATTERNS, *OF_LETTERS, *_OF_THE_REVIEW, *_OF_THE_CASE))
_ROW: Final = re.compile(r"\.\d+(?=\.|$)")
_DECIDED: Final = re.compile(r"^decided\.[^.]+")


def audience_of(field_id: str) -> str:
    """``applicant`` where an applicant may read an answer of the case, else ``panel``."""
    parts = _DECIDED.sub("decided.N", _ROW.sub(".N", field_id)).split(".")
    named = {".".join(parts[: count + 1]) for count in range(len(parts))}
    return "applicant" if named & _APPLICANT else "panel"


def for_applicant(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of a case without those that are not for an applicant."""
    kept = {name: _kept(inner, name) for name, inner in facts.items()}
    return {name: inner for name, inner in kept.items() if inner is not _GONE}


_GONE: Final = object()


def _kept(node: Any, path: str) -> Any:
    if audience_of(path) == "applicant":
        return node
    if isinstance(node, Mapping):
        kept = {name: _kept(inner, f"{path}.{name}") for name, inner in node.items()}
        found = {name: inner for name, inner in kept.items() if inner is not _GONE}
        return found or _GONE
    if isinstance(node, list | tuple):
        rows = [_kept(inner, f"{path}.{number}") for number, inner in enumerate(node, 1)]
        return [{} if row is _GONE else row for row in rows] if any(row is not _GONE for row in rows) else _GONE
    return _GONE
