"""The second opinion: the same file read by pypdf, which shares no code with qpdf, and where the two differ.

It takes ten times as long as the first reading, so it is asked only where a file leaves room to differ; ``revisions``
says when, and why the rest does not need it.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from typing import Any

from ctdocs.read.fields import RawField
from ctdocs.read.limits import Watch, WatchedBytes
from ctdocs.read.quiet import quiet

_DEEPEST = 32

Seen = dict[str, tuple[str | None, tuple[str, ...]]]
"""Value and states of the widgets by full name, as the second reader sees them."""


def second_opinion(data: bytes, watch: Watch) -> Seen | None:
    """What pypdf finds in the file, or None where it cannot read it. Raises ``Refused`` when the time is used up."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    seen: Seen = {}
    try:
        with quiet("pypdf"):
            reader = PdfReader(WatchedBytes(data, watch))
            form = _object(_object(reader.trailer["/Root"]).get("/AcroForm")) or {}
            for node in _objects(form.get("/Fields")):
                _visit(node, "", None, seen, watch, 0)
    except (
        # pypdf says of a damaged file what Python says: whatever it is, there is no second opinion then.
        PyPdfError, ArithmeticError, AssertionError, AttributeError, LookupError, MemoryError, NotImplementedError,
        OSError, RecursionError, TypeError, ValueError, zlib.error,
    ):  # fmt: skip
        return None
    return seen


def differences(first: Mapping[str, RawField], second: Seen | None) -> dict[str, str]:
    """The reason to doubt a field, by its full name, for every field of ``first`` that ``second`` does not confirm."""
    if second is None:
        return dict.fromkeys(first, "the file is unusual, and a second reader could not confirm this")
    found = {}
    for name, raw in first.items():
        if name not in second:
            found[name] = "a second reader does not find this field"
        elif (raw.text, tuple(sorted(raw.states))) != (second[name][0], tuple(sorted(second[name][1]))):
            found[name] = "two readers see different values in this field"
    return found


def _visit(node: Any, parent: str, inherited: Any, seen: Seen, watch: Watch, depth: int) -> None:
    watch.check_time()
    if depth > _DEEPEST:
        raise ValueError("fields nested without end")
    part = _text(node.get("/T")) or ""
    name = f"{parent}.{part}" if parent else part
    value = node.get("/V", inherited)
    states = [str(node["/AS"])] if "/AS" in node else []
    named = False
    for kid in _objects(node.get("/Kids")):
        if "/T" in kid:
            named = True
            _visit(kid, name, value, seen, watch, depth + 1)
        elif "/AS" in kid:
            states.append(str(kid["/AS"]))
    if not named or states:
        # A name seen twice keeps its first value, as in the first reader; the first reader has the doubt already.
        if name in seen and seen[name][0] not in (None, ""):
            return
        seen[name] = (_text(_object(value)), tuple(states))


def _objects(array: Any) -> Iterator[Any]:
    items = _object(array)
    if isinstance(items, list):
        for item in items:
            node = _object(item)
            if isinstance(node, dict):
                yield node


def _object(value: Any) -> Any:
    """The object behind a reference, or the value itself; the null object as None."""
    from pypdf.generic import NullObject

    value = value.get_object() if hasattr(value, "get_object") else value
    return None if isinstance(value, NullObject) else value


def _text(value: Any) -> str | None:
    from pypdf.generic import StreamObject, create_string_object

    value = _object(value)
    if isinstance(value, StreamObject):
        value = create_string_object(value.get_data())
    if isinstance(value, bytes):
        value = create_string_object(value)
    if isinstance(value, bytes):  # bytes that are no text in any encoding of the standard
        return value.decode("latin-1")
    if isinstance(value, list):
        return "\n".join(_text(item) or "" for item in value)
    if isinstance(value, dict):
        return _text(value.get("/Name")) or ""
    return None if value is None else str(value)
