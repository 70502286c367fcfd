"""Elements of a Word file: namespaces, measures, paragraphs and runs.

Children stand in the order of ISO 29500-1 (transitional schemas): Word calls a file damaged whose order is another.
Nothing here knows of forms or fields.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from lxml import etree

NS: Final[Mapping[str, str]] = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "w15": "http://schemas.microsoft.com/office/word/2012/wordml",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "xml": "http://www.w3.org/XML/1998/namespace",
}
"""Prefixes of every part that we write. ``w14`` and ``w15`` are what newer Word adds; older readers pass over them."""

_DECLARED: Final = {prefix: uri for prefix, uri in NS.items() if prefix != "xml"}

Xml = Any
"""An element of lxml, which ships no type hints."""


def qn(name: str) -> str:
    """``w:p`` in the notation of lxml."""
    prefix, _, local = name.partition(":")
    return f"{{{NS[prefix]}}}{local}"


def element(tag: str, attributes: Mapping[str, object] | None = None, *children: Xml | None) -> Xml:
    """An element with its children, those that are None left out. Attribute names carry their prefix (``w:val``)."""
    made = etree.Element(qn(tag), {qn(name): str(value) for name, value in (attributes or {}).items()}, nsmap=_DECLARED)
    made.extend([child for child in children if child is not None])
    return made


def val(tag: str, value: object) -> Xml:
    """An element that holds nothing but ``w:val``."""
    return element(tag, {"w:val": value})


def root(tag: str, *children: Xml) -> Xml:
    """The root of a part, which says what an older reader may pass over."""
    made = element(tag, {"mc:Ignorable": "w14 w15"}, *children)
    return made


def serialised(made: Xml) -> bytes:
    """A part as bytes: no prefix that it does not use stands in it, beside those that ``mc:Ignorable`` names."""
    kept = str(made.get(qn("mc:Ignorable"), "")).split()
    etree.cleanup_namespaces(made, top_nsmap=_DECLARED, keep_ns_prefixes=kept)
    return bytes(etree.tostring(made, xml_declaration=True, encoding="UTF-8", standalone=True))


def dxa(millimetres: float) -> int:
    """Millimetres in twentieths of a point."""
    return round(millimetres * 1440 / 25.4)


def run_look(
    *, style: str = "", fonts: str = "", bold: bool = False, italic: bool = False, colour: str = "", size: float = 0
) -> Xml | None:
    """``w:rPr``; None where there is nothing to say. ``size`` is in points."""
    face = {"w:ascii": fonts, "w:eastAsia": fonts, "w:hAnsi": fonts, "w:cs": fonts}
    parts = [
        val("w:rStyle", style) if style else None,
        element("w:rFonts", face) if fonts else None,
        *((element("w:b"), element("w:bCs")) if bold else ()),
        *((element("w:i"), element("w:iCs")) if italic else ()),
        val("w:color", colour) if colour else None,
        *((val("w:sz", round(size * 2)), val("w:szCs", round(size * 2))) if size else ()),
    ]
    return element("w:rPr", None, *parts) if any(part is not None for part in parts) else None


def run(text: str, *, style: str = "", bold: bool = False, italic: bool = False, look: Xml | None = None) -> Xml:
    """A run of text; a tab or a line end in it becomes one of Word's."""
    made = element("w:r", None, look if look is not None else run_look(style=style, bold=bold, italic=italic))
    for number, line in enumerate(text.split("\n")):
        if number:
            made.append(element("w:br"))
        for place, part in enumerate(line.split("\t")):
            if place:
                made.append(element("w:tab"))
            if part:
                made.append(words(part))
    return made


def words(text: str) -> Xml:
    """``w:t``, its blanks kept."""
    made = element("w:t", {"xml:space": "preserve"})
    made.text = text
    return made


def line_break() -> Xml:
    """A run that ends the line."""
    return element("w:r", None, element("w:br"))


def paragraph(style: str, *content: Xml, properties: Sequence[Xml | None] = ()) -> Xml:
    """A paragraph in a style. ``properties`` follow ``w:pStyle``, in the order of the schema."""
    look = element("w:pPr", None, val("w:pStyle", style), *properties) if style or properties else None
    return element("w:p", None, look, *content)


def statement(tag: str) -> Xml:
    """A Jinja statement about whole paragraphs: docxtpl takes its paragraph away and leaves the statement."""
    inner = tag.strip().removeprefix("{%").removesuffix("%}").strip("-+ \n")
    return paragraph("Code", run(f"{{%p {inner} %}}"))


def field_code(instruction: str, shown: str) -> Xml:
    """A field that Word keeps up to date, such as ``PAGE``."""
    return element("w:fldSimple", {"w:instr": f" {instruction} "}, run(shown))


_PARAGRAPH_ORDER: Final = (
    "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr", "suppressLineNumbers",
    "pBdr", "shd", "tabs", "spacing", "ind", "contextualSpacing", "jc", "outlineLvl", "rPr", "sectPr",
)  # fmt: skip
"""The order of what we use of ``w:pPr`` (ISO 29500-1, 17.3.1.26)."""


def put(paragraph: Xml, setting: Xml) -> None:
    """Give a paragraph one more property, in its place; one of the same name is replaced."""
    properties = paragraph.find(qn("w:pPr"))
    if properties is None:
        properties = element("w:pPr")
        paragraph.insert(0, properties)
    order = [qn(f"w:{name}") for name in _PARAGRAPH_ORDER]
    place = order.index(setting.tag)
    for old in properties.findall(setting.tag):
        properties.remove(old)
    at = next((n for n, child in enumerate(properties) if order.index(child.tag) > place), len(properties))
    properties.insert(at, setting)
