"""What a person wrote outside the fields of a form, as it is gathered: notes, problems, and doubts about answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from ctdocs.errors import Problem
from ctdocs.read.word.lines import is_box
from ctdocs.read.word.places import Found
from ctdocs.read.word.rows import Slot
from ctdocs.read.word.story import Paragraph, Row

CHANGED: Final = "the words beside it are not those of the form"
WRITTEN: Final = "something is written beside it, outside its field"
OUTSIDE: Final = "it stands outside the fields of the form"
LOOK: Final = "Open the file in Word."
_SHOWN: Final = 160


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


class Beside:
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


def short(text: str) -> str:
    """The text on one line, cut where it is long."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"
