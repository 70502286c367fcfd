"""What goes with a letter is written, kept and recorded with it, or none of it; what was sent elsewhere is held too."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from ctdocs.bundle.drafts import write_draft
from ctdocs.bundle.held import Holdings, Incoming
from ctdocs.bundle.letters import mend, write_letter
from ctdocs.errors import CannotWrite, Refused
from ctdocs.model.area import load_area
from ctdocs.model.case import Case
from tests.bundle.letter_cases import AREA, AT, DAY, OFFICER, ready
from tests.bundle.test_letters import full_disk, under


def write(case: Case, output: Path, *, replace: bool = False) -> None:
    write_letter(case, "6", load_area(AREA), on=DAY["letter-6"], at=AT, by=OFFICER, output=output, replace=replace)


@pytest.mark.parametrize("old", [None, b"%PDF-1.7 the old plan"])
def test_where_the_letter_cannot_be_recorded_nothing_of_it_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: bytes | None
) -> None:
    case = ready(tmp_path / "case", "letter-6")
    (tmp_path / "out").mkdir()
    if old:
        (tmp_path / "out" / "6-action-plan-applicant.pdf").write_bytes(old)
    before = under(tmp_path)
    with monkeypatch.context() as patch:
        full_disk(patch, case.folder / "log.jsonl")
        with pytest.raises(CannotWrite, match="the disk is full"):
            write(case, tmp_path / "out" / "6.pdf", replace=bool(old))
    assert under(tmp_path) == before
    if old:
        with pytest.raises(CannotWrite, match="is there already"):
            write(case, tmp_path / "out" / "6.pdf")
        assert under(tmp_path) == before
    write(case, tmp_path / "out" / "6.pdf", replace=bool(old))
    assert sorted(path.name for path in (case.folder / "letters").iterdir()) == [
        "letter-6-2026-12-14-action-plan-applicant.pdf", "letter-6-2026-12-14.pdf",
    ]  # fmt: skip
    assert Case.open(case.folder).damage() == ()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork there")
def test_killed_before_the_entry_the_next_run_takes_all_of_it_away(tmp_path: Path) -> None:
    case = ready(tmp_path / "case", "letter-6")
    child = os.fork()
    if not child:
        Case.add_letter = lambda *args, **more: os.kill(os.getpid(), 9)  # type: ignore[assignment]
        write(case, tmp_path / "6.pdf")
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -9
    plan = tmp_path / "6-action-plan-applicant.pdf"
    assert plan.exists()
    opened = Case.open(case.folder)
    assert [problem.code for problem in opened.damage()] == ["letter-unrecorded"]
    said = mend(opened)
    assert said is not None and "was taken away" in said
    assert not plan.exists()
    assert not (tmp_path / "6.pdf").exists()
    assert not (case.folder / "letters").exists()


def test_a_draft_with_an_enclosure_makes_one_file(tmp_path: Path) -> None:
    case = ready(tmp_path / "case", "letter-6", {"actions.1.agreed": None})
    made = write_draft(case, "6", load_area(AREA), on=DAY["letter-6"], output=tmp_path / "out" / "6.pdf")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["6-DRAFT.pdf"]
    assert any("has not been noted of action 1" in " ".join(one.split()) for one in made.missing)
    with pytest.raises(Refused, match="action 1"):
        write(case, tmp_path / "6.pdf")


def test_a_decision_taken_anew_counts_from_its_own_letter(tmp_path: Path) -> None:
    """Letter 4 went, then the threshold was found met: the meeting is due from letter 5."""
    case, area = ready(tmp_path / "case", "letter-4"), load_area(AREA)
    write_letter(case, "4", area, on=date(2026, 11, 10), at=AT, by=OFFICER, output=tmp_path / "4.pdf")
    assert case.state.dates["decision_letter"] == date(2026, 11, 10)
    case.decide("threshold", "met", day=date(2026, 11, 12), by=OFFICER, at=AT, reason="A reply came late.")
    written = write_letter(case, "5", area, on=date(2026, 11, 17), at=AT, by=OFFICER, output=tmp_path / "5.pdf")
    assert case.state.dates["decision_letter"] == date(2026, 11, 17)
    assert any("said that the threshold was not met" in remark for remark in written.look)
    with pytest.raises(Refused, match="the case does not say so"):
        write_letter(case, "4", area, on=date(2026, 11, 18), at=AT, by=OFFICER, output=tmp_path / "4b.pdf")


def test_a_letter_sent_elsewhere_with_its_file_is_held_for_a_bundle(tmp_path: Path) -> None:
    case = ready(tmp_path / "case", "letter-1")
    holdings = Holdings(case, load_area(AREA), DAY["letter-6"])
    assert holdings.letter("letter-6")[0] == ()
    case.step("letter-6", day=DAY["letter-6"], by=OFFICER, at=AT, file=("six.pdf", b"%PDF-1.7 six"))
    holdings = Holdings(Case.open(case.folder), load_area(AREA), DAY["letter-6"])
    (found,) = holdings.letter("letter-6")[0]
    assert isinstance(found, Incoming)
    assert (found.date, found.path.read_bytes()) == (DAY["letter-6"], b"%PDF-1.7 six")
    assert found in holdings.letters()[0]
