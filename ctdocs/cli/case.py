"""``ctdocs case``: open a case, show it, correct it, and check it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ctdocs.cli.options import areas_option, by_option
from ctdocs.cli.output import say, say_json, warn

if TYPE_CHECKING:
    from ctdocs.model.reading import Reading, Readings

_FOLDER = click.Path(path_type=Path, file_okay=True)
_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
_ROUTES = ("post", "email", "online", "phone", "letter", "in-person")
_FLAGS = ("do_not_write_to", "do_not_write_to.applicant", "do_not_write_to.victim")


class Day(click.ParamType["date"]):
    """A date on the command line, as 2026-11-20 or 20/11/2026."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The date. Anything else fails with a sentence that shows both ways to write it."""
        from ctdocs.model.text import read_date

        if isinstance(value, date):
            return value
        if isinstance(value, str) and any(mark in value for mark in "-/") and (day := read_date(value)):
            return day
        self.fail(f"“{value}” is not a date. Write it as 2026-11-20 or 20/11/2026.", param, ctx)




@click.group()
def case() -> None:
    """Open a case, show it, correct it and check its log."""


@case.command()
@click.argument("reading", type=_FILE, required=False)
@click.option("--area", "area_id", required=True, metavar="A", help="The area, such as derbyshire/south-derbyshire.")
@click.option("--received", required=True, type=Day(), help="The day the application came in. Never guessed.")
@click.option("--route", type=click.Choice(_ROUTES), default="post", show_default=True, help="How it came in.")
@click.option("--reference", metavar="REF", help="The case's reference, as letters print it.")
@areas_option
@by_option
@click.option("-o", "--output", "folder", required=True, type=_FOLDER, metavar="DIR", help="The case's new folder.")
def new(
    reading: Path | None,
    area_id: str,
    received: date,
    route: str,
    reference: str | None,
    areas_folder: Path | None,
    by: str,
    folder: Path,
) -> int:
    """Open a case from READING, a returned PDF or what "ctdocs read --json" gave; without it, an empty case to key."""
    from ctdocs.cli.case_text import say_findings
    from ctdocs.model.area import load_area
    from ctdocs.model.case import Case

    load_area(area_id, areas_folder)  # refuses an area that does not exist, naming the nearest
    if reading is None:
        opened = Case.create(folder, area_id, received, route, _now(), by, reference=reference)
        say(f"Opened the case {folder}. Key what the caller says with: ctdocs case set {folder} victim.name=…")
        return 0
    found = _readings(reading)
    data = reading.read_bytes()
    form = _application_in(found, reading)
    opened = Case.create(
        folder,
        area_id,
        received,
        route,
        _now(),
        by,
        reference=reference,
        reading=form,
        file_bytes=data,
        file_name=reading.name,
    )
    say(f"Opened the case {folder} with {len(opened.state.values)} answers from {reading.name}.")
    for page in found.unplaced:
        warn(f"{page.file}{f', page {page.page}' if page.page else ''}: {page.reason}")
    return say_findings(opened) or (4 if found.unplaced else 0)


@case.command()
@click.argument("folder", type=_FOLDER, metavar="CASE")
@click.option("--json", "as_json", is_flag=True, help="As JSON, every value with its source.")
def show(folder: Path, as_json: bool) -> None:
    """Show what is known, where it came from and who confirmed it."""
    from ctdocs.cli.case_text import indented, standing
    from ctdocs.model.case import Case
    from ctdocs.model.case_view import in_order
    from ctdocs.model.text import long_date

    opened = Case.open(folder)
    if as_json:
        say_json(opened.to_json())
        return
    state = opened.state
    say(f"Case {state.reference or '(no reference)'}, {state.area}")
    how = "in person" if state.route == "in-person" else f"by {state.route}"
    say(f"Received {long_date(state.received)} {how}")
    say(f"Complete {long_date(state.completed)}" if state.completed else "Not yet recorded as complete")
    for letter in state.letters:
        say(f"{letter.id} sent, dated {long_date(letter.day)}")
    for flag in sorted(state.flags):
        say(f"Flag: {flag}")
    for name, known in in_order(state):
        say(f"\n{name}  [{standing(known)}]\n  {indented(known)}")


@case.command(name="set")
@click.argument("folder", type=_FOLDER, metavar="CASE")
@click.argument("assignments", nargs=-1, metavar="[NAME=VALUE]...")
@click.option("--confirm", multiple=True, metavar="NAME", help="Confirm a value as read, or a group: victim.")
@click.option("--completed", type=Day(), help="The day on which the application was complete.")
@click.option("--flag", multiple=True, type=click.Choice(_FLAGS), help="Block letters, to all or to one person.")
@click.option("--no-flag", multiple=True, type=click.Choice(_FLAGS), help="Lift a flag.")
@click.option("--source", default="telephone", show_default=True, help="Where you have the values from.")
@by_option
def set_(
    folder: Path,
    assignments: Sequence[str],
    confirm: Sequence[str],
    completed: date | None,
    flag: Sequence[str],
    no_flag: Sequence[str],
    source: str,
    by: str,
) -> int:
    """Put down values as NAME=VALUE (an empty VALUE blanks it), confirm them, and record what a person knows.

    All of it goes into the log as one change. reference=REF sets the case's reference.
    """
    from ctdocs.cli.case_text import warn_torn
    from ctdocs.model.case import Case

    values = dict(_assignment(text) for text in assignments)
    reference = values.pop("reference", None)
    opened = Case.open(folder)
    warn_torn(opened)
    torn = bool(opened.log.torn)
    entry = opened.change(
        _now(),
        by,
        values=values,
        source=source,
        confirm=confirm,
        dates={"completed": completed} if completed else None,
        flags={name: True for name in flag} | {name: False for name in no_flag},
        reference=reference,
    )
    say(f"Recorded as entry {entry.n} of {folder / 'log.jsonl'}.")
    return 4 if torn else 0


@case.command()
@click.argument("folder", type=_FOLDER, metavar="CASE")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def check(folder: Path, as_json: bool) -> int:
    """Check the log, the kept files and the application. 0: nothing; 3: something is wrong; 4: a person must look."""
    from ctdocs.cli.case_text import for_a_person, plain, say_findings, warn_torn
    from ctdocs.model.case import Case

    opened = Case.open(folder)
    damage, wanting, look = opened.damage(), opened.problems(), opened.to_look_at()
    doubts = for_a_person(wanting)
    wrong = [*damage, *(problem for problem in wanting if problem not in doubts)]
    code = 3 if wrong else 4 if wanting or look or opened.log.torn else 0
    if as_json:
        say_json({"wrong": plain(wrong), "look": plain([*doubts, *look]), "torn": bool(opened.log.torn)})
        return code
    warn_torn(opened)
    for problem in damage:
        say(str(problem))
    say_findings(opened)
    if code == 0:
        say(f"Nothing is wrong with {folder}: {len(opened.log.entries)} entries, every file as it came in.")
    return code


@case.command()
@click.argument("folder", type=_FOLDER, metavar="CASE")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def log(folder: Path, as_json: bool) -> None:
    """Show every entry of the log: when, who and what."""
    from dataclasses import asdict

    from ctdocs.cli.case_text import about, warn_torn
    from ctdocs.model.case import Case

    opened = Case.open(folder)
    warn_torn(opened)
    if as_json:
        say_json([asdict(entry) for entry in opened.log.entries])
        return
    for entry in opened.log.entries:
        say(f"{entry.n:>4}  {entry.at}  {entry.by}: {entry.event}{about(entry.data)}")


def _now() -> datetime:
    return datetime.now().astimezone()


def _readings(path: Path) -> Readings:
    from ctdocs.model.reading_json import MOST_BYTES, readings_from_json

    with path.open("rb") as stream:
        start = stream.read(64)
        if start.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"["):
            return readings_from_json(start + stream.read(MOST_BYTES), path.name)
    from ctdocs.model.reading import Readings
    from ctdocs.read import read_pdf

    return Readings((read_pdf(path),))


def _application_in(found: Readings, path: Path) -> Reading:
    from ctdocs.errors import Refused

    forms = [form for form in found.forms if form.form.id == "application-form"]
    if len(forms) == 1:
        return forms[0]
    if forms:
        raise Refused(f"{path} holds {len(forms)} application forms; a case begins with one.")
    reasons = "; ".join(page.reason for page in found.unplaced)
    raise Refused(f"{path} holds no application form{f': {reasons}' if reasons else ''}.")


def _assignment(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise click.UsageError(f"“{text}” is not of the form NAME=VALUE.")
    return name.strip(), value
