"""``ctdocs convert``: Word files that exist only as such, as PDF."""

from __future__ import annotations

from pathlib import Path

import click

from ctdocs.cli.options import json_option


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", "folder", type=click.Path(path_type=Path), required=True, metavar="DIR", help="The PDFs go here."
)
@click.option("--replace", is_flag=True, help="PDFs of these names may be there already; they are replaced.")
@click.option(
    "--seconds", type=click.FloatRange(min=0, min_open=True), default=120, show_default=True, help="Per file."
)
@json_option
def convert(files: tuple[Path, ...], folder: Path, replace: bool, seconds: float, as_json: bool) -> int:
    """Make PDFs of Word files (.docx, .doc, .odt, .rtf) with LibreOffice, for files that exist only in Word.

    What ctdocs itself makes needs no converting: "ctdocs fill" and "ctdocs letter" write PDF directly. Files with
    macros or with content that is fetched from elsewhere are refused. Look at each PDF before you rely on it:
    LibreOffice may break lines and pages where Word does not.

    --json: {"made": [{"file", "pdf"}], "failed": [{"file", "reason"}]}. Exit code 3: a file was refused (the others
    were made). 5: a PDF cannot be written. 6: LibreOffice is not installed.
    """
    from ctdocs.cli.output import say, say_json, warn
    from ctdocs.render.office import to_pdf

    result = to_pdf(files, folder, replace=replace, seconds=seconds)
    reasons = {file: str(error).replace("\n", " ") for file, error in result.failed.items()}
    if as_json:
        say_json(
            {
                "made": [{"file": str(file), "pdf": str(pdf)} for file, pdf in result.made.items()],
                "failed": [{"file": str(file), "reason": reason} for file, reason in reasons.items()],
            }
        )
    else:
        for file, pdf in result.made.items():
            say(f"{file}: wrote {pdf}")
        if len(result.made) + len(result.failed) > 1:
            say(f"{len(result.made)} of {len(result.made) + len(result.failed)} files were made into PDFs.")
    for file, reason in reasons.items():
        warn(f"{file}: {reason}")
    return max((error.exit_code for error in result.failed.values()), default=0)
