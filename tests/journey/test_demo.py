"""``ctdocs demo``: the whole journey, judged from outside by its files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import redirect_stdout
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from ctdocs.cli.main import run
from ctdocs.documents.catalogue import documents
from ctdocs.model.case import Case
from ctdocs.read import read_pdf
from tests.outside import poppler, qpdf, verapdf

HOLIDAYS = {date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1)}
"""England and Wales, gov.uk: Boxing Day 2026 is a Saturday, its substitute Monday 28 December."""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """The folder of one demo, and what it said."""
    folder = tmp_path_factory.mktemp("demo") / "my demo, ŵ"
    said = StringIO()
    with redirect_stdout(said):
        assert run(["demo", str(folder)]) == 0
    yield folder, said.getvalue()


def pdfs(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.pdf"))


def working_days_after(start: date, count: int) -> date:
    day = start
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5 and day not in HOLIDAYS
    return day


def test_it_says_what_it_made_and_what_to_open_first(demo: tuple[Path, str]) -> None:
    folder, said = demo
    assert re.findall(r"^(\d+)\. ", said, re.MULTILINE) == [str(n) for n in range(1, 15)]
    named = [Path(line.strip().partition("   ")[0]) for line in said.partition("Open first:")[2].splitlines()[1:8]]
    assert len(named) == 7
    assert said.splitlines()[-1].endswith(str(folder / "5-try"))
    assert all(path.is_file() and path.is_relative_to(folder) for path in named)
    assert "has not been confirmed by a person" in said
    assert {path.name for path in (folder / "4-letters").iterdir()} == {f"letter-{n}.pdf" for n in (1, 2, 3)}
    copies = (folder / "3-case" / "letters").iterdir()
    assert {path.name[:8] for path in copies} == {f"letter-{n}" for n in (1, 2, 3, 5, 6)}
    assert {path.stem for path in (folder / "6-review").glob("*.pdf")} == {
        "pack-before", "pack-after", "appeal-threshold", "appeal-process", "appeal-outcome",
        "threshold-0042", "threshold-0043", "letter-1-0043", "letter-4-0043", "letter-5-0042",
        "letter-6-0042", "letter-6-0042-action-plan-applicant",
    }  # fmt: skip
    blank = folder / "1-blank" / "example" / "exampleshire"
    assert {path.stem for path in blank.glob("*.docx")} == {path.stem for path in blank.glob("*.pdf")} == {*documents()}
    assert not list(folder.rglob("*.tmp"))


@pytest.mark.needs("verapdf")
def test_every_pdf_passes_pdf_ua(demo: tuple[Path, str]) -> None:
    judged = verapdf.check(pdfs(demo[0]))
    assert judged == {path: [] for path in pdfs(demo[0])}


@pytest.mark.needs("qpdf", "poppler")
def test_every_pdf_is_sound_and_carries_its_fonts(demo: tuple[Path, str]) -> None:
    for path in pdfs(demo[0]):
        assert qpdf.check(path) == [], path.name
        assert poppler.fonts(path), path.name
        assert poppler.unembedded(path) == [], path.name


@pytest.mark.needs("poppler")
def test_the_letters_promise_the_right_days(demo: tuple[Path, str]) -> None:
    folder, _ = demo
    case = Case.open(folder / "3-case")
    completed = case.state.completed
    assert completed == date(2026, 12, 17)
    promised = working_days_after(completed, 15)
    assert promised == date(2027, 1, 12), "a Tuesday: by hand on a calendar"
    for name, dated in (("letter-1", "Friday 18"), ("letter-3", "Friday 18"), ("letter-2", "Monday 14")):
        words = " ".join(poppler.text(folder / "4-letters" / f"{name}.pdf").split())
        assert f"Date: {dated} December 2026" in words
        assert ("Tuesday 12 January 2027. That is 15 working days" in words) == (name != "letter-2")
    assert [(one.id, one.day.isoformat()) for one in case.state.letters] == [
        ("letter-2", "2026-12-14"),
        ("letter-1", "2026-12-18"),
        ("letter-3", "2026-12-18"),
        ("letter-5", "2027-01-11"),
        ("letter-6", "2027-02-02"),
    ]


@pytest.mark.needs("poppler")
def test_the_letters_of_the_review_promise_the_right_days(demo: tuple[Path, str]) -> None:
    """The outcome five working days after the meeting; an appeal within 28 days of the letter's date."""
    words = {path.stem: " ".join(poppler.text(path).split()) for path in (demo[0] / "6-review").glob("letter-*.pdf")}
    assert working_days_after(date(2027, 1, 28), 5) == date(2027, 2, 4)
    assert "Date: Thursday 28 January 2027" in words["letter-5-0042"]
    assert "We will write to you by Thursday 4 February 2027" in words["letter-5-0042"]
    assert date(2027, 2, 2) + timedelta(days=28) == date(2027, 3, 2)
    assert "by Tuesday 2 March 2027" in words["letter-6-0042"]
    agreed, _, refused = words["letter-6-0042"].partition("These are not wanted, and do not go ahead: 3. ")
    assert refused
    assert re.search(r"and go ahead: 1\. .+ 2\. .+$", agreed)
    assert date(2026, 11, 20) + timedelta(days=28) == date(2026, 12, 18)
    assert "by Friday 18 December 2026" in words["letter-4-0043"]
    assert "The threshold asks for three." in words["letter-4-0043"]


def test_every_letter_is_one_sheet_and_its_copy_stands_in_the_case(demo: tuple[Path, str]) -> None:
    folder, _ = demo
    case = Case.open(folder / "3-case")
    sent_first = [sent for sent in case.state.letters if sent.id in ("letter-1", "letter-2", "letter-3")]
    assert len(sent_first) == 3
    for sent in sent_first:
        written = folder / "4-letters" / f"{sent.id}.pdf"
        assert sent.path == f"letters/{sent.id}-{sent.day.isoformat()}.pdf"
        assert (folder / "3-case" / sent.path).read_bytes() == written.read_bytes()
        with pikepdf.open(written) as pdf:
            assert len(pdf.pages) == 1


@pytest.mark.needs("poppler")
def test_a_letter_thanks_for_the_application_however_it_came(demo: tuple[Path, str]) -> None:
    for path in (demo[0] / "4-letters").glob("*.pdf"):
        words = " ".join(poppler.text(path).split())
        assert "application" in words
        assert not re.search(r"fill(ed|ing) in|application form|the form from", words), path.name


def of_the_form(known: Any, read: Any) -> Any:
    """What the case knows of the answers of a form, without what an officer found out besides."""
    return {name: known[name] for name in read} if isinstance(read, dict) else known


@pytest.mark.needs("poppler")
def test_the_same_answers_stand_on_the_form_in_the_case_and_in_the_record(demo: tuple[Path, str]) -> None:
    folder, said = demo
    reading = read_pdf(folder / "2-returned" / "application-form-filled.pdf")
    certain = sum(one.status == "certain" for one in reading.fields.values())
    assert {one.status for one in reading.fields.values()} == {"certain", "blank"}
    assert f"{certain} answers read as certain, of {len(reading.fields)} fields" in said
    case = Case.open(folder / "3-case")
    assert case.damage() == ()
    answers = case.answers()
    of_the_application = {name: of_the_form(answers[name], read) for name, read in reading.values.items()}
    assert of_the_application == reading.values
    assert answers["evidence"] == {"kind": "letter"}
    assert len(answers["incidents"]) == 7
    record = " ".join(poppler.text(folder / "3-case" / "application-record.pdf").split())
    for incident in answers["incidents"]:
        assert " ".join(incident["details"].split()) in record
    with pikepdf.open(folder / "3-case" / "application-record.pdf") as pdf:
        assert "/AcroForm" not in pdf.Root


def test_a_folder_that_holds_anything_is_refused_and_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "note.txt").write_text("kept")
    (tmp_path / "empty").mkdir()
    for target, holds in ((tmp_path, "empty folder"), (tmp_path / "note.txt", "empty folder")):
        assert run(["demo", str(target)]) == 3
        assert holds in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty", "note.txt"]
    assert (tmp_path / "note.txt").read_text() == "kept"
    assert run(["demo", str(tmp_path / "empty")]) == 0
