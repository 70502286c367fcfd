"""An answer stands only if it stands in every world that what is known allows: tried by trying every world.

The worlds are counted here by a few lines of their own, which share nothing with the program but its values.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, NamedTuple

from dateutil.relativedelta import relativedelta
from hypothesis import HealthCheck, given, settings, strategies as st

from ctdocs.model.clock import Span
from ctdocs.model.threshold import AtLeast, Limb, Rules, Window
from ctdocs.rules.threshold import Incident, Report, Request, When, assess

RECEIVED = (date(2026, 8, 31), date(2026, 2, 28), date(2028, 2, 29), date(2026, 11, 20))
ONE_MONTH, SIX_MONTHS = Span(1, "months"), Span(6, "months")
FEWER = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])

MORE = settings(FEWER, max_examples=500)


def ends(start: date, months: int) -> tuple[date, date]:
    """The last day of so many months beginning with a day, and of so many after it."""
    corresponding = start + relativedelta(months=months)
    short = corresponding.day != start.day
    return corresponding if short else corresponding - timedelta(days=1), corresponding


class Told(NamedTuple):
    """One report in one world."""

    occurred: date
    made: date
    person: str = "x"
    hate: bool = False
    matter: str = "m"


def possible(told: Told, received: date, anchor: str) -> set[bool]:
    """Whether a report counts: both answers on the day on which only the way of counting decides."""
    answers = [_in(told.occurred, told.made, 1)]
    if anchor != "incident":
        answers.append(_in(told.made, received, 6))
    if anchor != "report":
        answers.append(_in(told.occurred, received, 6))
    answers.append({told.made <= received})
    return {all(combined) for combined in itertools.product(*answers)}


def _in(start: date, day: date, months: int) -> set[bool]:
    strict, wide = ends(start, months)
    if not start <= day <= wide:
        return {False}
    return {True} if day <= strict else {True, False}


def partitions(items: list[int]) -> Iterator[list[list[int]]]:
    """Every way to draw items together."""
    if not items:
        yield []
        return
    first, *rest = items
    for smaller in partitions(rest):
        yield [[first], *smaller]
        for i, block in enumerate(smaller):
            yield [*smaller[:i], [first, *block], *smaller[i + 1 :]]


def one_incident(block: list[Told]) -> bool:
    """Whether all of these may be one incident: of one day and one matter."""
    return len({one.occurred for one in block}) == 1 == len({one.matter for one in block})


def holds(limb: Limb, blocks: list[list[Told]]) -> bool:
    """Whether a limb is met by incidents, each with its reports that count."""
    matters = {block[0].matter for block in blocks} if "matter" in limb.link else {None}
    for matter in matters:
        group = [block for block in blocks if matter is None or block[0].matter == matter]
        people = {one.person for block in group for one in block}
        for person in people if limb.by == "one_person" else [None]:
            own = [[one for one in block if person in (None, one.person)] for block in group]
            own = [block for block in own if block]
            each = {
                "incidents": len(own),
                "people": len({one.person for block in own for one in block}),
                "reports": len({(i, one.person) for i, block in enumerate(own) for one in block}),
            }
            hate = sum(any(one.hate for one in block) for block in own)
            enough = len({one.person for block in own for one in block}) >= limb.people
            if each[limb.counts] >= limb.count and enough and all(hate >= kind.n for kind in limb.kinds):
                return True
    return False


def answers(rules: Rules, tolds: list[Told], received: date) -> set[tuple[bool, bool]]:
    """What the local rule and the Act may come to in one world: every way to draw incidents together, and to count a
    boundary day.
    """
    found = set()
    local = [possible(told, received, rules.limbs[0].window.anchor) for told in tolds]
    act = [possible(told, received, "report") for told in tolds]
    for drawn in partitions(list(range(len(tolds)))):
        if not all(one_incident([tolds[i] for i in block]) for block in drawn):
            continue
        here = {met(rules.limbs, tolds, drawn, qualifying) for qualifying in itertools.product(*local)}
        there = {met((rules.statutory,), tolds, drawn, qualifying) for qualifying in itertools.product(*act)}
        found |= set(itertools.product(here, there))
    return found


def met(limbs: tuple[Limb, ...], tolds: list[Told], drawn: list[list[int]], qualifying: tuple[bool, ...]) -> bool:
    """Whether any limb is met by the reports that qualify, drawn together to incidents so."""
    blocks = [[tolds[i] for i in block if qualifying[i]] for block in drawn]
    return any(holds(limb, [block for block in blocks if block]) for limb in limbs)


def worlds(request: Request) -> Iterator[list[Told]]:
    """Every world that the request allows."""
    persons = {one.reports[0].by for one in request.incidents} - {""}
    matters = {one.matter for one in request.incidents if one.matter is not None}
    each = []
    for one in request.incidents:
        report = one.reports[0]
        each.append(
            [
                Told(occurred, made, person, hate, matter)
                for occurred in _days(one.occurred)
                for made in _days(report.made)
                for person in ([report.by] if report.by else sorted({*persons, "?1", "?2"}))
                for hate in ([one.kinds["hate"]] if "hate" in one.kinds else [True, False])
                for matter in ([one.matter] if one.matter is not None else sorted({*matters, "?1", "?2"}))
            ]
        )
    for world in itertools.product(*each):
        yield list(world)


def _days(when: When | None) -> list[date]:
    assert when is not None
    return [when.earliest + timedelta(days=n) for n in range((when.latest - when.earliest).days + 1)]


def check(rules: Rules, request: Request) -> tuple[set[bool], set[bool]]:
    """Nothing definite is said that is not so in every world. Returns what the two rules may come to."""
    answer = assess(rules, request, on=request.received)
    pairs = set().union(*(answers(rules, world, request.received) for world in worlds(request)))
    local, statutory = {here for here, _ in pairs}, {stands for _, stands in pairs}
    results = {"met" if here else "needs_decision" if stands else "not_met" for here, stands in pairs}
    for said, may in ((answer.local, local), (answer.statutory.answer, statutory)):
        assert said == "needs_decision" or may == {said == "met"}, (said, may)
    assert answer.result == "needs_decision" or results == {answer.result}, (answer.result, results)
    return local, statutory


def spread(first: date, days: int) -> When:
    return When(first, first + timedelta(days=days))


def incident(n: int, occurred: When, made: When, by: str = "x", **more: Any) -> Incident:
    told = Report(f"r{n}", made, "the council", "council", "telephone", by, "other" if by else "")
    return Incident(f"i{n}", occurred, (told,), **{"matter": "m", "kinds": {"hate": False}, **more})


@st.composite
def roughly_dated(draw: st.DrawFn) -> Request:
    """Up to four incidents about the edges of both periods, some of their days known only roughly."""
    received = draw(st.sampled_from(RECEIVED))
    edge = received - relativedelta(months=6)
    incidents = []
    for n in range(draw(st.integers(1, 4))):
        rough = n < 2
        starts = (edge, received - timedelta(days=40), date(received.year, 1, 29), received - timedelta(days=1))
        begins = draw(st.sampled_from(starts))
        occurred = spread(begins + timedelta(days=draw(st.integers(-2, 3))), draw(st.integers(0, 2 * rough)))
        later = draw(st.sampled_from((0, 1, 27, 29, 30, 31, 32)))
        made = spread(occurred.earliest + timedelta(days=later), draw(st.integers(0, rough)))
        incidents.append(incident(n, occurred, made))
    return Request(received, tuple(incidents))


@FEWER
@given(roughly_dated(), st.sampled_from(("incident", "report", "both")), st.integers(1, 3))
def test_days_that_are_known_roughly(request: Request, anchor: Any, count: int) -> None:
    limb = Limb("local", count, window=Window(SIX_MONTHS, anchor), report_within=ONE_MONTH)
    act = Limb("statutory", 2, window=Window(SIX_MONTHS), report_within=ONE_MONTH)
    check(Rules((limb,), act), request)


LIMBS = (
    Limb("three", 3),
    Limb("three_by_one", 3, by="one_person"),
    Limb("two_people", 2, counts="people"),
    Limb("three_people", 3, counts="people", link=()),
    Limb("three_reports_by_two", 3, counts="reports", people=2),
    Limb("hate", 1, by="one_person", kinds=(AtLeast("hate", 1),)),
    Limb("two_one_hate", 2, kinds=(AtLeast("hate", 1),)),
    Limb("two_hate", 2, by="one_person", kinds=(AtLeast("hate", 2),), link=()),
)


@st.composite
def half_known(draw: st.DrawFn) -> Request:
    """Up to five incidents on few days, of which it is not always known who reported, what drove them, what matter."""
    received = date(2026, 11, 20)
    incidents = []
    # One thing at a time is not known of many reports, so that it makes a difference.
    unknown = draw(st.sampled_from(("person", "matter", "kind", "")))
    last = draw(st.sampled_from((1, 3, 9)))
    for n in range(draw(st.integers(1, 4))):
        occurred = spread(date(2026, 9, draw(st.integers(1, last))), 0)
        more = {
            "matter": draw(st.sampled_from(("m", None) if unknown == "matter" else ("m", "m", "n"))),
            "kinds": draw(st.sampled_from(({"hate": True}, {} if unknown == "kind" else {"hate": False}))),
        }
        late = draw(st.sampled_from((0, 0, 0, 60)))
        made = spread(occurred.earliest + timedelta(days=late), 0)
        by = draw(st.sampled_from(("x", "", "") if unknown == "person" else ("x", "x", "y")))
        incidents.append(incident(n, occurred, made, by, **more))
    return Request(received, tuple(incidents))


@MORE
@given(half_known(), st.lists(st.sampled_from(LIMBS), min_size=1, max_size=2, unique=True))
def test_people_matters_and_hate_that_are_not_known(request: Request, limbs: list[Limb]) -> None:
    check(Rules(tuple(limbs)), request)


@FEWER
@given(half_known(), st.sampled_from(LIMBS))
def test_what_is_known_is_answered(request: Request, limb: Limb) -> None:
    """Where there is one world and one way to draw it together, the answer is definite: caution is no way out."""
    days = iter(range(1, 20))
    known = tuple(
        replace(
            one,
            occurred=When.exactly(date(2026, 9, day := next(days))),
            reports=tuple(
                replace(told, made=When.exactly(date(2026, 9, day)), by=told.by or "z", by_kind="other")
                for told in one.reports
            ),
            matter=one.matter or "m",
            kinds={"hate": one.kinds.get("hate", True)},
        )
        for one in request.incidents
    )
    asked = replace(request, incidents=known)
    local, statutory = check(Rules((limb,)), asked)
    answer = assess(Rules((limb,)), asked, on=asked.received)
    assert answer.local == ("met" if local == {True} else "not_met")
    assert answer.statutory.answer == ("met" if statutory == {True} else "not_met")


def shuffled(items: Iterable[Any], seed: int) -> tuple[Any, ...]:
    mixed = list(items)
    random.Random(seed).shuffle(mixed)
    return tuple(mixed)


@FEWER
@given(st.one_of(half_known(), roughly_dated()), st.sampled_from(LIMBS), st.integers(0, 10**6))
def test_the_order_of_incidents_never_matters(request: Request, limb: Limb, seed: int) -> None:
    rules = Rules((limb, LIMBS[0]))
    once = assess(rules, request, on=request.received)
    again = assess(rules, replace(request, incidents=shuffled(request.incidents, seed)), on=request.received)
    assert once == again


@FEWER
@given(st.one_of(half_known(), roughly_dated()), st.one_of(half_known(), roughly_dated()), st.sampled_from(LIMBS))
def test_one_more_complaint_never_unmeets(request: Request, others: Request, limb: Limb) -> None:
    """Not with a report that is known, nor with one that may be the same as two others."""
    rules = Rules((limb,))
    rank = {"not_met": 0, "needs_decision": 1, "met": 2}
    before = assess(rules, request, on=request.received)
    for n, more in enumerate(others.incidents):
        more = replace(more, id=f"more{n}", reports=tuple(replace(told, id=f"more{n}") for told in more.reports))
        request = replace(request, incidents=(*request.incidents, more))
        after = assess(rules, request, on=request.received)
        assert rank[after.result] >= rank[before.result]
        assert rank[after.local] >= rank[before.local]
        assert rank[after.statutory.answer] >= rank[before.statutory.answer]
        before = after
