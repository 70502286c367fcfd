"""``ctdocs read``: returned forms become values, with what a person must look at said plainly."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ctdocs.cli.output import say, say_json, warn

if TYPE_CHECKING:
    from ctdocs.errors import Problem
    from ctdocs.model.reading import Reading

_STATUSES = (("certain", "certain"), ("check", "to check"), ("key", "to type in"), ("blank", "blank"))


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", "folder", type=click.Path(path_type=Path), metavar="DIR", help="Keep each reading here."
)
@click.option("--json", "as_json", is_flag=True, help="Print everything that was read as JSON.")
@click.option(
    "--layouts", type=click.Path(path_type=Path, exists=True, file_okay=False), metavar="DIR", help="Kept layouts."
)
@click.option("--max-mb", type=click.FloatRange(min=0, min_open=True), default=100, show_default=True, help="Per file.")
@click.option("--max-pages", type=click.IntRange(min=1), default=500, show_default=True, help="Per file.")
@click.option("--seconds", type=click.FloatRange(min=0, min_open=True), default=60, show_default=True, help="Per file.")
def read(
    files: tuple[Path, ...],
    folder: Path | None,
    as_json: bool,
    layouts: Path | None,
    max_mb: float,
    max_pages: int,
    seconds: float,
) -> int:
    """Read returned forms, and say what a person must look at.

    Exit code 0: every answer is certain and nothing is missing. 4: a person must look. 3: a file could not be read
    (the others were). With one file only, the code says why: 6 where reading it needs an extra.
    """
    from ctdocs.errors import CtdocsError, LookNeeded, Refused
    from ctdocs.model.reading import Readings, Unplaced
    from ctdocs.read import Limits, read_each

    limits = Limits(bytes=int(max_mb * 1024 * 1024), pages=max_pages, seconds=seconds)
    forms: list[Reading] = []
    unplaced: list[Unplaced] = []
    code = 0
    taken: set[str] = set()
    for path, result in read_each(files, limits=limits, layouts=layouts):
        if isinstance(result, CtdocsError):
            reason = str(result).replace("\n", " ")
            unplaced.append(Unplaced(str(path), None, reason))
            warn(f"{path}: {reason}")
            code = result.exit_code if len(files) == 1 else Refused.exit_code
            continue
        forms.append(result)
        if result.problems or any(one.status in ("check", "key") for one in result.fields.values()):
            code = code or LookNeeded.exit_code
        if not as_json:
            _tell(path, result)
        if folder is not None:
            kept = _keep(folder, path, result, taken)
            if not as_json:
                say(f"  kept in {kept}")
    if as_json:
        say_json(Readings(tuple(forms), tuple(unplaced)).to_json())
    elif len(files) > 1:
        say(f"{len(forms)} of {len(files)} files were read.")
    return code


def _tell(path: Path, reading: Reading) -> None:
    counts = Counter(one.status for one in reading.fields.values())
    told = ", ".join(f"{counts[status]} {words}" for status, words in _STATUSES if counts[status])  # type: ignore[index]
    say(f"{path}: {reading.form.id}, {reading.form.area or 'area not known'}: {told}")
    for name, one in reading.fields.items():
        if one.status in ("check", "key"):
            shown = "" if one.value is None else f" “{_short(str(one.value))}”"
            page = f" (page {one.page})" if one.page else ""  # a Word file has no pages of its own
            say(f"  check {name}{page}{shown}: {one.reason}")
    for problem in reading.problems:
        say(f"  {_sentence(problem)}")
    if not reading.problems and not counts["check"] and not counts["key"]:
        say("  Nothing to check.")


def _sentence(problem: Problem) -> str:
    return f"{problem.message} {problem.hint}" if problem.hint else problem.message


def _short(text: str) -> str:
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= 60 else f"{line[:57]}…"


def _keep(folder: Path, path: Path, reading: Reading, taken: set[str]) -> Path:
    """Write one reading, whole or not at all; two files of one name in one call do not overwrite each other."""
    import json

    from ctdocs.model.files import write_atomic
    from ctdocs.model.reading import Readings

    name, number = path.stem, 1
    while name.casefold() in taken:
        number += 1
        name = f"{path.stem}-{number}"
    taken.add(name.casefold())
    place = folder / f"{name}.reading.json"
    result = Readings((reading,)).to_json()
    write_atomic(place, json.dumps(result, ensure_ascii=False, indent=2) + "\n")
    return place
