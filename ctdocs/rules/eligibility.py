"""Whether an application is taken: who applies, with whose consent, how often, and what must have happened before.

Only an anonymous application, a missing consent where the procedure refuses without it, and reasons that a person
found vexatious are refused. A repeat limit, an open case and time that still runs for agreed action are local rules,
which the Act does not know: an officer decides (Rules of counting 3 and 9).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

from ctdocs.model.eligibility import ApplicantKind, EligibilityRules
from ctdocs.model.text import join_and, long_date, words
from ctdocs.rules.spans import last_day
from ctdocs.rules.threshold.wording import length

Outcome = Literal["accepted", "paused", "refused", "needs_decision"]

PASS_ON: Final = "pass_on_as_intelligence"
"""The action with an application that is not taken and whose content partners should know."""

_WEIGHT: Final = {"refused": 3, "paused": 2, "needs_decision": 1, "accepted": 0}

_WHO: Final = {
    "victim": "the person affected", "advocate": "somebody who acts for the person affected",
    "councillor": "a councillor", "mp": "a Member of Parliament", "agency_manager": "a manager of a partner agency",
    "business": "a business", "group": "a group",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Applying:
    """An application as these rules see it. What nobody has said is None, or empty.

    ``signed``: True only where a person confirmed that the signature is there; None where something stands in its
    place that nobody has looked at. ``authority``: the same of the consent of the person affected, or other evidence of
    the right to act. ``agrees``: whether who applies agrees that the application is worked on. ``vexatious`` holds the
    reasons that a person found, ``answers`` what was said of the profile's preconditions. ``previous`` are the days on
    which earlier applications of the same person came.
    """

    received: date
    applicant_name: str = ""
    victim_name: str = ""
    third_party: bool = False
    kind: ApplicantKind | None = None
    signed: bool | None = True
    authority: bool | None = None
    agrees: bool | None = None
    of_rank: bool | None = None
    signatories: int | None = None
    vexatious: tuple[str, ...] = ()
    previous: tuple[date, ...] = ()
    case_open: bool | None = None
    action_time_over: bool | None = None
    answers: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule that stands in the way. ``sentence`` is fit for a letter; ``ask`` says what an officer should do."""

    code: str
    outcome: Outcome
    sentence: str
    ask: str = ""


@dataclass(frozen=True, slots=True)
class Eligibility:
    """What is to be done with an application. It is a proposal: a person decides.

    ``letters`` are the documents that follow, ``actions`` what else is to be done (``pass_on_as_intelligence``).
    """

    outcome: Outcome
    findings: tuple[Finding, ...]
    letters: tuple[str, ...]
    actions: tuple[str, ...] = ()

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why, in sentences."""
        return tuple(finding.sentence for finding in self.findings)


def eligible(rules: EligibilityRules, applying: Applying) -> Eligibility:
    """Whether the application is taken, and if not why, and which letter follows."""
    found = (
        *_anonymous(rules, applying), *_applicant(rules, applying), *_consent(rules, applying),
        *_vexatious(rules, applying), *_signature(applying), *_repeated(rules, applying), *_before(rules, applying),
    )  # fmt: skip
    outcome: Outcome = max((one.outcome for one in found), key=_WEIGHT.__getitem__, default="accepted")
    passed_on = rules.anonymous_passed_on and any(one.code in ("anonymous", "as_anonymous") for one in found)
    return Eligibility(outcome, found, _letters(rules, applying, outcome, found), (PASS_ON,) if passed_on else ())


def _letters(
    rules: EligibilityRules, applying: Applying, outcome: Outcome, found: tuple[Finding, ...]
) -> tuple[str, ...]:
    if outcome == "accepted":
        return rules.third_party_letters if applying.third_party else rules.accepted_letters
    if outcome == "refused":
        # There is nobody to write to.
        anonymous = any(one.code == "anonymous" for one in found)
        return (rules.refused_letter,) if rules.refused_letter and not anonymous else ()
    if outcome == "paused":
        codes = {one.code for one in found if one.outcome == "paused"}
        letters = [rules.consent_letter] if codes & {"no_authority", "no_consent"} else []
        letters += [rules.incomplete_letter] if "not_signed" in codes else []
        return tuple(letter for letter in letters if letter)
    return ()


def _anonymous(rules: EligibilityRules, applying: Applying) -> Iterator[Finding]:
    if applying.applicant_name.strip() or applying.victim_name.strip() or rules.anonymous == "accepted":
        return
    sentence = "The application gives no name, and anonymous applications are not accepted."
    if rules.anonymous_passed_on:
        sentence += " What it says is passed on to the partners as intelligence."
    yield Finding("anonymous", "refused", sentence)


def _applicant(rules: EligibilityRules, applying: Applying) -> Iterator[Finding]:
    kind = applying.kind or ("advocate" if applying.third_party else "victim")
    if kind not in rules.applicants:
        taken = join_and(_WHO[one] for one in rules.applicants)
        sentence = f"The application comes from {_WHO[kind]}. This procedure names {taken}."
        yield Finding("applicant_not_named", "needs_decision", sentence, "Decide whether it is taken all the same.")
    if kind == "agency_manager" and rules.agency_rank and not applying.of_rank:
        sentence = f"A manager of an agency who applies must be a {rules.agency_rank}."
        if applying.of_rank is None:
            yield Finding("rank_not_known", "needs_decision", sentence, "Ask what rank the manager holds.")
        else:
            yield Finding("rank_too_low", "needs_decision", f"{sentence} This one is not.", "Ask for a senior manager.")
    if kind == "group" and rules.group_of and (applying.signatories or 0) < rules.group_of:
        have = "nobody has counted them" if applying.signatories is None else f"there are {words(applying.signatories)}"
        sentence = f"A group needs {words(rules.group_of)} people who sign; {have}."
        yield Finding("too_few_signatories", "needs_decision", sentence, "Count the signatures, or ask for more.")


def _consent(rules: EligibilityRules, applying: Applying) -> Iterator[Finding]:
    if applying.third_party and not applying.authority:
        sentence = (
            "Somebody else applies, and there is no written consent of the person affected, nor other evidence of the "
            "right to act for them. Work on the application starts when it has come."
        )
        if applying.authority is None:
            sentence = (
                "Somebody else applies. Consent or evidence of the right to act may have come, but nobody has looked "
                "at it yet."
            )
        code = "no_authority" if applying.authority is False else "authority_not_seen"
        ask = "" if applying.authority is False else "Look at what came, and confirm it or send the consent letter."
        yield Finding(code, "paused", sentence, ask)
    if rules.consent_of == "everybody" and not applying.agrees:
        outcome: Outcome = "paused" if rules.without_consent == "paused" else "refused"
        if applying.agrees is None:
            ask = "Ask whether they agree that the partners see it."
            yield Finding("consent_not_known", "paused", "Nobody has said whether who applies agrees.", ask)
            return
        if rules.without_consent == "anonymous":
            sentence = "Who applies does not agree that the partners see it, so it is treated as anonymous."
            yield Finding("as_anonymous", outcome, sentence)
            return
        sentence = "The application is only worked on if who applies agrees that the partners see it."
        yield Finding("no_consent", outcome, sentence)


def _vexatious(rules: EligibilityRules, applying: Applying) -> Iterator[Finding]:
    listed = {reason.casefold() for reason in rules.vexatious_reasons}
    for reason in applying.vexatious:
        if reason.casefold() in listed:
            yield Finding("vexatious", "refused", f"The application was found to be {reason}.")
        else:
            sentence = f"The application was found to be {reason}, which this procedure does not name as a reason."
            ask = f"The reasons are {join_and(rules.vexatious_reasons) or 'not given'}."
            yield Finding("vexatious_not_listed", "needs_decision", sentence, ask)


def _signature(applying: Applying) -> Iterator[Finding]:
    if applying.signed is False:
        yield Finding("not_signed", "paused", "The application is not signed.", "Ask for the signature.")
    elif applying.signed is None:
        sentence = "Something stands where the signature should be, and nobody has looked at it yet."
        yield Finding("signature_not_seen", "needs_decision", sentence, "Look at the signature, and confirm it.")


def _repeated(rules: EligibilityRules, applying: Applying) -> Iterator[Finding]:
    limit = rules.repeat_limit
    if limit is None:
        return
    span = limit.window
    # Rolling: a period that begins with an earlier application and still holds the new one.
    recent = [
        day for day in applying.previous
        if day <= applying.received <= last_day(day, span.n, span.unit, span.rule)
    ]  # fmt: skip
    if len(recent) < limit.count:
        return
    days = join_and(long_date(day) for day in sorted(recent))
    sentence = (
        f"The procedure normally takes {words(limit.count)} applications of one person in {length(span)}, and earlier "
        f"ones came on {days}."
    )
    ask = "The Act has no such limit: decide, and say why."
    if limit.exceptions:
        ask = f"The procedure makes exceptions for {limit.exceptions}. {ask}"
    yield Finding("repeat_limit", "needs_decision", sentence, ask)


def _before(rules: EligibilityRules, applying: Applying) -> Iterator[Finding]:
    if rules.open_case == "asked" and applying.case_open is not False:
        known = "is still open" if applying.case_open else "may still be open"
        sentence = f"An earlier case about the same matter {known}."
        yield Finding("case_open", "needs_decision", sentence, "Decide whether this one is taken beside it.")
    if rules.action_time == "asked" and applying.action_time_over is not True:
        known = "is not over" if applying.action_time_over is False else "may not be over"
        sentence = f"The time that was agreed for action {known}."
        yield Finding("action_time", "needs_decision", sentence, "Decide whether to wait for it.")
    for condition in rules.preconditions:
        said = applying.answers.get(condition.id)
        if said is not True:
            known = "That is not so here." if said is False else "Nobody has said whether that is so."
            sentence = f"The procedure asks that {condition.sentence}. {known}"
            yield Finding(condition.id, "needs_decision", sentence, "Decide whether the application is taken.")
