"""What was written before that a letter goes against: somebody who reads both must be told which of them holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ctdocs.model.case_values import Letter
from ctdocs.model.text import long_date

_SAYS: Final = {"letter-4": "the threshold was not met", "letter-5": "the threshold was met"}


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
