"""``ctdocs diary``: what is late, what is due, what is done, in one case or in all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ctdocs.cli.options import areas_option, json_option, on_option

if TYPE_CHECKING:
    from ctdocs.cli.diary_text import Read
    from ctdocs.rules.diary import Book
    from ctdocs.rules.ics import AllDay

_No = tuple[Path, str]
"""A case that was not read, and why."""


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
@click.option("--no-index", is_flag=True, help="Read every log, and leave no index beside the cases.")
def diary(
    cases: Sequence[Path], areas_folder: Path | None, on: date | None, everything: bool, as_json: bool,
    ics: Path | None, no_index: bool,
) -> int:  # fmt: skip
    """Say what is late, due and done in each CASE, a case's folder or a folder of cases, and what to type next.

    The duties and their times are those of the area's profile. What nobody recorded counts as not done: "ctdocs case
    step" records what was done elsewhere. Of two promises that conflict, the earlier binds the council and the later is
    shown beside it, as the applicant may rely on it.

    Being late is no fault of the command: its exit code is then 0 all the same. 4: a case could not be read, and is
    named; the others are shown.

    --json: {"on", "cases": [{"case", "reference", "area", "duties": [{"id", "what", "stage", "by", "standing":
    late|due|waiting|done|not_needed, "due", "weekday", "days_left": working days, "protects", "done", "done_late",
    "how", "after", "began", "promises": [{"name", "start", "end"}], "why": [sentence], "commands", "source"}]}],
    "late": how many, "areas": [{"area", "duties": [{"id", "what", "due"}]}], "unread": [{"case", "message"}]}.
    """
    from ctdocs.cli.arguments import now, or_today
    from ctdocs.cli.diary_names import called
    from ctdocs.cli.diary_text import AsJson, AsText, calendar_of, days_of
    from ctdocs.cli.output import warn
    from ctdocs.model.files import write_atomic

    day = or_today(on)
    books: dict[str, Book] = {}
    unread: list[_No] = []
    out = AsJson(day) if as_json else AsText(day, everything=everything)
    marked: list[AllDay] = []
    for one in _read(cases, areas_folder, day, books, index=not no_index):
        if len(one) == 2:
            unread.append(one)
            continue
        out.case(one)
        if ics:
            folder, reference, birth, *_ = one
            named, left_out = called(reference, folder, birth)
            marked += days_of(one, named)
            if left_out:
                warn(f"The reference of {folder} holds a name: the calendar calls it “{named}”.")
    out.end(list(books.values()), unread)
    if ics:
        write_atomic(ics, calendar_of(marked, now()))
    for folder, message in unread:
        warn(f"{folder} could not be read: {message}")
    return 4 if unread else 0


def _read(
    cases: Sequence[Path], areas_folder: Path | None, on: date, books: dict[str, Book], *, index: bool
) -> Iterator[Read | _No]:
    """The diary of each case as it is read, once: of a case that was named from all of it, else from its summary."""
    from ctdocs.errors import CtdocsError
    from ctdocs.model.area import load_area
    from ctdocs.model.case import Case
    from ctdocs.model.case_index import Unreadable, summaries
    from ctdocs.model.case_summary import CaseSummary
    from ctdocs.rules.diary import Book, diary as duties_of

    def made(folder: Path, one: CaseSummary | Case) -> Read | _No:
        if one.lost if isinstance(one, CaseSummary) else one.log.lost:
            return folder, "its log has lost entries at its end. “ctdocs case check” says more."
        area = one.state.area
        if area not in books:
            books[area] = Book.of(load_area(area, areas_folder), on)
        if isinstance(one, CaseSummary) and books[area].needs_more:
            one = Case.open(folder)
        birth = one.birth if isinstance(one, CaseSummary) else one.log.entries[0].hash
        return folder, one.state.reference, birth, books[area], duties_of(one.state, books[area], on)

    seen: set[Path] = set()
    for place in cases:
        if not place.exists():
            yield place, "there is no such folder."
            continue
        many = place.is_dir() and not (place / "log.jsonl").exists()
        for one in summaries([place], index=index) if many else [place]:
            folder = one if isinstance(one, Path) else one.folder
            if folder in seen:
                continue
            seen.add(folder)
            try:
                if isinstance(one, Unreadable):
                    yield folder, one.why
                else:
                    yield made(folder, Case.open(folder) if isinstance(one, Path) else one)
            except CtdocsError as error:
                yield folder, str(error)
