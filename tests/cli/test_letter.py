"""``ctdocs letter`` from outside: when it is written, and why it is refused."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from ctdocs.model.case import Case
from tests.outside import poppler

Ctdocs = Callable[..., tuple[int, str, str]]
AREA = "example/exampleshire"
SELF = ("basis=self", "victim.name=Siân Gŵyr", "victim.address=5 Imaginary Row\nExampleton", "victim.postcode=AA99 3AA")
OTHER = (*SELF, "basis=other", "applicant.name=Dewi Pŵel", "applicant.address=3 Imaginary Row")


@pytest.fixture
def opened(tmp_path: Path, ctdocs: Ctdocs) -> Callable[..., Path]:
    """Opens a case and sets what is given, as ``case set`` takes it."""

    def call(*words: str, reference: str | None = "CT/2026/1", area: str = AREA) -> Path:
        folder = tmp_path / "case"
        more = ("--reference", reference) if reference else ()
        ctdocs("case", "new", "--area", area, "--received", "2026-11-02", *more, "--by", "Sam", "-o", folder)
        code, _, err = ctdocs("case", "set", folder, *words, "--by", "Sam")
        assert (code, err) == (0, "")
        return folder

    return call


COMPLETED = ("--completed", "2026-11-03")


@pytest.mark.needs("poppler")
def test_a_letter_is_written_with_its_date_and_recorded(
    tmp_path: Path, ctdocs: Ctdocs, opened: Callable[..., Path]
) -> None:
    case, target = opened(*SELF, *COMPLETED), tmp_path / "out" / "letter-1.pdf"
    code, out, err = ctdocs("letter", "1", case, "--on", "4/11/2026", "--by", "Jo", "-o", target)
    copy = case / "letters" / "letter-1-2026-11-04.pdf"
    assert (code, err) == (0, "")
    assert out == f"Wrote {target} and recorded letter-1 in the case's log. The case's copy is {copy}.\n"
    assert copy.read_bytes() == target.read_bytes()
    words = " ".join(poppler.text(target).split())
    # 15 working days after 3 November 2026: three weeks of five, no bank holiday among them.
    assert "We will write to you again by Tuesday 24 November 2026. That is 15 working days" in words
    for part in (
        "Date: Wednesday 4 November 2026",
        "CT/2026/1",
        "Dear Siân Gŵyr",
        "5 Imaginary Row Exampleton AA99 3AA",
    ):
        assert part in words
    state = Case.open(case).state
    assert [(one.id, one.day, one.sha256) for one in state.letters] == [
        ("letter-1", date(2026, 11, 4), hashlib.sha256(target.read_bytes()).hexdigest())
    ]
    assert state.dates["acknowledged"] == date(2026, 11, 4)
    assert Case.open(case).log.entries[-1].by == "Jo"


@pytest.mark.needs("poppler")
def test_letters_of_a_third_partys_application(tmp_path: Path, ctdocs: Ctdocs, opened: Callable[..., Path]) -> None:
    case = opened(*OTHER)
    assert ctdocs("letter", "2", case, "--on", "2026-11-03", "-o", tmp_path / "2.pdf")[0] == 0
    assert "Dear Dewi Pŵel" in poppler.text(tmp_path / "2.pdf")
    ctdocs("case", "set", case, "evidence.kind=letter", *COMPLETED)
    for name, to in (("1", "Dear Dewi Pŵel"), ("letter-3", "Dear Siân Gŵyr")):
        assert ctdocs("letter", name, case, "--on", "2026-11-04", "-o", tmp_path / f"{name}.pdf")[0] == 0
        assert to in poppler.text(tmp_path / f"{name}.pdf")
    assert [one.id for one in Case.open(case).state.letters] == ["letter-2", "letter-1", "letter-3"]
    code, _, err = ctdocs("letter", "2", case, "--on", "2026-11-04", "-o", tmp_path / "again.pdf")
    assert code == 3
    assert "so it is not needed. Letters 1 and 3 can go" in " ".join(err.split())


@pytest.mark.parametrize(
    ("words", "letter", "said"),
    [
        ((*SELF, *COMPLETED), "2", "Here that person applied"),
        ((*SELF, *COMPLETED), "3", "Here that person applied"),
        ((*OTHER, *COMPLETED), "1", "--confirm consent"),
        ((*OTHER, *COMPLETED), "3", "evidence.kind=letter"),
        (SELF, "1", "the day of “decision”, counted from “completed”"),
        (SELF, "1", "--completed DATE"),
        ((*SELF, *COMPLETED, "--flag", "do_not_write_to"), "1", "marked do_not_write_to: no letter may be sent"),
        ((*SELF, *COMPLETED, "--flag", "do_not_write_to.victim"), "1", "do_not_write_to.victim"),
        ((*SELF, *COMPLETED, "contact.no_post=yes"), "1", "asks not to write to the address"),
        (("basis=self", "victim.name=Siân", *COMPLETED), "1", "There is no address"),
        ((*SELF, *COMPLETED), "9", "There is no document 'letter-9'."),
        ((*SELF, *COMPLETED), "9", "There is no document 'letter-9'."),
        ((*SELF, *COMPLETED), "application-form", "ctdocs fill application-form --case CASE"),
        ((*SELF, *COMPLETED), "ghost", "`ctdocs documents` lists what can be produced."),
    ],
)
def test_a_letter_that_may_not_go(
    tmp_path: Path, ctdocs: Ctdocs, opened: Callable[..., Path], words: tuple[str, ...], letter: str, said: str
) -> None:
    case, target = opened(*words), tmp_path / "letter.pdf"
    target.write_bytes(b"the old one")
    code, out, err = ctdocs("letter", letter, case, "--on", "2026-11-04", "-o", target)
    assert (code, out) == (3, "")
    assert said in err
    assert target.read_bytes() == b"the old one"
    assert len(Case.open(case).log.entries) == 2


def test_no_reference(tmp_path: Path, ctdocs: Ctdocs, opened: Callable[..., Path]) -> None:
    case = opened(*SELF, *COMPLETED, reference=None)
    code, _, err = ctdocs("letter", "1", case, "--on", "2026-11-04", "-o", tmp_path / "l.pdf")
    assert code == 3
    assert "Not known: Case reference." in err
    assert ctdocs("case", "set", case, "reference=CT/9")[0] == 0
    assert ctdocs("letter", "1", case, "--on", "2026-11-04", "-o", tmp_path / "l.pdf")[0] == 0


def test_an_address_that_was_read_and_not_yet_confirmed(
    tmp_path: Path, ctdocs: Ctdocs, opened: Callable[..., Path]
) -> None:
    form = tmp_path / "form.pdf"
    ctdocs("fill", "application-form", "--case", opened(*SELF), "--on", "2026-11-02", "-o", form)
    case, target = tmp_path / "read", tmp_path / "letter.pdf"
    ctdocs("case", "new", form, "--area", AREA, "--received", "2026-11-02", "--reference", "CT/1", "-o", case)
    ctdocs("case", "set", case, *COMPLETED)
    code, _, err = ctdocs("letter", "1", case, "--on", "2026-11-04", "-o", target)
    assert code == 3
    assert "has not been confirmed by a person" in err
    assert "ctdocs case set CASE --confirm victim.address" in err
    assert not target.exists()
    ctdocs("case", "set", case, "--confirm", "victim.address", "--confirm", "victim.postcode")
    assert ctdocs("letter", "1", case, "--on", "2026-11-04", "-o", target)[0] == 0


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (("--on", "2026-11-01"), 3, "the application was received on Monday 2 November 2026"),
        (("--on", "2026-11-02"), 3, "a day counted from “completed”, and that was on Tuesday 3 November 2026"),
        (("--on", "2026-11-25"), 3, "it promises Tuesday 24 November 2026, which is past by then"),
        (("--on", "soon"), 2, "“soon” is not a date."),
        (("--language", "cy"), 3, "is not written in 'cy' yet"),
        (("--by", " "), 2, "the name of the person"),
    ],
)
def test_options_that_cannot_be(
    tmp_path: Path, ctdocs: Ctdocs, opened: Callable[..., Path], args: tuple[str, ...], code: int, said: str
) -> None:
    case = opened(*SELF, *COMPLETED)
    result, _, err = ctdocs("letter", "1", case, "--on", "2026-11-04", "-o", tmp_path / "l.pdf", *args)
    assert result == code
    assert said in err
    assert not (tmp_path / "l.pdf").exists()
    assert Case.open(case).state.letters == ()


def test_an_area_with_gaps_writes_no_letter(tmp_path: Path, ctdocs: Ctdocs, opened: Callable[..., Path]) -> None:
    case = opened(*SELF, *COMPLETED, area="derbyshire/south-derbyshire")
    code, _, err = ctdocs("letter", "1", case, "--on", "2026-11-04", "-o", tmp_path / "l.pdf")
    assert code == 3
    assert "_county.yaml:47:9: 'signatory.name' is not known." in err
    assert "--draft" not in err, "a letter to a person is never a draft"


def test_a_letter_is_dated_at_most_a_week_ahead(tmp_path: Path, ctdocs: Ctdocs) -> None:
    case, today = tmp_path / "case", date.today()
    ctdocs("case", "new", "--area", AREA, "--received", today.isoformat(), "--reference", "CT/1", "-o", case)
    ctdocs("case", "set", case, *OTHER)
    far, near = (today + timedelta(days=days) for days in (8, 7))
    code, _, err = ctdocs("letter", "2", case, "--on", far.isoformat(), "-o", tmp_path / "l.pdf")
    assert code == 3
    assert "more than 7 days ahead" in err
    assert not (tmp_path / "l.pdf").exists()
    assert ctdocs("letter", "2", case, "--on", near.isoformat(), "-o", tmp_path / "l.pdf")[0] == 0


def test_a_letter_replaces_no_file_unless_it_is_told_to(
    tmp_path: Path, ctdocs: Ctdocs, opened: Callable[..., Path]
) -> None:
    case, target = opened(*SELF, *COMPLETED), tmp_path / "letter-1.pdf"
    target.write_bytes(b"%PDF-1.7 of another case")
    args = ("letter", "1", case, "--on", "2026-11-04", "-o", target)
    code, out, err = ctdocs(*args)
    assert (code, out) == (5, "")
    assert f"{target} is there already, and may be a letter of another case." in err
    assert "--replace" in err
    assert target.read_bytes() == b"%PDF-1.7 of another case"
    assert Case.open(case).state.letters == ()
    assert ctdocs(*args, "--replace")[0] == 0
    assert target.read_bytes() == (case / "letters" / "letter-1-2026-11-04.pdf").read_bytes()


@pytest.mark.parametrize("folder", ["letters", "files"])
def test_no_letter_is_put_among_what_the_case_keeps(
    tmp_path: Path, ctdocs: Ctdocs, opened: Callable[..., Path], folder: str
) -> None:
    case = opened(*SELF, *COMPLETED)
    code, _, err = ctdocs("letter", "1", case, "--on", "2026-11-04", "--replace", "-o", case / folder / "l.pdf")
    assert code == 5
    assert "holds what the case keeps" in err
    assert not (case / folder).exists()


def test_a_second_letter_keeps_the_first_and_the_day_of_acknowledgement(
    tmp_path: Path, ctdocs: Ctdocs, opened: Callable[..., Path]
) -> None:
    case = opened(*SELF, *COMPLETED)
    for number, day in enumerate(("2026-11-04", "2026-11-06", "2026-11-06"), 1):
        code, _, err = ctdocs("letter", "1", case, "--on", day, "-o", tmp_path / f"{number}.pdf")
        assert code == 0
    assert "letter-1 was written before, dated Friday 6 November 2026. Send one of them only." in err
    state = Case.open(case).state
    assert state.dates["acknowledged"] == date(2026, 11, 4)
    copies = ["letter-1-2026-11-04.pdf", "letter-1-2026-11-06.pdf", "letter-1-2026-11-06-2.pdf"]
    assert [one.path for one in state.letters] == [f"letters/{name}" for name in copies]
    assert sorted(path.name for path in (case / "letters").iterdir()) == sorted(copies)
    (case / "letters" / copies[0]).write_bytes(b"%PDF altered")
    (case / "letters" / copies[1]).unlink()
    code, out, _ = ctdocs("case", "check", case)
    assert code == 3
    assert f"{copies[0]} is not the letter that was written." in out
    assert f"{copies[1]}, the copy of a letter, is missing" in out
    assert copies[2] not in out


@pytest.mark.parametrize(
    ("letter", "day", "decision", "told"),
    [
        ("5", "2026-12-11", "met", "that is after “meeting”"),
        ("6", "2026-12-09", "met", "that is before “meeting”"),
        ("6", "2026-12-11", "not_met", "the case does not say that the threshold was met"),
        ("5", "2026-12-01", "not_met", "the case does not say so"),
        ("4", "2026-12-01", "met", "the case does not say so"),
    ],
)
def test_a_letter_of_the_review_out_of_its_order_is_refused(
    tmp_path: Path, ctdocs: Ctdocs, letter: str, day: str, decision: str, told: str
) -> None:
    folder = tmp_path / "review"
    ctdocs("case", "new", "--area", AREA, "--received", "2026-11-02", "--reference", "CT/1", "-o", folder)
    values = (
        "basis=self", "victim.name=Siân Gŵyr", "victim.address=5 Imaginary Row",
        "decision.reasons=Two reports.", "meeting.date=2026-12-10", "review.findings=Noise.",
        "review.recommendations=None.",
    )  # fmt: skip
    assert ctdocs("case", "set", folder, *values, "--completed", "2026-11-03")[0] == 0
    words = ("--reasons", "Two reports.") if decision == "not_met" else ()
    why = ("--day", "2026-11-20", "--reason", "It is so.", *words)
    assert ctdocs("case", "decide", folder, "threshold", decision, *why)[0] == 0
    target = tmp_path / "l.pdf"
    code, _, err = ctdocs("fill", f"letter-{letter}", "--case", folder, "--final", "--on", day, "-o", target)
    assert code == 3
    assert told in " ".join(err.split())
    assert not target.exists()
