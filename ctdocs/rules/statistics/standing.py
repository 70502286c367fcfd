"""What a case counts as: the days by which it falls into periods, what is known of it, and what is in doubt.

A decision on the threshold that somebody recorded comes first; then the answer with the day recorded for it; then
letter 4 or 5, which tell what was decided. An earlier decision of "not met" that letter 4 told counts too. A review was
carried out where its meeting is past and something came of it: minutes, an action, letter 6 or its day. An appeal's
outcome is the decision about "appeal".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from ctdocs.model.area_statistics import Basis
from ctdocs.model.case_summary import CaseSummary
from ctdocs.model.text import long_date

UPHELD: Final = frozenset(("upheld", "partly_upheld", "partly-upheld", "allowed"))
REJECTED: Final = frozenset(("rejected", "not_upheld", "not-upheld", "dismissed", "refused"))

_LETTERS: Final = {"letter-4": "not_met", "letter-5": "met"}
_YES_NO: Final = {True: "yes", False: "no"}


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a case may be missing from a row; ``day`` is when it would count, or None where no day is known."""

    row: str
    why: str
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """A case as figures see it: its day by each basis, its facts, and its doubts.

    ``told`` are the days of earlier decisions that the threshold was not met, which the applicant was told of.
    """

    name: str
    days: Mapping[Basis, date]
    facts: Mapping[str, tuple[str, ...]]
    doubts: tuple[Doubt, ...]
    told: tuple[date, ...] = ()


def standing(case: CaseSummary, on: date, *, named: bool = True) -> Standing:
    """How a case stands on a day; what is dated after that day has not happened yet.

    ``named``: whether the facts hold each decision, letter and flag by its name.
    """
    state = case.state
    days: dict[Basis, date] = {"received": state.received}
    doubts: list[Doubt] = []
    if case.lost:
        doubts.append(Doubt("received", "its log lost entries at its end, so that what it counts as may be wrong"))
    happened = _happened(case)
    threshold, decided = _threshold(case, happened)
    if threshold and decided is None:
        words = threshold.replace("_", " ")
        doubts.append(Doubt("not-met", f"its threshold was decided ({words}), and on no day that is recorded"))
    elif decided and decided <= on:
        days["decided"] = decided
        doubts += _contradiction(threshold, decided, happened)
    else:
        threshold = ""
    recommended = ""
    reviewed, doubt = _reviewed(case, happened, on)
    if doubt:
        doubts.append(doubt)
    if reviewed:
        days["reviewed"] = reviewed
        recommended = _recommended(case)
        if recommended == "unknown":
            why = "nothing in it says whether its review made recommendations"
            if case.recommended == "unclear":
                why = "the words of its recommendations may say that there were none"
            doubts.append(Doubt("recommendations", why, reviewed))
    appeal = _appeal(case, happened, on, days, doubts)
    if state.received > on:
        doubts.append(_to_come("received", "its receipt", state.received))
    if decided and decided > on:
        doubts.append(_to_come("not-met", "its decision", decided))
    basis = _value(case, "basis")
    facts: dict[str, tuple[str, ...]] = {
        "threshold": (threshold or "undecided",),
        "basis": (basis or "unknown",),
        "third_party": ("yes" if basis == "other" else "no" if basis == "self" else "unknown",),
        "authority": (_YES_NO[case.authority],),
        "route": (state.route,),
        "reviewed": (_YES_NO[reviewed is not None],),
        "recommendations": (recommended or "none",),
        "appeal": (appeal,),
        "reported": tuple(sorted(case.reported)),
    }
    for name in ("withdrawn", "declined", "closed"):
        facts[name] = (_YES_NO[name in happened],)
    if named:
        for decision in state.decisions:
            facts[f"decided.{decision.about}"] = (decision.outcome,)
        for name in happened:
            facts[f"letter.{name}"] = ("yes",)
        for name in state.flags:
            facts[f"flag.{name}"] = ("yes",)
    return Standing(case.name, days, facts, tuple(doubts), tuple(day for day in _told(case, happened) if day <= on))


def _to_come(row: str, what: str, day: date) -> Doubt:
    return Doubt(row, f"{what} is dated {long_date(day)}, which is still to come", day)


def _happened(case: CaseSummary) -> dict[str, date]:
    """The first day of each event and step, and the last day of each letter."""
    found: dict[str, date] = {}
    for step in case.state.steps:
        if step.id in _LETTERS or step.id == "letter-6":
            found[step.id] = max(step.day, found.get(step.id, step.day))
        else:
            found[step.id] = min(step.day, found.get(step.id, step.day))
    for letter in case.state.letters:
        found[letter.id] = max(letter.day, found.get(letter.id, letter.day))
    return {**found, **case.state.dates}


def _threshold(case: CaseSummary, happened: Mapping[str, date]) -> tuple[str, date | None]:
    decision = case.state.decision("threshold")
    if decision:
        return decision.outcome, decision.day
    letters = sorted((happened[name], outcome) for name, outcome in _LETTERS.items() if name in happened)
    said = _value(case, "decision.threshold")
    if said in ("met", "not_met"):
        told = [day for day, outcome in letters if outcome == said]
        return said, happened.get("decision") or happened.get("decision_letter") or (told[-1] if told else None)
    return (letters[-1][1], letters[-1][0]) if letters else ("", None)


def _told(case: CaseSummary, happened: Mapping[str, date]) -> Iterator[date]:
    """Each day on which "not met" was decided and told by letter 4 before it was decided again.

    What was decided again before anybody was told is a correction, and counts as what it was corrected to.
    """
    said = [one for one in case.state.decisions if one.about == "threshold"]
    letters = [letter.day for letter in case.state.letters if letter.id == "letter-4"]
    letters += [step.day for step in case.state.steps if step.id == "letter-4"]
    for one, following in pairwise(said):
        # A letter of the day of a second "not met" is that of the second.
        last = following.day - timedelta(days=following.outcome == "not_met")
        if one.outcome == "not_met" and any(one.day <= day <= last for day in letters):
            yield one.day
    outcome, decided = _threshold(case, happened)
    if not said and outcome == "met" and decided and (earlier := [day for day in letters if day < decided]):
        yield max(earlier)


def _contradiction(threshold: str, decided: date, happened: Mapping[str, date]) -> Iterator[Doubt]:
    for name, outcome in _LETTERS.items():
        other = next(one for one in _LETTERS if one != name)
        day = happened.get(name)
        if day and outcome != threshold and day >= decided and happened.get(other, date.min) < day:
            told = f"it was decided {threshold.replace('_', ' ')}, and {name.replace('-', ' ')} says otherwise"
            yield Doubt("not-met", told, decided)


def _reviewed(case: CaseSummary, happened: Mapping[str, date], on: date) -> tuple[date | None, Doubt | None]:
    meeting = happened.get("meeting")
    held = bool(
        case.findings or case.recommended or case.actions or "letter-6" in happened or "outcome" in happened
        or any(one.form.get("id") == "minutes" for one in case.state.files)
        or any(step.id in ("meeting", "review", "minutes") for step in case.state.steps)
    )  # fmt: skip
    if meeting is None:
        why = "something came of its review, and no day of a meeting is recorded"
        return None, Doubt("reviews", why) if held else None
    if meeting > on:
        return None, None
    if not held:
        why = (
            f"its meeting of {long_date(meeting)} is past, and nothing says that it was held: no minutes, action or "
            "letter 6"
        )
        return None, Doubt("reviews", why, meeting)
    return meeting, None


def _recommended(case: CaseSummary) -> str:
    said = case.state.decision("recommendations")
    if said:
        return "no" if said.outcome in ("none", "no") else "yes"
    if case.actions or case.recommended == "made":
        return "yes"
    return "no" if case.recommended == "none" else "unknown"


def _appeal(
    case: CaseSummary, happened: Mapping[str, date], on: date, days: dict[Basis, date], doubts: list[Doubt]
) -> str:
    lodged, decision = happened.get("appeal_lodged"), case.state.decision("appeal")
    if lodged and lodged <= on:
        days["appeal_lodged"] = lodged
    if decision and decision.day <= on:
        days["appeal_decided"] = decision.day
        if lodged is None:
            doubts.append(Doubt("appeals-received", "its appeal was decided, and no day on which it was made is there"))
        outcome = decision.outcome
        return "upheld" if outcome in UPHELD else "rejected" if outcome in REJECTED else "other"
    decided = happened.get("appeal_decision")
    if decided and decided <= on:
        doubts.append(Doubt("appeals-upheld", "its appeal was decided, and how is not recorded", decided))
    return "open" if lodged and lodged <= on else "none"


def _value(case: CaseSummary, name: str) -> str:
    if name not in case.state.values:
        return ""
    said = case.state.values[name].value
    return said if isinstance(said, str) else ""
