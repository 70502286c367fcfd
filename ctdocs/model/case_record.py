"""What people decided, did and judged in a case, beside the answers of its forms.

A decision is a person's, with the day and the reason; what the program proposed stands beside it. A step is a duty
that was done, here or elsewhere: a call, a letter that was written in Word before this case was kept here. A judgement
says which reports are of one incident, and which incidents belong to one matter. Each can be taken back, and so can a
letter that was never sent: the entry stays in the log, and counts for nothing from then on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from ctdocs.errors import Refused
from ctdocs.model.entry import Entry
from ctdocs.model.fields import Value
from ctdocs.model.text import keepable, long_date

DECISION, STEP, JUDGEMENT, TAKEN_BACK = "decision", "step", "judgement", "taken-back"

_MAY_BE_TAKEN_BACK: Final = (DECISION, STEP, JUDGEMENT, "letter")

THRESHOLD: Final = "threshold"

_ANSWERS: Final[Mapping[str, tuple[str, str, tuple[str, ...]]]] = {
    THRESHOLD: ("decision.threshold", "decision", ("met", "not_met")),
}
"""Decisions that letters and minutes print: the answer that holds each, the event of its day, and its outcomes."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision of a person. ``about`` is what was decided (threshold, eligibility, informal-review…), ``proposed``
    what the program had proposed, if anything; ``entry`` is its number in the log.
    """

    about: str
    outcome: str
    day: date
    by: str
    reason: str
    proposed: str | None
    at: str
    entry: int

    @property
    def overrides(self) -> bool:
        """Whether the person decided otherwise than was proposed."""
        return self.proposed is not None and self.proposed != self.outcome


@dataclass(frozen=True, slots=True)
class Step:
    """A duty that was done on ``day`` by ``by``. ``path`` is the place of its file in the case's folder, if it has one.

    ``elsewhere`` says that ctdocs did not make it.
    """

    id: str
    day: date
    by: str
    note: str
    path: str | None
    elsewhere: bool
    entry: int


@dataclass(frozen=True, slots=True)
class Judgements:
    """What people said of the reports of a case, by their ids (``incidents.2``, ``returns.1.complaints.3``).

    ``same`` are groups of reports of one incident, ``apart`` groups of which no two are; a later word on two reports
    replaces an earlier one. ``matter`` gives the name of the matter that a report is part of, ``facts`` what is known
    of a report and no form asks (hate, witnessed, household).
    """

    same: tuple[frozenset[str], ...] = ()
    apart: tuple[frozenset[str], ...] = ()
    matter: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)


def counting(entries: Iterable[Entry]) -> list[Entry | None]:
    """The entries in their order, None in the place of one that was taken back later."""
    all_ = list(entries)
    gone = {entry.data["taken_back"]["entry"] for entry in all_ if "taken_back" in entry.data}
    return [None if entry.n in gone else entry for entry in all_]


def decision_data(
    about: str, outcome: str, day: date, by: str, reason: str, proposed: str | None, values: Mapping[str, Value]
) -> dict[str, Any]:
    """The data of the entry of a decision. Raises ``Refused`` where it says too little.

    One on the threshold is also the answer that letters and minutes print. An outcome other than what was
    proposed needs its reason (domain, Rules of counting 3 and 8).
    """
    about, outcome, by = _named(about, "What was decided"), _named(outcome, "The outcome"), _named(by, "Who decided")
    answer, event, known = _ANSWERS.get(about, ("", "", (outcome,)))
    if outcome not in known:
        raise Refused(f"A decision on the {about} is {' or '.join(known)}, not “{outcome}”.")
    reason = keepable(reason).strip()
    if proposed is not None and proposed != outcome and not reason:
        raise Refused(
            f"{proposed.replace('_', ' ').capitalize()} was proposed and {outcome.replace('_', ' ')} decided, "
            "without a reason.",
            hint="Say why: the reason is kept with the decision.",
        )
    data: dict[str, Any] = {
        "decision": {
            "about": about, "outcome": outcome, "day": day.isoformat(), "by": by, "reason": reason,
            "proposed": proposed,
        }
    }  # fmt: skip
    answers = dict(values)
    if answer:
        answers = {answer: outcome, **answers}
        data["dates"] = {event: day.isoformat()}
    if answers:
        data |= {"values": answers, "source": f"decision of {by}"}
    return data


def step_data(
    id: str, day: date, by: str, note: str, kept: Mapping[str, Any] | None, elsewhere: bool, event: str | None
) -> dict[str, Any]:
    """The data of the entry of a step; ``kept`` is its file, ``event`` what its day also stands for (``meeting``…)."""
    step = {
        "id": _named(id, "What was done"), "day": day.isoformat(), "by": _named(by, "Who did it"),
        "note": keepable(note).strip(), "elsewhere": elsewhere, "file": dict(kept) if kept else None,
    }  # fmt: skip
    return {"step": step, **({"dates": {event: day.isoformat()}} if event else {})}


def judgement_data(
    same: Iterable[Iterable[str]], apart: Iterable[Iterable[str]], matter: Mapping[str, str],
    facts: Mapping[str, Mapping[str, Value]], known: Iterable[str],
) -> dict[str, Any]:  # fmt: skip
    """The data of the entry of a judgement on reports, each of them one of ``known``.

    Raises ``Refused`` for a report that the case does not have, for a group of one, and for two reports that are said
    to be of one incident and of two.
    """
    groups = {"same": [sorted(set(one)) for one in same], "apart": [sorted(set(one)) for one in apart]}
    named = {report for group in groups.values() for one in group for report in one} | {*matter, *facts}
    if strange := sorted(named - set(known)):
        raise Refused(
            f"The case has no report “{strange[0]}”.",
            hint=f"Its reports are {', '.join(sorted(known)) or 'none yet'}.",
        )
    for group in (*groups["same"], *groups["apart"]):
        if len(group) < 2:
            raise Refused("Two reports or more can be of one incident, or of several.", hint="Name each of them.")
    both = _pairs(groups["same"]) & _pairs(groups["apart"])
    if both:
        raise Refused(f"{' and '.join(sorted(min(both, key=sorted)))} are said to be one incident, and not to be one.")
    data = {
        **groups,
        "matter": {report: keepable(name).strip() for report, name in matter.items()},
        "facts": {report: dict(said) for report, said in facts.items()},
    }
    said = {name: value for name, value in data.items() if value}
    if not said:
        raise Refused("Nothing was said of any report.")
    return {"judgement": said}


def taken_back_data(entries: Iterable[Entry], n: int, why: str) -> dict[str, Any]:
    """The data of the entry that takes back entry ``n``. Raises ``Refused`` where that cannot be taken back."""
    all_ = list(entries)
    found = next((entry for entry in all_ if entry.n == n), None)
    if found is None or found.event not in _MAY_BE_TAKEN_BACK:
        raise Refused(
            f"Entry {n} {'is not in the log' if found is None else f'({found.event}) cannot be taken back'}.",
            hint="Decisions, steps, judgements and letters can be; “ctdocs case log” gives their numbers.",
        )
    if any(entry.data.get("taken_back", {}).get("entry") == n for entry in all_):
        raise Refused(f"Entry {n} was taken back already.")
    if not why.strip():
        raise Refused("Why it is taken back must be said.")
    return {"taken_back": {"entry": n, "why": keepable(why).strip()}}


def decision_of(entry: Entry) -> Decision:
    """The decision that an entry holds."""
    said = entry.data["decision"]
    return Decision(
        said["about"], said["outcome"], date.fromisoformat(said["day"]), said["by"], said["reason"], said["proposed"],
        entry.at, entry.n,
    )  # fmt: skip


def step_of(entry: Entry) -> Step:
    """The step that an entry holds."""
    said = entry.data["step"]
    path = said["file"]["path"] if said["file"] else None
    return Step(
        said["id"], date.fromisoformat(said["day"]), said["by"], said["note"], path, said["elsewhere"], entry.n
    )


def judged(before: Judgements, said: Mapping[str, Any]) -> Judgements:
    """The judgements with what an entry says; of two words on the same pair of reports the later one holds."""
    same, apart = _pairs(before.same), _pairs(before.apart)
    newly_same, newly_apart = _pairs(said.get("same", ())), _pairs(said.get("apart", ()))
    facts = {report: {**before.facts.get(report, {}), **told} for report, told in said.get("facts", {}).items()}
    return Judgements(
        _groups((same - newly_apart) | newly_same),
        _ordered((apart - newly_same) | newly_apart),
        {**before.matter, **said.get("matter", {})},
        {**before.facts, **facts},
    )


def not_after(day: date, today: date, what: str) -> None:
    """Raise ``Refused`` where ``what`` is dated after ``today``: what is recorded as done has happened."""
    if day > today:
        raise Refused(f"{what} is dated {long_date(day)}, which is still to come.")


def not_before(day: date, received: date, what: str) -> None:
    """Raise ``Refused`` where ``what`` is dated before the application was received."""
    if day < received:
        raise Refused(
            f"{what} is dated {long_date(day)}, before the application was received on {long_date(received)}.",
            hint="Give the right day.",
        )


def _named(text: str, what: str) -> str:
    said = " ".join(keepable(text).split())
    if not said:
        raise Refused(f"{what} must be said.")
    return said


def _pairs(groups: Iterable[Iterable[str]]) -> set[frozenset[str]]:
    return {frozenset((a, b)) for group in groups for a in group for b in group if a != b}


def _ordered(pairs: Iterable[frozenset[str]]) -> tuple[frozenset[str], ...]:
    return tuple(sorted(pairs, key=sorted))


def _groups(pairs: set[frozenset[str]]) -> tuple[frozenset[str], ...]:
    """The pairs drawn together: what is one incident with a second report is one with the third of that one too."""
    groups: list[set[str]] = []
    for pair in sorted(pairs, key=sorted):
        touched = [group for group in groups if group & pair]
        groups = [group for group in groups if group not in touched]
        groups.append(set(pair).union(*touched))
    return tuple(frozenset(group) for group in sorted(groups, key=sorted))
