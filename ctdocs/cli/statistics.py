"""``ctdocs statistics``: the figures that must be published, of an area, and put together for a county."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ctdocs.cli.options import Day, areas_option, json_option, on_option

if TYPE_CHECKING:
    from ctdocs.rules.statistics import Figures, Period

_FORMATS = ("csv", "json", "pdf")

_format = click.option(
    "--format", "format_", type=click.Choice(_FORMATS),
    help="What to write. Left out, the ending of FILE says it; without FILE it is a table on the screen.",
)  # fmt: skip
_output = click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Where to write it.")
_list = click.option(
    "--list", "cases_too", is_flag=True, help="Also the references of the cases behind each number: not to publish."
)


class _Counting(click.Group):
    """A group that counts where no other of its commands is named."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the command that counts before its arguments."""
        if args and args[0] not in (*self.commands, "-h", "--help"):
            args = ["count", *args]
        return super().parse_args(ctx, args)


@click.group(cls=_Counting, subcommand_metavar="CASES... --area A [OPTIONS] | merge FILE...")
def statistics() -> None:
    """Count the figures that must be published, for any period or several years.

    \b
    ctdocs statistics ../cases --area example/exampleshire --year 2025/26
    ctdocs statistics ../cases --area A --year 2024/25 --year 2025/26 -o figures.pdf
    ctdocs statistics ../cases --area A --from 2025-10-01 --to 2026-09-30 -o figures.json
    ctdocs statistics merge north.json south.json --title Exampleshire -o county.pdf

    "ctdocs statistics count --help" has every option. Exit code 4: there is something to look at before these figures
    are published; it is named.
    """


@statistics.command()
@click.argument("places", metavar="CASES...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--area", "area_id", required=True, metavar="A", help="The area whose figures they are.")
@click.option("--from", "first", type=Day(), metavar="DATE", help="The first day of the period.")
@click.option("--to", "last", type=Day(), metavar="DATE", help="Its last day, which counts too.")
@click.option(
    "--year", "years", multiple=True, metavar="YEAR",
    help="2025/26 for April 2025 to March 2026, 2025 for January to December; several stand side by side.",
)  # fmt: skip
@_format
@_output
@_list
@on_option
@areas_option
@click.option("--no-index", is_flag=True, help="Read every log, and leave no index beside the cases.")
@json_option
def count(
    places: tuple[Path, ...], area_id: str, first: date | None, last: date | None, years: tuple[str, ...],
    format_: str | None, output: Path | None, cases_too: bool, on: date | None, areas_folder: Path | None,
    no_index: bool, as_json: bool,
) -> int:  # fmt: skip
    """Count the figures of CASES, which are folders of a case or of many.

    What falls into a period is told by its day: the application by that of its receipt, the threshold by that of its
    decision, the review by that of its meeting. The four figures of the Act and those of appeals are always there;
    further rows stand in the profile under "statistics". A case that cannot be placed is named.

    JSON holds the number that stands behind each published one and the references of its cases: it is for your own
    use and for "ctdocs statistics merge", and not to be published. PDF and CSV are, unless --list is given.
    """
    from ctdocs.cli.arguments import or_today
    from ctdocs.model.area import load_area
    from ctdocs.model.case_index import summaries
    from ctdocs.rules.statistics import counted, rows_of

    periods = _periods(first, last, years)
    kind = _kind(format_, output)
    area = load_area(area_id, areas_folder)
    day = or_today(on)
    own = area.profile.statistics
    figures = counted(
        summaries(places, index=not no_index), rows_of(own), periods, area=area_id, name=area.name, on=day,
        fewer_than=own.fewer_than,
    )  # fmt: skip
    scheme = area.on(day).scheme.name
    return _give(figures, str(scheme or "ASB Case Review"), area.name, kind, output, cases_too, as_json)


@statistics.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--title", default="", metavar="NAME", help="Who publishes them, such as the county.")
@click.option("--scheme", default="ASB Case Review", show_default=True, metavar="NAME", help="What reviews are called.")
@_format
@_output
@_list
@json_option
def merge(
    files: tuple[Path, ...], title: str, scheme: str, format_: str | None, output: Path | None, cases_too: bool,
    as_json: bool,
) -> int:  # fmt: skip
    """Put the figures of areas together, from the JSON FILE that each of them made.

    Refused where two files give different figures of one area, or hold periods that overlap and are not the same; both
    are named. A file that is given twice counts once.
    """
    from ctdocs.errors import Refused
    from ctdocs.rules.statistics import from_plain, merged

    kind = _kind(format_, output)
    given = []
    for file in files:
        try:
            given.append((str(file), from_plain(json.loads(file.read_bytes()), str(file))))
        except OSError as error:
            raise Refused(f"{file} cannot be read: {(error.strerror or '').lower()}.") from error
        except (ValueError, RecursionError) as error:
            raise Refused(f"{file} is no JSON.", hint="Give files made with --format json.") from error
    figures = merged(given)
    names = ", ".join(name for _, name in figures.areas)
    return _give(figures, scheme, title or names, kind, output, cases_too, as_json)


def _periods(first: date | None, last: date | None, years: tuple[str, ...]) -> list[Period]:
    from ctdocs.errors import Refused, UsageError
    from ctdocs.rules.statistics import Period, year

    if (first is None) != (last is None) or (first is not None and years) or (first is None and not years):
        raise UsageError("Say for which days: --from DATE and --to DATE, or --year 2025/26 once or more.")
    try:
        if first is not None and last is not None:
            return [Period(first, last)]
        return sorted({year(said) for said in years})
    except Refused as error:
        raise UsageError(error.message, hint=error.hint) from error


def _kind(format_: str | None, output: Path | None) -> str:
    from ctdocs.errors import UsageError

    ending = output.suffix.lower().removeprefix(".") if output else ""
    if format_ and ending in _FORMATS and ending != format_:
        raise UsageError(f"--format {format_} does not go with the name {output}.")
    kind = format_ or (ending if ending in _FORMATS else "")
    if output and not kind:
        raise UsageError(f"{output.name} does not say what to write.", hint="Let it end in .pdf, .csv or .json.")
    if kind == "pdf" and output is None:
        raise UsageError("A PDF needs a FILE.", hint="Give it with -o.")
    return kind


def _give(
    figures: Figures, scheme: str, title: str, kind: str, output: Path | None, cases_too: bool, as_json: bool
) -> int:
    from ctdocs.cli.output import say, say_json, warn
    from ctdocs.model.files import write_atomic, write_document
    from ctdocs.rules.statistics import as_plain

    if output and kind == "pdf":
        from ctdocs.documents.statistics import statistics as described
        from ctdocs.render.pdf.document import render

        write_document(output, render(described(figures, scheme, title=title, cases=cases_too)).data, "pdf")
    elif kind == "csv":
        from ctdocs.documents.statistics_csv import as_csv

        data = as_csv(figures, cases=cases_too)
        if output:
            write_atomic(output, data)
        else:
            say(data.decode("utf-8-sig").replace("\r\n", "\n").rstrip("\n"))
    elif kind == "json" and output:
        write_atomic(output, json.dumps(as_plain(figures), ensure_ascii=False, indent=1) + "\n")
    if as_json or (kind == "json" and not output):
        say_json(as_plain(figures))
    elif not kind or output:
        _say_table(figures, cases_too)
        if output:
            say(f"Wrote {output}.")
    for note in figures.notes:
        warn(note)
    for one in figures.not_placed:
        warn(f"{one.case} may be missing from “{one.row}”: {one.why}.")
    for remark in figures.remarks:
        warn(remark)
    return 4 if figures.not_placed or figures.remarks else 0


def _say_table(figures: Figures, cases_too: bool) -> None:
    from ctdocs.cli.output import say
    from ctdocs.model.text import printable

    areas = ", ".join(name for _, name in figures.areas)
    say(f"{areas}: {figures.cases} case{'s' * (figures.cases != 1)} looked at")
    rows = [(one, ("  – " if one.row.of else "") + one.row.label) for one in figures.rows]
    wide = max(len(label) for _, label in rows)
    columns = [
        max(len(period.label), *(len(one.counts[at].shown) for one in figures.rows))
        for at, period in enumerate(figures.periods)
    ]
    say("  ".join([" " * wide, *(one.label.rjust(width) for one, width in zip(figures.periods, columns, strict=True))]))
    for one, label in rows:
        cells = [count.shown.rjust(width) for count, width in zip(one.counts, columns, strict=True)]
        say("  ".join([printable(label).ljust(wide), *cells]))
        for period, count in zip(figures.periods, one.counts, strict=True):
            if cases_too and count.cases:
                say(f"      {period.label}: {printable(', '.join(count.cases))}")
