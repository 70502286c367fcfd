"""Days on a form that lie so far off that a slip of the pen is likelier: 1926 for 2026, or a day still to come.

Nothing is refused for that: the day waits for a person. What is approximate ("early May") is no day, and is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from ctdocs.model.fields import pattern_of
from ctdocs.model.reading import FieldReading
from ctdocs.model.text import long_date, read_date

MOST_YEARS: Final = 10
"""How long ago something may have happened that a case of today speaks of. An application is about months (2014 Act,
s.104), a partner's reply may tell of some years."""

_BEGAN: Final = date(2014, 10, 20)
"""When case reviews began (S.I. 2014/2590): no form was signed before."""

_MOST_AHEAD: Final = 5
_OLDEST: Final = 120

_SIGNED: Final = ("declaration.date", "reply.date", "statement.date", "assessment.date")
_HAPPENED: Final = frozenset(("incidents.N.date", "incidents.N.date_reported", "complaints.N.received"))
_DONE: Final = frozenset(
    (
        *_SIGNED, "consent.date", "minutes.acknowledged", "minutes.consent_received", "minutes.advised", "minutes.sent",
        "minutes.outcome_sent", "plan.discussed", "actions.N.completed",
    )
)  # fmt: skip
_PLANNED: Final = frozenset(
    ("request.from", "request.until", "request.reply_by", "assessment.review_due", "meeting.date")
)
_BORN: Final = frozenset(("people.N.born",))
_OF_SEVERAL: Final = re.compile(r"(?:returns|assessments)\.N\.")


def far_off(field_id: str, value: object, *, latest: date | None = None, when: str = "") -> str:
    """Why a day cannot be right for its field, or hardly; empty where nothing speaks against it.

    ``latest`` is the day on which the form was there, and ``when`` what that day was. Without it only what no form of
    today can say is told.
    """
    pattern = _OF_SEVERAL.sub("", pattern_of(field_id))
    day = read_date(value) if isinstance(value, str) else None
    if day is None:
        return ""
    if latest is not None and day > latest and pattern in _HAPPENED | _DONE | _BORN:
        return f"it is after {long_date(latest)}, {when}"
    if pattern in _BORN:
        return _before(day, latest, _OLDEST) if latest else ""
    if pattern in _HAPPENED:
        return _before(day, latest or _BEGAN, MOST_YEARS)
    if pattern in _DONE | _PLANNED and day < _BEGAN:
        return f"there were no case reviews before {long_date(_BEGAN)}"
    if latest is not None and pattern in _PLANNED and day.year > latest.year + _MOST_AHEAD:
        return f"it is more than {_MOST_AHEAD} years ahead"
    return ""


def bounded(
    fields: Mapping[str, FieldReading], *, latest: date | None = None, when: str = ""
) -> dict[str, FieldReading]:
    """The readings of a form, those days to be checked that lie too far off.

    ``latest`` and ``when`` as for ``far_off``; without them the day on which the form was signed stands for them.
    """
    if latest is None:
        signed = (read_date(str(fields[name].value)) for name in _SIGNED if name in fields and fields[name].value)
        latest = next((day for day in signed if day and day >= _BEGAN), None)
        when = "when the form was signed"
    made = dict(fields)
    for name, read in fields.items():
        why = far_off(name, read.value, latest=latest, when=when)
        if why and read.status == "certain":
            made[name] = replace(read, status="check", confidence=min(read.confidence, 0.5), reason=why)
        elif why and read.status == "check" and why not in read.reason:
            made[name] = replace(read, reason="; ".join(part for part in (read.reason, why) if part))
    return made


def _before(day: date, reference: date, years: int) -> str:
    earliest = reference.replace(year=reference.year - years, day=min(reference.day, 28))
    return f"it is more than {years} years before {long_date(reference)}" if day < earliest else ""
