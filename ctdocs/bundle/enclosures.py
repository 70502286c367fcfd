"""What goes with a letter: documents made with it, and files, each looked through before the applicant gets it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ctdocs.bundle.enclosed_text import carried
from ctdocs.bundle.making import make
from ctdocs.documents.catalogue import Document, document, documents
from ctdocs.documents.disclosure import Finding, search, search_name
from ctdocs.documents.letters import letter_facts
from ctdocs.documents.names import names_for
from ctdocs.documents.produce import for_case, goes_to_the_applicant, remarks_on
from ctdocs.documents.schema import EnclosureSpec
from ctdocs.documents.template import holds
from ctdocs.errors import Problem, Refused
from ctdocs.model.area import Area
from ctdocs.model.audience import for_applicant
from ctdocs.model.case import Case
from ctdocs.model.facts import flat
from ctdocs.model.files import safe_name, sha256_of


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A finished file that goes with a letter: document id or name of the file, the end of its name, its content.

    ``look`` are remarks that somebody must decide about.
    """

    id: str
    name: str
    data: bytes
    unprintable: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    look: tuple[str, ...] = ()


def enclosures(
    found: Document, area: Area, case: Case, asked: Sequence[str], *, on: dt.date, language: str, kind: str
) -> list[Enclosure]:
    """What goes with a letter: what its description always encloses, then what is ``asked``: documents and files.

    Raises ``Refused`` with all that stops any of them: it is not for an applicant, is not there, or says what an
    applicant may not read.
    """
    made: list[Enclosure] = []
    problems: list[Problem] = []
    known = {one.document: one for one in found.spec.encloses}
    own = [one for one in found.spec.encloses if not one.asked]
    always = [one.document for one in own if _applies(found, one, area, case, on, language)]
    for name in dict.fromkeys((*always, *asked)):
        try:
            if name in documents():
                made.append(_document(name, known.get(name), area, case, on, language, kind))
            else:
                made.append(_file(Path(name), area, case, on))
        except Refused as error:
            problems += error.problems or [Problem(error.message, hint=error.hint)]
    if problems:
        raise Refused(f"What goes with '{found.id}' cannot go.", problems=dict.fromkeys(problems))
    return made


def file_findings(path: Path, area: Area, case: Case, on: dt.date) -> tuple[str, bytes, list[Finding]]:
    """The id under which a file is accepted, its content, and what in it stops it. Raises ``Refused``."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Refused(
            f"{path} cannot be enclosed: {(error.strerror or 'it cannot be read').lower()}.",
            hint="Give a file, or a document by its id (“ctdocs documents”).",
        ) from error
    read = carried(data, path.name)
    ours = [str(fact) for _, fact in flat(area.on(on)) if isinstance(fact, str)]
    found = list(search(read.texts, case.facts(), ours))
    shown = safe_name(path.name)
    found += search_name(path.name, f"{shown}, its name", case.facts(), ours)
    found += [Finding("unseen", shown, place, "", "") for place in read.unseen]
    return f"file-{sha256_of(data)[:12]}", data, found


def require_quiet_name(output: Path, found: Document, area: Area, case: Case, on: dt.date) -> None:
    """The name of a letter's file says nothing either: it is seen where it is sent. Raises ``Refused``."""
    if not goes_to_the_applicant(found):
        return
    ours = [str(fact) for _, fact in flat(area.on(on)) if isinstance(fact, str)]
    told = search_name(output.name, f"The name of the file {output.name}", case.facts(), ours)
    if told:
        problems = [replace(one.problem(found.id), hint="Give another name with -o.") for one in told]
        raise Refused(f"'{found.id}' goes to the applicant under the name of its file.", problems=problems)


def _applies(found: Document, one: EnclosureSpec, area: Area, case: Case, on: dt.date, language: str) -> bool:
    if one.when is None:
        return True
    facts = for_applicant(letter_facts(found, case))
    return holds(one.when, names_for(found, area, on=on, mode="final", case=facts, language=language), language)


def _document(
    name: str, spec: EnclosureSpec | None, area: Area, case: Case, on: dt.date, language: str, kind: str
) -> Enclosure:
    found = document(name)
    if found.spec.audience != "applicant" or found.spec.kind == "letter":
        raise Refused(
            f"'{name}' is for the {found.spec.audience} and does not go to an applicant."
            if found.spec.kind != "letter" else f"'{name}' is a letter, and is written by itself."
        )  # fmt: skip
    final = spec is not None and spec.record
    resolved = for_case(found, area, case, on=on, final=final, language=language)
    made = make(resolved, area, kind)
    look = remarks_on(found, resolved, case)
    return Enclosure(name, f"{name}.{kind}", made.data, made.unprintable, made.remarks, look)


def _file(path: Path, area: Area, case: Case, on: dt.date) -> Enclosure:
    id_, data, found = file_findings(path, area, case, on)
    problems = []
    for one in found:
        said = case.state.decision(one.about(id_))
        if one.stops and not (said is not None and said.outcome == "accepted"):
            problems.append(one.problem(str(path)))
    if problems:
        raise Refused(f"{path} cannot be enclosed.", problems=problems)
    look = tuple(one.remark for one in found if not one.stops)
    return Enclosure(safe_name(path.name), safe_name(path.name), data, look=look)
