"""``ctdocs case step``: record that something was done, here or elsewhere."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ctdocs.cli.case_look import FOLDER
from ctdocs.cli.options import Day, areas_option, by_option, json_option

if TYPE_CHECKING:
    from ctdocs.model.area import Area
    from ctdocs.model.case import Case


@click.command()
@click.argument("folder", type=FOLDER, metavar="CASE")
@click.argument("step_ids", metavar="ID...", nargs=-1, required=True)
@click.option("--day", required=True, type=Day(), help="The day on which it was done. Never guessed.")
@click.option("--note", default="", metavar="TEXT", help="What somebody should know of it.")
@click.option(
    "--file", "file", type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="FILE",
    help="What was written or sent; the case keeps a copy.",
)  # fmt: skip
@areas_option
@by_option
@json_option
def step(
    folder: Path, step_ids: tuple[str, ...], day: date, note: str, file: Path | None, areas_folder: Path | None,
    by: str, as_json: bool,
) -> int:  # fmt: skip
    """Record that ID was done in CASE: a call, an upload, a letter that was written in Word.

    ID is a line of "ctdocs diary", a letter (letter-1), or an event such as appeal_lodged, withdrawn or closed. Several
    that were done on one day are given one after the other. The day of a letter then counts as if ctdocs had written
    it; what the letter promised in words of its own is kept apart. --by is who did it.

    "withdrawn" means withdrawn in writing, for nothing else stops a review: it needs --file, or a --note that says what
    was written and where it is.

    --json: {"case", "entries": [number], "day", "steps": [{"step": ID, "event": what the day also stands for, or
    null}]}.
    """
    from ctdocs.cli.arguments import now
    from ctdocs.cli.case_text import warn_cut_off
    from ctdocs.cli.output import say, say_json
    from ctdocs.errors import CannotWrite
    from ctdocs.model.area import load_area
    from ctdocs.model.case import Case
    from ctdocs.model.text import long_date

    if file and len(step_ids) > 1:
        raise click.UsageError("--file belongs to one step: record the others by themselves.")
    opened = Case.open(folder)
    warn_cut_off(opened)
    area = load_area(opened.state.area, areas_folder)
    ids = list(dict.fromkeys(step_ids))
    events = [_event(area, id_, day) for id_ in ids]  # each is known before the first is written
    _require_order(opened, ids, day, note, file)
    try:
        kept = (file.name, file.read_bytes()) if file else None
    except OSError as error:
        raise CannotWrite(f"{file} cannot be read: {error.strerror}.") from error
    entries, steps = [], []
    for id_, event in zip(ids, events, strict=True):
        if event and opened.state.dates.get(event, date.max) <= day:
            event = None  # a second letter does not make the first one later
        entry = opened.step(id_, day=day, by=by, at=now(), note=note, file=kept, event=event)
        entries.append(entry.n)
        steps.append({"step": id_, "event": event})
        if not as_json:
            also = f", which is also the day of “{event.replace('_', ' ')}”" if event and event != id_ else ""
            say(f"Recorded {id_} as done on {long_date(day)}{also}, as entry {entry.n} of {folder / 'log.jsonl'}.")
    if as_json:
        say_json({"case": str(folder), "entries": entries, "day": day.isoformat(), "steps": steps})
    return 0


def _require_order(case: Case, ids: list[str], day: date, note: str, file: Path | None) -> None:
    """Raise ``Refused`` for a withdrawal that nothing shows to be in writing, and for an appeal against nothing."""
    from ctdocs.errors import Refused
    from ctdocs.model.case_view import sent
    from ctdocs.model.text import long_date

    if "withdrawn" in ids and not (file or note.strip()):
        raise Refused(
            "Only what is written stops a review, and nothing shows that the application was withdrawn in writing.",
            hint="Give it with --file FILE, or say with --note TEXT what was written and where it is kept.",
        )
    if "appeal_lodged" not in ids:
        return
    withdrawn = case.state.dates.get("withdrawn")
    if withdrawn is not None and withdrawn <= day:
        raise Refused(
            f"There is nothing to appeal against: the application was withdrawn on {long_date(withdrawn)}.",
            hint="If it was not, take that back: ctdocs case undo CASE ENTRY (ctdocs case log gives its number).",
        )
    letters = sent(case.state)
    told = [letters[name] for name in ("letter-4", "letter-6", "letter-declined") if name in letters]
    told += [one.day for one in case.state.decisions if one.about in ("threshold", "eligibility")]
    told += [case.state.dates[name] for name in ("decision", "outcome", "notified") if name in case.state.dates]
    if not told or min(told) > day:
        raise Refused(
            f"There is nothing to appeal against: nothing was decided by {long_date(day)}.",
            hint="Record the decision first (ctdocs case decide CASE threshold …), or letter 4 or 6 with its day.",
        )


def _event(area: Area, step_id: str, day: date) -> str | None:
    """What the day of a step also stands for. Raises ``Refused`` where nothing has that id, with the nearest."""
    from ctdocs.documents.catalogue import document, documents
    from ctdocs.errors import Refused
    from ctdocs.model.area_calendar import EVENTS
    from ctdocs.model.validate import nearest

    duties = area.duties(day)
    if step_id in duties:
        return duties[step_id].event
    made = documents()
    if step_id in made and (found := document(step_id)).spec.kind == "letter":
        return found.spec.event
    if step_id in ("received", "completed"):
        how = "is stated when the case is opened" if step_id == "received" else "is recorded with: case set --completed"
        raise Refused(f"The day on which the application was {step_id} {how}.")
    if step_id in EVENTS:
        return step_id
    base, _, number = step_id.rpartition("-")
    if number.isdecimal() and base in duties and duties[base].each:
        return None
    near = nearest(step_id, [*duties, *made, *EVENTS])
    raise Refused(
        f"{area.name} has no duty “{step_id}”.",
        hint=f"Did you mean “{near}”?" if near else "“ctdocs diary CASE --all” lists them.",
    )
