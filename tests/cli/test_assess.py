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
    assert (code, found["result"]) == (4, "not_met"), "4: no partner has replied"
    entry = json.loads(ctdocs("case", "log", case, "--json")[1])[-1]
    assert ctdocs("case", "undo", case, entry["n"], "--why", "They were a month apart.")[0] == 0
    assert assessed(ctdocs, case)[1]["result"] == "met"
    ctdocs("case", "judge", case, "--matter", "incidents.1=pub", "--matter", "incidents.2=number 4",
           "--matter", "incidents.3=number 4")  # fmt: skip
    assert assessed(ctdocs, case)[1]["result"] == "not_met"


def test_a_decision_otherwise_needs_a_reason_and_words_of_its_own_for_letter_4(case: Path, ctdocs: Ctdocs) -> None:
    """What is said for the log may name people and doubts: it never goes into the letter."""
    decide = ("case", "decide", case, "threshold", "not-met", "--by", "Sam")
    words, why = ("--reasons", "The reports were about two houses & not one."), ("--reason", "His brother told us.")
    code, _, err = ctdocs(*decide, *why)
    assert (code, "letter 4 needs words of yours" in err, "--reasons @why.txt" in err) == (3, True, True)
    code, _, err = ctdocs(*decide, *words)
    assert (code, "without a reason" in err) == (3, True)
    code, out, _ = ctdocs(*decide, *why, *words, "--json")
    told = json.loads(out)
    assert (code, told["outcome"], told["proposed"], told["overrides"]) == (0, "not_met", "met", True)
    assert told["reasons"] == words[1]
    shown = json.loads(ctdocs("case", "show", case, "--json")[1])
    assert shown["values"]["decision.reasons"]["value"] == words[1]
    assert (shown["decisions"][0]["by"], shown["decisions"][0]["reason"]) == ("Sam", why[1])


def test_what_is_still_open_is_no_reason_of_letter_4(tmp_path: Path, ctdocs: Ctdocs) -> None:
    case = opened(tmp_path / "late", ctdocs, (*THREE[:2], ("2026-05-01", "2026-05-19")))
    said = {"occurred_from": "2026-05-01", "occurred_until": "2026-06-30", "made_from": "2026-05-19",
            "made_until": "2026-07-01"}  # fmt: skip
    ctdocs("case", "judge", case, *(part for name, day in said.items()
                                    for part in ("--fact", f"incidents.3.{name}={day}")))  # fmt: skip
    why = tmp_path / "why.txt"
    assert ctdocs("assess", case, *ON, "-o", why)[0] == 4
    decide = ("case", "decide", case, "threshold", "not_met", "--reason", "Nobody knows the day.")
    code, _, err = ctdocs(*decide)
    assert (code, "needs decision" in err, "ctdocs assess CASE -o why.txt" in err) == (3, True, True), err
    code, _, err = ctdocs(*decide, "--reasons", f"@{why}")
    assert (code, "We cannot say yet" in err) == (3, True), "as it stands, the letter would decide nothing"
    why.write_text("Nobody could tell us the day of the third.\n- It may be May.", encoding="utf-8")
    code, out, _ = ctdocs(*decide, "--reasons", f"@{why}")
    assert (code, "Nobody could tell us the day of the third.\n- It may be May." in out) == (0, True)


def test_the_words_of_letter_4_are_shown_when_it_is_decided(tmp_path: Path, ctdocs: Ctdocs) -> None:
    case = opened(tmp_path / "two", ctdocs, THREE[:2])
    code, out, _ = ctdocs("case", "decide", case, "threshold", "not_met", "--day", "2026-11-20")
    assert code == 0
    assert "Letter 4 will say" in out
    assert "Tuesday 8 September 2026" in out


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("decide", "risk", "low", "--day", "2026-11-19"), "Thursday 19 November 2026, before the application"),
        (("step", "speak", "--day", "2026-11-19"), "before the application was received on Friday 20 November 2026"),
        (("step", "letter-1", "--day", "2026-11-19"), "before the application was received"),
        (("step", "withdrawn", "--day", "2026-11-20"), "Only what is written stops a review"),
        (("step", "appeal_lodged", "--day", "2026-11-20"), "nothing was decided by Friday 20 November 2026"),
    ],
)
def test_what_cannot_have_been_then_is_refused(case: Path, ctdocs: Ctdocs, given: tuple[str, ...], said: str) -> None:
    before = (case / "log.jsonl").read_bytes()
    code, _, err = ctdocs("case", given[0], case, *given[1:])
    assert (code, said in " ".join(err.split())) == (3, True), err
    assert (case / "log.jsonl").read_bytes() == before


def test_an_appeal_is_lodged_after_a_decision_and_decided_after_that(case: Path, ctdocs: Ctdocs) -> None:
    assert ctdocs("case", "decide", case, "threshold", "met", "--day", "2026-11-20")[0] == 0
    assert ctdocs("case", "step", case, "appeal_lodged", "--day", "2026-11-20")[0] == 0
    ctdocs("case", "undo", case, json.loads(ctdocs("case", "log", case, "--json")[1])[-1]["n"], "--why", "Later")
    withdrawn = ("case", "step", case, "withdrawn", "--day", "2026-11-20", "--note", "Her e-mail of today")
    assert ctdocs(*withdrawn)[0] == 0
    code, _, err = ctdocs("case", "step", case, "appeal_lodged", "--day", "2026-11-20")
    assert (code, "withdrawn on Friday 20 November 2026" in err) == (3, True)


def test_the_reasons_of_a_file_are_those_of_the_letter(tmp_path: Path, ctdocs: Ctdocs) -> None:
    case = opened(tmp_path / "two", ctdocs, THREE[:2])
    text = tmp_path / "why.txt"
    assert ctdocs("assess", case, *ON, "-o", text)[0] == 4, "no partner has replied"
    lines = text.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("We counted two separate incidents. The rule asks for three")
    assert all(line.startswith("- You told the council by telephone on ") for line in lines[1:]) and len(lines) == 3
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


def reply(ctdocs: Ctdocs, case: Path) -> None:
    assert ctdocs("case", "set", case, "returns.1.reply.organisation=Exampleshire Police",
                  "returns.1.reply.reports=no")[0] == 0  # fmt: skip


def test_a_no_before_anybody_replied_is_said_to_be_early(tmp_path: Path, ctdocs: Ctdocs) -> None:
    case = opened(tmp_path / "two", ctdocs, THREE[:2])
    code, found = assessed(ctdocs, case)
    assert (code, found["result"]) == (4, "not_met")
    code, out, _ = ctdocs("assess", case, *ON)
    after = out.split("The threshold is not met.\n")[1]
    assert code == 4 and after.startswith("But: No partner's reply is in the case: nobody has been asked yet")
    reply(ctdocs, case)
    code, found = assessed(ctdocs, case)
    assert (code, found["result"], "no_reply" in found["flags"]) == (0, "not_met", False)
    empty = opened(tmp_path / "none", ctdocs, ())
    reply(ctdocs, empty)
    code, found = assessed(ctdocs, empty)
    assert (code, found["result"], "no_incident" in found["flags"]) == (4, "not_met", True)


def test_crossed_dates_leave_open_what_putting_them_right_could_meet(tmp_path: Path, ctdocs: Ctdocs) -> None:
    case = opened(tmp_path / "crossed", ctdocs, (*THREE[:2], ("2026-10-05", "2026-10-03")))
    reply(ctdocs, case)
    code, found = assessed(ctdocs, case)
    assert (code, found["result"], found["local"]) == (4, "needs_decision", "needs_decision")
    assert found["limbs"][0]["least"] == 2 and found["limbs"][0]["most"] == 3
    last = next(one for one in found["reports"] if one["report"] == "incidents.3")
    assert last["counts"] == "open" and "one of the two dates must be wrong" in last["sentence"]
    # Both dates long before the six months: neither put right alone makes it count.
    old = opened(tmp_path / "old", ctdocs, (*THREE[:2], ("2025-10-05", "2025-10-03")))
    reply(ctdocs, old)
    code, found = assessed(ctdocs, old)
    assert (code, found["result"]) == (0, "not_met")


def test_a_report_to_a_councillor_does_not_count_and_asks_for_the_one_passed_on(
    tmp_path: Path, ctdocs: Ctdocs
) -> None:
    case = opened(tmp_path / "c", ctdocs)
    reply(ctdocs, case)
    assert ctdocs("case", "set", case, "incidents.3.reported_to=Councillor Ash")[0] == 0
    ctdocs("case", "judge", case, "--fact", "incidents.3.body=none")
    code, found = assessed(ctdocs, case)
    assert (code, found["result"]) == (0, "not_met")
    assert "record that report too" in found["flags"]["not_a_relevant_body"]


def test_a_missing_report_date_is_named_as_that_and_said_once(tmp_path: Path, ctdocs: Ctdocs) -> None:
    case = opened(tmp_path / "c", ctdocs)
    assert ctdocs("case", "set", case, "incidents.3.date_reported=")[0] == 0
    said = next(one["sentence"] for one in assessed(ctdocs, case)[1]["reports"] if one["report"] == "incidents.3")
    assert "it is not known when it was reported, so neither one month nor six months can be counted" in said
    assert "it is not known when it happened" not in said
    assert ctdocs("case", "set", case, "incidents.3.date_reported=2026-10-05", "incidents.3.date=")[0] == 0
    said = next(one["sentence"] for one in assessed(ctdocs, case)[1]["reports"] if one["report"] == "incidents.3")
    assert "it is not known when it happened, so neither one month nor six months can be counted." in said


def test_days_the_wrong_way_round_are_refused_also_after_one_another(case: Path, ctdocs: Ctdocs) -> None:
    before = (case / "log.jsonl").read_bytes()
    code, _, err = ctdocs("case", "judge", case, "--fact", "incidents.1.occurred_from=2026-08-05",
                          "--fact", "incidents.1.occurred_until=2026-08-01")  # fmt: skip
    assert (code, (case / "log.jsonl").read_bytes()) == (3, before)
    assert "Wednesday 5 August 2026" in err and "Nothing was recorded" in err
    assert ctdocs("case", "judge", case, "--fact", "incidents.1.made_until=2026-08-01")[0] == 0
    assert ctdocs("case", "judge", case, "--fact", "incidents.1.made_from=2026-08-02")[0] == 3


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
    assert ctdocs("assess", case, *ON, "--picture", tmp_path / "p.pdf")[0] == 4
