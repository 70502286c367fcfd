"""The digests of a finished bundle as pypdf reads it, by the rules that stand in ``ctdocs.bundle.join.digests``.

Written apart from those that the bundle was made with, and with another reader, so that one cannot err with the other.
"""

from __future__ import annotations

import hashlib
from typing import Any

from pypdf.generic import StreamObject

from ctdocs.bundle.verify.objects import content, data, items, key_of, mapping, number, of, raw
from ctdocs.bundle.verify.spelt import spelt

_SHORT = 20
_PACKED = ("/Filter", "/DecodeParms")
_STAMP_FONT = "/CtdocsStamp"
_REWRITTEN = frozenset(("/FlateDecode", "/LZWDecode", "/ASCII85Decode", "/ASCIIHexDecode", "/RunLengthDecode"))
_LOOK = (
    "/Alternates", "/BitsPerComponent", "/ColorSpace", "/Decode", "/Group", "/Height", "/ImageMask", "/Mask",
    "/PaintType", "/SMask", "/SMaskInData", "/Shading", "/TilingType", "/Width", "/XStep", "/YStep",
)  # fmt: skip
_LINK = ("/AP", "/BS", "/Border", "/C", "/F", "/OC", "/QuadPoints", "/Rect")
_DEEPEST = 12


class PageDigests:
    """Digests of the pages of one file; what several pages share is read once."""

    def __init__(self) -> None:
        self._known: dict[int, str] = {}
        self._streams: dict[int, str] = {}

    def page(self, page: Any, own: bytes) -> str:
        """The digest of a page with its boxes, what it draws itself (``own``, decoded) and what that names."""
        media = page.get("/MediaBox")
        lines = [_box(media), _box(page.get("/CropBox", media))]
        if "/UserUnit" in page:
            lines.append(spelt(page["/UserUnit"], self._stream))
        lines.append(hashlib.sha256(own).hexdigest())
        return short("\n".join((*lines, *self._drawn(page.get("/Resources"), 0))))

    def notes(self, page: Any) -> str:
        """The digest of a page's annotations; empty where there is none that counts."""
        lines = [line for line in map(self._note, items(page.get("/Annots"))) if line]
        return short("\n".join(lines)) if lines else ""

    def links(self, page: Any) -> str:
        """The digest of what may be drawn of a page's links; empty where there is none."""
        found = [one for one in map(mapping, items(page.get("/Annots"))) if of(one.get("/Subtype")) == "/Link"]
        lines = [
            " ".join(f"{key} {spelt(one[key], self._stream)}" for key in _LINK if of(one.get(key)) is not None)
            for one in found
        ]
        return short("\n".join(lines)) if found else ""

    def font(self, font: Any) -> str:
        """The digest of a font and its program."""
        return self._once(font, 0, self._font)

    def _drawn(self, resources: Any, depth: int) -> list[str]:
        held = mapping(resources)
        if not held or depth > _DEEPEST:
            return []
        lines = []
        for kind in ("/XObject", "/Pattern"):
            for name, one in mapping(held.get(kind)).items():
                if isinstance(of(one), StreamObject):
                    lines.append(f"{name} {self._once(one, depth, self._form)}")
                elif isinstance(of(one), dict):
                    lines.append(f"{name} {spelt(one, self._stream)}")
        for name, one in mapping(held.get("/Font")).items():
            if name != _STAMP_FONT and isinstance(of(one), dict):
                lines.append(f"{name} {self._once(one, depth, self._font)}")
        for kind in ("/ExtGState", "/ColorSpace", "/Shading", "/Properties"):
            lines += [f"{kind}{name} {spelt(one, self._stream)}" for name, one in mapping(held.get(kind)).items()]
        return sorted(lines)

    def _once(self, one: Any, depth: int, how: Any) -> str:
        key = key_of(one)
        if not key:
            return str(how(of(one), depth))
        if key not in self._known:
            self._known[key] = ""
            self._known[key] = how(of(one), depth)
        return self._known[key]

    def _form(self, one: Any, depth: int) -> str:
        inner = self._drawn(one["/Resources"], depth + 1) if "/Resources" in one else []
        look = [f"{key} {spelt(one[key], self._stream)}" for key in _LOOK if of(one.get(key)) is not None]
        layer = [spelt(one["/OC"], self._stream)] if "/OC" in one else []
        return short("\n".join((self._stream(one), *_shape(one), *layer, *look, *inner)))

    def _stream(self, one: Any) -> str:
        """The digest of a stream's data, with how they are packed where they count as they stand."""
        held = of(one)
        key = key_of(one) or key_of(getattr(held, "indirect_reference", None))
        if key and key in self._streams:
            return self._streams[key]
        found = stream(held)
        if not _unpacked(held):
            found = " ".join((found, *(spelt(held[name], self._stream) for name in _PACKED if name in held)))
        if key:
            self._streams[key] = found
        return found

    def _font(self, font: Any, _: int) -> str:
        lines = [str(of(font.get("/BaseFont")) or "")]
        for one in (font, *items(font.get("/DescendantFonts"))):
            descriptor = mapping(mapping(one).get("/FontDescriptor"))
            programs = [of(descriptor.get(name)) for name in ("/FontFile", "/FontFile2", "/FontFile3")]
            lines += [self._stream(program) for program in programs if isinstance(program, StreamObject)]
        for one in (font, *map(mapping, items(font.get("/DescendantFonts")))):
            codes = ("/Encoding", "/FirstChar", "/Widths", "/DW", "/W", "/CIDToGIDMap")
            lines += [f"{key} {spelt(one[key], self._stream)}" for key in codes if key in one]
        if isinstance(words := of(font.get("/ToUnicode")), StreamObject):
            lines.append(stream(words))
        for name, shape in sorted(mapping(font.get("/CharProcs")).items()):
            if isinstance(of(shape), StreamObject):
                lines.append(f"{name} {stream(of(shape))}")
        return short("\n".join(lines))

    def _note(self, reference: Any) -> str:
        held = mapping(reference)
        kind = str(of(held.get("/Subtype")) or "")
        if kind == "/Link":
            target = of(mapping(held.get("/A")).get("/URI"))
            return "" if target is None else f"{kind} {content(target).hex()}"
        if kind in ("/Popup", ""):
            return ""
        rect = items(held.get("/Rect"))
        parts = [kind, _box(rect) if rect else "", str(number(held.get("/F"))), content(held.get("/Contents")).hex()]
        parts.append(str(of(held.get("/AS")) or ""))
        if "/OC" in held:
            parts.append(spelt(held["/OC"], self._stream))
        look = mapping(held.get("/AP")).get("/N")
        if isinstance(of(look), StreamObject):
            parts.append(self._once(look, 0, self._form))
        else:
            states = [(name, one) for name, one in sorted(mapping(look).items()) if isinstance(of(one), StreamObject)]
            parts += [f"{name} {self._once(one, 0, self._form)}" for name, one in states]
        return " ".join(parts)


def stream(one: Any) -> str:
    """The digest of a stream's data."""
    return short(data(one) if _unpacked(one) else raw(one))


def answer(value: Any) -> bytes:
    """The bytes of an answer: text, a state, or several choices."""
    from pypdf.generic import NameObject

    value = of(value)
    if isinstance(value, StreamObject):
        return data(value)
    if isinstance(value, NameObject):
        return str(value).encode()
    if isinstance(value, list):
        return b"\x1f".join(map(answer, value))
    return content(value)


def short(found: str | bytes) -> str:
    """A digest as a bundle keeps it."""
    return hashlib.sha256(found.encode() if isinstance(found, str) else found).hexdigest()[:_SHORT]


def _shape(one: Any) -> list[str]:
    held = (of(one.get(key)) for key in ("/BBox", "/Matrix"))
    return [_box(value) for value in held if isinstance(value, list)]


def _unpacked(one: Any) -> bool:
    held = of(one.get("/Filter"))
    filters = [str(of(name)) for name in held] if isinstance(held, list) else [] if held is None else [str(held)]
    stays = filters == ["/FlateDecode"] and "/DecodeParms" in one
    return _REWRITTEN.issuperset(filters) and not stays


def _box(value: Any) -> str:
    return " ".join(f"{float(of(one)):.2f}" for one in items(value))
