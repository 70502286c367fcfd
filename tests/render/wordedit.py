"""A Word template changed the way Word would save it: text in runs of its own, with the ids of the editing session."""

from __future__ import annotations

import datetime as dt
import functools
import io
import zipfile
from collections.abc import Callable, Iterable
from copy import deepcopy
from typing import Any

from lxml import etree

from ctdocs.documents.blocks import Resolved
from ctdocs.documents.catalogue import document
from ctdocs.documents.resolve import resolve
from ctdocs.documents.templated import template_of
from ctdocs.errors import Problem
from ctdocs.model.area import load_area
from ctdocs.render.docx.checking.check import check
from ctdocs.render.docx.export import exported

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
DOCUMENT = "word/document.xml"
AREA = "example/exampleshire"
ON = dt.date(2026, 11, 20)

Edit = Callable[[Any], None]


@functools.lru_cache
def blank(name: str) -> Resolved:
    """The blank document for Exampleshire."""
    return resolve(document(name), load_area(AREA), on=ON)


@functools.lru_cache
def template(name: str) -> bytes:
    """Its template as an officer gets it."""
    return exported(blank(name))


def problems(data: bytes, name: str) -> tuple[Problem, ...]:
    """What is wrong with a template of that document."""
    resolved = blank(name)
    return check(data, names=resolved.names, fields=template_of(resolved).fields(), language=resolved.language)


def edited(data: bytes, *edits: Edit, part: str = DOCUMENT) -> bytes:
    """The file after these changes to one part."""
    parts = members(data)
    root = etree.fromstring(parts[part])
    for edit in edits:
        edit(root)
    return packed({**parts, part: etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)})


def members(data: bytes) -> dict[str, bytes]:
    """The parts of a Word file."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    """A Word file of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return out.getvalue()


def text(paragraph: Any) -> str:
    return "".join(one.text or "" for one in paragraph.iter(f"{W}t"))


def paragraph(root: Any, words: str) -> Any:
    """The one paragraph (or the first of several) that holds these words."""
    return next(one for one in root.iter(f"{W}p") if words in text(one))


def run(words: str, looks: str = "", rsid: str = "00C40F1D") -> Any:
    made = etree.Element(f"{W}r", {f"{W}rsidR": rsid})
    if looks:
        etree.SubElement(etree.SubElement(made, f"{W}rPr"), f"{W}{looks}")
    said = etree.SubElement(made, f"{W}t", {SPACE: "preserve"})
    said.text = words
    return made


def typed(pieces: Iterable[str], looks: str = "", bold: int = -1) -> list[Any]:
    """Runs as Word leaves them: each with its own session, marks of the spelling checker between them."""
    result = []
    for number, piece in enumerate(pieces):
        result.append(run(piece, "b" if number == bold else looks, f"00{number:06X}"))
        result.append(etree.Element(f"{W}proofErr", {f"{W}type": "spellStart" if number % 2 else "spellEnd"}))
    return result[:-1]


def new(*pieces: str, bold: int = -1) -> Any:
    """A paragraph of these runs."""
    made = etree.Element(f"{W}p", {f"{W}rsidR": "00C40F1D"})
    made.extend(typed(pieces, bold=bold))
    return made


def replaced(words: str, *lines: str | tuple[str, ...], bold: int = -1) -> Edit:
    """The paragraph with these words says something else; each further line is a paragraph after it."""

    def edit(root: Any) -> None:
        old = paragraph(root, words)
        for line in reversed(lines):
            made = new(*((line,) if isinstance(line, str) else line), bold=bold)
            looks = old.find(f"{W}pPr")
            if looks is not None:
                made.insert(0, deepcopy(looks))
            old.addnext(made)
        old.getparent().remove(old)

    return edit


def control(tag: str) -> Callable[[Any], Any]:
    """Finds the content control of that tag."""

    def find(root: Any) -> Any:
        return next(one for one in root.iter(f"{W}sdt") if one.find(f"{W}sdtPr/{W}tag[@{W}val='{tag}']") is not None)

    return find


def retagged(tag: str, other: str) -> Edit:
    """A control with another tag; "" takes the tag away."""

    def edit(root: Any) -> None:
        mark = control(tag)(root).find(f"{W}sdtPr/{W}tag")
        if other:
            mark.set(f"{W}val", other)
        else:
            mark.getparent().remove(mark)

    return edit


def deleted(tag: str) -> Edit:
    """A control that somebody deleted."""

    def edit(root: Any) -> None:
        gone = control(tag)(root)
        gone.getparent().remove(gone)

    return edit


def copied_to(tag: str, words: str, *, other: str = "") -> Edit:
    """A copy of a control at the end of the paragraph with these words, under another tag if one is given."""

    def edit(root: Any) -> None:
        copy = deepcopy(control(tag)(root))
        if other:
            copy.find(f"{W}sdtPr/{W}tag").set(f"{W}val", other)
        paragraph(root, words).append(copy)

    return edit


def table(*rows: tuple[tuple[str, ...], ...]) -> Any:
    """A table: rows of cells, each cell the paragraphs in it."""
    made = etree.Element(f"{W}tbl")
    for row in rows:
        line = etree.SubElement(made, f"{W}tr")
        for cell in row:
            etree.SubElement(line, f"{W}tc").extend([new(words) for words in cell])
    return made


def after(words: str, *made: Any) -> Edit:
    """These elements after the paragraph with these words."""

    def edit(root: Any) -> None:
        place = paragraph(root, words)
        for one in reversed(made):
            place.addnext(deepcopy(one))

    return edit
