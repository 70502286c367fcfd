"""``ctdocs assess``: whether an application is taken and meets the threshold, explained. A person decides."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ctdocs.cli.options import areas_option, json_option, on_option

if TYPE_CHECKING:
    from ctdocs.model.area import Area
    from ctdocs.model.case_values import State
    from ctdocs.rules.eligibility import Eligibility
    from ctdocs.rules.threshold import Assessment

_ANSWERS = {"met": "is met", "not_met": "is not met", "needs_decision": "needs a decision"}
_OUTCOMES = {
    "accepted": "can be taken", "paused": "waits", "refused": "is not taken", "needs_decision": "needs a decision",
}  # fmt: skip
_COUNTS = {"yes": "counts", "no": "does not", "open": "open"}


@click.command()
@click.argument("case_folder", type=click.Path(path_type=Path), metavar="CASE")
@on_option
@areas_option
@click.option("--picture", type=click.Path(path_type=Path), metavar="FILE", help="Draw it, as .pdf or .svg.")
@json_option
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="FILE",
    help="Write the reasons as text, fit for the letter and for: case decide --reasons @FILE",
)  # fmt: skip
def assess(
    case_folder: Path, on: date | None, areas_folder: Path | None, picture: Path | None, as_json: bool,
    output: Path | None,
) -> int:  # fmt: skip
    """Propose whether the application of CASE is taken and meets the threshold: each report counted or not, and why.

    The Act's rule and the area's own are worked out apart. What is not known, or not judged by anybody, is counted both
    ways: an answer is given where it is the same on every possible day. "ctdocs case judge" says which reports are one
    incident and which belong together; "ctdocs case decide" records the decision, which is a person's.

    --json: {"case", "on", "eligibility": {"outcome", "reasons", "letters", "actions"}, "threshold": {"statutory",
    "local", "result", "limbs": [{"id", "answer", "least", "most", "sentence"}], "reports": [{"report", "incident",
    "counts", "rule", "sentence", "flags"}], "reasons", "to_decide", "flags": {code: sentence}, "proposals": [{"kind",
    "reports", "why"}], "suggestions", "letter_text"}, "files"}. Exit code 4: a person must decide or judge something
    before there is an answer, or the answer is "not met" and no partner's reply, or no incident, is in the case.
    """
    from ctdocs.cli.arguments import or_today
    from ctdocs.cli.output import say_json
    from ctdocs.errors import UsageError
    from ctdocs.model.area import load_area
    from ctdocs.model.case import Case
    from ctdocs.model.files import write_atomic
    from ctdocs.rules.eligibility import eligible
    from ctdocs.rules.eligibility_of_case import applying_of
    from ctdocs.rules.threshold.flags import NOBODY_SAID
    from ctdocs.rules.threshold.of_case import assess_case

    if picture is not None and picture.suffix.lower() not in (".pdf", ".svg"):
        raise UsageError(f"{picture.name} does not say what to draw.", hint="Let it end in .pdf or .svg.")
    day, case = or_today(on), Case.open(case_folder)
    area = load_area(case.state.area, areas_folder)
    taken = eligible(area.eligibility(case.state.received), applying_of(case.state))
    found = assess_case(case.state, area, on=day)
    written: list[Path] = []
    if output is not None:
        write_atomic(output, f"{found.letter_text()}\n")
        written.append(output)
    if picture is not None:
        _draw(picture, found, area, case.state)
        written.append(picture)
    waits = found.result == "needs_decision" or taken.outcome in ("paused", "needs_decision")
    code = 4 if waits or any(code in found.flags for code in NOBODY_SAID) else 0
    if as_json:
        say_json(
            {
                "case": str(case_folder), "on": day.isoformat(), "eligibility": _eligibility(taken),
                "threshold": _threshold(found), "files": [str(path) for path in written],
            }
        )  # fmt: skip
        return code
    _say(taken, found, case_folder, written)
    return code


def _draw(path: Path, found: Assessment, area: Area, state: State) -> None:
    from ctdocs.documents.threshold_picture import drawing, threshold_picture
    from ctdocs.model.files import write_atomic, write_document

    if path.suffix.lower() == ".pdf":
        from ctdocs.render.pdf.document import render

        write_document(path, render(threshold_picture(found, area, state.reference or "", state.received)).data, "pdf")
        return
    from ctdocs.render.svg import svg

    drawn, alt = drawing(found, state.received)
    write_atomic(path, svg(drawn, title=f"The threshold as a picture {state.reference or ''}".strip(), alt=alt))


def _say(taken: Eligibility, found: Assessment, folder: Path, written: list[Path]) -> None:
    from ctdocs.cli.output import say
    from ctdocs.model.text import printable
    from ctdocs.rules.threshold.flags import NOBODY_SAID

    say(f"The application {_OUTCOMES[taken.outcome]}.")
    for finding in taken.findings:
        say(printable(f"- {finding.sentence}{f' {finding.ask}' if finding.ask else ''}"))
    if taken.letters:
        say(f"  Letters that follow: {', '.join(taken.letters)}")
    say(f"\nThe threshold {_ANSWERS[found.result]}.")
    for code, sentence in found.flags.items():
        if code in NOBODY_SAID:
            say(f"But: {sentence}")
    say(f"  By the Act (s.104): {_ANSWERS[found.statutory.answer]}. By the area's rules: {_ANSWERS[found.local]}.")
    for limb in found.limbs:
        say(printable(f"  {limb.sentence}"))
    if found.to_decide:
        say(printable(f"\nTo decide: {found.to_decide}"))
    say("\nEach report:")
    for one in found.reports:
        say(printable(f"  {_COUNTS[one.counts]:<8}  {one.report.id}\n            {one.sentence}"))
    if found.proposals:
        say("\nFor a person to judge:")
        for proposal in found.proposals:
            told = " and ".join(proposal.reports)
            question = "may be one incident" if proposal.kind == "same" else "may belong to one matter"
            say(printable(f"- {told} {question}: {', '.join(proposal.why)}."))
            a, b = proposal.reports
            if proposal.kind == "same":
                say(f"  ctdocs case judge {folder} --same {a},{b}   (or --apart {a},{b})")
            else:
                say(f"  ctdocs case judge {folder} --matter {a}=NAME --matter {b}=NAME")
    if found.flags.keys() - NOBODY_SAID:
        say("\nTo know:")
        for sentence in [sentence for code, sentence in found.flags.items() if code not in NOBODY_SAID]:
            say(printable(f"- {sentence}"))
    if "informal_review" in found.suggestions:
        say("\nThe procedure asks you to think of an informal review:")
        say(f"  ctdocs case decide {folder} informal-review OUTCOME   # yes or no")
    for path in written:
        say(f"\nWrote {path}.")
    say("\nThis is a proposal. A person decides:")
    say(f"  ctdocs case decide {folder} threshold OUTCOME --by NAME   # met or not_met")


def _eligibility(taken: Eligibility) -> dict[str, Any]:
    return {
        "outcome": taken.outcome, "reasons": list(taken.reasons), "letters": list(taken.letters),
        "actions": list(taken.actions),
    }  # fmt: skip


def _threshold(found: Assessment) -> dict[str, Any]:
    return {
        "statutory": found.statutory.answer,
        "local": found.local,
        "result": found.result,
        "limbs": [
            {
                "id": one.limb.id, "answer": one.answer, "least": one.least, "most": one.most,
                "sentence": one.sentence,
            }
            for one in found.limbs
        ],
        "reports": [
            {
                "report": one.report.id, "incident": one.incident.id, "counts": one.counts, "rule": one.rule,
                "sentence": one.sentence, "flags": list(one.flags),
            }
            for one in found.reports
        ],
        "reasons": list(found.reasons),
        "to_decide": found.to_decide,
        "flags": dict(found.flags),
        "proposals": [
            {"kind": one.kind, "reports": list(one.reports), "why": list(one.why)} for one in found.proposals
        ],
        "suggestions": list(found.suggestions),
        "letter_text": found.letter_text(),
    }  # fmt: skip
