"""Whether an application is taken: what refuses, what pauses, and what an officer must decide."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, strategies as st

from ctdocs.model.clock import Span
from ctdocs.model.eligibility import EligibilityRules, RepeatLimit
from ctdocs.model.threshold import Question
from ctdocs.rules.eligibility import PASS_ON, Applying, Eligibility, eligible

RECEIVED = date(2026, 11, 20)
NEST = Applying(RECEIVED, "", "Nest Ffug-Davies")
FOR_HER = Applying(RECEIVED, "Dewi Pŵel", "Nest Ffug-Davies", third_party=True, authority=True)
LETTERS = EligibilityRules(refused_letter="letter-declined", incomplete_letter="letter-incomplete")


def found(applying: Applying = NEST, *, rules: EligibilityRules = LETTERS, **more: Any) -> Eligibility:
    return eligible(rules, replace(applying, **more))


def codes(answer: Eligibility) -> list[str]:
    return [finding.code for finding in answer.findings]


def test_an_ordinary_application_is_accepted() -> None:
    assert found() == Eligibility("accepted", (), ("letter-1",))
    assert found(FOR_HER).letters == ("letter-1", "letter-3")


def test_nobody_is_written_to_about_an_anonymous_one() -> None:
    answer = found(victim_name="  ")
    assert (answer.outcome, answer.letters, answer.actions) == ("refused", (), ())
    assert found(victim_name="", rules=replace(LETTERS, anonymous="accepted")).outcome == "accepted"
    assert found(victim_name="", applicant_name="Dewi").outcome == "accepted", "one name is enough to write to"


@pytest.mark.parametrize(
    ("authority", "code", "letters"), [(False, "no_authority", ("letter-2",)), (None, "authority_not_seen", ())]
)
def test_without_consent_of_the_person_affected_it_waits(
    authority: bool | None, code: str, letters: tuple[str, ...]
) -> None:
    answer = found(FOR_HER, authority=authority)
    assert (answer.outcome, codes(answer), answer.letters) == ("paused", [code], letters)
    assert found(authority=authority).outcome == "accepted", "who applies for themselves needs none"


@pytest.mark.parametrize(
    ("without", "outcome", "actions"),
    [("paused", "paused", ()), ("refused", "refused", ()), ("anonymous", "refused", (PASS_ON,))],
)
def test_where_everybody_must_agree(without: Any, outcome: str, actions: tuple[str, ...]) -> None:
    rules = replace(LETTERS, consent_of="everybody", without_consent=without, anonymous_passed_on=True)
    assert found(rules=rules, agrees=True).outcome == "accepted"
    answer = found(rules=rules, agrees=False)
    assert (answer.outcome, answer.actions) == (outcome, actions)
    assert answer.letters == (("letter-2",) if outcome == "paused" else ("letter-declined",))
    assert found(rules=rules, agrees=None).outcome == "paused", "nobody is refused for a question nobody asked"


def test_a_signature_that_nobody_has_seen_is_none_yet() -> None:
    assert found(signed=None).outcome == "needs_decision"
    missing = found(signed=False)
    assert (missing.outcome, missing.letters) == ("paused", ("letter-incomplete",))
    both = found(FOR_HER, signed=False, authority=False)
    assert both.letters == ("letter-2", "letter-incomplete")


def test_only_reasons_of_the_procedure_refuse() -> None:
    rules = replace(LETTERS, vexatious_reasons=("malicious", "vexatious"))
    answer = found(rules=rules, vexatious=("Malicious",))
    assert (answer.outcome, answer.letters) == ("refused", ("letter-declined",))
    other = found(rules=rules, vexatious=("tiresome",))
    assert other.outcome == "needs_decision"
    assert other.findings[0].ask == "The reasons are malicious and vexatious."


LIMIT = replace(LETTERS, repeat_limit=RepeatLimit(2, Span(6, "months"), "extenuating circumstances"))


@pytest.mark.parametrize(
    ("previous", "outcome"),
    [
        ((), "accepted"),
        ((date(2026, 9, 1),), "accepted"),
        ((date(2026, 9, 1), date(2026, 5, 21)), "needs_decision"),
        ((date(2026, 9, 1), date(2026, 5, 20)), "accepted"),
        ((date(2026, 9, 1), date(2026, 12, 1)), "accepted"),
        ((date(2026, 9, 1), date(2026, 9, 1), date(2020, 1, 1)), "needs_decision"),
    ],
)
def test_the_repeat_limit_rolls_and_never_refuses(previous: tuple[date, ...], outcome: str) -> None:
    # Six months beginning with 21 May end on 20 November, the day of this application.
    answer = found(rules=LIMIT, previous=previous)
    assert answer.outcome == outcome
    assert all("extenuating circumstances" in finding.ask for finding in answer.findings)
    assert found(previous=previous).outcome == "accepted", "where the procedure has no limit"


@pytest.mark.parametrize(
    ("kind", "more", "expected"),
    [
        ("mp", {}, []),
        ("business", {}, []),
        ("agency_manager", {"of_rank": True}, []),
        ("agency_manager", {"of_rank": False}, ["rank_too_low"]),
        ("agency_manager", {}, ["rank_not_known"]),
        ("group", {"signatories": 5}, []),
        ("group", {"signatories": 4}, ["too_few_signatories"]),
        ("group", {}, ["too_few_signatories"]),
        ("councillor", {}, ["applicant_not_named"]),
    ],
)
def test_who_may_apply(kind: Any, more: dict[str, Any], expected: list[str]) -> None:
    rules = replace(
        LETTERS, applicants=("victim", "advocate", "mp", "agency_manager", "business", "group"),
        agency_rank="Police Inspector or above", group_of=5,
    )  # fmt: skip
    answer = found(FOR_HER, rules=rules, kind=kind, **more)
    assert codes(answer) == expected
    assert answer.outcome == ("needs_decision" if expected else "accepted"), "nobody is refused for who they are"


def test_what_must_have_happened_before_is_an_officers_to_decide() -> None:
    rules = replace(
        LETTERS, open_case="asked", action_time="asked",
        preconditions=(Question("other_household", "the behaviour is that of people of another household"),),
    )  # fmt: skip
    assert codes(found(rules=rules)) == ["case_open", "action_time", "other_household"]
    assert found(rules=rules).outcome == "needs_decision"
    fine: dict[str, Any] = {"case_open": False, "action_time_over": True, "answers": {"other_household": True}}
    assert found(rules=rules, **fine).outcome == "accepted"
    assert found(case_open=True, action_time_over=False).outcome == "accepted", "a procedure that does not ask"


def test_what_weighs_most_is_the_answer_and_every_reason_is_given() -> None:
    rules = replace(LIMIT, vexatious_reasons=("malicious",))
    busy = (date(2026, 9, 1), date(2026, 10, 1))
    waiting = found(FOR_HER, rules=rules, authority=False, previous=busy)
    assert (waiting.outcome, codes(waiting)) == ("paused", ["no_authority", "repeat_limit"])
    refused = found(FOR_HER, rules=rules, authority=False, previous=busy, vexatious=("malicious",))
    assert refused.outcome == "refused" and len(refused.reasons) == 3


@given(st.lists(st.dates(date(2025, 1, 1), date(2026, 11, 20)), max_size=6), st.dates(date(2025, 1, 1), RECEIVED))
def test_one_more_earlier_application_never_opens_the_way(previous: list[date], more: date) -> None:
    before = found(rules=LIMIT, previous=tuple(previous)).outcome
    after = found(rules=LIMIT, previous=(more, *previous)).outcome
    assert not (before == "needs_decision" and after == "accepted")
