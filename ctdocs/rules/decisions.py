"""What a person can decide in a case, by name: what each decision is, and which outcomes it has.

The rules ask for these; none of them decides. Those of an area's own procedure are added from its profile.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from ctdocs.errors import Refused
from ctdocs.model.area import Area
from ctdocs.model.clock import Threshold
from ctdocs.model.eligibility import APPLICANTS
from ctdocs.model.validate import nearest

_YES_NO: Final = ("yes", "no")


@dataclass(frozen=True, slots=True)
class Asked:
    """A decision. ``outcomes`` is empty where any words may stand."""

    what: str
    outcomes: tuple[str, ...] = ()

    def of(self, outcome: str) -> str:
        """The outcome as it is kept. Raises ``Refused`` for one that there is not."""
        said = "_".join(outcome.casefold().replace("-", " ").replace("_", " ").split())
        if not self.outcomes:
            return outcome
        if said not in self.outcomes:
            raise Refused(f"“{outcome}” is no outcome here: it is {' or '.join(self.outcomes)}.")
        return said


DECISIONS: Final[Mapping[str, Asked]] = {
    "threshold": Asked("whether the threshold is met", ("met", "not_met")),
    "applicant-kind": Asked("who applies", APPLICANTS),
    "of-rank": Asked("whether the manager of an agency who applies holds the rank that is asked for", _YES_NO),
    "vexatious": Asked("the reason of the procedure for which the application is not taken, or no"),
    "case-open": Asked("whether an earlier case about the same matter is still open", _YES_NO),
    "action-time-over": Asked("whether the time agreed for action is over", _YES_NO),
    "agrees": Asked("whether who applies agrees that the partners see the application", _YES_NO),
    "signatories": Asked("how many people signed the application of a group"),
    "eligibility": Asked("whether the application is taken", ("accepted", "paused", "refused")),
    "same-matter": Asked("whether an earlier review was about the same matter", _YES_NO),
    "risk": Asked("how great the risk to the people in the case is", ("low", "medium", "high")),
    "informal-review": Asked("whether the case is looked at informally", _YES_NO),
    "extraordinary-meeting": Asked("whether the meeting is earlier than planned", _YES_NO),
    "private-landlord": Asked("whether a private landlord is asked to the meeting", _YES_NO),
    "recommendations": Asked("whether the review made recommendations", _YES_NO),
    "appeal": Asked("what became of the appeal", ("upheld", "rejected", "withdrawn", "not_heard")),
}
"""Every decision that any procedure may ask for, in the order of the procedure."""


def decisions_of(area: Area, day: date) -> dict[str, Asked]:
    """The decisions in an area on a day: those of every procedure, and what its profile asks of a person besides."""
    found = dict(DECISIONS)
    threshold = area.on(day).threshold
    if isinstance(threshold, Threshold) and threshold.rules is not None:
        for limb in threshold.rules.limbs:
            if limb.counts == "decision":
                found[limb.id] = Asked(limb.sentence or f"what the {limb.role or 'officer'} decides", _YES_NO)
            found |= {question.id: Asked(question.sentence, _YES_NO) for question in limb.questions}
    found |= {one.id: Asked(one.sentence, _YES_NO) for one in area.eligibility(day).preconditions}
    for row in area.profile.statistics.rows:
        counted = [name.removeprefix("decided.") for name in (*row.where, row.by or "") if name.startswith("decided.")]
        found |= {name: Asked(f"for the figures: {row.label}") for name in counted if name not in found}
    return found


def asked(area: Area, day: date, about: str) -> Asked:
    """The decision of that name. Raises ``Refused`` where there is none, with the nearest."""
    known = decisions_of(area, day)
    if about in known:
        return known[about]
    near = nearest(about, known)
    raise Refused(
        f"There is nothing to decide under “{about}”.",
        hint=f"Did you mean “{near}”?" if near else f"What can be decided: {', '.join(known)}.",
    )
