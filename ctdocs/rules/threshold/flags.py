"""What an officer must know of an assessment beside its answer: codes with a sentence each."""

from __future__ import annotations

from typing import Final

from ctdocs.model.text import join_and
from ctdocs.model.threshold import Kind, Rules
from ctdocs.rules.threshold.apart import Apart
from ctdocs.rules.threshold.values import Answer, LimbResult, ReportResult, Request

REPORT_FLAGS: Final = {
    "reported_before_incident": (
        "A report is dated before what it is about: one of the two dates must be wrong. Find out which, and put it "
        "right."
    ),
    "reported_after_application": "A report was made after the application came, so it cannot count for it.",
    "incident_outside_but_report_inside": (
        "An incident lies outside the period and its report inside. The Act counts from the report: do not refuse "
        "because of the local period alone."
    ),
    "boundary_day": (
        "A date falls on the one day on which the two ways of counting a period differ. Do not refuse because of it."
    ),
    "body_not_known": "It is not clear which organisation a report was made to. Say which.",
    "not_a_relevant_body": (
        "A report was made to somebody who is no relevant body, so it does not count by itself. If they passed it on "
        "to the council, the police, a health body or a housing association, record that report too."
    ),
    "route_not_known": "It is not known how a report was made. Say how.",
    "route_not_accepted": "A report was made in a way that the procedure does not list.",
    "online_channel_not_listed": "The procedure does not list online reports; they count as reports in writing.",
    "on_site_report": (
        "A report was made to an officer out and about. That does not normally count; an officer may decide that it "
        "does, and say why."
    ),
    "reporter_not_known": "It is not known who made a report. Say who.",
    "reported_by_someone_else": "A report was made by somebody else. The Act counts it, the local procedure does not.",
    "before_last_review": "A report was made before the outcome of the last review of the same matter.",
}

NOBODY_SAID: Final = {
    "no_incident": (
        "No incident of the application is in the case, so there was nothing to count. Key them in, or find out what "
        "happened, before anybody is told that the threshold is not met."
    ),
    "no_reply": (
        "No partner's reply is in the case: nobody has been asked yet, or nobody answered. They may hold reports that "
        "are not counted here."
    ),
}
"""Why an answer of "not met" is not to be relied on yet."""

_DISCRETION: Final = {
    "persistence": "how persistent it is",
    "harm": "the harm that it does or may do",
    "adequacy": "whether what was done about it was enough",
}


def flags_of(
    rules: Rules, request: Request, limbs: tuple[LimbResult, ...], statutory: LimbResult,
    reports: tuple[ReportResult, ...], apart: Apart, result: Answer,
) -> dict[str, str]:  # fmt: skip
    """Every flag by its code, those of reports first."""
    every = [one for limb in (*limbs, statutory) for one in limb.reports]
    raised = {flag for one in (*reports, *every) for flag in one.flags}
    flags = {code: sentence for code, sentence in REPORT_FLAGS.items() if code in raised}
    if result == "not_met":
        flags |= {code: sentence for code, sentence in NOBODY_SAID.items() if _nobody_said(code, request)}
    if request.unread:
        flags["reading_waits"] = (
            f"{join_and(request.unread[:10])}{'…' if len(request.unread) > 10 else ''}: the form was not read for "
            "certain, so this counts as not known until a person has looked."
        )
    if pairs := apart.doubtful():
        named = join_and(f"{a.id} and {b.id}" for a, b in pairs[:10]) + ("…" if len(pairs) > 10 else "")
        flags["may_be_one_incident"] = (
            f"Some reports may be about one incident ({named}): until somebody says, they are counted both ways."
        )
    if not request.links_judged and len(request.incidents) > 1:
        flags["link_not_judged"] = (
            "The application treats its incidents as one matter. Look whether they are linked: reports about different "
            "things are not added together."
        )
    for limb in limbs:
        if limb.limb.counts == "decision" and limb.limb.id not in request.answers and result != "met":
            flags[f"officer_may_decide_{limb.limb.id}"] = f"{limb.sentence}"
    if statutory.answer == "met" and result == "needs_decision":
        flags["statutory_count_stands"] = (
            "The Act's count is reached (s.104(4)): a letter that says no needs the reason of a named officer."
        )
    if result != "met" and statutory.answer != "met" and statutory.most:
        flags["s104_5_discretion"] = _discretion(rules)
    return flags


def _nobody_said(code: str, request: Request) -> bool:
    if code == "no_reply":
        return request.replied is False
    reports = [report for incident in request.incidents for report in incident.reports]
    return request.replied is not None and not any(report.source == "application" for report in reports)


def _discretion(rules: Rules) -> str:
    if rules.discretion:
        weighed = join_and(_DISCRETION.get(one, one) for one in rules.discretion)
        return f"Below the count the procedure lets you weigh {weighed} (s.104(5)). Say that you have."
    return (
        "Below the count the Act lets a procedure weigh how persistent the behaviour is, its harm, and what was done "
        "(s.104(5)). The procedure here names no such test."
    )


_HATE: Final[tuple[Kind, ...]] = ("hate", "hate_recorded", "hate_crime")


def suggestions_of(rules: Rules, request: Request, result: Answer) -> tuple[str, ...]:
    """``informal_review`` where the threshold is not met, or may not be, and the procedure asks to think of one."""
    if result == "met":
        return ()
    hate = any(incident.kinds.get(kind) for incident in request.incidents for kind in _HATE)
    asked = ("hate" in rules.informal_review and hate) or ("vulnerable" in rules.informal_review and request.vulnerable)
    return ("informal_review",) if asked else ()
