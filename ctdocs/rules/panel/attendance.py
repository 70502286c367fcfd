"""Who must be asked to the meeting of a case, and why: the bodies of the profile, by what is known of both sides.

Source: 2014 Act, s.105 and Sch. 4; Derbyshire practitioner guidance v2.1, Attendance; domain, Rules of counting 11. A
tenant on either side adds their social housing provider, a perpetrator under 18 the youth offending service, and a
private landlord comes only where somebody decided so. What is not known is asked, never guessed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from ctdocs.model.text import join_and, long_date

Must = Literal["yes", "ask", "no"]

FULL_AGE: Final = 18
"""Years: until that birthday a perpetrator is a child (Children and Young Persons Acts)."""

UNNAMED: Final = {"victim": "the person affected", "perpetrator": "an alleged perpetrator"}


@dataclass(frozen=True, slots=True)
class Body:
    """A body of the profile: ``kind`` and ``when`` as ``relevant_bodies`` has them."""

    name: str
    kind: str
    when: str


@dataclass(frozen=True, slots=True)
class Side:
    """A person on one side. ``landlord_kind`` is social, private, none or, where nobody recorded it, empty.

    ``under_18`` is what somebody said where the date of birth is not known.
    """

    who: Literal["victim", "perpetrator"]
    name: str = ""
    born: date | None = None
    under_18: bool | None = None
    landlord: str = ""
    landlord_kind: str = ""

    @property
    def called(self) -> str:
        """The name, or what stands for it."""
        return self.name or UNNAMED[self.who]


@dataclass(frozen=True, slots=True)
class Invited:
    """A body, whether it must be asked to come, and why. ``ask``: something must be found out first."""

    organisation: str
    kind: str
    must: Must
    reason: str


def invited(
    bodies: Sequence[Body], sides: Sequence[Side], *, meeting: date, incidents: Sequence[date] = (),
    private_landlord: bool | None = None,
) -> tuple[Invited, ...]:  # fmt: skip
    """Each body and whether it must be asked. ``meeting`` is the day on which it sits, or is looked at from.

    ``private_landlord`` is what somebody decided about asking one; None where nobody has.
    """
    found: list[Invited] = []
    for body in bodies:
        if body.when == "social_tenant":
            found += _housing(body, sides)
        elif body.when == "perpetrator_under_18":
            found.append(_youth(body, [side for side in sides if side.who == "perpetrator"], meeting, incidents))
        else:
            found.append(Invited(body.name, body.kind, "yes", "It is one of the bodies that every review has."))
    return (*found, *_private(sides, private_landlord))


def full_age_on(born: date) -> date:
    """The 18th birthday. Who was born on 29 February comes of age on 1 March where the year has no such day."""
    try:
        return born.replace(year=born.year + FULL_AGE)
    except ValueError:
        return date(born.year + FULL_AGE, 3, 1)


def _housing(body: Body, sides: Sequence[Side]) -> Iterator[Invited]:
    providers: dict[str, list[str]] = {}
    for side in sides:
        if side.landlord_kind == "social":
            providers.setdefault(side.landlord or body.name, []).append(side.called)
    for provider, tenants in providers.items():
        yield Invited(provider, body.kind, "yes", f"It is the social housing provider of {_each(tenants)}.")
    unknown = [side.called for side in sides if not side.landlord_kind]
    if unknown or not sides:
        of = _each(unknown) if unknown else "anybody in this case"
        rents = f"{of} {_rent(unknown)} from a social housing provider"
        yield Invited(body.name, body.kind, "ask", f"Whether {rents} is not recorded.")
    elif not providers:
        yield Invited(body.name, body.kind, "no", "Nobody in this case rents from a social housing provider.")


def _youth(body: Body, perpetrators: Sequence[Side], meeting: date, incidents: Sequence[date]) -> Invited:
    unknown = []
    for side in perpetrators:
        if side.born is not None:
            of_age = full_age_on(side.born)
            first = min(incidents, default=meeting)
            if min(first, meeting) < of_age:
                return Invited(body.name, body.kind, "yes", _young(side, of_age, meeting))
        elif side.under_18:
            return Invited(body.name, body.kind, "yes", f"{side.called} is said to be under {FULL_AGE}.")
        elif side.under_18 is None:
            unknown.append(side.called)
    if unknown or not perpetrators:
        of = _each(unknown) if unknown else "an alleged perpetrator"
        young = f"{of} {'are' if len(set(unknown)) > 1 else 'is'} under {FULL_AGE}"
        return Invited(body.name, body.kind, "ask", f"Whether {young} is not recorded.")
    return Invited(body.name, body.kind, "no", f"No alleged perpetrator is, or was, under {FULL_AGE}.")


def _young(side: Side, of_age: date, meeting: date) -> str:
    if meeting < of_age:
        return f"{side.called} is under {FULL_AGE} on {long_date(meeting)}."
    return f"{side.called} turned {FULL_AGE} on {long_date(of_age)}, and was under it at the time of an incident."


def _private(sides: Sequence[Side], decided: bool | None) -> Iterator[Invited]:
    landlords: dict[str, list[str]] = {}
    for side in sides:
        if side.landlord_kind == "private":
            landlords.setdefault(side.landlord or "a private landlord", []).append(side.called)
    for landlord, tenants in landlords.items():
        rents = f"{_each(tenants)} {_rent(tenants)} from this private landlord, not one of the bodies of the Act."
        said = {
            True: ("yes", "It was decided to ask them."),
            False: ("no", "It was decided not to ask them."),
            None: ("no", "A private landlord is asked only where somebody decides so, and records it."),
        }
        must, why = said[decided]
        yield Invited(landlord, "private_landlord", must, f"{rents} {why}")  # type: ignore[arg-type]


def _rent(names: Sequence[str]) -> str:
    return "rent" if len(set(names)) > 1 else "rents"


def _each(names: Sequence[str]) -> str:
    """Every name once."""
    return join_and(dict.fromkeys(names))
