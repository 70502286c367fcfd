"""From the blocks of a description to resolved blocks: text rendered, ids whole, tooltips that name the question."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ctdocs.documents import blocks as b
from ctdocs.documents.catalogue import Document
from ctdocs.documents.facts import as_text, lookup
from ctdocs.documents.markup import MarkupError, Piece, blocks as markup_blocks, inlines as markup_inlines
from ctdocs.documents.people import person_rows
from ctdocs.documents.schema import BlockSpec, FieldSpec, OptionSpec, QuestionSpec, Rows, Words
from ctdocs.documents.template import Sink, TextError, Value, holds, render
from ctdocs.errors import Problem, Refused
from ctdocs.model.facts import Fact, Missing
from ctdocs.model.text import long_date

Path = tuple[str | int, ...]
_HOW: Mapping[str, Mapping[str, str]] = {
    "date": {"en": " (8 digits: day, month, year)", "cy": " (8 digid: dydd, mis, blwyddyn)"},
    "phone": {"en": " (digits only)", "cy": " (digidau yn unig)"},
}
"""What a tooltip says of a field whose boxes take one character each: people who do not see them need it too."""


FACTS = frozenset(("missing-fact", "unconfirmed-fact"))
"""The codes of problems that lie in the profile of the area."""

CONFIRM = "Confirm them in the profile, or use --draft, which prints CONFIRM beside each."
"""What to do about those."""


@dataclass
class Builder:
    """Builds the blocks of one document. ``finish`` raises everything that went wrong, in the order of the file."""

    document: Document
    names: Mapping[str, Any]
    language: str
    mode: b.Mode
    draft: bool
    record: bool = False
    facts: Mapping[str, Any] | None = None
    values: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    _seen: set[str] = field(default_factory=set)

    # -- the whole document
    def blocks(self) -> tuple[b.Block, ...]:
        """Every block of the document that applies."""
        return self._blocks(self.document.spec.blocks, ("blocks",), "")

    def conditions(self) -> None:
        """Note every condition of a final letter that does not hold."""
        for number, condition in enumerate(self.document.spec.only_if):
            if not self._holds(condition.holds, ("only_if", number, "holds")):
                self.problems.append(Problem(condition.otherwise.in_language(self.language), code="not-for-this-case"))

    def title(self) -> str:
        """The title of the document as one line of plain text."""
        pieces: list[Piece] = []
        return b.plain(self._inlines(self.document.spec.title, ("title",), pieces))

    def area_text(self, text: str) -> str:
        """A short text about the area, such as the name of its council, outside any block."""
        return b.plain(self._inlines(Words(en=text), ("title",), []))

    def finish(self) -> None:
        """Raise ``Refused`` with every problem that was met; nothing if there was none."""
        if self.problems:
            codes = {problem.code for problem in self.problems}
            hint = None
            if codes & FACTS:
                hint = CONFIRM if self.mode == "blank" else "Confirm them in the profile of the area."
            elif "missing-required" in codes:
                hint = "Put them into the case: ctdocs case set CASE NAME=VALUE, or --completed DATE for that day."
            unique = list(dict.fromkeys(self.problems))
            raise Refused(f"The document '{self.document.id}' cannot be made.", problems=unique, hint=hint)

    # -- text
    def _inlines(self, text: Words, path: Path, used: list[Piece] | None = None) -> b.Inlines:
        pieces: list[Piece] = [] if used is None else used
        source = self._rendered(text, path, pieces)
        try:
            return markup_inlines(source, pieces)
        except MarkupError as error:
            self._problem(str(error), path)
            return ()

    def _fixed(self, text: Words | None, path: Path) -> str:
        """Words that no value may enter: labels, notes of options, captions."""
        if text is None:
            return ""
        pieces: list[Piece] = []
        result = b.plain(self._inlines(text, path, pieces))
        self._forbid(text, path)
        return result

    def _text(
        self, text: Words, path: Path, style: b.TextStyle, *, slot: bool
    ) -> tuple[b.Paragraph | b.ListBlock, ...]:
        pieces: list[Piece] = []
        source = self._rendered(text, path, pieces)
        if not slot:
            self._forbid(text, path)
        try:
            return markup_blocks(source, pieces, style)
        except MarkupError as error:
            self._problem(str(error), path)
            return ()

    def _forbid(self, text: Words, path: Path) -> None:
        if "{" in text.in_language(self.language) and self.document.spec.kind == "form":
            self._problem(
                "in a form, text with a value or condition must stand in a slot, so that every area has the same pages",
                path,
            )

    def _rendered(self, text: Words, path: Path, pieces: list[Piece]) -> str:
        sink = Sink(lambda value: self._print(value, path), pieces)
        try:
            return render(text.in_language(self.language), self.names, sink, self.language)
        except TextError as error:
            self._problem(str(error), path, f"Did you mean '{error.near}'?" if error.near else None)
            return ""

    def _print(self, value: Any, path: Path) -> str | b.InlineField:
        match value:
            case Value():
                return self._print_value(value, path)
            case Missing():
                return self._confirm(value.name, "is not known", "missing-fact", value)
            case Fact():
                if value.confirmed:
                    return str(value)
                return self._confirm(value.name, "is not confirmed", "unconfirmed-fact", value)
            case dt.date():
                return long_date(value, self.language)
            case None:
                self._problem("this prints something that has no value", path)
                return ""
        return str(value)

    def _print_value(self, value: Value, path: Path) -> str | b.InlineField:
        content = None if value.content is None else value.show(value.content)
        rests_on = value.rests_on
        if content is not None and rests_on is not None and not rests_on.confirmed:
            self._confirm(rests_on.name, "is not confirmed", "unconfirmed-fact", rests_on)
        if self.mode == "final" or value.final:
            if content is None and value.field.required:
                self.problems.append(
                    Problem(f"Not known: {value.field.label}.", code="missing-required", field=value.field.id)
                )
            return content or ""
        if content is not None:
            self.values[value.field.id] = content
        return b.InlineField(value.field)

    def _confirm(self, name: str, what: str, code: str, fact: Fact | Missing) -> str:
        if self.draft:
            return f"CONFIRM: {fact}" if isinstance(fact, Fact) else f"CONFIRM: {name}"
        self.problems.append(Problem(f"'{name}' {what}.", place=fact.place, code=code))
        return ""

    def _problem(self, message: str, path: Path, hint: str | None = None) -> None:
        place = self.document.tree.place(path)
        self.problems.append(Problem(message, place=place, hint=hint, excerpt=self.document.tree.excerpt(place)))

    # -- blocks
    def _blocks(self, specs: tuple[BlockSpec, ...], path: Path, prefix: str) -> tuple[b.Block, ...]:
        result: list[b.Block] = []
        for number, spec in enumerate(specs):
            here = (*path, number)
            if self.record and (not spec.record or spec.page is not None):
                continue
            if spec.when is not None and self.document.spec.kind == "form":
                self._problem("a form shows every block: 'when' belongs to letters", (*here, "when"))
            elif spec.when is not None and not self._holds(spec.when, (*here, "when")):
                continue
            result += self._block(spec, here, prefix)
        return tuple(result)

    def _holds(self, expression: str, path: Path) -> bool:
        try:
            return holds(expression, self.names, self.language)
        except TextError as error:
            self._problem(str(error), path, f"Did you mean '{error.near}'?" if error.near else None)
            return False

    def _block(self, spec: BlockSpec, path: Path, prefix: str) -> list[b.Block]:
        here = (*path, spec.kind)
        if spec.title is not None:
            return [b.Heading(1, self._inlines(spec.title, here))]
        if spec.heading is not None:
            return [b.Heading(2, self._text_line(spec.heading, here))]
        if spec.text is not None:
            return list(self._text(spec.text, here, spec.style, slot=False))
        if spec.slot is not None:
            return [b.Slot(self._text(spec.slot, here, spec.style, slot=True), spec.lines)]
        if spec.question is not None:
            return [self._question(spec.question, here)]
        if spec.choice is not None:
            c = spec.choice
            label = self._fixed(c.label, (*here, "label"))
            options = self._options(c.options, (*here, "options"))
            made = self._field(c.id, "radio", label, prefix, c.required, c.required_if, here, options=options)
            return [b.Choice(made, c.columns)]
        if spec.fields is not None:
            return [b.FieldTable(self._rows(spec.fields, here, "", prefix))]
        if spec.person is not None:
            rows = person_rows(spec.person)
            return [b.FieldTable(self._rows(rows, here, "", prefix))]
        if spec.box is not None:
            x = spec.box
            label = self._fixed(x.label, (*here, "label"))
            return [
                b.Answer(self._field(x.id, "multiline", label, prefix, x.required, x.required_if, here, lines=x.lines))
            ]
        if spec.tick is not None:
            t = spec.tick
            words = self._text_line(t.label, (*here, "label"))
            return [b.Tick(self._field(t.id, "tick", b.plain(words), prefix, t.required, t.required_if, here), words)]
        if spec.records is not None:
            r = spec.records
            title = self._fixed(r.title, (*here, "title"))
            cards = []
            for number in range(1, r.rows + 1):
                name = f"{title} {number}"
                inner = _joined(prefix, name)
                cards.append(b.Record(name, self._rows(r.layout, (*here, "layout"), f"{r.id}.{number}.", inner)))
            return [b.Records(r.id, tuple(cards))]
        if spec.signature is not None:
            s = spec.signature
            label = self._fixed(s.label, (*here, "label"))
            sign = self._field(f"{s.id}.signature", "signature", label, prefix, s.required, s.required_if, here)
            date = self._field(
                f"{s.id}.date",
                "date",
                f"Date of {label[:1].lower()}{label[1:]}",
                prefix,
                s.required,
                s.required_if,
                here,
            )
            return [b.Signature(label, sign, date)]
        if spec.table is not None:
            t2 = spec.table
            header = tuple(self._text_line(c.label, (*here, "columns", i, "label")) for i, c in enumerate(t2.columns))
            body = tuple(
                tuple(self._text_line(cell, (*here, "rows", i, j)) for j, cell in enumerate(row))
                for i, row in enumerate(t2.rows)
            )
            caption = self._fixed(t2.caption, (*here, "caption"))
            return [b.Table(caption, header, tuple(c.width for c in t2.columns), body)]
        if spec.page is not None:
            return [b.PageBreak()]
        return self._letter_part(spec, here)

    def _text_line(self, text: Words, path: Path) -> b.Inlines:
        pieces: list[Piece] = []
        line = self._inlines(text, path, pieces)
        self._forbid(text, path)
        return line

    def _question(self, spec: QuestionSpec, path: Path) -> b.Question:
        label = self._text_line(spec.label, (*path, "label"))
        words = b.plain(label)
        prefix = f"{spec.number}. {words}" if spec.number else words
        note = self._text(spec.note, (*path, "note"), "note", slot=False) if spec.note and not self.record else ()
        inner = self._blocks(spec.blocks, (*path, "blocks"), prefix)
        return b.Question(spec.number, label, spec.required and not self.record, note, inner, spec.origin == "ctdocs")

    # -- fields
    def _rows(self, rows: Rows, path: Path, ids: str, prefix: str) -> tuple[tuple[b.Field, ...], ...]:
        return tuple(
            tuple(
                self._from_spec(spec, (*path, i) if len(row) == 1 else (*path, i, j), ids, prefix)
                for j, spec in enumerate(row)
            )
            for i, row in enumerate(rows)
        )

    def _from_spec(self, spec: FieldSpec, path: Path, ids: str, prefix: str) -> b.Field:
        label = self._fixed(spec.label, path)
        options = self._options(spec.options, path)
        kind: b.FieldKind = "radio" if spec.kind == "choice" else spec.kind
        return self._field(
            ids + spec.id, kind, label, prefix, spec.required, spec.required_if, path,
            hint=self._fixed(spec.hint, path), lines=spec.lines, width=spec.width, options=options,
        )  # fmt: skip

    def _options(self, specs: tuple[OptionSpec, ...], path: Path) -> tuple[b.Option, ...]:
        return tuple(b.Option(o.value, self._fixed(o.label, path), self._fixed(o.note, path)) for o in specs)

    def _field(
        self, field_id: str, kind: b.FieldKind, label: str, prefix: str, required: bool, required_if: str | None,
        path: Path, **rest: Any,
    ) -> b.Field:  # fmt: skip
        if field_id in self._seen:
            self._problem(f"the field id '{field_id}' stands twice in this document", path)
        self._seen.add(field_id)
        how = _HOW.get(kind, {}).get(self.language, "")
        tooltip = _joined(prefix, label) + how
        return b.Field(field_id, kind, label, tooltip, required, required_if, **rest)

    # -- letters
    def _letter_part(self, spec: BlockSpec, path: Path) -> list[b.Block]:
        area = self.names["area"]
        if spec.letterhead is not None:
            lines = [
                self._words(part)
                for part in (area.spoc.team, area.spoc.address, area.spoc.phone, area.spoc.email)
                if part
            ]
            return [
                b.Letterhead(
                    self._words(area.council.name), tuple(line for text in lines for line in text.splitlines())
                )
            ]
        if spec.addressee is not None:
            return [b.AddressBlock(self._addressee(spec.addressee.person))]
        if spec.reference is not None:
            return [b.ReferenceLine("Our reference", self._inlines(spec.reference, path))]
        if spec.date is not None:
            return [b.ReferenceLine("Date", self._inlines(Words(en="{{ on | long_date }}"), path))]
        if spec.subject is not None:
            return [b.Subject(self._inlines(spec.subject, path))]
        if spec.signoff is not None:
            name = self._inlines(Words(en="{{ area.signatory.name }}"), path)
            role = self._inlines(Words(en="{{ area.signatory.role }}"), path)
            return [b.SignOff("Yours sincerely", name, role)]
        assert spec.enquiries is not None
        return list(self._text(spec.enquiries, path, "small", slot=True))

    def _words(self, value: Any) -> str:
        printed = self._print(value, ("blocks",))
        return printed if isinstance(printed, str) else ""

    def _addressee(self, person: str) -> b.Field:
        field_ = b.Field(
            "addressee",
            "multiline",
            "Name and address",
            "Name and address of the person this letter goes to",
            True,
            lines=5,
        )
        if self.facts is not None:
            parts = [as_text(lookup(self.facts, f"{person}.{part}")) for part in ("name", "address", "postcode")]
            if parts[0] and parts[1]:
                self.values["addressee"] = "\n".join(part for part in parts if part)
            elif self.mode == "final":
                gap = "name" if not parts[0] else "address"
                self.problems.append(
                    Problem(
                        f"The {gap} of the {person} is not known.", code="missing-required", field=f"{person}.{gap}"
                    )
                )
        return field_


def _joined(question: str, label: str) -> str:
    """A question and a label under it, as a screen reader says them."""
    if not question or not label:
        return question or label
    return f"{question} {label}" if question.endswith("?") else f"{question}: {label}"
