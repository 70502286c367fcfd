"""From the blocks of a description to resolved blocks: ids made whole, and tooltips that name the question."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any, cast

from ctdocs.documents import blocks as b
from ctdocs.documents.letter_parts import LETTER_PARTS
from ctdocs.documents.people import person_rows
from ctdocs.documents.schema import (
    BlockSpec,
    BoxSpec,
    ChoiceSpec,
    FieldSpec,
    OptionSpec,
    PersonSpec,
    QuestionSpec,
    RecordsSpec,
    Rows,
    SignatureSpec,
    TableSpec,
    TickSpec,
    Words,
)
from ctdocs.documents.wording import Path, Wording
from ctdocs.errors import Problem

_HOW: Mapping[str, Mapping[str, str]] = {
    "date": {"en": " (8 digits: day, month, year)", "cy": " (8 digid: dydd, mis, blwyddyn)"},
    "phone": {"en": " (digits only)", "cy": " (digidau yn unig)"},
}
"""What a tooltip says of a field whose boxes take one character each: people who do not see them need it too."""

Asked = ChoiceSpec | BoxSpec | TickSpec | SignatureSpec | FieldSpec


class Builder:
    """Builds the blocks of one document.

    ``record`` leaves out what is advice on filling in; ``facts`` is what the case knows, None in a blank.
    """

    def __init__(self, wording: Wording, *, record: bool = False, facts: Mapping[str, Any] | None = None) -> None:
        self.wording = wording
        self.record = record
        self.facts = facts
        self._seen: set[str] = set()
        self._above = ""  # the heading that labels stand under where there is no question: "Name" alone says too little
        self._makers: Mapping[str, Callable[[Any, Path, str], list[b.Block]]] = {
            "title": lambda spec, path, prefix: [b.Heading(1, wording.inlines(spec, path))],
            "heading": self._heading,
            "question": self._question,
            "choice": self._choice,
            "fields": lambda spec, path, prefix: [b.FieldTable(self._rows(spec, path, "", prefix or self._above))],
            "person": self._person,
            "box": self._box,
            "tick": self._tick,
            "records": self._records,
            "signature": self._signature,
            "table": self._table,
            "page": lambda spec, path, prefix: [b.PageBreak()],
        }

    def blocks(self) -> tuple[b.Block, ...]:
        """Every block of the document that applies."""
        return self._blocks(self.wording.document.spec.blocks, ("blocks",), "")

    def conditions(self) -> None:
        """Note every condition of a final letter that does not hold."""
        for number, condition in enumerate(self.wording.document.spec.only_if):
            if not self.wording.holds(condition.holds, ("only_if", number, "holds")):
                message = condition.otherwise.in_language(self.wording.language).strip()
                if "{{" in message:
                    message = b.plain(self.wording.inlines(condition.otherwise, ("only_if", number, "otherwise")))
                self.wording.problems.append(Problem(message, code="not-for-this-case"))

    def title(self) -> str:
        """The title of the document as one line of plain text."""
        return b.plain(self.wording.inlines(self.wording.document.spec.title, ("title",)))

    def sender(self) -> str:
        """The council that the document comes from."""
        return b.plain(self.wording.inlines(Words(en="{{ area.council.name }}"), ("title",)))

    def _blocks(self, specs: tuple[BlockSpec, ...], path: Path, prefix: str) -> tuple[b.Block, ...]:
        result: list[b.Block] = []
        for number, spec in enumerate(specs):
            here = (*path, number)
            if self.record and (not spec.record or spec.page is not None):
                continue
            make = functools.partial(self._block, spec, (*here, spec.kind), prefix)
            if spec.when is None:
                result += make()
            elif self.wording.document.spec.kind == "form":
                self.wording.problem("a form shows every block: 'when' belongs to letters", (*here, "when"))
            else:
                result += self.wording.conditional(spec.when, (*here, "when"), make)
        return tuple(result)

    def _block(self, spec: BlockSpec, path: Path, prefix: str) -> list[b.Block]:
        if spec.text is not None:
            made = self.wording.paragraphs(spec.text, path, spec.style, slot=False)
            return list(made) if spec.medium is None else [b.Only(spec.medium, made)]
        if spec.slot is not None:
            return [b.Slot(self.wording.paragraphs(spec.slot, path, spec.style, slot=True), spec.lines)]
        content = getattr(spec, spec.kind)
        if spec.kind in LETTER_PARTS:
            return LETTER_PARTS[spec.kind](self.wording, content, path, self.facts)
        return self._makers[spec.kind](content, path, prefix)

    # -- questions and what they hold
    def _heading(self, spec: Words, path: Path, prefix: str) -> list[b.Block]:
        text = self.wording.line(spec, path)
        self._above = b.plain(text)
        return [b.Heading(2, text)]

    def _question(self, spec: QuestionSpec, path: Path, prefix: str) -> list[b.Block]:
        label = self.wording.line(spec.label, (*path, "label"))
        words = f"{spec.number}. {b.plain(label)}" if spec.number else b.plain(label)
        note = () if self.record else self._notes(spec, path)
        inner = self._blocks(spec.blocks, (*path, "blocks"), words)
        required = spec.required and not self.record
        return [b.Question(spec.number, label, required, note, inner, spec.origin == "ctdocs")]

    def _notes(self, spec: QuestionSpec, path: Path) -> tuple[b.Paragraph | b.ListBlock | b.Only, ...]:
        found: list[b.Paragraph | b.ListBlock | b.Only] = []
        if spec.note:
            found += self.wording.paragraphs(spec.note, (*path, "note"), "note", slot=False)
        for medium, words in (("pages", spec.note_pages), ("flowing", spec.note_flowing)):
            if words:
                made = self.wording.paragraphs(words, (*path, f"note_{medium}"), "note", slot=False)
                found.append(b.Only(cast(b.Medium, medium), made))
        return tuple(found)

    def _choice(self, spec: ChoiceSpec, path: Path, prefix: str) -> list[b.Block]:
        label = self.wording.label(spec.label, (*path, "label"))
        options = self._options(spec.options, (*path, "options"))
        return [b.Choice(self._field(spec, spec.id, "radio", label, prefix, path, options=options), spec.columns)]

    def _person(self, spec: PersonSpec, path: Path, prefix: str) -> list[b.Block]:
        return [b.FieldTable(self._rows(person_rows(spec), path, "", prefix))]

    def _box(self, spec: BoxSpec, path: Path, prefix: str) -> list[b.Block]:
        label = self.wording.label(spec.label, (*path, "label"))
        return [b.Answer(self._field(spec, spec.id, "multiline", label, prefix, path, lines=spec.lines))]

    def _tick(self, spec: TickSpec, path: Path, prefix: str) -> list[b.Block]:
        words = self.wording.line(spec.label, (*path, "label"))
        return [b.Tick(self._field(spec, spec.id, "tick", b.plain(words), prefix, path), words)]

    def _records(self, spec: RecordsSpec, path: Path, prefix: str) -> list[b.Block]:
        title = self.wording.label(spec.title, (*path, "title"))
        cards = []
        for number in range(1, spec.rows + 1):
            name = f"{title} {number}"
            rows = self._rows(spec.layout, (*path, "layout"), f"{spec.id}.{number}.", _joined(prefix, name))
            cards.append(b.Record(name, rows))
        widths = tuple(field.width for field in spec.layout[0]) if spec.table else ()
        return [b.Records(spec.id, tuple(cards), _joined(prefix, title), widths)]

    def _signature(self, spec: SignatureSpec, path: Path, prefix: str) -> list[b.Block]:
        label = self.wording.label(spec.label, (*path, "label"))
        dated = f"Date of {label[:1].lower()}{label[1:]}"
        sign = self._field(spec, f"{spec.id}.signature", "signature", label, prefix, path)
        return [b.Signature(label, sign, self._field(spec, f"{spec.id}.date", "date", dated, prefix, path))]

    def _table(self, spec: TableSpec, path: Path, prefix: str) -> list[b.Block]:
        line = self.wording.line
        header = tuple(line(c.label, (*path, "columns", i, "label")) for i, c in enumerate(spec.columns))
        body = tuple(
            tuple(line(cell, (*path, "rows", i, j)) for j, cell in enumerate(row)) for i, row in enumerate(spec.rows)
        )
        caption = self.wording.label(spec.caption, (*path, "caption"))
        return [b.Table(caption, header, tuple(column.width for column in spec.columns), body)]

    # -- fields
    def _rows(self, rows: Rows, path: Path, ids: str, prefix: str) -> tuple[tuple[b.Field, ...], ...]:
        def here(i: int, j: int, row: tuple[FieldSpec, ...]) -> Path:
            return (*path, i) if len(row) == 1 else (*path, i, j)

        return tuple(
            tuple(self._from_spec(spec, here(i, j, row), ids, prefix) for j, spec in enumerate(row))
            for i, row in enumerate(rows)
        )

    def _from_spec(self, spec: FieldSpec, path: Path, ids: str, prefix: str) -> b.Field:
        kind: b.FieldKind = "radio" if spec.kind == "choice" else spec.kind
        return self._field(
            spec,
            ids + spec.id,
            kind,
            self.wording.label(spec.label, path),
            prefix,
            path,
            hint=self.wording.label(spec.hint, path),
            lines=spec.lines,
            width=spec.width,
            options=self._options(spec.options, path),
        )

    def _options(self, specs: tuple[OptionSpec, ...], path: Path) -> tuple[b.Option, ...]:
        words = self.wording.label
        return tuple(b.Option(spec.value, words(spec.label, path), words(spec.note, path)) for spec in specs)

    def _field(
        self, spec: Asked, field_id: str, kind: b.FieldKind, label: str, prefix: str, path: Path, **rest: Any
    ) -> b.Field:
        if field_id in self._seen:
            self.wording.problem(f"the field id '{field_id}' stands twice in this document", path)
        self._seen.add(field_id)
        tooltip = _joined(prefix, label) + _HOW.get(kind, {}).get(self.wording.language, "")
        return b.Field(field_id, kind, label, tooltip, spec.required, spec.required_if, **rest)


def _joined(question: str, label: str) -> str:
    """A question and a label under it, as a screen reader says them."""
    if not question or not label:
        return question or label
    return f"{question} {label}" if question.endswith("?") else f"{question}: {label}"
