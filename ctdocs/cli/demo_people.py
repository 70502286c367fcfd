"""The made-up applications of the demo. Nobody here exists; telephone numbers are Ofcom's for drama."""

from __future__ import annotations

from typing import Any

RECEIVED = "2026-12-11"
ASKED = "2026-12-14"
COMPLETED = "2026-12-17"
LETTER_DAY = "2026-12-18"
REFERENCE = "CT/2026/0042"

TRIED = "2026-10-31"
"""The day on which the form to try the commands with was signed: before the day of receipt that the README gives."""

HOMES, COUNCIL, POLICE = "Exampleshire Homes", "Exampleshire District Council", "Police"
_INCIDENTS = (
    ("2026-07-03", "2026-07-04", "Loud music from number 7 until 3am. It shook the wall.", HOMES, "telephone"),
    ("2026-07-19", "2026-07-20", "Two people shouted at me at the bus stop & followed me.", POLICE, "telephone"),
    ("2026-08-09", "2026-08-09", "Eggs thrown at the front window. I have a photograph.", POLICE, "online"),
    ("2026-08-30", "2026-09-01", "Loud music again, Saturday to Sunday, “all night party”.", COUNCIL, "email"),
    ("2026-09-14", "2026-09-15", "My gate was kicked until the hinge broke. I heard laughing.", POLICE, "telephone"),
    ("2026-10-11", "2026-10-12", "Fireworks let off against the side of the house.", POLICE, "telephone"),
    ("2026-11-07", "2026-11-09", "Music and shouting until 2am. My mother could not sleep.", HOMES, "writing"),
)  # fmt: skip


def application() -> dict[str, Any]:
    """The form as Dewi fills it in on a screen for his mother.

    There are seven incidents, so a continuation sheet is needed; his mother's consent is not with it, so letter 2 is.
    """
    return {
        "basis": "other",
        "applicant": {
            "name": "Dewi Pŵel",
            "address": "3 Imaginary Row\nExampleton",
            "postcode": "AA99 3AA",
            "daytime_phone": "01632960145",
            "mobile_phone": "07700900145",
            "email": "dewi@example.org",
        },
        "victim": {
            "name": "Siân Gŵyr-Łódź",
            "address": "Tŷ Dychmygol\n5 Imaginary Row\nExampleton",
            "postcode": "AA99 3AA",
            "daytime_phone": "01632960146",
        },
        "behaviour": "Loud music at night, shouting, and damage to the house, from the same people since July.",
        "incidents": [
            {
                "date": happened,
                "details": details,
                "reported_by": "Siân Gŵyr-Łódź" if number % 2 else "Dewi Pŵel",
                "date_reported": reported,
                "reported_to": body,
                "how_reported": how,
            }
            for number, (happened, reported, details, body, how) in enumerate(_INCIDENTS)
        ],
        "impact": "My mother sleeps in the kitchen now, at the back. She is 81 and she no longer goes out after dark.",
        "action_taken": "One letter from the landlord in August. The police gave a crime number for the gate.",
        "action_wanted": "Someone who takes charge, talks to the neighbours, and tells us what happens next.",
        "circumstances": "She is hard of hearing. Welsh is her first language.",
        "contact": {"phone": True, "post": True, "safe_times": "Weekdays before 4pm"},
        "support": {"interpreter": "no", "adjustments": "Please speak slowly on the telephone."},
        "declaration": {"accurate": True, "sharing": True, "signature": "Dewi Pŵel", "date": "2026-12-10"},
    }


def for_herself() -> dict[str, Any]:
    """A form that the person affected fills in for herself, with five incidents: what a case can be opened from."""
    return {
        "basis": "self",
        "victim": {
            "name": "Nest Ffug-Davies",
            "address": "12 Pretend Street\nExampleton",
            "postcode": "AA99 4AA",
            "mobile_phone": "07700900146",
            "email": "nest@example.org",
        },
        "behaviour": "Scooters ridden on the pavement at night, shouting, and rubbish thrown into my garden.",
        "incidents": [
            _hers("2026-08-02", "2026-08-03", "Three scooters up and down until 1am.", POLICE, "telephone"),
            _hers("2026-08-16", "2026-08-17", "A bag of rubbish over the hedge. Glass in it.", COUNCIL, "online"),
            _hers("2026-08-29", "2026-08-30", "Shouting under my window; they know my name.", POLICE, "telephone"),
            _hers("2026-09-12", "2026-09-14", "Scooters again. One was ridden at me & stopped late.", POLICE, "online"),
            _hers("2026-10-03", "2026-10-05", "Rubbish and bottles over the hedge again.", COUNCIL, "email"),
        ],
        "impact": "I no longer go out after dark, and I sleep badly.",
        "action_taken": "The council cleared the glass once. I have two crime numbers.",
        "action_wanted": "One person to speak to, and somebody to speak to the riders.",
        "contact": {"post": True, "phone": True, "safe_times": "Mornings"},
        "support": {"interpreter": "no"},
        "declaration": {"accurate": True, "sharing": True, "signature": "Nest Ffug-Davies", "date": TRIED},
    }


def one_more() -> dict[str, Any]:
    """Her sixth incident, on a continuation sheet that she sends by itself."""
    found = _hers("2026-10-24", "2026-10-26", "Scooters until 2am. I have a film of it.", POLICE, "telephone")
    return {"name": for_herself()["victim"]["name"], "incidents": [found]}


def _hers(happened: str, reported: str, details: str, body: str, how: str) -> dict[str, str]:
    return {
        "date": happened,
        "details": details,
        "reported_by": "Nest Ffug-Davies",
        "date_reported": reported,
        "reported_to": body,
        "how_reported": how,
    }
