"""From resolved blocks to the body of a Word file: text, headings, lists, printed tables and questions.

The parts with fields are in ``compose_fields``, those of a final record in ``compose_record``, letters in
``compose_letter``. Every word stands in the order of the PDF of the same document.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from ctdocs.documents import blocks as b
from ctdocs.errors import Refused
from ctdocs.render.docx import controls, looks
from ctdocs.render.docx.ooxml import Xml, dxa, element, line_break, paragraph, put, qn, root, run, statement
from ctdocs.render.docx.parts import FIRST_LINK, FOOTER, HEADER
from ctdocs.render.docx.styles import BULLETS, Numbering, in_list
from ctdocs.render.docx.tables import cell, glue, row, table

STYLE_OF: Final[dict[b.TextStyle, str]] = {"normal": "Normal", "lead": "Lead", "note": "Note", "small": "Small"}
_CLEAR = 6  # points between a table and the text under it


@dataclass
class Composer:
    """Makes the body of one document. ``links`` are the addresses that its text leads to, by relationship."""

    document: b.Resolved
    numbering: Numbering = field(default_factory=Numbering)
    links: dict[str, str] = field(default_factory=dict)
    about: str = ""
    """The words of the question, or of the heading, under which blocks are being made: what their tables are called."""
    row_title: str = ""
    """What the record is called whose fields are being made, such as "Incident #"."""
    level: int = 1
    """Of the last heading: the title of a record is one below it."""
    _list: int = 0
    _after_list: bool = False
    _parted: bool = False

    def body(self) -> Xml:
        """``w:document``, ready to be a part."""
        content = settled(self.blocks(self.opened()))
        return root("w:document", element("w:body", None, *content, self._section()))

    def opened(self) -> tuple[b.Block, ...]:
        """The blocks of the document, a form's title before them where it is not among them."""
        blocks = self.document.blocks
        if self.document.kind == "form" and not any(isinstance(x, b.Heading) and x.level == 1 for x in blocks):
            return (b.Heading(1, (b.Text(self.document.title),)), *blocks)
        return blocks

    def blocks(self, blocks: Sequence[b.Block]) -> list[Xml]:
        """The elements of these blocks."""
        result: list[Xml] = []
        new_page = False
        for block in blocks:
            if isinstance(block, b.PageBreak):
                new_page = True
                continue
            made = self.block(block)
            first = next((one for one in made if not is_statement(one)), None)
            if new_page and first is not None:
                if first.tag != qn("w:p"):
                    first = paragraph("TableGap")
                    made.insert(0, first)
                put(first, element("w:pageBreakBefore"))
                put(first, element("w:spacing", {"w:before": 0}))
                new_page = False
            result += made
            if _is_statement(block):
                self._parted = self._after_list
            else:
                self._after_list, self._parted = isinstance(block, b.ListBlock) and block.ordered, False
        return result

    def block(self, block: b.Block) -> list[Xml]:
        """The elements of one block."""
        match block:
            case b.Heading():
                self.about = _called(block.text)
                self.level = block.level
                return [paragraph(f"Heading{block.level}", *self.inlines(block.text))]
            case b.Paragraph():
                return [self.text(block.text, STYLE_OF[block.style])]
            case b.ListBlock():
                return self.list_items(block)
            case b.Slot():
                return self.blocks(block.blocks)
            case b.Only():
                return self.blocks(block.blocks) if block.medium == "flowing" else []
            case b.Table():
                return [self.table(block)]
            case b.Figure():  # Word takes no drawing of ours: the words that stand for it say the same
                caption = self.text((b.Text(block.caption, bold=True),), "Note")
                glue(caption)
                return [caption, self.text((b.Text(block.alt),), "Normal")]
            case b.Question():
                return self.question(block)
            case b.Records():
                return self.records(block)
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

    def records(self, block: b.Records) -> list[Xml]:
        """A repeated set."""
        return self.no_place(block)

    def field_table(self, block: b.FieldTable) -> list[Xml]:
        """Labels and answers."""
        return self.no_place(block)

    def choice(self, block: b.Choice) -> list[Xml]:
        """A choice."""
        return self.no_place(block)

    def tick(self, block: b.Tick) -> list[Xml]:
        """A box to tick."""
        return self.no_place(block)

    def answer(self, block: b.Answer) -> list[Xml]:
        """A large box."""
        return self.no_place(block)

    def signature(self, block: b.Signature) -> list[Xml]:
        """A place to sign."""
        return self.no_place(block)

    def no_place(self, block: object) -> list[Xml]:
        """Refuse a block that this kind of document does not have."""
        raise Refused(f"A block of the kind {type(block).__name__} has no place in '{self.document.id}'.")

    # -- text
    def text(self, text: b.Inlines, style: str, properties: Sequence[Xml] = ()) -> Xml:
        """A paragraph; a lone statement becomes one of docxtpl's."""
        if len(text) == 1 and isinstance(text[0], b.Code) and text[0].statement:
            return statement(text[0].source)
        return paragraph(style, *self.inlines(text), properties=properties)

    def inlines(self, inlines: b.Inlines) -> list[Xml]:
        """Runs, links, breaks and fields."""
        result: list[Xml] = []
        for inline in inlines:
            match inline:
                case b.Text() if inline.link and "{" not in inline.link:
                    words = run(inline.text, style="Hyperlink", bold=inline.bold, italic=inline.italic)
                    result.append(element("w:hyperlink", {"r:id": self._link(inline.link)}, words))
                case b.Text():
                    result.append(run(inline.text, bold=inline.bold, italic=inline.italic))
                case b.Code():
                    result.append(run(inline.source, bold=inline.bold, italic=inline.italic))
                case b.Break():
                    result.append(line_break())
                case b.InlineField():
                    result.append(self.inline_field(inline.field))
        return result

    def inline_field(self, spec: b.Field) -> Xml:
        """A field inside running text: its placeholder says what is missing."""
        words = controls.inline_placeholder(spec.label)
        return controls.control(spec, spec.id, controls.title(spec), self.document.language, words=words)

    def _link(self, uri: str) -> str:
        for number, known in self.links.items():
            if known == uri:
                return number
        number = f"rId{FIRST_LINK + len(self.links)}"
        self.links[number] = uri
        return number

    def list_items(self, block: b.ListBlock) -> list[Xml]:
        """A list, each item a paragraph. A list goes on with its numbers where only a statement parted it."""
        if block.ordered and not self._parted:
            self._list = self.numbering.ordered()
        number = self._list if block.ordered else BULLETS
        if block.style == "normal":
            style = "ListNumber" if block.ordered else "ListBullet"
            return [self.text(item, style, [in_list(number)]) for item in block.items]
        style = STYLE_OF[block.style]
        return [self.text(item, style, [in_list(number), element("w:ind", looks.LIST_INDENT)]) for item in block.items]

    # -- tables
    def table(self, block: b.Table) -> Xml:
        """A printed table whose header row is repeated on every page."""

        def made(cells: Sequence[b.Inlines], *, header: bool) -> Xml:
            style = "TableHeading" if header else "TableText"
            parts = [
                cell(width, paragraph(style, *self.inlines(text)), shade=header)
                for text, width in zip(cells, block.widths, strict=True)
            ]
            return row(*parts, header=header)

        head = made(block.header, header=True)
        glue(head)
        rows = [made(cells, header=False) for cells in block.rows]
        return table(block.widths, [head, *rows], caption=block.caption, heading="row")

    # -- questions
    def question(self, block: b.Question) -> list[Xml]:
        """A question: its heading and help, kept with the first of its answers."""
        words: list[b.Inline] = []
        if block.number:
            words.append(b.Text(f"{block.number}.  "))
        words += block.label
        if block.required:
            words.append(b.Text(" *"))
        above, self.about = self.about, f"{block.number} {_called(block.label)}".strip()
        self.level = 3
        result = [paragraph("Heading3", *self.inlines(tuple(words)))]
        notes = self.blocks(block.note)
        inner = self.blocks(block.blocks)
        if inner:
            glue(*(note for note in notes if not is_statement(note)))
        self.about = above
        return [*result, *notes, *inner]

    def _section(self) -> Xml:
        form = self.document.kind == "form"
        top = looks.FORM_TOP if form else looks.LETTER_TOP
        bottom = looks.FORM_BOTTOM if form else looks.LETTER_BOTTOM
        margins = {
            "w:top": dxa(top), "w:right": dxa(looks.SIDE), "w:bottom": dxa(bottom), "w:left": dxa(looks.SIDE),
            "w:header": dxa(10), "w:footer": dxa(7), "w:gutter": 0,
        }  # fmt: skip
        return element(
            "w:sectPr",
            None,
            element("w:headerReference", {"w:type": "default", "r:id": HEADER}) if form else None,
            element("w:footerReference", {"w:type": "default", "r:id": FOOTER}),
            element("w:pgSz", {"w:w": looks.PAGE_WIDTH, "w:h": looks.PAGE_HEIGHT}),
            element("w:pgMar", margins),
        )


def is_statement(made: Xml) -> bool:
    """Whether an element is a statement of docxtpl's, which leaves no paragraph behind."""
    look = made.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return look is not None and look.get(qn("w:val")) == "Code"


def settled(content: Sequence[Xml]) -> list[Xml]:
    """The elements with room under each table, and a small paragraph only where Word would join two tables into one."""
    result: list[Xml] = []
    after_table = False
    for made in content:
        if is_statement(made):
            result.append(made)
            continue
        first = made.tag if made.tag != qn("w:sdt") else qn("w:p")
        if after_table and first == qn("w:tbl"):
            result.append(paragraph("TableGap"))
        elif after_table and made.tag == qn("w:p"):
            _lower(made)
        result.append(made)
        after_table = made.tag in (qn("w:tbl"), qn("w:sdt"))
    if after_table:
        result.append(paragraph("TableGap"))
    return result


def _lower(made: Xml) -> None:
    """Give a paragraph under a table the room that its style does not give it."""
    style = looks.STYLES[made.find(f"{qn('w:pPr')}/{qn('w:pStyle')}").get(qn("w:val"))]
    if style.before < _CLEAR and style.shown:
        put(made, element("w:spacing", {"w:before": _CLEAR * 20}))


def _called(text: b.Inlines) -> str:
    """The words of a heading as the name of a table; a value that is not known yet cannot stand in one."""
    return "" if any(isinstance(part, b.Code) for part in text) else b.plain(text)


def _is_statement(block: b.Block) -> bool:
    return isinstance(block, b.Paragraph) and len(block.text) == 1 and isinstance(block.text[0], b.Code)


def labelled(spec: b.Field, label: str) -> b.Field:
    """The same field with another label."""
    return dataclasses.replace(spec, label=label)


def star(spec: b.Field) -> str:
    """The star after the label of a field that must be filled in."""
    return " *" if spec.required or spec.required_if else ""
