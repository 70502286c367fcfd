"""Measures, colours and type of our Word files: those of the PDF (``render/pdf/looks.py``), as Word writes them.

Colours are six hexadecimal digits; sizes and leadings are in points; widths in millimetres unless a name says else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ctdocs.render.docx.ooxml import dxa

ACCENT: Final = "1C385E"
"""The colour of the house. An area's own colour takes its place wherever these six digits stand in a part."""
INK: Final = "1A1A1F"
FRAME: Final = "616E80"
SHADE: Final = "EDF2F7"
QUIET: Final = "4D545E"
PLACEHOLDER: Final = "595959"
"""Grey that still has a contrast of 7 to 1 on white (WCAG 2.2, 1.4.6)."""
LINK: Final = "0B4A8F"

FONT: Final = "Arial"
BOX_FONT: Final = "MS Gothic"
"""The font of Word's own tick boxes."""
UNTICKED, TICKED = "☐", "☒"
BOX_SIZE: Final = 15

PAGE_WIDTH, PAGE_HEIGHT = dxa(210), dxa(297)
SIDE, WIDTH = 20, 170
FORM_TOP, FORM_BOTTOM = 27, 22
LETTER_TOP, LETTER_BOTTOM = 16, 20
LABEL_WIDTH, PAIR_WIDTH = 40, 22
LINE = 6
"""The height of one line of an answer that is typed."""
ROW = 8
TICK_INDENT = 8.5
ADDRESS_TOP, ADDRESS_HEIGHT = 48, 32
"""From the top of the sheet: the window of a DL envelope (BS 4264) shows from about 45 to 80 mm."""
LIST_INDENT: Final = {"w:left": 360, "w:hanging": 320}
"""Of the items of a list, in twentieths of a point: room for a number of two digits."""
CELL_SIDE = 5 * 20
"""Room at the sides of a cell, in twentieths of a point."""


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """A style of paragraphs. ``before`` and ``after`` are in points; ``keep`` holds it to the next paragraph.

    Of the room after one paragraph and that before the next, Word 2013 and later take the larger.
    """

    name: str
    size: float
    leading: float
    before: float = 0
    after: float = 0
    bold: bool = False
    colour: str = INK
    based_on: str = "Normal"
    next: str = ""
    keep: bool = False
    outline: int | None = None
    shown: bool = True


STYLES: Final[dict[str, ParagraphStyle]] = {
    "Normal": ParagraphStyle("Normal", 11, 14.5, 7, 7, based_on=""),
    "Title": ParagraphStyle("Title", 21, 26, 4, 4, True, ACCENT, next="Normal", keep=True),
    "Heading1": ParagraphStyle("heading 1", 21, 26, 4, 4, True, ACCENT, next="Normal", keep=True, outline=0),
    "Heading2": ParagraphStyle("heading 2", 14.5, 19, 18, 4, True, ACCENT, next="Normal", keep=True, outline=1),
    "Heading3": ParagraphStyle("heading 3", 12, 15.5, 11, 4, True, next="Normal", keep=True, outline=2),
    "Heading4": ParagraphStyle("heading 4", 10.5, 13.5, 9, 3, True, ACCENT, next="Normal", keep=True, outline=3),
    "Lead": ParagraphStyle("Lead", 12.5, 17, 8, 8),
    "Note": ParagraphStyle("Note", 10, 13, 3, 6, colour=QUIET),
    "Small": ParagraphStyle("Small", 9, 12, 6, 6, colour=QUIET),
    "ListBullet": ParagraphStyle("List Bullet", 11, 14.5, 2.5, 2.5),
    "ListNumber": ParagraphStyle("List Number", 11, 14.5, 2.5, 2.5),
    "FieldLabel": ParagraphStyle("Field label", 10.5, 13, bold=True),
    "SmallLabel": ParagraphStyle("Field label above", 9.5, 12, bold=True, keep=True),
    "FieldHint": ParagraphStyle("Field hint", 8.5, 10.5, colour=QUIET),
    "ChoiceLabel": ParagraphStyle("Choice label", 9.5, 12, 9, 2, True, keep=True),
    "Options": ParagraphStyle("Options", 9, 12, 1, 2, colour=QUIET, keep=True),
    "FieldText": ParagraphStyle("Field text", 11, 14.5),
    "Option": ParagraphStyle("Option", 11, 14, 4, 4),
    "TableText": ParagraphStyle("Table text", 10, 13),
    "TableHeading": ParagraphStyle("Table heading", 10, 13, bold=True, keep=True),
    "RowHeading": ParagraphStyle("Row heading", 10, 13, bold=True),
    "TableGap": ParagraphStyle("Table gap", 2, 4, shown=False),
    "RecordTitle": ParagraphStyle("Record title", 10.5, 13.5, 9, 0, True, ACCENT, "Heading4", keep=True, outline=3),
    "Header": ParagraphStyle("header", 9, 11.5, colour=QUIET),
    "HeaderSender": ParagraphStyle("Header sender", 10, 12.5, bold=True, colour=ACCENT, based_on="Header"),
    "Footer": ParagraphStyle("footer", 9, 11, colour=QUIET),
    "FooterSmall": ParagraphStyle("Footer small print", 6.5, 8.5, 2, colour=QUIET, based_on="Footer"),
    "FooterDraft": ParagraphStyle("Footer draft", 9, 11, 0, 2, True, colour=QUIET, based_on="Footer"),
    "Logo": ParagraphStyle("Logo", 11, 14.5, 0, 4),
    "Letterhead": ParagraphStyle("Letterhead", 15, 19, bold=True, colour=ACCENT),
    "LetterheadLine": ParagraphStyle("Letterhead line", 9.5, 12, colour=QUIET),
    "Address": ParagraphStyle("Address", 11, 14.5),
    "Reference": ParagraphStyle("Reference line", 11, 14.5, 2, 2),
    "Subject": ParagraphStyle("Subject", 12.5, 16.5, 14, 7, True, ACCENT, "Heading1", "Normal", True, 0),
    "Closing": ParagraphStyle("Closing", 11, 14.5, 10, 0, keep=True),
    "Signature": ParagraphStyle("Signature", 11, 14.5, 37, 0, True, keep=True),
    "Role": ParagraphStyle("Role", 11, 14.5, 0, 3, keep=True),
    "Code": ParagraphStyle("Template statement", 8, 10, colour=PLACEHOLDER),
}
"""By the id that paragraphs name them with. "Template statement" is only met in an exported template."""
