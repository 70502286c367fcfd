"""``ctdocs fill``: one document, blank, prefilled or final."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from ctdocs.cli.options import areas_option, file_option, format_option, json_option, language_option, on_option


@click.command()
@click.argument("document_id", metavar="DOCUMENT")
@click.option("--area", "area_id", metavar="A", help="The area; that of the case where there is one.")
@click.option(
    "--case", "case_folder", type=click.Path(path_type=Path), metavar="CASE", help="Fill in what this case knows."
)
@click.option("--final", is_flag=True, help="The record: values as text, no field left. Needs --case.")
@format_option
@on_option
@language_option
@areas_option
@click.option(
    "--draft", is_flag=True, help="Make it though facts of the area are not confirmed; each is marked CONFIRM."
)
@click.option("--serial", metavar="S", help="The number of this copy, for the code on its pages (capitals and digits).")
@json_option
@file_option
def fill(
    document_id: str,
    area_id: str | None,
    case_folder: Path | None,
    final: bool,
    format_: str,
    on: date | None,
    language: str,
    areas_folder: Path | None,
    draft: bool,
    serial: str | None,
    as_json: bool,
    output: Path,
) -> int:
    """Make one DOCUMENT: blank for an area, or with what a case knows ("ctdocs documents" lists the ids).

    --json: {"document", "files": [FILE], "pages", "sheets", "unprintable": {NAME: characters}}. "pages" counts those of
    the continuation sheets too, "sheets" is how many of these there are. Exit code 4: characters could not be drawn.
    """
    from ctdocs.cli.arguments import or_today
    from ctdocs.cli.output import say_json, warn
    from ctdocs.documents.catalogue import document
    from ctdocs.documents.produce import for_case, require_language
    from ctdocs.documents.resolve import resolve
    from ctdocs.errors import UsageError
    from ctdocs.model.area import load_area
    from ctdocs.model.case import Case
    from ctdocs.model.files import write_pdf
    from ctdocs.render.pdf.document import render

    if case_folder is None and area_id is None:
        raise UsageError("Say which area with --area, or give a case with --case.")
    if final and case_folder is None:
        raise UsageError("A final document needs a case: give it with --case.")
    if draft and case_folder is not None:
        raise UsageError("A draft is of the blank document: what a case says may not rest on unconfirmed facts.")
    found, on = document(document_id), or_today(on)
    if case_folder is not None:
        case = Case.open(case_folder)
        area = load_area(area_id or case.state.area, areas_folder)
        resolved = for_case(found, area, case, on=on, final=final, language=language)
    else:
        assert area_id is not None
        require_language(found, language)
        resolved = resolve(found, load_area(area_id, areas_folder), on=on, language=language, draft=draft)
    rendered = render(resolved, serial=serial)
    write_pdf(output, rendered.data)
    if as_json:
        say_json(
            {
                "document": found.id,
                "files": [str(output)],
                "pages": rendered.pages,
                "sheets": rendered.sheets,
                "unprintable": dict(rendered.unprintable),
            }
        )
    else:
        _tell(output, rendered.pages, rendered.sheets)
    if final and found.spec.kind == "letter":
        warn(f"The case's log does not know of this copy. To send it: ctdocs letter {found.id} {case_folder} -o FILE")
    for name, characters in rendered.unprintable.items():
        shown = " ".join(f"U+{ord(ch):04X}" for ch in characters)
        warn(f"{name}: these characters could not be drawn and show as a box: {shown}. The value itself is kept.")
    return 4 if rendered.unprintable else 0


def _tell(output: Path, pages: int, sheets: int) -> None:
    from ctdocs.cli.output import say

    say(f"Wrote {output} ({'1 page' if pages == 1 else f'{pages} pages'}).")
    if sheets:
        say(f"What did not fit stands on {sheets} continuation sheet{'s' * (sheets > 1)} at the end.")
