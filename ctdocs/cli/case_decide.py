"""``ctdocs case decide``, ``judge`` and ``undo``: what people decide and judge, and take back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ctdocs.cli.case_look import FOLDER
from ctdocs.cli.options import Day, areas_option, by_option, json_option

if TYPE_CHECKING:
    from ctdocs.model.area import Area
    from ctdocs.model.case import Case
    from ctdocs.model.fields import Value


@click.command()
@click.argument("folder", type=FOLDER, metavar="CASE")
@click.argument("about", metavar="WHAT")
@click.argument("outcome", metavar="OUTCOME")
@click.option("--day", type=Day(), help="The day of the decision (today).")
@click.option("--reason", default="", metavar="TEXT", help="Why, for the log; @FILE takes it from a text file.")
@click.option(
    "--reasons", metavar="TEXT",
    help="What letter 4 says of why the threshold is not met, where “ctdocs assess” does not say it. @FILE for a file.",
)  # fmt: skip
@areas_option
@by_option
@json_option
def decide(
    folder: Path, about: str, outcome: str, day: date | None, reason: str, reasons: str | None,
    areas_folder: Path | None, by: str, as_json: bool,
) -> int:  # fmt: skip
    """Record in CASE that --by decided WHAT: threshold met or not_met, risk, informal-review, appeal, and so on.

    For the threshold, what "ctdocs assess" proposes is kept beside the decision; one that is otherwise needs --reason,
    which is for the log and never printed, and where it is not_met --reasons too: the words of letter 4. So does a
    not_met where "ctdocs assess" cannot say yet whether a report counts. An application that is refused needs --reason.
    What can be decided, and its outcomes, is said where WHAT or OUTCOME is not known. "ctdocs case undo" takes a
    decision back.

    --json: {"case", "entries": [number], "about", "outcome", "day", "proposed", "overrides": bool, "reasons": what
    letter 4 will say, or null}.
    """
    from ctdocs.cli.arguments import now
    from ctdocs.cli.case_inputs import text_or_file
    from ctdocs.cli.case_text import warn_cut_off
    from ctdocs.cli.output import say, say_json
    from ctdocs.errors import UsageError
    from ctdocs.model.area import load_area
    from ctdocs.model.case import Case
    from ctdocs.model.text import long_date
    from ctdocs.rules.decisions import asked

    opened = Case.open(folder)
    warn_cut_off(opened)
    area = load_area(opened.state.area, areas_folder)
    at = now()
    day = day or at.date()
    outcome = asked(area, day, about).of(outcome)
    if reasons is not None and (about, outcome) != ("threshold", "not_met"):
        raise UsageError("--reasons are those of a threshold that is not met.", hint="Give --reason for the log.")
    reason = text_or_file(reason)
    proposed: str | None = None
    values: dict[str, Value] = {}
    _require_order(opened, about, outcome, day, reason)
    if about == "threshold":
        proposed, values = _proposed(opened, area, day, outcome, reasons)
    entry = opened.decide(
        about, outcome, day=day, by=by, at=at, reason=reason, proposed=proposed, values=values
    )
    overrides = proposed is not None and proposed != outcome
    if as_json:
        say_json(
            {
                "case": str(folder), "entries": [entry.n], "about": about, "outcome": outcome, "day": day.isoformat(),
                "proposed": proposed, "overrides": overrides, "reasons": values.get("decision.reasons"),
            }
        )  # fmt: skip
    else:
        said = outcome.replace("_", " ")
        say(f"Recorded that {by} decided on {long_date(day)}: {about} {said}, as entry {entry.n}.")
        if values:
            say(f"Letter 4 will say that it does not meet the threshold because:\n{values['decision.reasons']}")
    return 0


def _require_order(case: Case, about: str, outcome: str, day: date, reason: str) -> None:
    """Raise ``Refused`` for a refused application without a reason, and an appeal decided before it came."""
    from ctdocs.errors import Refused
    from ctdocs.model.text import long_date

    if (about, outcome) == ("eligibility", "refused") and not reason.strip():
        raise Refused(
            "An application is refused, without a reason.", hint="Say why, for the log: --reason TEXT (or @FILE)."
        )
    lodged = case.state.dates.get("appeal_lodged")
    if about == "appeal" and lodged is not None and day < lodged:
        raise Refused(f"An appeal of {long_date(lodged)} cannot have been decided on {long_date(day)}.")


def _proposed(
    case: Case, area: Area, day: date, outcome: str, reasons: str | None
) -> tuple[str, dict[str, Value]]:
    """What the rules propose, and what letter 4 then says: the officer's words, wherever the rules have none of it.

    Raises ``Refused`` where the officer must give them and does not.
    """
    from ctdocs.cli.case_inputs import text_or_file
    from ctdocs.errors import Refused
    from ctdocs.rules.threshold.of_case import assess_case

    found = assess_case(case.state, area, on=day)
    if outcome == "met":
        return found.result, {}
    said = text_or_file(reasons).strip() if reasons is not None else found.letter_text()
    hint = "ctdocs assess CASE -o why.txt, change it to what you decided and why, then: --reasons @why.txt"
    if reasons is None and found.result != outcome:
        proposes = found.result.replace("_", " ")
        message = f"“ctdocs assess” says {proposes}, so letter 4 needs words of yours on why it is not met."
        raise Refused(message, hint=hint)
    if not said or (open_ := next((words for words in _OPEN if words in said), None)):
        what = f"would say “{open_}”, though it is decided" if said else "would give no reason"
        raise Refused(f"Letter 4 {what}: it needs words of yours.", hint=hint)
    return found.result, {"decision.reasons": said}


_OPEN = ("We cannot say yet", "Nobody has said yet")
"""What the rules say of what is still open: no letter that decides says so."""


@click.command()
@click.argument("folder", type=FOLDER, metavar="CASE")
@click.option("--same", multiple=True, metavar="A,B", help="These reports are of one incident.")
@click.option("--apart", multiple=True, metavar="A,B", help="These reports are of different incidents.")
@click.option("--matter", multiple=True, metavar="A=NAME", help="This report belongs to the matter NAME.")
@click.option("--fact", multiple=True, metavar="A.FACT=ANSWER", help="Something that no form asks, as hate=yes.")
@by_option
@json_option
def judge(
    folder: Path, same: Sequence[str], apart: Sequence[str], matter: Sequence[str], fact: Sequence[str], by: str,
    as_json: bool,
) -> int:  # fmt: skip
    """Say which reports of CASE are of one incident, which matter each belongs to, and facts that no form asks.

    A report is called as "ctdocs assess" calls it: incidents.2 is the second row of the application,
    returns.1.complaints.3 the third complaint in the first reply. --fact incidents.2.hate=yes; facts are hate,
    hate_recorded, hate_crime, witnessed, by, household, place, body, route, on_duty, and occurred_from, occurred_until,
    made_from, made_until for days that are not known for certain.

    --json: {"case", "entries": [number], "reports": [id of each report of the case]}.
    """
    from ctdocs.cli.arguments import now
    from ctdocs.cli.case_text import warn_cut_off
    from ctdocs.cli.output import say, say_json
    from ctdocs.model.case import Case
    from ctdocs.model.case_reports import report_ids

    opened = Case.open(folder)
    warn_cut_off(opened)
    matters = dict(_named(one, "--matter", "incidents.1=noise at number 4") for one in matter)
    facts: dict[str, dict[str, Value]] = {}
    for one in fact:
        name, answer = _named(one, "--fact", "incidents.1.hate=yes")
        report, _, what = name.rpartition(".")
        facts.setdefault(report, {})[what] = _fact(what, answer)
    for report, said in facts.items():
        _not_crossed(report, {**opened.state.judgements.facts.get(report, {}), **said})
    entry = opened.judge(
        at=now(), by=by, same=[one.split(",") for one in same], apart=[one.split(",") for one in apart],
        matter=matters, facts=facts,
    )  # fmt: skip
    if as_json:
        say_json({"case": str(folder), "entries": [entry.n], "reports": report_ids(opened.state.values)})
    else:
        say(f"Recorded as entry {entry.n} of {folder / 'log.jsonl'}. “ctdocs assess {folder}” says what comes of it.")
    return 0


def _named(text: str, option: str, example: str) -> tuple[str, str]:
    from ctdocs.errors import UsageError

    name, sign, said = text.partition("=")
    if not (name.strip() and sign and said.strip()):
        raise UsageError(f"{option} {text} says too little.", hint=f"Write it as {option} {example!r}.")
    return name.strip(), said.strip()


def _fact(what: str, answer: str) -> Value:
    """A fact as it is kept. Raises ``Refused`` for one that there is not, or an answer that it cannot have."""
    from ctdocs.errors import Refused
    from ctdocs.model.text import read_date
    from ctdocs.model.validate import nearest
    from ctdocs.rules.threshold.of_case import FACTS

    if what not in FACTS:
        near = nearest(what, FACTS)
        hint = f"Did you mean “{near}”?" if near else "; ".join(f"{name}: {said}" for name, said in FACTS.items())
        raise Refused(f"There is no fact “{what}” of a report.", hint=hint)
    if FACTS[what].startswith("yes or no"):
        said = {"yes": True, "no": False}.get(answer.casefold())
        if said is None:
            raise Refused(f"“{answer}” does not answer {what}, {FACTS[what]}.")
        return said
    if what.endswith(("_from", "_until")):
        day = read_date(answer)
        if day is None:
            raise Refused(f"“{answer}” is no date.", hint="Write it as 2026-08-03.")
        return day.isoformat()
    return answer


def _not_crossed(report: str, said: Mapping[str, Value]) -> None:
    """Refuse a first day after the last one: nobody can tell which of the two is meant."""
    from ctdocs.errors import Refused
    from ctdocs.model.text import long_date

    for what in ("occurred", "made"):
        first, last = said.get(f"{what}_from"), said.get(f"{what}_until")
        if isinstance(first, str) and isinstance(last, str) and first > last:
            begins, ends = (long_date(date.fromisoformat(day)) for day in (first, last))
            raise Refused(
                f"{report}: {what}_from ({begins}) is after {what}_until ({ends}). Nothing was recorded.",
                hint="Give both, the first day as _from and the last as _until.",
            )


@click.command()
@click.argument("folder", type=FOLDER, metavar="CASE")
@click.argument("entry", type=int)
@click.option("--why", required=True, metavar="TEXT", help="Why it is taken back; for the log.")
@by_option
@json_option
def undo(folder: Path, entry: int, why: str, by: str, as_json: bool) -> int:
    """Take back ENTRY of the log of CASE: a decision, a step, a judgement, or a letter that was never sent.

    It stays in the log and no longer counts; the case keeps the copy of a letter. "ctdocs case log" gives the numbers.
    What a letter said that did go is not taken back by this: write another.

    --json: {"case", "entries": [number], "undone": number}.
    """
    from ctdocs.cli.arguments import now
    from ctdocs.cli.case_text import warn_cut_off
    from ctdocs.cli.output import say, say_json
    from ctdocs.model.case import Case

    opened = Case.open(folder)
    warn_cut_off(opened)
    done = opened.take_back(entry, why=why, at=now(), by=by)
    if as_json:
        say_json({"case": str(folder), "entries": [done.n], "undone": entry})
    else:
        say(f"Entry {entry} no longer counts; that is recorded as entry {done.n} of {folder / 'log.jsonl'}.")
    return 0
