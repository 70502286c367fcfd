"""``ctdocs case``: open a case, show it, correct it, and check it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from ctdocs.cli.arguments import now
from ctdocs.cli.case_accept import accept
from ctdocs.cli.case_decide import decide, judge, undo
from ctdocs.cli.case_look import FOLDER, fields, log, show
from ctdocs.cli.case_record import step
from ctdocs.cli.options import Day, areas_option, by_option, json_option
from ctdocs.cli.output import say, say_json, warn

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
_ROUTES = ("post", "email", "online", "phone", "letter", "in-person")
_FLAGS = ("do_not_write_to", "do_not_write_to.applicant", "do_not_write_to.victim")

_other_area = click.option("--other-area", is_flag=True, help="Take a form of another area; the log says that you did.")


@click.group()
def case() -> None:
    """Open a case, show it, correct it and check its log."""


@case.command()
@click.argument("files", nargs=-1, type=_FILE, metavar="[FILE]...")
@click.option("--area", "area_id", required=True, metavar="A", help="The area, such as derbyshire/south-derbyshire.")
@click.option("--received", required=True, type=Day(), help="The day the application came in. Never guessed.")
@click.option("--route", type=click.Choice(_ROUTES), default="post", show_default=True, help="How it came in.")
@click.option("--reference", metavar="REF", help="The case's reference, as letters print it.")
@_other_area
@areas_option
@by_option
@json_option
@click.option("-o", "--output", "folder", required=True, type=FOLDER, metavar="DIR", help="The case's new folder.")
def new(
    files: Sequence[Path],
    area_id: str,
    received: date,
    route: str,
    reference: str | None,
    other_area: bool,
    areas_folder: Path | None,
    by: str,
    as_json: bool,
    folder: Path,
) -> int:
    """Open a case from FILE, a returned PDF or what "ctdocs read" kept of one; without it, an empty case to key.

    Continuation sheets that came by themselves are given with the form; their incidents follow those of the form.

    Exit code 4: the case is open, and a person must look at something. Whether its application is whole is judged by
    "case check", which ends with 3 where it is not. An empty case ends with 0.

    --json: {"case", "entries": [number], "files": [name], "remarks": [sentence], "wrong": [], "look": []}, the last two
    as "case check --json" has them.
    """
    from ctdocs.cli.case_inputs import documents, require_one_form
    from ctdocs.cli.case_text import answers, say_findings, say_taken
    from ctdocs.model.area import load_area
    from ctdocs.model.case import Case
    from ctdocs.model.text import printable

    load_area(area_id, areas_folder)  # refuses an area that does not exist, naming the nearest
    returned, remarks = documents(files)
    require_one_form(returned)
    opened = Case.create(
        folder, area_id, received, route, now(), by, reference=reference, returned=returned, other_area=other_area
    )
    for remark in remarks:
        warn(printable(remark))
    if as_json:
        return say_taken(opened, [entry.n for entry in opened.log.entries], [one.name for one in returned], remarks)
    if not files:
        told = "the caller says" if route == "phone" else "you were told"
        say(f"Opened the case {folder}. Key what {told} with: ctdocs case set {folder} victim.name=…")
        say('"ctdocs case fields" lists every name.')
        return 0
    say(f"Opened the case {folder} with {answers(opened)} from {', '.join(one.name for one in returned)}.")
    return say_findings(opened) or (4 if remarks else 0)


@case.command()
@click.argument("folder", type=FOLDER, metavar="CASE")
@click.argument("files", nargs=-1, required=True, type=_FILE, metavar="FILE...")
@_other_area
@by_option
@json_option
def add(folder: Path, files: Sequence[Path], other_area: bool, by: str, as_json: bool) -> int:
    """Take what came later into CASE: a later form, continuation sheets that came by themselves, forms of the review.

    The forms of the review are partners' replies, the victim statement, proportionality assessments, the agenda, the
    minutes, action plans and the signed declaration, as PDF or Word files, and sheets that go on with them.

    What a person confirmed or typed stands; what a later form says otherwise is listed to look at, and no letter goes
    while it is about whom to write to, safe contact or consent. The incidents of a sheet follow the last of the case.

    Exit code 4: the files are taken, and a person must look at something. Whether the application is whole is judged by
    "case check", which ends with 3 where it is not.

    --json: {"case", "entries": [number], "files": [name], "remarks": [sentence], "wrong": [], "look": []}, the last two
    as "case check --json" has them.
    """
    from ctdocs.cli.case_inputs import documents
    from ctdocs.cli.case_text import say_findings, say_taken, warn_cut_off
    from ctdocs.model.case import Case
    from ctdocs.model.text import printable

    opened, entries = Case.open(folder), []
    warn_cut_off(opened)
    returned, remarks = documents(files, review=True)
    for one in returned:
        entry = opened.take(one.reading, one.data, one.name, now(), by, beside=one.beside, other_area=other_area)
        entries.append(entry.n)
        if not as_json:
            say(f"Took {one.name} into {folder} as entry {entry.n}.")
    for remark in remarks:
        warn(printable(remark))
    if as_json:
        return say_taken(opened, entries, [one.name for one in returned], remarks)
    return say_findings(opened) or (4 if remarks else 0)


@case.command(name="set")
@click.argument("folder", type=FOLDER, metavar="CASE")
@click.argument("assignments", nargs=-1, metavar="[NAME=VALUE]...")
@click.option(
    "--confirm", multiple=True, metavar="NAME",
    help="Confirm a value as read, a group (victim), or all that came in a file (its name).",
)  # fmt: skip
@click.option("--completed", type=Day(), help="The day on which the application was complete.")
@click.option("--flag", multiple=True, type=click.Choice(_FLAGS), help="Block letters, to all or to one person.")
@click.option("--no-flag", multiple=True, type=click.Choice(_FLAGS), help="Lift a flag.")
@click.option("--source", metavar="TEXT", help="Where you have the values from, if not by the route of the case.")
@by_option
@json_option
def set_(
    folder: Path,
    assignments: Sequence[str],
    confirm: Sequence[str],
    completed: date | None,
    flag: Sequence[str],
    no_flag: Sequence[str],
    source: str | None,
    by: str,
    as_json: bool,
) -> int:
    """Put down values as NAME=VALUE (an empty VALUE blanks it), confirm them, and record what a person knows.

    All of it goes into the log as one change. "ctdocs case fields" lists the names; reference=REF sets the case's
    reference.

    A value of several lines, such as an address, comes from a text file: victim.address=@FILE. Its lines are those of
    the file; no other sign parts a line. A value that begins with @ itself is typed as @@.

    If a value cannot be right, such as a postcode that is none, it is kept and waits for --confirm; the exit code is
    then 4.

    --json: {"case", "entries": [number], "doubts": {NAME: why}, "torn": whether the log's last line was cut off}.
    """
    from ctdocs.cli.case_inputs import assignment
    from ctdocs.cli.case_text import warn_cut_off
    from ctdocs.errors import Refused
    from ctdocs.model.case import Case
    from ctdocs.model.fields import shown

    values = dict(assignment(text) for text in assignments)
    reference = values.pop("reference", None)
    opened = Case.open(folder)
    warn_cut_off(opened)
    torn = bool(opened.log.torn)
    try:
        entry = opened.change(
            now(),
            by,
            values=values,
            source=source,
            confirm=confirm,
            dates={"completed": completed} if completed else None,
            flags={name: True for name in flag} | {name: False for name in no_flag},
            reference=reference,
        )
    except Refused as refused:
        if len(assignments) + len(confirm) > 1:  # one of them is wrong: what became of the others must be said
            refused.message += " Nothing was recorded."
        raise
    doubts = entry.data.get("doubts", {})
    if as_json:
        say_json({"case": str(folder), "entries": [entry.n], "doubts": dict(doubts), "torn": torn})
    else:
        say(f"Recorded as entry {entry.n} of {folder / 'log.jsonl'}.")
        for name in entry.data.get("confirm", ()):
            say(f"  confirmed {name}: {shown(opened.state.values[name].value)}")
    for name, why in doubts.items():
        warn(f"{name}: {shown(values[name])}: {why}. If it is right all the same, confirm it with --confirm {name}.")
    return 4 if torn or doubts else 0


@case.command()
@click.argument("folder", type=FOLDER, metavar="CASE")
@json_option
@click.option("--accept-shortened", is_flag=True, help="Go on with a log that lost its end. Needs --why.")
@click.option("--why", metavar="TEXT", default="", help="Why the lost entries cannot be restored; for the log.")
@by_option
def check(folder: Path, as_json: bool, accept_shortened: bool, why: str, by: str) -> int:
    """Check the log, the kept files and the application.

    Exit code 0: nothing is wrong. 3: the log or a file is damaged, or the application is not whole. 4: a person must
    look at something, and nothing else is wrong.

    A log that lost entries at its end is reported, and nothing is written, until the folder is restored from a copy.
    Where there is none, --accept-shortened records that; the case is then marked do_not_write_to, since nobody knows
    what the lost entries said.

    --json: {"wrong": [{"field", "code", "message"}], "look": [the same], "torn": whether the last line was cut off}.
    """
    from ctdocs.cli.case_text import for_a_person, plain, say_findings, warn_cut_off
    from ctdocs.model.case import Case

    opened = Case.open(folder)
    if accept_shortened:
        kept = opened.accept_shortened(now(), by, why)
        warn(f"Accepted. The case is marked do_not_write_to until you lift that.{f' See {kept}.' if kept else ''}")
    damage, wanting, look = opened.damage(), opened.problems(), opened.to_look_at()
    doubts = for_a_person(wanting)
    wrong = [*damage, *(problem for problem in wanting if problem not in doubts)]
    code = 3 if wrong else 4 if wanting or look or opened.log.torn else 0
    if as_json:
        say_json({"wrong": plain(wrong), "look": plain([*doubts, *look]), "torn": bool(opened.log.torn)})
        return code
    warn_cut_off(opened)  # entries that are missing at the end are damage, and said there
    for problem in damage:
        say(str(problem))
    say_findings(opened)
    if code == 0:
        say(f"Nothing is wrong with {folder}: {len(opened.log.entries)} entries, every file as it came in.")
    return code


for _command in (fields, show, log, step, decide, judge, undo, accept):
    case.add_command(_command)
