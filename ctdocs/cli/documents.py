"""``ctdocs documents``: what can be produced."""

from __future__ import annotations

from pathlib import Path

import click

from ctdocs.cli.options import areas_option, json_option


@click.command()
@click.argument("area_id", metavar="[AREA]", required=False)
@areas_option
@json_option
def documents(area_id: str | None, areas_folder: Path | None, as_json: bool) -> None:
    """List what can be produced, with ids; for AREA, in its languages.

    The id is what "ctdocs fill" and "ctdocs pack --document" take.
    """
    from ctdocs.cli.output import say, say_json
    from ctdocs.documents.catalogue import document, documents as all_documents
    from ctdocs.model.area import load_area

    languages = list(load_area(area_id, areas_folder).languages) if area_id else ["en"]
    found = [document(name).spec for name in all_documents()]
    if as_json:
        say_json(
            [
                {
                    "id": spec.id,
                    "kind": spec.kind,
                    "code": spec.code,
                    "title": spec.title.en,
                    "edition": spec.edition,
                    "audience": spec.audience,
                    "source": spec.source,
                    "languages": [name for name in languages if name == "en" or spec.title.cy is not None],
                }
                for spec in found
            ]
        )
        return
    width = max(len(spec.id) for spec in found)
    for spec in found:
        say(f"{spec.id:<{width}}  {spec.kind:<6}  {spec.title.en}")
