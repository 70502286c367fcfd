"""What the rules of the threshold are asked, and what they answer: values only.

A day that is not known exactly is a ``When``, from its earliest to its latest; one that is not known at all is None.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from ctdocs.model.text import long_date
from ctdocs.model.threshold import Body, Kind, Limb, Route, Rules

Answer = Literal["met", "not_met", "needs_decision"]

Tri = Literal["yes", "no", "open"]
"""``open``: it depends on something that is not known, or that a person has not said."""

ByKind = Literal["victim", "applicant", "other", ""]


@dataclass(frozen=True, slots=True)
class When:
    """A day, known as lying between ``earliest`` and ``latest``, both of them possible."""

    earliest: date
    latest: date

    def __post_init__(self) -> None:
        if self.latest < self.earliest:
            raise ValueError(f"a day cannot lie between {self.earliest} and {self.latest}")

    @classmethod
    def exactly(cls, day: date) -> When:
        """The day itself."""
        return cls(day, day)

    @property
    def exact(self) -> bool:
        """Whether it is one known day."""
        return self.earliest == self.latest

    def words(self) -> str:
        """``on Monday 3 August 2026``, or ``on a day between … and …``."""
        if self.exact:
            return f"on {long_date(self.earliest)}"
        return f"on a day between {long_date(self.earliest)} and {long_date(self.latest)}"


@dataclass(frozen=True, slots=True)
class Report:
    """Somebody told somebody of an incident.

    ``to`` is who was told, as written; ``to_kind`` which body that is, ``none`` where it is no body of the procedure,
    empty where that is not known. ``on_duty``: a police officer or PCSO on duty. ``by`` is the name of who reported,
    empty where it is not known; ``by_kind`` what they are in the case. ``source`` says who told the council of the
    report: the application, or the partner that replied.
    """

    id: str
    made: When | None
    to: str = ""
    to_kind: Body | Literal["none", ""] = ""
    route: Route | Literal["other", ""] = ""
    by: str = ""
    by_kind: ByKind = ""
    household: str = ""
    on_duty: bool | None = None
    source: str = "application"

    @property
    def person(self) -> str:
        """Who reported, as a key: two reports have the same one where the same person made them; empty if unknown.

        A name that may be the victim's in another spelling has no kind, and is nobody known.
        """
        return " ".join(self.by.casefold().split()) if self.by_kind == "other" else self.by_kind


@dataclass(frozen=True, slots=True)
class Incident:
    """Something that happened, with every report of it that is known.

    ``matter`` is the matter that it belongs to; None where nobody has said. ``kinds`` holds what a person said of it.
    """

    id: str
    occurred: When | None
    reports: tuple[Report, ...]
    matter: str | None = ""
    place: str | None = None
    kinds: Mapping[Kind, bool] = field(default_factory=dict)
    details: str = ""
    references: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Reset:
    """A document whose sending started the count anew for a matter; None where nobody has said whether it is this one.

    ``matter`` names the matter where only one of several is meant.
    """

    day: date
    same_matter: bool | None
    matter: str | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """An application as the threshold sees it. ``received`` is the first receipt, stated by a person.

    ``apart`` holds pairs of incidents that a person said are not one. ``signatures``: how many signatories there are,
    at least and at most. ``answers`` are what a person said to the questions of limbs, and the decisions of officers,
    by the id of the question or limb. ``links_judged``: somebody said which incidents belong together. ``unread`` are
    answers of the forms that wait for a person: they count as not known. ``replied``: a partner's reply is in the case;
    None where nobody looked.
    """

    received: date
    incidents: tuple[Incident, ...]
    apart: frozenset[frozenset[str]] = frozenset()
    resets: tuple[Reset, ...] = ()
    signatures: tuple[int, int] = (0, 0)
    answers: Mapping[str, bool] = field(default_factory=dict)
    vulnerable: bool | None = None
    third_party: bool = False
    links_judged: bool = True
    unread: tuple[str, ...] = ()
    replied: bool | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """One rule applied to one report. ``by_rule`` is what the rule alone says; ``state`` is ``open`` on the one day on
    which the two ways of counting a month differ, which never refuses an application by itself (Rules of counting 1).

    ``because`` completes "This counts because …" or "This does not count because …"; ``last_day`` ends the period.
    ``missing`` are the days without which ``period`` cannot be counted, as "when it happened".
    """

    rule: str
    state: Tri
    because: str
    by_rule: Tri
    last_day: date | None = None
    flag: str = ""
    missing: tuple[str, ...] = ()
    period: str = ""


@dataclass(frozen=True, slots=True)
class ReportResult:
    """A report as one limb sees it. ``sentence`` is fit to be pasted into a letter to the applicant.

    ``counts`` is ``no`` also for a further report of an incident that is counted already: ``rule`` then says
    ``same_incident``. ``rule`` is that of the first check that fails or is open, empty where the report counts.
    """

    report: Report
    incident: Incident
    counts: Tri
    rule: str
    sentence: str
    checks: tuple[Check, ...]

    @property
    def flags(self) -> tuple[str, ...]:
        """What a person should know of this report."""
        return tuple(check.flag for check in self.checks if check.flag)


@dataclass(frozen=True, slots=True)
class LimbResult:
    """One limb: how many were counted at least and at most where they come closest, and what that makes of it.

    ``by_group`` has the same for each matter or place. ``first_day`` is the first day of the period on the day of
    receipt.
    """

    limb: Limb
    answer: Answer
    least: int
    most: int
    by_group: Mapping[str, tuple[int, int]]
    first_day: date
    sentence: str
    reports: tuple[ReportResult, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two incidents that may be one (``same``), or may belong together (``related``): a person says which.

    ``why`` completes "… because".
    """

    kind: Literal["same", "related"]
    incidents: tuple[str, str]
    reports: tuple[str, str]
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the threshold comes to. It is a proposal: a person decides.

    ``reasons`` are sentences for the letter, ``to_decide`` says what is left and to whom, ``flags`` are codes with a
    sentence each for the officer, ``suggestions`` what may follow where the threshold is not met (``informal_review``).
    """

    rules: Rules
    on: date
    statutory: LimbResult
    limbs: tuple[LimbResult, ...]
    local: Answer
    result: Answer
    reports: tuple[ReportResult, ...]
    reasons: tuple[str, ...]
    to_decide: str
    flags: Mapping[str, str]
    proposals: tuple[Proposal, ...]
    suggestions: tuple[str, ...]

    @property
    def met_by(self) -> tuple[LimbResult, ...]:
        """The limbs that are met."""
        return tuple(limb for limb in self.limbs if limb.answer == "met")

    def letter_text(self) -> str:
        """Reasons and complaints as text for the letter on the threshold: what was counted, and then each complaint.

        First those that count, then those of which nobody can say it yet, then those that do not, each with its reason.
        """
        order = sorted(self.reports, key=lambda one: ("yes", "open", "no").index(one.counts))
        return "\n".join([*self.reasons, *(f"- {one.sentence}" for one in order)])
