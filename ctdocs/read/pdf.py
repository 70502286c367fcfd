"""Reading one returned PDF form: from the file to its answers, each with its certainty and its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from ctdocs.errors import NotInstalled, Problem, Refused
from ctdocs.model.bounds import bounded
from ctdocs.model.layout import CONTINUED
from ctdocs.model.reading import FieldReading, FormRef, Reading
from ctdocs.model.text import keepable
from ctdocs.read.beside import Beside, beside
from ctdocs.read.fields import Walk, acroform, walk
from ctdocs.read.formid import Mark, identify
from ctdocs.read.joining import Entry, Joined, Placed, join, place
from ctdocs.read.judging import answers, judged
from ctdocs.read.limits import Limits, Progress, Watch
from ctdocs.read.opening import Opened, opened
from ctdocs.read.revisions import condition
from ctdocs.read.second import differences, second_opinion
from ctdocs.read.values import interpret

_PAPER: Final = (
    "Reading paper (printed, scanned or photographed forms) comes with the scan extra, which is not installed; "
    "until then type the answers in with “ctdocs case new”."
)
_UNKNOWN_SHOWN: Final = 20


def read_pdf(
    path: Path | str,
    *,
    limits: Limits | None = None,
    progress: Progress | None = None,
    layouts: Path | str | None = None,
) -> Reading:
    """What a person answered in the form at ``path``.

    ``layouts`` is a folder of kept layouts (``ID.json``), asked where the file does not carry its own. A second
    reader looks at every file that was saved more than once or is in any way unusual; a field on which the two
    differ is never ``certain``. Raises ``Refused`` where the file is no form of ours or breaks a limit, and
    ``NotInstalled`` where it is ours and has no fields any more. Scripts and embedded files are never touched.
    """
    limits = limits or Limits()
    watch = Watch(limits)
    tell = progress or _silent
    tell("open", 0, 3)
    with opened(Path(path), limits, watch) as file:
        tell("fields", 1, 3)
        _no_xfa(file)
        mark = identify(file.pdf, Path(layouts) if layouts is not None else None)
        found = walk(file.pdf, watch)
        placed, entries = _placed(file, mark, found)
        around = beside(file.pdf, found.reached, watch)
        notes = (*around.problems(), *_notes(file, found, around))
        tell("certainty", 2, 3)
        state = condition(file.data, file.pdf, file.pdf.get_warnings())
        doubts = {} if state.plain else differences(found.fields, second_opinion(file.data, watch))
    assert mark is not None
    damage = (state.damage,) if state.damage else ()
    on_page = around.doubts()
    fields = {}
    for one in placed:
        extra = (doubts[one.full_name], *damage) if one.full_name in doubts else damage
        if on_page:
            extra = (*extra, *on_page.get(one.page, ()))
        fields[one.id] = interpret(one.field, found.fields.get(one.full_name), one.page, extra)
    joined = join(fields, placed, entries) if entries or _marked(fields) else Joined(fields, frozenset(), ())
    kept = bounded({name: one for name, one in joined.fields.items() if name not in joined.used})
    values = answers(kept)
    form = mark.parts[0].layout
    layout_id = mark.parts[0].layout_id
    problems = (*notes, *_misplaced(placed, found, state.damage), *joined.problems, *judged(form.document, values))
    ref = FormRef(form.document, layout_id, mark.area, mark.serial, "fillable", keepable(Path(path).name))
    tell("certainty", 3, 3)
    return Reading(ref, values, kept, problems)


def _silent(step: str, done: int, total: int) -> None:
    """Nobody listens."""


def _no_xfa(file: Opened) -> None:
    form = acroform(file.pdf)
    if form is not None and "/XFA" in form:
        raise Refused(
            "This is an XFA form, which only Adobe's programs can fill in; ctdocs does not read it.",
            hint="Forms made by ctdocs are not of that kind. Ask the sender to fill in the form they were sent.",
        )


def _placed(file: Opened, mark: Mark | None, found: Walk) -> tuple[Sequence[Placed], Sequence[Entry]]:
    """The fields of the form's layouts. Raises where the file is not ours or none of its fields is left."""
    if mark is None:
        again = "Ask the sender to fill in the form that they were sent."
        hint = again if found.fields else f"It has no fields to read. {_PAPER}"
        raise Refused("This is not a ctdocs form.", hint=hint)
    placed, entries = place(mark.parts)
    if not any(one.full_name in found.fields for one in placed):
        raise NotInstalled(
            "This is a ctdocs form, but its fields are gone: it was printed to PDF, flattened or scanned.", hint=_PAPER
        )
    last = max(part.first_page + part.layout.pages - 1 for part in mark.parts)
    if last > file.pages:
        raise Refused(
            f"The form has {last} pages, but the file has {file.pages}.",
            hint="Ask the sender for all pages of the form, in one file.",
        )
    return placed, entries


def _notes(file: Opened, found: Walk, around: Beside) -> Iterator[Problem]:
    """What the file carries beside its answers. It is left alone, but a person should know."""
    import pikepdf

    root = file.pdf.Root
    names, action = root.get("/Names"), root.get("/OpenAction")
    inside = set(names.keys()) if isinstance(names, pikepdf.Dictionary) else set()
    acting = isinstance(action, pikepdf.Dictionary) and action.get("/S") != pikepdf.Name.GoTo
    if found.scripts or acting or "/JavaScript" in inside or "/AA" in root:
        message = "The file contains scripts or actions, which forms of ctdocs do not have; they were ignored."
        yield Problem(message, code="scripts-ignored")
    if "/EmbeddedFiles" in inside or around.files:
        message = "Other files are embedded in the form; they were not opened."
        yield Problem(message, code="embedded-files-ignored", hint="Look at them in a PDF viewer, with care.")


def _misplaced(placed: Sequence[Placed], found: Walk, damage: str) -> Iterator[Problem]:
    if damage:
        message = f"Every answer needs a look: {damage}."
        yield Problem(message, code="damaged", hint="Ask the sender for another copy, if that is easy.")
    for one in placed:
        if one.full_name not in found.fields:
            message = f"The field “{one.field.label}” is missing from the file."
            yield Problem(message, code="missing-field", field=one.id)
    known = {one.full_name for one in placed}
    unknown = [raw.name for raw in found.fields.values() if raw.name not in known]
    for name in unknown[:_UNKNOWN_SHOWN]:
        message = f"The file has a field “{name[:80]}” that the form does not have; it was not read."
        yield Problem(message, code="unknown-field", field=name[:80])
    if len(unknown) > _UNKNOWN_SHOWN:
        yield Problem(f"{len(unknown) - _UNKNOWN_SHOWN} more such fields are in the file.", code="unknown-field")


def _marked(fields: dict[str, FieldReading]) -> bool:
    return any(isinstance(one.value, str) and one.value.endswith(CONTINUED) for one in fields.values())
