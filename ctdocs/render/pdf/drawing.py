"""The drawing of one file: its parts composed and placed, drawn page by page, and marked with what it then is."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ctdocs.documents import blocks as b
from ctdocs.model.layout import Layout
from ctdocs.render.pdf import looks
from ctdocs.render.pdf.compose import Composer
from ctdocs.render.pdf.compose_fields import FormComposer
from ctdocs.render.pdf.compose_final import FinalComposer
from ctdocs.render.pdf.compose_letter import LetterComposer
from ctdocs.render.pdf.flow import Placed, place
from ctdocs.render.pdf.furniture import footer, header
from ctdocs.render.pdf.marks import draw_marks
from ctdocs.render.pdf.overlap import assert_clear
from ctdocs.render.pdf.template import Template
from ctdocs.render.pdf.widgets import FieldSet
from ctdocs.render.pdf.writer import A4, Metadata, Writer

_CLOSER = 0.57
"""What is left of the room between paragraphs where that makes a letter a page shorter."""


@dataclass(frozen=True, slots=True)
class Blank:
    """A drawn file whose fields are empty: where values go, the layouts of its forms by id, and its pages."""

    template: Template
    layouts: Mapping[str, Layout]
    pages: int


@dataclass(frozen=True, slots=True)
class _Part:
    """A form or letter, or one of its continuation sheets, on its pages; ``before`` is how many pages stand before."""

    document: b.Resolved
    prefix: str
    placed: Sequence[Placed]
    before: int
    pages: int


def draw(document: b.Resolved, sheets: int = 0, serial: str | None = None) -> Blank:
    """Draw a document with its fields empty, and ``sheets`` continuation sheets after it.

    Marks and codes are drawn over the pages at the end: they name the layout, which is known once all is drawn.
    """
    writer = Writer(_language(document))
    fields = FieldSet(writer)
    parts = _parts(document, sheets, fields)
    for part in parts:
        for page in range(part.pages):
            writer.start_page()
            for one in part.placed:
                if one.page == page:
                    one.item.draw(writer, looks.LEFT, one.y)
            writer.end_page()
    fields.close()
    layouts = {part.prefix: _layout(part, fields) for part in parts} if _returns(document) else {}
    for layout in {layout.id: layout for layout in layouts.values()}.values():
        assert_clear(layout)
    total = parts[-1].before + parts[-1].pages
    for part in parts:
        for page in range(part.pages):
            with writer.over_page(part.before + page):
                _furniture(writer, part, page, total, layouts.get(part.prefix), serial)
    private = _private(document, parts, layouts, serial) if layouts else None
    data = writer.save(_metadata(document, layouts.get("")), private=private)
    return Blank(Template(data, writer, fields), {layout.id: layout for layout in layouts.values()}, total)


def _returns(document: b.Resolved) -> bool:
    """Whether the document is to come back and be read: then it has marks, a code and a layout."""
    return document.kind == "form" and document.mode != "final"


def _parts(document: b.Resolved, sheets: int, fields: FieldSet) -> list[_Part]:
    parts = [_part(document, "", fields, 0)]
    for number in range(1, sheets + 1):
        assert document.continuation is not None
        before = parts[-1].before + parts[-1].pages
        parts.append(_part(document.continuation, f"continuation.{number}.", fields, before))
    return parts


def _part(document: b.Resolved, prefix: str, fields: FieldSet, before: int) -> _Part:
    items = _composer(document)(document, fields, fields.writer.tree.root, prefix).items()
    if document.kind == "letter":
        placed, pages = place(items, looks.LETTER_TOP, looks.LETTER_BOTTOM)
        if pages > 1:  # a line or two alone on a second sheet: less room between the paragraphs may save it
            closer = [dataclasses.replace(item, before=item.before * _CLOSER) for item in items]
            fewer = place(closer, looks.LETTER_TOP, looks.LETTER_BOTTOM)
            placed, pages = fewer if fewer[1] < pages else (placed, pages)
    else:
        placed, pages = place(items, looks.FORM_TOP, looks.FORM_BOTTOM)
    return _Part(document, prefix, placed, before, pages)


def _composer(document: b.Resolved) -> type[Composer]:
    if document.kind == "letter":
        return LetterComposer
    return FinalComposer if document.mode == "final" else FormComposer


def _furniture(
    writer: Writer, part: _Part, page: int, total: int, layout: Layout | None, serial: str | None
) -> None:
    document = part.document
    if document.kind == "form":
        header(writer, document)
    if layout is not None:
        code = [document.code, layout.id.upper(), document.gss_code, f"{page + 1}/{part.pages}"]
        draw_marks(writer, page, ":".join([*code, serial] if serial else code))
    footer(writer, document, part.before + page + 1, total)


def _language(document: b.Resolved) -> str:
    return {"en": "en-GB"}.get(document.language, document.language)


def _metadata(document: b.Resolved, layout: Layout | None) -> Metadata:
    key = [document.id, document.edition, document.area_id, f"ctdocs {document.version}"]
    if layout is not None:
        key.append(f"{document.code}:{layout.id.upper()}:{document.gss_code}")
    return Metadata(
        title=document.title,
        subject=f"{document.id}, edition {document.edition}, {document.area_name}",
        keywords="; ".join(key),
        author=document.sender,
        creator=f"ctdocs {document.version}",
    )


def _layout(part: _Part, fields: FieldSet) -> Layout:
    document = part.document
    own = tuple(
        dataclasses.replace(entry, page=entry.page - part.before)
        for prefix, entry in fields.placed
        if prefix == part.prefix
    )
    return Layout(document.id, document.code, document.edition, document.language, part.pages, *A4, own)


def _private(
    document: b.Resolved, parts: Sequence[_Part], layouts: Mapping[str, Layout], serial: str | None
) -> bytes:
    """What the file says of itself to ``ctdocs.read``: its area and serial, and the layout of each of its parts."""
    content = {
        "area": document.area_id,
        "serial": serial,
        "version": document.version,
        "layouts": {layout.id: layout.to_json() for layout in layouts.values()},
        "parts": [
            {
                "prefix": part.prefix.rstrip("."),
                "layout": layouts[part.prefix].id,
                "pages": [part.before + 1, part.before + part.pages],
            }
            for part in parts
        ],
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
