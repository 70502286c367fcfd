"""The diary of a case: the days an officer sees, each worked out by hand in a comment."""

from __future__ import annotations

from pathlib import Path

import pytest

from ctdocs.model.area import load_area
from ctdocs.model.area_calendar import FACTS
from ctdocs.rules.diary import Book, explained
from ctdocs.rules.diary.commands import commands, quoted
from ctdocs.rules.diary.conditions import standing as reason
from tests.rules.cases import (
    EXAMPLESHIRE,
    LATEST,
    area_with,
    day,
    decided,
    new,
    sent,
    small_area,
    standing,
    step,
)  # fmt: skip

REVIEWED = ("letter-5", "2026-12-11", "decision_letter")


def test_t60_acknowledge_and_decide_from_a_completed_application(tmp_path: Path) -> None:
    """Friday 20 November 2026 is day 0: five working days are 27 November, fifteen are 11 December."""
    case = new(tmp_path / "c", received="2026-11-20", completed="2026-11-20")
    now = standing(case, "2026-11-20")
    acknowledge = ("letter-1", "acknowledge-call", "offer-support", "open-record", "record-received")
    assert {now[id_].due for id_ in acknowledge} == {day("2026-11-27")}
    assert {now[id_].standing for id_ in acknowledge} == {"due"}
    assert now["decide"].due == day("2026-12-11")
    assert now["letter-4"].standing == now["letter-5"].standing == "waiting"
    assert now["letter-5"].why == "Whether the threshold is met is not decided yet."


def test_it_is_due_on_its_last_day_and_late_on_the_next(tmp_path: Path) -> None:
    case = new(tmp_path / "c", received="2026-11-20", completed="2026-11-20")
    assert standing(case, "2026-11-27")["letter-1"].standing == "due"
    assert standing(case, "2026-11-28")["letter-1"].standing == "late"


def test_deadlines_run_from_the_completed_application(tmp_path: Path) -> None:
    case = new(tmp_path / "c", received="2026-11-20")
    now = standing(case, "2026-11-23")
    assert (now["complete"].standing, now["complete"].due) == ("due", None)
    assert now["letter-1"].standing == "waiting"
    assert now["letter-1"].why == "It begins when the application is complete; that is not recorded yet."
    case.complete(day("2026-12-01"), LATEST, "Sam")
    # 2, 3, 4, 7, 8 December
    assert standing(case, "2026-12-01")["letter-1"].due == day("2026-12-08")


@pytest.mark.parametrize(("receipt", "due"), [("same_day", "2026-11-27"), ("next_working_day", "2026-11-30")])
def test_t61_an_online_form_on_a_saturday(tmp_path: Path, receipt: str, due: str) -> None:
    """Monday is day 1, or day 0 where the profile deems it received only then."""
    area = area_with(tmp_path, {"  extra: []": f"  extra: []\n  non_working_receipt: {receipt}"})
    case = new(tmp_path / "c", received="2026-11-21", completed="2026-11-21")
    assert standing(case, "2026-11-23", area)["letter-1"].due == day(due)


def test_t63_easter_is_left_out(tmp_path: Path) -> None:
    """30, 31 March, 1, 2 April, then Good Friday and Easter Monday, then 7 April."""
    case = new(tmp_path / "c", received="2026-03-27", completed="2026-03-27")
    item = standing(case, "2026-03-27")["letter-1"]
    assert item.due == day("2026-04-07")
    said = " ".join(explained(item, Book.of(load_area(EXAMPLESHIRE), day("2026-03-27")).days))
    assert "Good Friday on Friday 3 April 2026 and Easter Monday on Monday 6 April 2026" in said


def test_a_day_the_area_is_closed_lengthens_the_time(tmp_path: Path) -> None:
    area = area_with(tmp_path, {"  extra: []": "  extra: [2026-11-24]"})
    case = new(tmp_path / "c", received="2026-11-20", completed="2026-11-20")
    assert standing(case, "2026-11-23", area)["letter-1"].due == day("2026-11-30")


def test_t64_two_promises_for_the_meeting_stand_side_by_side(tmp_path: Path) -> None:
    """Twenty working days after letter 5 are 13 January 2027, forty after the application are 20 January."""
    case = new(tmp_path / "c", received="2026-11-20", completed="2026-11-20")
    decided(case, "threshold", "met", "2026-12-10")
    sent(case, *REVIEWED)
    meeting = standing(case, "2026-12-14")["review-meeting"]
    assert {one.name: one.end for one in meeting.promises} == {
        "review": day("2027-01-13"), "review_overall": day("2027-01-20"),
    }  # fmt: skip
    assert (meeting.due, meeting.protects) == (day("2027-01-13"), day("2027-01-20"))
    said = explained(meeting, Book.of(load_area(EXAMPLESHIRE), day("2026-12-14")).days)
    assert said[-1] == (
        "Two days were promised: Wednesday 13 January 2027 binds the council; the applicant may rely on "
        "Wednesday 20 January 2027."
    )
    assert standing(case, "2027-01-14")["review-meeting"].standing == "late"


def test_t67_what_a_letter_written_elsewhere_promised_is_kept_beside_the_duty(tmp_path: Path) -> None:
    """The duty ends on 11 December; letter 1 of 27 November said fifteen working days from itself: 18 December."""
    elsewhere = new(tmp_path / "a", received="2026-11-20", completed="2026-11-20")
    step(elsewhere, "letter-1", "2026-11-27", "acknowledged")
    item = standing(elsewhere, "2026-12-01")["decide"]
    assert (item.due, item.protects) == (day("2026-12-11"), day("2026-12-18"))
    # A letter of ctdocs prints the day of the duty, and promises nothing else.
    ours = new(tmp_path / "b", received="2026-11-20", completed="2026-11-20")
    sent(ours, "letter-1", "2026-11-27", "acknowledged")
    item = standing(ours, "2026-12-01")["decide"]
    assert (item.due, item.protects) == (day("2026-12-11"), None)


def test_t68_the_last_day_for_an_appeal_and_the_later_one_where_notice_came_later(tmp_path: Path) -> None:
    """28 days after 11 December 2026 are 8 January 2027; after notice on the 14th they are 11 January."""
    case = new(tmp_path / "c", received="2026-11-20", completed="2026-11-20")
    decided(case, "threshold", "not_met", "2026-12-10")
    sent(case, "letter-4", "2026-12-11", "decision_letter")
    item = standing(case, "2026-12-14")["appeal-threshold"]
    assert (item.by, item.standing, item.due, item.protects) == ("applicant", "due", day("2027-01-08"), None)
    step(case, "notified", "2026-12-14", "notified")
    item = standing(case, "2026-12-14")["appeal-threshold"]
    assert (item.due, item.protects) == (day("2027-01-11"), day("2027-01-08"))
    assert standing(case, "2027-01-11")["appeal-threshold"].standing == "due"
    over = standing(case, "2027-01-12")["appeal-threshold"]
    assert (over.standing, over.why) == ("not_needed", "The time for it ended on Monday 11 January 2027.")
    assert standing(case, "2026-12-14")["appeal-outcome"].standing == "not_needed"


def test_t71_an_appeal_on_christmas_eve(tmp_path: Path) -> None:
    """One working day is 29 December. Twenty are 26 January from lodging, 27 January from the acknowledgement."""
    case = new(tmp_path / "c", received="2026-11-02", completed="2026-11-02")
    decided(case, "threshold", "not_met", "2026-12-10")
    sent(case, "letter-4", "2026-12-11", "decision_letter")
    before = standing(case, "2026-12-23")
    assert before["appeal-acknowledge"].standing == "not_needed"
    step(case, "appeal-threshold", "2026-12-24", "appeal_lodged")
    now = standing(case, "2026-12-24")
    assert now["appeal-threshold"].standing == "done"
    assert (now["appeal-acknowledge"].due, now["appeal-acknowledge"].by) == (day("2026-12-29"), "appeal_body")
    assert (now["appeal-decision"].due, now["appeal-decision"].protects) == (day("2027-01-26"), None)
    assert now["record-appeal-received"].what == "Record “ASB Case Review appeal received” in E-CINS"
    assert now["appeal-papers"].standing == "due"
    step(case, "appeal-acknowledge", "2026-12-29", "appeal_acknowledged")
    now = standing(case, "2026-12-30")
    assert (now["appeal-decision"].due, now["appeal-decision"].protects) == (day("2027-01-26"), day("2027-01-27"))
    decided(case, "appeal", "rejected", "2027-01-20")
    now = standing(case, "2027-01-21")
    assert now["record-appeal-rejected"].standing == "due"
    assert now["record-appeal-upheld"].standing == "not_needed"


DACORUM = """
meetings:
  group: {name: Action Group, every: third Tuesday of each month, papers: 5}
clocks:
  acknowledge: {event: acknowledged, after: received, n: 2, unit: working_days}
  decide: {event: decision, after: received, calendar: group}
  outcome: {event: outcome, after: meeting, n: 5, unit: working_days}
duties:
  acknowledge:
    {what: Acknowledge the application, stage: receipt, after: received, clocks: [acknowledge],
     done_by: [{letter: ct1}], event: acknowledged}
  assess:
    {what: Assess it at the group's meeting, stage: assessment, after: received, clocks: [decide],
     done_by: [{decision: threshold}], event: decision}
  safetynet: {what: Create a case on SafetyNet, stage: receipt, after: received}
  early:
    {what: Call a meeting of its own, stage: assessment, after: received, only_if: [high_risk],
     done_by: [{decision: extraordinary-meeting}]}
"""


def test_t72_a_monthly_meeting_decides(tmp_path: Path) -> None:
    """Two working days after 23 December 2026 are 29 December; the next third Tuesday is 19 January 2027."""
    area = small_area(tmp_path, DACORUM)
    case = new(tmp_path / "c", received="2026-12-23", area=area.id)
    now = standing(case, "2026-12-23", area)
    assert now["acknowledge"].due == day("2026-12-29")
    assert now["assess"].due == day("2027-01-19")
    said = explained(now["assess"], Book.of(area, day("2026-12-23")).days)
    assert said == ("Action Group meets on Tuesday 19 January 2027 (third Tuesday of each month).",)
    assert now["safetynet"].standing == "due"
    assert now["early"].why == "The risk to the people in the case is not recorded yet."


def test_high_risk_asks_for_a_meeting_of_its_own(tmp_path: Path) -> None:
    area = small_area(tmp_path, DACORUM)
    case = new(tmp_path / "c", received="2026-12-23", area=area.id)
    decided(case, "risk", "medium", "2026-12-24")
    assert standing(case, "2026-12-24", area)["early"].standing == "not_needed"
    decided(case, "risk", "high", "2026-12-29")
    assert standing(case, "2026-12-29", area)["early"].standing == "due"
    decided(case, "extraordinary-meeting", "yes", "2026-12-30")
    held = standing(case, "2026-12-30", area)["early"]
    assert (held.standing, held.done, held.how) == ("done", day("2026-12-30"), "Fern decided “yes”")


@pytest.mark.parametrize(
    ("length", "due"),
    [
        ("n: 21, unit: working_days", "2026-12-31"),  # T74: 1–4, 7–11, 14–18, 21–24, 29–31 December
        ("n: 28, unit: days", "2026-12-28"),
        ("n: 20, unit: working_days", "2026-12-30"),
        ("n: 10, unit: working_days", "2026-12-14"),
    ],
)
def test_t74_appeals_of_other_schemes(tmp_path: Path, length: str, due: str) -> None:
    area = small_area(
        tmp_path,
        f"clocks:\n  appeal: {{event: appeal_lodged, after: letter, {length}}}\n"
        "duties:\n  appeal: {what: May appeal, stage: appeal, by: applicant, after: outcome, clocks: [appeal]}\n",
    )
    case = new(tmp_path / "c", received="2026-10-01", area=area.id)
    step(case, "letter-6", "2026-11-30", "outcome")
    assert standing(case, "2026-12-01", area)["appeal"].due == day(due)


def test_t76_a_response_within_28_days_of_activation(tmp_path: Path) -> None:
    area = small_area(
        tmp_path, "duties:\n  respond: {what: Respond, stage: assessment, after: received, n: 28, unit: days}\n"
    )
    case = new(tmp_path / "c", received="2026-11-20", area=area.id)
    assert standing(case, "2026-11-20", area)["respond"].due == day("2026-12-18")


def test_somebody_acts_for_another(tmp_path: Path) -> None:
    case = new(tmp_path / "c", received="2026-11-20", basis="other")
    now = standing(case, "2026-11-23")
    assert now["letter-2"].standing == "due"
    assert now["letter-3"].why == "No consent or authority has come that a person has looked at."
    step(case, "letter-2", "2026-11-23")
    now = standing(case, "2026-11-24")
    assert (now["letter-2"].standing, now["letter-2"].done) == ("done", day("2026-11-23"))
    assert (now["consent"].standing, now["consent"].by) == ("due", "applicant")
    case.set("evidence.kind", "letter", LATEST, "Sam")
    case.complete(day("2026-12-01"), LATEST, "Sam")
    now = standing(case, "2026-12-01")
    assert now["consent"].standing == "not_needed"
    assert now["letter-2"].standing == "done"
    # 2, 3, 4, 7, 8 December
    assert {now[id_].due for id_ in ("letter-1", "letter-3", "victim-call")} == {day("2026-12-08")}
    own = new(tmp_path / "own", received="2026-11-20", completed="2026-11-20")
    assert standing(own, "2026-11-20")["letter-3"].why == "The person affected applied for themselves."


def test_what_is_not_met_leaves(tmp_path: Path) -> None:
    case = new(tmp_path / "c", received="2026-11-20", completed="2026-11-20")
    decided(case, "threshold", "not_met", "2026-12-10")
    now = standing(case, "2026-12-10")
    assert (now["letter-4"].standing, now["letter-4"].due) == ("due", day("2026-12-11"))
    assert now["record-not-met"].what == "Record “ASB Case Review threshold not met” in E-CINS"
    assert now["archive"].standing == "waiting"
    assert {now[id_].standing for id_ in ("letter-5", "review-meeting", "minutes", "letter-6")} == {"not_needed"}
    decided(case, "risk", "low", "2026-12-10")
    assert standing(case, "2026-12-10")["informal-review"].standing == "not_needed"
    case.set("incidents.1.details", "shouting", LATEST, "Sam")
    case.judge(facts={"incidents.1": {"hate": True}}, at=LATEST, by="Sam")
    assert standing(case, "2026-12-10")["informal-review"].standing == "due"


def test_the_outcome_is_owed_five_working_days_after_the_meeting(tmp_path: Path) -> None:
    """After Wednesday 6 January 2027: 7, 8, 11, 12 and 13 January."""
    case = new(tmp_path / "c", received="2026-11-20", completed="2026-11-20")
    decided(case, "threshold", "met", "2026-12-10")
    sent(case, *REVIEWED)
    case.set("meeting.date", "2027-01-06", LATEST, "Sam")
    before = standing(case, "2026-12-14")
    assert before["arrange-meeting"].standing == "done"
    assert (before["review-meeting"].standing, before["review-meeting"].why) == (
        "due", "It is arranged for Wednesday 6 January 2027.",
    )  # fmt: skip
    assert before["letter-6"].why == "It begins on Wednesday 6 January 2027."
    now = standing(case, "2027-01-07")
    assert now["review-meeting"].done == day("2027-01-06")
    assert {now[id_].due for id_ in ("letter-6", "outcome-call", "record-action-plan")} == {day("2027-01-13")}
    assert now["agree-plan"].standing == "waiting"
    case.set("minutes.sent", "2027-01-11", LATEST, "Sam")
    assert standing(case, "2027-01-11")["minutes-sent"].done == day("2027-01-11")


def test_what_was_done_late_says_so(tmp_path: Path) -> None:
    case = new(tmp_path / "c", received="2026-11-20", completed="2026-11-20")
    step(case, "letter-1", "2026-12-01", "acknowledged")
    item = standing(case, "2026-12-02")["letter-1"]
    assert (item.standing, item.done, item.done_late) == ("done", day("2026-12-01"), True)
    said = explained(item, Book.of(load_area(EXAMPLESHIRE), day("2026-12-02")).days)
    assert said[-1] == "Done on Tuesday 1 December 2026, after its last day, Friday 27 November 2026."


def test_a_step_that_was_taken_back_is_to_be_done_again(tmp_path: Path) -> None:
    case = new(tmp_path / "c", received="2026-11-20", completed="2026-11-20")
    step(case, "acknowledge-call", "2026-11-23")
    assert standing(case, "2026-11-24")["acknowledge-call"].standing == "done"
    case.take_back(case.log.entries[-1].n, why="the wrong case", at=LATEST, by="Sam")
    assert standing(case, "2026-11-24")["acknowledge-call"].standing == "due"


def test_a_withdrawn_application_stops_everything_but_telling_it(tmp_path: Path) -> None:
    case = new(tmp_path / "c", received="2026-11-20", completed="2026-11-20")
    step(case, "acknowledge-call", "2026-11-23")
    step(case, "withdrawn", "2026-11-25", "withdrawn")
    now = standing(case, "2026-12-20")
    assert now["acknowledge-call"].standing == "done"
    assert [item.id for item in now.values() if item.open] == ["stop", "letter-withdrawn"]
    assert now["decide"].why == "The application was withdrawn on Wednesday 25 November 2026."


def test_an_application_that_is_not_taken(tmp_path: Path) -> None:
    case = new(tmp_path / "c", received="2026-11-20", completed="2026-11-20")
    decided(case, "eligibility", "refused", "2026-11-24")
    now = standing(case, "2026-12-20")
    assert [item.id for item in now.values() if item.open] == ["letter-declined", "complaints-policy"]
    assert now["letter-1"].why == "The application was declined on Tuesday 24 November 2026."
    decided(case, "eligibility", "accepted", "2026-11-25")
    assert standing(case, "2026-12-20")["letter-1"].standing == "late"


def test_an_informal_review_that_was_decided_is_offered_in_writing(tmp_path: Path) -> None:
    case = new(tmp_path / "c", received="2026-11-20", completed="2026-11-20")
    decided(case, "threshold", "not_met", "2026-12-10")
    decided(case, "risk", "high", "2026-12-10")
    sent(case, "letter-4", "2026-12-11", "decision_letter")
    now = standing(case, "2026-12-11")
    assert now["informal-review"].standing == "due"
    assert now["letter-informal-review"].why == "Nobody has decided yet whether the case is looked at informally."
    decided(case, "informal-review", "yes", "2026-12-14")
    assert standing(case, "2026-12-14")["letter-informal-review"].standing == "due"
    decided(case, "informal-review", "no", "2026-12-15")
    assert standing(case, "2026-12-15")["letter-informal-review"].standing == "not_needed"


def test_the_partners_and_the_day_they_were_asked_to_reply_by(tmp_path: Path) -> None:
    case = new(tmp_path / "c", received="2026-11-20", completed="2026-11-20")
    assert standing(case, "2026-11-23")["information-in"].standing == "waiting"
    case.set("request.reply_by", "2026-12-02", LATEST, "Sam")
    step(case, "request-information", "2026-11-24", "information_requested")
    item = standing(case, "2026-11-25")["information-in"]
    assert (item.by, item.standing, item.due) == ("partners", "due", day("2026-12-02"))
    assert standing(case, "2026-12-03")["information-in"].standing == "late"
    step(case, "information-in", "2026-12-04", "information_in")
    assert standing(case, "2026-12-04")["information-in"].done_late


def test_what_the_meeting_left_is_in_the_diary_too(tmp_path: Path) -> None:
    case = new(tmp_path / "c", received="2026-11-20", completed="2026-11-20")
    decided(case, "threshold", "met", "2026-12-10")
    for name, value in {
        "actions.1.action": "Put up a gate", "actions.1.agency": "Council", "actions.1.due": "2027-02-01",
        "actions.1.agreed": "yes", "actions.2.action": "Visit", "actions.2.completed": "2027-01-15",
        "actions.2.agreed": "yes", "assessments.1.assessment.review_due": "2027-03-01", "plan.review": "2027-02-15",
    }.items():  # fmt: skip
        case.set(name, value, LATEST, "Sam")
    now = standing(case, "2027-02-02")
    assert (now["actions-1"].standing, now["actions-1"].due) == ("late", day("2027-02-01"))
    assert now["actions-2"].standing == "done"
    assert (now["assessment-review-1"].standing, now["assessment-review-1"].due) == ("due", day("2027-03-01"))
    assert (now["plan-review"].standing, now["plan-review"].due) == ("due", day("2027-02-15"))
    assert now["actions-1"].private


def test_every_title_of_the_case_system_has_its_line() -> None:
    """As the profile gives them, letter for letter."""
    book = Book.of(load_area("derbyshire/south-derbyshire"), day("2026-11-20"))
    assert [duty.what for duty in book.duties if duty.entry.record] == [
        "Record “Community Trigger application received” in E-CINS",
        "Record “Community Trigger Threshold not met” in E-CINS",
        "Record “Community Trigger Threshold met” in E-CINS",
        "Record “Community Trigger Review Meeting held” in E-CINS",
        "Record “Community Trigger Action Plan” in E-CINS",
        "Record “Community Trigger Appeal received” in E-CINS",
        "Record “Community Trigger Appeal upheld” in E-CINS",
        "Record “Community Trigger Appeal rejected” in E-CINS",
    ]
    assert all(duty.entry.source for duty in book.duties)


def test_the_order_of_the_log_does_not_matter(tmp_path: Path) -> None:
    one = new(tmp_path / "a", received="2026-11-20", completed="2026-11-20")
    other = new(tmp_path / "b", received="2026-11-20", completed="2026-11-20")
    done = [("letter-1", "2026-11-24", "acknowledged"), ("open-record", "2026-11-23", None)]
    for id_, on, event in done:
        step(one, id_, on, event)
    for id_, on, event in reversed(done):
        step(other, id_, on, event)
    assert standing(one, "2026-12-01") == standing(other, "2026-12-01")


def test_papers_go_out_before_a_meeting(tmp_path: Path) -> None:
    """Five working days before Wednesday 6 January 2027: 5, 4 January, 31, 30, 29 December.

    Five before the third Tuesday, 19 January: 18, 15, 14, 13, 12 January.
    """
    area = small_area(
        tmp_path,
        "meetings:\n  group: {name: Action Group, every: third Tuesday of each month, papers: 5}\n"
        "duties:\n"
        "  pack: {what: Send the papers, stage: meeting, after: received, before: meeting, n: 5}\n"
        "  ready: {what: Be ready, stage: meeting, after: received, calendar: group, papers: true}\n",
    )
    case = new(tmp_path / "c", received="2026-12-23", area=area.id)
    now = standing(case, "2026-12-23", area)
    assert (now["pack"].standing, now["pack"].due) == ("due", None)
    assert now["ready"].due == day("2027-01-12")
    days = Book.of(area, day("2026-12-23")).days
    assert explained(now["ready"], days) == (
        "Action Group meets on Tuesday 19 January 2027 (third Tuesday of each month). "
        "Its papers go out by Tuesday 12 January 2027.",
    )
    case.set("meeting.date", "2027-01-06", LATEST, "Sam")
    item = standing(case, "2026-12-23", area)["pack"]
    assert item.due == day("2026-12-29")
    assert explained(item, days) == ("5 working days before Wednesday 6 January 2027 is Tuesday 29 December 2026.",)


def test_every_condition_has_its_reason() -> None:
    """What a duty depends on can be false either way round, and says why it is then not needed."""
    for name in FACTS:
        for wanted in (True, False):
            holds, why = reason(((name, wanted),), {name: not wanted})
            assert holds is False and why.endswith(".")
        holds, why = reason(((name, True),), {name: None})
        assert holds is None and why.endswith(".")


@pytest.mark.parametrize(
    ("path", "typed"),
    [
        ("../cases/0001", "../cases/0001"),
        ("C:\\cases\\0001", "C:\\cases\\0001"),
        ("D:\\My cases\\0001", '"D:\\My cases\\0001"'),
        ("cases/O'Neil", '"cases/O\'Neil"'),
        ("cases/$1", "'cases/$1'"),
        ("cases/a;b", '"cases/a;b"'),
    ],
)
def test_a_folder_is_typed_so_that_a_terminal_takes_it(path: str, typed: str) -> None:
    assert quoted(path) == typed


def test_the_papers_of_an_appeal_ask_what_it_is_against(tmp_path: Path) -> None:
    case = new(tmp_path / "c", received="2026-11-02", completed="2026-11-02")
    decided(case, "threshold", "not_met", "2026-11-10")
    sent(case, "letter-4", "2026-11-11", "decision_letter")
    step(case, "appeal-threshold", "2026-11-20", "appeal_lodged")
    assert commands(standing(case, "2026-11-23")["appeal-papers"], "cases/1") == (
        "ctdocs appeal-bundle cases/1 --against STAGE -o appeal-bundle.pdf  # STAGE: threshold or process or outcome",
        "ctdocs case step cases/1 appeal-papers --day DATE --by NAME",
    )
