"""Who applies and with what, as a case tells it, for the rules of eligibility.

What no form asks is a decision of a person in the case, by the name that ``DECIDED`` gives.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from ctdocs.model.case_authority import KIND, has_authority
from ctdocs.model.case_values import State
from ctdocs.model.eligibility import APPLICANTS
from ctdocs.rules.decisions import DECISIONS
from ctdocs.rules.eligibility import Applying

_ASKED: Final = ("applicant-kind", "of-rank", "vexatious", "case-open", "action-time-over", "agrees", "signatories")

DECIDED: Final[Mapping[str, str]] = {name: DECISIONS[name].what for name in _ASKED}
"""What a person can decide of an application, by name; beside these the ids of the profile's preconditions."""

_YES_NO: Final = {"yes": True, "no": False}

_CLAIMS: Final = (KIND, "consent.permission", "consent.signature", "consent.sharing")


def applying_of(state: State, *, previous: Iterable[date] = ()) -> Applying:
    """The application of a case. ``previous`` are the days on which earlier ones of the same person were received."""
    said = {one.about: one.outcome for one in state.decisions}
    kind = said.get("applicant-kind", "")
    vexatious = said.get("vexatious", "no")
    signatories = said.get("signatories", "")
    agrees = _YES_NO.get(said.get("agrees", ""))
    return Applying(
        state.received,
        _text(state, "applicant.name"),
        _text(state, "victim.name"),
        _text(state, "basis") == "other",
        kind if kind in APPLICANTS else None,
        _signed(state),
        _authority(state),
        agrees if agrees is not None else _shares(state),
        _YES_NO.get(said.get("of-rank", "")),
        int(signatories) if signatories.isdecimal() else None,
        () if vexatious == "no" else (vexatious,),
        tuple(sorted(previous)),
        _YES_NO.get(said.get("case-open", "")),
        _YES_NO.get(said.get("action-time-over", "")),
        {about: _YES_NO[outcome] for about, outcome in said.items() if outcome in _YES_NO},
    )


def _text(state: State, name: str) -> str:
    value = state.values.get(name)
    return value.value.strip() if value and isinstance(value.value, str) else ""


def _signed(state: State) -> bool | None:
    """Whether a person confirmed that the signature is there; None where something stands there that nobody saw."""
    value = state.values.get("declaration.signature")
    if value is None or not (value.open or _text(state, "declaration.signature")):
        return False
    return True if value.confirmed and value.value else None


def _authority(state: State) -> bool | None:
    if has_authority(state):
        return True
    claimed = any(state.values[name].value or state.values[name].open for name in _CLAIMS if name in state.values)
    return None if claimed else False


def _shares(state: State) -> bool | None:
    value = state.values.get("declaration.sharing")
    return True if value and value.value is True and not value.open else None
