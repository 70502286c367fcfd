"""``ctdocs pack``: every document of one or more areas, with the layouts by which returned forms are read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from ctdocs.cli.options import areas_option, json_option, language_option, on_option, protect_option


@click.command()
@click.argument("area_ids", metavar="AREA...", nargs=-1)
@click.option("--all", "every", is_flag=True, help="Every area that there is a profile of.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, metavar="DIR", help="The folder to fill."
)
@click.option(
    "--format", "formats", default="pdf", show_default=True, metavar="KINDS", help="pdf, docx, or both: pdf,docx."
)
@protect_option
@click.option("--document", "document_ids", multiple=True, metavar="ID", help="Only this document; may be given again.")
@click.option("--draft", is_flag=True, help="Make drafts though facts are not confirmed; each is marked CONFIRM.")
@on_option
@language_option
@areas_option
@click.option("--jobs", type=click.IntRange(1, 64), default=1, show_default=True, help="How many areas at a time.")
@click.option("--zip", "zipped", is_flag=True, help="One zip file for each area beside its folder.")
@json_option
def pack(
    area_ids: tuple[str, ...],
    every: bool,
    output: Path,
    formats: str,
    protect: bool,
    document_ids: tuple[str, ...],
    draft: bool,
    on: date | None,
    language: str,
    areas_folder: Path | None,
    jobs: int,
    zipped: bool,
    as_json: bool,
) -> int:
    """Make every document of AREA: DIR/AREA/ID.pdf or ID.docx, and DIR/layouts/… for reading what comes back.

    Without --draft an area with missing or unconfirmed facts is refused; each fact is listed with its file and line.

    --json: {"on", "packs": [{"area", "folder", "files", "remarks": [sentence]}], "refused": [AREA]}; why one was
    refused is on standard error.
    """
    from ctdocs.bundle.pack import Order, make_packs
    from ctdocs.cli.arguments import kinds_of, or_today
    from ctdocs.cli.output import say, say_json, warn
    from ctdocs.errors import CtdocsError, UsageError
    from ctdocs.model.area import list_areas

    if every == bool(area_ids):
        raise UsageError("Name the areas, or say --all.", hint="`ctdocs areas list` shows them.")
    names = tuple(list_areas(areas_folder) if every else dict.fromkeys(area_ids))
    on = or_today(on)
    kinds = kinds_of(formats)
    orders = [
        Order(name, output, document_ids, draft, on, language, zipped, areas_folder, kinds, protect) for name in names
    ]
    worst, packs, refused = 0, [], []
    for name, result in zip(names, make_packs(orders, jobs), strict=True):
        if isinstance(result, CtdocsError):
            warn(str(result))
            refused.append(name)
            worst = max(worst, result.exit_code)
            continue
        files = [str(path) for path in result.files]
        remarks = list(result.remarks)
        packs.append({"area": result.area, "folder": str(result.folder), "files": files, "remarks": remarks})
        for remark in remarks:
            warn(remark)
        if not as_json:
            say(f"{result.area}: {len(result.files)} file{'s' * (len(result.files) != 1)} in {result.folder}")
    if as_json:
        say_json({"on": on.isoformat(), "packs": packs, "refused": refused})
    return worst
