"""Those commands of ``ctdocs case`` that only look: its fields, a case as it stands, its log."""

from __future__ import annotations

import re
from pathlib import Path

import click

from ctdocs.cli.options import json_option
from ctdocs.cli.output import say, say_json

FOLDER = click.Path(path_type=Path, file_okay=True)
"""The folder of a case; what stands there is said where it is none."""


@click.command()
@json_option
def fields(as_json: bool) -> None:
    """List every name that "case set" takes, by what it is about, with its question and what it takes.

    N stands for the number of a row, such as that of an incident or an action, from 1.

    --json: [{"name", "label", "takes", "group"}]. "reference", which every case has, is beside these.
    """
    from ctdocs.model.fields import GROUPS, label_of, takes

    rows = {group: [(name, name.replace(".N.", ".1.")) for name in names] for group, names in GROUPS.items()}
    if as_json:
        say_json(
            [
                {"name": name, "label": label_of(one), "takes": takes(one), "group": group}
                for group, names in rows.items() for name, one in names
            ]
        )  # fmt: skip
        return
    say("reference\n    the case's reference: text")
    for group, names in rows.items():
        say(f"\n{group}\n")
        for name, one in names:
            label = label_of(one).replace("incident 1,", "incident N,")
            say(f"{name}\n    {re.sub(r' [(]1(, 1)*[)]$', _as_n, label)}: {takes(one)}")


def _as_n(numbers: re.Match[str]) -> str:
    return numbers[0].replace("1", "N")


@click.command()
@click.argument("folder", type=FOLDER, metavar="CASE")
@json_option
def show(folder: Path, as_json: bool) -> None:
    """Show what is known, where it came from and who confirmed it. --json: every value with its source."""
    from ctdocs.cli.case_text import indented, standing, warn_torn
    from ctdocs.model.case import Case
    from ctdocs.model.case_view import in_order
    from ctdocs.model.text import long_date, printable

    opened = Case.open(folder)
    if as_json:
        say_json(opened.to_json())
        return
    warn_torn(opened)
    state = opened.state
    say(f"Case {state.reference or '(no reference)'}, {state.area}")
    how = "in person" if state.route == "in-person" else f"by {state.route}"
    say(f"Received {long_date(state.received)} {how}")
    say(f"Complete {long_date(state.completed)}" if state.completed else "Not yet recorded as complete")
    for letter in state.letters:
        say(f"{letter.id} sent, dated {long_date(letter.day)}")
    for step in state.steps:
        done = f"{step.id} done by {step.by} on {long_date(step.day)}{', not with ctdocs' * step.elsewhere}"
        say(printable(f"{done}{f': {step.note}' if step.note else ''}"))
    for decision in state.decisions:
        say(printable(f"Decided on {long_date(decision.day)} by {decision.by}: {decision.about} {decision.outcome}"))
        if decision.reason:
            say(f"  because: {printable(decision.reason)}")
    for flag in sorted(state.flags):
        say(f"Flag: {flag}")
    for name, known in in_order(state):
        say(f"\n{name}  [{standing(known)}]\n  {indented(known)}")


@click.command()
@click.argument("folder", type=FOLDER, metavar="CASE")
@json_option
def log(folder: Path, as_json: bool) -> None:
    """Show every entry of the log: when, who and what."""
    from dataclasses import asdict

    from ctdocs.cli.case_text import about, warn_torn
    from ctdocs.model.case import Case

    opened = Case.open(folder)
    warn_torn(opened)
    if as_json:
        say_json([asdict(entry) for entry in opened.log.entries])
        return
    for entry in opened.log.entries:
        say(f"{entry.n:>4}  {entry.at}  {entry.by}: {entry.event}{about(entry.data)}")
