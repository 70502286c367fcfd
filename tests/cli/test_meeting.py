"""``ctdocs meeting`` from outside: what an officer sees before and after the meeting."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

Ctdocs = Callable[..., tuple[int, str, str]]
AREA = "example/exampleshire"
ON = ("--on", "2026-12-01")


@pytest.fixture
def case(tmp_path: Path, ctdocs: Ctdocs) -> Path:
    folder = tmp_path / "case"
    ctdocs("case", "new", "--area", AREA, "--received", "2026-11-02", "--route", "phone", "-o", folder)
    assert ctdocs("case", "set", folder, "reference=CT/1", "basis=self", "victim.name=Siân Gŵyr & Co <b>")[0] == 0
    return folder


def said(ctdocs: Ctdocs, case: Path, *more: str) -> tuple[int, dict[str, str], list[str]]:
    code, out, _ = ctdocs("meeting", case, *ON, "--json", *more)
    told = json.loads(out)
    return code, {one["organisation"]: one["must"] for one in told["invited"]}, [one["code"] for one in told["lacks"]]


def test_what_is_not_known_is_to_be_found_out_and_then_is_answered(case: Path, ctdocs: Ctdocs) -> None:
    code, out, _ = ctdocs("meeting", case, *ON)
    assert code == 4
    before, _, after = out.partition("To be found out first:")
    assert "Exampleshire District Council" in before
    assert "NHS Exampleshire Integrated Care Board" in before
    assert "whether Siân Gŵyr & Co <b> rents" in after.replace("Whether", "whether")
    ctdocs(
        "case", "set", case, "victim.landlord_kind=social", "victim.landlord=Madeup Homes", "perpetrators.1.name=Perry",
        "perpetrators.1.born=2010-01-01", "perpetrators.1.landlord_kind=none",
    )  # fmt: skip
    code, invited, lacks = said(ctdocs, case)
    assert code == 0
    assert invited["Madeup Homes"] == "yes"
    assert invited["Exampleshire Youth Offending Service"] == "yes"
    assert "Exampleshire Homes" not in invited
    assert lacks == []


def test_after_the_meeting_it_says_what_was_wanting_and_what_is_left(case: Path, ctdocs: Ctdocs) -> None:
    ctdocs(
        "case", "set", case, "victim.landlord_kind=none", "perpetrators.1.name=Perry", "perpetrators.1.under_18=no",
        "perpetrators.1.landlord_kind=none", "meeting.chair=Chris",
        "attendees.1.organisation=Exampleshire Constabulary",
        "attendees.1.involved=yes", "attendees.1.conflict=no", "actions.1.action=Visit", "actions.1.due=2026-11-30",
        "actions.1.agreed=yes", "recommendations.1.to=County Highways", "recommendations.1.text=Light the alley",
    )  # fmt: skip
    code, _, lacks = said(ctdocs, case)
    assert code == 4
    assert lacks == ["chair-not-known", "too-few-bodies", "all-involved", "body-absent", "body-absent"]
    out = ctdocs("meeting", case, *ON)[1]
    assert "It was to be done by Monday 30 November 2026" in out
    assert "Not yet sent to County Highways" in out


def test_before_its_day_nothing_is_said_to_have_been_lacking(case: Path, ctdocs: Ctdocs) -> None:
    ctdocs(
        "case", "set", case, "victim.landlord_kind=none", "perpetrators.1.name=Perry", "perpetrators.1.under_18=no",
        "perpetrators.1.landlord_kind=none", "meeting.date=2026-12-02", "attendees.1.organisation=A body",
    )  # fmt: skip
    assert said(ctdocs, case)[2] == []
    code, out, _ = ctdocs("meeting", case, "--on", "2026-12-01")
    assert (code, "What the meeting lacked" in out, "The meeting is on Wednesday 2 December 2026." in out) == (
        0, False, True,
    )  # fmt: skip
    code, out, _ = ctdocs("meeting", case, "--on", "2026-12-02")
    assert (code, "What the meeting lacked:\n- Nobody is named as chair." in out) == (4, True)


def test_two_people_rent_and_one_rents(case: Path, ctdocs: Ctdocs) -> None:
    ctdocs("case", "set", case, "perpetrators.1.name=Perry")
    out = ctdocs("meeting", case, *ON)[1]
    assert "Whether Siân Gŵyr & Co <b> and Perry rent from a social housing provider is not recorded." in out
    ctdocs("case", "set", case, "perpetrators.1.landlord_kind=none", "perpetrators.2.name=Max",
           "perpetrators.2.landlord_kind=none")  # fmt: skip
    out = ctdocs("meeting", case, *ON)[1]
    assert "Whether Siân Gŵyr & Co <b> rents from a social housing provider" in out
    assert "Whether Perry and Max are under 18 is not recorded." in out
