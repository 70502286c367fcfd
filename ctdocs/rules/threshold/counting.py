"""One limb against the reports of a request: how many it counts at least and at most, and whether it is met.

``least`` takes only what counts whatever is found out later, and takes for one what may be one; ``most`` takes all
that may count, each by itself. A limb is met if it is with the least, and not met if it is not with the most. Both
only grow with another report, so that one more qualifying complaint never unmeets.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from ctdocs.model.threshold import Kind, Limb, Link, Window
from ctdocs.rules.threshold.apart import Apart
from ctdocs.rules.threshold.checks import crossed
from ctdocs.rules.threshold.periods import fits
from ctdocs.rules.threshold.values import Answer, Check, Incident, Report, Request, Tri, When


@dataclass(frozen=True, slots=True)
class Judged:
    """A report with what the checks of a limb say of it."""

    report: Report
    incident: Incident
    counts: Tri
    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """What a limb comes to: the numbers of the group that comes nearest, and those of every group."""

    answer: Answer
    least: int
    most: int
    by_group: Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class _Sum:
    number: int
    holds: bool


def count(limb: Limb, judged: tuple[Judged, ...], request: Request, apart: Apart) -> Counted:
    """What ``limb`` comes to. A ``decision`` that nobody has made is ``needs_decision`` only if it must be made."""
    if limb.counts == "decision":
        said = request.answers.get(limb.id)
        answer: Answer = "met" if said else "needs_decision" if said is None and limb.asked else "not_met"
        return Counted(answer, int(bool(said)), int(said is not False), {})
    asked = [request.answers.get(question.id) for question in limb.questions]
    sure = [one for one in judged if one.counts == "yes"]
    possible = [one for one in judged if one.counts != "no"]
    least = {key: _least(limb, group, request, apart) for key, group in _groups(limb, sure, None).items()}
    most = {key: _most(limb, group, request) for key, group in _groups(limb, possible, apart).items()}
    if limb.counts == "signatories":
        least[("",)] = _Sum(request.signatures[0], request.signatures[0] >= limb.count)
        most[("",)] = _Sum(request.signatures[1], request.signatures[1] >= limb.count)
    met = any(one.holds for one in least.values()) and all(said is True for said in asked)
    may_be = any(one.holds for one in most.values()) and all(said is not False for said in asked)
    by_group = {
        name: (least.get(key, _NONE).number, most.get(key, _NONE).number)
        for key in sorted({*least, *most}, key=str)
        if all(part is None or not part.startswith("?") for part in key) and (name := _name(key))
    }
    return Counted(
        "met" if met else "needs_decision" if may_be else "not_met",
        max((one.number for one in least.values()), default=0),
        max((one.number for one in most.values()), default=0),
        by_group,
    )


_NONE = _Sum(0, False)

_Key = tuple[str | None, ...]


def _name(key: _Key) -> str:
    return ", ".join(part for part in key if part)


def _groups(limb: Limb, judged: list[Judged], loose: Apart | None) -> dict[_Key, list[Judged]]:
    """The reports that the links of a limb let be counted together.

    Without ``loose`` only those of which that is known; with it, all that may belong together: what nobody has put into
    a matter or place may be of any. Part of a key that begins with a question mark stands for one such incident.
    """
    keys = {one.incident.id: tuple(_part(link, one.incident, loose) for link in limb.link) for one in judged}
    if loose is None:
        keys = {id: tuple(f"?{id}" if part is None else part for part in key) for id, key in keys.items()}
        wanted = set(keys.values())
    else:
        wanted = set(product(*({key[i] for key in keys.values()} for i in range(len(limb.link)))))
    return {key: found for key in wanted if (found := [o for o in judged if _belongs(keys[o.incident.id], key)])}


def _belongs(own: _Key, group: _Key) -> bool:
    return all(part is None or part == other for part, other in zip(own, group, strict=True))


def _part(link: Link, incident: Incident, loose: Apart | None) -> str | None:
    if link == "matter":
        return incident.matter
    if link == "place":
        return " ".join(incident.place.casefold().split()) if incident.place else None
    return min(loose.together(incident)) if loose else incident.id


def _selections(limb: Limb, group: list[Judged], *, unknown_too: bool) -> Iterator[list[Judged]]:
    """What is counted together: everything, or what each one person reported.

    A report of which nobody knows who made it may be of any one person, and is for certain only with itself.
    """
    if limb.by != "one_person":
        yield group
        return
    unknown = [one for one in group if not one.report.person]
    for person in {one.report.person for one in group} - {""}:
        yield [one for one in group if one.report.person == person] + (unknown if unknown_too else [])
    if unknown_too:
        yield unknown
    else:
        yield from ([one] for one in unknown)


def _least(limb: Limb, group: list[Judged], request: Request, apart: Apart) -> _Sum:
    sums = []
    for chosen in _selections(limb, group, unknown_too=False):
        number = _number(limb, chosen, apart)
        people = {one.report.person for one in chosen if one.report.person}
        holds = (
            number >= limb.count
            and max(len(people), 1) >= limb.people
            and all(_of_kind(chosen, kind.kind, apart) >= kind.n for kind in limb.kinds)
            and (limb.recent is None or any(_recent(one, limb.recent, request) == "yes" for one in chosen))
        )
        sums.append(_Sum(number, holds))
    return _best(sums)


def _number(limb: Limb, chosen: list[Judged], apart: Apart) -> int:
    incidents = apart.least(one.incident for one in chosen)
    if limb.counts == "incidents":
        return incidents
    people = {one.report.person for one in chosen if one.report.person}
    if limb.counts == "people":
        return max(len(people), 1)
    if limb.counts == "households":
        return max(len({_folded(one.report.household) for one in chosen if one.report.household}), 1)
    each = (apart.least(one.incident for one in chosen if one.report.person == person) for person in people)
    return max(sum(each), incidents)


def _of_kind(chosen: list[Judged], kind: Kind, apart: Apart) -> int:
    return apart.least(one.incident for one in chosen if one.incident.kinds.get(kind) is True)


def _most(limb: Limb, group: list[Judged], request: Request) -> _Sum:
    sums = []
    for chosen in _selections(limb, group, unknown_too=True):
        number = _number_at_most(limb, chosen)
        people = len({one.report.person or one.report.id for one in chosen})
        kinds = {
            kind: len({one.incident.id for one in chosen if one.incident.kinds.get(kind.kind) is not False})
            for kind in limb.kinds
        }
        holds = (
            number >= limb.count
            and people >= limb.people
            and all(found >= kind.n for kind, found in kinds.items())
            and (limb.recent is None or any(_recent(one, limb.recent, request) != "no" for one in chosen))
        )
        sums.append(_Sum(number, holds))
    return _best(sums)


def _number_at_most(limb: Limb, chosen: list[Judged]) -> int:
    if limb.counts == "incidents":
        return len({one.incident.id for one in chosen})
    people = {one.report.person or one.report.id for one in chosen}
    if limb.counts == "people":
        return len(people)
    if limb.counts == "households":
        known = {_folded(one.report.household) for one in chosen if one.report.household}
        rest = {one.report.person or one.report.id for one in chosen if not one.report.household}
        return len(known) + len(rest)
    return len({(one.incident.id, one.report.person or one.report.id) for one in chosen})


def _recent(one: Judged, recent: Window, request: Request) -> Tri:
    if crossed(one.report, one.incident):  # it counts only once one of its dates is another
        return "open"
    received = When.exactly(request.received)
    days = {"report": [one.report.made], "incident": [one.incident.occurred]}
    starts = days.get(recent.anchor, [one.report.made, one.incident.occurred])
    states = {fits(start, received, recent.span).state for start in starts}
    return "no" if "no" in states else "open" if "open" in states else "yes"


def _best(sums: list[_Sum]) -> _Sum:
    return _Sum(max((one.number for one in sums), default=0), any(one.holds for one in sums))


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
