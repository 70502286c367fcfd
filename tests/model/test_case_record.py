"""What people decided, did and judged is kept with who, when and why, and can be taken back without being lost."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ctdocs.errors import Refused
from ctdocs.model.case import Case
from tests.model.returned import AT, RECEIVED, new_case, reading_of

OFFICER = "Siân Ŵyn"


@pytest.fixture
def case(tmp_path: Path) -> Case:
    reading = reading_of(
        basis="self", victim__name="Ann Example", incidents__1__date="2026-08-03", incidents__2__date="2026-08-03",
        incidents__10__date="2026-09-03",
    )  # fmt: skip
    return new_case(tmp_path / "c", reading=reading, file_bytes=b"%PDF-1.7 a form", file_name="x.pdf")


def again(case: Case) -> Case:
    """The same case read anew from its folder."""
    opened = Case.open(case.folder)
    assert opened.state == case.state
    assert opened.to_json() == case.to_json()
    return opened


def decide(case: Case, outcome: str, **said: object) -> None:
    given = {"day": RECEIVED, "by": OFFICER, "at": AT, **said}
    case.decide("threshold", outcome, **given)  # type: ignore[arg-type]


def test_a_decision_is_a_persons_and_letters_see_it(case: Case) -> None:
    decide(case, "not_met", reason="Two of three.", proposed="not_met", values={"decision.reasons": "Two count."})
    kept = again(case).state.decision("threshold")
    assert kept is not None
    assert (kept.outcome, kept.by, kept.day, kept.overrides) == ("not_met", OFFICER, RECEIVED, False)
    facts = case.facts()
    assert facts["decision"] == {"threshold": "not_met", "reasons": "Two count."}
    assert facts["dates"]["decision"] == RECEIVED
    assert case.to_json()["values"]["decision.threshold"]["confirmed_by"] == OFFICER


def test_what_was_not_proposed_needs_a_reason(case: Case) -> None:
    entries = len(case.log.entries)
    with pytest.raises(Refused, match="without a reason"):
        decide(case, "not_met", proposed="needs_decision", reason="  ")
    assert len(Case.open(case.folder).log.entries) == entries
    decide(case, "not_met", proposed="met", reason="The third was about another matter.")
    assert again(case).state.decisions[-1].overrides


def test_a_decision_is_not_made_tomorrow_and_has_one_of_two_outcomes(case: Case) -> None:
    with pytest.raises(Refused, match="still to come"):
        decide(case, "met", day=date(2030, 1, 1))
    with pytest.raises(Refused, match="met or not_met"):
        decide(case, "perhaps")
    with pytest.raises(Refused, match="Who decided"):
        decide(case, "met", by=" ")


def test_a_step_done_in_word_keeps_its_file_and_its_day(case: Case) -> None:
    letter = ("Llythyr ŵ.docx", b"PK a letter")
    case.step("letter-1", day=RECEIVED, by=OFFICER, at=AT, note="By post", file=letter, event="acknowledged")
    step = again(case).state.steps[0]
    assert (step.id, step.by, step.note, step.elsewhere) == ("letter-1", OFFICER, "By post", True)
    assert step.path is not None
    assert (case.folder / step.path).read_bytes() == letter[1]
    assert case.state.dates["acknowledged"] == RECEIVED
    assert case.damage() == ()
    (case.folder / step.path).write_bytes(b"another")
    assert [problem.code for problem in case.damage()] == ["file-changed"]
    with pytest.raises(Refused, match="already in the case"):
        case.step("letter-2", day=RECEIVED, by=OFFICER, at=AT, file=letter)


def test_what_was_taken_back_counts_for_nothing_and_stays_in_the_log(case: Case) -> None:
    decide(case, "met")
    decide(case, "not_met", reason="Miscounted.", proposed="met")
    case.step("call", day=RECEIVED, by=OFFICER, at=AT, event="meeting")
    first, second, call = case.log.entries[-3:]
    case.confirm("decision.threshold", AT, OFFICER)
    case.take_back(second.n, why="It was counted rightly before.", at=AT, by=OFFICER)
    case.take_back(call.n, why="Another case.", at=AT, by=OFFICER)
    opened = again(case)
    assert [one.outcome for one in opened.state.decisions] == ["met"]
    assert opened.facts()["decision"]["threshold"] == "met"
    assert opened.state.steps == ()
    assert "meeting" not in opened.state.dates
    assert all(entry in opened.log.entries for entry in (first, second, call))
    case.take_back(first.n, why="Nothing is decided yet.", at=AT, by=OFFICER)
    assert "decision.threshold" not in again(case).state.values


@pytest.mark.parametrize(("entry", "said"), [(1, "cannot be taken back"), (2, "cannot be"), (99, "not in the log")])
def test_only_what_people_recorded_can_be_taken_back(case: Case, entry: int, said: str) -> None:
    with pytest.raises(Refused, match=said):
        case.take_back(entry, why="Wrong.", at=AT, by=OFFICER)


def test_nothing_is_taken_back_twice_or_without_a_word(case: Case) -> None:
    case.step("call", day=RECEIVED, by=OFFICER, at=AT)
    n = case.log.entries[-1].n
    with pytest.raises(Refused, match="Why"):
        case.take_back(n, why=" ", at=AT, by=OFFICER)
    case.take_back(n, why="Wrong case.", at=AT, by=OFFICER)
    with pytest.raises(Refused, match="already"):
        case.take_back(n, why="Wrong case.", at=AT, by=OFFICER)


def test_reports_of_one_incident_are_drawn_together_and_a_later_word_holds(case: Case) -> None:
    one, two, ten = "incidents.1", "incidents.2", "incidents.10"
    case.judge(same=[[one, two]], matter={one: "noise at 4"}, at=AT, by=OFFICER)
    case.judge(same=[[two, ten]], facts={one: {"hate": True}}, at=AT, by=OFFICER)
    assert again(case).state.judgements.same == (frozenset({one, two, ten}),)
    assert case.state.judgements.matter == {one: "noise at 4"}
    case.judge(apart=[[two, ten], [one, ten]], facts={one: {"witnessed": True}}, at=AT, by=OFFICER)
    judged = again(case).state.judgements
    assert judged.same == (frozenset({one, two}),)
    assert set(judged.apart) == {frozenset({two, ten}), frozenset({one, ten})}
    assert judged.facts == {one: {"hate": True, "witnessed": True}}


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"same": [["incidents.1", "incidents.3"]]}, "no report “incidents.3”"),
        ({"same": [["incidents.1"]]}, "Two reports"),
        ({"same": [["incidents.1", "incidents.2"]], "apart": [["incidents.2", "incidents.1"]]}, "and not to be one"),
        ({}, "Nothing was said"),
        ({"matter": {"returns.1.complaints.1": "x"}}, "incidents.1, incidents.10, incidents.2"),
    ],
)
def test_judgements_that_make_no_sense_are_refused(case: Case, said: dict[str, object], message: str) -> None:
    with pytest.raises(Refused) as refused:
        case.judge(at=AT, by=OFFICER, **said)  # type: ignore[arg-type]
    assert message in f"{refused.value} {refused.value.hint}"
