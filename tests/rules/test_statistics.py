"""Figures of cases whose numbers were counted by hand: by which day, what of it, and what cannot be placed."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ctdocs.errors import Refused
from ctdocs.model.area_statistics import Statistics
from ctdocs.model.case_index import Unreadable
from ctdocs.model.case_summary import CaseSummary, from_row
from ctdocs.rules.statistics import Figures, Period, counted, rows_of, year

ON = date(2026, 11, 20)
AREA = "example/exampleshire"
NUMBERS = itertools.count(1)


def case(
    received: str = "2025-06-01", *, name: str | None = "", decided: tuple[str, str] | None = None,
    dates: Mapping[str, str] = {}, letters: Mapping[str, str] = {}, steps: Mapping[str, str] = {},
    values: Mapping[str, str] = {}, decisions: tuple[tuple[str, str, str], ...] = (), recommended: str = "",
    actions: int = 0, findings: bool = False, reported: tuple[str, ...] = (), **more: Any,
) -> CaseSummary:  # fmt: skip
    """A case of which no more is known than what is given."""
    number = next(NUMBERS)
    took = [("threshold", *decided)] if decided else []
    row = {
        "birth": f"{number:015x}".ljust(64, "0"), "head": f"{number + 10**6:015x}".ljust(64, "0"), "entries": 1,
        "lost": False, "area": AREA,
        "received": received, "route": "post", "reference": f"CT/{number}" if name == "" else name, "completed": None,
        "dates": {"received": received, **dates}, "letters": [list(one) for one in letters.items()],
        "steps": [[id_, day, True, 9] for id_, day in steps.items()],
        "decisions": [[about, outcome, day, None, 9] for about, outcome, day in (*took, *decisions)],
        "flags": [], "forms": [], "values": {key: [value, "certain", "2025-01-01"] for key, value in values.items()},
        "marks": [False, findings, recommended, actions, list(reported)], **more,
    }  # fmt: skip
    return from_row(f"cases/{number}", row)


def figures(*cases: CaseSummary | Unreadable, periods: tuple[Period, ...] = (year("2025/26"),), **own: Any) -> Figures:
    schema = Statistics.model_validate(own)
    return counted(
        cases, rows_of(schema), periods, area=AREA, name="Exampleshire", on=ON, fewer_than=schema.fewer_than
    )


def numbers(made: Figures, period: int = 0) -> dict[str, int]:
    return {one.row.id: one.counts[period].number for one in made.rows if one.counts[period].number}


def test_a_year_counted_by_hand() -> None:
    made = figures(
        case("2025-04-01"),  # received on the first day, and nothing since
        case("2026-03-31", decided=("not_met", "2026-04-02")),  # on the last day; decided in the next year
        case("2025-03-31", decided=("not_met", "2025-04-01")),  # the day before; decided on the first day
        case("2026-04-01"),  # the day after
        case(
            "2025-05-01", decided=("met", "2025-05-20"), dates={"meeting": "2025-06-10"}, recommended="made",
            letters={"letter-6": "2025-06-15"},
        ),
        case(
            "2025-05-02", decided=("met", "2025-05-21"), dates={"meeting": "2025-06-11"}, findings=True,
            recommended="none", letters={"letter-6": "2025-06-16"},
        ),
        case("2024-12-01", decided=("met", "2024-12-20"), dates={"meeting": "2025-04-01"}, actions=2),
        case("2026-02-01", decided=("met", "2026-02-20"), dates={"meeting": "2026-04-01"}, actions=1),
    )  # fmt: skip
    assert numbers(made) == {"received": 5, "not-met": 1, "reviews": 3, "recommendations": 2}
    assert made.not_placed == () and made.remarks == ()
    assert made.cases == 8


def test_several_years_stand_side_by_side_and_each_day_is_in_one() -> None:
    days = ["2023-12-31", "2024-01-01", "2024-02-29", "2024-12-31", "2025-01-01", "2025-12-31", "2026-01-01"]
    made = figures(*map(case, days), periods=(year("2024"), year("2025")))
    assert [numbers(made, at) for at in (0, 1)] == [{"received": 3}, {"received": 2}]
    leap = figures(*map(case, days), periods=(Period(date(2024, 2, 29), date(2024, 2, 29)),))
    assert numbers(leap) == {"received": 1}


@pytest.mark.parametrize(
    ("said", "first", "last", "label"),
    [
        ("2025/26", "2025-04-01", "2026-03-31", "2025/26"), ("2025-26", "2025-04-01", "2026-03-31", "2025/26"),
        ("2025/2026", "2025-04-01", "2026-03-31", "2025/26"), ("1999/00", "1999-04-01", "2000-03-31", "1999/00"),
        (" 2024 ", "2024-01-01", "2024-12-31", "2024"),
    ],
)  # fmt: skip
def test_years_as_people_write_them(said: str, first: str, last: str, label: str) -> None:
    period = year(said)
    assert (period.first, period.last, period.label) == (date.fromisoformat(first), date.fromisoformat(last), label)


@pytest.mark.parametrize("said", ["2025/27", "25/26", "", "2025/6", "next", "0000", "9999", "2025/26/27", "२०२५"])
def test_what_is_no_year_is_refused(said: str) -> None:
    with pytest.raises(Refused):
        year(said)


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(Refused, match="ends before it begins"):
        Period(date(2025, 4, 2), date(2025, 4, 1))


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        # The decision that was recorded, the last of several.
        ({"decided": ("not_met", "2025-07-01")}, "not-met"),
        ({"decided": ("not_met", "2025-07-01"), "decisions": (("threshold", "met", "2025-07-02"),)}, None),
        # The answer, with the day recorded for it or that of the letter.
        ({"values": {"decision.threshold": "not_met"}, "dates": {"decision": "2025-07-01"}}, "not-met"),
        ({"values": {"decision.threshold": "not_met"}, "letters": {"letter-4": "2025-07-02"}}, "not-met"),
        ({"values": {"decision.threshold": "met"}, "letters": {"letter-5": "2025-07-02"}}, None),
        # The letter alone, sent here or elsewhere.
        ({"letters": {"letter-4": "2025-07-02"}}, "not-met"),
        ({"steps": {"letter-4": "2025-07-02"}}, "not-met"),
        ({"letters": {"letter-4": "2025-07-02", "letter-5": "2025-08-02"}}, "not-met"),
        # On another day than in the period.
        ({"decided": ("not_met", "2026-04-01")}, None),
    ],
)
def test_how_it_is_known_that_the_threshold_was_not_met(known: dict[str, Any], expected: str | None) -> None:
    made = figures(case(**known))
    assert numbers(made) == {"received": 1, **({expected: 1} if expected else {})}
    assert made.not_placed == ()


@pytest.mark.parametrize(
    ("known", "row", "why"),
    [
        ({"values": {"decision.threshold": "not_met"}}, "Applications that did not meet the threshold", "no day"),
        ({"recommended": "made"}, "Reviews carried out", "no day of a meeting"),
        ({"letters": {"letter-6": "2025-07-01"}}, "Reviews carried out", "no day of a meeting"),
        ({"dates": {"meeting": "2025-07-01"}}, "Reviews carried out", "nothing says that it was held"),
        ({"dates": {"meeting": "2025-07-01"}, "findings": True, "recommended": "unclear"},
         "Reviews that led to recommendations", "may say that there were none"),
        ({"dates": {"meeting": "2025-07-01"}, "findings": True}, "Reviews that led to recommendations", "nothing in"),
        ({"dates": {"appeal_decision": "2025-07-01", "appeal_lodged": "2025-06-02"}}, "Appeals upheld", "how is not"),
        ({"decisions": (("appeal", "upheld", "2025-07-01"),)}, "Appeals received", "no day on which it was made"),
        ({"decided": ("met", "2025-07-01"), "letters": {"letter-4": "2025-07-02"}},
         "Applications that did not meet the threshold", "letter 4 says otherwise"),
        ({"lost": True}, "Applications for a review", "lost entries"),
    ],
)  # fmt: skip
def test_what_cannot_be_placed_is_named_and_not_dropped(known: dict[str, Any], row: str, why: str) -> None:
    made = figures(case(name="CT/7", **known))
    (one,) = made.not_placed
    assert (one.case, one.row) == ("CT/7", row)
    assert why in one.why
    assert numbers(made)["received"] == 1


def test_a_doubt_about_another_year_is_not_told() -> None:
    made = figures(case("2023-01-01", dates={"meeting": "2023-02-01"}), periods=(year("2025/26"),))
    assert made.not_placed == ()


def test_a_meeting_that_is_still_to_come_is_no_review() -> None:
    made = figures(case("2026-11-01", dates={"meeting": "2026-12-01"}), periods=(year("2026/27"),))
    assert numbers(made) == {"received": 1}
    assert made.not_placed == ()
    assert made.notes == ("2026/27 is not over: its figures are up to Friday 20 November 2026.",)


def test_a_person_may_say_whether_a_review_made_recommendations() -> None:
    held: dict[str, Any] = {"dates": {"meeting": "2025-07-01"}, "findings": True, "recommended": "unclear"}
    made = figures(
        case(**held, decisions=(("recommendations", "no", "2025-07-02"),)),
        case(**held, decisions=(("recommendations", "yes", "2025-07-02"),)),
    )
    assert numbers(made) == {"received": 2, "reviews": 2, "recommendations": 1}
    assert made.not_placed == ()


def test_appeals_count_by_the_day_they_were_made_and_the_day_they_were_decided() -> None:
    made = figures(
        case("2025-01-01", dates={"appeal_lodged": "2025-03-31"}, decisions=(("appeal", "upheld", "2025-04-20"),)),
        case("2025-06-01", dates={"appeal_lodged": "2026-03-31"}, decisions=(("appeal", "rejected", "2026-04-20"),)),
        case("2025-06-01", steps={"appeal_lodged": "2025-07-01"}, decisions=(("appeal", "not_upheld", "2025-08-01"),)),
        case("2025-06-01", dates={"appeal_lodged": "2025-07-01"}, decisions=(("appeal", "withdrawn", "2025-08-01"),)),
        case("2025-06-01", dates={"appeal_lodged": "2025-07-01"}),
    )
    assert numbers(made) == {
        "received": 4, "appeals-received": 4, "appeals-upheld": 1, "appeals-rejected": 1, "appeals-other": 1,
    }  # fmt: skip


def test_rows_of_a_profile_are_data() -> None:
    rows: list[dict[str, Any]] = [
        {"id": "anonymous", "label": "Anonymous", "count": "received", "where": {"decided.anonymous": "yes"}},
        {"id": "below", "label": "Held below the threshold", "count": "reviewed", "where": {"threshold": "not_met"}},
        {"id": "hate", "label": "Hate", "count": "received", "where": {"reported": ["hate", "hate_recorded"]}},
        {"id": "ward", "label": "By ward", "count": "received", "by": "decided.ward"},
    ]
    made = figures(
        case(decisions=(("anonymous", "yes", "2025-06-02"), ("ward", "North", "2025-06-02"))),
        case(decided=("not_met", "2025-06-20"), dates={"meeting": "2025-07-01"}, actions=1, reported=("hate",)),
        case(reported=("witnessed",), decisions=(("ward", "North", "2025-06-02"),)),
        case("2024-06-01", decisions=(("ward", "South", "2025-06-02"),)),
        rows=rows,
    )
    assert {key: value for key, value in numbers(made).items() if key.partition(":")[0] in {r["id"] for r in rows}} == {
        "anonymous": 1, "below": 1, "hate": 1, "ward": 3, "ward:North": 2, "ward:none": 1,
    }  # fmt: skip
    assert [one.row.id for one in made.rows][-3:] == ["ward", "ward:North", "ward:none"]


def test_totals_name_the_cases_that_they_count() -> None:
    made = figures(case(name="CT/1"), case(name="=HYPERLINK(1)"), case(name=None))
    received = made.rows[0].counts[0]
    assert received.cases[:2] == ("CT/1", "=HYPERLINK(1)")
    assert received.cases[2].startswith("folder ")


def test_a_copy_of_a_case_counts_once_and_doubtful_ones_are_told() -> None:
    first = case(name="CT/1")
    copy = from_row("cases/copy", {**_row(first)})
    other = from_row("cases/other", {**_row(first), "head": "f" * 64})
    made = figures(first, copy, other, case(name="CT/9"), case(name="CT/9"))
    assert numbers(made) == {"received": 4}
    said = " ".join(made.remarks)
    assert "cases/copy is a copy of" in said and "cases/other begins as" in said and "2 cases are called CT/9" in said


def test_other_areas_are_left_out_and_unreadable_cases_are_told() -> None:
    made = figures(case(), case(area="example/other"), Unreadable(Path("cases/bad"), "its log was changed."))
    assert numbers(made) == {"received": 1}
    assert made.notes == ("Cases of other areas, left out: 1.",)
    assert made.remarks == ("cases/bad could not be read, and is counted nowhere: its log was changed.",)


def _row(one: CaseSummary) -> dict[str, Any]:
    return {
        "birth": one.birth, "head": one.head, "entries": 1, "lost": False, "area": AREA, "received": "2025-06-01",
        "route": "post", "reference": one.name, "completed": None, "dates": {}, "letters": [], "steps": [],
        "decisions": [], "flags": [], "forms": [], "values": {}, "marks": [False, False, "", 0, []],
    }  # fmt: skip


BY_ROUTE: dict[str, Any] = {
    "rows": [{"id": "route", "label": "By route", "count": "received", "by": "route"}],
    "fewer_than": 5,
}


def shown(made: Figures) -> dict[str, str]:
    return {one.row.id: one.counts[0].shown for one in made.rows}


def test_small_numbers_are_not_published_but_for_those_of_the_act() -> None:
    made = figures(*[case(dates={"appeal_lodged": "2025-07-01"}) for _ in range(4)], *[case() for _ in range(2)],
                   fewer_than=5)  # fmt: skip
    assert shown(made)["received"] == "6"
    assert shown(made)["appeals-received"] == "fewer than 5"
    assert shown(made)["appeals-upheld"] == "0"
    five = figures(*[case(dates={"appeal_lodged": "2025-07-01"}) for _ in range(5)], fewer_than=5)
    assert shown(five)["appeals-received"] == "5"
    few = figures(case(decided=("not_met", "2025-07-01")), case(), fewer_than=5)
    assert (shown(few)["received"], shown(few)["not-met"]) == ("2", "1")


def test_where_one_part_is_hidden_a_second_is_so_that_nobody_subtracts() -> None:
    made = figures(
        *[case(route="post") for _ in range(9)], *[case(route="email") for _ in range(7)], case(route="phone"),
        **BY_ROUTE,
    )  # fmt: skip
    assert [shown(made)[f"route:{name}"] for name in ("email", "phone", "post")] == ["not shown", "fewer than 5", "9"]
    assert made.remarks == ()
    two = figures(
        *[case(route="post") for _ in range(9)], case(route="email"), case(route="phone"), **BY_ROUTE
    )
    assert [shown(two)[f"route:{name}"] for name in ("email", "phone", "post")] == ["fewer than 5"] * 2 + ["9"]


def test_what_can_be_worked_out_all_the_same_is_told() -> None:
    # 3 applications, 2 not met: both must be published, and the third is all that was met.
    rows: list[dict[str, Any]] = [{"id": "met", "label": "Met", "count": "decided", "where": {"threshold": "met"}}]
    made = figures(
        *[case(decided=("not_met", "2025-07-01")) for _ in range(2)], case(decided=("met", "2025-07-01")), rows=rows,
        fewer_than=5,
    )  # fmt: skip
    assert shown(made)["met"] == "fewer than 5"
    assert [said for said in made.remarks if "“Met”" in said and "worked out" in said]
    alone = figures(*[case(route="post") for _ in range(3)], **BY_ROUTE)
    assert [said for said in alone.remarks if "By route: post" in said]


@pytest.mark.parametrize(
    ("known", "counted_in"),
    [
        # Told in March, and after an appeal decided otherwise in the next year: it was decided in March.
        ((("not_met", "2026-03-02"), ("met", "2026-05-01")), (1, 0)),
        # Decided again in the next year, and not met again: twice.
        ((("not_met", "2026-03-02"), ("not_met", "2026-05-01")), (1, 1)),
        # Corrected on the day of the letter: once.
        ((("not_met", "2026-03-01"), ("not_met", "2026-03-03")), (1, 0)),
        # Corrected before anybody was told.
        ((("not_met", "2026-03-01"), ("met", "2026-03-02")), (0, 0)),
        ((("met", "2026-03-01"), ("not_met", "2026-03-02")), (1, 0)),
    ],
)
def test_a_no_that_was_told_counts_in_its_year_whatever_follows(
    known: tuple[tuple[str, str], ...], counted_in: tuple[int, int]
) -> None:
    decisions = tuple(("threshold", *one) for one in known)
    made = figures(
        case(letters={"letter-4": "2026-03-03"}, decisions=decisions), periods=(year("2025/26"), year("2026/27")),
        rows=[{"id": "mine", "label": "Mine", "count": "decided", "where": {"threshold": "not_met"}, "by": "route"}],
    )
    for name in ("not-met", "mine", "mine:post"):
        found = {one.row.id: tuple(count.number for count in one.counts) for one in made.rows}
        assert found.get(name, (0, 0)) == counted_in, name


def test_a_no_that_was_told_twice_in_a_year_counts_twice() -> None:
    decisions = (("threshold", "not_met", "2025-05-02"), ("threshold", "not_met", "2025-09-02"))
    made = figures(case(letters={"letter-4": "2025-05-03"}, decisions=decisions))
    assert numbers(made)["not-met"] == 2
