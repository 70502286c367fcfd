"""Laying a returned form of the review to the case it belongs to.

A reply of a partner and a proportionality assessment stand under a number of their own. What a form repeats of the
application (names, addresses, the reference) is compared and not taken in: the application says it. Where it is not
that of the case, every answer waits for a person: it may be another person's form.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from ctdocs.model import review_sheets
from ctdocs.model.case_values import NOTE, STRANGE, State
from ctdocs.model.fields import PATTERNS, pattern_of
from ctdocs.model.reading import FieldReading, Reading, nested
from ctdocs.model.review_fields import INSTANCES
from ctdocs.model.sheets import doubted

FORM: Final = "application-form"
"""The document id of the application."""

SHEET: Final = "continuation-sheet"
"""The document id of a sheet that goes on with it."""

APPLICATION: Final = (FORM, SHEET)
"""The forms that the application itself consists of."""

RETURNED: Final = (
    "threshold-request", "victim-statement", "proportionality-assessment", "agenda", "minutes", "action-plan",
    "action-plan-applicant", "confidentiality-declaration",
)  # fmt: skip
"""The forms of the review that come back into a case, by document id."""

_OWNERS: Final = ("reference", "name", "victim.name")
_NAME: Final = {"name": "victim.name"}
"""The name on a loose sheet is that of the person affected."""


def laid_to(state: State, form: Reading) -> tuple[Reading, Mapping[str, str]]:
    """The reading of a form of the review with the ids that its answers have in the case, and each one's own id."""
    if form.form.id in review_sheets.SHEETS:
        other = any(_differs(state, _NAME.get(own, own), form.fields[own]) for own in _OWNERS if own in form.fields)
        return review_sheets.laid_to(state, form, STRANGE if other else "")
    table = INSTANCES.get(form.form.id)
    prefix = f"{table}.{_next(state, table)}." if table else ""
    strange = any(_differs(state, own, form.fields[own]) for own in _OWNERS if own in form.fields)
    laid: dict[str, FieldReading] = {}
    origin: dict[str, str] = {}
    for own, read in form.fields.items():
        if own in _OWNERS or pattern_of(own) in PATTERNS:
            continue
        if NOTE.fullmatch(own):
            laid[own], origin[own] = read, own
            continue
        doubtful = strange and (read.value is not None or read.status in ("check", "key"))
        laid[prefix + own] = doubted(read, STRANGE) if doubtful else read
        origin[prefix + own] = own
    values = nested({name: read.value for name, read in laid.items() if read.value is not None})
    return replace(form, values=values, fields=laid), origin


def of_another(state: State, form: Reading) -> Reading:
    """A later application form; where it names another person as affected, every answer of it waits for a person."""
    named = form.fields.get("victim.name")
    if named is None or not _differs(state, "victim.name", named):
        return form
    fields = {
        own: doubted(read, STRANGE) if read.value is not None or read.status in ("check", "key") else read
        for own, read in form.fields.items()
    }
    return replace(form, fields=fields)


def _next(state: State, table: str) -> int:
    """The number after the last one that the case has of ``table``."""
    row = re.compile(rf"{table}\.(\d+)\.")
    return 1 + max((int(found[1]) for name in state.values if (found := row.match(name))), default=0)


def _differs(state: State, own: str, read: FieldReading) -> bool:
    """Whether a name or reference is another than the case's; none on the form, or in the case, is no difference."""
    said = _words(read.value)
    if own == "reference":
        known: Any = state.reference
        return bool(said and known) and "".join(said) != "".join(_words(known))
    victim = state.values.get("victim.name")
    name = _words(victim.value if victim else None)
    return bool(said and name) and not set(name) <= set(said)


def _words(value: Any) -> list[str]:
    return value.casefold().split() if isinstance(value, str) else []
