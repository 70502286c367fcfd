"""A person accepts what was found in a document for the applicant: quote by quote, with the reason, in the log."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path

from ctdocs.bundle.enclosures import file_findings
from ctdocs.documents.catalogue import Document, document, documents
from ctdocs.documents.disclosure import Finding
from ctdocs.documents.letters import letter
from ctdocs.documents.produce import draft_for_case, goes_to_the_applicant, open_findings
from ctdocs.errors import Refused, UsageError
from ctdocs.model.area import Area
from ctdocs.model.case import Case

ACCEPTED = "accepted"


def accept_in(
    case: Case, name: str, area: Area, quotes: Sequence[str], *, why: str, on: dt.date, at: dt.datetime, by: str,
    language: str = "en", enclose: Sequence[str] = (),
) -> tuple[Finding, ...]:  # fmt: skip
    """Accept what reads as one of ``quotes`` in a document, or in what goes with it, as it stands now; gives what.

    It holds for exactly that text of exactly that document. Raises ``UsageError`` without a reason, and ``Refused``
    where nothing to accept reads so.
    """
    if not why.strip():
        raise UsageError("What is accepted needs a reason.", hint="Give it with --why TEXT.")
    found = list(_open(case, name, area, on, language))
    for other in enclose:
        found += _open(case, other, area, on, language)
    chosen: list[tuple[str, Finding]] = []
    for quote in quotes:
        same = [(id_, one) for id_, one in found if _same(one.quote, quote)]
        if not same:
            known = "; ".join(dict.fromkeys(f"“{' '.join(one.quote.split())}”" for _, one in found)) or "nothing"
            raise Refused(f"Nothing to accept reads “{quote}”.", hint=f"What stops '{name}': {known}.")
        chosen += same
    for about, one in dict((one.about(id_), one) for id_, one in chosen).items():
        reason = f"“{' '.join(one.quote.split())}” ({one.where}): {why.strip()}"
        case.decide(about, ACCEPTED, day=at.date(), by=by, at=at, reason=reason)
    return tuple(dict.fromkeys(one for _, one in chosen))


def _open(case: Case, name: str, area: Area, on: dt.date, language: str) -> Iterator[tuple[str, Finding]]:
    """What stops a document or a file, each with the id under which it is accepted."""
    found = _known(name)
    if found is None:
        id_, _, in_file = file_findings(Path(name), area, case, on)
        yield from ((id_, one) for one in in_file if one.stops)
        return
    if not goes_to_the_applicant(found):
        raise Refused(f"'{found.id}' does not go to the applicant: nothing in it needs accepting.")
    for each in (found, *(document(one.document) for one in found.spec.encloses)):
        if not goes_to_the_applicant(each):
            continue
        with_it = [one.document for one in each.spec.encloses]
        made = draft_for_case(each, area, case, on=on, language=language, enclosed=with_it)
        yield from ((each.id, one) for one in open_findings(each, made, case))


def _known(name: str) -> Document | None:
    if name in documents():
        return document(name)
    return None if Path(name).suffix and Path(name).exists() else letter(name)


def _same(quote: str, given: str) -> bool:
    return " ".join(quote.split()).casefold() == " ".join(given.split()).casefold()
