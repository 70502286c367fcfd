"""Who must be asked to a meeting: by both sides' homes and ages, and asked where nobody knows."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from ctdocs.rules.panel.attendance import Body, Invited, Side, full_age_on, invited

BODIES = (
    Body("Exampleshire District Council", "council", "always"),
    Body("Exampleshire Constabulary", "police", "always"),
    Body("NHS Exampleshire", "health", "always"),
    Body("Exampleshire Homes", "social_housing", "social_tenant"),
    Body("Exampleshire Youth Offending Service", "youth_offending", "perpetrator_under_18"),
)
MEETING = date(2027, 1, 12)


def side(**given: object) -> Side:
    return Side(**{"landlord_kind": "none", **given})  # type: ignore[arg-type]


def asked(*sides: Side, incidents: tuple[date, ...] = (), private: bool | None = None) -> dict[str, Invited]:
    found = invited(BODIES, sides, meeting=MEETING, incidents=incidents, private_landlord=private)
    return {one.organisation: one for one in found}


def musts(*sides: Side, **more: object) -> dict[str, str]:
    return {name: one.must for name, one in asked(*sides, **more).items()}  # type: ignore[arg-type]


def test_the_worked_case_of_the_guidance() -> None:
    """T58: a perpetrator of 17, the victim a tenant of Metropolitan."""
    cases = yaml.safe_load((Path(__file__).parent / "threshold_cases.yaml").read_text(encoding="utf-8"))["cases"]
    case = next(one for one in cases if one["id"] == "T58")
    born = date(MEETING.year - case["input"]["perpetrator_age"], 1, 1)
    sides = (
        side(who="victim", landlord_kind="social", landlord=case["input"]["victim_tenant_of"]),
        side(who="perpetrator", name="Perry Madeup", born=born),
    )
    found = invited(BODIES, sides, meeting=MEETING)
    names = {
        "council": "council", "police": "police", "health": "icb", "social_housing": "housing_provider",
        "youth_offending": "youth_offending_service",
    }  # fmt: skip
    assert [names[one.kind] for one in found if one.must == "yes"] == case["expect"]["required"]
    assert "Metropolitan" in [one.organisation for one in found]


@pytest.mark.parametrize("who", ["victim", "perpetrator"])
def test_a_tenant_on_either_side_brings_their_own_provider(who: str) -> None:
    tenant = side(who=who, name="Tess Tenant", landlord_kind="social", landlord="Madeup Housing", under_18=False)
    other = side(who="perpetrator" if who == "victim" else "victim", under_18=False)
    found = asked(tenant, other)
    assert found["Madeup Housing"].must == "yes"
    assert "Tess Tenant" in found["Madeup Housing"].reason
    assert "Exampleshire Homes" not in found


def test_two_providers_where_both_sides_rent() -> None:
    found = musts(
        side(who="victim", landlord_kind="social", landlord="One Homes"),
        side(who="perpetrator", landlord_kind="social", landlord="Two Homes", under_18=False),
    )
    assert (found["One Homes"], found["Two Homes"]) == ("yes", "yes")


def test_nobody_rents_and_nobody_is_young() -> None:
    found = musts(side(who="victim"), side(who="perpetrator", born=date(1980, 5, 1)))
    assert found["Exampleshire Homes"] == "no"
    assert found["Exampleshire Youth Offending Service"] == "no"


def test_what_is_not_known_is_asked() -> None:
    found = asked(Side("victim"), Side("perpetrator", "Perry Madeup"))
    assert found["Exampleshire Homes"].must == "ask"
    assert found["Exampleshire Youth Offending Service"].must == "ask"
    assert "Perry Madeup" in found["Exampleshire Youth Offending Service"].reason
    no_perpetrator = musts(side(who="victim"))
    assert no_perpetrator["Exampleshire Youth Offending Service"] == "ask"


@pytest.mark.parametrize(
    ("born", "must"),
    [
        (date(2009, 1, 13), "yes"),  # turns 18 the day after the meeting
        (date(2009, 1, 12), "yes"),  # turns 18 on the day of the meeting: was 17 at the incident
        (date(2008, 8, 4), "yes"),  # was 17 on 3 August 2026, turned 18 the day after
        (date(2008, 8, 3), "no"),  # turned 18 on the day of the incident
    ],
)
def test_age_is_looked_at_on_the_days_of_the_incidents_and_of_the_meeting(born: date, must: str) -> None:
    young = side(who="perpetrator", born=born)
    found = musts(side(who="victim"), young, incidents=(date(2026, 8, 3), date(2026, 10, 5)))
    assert found["Exampleshire Youth Offending Service"] == must


def test_who_was_born_on_29_february_comes_of_age_on_1_march() -> None:
    assert full_age_on(date(2008, 2, 29)) == date(2026, 3, 1)
    assert full_age_on(date(2008, 2, 28)) == date(2026, 2, 28)


@pytest.mark.parametrize(("said", "must"), [(None, "no"), (True, "yes"), (False, "no")])
def test_a_private_landlord_comes_only_where_somebody_decided(said: bool | None, must: str) -> None:
    found = asked(side(who="victim", landlord_kind="private", landlord="Mr Madeup"), private=said)
    assert found["Mr Madeup"].must == must
    assert "not one of the bodies" in found["Mr Madeup"].reason
    assert found["Exampleshire Homes"].must == "no"
