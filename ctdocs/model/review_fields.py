"""The field ids of the review, from the request to partners to the action plan: what each takes, and its name.

A partner's reply and a proportionality assessment come once for each partner or person: in the case they stand under
``returns.N`` and ``assessments.N``, counted as they came.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

INSTANCES: Final[Mapping[str, str]] = {
    "threshold-request": "returns",
    "proportionality-assessment": "assessments",
}
"""The forms that a case has several of, by document id, and the name under which each one's answers stand."""

_YES_NO: Final = ("yes", "no")
_ONE: Final = "text"
_MANY: Final = "multiline"
_DAY: Final = "date"
_CHOICE: Final = "choice"

Row = tuple[str, str, tuple[str, ...]]


def _field(kind: str, label: str, *options: str) -> Row:
    return kind, label, options


def _yes_no(label: str) -> Row:
    return _field(_CHOICE, label, *_YES_NO)


_REPLY: Final[Mapping[str, Row]] = {
    "request.organisation": _field(_ONE, "organisation asked"),
    "request.from": _field(_DAY, "first day of the period asked about"),
    "request.until": _field(_DAY, "last day of the period asked about"),
    "request.reply_by": _field(_DAY, "day by which the reply is wanted"),
    "people.N.name": _field(_ONE, "name of the person asked about"),
    "people.N.born": _field(_DAY, "date of birth of the person asked about"),
    "people.N.address": _field(_MANY, "address of the person asked about"),
    "reply.organisation": _field(_ONE, "organisation that replies"),
    "reply.name": _field(_ONE, "name of who replies"),
    "reply.job": _field(_ONE, "job title of who replies"),
    "reply.phone": _field("phone", "telephone number of who replies"),
    "reply.email": _field("email", "e-mail address of who replies"),
    "reply.date": _field(_DAY, "date of the reply"),
    "reply.reports": _yes_no("whether reports or complaints are held"),
    "reply.investigating": _yes_no("whether complaints are being looked into"),
    "reply.markers": _yes_no("whether there are vulnerability markers"),
    "reply.risk_assessments": _yes_no("whether there are risk assessments"),
    "complaints.N.reference": _field(_ONE, "reference number of the complaint"),
    "complaints.N.received": _field(_DAY, "date on which the complaint was received"),
    "complaints.N.overview": _field(_MANY, "overview of the complaint"),
    "complaints.N.acted": _yes_no("whether action was taken on the complaint"),
    "complaints.N.action": _field(_MANY, "action on the complaint, or why there was none"),
    "reply.additional": _field(_MANY, "anything else in the reply"),
}

_ASSESSMENT: Final[Mapping[str, Row]] = {
    "assessment.name": _field(_ONE, "name of the alleged perpetrator"),
    "assessment.address": _field(_MANY, "address of the alleged perpetrator"),
    "assessment.action": _field(_MANY, "action being considered"),
    "assessment.informal": _field(_MANY, "informal action so far"),
    "assessment.formal": _field(_MANY, "formal action so far"),
    "assessment.vulnerability": _field(_MANY, "vulnerability of the alleged perpetrator"),
    "assessment.disability": _field(_MANY, "disability of the alleged perpetrator"),
    "assessment.household": _field(_MANY, "vulnerability of others in the household"),
    "assessment.support": _field(_MANY, "support offered to the alleged perpetrator"),
    "assessment.rehousing": _field(_MANY, "whether re-housing was considered"),
    "assessment.impact": _field(_MANY, "impact of the behaviour"),
    "assessment.summary": _field(_MANY, "why the action is reasonable, necessary and proportionate"),
    "assessment.signature": _field("signature", "signature of the assessment"),
    "assessment.date": _field(_DAY, "date of the assessment"),
    "assessment.job": _field(_ONE, "job title of who made the assessment"),
    "assessment.review_due": _field(_DAY, "day on which the assessment is to be reviewed"),
}

_ONCE: Final[Mapping[str, Row]] = {
    **{name: row for name, row in _REPLY.items() if name.startswith(("request.", "people."))},
    "decision.threshold": _field(_CHOICE, "decision on the threshold", "met", "not_met"),
    "decision.reasons": _field(_MANY, "reasons for the decision on the threshold"),
    "statement.on_behalf": _field(_ONE, "who wrote the victim statement down"),
    "statement.text": _field(_MANY, "victim statement"),
    "statement.wish": _field(_MANY, "what would make the biggest difference"),
    "statement.signature": _field("signature", "signature of the victim statement"),
    "statement.date": _field(_DAY, "date of the victim statement"),
    "meeting.date": _field(_DAY, "date of the meeting"),
    "meeting.time": _field(_ONE, "time of the meeting"),
    "meeting.place": _field(_MANY, "place of the meeting"),
    "meeting.chair": _field(_ONE, "chair of the meeting"),
    "meeting.chair_independent": _yes_no("whether the chair is independent of the case"),
    "meeting.conflicts": _field(_MANY, "conflicts of interest, and what was decided about them"),
    "attendance.N.name": _field(_ONE, "name of who signed the declaration"),
    "attendance.N.organisation": _field(_MANY, "organisation of who signed the declaration"),
    "attendance.N.job": _field(_ONE, "job title of who signed the declaration"),
    "attendance.N.signature": _field("signature", "signature of the declaration"),
    "minutes.acknowledged": _field(_DAY, "minutes: day of letter 1"),
    "minutes.consent_received": _field(_DAY, "minutes: day on which consent was received"),
    "perpetrators.N.name": _field(_MANY, "name of the perpetrator"),
    "perpetrators.N.address": _field(_MANY, "address of the perpetrator"),
    "minutes.advised": _field(_DAY, "minutes: day of letter 4 or 5"),
    "minutes.declaration": _yes_no("minutes: whether everybody signed the declaration"),
    "attendees.N.organisation": _field(_MANY, "organisation of the attendee"),
    "attendees.N.name": _field(_ONE, "name of the attendee"),
    "attendees.N.job": _field(_ONE, "job title of the attendee"),
    "attendees.N.involved": _yes_no("whether the attendee's organisation had dealt with the case before"),
    "attendees.N.conflict": _yes_no("whether the attendee declared a conflict of interest"),
    "apologies.N.organisation": _field(_MANY, "organisation that sent apologies"),
    "apologies.N.name": _field(_ONE, "name of who sent apologies"),
    "apologies.N.job": _field(_ONE, "job title of who sent apologies"),
    "apologies.N.report": _yes_no("whether a written report came with the apologies"),
    "minutes.victim_invited": _yes_no("minutes: whether the victim was invited"),
    "minutes.not_invited_reason": _field(_MANY, "minutes: why the victim was not invited"),
    "minutes.perspective": _field(_MANY, "minutes: the victim's perspective"),
    "minutes.history": _field(_MANY, "minutes: history of the case"),
    "minutes.more_needed": _field(_MANY, "minutes: information still needed"),
    "minutes.assessment_done": _yes_no("minutes: whether a proportionality assessment was completed"),
    "minutes.no_assessment_reason": _field(_MANY, "minutes: why no proportionality assessment was completed"),
    "taken.N.action": _field(_MANY, "action taken so far"),
    "taken.N.by": _field(_MANY, "who took the action"),
    "taken.N.adequate": _yes_no("whether the action was adequate"),
    "taken.N.comments": _field(_MANY, "comments on the action taken"),
    "review.findings": _field(_MANY, "findings of the review"),
    "review.recommendations": _field(_MANY, "recommendations of the review"),
    "recommendations.N.to": _field(_MANY, "body that the recommendation goes to"),
    "recommendations.N.text": _field(_MANY, "recommendation to another body"),
    "recommendations.N.reply_by": _field(_DAY, "day by which a reply to the recommendation is asked for"),
    "not_pursued.N.action": _field(_MANY, "action not recommended"),
    "not_pursued.N.agency": _field(_MANY, "agency of the action not recommended"),
    "not_pursued.N.reason": _field(_MANY, "why the action is not recommended"),
    "minutes.next_steps": _field(_MANY, "minutes: next steps"),
    "minutes.sent": _field(_DAY, "minutes: day on which they were sent to partners"),
    "plan.discussed": _field(_DAY, "day on which the action plan was discussed"),
    "minutes.outcome_sent": _field(_DAY, "minutes: day of letter 6"),
    "minutes.recorded": _field("tick", "tick: the record in the case system is up to date"),
    "plan.lead": _field(_ONE, "lead officer for the action plan"),
    "plan.review": _field(_DAY, "day on which the action plan is looked at again"),
    "actions.N.action": _field(_MANY, "action"),
    "actions.N.agency": _field(_ONE, "agency of the action"),
    "actions.N.lead": _field(_ONE, "lead officer for the action"),
    "actions.N.due": _field(_ONE, "timescale of the action"),
    "actions.N.completed": _field(_DAY, "day on which the action was completed"),
    "actions.N.progress": _field(_MANY, "progress of the action"),
    "actions.N.agreed": _yes_no("whether the action is agreed to"),
}

FIELDS: Final[Mapping[str, Row]] = {
    **_ONCE,
    **{f"returns.N.{name}": row for name, row in _REPLY.items()},
    **{f"assessments.N.{name}": row for name, row in _ASSESSMENT.items()},
}
"""Kind, name and options of every field of the review, by its id; N stands for the number of a row."""
