"""Letters: a head, an address that shows in a window envelope, the words, and the close."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

from ctdocs.documents import blocks as b
from ctdocs.render.docx import looks
from ctdocs.render.docx.compose import Composer
from ctdocs.render.docx.ooxml import Xml, element, paragraph, qn, run, statement
from ctdocs.render.docx.tables import cell, glue, row, table

LOGO = "ctd_logo"
"""The bookmark whose paragraph takes the area's logo, and goes where the area has none."""
_LONE = re.compile(r"\{%[^{}]*%\}")
_NAME, _LINES = 0.58 * looks.WIDTH, 0.42 * looks.WIDTH


class LetterComposer(Composer):
    """A letter: where a value is not known, a field stands in the text."""

    def blocks(self, blocks: Sequence[b.Block]) -> list[Xml]:
        """The elements of a letter; head and address are one table, for two would be joined by Word."""
        result: list[Xml] = []
        rest = list(blocks)
        while rest:
            block = rest.pop(0)
            if isinstance(block, b.Letterhead):
                rows = [self._head(block)]
                if rest and isinstance(rest[0], b.AddressBlock):
                    rows.append(self._address(rest.pop(0)))
                words = "The sender of this letter, and who it goes to"
                result.append(table([_NAME, _LINES], rows, caption="Letterhead", description=words, plain=True))
            else:
                made = super().blocks([block])
                if isinstance(block, b.SignOff) and result and result[-1].tag == qn("w:p"):
                    glue(result[-1])  # the last words before the close stay on its page
                result += made
        return result

    def block(self, block: b.Block) -> list[Xml]:
        """The elements of one block of a letter."""
        match block:
            case b.AddressBlock():
                made = table([_NAME, _LINES], [self._address(block)], caption="Address", plain=True)
                return [made]
            case b.ReferenceLine():
                words = (b.Text(f"{block.label}: ", bold=True), *block.text)
                return [paragraph("Reference", *self.inlines(words))]
            case b.Subject():
                return [paragraph("Subject", *self.inlines(block.text))]
            case b.SignOff():
                role = [paragraph("Role", *self.inlines(block.role))] if block.role else []
                return [
                    paragraph("Closing", run(block.greeting)),
                    paragraph("Signature", *self.inlines(tuple(map(_bold, block.name)))),
                    *role,
                ]
        return super().block(block)

    def _head(self, block: b.Letterhead) -> Xml:
        mark = {"w:id": 0}
        logo = paragraph(
            "Logo", element("w:bookmarkStart", {**mark, "w:name": LOGO}), element("w:bookmarkEnd", mark)
        )
        lines = [
            statement(line) if _LONE.fullmatch(line.strip()) else paragraph("LetterheadLine", run(line))
            for line in block.lines
        ]
        name = paragraph("Letterhead", run(block.name))
        return row(
            cell(_NAME, logo, name), cell(_LINES, *lines), height=looks.ADDRESS_TOP - looks.LETTER_TOP, whole=False
        )

    def _address(self, block: b.Block) -> Xml:
        assert isinstance(block, b.AddressBlock)
        made = paragraph("Address", self.inline_field(block.field))
        return row(cell(looks.WIDTH, made, span=2), height=looks.ADDRESS_HEIGHT)


def _bold(part: b.Inline) -> b.Inline:
    return dataclasses.replace(part, bold=True) if isinstance(part, b.Text | b.Code) else part
