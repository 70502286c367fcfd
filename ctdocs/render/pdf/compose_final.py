"""The final record of a form: every answer printed as text, no field left."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence

from ctdocs.documents import blocks as b
from ctdocs.documents.records import filled_records
from ctdocs.model.text import long_date
from ctdocs.render.pdf import looks
from ctdocs.render.pdf.compose import Composer
from ctdocs.render.pdf.flow import Item
from ctdocs.render.pdf.objects import Name
from ctdocs.render.pdf.paragraph import Line, draw, lines
from ctdocs.render.pdf.tags import Element, table_header
from ctdocs.render.pdf.writer import Writer

NOTHING = "–"


class FinalComposer(Composer):
    """A form as a record. What is not known is shown as a dash."""

    def items(self) -> list[Item]:
        """Every item of the record, the case's reference under the title."""
        items = super().items()
        reference = self.document.values.get("reference")
        if reference and all(spec.id != "reference" for spec in self.document.fields()):
            words = (b.Text("Reference of the case: ", bold=True), b.Text(reference))
            line = self.paragraph(words, looks.STYLES["normal"])
            self.root.children.insert(1, self.root.children.pop())
            items.insert(1, line)
        return items

    def value(self, spec: b.Field) -> str:
        """The value of a field as people write it."""
        value = self.document.values.get(spec.id)
        if value is None:
            return "Not ticked" if spec.kind == "tick" else NOTHING
        if spec.kind == "tick":
            return "Ticked"
        if spec.kind == "radio":
            return next((o.label for o in spec.options if o.value == value), value)
        if spec.kind == "date":
            try:
                return long_date(dt.date.fromisoformat(value), self.document.language)
            except ValueError:
                return value
        return value

    def field_table(self, block: b.FieldTable) -> list[Item]:
        """Label and value, one to a line."""
        return self._pairs([spec for row in block.rows for spec in row], self.root)

    def _pairs(self, specs: Sequence[b.Field], parent: Element) -> list[Item]:
        table = Element("Table", parent, {"O": Name("Table"), "Summary": "Labels on the left, answers on the right"})
        result = []
        for number, spec in enumerate(specs):
            line = Element("TR", table)
            result += self._pair(
                spec, Element("TH", line, table_header("Row")), Element("TD", line), 5 if number == 0 else 0
            )
        return result

    def _pair(self, spec: b.Field, header: Element, cell: Element, before: float) -> list[Item]:
        label = lines((b.Text(spec.label),), looks.CELL_HEADER, looks.LABEL_WIDTH - 10)
        style = looks.STYLES["normal"]
        whole = lines(_text(self.value(spec)), style, self.width - looks.LABEL_WIDTH - 14)
        result = []
        most = 40
        for start in range(0, len(whole), most):
            part = whole[start : start + most]
            height = max(len(label) * looks.CELL_HEADER.leading if start == 0 else 0, len(part) * style.leading) + 7
            result.append(
                self._pair_item(label if start == 0 else [], part, header, cell, height, start + most >= len(whole))
            )
        result[0].before = before
        return result

    def _pair_item(
        self, label: list[Line], part: list[Line], header: Element, cell: Element, height: float, ends: bool
    ) -> Item:
        def draw_pair(w: Writer, _x: float, y: float) -> None:
            with w.artifact():
                w.rectangle(self.left, y, looks.LABEL_WIDTH, height, fill=looks.SHADE, stroke=looks.FRAME, line=0.6)
                w.rectangle(
                    self.left + looks.LABEL_WIDTH,
                    y,
                    self.width - looks.LABEL_WIDTH,
                    height,
                    stroke=looks.FRAME,
                    line=0.6,
                )
            if label:
                draw(w, label, looks.CELL_HEADER, self.left + 5, y + 4, header, None)
            draw(w, part, looks.STYLES["normal"], self.left + looks.LABEL_WIDTH + 7, y + 3, cell, None, ends=ends)

        return Item(height, draw_pair)

    def records(self, block: b.Records) -> Sequence[b.Record]:
        """Every record that holds a value, those beyond the rows of the form included."""
        return [record for _, record in filled_records(block, self.document.values)]

    def record(self, record: b.Record) -> list[Item]:
        """A record: its title and its values."""
        section = Element("Sect", self.root)
        title = self.paragraph(
            (b.Text(record.title),), looks.HEADINGS[4], tag=f"H{self.level + 1}", parent=section, before=9, glued=True
        )
        pairs = self._pairs([spec for row in record.rows for spec in row], section)
        for pair in pairs[:-1]:
            pair.glued = True
        return [title, *pairs]

    def grid(self, block: b.Records) -> list[Item]:
        """Every record that holds a value, a line each; one line of dashes where there is none."""
        records = self.records(block) or block.records[:1]
        header = tuple((b.Text(spec.label),) for spec in block.records[0].rows[0])
        rows = tuple(tuple(_text(self.value(spec)) for spec in record.rows[0]) for record in records)
        return self.table(b.Table(block.caption, header, block.widths, rows))

    def choice(self, block: b.Choice) -> list[Item]:
        """The answer that was chosen."""
        words = b.Text(f"{block.field.label}  ", bold=True)
        if block.field.label:
            return [self.paragraph((words, *_text(self.value(block.field))), looks.STYLES["normal"])]
        return [self.paragraph(_text(self.value(block.field)), looks.STYLES["normal"])]

    def tick(self, block: b.Tick) -> list[Item]:
        """The words of the box and whether it was ticked."""
        answer = b.Text(f"{self.value(block.field)}:  ", bold=True)
        return [self.paragraph((answer, *block.text), looks.STYLES["normal"])]

    def answer(self, block: b.Answer) -> list[Item]:
        """The answer in full."""
        return [self.paragraph(_text(self.value(block.field)), looks.STYLES["normal"])]

    def signature(self, block: b.Signature) -> list[Item]:
        """Who signed and when."""
        signed = dataclasses.replace(block.signature, label=block.label)
        return self._pairs([signed, dataclasses.replace(block.date, label="Date")], self.root)


def _text(value: str) -> b.Inlines:
    result: list[b.Inline] = []
    for number, line in enumerate(value.split("\n")):
        if number:
            result.append(b.Break())
        if line:
            result.append(b.Text(line))
    return tuple(result)
