"""The catalogue of a bundle: title, language, page labels, the view it opens in, and what it says of itself."""

from __future__ import annotations

import html
import io
import json
from collections.abc import Mapping
from typing import Any, Final

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from ctdocs import __version__

MODIFIED = "D:20000101000000Z"
"""A date that is none: the same input gives the same bytes."""
_LEVEL: Final = 4
_USUAL_LEVEL: Final = -1
"""zlib's levels: 4 takes a fifth less time than the usual one to save a bundle, for two per cent of its size."""


def catalogue(pdf: Pdf, *, title: str, subject: str, language: str, first: Object, corner: tuple[float, float]) -> None:
    """Title, language, labels (the printed number is the page's number in the file) and a view of 100 %."""
    root = pdf.Root
    root.MarkInfo = Dictionary(Marked=True)
    root.Lang = String(language)
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    root.PageMode = Name.UseOutlines
    root.PageLayout = Name.OneColumn
    root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D, St=1)]))
    root.OpenAction = Array([first, Name.XYZ, round(corner[0], 2), round(corner[1], 2), 1])
    creator = f"ctdocs {__version__}"
    pdf.docinfo["/Title"] = title
    pdf.docinfo["/Subject"] = subject
    pdf.docinfo["/Creator"] = creator
    said = {"title": title, "subject": subject, "language": language, "creator": creator}
    xmp = _XMP.format(**{name: html.escape(value, quote=False) for name, value in said.items()})
    root.Metadata = pdf.make_stream(xmp.encode(), Type=Name.Metadata, Subtype=Name.XML)


def private(pdf: Pdf, content: Mapping[str, Any]) -> None:
    """Keep what a bundle knows of itself in its catalogue, for ctdocs (ISO 32000-1, 14.5), under the key ``bundle``."""
    text = json.dumps({"bundle": content}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    stream = pdf.make_stream(text.encode())
    pdf.Root.PieceInfo = Dictionary(ctdocs=Dictionary(LastModified=String(MODIFIED), Private=stream))


def save(pdf: Pdf) -> bytes:
    """The file; its id is made of its content."""
    target = io.BytesIO()
    pikepdf.settings.set_flate_compression_level(_LEVEL)
    try:
        pdf.save(
            target, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True, min_version="1.7",
            fix_metadata_version=False,
        )  # fmt: skip
    finally:
        pikepdf.settings.set_flate_compression_level(_USUAL_LEVEL)
    return target.getvalue()


_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>{creator}</xmp:CreatorTool>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""
