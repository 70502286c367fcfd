"""What people write on the form, as the rules need it: a day, a body, a way of reporting, a person.

What cannot be told for certain is given as not known: a guess here would be a wrong answer later.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from typing import Final, Literal

from ctdocs.model.text import read_date
from ctdocs.model.threshold import Body, Route
from ctdocs.rules.threshold.values import ByKind, When

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
         "sep sept september", "oct october", "nov november", "dec december"), start=1)
    for name in names.split()
}  # fmt: skip
_PART_OF_MONTH: Final = re.compile(
    r"(?:in\s+|sometime\s+in\s+)?(?:(?:early|mid|late|the\s+(?:start|beginning|middle|end)\s+of)[\s-]+)?"
    r"([a-z]+),?\s+(\d{4})",
    re.IGNORECASE,
)


def when_of(text: str) -> When | None:
    """The day that somebody wrote, a month of a year as all of its days, or None.

    ``early March 2026`` is the whole of March: how early "early" is, nobody knows. ``about 10 March`` is not known.
    """
    if day := read_date(text):
        return When.exactly(day)
    found = _PART_OF_MONTH.fullmatch(text.strip())
    month = _MONTHS.get(found[1].lower()) if found else None
    if found is None or month is None or not 1900 <= int(found[2]) <= 2999:
        return None
    year = int(found[2])
    return When(date(year, month, 1), date(year, month, monthrange(year, month)[1]))


_NO_BODY: Final = re.compile(
    r"\b(?:councillors?|cllrs?|m\.?p\.?s?|member of parliament|schools?|colleges?|teachers?|head ?teacher|"
    r"private landlords?|letting agents?|estate agents?|neighbours?|friends?|family|nobody|no one|no-one)\b",
    re.IGNORECASE,
)
_BODIES: Final[Mapping[Body, re.Pattern[str]]] = {
    "police": re.compile(r"\b(?:police|pcsos?|constabulary|101|999)\b", re.IGNORECASE),
    "council": re.compile(r"\b(?:council|local authority|environmental health|community safety)\b", re.IGNORECASE),
    "social_housing": re.compile(
        r"\b(?:housing (?:associations?|officers?|providers?|trust)|social landlord|social housing)\b", re.IGNORECASE
    ),
    "health": re.compile(r"\b(?:nhs|integrated care board|icb|local health board|ccg)\b", re.IGNORECASE),
}
_ON_DUTY: Final = re.compile(r"\bon[- ]duty\b", re.IGNORECASE)
_OFF_DUTY: Final = re.compile(r"\boff[- ]duty\b", re.IGNORECASE)


def body_of(text: str, known: Mapping[str, Body]) -> Body | Literal["none", ""]:
    """Which body ``text`` names. ``known`` holds the names that the area's profile gives, in small letters.

    ``none`` for somebody who is certainly no relevant body: a councillor, MP, school or private landlord (Rules of
    counting 5). A "landlord" may be either, so that is not known.
    """
    folded = " ".join(text.casefold().split())
    if folded in known:
        return known[folded]
    rest = _NO_BODY.sub(" ", text)
    for body, pattern in _BODIES.items():
        if pattern.search(rest):
            return body
    return "none" if _NO_BODY.search(text) else ""


def on_duty(text: str) -> bool | None:
    """Whether ``text`` says that an officer was on duty; None where it does not say."""
    if _OFF_DUTY.search(text):
        return False
    return True if _ON_DUTY.search(text) else None


_ROUTES: Final[Mapping[Route, re.Pattern[str]]] = {
    "telephone": re.compile(r"\b(?:tele)?phoned?\b|\bcall(?:ed)?\b|\brang\b|\b101\b|\b999\b", re.IGNORECASE),
    "email": re.compile(r"\be-?mail(?:ed)?\b", re.IGNORECASE),
    "app": re.compile(r"\bapp\b", re.IGNORECASE),
    "online": re.compile(r"\bon-?line\b|\bweb(?:site|form| form| page)?\b", re.IGNORECASE),
    "writing": re.compile(r"\b(?:letter|post|wrote|in writing|writing|diary sheets?)\b", re.IGNORECASE),
    "visit": re.compile(r"\b(?:visit to|at) (?:their|the|your) offices?\b|\bfront desk\b|\breception\b", re.IGNORECASE),
    "onsite": re.compile(r"\bon[- ]?site\b|\bin the street\b|\bout and about\b|\bwalkabout\b", re.IGNORECASE),
}  # fmt: skip


def route_of(text: str) -> Route | Literal["other", ""]:
    """How a report was made: one of the form's answers, or words that can only mean one way. Empty if not known."""
    wanted = text.strip().casefold()
    for route in _ROUTES:
        if wanted == route:
            return route
    found = [route for route, pattern in _ROUTES.items() if pattern.search(text)]
    return found[0] if len(found) == 1 else ""


_MYSELF: Final = frozenset(("me", "myself", "i", "self", "by me", "i did", "applicant", "the applicant"))
_VICTIM: Final = frozenset(("victim", "the victim", "person affected", "the person affected"))
_NAME_WORD: Final = re.compile(r"[^\W\d_]+")


def person_of(text: str, *, victim: str, applicant: str, third_party: bool) -> tuple[str, ByKind]:
    """Who made a report: the name, and what they are in the case; no kind where it may be one of two people.

    A name that shares a word with that of the victim or the applicant may be theirs in another spelling.
    """
    name = " ".join(text.split())
    folded = name.casefold().rstrip(".")
    if folded in _MYSELF:
        return (applicant, "applicant") if third_party else (victim, "victim")
    if folded in _VICTIM or (victim and folded == _folded(victim)):
        return victim or name, "victim"
    if third_party and applicant and folded == _folded(applicant):
        return applicant, "applicant"
    if not name:
        return "", ""
    theirs = {word for known in (victim, applicant) for word in _NAME_WORD.findall(known.casefold())}
    alike = theirs & set(_NAME_WORD.findall(folded))
    return name, "" if alike else "other"


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
