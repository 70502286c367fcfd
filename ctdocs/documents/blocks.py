"""A resolved document: blocks and fields with every word decided, ready for any renderer.

Nothing here knows of pages, PDF, Word or HTML. Text is a tuple of inlines; a field carries its value where one is
known and says whether it may still be edited.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from ctdocs.documents.shapes import Drawing
from ctdocs.model.look import Look

if TYPE_CHECKING:
    from ctdocs.documents.catalogue import Document

Mode = Literal["blank", "prefilled", "final", "template"]
FieldKind = Literal[
    "text", "multiline", "date", "phone", "postcode", "reference", "email", "tick", "radio", "signature"
]
Medium = Literal["pages", "flowing"]
TextStyle = Literal["normal", "lead", "note", "small"]
CELLS: dict[str, int] = {"date": 8, "phone": 11, "postcode": 8}
"""Comb cells by kind of field: a date is DDMMYYYY, a telephone number 11 digits, a postcode 7 letters and a space."""


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a choice."""

    value: str
    label: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """A place for a value. ``tooltip`` names the question for people who do not see the page.

    ``width`` is in millimetres (0: as wide as there is room), ``lines`` in lines. What is known of it stands in
    ``Resolved.values``: text, ``"yes"`` for a tick, the value of an option, a date as ISO 8601. ``required_if`` is a
    condition on the case's facts, such as ``basis == 'other'``.
    """

    id: str
    kind: FieldKind
    label: str
    tooltip: str
    required: bool = False
    required_if: str | None = None
    hint: str = ""
    lines: int = 1
    width: float = 0
    options: tuple[Option, ...] = ()

    @property
    def cells(self) -> int:
        """How many comb cells the field has; 0 where it is not a comb."""
        return CELLS.get(self.kind, 0)


@dataclass(frozen=True, slots=True)
class Text:
    """A stretch of text in one face. ``link`` is a URI; ``urn:ctd:part:N`` points to part N of a bundle.

    ``gap`` says that it stands in a draft for what is not known: it is highlighted.
    """

    text: str
    bold: bool = False
    italic: bool = False
    link: str | None = None
    gap: bool = False


class Gap(str):
    """The words that stand in a draft for a value that is not known."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Break:
    """A line break inside a paragraph."""


@dataclass(frozen=True, slots=True)
class InlineField:
    """A field inside running text."""

    field: Field


@dataclass(frozen=True, slots=True)
class Code:
    """One Jinja tag as the description has it, braces included. Only a document ``as_template`` holds any.

    A paragraph or an item of a list that holds a single ``{% … %}`` and nothing else is a statement about the blocks
    around it.
    """

    source: str
    bold: bool = False
    italic: bool = False

    @property
    def statement(self) -> bool:
        """Whether it decides what is shown, and shows nothing itself."""
        return self.source.startswith("{%")


Inline = Text | Break | InlineField | Code
Inlines = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 4."""

    level: int
    text: Inlines


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of running text."""

    text: Inlines
    style: TextStyle = "normal"


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A list; each item is a paragraph."""

    items: tuple[Inlines, ...]
    ordered: bool = False
    style: TextStyle = "normal"


@dataclass(frozen=True, slots=True)
class Slot:
    """Text in a space of fixed height (``lines`` of 11 pt), so that geometry is the same for every area."""

    blocks: tuple[Paragraph | ListBlock, ...]
    lines: int


@dataclass(frozen=True, slots=True)
class FieldTable:
    """Labels and answers, one line each; a line may hold two fields side by side."""

    rows: tuple[tuple[Field, ...], ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One question with several answers, of which one is chosen."""

    field: Field
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Tick:
    """A box to tick with the words that it stands for."""

    field: Field
    text: Inlines


@dataclass(frozen=True, slots=True)
class Answer:
    """A large box for an answer in the person's own words; ``field.lines`` of 8.5 mm."""

    field: Field


@dataclass(frozen=True, slots=True)
class Record:
    """One card of a repeated set of fields: rows of fields under a title."""

    title: str
    rows: tuple[tuple[Field, ...], ...]


@dataclass(frozen=True, slots=True)
class Records:
    """A repeated set of fields: ``id`` is the parent of the field ids, which count from 1.

    ``widths`` are those of the columns in millimetres where the set stands as one table, a record to a line under a
    header row; empty where each record is a card.
    """

    id: str
    records: tuple[Record, ...]
    caption: str = ""
    widths: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A printed table with a header row. ``widths`` are in millimetres."""

    caption: str
    header: tuple[Inlines, ...]
    widths: tuple[float, ...]
    rows: tuple[tuple[Inlines, ...], ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing under its caption. ``alt`` tells in words all that the drawing shows, for people who do not see it."""

    drawing: Drawing
    alt: str
    caption: str


@dataclass(frozen=True, slots=True)
class Signature:
    """A place to sign and the date of signing."""

    label: str
    signature: Field
    date: Field


@dataclass(frozen=True, slots=True)
class Question:
    """A numbered question with its help and its blocks. ``added`` marks one that the source appendix does not have."""

    number: str
    label: Inlines
    required: bool
    note: tuple[Paragraph | ListBlock | Only, ...]
    blocks: tuple[Block, ...]
    added: bool = False


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The sender at the head of a letter."""

    name: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AddressBlock:
    """Name and address of the person written to, placed for a window envelope; a field where it is not known."""

    field: Field


@dataclass(frozen=True, slots=True)
class ReferenceLine:
    """Our reference and the date of the letter."""

    label: str
    text: Inlines


@dataclass(frozen=True, slots=True)
class Subject:
    """What a letter is about: its heading."""

    text: Inlines


@dataclass(frozen=True, slots=True)
class SignOff:
    """The close of a letter: greeting, room for a signature, name and role."""

    greeting: str
    name: Inlines
    role: Inlines


@dataclass(frozen=True, slots=True)
class Only:
    """Text that stands in one medium: in PDFs, which have pages, or where answers may be of any length, as in Word."""

    medium: Medium
    blocks: tuple[Paragraph | ListBlock, ...]


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows starts on a new page."""


Block = (
    Heading
    | Paragraph
    | ListBlock
    | Slot
    | FieldTable
    | Choice
    | Tick
    | Answer
    | Records
    | Table
    | Figure
    | Signature
    | Question
    | Letterhead
    | AddressBlock
    | ReferenceLine
    | Subject
    | SignOff
    | PageBreak
    | Only
)


@dataclass(frozen=True, slots=True)
class Resolved:
    """One document for one area on one day, in one language, for one audience.

    ``values`` holds what is known, by field id. In ``blank`` it is empty; in ``prefilled`` the values stand in fields;
    in ``final`` they are printed and no field remains. ``key`` is the same for two documents whose blank form is the
    same, so that a renderer may keep what it made. ``continuation`` is the form that takes what does not fit, or None.
    ``names`` are what its text could use, for a Word template with a text of its own; ``description`` is what it was
    made from; ``look`` is plain until somebody gives it the area's (``Area.look``). In ``template`` the text holds the
    Jinja of the description as it was written.
    """

    id: str
    code: str
    kind: Literal["form", "letter"]
    edition: str
    title: str
    language: str
    audience: str
    mode: Mode
    area_id: str
    area_name: str
    gss_code: str
    sender: str
    version: str
    blocks: tuple[Block, ...]
    key: str
    values: Mapping[str, str]
    draft: bool = False
    continuation: Resolved | None = None
    names: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)
    look: Look = field(default=Look(), repr=False)
    description: Document | None = field(default=None, repr=False, compare=False)

    def fields(self) -> Iterator[Field]:
        """Every field in reading order."""
        return fields_of(self.blocks)


def fields_of(blocks: tuple[Block, ...]) -> Iterator[Field]:
    """Every field of these blocks in reading order."""
    for block in blocks:
        match block:
            case Question():
                yield from fields_of(block.blocks)
            case FieldTable():
                for row in block.rows:
                    yield from row
            case Records():
                for record in block.records:
                    for row in record.rows:
                        yield from row
            case Signature():
                yield block.signature
                yield block.date
            case Choice() | Answer() | AddressBlock():
                yield block.field
            case Tick():
                yield block.field
                yield from _inline_fields(block.text)
            case Heading() | Paragraph() | Subject() | ReferenceLine():
                yield from _inline_fields(block.text)
            case ListBlock():
                for item in block.items:
                    yield from _inline_fields(item)
            case SignOff():
                yield from _inline_fields(block.name)
                yield from _inline_fields(block.role)
            case Table():
                for cells in block.rows:
                    for cell in cells:
                        yield from _inline_fields(cell)
            case Slot() | Letterhead() | PageBreak() | Only() | Figure():
                pass


def _inline_fields(inlines: Inlines) -> Iterator[Field]:
    for inline in inlines:
        if isinstance(inline, InlineField):
            yield inline.field


def records_of(blocks: tuple[Block, ...]) -> Iterator[Records]:
    """Every repeated set of fields in these blocks."""
    for block in blocks:
        if isinstance(block, Records):
            yield block
        elif isinstance(block, Question):
            yield from records_of(block.blocks)


def plain(inlines: Inlines) -> str:
    """The words of a stretch of inlines; a field is left out."""
    return "".join(map(_words, inlines))


def _words(inline: Inline) -> str:
    match inline:
        case Text():
            return inline.text
        case Code():
            return inline.source
        case Break():
            return "\n"
    return ""
