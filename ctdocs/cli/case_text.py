"""How ``ctdocs case`` says what it found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ctdocs.cli.output import say, say_json, warn
from ctdocs.errors import Problem
from ctdocs.model.application_check import FOR_A_PERSON
from ctdocs.model.case import Case
from ctdocs.model.case_intake import is_answer
from ctdocs.model.case_values import CaseValue
from ctdocs.model.log import shortened
from ctdocs.model.text import printable


def say_findings(opened: Case) -> int:
    """Say what is wanting and what a person must look at; 4 where there is anything, else 0."""
    wanting, look = opened.problems(), opened.to_look_at()
    for title, found in (("The application:", wanting), ("For a person to look at:", look)):
        if found:
            say(f"\n{title}")
            for problem in found:
                say(f"- {problem.message}" + (f"  ({problem.field})" if problem.field else ""))
                if problem.hint:
                    say(f"  {problem.hint}")
    if look:
        say('\nConfirm with "ctdocs case set CASE --confirm NAME --by YOU", or type with NAME=VALUE.')
    return 4 if wanting or look else 0


def answers(opened: Case) -> str:
    """How many questions are answered; a box that is not ticked is no answer."""
    count = sum(is_answer(known.value) for known in opened.state.values.values())
    return f"{count} answer{'s' * (count != 1)}"


def for_a_person(found: Sequence[Problem]) -> list[Problem]:
    """Those problems of an application that do not make it incomplete."""
    return [problem for problem in found if problem.code in FOR_A_PERSON]


def plain(found: Sequence[Problem]) -> list[dict[str, str | None]]:
    """Problems as plain objects, as in the reading format."""
    return [{"field": p.field, "code": p.code, "message": p.message} for p in found]


def say_taken(opened: Case, entries: Sequence[int], files: Sequence[str], remarks: Sequence[str]) -> int:
    """Say as JSON what was taken into a case and what that leaves; the exit code as for a person."""
    wanting, look = opened.problems(), opened.to_look_at()
    doubts = for_a_person(wanting)
    say_json(
        {
            "case": str(opened.folder),
            "entries": list(entries),
            "files": list(files),
            "remarks": list(remarks),
            "wrong": plain([problem for problem in wanting if problem not in doubts]),
            "look": plain([*doubts, *look]),
        }
    )
    return 4 if files and (wanting or look or remarks) else 0


def warn_torn(opened: Case) -> None:
    """Say it where the log's last line was cut off, or entries at its end are missing."""
    if opened.log.lost:
        warn(str(shortened(opened.folder / "log.jsonl", opened.log)))
    warn_cut_off(opened)


def warn_cut_off(opened: Case) -> None:
    """Say it where the log's last line was cut off; of missing entries the command itself says more."""
    if opened.log.torn and not opened.log.lost:
        warn("The last line of the log was cut off while it was written; that change did not happen. Repeat it.")


def standing(known: CaseValue) -> str:
    """Where a value came from and who confirmed it."""
    page = f", page {known.source.page}" if known.source.page else ""
    seen = f"confirmed by {known.confirmed_by}" if known.confirmed else f"{known.status}, not confirmed"
    return f"{known.source.route}{page}; {seen}"


def indented(known: CaseValue) -> str:
    """A value for the terminal, its further lines indented."""
    if isinstance(known.value, bool):
        return "ticked" if known.value else "not ticked"
    return "(blank)" if known.value is None else printable(known.value).replace("\n", "\n  ")


def about(data: Mapping[str, Any]) -> str:
    """What an entry of the log is about: the names of fields, not their contents."""
    parts = [*data.get("values", ()), *data.get("confirm", ())]
    parts += [f"{event} {day}" for event, day in data.get("dates", {}).items()]
    parts += [f"{name} {'on' if on else 'off'}" for name, on in data.get("flags", {}).items()]
    if "reading" in data:
        taken = data["reading"]
        foreign = f", a form of {printable(taken['form']['area'])}" if taken.get("other_area") else ""
        parts.append(f"{taken['name']} ({len(taken['values'])} fields{foreign})")
    if "accepted" in data:
        parts.append(f"because: {printable(data['accepted']['why'])}")
    if "letter" in data:
        parts.append(f"{data['letter']['id']} of {data['letter']['day']}")
    parts += _recorded(data)
    if "received" in data:
        parts.append(f"{data['area']}, received {data['received']}")
    return f" {', '.join(str(part) for part in parts)}" if parts else ""


def _recorded(data: Mapping[str, Any]) -> list[str]:
    """What people decided, did, judged and took back."""
    parts = []
    if "decision" in data:
        said = data["decision"]
        parts.append(printable(f"{said['about']} {said['outcome'].replace('_', ' ')} by {said['by']} on {said['day']}"))
    if "step" in data:
        said = data["step"]
        done = f"{said['id']} done by {said['by']} on {said['day']}{' elsewhere' * said['elsewhere']}"
        parts.append(printable(done))
    if "judgement" in data:
        said = data["judgement"]
        parts += [f"one incident: {' and '.join(group)}" for group in said.get("same", ())]
        parts += [f"not one incident: {' and '.join(group)}" for group in said.get("apart", ())]
        parts += [printable(f"{report} is of “{matter}”") for report, matter in said.get("matter", {}).items()]
        parts += [f"of {report}: {', '.join(told)}" for report, told in said.get("facts", {}).items()]
    if "taken_back" in data:
        said = data["taken_back"]
        parts.append(printable(f"entry {said['entry']}, because: {said['why']}"))
    return parts
