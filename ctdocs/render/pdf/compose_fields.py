"""The parts of a form that are filled in: field tables, cards, choices, tick boxes, large boxes, signatures."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence

from ctdocs.documents import blocks as b
from ctdocs.model.layout import Box
from ctdocs.render.pdf import looks
from ctdocs.render.pdf.appearance import Shape
from ctdocs.render.pdf.compose import Composer
from ctdocs.render.pdf.compose_grid import grid
from ctdocs.render.pdf.flow import Item
from ctdocs.render.pdf.fonts import face
from ctdocs.render.pdf.objects import Name
from ctdocs.render.pdf.paragraph import MM, Style, draw, lines
from ctdocs.render.pdf.tags import Element, table_header
from ctdocs.render.pdf.writer import Writer

DATE_LETTERS = "DDMMYYYY"
PAIR = 22 * MM  # the label of the second field where two stand side by side


class FormComposer(Composer):
    """A blank or prefilled form: every value is a field that can be typed in, and written on by hand."""

    # -- label and answer
    def field_table(self, block: b.FieldTable) -> list[Item]:
        """Labels on the left, fields on the right, as a table whose labels are row headers."""
        pairs = any(len(row) > 1 for row in block.rows)
        table = Element("Table", self.root, {"O": Name("Table"), "Summary": "Labels on the left, answers on the right"})
        rows = [self._field_row(row, pairs, table, 6 if number == 0 else 0) for number, row in enumerate(block.rows)]
        for row in rows[:-1]:
            row.glued = True
        return rows

    def _field_row(self, row: Sequence[b.Field], pairs: bool, table: Element, before: float) -> Item:
        line = Element("TR", table)
        share = self.width / len(row)
        cells: list[tuple[Item, float, float, float]] = []
        height = 0.0
        for number, spec in enumerate(row):
            label_width = looks.LABEL_WIDTH if number == 0 else PAIR
            x = self.left + number * share
            header = Element("TH", line, table_header("Row"))
            span = {"O": Name("Table"), "ColSpan": 3} if pairs and len(row) == 1 else None
            cell = Element("TD", line, span)
            label = self._label(spec, looks.LABEL, label_width - 10, header)
            part = self._field(spec, share - label_width - 2 * looks.GAP, cell)
            need = max(label.height, part.height) + 4.5
            height = max(height, need)
            cells += [
                (label, x + 5, x, label_width),
                (part, x + label_width + looks.GAP, x + label_width, share - label_width),
            ]

        def draw_row(w: Writer, _x: float, y: float) -> None:
            with w.artifact():
                for number, (_, _, x, width) in enumerate(cells):
                    fill = looks.SHADE if number % 2 == 0 else None
                    w.rectangle(x, y, width, height, fill=fill, stroke=looks.FRAME, line=0.6)
            for item, x, _, _ in cells:
                item.draw(w, x, y + (height - item.height) / 2 if item.height < 30 else y + 3.5)

        return Item(height, draw_row, before=before)

    def _label(self, spec: b.Field, style: Style, width: float, element: Element) -> Item:
        star = " *" if spec.required or spec.required_if else ""
        made = lines((b.Text(spec.label + star),), style, width)
        hint = lines((b.Text(spec.hint),), looks.HINT, width) if spec.hint else []
        height = len(made) * style.leading + len(hint) * looks.HINT.leading

        def draw_label(w: Writer, x: float, y: float) -> None:
            draw(w, made, style, x, y, element, None)
            if hint:
                draw(w, hint, looks.HINT, x, y + len(made) * style.leading, element, None)

        return Item(height, draw_label)

    def _field(self, spec: b.Field, width: float, element: Element) -> Item:
        """A field alone, at most ``width`` wide."""
        if spec.cells:
            return self._comb(spec, element)
        if spec.kind == "radio":
            return self._options(spec, width, element, columns=max(1, min(3, int(width / looks.OPTION_WIDTH))))
        height = looks.LINE * spec.lines if spec.kind == "multiline" else looks.LINE - 2
        shape = Shape(width, height, spec.kind == "multiline", 0, spec.kind == "multiline")

        def draw_field(w: Writer, x: float, y: float) -> None:
            box = (x, y, x + width, y + height)
            self.fields.text(spec, self.prefix, box, element, shape, size=10 if shape.multiline else 0)

        return Item(height, draw_field)

    def _comb(self, spec: b.Field, element: Element) -> Item:
        width, height = spec.cells * looks.CELL_WIDTH, looks.CELL_HEIGHT
        below = 9.0 if spec.kind == "date" else 0.0

        def draw_comb(w: Writer, x: float, y: float) -> None:
            with w.artifact():
                for number in range(1, spec.cells):
                    at = x + number * looks.CELL_WIDTH
                    strong = spec.kind == "date" and number in (2, 4)
                    w.line(at, y, at, y + height, looks.FRAME if strong else looks.WALL, 0.9 if strong else 0.5)
                w.rectangle(x, y, width, height, stroke=looks.FRAME)
                if below:
                    for number, letter in enumerate(DATE_LETTERS):
                        middle = x + (number + 0.5) * looks.CELL_WIDTH
                        w.text(middle - face().width(letter, 7) / 2, y + height + 7.5, letter, face(), 7, looks.QUIET)
            self.fields.text(
                spec,
                self.prefix,
                (x, y, x + width, y + height),
                element,
                Shape(width, height, cells=spec.cells),
                size=12,
            )

        return Item(height + below, draw_comb)

    # -- choices and ticks
    def choice(self, block: b.Choice) -> list[Item]:
        """The answers of a choice, one to a line or in columns."""
        spec = block.field
        if spec.label:
            star = " *" if spec.required or spec.required_if else ""
            unlabelled = dataclasses.replace(block, field=_labelled(spec, ""))
            return [self._choice_label(spec.label + star), *self.choice(unlabelled)]
        if block.columns > 1:
            element = Element("P", self.root)
            made = self._options(spec, self.width, element, columns=block.columns)
            return [Item(made.height, lambda w, _x, y: made.draw(w, self.left, y), before=6)]
        result = []
        for number, option in enumerate(spec.options):
            words: list[b.Inline] = [b.Text(option.label)]
            if option.note:
                words.append(b.Text(f"  {option.note}", italic=True))
            result.append(self._ticked_line(tuple(words), self._radio(spec, option), 7 if number == 0 else 5.6))
        for item in result[:-1]:
            item.glued = True
        return result

    def _choice_label(self, label: str) -> Item:
        return self.paragraph((b.Text(label),), looks.SMALL_LABEL, before=9, glued=True)

    def _radio(self, spec: b.Field, option: b.Option) -> Callable[[Box, Element], None]:
        return lambda box, element: self.fields.radio(spec, self.prefix, option, box, element)

    def tick(self, block: b.Tick) -> list[Item]:
        """A tick box and its words."""
        spec = block.field
        words = (*block.text, b.Text(" *")) if spec.required or spec.required_if else block.text
        return [self._ticked_line(words, lambda box, element: self.fields.tick(spec, self.prefix, box, element), 7)]

    def _ticked_line(self, words: b.Inlines, place: Callable[[Box, Element], None], before: float) -> Item:
        element = Element("P", self.root)
        indent = looks.TICK + 3.5 * MM
        made = lines(words, looks.OPTION, self.width - indent)
        text_height = len(made) * looks.OPTION.leading
        height = max(text_height, looks.TICK) + 3

        def draw_line(w: Writer, _x: float, y: float) -> None:
            box = (self.left, y + 1, self.left + looks.TICK, y + 1 + looks.TICK)
            with w.artifact():
                w.rectangle(box[0], box[1], looks.TICK, looks.TICK, fill=looks.WHITE, stroke=looks.INK, line=1)
            place(box, element)
            top = y + 1 + (looks.TICK - looks.OPTION.leading) / 2
            draw(w, made, looks.OPTION, self.left + indent, top, element, None)

        return Item(height, draw_line, before=before)

    def _options(self, spec: b.Field, width: float, element: Element, *, columns: int) -> Item:
        """Several answers in a grid. Boxes stand at least 8 mm apart with nothing printed within 3 mm of one."""
        share = width / columns
        made = [lines((b.Text(o.label),), looks.CELL, share - looks.TICK - 4 * MM) for o in spec.options]
        rows = [made[i : i + columns] for i in range(0, len(made), columns)]
        heights = [max(looks.TICK_PITCH, *(len(part) * looks.CELL.leading + 4 for part in row)) for row in rows]

        def draw_grid(w: Writer, x: float, y: float) -> None:
            top = y
            for row, height in enumerate(heights):
                for column, part in enumerate(rows[row]):
                    option = spec.options[row * columns + column]
                    left = x + column * share
                    middle = top + height / 2
                    box = (left, middle - looks.TICK / 2, left + looks.TICK, middle + looks.TICK / 2)
                    with w.artifact():
                        w.rectangle(box[0], box[1], looks.TICK, looks.TICK, fill=looks.WHITE, stroke=looks.INK, line=1)
                    self.fields.radio(spec, self.prefix, option, box, element)
                    text_top = middle - len(part) * looks.CELL.leading / 2
                    draw(w, part, looks.CELL, left + looks.TICK + 3 * MM, text_top, element, None)
                top += height

        return Item(sum(heights), draw_grid)

    # -- large boxes
    def answer(self, block: b.Answer) -> list[Item]:
        """A large box, ruled for a pen while it is empty."""
        spec = block.field
        element = Element("P", self.root)
        height = spec.lines * looks.LINE + 4
        shape = Shape(self.width - 4, height - 4, True, 0, True)

        def draw_box(w: Writer, _x: float, y: float) -> None:
            with w.artifact():
                w.rectangle(self.left, y, self.width, height, stroke=looks.FRAME, line=0.9)
            box = (self.left + 2, y + 2, self.left + self.width - 2, y + height - 2)
            self.fields.text(spec, self.prefix, box, element, shape, size=10)

        return [Item(height, draw_box, before=6)]

    # -- repeated cards
    def record(self, record: b.Record) -> list[Item]:
        """A card: its title, then rows of fields with the label above each."""
        section = Element("Sect", self.root)
        title = Element(f"H{self.level + 1}", section)
        style = looks.HEADINGS[4]
        heading = lines((b.Text(record.title),), style, self.width - 12)
        rows = [self._card_row(row, section) for row in record.rows]
        bar = style.leading + 4
        height = bar + sum(row.height for row in rows) + 3

        def draw_card(w: Writer, _x: float, y: float) -> None:
            with w.artifact():
                w.rectangle(self.left, y, self.width, bar, fill=looks.SHADE)
                w.rectangle(self.left, y, self.width, height, stroke=looks.FRAME, line=0.9)
            draw(w, heading, style, self.left + 6, y + 2, title, None)
            top = y + bar
            for row in rows:
                row.draw(w, self.left, top)
                top += row.height

        return [Item(height, draw_card, before=7)]

    def _card_row(self, row: Sequence[b.Field], section: Element) -> Item:
        inner = self.width - 2 * looks.GAP
        combs = [spec for spec in row if spec.cells]
        gap = 12.0
        left_over = inner - gap * (len(row) - 1) - sum(spec.cells * looks.CELL_WIDTH for spec in combs)
        widths = [
            spec.cells * looks.CELL_WIDTH if spec.cells else left_over / max(1, len(row) - len(combs)) for spec in row
        ]
        if len(combs) == len(row) and len(row) > 1:
            gap += left_over / len(row)
        parts = []
        for spec, width in zip(row, widths, strict=True):
            element = Element("P", section)
            parts.append(
                (self._label(spec, looks.SMALL_LABEL, max(width, 130), element), self._framed(spec, width, element))
            )
        label_height = max(label.height for label, _ in parts)
        lead = 3.5 if any(spec.kind == "radio" for spec in row) else 1.5  # 3 mm above a tick box stay clear
        height = 3 + label_height + lead + max(part.height for _, part in parts) + 1

        def draw_row(w: Writer, _x: float, y: float) -> None:
            x = self.left + looks.GAP
            for (label, part), width in zip(parts, widths, strict=True):
                label.draw(w, x, y + 3 + label_height - label.height)
                part.draw(w, x, y + 3 + label_height + lead)
                x += width + gap

        return Item(height, draw_row)

    def _framed(self, spec: b.Field, width: float, element: Element) -> Item:
        """A field with a frame of its own (combs and choices have theirs)."""
        if spec.cells or spec.kind == "radio":
            return self._field(spec, width, element)
        inner = self._field(spec, width - 4, element)

        def draw_framed(w: Writer, x: float, y: float) -> None:
            with w.artifact():
                w.rectangle(x, y, width, inner.height + 4, stroke=looks.FRAME)
            inner.draw(w, x + 2, y + 2)

        return Item(inner.height + 4, draw_framed)

    def grid(self, block: b.Records) -> list[Item]:
        """A repeated set as one table."""
        widths = [width * MM for width in block.widths]
        labels = [(b.Text(spec.label + " *" * bool(spec.required)),) for spec in block.records[0].rows[0]]

        def header(parent: Element | None) -> Item:
            return self._row(labels, widths, parent, header=True, before=0 if parent is None else 6)

        return grid(block, self.root, self.left, header, self._field)

    # -- signatures
    def signature(self, block: b.Signature) -> list[Item]:
        """A box to sign in (or to type a name) and the date beside it."""
        section = Element("P", self.root)
        dated = Element("P", self.root)
        date_width = block.date.cells * looks.CELL_WIDTH
        sign_width = self.width - date_width - 24
        label = self._label(_labelled(block.signature, block.label), looks.SMALL_LABEL, sign_width, section)
        date_label = self._label(_labelled(block.date, "Date"), looks.SMALL_LABEL, date_width, dated)
        comb = self._comb(block.date, dated)
        height = label.height + 3 + looks.SIGNATURE_HEIGHT
        shape = Shape(sign_width - 4, looks.SIGNATURE_HEIGHT - 4)

        def draw_signature(w: Writer, _x: float, y: float) -> None:
            label.draw(w, self.left, y)
            top = y + label.height + 3
            with w.artifact():
                w.rectangle(self.left, top, sign_width, looks.SIGNATURE_HEIGHT, stroke=looks.FRAME, line=0.9)
            box = (self.left + 2, top + 2, self.left + sign_width - 2, top + looks.SIGNATURE_HEIGHT - 2)
            self.fields.text(block.signature, self.prefix, box, section, shape, size=0)
            x = self.left + sign_width + 24
            date_label.draw(w, x, y)
            comb.draw(w, x, top)

        return [Item(height, draw_signature, before=11)]


def _labelled(spec: b.Field, label: str) -> b.Field:
    return dataclasses.replace(spec, label=label)
