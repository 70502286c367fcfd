"""A resolved document as a file of the kind that was asked for, with the area's own Word template where it has one."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ctdocs.documents.blocks import Letterhead, Resolved
from ctdocs.model.area import Area
from ctdocs.model.look import Look
from ctdocs.model.wordform import own_name


@dataclass(frozen=True, slots=True)
class Made:
    """A finished file. ``pages`` is 0 where its kind has none of its own (Word counts them anew on each computer).

    ``layouts`` are the files, by name, by which a returned copy is read where it lost its own; ``unprintable`` gives,
    by field, the characters that could not be shown; ``remarks`` are sentences that a person should read.
    """

    data: bytes
    pages: int = 0
    sheets: int = 0
    layouts: Mapping[str, bytes] = field(default_factory=dict)
    unprintable: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()


def make(resolved: Resolved, area: Area, kind: str, *, serial: str | None = None, protect: bool = False) -> Made:
    """The document as ``kind``, "pdf" or "docx". The same input gives the same bytes.

    ``serial`` is the number of one printed copy (PDF); ``protect`` lets nothing but the fields be changed (Word).
    Raises ``Refused`` where it cannot be made.
    """
    if kind == "docx" or resolved.kind == "letter":
        look = area.look()
        if any(isinstance(block, Letterhead) and block.name != resolved.sender for block in resolved.blocks):
            look = Look()  # the logo and the colour are the council's, and somebody else writes
        resolved = dataclasses.replace(resolved, look=look)
    return _word(resolved, area, protect) if kind == "docx" else _pdf(resolved, area, serial)


def own_template(area: Area, document_id: str, language: str) -> Path | None:
    """The area's own Word template of a document, or its county's; None where neither has one."""
    name = own_name(document_id, language)
    return next((path for folder in area.own_files if (path := folder / name).is_file()), None)


def _pdf(resolved: Resolved, area: Area, serial: str | None) -> Made:
    from ctdocs.render.pdf.document import render

    made = render(resolved, serial=serial)
    layouts = {f"{layout.id}.json": _json(layout.to_json()) for layout in made.layouts.values()}
    own = own_template(area, resolved.id, resolved.language)
    remarks = () if own is None else (
        f"{area.name} has a Word template of its own for this ({own}). This PDF has the wording of ctdocs, not that of "
        "the template: for that, make it with --format docx.",
    )  # fmt: skip
    return Made(made.data, made.pages, made.sheets, layouts, made.unprintable, remarks)


def _word(resolved: Resolved, area: Area, protect: bool) -> Made:
    from ctdocs.render.docx.document import render

    made = render(resolved, own=own_template(area, resolved.id, resolved.language), protect=protect)
    layouts = {f"{made.form.id}.word.json": _json(made.form.to_json())} if made.form.fields else {}
    return Made(made.data, layouts=layouts, unprintable=made.unprintable, remarks=made.remarks)


def _json(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True).encode()
