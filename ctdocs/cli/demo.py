"""``ctdocs demo``: the whole journey on a made-up area and case, every stage done by the program's own functions."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

AREA = "example/exampleshire"
OFFICER = "A. N. Officer (made up)"


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="[DIR]", default=Path("ctdocs-demo"))
def demo(folder: Path) -> int:
    """Go the whole way on a made-up area and case, into DIR (a new or empty folder; "ctdocs-demo" if left out)."""
    from datetime import UTC, date, datetime

    from ctdocs.bundle.pack import Order, make_pack
    from ctdocs.cli import demo_people as made_up
    from ctdocs.cli.output import say
    from ctdocs.documents.catalogue import document
    from ctdocs.documents.letters import letter
    from ctdocs.documents.produce import for_case
    from ctdocs.documents.resolve import resolve
    from ctdocs.errors import Refused
    from ctdocs.model.area import load_area
    from ctdocs.model.case import Case
    from ctdocs.model.files import sha256_of, write_atomic
    from ctdocs.read import read_files
    from ctdocs.render.pdf.document import render

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused(f"{folder} is not an empty folder.", hint="Name a new one: ctdocs demo my-demo")
    received, asked, completed, day = (
        date.fromisoformat(text) for text in (made_up.RECEIVED, made_up.ASKED, made_up.COMPLETED, made_up.LETTER_DAY)
    )

    def at(when: date) -> datetime:
        return datetime(when.year, when.month, when.day, 10, tzinfo=UTC)

    say("A made-up area (Exampleshire) and made-up people. Every stage is real.\n")

    with _stage("1. The area's profile is checked"):
        area = load_area(AREA)
        gaps = area.gaps(day)
        if gaps:
            raise Refused("The made-up area has gaps.", problems=gaps)
    with _stage("2. Its blank forms and letters are made"):
        pack = make_pack(Order(AREA, folder / "1-blank", (), False, day, "en", False))
    with _stage("3. An applicant fills the form in"):
        filled = render(
            resolve(document("application-form"), area, on=day, mode="prefilled", case=made_up.application())
        )
        returned = folder / "2-returned" / "application-form-filled.pdf"
        write_atomic(returned, filled.data)
    with _stage("4. The returned form is read"):
        reading = read_files([returned]).forms[0]
        certain = sum(found.status == "certain" for found in reading.fields.values())
    case_folder = folder / "3-case"
    with _stage("5. It becomes a case"):
        case = Case.create(
            case_folder, AREA, received, "email", at(received), OFFICER,
            reference=made_up.REFERENCE, reading=reading, file_bytes=returned.read_bytes(), file_name=returned.name,
        )  # fmt: skip
    letters = folder / "4-letters"

    def write(number: str, on: date) -> None:
        found = letter(number)
        made = render(for_case(found, area, case, on=on, final=True))
        write_atomic(letters / f"{found.id}.pdf", made.data)
        case.add_letter(found.id, on, sha256_of(made.data), at(on), OFFICER, event=found.spec.event)

    with _stage("6. A letter to an address that nobody has confirmed is refused"):
        try:
            for_case(letter("2"), area, case, on=asked, final=True)
        except Refused as refusal:
            reason = refusal.problems[0].message
        else:
            raise Refused("The letter should have been refused.")
    with _stage("7. An officer confirms the addresses; letter 2 asks for the missing consent"):
        case.confirm("applicant", at(asked), OFFICER)
        case.confirm("victim", at(asked), OFFICER)
        write("2", asked)
    with _stage("8. The consent comes; letters 1 and 3 are written"):
        case.set("evidence.kind", "letter", at(completed), OFFICER, source="letter")
        case.complete(completed, at(completed), OFFICER)
        write("1", day)
        write("3", day)
    with _stage("9. The record of the application is printed from the case"):
        record = render(for_case(document("application-form"), area, case, on=day, final=True))
        write_atomic(folder / "3-case" / "application-record.pdf", record.data)

    say(f"\n{len(pack.files)} blank documents; a filled form with {filled.sheets} continuation sheet;")
    say(f"{certain} answers read as certain, of {len(reading.fields)} fields;")
    say(f"a case with {len(case.log.entries)} entries in its log; three letters.")
    say(f"Stage 6 said: {reason}")
    say("\nOpen first:")
    say(f"  {letters / 'letter-1.pdf'}   the promise is a date, counted past Christmas")
    say(f"  {returned}   the form as it came back")
    say(f"  {case_folder / 'case.yaml'}   what is known, and where from")
    say(f"  {pack.folder / 'application-form.pdf'}   the blank form: fill it in any PDF viewer, then:")
    say("  ctdocs read YOUR-FORM.pdf")
    return 0


@contextmanager
def _stage(title: str) -> Iterator[None]:
    """Say what is being done, and how long it took."""
    from ctdocs.cli.output import say_part

    start = time.perf_counter()
    say_part(f"{title} … ")
    yield
    say_part(f"{time.perf_counter() - start:.1f} s\n")
