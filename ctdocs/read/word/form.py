"""Reading one returned Word form: from the file to its answers, each with its certainty."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from ctdocs.errors import Problem, Refused
from ctdocs.model.bounds import bounded
from ctdocs.model.reading import FieldReading, FormRef, Reading
from ctdocs.model.text import keepable
from ctdocs.model.wordform import WordForm
from ctdocs.read.judging import answers, judged
from ctdocs.read.limits import Limits, Progress, Watch
from ctdocs.read.values import DOUBTFUL
from ctdocs.read.word.beside import doubt_comments, notes, said_beside
from ctdocs.read.word.controls import Control
from ctdocs.read.word.interpret import interpret, is_blank
from ctdocs.read.word.locate import locate
from ctdocs.read.word.marks import identify, is_template
from ctdocs.read.word.notes import OUTSIDE, Note
from ctdocs.read.word.opening import Package, opened
from ctdocs.read.word.outside import outside
from ctdocs.read.word.places import Found
from ctdocs.read.word.rows import Laid, Slot, lay
from ctdocs.read.word.runs import looks_of
from ctdocs.read.word.standing import standing
from ctdocs.read.word.story import Story
from ctdocs.read.word.tree import Walker
from ctdocs.read.word.words import form_of

_UNKNOWN_SHOWN: Final = 20
_MOST_NOTES: Final = 200
_LONGEST_NOTE: Final = 100_000
_FRESH: Final = "Ask the sender to fill in the form that they were sent."


def read_word(
    path: Path | str,
    *,
    limits: Limits | None = None,
    progress: Progress | None = None,
    layouts: Path | str | None = None,
) -> Reading:
    """What a person answered in the Word form at ``path``.

    Tracked changes are read as accepted, and what they touch is never ``certain``. ``layouts`` is a folder of kept
    forms (``ID.word.json``), asked where a program dropped the description that the file carried. Raises ``Refused``
    where the file is no form of ours, holds nothing to read, breaks a limit or is dangerous.
    """
    limits = limits or Limits()
    watch = Watch(limits)
    tell = progress or _silent
    tell("open", 0, 3)
    package = opened(Path(path), limits, watch)
    tell("fields", 1, 3)
    form = identify(package, Path(layouts) if layouts is not None else None)
    story = _story(package, watch)
    if form is None:
        raise _not_ours(story)
    if form.mode == "final" or not form.fields:
        raise Refused(
            "This is a final record, which holds no fields to read.", hint="Read the form that it was made from."
        )
    doubt_comments(story)
    laid = lay(form, story.controls)
    watch.check()
    found = locate(form, story, laid.slots, watch)
    watch.check()
    if all(one.how == "none" for one in found):
        raise Refused("This is a form of ctdocs, but none of its fields is left in it.", hint=_FRESH)
    tell("certainty", 2, 3)
    beyond = outside(form, story, laid.slots, found)
    watch.check()
    fields = _doubted(_fields(laid.slots, found), beyond.doubts, standing(form, story, laid.slots, found))
    ours = frozenset(line.key for line in form_of((*form.words, *form.margins)).lines)
    told, more = _noted((*beyond.notes, *unread(form, story, laid, found), *said_beside(package, story)))
    fields = bounded(fields | told)
    problems = (
        *more,
        *beyond.problems,
        *notes(package, story, laid.slots, found, ours),
        *laid.problems,
        *_missing(laid.slots, found),
        *_unknown(form, story, laid, found),
    )
    values = answers(fields)
    ref = FormRef(form.document, form.id, form.area or None, None, "word", keepable(Path(path).name))
    tell("certainty", 3, 3)
    return Reading(ref, values, fields, (*problems, *judged(form.document, values)))


def _silent(step: str, done: int, total: int) -> None:
    """Nobody listens."""


def _story(package: Package, watch: Watch) -> Story:
    styles = next(package.related("styles"), None)
    walker = Walker(watch, looks_of(package.root(styles)) if styles else {})
    walker.walk(package.root(package.main))
    walker.story.body = len(walker.story.paragraphs)
    for kind in ("header", "footer"):
        for name in dict.fromkeys(package.related(kind)):
            walker.walk(package.root(name))
    return walker.story


def _not_ours(story: Story) -> Refused:
    if any(is_template(one.text) for one in story.paragraphs):
        return Refused(
            "This is a template of ctdocs to be edited, or one like it; it was not filled in.",
            hint="Make the form from it with “ctdocs fill” or “ctdocs pack” and read what comes back.",
        )
    return Refused("This is not a ctdocs form.", hint=_FRESH)


def _fields(slots: Sequence[Slot], found: Sequence[Found]) -> dict[str, FieldReading]:
    groups: dict[str, tuple[list[Slot], list[Found]]] = {}
    for slot, one in zip(slots, found, strict=True):
        group = groups.setdefault(slot.field.id, ([], []))
        group[0].append(slot)
        group[1].append(one)
    return {name: interpret(group[0][0].field, *group) for name, group in groups.items()}


def _doubted(
    fields: Mapping[str, FieldReading], *doubts: Mapping[str, Mapping[str, None]]
) -> dict[str, FieldReading]:
    """The fields with further doubts: each of these asks a person."""
    result = dict(fields)
    for more in doubts:
        for name, reasons in more.items():
            one = result.get(name)
            if one is not None and reasons:
                known = [one.reason] if one.reason else []
                reason = "; ".join([*known, *(new for new in reasons if new not in one.reason)])
                result[name] = replace(one, status="check", confidence=DOUBTFUL, reason=reason)
    return result


def _noted(notes: Sequence[Note]) -> tuple[dict[str, FieldReading], list[Problem]]:
    """What stands outside the fields, as fields of its own and as problems; beyond the most, all in the last."""
    kept = list(notes[:_MOST_NOTES])
    if len(notes) > len(kept):
        kept[-1] = replace(kept[-1], text="\n".join(one.text for one in notes[_MOST_NOTES - 1 :]))
    fields, problems = {}, []
    for number, note in enumerate(kept, start=1):
        name, text = f"notes.{number}.text", keepable(note.text)
        if len(text) > _LONGEST_NOTE:
            text = f"{text[:_LONGEST_NOTE]}… There is more of it: open the file in Word."
        fields[name] = FieldReading(text, text, "check", DOUBTFUL, note.reason)
        if note.reason == OUTSIDE:
            line = " ".join(text.split())
            message = f"Something is written outside the fields. {line if len(line) <= 300 else f'{line[:299]}…'}"
            problems.append(Problem(message, code="text-outside", field=name))
    return fields, problems


def _missing(slots: Sequence[Slot], found: Sequence[Found]) -> Iterator[Problem]:
    told = set()
    for slot, one in zip(slots, found, strict=True):
        gone = one.how == "none" and not slot.absent
        if gone and slot.field.id not in told:
            told.add(slot.field.id)
            what = f"The field “{slot.field.label}” is missing from the file."
            if slot.option:
                what = f"A box of the field “{slot.field.label}” is missing from the file."
            yield Problem(what, code="missing-field", field=slot.field.id)


def unread(form: WordForm, story: Story, laid: Laid, found: Sequence[Found]) -> Iterator[Note]:
    """Text boxes and strange controls of a form whose words are not known; else they are told as all other text is."""
    if form.words:
        return
    for one in story.boxes:
        if one.text.strip():
            yield Note(f"In a text box: {one.text.strip()}")
    ours = {control for slot in laid.slots for control in slot.controls}
    read = {paragraph for one in found for paragraph in one.paragraphs}
    for control in story.controls:
        strange = control not in ours and control.kind in ("text", "date", "list") and _says(control)
        if strange and not _within(control, ours) and not read.intersection(control.paragraphs):
            yield Note(f"In a field that the form does not have: {control.text.strip()}")


def _unknown(form: WordForm, story: Story, laid: Laid, found: Sequence[Found]) -> Iterator[Problem]:
    """Controls and bookmarks that hold something and belong to no field."""
    ours = {control for slot in laid.slots for control in slot.controls}
    read = {paragraph for one in found for paragraph in one.paragraphs}
    marks = {mark for parts in form.containers for mark in parts[1::2]}
    read.update(paragraph for mark in marks for paragraph in story.bookmarks.get(mark, ()))
    names = [one.tag for one in laid.unknown]
    for control in story.controls:
        if control.tag or control in ours or control.kind in ("section", "item", "other"):
            continue
        if not _within(control, ours) and not read.intersection(control.paragraphs) and _says(control):
            names.append(" ".join(control.text.split())[:40])
    names += [
        name for name, where in story.bookmarks.items()
        if name.startswith("ctd_") and name not in marks and any(_filled(one.text, form) for one in where)
    ]  # fmt: skip
    for name in names[:_UNKNOWN_SHOWN]:
        message = f"The file has a field “{name[:80]}” that the form does not have; it was not read."
        yield Problem(message, code="unknown-field", field=name[:80])
    if len(names) > _UNKNOWN_SHOWN:
        yield Problem(f"{len(names) - _UNKNOWN_SHOWN} more such fields are in the file.", code="unknown-field")


def _within(control: Control, others: set[Control]) -> bool:
    around = control.parent
    while around is not None and around not in others:
        around = around.parent
    return around is not None


def _says(control: Control) -> bool:
    return bool(control.checked) if control.kind == "check" else not control.placeholder and not is_blank(
        control.text, ""
    )


def _filled(text: str, form: WordForm) -> bool:
    return bool(text.strip()) and not any(is_blank(text, one.placeholder) for one in form.fields)
