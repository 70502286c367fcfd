"""What a profile may say of who may apply and which applications are not taken, beside its facts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from ctdocs.model.area_threshold import Count, QuestionEntry, YesNo, not_empty, span
from ctdocs.model.area_values import Dated, Entry, Facts, Part, Records, SpanEntry, Text, Whole
from ctdocs.model.eligibility import APPLICANTS, ApplicantKind, EligibilityRules, RepeatLimit
from ctdocs.model.threshold import Question


class RepeatLimitEntry(Dated):
    """No more than ``count`` applications of one person in any such period; ``exceptions`` says when more are taken."""

    count: Count
    window: SpanEntry
    exceptions: Text | None = None


class EligibilityParts(Part):
    """The settings of eligibility. None is a gap: what is left out is as most procedures have it."""

    anonymous: Literal["refused", "accepted"] = "refused"
    anonymous_passed_on: YesNo = False
    consent_of: Literal["third_party", "everybody"] = "third_party"
    without_consent: Literal["paused", "refused", "anonymous"] = "paused"
    applicants: Annotated[tuple[ApplicantKind, ...], AfterValidator(not_empty)] = APPLICANTS
    agency_rank: Facts[Entry] = ()
    group_of: Annotated[Whole, Field(ge=0, le=100)] = 0
    repeat_limit: Records[RepeatLimitEntry] = ()
    open_case: Literal["ignored", "asked"] = "ignored"
    action_time: Literal["ignored", "asked"] = "ignored"
    preconditions: tuple[QuestionEntry, ...] = ()
    accepted_letters: tuple[Text, ...] = ("letter-1",)
    third_party_letters: tuple[Text, ...] = ("letter-1", "letter-3")
    consent_letter: Text = "letter-2"
    incomplete_letter: Text = ""
    refused_letter: Text = ""


def eligibility_rules(
    said: EligibilityParts, vexatious: Sequence[tuple[Entry, ...]] | None, day: date
) -> EligibilityRules:
    """The rules in force on ``day``; ``vexatious`` are the reasons that the profile lists."""
    limit = next((one for one in said.repeat_limit if one.holds(day)), None)
    reasons = (_on(entries, day) for entries in vexatious or ())
    return EligibilityRules(
        said.anonymous,
        said.anonymous_passed_on,
        said.consent_of,
        said.without_consent,
        said.applicants,
        _on(said.agency_rank, day),
        said.group_of,
        tuple(reason for reason in reasons if reason),
        RepeatLimit(limit.count, span(limit.window), limit.exceptions or "") if limit else None,
        said.open_case,
        said.action_time,
        tuple(Question(one.id, one.sentence) for one in said.preconditions),
        said.accepted_letters,
        said.third_party_letters,
        said.consent_letter,
        said.incomplete_letter,
        said.refused_letter,
    )


def _on(entries: Sequence[Entry], day: date) -> str:
    return next((one.value or "" for one in entries if one.holds(day)), "")
