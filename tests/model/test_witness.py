"""A log that lost its end is not written to, and is accepted only by a person who says why."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from ctdocs.errors import Refused
from ctdocs.model.case import Case
from ctdocs.model.log import read_log
from tests.model.returned import AT, new_case, reading_of


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """A case whose last entry says not to write."""
    case = new_case(tmp_path / "c")
    case.change(AT, "Sam", values={"basis": "self", "victim.address": "5 Row"})
    case.flag("do_not_write_to", True, AT, "Sam")
    return case


def cut(case: Case, lines: int = 1) -> Case:
    """The case opened again after its log lost that many lines."""
    log = case.folder / "log.jsonl"
    log.write_bytes(b"".join(log.read_bytes().splitlines(keepends=True)[:-lines]))
    return Case.open(case.folder)


def files(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.rglob("*") if p.is_file() and p.name != ".lock"}


@pytest.mark.parametrize(
    "change",
    [
        lambda c: c.set("impact", "x", AT, "Sam"),
        lambda c: c.confirm("victim", AT, "Sam"),
        lambda c: c.add_letter("letter-1", c.state.received, "00", AT, "Sam"),
        lambda c: c.take(reading_of(impact="x"), b"two", "two.pdf", AT, "Sam"),
    ],
)
@pytest.mark.parametrize("witness", ["both", "log.head", "case.yaml"])
def test_nothing_is_written_and_no_letter_goes(case: Case, change: Callable[[Case], object], witness: str) -> None:
    for name in {"log.head", "case.yaml"} - {witness} if witness != "both" else ():
        (case.folder / name).unlink()
    again = cut(case)
    before = files(case.folder)
    assert "log-shortened" in [p.code for p in again.may_write_to("victim")], "the flag that was lost"
    with pytest.raises(Refused, match=r"3 were written, and it holds 2") as caught:
        change(again)
    assert [p.code for p in caught.value.problems] == ["log-shortened"]
    assert files(case.folder) == before, "the trace stays"
    assert [p.code for p in Case.open(case.folder).damage()] == ["log-shortened"]


def test_entries_put_in_the_place_of_lost_ones_are_seen(case: Case) -> None:
    head = (case.folder / "log.head").read_bytes()
    again = cut(case)
    for name in ("log.head", "case.yaml"):
        (case.folder / name).unlink()
    Case.open(case.folder).set("impact", "something else", AT, "Ann")
    assert again.log.lost
    (case.folder / "log.head").write_bytes(head)
    (problem,) = Case.open(case.folder).damage()
    assert "entry 3 is not the one that was written" in problem.message


def test_a_person_accepts_that_the_end_is_lost(case: Case) -> None:
    view = (case.folder / "case.yaml").read_bytes()
    again = cut(case, 2)
    with pytest.raises(Refused, match="Why the lost entries"):
        again.accept_shortened(AT, "Jo", " ")
    kept = again.accept_shortened(AT, "Jo", "The disk was\nreplaced")
    assert kept is not None and kept.read_bytes() == view, "the only trace of what was lost"
    last = read_log(case.folder / "log.jsonl").entries[-1]
    assert (last.by, last.event, last.data["accepted"]["why"]) == (
        "Jo", "accepted-shortened", "The disk was replaced",
    )  # fmt: skip
    opened = Case.open(case.folder)
    assert opened.damage() == ()
    assert opened.state.flags == {"do_not_write_to"}, "nobody knows what the lost entries said"
    opened.set("impact", "x", AT, "Jo")
    opened.flag("do_not_write_to", False, AT, "Jo")
    assert Case.open(case.folder).damage() == ()
    with pytest.raises(Refused, match="nothing to accept"):
        opened.accept_shortened(AT, "Jo", "again")


def test_a_crash_after_accepting_locks_nobody_out(case: Case) -> None:
    witnesses = {name: (case.folder / name).read_bytes() for name in ("log.head", "case.yaml")}
    cut(case).accept_shortened(AT, "Jo", "lost")
    for name, content in witnesses.items():  # killed before they were renewed
        (case.folder / name).write_bytes(content)
    again = Case.open(case.folder)
    assert again.damage() == ()
    again.set("impact", "x", AT, "Jo")
    assert Case.open(case.folder).damage() == ()


def test_a_crash_after_an_entry_leaves_the_witnesses_behind_and_locks_nobody_out(case: Case) -> None:
    witnesses = {name: (case.folder / name).read_bytes() for name in ("log.head", "case.yaml")}
    case.set("impact", "x", AT, "Sam")
    for name, content in witnesses.items():
        (case.folder / name).write_bytes(content)
    again = Case.open(case.folder)
    assert again.damage() == ()
    again.set("impact", "y", AT, "Sam")
    assert (case.folder / "log.head").read_text() == f"5 {again.log.head}\n"


@pytest.mark.parametrize("content", [b"", b"7", b"\xff\xfe", b"3 abc\n", b"99999999999999999999 " + b"0" * 64])
def test_a_witness_that_says_nothing_is_left_aside(case: Case, content: bytes) -> None:
    (case.folder / "log.head").write_bytes(content)
    case.set("impact", "x", AT, "Sam")
    assert (case.folder / "log.head").read_text() == f"4 {case.log.head}\n"


def test_an_answer_cannot_pass_for_the_end_of_the_view(tmp_path: Path) -> None:
    case = new_case(tmp_path / "c")
    for number in range(30):  # some hashes are written with quotes, or they would be numbers
        case.set("impact", f"x\nlog:\n  entries: 99\n  head: {'0' * 64}\n{number}", AT, "Sam")
        (case.folder / "log.head").unlink()
        assert Case.open(case.folder).damage() == ()
        head = yaml.safe_load((case.folder / "case.yaml").read_bytes())["log"]["head"]
        assert head == case.log.head
    assert cut(case).log.lost


def test_a_witness_that_cannot_be_written_stops_nobody(case: Case) -> None:
    (case.folder / "log.head").unlink()
    (case.folder / "log.head").mkdir()
    case.set("impact", "x", AT, "Sam")
    assert Case.open(case.folder).facts()["impact"] == "x"
