"""The stages of the demo after the application: partners' replies, the packs, the meeting, the outcome, appeals."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from ctdocs.bundle.letters import write_letter
from ctdocs.bundle.review import Kind, assemble
from ctdocs.cli import demo_meeting as made_up
from ctdocs.cli.demo_stages import AREA, OFFICER, Journey, at
from ctdocs.documents.threshold_picture import threshold_picture
from ctdocs.model.case import Case
from ctdocs.model.fields import Value
from ctdocs.model.files import write_atomic
from ctdocs.read import read_file
from ctdocs.render.pdf.document import render
from ctdocs.rules.threshold.of_case import assess_case

BUNDLES: tuple[tuple[str, Kind], ...] = (("process", "appeal_process"), ("outcome", "appeal_outcome"))


def replies(journey: Journey) -> None:
    """Three partners fill in the request; what they hold is joined, the officer decides, and letter 5 invites."""
    for name, answers in made_up.replies().items():
        _comes_back(journey, "threshold-request", answers, "2027-01-05", f"{name}.pdf")
    decided = date.fromisoformat(made_up.DECIDED)
    journey.case.judge(same=made_up.SAME, at=at(decided), by=OFFICER)
    _decided(journey, journey.case, decided, {})
    journey.case.change(at(decided), OFFICER, values=made_up.ARRANGED)
    _letter(journey, journey.case, "5", decided)


def before_the_meeting(journey: Journey) -> None:
    """The victim's statement and a draft assessment come; the pack for the meeting is made."""
    _comes_back(journey, "victim-statement", made_up.statement(), "2027-01-20", "victim-statement.pdf")
    _comes_back(journey, "proportionality-assessment", made_up.assessment(), "2027-01-22", "assessment.pdf")
    _bundle(journey, journey.case, "before", "pack-before.pdf", "2027-01-25")


def after_the_meeting(journey: Journey) -> None:
    """The minutes come back as a Word file, the action plan and the declaration as PDFs; letter 6, and the pack."""
    _comes_back(journey, "minutes", _known(journey, made_up.minutes()), made_up.AFTER, "minutes.docx")
    _comes_back(journey, "action-plan", made_up.plan(), made_up.AFTER, "action-plan.pdf")
    _comes_back(journey, "action-plan-applicant", made_up.plan(), made_up.AFTER, "action-plan-applicant.pdf")
    _comes_back(journey, "confidentiality-declaration", made_up.declaration(), made_up.AFTER, "declaration.pdf")
    _letter(journey, journey.case, "6", date.fromisoformat(made_up.TOLD))
    _bundle(journey, journey.case, "after", "pack-after.pdf", made_up.TOLD)


def appeals(journey: Journey) -> None:
    """What the appeal body gets: of this case, and of another that did not meet the threshold."""
    for name, kind in BUNDLES:
        _bundle(journey, journey.case, kind, f"appeal-{name}.pdf", "2027-02-15")
    other = _too_few(journey)
    _bundle(journey, other, "appeal_threshold", "appeal-threshold.pdf", "2026-12-01")


def _too_few(journey: Journey) -> Case:
    """The case of somebody whose application does not meet the threshold, from the form to letter 4."""
    days = {name: date.fromisoformat(day) for name, day in made_up.REFUSED_DATES.items()}
    form = _filled(journey, "application-form", made_up.too_few(), days["received"], "application-too-few.pdf")
    case = Case.create(
        journey.review / "case-too-few", AREA, days["received"], "post", at(days["received"]), OFFICER,
        reference=made_up.REFUSED_REFERENCE, reading=read_file(form), file_bytes=form.read_bytes(),
        file_name=form.name,
    )  # fmt: skip
    case.change(at(days["completed"]), OFFICER, confirm=("victim", "contact"), dates={"completed": days["completed"]})
    _letter(journey, case, "1", days["acknowledged"])
    _decided(journey, case, days["told"], {"decision.reasons": made_up.REASONS})
    _letter(journey, case, "4", days["told"])
    return case


def _decided(journey: Journey, case: Case, day: date, values: dict[str, Value]) -> None:
    """The officer decides as the rules propose, with their picture beside the case."""
    found = assess_case(case.state, journey.area, on=day)
    reference = case.state.reference or ""
    picture = render(threshold_picture(found, journey.area, reference, case.state.received))
    write_atomic(journey.review / f"threshold-{reference.rpartition('/')[2]}.pdf", picture.data)
    case.decide(
        "threshold", found.result, day=day, by=OFFICER, at=at(day), proposed=found.result, values=values
    )


def _comes_back(journey: Journey, name: str, answers: dict[str, Any], day: str, file: str) -> None:
    """A form of the review as somebody fills it in, read and taken into the case."""
    on = date.fromisoformat(day)
    path = _filled(journey, name, answers, on, file)
    journey.case.take(read_file(path), path.read_bytes(), path.name, at(on), OFFICER)


def _filled(journey: Journey, name: str, answers: dict[str, Any], on: date, file: str) -> Path:
    path = journey.review / "returned" / file
    journey.fill(name, answers, on, path)
    return path


def _known(journey: Journey, answers: dict[str, Any]) -> dict[str, Any]:
    """What the case knows already, with what was said at the meeting."""
    facts = journey.case.facts()
    groups = {name: {**facts.get(name, {}), **answers.get(name, {})} for name in ("minutes", "meeting", "decision")}
    return {**facts, **answers, **groups}


def _letter(journey: Journey, case: Case, number: str, on: date) -> None:
    output = journey.review / f"letter-{number}-{(case.state.reference or '').rpartition('/')[2]}.pdf"
    write_letter(case, number, journey.area, on=on, at=at(on), by=OFFICER, output=output)


def _bundle(journey: Journey, case: Case, kind: Kind, file: str, day: str) -> None:
    made = assemble(case, journey.area, kind, on=date.fromisoformat(day))
    write_atomic(journey.review / file, made.bundle.data)


STAGES: tuple[tuple[str, Callable[[Journey], None]], ...] = (
    ("Partners reply, the threshold is met, and letter 5 invites to the meeting", replies),
    ("The victim's statement comes; the pack for the meeting is made", before_the_meeting),
    ("Minutes and action plan come back; letter 6, and the pack after the meeting", after_the_meeting),
    ("Bundles for the appeal body, and a second case that does not meet the threshold", appeals),
)
"""What happens after the stages of ``demo_stages``."""
