"""The threshold of a real case: forms as people fill them in, replies of partners, and what an officer judged."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ctdocs.errors import Refused
from ctdocs.model.area import load_area, load_area_file
from ctdocs.model.case import Case
from ctdocs.rules.eligibility import eligible
from ctdocs.rules.eligibility_of_case import applying_of
from ctdocs.rules.threshold import Assessment, Request, When, assess
from ctdocs.rules.threshold.of_case import request_of, rules_on
from tests.model.returned import AT, new_case, reading_of

BY = "Siân Ŵyn"
EXAMPLE = load_area("example/exampleshire")
RECEIVED = date(2026, 11, 18)


def row(n: int, happened: str, told: str, **more: Any) -> dict[str, Any]:
    said = {
        "date": happened, "details": f"Incident {n}", "reported_by": "me", "date_reported": told,
        "reported_to": "Exampleshire District Council", "how_reported": "telephone", **more,
    }  # fmt: skip
    return {f"incidents__{n}__{name}": value for name, value in said.items() if value is not None}


def case_of(folder: Path, *rows: dict[str, Any], **more: Any) -> Case:
    answers: dict[str, Any] = {"basis": "self", "victim__name": "Nest Ffug-Davies"}
    for one in rows:
        answers |= one
    return new_case(folder, reading=reading_of(**(answers | more)), file_bytes=b"%PDF-1.7 x", file_name="x.pdf")


def reply(case: Case, n: int, *complaints: tuple[str, str, str]) -> None:
    """A partner's reply, as an officer types it in."""
    values = {f"returns.{n}.reply.organisation": "Exampleshire Constabulary"}
    for i, (received, reference, overview) in enumerate(complaints, 1):
        found = {"received": received, "reference": reference, "overview": overview}
        values |= {f"returns.{n}.complaints.{i}.{name}": value for name, value in found.items()}
    case.change(AT, BY, values=values)


def asked(case: Case) -> Request:
    return request_of(case.state, EXAMPLE)


def answer(case: Case) -> Assessment:
    return assess(rules_on(EXAMPLE, RECEIVED), asked(case), on=RECEIVED)


THREE = (
    row(1, "2026-08-03", "2026-08-03"),
    row(2, "2026-09-07", "8 September 2026", how_reported="online"),
    row(3, "2026-10-05", "2026-10-06", reported_to="police", reported_by="Nest Ffug-Davies"),
)


def test_a_form_of_three_reports_meets_the_threshold(tmp_path: Path) -> None:
    found = answer(case_of(tmp_path / "c", *THREE))
    assert (found.result, found.statutory.answer, found.limbs[0].least) == ("met", "met", 3)
    assert "link_not_judged" in found.flags, "nobody but the applicant has said that the three belong together"
    assert found.reports[1].sentence == (
        "You told Exampleshire District Council online on Tuesday 8 September 2026 about what happened on Monday 7 "
        "September 2026. This counts because it was reported within one month, it happened in the six months before we "
        "received the application and a report made online counts as one in writing."
    )


def test_two_rows_of_one_day_are_counted_both_ways_until_somebody_says(tmp_path: Path) -> None:
    case = case_of(tmp_path / "c", *THREE[:2], row(3, "2026-09-07", "2026-09-09", reported_to="the police"))
    found = answer(case)
    assert (found.result, found.limbs[0].least, found.limbs[0].most) == ("needs_decision", 2, 3)
    (proposal,) = found.proposals
    assert proposal.kind == "same" and proposal.reports == ("incidents.2", "incidents.3")
    assert proposal.why[0] == "both happened on the same day"
    case.judge(apart=[["incidents.2", "incidents.3"]], at=AT, by=BY)
    assert (answer(case).result, answer(case).proposals) == ("met", ())
    case.judge(same=[["incidents.2", "incidents.3"]], at=AT, by=BY)
    found = answer(case)
    assert (found.result, found.limbs[0].most) == ("not_met", 2)
    assert [one.rule for one in found.reports] == ["", "", "same_incident"]


def test_what_a_partner_holds_may_be_what_the_applicant_told(tmp_path: Path) -> None:
    case = case_of(tmp_path / "c", *THREE[:2])
    assert answer(case).result == "not_met"
    reply(case, 1, ("2026-09-08", "ASB/4471", "Caller says bottles were thrown"), ("2026-10-01", "ASB/5002", "Noise"))
    found = answer(case)
    assert found.result == "needs_decision"
    assert (found.statutory.least, found.statutory.most) == (2, 4)
    held = next(one for one in found.reports if one.report.id == "returns.1.complaints.2")
    assert held.counts == "open"
    assert held.sentence.startswith(
        "Exampleshire Constabulary had a report on Thursday 1 October 2026 about something that happened on a day that "
        "is not known."
    )
    case.judge(
        same=[["incidents.2", "returns.1.complaints.1"]],
        matter={name: "bottles" for name in ("incidents.1", "incidents.2", "returns.1.complaints.2")},
        facts={"returns.1.complaints.2": {"by": "victim", "route": "telephone", "occurred_from": "2026-09-30"}},
        at=AT, by=BY,
    )  # fmt: skip
    found = answer(case)
    assert (found.result, found.limbs[0].least, found.limbs[0].most) == ("met", 3, 3)
    assert "link_not_judged" not in found.flags


def test_a_reference_in_the_applicants_words_is_found_in_the_reply(tmp_path: Path) -> None:
    case = case_of(tmp_path / "c", row(1, "2026-08-03", "2026-08-03", details="Bottles. They gave me ASB/4471."))
    reply(case, 1, ("2026-08-05", "ASB/4471", "Bottles thrown"))
    (proposal,) = [one for one in answer(case).proposals if one.kind == "same"]
    assert proposal.incidents == ("incidents.1", "returns.1.complaints.1")
    assert "both have the same reference number" in proposal.why


def test_a_report_to_the_police_before_it_happened_is_about_something_else(tmp_path: Path) -> None:
    case = case_of(tmp_path / "c", *THREE)
    reply(case, 1, ("2026-06-01", "1", "Shouting"))
    assert not [one for one in answer(case).proposals if one.kind == "same"]


@pytest.mark.parametrize(
    ("said", "when"),
    [
        ("early March 2026", When(date(2026, 3, 1), date(2026, 3, 31))),
        ("Feb 2028", When(date(2028, 2, 1), date(2028, 2, 29))),
        ("10/3/2026", When.exactly(date(2026, 3, 10))),
        ("about 10 March 2026", None),
        ("last summer", None),
        ("", None),
    ],
)
def test_days_as_people_write_them(tmp_path: Path, said: str, when: When | None) -> None:
    (incident,) = asked(case_of(tmp_path / "c", row(1, said or " ", "2026-09-01"))).incidents
    assert incident.occurred == when


def test_a_month_is_enough_where_every_day_of_it_gives_the_same(tmp_path: Path) -> None:
    months = (("August", "2026-08-31"), ("September", "2026-09-30"), ("July", "2026-07-31"))
    rows = [row(n, f"{month} 2026", last) for n, (month, last) in enumerate(months, 1)]
    found = answer(case_of(tmp_path / "c", *rows))
    assert (found.result, found.limbs[0].least) == ("met", 3), "in time from whatever day of the month"
    late = answer(case_of(tmp_path / "d", *rows[:2], row(3, "July 2026", "2026-08-01")))
    assert late.result == "needs_decision", "in time unless it was the first of July"


def test_a_reading_that_waits_for_a_person_counts_as_not_known(tmp_path: Path) -> None:
    doubtful = row(3, "2026-10-05", "2026-10-06") | {"incidents__3__date": ("2026-10-05", "check")}
    case = case_of(tmp_path / "c", *THREE[:2], doubtful)
    found = answer(case)
    assert found.result == "needs_decision" and "incidents.3.date" in found.flags["reading_waits"]
    case.confirm("incidents.3.date", AT, BY)
    assert answer(case).result == "met"


@pytest.mark.parametrize(
    ("by", "result", "flag"),
    [
        ("Mr Nobody at no. 9", "needs_decision", "reported_by_someone_else"),
        ("N. Ffug-Davies", "needs_decision", "reporter_not_known"),
        ("nest ffug-davies", "met", ""),
        (None, "needs_decision", "reporter_not_known"),
    ],
)
def test_who_reported(tmp_path: Path, by: str | None, result: str, flag: str) -> None:
    found = answer(case_of(tmp_path / "c", *THREE[:2], row(3, "2026-10-05", "2026-10-06", reported_by=by)))
    assert (found.result, found.local == "not_met") == (result, flag == "reported_by_someone_else")
    assert not flag or flag in found.flags


@pytest.mark.parametrize(
    ("to", "how", "result", "flag"),
    [
        ("my MP", "email", "not_met", "not_a_relevant_body"),
        ("Councillor Fern", "email", "not_met", "not_a_relevant_body"),
        ("the school", "visit", "not_met", "not_a_relevant_body"),
        ("my landlord", "telephone", "needs_decision", "body_not_known"),
        ("Exampleshire Homes", "telephone", "met", ""),
        ("a PCSO on duty", "onsite", "met", ""),
        ("a PCSO", "onsite", "needs_decision", "on_site_report"),
        ("the housing officer", "onsite", "needs_decision", "on_site_report"),
    ],
)
def test_who_was_told_and_how(tmp_path: Path, to: str, how: str, result: str, flag: str) -> None:
    third = row(3, "2026-10-05", "2026-10-06", reported_to=to, how_reported=how)
    found = answer(case_of(tmp_path / "c", *THREE[:2], third))
    assert found.result == result
    assert not flag or flag in found.flags


def test_the_outcome_of_an_earlier_review_starts_the_count_anew(tmp_path: Path) -> None:
    case = case_of(tmp_path / "c", *THREE)
    case.step("earlier-letter-6", day=date(2026, 9, 1), by=BY, note="CT/2026/1", at=AT)
    assert answer(case).result == "needs_decision", "nobody has said whether it was the same matter"
    case.decide("same-matter", "no", day=date(2026, 11, 19), by=BY, reason="the pub", proposed=None, at=AT)
    assert answer(case).result == "met"
    case.decide("same-matter", "yes", day=date(2026, 11, 19), by=BY, reason="", proposed=None, at=AT)
    found = answer(case)
    assert (found.local, found.statutory.answer, found.result) == ("not_met", "met", "needs_decision")


def test_vulnerability_markers_of_a_partner_propose_an_informal_review(tmp_path: Path) -> None:
    case = case_of(tmp_path / "c", *THREE[:1])
    assert answer(case).suggestions == ()
    case.change(AT, BY, values={"returns.1.reply.organisation": "NHS", "returns.1.reply.markers": "yes"})
    assert answer(case).suggestions == ("informal_review",)


def test_a_profile_without_a_threshold_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    path = tmp_path / "x" / "bare.yaml"
    path.write_text("name: Bare\ngss_code: E07000998\n", encoding="utf-8")
    with pytest.raises(Refused, match="gives no threshold"):
        rules_on(load_area_file(path), RECEIVED)


# Who applies


def taken(case: Case) -> tuple[str, tuple[str, ...], list[str]]:
    found = eligible(EXAMPLE.eligibility(RECEIVED), applying_of(case.state))
    return found.outcome, found.letters, [finding.code for finding in found.findings]


def test_a_signature_counts_when_a_person_has_seen_it(tmp_path: Path) -> None:
    case = case_of(tmp_path / "c", declaration__signature=("ink", "check"))
    assert taken(case) == ("needs_decision", (), ["signature_not_seen"])
    case.confirm("declaration.signature", AT, BY)
    assert taken(case) == ("accepted", ("letter-1",), [])
    assert taken(case_of(tmp_path / "d"))[2] == ["not_signed"]


def test_somebody_elses_application_waits_for_consent(tmp_path: Path) -> None:
    case = case_of(tmp_path / "c", basis="other", applicant__name="Dewi Pŵel", declaration__signature="Dewi Pŵel")
    case.confirm("declaration.signature", AT, BY)
    assert taken(case) == ("paused", ("letter-2",), ["no_authority"])
    case.change(AT, BY, values={"evidence.kind": "authority"})
    assert taken(case) == ("accepted", ("letter-1", "letter-3"), [])


def test_what_an_officer_found_is_a_decision(tmp_path: Path) -> None:
    case = case_of(tmp_path / "c", declaration__signature="Nest")
    case.confirm("declaration.signature", AT, BY)
    case.decide("vexatious", "malicious", day=RECEIVED, by=BY, reason="sent to harm", proposed=None, at=AT)
    assert taken(case)[0] == "refused"
    case.decide("vexatious", "no", day=RECEIVED, by=BY, reason="", proposed=None, at=AT)
    case.decide("applicant-kind", "agency_manager", day=RECEIVED, by=BY, reason="", proposed=None, at=AT)
    assert taken(case)[2] == ["rank_not_known"]


def test_once_matters_are_told_apart_a_row_without_one_may_be_of_any(tmp_path: Path) -> None:
    case = case_of(tmp_path / "c", *THREE)
    case.judge(matter={"incidents.1": "bottles", "incidents.2": "bottles"}, at=AT, by=BY)
    found = answer(case)
    assert (found.result, found.limbs[0].least, found.limbs[0].most) == ("needs_decision", 2, 3)
    case.judge(matter={"incidents.3": "noise from the pub"}, at=AT, by=BY)
    assert answer(case).result == "not_met"
    assert answer(case).limbs[0].by_group == {"bottles": (2, 2), "noise from the pub": (1, 1)}


def test_the_words_for_the_letter_say_the_count_and_then_what_counted_first(tmp_path: Path) -> None:
    late = row(1, "2026-07-01", "2026-09-01")
    found = answer(case_of(tmp_path / "c", late, row(2, "2026-09-07", "2026-09-08")))
    lines = found.letter_text().splitlines()
    assert lines[0].startswith("We counted one separate incident. The rule asks for three")
    told = [line for line in lines if line.startswith("- ")]
    assert ["This counts because" in line for line in told] == [True, False]
    assert "We received the application on" not in lines[0] and "The threshold is not met." not in lines
