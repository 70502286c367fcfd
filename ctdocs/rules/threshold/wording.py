"""How a complaint and its rule are said to the person who applied: short sentences in plain English."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from ctdocs.model.clock import Span
from ctdocs.model.text import join_and, words
from ctdocs.model.threshold import Limb
from ctdocs.rules.calendar import period
from ctdocs.rules.threshold.values import Incident, Report, When

ROUTES: Final = {
    "writing": "in writing", "email": "by e-mail", "telephone": "by telephone", "visit": "at their office",
    "online": "online", "app": "by app", "onsite": "while their officer was out and about",
}  # fmt: skip

_BODIES: Final = {
    "council": "the council", "police": "the police", "health": "the health service",
    "social_housing": "the landlord", "youth_offending": "the youth offending service",
}  # fmt: skip

KINDS: Final = {
    "hate": ("hate incident", "hate incidents"),
    "hate_recorded": ("incident recorded as hate at the time", "incidents recorded as hate at the time"),
    "hate_crime": ("hate crime", "hate crimes"),
    "witnessed": ("incident that you saw or heard yourself", "incidents that you saw or heard yourself"),
}

_COUNTED: Final = {
    "incidents": ("separate incident", "separate incidents"),
    "people": ("person", "different people"),
    "households": ("household", "different households"),
    "reports": ("report", "reports"),
    "signatories": ("signature", "signatures"),
}


def length(span: Span) -> str:
    """``one month``, ``30 days``."""
    said = period(span.n, span.unit)
    return said.replace(str(span.n), words(span.n), 1) if span.n <= 12 else said


def uncounted(missing: Iterable[str], periods: Iterable[str]) -> str:
    """``it is not known when it happened, so neither one month nor six months can be counted``."""
    *others, last = dict.fromkeys(periods)
    counted = f"neither {', '.join(others)} nor {last} can be counted" if others else f"{last} cannot be counted"
    return f"it is not known {' or '.join(dict.fromkeys(missing))}, so {counted}"


def told(report: Report, incident: Incident, *, third_party: bool) -> str:
    """What the complaint was: ``You told the council by telephone on … about what happened on ….``"""
    to = _named(report.to) or _BODIES.get(report.to_kind, "")
    route = f" {ROUTES[report.route]}" if report.route in ROUTES else ""
    made = f" {report.made.words()}" if report.made else ", on a day that is not known,"
    if report.source != "application" and not report.by:
        said = f"{to or report.source} had a report{made}"
    else:
        said = f"{who(report, third_party=third_party)} told {to or 'somebody'}{route}{made}"
    return f"{said[:1].upper()}{said[1:]} {_about(report.made, incident.occurred)}."


def _named(to: str) -> str:
    """``the council`` for "council" or "Council": people leave the article out."""
    to = " ".join(to.split())
    to = to.lower() if to.lower() in ("police", "council", "landlord", "housing association") else to
    return f"the {to}" if to[:1].islower() and not to.startswith(("the ", "a ", "an ", "my ", "our ")) else to


def _about(made: When | None, occurred: When | None) -> str:
    if occurred is None:
        return "about something that happened on a day that is not known"
    if occurred == made and occurred.exact:
        return "about what happened that day"
    return f"about what happened {occurred.words()}"


def who(report: Report, *, third_party: bool) -> str:
    """Who reported, to the person who applied: ``you``, a name, or ``somebody``."""
    if report.by_kind == ("applicant" if third_party else "victim") or (report.by_kind == "applicant"):
        return "you"
    if report.by_kind == "victim":
        return report.by if report.by and report.by.casefold() != "victim" else "the person affected"
    return report.by or "somebody"


def number(n: int, counts: str) -> str:
    """``three separate incidents``."""
    one, many = _COUNTED[counts]
    return f"{words(n) if n else 'no'} {one if n == 1 else many}"


def between(least: int, most: int, counts: str) -> str:
    """``two separate incidents``, or ``between two and four separate incidents``."""
    if least == most:
        return number(least, counts)
    if least == 0:
        return f"at most {number(most, counts)}"
    return f"between {words(least)} and {number(most, counts)}"


def rule_of(limb: Limb) -> str:
    """What a limb asks for, in its own sentence or put together from its values."""
    if limb.sentence:
        return limb.sentence
    if limb.counts == "decision":
        return f"{limb.role} may decide that there must be a review"
    said = f"{number(limb.count, limb.counts)}"
    if limb.counts in ("people", "households"):
        said += f" who {'has' if limb.count == 1 else 'have'} each made a report"
    if limb.by == "others":
        said += " other than yours" if limb.counts in ("incidents", "reports") else " other than you"
    if limb.by == "one_person" and limb.counts == "incidents":
        said += " reported by one person"
    if limb.people > 1:
        said += f" by at least {words(limb.people)} different people"
    if limb.counts != "signatories":
        said += f" in {length(limb.window.span)}"
    links = [_LINKS[link] for link in limb.link if limb.count > 1]
    if links and limb.counts != "signatories":
        said += f", about the same {join_and(links)}"
    if limb.counts in ("incidents", "reports") and limb.report_within:
        said += ", reported in time" if limb.count == 1 else ", each of them reported in time"
    for kind in limb.kinds:
        if kind.n < limb.count or limb.counts != "incidents":
            said += f", at least {words(kind.n)} of them {'a' if kind.n == 1 else ''} {KINDS[kind.kind][kind.n > 1]}"
        else:
            said += f", {'a' if kind.n == 1 else 'each a'} {KINDS[kind.kind][0]}"
    if limb.recent:
        said += f", at least one of them in the last {length(limb.recent.span).removeprefix('one ')}"
    if limb.questions:
        said += f", and only if {join_and(question.sentence for question in limb.questions)}"
    return " ".join(said.replace("a incident", "an incident").split())


_LINKS: Final = {"matter": "matter", "place": "place", "incident": "incident"}
