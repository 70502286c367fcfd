"""What a person wrote outside the fields of a form, or did to its words: all of it is kept, and told.

The words of the form are known (``WordForm.words``). What a returned file says beyond them and beyond its answers
becomes a note; where the form's own words read otherwise or are gone, the answers beside them are for a person.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from ctdocs.errors import Problem
from ctdocs.model.wordform import WordForm
from ctdocs.read.word.controls import Control
from ctdocs.read.word.interpret import is_blank
from ctdocs.read.word.lines import Line, further_places, is_box, lines_of
from ctdocs.read.word.places import Found, repeats_of
from ctdocs.read.word.rows import Slot
from ctdocs.read.word.story import Paragraph, Row, Story
from ctdocs.read.word.words import Compared, Form, compare, form_of, key_of

CHANGED: Final = "the words beside it are not those of the form"
WRITTEN: Final = "something is written beside it, outside its field"
OUTSIDE: Final = "it stands outside the fields of the form"
_LOOK: Final = "Open the file in Word."
_SHOWN: Final = 160
_MOST_CHANGED: Final = 20
_NEXT: Final = 6
"""A changed paragraph without fields is laid to the next fields that follow within so many paragraphs or rows."""


@dataclass(frozen=True, slots=True)
class Note:
    """What a person wrote that is no answer, with where it stands, and why a person must look at it."""

    text: str
    reason: str = OUTSIDE


@dataclass(slots=True)
class Outside:
    """The notes of a file, problems with the form's words, and doubts by the id of the field they touch."""

    notes: list[Note] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    doubts: dict[str, dict[str, None]] = field(default_factory=dict)

    def doubt(self, fields: Iterable[str], reason: str) -> None:
        """Lay a reason to each of these fields."""
        for name in fields:
            self.doubts.setdefault(name, {})[reason] = None


def outside(form: WordForm, story: Story, slots: Sequence[Slot], found: Sequence[Found]) -> Outside:
    """Everything that a file holds beside its answers and the words of its form.

    A form issued before its words were kept tells nothing but what stands twice.
    """
    result = Outside()
    _second_copies(form, story, slots, found, result)
    if not form.words:
        return result
    body = story.paragraphs[: story.body]
    issued = form_of(form.words)
    lines = lines_of(body, form, story, slots, found)
    beside = _Beside(slots, found)
    compared = compare(issued.lines, [one.text for one in lines])
    _body(_Place(form, issued, lines, compared, beside, slots, found), result)
    _margins(form, story, slots, found, result)
    _pictures(form, issued, story, lines, beside, result)
    return result


class _Beside:
    """Which fields stand in a row or paragraph."""

    def __init__(self, slots: Sequence[Slot], found: Sequence[Found]) -> None:
        self.paragraphs: dict[Paragraph, dict[str, None]] = {}
        self.rows: dict[Row, dict[str, None]] = {}
        self.controls = frozenset(control for slot in slots for control in slot.controls)
        self.boxes = {slot.field.id for slot in slots if is_box(slot)}
        for slot, one in zip(slots, found, strict=True):
            for paragraph in one.paragraphs:
                self.paragraphs.setdefault(paragraph, {})[slot.field.id] = None
                if paragraph.cell is not None:
                    self.rows.setdefault(paragraph.cell.row, {})[slot.field.id] = None

    def of(self, paragraph: Paragraph) -> list[str]:
        """The fields in that paragraph, and in its row."""
        row = self.rows.get(paragraph.cell.row, {}) if paragraph.cell is not None else {}
        return list({**self.paragraphs.get(paragraph, {}), **row})


@dataclass(frozen=True, slots=True)
class _Place:
    form: WordForm
    issued: Form
    lines: Sequence[Line]
    compared: Compared
    beside: _Beside
    slots: Sequence[Slot]
    found: Sequence[Found]


def _second_copies(
    form: WordForm, story: Story, slots: Sequence[Slot], found: Sequence[Found], result: Outside
) -> None:
    """The answers of fields that stand twice, but for the one that was read."""
    for slot, one in zip(slots, found, strict=True):
        if one.how != "tag":
            continue
        told = {key_of(one.text)}
        for control in slot.controls:
            key = key_of(control.text)
            if not control.placeholder and control.kind != "check" and key and key not in told:
                told.add(key)
                result.notes.append(Note(f"In another copy of the field “{slot.field.label}”: {control.text.strip()}"))
    known = frozenset(control for slot in slots for control in slot.controls)
    read = {slot.bookmark: (slot, one) for slot, one in zip(slots, found, strict=True) if slot.bookmark}
    for _, mark, text in further_places(form, story, known):
        if mark not in read:
            continue
        other, first = read[mark]
        if not is_box(other) and not is_blank(text, other.field.placeholder) and key_of(text) != key_of(first.text):
            result.notes.append(Note(f"In another place of the field “{other.field.label}”: {text.strip()}"))


def _body(at: _Place, result: Outside) -> None:
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


def _told(at: _Place, changed: Sequence[tuple[int, int | None, list[str]]]) -> Iterator[Problem]:
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
        quoted = f"“{_short(at.issued.lines[number].text)}”"
        if line is not None:
            message = f"Where the form says {quoted}, the file says “{_short(at.lines[line].text)}”."
        else:
            others = len(group) - 1
            more = f" and {others} more {'paragraph' if others == 1 else 'paragraphs'}" if others else ""
            message = f"The words {quoted}{more} of the form are gone from the file, or stand in another place."
        yield Problem(message, code="words-changed", field=fields[0] if len(fields) == 1 else None, hint=_LOOK)
    if len(groups) > _MOST_CHANGED:
        message = f"{len(groups) - _MOST_CHANGED} more of the words of the form were changed or are gone."
        yield Problem(message, code="words-changed", hint=_LOOK)


def _by_mark(at: _Place) -> tuple[dict[str, str], set[str], set[str]]:
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


def _fresh(at: _Place, fields: set[str]) -> set[int]:
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
    text, row = "", None
    for number, words, _ in group:
        cell = lines[number].paragraph.cell
        between = " | " if cell is not None and cell.row is row else "\n"
        text += (between if text else "") + words.strip()
        row = cell.row if cell is not None else None
    return text


def _where(at: _Place, group: Sequence[tuple[int, str, int | None]]) -> str:
    number, _, issued = group[0]
    if issued is not None:
        written_in = (issued, number) not in at.compared.changed
        return f"{'Beside' if written_in else 'In place of'} “{_short(at.issued.lines[issued].text)}”"
    paragraph = at.lines[number].paragraph
    if paragraph.box:
        return "In a text box"
    for other in range(max(number - 20, 0), min(number + 20, len(at.lines))):
        cell, own = at.lines[other].paragraph.cell, paragraph.cell
        if other in at.compared.pairs and cell is not None and own is not None and cell.row is own.row:
            return f"Beside “{_short(at.lines[other].text)}”"
    before = next((other for other in range(number - 1, -1, -1) if other in at.compared.pairs), None)
    return f"Below “{_short(at.lines[before].text)}”" if before is not None else "At the top"


def _boxes_before(at: _Place, number: int) -> list[str]:
    """The boxes of the paragraph or row before a line: what stands under a box may be meant for it."""
    before = next((other for other in range(number - 1, -1, -1) if other in at.compared.pairs), None)
    fields = at.beside.of(at.lines[before].paragraph) if before is not None else []
    return [one for one in fields if one in at.beside.boxes]


def _margins(
    form: WordForm, story: Story, slots: Sequence[Slot], found: Sequence[Found], result: Outside
) -> None:
    """Headers and footers: programs repeat and leave them out, so only what the form does not have counts."""
    ours = {one.key for one in form_of(form.margins).lines}
    whole = "".join(one.key for one in form_of(form.margins).lines)
    told: set[str] = set()
    for line in lines_of(story.paragraphs[story.body :], form, story, slots, found):
        key = key_of(line.text)
        if key and key not in ours and key not in whole and key not in told:
            told.add(key)
            result.notes.append(Note(f"In the header or footer: {line.text.strip()}"))


def _pictures(
    form: WordForm, issued: Form, story: Story, lines: Sequence[Line], beside: _Beside, result: Outside
) -> None:
    known = beside.controls
    spare = issued.pictures + form_of(form.margins).pictures
    by_paragraph = {line.paragraph: line.text for line in reversed(lines)}
    for paragraph, controls in story.pictures[spare:]:
        if paragraph is not None and not any(one in known for one in controls):
            result.doubt(beside.of(paragraph), WRITTEN)
        result.notes.append(Note(f"{_beside_picture(story, paragraph, controls, by_paragraph)}: a picture"))


def _beside_picture(
    story: Story, paragraph: Paragraph | None, controls: Sequence[Control], words: Mapping[Paragraph, str]
) -> str:
    if paragraph is None or paragraph.number >= story.body:
        return "In the header or footer"
    for number in range(paragraph.number, -1, -1):
        one = story.paragraphs[number]
        if one in words:
            return f"{'Beside' if one is paragraph else 'Below'} “{_short(words[one])}”"
    return "At the top"


def _short(text: str) -> str:
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"
