"""The time line where a partner replied twice: both replies in their order, a report that both tell of once."""

from __future__ import annotations

from typing import Any

from ctdocs.documents import blocks as b
from ctdocs.documents.timeline import timeline
from ctdocs.model.area import load_area

AREA = load_area("example/exampleshire")
POLICE = "Exampleshire Constabulary"


def reply(day: str, *complaints: dict[str, Any], name: str = POLICE) -> dict[str, Any]:
    return {"reply": {"organisation": name, "date": day}, "complaints": list(complaints)}


def complaint(number: str, day: str, overview: str, **more: Any) -> dict[str, Any]:
    return {"reference": number, "received": day, "overview": overview, **more}


def rows(*returns: dict[str, Any]) -> list[tuple[str, str, str]]:
    made = timeline(AREA, {"returns": list(returns)})
    assert made is not None
    (table,) = [one for one in made.blocks if isinstance(one, b.Table)]
    return [tuple(b.plain(cell).replace("\n", " / ") for cell in row) for row in table.rows]  # type: ignore[misc]


def test_each_reply_says_which_it_is() -> None:
    first = reply("2026-11-02", complaint("P/1", "2026-10-01", "Noise"))
    later = reply("2026-11-20", complaint("P/2", "2026-10-05", "Eggs"))
    found = rows(first, later)
    assert [row[2] for row in found] == [
        f"Held by {POLICE} (first reply, Monday 2 November 2026) its number is P/1",
        f"Held by {POLICE} (later reply, Friday 20 November 2026) its number is P/2",
    ]


def test_the_later_is_told_by_its_day_and_not_by_the_order_of_coming() -> None:
    later = reply("2026-11-20", complaint("P/2", "2026-10-05", "Eggs"))
    first = reply("2026-11-02", complaint("P/1", "2026-10-01", "Noise"), name=f"{POLICE}.")
    assert ["first reply" in row[2] for row in rows(later, first)] == [True, False]


def test_a_report_of_both_replies_stands_once_with_what_each_says() -> None:
    first = reply("2026-11-02", complaint("P/1", "2026-10-01", "Noise", acted="no", action="Nobody free"))
    later = reply("2026-11-20", complaint("p/1", "2026-10-01", "Loud music & shouting", acted="yes", action="A visit"))
    (row,) = rows(first, later)
    assert row[1].startswith("Loud music & shouting")
    assert "First reply, Monday 2 November 2026: Noise" in row[1]
    assert "(first reply, Monday 2 November 2026 and later reply, Friday 20 November 2026)" in row[2]
    assert "Action was taken: A visit" in row[2]
    assert "First reply, Monday 2 November 2026: No action was taken: Nobody free" in row[2]


def test_the_same_words_in_both_are_not_said_twice() -> None:
    same = complaint("P/1", "2026-10-01", "Noise", acted="yes", action="A visit")
    (row,) = rows(reply("2026-11-02", same), reply("2026-11-20", same))
    assert row[1] == "Noise"
    assert row[2].count("A visit") == 1


def test_nothing_is_put_together_for_want_of_a_number_or_within_one_reply_or_of_two_organisations() -> None:
    alike = complaint("P/1", "2026-10-01", "Noise")
    unnumbered = {"received": "2026-10-01", "overview": "Noise"}
    assert len(rows(reply("2026-11-02", alike, alike), reply("2026-11-20"))) == 2
    assert len(rows(reply("2026-11-02", unnumbered), reply("2026-11-20", unnumbered))) == 2
    homes = rows(reply("2026-11-02", alike), reply("2026-11-20", alike, name="Exampleshire Homes"))
    assert [row[2] for row in homes] == [
        f"Held by {POLICE} its number is P/1", "Held by Exampleshire Homes its number is P/1",
    ]  # fmt: skip
