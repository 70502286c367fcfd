"""Documents of made-up people, rendered once for all tests that look at them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf

from ctdocs.documents.blocks import Resolved
from ctdocs.documents.catalogue import document
from ctdocs.documents.resolve import resolve
from ctdocs.model.area import load_area
from ctdocs.render.pdf.document import Rendered, render

ON = dt.date(2026, 11, 20)
AREA = "example/exampleshire"
FORMS = ("application-form", "continuation-sheet")
LETTERS = ("letter-1", "letter-2", "letter-3")
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
        **changes,
    }


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
    known = None if mode == "blank" else (sheet_case() if document_id == "continuation-sheet" else case())
    given = facts or known
    if given is not None and document_id == "letter-2":  # it asks for what has not come
        given = {**given, "authority": None}
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
