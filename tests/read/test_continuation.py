"""Continuation sheets: further rows follow the form's own, and a text that goes on becomes one again."""

from __future__ import annotations

from pathlib import Path

import pytest

from ctdocs.model.reading import Reading
from ctdocs.read import read_pdf
from tests.read.forms import make


def read(path: Path, values: dict[str, str | bool], sheets: int = 1) -> Reading:
    return read_pdf(make(path / "form.pdf", values, sheets=sheets))


def test_rows_of_the_sheets_follow_the_rows_of_the_form(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        {
            "incidents.1.date": "01052026",
            "continuation.1.incidents.1.date": "06052026",
            "continuation.2.incidents.1.details": "Shouting",
        },
        sheets=2,
    )
    assert reading.values["incidents"] == [{"date": "2026-05-01"}, {}, {"date": "2026-05-06"}, {"details": "Shouting"}]
    assert [reading.fields[f"incidents.{n}.date"].page for n in (1, 2, 3, 4)] == [2, 2, 3, 4]
    assert "continuation" not in reading.values
    assert not any(name.startswith("continuation") for name in reading.fields)
    assert reading.problems == ()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("nightly[continued]", "nightly"), ("nightly [continued]", "nightly"), ("nightly  [continued]", "nightly ")],
)
def test_a_text_that_goes_on_is_joined_exactly(tmp_path: Path, typed: str, kept: str) -> None:
    reading = read(
        tmp_path,
        {
            "behaviour": typed,
            "continuation.1.more.1.question": "behaviour",
            "continuation.1.more.1.text": " since May.\nŵ ",
        },
    )
    one = reading.fields["behaviour"]
    assert one.value == f"{kept} since May.\nŵ "
    assert (one.status, one.page) == ("certain", 1)
    assert reading.values["behaviour"] == one.value
    assert "continuation" not in reading.values and reading.problems == ()


def test_a_text_may_go_on_over_several_entries_and_sheets(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        {
            "behaviour": "a [continued]",
            "continuation.1.more.1.question": "behaviour",
            "continuation.1.more.1.text": "b [continued]",
            "continuation.1.more.2.question": "behaviour",
            "continuation.1.more.2.text": "c [continued]",
            "continuation.2.more.1.question": "behaviour",
            "continuation.2.more.1.text": "d",
        },
        sheets=2,
    )
    assert (reading.fields["behaviour"].value, reading.fields["behaviour"].status) == ("abcd", "certain")


@pytest.mark.parametrize("question", ["incidents.3.details", "continuation.1.incidents.1.details"])
def test_a_row_of_a_sheet_may_itself_go_on(tmp_path: Path, question: str) -> None:
    reading = read(
        tmp_path,
        {
            "continuation.1.incidents.1.details": "long [continued]",
            "continuation.1.more.1.question": question,
            "continuation.1.more.1.text": "er",
        },
    )
    assert reading.values["incidents"][2] == {"details": "longer"}
    assert reading.fields["incidents.3.details"].status == "certain"


def test_a_marker_without_an_entry_is_for_a_person(tmp_path: Path) -> None:
    for sheets in (0, 1):
        one = read(tmp_path, {"behaviour": "Every [continued]"}, sheets).fields["behaviour"]
        assert (one.value, one.status) == ("Every [continued]", "check")
        assert "no continuation" in one.reason


def test_an_entry_without_a_marker_is_for_a_person(tmp_path: Path) -> None:
    entry = {"continuation.1.more.1.question": "behaviour", "continuation.1.more.1.text": "and shouting"}
    one = read(tmp_path, {"behaviour": "Music", **entry}).fields["behaviour"]
    assert (one.value, one.status) == ("Music\nand shouting", "check")
    alone = read(tmp_path, dict(entry)).fields["behaviour"]
    assert (alone.value, alone.status) == ("and shouting", "check")


@pytest.mark.parametrize("question", ["", "Question 5", "basis", "continuation.1.more.2.text"])
def test_an_entry_of_no_known_answer_is_kept_and_told(tmp_path: Path, question: str) -> None:
    reading = read(tmp_path, {"continuation.1.more.1.question": question, "continuation.1.more.1.text": "and shouting"})
    assert reading.fields["continuation.1.more.1.text"].status == "check"
    assert reading.values["continuation"][0]["more"][0]["text"] == "and shouting"
    assert [(p.code, p.field) for p in reading.problems] == [("continuation-unplaced", "continuation.1.more.1.text")]


@pytest.mark.parametrize(
    ("name", "stands", "entry", "value", "reason"),
    [
        ("victim.daytime_phone", "", "+44 1632 960123", "+44 1632 960123", ""),
        ("incidents.1.date", "", "6 May 2026", "2026-05-06", ""),
        ("incidents.1.date", "", "about the 5th", "about the 5th", "this is not a date"),
        ("incidents.1.date", "06052026", "7 May 2026", "2026-05-06\n7 May 2026", "does not say so"),
        ("victim.email", "a [continued]", "@example.org", "a@example.org", ""),
        ("victim.email", "a [continued]", "b", "ab", "not a complete e-mail"),
        ("victim.postcode", "", "", None, "continuation is blank"),
    ],
)
def test_what_did_not_fit_a_row_of_boxes_stands_in_an_entry_whole(
    tmp_path: Path, name: str, stands: str, entry: str, value: str | None, reason: str
) -> None:
    more = {"continuation.1.more.1.question": f"Q3 – {name}", "continuation.1.more.1.text": entry}
    one = read(tmp_path, {name: stands, **more}).fields[name]
    assert (one.value, one.status) == (value, "check" if reason else "certain")
    assert reason in one.reason


def test_doubts_of_an_entry_go_with_it(tmp_path: Path) -> None:
    values: dict[str, str | bool] = {
        "behaviour": "a [continued]",
        "continuation.1.more.1.question": "behaviour",
        "continuation.1.more.1.text": "bell \x07",
    }
    one = read(tmp_path, values).fields["behaviour"]
    assert (one.value, one.status) == ("abell \x07", "check")
    assert "cannot be shown" in one.reason
    values["continuation.1.more.1.text"] = ""
    blank = read(tmp_path, values).fields["behaviour"]
    assert blank.status == "check"
