"""The diary of many cases, by shapes, says word for word what judging every duty by itself says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings, strategies as st

from ctdocs.model.area import load_area
from ctdocs.model.case_record import Decision, Judgements, Step
from ctdocs.model.case_values import CaseValue, KeptFile, Letter, Source, State
from ctdocs.rules.diary import Book, diary, shapes
from ctdocs.rules.diary.making import plainly
from tests.rules.cases import EXAMPLESHIRE, day

FIRST = day("2026-09-01")
AREAS = (EXAMPLESHIRE, "derbyshire/south-derbyshire")
DATES = (
    "completed", "acknowledged", "information_requested", "decision", "decision_letter", "meeting", "outcome",
    "minutes_sent", "appeal_lodged", "appeal_decision", "notified", "withdrawn", "declined", "closed",
    "advocate_withdrawn",
)  # fmt: skip
LETTERS = tuple(f"letter-{n}" for n in range(1, 7))
OUTCOMES = (
    ("threshold", "met"), ("threshold", "not_met"), ("risk", "high"), ("risk", "low"), ("appeal", "upheld"),
    ("appeal", "rejected"), ("eligibility", "declined"), ("informal-review", "yes"), ("informal-review", "no"),
)  # fmt: skip
ANSWERS = {
    "basis": ("self", "other"), "evidence.kind": ("letter",), "decision.threshold": ("met", "not_met"),
    "statement.text": ("see the case", ""), "meeting.date": ("2026-10-20", "2026-12-15", "soon"),
    "meeting.chair": ("see the case",), "minutes.sent": ("2026-11-01", "2026-12-20", "no", "yes"),
    "minutes.declaration": ("yes", "no", True, False), "plan.discussed": ("yes", "no", "2026-11-19"),
    "request.reply_by": ("2026-10-02", "2026-12-02"), "perpetrators.1.under_18": ("yes", "no"),
    "review.findings": ("see the case",), "plan.review": ("2026-11-10", "2027-01-10"),
    "actions.1.action": ("see the case",), "actions.1.due": ("2026-11-10", "see the case"),
    "actions.1.completed": ("2026-11-09",), "recommendations.1.text": ("see the case",),
    "assessments.2.assessment.review_due": ("2026-11-02", "2026-12-24"),
}  # fmt: skip
DAYS = st.integers(0, 120).map(lambda n: FIRST + timedelta(days=n))


def some(*names: str) -> st.SearchStrategy[list[tuple[str, date]]]:
    return st.lists(st.tuples(st.sampled_from(names), DAYS), max_size=6)


DUTIES = tuple(dict.fromkeys(id_ for area in AREAS for id_ in load_area(area).duties(FIRST)))


@st.composite
def states(draw: st.DrawFn) -> State:
    """A case with anything in any order, sensible or not."""
    received = draw(DAYS)
    values = {}
    for name in draw(st.lists(st.sampled_from(sorted(ANSWERS)), max_size=7, unique=True)):
        said, typed = draw(st.sampled_from(ANSWERS[name])), draw(st.booleans())
        values[name] = CaseValue(said, Source("phone"), "certain", "", *(("Sam", "2026-10-01T09:00") if typed else ()))
    decided = draw(st.lists(st.tuples(st.sampled_from(OUTCOMES), DAYS, st.sampled_from(("Sam", ""))), max_size=3))
    done = draw(st.lists(st.tuples(st.sampled_from((*DUTIES, *LETTERS)), DAYS, st.booleans()), max_size=8))
    return State(
        EXAMPLESHIRE, received, "phone", "CT/1", values=values,
        dates={"received": received, **dict(draw(some(*DATES)))},
        letters=tuple(Letter(name, when, "") for name, when in draw(some(*LETTERS))),
        files=tuple(KeptFile("", "", f"{name}.pdf", {"id": name}) for name, _ in draw(some("minutes", "action-plan"))),
        decisions=tuple(Decision(*what, when, by, "", None, "", n) for n, (what, when, by) in enumerate(decided)),
        steps=tuple(Step(name, when, "Kim", "", None, other, n) for n, (name, when, other) in enumerate(done)),
        judgements=Judgements(facts={"reports": {"hate": True}}) if draw(st.booleans()) else Judgements(),
    )  # fmt: skip


def near(state: State, moved: int) -> Iterator[State]:
    """The case itself, and others that differ from it in one thing: most of them are nearly of its shape."""
    yield state
    away = timedelta(moved)
    yield replace(
        state, received=state.received + away, dates={name: when + away for name, when in state.dates.items()}
    )
    yield replace(state, steps=tuple(replace(one, day=one.day + away) for one in state.steps))
    yield replace(state, steps=tuple(replace(one, elsewhere=not one.elsewhere) for one in state.steps))
    yield replace(state, judgements=Judgements(facts={"reports": {"hate": True}}))
    for name, known in state.values.items():
        yield replace(state, values={other: one for other, one in state.values.items() if other != name})
        for said in ANSWERS[name]:
            yield replace(state, values={**state.values, name: replace(known, value=said)})
    for at, decision in enumerate(state.decisions):
        for about, outcome in OUTCOMES:
            if about == decision.about:
                other = replace(decision, outcome=outcome)
                yield replace(state, decisions=(*state.decisions[:at], other, *state.decisions[at + 1 :]))


@pytest.mark.parametrize("area", AREAS)
def test_a_case_of_a_known_shape_gets_the_diary_that_it_gets_alone(area: str) -> None:
    """The book learns from each case; the next one may take over only what is right for it too."""
    ons = [day("2026-10-15"), day("2026-11-20"), day("2026-12-31")]
    learning = {on: Book.of(load_area(area), on) for on in ons}
    alone = {on: Book.of(load_area(area), on) for on in ons}

    @settings(max_examples=100, deadline=None)
    @given(states(), st.sampled_from(ons), st.integers(-30, 30))
    def compared(state: State, on: date, moved: int) -> None:
        for one in near(state, moved):
            assert diary(one, learning[on], on) == plainly(one, alone[on], on)

    compared()


def test_cases_alike_but_for_a_day_in_an_answer_or_where_a_letter_was_written() -> None:
    """The reply asked for by a day of each case's own; and letter 1, which promises a day only if written elsewhere."""
    on, begun = day("2026-11-20"), day("2026-11-02")
    book, alone = Book.of(load_area(EXAMPLESHIRE), on), Book.of(load_area(EXAMPLESHIRE), on)
    dates = dict.fromkeys(("received", "completed", "information_requested"), begun)
    said = []
    for reply_by in ("2026-11-16", "2026-11-27"):
        for elsewhere in (True, False):
            known = {"request.reply_by": CaseValue(reply_by, Source("phone"), "certain")}
            step = Step("letter-1", day("2026-11-05"), "Kim", "", None, elsewhere, 3)
            state = State(EXAMPLESHIRE, begun, "phone", values=known, dates=dates, steps=(step,))
            said.append({item.id: item for item in diary(state, book, on)})
            assert tuple(said[-1].values()) == plainly(state, alone, on)
    assert [one["information-in"].due for one in said] == [day("2026-11-16")] * 2 + [day("2026-11-27")] * 2
    # Fifteen working days after the 2nd are the 23rd; after the letter of the 5th they are the 26th.
    assert {one["decide"].due for one in said} == {day("2026-11-23")}
    assert [one["decide"].protects for one in said] == [day("2026-11-26"), None] * 2


def test_what_is_kept_of_cases_does_not_grow_with_their_number(monkeypatch: pytest.MonkeyPatch) -> None:
    """With room for three days and three shapes, the diaries of many cases are as they were."""
    monkeypatch.setattr(shapes, "_MOST", 3)
    on = day("2026-11-20")
    book, alone = Book.of(load_area(EXAMPLESHIRE), on), Book.of(load_area(EXAMPLESHIRE), on)
    for number in range(40):
        received = FIRST + timedelta(days=number)
        dates = {"received": received, "completed": received, DATES[number % len(DATES)]: received}
        state = State(EXAMPLESHIRE, received, "phone", dates=dates)
        assert diary(state, book, on) == plainly(state, alone, on)
    known = book.shapes[on]
    assert len(known.shapes) <= 3
    assert max(len(kept.days) for kept in known.kept.values()) <= 3
