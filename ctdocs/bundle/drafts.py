"""A draft of a letter: what it would say, each missing fact highlighted, no address in it, and nothing recorded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ctdocs.bundle.enclosures import enclosures
from ctdocs.bundle.letters import KEPT
from ctdocs.bundle.making import make
from ctdocs.documents.letters import letter
from ctdocs.documents.produce import draft_for_case, for_case
from ctdocs.errors import CannotWrite, Refused
from ctdocs.model.area import Area
from ctdocs.model.case import Case
from ctdocs.model.files import cannot_write, write_document

DRAFT = "DRAFT"
"""What stands in the name of the file of a draft."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft of a letter: its file, and what stands in the way of the letter, each with what to do."""

    id: str
    path: Path
    missing: tuple[str, ...]
    unprintable: Mapping[str, str]


def write_draft(
    case: Case, name: str, area: Area, *, on: dt.date, output: Path, language: str = "en", kind: str = "pdf",
    enclose: Sequence[str] = (),
) -> Draft:  # fmt: skip
    """Write a draft of a letter, which may lack anything: each missing fact is highlighted, and it has no address.

    DRAFT stands in the name of its file, on every page and in the window of the envelope. The case does not record it.
    Raises ``CannotWrite``, and ``Refused`` where there is no such letter.
    """
    found = letter(name)
    if DRAFT not in output.stem.upper():
        output = output.with_name(f"{output.stem}-{DRAFT}{output.suffix}")
    if output.resolve().parent in [(case.folder / kept).resolve() for kept in KEPT]:
        raise CannotWrite(f"{output} cannot be written: {output.parent} holds what the case keeps.")
    missing: list[str] = []
    asked = [one for one in enclose if any(one == spec.document for spec in found.spec.encloses)]
    try:
        with_it = [one.id for one in enclosures(found, area, case, enclose, on=on, language=language, kind=kind)]
    except Refused as error:
        missing += [str(problem) for problem in error.problems] or [error.message]
        with_it = asked
    try:
        for_case(found, area, case, on=on, final=True, language=language, enclosed=with_it)
    except Refused as error:
        missing += [str(problem) for problem in error.problems] or [error.message]
    resolved = draft_for_case(found, area, case, on=on, language=language, enclosed=with_it)
    made = make(resolved, area, kind)
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(output, error) from error
    write_document(output, made.data, kind)
    return Draft(found.id, output, tuple(dict.fromkeys(missing)), made.unprintable)
