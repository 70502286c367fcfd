"""What descriptions compile to for Word, taken apart: the words, styles and fields of a template."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

from ctdocs.documents import blocks as b
from ctdocs.documents.catalogue import document
from ctdocs.documents.templated import templated
from ctdocs.render.docx import template

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def parts(data: bytes) -> dict[str, Any]:
    """The parts of a file as XML, by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: etree.fromstring(archive.read(name)) for name in archive.namelist()}


def body(resolved: b.Resolved, *, record: bool = False) -> Any:
    return parts(template.compiled(resolved, record=record))["word/document.xml"]


def compiled(name: str, record: bool = False) -> dict[str, Any]:
    return parts(template.compiled(templated(document(name), "en", record=record), record=record))


def words(paragraph: Any) -> str:
    """The words of a paragraph; a tab is a blank, a field its placeholder in angle brackets."""
    result = ""
    for node in paragraph.iter(f"{W}t", f"{W}tab", f"{W}br"):
        if node.getparent().tag == f"{W}tabs":
            continue
        said = (node.text or "") if node.tag == f"{W}t" else " "
        nearest: Any = next(node.iterancestors(f"{W}sdt", f"{W}p"))
        result += f"<{said}>" if nearest.tag == f"{W}sdt" else said
    return " ".join(result.split())


def lines(root: Any) -> list[str]:
    return [said for paragraph in root.iter(f"{W}p") if (said := words(paragraph))]


def style(paragraph: Any) -> str:
    found = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if found is None else str(found.get(f"{W}val"))


def fields(root: Any) -> Iterator[tuple[str, str, str]]:
    """Tag, title and kind of each field, in order."""
    for sdt in root.iter(f"{W}sdt"):
        properties = sdt.find(f"{W}sdtPr")
        kind = properties[-1].tag.split("}")[1]
        if not kind.startswith("repeating"):
            yield properties.find(f"{W}tag").get(f"{W}val"), properties.find(f"{W}alias").get(f"{W}val"), kind
