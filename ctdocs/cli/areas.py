"""``ctdocs areas``: list, show and check the profiles of areas."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from ctdocs.cli.options import areas_option, json_option, on_option
from ctdocs.cli.output import say, say_json, warn

if TYPE_CHECKING:
    from datetime import date

    from ctdocs.errors import Place, Problem
    from ctdocs.model.area import Area


@click.group(invoke_without_command=True)
@areas_option
@on_option
@json_option
@click.pass_context
def areas(context: click.Context, areas_folder: Path | None, on: date | None, as_json: bool) -> None:
    """List, show and check the profiles of areas. Alone, it lists them, with the options of "list"."""
    if context.invoked_subcommand is None:
        context.invoke(list_, areas_folder=areas_folder, on=on, as_json=as_json)
        return
    for parameter in context.command.params:
        if context.get_parameter_source(parameter.name or "") is ParameterSource.COMMANDLINE:
            raise click.UsageError(f"{parameter.opts[0]} belongs behind “{context.invoked_subcommand}”.", context)


@areas.command(name="list")
@areas_option
@on_option
@json_option
def list_(areas_folder: Path | None, on: date | None, as_json: bool) -> None:
    """List the areas, and how much of each is still to be found out or confirmed."""
    from ctdocs.cli.arguments import or_today
    from ctdocs.errors import Refused
    from ctdocs.model.area import list_areas, load_area

    day = or_today(on)
    rows: list[dict[str, Any]] = []
    for area_id in list_areas(areas_folder):
        try:
            area = load_area(area_id, areas_folder)
        except Refused as error:
            faults = len(error.problems) or 1
            rows.append({"id": area_id, "name": None, "gss_code": None, "gaps": None, "faults": faults})
            continue
        gaps = len(area.gaps(day))
        rows.append({"id": area.id, "name": area.name, "gss_code": area.gss_code, "gaps": gaps, "faults": 0})
    if as_json:
        say_json({"on": day.isoformat(), "areas": rows})
        return
    width = max((len(row["id"]) for row in rows), default=0)
    for row in rows:
        say(f"{row['id']:{width}}  {_state(row)}")


@areas.command()
@click.argument("area_id", metavar="AREA")
@areas_option
@on_option
@json_option
def show(area_id: str, areas_folder: Path | None, on: date | None, as_json: bool) -> None:
    """Show every fact of AREA (an id such as derbyshire/south-derbyshire, or a file) as it is on a day."""
    from ctdocs.cli.arguments import or_today

    area, day = _load(area_id, areas_folder), or_today(on)
    description = _description(area, day)
    if as_json:
        say_json(description)
        return
    say(f"{area.name} ({area.id}, {area.gss_code}) on {day.isoformat()}")
    for name, fact in description["facts"].items():
        state = "" if not fact["gap"] else "  (not known)" if fact["value"] is None else "  (not confirmed)"
        value = "–" if fact["value"] is None else str(fact["value"]).replace("\n", ", ")
        say(f"  {name}: {value}{state}")
    for clock in description["clocks"].values():
        length = "no length" if clock["n"] is None else f"{clock['n']} {clock['unit'].replace('_', ' ')}"
        length = f"next meeting of {clock['calendar']}" if clock["calendar"] else length
        say(f"  clocks.{clock['id']}: {clock['event']} {length} after {clock['after']}".replace("_", " "))


@areas.command()
@click.argument("targets", metavar="[AREA|FILE]...", nargs=-1)
@areas_option
@on_option
@json_option
def check(targets: tuple[str, ...], areas_folder: Path | None, on: date | None, as_json: bool) -> None:
    """Check profiles: first what is wrong with them, then each fact that is missing or not confirmed.

    The Word templates of their own that areas have are checked too. Without a name, all areas are checked. Ends with 0
    where all is well, 3 where a profile or a template is wrong, 4 where only facts are missing or not confirmed, or
    there are only remarks on a template.
    """
    from ctdocs.cli.arguments import or_today
    from ctdocs.errors import LookNeeded, Refused
    from ctdocs.model.area import list_areas

    day = or_today(on)
    results = [_checked(target, areas_folder, day) for target in targets or list_areas(areas_folder)]
    # Areas of one county share its file: what is wrong there is said once.
    faults = _unique(problem for result in results for problem in result["faults"])
    gaps = _unique(problem for result in results for problem in result["gaps"])
    notices = _unique(problem for result in results for problem in result["notices"])
    if as_json:
        told = {"faults": faults, "gaps": gaps, "notices": notices}
        say_json({"on": day.isoformat(), **{name: [_json(p) for p in found] for name, found in told.items()}})
    else:
        for problem in (*faults, *gaps, *notices):
            say(str(problem))
    wrong = [result["target"] for result in results if result["faults"]]
    if wrong:
        raise Refused(f"{_count(faults, 'fault')} to mend in {', '.join(wrong)}.")
    if gaps:
        raise LookNeeded(
            f"{_count(gaps, 'fact')} missing or not confirmed.",
            hint="Find each out with the partnership, and write confirmed_on with the date beside it.",
        )
    if notices:
        raise LookNeeded(f"{_count(notices, 'remark')} on templates.")
    if not as_json:
        warn("All is well.")


def _load(target: str, folder: Path | None) -> Area:
    """An area by its id, or by its file where what was typed looks like one."""
    from ctdocs.model.area import load_area, load_area_file

    if target.endswith((".yaml", ".yml")) or os.path.exists(target):
        return load_area_file(Path(target))
    return load_area(target, folder)


def _checked(target: str, folder: Path | None, day: date) -> dict[str, Any]:
    from ctdocs.cli.own_templates import of_area
    from ctdocs.errors import Problem, Refused
    from ctdocs.model.area import COUNTY_FILE, check_county_file

    try:
        if Path(target).name == COUNTY_FILE:
            check_county_file(Path(target))
            return {"target": target, "faults": (), "gaps": (), "notices": ()}
        area = _load(target, folder)
        own = list(of_area(area, day))
        return {
            "target": target,
            "faults": [found.problem for found in own if not found.notice],
            "gaps": area.gaps(day),
            "notices": [found.problem for found in own if found.notice],
        }
    except Refused as error:
        faults = error.problems or (Problem(error.message, hint=error.hint, code="unreadable"),)
        return {"target": target, "faults": faults, "gaps": (), "notices": ()}


def _unique(problems: Any) -> list[Problem]:
    return list({(p.place, p.message, p.excerpt): p for p in problems}.values())


def _count(problems: list[Problem], noun: str) -> str:
    return f"{len(problems)} {noun}{'' if len(problems) == 1 else 's'}"


def _state(row: dict[str, Any]) -> str:
    if row["faults"]:
        return f"cannot be used: `ctdocs areas check {row['id']}` says why"
    missing = f"{row['gaps']} fact{'s' * (row['gaps'] != 1)} missing or not confirmed"
    return f"{row['name']}, {missing if row['gaps'] else 'complete'}"


def _description(area: Area, day: date) -> dict[str, Any]:
    import dataclasses

    from ctdocs.model.clock import Threshold
    from ctdocs.model.facts import Fact, Missing, flat

    view = area.on(day)
    facts: dict[str, Any] = {}
    for name, member in flat(view):
        if isinstance(member, Fact | Missing):
            facts[name] = {
                "value": str(member) if isinstance(member, Fact) else None,
                "confirmed": member.confirmed,
                "gap": not member.confirmed if isinstance(member, Fact) else member.gap,
                "source": member.source if isinstance(member, Fact) else None,
                "place": _where(member.place),
            }
    threshold = view.threshold
    return {
        "id": area.id,
        "name": area.name,
        "gss_code": area.gss_code,
        "languages": list(area.languages),
        "on": day.isoformat(),
        "digest": area.digest,
        "facts": facts,
        "clocks": {clock.id: dataclasses.asdict(clock) for clock in view.clocks.values()},
        "threshold": dataclasses.asdict(threshold) if isinstance(threshold, Threshold) else None,
    }


def _json(problem: Problem) -> dict[str, Any]:
    from ctdocs.render.docx.checking.problems import paragraph_of

    return {
        "message": problem.message,
        "paragraph": None if problem.place else paragraph_of(problem) or None,
        "place": _where(problem.place),
        "hint": problem.hint,
        "code": problem.code,
        "field": problem.field,
    }


def _where(place: Place | None) -> dict[str, Any] | None:
    return {"file": place.file, "line": place.line, "column": place.column} if place else None
