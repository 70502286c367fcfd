"""Cases of made-up people in which one letter may go, for tests that change one thing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from ctdocs.model.case import Case
from ctdocs.model.fields import Value

AREA = "example/exampleshire"
RECEIVED, COMPLETED, MEETING = date(2026, 11, 2), date(2026, 11, 3), date(2026, 12, 10)
AT = datetime(2026, 12, 14, 10, tzinfo=UTC)
OFFICER = "Fern Ficton"

VICTIM = {"victim.name": "Siân Gŵyr", "victim.address": "5 Imaginary Row\nExampleton", "victim.postcode": "AA99 3AA"}
APPLICANT = {"applicant.name": "Dewi Pŵel", "applicant.address": "3 Imaginary Row\nExampleton"}
KNOWN = {
    "perpetrators.1.name": "Max Mockup", "perpetrators.1.address": "14 Mill Lane\nExampleton\nAA99 7ZZ",
    "people.1.name": "Max Mockup", "people.1.born": "1980-05-03", "people.1.address": "14 Mill Lane",
    "assessments.1.assessment.name": "Max Mockup", "assessments.1.assessment.disability": "Epilepsy",
}  # fmt: skip
TEXTS = {
    "decision.reasons": "There were two reports.", "meeting.time": "10am", "meeting.place": "The Old Corn Hall",
    "meeting.date": MEETING.isoformat(), "review.findings": "It is persistent.", "review.recommendations": "None.",
    "actions.1.action": "One officer", "actions.1.agency": "The council", "actions.1.due": "March",
    "actions.1.agreed": "yes", "actions.1.lead": "Hal Hoax", "incomplete.missing": "The dates.",
    "declined.reasons": "It was looked at in June.", "paused.reason": "A trial has begun.", "paused.until": "Its end.",
    "informal.offer": "All reports.", "closing.reason": "It is quiet.", "appeal.against": "outcome",
    "appeal.reasons": "It was fair.", "appeal.recommendations": "Nothing.", "appeal.extended_reason": "It came late.",
    "appeal.extended_until": "2027-01-20",
}  # fmt: skip
DAY = {
    "letter-1": date(2026, 11, 4), "letter-2": date(2026, 11, 4), "letter-3": date(2026, 11, 4),
    "letter-4": date(2026, 11, 24), "letter-5": date(2026, 11, 24), "letter-6": date(2026, 12, 14),
}  # fmt: skip
LATER = date(2026, 12, 14)
_OTHER = ("letter-2", "letter-3", "letter-consent-withdrawn", "letter-appeal-consent")
_NOT_MET = ("letter-4", "letter-informal-review")


def day_of(letter_id: str) -> date:
    """A day that the letter may carry."""
    return DAY.get(letter_id, LATER)


def ready(folder: Path, letter_id: str, values: Mapping[str, Value] | None = None, *, reference: str = "CT/1") -> Case:
    """A case in which that letter may go, with these values besides."""
    case = Case.create(folder, AREA, RECEIVED, "post", AT, OFFICER, reference=reference)
    third = letter_id in _OTHER
    given: dict[str, Value] = {
        "basis": "other" if third else "self", **VICTIM, **(APPLICANT if third else {}), **KNOWN, **TEXTS,
        **({"evidence.kind": "letter"} if third and letter_id != "letter-2" else {}), **(values or {}),
    }  # fmt: skip
    complete = {} if letter_id == "letter-incomplete" else {"completed": COMPLETED}
    case.change(AT, OFFICER, values=given, dates=complete)
    ended = ("letter-6",) if letter_id == "letter-closed" else ()
    for sent in ("letter-1", "letter-3", "letter-4", "letter-5", *ended):
        if sent != letter_id and not (sent == "letter-5" and letter_id in _NOT_MET):
            case.step(sent, day=date(2026, 11, 4), by=OFFICER, at=AT)
    outcome = "not_met" if letter_id in _NOT_MET else "met"
    case.decide("threshold", outcome, day=date(2026, 11, 5), by=OFFICER, at=AT)
    if letter_id == "letter-declined":
        case.decide("eligibility", "refused", day=date(2026, 11, 5), by=OFFICER, at=AT)
    case.decide("informal-review", "offered", day=date(2026, 11, 5), by=OFFICER, at=AT)
    case.decide("appeal", "rejected", day=date(2026, 12, 11), by=OFFICER, at=AT)
    of_one = {"letter-withdrawn": "withdrawn", "letter-consent-withdrawn": "advocate_withdrawn"}
    for event in ("appeal_lodged", *(event for name, event in of_one.items() if name == letter_id)):
        case.step(event, day=date(2026, 12, 1), by=OFFICER, at=AT, event=event)
    return case
