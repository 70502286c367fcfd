"""``ctdocs fill``: one document, blank, prefilled or final."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from ctdocs.cli.options import (
    areas_option,
    file_option,
    format_option,
    json_option,
    language_option,
    on_option,
    protect_option,
)


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
@protect_option
@json_option
@file_option
def fill(
    document_id: str,
    area_id: str | None,
    case_folder: Path | None,
    final: bool,
    format_: str | None,
    on: date | None,
    language: str,
    areas_folder: Path | None,
    draft: bool,
    serial: str | None,
    protect: bool,
    as_json: bool,
    output: Path,
) -> int:
    """Make one DOCUMENT: blank for an area, or with what a case knows ("ctdocs documents" lists the ids).

    A Word file takes answers of any length, so it has no continuation sheets. Where the area has a Word template of its
    own ("ctdocs template export"), that is used.

    --json: {"document", "files": [FILE], "pages", "sheets", "unprintable": {NAME: characters}, "remarks": [sentence]}.
    "pages" counts those of the continuation sheets too, "sheets" is how many of these there are; of a Word file "pages"
    is 0. Exit code 4: the file is made, and a person must look before it goes anywhere: characters could not be drawn,
    the area's Word template lacks something, or what goes to the applicant names an alleged perpetrator.
    """
    from ctdocs.bundle.making import make
    from ctdocs.cli.arguments import kind_of, or_today
    from ctdocs.cli.output import say_json, warn
    from ctdocs.documents.catalogue import document
    from ctdocs.documents.produce import for_case, remarks_on, require_language
    from ctdocs.documents.resolve import resolve
    from ctdocs.errors import UsageError
    from ctdocs.model.area import load_area
    from ctdocs.model.case import Case
    from ctdocs.model.files import write_document

    kind = kind_of(format_, output)
    if kind == "docx" and serial is not None:
        raise UsageError("A Word file has no code on its pages, so it takes no --serial.")
    if kind == "pdf" and protect:
        raise UsageError("--protect is for Word files; the PDF can be changed in its fields alone.")
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
        asides = remarks_on(found, resolved, case)
    else:
        assert area_id is not None
        require_language(found, language)
        area = load_area(area_id, areas_folder)
        resolved = resolve(found, area, on=on, language=language, draft=draft)
        asides = ()
    made = make(resolved, area, kind, serial=serial, protect=protect)
    write_document(output, made.data, kind)
    if as_json:
        say_json(
            {
                "document": found.id,
                "files": [str(output)],
                "pages": made.pages,
                "sheets": made.sheets,
                "unprintable": dict(made.unprintable),
                "remarks": [*made.remarks, *asides],
            }
        )
    else:
        _tell(output, made.pages, made.sheets)
    for remark in (*made.remarks, *asides):
        warn(remark)
    if final and found.spec.kind == "letter":
        warn(f"The case's log does not know of this copy. To send it: ctdocs letter {found.id} {case_folder} -o FILE")
    for name, characters in made.unprintable.items():
        shown = " ".join(f"U+{ord(ch):04X}" for ch in characters)
        warn(f"{name}: these characters could not be drawn and show as a box: {shown}. The value itself is kept.")
    # That a PDF has our wording where the area has a Word template of its own is good to know, and nothing to look at.
    return 4 if made.unprintable or asides or (kind == "docx" and made.remarks) else 0


def _tell(output: Path, pages: int, sheets: int) -> None:
    from ctdocs.cli.output import say

    counted = {0: "", 1: " (1 page)"}.get(pages, f" ({pages} pages)")
    say(f"Wrote {output}{counted}.")
    if sheets:
        say(f"What did not fit stands on {sheets} continuation sheet{'s' * (sheets > 1)} at the end.")
