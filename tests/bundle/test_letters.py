"""A letter that goes out: written, kept and recorded, all of it or none, whatever stops it on the way."""

from __future__ import annotations

import errno
import hashlib
import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from ctdocs.bundle.letters import mend, write_letter
from ctdocs.documents.catalogue import document
from ctdocs.documents.letters import promises
from ctdocs.documents.letters_before import goes_against
from ctdocs.errors import CannotWrite, Refused
from ctdocs.model.area import load_area
from ctdocs.model.case import Case

Ctdocs = Callable[..., tuple[int, str, str]]
AREA = "example/exampleshire"
AT, ON = datetime(2026, 11, 4, 10, tzinfo=UTC), date(2026, 11, 4)


@pytest.fixture
def case(tmp_path: Path) -> Case:
    at = datetime(2026, 11, 3, 10, tzinfo=UTC)
    made = Case.create(tmp_path / "case", AREA, date(2026, 11, 2), "post", at, "Sam", reference="CT/1")
    values = {"basis": "self", "victim.name": "Siân Gŵyr", "victim.address": "5 Imaginary Row"}
    made.change(at, "Sam", values=values, dates={"completed": date(2026, 11, 3)})
    return made


def write(case: Case, output: Path, *, on: date = ON, replace: bool = False) -> None:
    write_letter(case, "1", load_area(AREA), on=on, at=AT, by="Jo", output=output, replace=replace)


def under(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_copy_in_the_case_is_the_letter_of_the_log(tmp_path: Path, case: Case) -> None:
    write(case, tmp_path / "l.pdf")
    sent = Case.open(case.folder).state.letters[-1]
    assert sent.path == "letters/letter-1-2026-11-04.pdf"
    for path in (case.folder / sent.path, tmp_path / "l.pdf"):
        assert hashlib.sha256(path.read_bytes()).hexdigest() == sent.sha256
    assert [path.name for path in (case.folder / "letters").iterdir()] == ["letter-1-2026-11-04.pdf"]
    assert case.damage() == ()


def test_which_days_a_letter_promises() -> None:
    assert {name: promises(document(name)) for name in ("letter-1", "letter-2", "letter-3")} == {
        "letter-1": ("decide",),
        "letter-2": (),
        "letter-3": ("decide",),
    }


def test_what_others_changed_meanwhile_counts(tmp_path: Path, case: Case) -> None:
    """The case was opened before somebody marked it: the letter is judged by the log as it is now."""
    Case.open(case.folder).flag("do_not_write_to", True, AT, "Ali")
    with pytest.raises(Refused, match="may not be written"):
        write(case, tmp_path / "l.pdf")
    assert not (tmp_path / "l.pdf").exists()
    Case.open(case.folder).flag("do_not_write_to", False, AT, "Ali")
    write(case, tmp_path / "l.pdf")
    assert [entry.by for entry in Case.open(case.folder).log.entries] == ["Sam", "Sam", "Ali", "Ali", "Jo"]


def _write_one(folder: Path, output: Path) -> None:
    write(Case.open(folder), output)


def test_two_at_once_are_both_recorded(tmp_path: Path, case: Case) -> None:
    context = multiprocessing.get_context("spawn")
    outputs = [tmp_path / f"{number}.pdf" for number in range(3)]
    both = [context.Process(target=_write_one, args=(case.folder, output)) for output in outputs]
    for process in both:
        process.start()
    for process in both:
        process.join(60)
    assert [process.exitcode for process in both] == [0, 0, 0]
    opened = Case.open(case.folder)
    assert len({sent.path for sent in opened.state.letters}) == 3
    assert opened.damage() == ()


def full_disk(monkeypatch: pytest.MonkeyPatch, log: Path) -> None:
    """The system says that there is no room, whenever the log is written. Only its answer is put on."""
    fsync = os.fsync

    def answer(handle: int) -> None:
        if os.path.sameopenfile(handle, log_handle):
            raise OSError(errno.ENOSPC, "No space left on device")
        fsync(handle)

    log_handle = os.open(log, os.O_RDONLY)
    monkeypatch.setattr(os, "fsync", answer)


@pytest.mark.parametrize("replace", [False, True])
def test_a_letter_that_cannot_be_recorded_is_taken_away(
    tmp_path: Path, case: Case, monkeypatch: pytest.MonkeyPatch, replace: bool
) -> None:
    (tmp_path / "out").mkdir()
    if replace:
        (tmp_path / "out" / "l.pdf").write_bytes(b"%PDF-1.7 the old one")
    before = under(tmp_path)
    with monkeypatch.context() as patch:
        full_disk(patch, case.folder / "log.jsonl")
        with pytest.raises(CannotWrite, match="the disk is full"):
            write(case, tmp_path / "out" / "l.pdf", replace=replace)
    assert under(tmp_path) == before
    assert not (case.folder / "letters").exists()
    write(case, tmp_path / "out" / "l.pdf", replace=replace)
    assert len(Case.open(case.folder).state.letters) == 1


def test_a_view_that_is_open_takes_no_letter_back(tmp_path: Path, case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    move = os.replace

    def held(source: object, target: object) -> None:
        if str(target).endswith("case.yaml"):
            raise PermissionError(13, "Access is denied")
        move(source, target)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", held)
        with pytest.raises(CannotWrite, match="recorded in the log, but the view could not be renewed"):
            write(case, tmp_path / "l.pdf")
    opened = Case.open(case.folder)
    assert [sent.id for sent in opened.state.letters] == ["letter-1"]
    assert opened.damage() == ()
    assert (tmp_path / "l.pdf").exists()


STOPPED = """
import os, signal, sys
from ctdocs.cli.main import run
from ctdocs.model.case import Case
record = Case.add_letter
def stop(*args, **more):
    if sys.argv[1] == "after":
        record(*args, **more)
    os.kill(os.getpid(), signal.SIGKILL)
Case.add_letter = stop
run(sys.argv[2:])
"""


def stopped(when: str, *args: object) -> None:
    """Run ctdocs, and kill it just before or just after the letter's entry stands in the log."""
    done = subprocess.run([sys.executable, "-c", STOPPED, when, *map(str, args)], check=False, capture_output=True)
    assert done.returncode == -signal.SIGKILL


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL there")
@pytest.mark.parametrize("old", [None, b"%PDF-1.7 the old one"])
def test_killed_before_the_entry_the_next_run_takes_the_letter_away_and_says_so(
    tmp_path: Path, ctdocs: Ctdocs, case: Case, old: bytes | None
) -> None:
    target = tmp_path / "l.pdf"
    if old:
        target.write_bytes(old)
    args = ("letter", "1", case.folder, "--on", "2026-11-04", "--replace", "-o")
    stopped("before", *args, target)
    assert target.exists(), "killed with the letter written"
    assert target.read_bytes() != old
    assert Case.open(case.folder).state.letters == ()
    (damage,) = Case.open(case.folder).damage()
    assert damage.code == "letter-unrecorded"
    assert f"letter-1 ({target}) was written, but" in damage.message
    assert "must not be posted; the next “ctdocs letter” of this case puts it right" in damage.message
    code, out, _ = ctdocs("case", "check", case.folder)
    assert code == 3
    assert "must not be posted" in out
    Case.open(case.folder).flag("do_not_write_to", True, AT, "Ali")  # what comes between does not count as the letter
    code, _, err = ctdocs(*args, tmp_path / "other.pdf")
    assert code == 3
    assert "letter-1 dated Wednesday 4 November 2026 does not count" in err, "said though this one is refused"
    assert f"Its file {target} was taken away" in err
    assert (target.read_bytes() if target.exists() else None) == old
    assert not (case.folder / "letters").exists()
    Case.open(case.folder).flag("do_not_write_to", False, AT, "Ali")
    code, _, err = ctdocs(*args, tmp_path / "other.pdf")
    assert (code, err) == (0, "")
    assert Case.open(case.folder).damage() == ()


def test_a_note_that_cannot_be_read_is_reported_all_the_same(case: Case) -> None:
    (case.folder / "letters").mkdir()
    (case.folder / "letters" / ".unrecorded.json").write_bytes(b"{")
    assert [problem.code for problem in case.damage()] == ["letter-unrecorded"]


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL there")
def test_killed_after_the_entry_the_letter_stands(tmp_path: Path, case: Case) -> None:
    stopped("after", "letter", "1", case.folder, "--on", "2026-11-04", "-o", tmp_path / "l.pdf")
    opened = Case.open(case.folder)
    assert opened.damage() == ()
    assert mend(opened) is None
    assert [sent.path for sent in opened.state.letters] == ["letters/letter-1-2026-11-04.pdf"]
    assert [path.name for path in (case.folder / "letters").iterdir()] == ["letter-1-2026-11-04.pdf"]
    assert (tmp_path / "l.pdf").read_bytes() == (case.folder / "letters" / "letter-1-2026-11-04.pdf").read_bytes()
    assert opened.damage() == ()


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL there")
def test_a_file_that_somebody_put_there_since_is_left_alone(tmp_path: Path, case: Case) -> None:
    stopped("before", "letter", "1", case.folder, "--on", "2026-11-04", "-o", tmp_path / "l.pdf")
    (tmp_path / "l.pdf").write_bytes(b"%PDF-1.7 theirs")
    said = mend(Case.open(case.folder))
    assert said is not None
    assert "taken away" not in said
    assert (tmp_path / "l.pdf").read_bytes() == b"%PDF-1.7 theirs"


@pytest.mark.parametrize(
    ("sent", "letter", "told"),
    [
        (("letter-4",), "letter-5", "letter-4 of Wednesday 4 November 2026 said that the threshold was not met"),
        (("letter-5",), "letter-4", "letter-5 of Wednesday 4 November 2026 said that the threshold was met"),
        (("letter-4", "letter-5"), "letter-5", ""),
        (("letter-1",), "letter-5", ""),
        (("letter-4",), "letter-1", ""),
    ],
)
def test_a_letter_that_says_the_contrary_of_the_last_one_asks_for_a_word_on_it(
    case: Case, sent: tuple[str, ...], letter: str, told: str
) -> None:
    for name in sent:
        case.add_letter(name, ON, "0" * 64, AT, "Sam")
    said = goes_against(letter, case.state.letters)
    assert (told in str(said)) if told else said is None


def test_letter_5_after_letter_4_goes_with_a_remark_and_exit_code_4(tmp_path: Path, ctdocs: Ctdocs, case: Case) -> None:
    """The decision was taken anew: the two letters must not stand side by side without a word."""
    values = {
        "meeting.date": "2026-12-10", "meeting.time": "10am", "meeting.place": "The hall",
        "contact.post": "yes",
    }  # fmt: skip
    at = datetime(2026, 11, 5, 10, tzinfo=UTC)
    case.change(at, "Sam", values=values)
    case.decide("threshold", "met", day=ON, by="Sam", at=at)
    for name in ("letter-1", "letter-4"):
        case.add_letter(name, ON, "0" * 64, at, "Sam")
    on = ("--on", "2026-11-05")
    code, out, err = ctdocs("letter", "5", case.folder, *on, "-o", tmp_path / "5.pdf")
    assert code == 4, out
    assert "letter-4 of Wednesday 4 November 2026 said that the threshold was not met" in err
    assert "covering letter" in err
