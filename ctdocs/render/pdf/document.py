"""A resolved document to a PDF file and its layout."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from ctdocs.documents import blocks as b
from ctdocs.errors import Refused
from ctdocs.model.layout import Layout
from ctdocs.render.pdf import looks
from ctdocs.render.pdf.appearance import Shape, fit
from ctdocs.render.pdf.compose import Composer
from ctdocs.render.pdf.compose_fields import FormComposer
from ctdocs.render.pdf.compose_final import FinalComposer
from ctdocs.render.pdf.compose_letter import LetterComposer
from ctdocs.render.pdf.flow import Placed, place
from ctdocs.render.pdf.fonts import drawable
from ctdocs.render.pdf.furniture import footer, header
from ctdocs.render.pdf.marks import draw_marks
from ctdocs.render.pdf.overlap import assert_clear
from ctdocs.render.pdf.spread import spread
from ctdocs.render.pdf.tags import Element
from ctdocs.render.pdf.template import Template
from ctdocs.render.pdf.widgets import FieldSet
from ctdocs.render.pdf.writer import A4, Metadata, Writer

SERIAL_CHARACTERS = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished PDF. ``layouts`` holds the layout of the form and of its continuation sheets, by id.

    ``unprintable`` gives, by field, the characters that no font could draw (the value itself is whole in the file);
    ``sheets`` is how many continuation sheets were added.
    """

    data: bytes
    layouts: Mapping[str, Layout] = field(default_factory=dict)
    unprintable: Mapping[str, str] = field(default_factory=dict)
    sheets: int = 0
    pages: int = 0

    @property
    def layout(self) -> Layout | None:
        """The layout of the form itself; None for a letter."""
        return next(iter(self.layouts.values()), None)


@dataclass(frozen=True, slots=True)
class _Blank:
    template: Template
    layouts: dict[str, Layout]
    pages: int


@dataclass(frozen=True, slots=True)
class _Part:
    document: b.Resolved
    prefix: str
    placed: list[Placed]
    pages: int


def render(document: b.Resolved, *, serial: str | None = None) -> Rendered:
    """Draw a document. The same input gives the same bytes.

    ``serial`` is the number of one printed copy (capital letters and digits), printed in the code of every page. Raises
    ``Refused`` where something does not fit and there is nowhere for it to go.
    """
    if serial is not None and not (0 < len(serial) <= 12 and set(serial) <= SERIAL_CHARACTERS):
        raise Refused(f"'{serial}' is not a serial: use up to 12 capital letters and digits.")
    if document.mode == "final" or document.kind == "letter":
        blank = _draw(document, 0, serial)
        if document.mode == "final" or not document.values:
            return Rendered(blank.template.data, blank.layouts, _undrawable(document), 0, blank.pages)
        filled = blank.template.fill(_fitting(document, blank.template))
        return Rendered(filled.data, blank.layouts, filled.lost, 0, blank.pages)
    blank = _cached(_Key(document), 0, serial)
    if not document.values:
        return Rendered(blank.template.data, blank.layouts, {}, 0, blank.pages)
    shapes = _shapes(blank.template)
    laid = spread(document, shapes, functools.partial(_sheet_shapes, _Key(document), serial))
    if laid.sheets:
        blank = _cached(_Key(document), laid.sheets, serial)
    filled = blank.template.fill(laid.values)
    return Rendered(filled.data, blank.layouts, filled.lost, laid.sheets, blank.pages)


def _fitting(document: b.Resolved, template: Template) -> dict[str, str]:
    """The values of a letter's gaps. Raises ``Refused`` naming those that do not fit theirs."""
    values = {name: value for name, value in document.values.items() if name in template.fields}
    wide = [n for n, v in values.items() if any(fit(v, w.shape) is None for w in template.fields[n].widgets)]
    if wide:
        labels = {spec.id: spec.label for spec in document.fields()}
        raise Refused(
            f"Some values do not fit the gaps of '{document.id}': {', '.join(labels[name] for name in wide)}.",
            hint="Make the final letter, where they are printed in full, or shorten them.",
        )
    return values


class _Key:
    """A document under the key of its blank form, so that blanks are kept and shared."""

    def __init__(self, document: b.Resolved) -> None:
        self.document = document

    def __hash__(self) -> int:
        return hash(self.document.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.document.key == self.document.key


@functools.lru_cache(maxsize=32)
def _cached(key: _Key, sheets: int, serial: str | None) -> _Blank:
    return _draw(key.document, sheets, serial)


@functools.lru_cache(maxsize=32)
def _sheet_shapes(key: _Key, serial: str | None) -> dict[str, Shape]:
    prefix = "continuation.1."
    blank = _cached(key, 1, serial)
    return {n.removeprefix(prefix): s for n, s in _shapes(blank.template).items() if n.startswith(prefix)}


def _shapes(template: Template) -> dict[str, Shape]:
    return {name: part.widgets[0].shape for name, part in template.fields.items()}


_LAYOUT_IDS: dict[tuple[str, str, int], tuple[str, ...]] = {}
"""Layout ids by document and edition: geometry is the same for every area, so the second drawing knows them at once."""


def _draw(document: b.Resolved, sheets: int, serial: str | None) -> _Blank:
    known = (document.id, f"{document.edition} {document.language} {document.version}", sheets)
    blank, ids = _draw_with(document, sheets, serial, _LAYOUT_IDS.get(known, ()))
    if blank is None:
        _LAYOUT_IDS[known] = ids
        blank, _ = _draw_with(document, sheets, serial, ids)
    assert blank is not None, "two drawings of one document have different layouts"
    return blank


def _draw_with(
    document: b.Resolved, sheets: int, serial: str | None, ids: tuple[str, ...]
) -> tuple[_Blank | None, tuple[str, ...]]:
    """Draw with these layout ids on the pages. None, and the right ids, where they are not those of the drawing."""
    has_layout = document.kind == "form" and document.mode != "final"
    measuring = has_layout and not ids
    writer = Writer(_metadata(document, ids))
    fields = FieldSet(writer)
    parts = [_part(document, "", fields, writer.tree.root)]
    if sheets:
        assert document.continuation is not None
        for number in range(1, sheets + 1):
            parts.append(_part(document.continuation, f"continuation.{number}.", fields, writer.tree.root))
    total = sum(part.pages for part in parts)
    number = 0
    spans: list[dict[str, object]] = []
    for part in parts:
        spans.append({"prefix": part.prefix.rstrip("."), "pages": [number + 1, number + part.pages]})
        for page in range(part.pages):
            writer.start_page()
            number += 1
            if not measuring:  # the marks and codes of every page cost more than all else on it
                layout_id = ids[1 if part.prefix else 0] if ids else ""
                _furniture(writer, part, page, number, total, layout_id, serial)
            for item in part.placed:
                if item.page == page:
                    item.item.draw(writer, looks.LEFT, item.y)
            writer.end_page()
    fields.close()
    layouts: dict[str, Layout] = {}
    private = None
    if has_layout:
        first = _layout(parts[0], fields, 0)
        layouts[first.id] = first
        made = (first.id, "00000000")
        if sheets:
            second = _layout(parts[1], fields, parts[0].pages)
            layouts[second.id] = second
            made = (first.id, second.id)
        for layout in layouts.values():
            assert_clear(layout)
        if made != ids:
            return None, made
        for span in spans:
            span["layout"] = made[0] if span["prefix"] == "" else made[1]
        private = _private(document, layouts, spans, serial)
    data = writer.save(private=private)
    return _Blank(Template(data, writer, fields), layouts, total), ids


def _part(document: b.Resolved, prefix: str, fields: FieldSet, root: Element) -> _Part:
    items = _composer(document, prefix, fields, root).items()
    if document.kind == "letter":
        top, bottom = looks.LETTER_TOP, looks.LETTER_BOTTOM
    else:
        top, bottom = looks.FORM_TOP, looks.FORM_BOTTOM
    placed, pages = place(items, top, bottom)
    return _Part(document, prefix, placed, pages)


def _composer(document: b.Resolved, prefix: str, fields: FieldSet, root: Element) -> Composer:
    if document.kind == "letter":
        return LetterComposer(document, fields, root, prefix)
    if document.mode == "final":
        return FinalComposer(document, fields, root, prefix)
    return FormComposer(document, fields, root, prefix)


def _furniture(
    writer: Writer, part: _Part, page: int, number: int, total: int, layout_id: str, serial: str | None
) -> None:
    document = part.document
    if document.kind == "form":
        header(writer, document)
        if document.mode != "final":
            code = [document.code, layout_id.upper(), document.gss_code, f"{page + 1}/{part.pages}"]
            draw_marks(writer, page, ":".join([*code, serial] if serial else code))
    footer(writer, document, number, total)


def _metadata(document: b.Resolved, ids: tuple[str, ...]) -> Metadata:
    key = [document.id, document.edition, document.area_id, f"ctdocs {document.version}"]
    if ids and document.kind == "form" and document.mode != "final":
        key.append(f"{document.code}:{ids[0].upper()}:{document.gss_code}")
    return Metadata(
        title=document.title, subject=f"{document.id}, edition {document.edition}, {document.area_name}",
        keywords="; ".join(key), author=document.sender,
        language={"en": "en-GB"}.get(document.language, document.language), creator=f"ctdocs {document.version}",
    )  # fmt: skip


def _layout(part: _Part, fields: FieldSet, before: int) -> Layout:
    import dataclasses

    prefix = part.prefix
    own = [
        dataclasses.replace(entry, page=entry.page - before)
        for owner, entry in fields.placed
        if owner == prefix
    ]  # fmt: skip
    document = part.document
    return Layout(document.id, document.code, document.edition, document.language, part.pages, *A4, tuple(own))


def _private(
    document: b.Resolved, layouts: Mapping[str, Layout], spans: list[dict[str, object]], serial: str | None
) -> bytes:
    content = {
        "area": document.area_id,
        "serial": serial,
        "version": document.version,
        "layouts": {name: layout.to_json() for name, layout in layouts.items()},
        "parts": spans,
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _undrawable(document: b.Resolved) -> dict[str, str]:
    return {name: lost for name, value in document.values.items() if (lost := drawable(value)[1])}
