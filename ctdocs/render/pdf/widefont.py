"""A Type0 font of just the characters that the form fonts lack (Greek, Cyrillic, Vietnamese…), for appearances."""

from __future__ import annotations

import functools

from reportlab.pdfbase import pdfmetrics

from ctdocs.render.pdf.fonts import face
from ctdocs.render.pdf.formfont import cmap, subset
from ctdocs.render.pdf.objects import Name, stream, syntax

PSNAME = "CTDWDE+LiberationSans"


def wide_font(characters: list[str], first: int) -> dict[int, bytes]:
    """The objects of the font, numbered from ``first``; the font itself is ``first``.

    Codes are glyph numbers of the whole font (Identity-H), so that text can be written before the font is made.
    """
    data = subset(characters, retain_gids=True)
    glyphs = glyph_numbers()
    pairs = sorted((glyphs[ch], ch) for ch in characters)
    widths: list[object] = []
    for glyph, ch in pairs:
        widths += [glyph, [round(face().widths[ord(ch)])]]
    ref = {
        key: b"%d 0 R" % (first + offset) for key, offset in (("cid", 1), ("descriptor", 2), ("file", 3), ("map", 4))
    }
    font = {
        "Type": Name("Font"), "Subtype": Name("Type0"), "BaseFont": Name(PSNAME), "Encoding": Name("Identity-H"),
        "DescendantFonts": [ref["cid"]], "ToUnicode": ref["map"],
    }  # fmt: skip
    cid = {
        "Type": Name("Font"), "Subtype": Name("CIDFontType2"), "BaseFont": Name(PSNAME),
        "CIDSystemInfo": {"Registry": "Adobe", "Ordering": "Identity", "Supplement": 0},
        "FontDescriptor": ref["descriptor"], "W": widths, "DW": 0, "CIDToGIDMap": Name("Identity"),
    }  # fmt: skip
    descriptor = {
        "Type": Name("FontDescriptor"), "FontName": Name(PSNAME), "Flags": 4, "FontBBox": [-544, -303, 1302, 980],
        "ItalicAngle": 0, "Ascent": round(face().ascent), "Descent": round(face().descent), "CapHeight": 729,
        "StemV": 80, "FontFile2": ref["file"],
    }  # fmt: skip
    return {
        first: syntax(font),
        first + 1: syntax(cid),
        first + 2: syntax(descriptor),
        first + 3: stream(data, Length1=len(data)),
        first + 4: stream(cmap([(f"{glyph:04X}", ch) for glyph, ch in pairs], digits=4)),
    }


@functools.cache
def glyph_numbers() -> dict[str, int]:
    """The glyph number of each character of Liberation Sans."""
    font = pdfmetrics.getFont(face().name)
    return {chr(code): int(glyph) for code, glyph in font.face.charToGlyph.items()}
