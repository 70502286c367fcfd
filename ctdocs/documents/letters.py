"""Letters of a case: which description a short name means, who a letter goes to, and whether it may go at all."""

from __future__ import annotations

import re

from ctdocs.documents.catalogue import Document, document
from ctdocs.errors import Refused
from ctdocs.model.case import Case


def letter(name: str) -> Document:
    """The letter that ``1`` or ``letter-1`` means. Raises ``Refused`` for a document that is no letter."""
    found = document(f"letter-{name}" if re.fullmatch(r"\d+", name) else name)
    if found.spec.kind != "letter":
        raise Refused(
            f"'{found.id}' is a form, not a letter.", hint=f"Make it with: ctdocs fill {found.id} --case CASE"
        )
    return found


def addressee(found: Document) -> str | None:
    """The person a letter is addressed to (``applicant`` or ``victim``), or None for a form."""
    return next((spec.addressee.person for spec in found.spec.blocks if spec.addressee is not None), None)


def require_may_go(found: Document, case: Case) -> None:
    """Raise ``Refused`` where the letter may not be written to its addressee.

    A letter to a wrong or protected address is the harm that councils have been reprimanded for: an address must have
    been confirmed by a person, and a do-not-write-to flag or tick blocks it (domain, "Personal data").
    """
    person = addressee(found)
    if person is None:
        return
    problems = case.may_write_to(person)
    if problems:
        raise Refused(f"'{found.id}' may not be written to the {person}.", problems=problems)
