"""The rules that one report must meet to count: in time, in the period, to whom, how, by whom, and since when.

The Act asks for the first three (2014 Act, s.104(10) and (11)); the others are a procedure's own, and never make a
"no" by themselves where the Act's count is reached (Rules of counting 3).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from ctdocs.model.clock import Span
from ctdocs.model.text import long_date
from ctdocs.model.threshold import AS_WRITING, Body, Limb, Rules
from ctdocs.rules.threshold.periods import Fit, fits
from ctdocs.rules.threshold.values import Check, Incident, Report, Request, Tri, When
from ctdocs.rules.threshold.wording import length, uncounted, who

STATUTORY_BODIES: tuple[Body, ...] = ("council", "police", "health", "social_housing")
"""The relevant bodies of the 2014 Act, s.105."""

_WHEN_HAPPENED, _WHEN_REPORTED = ("when it happened",), ("when it was reported",)


def checks(
    report: Report, incident: Incident, request: Request, limb: Limb, rules: Rules, *, statutory: bool = False
) -> tuple[Check, ...]:
    """Every rule that ``limb`` puts to the report. ``statutory``: only those that the Act knows."""
    if crossed(report, incident):
        found = [_crossed(report, incident, request, limb, rules, statutory=statutory)]
    else:
        found = _dated(report, incident, request, limb, rules, statutory=statutory)
    found.append(_body(report, STATUTORY_BODIES if statutory else rules.bodies))
    if not statutory:
        found.append(_route(report, rules))
        found += _reporter(report, request, limb)
    return tuple(found)


def crossed(report: Report, incident: Incident) -> bool:
    """Whether the report is dated before what it is about: one of the two dates must be wrong."""
    return bool(incident.occurred and report.made and report.made.latest < incident.occurred.earliest)


def _dated(
    report: Report, incident: Incident, request: Request, limb: Limb, rules: Rules, *, statutory: bool
) -> list[Check]:
    """The rules that look at the days."""
    found = [*_in_time(report, incident, limb), *_in_window(report, incident, request, limb)]
    if rules.reset_by and not statutory:
        found += _since(report, incident, request)
    return found


def _crossed(
    report: Report, incident: Incident, request: Request, limb: Limb, rules: Rules, *, statutory: bool
) -> Check:
    """Such a report counts for nothing as it stands, and stays open where it may count with either date put right."""
    state: Tri = "no"
    put_right = [(report, replace(incident, occurred=None))]
    if made := _after(incident.occurred, request, limb):
        put_right.append((replace(report, made=made), incident))
    for one, about in put_right:
        if verdict(tuple(_dated(one, about, request, limb, rules, statutory=statutory))) != "no":
            state = "open"
    because = "the report is dated before the day it says this happened, so one of the two dates must be wrong"
    return Check("reported_before_incident", state, because, "no", flag="reported_before_incident")


def verdict(found: tuple[Check, ...]) -> Tri:
    """Whether the report counts: no where one rule says no, else open where one is open."""
    states = {check.state for check in found}
    return "no" if "no" in states else "open" if "open" in states else "yes"


def _after(occurred: When | None, request: Request, limb: Limb) -> When | None:
    """The days on which something can have been reported in time, by the day of receipt; None where there is none."""
    if occurred is None or occurred.earliest > request.received:
        return None
    last = fits(occurred, occurred, limb.report_within).last if limb.report_within else None
    # A day more: on it the two ways of counting a period differ.
    latest = min(last + timedelta(days=1), request.received) if last else request.received
    return When(occurred.earliest, latest)


def _in_time(report: Report, incident: Incident, limb: Limb) -> Iterator[Check]:
    if limb.report_within is None:
        return
    fit = fits(incident.occurred, report.made, limb.report_within)
    missing = (*_WHEN_HAPPENED[: not incident.occurred], *_WHEN_REPORTED[: not report.made])
    yield _period("reported_in_time", fit, missing, limb.report_within, "the day it happened", "it was reported")


def _in_window(report: Report, incident: Incident, request: Request, limb: Limb) -> Iterator[Check]:
    span, anchor = limb.window.span, limb.window.anchor
    received = When.exactly(request.received)
    by_report = fits(report.made, received, span)
    if report.made and report.made.earliest > request.received:
        because = f"it was reported after we received the application on {long_date(request.received)}"
        yield Check("after_application", "no", because, "no", flag="reported_after_application")
        return
    if report.made is None or report.made.latest > request.received:
        because = f"it must have been reported by {long_date(request.received)}, when we received the application"
        yield Check("after_application", "open", because, "open")
    applied = "we received the application"
    before = f"in the {length(span)} before we received the application"
    if anchor in ("report", "both"):
        missing = _WHEN_REPORTED[: not report.made]
        check = _period("report_in_window", by_report, missing, span, "the day it was reported", applied)
        yield replace(check, because=f"the report is {before}") if check.state == "yes" else check
    if anchor in ("incident", "both"):
        fit = fits(incident.occurred, received, span)
        outside = fit.by_rule == "no" and by_report.by_rule == "yes"
        missing = _WHEN_HAPPENED[: not incident.occurred]
        check = _period("incident_in_window", fit, missing, span, "the day it happened", applied)
        if check.state == "yes":
            check = replace(check, because=f"it happened {before}")
        yield replace(check, flag="incident_outside_but_report_inside") if outside else check


def _period(rule: str, fit: Fit, missing: tuple[str, ...], span: Span, begins: str, event: str) -> Check:
    """A check of a period, in words. On the day on which the two ways of counting differ, both are said."""
    named = length(span)
    if fit.state == "yes":
        return Check(rule, "yes", f"{event} within {named}", "yes", fit.last)
    if missing:
        because = uncounted(missing, (named,))
        return Check(rule, fit.state, because, fit.by_rule, fit.last, missing=missing, period=named)
    if fit.last is None:
        because = f"nobody can tell yet when {named} from {begins} ends"
        return Check(rule, fit.state, because, fit.by_rule)
    if fit.boundary:
        because = (
            f"{named}, counted with {begins} as the first day, ended on {long_date(fit.last)}; counted without that "
            "day, it ended later"
        )
        return Check(rule, fit.state, because, fit.by_rule, fit.last, "boundary_day")
    if fit.state == "no":
        ended = f"{named} from {begins} ended on {long_date(fit.last)}"
        late = event == "it was reported"
        because = f"{ended}, and it was reported later" if late else f"{ended}, before we received the application"
        return Check(rule, "no", because, "no", fit.last)
    return Check(rule, "open", f"the exact days decide whether {event} within {named} of {begins}", fit.by_rule)


def _body(report: Report, bodies: tuple[Body, ...]) -> Check:
    named = report.to.strip() or "who was told"
    if not report.to_kind:
        return Check("body", "open", f"it is not clear which organisation “{named}” is", "open", flag="body_not_known")
    if report.to_kind in bodies:
        return Check("body", "yes", "they are an organisation that must look into reports", "yes")
    because = f"{named} is not one of the organisations that reports under this procedure are made to"
    return Check("body", "no", because, "no", flag="not_a_relevant_body")


def _route(report: Report, rules: Rules) -> Check:
    routes, route = rules.routes, report.route
    if route == "onsite":
        return _onsite(report, rules)
    if not route:
        return Check("route", "open", "it is not known how the report was made", "open", flag="route_not_known")
    if route in routes.accepted:
        return Check("route", "yes", "it was made in a way that counts", "yes")
    if route in AS_WRITING and "writing" in routes.accepted:
        because = "a report made online counts as one in writing"
        return Check("route", "yes", because, "yes", flag="online_channel_not_listed")
    because = "it was made in a way that the procedure here does not list"
    return Check("route", "no", because, "no", flag="route_not_accepted")


def _onsite(report: Report, rules: Rules) -> Check:
    setting = rules.routes.onsite
    if setting == "counts":
        return Check("route", "yes", "it was made in a way that counts", "yes")
    because = "it was said to an officer who was out and about, and that is not normally a report that counts"
    police = report.to_kind == "police"
    if setting == "police_on_duty" and police and report.on_duty:
        return Check("route", "yes", "it was made to a police officer or PCSO on duty", "yes")
    if setting == "police_on_duty" and (police or not report.to_kind) and report.on_duty is None:
        because = "it was said to an officer who was out and about: it counts if that was the police, on duty"
        return Check("route", "open", because, "open", flag="on_site_report")
    return Check("route", "no", because, "no", flag="on_site_report")


def _reporter(report: Report, request: Request, limb: Limb) -> Iterator[Check]:
    if limb.by not in ("applicant", "others"):
        return
    theirs = report.by_kind in ("victim", "applicant")
    if report.by_kind and theirs == (limb.by == "applicant"):
        yield Check("reporter", "yes", "the right person made it", "yes")
    elif theirs:
        yield Check("reporter", "no", "only reports of other people are counted here", "no")
    elif not report.by_kind:
        because = "it is not known who made it"
        yield Check("reporter", "open", because, "open", flag="reporter_not_known")
    else:
        named = who(report, third_party=request.third_party)
        because = f"{named} made it, and only reports of the person affected, or who applies for them, are counted here"
        yield Check("reporter", "no", because, "no", flag="reported_by_someone_else")


def _since(report: Report, incident: Incident, request: Request) -> Iterator[Check]:
    """A report made on the day itself counts: only those before it belong to the last review."""
    for reset in request.resets:
        about = _of_this_matter(reset.same_matter, reset.matter, incident.matter)
        if about == "no" or (report.made and report.made.earliest >= reset.day):
            continue
        when = long_date(reset.day)
        because = f"it was made before {when}, when we wrote with the outcome of the last review of the same matter"
        before = report.made is not None and report.made.latest < reset.day
        if before and about == "yes":
            yield Check("reset", "no", because, "no", reset.day, "before_last_review")
        else:
            because = f"it does not count if {because}" if not before else f"{because}, if it is the same matter"
            yield Check("reset", "open", because, "open", reset.day, "before_last_review")


def _of_this_matter(same: bool | None, named: str | None, matter: str | None) -> Tri:
    if same is False:
        return "no"
    if named is not None and matter is not None:
        return "yes" if named == matter else "no"
    return "yes" if same and named is None else "open"
