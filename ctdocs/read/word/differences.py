"""How the words of a returned form differ from those issued, and what each difference means for answers beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ctdocs.errors import Problem
from ctdocs.model.wordform import WordForm
from ctdocs.read.word.lines import Line
from ctdocs.read.word.notes import CHANGED, LOOK, WRITTEN, Beside, Note, Outside, short
from ctdocs.read.word.places import Found, repeats_of
from ctdocs.read.word.rows import Slot
from ctdocs.read.word.story import Paragraph, Row
from ctdocs.read.word.words import Compared, Form, key_of

_MOST_CHANGED: Final = 20
_NEXT: Final = 6
"""A changed paragraph without fields is laid to the next fields that follow within so many paragraphs or rows."""


@dataclass(frozen=True, slots=True)
class Place:
    """A file laid beside its form."""

    form: WordForm
    issued: Form
    lines: Sequence[Line]
    compared: Compared
    beside: Beside
    slots: Sequence[Slot]
    found: Sequence[Found]


def differences(at: Place, result: Outside) -> None:
    """Tell every difference to ``result``."""
    fields, gone, absent = _by_mark(at)
    moved = {at.issued.lines[number].key for number, line in at.compared.changed if line is None}
    near = {line.group: _marks_near(at.issued, line.group) for line in at.issued.lines}
    # Cards are alike: which of them the words of one that is gone are missed from is chance.
    missing = Counter(one.key for one in at.issued.lines if near[one.group] and gone.issuperset(near[one.group]))
    told: list[tuple[int, int | None, list[str]]] = []
    for number, line in sorted(at.compared.changed, key=lambda entry: entry[0]):
        one = at.issued.lines[number]
        if line is None and missing[one.key]:
            missing[one.key] -= 1
            continue  # that its fields are missing is told, or its row was taken out
        touched = [fields[mark] for mark in near[one.group] if mark in fields]
        result.doubt(touched, CHANGED)
        if line is not None:
            result.doubt(at.beside.of(at.lines[line].paragraph), CHANGED)
        told.append((number, line, touched))
    result.problems += _told(at, told)
    fresh = _fresh(at, absent)
    ours = {one.key for one in at.issued.lines}
    for group in _runs(at.compared.extra):
        keys = [key_of(text) for _, text, _ in group]
        paragraphs = [at.lines[number].paragraph for number, _, _ in group]
        if all(key in ours for key in keys) and _near(paragraphs, fresh):
            continue
        for paragraph in paragraphs:
            result.doubt(at.beside.of(paragraph), WRITTEN)
        if all(key in moved for key in keys):
            continue  # the form's own words in another place, which is told above
        if group[0][2] is None and not any(at.beside.of(one) for one in paragraphs):
            result.doubt(_boxes_before(at, group[0][0]), WRITTEN)
        result.notes.append(Note(f"{_where(at, group)}: {_joined(at.lines, group)}"))


def _told(at: Place, changed: Sequence[tuple[int, int | None, list[str]]]) -> Iterator[Problem]:
    """The changed words as problems; lines that are gone together as one."""
    groups: list[list[tuple[int, int | None, list[str]]]] = []
    for one in changed:
        follows = groups and one[1] is None and groups[-1][-1][1] is None and one[0] == groups[-1][-1][0] + 1
        if follows:
            groups[-1].append(one)
        else:
            groups.append([one])
    for group in groups[:_MOST_CHANGED]:
        number, line, _ = group[0]
        fields = list(dict.fromkeys(name for _, _, names in group for name in names))
        quoted = f"“{short(at.issued.lines[number].text)}”"
        if line is not None:
            message = f"Where the form says {quoted}, the file says “{short(at.lines[line].text)}”."
        else:
            others = len(group) - 1
            more = f" and {others} more {'paragraph' if others == 1 else 'paragraphs'}" if others else ""
            message = f"The words {quoted}{more} of the form are gone from the file, or stand in another place."
        yield Problem(message, code="words-changed", field=fields[0] if len(fields) == 1 else None, hint=LOOK)
    if len(groups) > _MOST_CHANGED:
        message = f"{len(groups) - _MOST_CHANGED} more of the words of the form were changed or are gone."
        yield Problem(message, code="words-changed", hint=LOOK)


def _by_mark(at: Place) -> tuple[dict[str, str], set[str], set[str]]:
    """The field of each bookmark; the bookmarks of fields that are gone, and the fields of rows that are further."""
    fields = {mark: one.id for one in at.form.fields for mark in one.bookmarks.values()}
    own = {mark: slot for slot in at.slots if (mark := slot.bookmark)}
    gone = set(fields) - {
        slot.bookmark for slot, one in zip(at.slots, at.found, strict=True) if one.how != "none" and slot.bookmark
    }
    fields |= {mark: slot.field.id for mark, slot in own.items()}
    for first, others in repeats_of(at.form).items():
        for mark in others:
            if first in fields:
                fields[mark] = fields[first]
            if first in gone:
                gone.add(mark)
    issued = {one.id for one in at.form.fields}
    fresh = {slot.field.id for slot in at.slots if slot.field.id not in issued or not slot.bookmark}
    return fields, gone, fresh


def _marks_near(issued: Form, group: int) -> list[str]:
    """The bookmarks of the fields in a row or paragraph, else of those that follow it."""
    if issued.marks[group]:
        return list(issued.marks[group])
    for number in range(group + 1, min(group + 1 + _NEXT, len(issued.marks))):
        if not issued.marks[number]:
            continue
        found = list(issued.marks[number])
        while group in issued.rows and number + 1 < len(issued.marks) and issued.marks[number + 1]:
            number += 1  # the head of a table is laid to all its rows
            found += issued.marks[number]
        return found
    return []


def _fresh(at: Place, fields: set[str]) -> set[int]:
    """The numbers of the paragraphs that hold answers of further rows, which bring words of the form with them."""
    return {
        paragraph.number
        for slot, one in zip(at.slots, at.found, strict=True) if slot.field.id in fields
        for paragraph in one.paragraphs
    }  # fmt: skip


def _near(paragraphs: Sequence[Paragraph], fresh: set[int]) -> bool:
    first, last = paragraphs[0].number, paragraphs[-1].number
    return any(first - 3 <= number <= last + 3 for number in fresh) if len(fresh) < 20_000 else False


def _runs(extra: Sequence[tuple[int, str, int | None]]) -> Iterator[list[tuple[int, str, int | None]]]:
    """Whole lines that follow one another as one; what was written into a line of the form by itself."""
    group: list[tuple[int, str, int | None]] = []
    for one in sorted(extra, key=lambda entry: entry[0]):
        if group and (one[2] is not None or group[-1][2] is not None or one[0] != group[-1][0] + 1):
            yield group
            group = []
        group.append(one)
    if group:
        yield group


def _joined(lines: Sequence[Line], group: Sequence[tuple[int, str, int | None]]) -> str:
    pieces: list[str] = []
    row: Row | None = None
    for number, words, _ in group:
        cell = lines[number].paragraph.cell
        if pieces:
            pieces.append(" | " if cell is not None and cell.row is row else "\n")
        pieces.append(words.strip())
        row = cell.row if cell is not None else None
    return "".join(pieces)


def _where(at: Place, group: Sequence[tuple[int, str, int | None]]) -> str:
    number, _, issued = group[0]
    if issued is not None:
        written_in = (issued, number) not in at.compared.changed
        return f"{'Beside' if written_in else 'In place of'} “{short(at.issued.lines[issued].text)}”"
    paragraph = at.lines[number].paragraph
    if paragraph.box:
        return "In a text box"
    for other in range(max(number - 20, 0), min(number + 20, len(at.lines))):
        cell, own = at.lines[other].paragraph.cell, paragraph.cell
        if other in at.compared.pairs and cell is not None and own is not None and cell.row is own.row:
            return f"Beside “{short(at.lines[other].text)}”"
    before = next((other for other in range(number - 1, -1, -1) if other in at.compared.pairs), None)
    return f"Below “{short(at.lines[before].text)}”" if before is not None else "At the top"


def _boxes_before(at: Place, number: int) -> list[str]:
    """The boxes of the paragraph or row before a line: what stands under a box may be meant for it."""
    before = next((other for other in range(number - 1, -1, -1) if other in at.compared.pairs), None)
    fields = at.beside.of(at.lines[before].paragraph) if before is not None else []
    return [one for one in fields if one in at.beside.boxes]
