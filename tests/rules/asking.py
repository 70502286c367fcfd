"""What tests of the threshold are built from: areas of test profiles, and requests in a few words."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from ctdocs.model.area import Area, load_area, load_area_file
from ctdocs.model.clock import Threshold
from ctdocs.model.threshold import Kind, Rules
from ctdocs.rules.threshold import Incident, Report, Request, Reset, When
from ctdocs.rules.threshold.free_text import body_of, on_duty

HERE = Path(__file__).resolve().parent
TODAY = date(2026, 11, 20)

ONSITE = {"verbal_on_site": "onsite"}
"""The worked cases say how a report was made in words of their own."""


def worked(kind: str) -> list[dict[str, Any]]:
    """The worked cases of a kind, dates as text."""
    cases = yaml.safe_load((HERE / "threshold_cases.yaml").read_text(encoding="utf-8"))["cases"]
    return [case for case in cases if case["kind"] == kind]


@functools.cache
def area(name: str) -> Area:
    """The area whose scheme a worked case names."""
    if name in ("derbyshire", "statute"):
        return load_area("derbyshire/south-derbyshire")
    return load_area_file(HERE / "profiles" / f"{name}.yaml")


def rules(name: str) -> Rules:
    """The rules of its threshold."""
    threshold = area(name).on(TODAY).threshold
    assert isinstance(threshold, Threshold) and threshold.rules is not None
    return threshold.rules


def day(text: str) -> date:
    """The date that a text begins with."""
    return date.fromisoformat(text[:10])


def report(said: Mapping[str, Any], number: int | str = 1) -> Report:
    """A report as a worked case tells it."""
    to = said.get("to", "council")
    by = said.get("by", "victim")
    return Report(
        id=f"incidents.{said.get('id', number)}",
        made=When.exactly(day(said["reported"])) if said.get("reported") else None,
        to=to,
        to_kind=body_of(to, {}),
        route=ONSITE.get(said.get("channel", "telephone"), said.get("channel", "telephone")),
        by=by,
        by_kind="victim" if by == "victim" else "other",
        on_duty=on_duty(to),
    )


def request(said: Mapping[str, Any]) -> Request:
    """The request of a worked case."""
    groups: dict[Any, list[Mapping[str, Any]]] = {}
    for one in said["incidents"]:
        groups.setdefault(one.get("same_incident_as", one["id"]), []).append(one)
    incidents = []
    for key, rows in groups.items():
        kinds: dict[Kind, bool] = {"hate": True} if any(row.get("hate") for row in rows) else {}
        occurred = When.exactly(day(rows[0]["occurred"]))
        reports = tuple(report(row) for row in rows)
        incidents.append(Incident(f"incidents.{key}", occurred, reports, rows[0]["series"], None, kinds))
    resets: tuple[Reset, ...] = ()
    if "letter6_date" in said:
        resets = (Reset(day(said["letter6_date"]), said["same_matter"]),)
    answers = {name: said[name] for name in ("further_actions_available",) if name in said}
    return Request(
        day(said["application_received"]), tuple(incidents), resets=resets, answers=answers,
        vulnerable=said.get("victim_vulnerable"),
    )  # fmt: skip


def plain(*reports: tuple[str, str], received: str = "2026-11-20", **more: Any) -> Request:
    """Reports by the victim to the council by telephone: each the day it happened and the day it was told."""
    incidents = tuple(
        Incident(
            f"i{n}", When.exactly(day(occurred)),
            (Report(f"r{n}", When.exactly(day(made)), "the council", "council", "telephone", "victim", "victim"),),
        )
        for n, (occurred, made) in enumerate(reports, 1)
    )  # fmt: skip
    return Request(day(received), incidents, **more)
