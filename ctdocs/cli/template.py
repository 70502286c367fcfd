"""``ctdocs template``: take a document's Word template to put it into your own words, and check what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ctdocs.cli.options import areas_option, file_option, json_option, language_option, on_option

if TYPE_CHECKING:
    from ctdocs.documents.blocks import Resolved
    from ctdocs.errors import Problem
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
    from ctdocs.cli.output import say, say_json
    from ctdocs.model.files import write_document
    from ctdocs.render.docx.export import exported, own_name

    resolved = _blank(document_id, area_id, language, areas_folder, on)
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
@click.option("--document", "document_id", metavar="ID", help="The document; else what the file says, or its name.")
@click.option("--area", "area_id", metavar="A", help="The area; else what the file says.")
@click.option("--language", type=click.Choice(["en", "cy"]), help="The language; else what the file says.")
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
    from ctdocs.cli.output import say, say_json
    from ctdocs.documents.catalogue import documents
    from ctdocs.documents.templated import template_of
    from ctdocs.errors import Refused, UsageError
    from ctdocs.model.wordsafety import open_package
    from ctdocs.render.docx.check import check as check_template
    from ctdocs.render.docx.export import template_says
    from ctdocs.render.docx.problems import is_notice, paragraph_of

    try:
        data = file.read_bytes()
    except OSError as error:
        raise Refused(f"{file} cannot be read: {(error.strerror or 'it is damaged').lower()}.") from error
    says = template_says(data)
    area_id = area_id or (says.area if says else None)
    if not area_id:
        open_package(data)  # what is no Word file is told first
        raise UsageError(f"{file} does not say which area it is for.", hint="Say it with --area.")
    given, document_id = document_id, document_id or _named(file, says)
    language = language or (says.language if says and says.language else _language_of(file))
    resolved = _blank(document_id, area_id, language, areas_folder, on)
    used_for = given or (name if (name := file.stem.partition(".")[0]) in documents() else "")
    fields = template_of(resolved).fields()
    found = check_template(data, names=resolved.names, fields=fields, language=language, document=used_for)
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
        say_json({"document": document_id, "area": area_id, "problems": problems})
    else:
        for line in _lines(file, found):
            say(line)
    if all(is_notice(one) for one in found):
        return 4 if found else 0
    return 3


def _blank(document_id: str, area_id: str, language: str, areas_folder: Path | None, on: date | None) -> Resolved:
    """The blank document of the area; facts that are not confirmed do not matter to its template."""
    from ctdocs.cli.arguments import or_today
    from ctdocs.documents.catalogue import document
    from ctdocs.documents.produce import require_language
    from ctdocs.documents.resolve import resolve
    from ctdocs.model.area import load_area

    found = document(document_id)
    require_language(found, language)
    return resolve(found, load_area(area_id, areas_folder), on=or_today(on), language=language, draft=True)


def _named(file: Path, says: TemplateOf | None) -> str:
    """The document that a template is of: by what it says, else by the name of the file."""
    from ctdocs.documents.catalogue import documents
    from ctdocs.errors import UsageError

    if says is not None and says.document:
        return says.document
    name = file.stem.partition(".")[0]
    if name not in documents():
        raise UsageError(f"{file} does not say which document it is for.", hint="Say it with --document.")
    return name


def _language_of(file: Path) -> str:
    return "cy" if file.stem.endswith(".cy") else "en"


def _lines(file: Path, found: Sequence[Problem]) -> list[str]:
    from ctdocs.render.docx.problems import is_notice

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
