"""Why the threshold is met or not, and why each complaint counts or does not, in words for the person who applied."""

from __future__ import annotations

from ctdocs.model.text import join_and, words
from ctdocs.model.threshold import Limb, Rules
from ctdocs.rules.threshold.counting import Counted, Judged
from ctdocs.rules.threshold.values import Answer, Check, LimbResult, ReportResult, Request
from ctdocs.rules.threshold.wording import between, number, rule_of, told, uncounted


def listed(judged: tuple[Judged, ...], limb: Limb, request: Request, *, several: bool) -> tuple[ReportResult, ...]:
    """Every report in the order of its day, each with its sentence. ``several``: there is more than one matter."""
    results = []
    taken: dict[tuple[str, str], Judged] = {}
    for one in sorted(judged, key=_in_order):
        each = one.report.person if limb.counts != "incidents" or limb.by == "one_person" else ""
        earlier = taken.get((one.incident.id, each)) if one.counts != "no" else None
        if one.counts == "yes" and earlier is None:
            taken[(one.incident.id, each)] = one
        results.append((_one(one, earlier, request, several=several), _day(one)))
    return tuple(result for result, _ in sorted(results, key=lambda found: (found[1], found[0].report.id)))


def _in_order(one: Judged) -> tuple[bool, str, str]:
    return one.counts != "yes", _day(one), one.report.id


def _day(one: Judged) -> str:
    return one.report.made.earliest.isoformat() if one.report.made else "9999"


def _one(one: Judged, earlier: Judged | None, request: Request, *, several: bool) -> ReportResult:
    said = told(one.report, one.incident, third_party=request.third_party)
    if earlier is not None:
        first = earlier.report
        when = f" made {first.made.words()}" if first.made else ""
        sentence = f"{said} It is about the same incident as the report{when}. An incident is counted once."
        return ReportResult(one.report, one.incident, "no", "same_incident", sentence, one.checks)
    deciding = _deciding(one)
    if one.counts == "yes":
        sentence = f"{said} This counts because {_why(one.checks)}."
        if several and one.incident.matter:
            sentence += f" It is counted with the reports about {one.incident.matter}, and not with others."
    elif one.counts == "no":
        sentence = f"{said} This does not count because {join_and(_said(deciding))}."
    else:
        sentence = f"{said} We cannot say yet whether this counts: {'; '.join(_said(deciding))}."
    return ReportResult(
        one.report, one.incident, one.counts, deciding[0].rule if deciding else "", sentence, one.checks
    )


def _deciding(one: Judged) -> list[Check]:
    found = [check for check in one.checks if check.state == one.counts != "yes"]
    # What was reported too long ago happened too long ago: to say both says it twice.
    old = any(check.rule == "report_in_window" for check in found)
    return [check for check in found if not (old and check.rule == "incident_in_window")]


def _said(deciding: list[Check]) -> list[str]:
    """Why, each thing once: several periods that nobody can count for want of a day are one reason."""
    unknown = [check for check in deciding if check.missing]
    if not unknown:
        return [check.because for check in deciding]
    together = uncounted((what for check in unknown for what in check.missing), (check.period for check in unknown))
    return [together, *(check.because for check in deciding if not check.missing)]


def _why(checks: tuple[Check, ...]) -> str:
    """The periods say why a report counts; whom, how and by whom go without saying, but for what was in doubt."""
    by_rule = {check.rule: check for check in checks}
    said = [by_rule[name].because for name in ("reported_in_time",) if name in by_rule]
    if window := by_rule.get("incident_in_window") or by_rule.get("report_in_window"):
        said.append(window.because)
    route = by_rule.get("route")
    if route and (route.flag or route.because.startswith("it was made to")):
        said.append(route.because)
    return join_and(said)


def limb_sentence(limb: Limb, counted: Counted) -> str:
    """What was counted for a limb, and what it asks for."""
    if limb.counts == "decision":
        done = {"met": "has decided so", "not_met": "has not decided so", "needs_decision": "has still to decide"}
        return f"{limb.role}: {done[counted.answer]}."
    found = between(counted.least, counted.most, limb.counts)
    return f"We counted {found}. The rule asks for {rule_of(limb)}."


def reasons_of(
    rules: Rules, request: Request, limbs: tuple[LimbResult, ...], result: Answer
) -> tuple[str, ...]:
    """Each limb with what was counted for it, and what it asks for; the letter itself says the result."""
    counting = [limb for limb in limbs if limb.limb.counts != "decision"]
    shown = [limb for limb in limbs if limb.answer == "met"] if result == "met" else counting
    said = [limb.sentence for limb in shown]
    said += [sentence for limb in counting if limb.answer != "met" and (sentence := _groups(limb))]
    said += [sentence for limb in limbs if limb.answer != "met" for sentence in _questions(limb.limb, request)]
    return tuple(dict.fromkeys(said))


def to_decide(rules: Rules, statutory: LimbResult, local: Answer, result: Answer) -> str:
    """What a person is asked to decide, and who: for the officer, not for the letter."""
    who = rules.decided_by or "An officer"
    if result != "needs_decision":
        return f"This is a proposal: {who[:1].lower()}{who[1:]} decides."
    return f"{who} must decide whether the threshold is met. {_undecided(statutory, local)}"


def _undecided(statutory: LimbResult, local: Answer) -> str:
    if statutory.answer == "met" and local == "not_met":
        return (
            f"The law asks for {number(statutory.limb.count, 'incidents')} reported in time, and there are "
            f"{words(statutory.least)}. Only a local rule says no. Who decides must say why."
        )
    return "What is not known yet makes a difference: the answer would be yes with some of it, and no with the rest."


def _groups(limb: LimbResult) -> str:
    if len(limb.by_group) < 2:
        return ""
    parts = [f"{name}: {between(least, most, limb.limb.counts)}" for name, (least, most) in limb.by_group.items()]
    return f"Reports about different things are not added together ({'; '.join(parts)})."


def _questions(limb: Limb, request: Request) -> list[str]:
    said = []
    for question in limb.questions:
        answer = request.answers.get(question.id)
        if answer is False:
            said.append(f"The rule also asks that {question.sentence}. That is not so here.")
        elif answer is None:
            said.append(f"The rule also asks that {question.sentence}. Nobody has said yet whether that is so.")
    return said
