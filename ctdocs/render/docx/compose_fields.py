"""The parts of a form that are filled in: field tables, records, choices, tick boxes, large boxes, signatures."""

from __future__ import annotations

import dataclasses
import math
import re
from collections.abc import Sequence
from typing import Final

from ctdocs.documents import blocks as b
from ctdocs.render.docx import controls, looks
from ctdocs.render.docx.compose import Composer, labelled, star
from ctdocs.render.docx.ooxml import Xml, dxa, element, paragraph, put, run, statement, val
from ctdocs.render.docx.styles import TITLE_INDENT, in_list
from ctdocs.render.docx.tables import cell, glue, row, table

MOST_BOXES: Final = 3
"""A choice inside a table that has more answers than this is a list to choose from."""
SIGNING_ROOM: Final = 440
"""Twentieths of a point between the label of a signature and the name typed under it: room to sign by hand."""
_SIDES = "Labels on the left, answers on the right"


class FormComposer(Composer):
    """A form to fill in: every value is a field."""

    def field(self, spec: b.Field) -> Xml:
        """The content control of a field, empty."""
        return controls.control(spec, spec.id, controls.title(spec, self.row_title), self.document.language)

    # -- label and answer
    def field_table(self, block: b.FieldTable) -> list[Xml]:
        """Labels on the left, fields on the right; two fields side by side where a row has two."""
        most = max(len(line) for line in block.rows)
        if most == 1:
            widths = [*_pair(looks.WIDTH, looks.LABEL_WIDTH)]
        else:
            share = looks.WIDTH / most
            widths = [w for n in range(most) for w in _pair(share, looks.PAIR_WIDTH if n else looks.LABEL_WIDTH)]
        rows = [self._field_row(line, widths) for line in block.rows]
        glue(*rows[:-1])
        return [table(widths, rows, caption=self.about, description=_SIDES, heading="column")]

    def _field_row(self, line: Sequence[b.Field], widths: Sequence[float]) -> Xml:
        cells = []
        for number, spec in enumerate(line):
            last = number == len(line) - 1
            span = len(widths) - 2 * number - 1 if last else 1
            width = sum(widths[2 * number + 1 :]) if last else widths[2 * number + 1]
            cells.append(cell(widths[2 * number], *self.label(spec, "FieldLabel"), shade=True, middle=True))
            cells.append(cell(width, *self.answers(spec, width), span=span, middle=spec.kind != "multiline"))
        return row(*cells, height=max(_height(spec) for spec in line))

    def label(self, spec: b.Field, style: str) -> list[Xml]:
        """The label of a field, its star, and its hint under it."""
        made = [paragraph(style, run(spec.label + star(spec)))]
        if spec.hint:
            made.append(paragraph("FieldHint", run(spec.hint)))
        return made

    def answers(self, spec: b.Field, width: float) -> list[Xml]:
        """What stands in the cell of a field ``width`` mm wide."""
        if spec.kind != "radio":
            return [paragraph("FieldText", self.field(spec))]
        if len(spec.options) <= MOST_BOXES:
            return [self._box(spec, option) for option in spec.options]
        stops = [element("w:tab", {"w:val": "left", "w:pos": dxa(width / 3 * n - 4)}) for n in (1, 2)]
        rows = [spec.options[n : n + 3] for n in range(0, len(spec.options), 3)]
        words = "\n".join("\t".join(option.label for option in part) for part in rows)
        printed = paragraph("Options", run(words), properties=[element("w:tabs", None, *stops)])
        return [printed, paragraph("FieldText", self.field(spec))]

    # -- choices and ticks
    def choice(self, block: b.Choice) -> list[Xml]:
        """The answers of a choice, one to a line."""
        made = [self._box(block.field, option) for option in block.field.options]
        glue(*made[:-1])
        if block.field.label:
            made.insert(0, paragraph("ChoiceLabel", run(block.field.label + star(block.field))))
        return made

    def _box(self, spec: b.Field, option: b.Option) -> Xml:
        title = controls.option_title(spec, option, self.row_title)
        words = [run("\t" + option.label)]
        if option.note:
            words.append(run(f"  {option.note}", italic=True))
        return paragraph("Option", controls.tick_control(controls.option_tag(spec.id, option.value), title), *words)

    def tick(self, block: b.Tick) -> list[Xml]:
        """A tick box and its words."""
        words = (*block.text, b.Text(" *")) if star(block.field) else block.text
        return [paragraph("Option", self.field(block.field), run("\t"), *self.inlines(words))]

    # -- large boxes
    def answer(self, block: b.Answer) -> list[Xml]:
        """A large box for an answer in the person's own words."""
        spec = block.field
        inner = cell(looks.WIDTH, paragraph("FieldText", self.field(spec)))
        box = row(inner, height=spec.lines * looks.LINE)
        return [table([looks.WIDTH], [box], caption=spec.tooltip, description="Room for an answer in your own words")]

    # -- repeated records
    def records(self, block: b.Records) -> list[Xml]:
        """A repeated set: one record in a loop over ``rows.ID``, in a section that Word offers to repeat."""
        name = re.sub(r"\s*\d+$", "", block.records[0].title)
        self.row_title = f"{name} {controls.ROW}"
        rows = tuple(
            tuple(dataclasses.replace(spec, id=controls.row_tag(spec.id, block.id)) for spec in line)
            for line in block.records[0].rows
        )
        if block.widths:
            made = [self._grid(block, name, rows[0])]
        else:
            start, end = statement(f"{{% for row in rows.{block.id} %}}"), statement("{% endfor %}")
            made = self.repeated(block.id, name, self.record(name, rows), start, end)
        self.row_title = ""
        return made

    def _grid(self, block: b.Records, name: str, fields: Sequence[b.Field]) -> Xml:
        """The records as the lines of one table, whose header row is repeated on every page."""
        head = row(
            *(
                cell(width, paragraph("TableHeading", run(spec.label + self.required(spec))), shade=True)
                for spec, width in zip(fields, block.widths, strict=True)
            ),
            header=True,
        )
        glue(head)
        line = row(
            *(cell(width, *self.answers(spec, width)) for spec, width in zip(fields, block.widths, strict=True)),
            height=max(_height(spec) for spec in fields),
        )
        start, end = (
            row(cell(sum(block.widths), paragraph("Code", run(f"{{%tr {words} %}}")), span=len(block.widths)))
            for words in (f"for row in rows.{block.id}", "endfor")
        )
        rows = self.repeated(block.id, name, [line], start, end)
        return table(block.widths, [head, *rows], caption=block.caption, heading="row")

    def outline(self) -> Xml:
        """The level of a record's title: no level of headings is left out."""
        return val("w:outlineLvl", self.level)

    def required(self, spec: b.Field) -> str:
        """The star of a field that must be answered."""
        return star(spec)

    def repeated(self, table_id: str, name: str, item: list[Xml], start: Xml, end: Xml) -> list[Xml]:
        """One record and the loop around it."""
        return [controls.repeated(table_id, self.about or name, start, item, end)]

    def record(self, name: str, rows: Sequence[Sequence[b.Field]]) -> list[Xml]:
        """A record: a title that numbers itself, then rows of fields with the label above each."""
        numbered = in_list(self.numbering.record(name))
        title = paragraph("RecordTitle", properties=[numbered, element("w:ind", TITLE_INDENT), self.outline()])
        columns = math.lcm(*(len(line) for line in rows))
        width = looks.WIDTH / columns
        made = []
        for line in rows:
            span = columns // len(line)
            cells = [
                cell(span * width, *self.label(spec, "SmallLabel"), *self.answers(spec, span * width), span=span)
                for spec in line
            ]
            made.append(row(*cells, height=max(_height(spec) for spec in line) + 5))
        glue(*made[:-1])
        return [title, table([width] * columns, made, caption=name, description="Each label above its answer")]

    # -- signatures
    def signature(self, block: b.Signature) -> list[Xml]:
        """A line to sign on (or to type a name) and the date beside it."""
        widths = (112.0, 8.0, 50.0)
        fields = (labelled(block.signature, block.label), labelled(block.date, "Date"))
        sign, date = (_signed(width, self._to_sign(spec)) for width, spec in zip(widths[::2], fields, strict=True))
        line = row(sign, _gap(widths[1]), date)
        return [table(widths, [line], caption=block.label, description="Signature and date", plain=True)]

    def _to_sign(self, spec: b.Field) -> list[Xml]:
        """A label and, with room to sign between them, what stands on the line under it."""
        label = paragraph("SmallLabel", run(spec.label + star(spec)))
        put(label, element("w:spacing", {"w:before": 200}))
        place = paragraph("FieldText", controls.control(spec, spec.id, controls.title(spec), self.document.language))
        put(place, element("w:spacing", {"w:before": SIGNING_ROOM}))
        return [label, place]


def _pair(share: float, label: float) -> tuple[float, float]:
    return label, share - label


def _height(spec: b.Field) -> float:
    return max(looks.ROW, spec.lines * looks.LINE) if spec.kind == "multiline" else looks.ROW


def _gap(width: float) -> Xml:
    return cell(width, paragraph("TableGap"))


def _signed(width: float, content: Sequence[Xml]) -> Xml:
    return cell(width, *content, lines=("bottom",))
