"""Whether the place of an answer is the one that the form has for it, and whether the words beside it are as issued.

A control carries its name wherever it is moved, so its name alone does not say what a person answered: what they read
beside it does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Final

from ctdocs.model.wordform import WordForm
from ctdocs.read.word.controls import Control
from ctdocs.read.word.lines import bare, is_box
from ctdocs.read.word.notes import CHANGED
from ctdocs.read.word.places import Found, repeats_of
from ctdocs.read.word.rows import Slot
from ctdocs.read.word.runs import HIDDEN, STRUCK, UNSEEN
from ctdocs.read.word.story import Paragraph, Row, Story
from ctdocs.read.word.tree import BACKWARDS, TRACKED
from ctdocs.read.word.words import form_of, key_of

MOVED: Final = "it stands in the place of another field"
ORDER: Final = "it stands before or behind other answers than in the form"
MARKED: Final = "words beside it are highlighted, underlined or bold, which may be meant as an answer"
_STRONG: Final = frozenset(("highlight", "shd", "bdr"))
_OF_WORDS: Final = (STRUCK, HIDDEN, UNSEEN, BACKWARDS, TRACKED)
_ROW: Final = re.compile(r"(.+?)\.\d+\.")


def standing(
    form: WordForm, story: Story, slots: Sequence[Slot], found: Sequence[Found]
) -> dict[str, dict[str, None]]:
    """Doubts by the id of the field."""
    doubts: dict[str, dict[str, None]] = {}
    for name, reason in (
        *_moved(form, slots, found), *_out_of_order(form, story, slots, found), *_labels(form, slots, found),
        *_set_off(form, slots, found), *_words_beside(slots, found),
    ):  # fmt: skip
        doubts.setdefault(name, {})[reason] = None
    return doubts


def _moved(form: WordForm, slots: Sequence[Slot], found: Sequence[Found]) -> Iterator[tuple[str, str]]:
    """Controls beside the bookmark of another field and not beside their own; several in another order."""
    marks = {mark for parts in form.containers for mark in parts[1::2]}
    repeats = repeats_of(form)
    parts_of = {name: parts for parts in form.containers for name in parts[1::2]}
    by_control = {control: slot for slot in slots for control in slot.controls}
    for slot, one in zip(slots, found, strict=True):
        if one.how != "tag" or not slot.bookmark or one.control is None:
            continue
        homes = {paragraph: None for control in _homes(slot, one) for paragraph in control.paragraphs}
        here = {name for paragraph in homes for name in paragraph.bookmarks if name in marks}
        own = {slot.bookmark, *repeats.get(slot.bookmark, ())}
        if here and not here & own:
            yield slot.field.id, MOVED
        parts = parts_of.get(slot.bookmark, ())
        if len(parts) > 3 and len(one.control.paragraphs) == 1:
            met = [
                by_control[control].bookmark
                for _, around in one.control.paragraphs[0].pieces for control in around if control in by_control
            ]  # fmt: skip
            order = [name for name in parts[1::2] if name in met]
            if list(dict.fromkeys(name for name in met if name in order)) != list(dict.fromkeys(order)):
                yield slot.field.id, MOVED


def _out_of_order(
    form: WordForm, story: Story, slots: Sequence[Slot], found: Sequence[Found]
) -> Iterator[tuple[str, str]]:
    """Answers found by their control in another order than the form has them; each row of a set by itself."""
    place = {name: at for at, name in enumerate(name for parts in form.containers for name in parts[1::2])}
    sets: dict[str, list[tuple[int, int, str]]] = {}
    for slot, one in zip(slots, found, strict=True):
        homes = _homes(slot, one)
        if len(set(homes)) != 1 or slot.bookmark not in place:
            continue  # of two that say the same, either may be the copy
        number = homes[0].paragraphs[0].number
        if number < story.body:
            row = _ROW.match(slot.field.id)
            sets.setdefault(row[0] if row else "", []).append((place[slot.bookmark], number, slot.field.id))
    for entries in sets.values():
        entries.sort()
        numbers = [number for _, number, _ in entries]
        before = [-1, *accumulate(numbers, max)]
        after = [*reversed([*accumulate(reversed(numbers), min)]), story.body]
        for at, (_, number, name) in enumerate(entries):
            if number < before[at] or number > after[at + 1]:
                yield name, ORDER


def _labels(form: WordForm, slots: Sequence[Slot], found: Sequence[Found]) -> Iterator[tuple[str, str]]:
    """Answers in a row of a table that has other words than its own."""
    if not form.words:
        return
    issued = form_of(form.words)
    by_group: dict[int, set[str]] = {}
    for line in issued.lines:
        by_group.setdefault(line.group, set()).add(line.key)
    keys = {mark: by_group.get(group, set()) for group in issued.rows for mark in issued.marks[group]}
    known = frozenset(control for slot in slots for control in slot.controls)
    said: dict[Row, str] = {}
    for slot, one in zip(slots, found, strict=True):
        if one.how == "none" or slot.pattern not in keys:
            continue
        places = [control.paragraphs[0] for control in _homes(slot, one)] or list(one.paragraphs[:1])
        for row in {paragraph.cell.row for paragraph in places if paragraph.cell is not None} - said.keys():
            said[row] = "".join(key_of(bare(p, known)) for cell in row.cells for p in cell.paragraphs)
        rows = [said[paragraph.cell.row] if paragraph.cell is not None else "" for paragraph in places]
        if not any(all(key in whole for key in keys[slot.pattern]) for whole in rows):
            yield slot.field.id, CHANGED


def _homes(slot: Slot, one: Found) -> list[Control]:
    """The controls of a field that hold what was read from it: a copy elsewhere that says the same does no harm."""
    if one.control is None or one.how != "tag":
        return []
    read = one.control
    alike = [c for c in slot.controls if (c.text.strip(), c.checked) == (read.text.strip(), read.checked)]
    return [control for control in (read, *alike) if control.paragraphs]


def _set_off(form: WordForm, slots: Sequence[Slot], found: Sequence[Found]) -> Iterator[tuple[str, str]]:
    """Choices whose words somebody highlighted, underlined, shaded or made bold in place of a tick."""
    issued = set(form.marked)
    for slot, one in zip(slots, found, strict=True):
        if one.how == "none" or not (is_box(slot) or slot.field.kind == "radio"):
            continue
        for paragraph in _around(one.paragraphs) if is_box(slot) else one.paragraphs:
            strong = _STRONG.intersection(paragraph.marks)
            weak = bool(form.words) and is_box(slot) and paragraph in one.paragraphs and bool(paragraph.marks)
            if (strong and f"{slot.pattern}!" not in issued) or (weak and slot.pattern not in issued):
                yield slot.field.id, MARKED


def _words_beside(slots: Sequence[Slot], found: Sequence[Found]) -> Iterator[tuple[str, str]]:
    """Answers in a row in which other words are struck through, hidden or tracked."""
    for slot, one in zip(slots, found, strict=True):
        for paragraph in _around(one.paragraphs) if one.how != "none" else ():
            for reason in _OF_WORDS:
                if reason in paragraph.doubts and paragraph not in one.paragraphs:
                    yield slot.field.id, f"beside it: {reason}"


def _around(paragraphs: Iterable[Paragraph]) -> list[Paragraph]:
    """These paragraphs, and those of the rows that they stand in."""
    met = dict.fromkeys(paragraphs)
    for row in {one.cell.row: None for one in met if one.cell is not None}:
        if len(row.cells) < 64:
            met |= dict.fromkeys(p for cell in row.cells for p in cell.paragraphs)
    return list(met)
