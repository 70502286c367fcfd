"""The threshold's question as a case puts it: the incidents of the application joined with the replies of partners.

What somebody judged of the reports holds. What nobody judged stays open: a complaint in a partner's reply may be one
of the application or another, of the same matter or not, until a person says. The rows of one application are taken
for one matter, which is what the applicant says by sending them together; ``links_judged`` tells that nobody else has
said so. A reading that waits for a person counts as not known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from ctdocs.errors import Refused
from ctdocs.model.area import Area
from ctdocs.model.case_reports import REPORT, report_ids
from ctdocs.model.case_values import State
from ctdocs.model.clock import Threshold
from ctdocs.model.facts import Fact
from ctdocs.model.fields import Value
from ctdocs.model.threshold import BODIES, Body, Kind, Rules
from ctdocs.rules.threshold.assess import assess
from ctdocs.rules.threshold.free_text import body_of, on_duty, person_of, route_of, when_of
from ctdocs.rules.threshold.values import Assessment, ByKind, Incident, Report, Request, Reset, When

KINDS: Final[tuple[Kind, ...]] = ("hate", "hate_recorded", "hate_crime", "witnessed")

FACTS: Final[Mapping[str, str]] = {
    "hate": "yes or no: it was driven by hate",
    "hate_recorded": "yes or no: it was recorded as hate at the time",
    "hate_crime": "yes or no: it was a hate crime",
    "witnessed": "yes or no: the applicant saw or heard it",
    "by": "who reported it: victim, applicant, or another person's name",
    "household": "the household of who reported it",
    "place": "where it happened",
    "body": "which organisation was told: council, police, health, social_housing, youth_offending, other or none",
    "route": "how: writing, email, telephone, visit, online, app or onsite",
    "on_duty": "yes or no: the police officer or PCSO was on duty",
    "occurred_from": "the first day on which it can have happened",
    "occurred_until": "the last day on which it can have happened",
    "made_from": "the first day on which it can have been reported",
    "made_until": "the last day on which it can have been reported",
}
"""What a judgement can say of a report that no form asks, or that it says not clearly enough; by its name."""

EARLIER: Final = "earlier-"
"""A step of this name before that of a document is one of an earlier case, such as ``earlier-letter-6``."""

SAME_MATTER: Final = "same-matter"
"""The decision whether an earlier case was about the same matter: yes or no."""

_YES_NO: Final = {"yes": True, "met": True, "no": False, "not_met": False}


@dataclass(frozen=True, slots=True)
class _Row:
    """A report of the case with what the rows of the forms say of its incident."""

    report: Report
    occurred: When | None
    details: str
    reference: str
    of_application: bool


def rules_on(area: Area, day: date) -> Rules:
    """The rules of the area's threshold on ``day``. Raises ``Refused`` where the profile gives none."""
    threshold = area.on(day).threshold
    if not isinstance(threshold, Threshold) or threshold.rules is None:
        raise Refused(
            f"The profile of {area.name} gives no threshold.", hint="Fill in 'threshold' in the area's file."
        )
    return threshold.rules


def assess_case(state: State, area: Area, *, on: date) -> Assessment:
    """What the threshold of a case comes to on ``on``, by the rules in force when its application came."""
    return assess(rules_on(area, state.received), request_of(state, area), on=on)


def request_of(
    state: State, area: Area, *, resets: Iterable[Reset] = (), vulnerable: bool | None = None
) -> Request:
    """What the rules are asked for this case.

    ``resets`` are outcomes of earlier reviews; steps named ``earlier-letter-6`` are added to them. ``vulnerable`` is
    what a person said of the victim; without it, a partner's reply that has vulnerability markers says so.
    """
    rules = rules_on(area, state.received)
    rows = {row.report.id: row for row in _rows(state, area)}
    judged = state.judgements
    incidents = tuple(_incident(state, [rows[id] for id in ids], rows) for ids in _incidents(rows, judged.same))
    of = {report.id: incident.id for incident in incidents for report in incident.reports}
    apart = frozenset(
        frozenset((of[a], of[b]))
        for group in judged.apart for a in group for b in group if a in of and b in of and of[a] != of[b]
    )  # fmt: skip
    same = _said(state, SAME_MATTER)
    earlier = tuple(Reset(step.day, same) for step in state.steps if step.id == EARLIER + rules.reset_by)
    signatures = sum(bool(_text(state, name)) for name in state.values if _SIGNATORY.fullmatch(name))
    return Request(
        state.received,
        incidents,
        apart,
        (*resets, *earlier),
        (signatures, signatures),
        {one.about: said for one in state.decisions if (said := _YES_NO.get(one.outcome)) is not None},
        vulnerable if vulnerable is not None else _markers(state),
        _text(state, "basis") == "other",
        bool(judged.matter),
        tuple(name for name, value in state.values.items() if REPORT.match(name) and value.open),
        any(_REPLY.match(name) and value.value is not None for name, value in state.values.items()),
    )


_REPLY = re.compile(r"returns\.\d+\.(?:reply|complaints)\.")
_SIGNATORY = re.compile(r"signatories\.\d+\.signature")


def _said(state: State, about: str) -> bool | None:
    decision = state.decision(about)
    return _YES_NO.get(decision.outcome) if decision else None


def _markers(state: State) -> bool | None:
    said = [_text(state, name) for name in state.values if re.fullmatch(r"returns\.\d+\.reply\.markers", name)]
    return True if "yes" in said else None


def _text(state: State, name: str) -> str:
    """The answer, empty where there is none or it waits for a person."""
    value = state.values.get(name)
    return value.value.strip() if value and isinstance(value.value, str) and not value.open else ""


def _rows(state: State, area: Area) -> Iterable[_Row]:
    known = _known_bodies(area, state.received)
    for id in report_ids(state.values):
        of_application = id.startswith("incidents.")
        row = _of_application(state, id, known) if of_application else _of_reply(state, id, known)
        said = state.judgements.facts.get(id, {})
        occurred = _period(said, "occurred", row.occurred)
        yield replace(row, report=_with_facts(row.report, said, state), occurred=occurred)


def _of_application(state: State, id: str, known: Mapping[str, Body]) -> _Row:
    to = _text(state, f"{id}.reported_to")
    by, kind = _person(state, _text(state, f"{id}.reported_by"))
    report = Report(
        id,
        when_of(_text(state, f"{id}.date_reported")),
        to,
        body_of(to, known),
        route_of(_text(state, f"{id}.how_reported")),
        by,
        kind,
        on_duty=on_duty(to),
    )
    return _Row(report, when_of(_text(state, f"{id}.date")), _text(state, f"{id}.details"), "", True)


def _of_reply(state: State, id: str, known: Mapping[str, Body]) -> _Row:
    reply = ".".join(id.split(".")[:2])
    organisation = _text(state, f"{reply}.reply.organisation") or _text(state, f"{reply}.request.organisation")
    made = when_of(_text(state, f"{id}.received"))
    report = Report(id, made, organisation, body_of(organisation, known), source=organisation or "a partner")
    return _Row(report, None, _text(state, f"{id}.overview"), _text(state, f"{id}.reference"), False)


def _person(state: State, by: str) -> tuple[str, ByKind]:
    victim, applicant = _text(state, "victim.name"), _text(state, "applicant.name")
    return person_of(by, victim=victim, applicant=applicant, third_party=_text(state, "basis") == "other")


def _known_bodies(area: Area, day: date) -> dict[str, Body]:
    """The names that the profile gives to the council, the police and the other relevant bodies."""
    on = area.on(day)
    named: list[tuple[object, Body]] = [(on.council.name, "council"), (on.police.name, "police")]
    named += [(body.name, body.kind) for body in on.relevant_bodies if getattr(body, "kind", None) in BODIES]
    return {" ".join(str(name).casefold().split()): kind for name, kind in named if isinstance(name, Fact)}


def _with_facts(report: Report, said: Mapping[str, Value], state: State) -> Report:
    """The report with what a person judged of it."""
    changes: dict[str, object] = {"made": _period(said, "made", report.made)}
    if by := said.get("by"):
        name, kind = _person(state, str(by))
        # A person who names somebody means that somebody.
        changes |= {"by": name, "by_kind": kind or "other"}
    if body := said.get("body"):
        changes["to_kind"] = body if body in (*BODIES, "none") else body_of(str(body), {})
    if route := said.get("route"):
        changes["route"] = route_of(str(route))
    if household := said.get("household"):
        changes["household"] = str(household)
    if (duty := _yes_no(said.get("on_duty"))) is not None:
        changes["on_duty"] = duty
    return replace(report, **changes)  # type: ignore[arg-type]


def _period(said: Mapping[str, Value], what: str, otherwise: When | None) -> When | None:
    """The days that a person gave: one of the two alone is that day itself."""
    ends = [when_of(str(said[name])) for name in (f"{what}_from", f"{what}_until") if said.get(name)]
    known = [end for end in ends if end]
    if not known:
        return otherwise
    return When(min(end.earliest for end in known), max(end.latest for end in known))


def _yes_no(value: Value) -> bool | None:
    return value if isinstance(value, bool) else _YES_NO.get(str(value))


def _incidents(rows: Mapping[str, _Row], same: Iterable[frozenset[str]]) -> list[list[str]]:
    """The ids of the reports of each incident: those that a person drew together, and every other by itself."""
    groups = [[id for id in rows if id in group] for group in same]
    drawn = {id for group in groups for id in group}
    return [group for group in groups if group] + [[id] for id in rows if id not in drawn]


def _incident(state: State, own: list[_Row], every: Mapping[str, _Row]) -> Incident:
    facts = [state.judgements.facts.get(row.report.id, {}) for row in own]
    details = " ".join(row.details for row in own if row.details)
    known = {row.reference.casefold() for row in every.values() if len(row.reference) > 3}
    references = {row.reference.casefold() for row in own if row.reference}
    return Incident(
        own[0].report.id,
        _occurred([row.occurred for row in own if row.occurred]),
        tuple(row.report for row in own),
        _matter(state, own),
        next((str(said["place"]) for said in facts if said.get("place")), None),
        {kind: said for kind in KINDS if (said := _any(_yes_no(one.get(kind)) for one in facts)) is not None},
        details,
        frozenset(references | {reference for reference in known if reference in details.casefold()}),
    )


def _matter(state: State, own: list[_Row]) -> str | None:
    judged = state.judgements.matter
    named = [judged[row.report.id] for row in own if row.report.id in judged]
    if named:
        return named[0]
    # As soon as somebody has told matters apart, what nobody has put into one may be of any.
    return "" if not judged and any(row.of_application for row in own) else None


def _occurred(days: list[When]) -> When | None:
    """The days on which all say that it can have happened; where they contradict one another, all of their days."""
    if not days:
        return None
    first, last = max(day.earliest for day in days), min(day.latest for day in days)
    if first <= last:
        return When(first, last)
    return When(min(day.earliest for day in days), max(day.latest for day in days))


def _any(said: Iterable[bool | None]) -> bool | None:
    answers = [one for one in said if one is not None]
    return any(answers) if answers else None
