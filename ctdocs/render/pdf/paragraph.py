"""Running text broken into lines: words in several faces, links, and fields that stand inside a sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from ctdocs.documents.blocks import Break, Field, InlineField, Inlines, Text
from ctdocs.model.layout import Box
from ctdocs.render.pdf.fonts import Face, drawable, face, style_of
from ctdocs.render.pdf.tags import Element
from ctdocs.render.pdf.writer import BLACK, Colour, Writer

LINK: Colour = (0.07, 0.27, 0.55)
GAP: Colour = (1.0, 0.9, 0.35)
"""The ground of what is not known, in a draft: it is seen in grey too."""
FIELD_HEIGHT = 15.0
MM = 72 / 25.4


@dataclass(frozen=True, slots=True)
class Style:
    """How a paragraph looks: size and leading in points, whether it is bold throughout, and its colour."""

    size: float
    leading: float
    bold: bool = False
    colour: Colour = BLACK


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a word in one face, or a field; ``width`` in points."""

    text: str
    font: Face
    width: float
    link: str | None = None
    field: Field | None = None
    gap: bool = False


@dataclass(slots=True)
class Line:
    """One line: its pieces with the spaces between them already in the text.

    ``forced`` lines end because the text says so, ``parted`` ones inside a word that is too long for a line.
    """

    pieces: list[Piece] = field(default_factory=list)
    width: float = 0.0
    forced: bool = False
    parted: bool = False


FieldWidth = Callable[[Field], float]
PlaceField = Callable[[Field, Box, Element], None]
_PARTS = "/-?&=_"
"""After these a word that is too long, such as an address on the web, is parted first."""
_WORD = re.compile(r"( +)|([^ ]+)")


def _default_width(spec: Field) -> float:
    return (spec.width or 50) * MM


def pieces(text: Inlines, style: Style, field_width: FieldWidth) -> Iterable[list[Piece] | str | None]:
    """Words (lists of pieces that may not be parted), spaces (a string) and forced line ends (None)."""
    word: list[Piece] = []
    for inline in text:
        match inline:
            case Break():
                if word:
                    yield word
                word = []
                yield None
            case InlineField():
                word.append(Piece("", face(), field_width(inline.field), None, inline.field))
            case Text():
                font = face(style_of(style.bold or inline.bold, inline.italic))
                for part, line in enumerate(drawable(inline.text)[0].split("\n")):
                    if part:
                        if word:
                            yield word
                        word = []
                        yield None
                    for found in _WORD.finditer(line):
                        if found[1]:
                            if word:
                                yield word
                            word = []
                            yield " "
                        else:
                            wide = font.width(found[2], style.size)
                            word.append(Piece(found[2], font, wide, inline.link, None, inline.gap))
    if word:
        yield word


def lines(text: Inlines, style: Style, width: float, field_width: FieldWidth = _default_width) -> list[Line]:
    """The lines of a paragraph that is ``width`` points wide. A word that is too long is broken."""
    result = [Line()]
    pending = False
    space_width = face().width(" ", style.size)
    for word in pieces(text, style, field_width):
        if word is None:
            result[-1].forced = True
            result.append(Line())
            pending = False
        elif isinstance(word, str):
            pending = bool(result[-1].pieces)
        else:
            wide = sum(piece.width for piece in word)
            line = result[-1]
            if line.pieces and line.width + (space_width if pending else 0) + wide > width:
                line = Line()
                result.append(line)
                pending = False
            if wide > width:
                word = list(_broken(word, style, width, result))
                line = result[-1]
                wide = sum(piece.width for piece in word)
            if pending:
                _space(line, space_width)
            line.pieces += word
            line.width += wide
            pending = False
    return result


def _space(line: Line, space_width: float) -> None:
    last = line.pieces[-1]
    if last.field is None:
        line.pieces[-1] = replace(last, text=last.text + " ", width=last.width + space_width)
    else:
        line.pieces.append(Piece(" ", face(), space_width))
    line.width += space_width


def _broken(word: list[Piece], style: Style, width: float, result: list[Line]) -> Iterable[Piece]:
    """Put all but the last part of a word that is too wide onto lines of its own; give back the rest."""
    rest: list[Piece] = []
    used = 0.0
    for piece in word:
        if piece.field is not None:
            rest.append(Piece("", piece.font, min(piece.width, width), None, piece.field))
            used += rest[-1].width
            continue
        text = ""
        for ch in piece.text:
            step = piece.font.width(ch, style.size)
            if used + step > width:
                cut = max((text.rfind(sign) for sign in _PARTS), default=-1) + 1
                cut = cut if cut > len(text) / 3 else len(text)
                head, text = text[:cut], text[cut:]
                rest.append(replace(piece, text=head, width=piece.font.width(head, style.size)))
                result[-1].pieces += rest
                result[-1].parted = True
                result.append(Line())
                rest, used = [], piece.font.width(text, style.size)
            text += ch
            used += step
        rest.append(replace(piece, text=text, width=piece.font.width(text, style.size)))
    return rest


def leading_of(made: list[Line], style: Style) -> float:
    """The distance of lines: wider where a field stands in the text."""
    has_field = any(piece.field for line in made for piece in line.pieces)
    return max(style.leading, FIELD_HEIGHT + 5) if has_field else style.leading


def draw(
    writer: Writer, made: list[Line], style: Style, x: float, y: float, element: Element, place: PlaceField | None, *,
    ends: bool = True,
) -> None:  # fmt: skip
    """Draw lines with the top of the first at ``y``, as content of ``element``.

    Text, links and fields become its children in reading order. Every line end but that of a parted word carries a
    space, so that no two words merge when the text is read (ISO 32000-1, 14.8.2.5); ``ends`` is False where the
    paragraph goes on elsewhere.
    """
    leading = leading_of(made, style)
    run: list[tuple[float, float, str, Face]] = []
    link: str | None = None

    def flush() -> None:
        if run:
            target = Element("Link", element) if link else element
            colour = LINK if link else style.colour
            with writer.marked(target):
                for at_x, at_y, words, font in run:
                    writer.text(at_x, at_y, words, font, style.size, colour)
            if link:
                for at_x, at_y, words, font in run:
                    wide = font.width(words.rstrip(), style.size)
                    with writer.artifact():
                        writer.line(at_x, at_y + 1.4, at_x + wide, at_y + 1.4, LINK, 0.5)
                    writer.link(target, (at_x, at_y - 0.8 * style.size, at_x + wide, at_y + 0.25 * style.size), link)
            run.clear()

    for number, line in enumerate(made):
        baseline = y + number * leading + (leading - style.size) / 2 + 0.86 * style.size
        at = x
        spaced = not line.parted and (number < len(made) - 1 or not ends)
        for index, piece in enumerate(line.pieces):
            if piece.link != link or piece.field is not None:
                flush()
                link = piece.link
            if piece.gap:
                flush()
                with writer.artifact():
                    writer.rectangle(at - 1, baseline - style.size, piece.width + 2, style.size * 1.3, fill=GAP)
            if piece.field is not None:
                top = baseline - FIELD_HEIGHT + 3.8
                box = (at + 1, top, at + piece.width - 1, top + FIELD_HEIGHT)
                with writer.artifact():
                    writer.line(box[0], box[3], box[2], box[3], (0.45, 0.5, 0.55), 0.7)
                assert place is not None, "a field stands where none may"
                place(piece.field, box, element)
            else:
                words = piece.text
                if spaced and index == len(line.pieces) - 1 and not words.endswith(" "):
                    words += " "
                if run and run[-1][3] is piece.font and run[-1][1] == baseline:
                    run[-1] = (run[-1][0], baseline, run[-1][2] + words, piece.font)
                else:
                    run.append((at, baseline, words, piece.font))
            at += piece.width
    flush()
