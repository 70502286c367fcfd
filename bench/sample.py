"""The case that every measure uses: made-up people in Exampleshire, a form that is full and needs no second sheet.

The words keep to what every tool can draw, so that nobody is slowed by a complaint.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ctdocs.documents.blocks import Mode, Resolved

ON = dt.date(2026, 11, 20)
RECEIVED = dt.date(2026, 11, 16)
DETAILS = (
    "Shouting and banging on the wall until three in the morning, then a motorcycle left running outside.",
    "Bins set alight behind the garages. The fire service came at 22:40.",
    "Threats over the fence – “you will be sorry” – while the children were in the garden.",
    "Paint thrown at the front door; repairs came to £340.",
    "Music from six in the evening until two, windows shaking.",
)


def case() -> dict[str, Any]:
    """The facts of the case, as ``Case.facts()`` gives them."""
    victim = {
        "name": "Megan Pryce-Jones",
        "address": "Flat 2, 14 Nowhere Lane, Exampleton",
        "postcode": "EX9 9ZZ",
        "daytime_phone": "01632960123",
        "mobile_phone": "07700900456",
        "email": "megan@example.org",
    }
    incidents = [
        {
            "date": f"2026-0{5 + n}-1{n}",
            "date_reported": f"2026-0{5 + n}-2{n}",
            "details": text,
            "reported_by": "Megan Pryce-Jones",
            "reported_to": "Exampleshire Council",
            "how_reported": "telephone",
        }
        for n, text in enumerate(DETAILS)
    ]
    return {
        "reference": "CT-2026-014",
        "basis": "other",
        "received": RECEIVED,
        "completed": RECEIVED,
        "dates": {"received": RECEIVED, "completed": RECEIVED},
        "applicant": {**victim, "name": "Dewi Powell", "address": "3 Elsewhere Road, Exampleton"},
        "victim": victim,
        "behaviour": "Noise at night, threats and damage by the same three people since the spring. " * 3,
        "incidents": incidents,
        "impact": "I do not sleep, the children stay with their grandmother, and I am off work. " * 6,
        "action_taken": "The council wrote to them once in June. The police came twice and gave words of advice.",
        "contact": {"phone": True, "email": True, "safe_times": "Mornings before eleven"},
        "support": {"interpreter": "no"},
        "declaration": {"accurate": True, "sharing": True, "signature": "Dewi Powell", "date": "2026-11-14"},
        "evidence": {"kind": "consent"},
        "authority": True,
        "consent": {"permission": True, "sharing": True, "signature": "Megan Pryce-Jones", "date": "2026-11-14"},
    }


def resolver(mode: Mode) -> Any:
    """A function that resolves the application form anew, with area, description and case read beforehand."""
    from ctdocs.documents.catalogue import document
    from ctdocs.documents.resolve import resolve
    from ctdocs.model.area import load_area

    area, description = load_area("example/exampleshire"), document("application-form")
    facts = None if mode == "blank" else case()

    def resolved() -> Resolved:
        return resolve(description, area, on=ON, mode=mode, case=facts)

    return resolved
