"""Packs of a review and bundles for an appeal: the recipe of the profile, the documents of the case, one file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from ctdocs.bundle.blank import refuse_blank
from ctdocs.bundle.held import Found, Holdings, Incoming
from ctdocs.bundle.join.joiner import join
from ctdocs.bundle.join.part import Absent, Bundle, Part
from ctdocs.bundle.longer import longer
from ctdocs.bundle.sources import parts_of
from ctdocs.documents.longer import longer_answers
from ctdocs.errors import CtdocsError, Problem, Refused
from ctdocs.model.area import Area
from ctdocs.model.case import Case
from ctdocs.model.files import sha256_of
from ctdocs.model.text import long_date
from ctdocs.render.pdf.document import render
from ctdocs.rules.panel.of_case import invited_of, rules_of, sitting_of
from ctdocs.rules.panel.sitting import lacks

Kind = Literal["before", "after", "appeal_threshold", "appeal_process", "appeal_outcome"]

TITLES: Final[Mapping[Kind, str]] = {
    "before": "Review pack for the meeting",
    "after": "Review pack after the meeting",
    "appeal_threshold": "Appeal bundle: decision on the threshold",
    "appeal_process": "Appeal bundle: how the case was handled",
    "appeal_outcome": "Appeal bundle: outcome of the review",
}


@dataclass(frozen=True, slots=True)
class Assembled:
    """A finished bundle; ``remarks`` are sentences that a person should read before it is used."""

    bundle: Bundle
    absent: tuple[Absent, ...]
    remarks: tuple[str, ...]


def assemble(
    case: Case, area: Area, kind: Kind, *, on: dt.date, further: Sequence[Path] = (), language: str = "en"
) -> Assembled:
    """The bundle of a case by the recipe of its area, ``further`` files at its end, each under its own name.

    Raises ``Refused`` with every part that is required and not held, and with every file that cannot be a part; and
    ``NotInstalled`` where a part is a Word file and LibreOffice is not there. Only English is written yet: in another
    language half of what a bundle says of itself would be read out as what it is not.
    """
    if language != "en":
        raise Refused(
            f"Packs and bundles are not written in '{language}' yet.",
            hint="Leave --language out. A document in them that is in Welsh stays so.",
        )
    recipe = getattr(area.profile.bundles, kind)
    if not recipe:
        raise Refused(
            f"The profile of {area.name} does not say what stands in this bundle.",
            hint=f"Put it under “bundles: {kind}:”; areas/example/exampleshire.yaml shows how.",
        )
    if case.state.area != area.id:
        raise Refused(f"The case {case.folder} is of {case.state.area}, not of {area.id}.")
    if strange := case.of_others():
        raise Refused("The case holds papers that may be another person's, so no bundle is made.", problems=strange)
    if on < case.state.received:
        raise Refused(
            f"A bundle of {long_date(on)} would be older than the application, which came on "
            f"{long_date(case.state.received)}."
        )
    for path in further:
        refuse_blank(path)
    held = Holdings(case, area, on, language)
    found: list[Found] = []
    absent: list[Absent] = []
    problems: list[Problem] = []
    for wanted in recipe:
        documents, missing = held.find(wanted.part)
        found += documents
        if wanted.required and not documents:
            problems += [Problem(f"{one.title}: {one.reason[:1].lower()}{one.reason[1:]}.") for one in missing]
        else:
            absent += missing
    if problems:
        raise Refused(f"“{TITLES[kind]}” cannot be made: what it must hold is not in the case.", problems=problems)
    found += [Incoming(f"further-{n}", path.stem, path, "Added by hand") for n, path in enumerate(further, 1)]
    incoming = {one: _read(one) for one in found if isinstance(one, Incoming)}
    parts, remarks = _pages(found, incoming, language)
    remarks += _twice(incoming)
    reference = case.state.reference or ""
    parts = [one for part in parts for one in (part, *_in_full(part, area, reference, language))]
    bundle = join(
        parts, title=TITLES[kind], reference=reference, language=language, absent=absent,
        recipe={
            "kind": kind, "area": area.id, "on": on.isoformat(), "parts": [one.part for one in recipe],
            "files": {one.id: sha256_of(data) for one, (data, _) in incoming.items()},
        },
    )  # fmt: skip
    if waiting := len(case.to_look_at()):
        remarks.append(
            f"{waiting} thing{'s' * (waiting != 1)} in the case wait{'s' * (waiting == 1)} for a person to look at: "
            "ctdocs case check CASE lists them."
        )
    if kind == "after":
        remarks += _of_the_panel(case, area, on)
    remarks += [f"{entry.title}: {note}" for entry in bundle.entries for note in entry.notes]
    return Assembled(bundle, tuple(absent), tuple(remarks))


def _twice(incoming: Mapping[Incoming, tuple[bytes, str]]) -> list[str]:
    """What stands in the bundle more than once, word for word."""
    seen: dict[str, str] = {}
    remarks = []
    for one, (data, _) in incoming.items():
        digest = sha256_of(data)
        if digest in seen:
            remarks.append(f"{one.title}: it is the same file as “{seen[digest]}”.")
        seen.setdefault(digest, one.title)
    return remarks


def _of_the_panel(case: Case, area: Area, on: dt.date) -> list[str]:
    """What the meeting lacked by the procedure of its area."""
    facts, there = case.facts(), area.on(on)
    return [one.sentence for one in lacks(rules_of(there), sitting_of(facts), invited_of(case.state, facts, there, on))]


def _pages(
    found: Sequence[Found], incoming: Mapping[Incoming, tuple[bytes, str]], language: str
) -> tuple[list[Part], list[str]]:
    """Every document as a PDF, those that came in made into pages in one go."""
    sources = dict(zip(incoming, parts_of(list(incoming.values()), language=language), strict=True))
    wrong = {one: made for one, made in sources.items() if isinstance(made, CtdocsError)}
    if wrong:
        first = next(iter(wrong.values()))
        if len(wrong) == 1:
            raise first
        problems = [Problem(f"{one.title}: {made.message}", hint=made.hint) for one, made in wrong.items()]
        raise Refused("Some files cannot be parts of the bundle.", problems=problems)
    parts: list[Part] = []
    remarks: list[str] = []
    for one in found:
        if isinstance(one, Part):
            parts.append(one)
            continue
        source = sources[one]
        assert not isinstance(source, CtdocsError)
        remarks += [f"{one.title}: {note}" for note in source.notes]
        parts.append(
            Part(
                one.id, one.title, source.data, source.described(one.description), one.date, source.original,
                one.path.name, source.alternative,
            )
        )  # fmt: skip
    return parts, remarks


def _in_full(part: Part, area: Area, reference: str, language: str) -> list[Part]:
    """The answers of a form that came in, if its pages have no room for them, whole."""
    answers = [] if part.own else longer(part.data)
    if not answers:
        return []
    title = f"{part.title}: answers longer than their boxes"
    made = render(longer_answers(area, title, answers, reference=reference, language=language))
    return [Part(f"{part.id}-in-full", title, made.data, "Printed from the form as received", part.date, own=True)]


def _read(one: Incoming) -> tuple[bytes, str]:
    try:
        return one.path.read_bytes(), one.path.name
    except OSError as error:
        hint = "" if one.id.startswith("further-") else "`ctdocs case check` says more."
        raise Refused(f"{one.path} cannot be read: {(error.strerror or '').lower()}.", hint=hint) from error
