"""The threshold of an application: the Act's rule, the local one, and what comes of both (Rules of counting 1 to 8).

``result`` is ``met`` where the local rule is met for certain, and ``not_met`` where neither it nor the Act's can be.
All between is ``needs_decision``: where three qualifying complaints stand under s.104(4) and only a local rule says
no, a named officer must give the reason.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ctdocs.model.threshold import Limb, Rules
from ctdocs.rules.threshold.apart import Apart
from ctdocs.rules.threshold.checks import checks, verdict
from ctdocs.rules.threshold.counting import Judged, count
from ctdocs.rules.threshold.flags import flags_of, suggestions_of
from ctdocs.rules.threshold.periods import first_day
from ctdocs.rules.threshold.proposals import proposals_of
from ctdocs.rules.threshold.reasons import limb_sentence, listed, reasons_of, to_decide
from ctdocs.rules.threshold.values import Answer, Assessment, LimbResult, ReportResult, Request

_ORDER = {"yes": 0, "open": 1, "no": 2}


def assess(rules: Rules, request: Request, *, on: date) -> Assessment:
    """What the threshold comes to on ``on``, with every report counted or not and why. A person decides.

    The order in which incidents and reports are given never matters.
    """
    apart = Apart(request)
    statutory = _limb(rules.statutory, rules, request, apart, statutory=True)
    limbs = tuple(_limb(limb, rules, request, apart) for limb in rules.limbs)
    local = _any([limb.answer for limb in limbs])
    result = _result(local, statutory.answer)
    reports = _best_of([limb for limb in limbs if limb.limb.counts != "decision"] or [statutory])
    proposals = proposals_of(request, apart)
    return Assessment(
        rules,
        on,
        statutory,
        limbs,
        local,
        result,
        reports,
        reasons_of(rules, request, limbs, result),
        to_decide(rules, statutory, local, result),
        flags_of(rules, request, limbs, statutory, reports, apart, result),
        proposals,
        suggestions_of(rules, request, result),
    )


def _limb(limb: Limb, rules: Rules, request: Request, apart: Apart, *, statutory: bool = False) -> LimbResult:
    judged = []
    for incident in apart.incidents:
        for report in incident.reports:
            found = checks(report, incident, request, limb, rules, statutory=statutory)
            judged.append(Judged(report, incident, verdict(found), found))
    all_ = tuple(judged)
    counted = count(limb, all_, request, apart)
    begins = first_day(request.received, limb.window.span)
    if not statutory and rules.reset_by:
        begins = max([begins, *(reset.day for reset in request.resets if reset.same_matter and reset.matter is None)])
    return LimbResult(
        limb,
        counted.answer,
        counted.least,
        counted.most,
        counted.by_group,
        begins,
        limb_sentence(limb, counted),
        listed(all_, limb, request, several=len(counted.by_group) > 1),
    )


def _any(answers: Iterable[Answer]) -> Answer:
    given = set(answers)
    return "met" if "met" in given else "needs_decision" if "needs_decision" in given else "not_met"


def _result(local: Answer, statutory: Answer) -> Answer:
    if local == "met":
        return "met"
    return "not_met" if local == statutory == "not_met" else "needs_decision"


def _best_of(limbs: list[LimbResult]) -> tuple[ReportResult, ...]:
    """Each report once, as the limb sees it that takes it best; of equals the first."""
    best: dict[str, ReportResult] = {}
    for limb in limbs:
        for one in limb.reports:
            known = best.get(one.report.id)
            if known is None or _rank(one) < _rank(known):
                best[one.report.id] = one
    return tuple(best.values())


def _rank(one: ReportResult) -> int:
    # A second report of an incident that is counted says more than a reason why that report would not count.
    return 1 if one.rule == "same_incident" else _ORDER[one.counts]
