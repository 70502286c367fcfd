"""Calendars and duties in a profile: what is taken, what is refused, and how the county's are laid under."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ctdocs.errors import Refused
from ctdocs.model.area import Area, load_area, load_area_file

HEAD = "name: Testshire\ngss_code: E07000998\n"
TODAY = date(2026, 11, 20)


def area_of(tmp_path: Path, text: str, county: str = "") -> Area:
    folder = tmp_path / "county"
    folder.mkdir(exist_ok=True)
    if county:
        (folder / "_county.yaml").write_text(county, encoding="utf-8")
    (folder / "testshire.yaml").write_text(HEAD + text, encoding="utf-8")
    return load_area_file(folder / "testshire.yaml")


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("meetings:\n  g: {name: G, every: third Tusday of each month}\n", 4, "“third Tuesday of each month”"),
        ("meetings:\n  g: {name: G, dates: [2026-02-30]}\n", 4, "is not a date"),
        ("meetings:\n  g: {every: last Monday of each month}\n", 4, "'name' is missing"),
        ("clocks:\n  decide: {event: decision, after: received, calendar: g}\n", 4, "'g' is no calendar of 'meetings'"),
        ("clocks:\n  decide: {event: decision, after: received, calendar: g, n: 5, unit: days}\n", 4,
         "the 'calendar' says when this is"),
        ("clocks:\n  decide: {event: decision, after: received}\n", 4, "'n' is missing"),
        ("duties:\n  a: {what: A, stage: receipt, clocks: [decid]}\n", 4, "'decid' is no clock; perhaps 'decide'"),
        ("duties:\n  a: {what: A, stage: receipt, after: recieved}\n", 4, "perhaps 'received' is meant"),
        ("duties:\n  a: {what: A, stage: receipt, only_if: [third_pary]}\n", 4, "nothing that a duty can depend on"),
        ("duties:\n  a: {what: A, stage: reciept}\n", 4, "Did you mean 'receipt'"),
        ("duties:\n  a: {stage: receipt}\n", 4, "say what has to be done"),
        ("duties:\n  a: {stage: receipt, record: recieved}\n", 4, "perhaps 'received' is meant"),
        ("duties:\n  a: {what: A, stage: receipt, n: 5, calendar: g}\n", 4, "its last day already comes from"),
        ("duties:\n  a: {what: A, stage: receipt, done_by: [{letter: letter-1, value: x}]}\n", 4, "and 2 are given"),
        ("duties:\n  a: {what: A, stage: receipt, done_by: [{leter: letter-1}]}\n", 4, "Did you mean 'letter'"),
        ("duties:\n  a: {what: A, stage: receipt, yearly: 06-28}\n", 4, "only a duty of the stage 'yearly'"),
        ("duties:\n  A b: {what: A, stage: receipt}\n", 4, "small letters, digits and hyphens"),
        ("holidays: {non_working_receipt: next_day}\n", 3, "next_working_day"),
    ],
)
def test_what_cannot_be_is_told_with_its_line(tmp_path: Path, text: str, line: int, said: str) -> None:
    with pytest.raises(Refused) as caught:
        area_of(tmp_path, text)
    assert any(said.lower() in str(problem).lower() for problem in caught.value.problems), str(caught.value)
    assert {problem.place.line for problem in caught.value.problems if problem.place} == {line}


def test_duties_stand_in_the_order_of_the_stages_and_hold_for_their_days(tmp_path: Path) -> None:
    area = area_of(
        tmp_path,
        "duties:\n"
        "  late: {what: Late, stage: outcome}\n"
        "  old: {what: Old, stage: receipt, until: 2026-06-30}\n"
        "  new: {what: New, stage: receipt, from: 2026-07-01}\n"
        "  early: {what: Early, stage: receipt}\n",
    )
    assert list(area.duties(TODAY)) == ["new", "early", "late"]
    assert list(area.duties(date(2026, 6, 30))) == ["old", "early", "late"]


def test_an_area_changes_adds_and_takes_away_duties_of_its_county(tmp_path: Path) -> None:
    county = "duties:\n  a: {what: A, stage: receipt, source: the guidance}\n  b: {what: B, stage: met}\n"
    area = area_of(tmp_path, "duties:\n  a: {what: A by e-mail}\n  b: null\n  c: {what: C, stage: met}\n", county)
    duties = area.duties(TODAY)
    assert {id_: duty.what for id_, duty in duties.items()} == {"a": "A by e-mail", "c": "C"}
    assert duties["a"].stage == "receipt"
    assert duties["a"].source is None  # what the county says of its own words does not speak for these


def test_a_clock_may_name_a_calendar_that_only_the_area_gives(tmp_path: Path) -> None:
    county = "clocks:\n  decide: {event: decision, after: received, calendar: group}\n"
    area = area_of(tmp_path, "meetings:\n  group: {name: Group, every: last Monday of each month}\n", county)
    clock = area.on(TODAY).clocks["decide"]
    assert (clock.calendar, clock.n) == ("group", None)
    assert [gap.field for gap in area.gaps(TODAY) if gap.code == "no-length"] == []


def test_a_calendar_that_nobody_confirmed_is_a_gap(tmp_path: Path) -> None:
    text = "meetings:\n  group: {name: Group, every: last Monday of each month%s}\n"
    assert "meetings.group" in [gap.field for gap in area_of(tmp_path, text % "").gaps(TODAY)]
    confirmed = area_of(tmp_path, text % ", confirmed_on: 2026-11-01")
    assert "meetings.group" not in [gap.field for gap in confirmed.gaps(TODAY)]
    assert confirmed.meetings(TODAY)["group"].name == "Group"


def test_derbyshire_says_where_each_duty_comes_from() -> None:
    duties = load_area("derbyshire/south-derbyshire").duties(TODAY)
    assert len(duties) > 60
    assert all(duty.source and duty.read_on for duty in duties.values())
