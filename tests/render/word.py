"""Word files seen through python-docx, zipfile and lxml, and small templates as an officer makes them."""

from __future__ import annotations

import dataclasses
import io
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from lxml import etree

from ctdocs.documents.blocks import Answer, Block, Field, Resolved
from tests.render.samples import resolved

W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def part(data: bytes, name: str = "word/document.xml") -> Any:
    """The root of one part."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return etree.fromstring(package.read(name))


def parts(data: bytes) -> dict[str, bytes]:
    """Every part by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


def words(node: Any) -> str:
    """The text of an element: a break is a line end, a tab a tab, and each further paragraph a line."""
    said: list[str] = []
    for one in node.iter():
        if one.tag == qn("w:t"):
            said.append(one.text or "")
        elif one.tag == qn("w:br"):
            said.append("\n")
        elif one.tag == qn("w:tab") and one.getparent().tag == qn("w:r"):
            said.append("\t")
        elif one.tag == qn("w:p") and said:
            said.append("\n")
    return "".join(said)


def lines(data: bytes) -> list[str]:
    """The text of every paragraph that holds any."""
    return [text for paragraph in part(data).iter(qn("w:p")) if (text := words(paragraph))]


@dataclasses.dataclass(frozen=True)
class Seen:
    """One control as a reader of the file sees it. ``state`` is "1" or "0" for a tick box."""

    tag: str
    text: str
    empty: bool
    state: str | None
    properties: Any


def controls(data: bytes) -> Iterator[Seen]:
    """Every control with a tag, in the order of the file, sections that repeat left out."""
    for sdt in part(data).iter(qn("w:sdt")):
        properties = sdt.find(qn("w:sdtPr"))
        tag = properties.find(qn("w:tag"))
        if tag is None or sdt.find(f"{qn('w:sdtContent')}//{qn('w:sdt')}") is not None:
            continue
        box = properties.find(f"{W14}checkbox/{W14}checked")
        empty = properties.find(qn("w:showingPlcHdr")) is not None
        state = None if box is None else box.get(f"{W14}val")
        yield Seen(tag.get(qn("w:val")), words(sdt.find(qn("w:sdtContent"))), empty, state, properties)


def by_tag(data: bytes) -> dict[str, Seen]:
    """The controls by their tags, which must all be different."""
    found = list(controls(data))
    assert len({one.tag for one in found}) == len(found)
    return {one.tag: one for one in found}


def control(tag: str, kind: str = "<w:text/>", placeholder: str = "Click to type") -> Any:
    """A content control as Word's developer tab makes it."""
    return parse_xml(
        f'<w:sdt xmlns:w="{WORD}" xmlns:w14="{W14[1:-1]}"><w:sdtPr><w:alias w:val="{tag}"/><w:tag w:val="{tag}"/>'
        f'<w:id w:val="7"/><w:showingPlcHdr/>{kind}</w:sdtPr><w:sdtContent><w:r><w:rPr>'
        f'<w:rStyle w:val="PlaceholderText"/></w:rPr><w:t>{placeholder}</w:t></w:r></w:sdtContent></w:sdt>'
    )


def template(*paragraphs: str | tuple[str, Any], header: str = "") -> bytes:
    """A template of these paragraphs: text, or text and a control after it."""
    made = docx.Document()
    for one in paragraphs:
        text, field = (one, None) if isinstance(one, str) else one
        paragraph = made.add_paragraph(text)
        if field is not None:
            paragraph._p.append(field)
    if header:
        made.sections[0].header.paragraphs[0].text = header
    return saved(made)


def saved(made: Any) -> bytes:
    """The bytes of a document of python-docx."""
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def small(
    values: Mapping[str, str] | None = None, names: Mapping[str, Any] | None = None, mode: Any = "prefilled",
    blocks: tuple[Block, ...] | None = None, **changes: Any,
) -> Resolved:  # fmt: skip
    """A document with one field, ``said``, that knows these values and names."""
    field = Field("said", "multiline", "What was said", "Q1. What was said")
    return dataclasses.replace(
        resolved("continuation-sheet", "blank"), id="small", code="SM", mode=mode, values=values or {},
        names=names or {}, blocks=(Answer(field),) if blocks is None else blocks, **changes,
    )  # fmt: skip
