"""A font for text that lies unseen over a picture so that it can be found and copied: no text is drawn with it.

It has one shape for every character of the Basic Multilingual Plane, so that no script is left out.
"""

from __future__ import annotations

import functools
import io

from pikepdf import Array, Dictionary, Name, Object, Pdf

ADVANCE = 500


def font(pdf: Pdf) -> Object:
    """The font as an object of a file: codes are UTF-16, each half an em wide."""
    data = _program()
    descriptor = Dictionary(
        Type=Name.FontDescriptor, FontName=Name.CtdocsBlank, Flags=4, FontBBox=[0, -200, ADVANCE, 800], ItalicAngle=0,
        Ascent=800, Descent=-200, CapHeight=700, StemV=80, FontFile2=pdf.make_stream(data, Length1=len(data)),
    )  # fmt: skip
    inner = Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name.CtdocsBlank, DW=ADVANCE,
        CIDSystemInfo=Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
        FontDescriptor=pdf.make_indirect(descriptor), CIDToGIDMap=pdf.make_stream(b"\0\1" * 65536),
    )  # fmt: skip
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font, Subtype=Name.Type0, BaseFont=Name.CtdocsBlank, Encoding=Name("/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(inner)]), ToUnicode=pdf.make_stream(_to_unicode()),
        )
    )  # fmt: skip


def encoded(text: str) -> str:
    """Text as a string of this font, in hex; what is outside the plane becomes U+FFFD."""
    plain = "".join(ch if 0 < ord(ch) <= 0xFFFD and not 0xD800 <= ord(ch) <= 0xDFFF else "\ufffd" for ch in text)
    return f"<{plain.encode('utf-16-be').hex().upper()}>"


@functools.cache
def _to_unicode() -> bytes:
    """Every code stands for itself. A range may only run through its last byte (ISO 32000-1, 9.10.3)."""
    rows = [
        f"<{high:02X}{'01' if high == 0 else '00'}> <{high:02X}FF>" for high in range(256) if not 0xD8 <= high < 0xE0
    ]
    lines = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
        "1 begincodespacerange <0000> <FFFF> endcodespacerange",
    ]
    for start in range(0, len(rows), 100):
        block = rows[start : start + 100]
        lines += [f"{len(block)} beginbfrange", *(f"{row} {row[:6]}" for row in block), "endbfrange"]
    lines.append("endcmap CMapName currentdict /CMap defineresource pop end end")
    return "\n".join(lines).encode()


@functools.cache
def _program() -> bytes:
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.ttGlyphPen import TTGlyphPen
    from fontTools.ttLib.tables._g_l_y_f import Glyph

    pen = TTGlyphPen(None)  # a box: text that is not drawn needs a size all the same, or PDFium takes it for none
    pen.moveTo((0, 0))
    for corner in ((0, 700), (ADVANCE, 700), (ADVANCE, 0)):
        pen.lineTo(corner)
    pen.closePath()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "blank"])
    builder.setupCharacterMap({32: "blank"})
    builder.setupGlyf({".notdef": Glyph(), "blank": pen.glyph()})
    builder.setupHorizontalMetrics({".notdef": (ADVANCE, 0), "blank": (ADVANCE, 0)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "CtdocsBlank", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    builder.font["head"].created = builder.font["head"].modified = 0
    builder.font.recalcTimestamp = False
    target = io.BytesIO()
    builder.save(target)
    return target.getvalue()
