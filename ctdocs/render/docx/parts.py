"""A Word package put together: its parts, what each is, and how they hang together. The same parts, the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from ctdocs.documents.blocks import Resolved
from ctdocs.render.docx import styles
from ctdocs.render.docx.ooxml import Xml, serialised

_TIME: Final = (1980, 1, 1, 0, 0, 0)
_XML: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATION: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_TYPES: Final = {
    "docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "word/document.xml": f"{_WORD}.document.main+xml",
    "word/footer1.xml": f"{_WORD}.footer+xml",
    "word/header1.xml": f"{_WORD}.header+xml",
    "word/numbering.xml": f"{_WORD}.numbering+xml",
    "word/settings.xml": f"{_WORD}.settings+xml",
    "word/styles.xml": f"{_WORD}.styles+xml",
}
_HANGS: Final = {"styles": "rId1", "numbering": "rId2", "settings": "rId3", "footer": "rId4", "header": "rId5"}
FOOTER, HEADER = _HANGS["footer"], _HANGS["header"]
FIRST_LINK: Final = len(_HANGS) + 1
"""The number of the first relationship that is free for a link of the text."""


def package(document: Resolved, body: Xml, numbering: Xml, links: Mapping[str, str]) -> bytes:
    """The template of a document as a file. ``links`` are the addresses that the text leads to, by relationship."""
    made: dict[str, bytes] = {
        "word/document.xml": serialised(body),
        "word/styles.xml": serialised(styles.styles(document.language)),
        "word/numbering.xml": serialised(numbering),
        "word/settings.xml": serialised(styles.settings(document.language)),
        "word/footer1.xml": serialised(styles.footer()),
        "docProps/core.xml": _core(document).encode(),
        "docProps/app.xml": _app(document).encode(),
    }
    if document.kind == "form":
        made["word/header1.xml"] = serialised(styles.header(document))
    first = {
        "[Content_Types].xml": _content_types(made).encode(),
        "_rels/.rels": _relations(
            (
                ("rId1", f"{_RELATION}/officeDocument", "word/document.xml"),
                ("rId2", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
                ("rId3", f"{_RELATION}/extended-properties", "docProps/app.xml"),
            )
        ).encode(),
        "word/_rels/document.xml.rels": _document_relations(made, links).encode(),
    }
    return zipped({**first, **made})


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """The parts as one file, each dated the first day that a zip file knows."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name, _TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # else the bytes would tell which system they were made on
            archive.writestr(entry, data)
    return out.getvalue()


def _content_types(parts: Mapping[str, bytes]) -> str:
    defaults = {
        "jpeg": "image/jpeg",
        "png": "image/png",
        "rels": "application/vnd.openxmlformats-package.relationships+xml",
        "xml": "application/xml",
    }
    entries = [f'<Default Extension="{name}" ContentType="{kind}"/>' for name, kind in defaults.items()]
    entries += [f'<Override PartName="/{name}" ContentType="{_TYPES[name]}"/>' for name in sorted(parts)]
    return f'{_XML}<Types xmlns="{_PACKAGE}/content-types">{"".join(entries)}</Types>'


def _document_relations(parts: Mapping[str, bytes], links: Mapping[str, str]) -> str:
    entries = []
    for kind, number in _HANGS.items():
        name = f"{kind}1.xml" if kind in ("footer", "header") else f"{kind}.xml"
        if f"word/{name}" in parts:
            entries.append((number, f"{_RELATION}/{kind}", name))
    return _relations(entries, links)


def _relations(entries: Sequence[tuple[str, str, str]], links: Mapping[str, str] | None = None) -> str:
    made = [f'<Relationship Id="{number}" Type="{kind}" Target="{target}"/>' for number, kind, target in entries]
    made += [
        f'<Relationship Id="{number}" Type="{_RELATION}/hyperlink" Target={quoteattr(uri)} TargetMode="External"/>'
        for number, uri in (links or {}).items()
    ]
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{"".join(made)}</Relationships>'


def _core(document: Resolved) -> str:
    language = styles.LANGUAGES.get(document.language, document.language)
    return (
        f'{_XML}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(document.title)}</dc:title><dc:language>{language}</dc:language></cp:coreProperties>"
    )


def _app(document: Resolved) -> str:
    return (
        f'{_XML}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        f"<Application>ctdocs {escape(document.version)}</Application></Properties>"
    )
