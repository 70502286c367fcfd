"""``ctdocs case accept``: let words stand that stopped a document for the applicant."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from ctdocs.cli.case_look import FOLDER
from ctdocs.cli.options import areas_option, by_option, json_option, language_option, on_option


@click.command()
@click.argument("folder", type=FOLDER, metavar="CASE")
@click.argument("document_id", metavar="DOCUMENT")
@click.argument("quotes", nargs=-1, required=True, metavar="QUOTE...")
@click.option("--why", required=True, metavar="TEXT", help="Why they may stay; for the log.")
@on_option
@language_option
@areas_option
@by_option
@json_option
def accept(
    folder: Path,
    document_id: str,
    quotes: Sequence[str],
    why: str,
    on: date | None,
    language: str,
    areas_folder: Path | None,
    by: str,
    as_json: bool,
) -> int:
    """Let words stay in DOCUMENT that say something of an alleged perpetrator, each as it was quoted.

    DOCUMENT is a letter, another document for the applicant, or a file that goes with a letter. What is accepted holds
    for exactly that text of that document: where a word of it changes, it is quoted again. It is taken back like any
    decision.

    --json: {"case", "accepted": [{"quote", "where", "kind"}]}.
    """
    from ctdocs.bundle.accepting import accept_in
    from ctdocs.cli.arguments import now, or_today
    from ctdocs.cli.output import say, say_json
    from ctdocs.model.area import load_area
    from ctdocs.model.case import Case

    case = Case.open(folder)
    area = load_area(case.state.area, areas_folder)
    found = accept_in(case, document_id, area, quotes, why=why, on=or_today(on), at=now(), by=by, language=language)
    if as_json:
        told = [{"quote": one.quote, "where": one.where, "kind": one.kind} for one in found]
        say_json({"case": str(folder), "accepted": told})
        return 0
    for one in found:
        say(f"Accepted in {document_id}: “{' '.join(one.quote.split())}” ({one.where}).")
    return 0
