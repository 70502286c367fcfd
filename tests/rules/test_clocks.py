"""A clock gives a date and the reason for it."""

from __future__ import annotations

from datetime import date

import pytest

from ctdocs.errors import Refused
from ctdocs.model.area_calendar import MeetingsEntry
from ctdocs.model.clock import Clock
from ctdocs.rules.clocks import Days, due

DECIDE = Clock("decide", "decision", "completed", 15, "working_days")
APPEAL = Clock("appeal", "appeal_lodged", "letter", 28, "days")


def test_an_ordinary_working_day_clock() -> None:
    answer = due(DECIDE, {"completed": date(2026, 11, 20)})
    assert answer.date == date(2026, 12, 11)
    assert answer.sentence == (
        "15 working days after Friday 20 November 2026 is Friday 11 December 2026; "
        "Saturdays, Sundays and bank holidays are not counted."
    )
    assert answer.notes == ()


def test_the_bank_holidays_skipped_are_named() -> None:
    answer = due(DECIDE, {"completed": date(2026, 12, 15)})
    # 16–18 (3), 21–24 (7), 29–31 (10), 4–8 January (15)
    assert answer.date == date(2027, 1, 8)
    assert (
        "bank holidays (Christmas Day on Friday 25 December 2026, Boxing Day (substitute day) on "
        "Monday 28 December 2026 and New Year's Day on Friday 1 January 2027) are not counted."
    ) in answer.sentence


def test_days_the_area_does_not_work_are_named() -> None:
    answer = due(DECIDE, {"completed": date(2026, 12, 15)}, extra=frozenset({date(2026, 12, 24)}))
    assert answer.date == date(2027, 1, 11)
    assert "a day this area does not work on Thursday 24 December 2026" in answer.sentence


@pytest.mark.parametrize(
    ("letter", "end"),
    [(date(2026, 11, 27), "Friday 25 December 2026"), (date(2026, 11, 28), "Saturday 26 December 2026")],
)
def test_a_calendar_period_that_ends_on_a_day_off_says_so(letter: date, end: str) -> None:
    answer = due(APPEAL, {"letter": letter})
    assert answer.sentence.endswith(f"is {end}; every day is counted.")
    assert answer.notes == (f"{end} is not a working day; the period still ends on it.",)


def test_a_month_without_that_day_is_noted() -> None:
    answer = due(Clock("x", "reply", "letter", 1, "months"), {"letter": date(2026, 8, 31)})
    assert answer.date == date(2026, 9, 30)
    assert answer.notes == ("That month has no day 31, so the period ends on its last day.",)


def test_a_clock_that_has_not_started() -> None:
    answer = due(DECIDE, {"received": date(2026, 11, 20)})
    assert answer.date is None
    assert answer.sentence == ("The 15 working days start when the application is complete; that is not recorded yet.")


def test_a_clock_without_a_length() -> None:
    answer = due(Clock("decide", "decision", "panel_met", None, "working_days"), {"panel_met": date(2026, 1, 5)})
    assert answer.date is None
    assert answer.sentence == ("The area states no length for this clock, which starts when “panel met” has a date.")


def test_years_not_yet_published_are_said_to_be_so() -> None:
    assert due(DECIDE, {"completed": date(2029, 5, 1)}).notes == (
        "The bank holidays of 2029 follow the usual rule; a special one could still be added.",
    )
    assert "may be one" in due(APPEAL, {"letter": date(2036, 1, 7)}).notes[0]


def test_a_length_no_calendar_holds_is_refused() -> None:
    with pytest.raises(Refused, match="appeal"):
        due(Clock("appeal", "appeal_lodged", "letter", 10**12, "days"), {"letter": date(2026, 1, 1)})


SATURDAY = date(2026, 11, 21)


def test_what_comes_in_on_a_day_off_counts_that_day_or_the_next_working_day() -> None:
    """T61: an online form on a Saturday."""
    acknowledge = Clock("acknowledge", "acknowledged", "completed", 5, "working_days")
    same_day = due(acknowledge, {"completed": SATURDAY}, days=Days(receipt="same_day"))
    assert (same_day.date, same_day.notes) == (date(2026, 11, 27), ())
    deemed = due(acknowledge, {"completed": SATURDAY}, days=Days(receipt="next_working_day"))
    assert deemed.date == date(2026, 11, 30)
    assert deemed.notes == (
        "Saturday 21 November 2026 is not a working day, so it counts as Monday 23 November 2026.",
    )
    # A letter is dated as it is dated.
    assert due(APPEAL, {"letter": SATURDAY}, days=Days(receipt="next_working_day")).date == date(2026, 12, 19)


def test_a_meeting_may_be_the_answer() -> None:
    group = MeetingsEntry.model_validate({"name": "Action Group", "every": "third Tuesday of each month", "papers": 5})
    days = Days(meetings={"group": group})
    clock = Clock("decide", "decision", "received", None, "working_days", calendar="group")
    assert due(clock, {}, days=days).sentence == (
        "The next meeting is known when the application is received; that is not recorded yet."
    )
    soon = due(clock, {"received": date(2026, 11, 20)}, days=days)
    assert soon.date == date(2026, 12, 15)
    assert soon.sentence == "Action Group meets on Tuesday 15 December 2026 (third Tuesday of each month)."
    assert soon.notes == ()
    # Papers were out by 8 December (14, 11, 10, 9 and 8 are the five working days before).
    late = due(clock, {"received": date(2026, 12, 9)}, days=days)
    assert late.date == date(2026, 12, 15)
    assert late.notes == ("Papers for it were to be sent by Tuesday 8 December 2026.",)
    assert "no meeting" in due(
        clock, {"received": date(2026, 12, 9)},
        days=Days(meetings={"group": MeetingsEntry(name="Action Group", dates=(date(2026, 12, 1),))}),
    ).sentence  # fmt: skip
