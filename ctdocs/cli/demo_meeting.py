"""What the made-up partners, the victim and the panel of the demo say. Nobody here exists."""

from __future__ import annotations

from typing import Any

from ctdocs.cli.demo_people import COUNCIL, HOMES, REFERENCE

DECIDED = "2027-01-11"
MEETING = "2027-01-28"
AFTER = "2027-02-01"
TOLD = "2027-02-02"

CONSTABULARY = "Exampleshire Constabulary"

SAME = (
    ("incidents.1", "returns.2.complaints.1"), ("incidents.2", "returns.1.complaints.1"),
    ("incidents.4", "returns.3.complaints.1"), ("incidents.5", "returns.1.complaints.2"),
    ("incidents.6", "returns.1.complaints.3"),
)  # fmt: skip
"""Reports of the application that partners hold too: the officer says that each pair is of one incident."""

ARRANGED = {
    "meeting.date": MEETING,
    "meeting.time": "10am",
    "meeting.place": "The Old Corn Hall, 1 Nowhere Square, Exampleton",
    "meeting.chair": "Ida Invented, Madeupshire Homes",
    "victim.landlord_kind": "none",
    "perpetrators.1.name": "Max Mockup",
    "perpetrators.1.born": "1988-06-02",
    "perpetrators.1.landlord_kind": "social",
    "perpetrators.1.landlord": HOMES,
}
"""What the officer puts into the case once the threshold is met."""


def replies() -> dict[str, dict[str, Any]]:
    """The threshold request as three partners return it, by the name of their file."""
    return {
        "reply-police": _reply(
            CONSTABULARY, "Sergeant Phil Phantom", "Neighbourhood sergeant", "yes",
            [
                ("P/101", "2026-07-20", "Two people shouted at a woman and followed her.", "no", "Nobody was named."),
                ("P/233", "2026-09-15", "A gate was kicked until its hinge broke.", "yes", "A visit; a crime number."),
                ("P/310", "2026-10-12", "Fireworks against the side of a house.", "yes", "Patrols on two nights."),
            ],
        ),
        "reply-housing": _reply(
            HOMES, "Hal Hoax", "Housing manager", "yes",
            [("H/88", "2026-07-04", "Loud music from number 7 until three.", "yes", "A warning letter in August.")],
        ),
        "reply-council": _reply(
            COUNCIL, "Cora Contrived", "Environmental health officer", "yes",
            [("C/455", "2026-09-01", "Music all night.", "no", "The visit was made on another night; it was quiet.")],
        ),
    }  # fmt: skip


def _reply(
    organisation: str, name: str, job: str, markers: str, complaints: list[tuple[str, str, str, str, str]]
) -> dict[str, Any]:
    keys = ("reference", "received", "overview", "acted", "action")
    return {
        "reference": REFERENCE,
        "request": {
            "organisation": organisation, "from": "2026-06-11", "until": "2026-12-11", "reply_by": "2027-01-06",
        },
        "people": [{"name": "Siân Gŵyr-Łódź", "born": "1945-03-01", "address": "Tŷ Dychmygol\n5 Imaginary Row"}],
        "reply": {
            "organisation": organisation, "name": name, "job": job, "date": "2027-01-05", "reports": "yes",
            "investigating": "no", "markers": markers, "risk_assessments": "no",
        },
        "complaints": [dict(zip(keys, row, strict=True)) for row in complaints],
    }  # fmt: skip


def statement() -> dict[str, Any]:
    """The victim statement, which she writes because she does not want to come."""
    return {
        "reference": REFERENCE,
        "victim": {"name": "Siân Gŵyr-Łódź"},
        "statement": {
            "on_behalf": "Dewi Pŵel, her son; the words are hers",
            "text": "I sleep in the kitchen. When I hear laughing outside I put out the light & wait.\n\n"
            "I have lived here for forty years. I used to know everybody. Now I do not open the door.",
            "wish": "That somebody tells me what happens, before it happens.",
            "signature": "Siân Gŵyr-Łódź",
            "date": "2027-01-20",
        },
    }


def assessment() -> dict[str, Any]:
    """The proportionality assessment of one alleged perpetrator, as far as it is known before the meeting."""
    return {
        "reference": REFERENCE,
        "assessment": {
            "name": "Max Mockup", "address": "7 Imaginary Row", "action": "Acceptable behaviour contract",
            "informal": "One warning letter, August 2026.", "formal": "None.",
            "vulnerability": "He lost his work in June 2026. It is not thought that the music is linked to it.",
            "support": "Referred to the tenancy support team on 12 January 2027; no answer yet.",
            "summary": "It is the least that can be tried, and it can be ended at any time.",
            "signature": "Hal Hoax", "date": "2027-01-22", "job": "Housing manager",
        },
    }  # fmt: skip


def minutes() -> dict[str, Any]:
    """What the minutes say besides what the case knows already."""
    people = (
        (COUNCIL, "Fern Ficton", "Single point of contact", "yes"),
        (CONSTABULARY, "Sergeant Phil Phantom", "Sergeant", "yes"),
        (HOMES, "Hal Hoax", "Housing manager", "yes"),
        ("Exampleshire Victim Services", "Vera Visionary", "Case worker", "no"),
    )
    return {
        "perpetrators": [{"name": "Max Mockup", "address": "7 Imaginary Row"}],
        "attendees": [
            {"organisation": body, "name": name, "job": job, "involved": involved, "conflict": "no"}
            for body, name, job, involved in people
        ],
        "meeting": {"chair_independent": "yes"},
        "apologies": [
            {"organisation": "NHS Exampleshire", "name": "Dr Una Unreal", "job": "Lead nurse", "report": "yes"}
        ],
        "minutes": {
            "declaration": "yes", "victim_invited": "yes", "assessment_done": "yes",
            "perspective": "The statement was read out. Vera Visionary spoke for Mrs Gŵyr-Łódź.",
            "history": "Seven incidents since July. Each organisation had been told of some, and none of all of them.",
            "more_needed": "A hearing assessment.",
            "next_steps": "Vera Visionary keeps in touch with Mrs Gŵyr-Łódź. Hal Hoax leads the plan.",
        },
        "taken": [
            {"action": "Warning letter", "by": HOMES, "adequate": "no", "comments": "The music went on."},
            {"action": "Extra patrols", "by": CONSTABULARY, "adequate": "yes", "comments": "Two quiet nights."},
        ],
        "review": {
            "findings": "The behaviour is persistent & has done harm.\nEach report was looked at alone.",
            "recommendations": "One officer for all reports.\nAn acceptable behaviour contract with the tenant.",
        },
        "recommendations": [
            {"to": "Exampleshire County Council", "text": "Mend the lamp in the alley.", "reply_by": "2027-03-01"}
        ],
        "not_pursued": [{"action": "Possession", "agency": HOMES, "reason": "Other steps have not been tried."}],
    }  # fmt: skip


def plan() -> dict[str, Any]:
    """The action plan, with what the victim agreed to."""
    keys = ("action", "agency", "lead", "due", "agreed")
    rows = (
        ("One officer takes every report", COUNCIL, "Fern Ficton", "From 1 February 2027", "yes"),
        ("Acceptable behaviour contract with the tenant", HOMES, "Hal Hoax", "By 26 February 2027", "yes"),
        ("A meeting of both neighbours", HOMES, "Hal Hoax", "By 31 March 2027", "no"),
    )
    return {
        "plan": {"lead": "Hal Hoax", "discussed": AFTER, "review": "2027-03-04"},
        "actions": [dict(zip(keys, row, strict=True)) for row in rows],
    }


def declaration() -> dict[str, Any]:
    """The declaration as everybody signed it."""
    names = (("Fern Ficton", COUNCIL), ("Sergeant Phil Phantom", CONSTABULARY), ("Hal Hoax", HOMES))
    return {
        "reference": REFERENCE,
        "meeting": {"date": MEETING},
        "attendance": [{"name": name, "organisation": body, "job": "–", "signature": name} for name, body in names],
    }


REFUSED_REFERENCE = "CT/2026/0043"
REFUSED_DATES = {
    "received": "2026-11-02", "completed": "2026-11-03", "acknowledged": "2026-11-04", "told": "2026-11-20",
}  # fmt: skip
REASONS = (
    "There were two reports in the last six months. The threshold asks for three.\n"
    "The report of 20 October was about something that happened on 1 August. That is more than one month."
)
"""Why the second application of the demo does not meet the threshold: what letter 4 says."""


def too_few() -> dict[str, Any]:
    """An application that does not meet the threshold."""
    incidents = (
        ("2026-08-01", "2026-10-20", "Bins pushed over.", COUNCIL),
        ("2026-09-19", "2026-09-20", "Shouting at night.", "Police"),
        ("2026-10-10", "2026-10-11", "Eggs on the door.", "Police"),
    )
    return {
        "basis": "self",
        "victim": {
            "name": "Bleddyn Dychmyg", "address": "31 Fantasy Lane\nExampleton", "postcode": "AA99 5AA",
            "mobile_phone": "07700900147",
        },
        "behaviour": "Shouting and things thrown.",
        "incidents": [
            {
                "date": happened, "date_reported": reported, "details": details, "reported_by": "Bleddyn Dychmyg",
                "reported_to": body, "how_reported": "telephone",
            }
            for happened, reported, details, body in incidents
        ],
        "contact": {"post": True, "phone": True},
        "declaration": {"accurate": True, "sharing": True, "signature": "Bleddyn Dychmyg", "date": "2026-10-31"},
    }  # fmt: skip
