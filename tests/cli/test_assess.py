"""``ctdocs assess``, ``case decide``, ``judge`` and ``undo`` from outside: the rules propose, a person decides."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.outside import poppler, verapdf

Ctdocs = Callable[..., tuple[int, str, str]]
AREA = "example/exampleshire"
ON = ("--on", "2026-12-01")
THREE = (("2026-08-03", "2026-08-03"), ("2026-09-07", "2026-09-08"), ("2026-10-05", "2026-10-05"))


def opened(folder: Path, ctdocs: Ctdocs, incidents: tuple[tuple[str, str], ...] = THREE) -> Path:
    ctdocs("case", "new", "--area", AREA, "--received", "2026-11-20", "--route", "phone", "-o", folder)
    answers = [
        "reference=CT/1", "basis=self", "victim.name=Siân Gŵyr & Co <b>", "declaration.signature=Siân",
        "declaration.sharing=yes",
    ]  # fmt: skip
    for number, (happened, reported) in enumerate(incidents, 1):
        answers += [
            f"incidents.{number}.date={happened}", f"incidents.{number}.date_reported={reported}",
            f"incidents.{number}.reported_by=Siân Gŵyr & Co <b>", f"incidents.{number}.reported_to=Council",
            f"incidents.{number}.how_reported=telephone", f"incidents.{number}.details=Noise, night {number} <&>",
        ]  # fmt: skip
    assert ctdocs("case", "set", folder, *answers)[0] == 0
    return folder


def assessed(ctdocs: Ctdocs, case: Path, *more: object) -> tuple[int, dict[str, Any]]:
    code, out, _ = ctdocs("assess", case, *ON, "--json", *more)
    return code, json.loads(out)["threshold"]


@pytest.fixture
def case(tmp_path: Path, ctdocs: Ctdocs) -> Path:
    return opened(tmp_path / "case", ctdocs)


def test_three_reports_in_time_meet_it_and_each_says_why(case: Path, ctdocs: Ctdocs) -> None:
    code, found = assessed(ctdocs, case)
    assert (code, found["statutory"], found["local"], found["result"]) == (0, "met", "met", "met")
    assert [one["counts"] for one in found["reports"]] == ["yes"] * 3
    assert "Monday 3 August 2026" in found["reports"][0]["sentence"]
    out = ctdocs("assess", case, *ON)[1]
    assert "The threshold is met." in out
    assert "A person decides" in out


def test_what_a_person_judges_changes_the_answer(case: Path, ctdocs: Ctdocs) -> None:
    assert ctdocs("case", "judge", case, "--same", "incidents.1,incidents.2")[0] == 0
    code, found = assessed(ctdocs, case)
    assert (code, found["result"]) == (0, "not_met")
    entry = json.loads(ctdocs("case", "log", case, "--json")[1])[-1]
    assert ctdocs("case", "undo", case, entry["n"], "--why", "They were a month apart.")[0] == 0
    assert assessed(ctdocs, case)[1]["result"] == "met"
    ctdocs("case", "judge", case, "--matter", "incidents.1=pub", "--matter", "incidents.2=number 4",
           "--matter", "incidents.3=number 4")  # fmt: skip
    assert assessed(ctdocs, case)[1]["result"] == "not_met"


def test_a_decision_otherwise_needs_a_reason_and_goes_into_letter_4(case: Path, ctdocs: Ctdocs) -> None:
    code, _, err = ctdocs("case", "decide", case, "threshold", "not-met", "--by", "Sam")
    assert code == 3
    assert "without a reason" in err
    why = "The reports were about two houses & not one."
    code, out, _ = ctdocs("case", "decide", case, "threshold", "not-met", "--by", "Sam", "--reason", why, "--json")
    told = json.loads(out)
    assert (code, told["outcome"], told["proposed"], told["overrides"]) == (0, "not_met", "met", True)
    shown = json.loads(ctdocs("case", "show", case, "--json")[1])
    assert shown["values"]["decision.reasons"]["value"].startswith(why)
    assert "Monday 3 August 2026" in shown["values"]["decision.reasons"]["value"]
    assert shown["decisions"][0]["by"] == "Sam"


def test_the_reasons_of_a_file_are_those_of_the_letter(tmp_path: Path, ctdocs: Ctdocs) -> None:
    case = opened(tmp_path / "two", ctdocs, THREE[:2])
    text = tmp_path / "why.txt"
    assert ctdocs("assess", case, *ON, "-o", text)[0] == 0
    assert "Tuesday 8 September 2026" in text.read_text(encoding="utf-8")
    text.write_text("In our own words ŵ.\n", encoding="utf-8")
    assert ctdocs("case", "decide", case, "threshold", "not_met", "--reasons", f"@{text}")[0] == 0
    shown = json.loads(ctdocs("case", "show", case, "--json")[1])
    assert shown["values"]["decision.reasons"]["value"] == "In our own words ŵ."


@pytest.mark.parametrize(
    ("given", "code", "said"),
    [
        (("treshold", "met"), 3, "Did you mean “threshold”?"),
        (("threshold", "perhaps"), 3, "met or not_met"),
        (("risk", "huge"), 3, "low or medium or high"),
        (("risk", "high", "--reasons", "x"), 2, "not met"),
        (("risk", "high", "--day", "2999-01-01"), 3, "still to come"),
    ],
)
def test_what_cannot_be_decided_is_refused_with_what_can(
    case: Path, ctdocs: Ctdocs, given: tuple[str, ...], code: int, said: str
) -> None:
    before = (case / "log.jsonl").read_bytes()
    got, _, err = ctdocs("case", "decide", case, *given)
    assert (got, said in err) == (code, True), err
    assert (case / "log.jsonl").read_bytes() == before


@pytest.mark.parametrize(
    ("given", "code", "said"),
    [
        (("--same", "incidents.1,incidents.9"), 3, "no report “incidents.9”"),
        (("--same", "incidents.1"), 3, "Two reports"),
        (("--fact", "incidents.1.hat=yes"), 3, "Did you mean “hate”?"),
        (("--fact", "incidents.1.hate=perhaps"), 3, "yes or no"),
        (("--fact", "incidents.1.made_from=soon"), 3, "no date"),
        (("--matter", "incidents.1"), 2, "too little"),
        ((), 3, "Nothing was said"),
    ],
)
def test_judgements_that_say_nothing_are_refused(
    case: Path, ctdocs: Ctdocs, given: tuple[str, ...], code: int, said: str
) -> None:
    got, _, err = ctdocs("case", "judge", case, *given)
    assert (got, said in err) == (code, True), err


def test_a_day_that_may_be_outside_asks_a_person(tmp_path: Path, ctdocs: Ctdocs) -> None:
    case = opened(tmp_path / "late", ctdocs, (*THREE[:2], ("2026-05-01", "2026-05-19")))
    assert assessed(ctdocs, case)[1]["result"] == "not_met"
    facts = [f"incidents.3.{name}" for name in ("occurred_from=2026-05-01", "occurred_until=2026-06-30",
                                                "made_from=2026-05-19", "made_until=2026-07-01")]  # fmt: skip
    ctdocs("case", "judge", case, *(part for fact in facts for part in ("--fact", fact)))
    code, found = assessed(ctdocs, case)
    assert (code, found["result"]) == (4, "needs_decision")


@pytest.mark.needs("poppler", "verapdf")
def test_the_picture_says_all_in_words_and_passes(case: Path, tmp_path: Path, ctdocs: Ctdocs) -> None:
    ctdocs("case", "judge", case, "--fact", "incidents.2.by=A neighbour")
    assert ctdocs("assess", case, *ON, "--picture", tmp_path / "p.pdf")[0] == 4
    text = " ".join(poppler.text(tmp_path / "p.pdf").split())
    for words in ("Received", "5 Oct 2026", "Does it count", "to be decided"):
        assert words in text
    assert verapdf.check([tmp_path / "p.pdf"]) == {tmp_path / "p.pdf": []}
    assert ctdocs("assess", case, *ON, "--picture", tmp_path / "p.svg")[0] == 4
    root = ElementTree.parse(tmp_path / "p.svg").getroot()
    desc = next(one.text or "" for one in root.iter("{http://www.w3.org/2000/svg}desc"))
    assert "1: happened on Monday 3 August 2026, reported on Monday 3 August 2026 to Council; counts." in desc
    assert ctdocs("assess", case, *ON, "--picture", tmp_path / "p.jpg")[0] == 2


def test_a_case_without_reports_is_answered(tmp_path: Path, ctdocs: Ctdocs) -> None:
    case = opened(tmp_path / "none", ctdocs, ())
    assert assessed(ctdocs, case)[1]["result"] == "not_met"
    assert ctdocs("assess", case, *ON, "--picture", tmp_path / "p.pdf")[0] == 0
