"""What a profile may say of its threshold and of who may apply, and the rules that come of it on a day.

A threshold is written in short, ``{count, window, report_within}``, or as a list of alternative ``limbs``; ``window``,
``report_within``, ``by`` and ``link`` at the top then hold for every limb that says nothing of its own. What neither
says is as the Act has it: three reports, each within one month of the behaviour, and the application within six months
of each (2014 Act, s.104).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from ctdocs.model.area_values import Dated, Part, SpanEntry, Text, Whole, matching
from ctdocs.model.clock import Span
from ctdocs.model.threshold import (
    ACT_COUNT,
    ACT_REPORT_WITHIN,
    ACT_WINDOW,
    BODIES,
    Anchor,
    AtLeast,
    Body,
    By,
    Counts,
    Kind,
    Limb,
    Link,
    Question,
    Route,
    Routes,
    Rules,
    Window,
)
from ctdocs.model.validate import several

Count = Annotated[Whole, Field(ge=1, le=100)]
Id = Annotated[Text, matching(r"[a-z][a-z0-9_]*", "an id of small letters, digits and underscores")]


def yes_or_no(value: Any) -> Any:
    """A validator: profiles hold what is written, so ``yes`` and ``true`` are still text here."""
    words = {"yes": True, "true": True, "no": False, "false": False}
    return words.get(value, value) if isinstance(value, str) else value


def not_empty(items: tuple[Any, ...]) -> tuple[Any, ...]:
    """A validator: a list that must name something."""
    if not items:
        raise ValueError("an empty list stands here; leave it out to have what most procedures have")
    return items


YesNo = Annotated[bool, BeforeValidator(yes_or_no)]


class WindowEntry(SpanEntry):
    """A period, and the day that it begins with: that of the incident, of the report, or each of them."""

    anchor: Anchor = "report"


class KindEntry(Part):
    """At least so many incidents of a kind; without ``at_least``, as many as the limb counts."""

    kind: Kind
    at_least: Count | None = None


class QuestionEntry(Part):
    """A condition that a person says yes or no to. ``sentence`` completes "only if …"."""

    id: Id
    sentence: Text


class Measure(Dated):
    """What a limb counts. Said at the top of a threshold, it is the one limb of the short form."""

    count: Count | None = None
    counts: Counts = "incidents"
    by: By | None = None
    window: WindowEntry | None = None
    report_within: SpanEntry | None = None
    reported_any_time: YesNo = False
    link: tuple[Link, ...] | None = None
    people: Count = 1
    kinds: tuple[KindEntry, ...] = ()
    recent: WindowEntry | None = None
    questions: tuple[QuestionEntry, ...] = ()
    role: Text | None = None
    asked: YesNo = False


class LimbEntry(Measure):
    """One of several ways to meet the threshold. ``sentence`` says it in the scheme's words."""

    id: Id
    sentence: Text | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.counts == "decision" and self.role is None:
            raise several([(("role",), f"'role' is missing: limb '{self.id}' must say who decides")])
        if self.counts != "decision" and self.count is None:
            raise several([(("count",), f"'count' is missing in limb '{self.id}'")])
        return self


class RoutesEntry(Part):
    """Ways of reporting that count. ``onsite``: a report to an officer met out and about."""

    accepted: tuple[Route, ...] = Routes().accepted
    onsite: Literal["police_on_duty", "counts", "never"] = "counts"


class StatutoryEntry(Part):
    """The rule of the Act, for the day on which the Act changes."""

    count: Count = ACT_COUNT
    window: WindowEntry | None = None
    report_within: SpanEntry | None = None


class ThresholdEntry(Measure):
    """When a review must be held (2014 Act, s.104(4)): one limb in short, or several."""

    limbs: tuple[LimbEntry, ...] = ()
    routes: RoutesEntry = RoutesEntry()
    bodies: Annotated[tuple[Body, ...], AfterValidator(not_empty)] = BODIES
    reset_by: Text | None = None
    discretion: tuple[Text, ...] = ()
    informal_review: tuple[Literal["hate", "vulnerable"], ...] = ()
    decided_by: Text | None = None
    statutory: StatutoryEntry = StatutoryEntry()

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        if self.count is None and not self.limbs:
            raise several([(("count",), "'count' is missing: give a count, or a list of limbs")])
        if self.count is not None and self.limbs:
            raise several([(("count",), "'count' stands beside limbs: each limb has a count of its own (write null)")])
        ids = [limb.id for limb in self.limbs]
        twice = [i for i, name in enumerate(ids) if name in ids[:i]]
        if twice:
            raise several([(("limbs", i, "id"), f"two limbs have the id '{ids[i]}'") for i in twice])
        return self


def span(entry: SpanEntry) -> Span:
    """The length of time that an entry stands for."""
    return Span(entry.n, entry.unit, entry.rule)


def rules_of(entry: ThresholdEntry) -> Rules:
    """The rules that an entry stands for."""
    limbs = tuple(_limb(limb, entry) for limb in entry.limbs) or (_limb(entry, entry),)
    if all(limb.counts == "decision" for limb in limbs):
        # Nothing else can meet the threshold: without the decision there is no answer.
        limbs = tuple(replace(limb, asked=True) for limb in limbs)
    own = entry.statutory
    statutory = Limb(
        "statutory",
        own.count,
        window=_window(own.window) or Window(ACT_WINDOW),
        report_within=span(own.report_within) if own.report_within else ACT_REPORT_WITHIN,
    )
    return Rules(
        limbs,
        statutory,
        Routes(entry.routes.accepted, entry.routes.onsite),
        entry.bodies,
        entry.reset_by or "",
        entry.discretion,
        entry.informal_review,
        entry.decided_by or "",
    )


def _limb(entry: Measure, top: ThresholdEntry) -> Limb:
    any_time = entry.reported_any_time or (top.reported_any_time and entry.report_within is None)
    within = entry.report_within or top.report_within
    link = entry.link if entry.link is not None else top.link
    count = entry.count or 1
    return Limb(
        entry.id if isinstance(entry, LimbEntry) else "threshold",
        count,
        (entry.sentence or "") if isinstance(entry, LimbEntry) else "",
        entry.counts,
        entry.by or top.by or "anyone",
        _window(entry.window) or _window(top.window) or Window(ACT_WINDOW),
        None if any_time else span(within) if within else ACT_REPORT_WITHIN,
        ("matter",) if link is None else link,
        entry.people,
        tuple(AtLeast(one.kind, one.at_least or count) for one in entry.kinds),
        _window(entry.recent),
        tuple(Question(one.id, one.sentence) for one in entry.questions),
        entry.role or "",
        entry.asked,
    )


def _window(entry: WindowEntry | None) -> Window | None:
    return Window(span(entry), entry.anchor) if entry else None
