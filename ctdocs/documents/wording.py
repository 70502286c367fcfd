"""The words of one document: every text rendered with what may stand in it, and everything that was wrong with one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ctdocs.documents import blocks as b
from ctdocs.documents.catalogue import Document
from ctdocs.documents.markup import MarkupError, Piece, blocks as markup_blocks, inlines as markup_inlines
from ctdocs.documents.schema import Words
from ctdocs.documents.template import Sink, TextError, Value, holds, render
from ctdocs.errors import Problem, Refused
from ctdocs.model.facts import Fact, Missing
from ctdocs.model.text import long_date

Path = tuple[str | int, ...]
"""Where something stands in a description, as keys and indexes."""

FACTS = frozenset(("missing-fact", "unconfirmed-fact"))
"""The codes of problems that lie in the profile of the area."""

CONFIRM = "Confirm them in the profile, or use --draft, which prints CONFIRM beside each."
"""What to do about those."""


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
        codes = {problem.code for problem in self.problems}
        hint = None
        if codes & FACTS:
            hint = CONFIRM if self.mode == "blank" else "Confirm them in the profile of the area."
        elif "missing-required" in codes:
            hint = "Put them into the case: ctdocs case set CASE NAME=VALUE, or --completed DATE for that day."
        unique = list(dict.fromkeys(self.problems))
        raise Refused(f"The document '{self.document.id}' cannot be made.", problems=unique, hint=hint)

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
        match value:
            case Value():
                return self._print_value(value)
            case Missing():
                return self._confirm(value, "is not known", "missing-fact")
            case Fact():
                return str(value) if value.confirmed else self._confirm(value, "is not confirmed", "unconfirmed-fact")
            case dt.date():
                return long_date(value, self.language)
            case None:
                self.problem("this prints something that has no value", path)
                return ""
        return str(value)

    def _print_value(self, value: Value) -> str | b.InlineField:
        content = None if value.content is None else value.show(value.content)
        if content is not None and value.rests_on is not None and not value.rests_on.confirmed:
            self._confirm(value.rests_on, "is not confirmed", "unconfirmed-fact")
        if self.mode == "final" or value.final:
            if content is None and value.field.required:
                message = f"Not known: {value.field.label}."
                self.problems.append(Problem(message, code="missing-required", field=value.field.id))
            return content or ""
        if content is not None:
            self.values[value.field.id] = content
        return b.InlineField(value.field)

    def _confirm(self, fact: Fact | Missing, what: str, code: str) -> str:
        if self.draft:
            return f"CONFIRM: {fact if isinstance(fact, Fact) else fact.name}"
        self.problems.append(Problem(f"'{fact.name}' {what}.", place=fact.place, code=code))
        return ""
