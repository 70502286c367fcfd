"""What a case knows of its meeting, as the rules of the panel take it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from ctdocs.model.case_values import State
from ctdocs.model.facts import AreaOn, Fact
from ctdocs.model.text import read_date
from ctdocs.rules.panel.attendance import Body, Invited, Side, invited
from ctdocs.rules.panel.sitting import Attendee, Rules, Said, Sitting

PRIVATE_LANDLORD = "private-landlord"
"""The decision about asking a private landlord."""


def bodies_of(area: AreaOn) -> tuple[Body, ...]:
    """The bodies of the area whose names are known."""
    return tuple(Body(str(one.name), one.kind, one.when) for one in area.relevant_bodies if isinstance(one.name, Fact))


def invited_of(state: State, facts: Mapping[str, Any], area: AreaOn, on: date) -> tuple[Invited, ...]:
    """Who must be asked to the meeting of a case, on its day or, while there is none, as things stand on ``on``."""
    decided = state.decision(PRIVATE_LANDLORD)
    rows = [row for row in facts.get("incidents", ()) if row]
    happened = [day for row in rows if (day := read_date(row.get("date") or ""))]
    return invited(
        bodies_of(area), sides_of(facts), meeting=facts["dates"].get("meeting", on), incidents=happened,
        private_landlord=None if decided is None else decided.outcome == "yes",
    )  # fmt: skip


def sides_of(facts: Mapping[str, Any]) -> tuple[Side, ...]:
    """The person affected, and each alleged perpetrator; birth dates also stand on the request to partners."""
    born = {
        " ".join(str(one.get("name", "")).casefold().split()): read_date(one.get("born") or "")
        for one in facts.get("people", ())
        if one
    }
    sides = [_side("victim", facts.get("victim", {}), {})]
    sides += [_side("perpetrator", one, born) for one in facts.get("perpetrators", ()) if one]
    return tuple(sides)


def sitting_of(facts: Mapping[str, Any]) -> Sitting:
    """The meeting as the case knows it."""
    meeting = facts.get("meeting", {})
    people = [one for one in facts.get("attendees", ()) if one]
    return Sitting(
        chair=str(meeting.get("chair") or ""),
        independent=_said(meeting.get("chair_independent")),
        attendees=tuple(
            Attendee(
                str(one.get("organisation") or ""), str(one.get("name") or ""), _said(one.get("involved")),
                _said(one.get("conflict")),
            )
            for one in people
        ),
        apologies=tuple(
            (str(one.get("organisation") or ""), _said(one.get("report"))) for one in facts.get("apologies", ()) if one
        ),
        conflicts=str(meeting.get("conflicts") or ""),
    )  # fmt: skip


def rules_of(area: AreaOn) -> Rules:
    """What the profile asks of a panel."""
    panel = area.panel
    return Rules(panel.independent_chair, panel.at_least, panel.one_not_involved, panel.conflicts_declared)


def _side(who: Literal["victim", "perpetrator"], one: Mapping[str, Any], born: Mapping[str, date | None]) -> Side:
    name = " ".join(str(one.get("name") or "").split())
    under = {"yes": True, "no": False}.get(str(one.get("under_18") or ""))
    day = read_date(one.get("born") or "") or born.get(name.casefold())
    kind, landlord = str(one.get("landlord_kind") or ""), str(one.get("landlord") or "")
    return Side(who, name, day, under, landlord, kind)


def _said(value: Any) -> Said:
    return value if value in ("yes", "no") else ""
