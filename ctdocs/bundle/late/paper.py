"""The paper that comes late: a file of any kind as a part, or a document that the case makes anew."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from ctdocs.bundle.blank import refuse_blank
from ctdocs.bundle.held import Holdings, Incoming
from ctdocs.bundle.join.joiner import INDEX, STANDARD
from ctdocs.bundle.join.part import Part
from ctdocs.bundle.late.held import Held
from ctdocs.bundle.late.slots import NUMBERS
from ctdocs.bundle.sources import part_of
from ctdocs.errors import Refused
from ctdocs.model.case import Case
from ctdocs.model.files import safe_name, sha256_of


@dataclass(frozen=True, slots=True)
class Paper:
    """A part to put in; ``sha256`` is of the file as it came, empty where the case made it; ``notes`` are for a
    person to read.
    """

    part: Part
    sha256: str = ""
    notes: tuple[str, ...] = ()


def of_file(
    path: Path, part_id: str, title: str, description: str, date: dt.date | None, language: str
) -> Paper:  # fmt: skip
    """A file as a paper. Raises ``Refused`` for one that cannot be a part or is a form of which nothing is filled in,
    and ``NotInstalled`` where a Word file needs LibreOffice.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Refused(f"{path} cannot be read: {(error.strerror or 'an error of the system').lower()}.") from error
    refuse_blank(path)
    source = part_of(data, path.name, language=language.partition("-")[0])
    name = safe_name(path.name)
    about = source.described(description)
    part = Part(part_id, title, source.data, about, date, source.original, name, source.alternative)
    return Paper(part, sha256_of(data), source.notes)


def of_case(held: Holdings, part_id: str) -> Paper | None:
    """The document of that part as the case has it now; None where it has none of that name."""
    try:
        documents, _ = held.find(_finder(part_id))
    except KeyError:
        return None
    for one in documents:
        if one.id == part_id and isinstance(one, Incoming):
            return of_file(one.path, one.id, one.title, one.description, one.date, held.language)
        if one.id == part_id and isinstance(one, Part):
            return Paper(one)
    return None


def _finder(part_id: str) -> str:
    """The part of a recipe (``ctdocs.bundle.held``) that gives a document this id."""
    if part_id.startswith("letter-"):
        return "letters"
    name = re.sub(r"-\d+$", "", part_id)
    return {"return": "returns", "assessment": "proportionality-assessments"}.get(name, name)


def new_id(title: str, taken: Collection[str]) -> str:
    """A name for a part, of its title: ``Fire report`` → ``fire-report``, and ``fire-report-2`` where that is taken."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-") or "paper"
    return next(one for one in _numbered(name) if one not in taken)


def taken(held: Held) -> set[str]:
    """The ids that no new part may have, with those of parts that were taken out: a record names them."""
    ids = {one.id for one in held.record.entries} | {one.id for one in held.record.changes}
    return {INDEX, STANDARD, NUMBERS, *ids, *(one.replace(".", "-") for one in ids)}


def told(paper: Paper, part_id: str | None, *, title: str, date: dt.date | None) -> Paper:
    """The paper with the title and date that somebody gave, and the id of the part that it replaces."""
    part = paper.part
    given = dataclasses.replace(part, id=part_id or part.id, title=title or part.title, date=date or part.date)
    return dataclasses.replace(paper, part=given)


def refuse_same(held: Held, paper: Paper, part_id: str | None) -> None:
    """Raise ``Refused`` where a part would be replaced by itself, or a bundle be put into itself."""
    if paper.sha256 == held.sha256:
        raise Refused("The paper is the bundle itself.")
    digest = sha256_of(paper.part.data)
    if any(one.id == part_id and one.sha256 == digest for one in held.record.entries):
        raise Refused(f"“{paper.part.title}” is in the bundle as it is now: there is nothing to replace.")


def held_already(held: Held, paper: Paper) -> list[str]:
    """A sentence where the bundle has the same file under another name."""
    digest = sha256_of(paper.part.data)
    same = [one for one in held.record.entries if one.sha256 == digest and one.id != paper.part.id]
    return [f"The same file is in the bundle as “{one.title}”, page {held.numbers_of(one)[0]}." for one in same]


def refuse_other_case(held: Held, case: Case) -> None:
    """Raise ``Refused`` where a bundle is not of this case, or the case holds what may be another person's."""
    record, state = held.record, case.state
    area = (record.recipe or {}).get("area")
    if record.reference != (state.reference or "") or area not in (None, state.area):
        raise Refused(
            f"The bundle is of case {record.reference or 'without a number'} ({area or 'no area'}), and {case.folder} "
            f"is {state.reference or 'without a number'} ({state.area})."
        )
    if strange := case.of_others():
        raise Refused("The case holds papers that may be another person's, so no bundle is made.", problems=strange)


def kept_by(case: Case) -> set[str]:
    """The SHA-256 of every file and letter that a case keeps."""
    return {one.sha256 for one in case.state.files} | {one.sha256 for one in case.state.letters}


def _numbered(name: str) -> Iterator[str]:
    yield name
    number = 2
    while True:
        yield f"{name}-{number}"
        number += 1
