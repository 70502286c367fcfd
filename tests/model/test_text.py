from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, strategies as st

from ctdocs.model.text import join_and, keepable, long_date, one_line_ends, read_date, words


def test_dates_in_words() -> None:
    assert long_date(date(2026, 11, 20)) == "Friday 20 November 2026"
    assert long_date(date(2026, 11, 20), "cy") == "Dydd Gwener 20 Tachwedd 2026"
    with pytest.raises(ValueError, match="fr"):
        long_date(date(2026, 11, 20), "fr")


@pytest.mark.parametrize(
    ("n", "said"),
    [(0, "none"), (3, "three"), ("3", "three"), (15, "fifteen"), (20, "twenty"), (28, "twenty-eight"), (140, "140")],
)
def test_numbers_in_words(n: int | str, said: str) -> None:
    assert words(n) == said


def test_numbers_in_welsh_words() -> None:
    assert [words(n, "cy") for n in (1, 3, 10, 15)] == ["un", "tri", "deg", "15"]


def test_lists() -> None:
    assert join_and([]) == ""
    assert join_and(["a"]) == "a"
    assert join_and(["a", "b"]) == "a and b"
    assert join_and(["a", "b", 3]) == "a, b and 3"
    assert join_and(["te", "coffi"], "cy") == "te a coffi"
    assert join_and(["te", "afal"], "cy") == "te ac afal"


def test_line_ends_become_one() -> None:
    assert one_line_ends("a\r\nb\rc\n\r\n") == "a\nb\nc\n\n"
    assert keepable("a\r\nb\ud800c ŵ") == "a\nb\ufffdc ŵ"


@pytest.mark.parametrize(
    "text",
    ["2026-05-06", "06/05/2026", "6/5/2026", "6.5.2026", "06052026", "6 May 2026", "Wednesday 6th May 2026",
     "6 Mai 2026", " 6th of May, 2026 "],
)  # fmt: skip
def test_dates_as_people_write_them(text: str) -> None:
    assert read_date(text) == date(2026, 5, 6)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "31/02/2026",
        "about March",
        "6/5/26",
        "05/13/2026",
        "6 Foo 2026",
        "2026",
        "about 6 May 2026",
        "Friday 6 May 2026",
    ],
)
def test_what_is_not_certainly_a_date_is_none(text: str) -> None:
    assert read_date(text) is None


@given(st.dates(date(1000, 1, 1)), st.sampled_from(["en", "cy"]))
def test_a_long_date_reads_back(day: date, language: str) -> None:
    assert read_date(long_date(day, language)) == day
