"""``ctdocs letter``: a letter of a case, final, recorded in its log."""

from __future__ import annotations

from pathlib import Path

import click

from ctdocs.cli.options import areas_option, by_option, file_option, language_option, on_option


@click.command()
@click.argument("letter_id", metavar="ID")
@click.argument("case_folder", type=click.Path(path_type=Path), metavar="CASE")
@on_option
@language_option
@areas_option
@by_option
@file_option
def letter(
    letter_id: str,
    case_folder: Path,
    on_text: str | None,
    language: str,
    areas_folder: Path | None,
    by: str,
    output: Path,
) -> int:
    """Write letter ID (1, 2, 3) of CASE as a PDF, and record it in the case's log.

    Dates that the letter promises are computed from the area's clocks. It is refused while the address of the person it
    goes to is not confirmed, or where the case says not to write there.
    """
    from ctdocs.cli.arguments import day_or_today, now
    from ctdocs.cli.output import say, warn
    from ctdocs.documents.letters import letter as find_letter
    from ctdocs.documents.produce import for_case
    from ctdocs.model.area import load_area
    from ctdocs.model.case import Case
    from ctdocs.model.files import sha256_of, write_pdf
    from ctdocs.model.text import long_date
    from ctdocs.render.pdf.document import render

    found, on = find_letter(letter_id), day_or_today(on_text)
    case = Case.open(case_folder)
    before = [sent.day for sent in case.state.letters if sent.id == found.id]
    area = load_area(case.state.area, areas_folder)
    rendered = render(for_case(found, area, case, on=on, final=True, language=language))
    write_pdf(output, rendered.data)
    case.add_letter(found.id, on, sha256_of(rendered.data), now(), by, event=found.spec.event)
    say(f"Wrote {output} and recorded {found.id} in the case's log.")
    if before:
        warn(f"{found.id} was written before, dated {long_date(before[-1])}. Send one of them only.")
    for name, characters in rendered.unprintable.items():
        warn(f"{name}: {characters} could not be drawn and shows as a box. Look at the letter before it goes.")
    return 4 if rendered.unprintable else 0
