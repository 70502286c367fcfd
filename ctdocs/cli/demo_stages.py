"""The stages of the demo, one after the other, each done by the functions that the other commands call."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from ctdocs.bundle.letters import write_letter
from ctdocs.bundle.making import make
from ctdocs.bundle.pack import Order, Pack, make_pack
from ctdocs.cli import demo_people as made_up
from ctdocs.documents.catalogue import document
from ctdocs.documents.produce import for_case
from ctdocs.documents.resolve import resolve
from ctdocs.errors import Refused
from ctdocs.model.area import Area, load_area
from ctdocs.model.case import Case
from ctdocs.model.files import write_atomic
from ctdocs.model.reading import Reading
from ctdocs.read import read_files
from ctdocs.render.pdf.document import render

AREA = "example/exampleshire"
OFFICER = "A. N. Officer (made up)"
RECEIVED, ASKED, COMPLETED, LETTER_DAY = (
    date.fromisoformat(day) for day in (made_up.RECEIVED, made_up.ASKED, made_up.COMPLETED, made_up.LETTER_DAY)
)


class Journey:
    """What the stages have made so far in ``folder``; each stage needs those before it."""

    area: Area
    pack: Pack
    reading: Reading
    case: Case
    refusal: str

    def __init__(self, folder: Path) -> None:
        self.returned = folder / "2-returned" / "application-form-filled.pdf"
        self.case_folder, self.letters = folder / "3-case", folder / "4-letters"
        self._blank, self.to_try, self.review = folder / "1-blank", folder / "5-try", folder / "6-review"

    def check_profile(self) -> None:
        """Raises ``Refused`` where a fact of the made-up area is missing."""
        self.area = load_area(AREA)
        gaps = self.area.gaps(LETTER_DAY)
        if gaps:
            raise Refused("The made-up area has gaps.", problems=gaps)

    def make_blank(self) -> None:
        """Every document of the area."""
        order = Order(AREA, self._blank, (), False, LETTER_DAY, "en", formats=("pdf", "docx"))
        self.pack = make_pack(order)

    def fill_in(self) -> None:
        """The form as it comes back."""
        self.sheets = self.fill("application-form", made_up.application(), LETTER_DAY, self.returned)

    def read(self) -> None:
        """The answers of the form, from its file alone."""
        self.reading = read_files([self.returned]).forms[0]
        self.certain = sum(found.status == "certain" for found in self.reading.fields.values())

    def open_case(self) -> None:
        """The case, as received by e-mail."""
        self.case = Case.create(
            self.case_folder, AREA, RECEIVED, "email", at(RECEIVED), OFFICER, reference=made_up.REFERENCE,
            reading=self.reading, file_bytes=self.returned.read_bytes(), file_name=self.returned.name,
        )  # fmt: skip

    def be_refused(self) -> None:
        """A letter that may not go yet; ``refusal`` says why."""
        try:
            self._write("2", ASKED)
        except Refused as refused:
            self.refusal = next(one.message for one in refused.problems if one.code == "unconfirmed-address")
        else:
            raise Refused("The letter should have been refused.")

    def ask_for_consent(self) -> None:
        """The addresses and the ways of contact compared with the form, and letter 2."""
        self.case.change(at(ASKED), OFFICER, confirm=("applicant", "victim", "contact", "declaration.signature"))
        self._write("2", ASKED)

    def acknowledge(self) -> None:
        """The consent, the day of completion, and letters 1 and 3."""
        self.case.set("evidence.kind", "letter", at(COMPLETED), OFFICER, source="letter")
        self.case.complete(COMPLETED, at(COMPLETED), OFFICER)
        self._write("1", LETTER_DAY)
        self._write("3", LETTER_DAY)

    def print_record(self) -> None:
        """The application as it stands in the case."""
        record = for_case(document("application-form"), self.area, self.case, on=LETTER_DAY, final=True)
        write_atomic(self.case_folder / "application-record.pdf", render(record).data)

    def leave_to_try(self) -> None:
        """A form and a loose continuation sheet of another person, for trying the commands of every day."""
        signed = date.fromisoformat(made_up.TRIED)
        self.fill("application-form", made_up.for_herself(), signed, self.to_try / "returned.pdf")
        self.fill("continuation-sheet", made_up.one_more(), signed, self.to_try / "sheet.pdf")

    def made(self) -> list[str]:
        """What there is now, and what to open first."""
        return [
            f"{len(self.pack.files) // 2} blank documents, as PDF and as Word files;",
            f"a filled form with {self.sheets} continuation sheet;",
            f"{self.certain} answers read as certain, of {len(self.reading.fields)} fields;",
            f"a case with {len(self.case.log.entries)} entries in its log; {len(self.case.state.letters)} letters.",
            f"Stage 6 said: {self.refusal}",
            "",
            "Open first:",
            f"  {self.letters / 'letter-1.pdf'}   the promise is a date, counted past Christmas",
            f"  {self.returned}   the form as it came back",
            f"  {self.case_folder / 'case.yaml'}   what is known, and where from",
            f"  {self.review / 'threshold-0042.pdf'}   what counts towards the threshold, as a picture",
            f"  {self.review / 'pack-before.pdf'}   the papers of the meeting, as one file",
            f"  {self.pack.folder / 'application-form.pdf'}   the blank form: fill it in any PDF viewer",
            f"  {self.pack.folder / 'application-form.docx'}   the same for Word. Either way, then:",
            "  ctdocs read YOUR-FORM",
            "",
            f"To try the commands of every day (README.md) with: {self.to_try}",
        ]

    def fill(self, name: str, answers: dict[str, Any], on: date, output: Path) -> int:
        """Write a document of the area, PDF or Word by the name of ``output``, as a person fills it in on a screen.

        Gives how many continuation sheets it needed.
        """
        resolved = resolve(document(name), self.area, on=on, mode="prefilled", case=answers)
        filled = make(resolved, self.area, output.suffix[1:])
        write_atomic(output, filled.data)
        return filled.sheets

    def _write(self, number: str, on: date) -> None:
        output = self.letters / f"letter-{number}.pdf"
        write_letter(self.case, number, self.area, on=on, at=at(on), by=OFFICER, output=output)


STAGES: tuple[tuple[str, Callable[[Journey], None]], ...] = (
    ("The area's profile is checked", Journey.check_profile),
    ("Its blank forms and letters are made", Journey.make_blank),
    ("An applicant fills the form in", Journey.fill_in),
    ("The returned form is read", Journey.read),
    ("It becomes a case", Journey.open_case),
    ("A letter to an address that nobody has confirmed is refused", Journey.be_refused),
    ("An officer confirms addresses and ways of contact; letter 2 asks for the consent", Journey.ask_for_consent),
    ("The consent comes; letters 1 and 3 are written", Journey.acknowledge),
    ("The record of the application is printed from the case", Journey.print_record),
    ("A form and a loose sheet are left for you to try", Journey.leave_to_try),
)
"""What happens, in its order."""


def at(day: date) -> datetime:
    """Ten in the morning of a day: when everything of the demo is done."""
    return datetime(day.year, day.month, day.day, 10, tzinfo=UTC)
