"""``ctdocs diary``: what is late, what is due, what is done, in one case or in all of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ctdocs.cli.options import areas_option, json_option, on_option

if TYPE_CHECKING:
    from ctdocs.cli.diary_text import Read
    from ctdocs.rules.diary import Book


@click.command()
@click.argument("cases", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="CASE...")
@areas_option
@on_option
@click.option("--all", "everything", is_flag=True, help="Also what waits, what is not needed, and the reason of each.")
@json_option
@click.option(
    "--ics", type=click.Path(path_type=Path), metavar="FILE",
    help="Also write what is due into a calendar file, for Outlook. It names no person.",
)  # fmt: skip
def diary(
    cases: Sequence[Path], areas_folder: Path | None, on: date | None, everything: bool, as_json: bool, ics: Path | None
) -> int:
    """Say what is late, due and done in each CASE, a case's folder or a folder of cases, and what to type next.

    The duties and their times are those of the area's profile. What nobody recorded counts as not done: "ctdocs case
    step" records what was done elsewhere. Of two promises that conflict, the earlier binds the council and the later is
    shown beside it, as the applicant may rely on it.

    Being late is no fault of the command: its exit code is then 0 all the same. 4: a case could not be read, and is
    named; the others are shown.

    --json: {"on", "late": how many, "cases": [{"case", "reference", "area", "duties": [{"id", "what", "stage", "by",
    "standing": late|due|waiting|done|not_needed, "due", "weekday", "days_left": working days, "protects", "done",
    "done_late", "how", "after", "began", "promises": [{"name", "start", "end"}], "why": [sentence], "commands",
    "source"}]}], "areas": [{"area", "duties": [{"id", "what", "due"}]}], "unread": [{"case", "message"}]}.
    """
    from ctdocs.cli.arguments import now, or_today
    from ctdocs.cli.case_text import warn_cut_off
    from ctdocs.cli.diary_text import as_plain, calendar_of, say_diary
    from ctdocs.cli.output import say_json, warn
    from ctdocs.errors import CtdocsError
    from ctdocs.model.area import load_area
    from ctdocs.model.case import Case
    from ctdocs.model.files import write_atomic
    from ctdocs.model.log import shortened
    from ctdocs.rules.diary import Book, diary as duties_of

    day = or_today(on)
    books: dict[str, Book] = {}
    found: list[Read] = []
    unread: list[tuple[Path, str]] = []
    for folder in _folders(cases):
        try:
            case = Case.open(folder)
            if case.log.lost:
                unread.append((folder, str(shortened(folder / "log.jsonl", case.log))))
                continue  # what stood in the lost entries may have been the very step
            warn_cut_off(case)
            book = books.get(case.state.area) or Book.of(load_area(case.state.area, areas_folder), day)
            books[case.state.area] = book
            found.append((folder, case, book, duties_of(case.state, book, day)))
        except CtdocsError as error:
            unread.append((folder, str(error)))
    if ics:
        write_atomic(ics, calendar_of(found, now()))
    if as_json:
        say_json(as_plain(found, list(books.values()), unread, day))
    else:
        say_diary(found, list(books.values()), day, everything=everything)
    for folder, message in unread:
        warn(f"{folder} could not be read: {message}")
    return 4 if unread else 0


def _folders(given: Sequence[Path]) -> list[Path]:
    """The folders of cases, each once. Raises ``Refused`` where a folder holds none."""
    from ctdocs.errors import Refused

    folders: list[Path] = []
    for path in given:
        if (path / "log.jsonl").exists() or not path.is_dir():
            folders.append(path)
            continue
        inside = sorted(log.parent for log in (*path.glob("*/log.jsonl"), *path.glob("*/*/log.jsonl")))
        if not inside:
            hint = "Give the folder of a case, or one with cases in it."
            raise Refused(f"{path} is no case and holds none.", hint=hint)
        folders += inside
    return list(dict.fromkeys(folders))
