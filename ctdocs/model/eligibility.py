"""Who may apply, and which applications are not taken, as values of a profile on one day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from ctdocs.model.clock import Span
from ctdocs.model.threshold import Question

ApplicantKind = Literal["victim", "advocate", "councillor", "mp", "agency_manager", "business", "group"]
"""Who applies: the person affected, or somebody for them; a business or a group may be the one affected."""

APPLICANTS: Final[tuple[ApplicantKind, ...]] = (
    "victim", "advocate", "councillor", "mp", "agency_manager", "business", "group"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RepeatLimit:
    """No more than ``count`` applications of one person in any period ``window``, but for ``exceptions``."""

    count: int
    window: Span
    exceptions: str = ""


@dataclass(frozen=True, slots=True)
class EligibilityRules:
    """What a procedure says of applications before it looks at the threshold.

    ``consent_of``: who must agree in writing that the application is worked on, a victim for whom somebody else
    applies, or everybody. ``without_consent``: what becomes of an application until then. ``open_case`` and
    ``action_time``: whether an application while an earlier case is open, or while time for agreed action still runs,
    is looked at by an officer. Letters are document ids.
    """

    anonymous: Literal["refused", "accepted"] = "refused"
    anonymous_passed_on: bool = False
    consent_of: Literal["third_party", "everybody"] = "third_party"
    without_consent: Literal["paused", "refused", "anonymous"] = "paused"
    applicants: tuple[ApplicantKind, ...] = APPLICANTS
    agency_rank: str = ""
    group_of: int = 0
    vexatious_reasons: tuple[str, ...] = ()
    repeat_limit: RepeatLimit | None = None
    open_case: Literal["ignored", "asked"] = "ignored"
    action_time: Literal["ignored", "asked"] = "ignored"
    preconditions: tuple[Question, ...] = ()
    accepted_letters: tuple[str, ...] = ("letter-1",)
    third_party_letters: tuple[str, ...] = ("letter-1", "letter-3")
    consent_letter: str = "letter-2"
    incomplete_letter: str = ""
    refused_letter: str = ""
