"""The parts that every letter has: its head, whom it goes to, reference, date, subject, and its close."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from ctdocs.documents import blocks as b
from ctdocs.documents.facts import as_text, lookup, own_source
from ctdocs.documents.schema import AddresseeSpec, SenderSpec, Words
from ctdocs.documents.wording import Path, Wording
from ctdocs.errors import Problem

Facts = Mapping[str, Any] | None
Maker = Callable[[Wording, Any, Path, Facts], list[b.Block]]


NOT_TO_BE_SENT: Final = "DRAFT\nNot to be sent"
"""What stands in the window of a draft in the place of an address."""


def _letterhead(wording: Wording, spec: SenderSpec, path: Path, facts: Facts) -> list[b.Block]:
    area = wording.names["area"]
    if spec.of == "appeal":
        of_appeal = (area.appeal.address, area.appeal.phone, area.appeal.email)
        return [b.Letterhead(wording.printed(area.appeal.body), wording.printed_lines(of_appeal))]
    known = (area.spoc.team, area.spoc.address, area.spoc.phone, area.spoc.email)
    return [b.Letterhead(wording.printed(area.council.name), wording.printed_lines(known))]


def _addressee(wording: Wording, spec: AddresseeSpec, path: Path, facts: Facts) -> list[b.Block]:
    tooltip = "Name and address of the person this letter goes to"
    made = b.Field("addressee", "multiline", "Name and address", tooltip, required=True, lines=5)
    if wording.mode == "final" and wording.draft:
        wording.values[made.id] = NOT_TO_BE_SENT
    elif spec.body is not None:
        area = wording.names["area"]
        if wording.mode != "template":
            known = wording.printed_lines((area.spoc.team, area.spoc.address))
            wording.values[made.id] = "\n".join(known)
    elif facts is not None:
        name, address, postcode = (
            as_text(lookup(facts, f"{spec.person}.{part}")) for part in ("name", "address", "postcode")
        )
        if name and address:
            wording.values[made.id] = "\n".join(part for part in (name, address, postcode) if part)
        elif wording.mode == "final":
            gap = "address" if name else "name"
            message = f"The {gap} of the {spec.person} is not known."
            field = own_source(f"{spec.person}.{gap}", facts)
            hint = f"ctdocs case set CASE {field}={'@FILE' if name else '…'}"
            wording.problems.append(Problem(message, code="missing-required", field=field, hint=hint))
    return [b.AddressBlock(made)]


def _reference(wording: Wording, spec: Words, path: Path, facts: Facts) -> list[b.Block]:
    return [b.ReferenceLine("Our reference", wording.inlines(spec, path))]


def _date(wording: Wording, spec: object, path: Path, facts: Facts) -> list[b.Block]:
    return [b.ReferenceLine("Date", wording.inlines(Words(en="{{ on | long_date }}"), path))]


def _subject(wording: Wording, spec: Words, path: Path, facts: Facts) -> list[b.Block]:
    return [b.Subject(wording.inlines(spec, path))]


def _signoff(wording: Wording, spec: SenderSpec, path: Path, facts: Facts) -> list[b.Block]:
    if spec.of == "appeal":
        return [b.SignOff("Yours sincerely", wording.inlines(Words(en="{{ area.appeal.body }}"), path), ())]
    name = wording.inlines(Words(en="{{ area.signatory.name }}"), path)
    role = wording.inlines(Words(en="{{ area.signatory.role }}"), path)
    return [b.SignOff("Yours sincerely", name, role)]


def _enquiries(wording: Wording, spec: Words, path: Path, facts: Facts) -> list[b.Block]:
    return list(wording.paragraphs(spec, path, "small", slot=True))


LETTER_PARTS: Mapping[str, Maker] = {
    "letterhead": _letterhead,
    "addressee": _addressee,
    "reference": _reference,
    "date": _date,
    "subject": _subject,
    "signoff": _signoff,
    "enquiries": _enquiries,
}
"""What makes each part of a letter, by the name of its block."""
