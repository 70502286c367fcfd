"""Schemes unlike one another, each from its profile alone: what it counts, and how it says so."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from ctdocs.model.area import load_area_file
from ctdocs.model.clock import Span, Threshold
from ctdocs.model.threshold import Window
from ctdocs.rules.threshold import Assessment, Incident, Report, Request, Reset, When, assess
from tests.rules.asking import TODAY, plain, rules


def told(n: int, by: str = "Ann", *, day: date | None = None, **more: Any) -> Incident:
    """An incident of its own day, told to the council by telephone the same day."""
    when = When.exactly(day or date(2026, 9, 1) + timedelta(days=n))
    household = more.pop("household", "")
    report = Report(f"r{n}", when, "the council", "council", "telephone", by, "other", household)
    return Incident(f"i{n}", when, (report,), **more)


def ask(name: str, *incidents: Incident, **more: Any) -> Assessment:
    return assess(rules(name), Request(TODAY, incidents, **more), on=TODAY)


def by_limb(answer: Assessment) -> dict[str, str]:
    return {limb.limb.id: limb.answer for limb in answer.limbs}


def test_five_reports_by_two_people_at_one_place() -> None:
    people = ("Ann", "Ann", "Ben", "Ben", "Ben")
    at_one = [told(n, by, place="The Green") for n, by in enumerate(people)]
    answer = ask("five_at_one_place", *at_one)
    assert answer.result == "met"
    assert answer.reasons[0] == (
        "We counted five reports. The rule asks for five reports by at least two different people in six months, about "
        "the same place, each of them reported in time."
    )
    alone = ask("five_at_one_place", *(replace(one, reports=(replace(one.reports[0], by="Ann"),)) for one in at_one))
    assert alone.local == "not_met", "five reports by one person"
    elsewhere = ask("five_at_one_place", *at_one[:4], told(9, "Ben", place="The Mill"))
    assert (elsewhere.local, elsewhere.result) == ("not_met", "needs_decision"), "the Act's three stand"
    assert "the green: four reports; the mill: one report" in " ".join(elsewhere.reasons)
    unknown = ask("five_at_one_place", *at_one[:4], told(9, "Ben"))
    assert unknown.local == "needs_decision", "nobody has said where the fifth was"


def test_two_people_who_report_one_incident_make_two_reports() -> None:
    first, second = told(1, place="The Green"), told(2, place="The Green")
    both = [
        replace(one, reports=(one.reports[0], replace(one.reports[0], by=by, id=by)))
        for one, by in ((first, "Ben"), (second, "Cat"))
    ]
    assert ask("five_at_one_place", *both, told(3, place="The Green")).result == "met"


def test_reports_of_people_nobody_knows_are_still_reports() -> None:
    unknown = [told(n, "", place="The Green") for n in range(5)]
    strangers = [replace(one, reports=(replace(one.reports[0], by_kind=""),)) for one in unknown]
    (limb,) = ask("five_at_one_place", *strangers).limbs
    assert (limb.least, limb.most, limb.answer) == (5, 5, "needs_decision"), "whether two people made them is not known"


def test_one_person_who_tells_three_agencies_makes_one_report() -> None:
    one = told(1, place="The Green")
    three = tuple(replace(one.reports[0], id=to, to=to) for to in ("the council", "the police", "the housing officer"))
    answer = ask("five_at_one_place", replace(one, reports=three))
    assert (answer.limbs[0].least, answer.limbs[0].most) == (1, 1)


def test_south_wales_has_three_ways() -> None:
    hate = told(1, kinds={"hate": True})
    assert by_limb(ask("south_wales", hate)) == {
        "three_by_one": "not_met", "five_by_several": "not_met", "hate_one": "met"
    }  # fmt: skip
    assert ask("south_wales", told(1)).result == "needs_decision", "nobody has said whether it was hate"
    assert ask("south_wales", told(1, kinds={"hate": False})).result == "not_met"
    four = [told(n, by, place="x", kinds={"hate": False}) for n, by in enumerate(("Ann", "Ann", "Ben", "Ben"))]
    answer = ask("south_wales", *four)
    assert (answer.local, answer.statutory.answer, answer.result) == ("not_met", "met", "needs_decision")
    assert ask("south_wales", *four, told(7, "Ben", place="x", kinds={"hate": False})).result == "met"


def test_cleveland_counts_five_reports_by_more_than_one() -> None:
    same_matter = [told(n, by) for n, by in enumerate(("Ann", "Ann", "Ben"))]
    assert by_limb(ask("cleveland", *same_matter)) == {"three_incidents": "met", "five_reports": "not_met"}
    in_one = tuple(replace(told(1).reports[0], id=name, by=name) for name in ("Ann", "Ben", "Cat", "Dan", "Eve"))
    five_of_one = ask("cleveland", replace(told(1), reports=in_one))
    assert by_limb(five_of_one) == {"three_incidents": "not_met", "five_reports": "met"}


def test_reigate_takes_a_group_that_signs() -> None:
    assert ask("reigate", told(1), signatures=(5, 5)).result == "met"
    assert ask("reigate", told(1), signatures=(4, 4)).result == "not_met"
    assert ask("reigate", told(1), signatures=(3, 6)).result == "needs_decision", "not every signature has been seen"
    text = ask("reigate", told(1), signatures=(4, 4)).letter_text()
    assert "We counted four signatures. The rule asks for five signatures." in text


def test_melton_asks_for_one_in_the_last_month() -> None:
    old = [told(n) for n in range(3)]
    assert ask("melton", *old).local == "not_met"
    assert ask("melton", *old, told(4, day=date(2026, 10, 20))).result == "met"
    assert ask("melton", *old, told(4, day=date(2026, 10, 19))).local == "not_met"
    assert "at least one of them in the last month" in ask("melton", *old).letter_text()


def test_lincolnshire_leaves_one_limb_to_an_officer_and_asks_whether_it_goes_on() -> None:
    three = [told(n) for n in range(3)]
    assert ask("lincolnshire", *three).local == "needs_decision"
    assert ask("lincolnshire", *three, answers={"persists": True}).result == "met"
    stopped = ask("lincolnshire", *three, answers={"persists": False})
    assert (stopped.local, stopped.result) == ("not_met", "needs_decision")
    assert "The rule also asks that the behaviour still goes on. That is not so here." in stopped.reasons
    one = ask("lincolnshire", told(1), answers={"persists": True})
    assert one.result == "not_met" and "officer_may_decide_safeguarding" in one.flags
    assert "how persistent it is" in one.flags["s104_5_discretion"]
    decided = ask("lincolnshire", told(1), answers={"safeguarding": True})
    assert decided.result == "met"
    assert "The Community Safety Manager or a Police Inspector: has decided so." in decided.reasons


def test_plymouth_asks_whether_more_can_be_done() -> None:
    two = (told(1, kinds={"hate": True}), told(2, kinds={"hate": False}))
    assert ask("plymouth", *two).result == "needs_decision"
    assert ask("plymouth", *two, answers={"further_actions_available": False}).result == "not_met"
    assert ask("plymouth", *two, answers={"further_actions_available": True}).result == "met"


def test_dacorum_leaves_it_to_the_monthly_meeting() -> None:
    answer = ask("dacorum", *(told(n, by) for n, by in enumerate(("Ann", "Ben", "Cat"))))
    assert by_limb(answer) == {"three_reports": "not_met", "three_individuals_similar": "met"}
    assert answer.to_decide == "This is a proposal: the monthly Community Safety Action Group decides."


def test_households_are_counted_once_each() -> None:
    five = [told(n, f"person {n}", household=f"{n} The Row") for n in range(5)]
    assert by_limb(ask("households", *five))["five_households"] == "met"
    four = [*five[:4], told(5, "person 5", household="1 the row")]
    assert by_limb(ask("households", *four))["five_households"] == "not_met"
    unknown = [*five[:4], told(5, "person 5")]
    assert by_limb(ask("households", *unknown))["five_households"] == "needs_decision"


def test_what_is_only_a_decision_must_be_made(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    path = tmp_path / "x" / "generic.yaml"
    text = "name: G\ngss_code: E07000998\nthreshold: {limbs: [{id: judged, counts: decision, role: The panel}]}\n"
    path.write_text(text, encoding="utf-8")
    threshold = load_area_file(path).on(TODAY).threshold
    assert isinstance(threshold, Threshold) and threshold.rules
    request = plain(("2026-09-01", "2026-09-01"))
    assert assess(threshold.rules, request, on=TODAY).result == "needs_decision"
    decided = replace(request, answers={"judged": False})
    assert assess(threshold.rules, decided, on=TODAY).result == "not_met"


@pytest.mark.parametrize(
    ("occurred", "made", "counts"),
    [
        ("2026-10-10", "2026-11-09", "yes"),
        ("2026-10-10", "2026-11-10", "open"),
        ("2026-10-10", "2026-11-11", "no"),
        ("2026-10-31", "2026-11-20", "yes"),
        ("2026-05-21", "2026-05-21", "yes"),
        ("2026-05-20", "2026-05-20", "open"),
        ("2026-05-19", "2026-05-19", "no"),
        ("2026-11-20", "2026-11-20", "yes"),
        ("2026-11-20", "2026-11-21", "no"),
    ],
)
def test_the_day_on_which_two_ways_of_counting_differ_never_refuses(occurred: str, made: str, counts: str) -> None:
    answer = assess(rules("derbyshire"), plain((occurred, made)), on=TODAY)
    (one,) = answer.reports
    assert one.counts == counts
    assert ("boundary_day" in answer.flags) == (counts == "open")
    if counts == "open":
        assert "counted without that day, it ended later" in one.sentence


def test_many_replies_of_partners_are_counted_in_no_time() -> None:
    """Two hundred reports of no known day, each of which may be any other, beside three that stand."""
    days = [date(2026, 9, 1) + timedelta(days=n % 60) for n in range(200)]
    loose = [replace(told(n, day=day), occurred=None, matter=None, id=f"x{n}") for n, day in enumerate(days)]
    three = [told(n, day=date(2026, 9, n)) for n in (1, 2, 3)]
    start = time.process_time()
    answer = ask("warwickshire_2014", *three, *loose)
    assert time.process_time() - start < 5
    assert (answer.result, answer.limbs[0].least, answer.limbs[0].most) == ("met", 3, 203)


@pytest.mark.parametrize(("made", "counts"), [("2026-09-14", "no"), ("2026-09-15", "yes"), ("2026-09-16", "yes")])
def test_a_report_on_the_day_of_letter_6_counts_for_the_next_review(made: str, counts: str) -> None:
    request = plain((made, made), resets=(Reset(date(2026, 9, 15), True),))
    (one,) = assess(rules("derbyshire"), request, on=TODAY).reports
    assert one.counts == counts
    elsewhere = assess(rules("melton"), request, on=TODAY)
    assert elsewhere.reports[0].counts == "yes", "a procedure without such a rule counts on"


def test_a_report_that_may_be_of_after_the_application_is_open_whatever_the_period_begins_with() -> None:
    """Reigate's period would begin with the report; here with the incident, which says nothing of the report's day."""
    (limb, _) = rules("reigate").limbs
    other = replace(limb, count=1, window=Window(Span(6, "months"), "incident"))
    by_incident = replace(rules("reigate"), limbs=(other,))
    one = told(1, day=date(2026, 11, 18))
    for last, counts in ((TODAY, "yes"), (TODAY + timedelta(days=1), "open")):
        made = replace(one, reports=(replace(one.reports[0], made=When(date(2026, 11, 19), last)),))
        assert assess(by_incident, Request(TODAY, (made,)), on=TODAY).reports[0].counts == counts
