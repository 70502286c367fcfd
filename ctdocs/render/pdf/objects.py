"""PDF objects that we write ourselves, in the form that reportlab's document takes."""

from __future__ import annotations

import functools
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.pdfbase import pdfdoc


@dataclass(frozen=True, slots=True)
class Name:
    """A PDF name, written without its slash."""

    text: str


@dataclass(frozen=True, slots=True)
class Raw:
    """PDF syntax as it is."""

    code: bytes


@functools.lru_cache(maxsize=1024)
def name(text: str) -> bytes:
    """A name in PDF syntax, with what may not stand in one escaped (ISO 32000-1, 7.3.5)."""
    out = bytearray(b"/")
    for byte in text.encode():
        if 33 <= byte <= 126 and byte not in b"#()<>[]{}/%":
            out.append(byte)
        else:
            out += b"#%02X" % byte
    return bytes(out)


def string(text: str) -> bytes:
    """A text string in PDF syntax: ASCII as it is, anything else UTF-16BE with its mark (ISO 32000-1, 7.9.2.2).

    Control characters are no ASCII to a PDF: PDFDocEncoding has accents in their place (ISO 32000-1, D.2).
    """
    if text.isascii() and text.replace("\n", "").replace("\t", "").isprintable():
        escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        return b"(" + escaped.replace("\n", "\\n").encode() + b")"
    return b"<FEFF" + text.encode("utf-16-be", "surrogatepass").hex().upper().encode() + b">"


def number(value: float) -> bytes:
    """A number in PDF syntax, to a hundredth of a point."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return b"0" if text in ("-0", "") else text.encode()


def syntax(value: Any) -> bytes:
    """Any value in PDF syntax: dict, sequence, str (a text string), Name, Raw, bool, int, float or a reference."""
    match value:
        case bytes():
            return value
        case Raw():
            return value.code
        case Name():
            return name(value.text)
        case bool():
            return b"true" if value else b"false"
        case int():
            return str(value).encode()
        case float():
            return number(value)
        case str():
            return string(value)
        case Mapping():
            inner = b" ".join(name(key) + b" " + syntax(item) for key, item in value.items() if item is not None)
            return b"<< " + inner + b" >>"
        case Sequence():
            return b"[" + b" ".join(syntax(item) for item in value) + b"]"
    raise TypeError(f"{type(value).__name__} is not a PDF value")


class Dictionary(pdfdoc.PDFObject):  # type: ignore[misc]
    """An indirect dictionary that may still change until the document is saved. Values may hold references."""

    __RefOnly__ = 1

    def __init__(self, **items: Any) -> None:
        self.items = items

    def format(self, document: Any) -> bytes:
        """The dictionary in PDF syntax; called by reportlab while it saves."""
        return resolve(self.items, document)


class Array(pdfdoc.PDFObject):  # type: ignore[misc]
    """An indirect array."""

    __RefOnly__ = 1

    def __init__(self, values: list[Any]) -> None:
        self.values = values

    def format(self, document: Any) -> bytes:
        """The array in PDF syntax; called by reportlab while it saves."""
        return resolve(self.values, document)


class Stream(Dictionary):
    """An indirect stream, compressed where that makes it smaller."""

    def __init__(self, data: bytes, **items: Any) -> None:
        super().__init__(**items)
        self.data = data

    def format(self, document: Any) -> bytes:
        """The stream in PDF syntax; called by reportlab while it saves."""
        return stream(self.data, lambda items: resolve(items, document), **self.items)


def stream(data: bytes, write: Any = syntax, **items: Any) -> bytes:
    """A stream object's body in PDF syntax."""
    packed = zlib.compress(data, 9)
    if len(packed) + 30 < len(data):
        data, items = packed, {**items, "Filter": Name("FlateDecode")}
    head: bytes = write({**items, "Length": len(data)})
    return head + b"\nstream\n" + data + b"\nendstream"


def resolve(value: Any, document: Any) -> bytes:
    """Like ``syntax``, with objects of reportlab written by the document that they belong to."""
    if isinstance(value, pdfdoc.PDFObject | pdfdoc.PDFObjectReference):
        written = value.format(document)
        return written if isinstance(written, bytes) else str(written).encode("latin-1")
    if isinstance(value, str | int | float | Name):  # nearly everything: told before the dear question of Mapping
        return syntax(value)
    if isinstance(value, Mapping):
        inner = b" ".join(name(k) + b" " + resolve(v, document) for k, v in value.items() if v is not None)
        return b"<< " + inner + b" >>"
    if isinstance(value, list | tuple):
        return b"[" + b" ".join(resolve(item, document) for item in value) + b"]"
    return syntax(value)
