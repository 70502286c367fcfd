"""``ctdocs letter``: a letter of a case, final, recorded in its log; or a draft of one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ctdocs.cli.options import (
    areas_option,
    by_option,
    file_option,
    format_option,
    json_option,
    language_option,
    on_option,
)

if TYPE_CHECKING:
    from ctdocs.bundle.drafts import Draft
    from ctdocs.bundle.letters import Written


@click.command()
@click.argument("letter_id", metavar="ID")
@click.argument("case_folder", type=click.Path(path_type=Path), metavar="CASE")
@format_option
@on_option
@language_option
@areas_option
@by_option
@click.option("--replace", is_flag=True, help="FILE may be there already; it is replaced.")
@click.option(
    "--enclose", multiple=True, metavar="WHAT",
    help="A document by its id, made with the letter, or a file that goes with it; both are looked through.",
)  # fmt: skip
@click.option("--draft", is_flag=True, help="A draft though facts are missing: each is highlighted, nothing recorded.")
@click.option("--accept", multiple=True, metavar="QUOTE", help="What stopped the letter and may stay. Needs --why.")
@click.option("--why", default="", metavar="TEXT", help="Why it may stay, for the log.")
@json_option
@file_option
def letter(
    letter_id: str,
    case_folder: Path,
    format_: str | None,
    on: date | None,
    language: str,
    areas_folder: Path | None,
    by: str,
    replace: bool,
    enclose: Sequence[str],
    draft: bool,
    accept: Sequence[str],
    why: str,
    as_json: bool,
    output: Path,
) -> int:
    """Write letter ID (1, 2, 3, closed…) of CASE as a PDF or a Word file, and record it in the case's log.

    Dates that the letter promises are computed from the area's clocks. It is refused while the address of the person it
    goes to is not confirmed, or where the case says not to write there; the refusal names every fact that is missing,
    with the command that gives it. The case keeps a copy of every letter: what you change in a Word file afterwards is
    not in it.

    A letter, and what goes with it, is searched for what the case knows of alleged perpetrators: names, addresses,
    dates of birth, telephone numbers, and what was assessed of them. What is found is quoted and stops the letter until
    you put it in other words or accept it, quote by quote. A name that the applicant used is only remarked on.

    --json: {"letter", "on", "files": [FILE], "copy", "unprintable": {NAME: characters}, "remarks": [sentence]}; of a
    draft {"letter", "on", "files": [FILE], "draft": true, "missing": [sentence], "unprintable": {NAME: characters}}.
    Exit code 4: the letter is written, but a person must look at it first.
    """
    from ctdocs.bundle.accepting import accept_in
    from ctdocs.bundle.drafts import write_draft
    from ctdocs.bundle.letters import mend, write_letter
    from ctdocs.cli.arguments import kind_of, now, or_today
    from ctdocs.cli.output import warn
    from ctdocs.model.area import load_area
    from ctdocs.model.case import Case

    kind, on, case = kind_of(format_, output), or_today(on), Case.open(case_folder)
    mended = mend(case)
    if mended:
        warn(mended)
    area = load_area(case.state.area, areas_folder)
    if accept:
        accept_in(case, letter_id, area, accept, why=why, on=on, at=now(), by=by, language=language, enclose=enclose)
    if draft:
        made = write_draft(case, letter_id, area, on=on, output=output, language=language, kind=kind, enclose=enclose)
        return _tell_draft(made, on, as_json)
    written = write_letter(
        case, letter_id, area, on=on, at=now(), by=by, output=output, language=language, replace=replace, kind=kind,
        enclose=enclose,
    )  # fmt: skip
    _tell(written, on, mended, as_json)
    for name, characters in written.unprintable.items():
        warn(f"{name}: {characters} could not be drawn and shows as a box. Look at the letter before it goes.")
    return 4 if mended or written.unprintable or written.look else 0


def _tell(written: Written, on: date, mended: str | None, as_json: bool) -> None:
    from ctdocs.cli.output import say, say_json, warn

    files = [str(path) for path in (written.path, *written.enclosed)]
    if as_json:
        say_json(
            {
                "letter": written.id,
                "on": on.isoformat(),
                "files": files,
                "copy": str(written.copy),
                "unprintable": dict(written.unprintable),
                "remarks": [*([mended] if mended else []), *written.remarks],
            }
        )
    else:
        say(f"Wrote {written.path} and recorded {written.id} in the case's log. The case's copy is {written.copy}.")
        for path in written.enclosed:
            say(f"With it goes {path}.")
    for remark in written.remarks:
        warn(remark)


def _tell_draft(made: Draft, on: date, as_json: bool) -> int:
    from ctdocs.cli.output import say, say_json, warn

    if as_json:
        about = {"letter": made.id, "on": on.isoformat(), "files": [str(made.path)], "draft": True}
        say_json({**about, "missing": list(made.missing), "unprintable": dict(made.unprintable)})
    else:
        say(f"Wrote {made.path}, a draft: it is not recorded, and is not to be sent.")
        for one in made.missing:
            warn(one)
    return 4
