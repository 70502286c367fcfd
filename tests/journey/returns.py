"""Forms of the review as partners, the victim and the panel send them back: filled in by pdftk and by LibreOffice.

LibreOffice opens a PDF as a drawing without fields, so with it the Word file is the way.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from ctdocs.documents.catalogue import document
from ctdocs.documents.resolve import resolve
from ctdocs.model.area import load_area
from ctdocs.model.case import Case
from ctdocs.render.docx.document import render as render_word
from ctdocs.render.pdf.document import render as render_pdf
from tests.outside import libreoffice, pdftk
from tests.outside.libreoffice import Typing

Answers = Mapping[str, str | bool]

AREA: Final = "example/exampleshire"
ON, AT = date(2025, 1, 25), datetime(2025, 1, 25, 10, tzinfo=UTC)
REFERENCE, VICTIM = "CT/2024/0077", "Siân Gŵyr-Łódź"
HARD: Final = "Ŵŵ Ŷŷ Łódź & Sons <b>not bold</b> > \" ' £5 – ½"
POLICE, HOMES = "Exampleshire Constabulary", "Exampleshire Homes"
LONG: Final = 1500


def long(tag: str, end: str = HARD) -> str:
    """A text of 1,500 characters in words that no other answer has, so that each that is lost can be told."""
    words = " ".join(f"{tag}{number:03d}" for number in range(1, LONG))[: LONG - len(end) - 1]
    return f"{words[: words.rfind(' ')]} {end}"


def lines(tag: str) -> str:
    """A text of several lines, an empty one among them."""
    return f"{tag}: {HARD}\nsecond line of {tag}\n\nfourth line of {tag}, llinell olaf ŵ."


def secret(tag: str) -> str:
    """A text of several lines that stands nowhere else, for what must not reach the applicant."""
    return f"{tag} Ŷ & <{tag}>\n\nllinell {tag} > '{tag}'"


def words_of(tag: str, text: str) -> list[str]:
    """The words of a long text that stand in another, in their order."""
    return re.findall(rf"\b{tag}\d{{3}}\b", text)


def _complaints(tag: str, first: int, last: int) -> dict[str, str]:
    found: dict[str, str] = {}
    for number in range(1, last - first + 2):
        n = first + number - 1
        found |= {
            f"complaints.{number}.reference": f"{tag}/{n} & <{n}>",
            f"complaints.{number}.received": f"2024-10-{n:02d}",
            f"complaints.{number}.overview": long(f"{tag}o{n}x") if n in (2, 6) else lines(f"{tag} overview {n}"),
            f"complaints.{number}.acted": "yes" if n % 2 else "no",
            f"complaints.{number}.action": long(f"{tag}a{n}x") if n == 3 else f"{tag} action {n} {HARD}",
        }
    return found


def _reply(tag: str, organisation: str) -> dict[str, str | bool]:
    return {
        "reference": REFERENCE,
        "reply.organisation": organisation, "reply.name": f"Sergeant {HARD}", "reply.job": "Ŵ & <job>",
        "reply.phone": "01632960123", "reply.email": "siân.o'ŵyn&co@example.org", "reply.date": "2025-01-05",
        "reply.reports": "yes", "reply.investigating": "no", "reply.markers": "yes", "reply.risk_assessments": "no",
        "reply.additional": long(f"{tag}addx"), **_complaints(tag, 1, 4),
    }  # fmt: skip


FORMS: Final[dict[str, tuple[str, Answers]]] = {
    "reply-police": ("threshold-request", _reply("P", POLICE)),
    "reply-police-sheet": (
        "threshold-continuation",
        {"reply.organisation": POLICE, "reference": REFERENCE, **_complaints("P", 5, 6)},
    ),
    "reply-homes": ("threshold-request", _reply("H", HOMES)),
    "statement": (
        "victim-statement",
        {
            "reference": REFERENCE, "victim.name": VICTIM, "statement.on_behalf": f"Dewi {HARD}",
            "statement.text": long("Sx"), "statement.wish": lines("wish"), "statement.signature": VICTIM,
            "statement.date": "2025-01-20",
        },
    ),
    "assessment": (
        "proportionality-assessment",
        {
            "reference": REFERENCE, "assessment.name": "Łukasz Ŵ & <Mockup>", "assessment.action": secret("cytundeb"),
            "assessment.address": "7 Imaginary Row\nExampleton & <Ŵ>", "assessment.informal": long("Ix", "Ŷ & <I>"),
            "assessment.vulnerability": secret("bregus"), "assessment.summary": long("Yx", "Ŵ & <Y>"),
            "assessment.signature": "Hal Hoax", "assessment.date": "2025-01-22", "assessment.job": "Manager",
        },
    ),
    "agenda": (
        "agenda",
        {
            "reference": REFERENCE, "meeting.date": "2025-01-28", "meeting.time": "10am & ŵ <sharp>",
            "meeting.place": "Tŷ Dychmygol & <Hall>\n1 Nowhere Square", "meeting.chair": f"Ida {HARD}",
        },
    ),
    "minutes": (
        "minutes",
        {
            "reference": REFERENCE, "minutes.declaration": "yes", "minutes.victim_invited": "yes",
            "minutes.assessment_done": "yes", "minutes.perspective": long("Vx"), "minutes.history": lines("history"),
            "attendees.1.name": HARD, "attendees.1.organisation": lines("attendee"),
            "apologies.1.name": HARD, "apologies.1.report": "yes", "taken.1.action": long("Tx"),
            "taken.1.adequate": "no", "review.findings": long("Fx"), "review.recommendations": lines("recommend"),
            "not_pursued.1.action": lines("not pursued"), "minutes.next_steps": long("Nx"),
        },
    ),
    "plan": (
        "action-plan",
        {
            "reference": REFERENCE, "plan.lead": f"Hal {HARD}", "actions.1.action": long("Ax"),
            "actions.1.agency": f"Homes {HARD}", "actions.1.lead": "Hal Hoax", "actions.1.due": "By 26 Chwefror ŵ & <>",
            "actions.2.action": lines("second action"), "actions.2.agency": "Heddlu", "actions.2.due": "May",
            "actions.1.progress": lines("progress"), "actions.1.completed": "2025-01-24",
        },
    ),
    "plan-applicant": (
        "action-plan-applicant",
        {"reference": REFERENCE, "plan.discussed": "2025-01-24", "actions.1.agreed": "yes", "actions.2.agreed": "no"},
    ),
    "declaration": (
        "confidentiality-declaration",
        {
            "reference": REFERENCE, "meeting.date": "2025-01-28", "attendance.1.name": f"Fern {HARD}",
            "attendance.1.organisation": lines("council"), "attendance.1.job": "Ŵ & <SPOC>",
            "attendance.1.signature": f"Fern {HARD}", "attendance.14.name": "Last of all ŵ",
        },
    ),
}  # fmt: skip
"""What each form comes back with: its document and its answers, dates in ISO 8601."""


@dataclass(frozen=True)
class Returned:
    """A case and the files that came back to it."""

    case: Case
    files: Mapping[str, Path]


def new_case(folder: Path) -> Case:
    """An application that was told on the telephone, with its threshold decided and letters 1 and 5 sent."""
    case = Case.create(folder, AREA, date(2024, 12, 11), "phone", AT, "Sam", reference=REFERENCE)
    incidents = {
        f"incidents.{number}.{name}": said
        for number in (1, 2, 3)
        for name, said in (
            ("date", f"2024-09-0{number}"), ("date_reported", f"2024-09-1{number}"), ("details", f"Music {number}"),
            ("reported_by", VICTIM), ("reported_to", "Police"), ("how_reported", "telephone"),
        )
    }  # fmt: skip
    case.change(
        AT, "Sam", dates={"completed": date(2024, 12, 14)},
        values={
            "basis": "self", "victim.name": VICTIM, "victim.address": "Tŷ Ŵ & <3>\nExampleton",
            "victim.postcode": "AA99 3AA", "victim.daytime_phone": "01632960146", "behaviour": "Noise", **incidents,
            "contact.post": "yes", "declaration.accurate": "yes", "declaration.sharing": "yes",
            "declaration.signature": VICTIM, "declaration.date": "2024-12-10",
        },
    )  # fmt: skip
    case.decide("threshold", "met", day=date(2025, 1, 10), by="Sam", at=AT)
    for name, day in (("letter-1", date(2024, 12, 15)), ("letter-5", date(2025, 1, 11))):
        case.add_letter(name, day, "0" * 64, AT, "Sam")
    return case


def filled(way: str, folder: Path) -> dict[str, Path]:
    """Every form filled in by one program, as files in ``folder``."""
    return _by_pdftk(folder) if way == "pdftk" else _by_libreoffice(folder)


def _by_pdftk(folder: Path) -> dict[str, Path]:
    files = {}
    for name, (document_id, answers) in FORMS.items():
        made = render_pdf(resolve(document(document_id), load_area(AREA), on=ON))
        assert made.layout is not None
        dates = {field.id for field in made.layout.fields if field.kind == "date"}
        typed = {
            field: "".join(reversed(str(said).split("-"))) if field in dates else said
            for field, said in answers.items()
        }
        files[name] = folder / f"{name}.pdf"
        files[name].write_bytes(pdftk.fill(made.data, typed))
    return files


def _by_libreoffice(folder: Path) -> dict[str, Path]:
    jobs = {}
    for name, (document_id, answers) in FORMS.items():
        made = render_word(resolve(document(document_id), load_area(AREA), on=ON))
        blank = folder / f"{name}-blank.docx"
        blank.write_bytes(made.data)
        typed: dict[str, str | bool] = {}
        fields = {field.id: field for field in made.form.fields}
        for field_id, said in answers.items():
            field = fields[field_id]
            if field.shown_as == "boxes":
                typed[field.bookmarks[str(said)]] = True
            elif field.options:
                typed[field.bookmarks[""]] = field.options[str(said)]
            elif field.kind == "date":
                typed[field.bookmarks[""]] = "/".join(reversed(str(said).split("-")))
            else:
                typed[field.bookmarks[""]] = said
        jobs[name] = Typing(blank, folder / f"{name}.docx", typed, "mixed")
    libreoffice.typed(list(jobs.values()))
    return {name: job.target for name, job in jobs.items()}
