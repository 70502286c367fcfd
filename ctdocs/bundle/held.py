"""What a case holds for a bundle: each part made anew from its data, or as it came in.

A returned form or a letter is in the case as a file, and goes in as it is. The agenda, the minutes, the action plan and
the time line are made from what the case knows. A template of which nothing is filled in is never a part.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ctdocs.bundle.join.part import Absent, Part
from ctdocs.documents.catalogue import document
from ctdocs.documents.resolve import resolve
from ctdocs.documents.threshold_picture import threshold_picture
from ctdocs.documents.timeline import timeline
from ctdocs.errors import Refused
from ctdocs.model.area import Area
from ctdocs.model.case import Case
from ctdocs.model.case_record import Step
from ctdocs.model.case_values import KeptFile, Letter
from ctdocs.model.facts import Fact
from ctdocs.model.replies import replies
from ctdocs.model.returned_forms import APPLICATION, FORM
from ctdocs.model.review_fields import INSTANCES
from ctdocs.model.review_look import unanswered
from ctdocs.model.review_sheets import SHEETS
from ctdocs.model.text import read_date
from ctdocs.render.pdf.document import render
from ctdocs.rules.threshold.of_case import assess_case

NOT_HELD: Final = "Not held"
_BLANK: Final = "Not received: it came back blank"


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file that is to be a part, before it is made into pages."""

    id: str
    title: str
    path: Path
    description: str = ""
    date: dt.date | None = None


Found = Part | Incoming


@dataclass(frozen=True)
class Holdings:
    """What one case holds, on the day that the bundle is made."""

    case: Case
    area: Area
    on: dt.date
    language: str = "en"

    @functools.cached_property
    def facts(self) -> Mapping[str, Any]:
        """The facts of the case."""
        return self.case.facts()

    def find(self, name: str) -> tuple[tuple[Found, ...], tuple[Absent, ...]]:
        """The documents of a part of a recipe, and those of it that are known to be missing."""
        return _FINDERS[name](self)

    # -- made from data
    def agenda(self) -> tuple[tuple[Found, ...], tuple[Absent, ...]]:
        """The agenda, once there is a day for the meeting."""
        day = self.facts["dates"].get("meeting")
        return self._made("agenda", "Agenda", day) if day else _none("Agenda", "No day is fixed for the meeting")

    def minutes(self) -> tuple[tuple[Found, ...], tuple[Absent, ...]]:
        """The minutes. Raises ``Refused`` where what they must say is not known."""
        if not self._knows("minutes.", "review."):
            return _none("Minutes")
        return self._made("minutes", "Minutes of the meeting", self.facts["dates"].get("meeting"))

    def action_plan(self) -> tuple[tuple[Found, ...], tuple[Absent, ...]]:
        """The action plan."""
        return self._made("action-plan", "Action plan") if self._knows("actions.") else _none("Action plan")

    def declaration(self) -> tuple[tuple[Found, ...], tuple[Absent, ...]]:
        """The declaration, to be signed at the meeting."""
        if not self.facts["dates"].get("meeting"):
            return _none("Declaration of confidentiality", "No day is fixed for the meeting")
        resolved = resolve(
            document("confidentiality-declaration"), self.area, on=self.on, mode="prefilled",
            case={"reference": self.facts.get("reference"), "meeting": self.facts["meeting"]}, language=self.language,
        )  # fmt: skip
        title = "Declaration of confidentiality, to be signed"
        return (Part("declaration", title, render(resolved).data, own=True),), ()

    def timeline(self) -> tuple[tuple[Found, ...], tuple[Absent, ...]]:
        """Every report that is known, by its day."""
        made = timeline(self.area, self.facts, language=self.language)
        if made is None:
            return _none("Time line of reports", "No report is known")
        about = "Made from the application and the replies"
        return (Part("timeline", made.title, render(made).data, about, own=True),), ()

    def threshold_sheet(self) -> tuple[tuple[Found, ...], tuple[Absent, ...]]:
        """What counts towards the threshold and why, as it stood when that was decided."""
        state = self.case.state
        decided = state.decision("threshold")
        day = decided.day if decided else self.facts["dates"].get("decision", self.on)
        found = assess_case(state, self.area, on=day)
        if not found.reports:
            return _none("Threshold sheet", "No report is known")
        made = threshold_picture(found, self.area, state.reference or "", state.received)
        about = "Made from the application and the replies"
        return (Part("threshold-sheet", "Threshold sheet", render(made).data, about, day, own=True),), ()

    # -- as it came
    def application(self) -> tuple[tuple[Found, ...], tuple[Absent, ...]]:
        """The application as it came, with its sheets; one that was told to an officer is printed from the case."""
        files = [kept for kept in self.case.state.files if kept.form.get("id") in APPLICATION]
        if files:
            received = self.case.state.received
            return tuple(self._file(f"application-{n}", kept, received) for n, kept in enumerate(files, 1)), ()
        if not self._knows("behaviour", "incidents.", "victim."):
            return _none("Application")
        return self._made(FORM, "Application", self.case.state.received, part="application")

    def returns(self) -> tuple[tuple[Found, ...], tuple[Absent, ...]]:
        """Each reply of a partner, and the bodies of which none is here (the 2014 Act, s.105, names them)."""
        found: list[Found] = []
        told = replies(self.facts.get("returns", ()))
        for reply in told:
            name = reply.called if reply.organisation else f"{reply.called} ({reply.number})"
            title, part = f"Reply of {name}", f"return-{reply.number}"
            if reply.of > 1:
                title += " (first of its replies)" if reply.place == 1 else f" (reply {reply.place} of {reply.of})"
            prefix = f"returns.{reply.number}."
            asked = {**self.facts.get("request", {}), **reply.answers.get("request", {})}  # keyed once for all of them
            own = {**reply.answers, "request": asked}
            found.append(self._instance("threshold-request", prefix, title, part, reply.day, own))
            found += self._sheets(prefix, title, part)
        bodies = [body for body in self.area.on(self.on, self.language).relevant_bodies if body.when == "always"]
        names = [reply.called for reply in told]
        missing = [str(body.name) for body in bodies if isinstance(body.name, Fact) and not _named(body.name, names)]
        blank = unanswered(self.case.state, self.facts.get("returns", ()))
        empty = [str(one.blank) for one in blank if one.form.get("id") == "threshold-request" and one.blank]
        absent = [Absent(f"Reply of {name}", _BLANK if _named(name, empty) else "Not received") for name in missing]
        others = [name for name in empty if not any(_named(body, [name]) for body in missing)]
        return tuple(found), (*absent, *(Absent(f"Reply of {name}", _BLANK) for name in dict.fromkeys(others)))

    def victim_statement(self) -> tuple[tuple[Found, ...], tuple[Absent, ...]]:
        """The victim's own words."""
        if not self._knows("statement."):
            return _none("Victim statement")
        day = self.facts["statement"].get("date")
        signed = read_date(day) if day else None
        title, part = "Victim statement", "victim-statement"
        whole = self._instance("victim-statement", "statement.", title, part, signed, {})
        return (whole, *self._sheets("statement.", title, part)), ()

    def assessments(self) -> tuple[tuple[Found, ...], tuple[Absent, ...]]:
        """Each proportionality assessment."""
        found: list[Found] = []
        for number, one in enumerate(self.facts.get("assessments", ()), 1):
            if one:
                title, part = f"Proportionality assessment {number}", f"assessment-{number}"
                prefix = f"assessments.{number}."
                found.append(self._instance("proportionality-assessment", prefix, title, part, None, one))
                found += self._sheets(prefix, title, part)
        return (tuple(found), ()) if found else _none("Proportionality assessment")

    def signed(self) -> tuple[tuple[Found, ...], tuple[Absent, ...]]:
        """The declaration as everybody signed it."""
        if not self._knows("attendance."):
            return _none("Signed declaration of confidentiality")
        title = "Signed declaration of confidentiality"
        one = self._instance("confidentiality-declaration", "attendance.", title, "signed-declaration", None, {})
        return (one,), ()

    def letter(self, letter_id: str) -> tuple[tuple[Found, ...], tuple[Absent, ...]]:
        """The copy that the case keeps of a letter, the latest where it went more than once.

        A letter that was written elsewhere is held where its file was recorded with it.
        """
        state = self.case.state
        sent: list[Letter | Step] = [one for one in state.steps if one.id == letter_id and one.path]
        sent += [one for one in state.letters if one.id == letter_id and one.path]
        sent.sort(key=_day)
        if not sent:
            return _none(f"Letter {letter_id.removeprefix('letter-')}", "Not sent")
        title = document(letter_id).spec.title.in_language(self.language)
        name = f"Letter {letter_id.removeprefix('letter-')}: {title[:1].lower()}{title[1:]}"
        return (Incoming(letter_id, name, self.case.folder / str(sent[-1].path), "As sent", sent[-1].day),), ()

    def letters(self) -> tuple[tuple[Found, ...], tuple[Absent, ...]]:
        """Every letter that was sent."""
        state = self.case.state
        elsewhere = [step.id for step in state.steps if step.path and step.id.startswith("letter-")]
        found = [self.letter(one)[0] for one in dict.fromkeys([*(sent.id for sent in state.letters), *elsewhere])]
        flat = tuple(part for parts in found for part in parts)
        return (flat, ()) if flat else _none("Letters", "None was sent")

    # -- the work behind them
    def _made(
        self, name: str, title: str, day: dt.date | None = None, part: str = ""
    ) -> tuple[tuple[Found, ...], tuple[Absent, ...]]:
        return (self._record(name, part or name, title, day, self.facts),), ()

    def _record(
        self, name: str, part: str, title: str, day: dt.date | None, facts: Mapping[str, Any], prefix: str = ""
    ) -> Part:
        try:
            resolved = resolve(
                document(name), self.area, on=self.on, mode="final", case=facts, language=self.language
            )
        except Refused as error:
            lacking = [
                dataclasses.replace(one, hint=f"ctdocs case set CASE {prefix}{one.field}=…") if one.field else one
                for one in error.problems
            ]
            raise Refused(f"{title}: {error.message}", hint="Put them into the case.", problems=lacking) from error
        return Part(part, title, render(resolved).data, "Made from the case", day, own=True)

    def _instance(
        self, name: str, prefix: str, title: str, part: str, day: dt.date | None, own: Mapping[str, Any]
    ) -> Found:
        """A form as it came, or printed from what the case knows where it was keyed."""
        hashes = [known.source.file for field, known in self.case.state.values.items() if field.startswith(prefix)]
        kept = next((one for one in self.case.state.files if one.sha256 in hashes and one.form.get("id") == name), None)
        if kept is not None:
            return Incoming(part, title, self.case.folder / kept.path, "As received", day)
        return self._record(name, part, title, day, {**self.facts, **own}, prefix if name in INSTANCES else "")

    def _sheets(self, prefix: str, title: str, part: str) -> list[Found]:
        """The continuation sheets that came by themselves and go on with a form as it came."""
        hashes = {known.source.file for field, known in self.case.state.values.items() if field.startswith(prefix)}
        kept = [one for one in self.case.state.files if one.sha256 in hashes and one.form.get("id") in SHEETS]
        return [
            Incoming(f"{part}-sheet-{n}", f"{title}: continuation sheet", self.case.folder / one.path, "As received")
            for n, one in enumerate(kept, 1)
        ]

    def _file(self, part: str, kept: KeptFile, day: dt.date) -> Incoming:
        title = "Application" if kept.form.get("id") == FORM else "Continuation sheet of the application"
        return Incoming(part, title, self.case.folder / kept.path, "As received", day)

    def _knows(self, *groups: str) -> bool:
        """Whether the case has an answer whose name begins with one of ``groups``."""
        values = self.case.state.values
        return any(name.startswith(groups) and known.value not in (None, "", False) for name, known in values.items())


Finder = Callable[[Holdings], tuple[tuple[Found, ...], tuple[Absent, ...]]]

_FINDERS: Final[Mapping[str, Finder]] = {
    "agenda": Holdings.agenda,
    "application": Holdings.application,
    "threshold-sheet": Holdings.threshold_sheet,
    "timeline": Holdings.timeline,
    "returns": Holdings.returns,
    "victim-statement": Holdings.victim_statement,
    "proportionality-assessments": Holdings.assessments,
    "declaration": Holdings.declaration,
    "minutes": Holdings.minutes,
    "action-plan": Holdings.action_plan,
    "signed-declaration": Holdings.signed,
    "letters": Holdings.letters,
    **{f"letter-{n}": functools.partial(Holdings.letter, letter_id=f"letter-{n}") for n in (4, 5, 6)},
}
"""What finds the documents of each part of a recipe."""


def _none(title: str, reason: str = NOT_HELD) -> tuple[tuple[Found, ...], tuple[Absent, ...]]:
    return (), (Absent(title, reason),)


def _day(sent: Letter | Step) -> dt.date:
    return sent.day


def _named(body: str, names: Sequence[str]) -> bool:
    """Whether one of the replies is of this body, as far as its name tells."""
    words = body.casefold().split()
    return any(words == name.casefold().split() or body.casefold() in name.casefold() for name in names)
