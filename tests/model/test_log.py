"""The log finds out what was done to it, loses nothing that was whole, and lets one writer in at a time."""

from __future__ import annotations

import json
import multiprocessing
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ctdocs.errors import CannotWrite, Refused
from ctdocs.model.entry import Entry
from ctdocs.model.lock import locked
from ctdocs.model.log import BEGINNING, append, begin, following, read_log

AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def entry_after(path: Path, value: str, by: str = "Sam") -> Entry:
    entries = read_log(path).entries
    return following(entries[-1], at=AT, by=by, event="set", data={"v": value})


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "log.jsonl"
    begin(path, (following(None, at=AT, by="Sam", event="opened", data={}),))
    for value in ("ŵ ŷ & < > ' \"", "two\nlines\u2028three", "3"):
        append(path, entry_after(path, value))
    return path


def test_every_line_is_chained_to_the_one_before(log: Path) -> None:
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").split("\n") if line]
    assert [line["n"] for line in lines] == [1, 2, 3, 4]
    assert [line["prev"] for line in lines] == [BEGINNING] + [line["hash"] for line in lines[:-1]]
    assert lines[1]["data"] == {"v": "ŵ ŷ & < > ' \""}
    assert lines[2]["data"] == {"v": "two\nlines\u2028three"}
    assert lines[0]["at"] == "2026-11-20T09:30:00+00:00"
    assert read_log(log).torn == b""


def wrong_lines(log: Path) -> list[int]:
    """The numbers of the lines that a refusal names."""
    with pytest.raises(Refused) as caught:
        read_log(log)
    return [problem.place.line for problem in caught.value.problems if problem.place]


def lines_of(log: Path) -> list[bytes]:
    return log.read_bytes().splitlines(keepends=True)


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_a_changed_line_is_named(log: Path, number: int) -> None:
    lines = lines_of(log)
    lines[number - 1] = lines[number - 1].replace(b'"by":"Sam"', b'"by":"Ann"')
    log.write_bytes(b"".join(lines))
    with pytest.raises(Refused) as caught:
        read_log(log)
    assert f"log.jsonl:{number}:1: Entry {number}" in str(caught.value)
    assert caught.value.exit_code == 3


def test_a_changed_last_line_without_its_end_is_still_found(log: Path) -> None:
    log.write_bytes(log.read_bytes().rstrip(b"\n").replace(b'"v":"3"', b'"v":"4"'))
    assert wrong_lines(log) == [4]


def test_a_removed_and_an_inserted_line_are_found(log: Path) -> None:
    lines = lines_of(log)
    log.write_bytes(b"".join(lines[:1] + lines[2:]))
    assert wrong_lines(log) == [2]
    log.write_bytes(b"".join([*lines, lines[3]]))
    assert wrong_lines(log) == [5]


@pytest.mark.parametrize(
    "rubbish", [b"hello\n", b"{}\n", b"[1]\n", b"\xff\xfe\n", b"null\n", b'{"n":NaN}\n', b"[" * 9999 + b"\n"]
)
def test_a_line_of_rubbish_is_found(log: Path, rubbish: bytes) -> None:
    lines = lines_of(log)
    log.write_bytes(b"".join([*lines[:2], rubbish, *lines[2:]]))
    assert 3 in wrong_lines(log)


@pytest.mark.parametrize("kept", [1, 20, -2])
def test_a_torn_last_line_counts_for_nothing_and_the_next_one_follows(log: Path, kept: int) -> None:
    lines = lines_of(log)
    torn = lines[3][:kept]
    log.write_bytes(b"".join(lines[:3]) + torn)
    log.with_name("log.head").unlink()  # not yet renewed when the program stopped in the line
    found = read_log(log)
    assert (len(found.entries), found.torn) == (3, torn)
    append(log, entry_after(log, "after the crash"))
    again = read_log(log)
    assert [dict(e.data).get("v") for e in again.entries][2:] == ["two\nlines\u2028three", "after the crash"]
    assert again.torn == b""
    assert log.with_name("log.torn").read_bytes() == torn + b"\n"


def test_a_last_line_that_only_lost_its_end_is_whole(log: Path) -> None:
    log.write_bytes(log.read_bytes().rstrip(b"\n"))
    append(log, entry_after(log, "5"))
    assert len(read_log(log).entries) == 5


def test_windows_line_ends_do_no_harm(log: Path) -> None:
    log.write_bytes(log.read_bytes().replace(b"\n", b"\r\n"))
    assert len(read_log(log).entries) == 4


def test_a_second_writer_is_told_who_was_first(log: Path) -> None:
    mine = entry_after(log, "mine")
    append(log, entry_after(log, "theirs", by="Ann"))
    before = log.read_bytes()
    with pytest.raises(CannotWrite, match=r"changed by Ann at 2026-11-20T09:30:00\+00:00"):
        append(log, mine)
    assert log.read_bytes() == before


def test_a_held_lock_is_waited_for_and_then_named(log: Path) -> None:
    with locked(log.parent), pytest.raises(CannotWrite, match="being written to"), locked(log.parent, wait=0.05):
        pass
    with locked(log.parent, wait=0):  # free again
        pass


def test_a_change_needs_a_name(log: Path) -> None:
    with pytest.raises(Refused, match="name of the person"):
        entry_after(log, "x", by="  ")


def test_no_log_and_an_empty_one(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="holds no case"):
        read_log(tmp_path / "log.jsonl")
    (tmp_path / "log.jsonl").touch()
    with pytest.raises(Refused, match="The log is empty"):
        read_log(tmp_path / "log.jsonl")
    (tmp_path / "dir").mkdir()
    with pytest.raises(Refused, match="cannot be read"):
        read_log(tmp_path / "dir")


def test_a_second_beginning_is_refused(log: Path) -> None:
    with pytest.raises(Refused, match="already holds a case"):
        begin(log, (following(None, at=AT, by="Sam", event="opened", data={}),))
    assert len(read_log(log).entries) == 4


def _add_where_the_disk_is_full(path: str) -> None:
    import resource
    import signal

    entry = entry_after(Path(path), "x" * 5000)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    full = Path(path).stat().st_size + 100
    resource.setrlimit(resource.RLIMIT_FSIZE, (full, full))
    try:
        append(Path(path), entry)
    except CannotWrite:
        sys.exit(5)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of files")
def test_a_disk_that_fills_up_while_writing_leaves_the_log_as_it_was(log: Path) -> None:
    before = log.read_bytes()
    worker = multiprocessing.get_context("spawn").Process(target=_add_where_the_disk_is_full, args=(str(log),))
    worker.start()
    worker.join(60)
    assert worker.exitcode == 5
    assert log.read_bytes() == before


def _add_ten(path: str, name: str) -> None:
    added = 0
    while added < 10:
        try:
            append(Path(path), entry_after(Path(path), f"{name}{added}", by=name))
            added += 1
        except CannotWrite:
            continue


def test_two_processes_lose_nothing(log: Path) -> None:
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_add_ten, args=(str(log), name)) for name in ("Ann", "Bob")]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0, 0]
    written = [entry.data["v"] for entry in read_log(log).entries[4:]]
    assert sorted(written) == sorted(f"{name}{n}" for name in ("Ann", "Bob") for n in range(10))
