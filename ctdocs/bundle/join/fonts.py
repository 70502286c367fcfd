"""Whether the fonts of a part will do: each inside the file, and each telling which letters it draws.

What is looked at is what PDF/UA asks of fonts (ISO 14289-1, 7.21) as far as it can be seen without drawing the pages.
"""

from __future__ import annotations

from collections.abc import Iterator

from pikepdf import Array, Dictionary, Name, Object, Stream

from ctdocs.bundle.join.content import draws_text
from ctdocs.bundle.join.objects import given

_PROGRAMS = ("/FontFile", "/FontFile2", "/FontFile3")
_ENCODINGS = ("/WinAnsiEncoding", "/MacRomanEncoding", "/MacExpertEncoding")
_COLLECTIONS = ("Adobe-GB1", "Adobe-CNS1", "Adobe-Japan1", "Adobe-Korea1")
_SYMBOLIC = 4


def text_resources(page: Object, raw: bytes) -> Object | None:
    """The resources of a page of whose fonts any may be used; None where it draws no text, as scanners' pages do."""
    resources = page.get("/Resources")
    if draws_text(raw) or not isinstance(resources, Dictionary):
        return resources
    held = resources.get("/XObject")
    drawn = held.values() if isinstance(held, Dictionary) else ()
    return resources if "/Pattern" in resources or any(one.get("/Subtype") == Name.Form for one in drawn) else None


def fonts_of(resources: Object | None, seen: set[tuple[int, int]]) -> Iterator[Object]:
    """Every font that these resources lead to, through forms and patterns, that is not in ``seen``; fills ``seen``."""
    waiting = [resources]
    while waiting:
        one = waiting.pop()
        if not isinstance(one, Dictionary):
            continue
        if one.is_indirect:
            if one.objgen in seen:
                continue
            seen.add(one.objgen)
        fonts = given(one, "/Font")
        for _, font in fonts.items() if isinstance(fonts, Dictionary) else ():
            if isinstance(font, Dictionary) and not (font.is_indirect and font.objgen in seen):
                if font.is_indirect:
                    seen.add(font.objgen)
                yield font
                waiting.append(given(font, "/Resources"))
        for kind in ("/XObject", "/Pattern"):
            held = given(one, kind)
            for _, item in held.items() if isinstance(held, Dictionary) else ():
                if isinstance(item, Stream) and "/Resources" in item and item.objgen not in seen:
                    seen.add(item.objgen)
                    waiting.append(item.Resources)


def appearances(annotation: Object) -> Iterator[Object]:
    """Every appearance of an annotation."""
    held = given(annotation, "/AP")
    for item in held.values() if isinstance(held, Dictionary) else ():
        if isinstance(item, Stream):
            yield item
        elif isinstance(item, Dictionary):
            yield from (state for _, state in item.items() if isinstance(state, Stream))


def fault(font: Object) -> str | None:
    """Why a font will not do, to go after "its font X"; None if it will."""
    kind = str(font.get("/Subtype", ""))
    if kind == "/Type3":
        return None if "/ToUnicode" in font else "does not say which letters it draws"
    if kind == "/Type0":
        return _composite(font)
    descriptor = font.get("/FontDescriptor")
    if not isinstance(descriptor, Dictionary) or not any(key in descriptor for key in _PROGRAMS):
        return "is not in the file"
    encoding = font.get("/Encoding")
    if kind == "/TrueType":
        symbolic = bool(int(descriptor.get("/Flags", 0)) & _SYMBOLIC)
        if symbolic and encoding is not None:
            return "has an encoding that a font of signs may not have"
        if not symbolic and _base(encoding) not in _ENCODINGS:
            return "has no encoding"
    if "/ToUnicode" in font or (isinstance(encoding, Name) and str(encoding) in _ENCODINGS) or _named(encoding):
        return None
    return "does not say which letters it draws"


def name(font: Object) -> str:
    """What a font is called."""
    return str(font.get("/BaseFont", "/without a name"))[1:].rpartition("+")[2]


def _composite(font: Object) -> str | None:
    below = font.get("/DescendantFonts")
    inner = below[0] if isinstance(below, Array) and len(below) else None
    descriptor = inner.get("/FontDescriptor") if isinstance(inner, Dictionary) else None
    if inner is None or not isinstance(descriptor, Dictionary) or not any(key in descriptor for key in _PROGRAMS):
        return "is not in the file"
    if inner.get("/Subtype") == Name.CIDFontType2 and "/CIDToGIDMap" not in inner:
        return "does not say which of its shapes it draws"
    if "/ToUnicode" in font:
        return None
    about = inner.get("/CIDSystemInfo", Dictionary())
    collection = f"{about.get('/Registry', '')}-{about.get('/Ordering', '')}"
    return None if collection in _COLLECTIONS else "does not say which letters it draws"


def _base(encoding: Object | None) -> str:
    if isinstance(encoding, Dictionary):
        return str(encoding.get("/BaseEncoding", ""))
    return str(encoding) if encoding is not None else ""


def _named(encoding: Object | None) -> bool:
    """Whether every code has a name from the Adobe Glyph List, directly or through a base encoding."""
    if not isinstance(encoding, Dictionary):
        return False
    differences = encoding.get("/Differences")
    names = [str(one)[1:] for one in differences if isinstance(one, Name)] if isinstance(differences, Array) else []
    from fontTools.agl import AGL2UV

    return _base(encoding) in _ENCODINGS and all(one in AGL2UV or one == ".notdef" for one in names)
