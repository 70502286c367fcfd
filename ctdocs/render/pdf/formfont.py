"""The fonts that fields are typed and filled in: two simple TrueType fonts, each with a program of its own.

``/FF`` holds Windows-1252 with the Welsh letters in its five free codes, so that a viewer can type with it; ``/FX``
holds Latin Extended-A for our own appearances (Polish, Czech, Turkish, Romanian…). A Type0 font here would break
automatic sizes in viewers, and a bare Helvetica would not be embedded. Other scripts: see ``widefont``.
"""

from __future__ import annotations

import functools
import io
import logging
from dataclasses import dataclass

from ctdocs.render.pdf.fonts import REPLACEMENT, face
from ctdocs.render.pdf.objects import Name, stream, syntax

WELSH = {0x81: "ŵ", 0x8D: "ŷ", 0x8F: "Ŵ", 0x90: "Ŷ", 0x9D: "ẃ"}


def _windows() -> dict[str, int]:
    codes = {ch: code for code, ch in WELSH.items()}
    for code in range(32, 256):
        if code not in WELSH and code != 127:
            codes.setdefault(bytes([code]).decode("cp1252"), code)
    return codes


def _extended() -> dict[str, int]:
    """Codes of Latin Extended-A. A simple font may only use names of the Adobe Glyph List (ISO 14289-1, 7.21.6)."""
    from fontTools.agl import UV2AGL

    have = set(WINDOWS)
    extra = [chr(c) for c in (*range(0x100, 0x180), 0x218, 0x219, 0x21A, 0x21B)]
    extra = [ch for ch in extra if ch not in have and ord(ch) in face().widths and ord(ch) in UV2AGL]
    return {ch: 33 + number for number, ch in enumerate([REPLACEMENT, *extra])}


WINDOWS = _windows()


@dataclass(frozen=True, slots=True)
class SimpleFont:
    """A simple TrueType font: its code for each character, and its parts in PDF syntax with ``%d`` for references."""

    codes: dict[str, int]
    dictionary: bytes
    to_unicode: bytes
    descriptor: bytes
    program: bytes


@dataclass(frozen=True, slots=True)
class FormFonts:
    """Both fonts. They do not share a program: veraPDF keeps one encoding to a program and would mix them up."""

    windows: SimpleFont
    extended: SimpleFont


@functools.cache
def form_fonts() -> FormFonts:
    """Both fonts, made once in a process."""
    return FormFonts(_simple(WINDOWS, "CTDOCA", base=True), _simple(_extended(), "CTDOCB", base=False))


def subset(characters: list[str], *, retain_gids: bool = False) -> bytes:
    """The font program of Liberation Sans with only these characters."""
    from fontTools import subset as fonttools_subset
    from fontTools.ttLib import TTFont

    logging.getLogger("fontTools.subset").setLevel(logging.ERROR)  # FFTM is dropped; that is of no interest
    options = fonttools_subset.Options(
        hinting=False, layout_features=[], notdef_outline=True, glyph_names=not retain_gids, retain_gids=retain_gids
    )
    options.drop_tables += ["DSIG", "GSUB", "GPOS", "GDEF", "kern", "FFTM"]
    options.recalc_timestamp = False
    font = TTFont(io.BytesIO(face().path.read_bytes()), lazy=True, recalcTimestamp=False)
    subsetter = fonttools_subset.Subsetter(options)
    subsetter.populate(unicodes=[ord(ch) for ch in characters])
    subsetter.subset(font)
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def _simple(codes: dict[str, int], subset_tag: str, *, base: bool) -> SimpleFont:
    from fontTools.agl import UV2AGL

    by_code = {code: ch for ch, code in codes.items()}
    widths = [round(face().widths.get(ord(by_code[c]), 0)) if c in by_code else 0 for c in range(32, 256)]
    named = WELSH if base else by_code
    differences: list[int | Name] = []
    for code, ch in sorted(named.items()):
        differences += [code, Name(UV2AGL[ord(ch)])]
    postscript_name = Name(f"{subset_tag}+LiberationSans")
    data = subset(list(codes))
    regular = face()
    descriptor = syntax(
        {
            "Type": Name("FontDescriptor"), "FontName": postscript_name, "Flags": 32,
            "FontBBox": [-544, -303, 1302, 980], "ItalicAngle": 0, "Ascent": round(regular.ascent),
            "Descent": round(regular.descent), "CapHeight": 729, "StemV": 80, "FontFile2": b"%d 0 R",
        }
    )  # fmt: skip
    encoding = {"Type": Name("Encoding"), "BaseEncoding": Name("WinAnsiEncoding"), "Differences": differences}
    dictionary = syntax(
        {
            "Type": Name("Font"), "Subtype": Name("TrueType"), "BaseFont": postscript_name, "FirstChar": 32,
            "LastChar": 255, "Widths": widths, "FontDescriptor": b"%d 0 R", "Encoding": encoding,
            "ToUnicode": b"%d 0 R",
        }
    )  # fmt: skip
    pairs = [(code, "\ufffd" if ch == REPLACEMENT else ch) for code, ch in sorted(by_code.items())]
    to_unicode = stream(cmap([(f"{c:02X}", ch) for c, ch in pairs], digits=2))
    return SimpleFont(codes, dictionary, to_unicode, descriptor, stream(data, Length1=len(data)))


def cmap(pairs: list[tuple[str, str]], *, digits: int) -> bytes:
    """A ToUnicode map: from codes in hex to text (ISO 32000-1, 9.10.3)."""
    lines = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
        f"1 begincodespacerange <{'0' * digits}> <{'F' * digits}> endcodespacerange",
    ]
    for start in range(0, len(pairs), 100):
        part = pairs[start : start + 100]
        lines.append(f"{len(part)} beginbfchar")
        lines += [f"<{code}> <{text.encode('utf-16-be').hex().upper()}>" for code, text in part]
        lines.append("endbfchar")
    lines.append("endcmap CMapName currentdict /CMap defineresource pop end end")
    return "\n".join(lines).encode()
