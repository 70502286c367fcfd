"""The day and the moment: the doors are the only place that asks for them."""

from __future__ import annotations

from datetime import date, datetime


def or_today(day: date | None) -> date:
    """The date that was given, or today where none was."""
    return day or date.today()


def now() -> datetime:
    """The moment of a change, with its time zone."""
    return datetime.now().astimezone().replace(microsecond=0)
