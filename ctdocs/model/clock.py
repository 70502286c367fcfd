"""A clock: what must happen, after what, and within how long. And the plain counts of a threshold.

These are values only; the arithmetic of days stands in ``ctdocs.rules``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from ctdocs.errors import Place

if TYPE_CHECKING:
    from ctdocs.model.threshold import Rules

Unit = Literal["working_days", "days", "weeks", "months"]


@dataclass(frozen=True, slots=True)
class Clock:
    """``event`` is due ``n`` ``unit`` after the event ``after``, whose own day is day 0.

    ``n`` is None where the area's procedure names the step and gives no time for it: documents then promise none.
    Where ``calendar`` names meetings of the profile, the next one of them is the last day. ``confirmed`` says whether a
    person has confirmed it, ``place`` where it stands.
    """

    id: str
    event: str
    after: str
    n: int | None
    unit: Unit
    confirmed: bool = field(default=True, compare=False)
    place: Place | None = field(default=None, compare=False)
    calendar: str | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time. ``rule`` tells "one month beginning with" a day from "one month after" it."""

    n: int
    unit: Unit
    rule: Literal["beginning_with", "after"] = "beginning_with"


@dataclass(frozen=True, slots=True)
class Threshold:
    """How many qualifying complaints, in what window, each made how soon after the behaviour (2014 Act, s.104).

    Of several limbs these are the numbers of the first, which documents name; ``rules`` holds all of them.
    ``confirmed`` says whether a person has confirmed it, ``place`` where it stands.
    """

    count: int
    window: Span
    report_within: Span
    confirmed: bool = field(default=True, compare=False)
    place: Place | None = field(default=None, compare=False)
    rules: Rules | None = field(default=None, compare=False, repr=False)
