"""What several commands understand in the same way."""

from __future__ import annotations

from datetime import date, datetime

from ctdocs.errors import UsageError
from ctdocs.model.text import read_date


def day_or_today(text: str | None) -> date:
    """The date that was given, or today where none was: the doors are the only place that asks for the day.

    Raises ``UsageError`` where the text is no date.
    """
    if text is None:
        return date.today()
    day = read_date(text)
    if day is None:
        raise UsageError(f"'{text}' is not a date.", hint="Write it as 2026-11-20 or 20/11/2026.")
    return day


def now() -> datetime:
    """The moment of a change, with its time zone: the doors are the only place that asks for it."""
    return datetime.now().astimezone().replace(microsecond=0)
