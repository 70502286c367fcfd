"""Every word that a file carries, shown or not, so that it can be searched before it goes to an applicant.

Besides what its pages show these are the words of its fields, its notes and its properties, of earlier versions that a
PDF still holds, and of comments and deleted passages of a Word file. What holds no words that a program could read (a
scan, a picture, an attachment) is told of as such.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from typing import Any, Final
from urllib.parse import unquote

from ctdocs.bundle.sources.kinds import kind_of
from ctdocs.bundle.sources.text import decoded
from ctdocs.bundle.sources.words import page_texts
from ctdocs.errors import Refused
from ctdocs.model.files import safe_name
from ctdocs.read.limits import Limits, Watch, qpdf_limits
from ctdocs.read.quiet import quiet

MOST_XML: Final = 50_000_000
"""Bytes of one part of a Word file that are read."""

_UNTOLD: Final = frozenset(("/ID", "/CreationDate", "/ModDate", "/M", "/Registry", "/Ordering", "/CheckSum"))
"""Keys of a PDF whose strings are no words of anybody."""

_NAMING: Final = frozenset(("/Dest", "/D", "/V", "/DV", "/S", "/T"))
"""Keys of a PDF whose names are given by the one who made it."""

_END: Final = re.compile(rb"%%EOF\r?\n?")


@dataclass(frozen=True, slots=True)
class Carried:
    """The texts of a file, each with its place in words, and the places that hold none a program can read."""

    texts: tuple[tuple[str, str], ...]
    unseen: tuple[str, ...]


def carried(data: bytes, name: str) -> Carried:
    """What a file carries. Raises ``Refused`` where it is of a kind that cannot be read, or damaged."""
    shown = safe_name(name)
    kind, _ = kind_of(data, shown)
    if kind == "pdf":
        return _pdf(data, shown)
    if kind == "word":
        if not data.startswith(b"PK"):  # of an old kind, which only a word processor reads
            return Carried((), (shown,))
        return _word(data, shown)
    if kind == "email":
        return _email(data, shown)
    if kind == "text":
        return Carried(((shown, decoded(data, shown)[0]),), ())
    return Carried((), (shown,))


def _pdf(data: bytes, name: str) -> Carried:
    pages = page_texts(data, name, Watch(Limits()))
    texts = [(f"{name}, page {number}", text) for number, text in enumerate(pages, 1)]
    unseen = [f"{name}, page {number}" for number, text in enumerate(pages, 1) if not text.strip()]
    hidden, attached = _objects(data)
    seen = " ".join(" ".join(text.split()) for _, text in texts)
    texts += [(f"{name}, not shown", text) for text in hidden if " ".join(text.split()) not in seen]
    for number, earlier in enumerate(_earlier(data), 1):
        told = page_texts(earlier, name, Watch(Limits()))
        texts += [(f"{name}, earlier version {number}", text) for text in told if text not in pages]
        texts += [(f"{name}, earlier version {number}", text) for text in _objects(earlier)[0] if text not in hidden]
    return Carried(tuple(texts), (*unseen, *(f"{name}, attachment" for _ in range(attached))))


def _earlier(data: bytes) -> Iterator[bytes]:
    """The versions of a PDF that was saved over itself (ISO 32000-1, 7.5.6), but for the last."""
    import pikepdf

    ends = [found.end() for found in _END.finditer(data)][:-1]
    for end in ends[-5:]:
        with quiet("pikepdf"), qpdf_limits():
            try:
                with pikepdf.open(io.BytesIO(data[:end])) as pdf:
                    usable = len(pdf.pages) > 0 and not pdf.is_linearized
            except pikepdf.PdfError:
                continue
        if usable:
            yield data[:end]


def _objects(data: bytes) -> tuple[list[str], int]:
    """Every text in the objects of a PDF that is no part of a page, and how many files are attached."""
    import pikepdf

    texts: dict[str, None] = {}
    attached = 0
    with quiet("pikepdf"), qpdf_limits(), pikepdf.open(io.BytesIO(data)) as pdf:
        for here in [*pdf.objects, pdf.trailer]:
            if isinstance(here, pikepdf.Dictionary | pikepdf.Stream):
                attached += here.get("/Type") == pikepdf.Name.EmbeddedFile
                if here.get("/Type") == pikepdf.Name.Metadata and isinstance(here, pikepdf.Stream):
                    texts[_of_xml(here.read_bytes().decode("utf-8", "replace"))] = None
            for told in _strings(here, ""):
                texts[told] = None
        dests: Any = pdf.Root.get("/Dests")
        for key in dests if isinstance(dests, pikepdf.Dictionary) else ():
            texts[str(key).lstrip("/")] = None
    return list(texts), attached


def _strings(node: Any, key: str) -> Iterator[str]:
    """The texts of one object of a PDF and of what stands in it: titles, notes, links' targets, layers' names."""
    import pikepdf

    if isinstance(node, pikepdf.Dictionary | pikepdf.Stream):
        for name, value in node.items():
            if name not in _UNTOLD and not (isinstance(value, _nodes()) and value.is_indirect):
                yield from _strings(value, name)
    elif isinstance(node, pikepdf.Array):
        for value in node:
            if not (isinstance(value, _nodes()) and value.is_indirect):
                yield from _strings(value, key)
    elif isinstance(node, pikepdf.String) or (isinstance(node, pikepdf.Name) and key in _NAMING):
        told = unquote(str(node).removeprefix("/"), errors="replace")
        if len(told.strip()) > 2 and not any(ch < " " and ch not in "\n\r\t" for ch in told):
            yield told


def _nodes() -> tuple[type, ...]:
    import pikepdf

    return (pikepdf.Dictionary, pikepdf.Stream, pikepdf.Array)


def _of_xml(source: str) -> str:
    """The words of XML: what stands between its tags, and what their attributes say."""
    return "\n".join([re.sub(r"<[^>]*>", "\n", source), *re.findall(r"=\s*[\"']([^\"'<>]{3,})[\"']", source)])


def _word(data: bytes, name: str) -> Carried:
    from lxml import etree

    texts, unseen = [], []
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.infolist():
                part = member.filename
                if not part.endswith((".xml", ".rels")):
                    if not member.is_dir():
                        unseen.append(f"{name}, {part.rpartition('/')[2]}")
                    continue
                with archive.open(member) as stream:
                    source = stream.read(MOST_XML + 1)
                if len(source) > MOST_XML:
                    raise Refused(f"{name} holds more than any letter does.", hint="Make a PDF of it, and use that.")
                texts += [(f"{name}, {_part(part)}", text) for text in _paragraphs(etree.fromstring(source, parser))]
    except (zipfile.BadZipFile, etree.XMLSyntaxError) as error:
        raise Refused(f"{name} is damaged.", hint="Ask for it again.") from error
    return Carried(tuple(texts), tuple(unseen))


def _part(path: str) -> str:
    return "text" if path == "word/document.xml" else path.rpartition("/")[2].partition(".")[0]


def _paragraphs(root: Any) -> Iterator[str]:
    """The words of each paragraph, deleted ones too; those of a part that has none, as a whole; what attributes say."""
    found = False
    for node in root.iter("{*}p"):
        found = True
        words = "".join(
            text.text or "" if text.tag.endswith(("}t", "}delText", "}instrText")) else " "
            for text in node.iter("{*}t", "{*}delText", "{*}instrText", "{*}br", "{*}tab", "{*}cr")
        )
        if words.strip():
            yield words
    if not found:
        words = "\n".join(text.strip() for text in root.itertext() if text.strip())
        if words:
            yield words
    told = [value for node in root.iter() for value in node.attrib.values() if len(value) > 3 and " " in value]
    if told:
        yield "\n".join(dict.fromkeys(told))


def _email(data: bytes, name: str) -> Carried:
    message = message_from_bytes(data, policy=policy.default)
    texts = [(f"{name}, head", "\n".join(f"{key}: {value}" for key, value in message.items()))]
    unseen = []
    for part in message.walk():
        if part.is_multipart():
            continue
        if part.get_content_maintype() == "text" and not part.get_filename():
            said = part.get_payload(decode=True)
            text = said.decode(part.get_content_charset() or "utf-8", "replace") if isinstance(said, bytes) else ""
            texts.append((name, re.sub(r"<[^>]*>", " ", text)))
        else:
            unseen.append(f"{name}, {safe_name(part.get_filename() or 'attachment')}")
    return Carried(tuple(texts), tuple(unseen))
