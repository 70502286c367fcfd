"""What a duty may depend on, from the state of a case: True, False, or None while nobody knows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from ctdocs.model.case_authority import has_authority
from ctdocs.model.case_values import State
from ctdocs.rules.diary.events import Happened
from ctdocs.rules.statistics.standing import REJECTED, UPHELD

_UNDER_18 = re.compile(r"perpetrators\.\d+\.under_18").fullmatch

UNKNOWN: Final = {
    "third_party": "It is not known yet whether somebody acts for the person affected.",
    "met": "Whether the threshold is met is not decided yet.",
    "not_met": "Whether the threshold is met is not decided yet.",
    "high_risk": "The risk to the people in the case is not recorded yet.",
    "informal_review": "The risk to the people in the case is not recorded yet.",
    "informal": "Nobody has decided yet whether the case is looked at informally.",
    "under_18": "It is not recorded whether an alleged perpetrator is under 18.",
    "plan": "There is no action plan yet.",
    "upheld": "The appeal is not decided yet.",
    "rejected": "The appeal is not decided yet.",
}
"""Why a duty waits, where what it depends on is not known."""

FALSE: Final = {
    "third_party": "The person affected applied for themselves.",
    "not third_party": "Somebody acts for the person affected.",
    "authority": "No consent or authority has come that a person has looked at.",
    "not authority": "Consent or authority has come.",
    "met": "The threshold is not met.",
    "not met": "The threshold is met.",
    "not_met": "The threshold is met.",
    "not not_met": "The threshold is not met.",
    "high_risk": "Nobody in the case is at high risk.",
    "not high_risk": "Somebody in the case is at high risk.",
    "informal_review": "The case shows no hate incident, and nobody who is vulnerable.",
    "not informal_review": "The case shows a hate incident, or somebody who is vulnerable.",
    "informal": "The case is not looked at informally.",
    "not informal": "The case is looked at informally.",
    "under_18": "No alleged perpetrator is under 18.",
    "not under_18": "An alleged perpetrator is under 18.",
    "plan": "The meeting left no action plan.",
    "not plan": "The meeting left an action plan.",
    "appealed": "No appeal was made.",
    "not appealed": "An appeal was made.",
    "upheld": "The appeal was rejected.",
    "not upheld": "The appeal was upheld.",
    "rejected": "The appeal was upheld.",
    "not rejected": "The appeal was rejected.",
    "withdrawn": "The application was not withdrawn.",
    "not withdrawn": "The application was withdrawn.",
    "advocate_withdrawn": "Consent for somebody to act was not withdrawn.",
    "not advocate_withdrawn": "Consent for somebody to act was withdrawn.",
    "declined": "The application was not declined.",
    "not declined": "The application was declined.",
}
"""Why a duty is not needed, where what it depends on is not so."""


def facts_of(state: State, events: Mapping[str, Happened]) -> dict[str, bool | None]:
    """Every fact of ``area_calendar.FACTS`` as the case has it."""
    basis = _value(state, "basis")
    third = None if basis not in ("self", "other") else basis == "other"
    decisions = {one.about: one for one in state.decisions}  # the last about each
    decided = decisions.get("threshold")
    outcome = decided.outcome if decided else _value(state, "decision.threshold")
    met = None if outcome not in ("met", "not_met") else outcome == "met"
    risk, appeal, informal = (decisions.get(about) for about in ("risk", "appeal", "informal-review"))
    high = None if risk is None else risk.outcome == "high"
    judged = state.judgements.facts
    hate = any(facts.get("hate") in (True, "yes") for facts in judged.values()) if judged else False
    # By their names first: most cases have neither, and a value of a summary is made when it is looked at.
    kinds = {name[:8] for name in state.values}
    under = [_value(state, name) for name in state.values if _UNDER_18(name)] if "perpetra" in kinds else ()
    actions = "actions." in kinds and any(_value(state, name) for name in state.values if name[:8] == "actions.")
    held = "outcome" in events
    return {
        "third_party": third,
        # Only where somebody acts for another is there anything to ask for.
        "authority": has_authority(state) if third else None if third is None else False,
        "met": met,
        "not_met": None if met is None else not met,
        "high_risk": high,
        "informal_review": True if hate else None if risk is None else risk.outcome not in ("low", "standard"),
        "informal": None if informal is None else informal.outcome not in ("no", "declined"),
        "under_18": True if "yes" in under else False if "no" in under else None,
        "plan": True if actions else False if held else None,
        "appealed": "appeal_lodged" in events,
        "upheld": None if appeal is None else appeal.outcome in UPHELD,
        "rejected": None if appeal is None else appeal.outcome in REJECTED,
        "withdrawn": "withdrawn" in events,
        "advocate_withdrawn": "advocate_withdrawn" in events,
        "declined": "declined" in events,
    }


def standing(conditions: tuple[tuple[str, bool], ...], facts: Mapping[str, bool | None]) -> tuple[bool | None, str]:
    """Whether each fact is what it must be, and if not, or while nobody knows, the first reason."""
    waits = None
    for name, wanted in conditions:
        known = facts[name]
        if known is None:
            waits = waits or UNKNOWN.get(name, "It is not known yet whether it is needed.")
        elif known is not wanted:
            return False, FALSE[name if wanted else f"not {name}"]
    return (True, "") if waits is None else (None, waits)


def _value(state: State, name: str) -> Any:
    return state.values[name].value if name in state.values else None
