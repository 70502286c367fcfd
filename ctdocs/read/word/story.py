"""What a Word file holds once it is taken apart: paragraphs, rows and cells, controls, bookmarks and comments."""

from __future__ import annotations

from dataclasses import dataclass, field

from ctdocs.read.word.controls import Control


@dataclass(slots=True, eq=False)
class Row:
    """A row of a table."""

    cells: list[Cell] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Cell:
    """A cell with all paragraphs in it, those of tables in it too."""

    row: Row
    paragraphs: list[Paragraph] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Paragraph:
    """A paragraph: its pieces of text, each with the controls around it, and the bookmarks that begin in it.

    ``counted`` are the numbers of the pieces that are page numbers; ``marks`` says how words outside its fields are set
    off (``runs.MARKS``). ``box``: it stands in a text box; ``numbered``: Word puts a number or bullet before it.
    """

    cell: Cell | None
    number: int
    pieces: list[tuple[str, tuple[Control, ...]]] = field(default_factory=list)
    bookmarks: list[str] = field(default_factory=list)
    doubts: dict[str, None] = field(default_factory=dict)
    counted: set[int] = field(default_factory=set)
    marks: dict[str, None] = field(default_factory=dict)
    box: bool = False
    numbered: bool = False

    @property
    def text(self) -> str:
        """Its text, that of its controls too."""
        return "".join(piece for piece, _ in self.pieces)


@dataclass(slots=True)
class Comment:
    """Where a comment is anchored."""

    controls: list[Control] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)


@dataclass(slots=True)
class Story:
    """What one or more parts hold. ``notes`` are the ids of footnotes.

    The first ``body`` paragraphs are the text itself, the others headers and footers. ``pictures`` gives, for each
    picture or object, its paragraph and the controls that it stands in.
    """

    paragraphs: list[Paragraph] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    controls: list[Control] = field(default_factory=list)
    bookmarks: dict[str, list[Paragraph]] = field(default_factory=dict)
    comments: dict[str, Comment] = field(default_factory=dict)
    body: int = 0
    pictures: list[tuple[Paragraph | None, tuple[Control, ...]]] = field(default_factory=list)
    notes: dict[tuple[str, str], None] = field(default_factory=dict)
    tracked: bool = False

    @property
    def boxes(self) -> list[Paragraph]:
        """The paragraphs of text boxes."""
        return [one for one in self.paragraphs if one.box]
