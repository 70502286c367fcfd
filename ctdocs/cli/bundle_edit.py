"""``ctdocs bundle``: late papers, from the finished bundle alone or with its case."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ctdocs.cli.options import Day, areas_option, file_option, json_option, on_option

if TYPE_CHECKING:
    from ctdocs.bundle.late.change import Late
    from ctdocs.bundle.late.held import Held
    from ctdocs.cli.bundle_given import Given

_PATH = click.Path(path_type=Path)
_PASSWORD = click.option(
    "--password-file", type=_PATH, metavar="FILE",
    help="The bundle is locked with the password in the first line of this file, and the new one will be.",
)  # fmt: skip
_CASE = click.option(
    "--case", "case_folder", type=_PATH, metavar="CASE",
    help="The case it is of: then PAPER may be the name of a part, made anew from the case (minutes, action-plan …).",
)  # fmt: skip
_MAKING = (
    click.option(
        "--letter-pages/--reissue", "letters", default=True, show_default="letter-pages",
        help="Keep every page number, and give new pages letters (47A); or number every page anew, with a table of "
        "the old and new numbers behind the index.",
    ),
    click.option("--why", default="", metavar="TEXT", help="Why, in a few words: the bundle says it."),
    on_option, _PASSWORD,
    click.option(
        "--print-copy", type=_PATH, metavar="FILE",
        help="A second file, for printing on both sides: each part begins on a right-hand page.",
    ),
    json_option, file_option,
)  # fmt: skip
_ABOUT = (
    click.option("--title", default="", metavar="T", help="Its title in the index, if not the name of the file."),
    click.option("--description", default="", metavar="D", help="The line below it; left out, that it came late."),
    click.option("--date", "dated", type=Day(), metavar="DATE", help="The date of the paper itself."),
    click.option(
        "--settles", multiple=True, metavar="TITLE",
        help="A line of “Not in this bundle” that no longer holds. One with the paper's own title goes by itself.",
    ),
    _CASE, areas_option,
)  # fmt: skip


def _with(*options: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def decorate(command: Any) -> Any:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


@click.group()
def bundle() -> None:
    """Add, replace or take out a paper of a finished review pack or appeal bundle.

    The rest stays as it is, page for page. The bundle must be as it was made: what "ctdocs verify" finds fault with
    is refused. The new bundle is another file; the one that went out is kept.
    """


@bundle.command("list")
@click.argument("file", type=_PATH, metavar="BUNDLE.pdf")
@_PASSWORD
@json_option
def list_(file: Path, password_file: Path | None, as_json: bool) -> int:
    """List the parts of a bundle with their ids and pages, as it says itself ("ctdocs verify" says if that is so).

    --json: {"file", "title", "reference", "pages", "parts": [{"id", "title", "first", "last", "pages", "place",
    "date", "treatment"}], "gaps": [{"numbers", "title", "on", "why"}], "absent": [{"title", "reason"}], "changes":
    [{"on", "what", "id", "title", "sha256", "numbers", "was", "why", "renumbered"}]}. "first" and "last" are printed
    numbers; "place" is where the part begins in the file.
    """
    from ctdocs.bundle.late.held import read_bundle
    from ctdocs.cli.bundle_text import absences, changes, gaps, parts, tell_parts
    from ctdocs.cli.output import say, say_json

    held = read_bundle(file, _password(password_file))
    record = held.record
    if as_json:
        about = {"file": str(file), "title": record.title, "reference": record.reference, "pages": record.pages}
        shown = {"parts": parts(record.entries, held.numbers), "gaps": gaps(record.gaps)}
        say_json({**about, **shown, "absent": absences(record.absent), "changes": changes(record.changes)})
        return 0
    say(f"{record.title}{f', {record.reference}' if record.reference else ''}: {record.pages} pages in {file}.")
    tell_parts(record.entries, held.numbers, record.gaps, record.absent, ids=True)
    return 0


@bundle.command()
@click.argument("file", type=_PATH, metavar="BUNDLE.pdf")
@click.argument("paper")
@click.option("--after", metavar="PART", help="Put it behind this part (id or title) and what came late to it.")
@click.option("--before", metavar="PART", help="Put it in front of this part.")
@click.option("--at-end", is_flag=True, help="Put it behind the last part (as without any of these).")
@_with(*_ABOUT, *_MAKING)
def add(file: Path, paper: str, after: str | None, before: str | None, at_end: bool, **given: Any) -> int:
    """Put PAPER, a file of any kind, into a bundle, and write the new one.

    Its pages are numbered 47A, 47B … behind page 47, so that every other page keeps its number and notes still fit;
    --reissue numbers all anew. A blank form is refused.

    --json: {"files": [FILE], "pages", "parts", "gaps", "absent" and "change" as in "ctdocs bundle list", "numbers":
    [{"id", "title", "old": [number], "new": [number]}] with --reissue, page for page, "rules": [{"rule", "sentence",
    "holds"}], "remarks": [sentence]}. Exit code 4: a person must look at a remark first.
    """
    from ctdocs.errors import UsageError

    if (after is not None) + (before is not None) + at_end > 1:
        raise UsageError("Give one of --after, --before and --at-end.")

    def step(held: Held, work: Given) -> Late:
        from ctdocs.bundle.late import change

        place = change.place(held, after=after, before=before)
        made = work.paper(held, paper, "added", None)
        return change.add(held, made, place, on=work.on, reissue=work.reissue, settles=work.settles, why=work.why)

    return _make(file, paper, step, given)


@bundle.command()
@click.argument("file", type=_PATH, metavar="BUNDLE.pdf")
@click.argument("part")
@click.argument("paper", required=False)
@_with(*_ABOUT, *_MAKING)
def replace(file: Path, part: str, paper: str | None, **given: Any) -> int:
    """Put PAPER in the place of PART (its id or title), and write the new bundle.

    It takes the numbers of PART: more pages get letters, and what is left over is named as taken out. With --case and
    without PAPER, the part is made anew from the case, or taken as the case holds it now.

    --json and the exit codes are those of "ctdocs bundle add".
    """

    def step(held: Held, work: Given) -> Late:
        from ctdocs.bundle.late import change

        entry = change.theirs(held, part)
        made = work.paper(held, paper or entry.id, "replaced", entry.id)
        return change.replace(
            held, entry.id, made, on=work.on, reissue=work.reissue, settles=work.settles, why=work.why
        )  # fmt: skip

    return _make(file, paper, step, given)


@bundle.command()
@click.argument("file", type=_PATH, metavar="BUNDLE.pdf")
@click.argument("part")
@_with(*_MAKING)
def remove(file: Path, part: str, **given: Any) -> int:
    """Take PART (its id or title) out of a bundle, and write the new one.

    All other pages keep their numbers, and the index and the last page say which were taken out; --reissue numbers
    all anew. Of the part, its title, its numbers and the SHA-256 of its file stay on record, and nothing else.

    --json and the exit codes are those of "ctdocs bundle add".
    """

    def step(held: Held, work: Given) -> Late:
        from ctdocs.bundle.late import change

        return change.remove(held, part, on=work.on, reissue=work.reissue, why=work.why)

    return _make(file, None, step, given)


def _make(file: Path, paper: str | None, step: Callable[[Held, Given], Late], given: dict[str, Any]) -> int:
    from ctdocs.bundle.copies import locked, to_print
    from ctdocs.bundle.late.held import open_bundle
    from ctdocs.cli.bundle_given import Given
    from ctdocs.cli.bundle_text import report
    from ctdocs.model.files import require_kind, write_document

    output, print_copy = given["output"], given["print_copy"]
    work = Given(given)
    _check_names(output, print_copy, [file, *([Path(paper)] if paper else [])])
    for path in (output, *([print_copy] if print_copy else [])):
        require_kind(path, "pdf")
    password = _password(given["password_file"])
    made = step(open_bundle(file, password), work)
    data = made.bundle.data
    if print_copy is not None:
        printed = to_print(made.bundle)
        write_document(print_copy, locked(printed, password) if password else printed, "pdf")
    write_document(output, locked(data, password) if password else data, "pdf")
    files = [output, *([print_copy] if print_copy else [])]
    return report(made, files, [*work.remarks, *made.remarks], as_json=given["as_json"])


def _check_names(output: Path, print_copy: Path | None, inputs: list[Path]) -> None:
    from ctdocs.errors import UsageError

    for one in (output, *([print_copy] if print_copy else [])):
        if one.suffix.lower() not in ("", ".pdf"):
            raise UsageError(f"{one.name} is not the name of a PDF.", hint="Let it end in .pdf.")
        if any(_same(one, other) for other in inputs):
            raise UsageError(
                f"{one} is what the new bundle is made from, and is kept as it is.", hint="Give another name with -o."
            )
    if print_copy is not None and _same(output, print_copy):
        raise UsageError("The bundle and the copy to print need a name each.")


def _same(one: Path, other: Path) -> bool:
    if one.exists() and other.exists():
        return os.path.samefile(one, other)
    return os.path.realpath(one) == os.path.realpath(other)


def _password(path: Path | None) -> str:
    from ctdocs.bundle.copies import read_password

    return read_password(path) if path is not None else ""
