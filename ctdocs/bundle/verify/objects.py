"""PDF objects as pypdf gives them, made safe to ask: a reference is followed, what is missing is empty, trees end."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any, Final

from pypdf.errors import PyPdfError
from pypdf.filters import decode_stream_data
from pypdf.generic import IndirectObject, NullObject, StreamObject

UNREADABLE: Final = (
    # pypdf says of a damaged file what Python says.
    PyPdfError, ArithmeticError, AssertionError, AttributeError, LookupError, MemoryError, NotImplementedError,
    OSError, RecursionError, TypeError, ValueError, zlib.error,
)  # fmt: skip
"""What a damaged file may raise, wherever it is looked at."""

MOST: Final = 2_000_000
"""Nodes of one tree that are looked at; 1,600 pages of our own forms have about 200,000."""


def of(value: Any) -> Any:
    """The object behind a reference, or the value itself; the null object as None."""
    for _ in range(20):
        if not isinstance(value, IndirectObject):
            break
        value = value.get_object()
    return None if value is None or isinstance(value, NullObject | IndirectObject) else value


def mapping(value: Any) -> dict[str, Any]:
    """A dictionary or the dictionary of a stream; an empty one where there is none."""
    value = of(value)
    return value if isinstance(value, dict) else {}


def items(value: Any) -> list[Any]:
    """An array, its members as they stand; an empty one where there is none."""
    value = of(value)
    return value if isinstance(value, list) else []


def text(value: Any) -> str:
    """A string as text; empty where there is none."""
    value = of(value)
    if isinstance(value, bytes):
        return value.decode("latin-1")
    return str(value) if isinstance(value, str) else ""


def data(stream: Any) -> bytes:
    """The decoded data of a stream, of which nothing is kept; raises one of ``UNREADABLE``."""
    stream = of(stream)
    if not isinstance(stream, StreamObject):
        return b""
    if of(stream.get("/Filter")) is None:
        return raw(stream)
    return bytes(decode_stream_data(stream))


def raw(stream: Any) -> bytes:
    """The data of a stream as it stands in the file."""
    found = of(stream)._data  # pypdf has no public name for it
    return found if isinstance(found, bytes) else bytes(found, "latin-1")


def content(stream: Any) -> bytes:
    """The bytes of a string, however pypdf took it."""
    value = of(stream)
    if isinstance(value, bytes):
        return bytes(value)
    found = getattr(value, "original_bytes", b"")
    return found if isinstance(found, bytes) else b""


def number(value: Any, otherwise: int = 0) -> int:
    """A whole number; ``otherwise`` where there is none."""
    value = of(value)
    return int(value) if isinstance(value, int | float) else otherwise


def key_of(value: Any) -> int:
    """The number of the object that a reference leads to; 0 for one that stands where it is used."""
    return value.idnum if isinstance(value, IndirectObject) else 0


def leaves(tree: Any, kind: str) -> Iterator[tuple[Any, Any]]:
    """The pairs of a name tree (``/Names``) or a number tree (``/Nums``), values as they stand."""
    waiting: list[Any] = [tree]
    seen: set[int] = set()
    while waiting and len(seen) < MOST:
        node = waiting.pop(0)
        if (key := key_of(node)) in seen:
            continue
        seen |= {key} if key else set()
        held = mapping(node)
        pairs = items(held.get(kind))
        yield from zip(map(of, pairs[::2]), pairs[1::2], strict=False)
        waiting += items(held.get("/Kids"))
