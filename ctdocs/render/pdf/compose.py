"""From resolved blocks to items with a height: text, headings, lists, slots and printed tables.

The parts with fields are in ``compose_fields``, printed answers in ``compose_final``, letters in ``compose_letter``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ctdocs.documents import blocks as b
from ctdocs.errors import Refused
from ctdocs.model.layout import Box
from ctdocs.render.pdf import looks
from ctdocs.render.pdf.appearance import Shape
from ctdocs.render.pdf.figure import draw_figure
from ctdocs.render.pdf.flow import Item
from ctdocs.render.pdf.fonts import face
from ctdocs.render.pdf.objects import Name
from ctdocs.render.pdf.paragraph import MM, Line, Style, draw, leading_of, lines
from ctdocs.render.pdf.tags import Element, table_header
from ctdocs.render.pdf.widgets import FieldSet
from ctdocs.render.pdf.writer import Writer


@dataclass
class Composer:
    """Makes the items of one part of a file. ``prefix`` stands before every field id (continuation sheets)."""

    document: b.Resolved
    fields: FieldSet
    root: Element
    prefix: str = ""
    left: float = looks.LEFT
    width: float = looks.WIDTH
    level: int = 1
    """Of the last heading: the title of a card is one below it, for no level may be left out (ISO 14289-1, 7.4.2)."""

    def items(self) -> list[Item]:
        """Every item of the document in order."""
        blocks = self.document.blocks
        if self.document.kind == "form" and not any(isinstance(x, b.Heading) and x.level == 1 for x in blocks):
            blocks = (b.Heading(1, (b.Text(self.document.title),)), *blocks)
        return self.blocks(blocks)

    def blocks(self, blocks: Sequence[b.Block]) -> list[Item]:
        """The items of these blocks."""
        result: list[Item] = []
        new_page = False
        for block in blocks:
            if isinstance(block, b.PageBreak):
                new_page = True
                continue
            made = self.block(block)
            if made and new_page:
                made[0].new_page, new_page = True, False
            result += made
        return result

    def block(self, block: b.Block) -> list[Item]:
        """The items of one block."""
        match block:
            case b.Heading():
                return [self.heading(block.level, block.text)]
            case b.Paragraph():
                return [self.paragraph(block.text, looks.STYLES[block.style])]
            case b.ListBlock():
                return self.list_items(block)
            case b.Slot():
                return [self.slot(block)]
            case b.Only():
                return self.blocks(block.blocks) if block.medium == "pages" else []
            case b.Table():
                return self.table(block)
            case b.Figure():
                return self.figure(block)
            case b.Question():
                return self.question(block)
            case b.Records() if block.widths:
                return self.grid(block)
            case b.Records():
                return [item for record in self.records(block) for item in self.record(record)]
            case b.FieldTable():
                return self.field_table(block)
            case b.Choice():
                return self.choice(block)
            case b.Tick():
                return self.tick(block)
            case b.Answer():
                return self.answer(block)
            case b.Signature():
                return self.signature(block)
        return self.no_place(block)

    def records(self, block: b.Records) -> Sequence[b.Record]:
        """The records of a repeated set that are shown."""
        return block.records

    def record(self, record: b.Record) -> list[Item]:
        """One record of a repeated set."""
        return self.no_place(record)

    def grid(self, block: b.Records) -> list[Item]:
        """A repeated set as one table."""
        return self.no_place(block)

    def field_table(self, block: b.FieldTable) -> list[Item]:
        """Labels and answers."""
        return self.no_place(block)

    def choice(self, block: b.Choice) -> list[Item]:
        """A choice."""
        return self.no_place(block)

    def tick(self, block: b.Tick) -> list[Item]:
        """A box to tick."""
        return self.no_place(block)

    def answer(self, block: b.Answer) -> list[Item]:
        """A large box."""
        return self.no_place(block)

    def signature(self, block: b.Signature) -> list[Item]:
        """A place to sign."""
        return self.no_place(block)

    def no_place(self, block: object) -> list[Item]:
        """Refuse a block that this kind of document does not have."""
        raise Refused(f"A block of the kind {type(block).__name__} has no place in '{self.document.id}'.")

    # -- text
    def paragraph(
        self, text: b.Inlines, style: Style, *, tag: str = "P", parent: Element | None = None, indent: float = 0.0,
        before: float | None = None, glued: bool = False, element: Element | None = None,
    ) -> Item:  # fmt: skip
        """A paragraph that may be parted between pages, never leaving a single line alone."""
        made = lines(text, style, self.width - indent, self.field_width)
        node = element or Element(tag, parent or self.root)
        space = GAP_OF.get(style.size, 6.0) if before is None else before
        return self._lines_item(made, style, node, self.left + indent, space, glued, ends=True)

    def _lines_item(
        self, made: list[Line], style: Style, node: Element, x: float, before: float, glued: bool, *, ends: bool
    ) -> Item:
        leading = leading_of(made, style)
        address = len(made) <= 10 and any(line.forced for line in made)

        def split(room: float) -> tuple[Item, Item] | None:
            count = int(room / leading)
            if len(made) - count == 1:
                count -= 1
            if count < 2 or len(made) - count < 2:
                return None
            head = self._lines_item(made[:count], style, node, x, before, glued, ends=False)
            return head, self._lines_item(made[count:], style, node, x, 0.0, glued, ends=ends)

        return Item(
            len(made) * leading,
            lambda w, _x, y: draw(w, made, style, x, y, node, self.inline_field, ends=ends),
            before=before, glued=glued, split=None if address else split,
        )  # fmt: skip

    def heading(self, level: int, text: b.Inlines) -> Item:
        """A heading, kept with what follows. A title has a slot of two lines, so that it may differ between areas."""
        style = looks.HEADINGS[level]
        self.level = level
        if level == 1:
            return self._title(text, style)
        item = self.paragraph(text, style, tag=f"H{level}", before=18 if level == 2 else 11, glued=True)
        item.split = None
        if level == 2:
            inner, height = item.draw, item.height

            def ruled(w: Writer, x: float, y: float) -> None:
                inner(w, x, y)
                with w.artifact():
                    w.line(self.left, y + height + 3, self.left + self.width, y + height + 3, looks.ACCENT, 1.1)

            item.draw, item.height = ruled, height + 5
        return item

    def _title(self, text: b.Inlines, style: Style) -> Item:
        for size in (style.size, 19.0, 17.0, 15.0, 13.0):
            fitted = Style(size, size * 1.22, True, style.colour)
            made = lines(text, fitted, self.width, self.field_width)
            if len(made) <= 2:
                break
        else:
            raise Refused(f"The title '{b.plain(text)}' is too long for two lines.")
        node = Element("H1", self.root)
        count = 2 if self.document.kind == "form" and len(made) > 1 else len(made)
        height = count * style.leading
        return Item(height, lambda w, _x, y: draw(w, made, fitted, self.left, y, node, None), before=4, glued=True)

    def list_items(self, block: b.ListBlock) -> list[Item]:
        """A list: each item a label and its words."""
        return self._list(block, looks.STYLES[block.style], gap=2.5)

    def _list(self, block: b.ListBlock, style: Style, gap: float) -> list[Item]:
        numbering = Name("Decimal" if block.ordered else "Disc")
        node = Element("L", self.root, {"O": Name("List"), "ListNumbering": numbering})
        signs = [f"{number}." if block.ordered else "•" for number in range(1, len(block.items) + 1)]
        items = [self._list_item(text, sign, style, node, gap) for text, sign in zip(block.items, signs, strict=True)]
        items[0].before = 2 * gap
        return items

    def _list_item(self, text: b.Inlines, sign: str, style: Style, parent: Element, gap: float) -> Item:
        entry = Element("LI", parent)
        label, body = Element("Lbl", entry), Element("LBody", entry)
        item = self.paragraph(text, style, element=body, indent=16, before=gap)
        inner = item.draw

        def with_label(w: Writer, x: float, y: float) -> None:
            with w.marked(label):
                baseline = y + (style.leading - style.size) / 2 + 0.86 * style.size
                w.text(self.left + 2, baseline, sign, face(), style.size, style.colour)
            inner(w, x, y)

        item.draw = with_label
        item.split = None
        return item

    def slot(self, block: b.Slot) -> Item:
        """Text in a space of fixed height; a smaller size where a longer name needs it."""
        height = block.lines * looks.STYLES["normal"].leading + 4
        for shrink in (1.0, 0.95, 0.9, 0.85, 0.8, 0.75):
            made = Composer(self.document, self.fields, Element("Div"), left=self.left, width=self.width)
            inner = made.shrunk(block, shrink)
            if _stack_height(inner) <= height:
                break
        else:
            raise Refused(
                f"This text does not fit its space of {block.lines} lines in '{self.document.id}': "
                f"“{_slot_words(block)[:80]}…”",
                hint="Shorten what the profile says there, or give the slot more lines.",
            )
        for child in made.root.children:
            child.parent = self.root
        self.root.children += made.root.children

        def draw_all(w: Writer, x: float, y: float) -> None:
            for number, item in enumerate(inner):
                y += item.before if number else 0
                item.draw(w, x, y)
                y += item.height

        return Item(height, draw_all, before=6)

    def shrunk(self, block: b.Slot, factor: float) -> list[Item]:
        """The items of a slot at a factor of their size."""
        result: list[Item] = []
        for part in block.blocks:
            full = looks.STYLES[part.style]
            style = Style(full.size * factor, full.leading * factor, full.bold, full.colour)
            if isinstance(part, b.ListBlock):
                result += self._list(part, style, gap=2 * factor)
            else:
                result.append(self.paragraph(part.text, style, before=4 * factor))
        return result

    # -- tables
    def table(self, block: b.Table) -> list[Item]:
        """A printed table whose header is repeated on every page, there as an artifact."""
        widths = [width * MM for width in block.widths]
        node = Element("Table", self.root, {"O": Name("Table"), "Summary": block.caption})
        header = self._row(block.header, widths, Element("TR", Element("THead", node)), header=True, before=6)
        header.glued = True
        again = self._row(block.header, widths, None, header=True, before=0)
        body = Element("TBody", node)
        rows = [self._row(cells, widths, Element("TR", body), header=False, before=0) for cells in block.rows]
        for row in rows:
            row.repeat = again
        return [header, *rows]

    def _row(
        self,
        cells: Sequence[b.Inlines],
        widths: Sequence[float],
        parent: Element | None,
        *,
        header: bool,
        before: float,
    ) -> Item:
        style = looks.CELL_HEADER if header else looks.CELL
        made = [lines(cell, style, width - 8, self.field_width) for cell, width in zip(cells, widths, strict=True)]
        height = max(len(part) * leading_of(part, style) for part in made) + 7
        nodes = [
            Element("TH", parent, table_header("Column")) if header else Element("TD", parent) for _ in cells
        ] if parent is not None else []  # fmt: skip

        def draw_row(w: Writer, _x: float, y: float) -> None:
            x = self.left
            for number, (part, width) in enumerate(zip(made, widths, strict=True)):
                with w.artifact():
                    w.rectangle(x, y, width, height, fill=looks.SHADE if header else None, stroke=looks.FRAME, line=0.6)
                if nodes:
                    draw(w, part, style, x + 4, y + 3.5, nodes[number], self.inline_field)
                else:
                    with w.artifact("Header"):
                        _plain_lines(w, part, style, x + 4, y + 3.5)
                x += width

        return Item(height, draw_row, before=before)

    def figure(self, block: b.Figure) -> list[Item]:
        """A drawing under its caption, as wide as it is described or as there is room."""
        caption = self.paragraph((b.Text(block.caption, bold=True),), looks.STYLES["note"], before=12, glued=True)
        node = Element("Figure", self.root, extra={"Alt": block.alt})
        scale = min(MM, self.width / block.drawing.width)

        def draw_it(w: Writer, _x: float, y: float) -> None:
            draw_figure(w, block.drawing, self.left, y, scale, node)

        return [caption, Item(block.drawing.height * scale, draw_it, before=4)]

    # -- questions
    def question(self, block: b.Question) -> list[Item]:
        """A question: its heading and help, kept with the first of its answers."""
        words: list[b.Inline] = []
        if block.number:
            words.append(b.Text(f"{block.number}.  "))
        words += block.label
        if block.required:
            words.append(b.Text(" *"))
        result = [self.heading(3, tuple(words))]
        for part in block.note:
            made = self.block(part)
            for item in made:
                item.glued, item.before = True, 3
            result += made
        inner = self.blocks(block.blocks)
        if inner:
            inner[0].before = max(inner[0].before, 6)
        else:
            result[-1].glued = False
        return result + inner

    # -- fields in text
    def field_width(self, spec: b.Field) -> float:
        """The width of a field in running text: as described, or as its value needs."""
        wide = (spec.width or 50) * MM
        value = self.document.values.get(spec.id)
        if value:
            wide = max(wide, face().width(value, 11) + 10)
        return min(wide, self.width)

    def inline_field(self, spec: b.Field, box: Box, element: Element) -> None:
        """Place a field in running text."""
        shape = Shape(box[2] - box[0], box[3] - box[1])
        self.fields.text(spec, self.prefix, box, element, shape, size=0)


GAP_OF = {11: 7.0, 12.5: 8.0, 10: 4.0, 9: 6.0}


def _plain_lines(w: Writer, made: list[Line], style: Style, x: float, y: float) -> None:
    for number, line in enumerate(made):
        at = x
        for piece in line.pieces:
            baseline = y + number * style.leading + (style.leading - style.size) / 2 + 0.86 * style.size
            w.text(at, baseline, piece.text, piece.font, style.size, style.colour)
            at += piece.width


def _stack_height(items: Sequence[Item]) -> float:
    return sum(item.height for item in items) + sum(item.before for item in items[1:])


def _slot_words(block: b.Slot) -> str:
    parts = []
    for part in block.blocks:
        parts += [b.plain(text) for text in part.items] if isinstance(part, b.ListBlock) else [b.plain(part.text)]
    return " ".join(parts)
