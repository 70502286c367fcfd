"""What may not go to an applicant: words of the case about an alleged perpetrator, found wherever they were written.

Looked for are their names, where they live, when they were born, how they are reached, and what was assessed of them;
besides these any date of birth and any postcode that the applicant, the victim and the area's profile do not have.
Each is quoted with its place, and stops what would carry it until a person takes it out or accepts it. A name that the
applicant used themself is remarked on. Source: domain, "Personal data".
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from ctdocs.documents import blocks as b
from ctdocs.documents.blocks import Resolved
from ctdocs.documents.disclosure import known, replies
from ctdocs.documents.disclosure.births import told_otherwise
from ctdocs.documents.disclosure.joined import Joined
from ctdocs.documents.disclosure.words import Word, as_words, dates, runs, words
from ctdocs.documents.template import Value
from ctdocs.errors import Problem
from ctdocs.model.facts import flat
from ctdocs.model.fields import field_kind

Place = tuple[str, str]
"""Where a text stands, in words, and the text itself."""

_SAID: Final[Mapping[str, str]] = {
    "name": "names {whose}, whom the case knows as an alleged perpetrator",
    "address": "says where {whose} lives",
    "birth": "says when {whose} was born",
    "contact": "says how {whose} is reached",
    "assessment": "repeats what was assessed of {whose}",
    "postcode": "has a postcode that is not the applicant's, the victim's or one of the area's",
    "a birth": "seems to give a date of birth",
    "somebody": "stands in a partner's reply, too, and may name somebody of whom the applicant does not know",
    "unseen": "cannot be searched",
}
_BORN: Final = re.compile(r"\b(?:d\.?\s?o\.?\s?b|date\s+of\s+birth|born)\b", re.IGNORECASE)
_NEAR: Final = 40
"""How many characters after such words a date is looked for."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something found: ``quote`` as it is written, ``where`` in words, and the whole ``text`` it stands in.

    ``stops`` is False for what is only remarked on.
    """

    kind: str
    quote: str
    where: str
    whose: str
    text: str
    stops: bool = True

    def about(self, document_id: str) -> str:
        """What a decision to accept this is about: this quote, in exactly this text, of this document."""
        seen = hashlib.sha256("\0".join((document_id, self.kind, self.quote, self.text)).encode("utf-8", "replace"))
        return f"disclosure.{document_id}.{seen.hexdigest()[:12]}"

    @property
    def message(self) -> str:
        """A sentence that quotes it."""
        return f"{self.where}: “{_one_line(self.quote)}” {_SAID[self.kind].format(whose=self.whose)}."

    @property
    def remark(self) -> str:
        """What is said of a finding that does not stop the document."""
        used = "; the applicant used that name." if self.kind == "name" else "."
        return f"{self.message.removesuffix('.')}{used} Is it needed?"

    def problem(self, document_id: str) -> Problem:
        """The finding as what stops a document."""
        return Problem(
            self.message,
            code=f"perpetrator-{self.kind.replace(' ', '-')}",
            hint=f"Put it in other words, or accept it: ctdocs case accept CASE {document_id} "
            f'"{_one_line(self.quote)}" --why "…"',
        )


def findings_in(document: Resolved, facts: Mapping[str, Any]) -> tuple[Finding, ...]:
    """What a document says that an applicant may not read. ``facts`` are those of the case, with nothing left out."""
    area = document.names.get("area")
    ours = {text for _, fact in flat(area) if isinstance(fact, str) for text in [str(fact)]} if area else set()
    labels = [
        (_one_line(value.show(value.content)), value.field.label)
        for value in document.names.values() if isinstance(value, Value) and isinstance(value.content, str)
    ]  # fmt: skip
    found = search(places_of(document), facts, ours)
    holds = [next((label for text, label in labels if _one_line(one.quote) in text), one.where) for one in found]
    return tuple(dict.fromkeys(replace(one, where=label) for one, label in zip(found, holds, strict=True)))


def search(places: Iterable[Place], facts: Mapping[str, Any], ours: Iterable[str] = ()) -> tuple[Finding, ...]:
    """The same in any texts; ``ours`` are texts of the profile, whose postcodes are no secret."""
    ours = tuple(ours)
    given = {known.squeezed(text) for text in ours}
    of_replies = [one for one in replies.in_replies(facts) if (one.squeezed or "".join(one.wanted)) not in given]
    looked_for = dict.fromkeys((*known.sought(facts), *of_replies))
    theirs = words(known.said_by_the_applicant(facts))
    codes = known.own_places(facts) | {
        known.squeezed(code) for text in ours for code in known.POSTCODE.findall(text)
    }
    secret = {one.squeezed for one in looked_for if one.squeezed}
    found: list[Finding] = []
    for where, text in places:
        told = words(text)
        spans = list(_spans(text, told, looked_for, facts))
        spans += [one for one in _general(text, told, codes - secret) if not _tells(spans, one)]
        for start, end, kind, whose in _widest(spans):
            quote = text[start:end]
            named = kind == "name" and any(True for _ in runs(theirs, as_words(quote)))
            found.append(Finding(kind, quote, where, whose, text, not named and kind != "somebody"))
    return tuple(dict.fromkeys(found))


_Span = tuple[int, int, str, str]


def _spans(
    text: str, told: list[Word], looked_for: Iterable[known.Sought], facts: Mapping[str, Any]
) -> Iterator[_Span]:
    days = list(dates(told))
    squeezes = [
        (known.squeezed(found[0]), found.start(), found.end())
        for pattern in (known.POSTCODE, known.PHONE, known.EMAIL) for found in pattern.finditer(text)
    ]  # fmt: skip
    there = {one.word for one in told}
    joined = Joined(text, told)
    for one in looked_for:
        if one.day is not None:
            yield from ((start, end, one.kind, one.whose) for found, start, end in days if one.day in found)
            yield from ((start, end, one.kind, one.whose) for start, end in told_otherwise(text, one.day, facts))
        elif one.squeezed:
            yield from ((start, end, one.kind, one.whose) for code, start, end in squeezes if code == one.squeezed)
        else:
            places = list(runs(told, one.wanted)) if there.issuperset(one.wanted) else []
            places += joined.spans(one.wanted) if one.kind in ("name", "address") else []
            for start, end in places:
                if not one.cased or text[start].isupper():
                    yield start, end, one.kind, one.whose


def _general(text: str, told: list[Word], codes: set[str] | frozenset[str]) -> Iterator[_Span]:
    for found in known.POSTCODE.finditer(text):
        if known.squeezed(found[0]) not in codes:
            yield found.start(), found.end(), "postcode", ""
    days = [(start, end) for _, start, end in dates(told)]
    for found in _BORN.finditer(text):
        near = next((end for start, end in days if found.end() <= start <= found.end() + _NEAR), None)
        if near is not None:
            yield found.start(), near, "a birth", ""


def _tells(spans: Iterable[_Span], wider: _Span) -> bool:
    """Whether one of the spans says more of what stands in a wider one: whose it is."""
    return any(wider[0] <= start and end <= wider[1] for start, end, _, _ in spans)


def _widest(spans: Iterable[_Span]) -> list[_Span]:
    """The spans that are in no other; those of one kind and person that overlap, as one."""
    order = {name: place for place, name in enumerate(_SAID)}
    merged: list[_Span] = []
    for start, end, kind, whose in sorted(spans, key=lambda one: (one[0], -one[1], order[one[2]])):
        last = merged[-1] if merged else None
        if last and start < last[1] and (kind, whose) == last[2:]:
            merged[-1] = (last[0], max(end, last[1]), kind, whose)
        elif not any(one[0] <= start and end <= one[1] for one in merged):
            merged.append((start, end, kind, whose))
    return merged


NOBODY_KNOWN: Final = (
    "No alleged perpetrator is recorded, so nothing could be searched for: "
    "ctdocs case set CASE perpetrators.1.name=… (then write it again, with --replace)."
)  # fmt: skip


def nobody_known(document: Resolved, sources: Mapping[str, str], facts: Mapping[str, Any]) -> str:
    """What is said where a document prints free text and the case names no alleged perpetrator, else nothing.

    ``sources`` are the fields that the values of the document come from, by the names of the values.
    """
    if known.anybody(facts):
        return ""
    for name, source in sources.items():
        value, kind = document.names.get(name), field_kind(source)
        free = kind is not None and kind.kind in ("text", "multiline") and not source.startswith(_OWN_NAMES)
        if free and isinstance(value, Value) and value.content:
            return NOBODY_KNOWN
    planned = any(re.match(r"actions\.\d+\.action$", name) and text for name, text in document.values.items())
    return NOBODY_KNOWN if planned else ""


_OWN_NAMES: Final = ("applicant.", "victim.")


def search_name(name: str, where: str, facts: Mapping[str, Any], ours: Iterable[str] = ()) -> tuple[Finding, ...]:
    """The same in the name of a file, which is often in small letters; ``_ - .`` part its words."""
    capital = "".join(ch.upper() if n == 0 or not name[n - 1].isalpha() else ch for n, ch in enumerate(name))
    if len(capital) != len(name):  # a letter whose capital is two
        capital = name
    told: dict[Finding, None] = {}
    for spelt in (capital, re.sub(r"[_.-]", " ", capital)):
        for one in search([(where, spelt)], facts, ours):
            start = spelt.find(one.quote)
            told[replace(one, quote=name[start : start + len(one.quote)], text=name)] = None
    return tuple(told)


def places_of(document: Resolved) -> Iterator[Place]:
    """Every text that a document shows, by what a person calls its place."""
    labels = [
        (value.show(value.content), value.field.label)
        for value in document.names.values() if isinstance(value, Value) and isinstance(value.content, str)
    ]  # fmt: skip
    own = {field.id: field.tooltip or field.label for field in document.fields()}
    groups = tuple(f"{records.id}." for records in b.records_of(document.blocks))
    for name, text in document.values.items():
        if name in own or name.startswith(groups):
            yield own.get(name, name), text
    for text in _printed(document.blocks):
        said = " ".join(text.split())
        where = next((label for value, label in labels if value.strip() and " ".join(value.split()) in said), "")
        yield where or f"The text “{said[:40]}{'…' * (len(said) > 40)}”", text


def _printed(node: Any) -> Iterator[str]:
    match node:
        case str():
            yield node
        case tuple() if node and all(isinstance(part, b.Text | b.Break | b.InlineField) for part in node):
            yield b.plain(node)
        case tuple():
            for part in node:
                yield from _printed(part)
        case b.Field():
            return
        case _ if hasattr(node, "__dataclass_fields__"):
            for name in node.__dataclass_fields__:
                yield from _printed(getattr(node, name))


def _one_line(text: str) -> str:
    return " ".join(text.split())
