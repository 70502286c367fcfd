"""What stands round the pages: sender and title at the head, page x of y and the small print at the foot."""

from __future__ import annotations

from ctdocs.documents.blocks import Resolved, Text
from ctdocs.render.pdf import looks
from ctdocs.render.pdf.fonts import face
from ctdocs.render.pdf.paragraph import MM, Style, lines
from ctdocs.render.pdf.writer import A4, Writer

_SIDE = 69 * MM  # between a marker and the QR code
_INNER = 20 * MM


def header(writer: Writer, document: Resolved) -> None:
    """The council on the left of the QR code and the title of the form on the right."""
    with writer.artifact("Header"):
        _lines(writer, document.sender, Style(10, 12.5, bold=True, colour=looks.ACCENT), _INNER, right=False)
        _lines(writer, document.title, Style(9, 11.5, colour=looks.QUIET), A4[0] - _INNER - _SIDE, right=True)


def _lines(writer: Writer, words: str, style: Style, x: float, *, right: bool) -> None:
    made = lines((Text(words),), style, _SIDE)[:3]
    for number, line in enumerate(made):
        at = x + (_SIDE - line.width if right else 0)
        for piece in line.pieces:
            writer.text(at, 11 * MM + number * style.leading, piece.text, piece.font, style.size, style.colour)
            at += piece.width


def footer(writer: Writer, document: Resolved, page: int, pages: int) -> None:
    """Page x of y (``page`` from 1), and what the document is, for whom and by what it was made."""
    small = f"{document.id} · edition {document.edition} · {document.area_name} · ctdocs {document.version}"
    with writer.artifact("Footer"):
        if document.draft:
            letter = document.kind == "letter" and document.mode == "final"
            why = "not to be sent" if letter else "facts marked CONFIRM are not confirmed. Do not use"
            _centred(writer, f"DRAFT – {why}.", A4[1] - 17 * MM, 9, bold=True)
        _centred(writer, f"Page {page} of {pages}", A4[1] - 12.5 * MM, 9)
        _centred(writer, small, A4[1] - 8.5 * MM, 6.5)


def _centred(writer: Writer, words: str, y: float, size: float, *, bold: bool = False) -> None:
    font = face("Bold" if bold else "Regular")
    writer.text((A4[0] - font.width(words, size)) / 2, y, words, font, size, looks.QUIET)
