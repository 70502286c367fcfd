"""The logo of an area in the place that a template keeps for it, as an inline picture with alternative text."""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping
from typing import Any, Final

from lxml import etree

from ctdocs.errors import Refused
from ctdocs.model.look import Look
from ctdocs.render.docx.ooxml import NS, element, qn
from ctdocs.render.docx.state_text import legal

BOOKMARK: Final = "ctd_logo"
WIDEST, HIGHEST = 60.0, 20.0
"""Millimetres: the logo keeps its proportions within these."""

_EMU: Final = 36_000
"""English Metric Units in a millimetre (ISO 29500-1, 20.1.2.1)."""
_PIXEL: Final = 25.4 / 96
_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""The markers of JPEG that begin a frame, which holds the size (ISO 10918-1, table B.1)."""


def place_logo(root: Any, look: Look, embed: Callable[[], str]) -> None:
    """Put the logo where the part keeps a place for it; without a logo take the paragraph away.

    ``embed`` puts the picture into the package and returns the id of the reference. A picture that somebody put there
    by hand stays.
    """
    for start in [one for one in root.iter(qn("w:bookmarkStart")) if one.get(qn("w:name")) == BOOKMARK]:
        paragraph = next(start.iterancestors(qn("w:p")), None)
        if paragraph is None or next(paragraph.iter(qn("w:drawing"), qn("w:pict")), None) is not None:
            continue
        if not look.logo:
            _take_away(paragraph)
            continue
        for run in paragraph.findall(qn("w:r")):
            paragraph.remove(run)
        paragraph.append(element("w:r", None, _drawing(look, embed())))


def size_of(data: bytes, kind: str) -> tuple[int, int]:
    """Width and height of a picture in pixels. Raises ``Refused`` where it does not say."""
    try:
        size = _png(data) if kind == "png" else _jpeg(data)
    except (struct.error, IndexError) as error:
        raise _damaged() from error
    if min(size) < 1:
        raise _damaged()
    return size


def _png(data: bytes) -> tuple[int, int]:
    """From the first chunk (ISO 15948, 11.2.2)."""
    if data[12:16] != b"IHDR":
        raise _damaged()
    width, height = struct.unpack(">2L", data[16:24])
    return width, height


def _jpeg(data: bytes) -> tuple[int, int]:
    at = 2
    while True:
        while data[at] == 0xFF and data[at + 1] == 0xFF:
            at += 1
        if data[at] != 0xFF:
            raise _damaged()
        marker = data[at + 1]
        if marker in _FRAMES:
            height, width = struct.unpack(">2H", data[at + 5 : at + 9])
            return width, height
        (length,) = struct.unpack(">H", data[at + 2 : at + 4])
        at += 2 + length


def _damaged() -> Refused:
    return Refused("The logo of the area is damaged.", hint="Save the picture again, as PNG.")


def _millimetres(look: Look) -> tuple[float, float]:
    width, height = (side * _PIXEL for side in size_of(look.logo, look.logo_kind))
    scale = min(WIDEST / width, HIGHEST / height)
    return width * scale, height * scale


def _drawing(look: Look, reference: str) -> Any:
    width, height = (max(1, round(side * _EMU)) for side in _millimetres(look))
    extent = {"cx": width, "cy": height}
    about = {"id": 1, "name": "Logo", "descr": legal(look.logo_description)[0]}
    picture = _plain(
        "pic:pic",
        {},
        _plain("pic:nvPicPr", {}, _plain("pic:cNvPr", about), _plain("pic:cNvPicPr", {})),
        _plain("pic:blipFill", {}, _blip(reference), _plain("a:stretch", {}, _plain("a:fillRect", {}))),
        _plain(
            "pic:spPr",
            {},
            _plain("a:xfrm", {}, _plain("a:off", {"x": 0, "y": 0}), _plain("a:ext", extent)),
            _plain("a:prstGeom", {"prst": "rect"}, _plain("a:avLst", {})),
        ),
    )
    frame = _plain("wp:cNvGraphicFramePr", {}, _plain("a:graphicFrameLocks", {"noChangeAspect": 1}))
    graphic = _plain("a:graphic", {}, _plain("a:graphicData", {"uri": NS["pic"]}, picture))
    around = {"distT": 0, "distB": 0, "distL": 0, "distR": 0}
    inline = _plain("wp:inline", around, _plain("wp:extent", extent), _plain("wp:docPr", about), frame, graphic)
    made = element("w:drawing", None, inline)
    etree.cleanup_namespaces(made)
    return made


def _plain(tag: str, attributes: Mapping[str, object], *children: Any) -> Any:
    """An element whose attributes have no prefix, as those of pictures do."""
    made = element(tag, None, *children)
    for name, value in attributes.items():
        made.set(name, str(value))
    return made


def _blip(reference: str) -> Any:
    return element("a:blip", {"r:embed": reference})


def _take_away(paragraph: Any) -> None:
    """A cell keeps its last paragraph (ISO 29500-1, 17.4.65), without what stood in it."""
    parent = paragraph.getparent()
    if parent.tag == qn("w:tc") and len(parent.findall(qn("w:p"))) == 1:
        for node in [node for node in paragraph if node.tag != qn("w:pPr")]:
            paragraph.remove(node)
    else:
        parent.remove(paragraph)
