"""What partners wrote in their replies and assessments, in any field: addresses, births, numbers and people's names.

A reply tells of alleged perpetrators in its free text, too. What looks like an address, a date of birth, a telephone
number or a postcode there and is not in the applicant's own words is looked for; of names we cannot tell whose they
are, so they are remarked on only. The first part of a reply is what we asked, and is no secret.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from ctdocs.documents.disclosure import known
from ctdocs.documents.disclosure.words import as_words, dates, words

WHOSE: Final = "somebody whom a partner's reply tells of"
_CAPITAL: Final = r"[A-Z][^\W\d_]*(?:['’-][^\W\d_]+)*"
_STREET: Final = re.compile(
    rf"\b\d+\s?[A-Za-z]?,?[ \t]+(?:{_CAPITAL}[ \t]+){{1,3}}"
    r"(?:Lane|La|Ln|Street|St|Road|Rd|Avenue|Ave|Close|Cl|Court|Ct|Drive|Dr|Crescent|Cres|Gardens|Gdns|Place|Pl|Square|Sq"
    r"|Terrace|Terr|Grove|Buildings|House|Way|Row|Walk|Hill|Green|Mews|Yard|Park|View|Rise|Parade)\b"
)  # fmt: skip
_BORN: Final = re.compile(r"\b(?:d\.?\s?o\.?\s?b|date\s+of\s+birth|born)\b", re.IGNORECASE)
_NEAR: Final = 40
_NAMED: Final = re.compile(rf"\b{_CAPITAL}(?:[ \t]+{_CAPITAL}){{1,2}}\b")
_NOBODY: Final = frozenset(
    ("the", "a", "an", "this", "that", "on", "in", "at", "he", "she", "they", "it", "we", "i", "police", "council",
     "association", "housing", "trust", "health", "team", "officer", "board", "service", "services", "nhs", "asb",
     "case", "review", "community", "safety", "anti", "social", "behaviour", "act", "hall", "centre", "constable",
     "sergeant", "january", "february", "march", "april", "june", "july", "august", "september", "october", "november",
     "december", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "street", "road", "lane",
     "row", "close", "avenue", "drive", "court", "county", "borough", "district", "city", "warning", "notice", "order")
)  # fmt: skip


def texts_of(facts: Mapping[str, Any]) -> tuple[str, ...]:
    """Every text of the partners' replies and of the assessments, but for what we asked."""
    rows = [row for group in ("returns", "assessments") for row in facts.get(group, ()) if isinstance(row, Mapping)]
    return tuple(text for row in rows for name, part in row.items() if name != "request" for text in _texts(part))


def in_replies(facts: Mapping[str, Any]) -> Iterator[known.Sought]:
    """What to look for of partners' replies: it stops a document, but for names."""
    own = known.said_by_the_applicant(facts)
    people = [facts.get(who) or {} for who in ("applicant", "victim", "advocate")]
    own += "\n".join(str(value) for one in people for value in one.values() if isinstance(value, str))
    own += "\n" + str((facts.get("meeting") or {}).get("place") or "")
    own += "\n" + "\n".join(text for one in facts.get("incidents", ()) if one for text in _texts(one))
    theirs, close = f" {' '.join(as_words(own))} ", known.squeezed(own)
    for text in texts_of(facts):
        for pattern, kind in ((known.POSTCODE, "address"), (known.PHONE, "contact"), (known.EMAIL, "contact")):
            for found in pattern.findall(text):
                if known.squeezed(found) not in close and found not in own:
                    yield known.Sought(kind, WHOSE, squeezed=known.squeezed(found))  # type: ignore[arg-type]
        for found in _STREET.findall(text):
            if f" {' '.join(as_words(found))} " not in theirs:
                yield known.Sought("address", WHOSE, as_words(found))
        for born in _BORN.finditer(text):
            days = dates(words(text[born.end() : born.end() + _NEAR]))
            yield from (known.Sought("birth", WHOSE, day=day) for day in sorted(next(days, (frozenset(),))[0]))
        if len(text.split()) > 4:  # a shorter one is the name of who answered, or of a street
            for name in _NAMED.findall(text):
                told = as_words(name)
                if not _NOBODY.intersection(told) and f" {' '.join(told)} " not in theirs:
                    yield known.Sought("somebody", WHOSE, told, cased=True)


def _texts(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, Mapping):
        for part in node.values():
            yield from _texts(part)
    elif isinstance(node, list | tuple):
        for part in node:
            yield from _texts(part)
