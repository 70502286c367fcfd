"""Which incidents may be one, and which may belong together, each with what speaks for it. A person judges.

Nothing here changes what is counted: what may be one and is not judged is counted both ways in any case.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ctdocs.rules.threshold.apart import Apart
from ctdocs.rules.threshold.values import Incident, Proposal, Request

_WORD = re.compile(r"[^\W_]{3,}")
_COMMON = frozenset(
    _WORD.findall(
        "the and was were that this they them their there with from for had has have his her she him you your our are "
        "but not out all again about when then into onto very night day time told came went got one two"
    )
)

NEAR, LIKE = 0.6, 0.3
"""How many of all their words two descriptions share to be near the same, or alike enough to be related."""


def proposals_of(request: Request, apart: Apart) -> tuple[Proposal, ...]:
    """Every proposal, first those that two incidents may be one."""
    doubtful = {frozenset((a.id, b.id)) for a, b in apart.doubtful()}
    same, related = [], []
    words = {one.id: _words(one.details) for one in apart.incidents}
    for i, a in enumerate(apart.incidents):
        for b in apart.incidents[i + 1 :]:
            alike = _alike(words[a.id], words[b.id])
            if frozenset((a.id, b.id)) in doubtful and (why := [*_one(a, b, alike)]):
                same.append(_proposal("same", a, b, why))
            elif (a.matter is None or b.matter is None) and (why := [*_together(a, b, alike)]):
                related.append(_proposal("related", a, b, why))
    return (*same, *related)


def _proposal(kind: str, a: Incident, b: Incident, why: list[str]) -> Proposal:
    reports = tuple(one.reports[0].id if one.reports else one.id for one in (a, b))
    return Proposal("same" if kind == "same" else "related", (a.id, b.id), (reports[0], reports[1]), tuple(why))


def _one(a: Incident, b: Incident, alike: float) -> Iterable[str]:
    if a.occurred and b.occurred:
        if a.occurred.exact and a.occurred == b.occurred:
            yield "both happened on the same day"
        else:
            yield "both may have happened on the same day"
    made = [{report.made for report in one.reports if report.made and report.made.exact} for one in (a, b)]
    if made[0] & made[1]:
        yield "both were reported on the same day"
    if a.references & b.references:
        yield "both have the same reference number"
    if alike >= NEAR:
        yield "they are described in nearly the same words"


def _together(a: Incident, b: Incident, alike: float) -> Iterable[str]:
    if a.place and b.place and _words(a.place) == _words(b.place):
        yield "both are at the same place"
    people = [{report.person for report in one.reports if report.person} for one in (a, b)]
    if people[0] & people[1]:
        yield "the same person reported both"
    if alike >= LIKE:
        yield "they are described in like words"


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold())) - _COMMON


def _alike(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / len(a | b) if len(a & b) > 1 else 0.0
