"""``ctdocs meeting``: who must be asked to the meeting of a case, whether it sat as it should, what it left to do."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from ctdocs.cli.options import areas_option, json_option, on_option

_TITLES = {"yes": "To be asked to the meeting:", "ask": "To be found out first:", "no": "Not asked:"}


@click.command()
@click.argument("case_folder", type=click.Path(path_type=Path), metavar="CASE")
@on_option
@areas_option
@json_option
def meeting(case_folder: Path, on: date | None, areas_folder: Path | None, as_json: bool) -> int:
    """Say who must be asked to the meeting of CASE and why, what the meeting lacked, and what it left to be done.

    The bodies and what is asked of a panel stand in the profile of the area. Homes and ages are those of the case:
    victim.landlord_kind, perpetrators.1.born and so on; "ctdocs case fields" lists them. A private landlord is asked
    only where somebody decided so: ctdocs case decide CASE private-landlord yes. What the meeting lacked is said
    once its day has come and it is recorded who sat, or the minutes are in.

    --json: {"case", "on", "invited": [{"organisation", "kind", "must": yes|ask|no, "reason"}], "lacks": [{"code",
    "sentence", "field"}], "left": [{"field", "what", "standing": done|late|due|open|waiting, "due", "sentence"}]}.
    Exit code 4: something must be found out, is lacking or is late.
    """
    from ctdocs.cli.arguments import or_today
    from ctdocs.cli.output import say, say_json
    from ctdocs.model.area import load_area
    from ctdocs.model.case import Case
    from ctdocs.model.text import long_date, printable
    from ctdocs.rules.panel.follow_up import follow_up
    from ctdocs.rules.panel.of_case import invited_of, rules_of, sitting_of
    from ctdocs.rules.panel.sitting import lacks

    day, case = or_today(on), Case.open(case_folder)
    area, facts = load_area(case.state.area, areas_folder).on(day), case.facts()
    asked = invited_of(case.state, facts, area, day)
    held = facts["dates"].get("meeting")
    minuted = any(one.form.get("id") == "minutes" for one in case.state.files) or bool(facts.get("review"))
    # Who will come may be keyed before the day: what is lacking then may still be put right.
    sat = minuted or (bool(facts.get("attendees")) and not (held and held > day))
    lacking = lacks(rules_of(area), sitting_of(facts), asked) if sat else ()
    left = follow_up(facts, day)
    code = 4 if lacking or any(one.must == "ask" for one in asked) or any(one.standing == "late" for one in left) else 0
    if as_json:
        say_json(
            {
                "case": str(case_folder),
                "on": day.isoformat(),
                "invited": [
                    {"organisation": one.organisation, "kind": one.kind, "must": one.must, "reason": one.reason}
                    for one in asked
                ],
                "lacks": [{"code": one.code, "sentence": one.sentence, "field": one.field} for one in lacking],
                "left": [
                    {
                        "field": one.field, "what": one.what, "standing": one.standing,
                        "due": one.due.isoformat() if one.due else None, "sentence": one.sentence,
                    }
                    for one in left
                ],
            }
        )  # fmt: skip
        return code
    for must, title in _TITLES.items():
        if found := [one for one in asked if one.must == must]:
            say(title)
            for one in found:
                say(printable(f"- {one.organisation}. {one.reason}"))
    if not sat:
        if held and held > day:
            say(f"\nThe meeting is on {long_date(held)}.")
        else:
            say("\nNobody is recorded as having sat yet.")
    for title, lines in (
        ("\nWhat the meeting lacked:", [lack.sentence for lack in lacking]),
        ("\nLeft to be done:", [f"{one.what}: {one.sentence}" for one in left if one.standing != "done"]),
        ("\nDone:", [f"{one.what}: {one.sentence}" for one in left if one.standing == "done"]),
    ):
        if lines:
            say(title)
            for line in lines:
                say(printable(f"- {line}"))
    return code
