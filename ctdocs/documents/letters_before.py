"""What was written before that a letter goes against: somebody who reads both must be told which of them holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from ctdocs.errors import Problem
from ctdocs.model.case_values import Letter
from ctdocs.model.text import long_date

_SAYS: Final = {"letter-4": "the threshold was not met", "letter-5": "the threshold was met"}
_GO_ON: Final = frozenset(
    ("letter-1", "letter-2", "letter-3", "letter-4", "letter-5", "letter-6", "letter-incomplete", "letter-paused",
     "letter-informal-review")
)  # fmt: skip
"""The letters that carry an application on; none of them goes once it is withdrawn."""


def after_withdrawal(letter_id: str, dates: Mapping[str, date], on: date) -> tuple[Problem, ...]:
    """Why a letter of the day ``on`` does not go: the application was withdrawn before. Empty where it may."""
    day = dates.get("withdrawn")
    if day is None or on < day or letter_id not in _GO_ON:
        return ()
    message = f"The application was withdrawn on {long_date(day)}, which stops the review."
    hint = (
        "Write letter-withdrawn. If it was not withdrawn, take that back: ctdocs case undo CASE ENTRY "
        "(ctdocs case log gives its number)."
    )
    return (Problem(message, code="withdrawn", hint=hint),)


def goes_against(letter_id: str, sent: Sequence[Letter]) -> str | None:
    """A sentence on the letter that told the contrary, where that was the last word; None where none did."""
    if letter_id not in _SAYS:
        return None
    told = [one for one in sent if one.id in _SAYS]
    if not told or told[-1].id == letter_id:
        return None
    last = told[-1]
    return (
        f"{last.id} of {long_date(last.day)} said that {_SAYS[last.id]}; this one says that {_SAYS[letter_id]}. Say in "
        "a covering letter why the decision changed, and that the earlier letter no longer holds."
    )
