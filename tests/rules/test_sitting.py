"""Whether a meeting sat as its procedure asks, and what it leaves to be done."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ctdocs.rules.panel.attendance import Invited
from ctdocs.rules.panel.follow_up import follow_up
from ctdocs.rules.panel.sitting import Attendee, Rules, Sitting, lacks

ALL = Rules(independent_chair=True, at_least=3, one_not_involved=True, conflicts=True)
COUNCIL = Attendee("Exampleshire District Council", "Ann", "yes", "no")
POLICE = Attendee("Exampleshire Constabulary", "Ben", "yes", "no")
HEALTH = Attendee("NHS Exampleshire", "Cai", "no", "no")
GOOD = Sitting("Chris Chair", "yes", (COUNCIL, POLICE, HEALTH))


def codes(sitting: Sitting, rules: Rules = ALL, must: tuple[Invited, ...] = ()) -> list[str]:
    return [one.code for one in lacks(rules, sitting, must)]


def test_a_meeting_that_sat_as_it_should_lacks_nothing() -> None:
    assert codes(GOOD) == []


def test_what_a_profile_does_not_ask_is_not_asked() -> None:
    assert codes(Sitting("Chris Chair", "no", (COUNCIL,)), Rules()) == []


@pytest.mark.parametrize(
    ("sitting", "code"),
    [
        (Sitting("", "yes", GOOD.attendees), "no-chair"),
        (Sitting("Chris", "no", GOOD.attendees), "chair-not-independent"),
        (Sitting("Chris", "", GOOD.attendees), "chair-not-known"),
        (Sitting("Chris", "yes", (COUNCIL, HEALTH)), "too-few-bodies"),
        (Sitting("Chris", "yes", (COUNCIL, COUNCIL, HEALTH)), "too-few-bodies"),
        (Sitting("Chris", "yes", (COUNCIL, POLICE, Attendee("NHS", "Cai", "yes", "no"))), "all-involved"),
        (Sitting("Chris", "yes", (COUNCIL, POLICE, Attendee("NHS", "Cai", "", "no"))), "involvement-not-known"),
        (Sitting("Chris", "yes", (COUNCIL, POLICE, Attendee("NHS", "Cai", "no", ""))), "conflict-not-asked"),
        (Sitting("Chris", "yes", (COUNCIL, POLICE, Attendee("NHS", "Cai", "no", "yes"))), "conflict-undecided"),
    ],
)
def test_each_lack_is_named(sitting: Sitting, code: str) -> None:
    assert codes(sitting) == [code]


def test_a_conflict_about_which_something_was_decided_is_settled() -> None:
    sitting = Sitting(
        "Chris", "yes", (COUNCIL, POLICE, Attendee("NHS", "Cai", "no", "yes")), (), "Cai left for item 6."
    )
    assert codes(sitting) == []


def test_a_body_that_had_to_come_did_or_sent_a_report() -> None:
    homes = Invited("Exampleshire Homes", "social_housing", "yes", "It is their landlord.")
    council = Invited("the Exampleshire District Council", "council", "yes", "")
    youth = Invited("Youth Service", "youth_offending", "ask", "")
    assert codes(GOOD, must=(council, homes, youth)) == ["body-absent"]
    sent = Sitting(GOOD.chair, "yes", GOOD.attendees, (("exampleshire  homes", "yes"),))
    assert codes(sent, must=(homes,)) == []
    silent = Sitting(GOOD.chair, "yes", GOOD.attendees, (("Exampleshire Homes", "no"),))
    assert codes(silent, must=(homes,)) == ["no-written-report"]


FACTS: dict[str, Any] = {
    "plan": {"exists": True, "review": "2027-02-01"},
    "actions": [
        {"action": "Visit", "lead": "Ann", "due": "By 10 January 2027", "agreed": "yes"},
        {"action": "Camera", "agency": "Police", "due": "within a month", "agreed": "no"},
        None,
        {"action": "Letter", "due": "2027-01-05", "completed": "2027-01-04"},
    ],
    "recommendations": [
        {"to": "County Highways", "text": "Light the alley", "sent": "2027-01-02", "reply_by": "2027-01-30"},
        {"to": "A school", "text": "Talk to parents"},
        {"to": "County Parks", "text": "Lock it", "sent": "2027-01-02", "replied": "2027-01-09", "reply": "Agreed."},
    ],
}  # fmt: skip


def test_what_is_left_after_the_meeting() -> None:
    on = date(2027, 1, 11)
    found = {one.field: one for one in follow_up(FACTS, on)}
    assert {field: one.standing for field, one in found.items()} == {
        "actions.1": "late", "actions.2": "open", "actions.4": "done", "actions.4.agreed": "waiting",
        "recommendations.1": "waiting", "recommendations.2": "open", "recommendations.3": "done",
        "plan.review": "due",
    }  # fmt: skip
    assert "no word of progress" in found["actions.1"].sentence
    assert "“within a month”" in found["actions.2"].sentence
    assert "Agreed" in found["recommendations.3"].sentence


@pytest.mark.parametrize(("on", "standing"), [(date(2027, 1, 30), "waiting"), (date(2027, 1, 31), "late")])
def test_a_reply_is_late_the_day_after_its_last_day(on: date, standing: str) -> None:
    assert next(one for one in follow_up(FACTS, on) if one.field == "recommendations.1").standing == standing


def test_a_case_without_a_plan_leaves_nothing() -> None:
    assert follow_up({}, date(2027, 1, 1)) == ()
