"""Summaries of cases: from the log by the short way and the long one, and from an index that is not trusted blindly."""

from __future__ import annotations

import functools
import json
import os
import stat
import tempfile
import zlib
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from ctdocs.errors import Refused
from ctdocs.model.area import load_area
from ctdocs.model.case import Case
from ctdocs.model.case_index import NAME, Unreadable, summaries
from ctdocs.model.case_scan import scan
from ctdocs.model.case_summary import NEEDED, SEE, CaseSummary, row_of
from ctdocs.model.entry import Entry
from ctdocs.model.log import following
from ctdocs.rules.diary import Book, diary

AT = datetime(2026, 11, 20, 9, tzinfo=UTC)
BY = "Fern Ficton"


def case(folder: Path, reference: str | None = "CT/1", received: date = date(2026, 11, 2)) -> Case:
    return Case.create(folder, "example/exampleshire", received, "phone", AT, BY, reference=reference)


def one(folder: Path, **options: Any) -> CaseSummary:
    (found,) = summaries([folder], **options)
    assert isinstance(found, CaseSummary)
    return found


def row(folder: Path) -> dict[str, Any]:
    return scan(str(folder), (folder / "log.jsonl").read_bytes())


def long_way(folder: Path) -> dict[str, Any]:
    opened = Case.open(folder)
    entries = opened.log.entries
    return row_of(
        opened.state, birth=entries[0].hash, head=opened.log.head, entries=len(entries), lost=bool(opened.log.lost)
    )


def test_a_summary_holds_what_happened_and_no_words_of_people(tmp_path: Path) -> None:
    made = case(tmp_path / "1")
    answers = {
        "basis": "other", "victim.name": "Siân Gŵyr", "victim.address": "5 Imaginary Row", "behaviour": "Noise",
        "review.recommendations": "Mr Secret must stop.", "actions.1.action": "Visit Mr Secret",
        "actions.1.agency": "Secret Homes", "meeting.date": "2026-11-18", "statement.text": "I am Siân.",
    }  # fmt: skip
    made.change(AT, BY, values=answers)
    made.decide("threshold", "met", day=date(2026, 11, 10), by="Rosalind Madeup", at=AT, reason="Mr Secret was seen.")
    made.step("letter-5", day=date(2026, 11, 11), by="Fern Ficton", at=AT, note="To Siân", event="decision_letter")
    found = one(tmp_path)
    assert found.name == "CT/1"
    assert found.state.dates["meeting"] == date(2026, 11, 18)
    assert found.state.dates["decision_letter"] == date(2026, 11, 11)
    (decision,) = found.state.decisions
    assert (decision.outcome, decision.day, decision.by, decision.reason) == ("met", date(2026, 11, 10), "", "")
    assert (found.recommended, found.actions) == ("made", 1)
    assert found.state.values["actions.1.action"].value == SEE
    index = (tmp_path / NAME).read_text(encoding="utf-8")
    for private in ("Siân", "Imaginary", "Noise", "Secret", "Madeup", "Fern"):
        assert private not in index


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("None", "none"), (" none. ", "none"), ("N/A", "none"), ("No recommendations.", "none"), ("–", "none"),
        ("No further action by the council, but the police will visit.", "unclear"), ("Nonetheless, visit.", "made"),
        ("The police will visit weekly.", "made"), ("Nothing", "none"), ("There were none", "none"),
        ("1. None", "none"), ("- none.", "none"),
        ("It was agreed that none was needed", "unclear"), ("1. Fit a gate", "made"),
        ("There were no recommendations.", "none"), ("There was nothing to recommend", "unclear"),
        ("The panel did not recommend anything.", "unclear"), ("To follow", "unclear"), ("?", "unclear"),
        ("None were made.", "none"), ("None of the bins may stand out", "unclear"),
        ("Fit a new door. No cost.", "made"),
        ("Not at present", "unclear"),
    ],
)  # fmt: skip
def test_words_that_say_that_nothing_was_recommended(tmp_path: Path, words: str, expected: str) -> None:
    case(tmp_path / "1").change(AT, BY, values={"review.recommendations": words})
    assert one(tmp_path).recommended == expected


def test_an_index_is_used_where_the_log_did_not_change_and_only_there(tmp_path: Path) -> None:
    made = case(tmp_path / "1")
    assert one(tmp_path).name == "CT/1"
    lines = (tmp_path / NAME).read_bytes().splitlines(keepends=True)
    key, state, kept = json.loads(lines[1][9:])
    body = json.dumps([key, state, {**kept, "reference": "FROM THE INDEX"}]).encode() + b"\n"
    (tmp_path / NAME).write_bytes(lines[0] + f"{zlib.crc32(body):08x} ".encode() + body)
    assert one(tmp_path).name == "FROM THE INDEX"
    made.change(AT, BY, reference="CT/2")
    assert one(tmp_path).name == "CT/2"
    assert "FROM THE INDEX" not in (tmp_path / NAME).read_text(encoding="utf-8")
    assert one(tmp_path).name == "CT/2"


def test_a_log_of_the_same_size_and_time_with_another_end_is_read_again(tmp_path: Path) -> None:
    case(tmp_path / "1", "CT/1")
    other = case(tmp_path.parent / "other", "CT/2")
    one(tmp_path)
    log, before = tmp_path / "1" / "log.jsonl", (tmp_path / "1" / "log.jsonl").stat()
    with log.open("r+b") as stream:
        stream.write((other.folder / "log.jsonl").read_bytes())
    (tmp_path / "1" / "log.head").write_bytes((other.folder / "log.head").read_bytes())
    os.utime(log, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert log.stat().st_size == before.st_size
    assert one(tmp_path).name == "CT/2"


@pytest.mark.parametrize("damage", ["nothing", "half", "noise", "other version", "folder"])
def test_an_index_that_is_damaged_or_gone_costs_time_and_nothing_else(tmp_path: Path, damage: str) -> None:
    for number in range(5):
        case(tmp_path / str(number), f"CT/{number}")
    names = [f"CT/{number}" for number in range(5)]
    assert [found.name for found in summaries([tmp_path]) if isinstance(found, CaseSummary)] == names
    index = tmp_path / NAME
    whole = index.read_bytes()
    index.unlink()
    if damage == "half":
        index.write_bytes(whole[: len(whole) // 2])
    elif damage == "noise":
        index.write_bytes(whole.replace(b"CT/3", b"CT/9"))
    elif damage == "other version":
        index.write_bytes(b"ctdocs index 0\n" + whole.partition(b"\n")[2])
    elif damage == "folder":
        index.mkdir()
    for _ in range(2):
        assert [found.name for found in summaries([tmp_path]) if isinstance(found, CaseSummary)] == names
    assert damage == "folder" or index.read_bytes() == whole
    assert [one.name for one in tmp_path.iterdir() if one.name.endswith(".tmp")] == []


def test_cases_that_come_and_go_leave_the_others_in_the_index(tmp_path: Path) -> None:
    for number in (1, 3, 5):
        case(tmp_path / str(number), f"CT/{number}")
    list(summaries([tmp_path]))
    case(tmp_path / "2" / "inner", "CT/2")
    case(tmp_path / "0", "CT/0")
    for gone in (tmp_path / "3", tmp_path / "5"):
        gone.rename(tmp_path.parent / f"gone-{gone.name}")
    for _ in range(2):
        found = [one.name for one in summaries([tmp_path]) if isinstance(one, CaseSummary)]
        assert found == ["CT/0", "CT/1", "CT/2"]
    assert len((tmp_path / NAME).read_bytes().splitlines()) == 4


@pytest.mark.skipif(os.name != "posix" or not hasattr(os, "geteuid") or os.geteuid() == 0, reason="needs a user")
def test_a_folder_that_cannot_be_written_works_without_an_index(tmp_path: Path) -> None:
    case(tmp_path / "1")
    tmp_path.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        assert one(tmp_path).name == "CT/1"
        assert not (tmp_path / NAME).exists()
    finally:
        tmp_path.chmod(stat.S_IRWXU)


def test_without_an_index_none_is_written(tmp_path: Path) -> None:
    case(tmp_path / "1")
    assert one(tmp_path, index=False).name == "CT/1"
    assert not (tmp_path / NAME).exists()


def test_a_case_named_twice_or_linked_to_comes_once(tmp_path: Path) -> None:
    case(tmp_path / "all" / "1")
    (tmp_path / "all" / "round").symlink_to(tmp_path / "all", target_is_directory=True)
    (tmp_path / "all" / "2").symlink_to(tmp_path / "all" / "1", target_is_directory=True)
    found = list(summaries([tmp_path / "all", tmp_path / "all" / "1", tmp_path]))
    assert len(found) == 1


def test_a_changed_log_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    for number in (1, 2):
        case(tmp_path / str(number), f"CT/{number}")
    log = tmp_path / "1" / "log.jsonl"
    log.write_bytes(log.read_bytes().replace(b"CT/1", b"CT/7"))
    for _ in range(2):
        first, second = summaries([tmp_path])
        assert isinstance(first, Unreadable) and "changed" in first.why
        assert isinstance(second, CaseSummary) and second.name == "CT/2"


def test_a_log_that_lost_its_end_says_so_whatever_an_index_held(tmp_path: Path) -> None:
    made = case(tmp_path / "1")
    made.happened("meeting", date(2026, 11, 18), AT, BY)
    assert not one(tmp_path).lost
    log = tmp_path / "1" / "log.jsonl"
    log.write_bytes(log.read_bytes().splitlines(keepends=True)[0])
    assert one(tmp_path).lost and one(tmp_path).lost


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such names")
def test_a_folder_whose_name_is_no_text_is_a_folder(tmp_path: Path) -> None:
    case(tmp_path / "1").folder.rename(os.fsdecode(os.fsencode(tmp_path / "1") + b"\xff"))
    for _ in range(2):
        assert one(tmp_path).name == "CT/1"


def test_a_log_that_cannot_be_opened_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    case(tmp_path / "2", "CT/2")
    (tmp_path / "1").mkdir()
    (tmp_path / "1" / "log.jsonl").symlink_to("log.jsonl")  # leads to itself
    for _ in range(2):
        first, second = summaries([tmp_path])
        assert isinstance(first, Unreadable) and "log.jsonl cannot be read" in first.why
        assert isinstance(second, CaseSummary) and second.name == "CT/2"


@pytest.mark.parametrize("place", ["none", "empty"])
def test_a_place_without_a_case_is_refused(tmp_path: Path, place: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(Refused, match=r"There is no folder|holds no case"):
        list(summaries([tmp_path / place]))


@functools.cache
def procedure() -> Book:
    return Book.of(load_area("example/exampleshire"), date(2026, 11, 20))


FIELDS = (
    "basis", "decision.threshold", "meeting.date", "review.recommendations", "actions.1.action", "actions.2.due",
    "evidence.kind", "consent.signature", "consent.permission", "victim.name", "incidents.1.date", "statement.text",
    "recommendations.1.text", "contact.post",
)  # fmt: skip
VALUES = st.one_of(
    st.sampled_from(["self", "other", "met", "2026-11-18", "by 26 February 2027", "None", "letter", "yes"]),
    st.booleans(), st.none(), st.text(max_size=20).filter(str.strip),
    st.just('","basis":{"value":"met"},"actions.1.action":{'),
)  # fmt: skip
FORM = {"layout": None, "area": "example/exampleshire", "serial": None, "route": "fillable"}
DAYS = st.dates(date(2024, 2, 28), date(2027, 1, 1)).map(date.isoformat)
READ = st.builds(
    lambda value, status: {"value": value, "status": status, "reason": "", "page": 1},
    VALUES, st.sampled_from(["certain", "check"]),
)  # fmt: skip


KINDS = ("reading", "set", "confirmed", "letter", "decision", "step", "judgement", "taken-back")


@st.composite
def events(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    kind = draw(st.sampled_from(KINDS))
    values = draw(st.dictionaries(st.sampled_from(FIELDS), VALUES, min_size=1, max_size=4))
    day = draw(DAYS)
    if kind == "reading":
        form = draw(st.sampled_from(["application-form", "minutes", "action-plan", "continuation-sheet"]))
        names = [f for f in FIELDS if form in ("minutes", "action-plan") or f.split(".")[0] in
                 ("basis", "evidence", "consent", "victim", "incidents", "contact")]  # fmt: skip
        read = draw(st.dictionaries(st.sampled_from(names), READ, max_size=6))
        # What is taken in is well-formed: a tick is a tick, and every other answer a text.
        read = {name: {**one, "value": one["value"] if isinstance(one["value"], str) else "x"} for name, one in
                read.items()}  # fmt: skip
        return "reading", {"reading": {"sha256": "0" * 64, "path": "files/a.pdf", "name": draw(st.text(max_size=8)),
                                       "form": {**FORM, "id": form}, "values": read}}  # fmt: skip
    if kind == "set":
        return "set", {"values": values, "source": "telephone", "dates": {"appeal_lodged": day}}
    if kind == "confirmed":
        return "confirmed", {"confirm": sorted(values), "flags": {"do_not_write_to": draw(st.booleans())}}
    if kind == "letter":
        return "letter", {"letter": {"id": "letter-4", "day": day, "sha256": "0" * 64}, "dates": {"outcome": day}}
    if kind == "decision":
        said = {"about": "threshold", "outcome": draw(st.sampled_from(["met", "not_met"])), "day": day, "by": BY,
                "reason": "", "proposed": None}  # fmt: skip
        return "decision", {"decision": said, "values": {"decision.threshold": said["outcome"]}, "source": "x"}
    if kind == "step":
        return "step", {"step": {"id": "withdrawn", "day": day, "by": BY, "note": "", "elsewhere": True, "file": None}}
    if kind == "judgement":
        facts = {"incidents.1": {draw(st.sampled_from(["hate", "witnessed"])): draw(st.sampled_from([True, False]))}}
        return "judgement", {"judgement": {"facts": facts}}
    return "taken-back", {"taken_back": {"entry": draw(st.integers(2, 5)), "why": "a slip"}}


@settings(deadline=None, max_examples=150)
@given(told=st.lists(events(), max_size=7))
def test_the_short_way_says_what_the_long_way_says(told: list[tuple[str, dict[str, Any]]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        opened = {"version": 1, "area": "example/exampleshire", "received": "2026-11-02", "route": "email",
                  "reference": "CT/1"}  # fmt: skip
        entries: list[Entry] = []
        for event, data in [("opened", opened), *told]:
            entries.append(following(entries[-1] if entries else None, at=AT, by=BY, event=event, data=data))
        (folder / "log.jsonl").write_text("".join(f"{one.line()}\n" for one in entries), encoding="utf-8")
        (folder / "log.head").write_text(f"{entries[-1].n} {entries[-1].hash}\n", encoding="utf-8")
        assert row(folder) == long_way(folder)
        found = one(folder)
        whole = Case.open(folder).state
        assert {n for n in found.state.values} <= {n for n in whole.values if NEEDED.fullmatch(n)}
        book = procedure()
        standing = [
            [(item.id, item.standing, item.due, item.done) for item in diary(state, book, date(2026, 11, 20))]
            for state in (whole, found.state)
        ]
        assert standing[0] == standing[1]
