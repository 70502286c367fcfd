"""Letters of a case: which description a short name means, who a letter goes to, and whether it may go at all."""

from __future__ import annotations

import datetime as dt
import operator
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from ctdocs.documents.catalogue import Document, document, documents
from ctdocs.documents.letters_before import cited
from ctdocs.errors import Problem, Refused
from ctdocs.model.area import Area
from ctdocs.model.case import Case
from ctdocs.model.case_record import THRESHOLD
from ctdocs.model.text import long_date
from ctdocs.rules.clocks import due

MOST_AHEAD: Final = 7
"""How many days a letter may be dated ahead of the day it is written: time to have it signed over a weekend or a bank
holiday. A date further off is a slip in the month or the year."""

CONSENT_WITHDRAWN: Final = "advocate_withdrawn"
"""The event that the person affected no longer wants the applicant to act for them."""

AGAINST: Final[Mapping[str, str]] = {
    "threshold": "the decision that the threshold is not met",
    "process": "the way in which the review was done",
    "outcome": "the outcome of the review",
}
"""What an appeal is against, in words, by the answer ``appeal.against``."""

_DECIDED: Final = ("letter-4", "letter-5", "letter-6")
"""The letters that tell what was decided on the threshold, or what came of it."""

_PROMISE = re.compile(r"\bclocks\.(\w+)\.due\b")
_ANOTHER_DAY = "Give another day with --on."


def letter(name: str) -> Document:
    """The letter that ``1``, ``closed`` or ``letter-1`` means. Raises ``Refused`` for a document that is no letter."""
    known = documents()
    found = document(f"letter-{name}" if re.fullmatch(r"\d+", name) or f"letter-{name}" in known else name)
    if found.spec.kind != "letter":
        raise Refused(
            f"'{found.id}' is a form, not a letter.", hint=f"Make it with: ctdocs fill {found.id} --case CASE"
        )
    return found


def addressee(found: Document, case: Case) -> str | None:
    """The person a letter is addressed to (``applicant`` or ``victim``), or None for a form and a letter to a body.

    What would go to an applicant for whom consent was withdrawn goes to the person affected (domain, Rules 14).
    """
    person = next((spec.addressee.person for spec in found.spec.blocks if spec.addressee is not None), None)
    return "victim" if person == "applicant" and speaks_to_the_victim(case) else person


def speaks_to_the_victim(case: Case) -> bool:
    """Whether letters go to the person affected, though somebody else applied: their consent was withdrawn."""
    facts = case.facts()
    return bool(facts["third_party"]) and CONSENT_WITHDRAWN in facts["dates"]


def letter_facts(found: Document, case: Case) -> dict[str, Any]:
    """The facts of a case as a letter sees them: whose consent was withdrawn is not written of as the applicant."""
    facts = case.facts()
    appeal = facts["decided"].get("appeal", {}).get("outcome")
    ended = {name: appeal == name or None for name in ("upheld", "rejected")}
    facts["appeal"] = {**facts.get("appeal", {}), **ended}
    against = AGAINST.get(str(facts["appeal"].get("against")))
    facts["appeal"] |= {"against_words": against} if against else {}
    if found.id == "letter-6":
        facts["plan"] = {**facts["plan"], **_in_words(facts)}
    if found.id == "letter-4" and (reasons := facts.get("decision", {}).get("reasons")):
        lines = [line for line in str(reasons).split("\n") if line.strip() != _CIRCULAR]
        facts["decision"] = {**facts["decision"], "reasons": "\n".join(lines)}
    if found.id in _DECIDED:
        facts["decision"] = {**facts.get("decision", {}), "threshold": _decided(found, case)}
    if found.spec.kind != "letter" or not speaks_to_the_victim(case):
        return facts
    as_their_own = {"applicant": dict(facts["victim"]), "basis": "self", "third_party": False}
    return {**facts, **as_their_own, "advocate": facts["applicant"]}


_CIRCULAR: Final = "The threshold is not met."
"""No reason why the threshold is not met, though “ctdocs assess” begins with it."""


def _in_words(facts: Mapping[str, Any]) -> dict[str, str]:
    """The actions agreed to and those not, each with its number in the plan and its words on a line of its own."""
    found: dict[str, str] = {}
    for name, said in (("agreed", "yes"), ("not_agreed", "no")):
        lines = [
            f"{number}. {' '.join(str(action.get('action') or '').split())}"
            for number, action in enumerate(facts.get("actions", []), 1) if action and action.get("agreed") == said
        ]  # fmt: skip
        found |= {name: "\n".join(lines)} if lines else {}
    return found


def _decided(found: Document, case: Case) -> str | None:
    """What a person decided on the threshold. An answer that was only keyed is nobody's decision.

    Minutes that came back say that the review was held: letter 6 may go by them.
    """
    decided, said = case.state.decision(THRESHOLD), case.value("decision.threshold")
    if decided is not None:
        return decided.outcome
    came_back = found.id == "letter-6" and any(kept.form.get("id") == "minutes" for kept in case.state.files)
    return str(said.value) if came_back and said is not None and said.value is not None else None


def may_go(found: Document, case: Case) -> tuple[Problem, ...]:
    """Why the letter may not be written to its addressee; empty where it may.

    A letter to a wrong or protected address is the harm that councils have been reprimanded for: an address must have
    been confirmed by a person, and a do-not-write-to flag or tick blocks it (domain, "Personal data"). Who does not
    want to be kept informed gets those letters only that a duty asks for.
    """
    person = addressee(found, case)
    if person is None:
        return ()
    problems = list(case.may_write_to(person))
    informed = case.value("contact.informed")
    if found.spec.courtesy and informed is not None and informed.value == "no":
        problems.append(
            Problem(
                f"The {person} does not want to be kept informed, and no duty asks for this letter.",
                code="not-informed", field="contact.informed",
                hint="If they want this one: ctdocs case set CASE contact.informed=yes",
            )
        )  # fmt: skip
    return tuple(problems)


def preference(found: Document, case: Case) -> str | None:
    """A sentence on how the addressee would rather be reached, where that is not post."""
    preferred = case.value("contact.preferred")
    if addressee(found, case) is None or preferred is None or preferred.value in (None, "post"):
        return None
    ways = {"phone": "telephone", "text": "text message", "email": "e-mail"}
    return f"They would rather be reached by {ways.get(str(preferred.value), preferred.value)}: tell them that way too."


def promises(found: Document) -> tuple[str, ...]:
    """The ids of the clocks whose last day the text of a letter may promise, in the order of the text."""
    return tuple(dict.fromkeys(name for text in _texts(found.tree.data) for name in _PROMISE.findall(text)))


def cannot_be_dated(found: Document, area: Area, case: Case, on: dt.date) -> Iterator[Problem]:
    """Why a letter of the case cannot carry the date ``on``.

    It is not older than the application, than a letter, an event or a decision that it tells of, nor than the event
    from which it counts a day that it promises; nor is it younger than that day. A period that has not begun is left
    to the text, which says what is missing.
    """
    state, called = case.state, f"'{found.id}' cannot be dated {long_date(on)}"
    if on < state.received:
        came = f"the application was received on {long_date(state.received)}"
        yield Problem(f"A letter cannot be dated {long_date(on)}: {came}.", code="date", hint=_ANOTHER_DAY)
    facts = case.facts()
    for what, since in dict.fromkeys(cited(found, facts)):
        if on < since and what != _words(found.spec.not_after or "") and what != _words(found.spec.not_before or ""):
            message = f"{called}: it rests on {what}, and that is of {long_date(since)}."
            yield Problem(message, code="date", hint=_ANOTHER_DAY)
    known: Mapping[str, dt.date] = facts["dates"]
    for event, wrong, word in (
        (found.spec.not_before, operator.lt, "before"), (found.spec.not_after, operator.gt, "after"),
    ):  # fmt: skip
        day = known.get(event or "")
        if day is not None and wrong(on, day):
            message = f"{called}: that is {word} “{_words(str(event))}”, which is on {long_date(day)}."
            yield Problem(message, code="date", hint=f"{_ANOTHER_DAY} Or put the right day into the case.")
    anchors, clocks = {**known, "letter": on}, area.on(on).clocks
    for clock in (clocks[name] for name in promises(found) if name in clocks):
        end = due(clock, anchors, extra=area.extra_holidays).date
        if end is None:
            continue
        start = anchors[clock.after]
        if on < start and clock.after != found.spec.not_after:
            event = f"“{_words(clock.after)}”, and that was on {long_date(start)}"
            message = f"{called}: it promises a day counted from {event}."
            yield Problem(message, code="date", hint=_ANOTHER_DAY)
        if on > end:
            message = f"{called}: it promises {long_date(end)}, which is past by then."
            late = f"{_ANOTHER_DAY} If it is too late for this letter, write the next one."
            yield Problem(message, code="date", hint=late)


def too_far_ahead(found: Document, on: dt.date, today: dt.date) -> Iterator[Problem]:
    """Why a letter written on ``today`` cannot carry the date ``on``: it is more than ``MOST_AHEAD`` days after it."""
    if on > today + dt.timedelta(days=MOST_AHEAD):
        yield Problem(
            f"'{found.id}' cannot be dated {long_date(on)}: that is more than {MOST_AHEAD} days ahead of "
            f"{long_date(today)}, when it is written.",
            code="date",
            hint=_ANOTHER_DAY,
        )


def _words(event: str) -> str:
    return event.replace("_", " ")


def _texts(node: Any) -> Iterator[str]:
    """Every text of a description."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict | list):
        for inner in node.values() if isinstance(node, dict) else node:
            yield from _texts(inner)
