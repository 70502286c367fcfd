"""Documents of made-up people, rendered once for all tests that look at them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf

from ctdocs.cli import demo_meeting
from ctdocs.documents.blocks import Resolved
from ctdocs.documents.catalogue import document
from ctdocs.documents.resolve import resolve
from ctdocs.model.area import load_area
from ctdocs.render.pdf.document import Rendered, render

ON = dt.date(2026, 11, 20)
AREA = "example/exampleshire"
FORMS = (
    "application-form", "continuation-sheet", "threshold-request", "victim-statement", "proportionality-assessment",
    "agenda", "minutes", "action-plan", "action-plan-applicant", "confidentiality-declaration",
)  # fmt: skip
LETTERS = (
    "letter-1", "letter-2", "letter-3", "letter-4", "letter-5", "letter-6", "letter-appeal-acknowledged",
    "letter-appeal-consent", "letter-appeal-decision", "letter-appeal-extension", "letter-appeal-request",
    "letter-closed", "letter-consent-withdrawn", "letter-declined", "letter-incomplete", "letter-informal-review",
    "letter-paused", "letter-second-report", "letter-withdrawn",
)  # fmt: skip
MODES = ("blank", "prefilled", "final")

PERSON = {
    "name": "Siân Gŵyr-Łódź & Sons <ltd>",
    "address": "Flat 2, Tŷ Gwyn\n14 Nowhere Lane\nExampleton",
    "postcode": "EX9 9ZZ",
    "daytime_phone": "01632960123",
    "mobile_phone": "07700900456",
    "email": "sian@example.org",
}


def incident(number: int, details: str = "Shouting & banging until 3 “am” – again.") -> dict[str, Any]:
    """An incident and its report, in May 2026."""
    return {
        "date": f"2026-05-{number:02d}",
        "date_reported": f"2026-05-{number + 1:02d}",
        "details": f"{number}: {details}",
        "reported_by": "Siân Gŵyr",
        "reported_to": "Exampleshire Council",
        "how_reported": "telephone",
    }


def case(**changes: Any) -> dict[str, Any]:
    """The facts of a case in which one person acts for another."""
    received = dt.date(2026, 11, 16)
    return {
        "reference": "CT-2026-014",
        "basis": "other",
        "received": received,
        "completed": received,
        "dates": {"received": received, "completed": received},
        "applicant": {**PERSON, "name": "Dewi Pŵyll"},
        "victim": PERSON,
        "behaviour": "Noise and shouting at night.",
        "incidents": [incident(number) for number in range(1, 4)],
        "impact": "I cannot sleep.\n\nMy children cannot either – & nobody listens.",
        "contact": {"phone": True, "no_post": False, "email": True, "safe_times": "Mornings"},
        "support": {"interpreter": "no"},
        "declaration": {"accurate": True, "sharing": True, "signature": "Dewi Pŵyll", "date": "2026-11-14"},
        "evidence": {"kind": "consent"},
        "consent": {"permission": True, "sharing": True, "signature": "Siân Gŵyr", "date": "2026-11-14"},
        "authority": True,
        **review(),
        **changes,
    }


def review() -> dict[str, Any]:
    """What is known once the review has been held: the made-up panel of the demo, of this case."""
    parts = (
        demo_meeting.replies()["reply-police"], demo_meeting.statement(), demo_meeting.assessment(),
        demo_meeting.minutes(), demo_meeting.plan(), demo_meeting.declaration(),
    )  # fmt: skip
    known = {name: value for part in parts for name, value in part.items() if name not in ("reference", "victim")}
    sent = dt.date(2026, 11, 18)
    return {
        **known,
        "decision": {"threshold": "met", "reasons": "Five qualifying complaints.\nAll of them linked."},
        "meeting": {"date": "2026-12-10", "time": "10am", "place": "The Old Corn Hall\nExampleton", "chair": "Ida"},
        "letters": dict.fromkeys(("letter-1", "letter-3", "letter-4", "letter-5"), sent),
        "dates": {**dict.fromkeys(("received", "completed"), dt.date(2026, 11, 16)), "meeting": dt.date(2026, 12, 10),
                  **dict.fromkeys(("advocate_withdrawn", "withdrawn", "appeal_lodged"), dt.date(2026, 11, 19))},
        "plan": {**known["plan"], "exists": True, "agreed": "1, 2", "not_agreed": "3"},
        **later(),
    }


def later() -> dict[str, Any]:
    """What the letters say that no form asks for, of a case to which everything happens."""
    return {
        "incomplete": {"missing": "The date of each incident.\nYour signature & the date.", "by": "2026-12-01"},
        "declined": {"reasons": "The same matter was reviewed in June – and nothing has happened since."},
        "paused": {"reason": "The trial of the matter has begun.", "until": "The court has given its judgment."},
        "informal": {"offer": "Whether the reports of September were looked at together."},
        "closing": {"reason": "All actions are done, & it has been quiet since October."},
        "appeal": {
            "against": "threshold", "against_words": "the decision that the threshold is not met",
            "papers_by": "2026-12-02", "extended_until": "2027-01-29",
            "extended_reason": "Two papers came late.", "reasons": "The report of May was not looked at.",
            "recommendations": "Look at all the reports again.\nWrite to the applicant.", "upheld": True,
        },
        "decided": {"eligibility": {"outcome": "refused"}, "informal-review": {"outcome": "offered"}},
    }  # fmt: skip


def sheet_case() -> dict[str, Any]:
    """The facts for a continuation sheet that is filled by itself."""
    return {
        "name": "Siân Gŵyr",
        "reference": "CT-2026-014",
        "incidents": [incident(number) for number in range(6, 9)],
        "more": [{"question": "Q6", "text": "And so it went on, and on."}],
    }


def resolved(document_id: str, mode: str = "blank", facts: dict[str, Any] | None = None) -> Resolved:
    """A document of Exampleshire in one of its three ways."""
    known = None if mode == "blank" else (sheet_case() if document(document_id).spec.continues else case())
    given = facts or known
    if given is not None and document_id == "letter-2":  # it asks for what has not come
        given = {**given, "authority": None}
    if given is not None and document_id in ("letter-4", "letter-informal-review"):
        reasons = "Two reports – & not three.\nOne was late."
        given = {**given, "decision": {"threshold": "not_met", "reasons": reasons}}
    return resolve(document(document_id), load_area(AREA), on=ON, mode=mode, case=given)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Sample:
    """One rendered document, and the file it was written to."""

    name: str
    document: Resolved
    rendered: Rendered
    path: Path

    @property
    def is_form(self) -> bool:
        """Whether it has fields of a form that comes back."""
        return self.document.kind == "form" and self.document.mode != "final"


def sample(folder: Path, name: str, made: Resolved, **how: Any) -> Sample:
    """Render and write one document."""
    done = render(made, **how)
    path = folder / f"{name}.pdf"
    path.write_bytes(done.data)
    return Sample(name, made, done, path)


def terminal_fields(pdf: pikepdf.Pdf) -> Iterator[tuple[str, Any]]:
    """Every field that holds a value, with its full name; a kid without a name is a widget."""

    def walk(nodes: Any, prefix: str) -> Iterator[tuple[str, Any]]:
        for node in nodes:
            name = f"{prefix}.{node.T}" if prefix else str(node.T)
            kids = [kid for kid in node.get("/Kids", []) if "/T" in kid]
            if kids:
                yield from walk(kids, name)
            else:
                yield name, node

    form = pdf.Root.get("/AcroForm")
    if form is not None:
        yield from walk(form.Fields, "")


def values(data: bytes) -> dict[str, str]:
    """The value of every text field as the file holds it."""
    import io

    with pikepdf.open(io.BytesIO(data)) as pdf:
        return {
            name: str(field.V) for name, field in terminal_fields(pdf) if field.get("/FT") == "/Tx" and "/V" in field
        }
