"""What is wrong with an application, each thing in a plain sentence with its field id and a code.

The required questions are those with an asterisk on the form (Derbyshire practitioner guidance v2.1, Appendix B);
the guidance notes (Appendix C) ask for full details of each incident. Thresholds are judged elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from ctdocs.errors import Problem
from ctdocs.model.application import Application
from ctdocs.model.application_parts import Incident, Person, part, rows
from ctdocs.model.text import long_date, read_date

FOR_A_PERSON: Final = frozenset(
    ("date-unclear", "date-after-receipt", "reported-before", "no-phone", "evidence-claimed")
)
"""Codes of problems that do not make the application incomplete, but that a person should look at."""

SIGNED: Final = ("declaration.date", "consent.date")
"""The days on which somebody signed."""

_CLAIMS: Final = {
    "letter": "a letter of consent from the person affected",
    "authority": "evidence of the right to act",
}
"""What an applicant may say is sent, beside the consent page of the form."""

_REPORT: Final = {
    "date_reported": ("missing-date-reported", "does not say when it was reported"),
    "reported_to": ("missing-reported-to", "does not say who it was reported to"),
    "reported_by": ("missing-reported-by", "does not say who reported it"),
    "how_reported": ("missing-how-reported", "does not say how it was reported"),
}


def problems(values: Mapping[str, Any], *, received: date | None = None) -> tuple[Problem, ...]:
    """Everything that is missing or does not fit, in the order of the form. ``values`` is nested, rows as lists.

    ``received`` is the day the application came in, where it is known: nothing can have happened after it.
    """
    incidents = [part(Incident, row) for row in rows(values.get("incidents"))]
    return _check(Application.from_values(values), incidents, received)


def _check(application: Application, incidents: Sequence[Incident], received: date | None) -> tuple[Problem, ...]:
    """The problems of one application. ``incidents`` holds every row, blank ones too: numbers are the form's."""
    return tuple(
        [
            *_basis(application),
            *_people(application),
            *_behaviour(application),
            *_incidents(incidents, received),
            *_declaration(application),
            *_late("declaration.date", "The declaration", application.declaration.date, received),
            *_authority(application),
            *_late("consent.date", "The consent", application.consent.date, received),
        ]
    )


def _basis(application: Application) -> Iterator[Problem]:
    if application.basis not in ("self", "other"):
        yield _missing("basis", "Question 1 is not answered: whether the applicant is the person affected.")


def _people(application: Application) -> Iterator[Problem]:
    if not application.victim.name and not application.applicant.name:
        yield Problem(
            "No name is given. An anonymous application cannot be accepted.", code="anonymous", field="victim.name"
        )
    elif not application.victim.name:
        yield _missing("victim.name", "The name of the person affected is missing (question 3).")
    if application.third_party:
        if not application.applicant.name and application.victim.name:
            yield _missing("applicant.name", "The name of the applicant is missing (question 2).")
        yield from _reachable("applicant", "the applicant", 2, application.applicant)
    yield from _reachable("victim", "the person affected", 3, application.victim)


def _reachable(who: str, called: str, question: int, person: Person) -> Iterator[Problem]:
    if not person.address:
        yield _missing(f"{who}.address", f"The address of {called} is missing (question {question}).")
    if not (person.daytime_phone or person.mobile_phone):
        yield Problem(
            f"No phone number of {called} is given (question {question}).",
            code="no-phone",
            field=f"{who}.daytime_phone",
        )


def _behaviour(application: Application) -> Iterator[Problem]:
    if not application.behaviour:
        yield _missing("behaviour", "Question 4, the type of behaviour, is not answered.")


def _incidents(incidents: Sequence[Incident], received: date | None) -> Iterator[Problem]:
    filled = [(number, one) for number, one in enumerate(incidents, start=1) if one != Incident()]
    for number, one in filled:
        yield from _incident(number, one, received)
    if not filled:
        yield _missing("incidents.1.date", "Question 5 names no incident; at least one is needed.")


def _incident(number: int, incident: Incident, received: date | None) -> Iterator[Problem]:
    called, path = f"Incident {number}", f"incidents.{number}"
    if not incident.date:
        message = f"{called} has no date; an attempt at one is needed, such as “early March 2026”."
        yield Problem(message, code="missing-date", field=f"{path}.date")
    if not incident.details:
        yield Problem(f"{called} does not say what happened.", code="missing-details", field=f"{path}.details")
    for name, (code, message) in _REPORT.items():
        if not getattr(incident, name):
            yield Problem(f"{called} {message}.", code=code, field=f"{path}.{name}")
    for name, text, day in (
        ("date", incident.date, incident.happened),
        ("date_reported", incident.date_reported, incident.reported),
    ):
        if text and day is None:
            message = f"{called}: “{text}” is not a date the program can be sure of."
            yield Problem(message, code="date-unclear", field=f"{path}.{name}")
        if day and received and day > received:
            message = f"{called}: {long_date(day)} is after the application was received."
            yield Problem(message, code="date-after-receipt", field=f"{path}.{name}")
    if incident.happened and incident.reported and incident.reported < incident.happened:
        message = (
            f"{called} was reported on {long_date(incident.reported)}, before it happened on "
            f"{long_date(incident.happened)}."
        )
        yield Problem(message, code="reported-before", field=f"{path}.date_reported")


def _declaration(application: Application) -> Iterator[Problem]:
    declaration = application.declaration
    if not declaration.accurate:
        yield _missing("declaration.accurate", "The box that the information is correct is not ticked.")
    if not declaration.sharing:
        yield _missing("declaration.sharing", "The box about sharing information is not ticked.")
    if not declaration.signature:
        yield _missing("declaration.signature", "The application is not signed.")
    if not declaration.date:
        yield _missing("declaration.date", "The signature is not dated.")


def _late(name: str, called: str, signed: str, received: date | None) -> Iterator[Problem]:
    day = read_date(signed)
    if day and received and day > received:
        message = f"{called} is dated {long_date(day)}, after the application was received."
        yield Problem(message, code="date-after-receipt", field=name)


def _authority(application: Application) -> Iterator[Problem]:
    if not application.third_party:
        return
    if application.evidence.kind in _CLAIMS:
        yield Problem(
            f"The form says that {_CLAIMS[application.evidence.kind]} is sent with it: a person must look whether it "
            "came.",
            code="evidence-claimed",
            field="evidence.kind",
            hint=f"Once it has: ctdocs case set CASE evidence.kind={application.evidence.kind}",
        )
        return
    consent = application.consent
    if not (consent.permission or consent.sharing or consent.signature or consent.date):
        message = (
            "Somebody else applies, but neither the consent of the person affected nor other evidence of authority is "
            "given; the application waits for it."
        )
        yield Problem(message, code="missing-evidence", field="evidence.kind")
        return
    if not consent.permission:
        yield _missing("consent.permission", "The person affected has not ticked that the applicant may apply.")
    if not consent.sharing:
        message = "The person affected has not ticked that information may be shared with the applicant."
        yield _missing("consent.sharing", message)
    if not consent.signature:
        yield _missing("consent.signature", "The consent of the person affected is not signed.")
    if not consent.date:
        yield _missing("consent.date", "The consent of the person affected is not dated.")


def _missing(field: str, message: str) -> Problem:
    return Problem(message, code="missing-required", field=field)
