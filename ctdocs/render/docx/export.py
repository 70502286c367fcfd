"""The template of a document as a Word file that an officer may edit: what ctdocs itself uses, and a page of help.

The last page lists every name and every field. It stands under a condition that never holds, so that no letter shows
it; it may be deleted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ctdocs.documents.blocks import Field, Resolved
from ctdocs.documents.names import Known, known
from ctdocs.documents.templated import template_of
from ctdocs.errors import Refused
from ctdocs.model.wordform import own_name
from ctdocs.model.wordsafety import main_part, open_package
from ctdocs.render.docx.checking.fields import with_rows
from ctdocs.render.docx.names_words import FIELDS, HEADINGS, HELP, SAVING, TITLE
from ctdocs.render.docx.ooxml import Xml, element, paragraph, qn, run, serialised, statement
from ctdocs.render.docx.package import TYPES, ContentTypes, Relationships, pack, parse
from ctdocs.render.docx.properties import CUSTOM, CUSTOM_TYPE, custom_part, custom_properties
from ctdocs.render.docx.tables import cell, row, table
from ctdocs.render.docx.template import compiled

_SAID: Final = tuple(f"ctdocs.{name}" for name in ("document", "area", "language", "template"))
"""The properties that are the parts of a ``TemplateOf``, in their order."""
_WIDTHS: Final = (75.0, 95.0)

@dataclass(frozen=True, slots=True)
class TemplateOf:
    """What an exported template says of itself: the document, its language, the area, and the version of ctdocs."""

    document: str
    area: str
    language: str
    version: str


def exported(resolved: Resolved) -> bytes:
    """The template of a document with the page of names, as this area has them. The same document, the same bytes.

    ``resolved`` is the blank document of the area.
    """
    template = template_of(resolved)
    parts = open_package(compiled(template, record=False))
    main = main_part(parts)
    root = parse(parts[main], main)
    body = root.find(qn("w:body"))
    end = body.find(qn("w:sectPr"))
    place = len(body) if end is None else body.index(end)
    for made in reversed(list(_page(resolved, known(resolved.names), tuple(template.fields())))):
        body.insert(place, made)
    types, package = ContentTypes(parts[TYPES]), Relationships("", parts.get("_rels/.rels"))
    types.part(CUSTOM, CUSTOM_TYPE)
    package.add("custom-properties", CUSTOM)
    about = (resolved.id, resolved.area_id, resolved.language, resolved.version)
    custom = custom_part(dict(zip(_SAID, about, strict=True)))
    return pack(
        {**parts, main: serialised(root), CUSTOM: custom, TYPES: types.data(), "_rels/.rels": package.data()}
    )


def template_says(data: bytes) -> TemplateOf | None:
    """What a template says of itself; None where it says nothing, or is no Word file at all."""
    try:
        said = custom_properties(open_package(data))
    except Refused:
        return None
    return TemplateOf(*(said.get(name, "") for name in _SAID)) if _SAID[0] in said else None


def _page(resolved: Resolved, names: Sequence[Known], fields: Sequence[Field]) -> Iterator[Xml]:
    """The last page, under its condition."""
    county = resolved.area_id.rpartition("/")[0]
    file = own_name(resolved.id, resolved.language)
    saving = SAVING.format(own=f"{resolved.area_id}/{file}", county=f"{county}/{file}")
    yield statement("{% if names_page %}")
    yield paragraph("Heading1", run(TITLE), properties=[element("w:pageBreakBefore")])
    for words in (*HELP, saving):
        yield paragraph("Normal", run(words))
    rows = [(name.name, _shown(name)) for name in names]
    yield _table("Every name", (HEADINGS[0], f"What it is now for {resolved.area_name}"), rows)
    if fields:
        yield paragraph("Heading2", run(FIELDS))
        yield _table("Every field", (HEADINGS[1], "What it is"), list(_tags(fields)))
    yield statement("{% endif %}")


def _shown(name: Known) -> str:
    if name.members:
        return f"{name.shown}; each has {', '.join(name.members)}"
    return name.shown or "not known"


def _tags(fields: Sequence[Field]) -> Iterator[tuple[str, str]]:
    seen = set()
    for field in fields:
        tag = with_rows(field.id)
        if tag not in seen:
            seen.add(tag)
            yield tag, field.tooltip if tag == field.id else f"In each row: {field.label}"
            yield from ((f"{tag}={option.value}", option.label) for option in field.options)


def _table(caption: str, head: tuple[str, str], rows: Sequence[tuple[str, str]]) -> Xml:
    def line(words: tuple[str, str], *, header: bool = False) -> Xml:
        style = "TableHeading" if header else "TableText"
        cells = [
            cell(width, paragraph(style, run(_plain(text))), shade=header)
            for text, width in zip(words, _WIDTHS, strict=True)
        ]
        return row(*cells, header=header)

    return table(_WIDTHS, [line(head, header=True), *(line(one) for one in rows)], caption=caption, heading="row")


def _plain(text: str) -> str:
    """The text without anything that Jinja would take for a tag."""
    return text.replace("{", "(").replace("}", ")")

