"""The figures of a county: sums of its areas, and refusals where they would not be sums of anything."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from ctdocs.errors import Refused
from ctdocs.model.area_statistics import Statistics
from ctdocs.rules.statistics import Figures, Period, as_plain, counted, from_plain, merged, rows_of, year
from tests.rules.test_statistics import case

ON = date(2026, 11, 20)


def area(id_: str, *days: str, years: tuple[str, ...] = ("2025/26",), **own: Any) -> Figures:
    cases = [case(day, area=f"example/{id_}", dates={"appeal_lodged": day}) for day in days]
    schema = Statistics.model_validate(own)
    return counted(
        cases, rows_of(schema), [year(one) for one in years], area=f"example/{id_}", name=id_.title(), on=ON,
        fewer_than=schema.fewer_than,
    )  # fmt: skip


def received(made: Figures) -> list[int]:
    return [count.number for count in made.rows[0].counts]


def test_the_sum_of_areas_names_the_cases_of_each() -> None:
    north, south = area("north", "2025-04-01", "2026-03-31"), area("south", "2025-06-01")
    made = merged([("north.json", north), ("south.json", south)])
    assert received(made) == [3]
    assert made.areas == (("example/north", "North"), ("example/south", "South"))
    assert [name.partition(": ")[0] for name in made.rows[0].counts[0].cases] == ["North", "North", "South"]
    assert received(made.parts[1]) == [1]
    assert made.remarks == () and made.notes == ()


def test_years_that_came_apart_stand_side_by_side_and_a_missing_one_is_told() -> None:
    made = merged(
        [
            ("a", area("north", "2024-05-01", years=("2024/25",))),
            ("b", area("north", "2025-05-01", "2025-05-02")),
            ("c", area("south", "2025-06-01")),
        ]
    )
    assert [one.label for one in made.periods] == ["2024/25", "2025/26"]
    assert received(made) == [1, 3]
    assert made.notes == ("2024/25: nothing came from South.",)


def test_the_same_file_twice_counts_once() -> None:
    north = area("north", "2025-04-01")
    assert received(merged([("a", north), ("b", north), ("c", area("south", "2025-06-01"))])) == [2]


def test_different_figures_of_one_area_are_refused_by_name() -> None:
    with pytest.raises(Refused) as refused:
        merged([("old.json", area("north", "2025-04-01")), ("new.json", area("north", "2025-04-01", "2025-04-02"))])
    assert "old.json and new.json give different figures of North for 2025/26." in str(refused.value)


@pytest.mark.parametrize("other", ["north", "south"])
def test_periods_that_overlap_and_are_not_the_same_are_refused_by_name(other: str) -> None:
    with pytest.raises(Refused) as refused:
        merged([("a.json", area("north", "2025-04-01")), ("b.json", area(other, "2025-04-01", years=("2025",)))])
    assert "a.json" in str(refused.value) and "b.json" in str(refused.value) and "overlap" in str(refused.value)


def test_figures_survive_being_kept_and_can_be_merged_again() -> None:
    rows = [{"id": "route", "label": "By route", "count": "received", "by": "route", "where": {"appeal": "open"}}]
    north, south = area("north", "2025-04-01", fewer_than=5, rows=rows), area("south", "2025-06-01")
    assert from_plain(json.loads(json.dumps(as_plain(north))), "x") == north
    both = merged([("a", north), ("b", south)])
    assert from_plain(json.loads(json.dumps(as_plain(both))), "x") == both
    again = merged([("both", both), ("c", area("west", "2025-07-01"))])
    assert received(again) == [3]
    assert [name for _, name in again.areas] == ["North", "South", "West"]
    own = next(one for one in again.rows if one.row.id == "route")
    assert own.areas == ("North",)


def test_a_sum_is_not_shown_where_it_gives_one_area_away() -> None:
    many = [f"2025-05-{day:02d}" for day in range(1, 8)]
    hidden = area("north", "2025-04-01", "2025-04-02", fewer_than=5)
    made = merged([("a", hidden), ("b", area("south", *many, fewer_than=5))])
    appeals = next(one for one in made.rows if one.row.id == "appeals-received").counts[0]
    assert (appeals.number, appeals.shown) == (9, "not shown")
    assert [said for said in made.remarks if "one area alone" in said]
    assert made.rows[0].counts[0].shown == "9"
    two = merged([("a", hidden), ("b", area("south", *many, fewer_than=5)), ("c", area("west", many[0], fewer_than=5))])
    assert next(one for one in two.rows if one.row.id == "appeals-received").counts[0].shown == "10"


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "other"}, {"version": 2}, {"periods": [{"from": "2025-04-01", "to": "2025-03-01"}]}, {"areas": []},
        {"rows": [{"id": "received"}]}, {"on": "yesterday"}, {"cases": None},
    ],
)  # fmt: skip
def test_what_is_no_file_of_figures_is_refused_by_name(change: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        from_plain({**as_plain(area("north", "2025-04-01")), **change}, "north.json")


def test_a_number_that_was_changed_by_hand_is_refused() -> None:
    said = as_plain(area("north", "2025-04-01"))
    said["rows"][0]["figures"][0]["count"] = 7
    with pytest.raises(Refused, match=r"north\.json was changed"):
        from_plain(said, "north.json")


def test_any_twelve_months() -> None:
    months = Period(date(2025, 10, 1), date(2026, 9, 30))
    made = counted(
        [case("2025-09-30"), case("2025-10-01"), case("2026-09-30"), case("2026-10-01")],
        rows_of(Statistics()), [months], area="example/exampleshire", name="Exampleshire", on=ON,
    )  # fmt: skip
    assert received(made) == [2]
    assert months.label == "1 October 2025 to 30 September 2026"
