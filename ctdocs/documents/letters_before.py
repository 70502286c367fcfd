"""What stands in the case already and speaks for or against a letter: letters, decisions and events before it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from ctdocs.documents.catalogue import Document
from ctdocs.errors import Problem
from ctdocs.model.area import Area
from ctdocs.model.case import Case
from ctdocs.model.case_record import THRESHOLD
from ctdocs.model.case_values import Letter
from ctdocs.model.text import long_date, read_date
from ctdocs.rules.calendar import is_working_day
from ctdocs.rules.clocks import Days, due

_SAYS: Final = {"letter-4": "the threshold was not met", "letter-5": "the threshold was met"}
_GO_ON: Final = frozenset(
    ("letter-1", "letter-2", "letter-3", "letter-4", "letter-5", "letter-6", "letter-incomplete", "letter-paused",
     "letter-informal-review")
)  # fmt: skip
"""The letters that carry an application on; none of them goes once it is withdrawn, or is not taken."""

REFUSED: Final = ("refused", "declined")
"""The outcomes of the decision on who may apply by which an application is not taken."""


def stopped(letter_id: str, case: Case, on: date) -> Iterator[Problem]:
    """Why a letter of the day ``on`` that carries the application on does not go: nothing carries it on any more."""
    if letter_id not in _GO_ON:
        return
    day = case.state.dates.get("withdrawn")
    if day is not None and on >= day:
        message = f"The application was withdrawn on {long_date(day)}, which stops the review."
        hint = (
            "Write letter-withdrawn. If it was not withdrawn, take that back: ctdocs case undo CASE ENTRY "
            "(ctdocs case log gives its number)."
        )
        yield Problem(message, code="withdrawn", hint=hint)
    said = case.state.decision("eligibility")
    if said is not None and said.outcome in REFUSED and on >= said.day:
        message = f"{said.by} decided on {long_date(said.day)} that the application is not taken."
        hint = f"Write letter-declined. If that was wrong, take it back: ctdocs case undo CASE {said.entry}"
        yield Problem(message, code="refused", hint=hint)


def too_soon_to_close(case: Case) -> Iterator[Problem]:
    """Why a case cannot be closed: nothing has come of it yet, or an appeal is not decided."""
    facts = case.facts()
    dates, letters, decided = facts["dates"], facts["letters"], facts["decided"]
    not_met = "letter-4" in letters and decided.get(THRESHOLD, {}).get("outcome") != "met"
    not_taken = decided.get("eligibility", {}).get("outcome") in REFUSED
    if not (not_met or not_taken or {"outcome", "declined", "withdrawn"} & {*dates} or "letter-6" in letters):
        yield Problem(
            "The case cannot be closed: nobody has been told what came of it.", code="no-outcome",
            hint="Write letter 4 or letter 6 first; if the application was withdrawn: ctdocs case step CASE withdrawn",
        )  # fmt: skip
    lodged, answered = dates.get("appeal_lodged"), dates.get("appeal_decision")
    if lodged is not None and "appeal" not in decided and (answered is None or answered < lodged):
        yield Problem(
            f"The case cannot be closed: the appeal of {long_date(lodged)} is not decided.", code="appeal",
            hint="Once it is: ctdocs case decide CASE appeal upheld (or rejected, withdrawn, not_heard)",
        )  # fmt: skip


def may_appeal_until(area: Area, case: Case, on: date) -> date | None:
    """The last day on which an appeal may still come, where that is ``on`` or later and none has come; else None."""
    facts = case.facts()
    told = [facts["letters"][name] for name in ("letter-4", "letter-6") if name in facts["letters"]]
    clock = area.on(on).clocks.get("appeal")
    if clock is None or not told or {"appeal_lodged", "withdrawn"} & {*facts["dates"]}:
        return None
    last = due(clock, {**facts["dates"], "letter": max(told)}, extra=area.extra_holidays).date
    return last if last is not None and last >= on else None


def remarks_before(found: Document, area: Area, case: Case, on: date) -> Iterator[str]:
    """What a person should think of before a letter of the day ``on`` goes, for what stands in the case."""
    if found.id == "letter-closed" and (last := may_appeal_until(area, case, on)):
        yield f"They may still appeal until {long_date(last)}, which the letter says. Is it time to close the case?"
    facts = case.facts()
    others = facts["third_party"] and "advocate_withdrawn" not in facts["dates"]
    if others and found.id in _FOR_BOTH:
        yield f"{_FOR_BOTH[found.id]} Tell them too, in the way that is safe for them: they get no letter by this."
    if found.id == "letter-5":
        yield from _of_the_meeting(area, facts, on)


_FOR_BOTH: Final[Mapping[str, str]] = {
    "letter-6": "The person affected must hear of the outcome, and of their right to appeal.",
    "letter-withdrawn": "The person affected must hear that the application was withdrawn.",
}
"""Letters to somebody who acts for another, of which that other must know."""


def _of_the_meeting(area: Area, facts: Mapping[str, Any], on: date) -> Iterator[str]:
    meeting = facts["dates"].get("meeting")
    if meeting is None:
        return
    if not is_working_day(meeting, extra=area.extra_holidays):
        yield f"The meeting is on {long_date(meeting)}, which is no working day. Is the date right?"
    anchors = {**facts["dates"], "letter": on, "decision_letter": facts["dates"].get("decision_letter", on)}
    clocks = [clock for clock in area.on(on).clocks.values() if clock.event == "meeting"]
    ends = [end for clock in clocks if (end := due(clock, anchors, days=Days.of(area, on)).date)]
    if ends and meeting > min(ends):
        yield f"The meeting is on {long_date(meeting)}; the last day for it is {long_date(min(ends))}."


def out_of_time(found: Document, area: Area, case: Case, on: date) -> Iterator[Problem]:
    """Why the days and times that a letter of the day ``on`` would print cannot be, or come too late for it."""
    state, facts = case.state, case.facts()
    complete, outcome = state.completed, facts["dates"].get("outcome") or facts["letters"].get("letter-6")
    if found.id == "letter-incomplete" and complete is not None and on >= complete:
        message = f"The application has been complete since {long_date(complete)}, so nothing is missing from it."
        yield Problem(message, code="complete", hint="What you need besides, ask for in a letter of your own.")
    if found.id == "letter-paused" and outcome is not None and on >= outcome:
        message = f"The outcome was told on {long_date(outcome)}: there is nothing left to put on hold."
        yield Problem(message, code="complete", hint="To end the case: ctdocs letter closed CASE -o FILE")
    wanted = _day(facts, "incomplete", "by")
    if found.id == "letter-incomplete" and wanted is not None and wanted < on:
        message = f"The letter would ask for it by {long_date(wanted)}, which is before its own date."
        yield Problem(message, code="date", field="incomplete.by", hint="ctdocs case set CASE incomplete.by=DATE")
    time = str(facts["meeting"].get("time") or "")
    if found.id == "letter-5" and (said := _CLOCK.search(time)) and (int(said[1]) > 23 or int(said[2]) > 59):
        message = f"The meeting cannot be at “{time}”: there is no such time."
        yield Problem(message, code="time", field="meeting.time", hint="ctdocs case set CASE meeting.time=10am")
    until = _day(facts, "appeal", "extended_until")
    if found.id != "letter-appeal-extension" or until is None:
        return
    answer = "ctdocs case set CASE appeal.extended_until=DATE"
    clock = area.on(on).clocks.get("appeal_decision")
    end = due(clock, facts["dates"], days=Days.of(area, on)).date if clock is not None else None
    if until <= on:
        message = f"The time cannot be extended to {long_date(until)}: the letter is dated {long_date(on)}."
        yield Problem(message, code="date", field="appeal.extended_until", hint=answer)
    elif end is not None and until <= end:
        message = f"{long_date(until)} is no extension: the decision is due by {long_date(end)} as it is."
        yield Problem(message, code="date", field="appeal.extended_until", hint=answer)


_CLOCK: Final = re.compile(r"(?<!\d)(\d{1,2})[:.](\d{2})(?!\d)")


def _day(facts: Mapping[str, Any], group: str, name: str) -> date | None:
    said = facts.get(group, {}).get(name)
    return read_date(said) if isinstance(said, str) else None


def cited(found: Document, facts: Mapping[str, Any]) -> Iterator[tuple[str, date]]:
    """What a letter tells of or rests on, in words, with its day: letters, events and decisions."""
    for value in found.spec.values.values():
        group, _, name = value.source.partition(".")
        if group in ("letters", "dates") and isinstance(day := facts[group].get(name), date):
            yield _WORDS.get(name, name.replace("_", " ").replace("letter-", "letter ")), day
        about = {"decision.threshold": THRESHOLD}.get(value.source, "")
        if group == "decided":
            about = name.partition(".")[0]
        elif value.source in ("appeal.upheld", "appeal.rejected"):
            about = "appeal"
        if about in facts["decided"]:
            what = {THRESHOLD: "the threshold"}.get(about, about.replace("-", " "))
            yield f"the decision on {what}", facts["decided"][about]["day"]


_WORDS: Final = {
    "advocate_withdrawn": "the day on which consent for who acted was withdrawn",
    "appeal_lodged": "the day on which the appeal came",
    "withdrawn": "the day on which the application was withdrawn",
}


def goes_against(letter_id: str, sent: Sequence[Letter]) -> str | None:
    """A sentence on the letter that told the contrary, where that was the last word; None where none did."""
    if letter_id not in _SAYS:
        return None
    told = [one for one in sent if one.id in _SAYS]
    if not told or told[-1].id == letter_id:
        return None
    last = told[-1]
    return (
        f"{last.id} of {long_date(last.day)} said that {_SAYS[last.id]}; this one says that {_SAYS[letter_id]}. Say in "
        "a covering letter why the decision changed, and that the earlier letter no longer holds."
    )
