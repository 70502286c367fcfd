"""Whether a meeting sat as the procedure asks: its chair, how many bodies, one that sees the case anew, no conflict.

Source: Derbyshire practitioner guidance v2.1, Attendance and Chair; domain, Rules of counting 13; each is a value of
the profile (``panel``). A finding stops nothing: it says what a person should look at and put into the minutes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from ctdocs.model.text import join_and, words
from ctdocs.rules.panel.attendance import Invited

Said = Literal["yes", "no", ""]


@dataclass(frozen=True, slots=True)
class Rules:
    """What the profile asks: None where it says nothing."""

    independent_chair: bool | None = None
    at_least: int | None = None
    one_not_involved: bool | None = None
    conflicts: bool | None = None


@dataclass(frozen=True, slots=True)
class Attendee:
    """Who sat. ``involved`` and ``conflict`` are yes, no, or empty where nobody recorded it."""

    organisation: str
    name: str = ""
    involved: Said = ""
    conflict: Said = ""


@dataclass(frozen=True, slots=True)
class Sitting:
    """A meeting. ``apologies`` gives for each organisation whether its written report came (yes, no or empty).

    ``conflicts`` is what was decided about conflicts of interest, in words.
    """

    chair: str = ""
    independent: Said = ""
    attendees: tuple[Attendee, ...] = ()
    apologies: tuple[tuple[str, Said], ...] = ()
    conflicts: str = ""


@dataclass(frozen=True, slots=True)
class Lack:
    """What a meeting lacks: ``code`` for programs, ``sentence`` for people, ``field`` where it can be put right."""

    code: str
    sentence: str
    field: str = ""


def lacks(rules: Rules, sitting: Sitting, must: Sequence[Invited]) -> tuple[Lack, ...]:
    """What does not fit, the chair first."""
    return (*_chair(rules, sitting), *_bodies(rules, sitting), *_conflicts(rules, sitting), *_absent(sitting, must))


def _chair(rules: Rules, sitting: Sitting) -> Iterator[Lack]:
    if not sitting.chair:
        yield Lack("no-chair", "Nobody is named as chair.", "meeting.chair")
    if rules.independent_chair and sitting.independent == "no":
        yield Lack(
            "chair-not-independent", "The chair is not independent of the case; the procedure asks for one who is.",
            "meeting.chair_independent",
        )  # fmt: skip
    elif rules.independent_chair and not sitting.independent:
        yield Lack(
            "chair-not-known", "Whether the chair is independent of the case is not recorded.",
            "meeting.chair_independent",
        )  # fmt: skip


def _bodies(rules: Rules, sitting: Sitting) -> Iterator[Lack]:
    by_body: dict[str, list[Said]] = {}
    for one in sitting.attendees:
        by_body.setdefault(" ".join(one.organisation.casefold().split()), []).append(one.involved)
    by_body.pop("", None)
    count = len(by_body)
    if rules.at_least is not None and count < rules.at_least:
        there = "none is" if not count else f"{words(count)} {'is' if count == 1 else 'are'}"
        yield Lack(
            "too-few-bodies",
            f"At least {words(rules.at_least)} organisations are to sit, and {there} recorded.",
            "attendees.N.organisation",
        )
    if rules.one_not_involved and count and not any("no" in said for said in by_body.values()):
        known = all(said and "" not in said for said in by_body.values())
        yield Lack(
            "all-involved" if known else "involvement-not-known",
            "Every organisation that sat had dealt with the case before; one is to see it anew."
            if known
            else "It is not recorded that an organisation sat which had not dealt with the case before.",
            "attendees.N.involved",
        )


def _conflicts(rules: Rules, sitting: Sitting) -> Iterator[Lack]:
    if not rules.conflicts:
        return
    declared = [one.name or one.organisation for one in sitting.attendees if one.conflict == "yes"]
    silent = [one.name or one.organisation for one in sitting.attendees if not one.conflict]
    if declared and not sitting.conflicts:
        yield Lack(
            "conflict-undecided",
            f"{join_and(declared)} declared a conflict of interest; what was decided about it is not recorded.",
            "meeting.conflicts",
        )
    if silent:
        yield Lack(
            "conflict-not-asked",
            f"Whether {join_and(silent)} declared a conflict of interest is not recorded.",
            "attendees.N.conflict",
        )


def _absent(sitting: Sitting, must: Sequence[Invited]) -> Iterator[Lack]:
    if not sitting.attendees:
        return
    for body in must:
        if body.must != "yes" or _is_one(body.organisation, [one.organisation for one in sitting.attendees]):
            continue
        sent = next((report for name, report in sitting.apologies if _is_one(body.organisation, [name])), None)
        if sent is None:
            said = "is neither among those who came nor among the apologies"
            yield Lack("body-absent", f"{body.organisation} {said}. {body.reason}", "attendees.N.organisation")
        elif sent != "yes":
            yield Lack(
                "no-written-report", f"{body.organisation} sent apologies and no written report.", "apologies.N.report"
            )


def _is_one(body: str, names: Sequence[str]) -> bool:
    """Whether one of ``names`` is this body, as far as names tell."""
    wanted = " ".join(body.casefold().split()).removeprefix("the ")
    given = [" ".join(name.casefold().split()).removeprefix("the ") for name in names]
    return any(name and (name == wanted or wanted in name or name in wanted) for name in given)
