"""The tutorial, run as it is printed in a new folder; then what an officer finds there at the end of it.

Every date here was counted by hand on a calendar of 2026. Days off: Good Friday 3 April, Easter Monday 6 April, 4 May
and 25 May. No answer depends on the day of the run.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
import shlex
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple

import icalendar
import pytest

from ctdocs.cli.main import run
from ctdocs.model.case import Case
from tests.outside import poppler, verapdf

Ctdocs = Callable[..., tuple[int, str, str]]
TUTORIAL = Path(__file__).resolve().parents[2] / "docs" / "tutorial.md"
NUMBERS = ("0101", "0102", "0103", "0104", "0105", "0106", "0107")
SURNAMES = ("Invented", "Madeup", "Fictional", "Unreal", "Pretend", "Sketch", "Makebelieve", "Mockup", "Sham")


class Told(NamedTuple):
    """What one command of the tutorial said, on both channels, and how it ended."""

    code: int
    said: str


class Tutorial(NamedTuple):
    folder: Path
    told: dict[str, Told]

    def said(self, beginning: str) -> str:
        """What the one command that begins so, and was refused, or else the first that does, said."""
        found = [one for command, one in self.told.items() if command.startswith(beginning)]
        assert found, beginning
        return next((one.said for one in found if one.code == 3), found[0].said)

    def words(self, name: str) -> str:
        return squeezed(poppler.text(self.folder / f"{name}.pdf"))


def squeezed(text: str) -> str:
    return " ".join(text.split())


def printed() -> list[tuple[str, int]]:
    """Every command with the exit code that stands behind it, 0 where none does."""
    text = TUTORIAL.read_text(encoding="utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    assert text.count("```") == 2 * len(blocks), "every block of code is one of commands"
    found = []
    for line in "".join(blocks).replace("\\\n", " ").splitlines():
        command, _, remark = line.partition("  # ")
        wanted = re.fullmatch(r"ends with (\d)", remark) if remark else None
        assert bool(remark) == bool(wanted), line
        found.append((command, int(wanted[1]) if wanted else 0))
    return found


@pytest.fixture(scope="module")
def tutorial(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tutorial]:
    folder = tmp_path_factory.mktemp("tutorial")
    told: dict[str, Told] = {}
    with contextlib.chdir(folder):
        for number, (command, wanted) in enumerate(printed()):
            program, *words = shlex.split(command)
            assert program == "ctdocs"
            out = StringIO()
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
                code = run(words)
            assert code == wanted, f"{command}\nends with {code}:\n{out.getvalue()}"
            name = squeezed(command)
            told[name if name not in told else f"{name}  # {number}"] = Told(code, squeezed(out.getvalue()))
        yield Tutorial(folder, told)


def test_every_letter_was_written_in_its_order(tutorial: Tutorial) -> None:
    sent = {
        number: [f"{one.id.removeprefix('letter-')} {one.day:%d.%m}" for one in state(tutorial, number).letters]
        for number in NUMBERS
    }
    assert sent == {
        "0101": ["1 03.02", "5 23.02", "6 12.03", "closed 20.04"],
        "0102": ["1 17.02", "4 05.03", "informal-review 06.03"],
        "0103": ["2 03.03", "1 10.03", "3 10.03", "5 26.03", "consent-withdrawn 08.04", "6 20.04", "closed 01.06"],
        "0104": ["1 10.03", "withdrawn 17.03"],
        "0105": ["1 13.03", "5 30.03", "6 23.04", "appeal-acknowledged 12.05", "appeal-request 13.05",
                 "appeal-decision 03.06", "closed 15.06"],
        "0106": ["1 08.04", "4 27.04", "appeal-acknowledged 18.05", "appeal-request 18.05", "appeal-decision 12.06",
                 "5 16.06"],
        "0107": ["5 19.06"],  # letter 1 was written in Word
    }  # fmt: skip
    (in_word,) = [one for one in state(tutorial, "0107").steps if one.id == "letter-1"]
    assert (f"{in_word.day:%d.%m}", in_word.by, in_word.elsewhere) == ("03.06", "A colleague", True)
    kept = tutorial.folder / "cases" / "0107" / str(in_word.path)
    assert kept.read_bytes() == (tutorial.folder / "elsewhere" / "letter-to-ivo.docx").read_bytes()


def state(tutorial: Tutorial, number: str) -> Any:
    return Case.open(tutorial.folder / "cases" / number).state


LETTERS = {
    # 15 working days after Monday 2 February: 3 to 6 (4), 9 to 13 (9), 16 to 20 (14), 23.
    "0101-1": ["Dear Ann Invented", "by Monday 23 February 2026. That is 15 working days from the day"],
    # 5 working days after the meeting, Tuesday 10 March: 11, 12, 13, 16, 17.
    "0101-5": ["We wrote to you on Tuesday 3 February 2026",
               "Date: Tuesday 10 March 2026 Time: 10am Place: The Old Corn Hall, Exampleton",
               "We will write to you by Tuesday 17 March 2026"],
    # 28 days after 12 March: 19 to the end of the month, and 9.
    "0101-6": ["We wrote to you on Monday 23 February 2026", "The music is a nuisance, and it goes on.",
               "One officer for all reports.", "by Thursday 9 April 2026. That is 28 days",
               "talked about it with you on Thursday 12 March 2026",
               "agreed, and go ahead: 1. A visit and a warning letter"],
    "0101-closed": ["We have closed your case today", "it has been quiet since the visit"],
    # After Monday 16 February: 17 to 20 (4), 23 to 27 (9), 2 to 6 March (14), 9.
    "0102-1": ["Dear Ben Madeup", "by Monday 9 March 2026"],
    # One month beginning with 10 November ends with 9 December. 28 days after 5 March: 26 in March, and 2.
    "0102-4": ["We wrote to you on Tuesday 17 February 2026", "It does not meet the threshold",
               "We counted two separate incidents.",
               "about what happened on Monday 10 November 2025. This does not count because one month from the day it "
               "happened ended on Tuesday 9 December 2025, and it was reported later.", "by Thursday 2 April 2026"],
    "0102-informal-review": ["We call this an informal review",
                             "What the police and we have done about the name-calling."],
    "0103-2": ["Dear Cara Fictional", "3 Nowhere Street", "Their consent in writing",
               "A copy of the form is with this"],
    # After Monday 9 March: 10 to 13 (4), 16 to 20 (9), 23 to 27 (14), 30.
    "0103-1": ["Dear Cara Fictional", "3 Nowhere Street", "by Monday 30 March 2026"],
    "0103-3": ["Dear Dan Fictional", "9 Imaginary Row",
               "We will write to Cara Fictional with what we have found by Monday 30 March 2026"],
    # After Thursday 16 April: 17, 20, 21, 22, 23.
    "0103-5": ["Dear Cara Fictional", "We wrote to you on Tuesday 10 March 2026", "Date: Thursday 16 April 2026",
               "by Thursday 23 April 2026"],
    "0103-consent-withdrawn": ["Dear Dan Fictional", "9 Imaginary Row", "You told us on Tuesday 7 April 2026",
                               "Your case goes on as before."],
    # 28 days after 20 April: 10 in April, and 18. Letter 5 had not gone to him.
    "0103-6": ["Dear Dan Fictional", "9 Imaginary Row", "We wrote on Thursday 26 March 2026", "by Monday 18 May 2026"],
    "0103-closed": ["Dear Dan Fictional", "9 Imaginary Row", "The camera is up"],
    "0104-1": ["Dear Eve Unreal", "by Monday 30 March 2026"],
    "0104-withdrawn": ["You told us on Monday 16 March 2026 that you want to withdraw",
                       "stopped our work on it"],
    # After Thursday 12 March: 13 (1), 16 to 20 (6), 23 to 27 (11), 30, 31, 1, 2 (15), the day before Good Friday.
    "0105-1": ["Dear Gil Pretend", "by Thursday 2 April 2026"],
    # After Tuesday 21 April: 22, 23, 24, 27, 28.
    "0105-5": ["We wrote to you on Friday 13 March 2026", "Date: Tuesday 21 April 2026", "by Tuesday 28 April 2026"],
    # 28 days after 23 April: 7 in April, and 21.
    "0105-6": ["We wrote to you on Monday 30 March 2026", "We know who rides the motorbikes",
               "by Thursday 21 May 2026"],
    # 20 working days after Monday 11 May: 12 to 15 (4), 18 to 22 (9), 26 to 29 (13), 1 to 5 June (18), 8, 9.
    "0105-appeal-acknowledged": ["We received your appeal on Monday 11 May 2026", "by Tuesday 9 June 2026"],
    "0105-appeal-request": ["Dear Community Safety Team", "the outcome of the review", "by Wednesday 20 May 2026"],
    "0105-appeal-decision": ["We do not agree with your appeal.", "The review heard everybody, and its plan is fair."],
    "0105-closed": ["The patrols are over"],
    # After Tuesday 7 April: 8 to 10 (3), 13 to 17 (8), 20 to 24 (13), 27, 28.
    "0106-1": ["Dear Hana Sketch", "by Tuesday 28 April 2026"],
    # 28 days after 27 April: 3 in April, and 25; that it is a bank holiday makes no difference to days.
    "0106-4": ["We wrote to you on Wednesday 8 April 2026", "We counted two separate incidents.",
               "by Monday 25 May 2026"],
    # After Friday 15 May: 18 to 22 (5), 26 to 29 (9), 1 to 5 June (14), 8 to 12 (19), 15.
    "0106-appeal-acknowledged": ["We received your appeal on Friday 15 May 2026", "by Monday 15 June 2026"],
    "0106-appeal-request": ["the decision that the threshold is not met"],
    "0106-appeal-decision": ["We agree with your appeal.", "A third report, of 14 February, was not asked for."],
    # After Tuesday 7 July: 8, 9, 10, 13, 14.
    "0106-5": ["We wrote to you on Wednesday 8 April 2026", "It meets the threshold.", "Date: Tuesday 7 July 2026",
               "by Tuesday 14 July 2026"],
    "0107-5": ["We wrote to you on Wednesday 3 June 2026", "Date: Tuesday 7 July 2026 Time: 2pm",
               "by Tuesday 14 July 2026"],
}  # fmt: skip


@pytest.mark.needs("poppler")
def test_every_letter_says_what_it_must_and_nothing_of_others(tutorial: Tutorial) -> None:
    plans = {f"{number}-6-action-plan-applicant" for number in ("0101", "0103", "0105")}
    made = {path.stem for path in (tutorial.folder / "letters").iterdir()}
    assert made == {*LETTERS, *plans, "0103-2-application-form", "0101-threshold"}
    for name, phrases in LETTERS.items():
        words = tutorial.words(f"letters/{name}")
        for phrase in (f"CT/2026/{name[:4]}", *phrases):
            assert phrase in words, f"{name}: {phrase}"
    for name in (*LETTERS, *plans):
        for secret in ("Max Mockup", "7 Imaginary Row", "Rex Sham", "14 Mill Lane"):
            assert secret not in tutorial.words(f"letters/{name}"), name
    for name in ("0103-consent-withdrawn", "0103-6", "0103-6-action-plan-applicant", "0103-closed"):
        assert "Cara" not in tutorial.words(f"letters/{name}"), name
    assert "A visit and a warning letter" in tutorial.words("letters/0101-6-action-plan-applicant")


def test_what_was_skipped_is_refused_with_all_that_is_missing(tutorial: Tutorial) -> None:
    refused = [command for command, told in tutorial.told.items() if told.code == 3]
    assert [command.split(" --on")[0] for command in refused] == [
        "ctdocs letter 5 cases/0101", "ctdocs letter 6 cases/0101", "ctdocs letter 1 cases/0103",
        "ctdocs letter 4 cases/0104", "ctdocs letter 6 cases/0105",
    ]  # fmt: skip
    told = [tutorial.told[command].said for command in refused]
    for part in (
        "ctdocs case decide CASE threshold met", "Not known: Date of letter 1.", "ctdocs letter letter-1 CASE -o FILE",
        "ctdocs case step CASE letter-1 --day DATE",
        "Not known: Date of the meeting. ctdocs case set CASE meeting.date=DATE",
        "Not known: Time of the meeting.", "Not known: Place of the meeting.",
    ):  # fmt: skip
        assert part in told[0], part
    assert "has not been noted of action 1. For each: ctdocs case set CASE actions.N.agreed=yes" in told[1]
    assert "no consent or authority is recorded" in told[2]
    assert "Letter 2 asks for it" in told[2]
    assert "The application was withdrawn on Monday 16 March 2026, which stops the review." in told[3]
    assert "What the review has found: “14 Mill Lane” says where Rex Sham lives. Put it in other words" in told[4]


def test_the_threshold_is_proposed_with_reasons_and_decided_by_a_person(tutorial: Tutorial) -> None:
    ann = tutorial.said("ctdocs assess cases/0101")
    assert "incidents.2 and returns.1.complaints.1 may be one incident" in ann
    judged = [one.said for name, one in tutorial.told.items() if name.startswith("ctdocs assess cases/0101")][-1]
    assert "We counted three separate incidents." in judged
    assert "may be one incident" not in judged
    assert "The threshold is not met." in tutorial.said("ctdocs assess cases/0102")
    decided = {}
    for number in NUMBERS:
        found = [one for one in state(tutorial, number).decisions if one.about == "threshold"]
        decided[number] = [(one.outcome, one.by, one.proposed) for one in found]
    met, not_met = ("met", "Fern", "met"), ("not_met", "Fern", "not_met")
    assert decided == {
        "0101": [met], "0102": [not_met], "0103": [met], "0104": [], "0105": [met],
        "0106": [not_met, met], "0107": [met],
    }  # fmt: skip
    again = next(told for name, told in tutorial.told.items() if name.startswith("ctdocs letter 5 cases/0106"))
    assert again.code == 4
    assert "letter-4 of Monday 27 April 2026 said that the threshold was not met" in again.said


@pytest.mark.needs("poppler")
def test_the_bundles_hold_their_papers_and_every_rule_holds(tutorial: Tutorial) -> None:
    parts = {
        "0101-before": ["Agenda", "Application", "Time line of reports", "Reply of Exampleshire Constabulary",
                        "Declaration of confidentiality"],
        "0101-after": ["Minutes of the meeting", "Action plan"],
        "0105-appeal": ["Application", "Minutes of the meeting", "Letter 6", "Action plan"],
        "0106-appeal": ["Application", "Letter 4", "Time line of reports"],
    }  # fmt: skip
    assert {path.stem for path in (tutorial.folder / "packs").iterdir()} == set(parts)
    for name, titles in parts.items():
        assert tutorial.said(f"ctdocs verify packs/{name}.pdf").endswith(f"packs/{name}.pdf: every rule holds.")
        index = squeezed(poppler.text(tutorial.folder / "packs" / f"{name}.pdf", page=1))
        places = [index.index(title) for title in titles]
        assert places == sorted(places), name
    assert "P/17" in tutorial.words("packs/0101-before")
    minutes = tutorial.words("minutes/0101")
    for words in ("Ida Invented", "Phil Phantom", "Una Unreal", "Hal Hoax", "Look at the sound insulation"):
        assert words in minutes
    assert "The wall will be lined in May" in tutorial.said("ctdocs meeting cases/0101 --on 2026-04-20")


def test_at_the_end_the_diary_has_nothing_left_of_what_is_closed(tutorial: Tutorial, ctdocs: Ctdocs) -> None:
    code, out, _ = ctdocs("diary", tutorial.folder / "cases", "--on", "2026-06-30", "--json")
    assert code == 0
    cases = {one["reference"][-4:]: one["duties"] for one in json.loads(out)["cases"]}
    assert sorted(cases) == list(NUMBERS)
    for number in NUMBERS[:5]:
        assert [duty["id"] for duty in cases[number] if duty["standing"] in ("late", "due")] == [], number
    late = {number: [duty["id"] for duty in cases[number] if duty["standing"] == "late"] for number in NUMBERS[5:]}
    assert late == {"0106": ["review-meeting"], "0107": []}
    # All that Ann's case asks for, in time: nothing done there was done late.
    assert [duty["id"] for duty in cases["0101"] if duty["done_late"]] == []
    said = tutorial.said("ctdocs diary cases/0107")
    assert "Monday 22 June 2026 binds the council; the applicant may rely on Wednesday 24 June 2026." in said


def test_the_calendar_file_is_read_by_others_and_names_nobody(tutorial: Tutorial) -> None:
    data = (tutorial.folder / "june.ics").read_bytes()
    events: list[Any] = list(icalendar.Calendar.from_ical(data).walk("VEVENT"))
    found = {str(event["SUMMARY"]): event["DTSTART"].dt.isoformat() for event in events}
    # Hana: 40 working days after 7 April: 3, 8, 13, 18 (1 May), 22, 27, 32, 36 (29 May), 4 June.
    # Ivo: 20 working days after Friday 19 June: 26 June, 3 July, 10 July, 17 July.
    assert found == {
        "CT/2026/0106: Hold the review meeting": "2026-06-04", "CT/2026/0107: Hold the review meeting": "2026-07-17",
    }  # fmt: skip
    unfolded = data.replace(b"\r\n ", b"").decode()
    assert [name for name in SURNAMES if name in unfolded] == []


FIGURES: dict[str, tuple[list[str], list[str]]] = {
    "Applications for a review": (["0101", "0102", "0103", "0104", "0105"], ["0106", "0107"]),
    "Applications that did not meet the threshold": (["0102"], ["0106"]),  # Hana was told so, before her appeal
    "Reviews carried out": (["0101"], ["0103", "0105"]),  # 10 March; 16 and 21 April
    "Reviews that led to recommendations": (["0101"], ["0103", "0105"]),
    "Appeals received": ([], ["0105", "0106"]),
    "Appeals upheld": ([], ["0106"]),
    "Appeals not upheld": ([], ["0105"]),
    "Appeals that ended otherwise": ([], []),
    "Applications that met the threshold": (["0101", "0103", "0105"], ["0106", "0107"]),
    "Reviews held though the threshold was not met": ([], []),
    "Applications made for somebody else": (["0103"], []),
    "Applications after a hate incident": (["0102"], []),
}


@pytest.mark.needs("poppler")
def test_the_figures_are_those_counted_by_hand(tutorial: Tutorial, ctdocs: Ctdocs) -> None:
    years = ("--year", "2025/26", "--year", "2026/27", "--on", "2026-06-30")
    code, out, _ = ctdocs("statistics", tutorial.folder / "cases", "--area", "example/exampleshire", *years, "--json")
    assert code == 0
    counted = {
        row["label"]: tuple([one[-4:] for one in figure["cases"]] for figure in row["figures"])
        for row in json.loads(out)["rows"]
    }
    assert counted == FIGURES
    statutory = list(FIGURES)[:4]
    table = tutorial.said("ctdocs statistics cases --area example/exampleshire --year 2025/26 --year 2026/27")
    pdf = squeezed(poppler.text(tutorial.folder / "figures.pdf", layout=True))
    for label, cases in FIGURES.items():
        shown = [str(len(one)) if label in statutory or not one else "fewer than 5" for one in cases]
        assert f"{label} {' '.join(shown)}" in table
        assert f"{label} {shown[0]} by the day" in pdf


@pytest.mark.needs("verapdf")
def test_every_pdf_meets_the_standard_and_every_case_is_whole(tutorial: Tutorial) -> None:
    files = {hashlib.sha256(path.read_bytes()).digest(): path for path in tutorial.folder.rglob("*.pdf")}
    assert len(files) > 40
    failed = {path.name: clauses for path, clauses in verapdf.check(files.values()).items() if clauses}
    assert failed == {}
    for number in NUMBERS:
        assert Case.open(tutorial.folder / "cases" / number).damage() == ()
