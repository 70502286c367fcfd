"""Numbers of pages that come later: where each stands between its neighbours."""

from __future__ import annotations

import itertools

import pytest

from ctdocs.bundle.join.numbers import behind, on, order, runs, spoken, taken_out
from ctdocs.bundle.join.words import words
from ctdocs.errors import Refused

ROW = "1 1A 2 9 10 47 47.1 47.2 47.2A 47A 47A.1 47A1 47A1A 47A2 47A10 47B 47Z 47AA 47AZ 47BA 47ZZ 47AAA 48 100".split()  # noqa: SIM905


def test_pages_follow_each_other_as_people_count() -> None:
    assert sorted(reversed(ROW), key=order) == ROW
    assert all(order(one) < order(other) for one, other in itertools.pairwise(ROW))


@pytest.mark.parametrize(
    ("before", "after", "used", "wanted"),
    [
        ("47", "48", "", "47A 47B 47C"),
        ("47A", "48", "", "47B 47C 47D"),
        ("47Y", "48", "", "47Z 47AA 47AB"),
        ("47A", "47B", "", "47A1 47A2 47A3"),
        ("47A1", "47A2", "", "47A1A 47A1B 47A1C"),
        ("47", "47A", "", "47.1 47.2 47.3"),
        ("47", "48", "47A 47B", "47C 47D 47E"),  # these were taken out: their numbers are not given again
        ("47A", "48", "47B", "47C 47D 47E"),
        ("11", "16", "12 13 14 15", "11A 11B 11C"),
        ("47A", "47C", "47B", "47A1 47A2 47A3"),
    ],
)
def test_new_pages_find_their_numbers(before: str, after: str, used: str, wanted: str) -> None:
    assert behind(before, after, 3, {before, after, *used.split()}) == wanted.split()


def test_eight_hundred_pages_behind_one_have_letters_that_nobody_mistakes() -> None:
    found = behind("9", "10", 800, {"9", "10"})
    assert (found[0], found[25], found[26], found[701], found[702]) == ("9A", "9Z", "9AA", "9ZZ", "9AAA")
    assert len(set(found)) == 800
    assert [*sorted(found, key=order)] == found


def test_where_no_number_is_left_it_is_said() -> None:
    with pytest.raises(Refused, match=r"Between pages 47 and 47\.1 no page number is left"):
        behind("47", "47.1", 1, {"47", "47.1"})


def test_the_last_pages_count_on() -> None:
    assert on("27", 3, {"26", "27", "29"}) == ["28", "30", "31"]


def test_numbers_are_said_in_runs() -> None:
    assert runs(["12", "13", "47Z", "47AA", "48"]) == [("12", "13"), ("47Z", "47AA"), ("48", "48")]
    assert spoken(["12", "13", "14", "47A", "48"]) == "12–14, 47A, 48"
    assert taken_out(["12", "13", "14", "15"], words("en")) == "Pages 12 to 15 taken out"
    assert taken_out(["12"], words("en")) == "Page 12 taken out"
