"""``ctdocs template``: take a document's Word template to put it into your own words, and check what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ctdocs.cli.options import areas_option, file_option, json_option, language_option, on_option

if TYPE_CHECKING:
    from ctdocs.errors import Problem
    from ctdocs.model.area import Area
    from ctdocs.render.docx.export import TemplateOf


@click.group()
def template() -> None:
    """Put a document into your own words in Word: export its template, and check the file that you changed."""


@template.command()
@click.argument("document_id", metavar="DOCUMENT")
@click.option("--area", "area_id", metavar="A", required=True, help="The area whose facts the page of names shows.")
@language_option
@areas_option
@on_option
@json_option
@file_option
def export(
    document_id: str,
    area_id: str,
    language: str,
    areas_folder: Path | None,
    on: date | None,
    as_json: bool,
    output: Path,
) -> None:
    """Write the Word template of DOCUMENT, with a last page that lists every name that it can use.

    Change it in Word and save it in your folder of profiles: then the area uses it instead.

    --json: {"document", "area", "language", "files": [FILE], "own": where to save it in the folder of profiles}.
    """
    from ctdocs.cli.arguments import or_today
    from ctdocs.cli.output import say, say_json
    from ctdocs.cli.own_templates import blank
    from ctdocs.model.area import load_area
    from ctdocs.model.files import write_document
    from ctdocs.model.wordform import own_name
    from ctdocs.render.docx.export import exported

    resolved = blank(document_id, load_area(area_id, areas_folder), language, or_today(on))
    write_document(output, exported(resolved), "docx")
    own = f"{resolved.area_id}/{own_name(resolved.id, language)}"
    if as_json:
        found = {"document": resolved.id, "area": resolved.area_id, "language": language}
        say_json({**found, "files": [str(output)], "own": own})
        return
    say(f"Wrote {output}. Its last page lists every name that it can use.")
    say(f"Check what you change with: ctdocs template check {output}")
    say(f"Saved as {own} in your folder of profiles, it is used for this area.")


@template.command()
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--document", "document_id", metavar="ID", help="The document; else by the file's name, or itself.")
@click.option("--area", "area_id", metavar="A", help="The area; else by its place, or what it says.")
@click.option("--language", type=click.Choice(["en", "cy"]), help="The language; else by the file's name, or itself.")
@areas_option
@on_option
@json_option
def check(
    file: Path,
    document_id: str | None,
    area_id: str | None,
    language: str | None,
    areas_folder: Path | None,
    on: date | None,
    as_json: bool,
) -> int:
    """Say everything that is wrong with the Word template FILE, each with its paragraph and the nearest name.

    Exit code 3: there are errors, and the template cannot be used. 4: there are remarks only, and a person should look.

    --json: {"document", "area", "problems": [{"message", "paragraph", "hint", "severity": "error" or "notice"}]}.
    """
    from ctdocs.cli.arguments import or_today
    from ctdocs.cli.output import say, say_json
    from ctdocs.cli.own_templates import blank, checked, named
    from ctdocs.documents.catalogue import documents
    from ctdocs.errors import Refused
    from ctdocs.render.docx.checking.problems import is_notice, paragraph_of
    from ctdocs.render.docx.export import template_says

    try:
        data = file.read_bytes()
    except OSError as error:
        raise Refused(f"{file} cannot be read: {(error.strerror or 'it is damaged').lower()}.") from error
    says = template_says(data)
    area = _area(file, data, area_id, areas_folder, says)
    name, of_name = named(file)
    is_named = name in documents()
    used_for = document_id or (name if is_named else "")
    document_id = used_for or _said(file, says)
    language = language or (of_name if is_named else says.language if says is not None else "") or "en"
    found = checked(data, blank(document_id, area, language, or_today(on)), used_for)
    if as_json:
        problems = [
            {
                "message": one.message,
                "paragraph": paragraph_of(one) or None,
                "hint": one.hint,
                "severity": "notice" if is_notice(one) else "error",
            }
            for one in found
        ]
        say_json({"document": document_id, "area": area.id, "problems": problems})
    else:
        for line in _lines(file, found):
            say(line)
    if all(is_notice(one) for one in found):
        return 4 if found else 0
    return 3


def _area(file: Path, data: bytes, area_id: str | None, folder: Path | None, says: TemplateOf | None) -> Area:
    """The area that a template is looked at for: the one given, else by its place, else by what the file says."""
    from ctdocs.errors import UsageError
    from ctdocs.model.area import COUNTY_FILE, load_area, load_area_file
    from ctdocs.model.wordsafety import open_package

    if area_id:
        return load_area(area_id, folder)
    here = file.resolve().parent
    beside = here.parent / f"{here.name}.yaml"
    if beside.is_file():  # AREAS/COUNTY/AREA/letter-1.docx
        return load_area_file(beside)
    profiles = folder.resolve() if folder is not None else None
    is_county = (here / COUNTY_FILE).is_file() or here.parent == profiles
    of_county = sorted(path for path in here.glob("*.yaml") if path.name != COUNTY_FILE) if is_county else []
    said = says.area if says is not None else ""
    if of_county and said not in (f"{here.name}/{path.stem}" for path in of_county):
        return load_area_file(of_county[0])  # AREAS/COUNTY/letter-1.docx, exported for an area of another county
    if not said:
        open_package(data)  # what is no Word file is told first
        raise UsageError(f"{file} does not say which area it is for.", hint="Say it with --area.")
    return load_area(said, here.parent if of_county else folder)


def _said(file: Path, says: TemplateOf | None) -> str:
    """The document that a template says it is of."""
    from ctdocs.errors import UsageError

    if says is None or not says.document:
        raise UsageError(f"{file} does not say which document it is for.", hint="Say it with --document.")
    return says.document


def _lines(file: Path, found: Sequence[Problem]) -> list[str]:
    from ctdocs.render.docx.checking.problems import is_notice

    if not found:
        return [f"{file}: No problems found."]
    notices = sum(is_notice(one) for one in found)
    errors = len(found) - notices
    lines = []
    for one in found:
        kind = "Notice" if is_notice(one) else "Error"
        lines += [f"{kind}: {one.message}", *([one.excerpt] if one.excerpt else [])]
        lines += [f"  {one.hint}"] if one.hint else []
    counted = [f"{n} {word}{'s' * (n != 1)}" for n, word in ((errors, "error"), (notices, "notice")) if n]
    return [*lines, "", f"{file}: {' and '.join(counted)}."]
