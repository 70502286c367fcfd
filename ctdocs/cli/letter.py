"""``ctdocs letter``: a letter of a case, final, recorded in its log."""

from __future__ import annotations

from datetime import date
from pathlib import Path

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


@click.command()
@click.argument("letter_id", metavar="ID")
@click.argument("case_folder", type=click.Path(path_type=Path), metavar="CASE")
@format_option
@on_option
@language_option
@areas_option
@by_option
@click.option("--replace", is_flag=True, help="FILE may be there already; it is replaced.")
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
    as_json: bool,
    output: Path,
) -> int:
    """Write letter ID (1, 2, 3) of CASE as a PDF or a Word file, and record it in the case's log.

    Dates that the letter promises are computed from the area's clocks. It is refused while the address of the person it
    goes to is not confirmed, or where the case says not to write there. The case keeps a copy of every letter: what you
    change in a Word file afterwards is not in it.

    --json: {"letter", "on", "files": [FILE], "copy", "unprintable": {NAME: characters}, "remarks": [sentence]}.
    Exit code 4: the letter is written, but a person must look at it first.
    """
    from ctdocs.bundle.letters import mend, write_letter
    from ctdocs.cli.arguments import kind_of, now, or_today
    from ctdocs.cli.output import say, say_json, warn
    from ctdocs.model.area import load_area
    from ctdocs.model.case import Case

    kind, on, case = kind_of(format_, output), or_today(on), Case.open(case_folder)
    mended = mend(case)
    if mended:
        warn(mended)
    area = load_area(case.state.area, areas_folder)
    written = write_letter(
        case, letter_id, area, on=on, at=now(), by=by, output=output, language=language, replace=replace, kind=kind
    )
    if as_json:
        say_json(
            {
                "letter": written.id,
                "on": on.isoformat(),
                "files": [str(output)],
                "copy": str(written.copy),
                "unprintable": dict(written.unprintable),
                "remarks": [*([mended] if mended else []), *written.remarks],
            }
        )
    else:
        say(f"Wrote {output} and recorded {written.id} in the case's log. The case's copy is {written.copy}.")
    for remark in written.remarks:
        warn(remark)
    for name, characters in written.unprintable.items():
        warn(f"{name}: {characters} could not be drawn and shows as a box. Look at the letter before it goes.")
    return 4 if mended or written.unprintable else 0
