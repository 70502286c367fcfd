"""Which control belongs to which field, rows counted as they stand in the file.

Word repeats a card of a repeating section whole, tags too, so the order of the cards gives the numbers of the rows. A
card that was copied by hand stands outside its section, or has its tags twice: it becomes a row after the last.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ctdocs.errors import Problem
from ctdocs.model.wordform import WordField, WordForm
from ctdocs.read.word.controls import Control

COPIED: Final = "the row was copied and pasted, so its number is our guess"
STRAY: Final = "it was moved here from another row"
_ROW = re.compile(r"(.+?)\.([1-9]\d{0,3})\.(.+)")
_MOST_ROWS: Final = 9999


@dataclass(frozen=True, slots=True)
class Slot:
    """One place to answer: a field, or one box of a choice (``option``), with the controls that carry its tag.

    ``bookmark`` is empty where the place was made by copying, which leaves bookmarks behind; ``pattern`` is that of the
    place it was copied from. ``absent``: the person took its row out.
    """

    field: WordField
    option: str
    bookmark: str
    pattern: str
    controls: tuple[Control, ...]
    doubts: tuple[str, ...] = ()
    absent: bool = False


@dataclass(frozen=True, slots=True)
class Laid:
    """Every place of the file, those of further rows too; ``unknown`` are controls of no field of the form."""

    slots: tuple[Slot, ...]
    unknown: tuple[Control, ...]
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class _Card:
    """The controls of one row by what follows the row's number in their tags; ``own`` is the number they carry."""

    controls: dict[str, list[Control]]
    own: int
    copied: bool = False


def lay(form: WordForm, controls: Sequence[Control]) -> Laid:
    """Lay every control to the fields of ``form`` by its tag."""
    whole, tables = _fields(form)
    single: dict[str, list[Control]] = {}
    items: dict[str, dict[Control, list[tuple[int, str, Control]]]] = {table: {} for table in tables}
    loose: dict[str, list[tuple[int, str, Control]]] = {table: [] for table in tables}
    sections = {one.tag for one in controls if one.kind == "section"}
    unknown = []
    for control in controls:
        if not control.tag or control.kind in ("section", "item"):
            continue
        name = control.tag.partition("=")[0]
        row = _ROW.fullmatch(name)
        if control.tag in whole:
            single.setdefault(control.tag, []).append(control)
        elif row and row[1] in tables and row[3] in tables[row[1]].rests:
            found = (int(row[2]), control.tag[len(row[1]) + len(row[2]) + 2 :], control)
            item = control.within("item")
            section = item.within("section") if item else None
            if item is not None and section is not None and section.tag == row[1]:
                items[row[1]].setdefault(item, []).append(found)
            else:
                loose[row[1]].append(found)
        else:
            unknown.append(control)
    slots = [
        Slot(field, option, mark, mark, tuple(single.get(tag, ()))) for tag, (field, option, mark) in whole.items()
    ]
    problems: list[Problem] = []
    for name, table in tables.items():
        cards = _cards(table, items[name], loose[name], name in sections)
        slots += _rows(table, cards, name in sections)
        problems += _told(table, cards, name in sections)
    return Laid(tuple(_in_order(form, slots)), tuple(unknown), tuple(problems))


@dataclass(frozen=True, slots=True)
class _Table:
    """The rows of a repeated set as issued: field, option and bookmark by row number and the rest of the tag."""

    name: str
    places: Mapping[int, Mapping[str, tuple[WordField, str, str]]]
    rests: frozenset[str]

    @property
    def last(self) -> int:
        return max(self.places)


def _fields(form: WordForm) -> tuple[dict[str, tuple[WordField, str, str]], dict[str, _Table]]:
    whole: dict[str, tuple[WordField, str, str]] = {}
    rows: dict[str, dict[int, dict[str, tuple[WordField, str, str]]]] = {}
    for field in form.fields:
        row = _ROW.fullmatch(field.id)
        boxes = list(field.options) if field.shown_as == "boxes" else [""]
        for option in boxes:
            place = (field, option, field.bookmarks.get(option, ""))
            ending = f"={option}" if option else ""
            if row:
                rows.setdefault(row[1], {}).setdefault(int(row[2]), {})[row[3] + ending] = place
            else:
                whole[field.id + ending] = place
    tables = {}
    for name, places in rows.items():
        rests = frozenset(tag.partition("=")[0] for row in places.values() for tag in row)
        tables[name] = _Table(name, places, rests)
    return whole, tables


def _cards(
    table: _Table,
    items: Mapping[Control, Sequence[tuple[int, str, Control]]],
    loose: Sequence[tuple[int, str, Control]],
    section: bool,
) -> dict[int, _Card]:
    """The rows of the file by their number."""
    cards: dict[int, _Card] = {}
    for number, item in enumerate(sorted(items, key=lambda one: one.number), start=1):
        cards[number] = _Card({}, Counter(own for own, _, _ in items[item]).most_common(1)[0][0])
        for own, rest, control in items[item]:
            cards[number].controls.setdefault(rest, []).append(control)
            if own != cards[number].own:
                control.doubts[STRAY] = None
    outside: dict[int, list[_Card]] = {}
    for own, rest, control in loose:
        group = outside.setdefault(own, [])
        if not group or rest in group[-1].controls:
            group.append(_Card({}, own))
        group[-1].controls.setdefault(rest, []).append(control)
    further: list[_Card] = []
    for own, group in sorted(outside.items()):
        first, *copies = group
        if own not in cards:
            cards[own] = first
        else:
            copies.insert(0, first)
        needed = len(table.places[min(table.places)]) / 2
        for copy in copies:
            if len(copy.controls) >= needed:
                further.append(copy)
            else:  # a single answer that stands twice is no row
                for rest, controls in copy.controls.items():
                    cards[own].controls.setdefault(rest, []).extend(controls)
    last = max(*cards, 0) if section and cards else max(*cards, table.last, 0)
    for number, card in enumerate(further, start=last + 1):
        card.copied = True
        cards[number] = card
    return {number: card for number, card in cards.items() if number <= _MOST_ROWS}


def _rows(table: _Table, cards: Mapping[int, _Card], section: bool) -> Iterator[Slot]:
    model = table.places[min(table.places)]
    known: set[int] = set()
    for number in sorted({*cards, *table.places}):
        card = cards.get(number)
        # In a section the order counts, so that the bookmarks of a card are those of the row it was issued as.
        own = card.own if card is not None and not card.copied else number
        places = table.places.get(own, {}) if own not in known and not (card and card.copied) else {}
        absent = section and card is None and bool(cards)
        if not absent:
            known.add(own)
        for rest, (field, option, pattern) in {**model, **table.places.get(own, {})}.items():
            field_id = f"{table.name}.{number}.{rest.partition('=')[0]}"
            mark = places[rest][2] if rest in places and not absent else ""
            controls = tuple(card.controls.get(rest, ())) if card else ()
            doubts = (COPIED,) if card and card.copied else ()
            yield Slot(replace(field, id=field_id), option, mark, pattern, controls, doubts, absent)


def _told(table: _Table, cards: Mapping[int, _Card], section: bool) -> Iterator[Problem]:
    gone = [number for number in table.places if section and cards and number not in cards]
    if gone:
        message = f"Of the {len(table.places)} rows “{table.name}” of the form, {len(gone)} were taken out; "
        message += "those that are left were counted anew from 1."
        yield Problem(message, code="rows-removed", field=table.name)
    elif section and any(card.own != number for number, card in cards.items() if number in table.places):
        message = f"The rows “{table.name}” stand in another order than in the form; they were counted as they stand."
        yield Problem(message, code="rows-moved", field=table.name)
    copied = [number for number, card in cards.items() if card.copied]
    if copied:
        message = f"{len(copied)} of the rows “{table.name}” were copied and pasted; they were counted after the last."
        yield Problem(message, code="rows-copied", field=f"{table.name}.{copied[0]}")


def _in_order(form: WordForm, slots: Sequence[Slot]) -> list[Slot]:
    """The places in the order of the form, further rows after the last of their set."""
    places: dict[str, int] = {}
    for number, field in enumerate(form.fields):
        row = _ROW.fullmatch(field.id)
        places[field.id] = number
        if row:
            places[row[1]] = number

    def place(slot: Slot) -> tuple[int, int]:
        row = _ROW.fullmatch(slot.field.id)
        if slot.field.id in places:
            return places[slot.field.id], 0
        return (places[row[1]] if row else len(places)), int(row[2]) if row else 0

    return sorted(slots, key=place)
