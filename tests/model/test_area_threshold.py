"""How a profile writes its threshold and who may apply: the short form, limbs, what they take over, and faults."""

from __future__ import annotations

import textwrap
from datetime import date
from pathlib import Path

import pytest

from ctdocs.errors import Problem, Refused
from ctdocs.model.area import Area, load_area, load_area_file
from ctdocs.model.area_eligibility import EligibilityParts
from ctdocs.model.area_threshold import (
    KindEntry,
    LimbEntry,
    QuestionEntry,
    RoutesEntry,
    StatutoryEntry,
    ThresholdEntry,
    WindowEntry,
)
from ctdocs.model.clock import Span, Threshold
from ctdocs.model.threshold import ACT_REPORT_WITHIN, STATUTORY, AtLeast, Question, Rules, Window

TODAY = date(2026, 11, 20)
DOCS = Path(__file__).resolve().parents[2] / "docs" / "threshold.md"
SIX, ONE = Span(6, "months"), Span(1, "months")


def area_of(tmp_path: Path, text: str) -> Area:
    path = tmp_path / "county" / "testshire.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text("name: Testshire\ngss_code: E07000998\n" + textwrap.dedent(text), encoding="utf-8")
    return load_area_file(path)


def rules_of(area: Area, day: date = TODAY) -> Rules:
    threshold = area.on(day).threshold
    assert isinstance(threshold, Threshold) and threshold.rules is not None
    return threshold.rules


def problems_of(tmp_path: Path, text: str) -> list[str]:
    with pytest.raises(Refused) as caught:
        area_of(tmp_path, text)
    problems: tuple[Problem, ...] = caught.value.problems
    assert all(problem.place for problem in problems)
    return [problem.message for problem in problems]


def test_the_short_form_is_one_limb(tmp_path: Path) -> None:
    text = "threshold: {count: 5, window: {n: 6, unit: months}, report_within: {n: 2, unit: weeks, rule: after}}\n"
    rules = rules_of(area_of(tmp_path, text))
    (limb,) = rules.limbs
    assert (limb.id, limb.count, limb.counts, limb.by, limb.link) == (
        "threshold", 5, "incidents", "anyone", ("matter",)
    )  # fmt: skip
    assert (limb.window, limb.report_within) == (Window(SIX, "report"), Span(2, "weeks", "after"))
    assert rules.statutory == STATUTORY, "the Act holds beside it"
    assert (STATUTORY.count, STATUTORY.window.span, STATUTORY.report_within) == (3, SIX, ONE)


def test_limbs_take_over_what_stands_above_them(tmp_path: Path) -> None:
    rules = rules_of(
        area_of(
            tmp_path,
            """\
            threshold:
              window: {n: 12, unit: weeks, anchor: incident}
              report_within: {n: 30, unit: days, rule: after}
              by: applicant
              limbs:
                - {id: first, count: 3}
                - id: second
                  count: 2
                  by: one_person
                  window: {n: 6, unit: months, anchor: both}
                  reported_any_time: yes
                  link: [matter, place]
                  kinds: [{kind: hate}, {kind: witnessed, at_least: 1}]
                  recent: {n: 1, unit: months}
                  questions: [{id: goes_on, sentence: it goes on}]
                - {id: third, counts: decision, role: The chief, asked: yes}
            """,
        )
    )
    first, second, third = rules.limbs
    assert (first.window, first.by) == (Window(Span(12, "weeks"), "incident"), "applicant")
    assert first.report_within == Span(30, "days", "after")
    assert (second.window.anchor, second.by, second.report_within) == ("both", "one_person", None)
    assert (second.link, second.kinds) == (("matter", "place"), (AtLeast("hate", 2), AtLeast("witnessed", 1)))
    assert second.recent == Window(ONE) and second.questions == (Question("goes_on", "it goes on"),)
    assert (third.role, third.asked) == ("The chief", True)


def test_what_nobody_says_is_as_the_act_has_it(tmp_path: Path) -> None:
    (limb,) = rules_of(area_of(tmp_path, "threshold: {limbs: [{id: x, count: 3}]}\n")).limbs
    assert (limb.window, limb.report_within) == (Window(SIX), ACT_REPORT_WITHIN)


def test_a_change_of_the_act_is_data(tmp_path: Path) -> None:
    area = area_of(
        tmp_path,
        """\
        threshold:
          - {count: 3, until: 2027-03-31}
          - {count: 3, statutory: {count: 2, report_within: {n: 3, unit: months}}, from: 2027-04-01}
        """,
    )
    assert rules_of(area, date(2027, 3, 31)).statutory == STATUTORY
    later = rules_of(area, date(2027, 4, 1)).statutory
    assert (later.count, later.report_within, later.window.span) == (2, Span(3, "months"), SIX)


@pytest.mark.parametrize("name", ["derbyshire/south-derbyshire", "example/exampleshire"])
def test_the_derbyshire_scheme(name: str) -> None:
    area = load_area(name)
    rules, taken = rules_of(area), area.eligibility(TODAY)
    (limb,) = rules.limbs
    assert (limb.count, limb.by, limb.window) == (3, "applicant", Window(SIX, "both"))
    assert rules.routes.accepted == ("writing", "email", "telephone", "visit")
    assert (rules.routes.onsite, rules.reset_by) == ("police_on_duty", "letter-6")
    assert rules.informal_review == ("hate", "vulnerable") and rules.discretion == ()
    assert (taken.without_consent, taken.consent_letter) == ("paused", "letter-2")
    assert taken.third_party_letters == ("letter-1", "letter-3")
    assert taken.agency_rank == "Police Inspector or above"
    assert taken.vexatious_reasons == ("prejudicial", "discriminatory", "malicious", "vexatious")
    assert taken.repeat_limit is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("threshold: {window: {n: 6, unit: months}}", "'count' is missing: give a count, or a list of limbs."),
        (
            "threshold: {count: 3, limbs: [{id: x, count: 3}]}",
            "'count' stands beside limbs: each limb has a count of its own (write null).",
        ),
        ("threshold: {limbs: [{id: x}]}", "'count' is missing in limb 'x'."),
        ("threshold: {limbs: [{id: x, counts: decision}]}", "'role' is missing: limb 'x' must say who decides."),
        ("threshold: {limbs: [{id: x, count: 3}, {id: x, count: 2}]}", "Two limbs have the id 'x'."),
        (
            "threshold: {limbs: [{id: One Two, count: 3}]}",
            "'One Two' is not an id of small letters, digits and underscores.",
        ),
        (
            "threshold: {count: 3, counts: persons}",
            "'persons' is not one of incidents, people, households, reports, signatories, decision.",
        ),
        ("threshold: {count: 3, routes: {accepted: [fax]}}", "'fax' is not one of writing, email, telephone, visit,"),
        ("threshold: {count: 3, windo: {n: 6, unit: months}}", "'windo' is not a name that belongs under 'threshold'."),
        ("eligibility: {open_case: maybe}", "'maybe' is not one of ignored, asked."),
        ("eligibility: {repeat_limit: {count: 2}}", "'window' is missing under 'repeat_limit'."),
        ("eligibility: {applicants: []}", "An empty list stands here; leave it out to have what most procedures have."),
        ("eligibility: {applicants: [victm]}", "'victm' is not one of victim, advocate, councillor, mp,"),
    ],
)
def test_faults_are_said_at_their_place(tmp_path: Path, text: str, message: str) -> None:
    (problem,) = problems_of(tmp_path, text + "\n")
    assert problem.startswith(message)


def test_an_area_takes_limbs_in_place_of_its_countys_count(tmp_path: Path) -> None:
    county = tmp_path / "county" / "_county.yaml"
    county.parent.mkdir()
    county.write_text("threshold: {count: 3, window: {n: 6, unit: months}}\n", encoding="utf-8")
    rules = rules_of(area_of(tmp_path, "threshold: {count: null, limbs: [{id: x, count: 2}]}\n"))
    assert [(limb.id, limb.count, limb.window.span) for limb in rules.limbs] == [("x", 2, SIX)]


def test_every_name_is_explained() -> None:
    from ctdocs.rules.eligibility_of_case import DECIDED
    from ctdocs.rules.threshold.of_case import FACTS

    provenance = {"source", "read_on", "confirmed_on", "note", "from_", "until"}
    models = (
        ThresholdEntry, LimbEntry, WindowEntry, RoutesEntry, KindEntry, QuestionEntry, StatutoryEntry, EligibilityParts
    )  # fmt: skip
    wanted = {name for model in models for name in model.model_fields} - provenance
    text = DOCS.read_text(encoding="utf-8")
    assert [name for name in sorted({*wanted, *FACTS, *DECIDED}) if f"`{name}`" not in text] == []
