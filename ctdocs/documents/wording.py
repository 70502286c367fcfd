"""The words of one document: every text rendered with what may stand in it, and everything that was wrong with one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ctdocs.documents import blocks as b
from ctdocs.documents.catalogue import Document
from ctdocs.documents.markup import MarkupError, Piece, blocks as markup_blocks, inlines as markup_inlines
from ctdocs.documents.printing import Printer
from ctdocs.documents.schema import Words
from ctdocs.documents.template import Sink, TextError, holds, render
from ctdocs.errors import Problem, Refused

Path = tuple[str | int, ...]
"""Where something stands in a description, as keys and indexes."""


@dataclass
class Wording:
    """Renders the texts of one document. ``finish`` raises everything that went wrong, in the order of the file.

    ``values`` gathers what is known for fields that stand in the text.
    """

    document: Document
    names: Mapping[str, Any]
    language: str
    mode: b.Mode
    draft: bool
    values: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._printer = Printer(self.mode, self.draft, self.language, self.values, self.problems)

    def inlines(self, text: Words, path: Path) -> b.Inlines:
        """One paragraph's text, in which values may stand."""
        pieces: list[Piece] = []
        source = self._rendered(text, path, pieces)
        try:
            return markup_inlines(source, pieces)
        except MarkupError as error:
            self.problem(str(error), path)
            return ()

    def line(self, text: Words, path: Path) -> b.Inlines:
        """One paragraph's text of which a form's geometry may depend: in a form, no value may stand in it."""
        self._forbid_values(text, path)
        return self.inlines(text, path)

    def label(self, text: Words | None, path: Path) -> str:
        """Plain words: a label, a note of an option, a caption. Empty where there is no text."""
        return b.plain(self.line(text, path)) if text is not None else ""

    def paragraphs(
        self, text: Words, path: Path, style: b.TextStyle, *, slot: bool
    ) -> tuple[b.Paragraph | b.ListBlock, ...]:
        """Running text; ``slot`` says that it has a space of fixed size, in which values may stand in a form too."""
        pieces: list[Piece] = []
        if not slot:
            self._forbid_values(text, path)
        source = self._rendered(text, path, pieces)
        try:
            return markup_blocks(source, pieces, style)
        except MarkupError as error:
            self.problem(str(error), path)
            return ()

    def printed(self, value: Any) -> str:
        """A single value of the profile as text."""
        result = self._print(value, ("blocks",))
        return result if isinstance(result, str) else ""

    def printed_lines(self, values: Sequence[Any]) -> tuple[str, ...]:
        """The lines of these values of the profile, those left out that are not given."""
        return tuple(line for value in values if value for line in self.printed(value).splitlines())

    def conditional(self, expression: str, path: Path, make: Callable[[], list[b.Block]]) -> list[b.Block]:
        """The blocks that ``make`` gives where the condition holds, else none."""
        return make() if self.holds(expression, path) else []

    def holds(self, expression: str, path: Path) -> bool:
        """Whether a condition holds."""
        try:
            return holds(expression, self.names, self.language)
        except TextError as error:
            self.problem(str(error), path, f"Did you mean '{error.near}'?" if error.near else None)
            return False

    def problem(self, message: str, path: Path, hint: str | None = None) -> None:
        """Note that what stands at ``path`` is wrong."""
        place = self.document.tree.place(path)
        self.problems.append(Problem(message, place=place, hint=hint, excerpt=self.document.tree.excerpt(place)))

    def finish(self) -> None:
        """Raise ``Refused`` with every problem that was met; nothing if there was none."""
        if not self.problems:
            return
        unique = list(dict.fromkeys(self.problems))
        raise Refused(f"The document '{self.document.id}' cannot be made.", problems=unique, hint=self._printer.hint())

    def _forbid_values(self, text: Words, path: Path) -> None:
        if "{" in text.in_language(self.language) and self.document.spec.kind == "form":
            self.problem(
                "in a form, text with a value or condition must stand in a slot, so that every area has the same pages",
                path,
            )

    def _rendered(self, text: Words, path: Path, pieces: list[Piece]) -> str:
        sink = Sink(lambda value: self._print(value, path), pieces)
        try:
            return render(text.in_language(self.language), self.names, sink, self.language)
        except TextError as error:
            self.problem(str(error), path, f"Did you mean '{error.near}'?" if error.near else None)
            return ""

    def _print(self, value: Any, path: Path) -> str | b.InlineField:
        if value is None:
            self.problem("this prints something that has no value", path)
            return ""
        return self._printer.print(value)
