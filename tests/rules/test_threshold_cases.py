"""Every worked case of the threshold, the deadlines and who may apply, with its answer and its reason.

The expected answers stand in ``threshold_cases.yaml``, made by hand from the schemes' own documents and pages.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ctdocs.model.clock import Clock
from ctdocs.rules.calendar import add
from ctdocs.rules.clocks import due
from ctdocs.rules.eligibility import PASS_ON, Applying, eligible
from ctdocs.rules.threshold import Check, Incident, LimbResult, Request, When, assess
from ctdocs.rules.threshold.checks import checks
from tests.rules.asking import area, day, report, request, rules, worked

ELSEWHERE = {"attendance": "who must be asked to the meeting is asked in the tests of the meeting"}
"""Kinds of worked cases that are not tested here, and why."""

HERE = ("qualifying", "window", "threshold", "repeat_limit", "eligibility", "deadline")


def cases(kind: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", worked(kind), ids=lambda case: case["id"])


def test_no_worked_case_is_left_out() -> None:
    import yaml

    from tests.rules.asking import HERE as FOLDER

    every = yaml.safe_load((FOLDER / "threshold_cases.yaml").read_text(encoding="utf-8"))["cases"]
    kinds = {case["kind"] for case in every}
    assert kinds == {*HERE, *ELSEWHERE}
    assert sum(len(worked(kind)) for kind in kinds) == len(every) == 41


def found(case: dict[str, Any], *, statutory: bool = False) -> dict[str, Check]:
    """What the rules say of the one report of a case, by rule."""
    said, of = case["input"], rules(case["profile"])
    occurred = When.exactly(day(said["occurred"])) if "occurred" in said else None
    told = report(said)
    incident = Incident("i", occurred, (told,))
    received = day(said.get("application_received", said["reported"]))
    limb = of.statutory if statutory or case["profile"] == "statute" else of.limbs[0]
    made = checks(told, incident, Request(received, (incident,)), limb, of, statutory=statutory)
    return {check.rule: check for check in made}


@cases("qualifying")
def test_a_report_made_in_time(case: dict[str, Any]) -> None:
    expect = dict(case["expect"])
    by_rule = found(case)
    if flag := expect.pop("flag", None):
        check = by_rule[flag]
        assert check.flag == flag and check.state != "yes" and "one of the two dates must be wrong" in check.because
    else:
        check = by_rule["reported_in_time"]
        last = expect.pop("last_day_strict", None) or expect.pop("last_day")
        assert check.last_day == day(last)
    assert (check.by_rule == "yes") is expect.pop("qualifying")
    assert expect == {}


@cases("window")
def test_the_period_before_the_application(case: dict[str, Any]) -> None:
    expect = dict(case["expect"])
    local = [check for check in found(case).values() if check.rule.endswith("_in_window")]
    statutory = found(case, statutory=True)["report_in_window"]
    if "flag" in expect:
        assert expect.pop("flag") in {check.flag for check in local}
    within = all(check.by_rule == "yes" for check in local)
    for name in ("in_window", "local_in_window"):
        if name in expect:
            assert within is expect.pop(name)
    if "statutory_in_window" in expect:
        assert (statutory.by_rule == "yes") is expect.pop("statutory_in_window")
    if "counts" in expect:
        assert all(check.state == "yes" for check in found(case).values()) is expect.pop("counts")
    if "last_application_day" in expect:
        assert statutory.last_day == day(expect.pop("last_application_day"))
        assert statutory.flag == "boundary_day", "one day over: a person is told, and nothing is refused because of it"
    if "window" in expect:
        first, last = expect.pop("window").split("..")
        received = day(case["input"]["application_received"])
        answer = assess(rules(case["profile"]), Request(received, ()), on=received)
        assert (answer.limbs[0].first_day, received) == (day(first), day(last))
    assert expect == {}


@cases("threshold")
def test_the_threshold(case: dict[str, Any]) -> None:
    expect = dict(case["expect"])
    asked = request(case["input"])
    answer = assess(rules(case["profile"]), asked, on=asked.received)
    assert answer.result == expect.pop("result")
    limb: LimbResult = answer.met_by[0] if answer.met_by else answer.limbs[0]
    if "statutory" in expect:
        assert answer.statutory.answer == expect.pop("statutory")
    if "local" in expect:
        assert answer.local == expect.pop("local")
    if "limb" in expect:
        assert [one.limb.id for one in answer.met_by] == [expect.pop("limb")]
    if "count" in expect:
        assert (limb.least, limb.most) == (expect["count"], expect["count"])
        assert len([one for one in answer.reports if one.counts == "yes"]) == expect.pop("count")
    if "people" in expect:
        (by_people,) = [one for one in answer.limbs if one.limb.counts == "people"]
        assert (by_people.least, by_people.most) == (expect["people"], expect.pop("people"))
    if "count_by_series" in expect:
        assert limb.by_group == {name: (n, n) for name, n in expect.pop("count_by_series").items()}
    if "window_start" in expect:
        assert limb.first_day == day(expect.pop("window_start"))
    if "flag" in expect:
        assert expect.pop("flag") in answer.flags
    if "outcome" in expect:
        assert expect.pop("outcome") == "consider_informal_review"
        assert answer.suggestions == ("informal_review",)
    assert expect == {}
    every = {one.id for incident in asked.incidents for one in incident.reports}
    assert {one.report.id for one in answer.reports} == every, "each complaint is listed"
    for one in answer.reports:
        said = {"yes": "This counts because", "no": "This does not count because", "open": "We cannot say yet"}
        reason = "An incident is counted once" if one.rule == "same_incident" else said[one.counts]
        assert reason in one.sentence and one.sentence in answer.letter_text()


WORDS = {
    "T20": [
        "You told the council by telephone on Monday 5 October 2026 about what happened that day. This counts because "
        "it was reported within one month and it happened in the six months before we received the application."
    ],
    "T21": ["It is about the same incident as the report made on Monday 3 August 2026. An incident is counted once."],
    "T23": ["Reports about different things are not added together (noise at no. 4: two separate incidents; noise fr"],
    "T25": ["said to an officer who was out and about, and that is not normally a report that counts"],
    "T26": ["made to a police officer or PCSO on duty"],
    "T27": ["a report made online counts as one in writing"],
    "T29": ["Neighbour at no. 9 told the council by", "only reports of the person affected, or who applies for them"],
    "T31": ["We counted four different people.", "five different people who have each made a report in six months"],
    "T42": ["made before Tuesday 15 September 2026, when we wrote with the outcome of the last review"],
}
"""What the person who applied must be able to read."""


@pytest.mark.parametrize("case", [case for case in worked("threshold") if case["id"] in WORDS], ids=lambda c: c["id"])
def test_the_reason_is_said_in_words(case: dict[str, Any]) -> None:
    asked = request(case["input"])
    text = assess(rules(case["profile"]), asked, on=asked.received).letter_text()
    for words in WORDS[case["id"]]:
        assert words in text
    assert "decide" not in text, "what is left to decide is the officer's, and stands beside it"


@cases("repeat_limit")
def test_how_often_one_person_may_apply(case: dict[str, Any]) -> None:
    said, expect = case["input"], case["expect"]
    applying = Applying(
        day(said["new_request"]), "A", "A", previous=tuple(day(one) for one in said["previous_requests"])
    )
    answer = eligible(area(case["profile"]).eligibility(applying.received), applying)
    (finding,) = answer.findings
    assert (answer.outcome, finding.code) == (expect["accepted"], "repeat_limit")
    assert expect["override"] in finding.ask
    assert "Saturday 20 June 2026 and Tuesday 1 September 2026" in finding.sentence


@cases("eligibility")
def test_whether_an_application_is_taken(case: dict[str, Any]) -> None:
    said, expect = case["input"], dict(case["expect"])
    third = said.get("third_party", False)
    applying = Applying(
        date(2026, 11, 20),
        said.get("applicant_name", "A. Applicant"),
        said.get("applicant_name", "V. Victim"),
        third_party=third,
        authority=bool(said.get("evidence")) if third else None,
        agrees=True,
    )
    answer = eligible(area(case["profile"]).eligibility(applying.received), applying)
    if "accepted" in expect:
        assert (answer.outcome != "refused") is expect.pop("accepted")
    if "reason" in expect:
        assert [finding.code for finding in answer.findings] == [expect.pop("reason")]
    if "action" in expect:
        assert expect.pop("action") == "share for intelligence"
        assert answer.actions == (PASS_ON,) and "passed on to the partners as intelligence" in answer.reasons[0]
    if "status" in expect:
        assert answer.outcome == {"paused": "paused", "complete": "accepted"}[expect.pop("status")]
    if "letter" in expect:
        assert answer.letters == (f"letter-{expect.pop('letter')}",)
    if "letters" in expect:
        assert answer.letters == tuple(f"letter-{number}" for number in expect.pop("letters"))
    assert expect == {}


ANCHORS = {
    "completed_application_received": "completed", "received": "received", "activated": "received",
    "letter5_date": "decision_letter", "letter4_or_6_date": "letter", "outcome_letter": "letter",
    "appeal_lodged": "appeal_lodged",
}  # fmt: skip
CLOCKS = {
    "acknowledge_by": "acknowledge", "decide_by": "decide", "duty": "decide", "meeting_by_letter5": "review",
    "meeting_by_appendix_c": "review_overall", "appeal_last_day": "appeal", "opcc_ack_by": "appeal_acknowledge",
    "opcc_decide_by": "appeal_decision", "response_by": "outcome",
}  # fmt: skip


@cases("deadline")
def test_when_something_is_due(case: dict[str, Any]) -> None:
    said, expect = case["input"], dict(case["expect"])
    anchors = {ANCHORS[name]: day(text) for name, text in said.items() if name != "letter1_date"}
    clocks = area(case["profile"]).clocks
    if promise := expect.pop("letter_promise", None):
        length = clocks["decide"].n
        assert length is not None and add(day(said["letter1_date"]), length, "working_days") == day(promise)
        said_in_letter = Clock("promise", "decision", "letter", length, "working_days")
        assert due(said_in_letter, {"letter": day(said["letter1_date"])}).date == day(promise)
    if binding := expect.pop("binding", None):
        ends = [due(clocks[name], anchors).date for name in ("review", "review_overall")]
        assert min(end for end in ends if end) == day(binding)
    for name, text in expect.items():
        assert due(clocks[CLOCKS[name]], anchors).date == day(text), name


def test_an_assessment_can_be_kept_as_data() -> None:
    import dataclasses
    import json

    asked = request(worked("threshold")[0]["input"])
    found = assess(rules("derbyshire"), asked, on=asked.received)
    kept = json.loads(json.dumps(dataclasses.asdict(found), default=str))
    assert kept["result"] == "met" and kept["reports"][0]["report"]["made"]["earliest"] == "2026-08-03"
