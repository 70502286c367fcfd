"""What a case knows that an applicant may not read: alleged perpetrators, and what was assessed of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from ctdocs.documents.disclosure.words import as_words, dates, words
from ctdocs.model.text import read_date

Kind = Literal["name", "address", "birth", "contact", "assessment", "somebody"]

_ASSESSED: Final = ("vulnerability", "disability", "household", "support", "rehousing", "informal", "formal", "summary")
_SENSITIVE: Final = ("vulnerability", "disability", "household", "support", "rehousing")
"""What an assessment says of a person: it is looked for even where it is said in a few words."""

RUN: Final = 6
"""How many words in a row that stand in an assessment too are taken for a copy of it."""

POSTCODE: Final = re.compile(r"\b[A-Za-z]{1,2}\d[A-Za-z\d]?\s*\d[A-Za-z]{2}\b")
PHONE: Final = re.compile(r"(?:\+44|\b0)[\d\s().-]{8,16}\d")
EMAIL: Final = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+\.\w+")
_TITLE: Final = frozenset(("mr", "mrs", "ms", "miss", "mx", "dr", "sir", "lady", "lord", "rev", "prof", "master"))
_NOTHING: Final = frozenset(
    ("none", "no", "yes", "nothing", "unknown", "n a", "not known", "none known", "not applicable", "nil", "tbc")
)
_EVERYDAY: Final = frozenset(
    ("will", "may", "mark", "grant", "faith", "hope", "rose", "grace", "joy", "june", "april", "august", "dawn", "art",
     "bill", "rich", "jack", "pat", "sue", "frank", "chase", "young", "street", "lane", "north", "south", "east",
     "west")
)  # fmt: skip
_ON_ITS_OWN: Final = 3
"""A name of fewer letters is looked for with the rest of it only."""


@dataclass(frozen=True, slots=True)
class Sought:
    """Something that is looked for: what it is of whom, and the words of it. ``cased``: written with a capital."""

    kind: Kind
    whose: str
    wanted: tuple[str, ...] = ()
    day: date | None = None
    squeezed: str = ""
    cased: bool = False


def sought(facts: Mapping[str, Any]) -> tuple[Sought, ...]:
    """Everything to look for in what goes to the applicant. What is the applicant's or the victim's own is left out."""
    own = _Own(facts)
    found: list[Sought] = []
    for one in _people(facts):
        whose = " ".join(str(one.get("name") or "").split()) or "an alleged perpetrator"
        found += [*_names(one, own), *_addresses(one, whose, own), *_contacts(one, whose, own)]
        found += _births(one, whose)
        found += _assessed(one, whose)
    return tuple(dict.fromkeys(found))


def anybody(facts: Mapping[str, Any]) -> bool:
    """Whether the case names any alleged perpetrator, so that something can be searched for."""
    return any(str(one.get("name") or "").strip() for one in _people(facts))


def own_places(facts: Mapping[str, Any]) -> frozenset[str]:
    """The postcodes, squeezed, of the applicant, of the victim and of the place of the meeting."""
    texts = [str(facts.get(who, {}).get(part) or "") for who in _OWN for part in ("address", "postcode")]
    texts.append(str(facts.get("meeting", {}).get("place") or ""))
    return frozenset(squeezed(found) for text in texts for found in POSTCODE.findall(text))


def said_by_the_applicant(facts: Mapping[str, Any]) -> str:
    """The applicant's own words on the form, and the victim's in the statement."""
    told = [facts.get(name) for name in _TOLD]
    told += [one.get("details") for one in facts.get("incidents", ()) if one]
    told += [facts.get("statement", {}).get(name) for name in ("text", "wish")]
    return "\n".join(one for one in told if isinstance(one, str))


def squeezed(text: str) -> str:
    """The letters and digits alone, small; a telephone number in its form of this country."""
    plain = "".join(ch for ch in text.casefold() if ch.isalnum())
    return f"0{plain[2:]}" if plain.startswith("44") and plain.isdecimal() and len(plain) > 10 else plain


_TOLD: Final = ("behaviour", "impact", "action_taken", "action_wanted", "circumstances", "other_information")
_OWN: Final = ("applicant", "victim", "advocate")


class _Own:
    """What is the applicant's and the victim's own."""

    def __init__(self, facts: Mapping[str, Any]) -> None:
        people = [facts.get(who) or {} for who in _OWN]
        self.names = {as_words(str(one.get("name") or "")) for one in people}
        self.name_words = {word for name in self.names for word in name}
        self.lines = {as_words(line) for one in people for line in lines(one.get("address"))}
        self.squeezed = {squeezed(str(value)) for one in people for value in one.values() if isinstance(value, str)}
        self.streets = {_street(line) for line in self.lines}


def _people(facts: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Each person whom the case names as an alleged perpetrator, from wherever it does."""
    for group in ("perpetrators", "people"):
        yield from (one for one in facts.get(group, ()) if isinstance(one, Mapping) and one)
    for one in facts.get("assessments", ()):
        if one and isinstance(one.get("assessment"), Mapping):
            yield one["assessment"]
    for one in facts.get("returns", ()):
        if one:
            yield from (person for person in one.get("people", ()) if person)


def lines(address: Any) -> list[str]:
    """The lines of an address, parted at commas too."""
    return [line.strip() for line in re.split(r"[\n,;]", address) if line.strip()] if isinstance(address, str) else []


def _names(one: Mapping[str, Any], own: _Own) -> Iterator[Sought]:
    for part in re.split(r"[\n,;/&()]|\band\b|\bborn\b|\baka\b", str(one.get("name") or "")):
        name = [word for word in as_words(part) if word not in _TITLE and not word.isdecimal()]
        whose = " ".join(part.split())
        if not name or tuple(name) in own.names:
            continue
        if len(name) == 1:
            if len(name[0]) >= _ON_ITS_OWN:
                yield Sought("name", whose, tuple(name), cased=True)
            continue
        first, last = name[0], name[-1]
        shapes = [tuple(name), (first, last), (last, first), (first[0], last), (last, first[0])]
        yield from (Sought("name", whose, shape) for shape in dict.fromkeys(shapes))
        for word in (last, first):
            if len(word) >= _ON_ITS_OWN and word not in own.name_words and word not in _EVERYDAY:
                yield Sought("name", whose, (word,), cased=True)
        if last not in own.name_words:
            yield from (Sought("name", whose, (title, last)) for title in sorted(_TITLE))


def _addresses(one: Mapping[str, Any], whose: str, own: _Own) -> Iterator[Sought]:
    for number, line in enumerate(lines(one.get("address"))):
        told = as_words(line)
        if not told or told in own.lines:
            continue
        numbered = any(word.isdecimal() for word in told) and len(told) > 1
        if POSTCODE.fullmatch(line):
            continue
        if numbered or (number == 0 and sum(map(len, told)) > 4):  # a house by its name
            yield Sought("address", whose, told)
        if numbered and told[0].isdecimal():
            yield from (Sought("address", whose, (word, told[0])) for word in ("number", "no", "house", "flat", "nos"))
        street = _street(told)
        if numbered and len(street) > 1 and street not in own.streets and street[-1] in _STREETS:
            yield Sought("address", whose, street)
    for found in POSTCODE.findall(f"{one.get('address') or ''} {one.get('postcode') or ''}"):
        if squeezed(found) not in own.squeezed and squeezed(found) not in {
            squeezed(code) for line in own.squeezed for code in POSTCODE.findall(line)
        }:
            yield Sought("address", whose, squeezed=squeezed(found))


_STREETS: Final = (
    "lane", "street", "road", "avenue", "close", "court", "drive", "crescent", "gardens", "place", "square", "terrace",
    "grove", "buildings", "way", "row", "walk", "hill", "green", "mews", "yard", "park", "view", "rise", "parade",
)  # fmt: skip


def _street(told: tuple[str, ...]) -> tuple[str, ...]:
    """The name of the street of a line: what follows its number."""
    after = next((n for n, word in enumerate(told) if word.isdecimal()), None)
    rest = told if after is None else told[after + 1 :]
    return rest[1:] if len(rest) > 2 and len(rest[0]) == 1 else rest


def _births(one: Mapping[str, Any], whose: str) -> Iterator[Sought]:
    born = one.get("born")
    day = born if isinstance(born, date) else read_date(str(born)) if born else None
    days = [day] if day else []
    days += [day for found, _, _ in dates(words(str(one.get("name") or ""))) for day in sorted(found)]
    yield from (Sought("birth", whose, day=day) for day in days)


def _contacts(one: Mapping[str, Any], whose: str, own: _Own) -> Iterator[Sought]:
    told = " ".join(str(value) for value in one.values() if isinstance(value, str))
    for found in (*PHONE.findall(told), *EMAIL.findall(told)):
        if squeezed(found) not in own.squeezed:
            yield Sought("contact", whose, squeezed=squeezed(found))


def _assessed(one: Mapping[str, Any], whose: str) -> Iterator[Sought]:
    for name in _ASSESSED:
        told = as_words(str(one.get(name) or ""))
        if " ".join(told) in _NOTHING:
            continue
        if len(told) >= RUN:
            yield from (Sought("assessment", whose, told[n : n + RUN]) for n in range(len(told) - RUN + 1))
        elif name in _SENSITIVE and sum(map(len, told)) > 4:
            yield Sought("assessment", whose, told)
