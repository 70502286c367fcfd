"""``ctdocs letter`` from outside: when it is written, and why it is refused."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date
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
    assert (code, out, err) == (0, f"Wrote {target} and recorded letter-1 in the case's log.\n", "")
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
        assert ctdocs("letter", name, case, "--on", "2026-11-04", "-o", tmp_path / "x.pdf")[0] == 0
        assert to in poppler.text(tmp_path / "x.pdf")
    assert [one.id for one in Case.open(case).state.letters] == ["letter-2", "letter-1", "letter-3"]


@pytest.mark.parametrize(
    ("words", "letter", "said"),
    [
        ((*SELF, *COMPLETED), "2", "Here that person applied"),
        ((*SELF, *COMPLETED), "3", "Here that person applied"),
        ((*OTHER, *COMPLETED), "1", "no consent or authority is recorded. Letter 2 asks for it"),
        ((*OTHER, *COMPLETED), "3", "None is recorded; Letter 2 asks for it"),
        (SELF, "1", "the day of “decision”, counted from “completed”"),
        (SELF, "1", "--completed DATE"),
        ((*SELF, *COMPLETED, "--flag", "do_not_write_to"), "1", "marked do_not_write_to: no letter may be sent"),
        ((*SELF, *COMPLETED, "--flag", "do_not_write_to.victim"), "1", "do_not_write_to.victim"),
        ((*SELF, *COMPLETED, "contact.no_post=yes"), "1", "asks not to write to the address"),
        (("basis=self", "victim.name=Siân", *COMPLETED), "1", "There is no address"),
        ((*SELF, *COMPLETED), "9", "There is no document 'letter-9'."),
        ((*SELF, *COMPLETED), "4", "There is no document 'letter-4'."),
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
        (("--on", "soon"), 2, "'soon' is not a date."),
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
