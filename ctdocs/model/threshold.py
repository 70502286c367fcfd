"""The rules of a threshold as values: alternative limbs, what each counts, and what makes a report count.

The 2014 Act, s.104, gives the rule that holds everywhere; a procedure may ask for other things beside it. The
arithmetic of days and the counting stand in ``ctdocs.rules.threshold``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from ctdocs.model.clock import Span

Counts = Literal["incidents", "people", "households", "reports", "signatories", "decision"]
"""What a limb counts. ``reports`` counts one for each person and incident; ``decision`` is a named officer's."""

By = Literal["applicant", "others", "one_person", "anyone"]
"""Whose reports count together: only those of the victim and who applies for them, only those of other people, those of
any one person, or everybody's.
"""

Link = Literal["matter", "place", "incident"]
Anchor = Literal["incident", "report", "both"]

Kind = Literal["hate", "hate_recorded", "hate_crime", "witnessed"]
"""What a person can say of an incident: driven by hate, recorded as hate at the time, a hate crime, seen by the
applicant.
"""

Route = Literal["writing", "email", "telephone", "visit", "online", "app", "onsite"]
Body = Literal["council", "police", "health", "social_housing", "youth_offending", "other"]

AS_WRITING: Final = ("online", "app")
"""Routes that count as writing where a procedure that takes writing does not name them (Rules of counting 5)."""

BODIES: Final[tuple[Body, ...]] = ("council", "police", "health", "social_housing", "youth_offending", "other")
"""Bodies that the Act binds, or that a procedure adds to them."""

ACT_WINDOW: Final = Span(6, "months", "beginning_with")
ACT_REPORT_WITHIN: Final = Span(1, "months", "beginning_with")
ACT_COUNT: Final = 3
"""2014 Act, s.104(4) and (11): the count, and the two periods of a qualifying complaint."""


@dataclass(frozen=True, slots=True)
class Window:
    """A period that begins with the incident, the report or each of them, and in which the application must come."""

    span: Span
    anchor: Anchor = "report"


@dataclass(frozen=True, slots=True)
class AtLeast:
    """At least ``n`` of what a limb counts must be incidents of this kind."""

    kind: Kind
    n: int


@dataclass(frozen=True, slots=True)
class Question:
    """Something that a person must say for the limb to hold; ``sentence`` says it as a condition."""

    id: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Limb:
    """One way to meet a threshold.

    ``report_within`` is None where any time will do. ``people`` is how many different people must have made the
    reports that are counted. ``recent``: at least one of those reports is as recent as that. ``role`` names the
    officer who may decide a limb that counts a ``decision``; ``asked`` says that the decision must always be made.
    """

    id: str
    count: int
    sentence: str = ""
    counts: Counts = "incidents"
    by: By = "anyone"
    window: Window = Window(ACT_WINDOW)
    report_within: Span | None = ACT_REPORT_WITHIN
    link: tuple[Link, ...] = ("matter",)
    people: int = 1
    kinds: tuple[AtLeast, ...] = ()
    recent: Window | None = None
    questions: tuple[Question, ...] = ()
    role: str = ""
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Routes:
    """Which ways of reporting count, and what a report to an officer out and about is worth."""

    accepted: tuple[Route, ...] = ("writing", "email", "telephone", "visit", "online", "app")
    onsite: Literal["police_on_duty", "counts", "never"] = "counts"


STATUTORY: Final = Limb("statutory", ACT_COUNT)
"""The rule of the Act, which holds everywhere beside the local one."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Everything that a procedure says of its threshold on one day.

    ``reset_by`` is the document whose sending starts the period anew for the same matter (Derbyshire: letter 6).
    ``discretion`` lists what s.104(5) lets the procedure weigh below the count. ``informal_review`` says for whom a
    review outside the formal procedure is to be thought of where the threshold is not met. ``decided_by`` names who
    decides, where that is not the single point of contact.
    """

    limbs: tuple[Limb, ...]
    statutory: Limb = STATUTORY
    routes: Routes = Routes()
    bodies: tuple[Body, ...] = BODIES
    reset_by: str = ""
    discretion: tuple[str, ...] = ()
    informal_review: tuple[Literal["hate", "vulnerable"], ...] = ()
    decided_by: str = ""
