"""The final record of a form: what is printed where its answers stand, and no field left once it is rendered.

Every field is still one control in the template; the pass that follows rendering prints its value in the look of the
control's run and takes the control away.
"""

from __future__ import annotations

from collections.abc import Sequence

from ctdocs.documents import blocks as b
from ctdocs.render.docx import controls, looks
from ctdocs.render.docx.compose import Composer, labelled
from ctdocs.render.docx.compose_fields import FormComposer
from ctdocs.render.docx.ooxml import Xml, paragraph, run
from ctdocs.render.docx.tables import cell, glue, row, table


class RecordComposer(FormComposer):
    """A form as a record: a label and a value to a line, whatever the form looked like."""

    def opened(self) -> tuple[b.Block, ...]:
        """The blocks of the document, the case's reference under the title."""
        if any(spec.id == "reference" for spec in self.document.fields()):
            return Composer.opened(self)
        first, *rest = Composer.opened(self)
        reference = (b.Text("Reference of the case: ", bold=True), b.Code("{{ reference }}"))
        known, end = b.Paragraph((b.Code("{% if reference %}"),)), b.Paragraph((b.Code("{% endif %}"),))
        return (first, known, b.Paragraph(reference), end, *rest)

    def field_table(self, block: b.FieldTable) -> list[Xml]:
        """Label and value, one to a line."""
        return [self._pairs([spec for line in block.rows for spec in line], self.about)]

    def _pairs(self, specs: Sequence[b.Field], caption: str) -> Xml:
        widths = [looks.LABEL_WIDTH, looks.WIDTH - looks.LABEL_WIDTH]
        rows = [
            row(
                cell(widths[0], paragraph("RowHeading", run(spec.label)), shade=True),
                cell(widths[1], paragraph("FieldText", self.field(spec))),
                whole=False,
            )
            for spec in specs
        ]
        if self.row_title:
            glue(*rows[:-1])
        description = "Labels on the left, answers on the right"
        return table(widths, rows, caption=caption, description=description, heading="column")

    def repeated(self, table_id: str, name: str, item: list[Xml], start: Xml, end: Xml) -> list[Xml]:
        """The records one after another: nobody adds one to a record."""
        return [start, *item, end]

    def record(self, name: str, rows: Sequence[Sequence[b.Field]]) -> list[Xml]:
        """A record: its title with its own number, and its values."""
        title = paragraph("Heading4", run(f"{name} {{{{ row.number }}}}"), properties=[self.outline()])
        return [title, self._pairs([spec for line in rows for spec in line], name)]

    def required(self, spec: b.Field) -> str:
        """No star: a record asks for nothing."""
        return ""

    def answers(self, spec: b.Field, width: float) -> list[Xml]:
        """The value in the cell of a table."""
        return [paragraph("TableText", self.field(spec))]

    def choice(self, block: b.Choice) -> list[Xml]:
        """The answer that was chosen."""
        label = [run(f"{block.field.label}  ", bold=True)] if block.field.label else []
        return [paragraph("Normal", *label, self.field(block.field))]

    def tick(self, block: b.Tick) -> list[Xml]:
        """Whether the box was ticked, and its words."""
        box = controls.control(
            block.field, block.field.id, controls.title(block.field), self.document.language, bold=True
        )
        return [paragraph("Normal", box, run(":  ", bold=True), *self.inlines(block.text))]

    def answer(self, block: b.Answer) -> list[Xml]:
        """The answer in full."""
        return [paragraph("Normal", self.field(block.field))]

    def signature(self, block: b.Signature) -> list[Xml]:
        """Who signed and when."""
        return [self._pairs([labelled(block.signature, block.label), labelled(block.date, "Date")], block.label)]
