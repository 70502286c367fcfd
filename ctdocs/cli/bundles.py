"""``ctdocs review-pack`` and ``ctdocs appeal-bundle``: the papers of a case as one file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from ctdocs.cli.options import areas_option, file_option, json_option, language_option, on_option

if TYPE_CHECKING:
    from ctdocs.bundle.review import Kind

_OPTIONS = (
    click.argument("case_folder", type=click.Path(path_type=Path), metavar="CASE"),
    click.option(
        "--with", "further", type=click.Path(path_type=Path), multiple=True, metavar="FILE",
        help="A further file for the end: a report, a photograph, an e-mail. May be given again.",
    ),
    click.option(
        "--print-copy", type=click.Path(path_type=Path), metavar="FILE",
        help="A second file, for printing on both sides: each part begins on a right-hand page.",
    ),
    click.option(
        "--password-file", type=click.Path(path_type=Path), metavar="FILE",
        help="Lock the bundle (AES-256) with the password in the first line of this file.",
    ),
    on_option, language_option, areas_option, json_option, file_option,
)  # fmt: skip
"""What both commands take, besides what says which bundle it is."""


def _bundle_options(command: Callable[..., int]) -> Callable[..., int]:
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@click.command("review-pack")
@click.option("--before", "stage", flag_value="before", default="before", help="For the meeting (as without it).")
@click.option("--after", "stage", flag_value="after", help="After the meeting: minutes, action plan, declaration.")
@_bundle_options
def review_pack(stage: Kind, **given: Any) -> int:
    """Make the papers of a review meeting as one PDF: numbered pages, an index with links, bookmarks, tags.

    What it holds stands in the profile of the area. A required part that the case does not have is refused with its
    name; any other is listed as not held, and so is every body from which no reply has come.

    --json: {"files": [FILE], "pages", "parts": [{"id", "title", "first", "last", "date", "treatment"}], "absent":
    [{"title", "reason"}], "rules": [{"rule", "sentence", "holds"}], "remarks": [sentence]}. Exit code 4: a person must
    look at a remark first.
    """
    return _make(stage, **given)


@click.command("appeal-bundle")
@click.option(
    "--against", type=click.Choice(["threshold", "process", "outcome"]), required=True, help="What is appealed against."
)
@_bundle_options
def appeal_bundle(against: str, **given: Any) -> int:
    """Make the bundle that the appeal body gets, as one PDF with numbered pages, an index with links and bookmarks.

    Each kind of appeal has its own parts, which stand in the profile of the area. --json and the exit codes are those
    of "ctdocs review-pack".
    """
    return _make(cast("Kind", f"appeal_{against}"), **given)


def _make(
    kind: Kind,
    case_folder: Path,
    further: tuple[Path, ...],
    print_copy: Path | None,
    password_file: Path | None,
    on: date | None,
    language: str,
    areas_folder: Path | None,
    as_json: bool,
    output: Path,
) -> int:
    from ctdocs.bundle.copies import locked, read_password, to_print
    from ctdocs.bundle.review import assemble
    from ctdocs.cli.arguments import or_today
    from ctdocs.cli.output import say, say_json, warn
    from ctdocs.errors import UsageError
    from ctdocs.model.area import load_area
    from ctdocs.model.case import Case
    from ctdocs.model.files import require_kind, write_document

    if output.suffix.lower() not in ("", ".pdf"):
        raise UsageError(f"{output.name} is not the name of a PDF.", hint="Let it end in .pdf.")
    if print_copy is not None and print_copy.resolve() == output.resolve():
        raise UsageError("-o and --print-copy name one file.", hint="Give the copy for printing another name.")
    for path in (output, *([print_copy] if print_copy else [])):
        require_kind(path, "pdf")
    password = read_password(password_file) if password_file else None
    case = Case.open(case_folder)
    area = load_area(case.state.area, areas_folder)
    made = assemble(case, area, kind, on=or_today(on), further=further, language=language)
    data = made.bundle.data if password is None else locked(made.bundle.data, password)
    if print_copy is not None:
        printed = to_print(made.bundle)
        write_document(print_copy, printed if password is None else locked(printed, password), "pdf")
    write_document(output, data, "pdf")
    failed = [one for one in made.bundle.report if not one.holds]
    if as_json:
        say_json(
            {
                "files": [str(output), *([str(print_copy)] if print_copy else [])],
                "pages": made.bundle.pages,
                "parts": [
                    {
                        "id": one.id,
                        "title": one.title,
                        "first": one.first,
                        "last": one.last,
                        "date": one.date.isoformat() if one.date else None,
                        "treatment": one.treatment,
                    }
                    for one in made.bundle.entries
                ],
                "absent": [{"title": one.title, "reason": one.reason} for one in made.absent],
                "rules": [
                    {"rule": one.rule, "sentence": one.sentence, "holds": one.holds} for one in made.bundle.report
                ],
                "remarks": list(made.remarks),
            }
        )
    else:
        say(f"Wrote {output} ({made.bundle.pages} pages, {len(made.bundle.entries)} parts).")
        for entry in made.bundle.entries:
            say(f"  {entry.first:>4}  {entry.title}")
        for absent in made.absent:
            say(f"     –  {absent.title}: {absent.reason[:1].lower()}{absent.reason[1:]}")
    for remark in made.remarks:
        warn(remark)
    for one in failed:
        warn(f"{one.rule}: {one.sentence}")
    return 4 if failed or made.remarks else 0
