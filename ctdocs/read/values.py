"""From a field of the file to an answer: its value and how sure we are, by the kind the layout gives it."""

from __future__ import annotations

import re
from typing import Final

from ctdocs.model.kinds import READERS
from ctdocs.model.layout import LayoutField
from ctdocs.model.reading import FieldReading, Status
from ctdocs.model.text import one_line_ends
from ctdocs.read.fields import RawField

DOUBTFUL: Final = 0.5
"""The confidence of a value that a person must check."""

# Control characters but tab and line end, halves of pairs, private use, the replacement character, non-characters,
# and the two signs that make a text run the other way: none of them is typed, and none is seen by who reads.
_UNREADABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffd-\uffff"
    "\U000f0000-\U0010ffff\u202d\u202e"
    + "".join(chr(plane << 16 | 0xFFFE) + chr(plane << 16 | 0xFFFF) for plane in range(1, 15))
    + "]"
)


def interpret(field: LayoutField, raw: RawField | None, page: int, extra: tuple[str, ...] = ()) -> FieldReading:
    """The answer in one field. ``raw`` is None where the file has no such field; ``extra`` are doubts from elsewhere.

    Any doubt makes the status ``check``, also where nothing was read; the value is then still our best reading.
    """
    if raw is None:
        return _reading(field, page, None, None, ("the file does not have this field", *extra))
    doubts = (*raw.doubts, *extra) if raw.doubts or extra else ()
    if field.kind == "tick":
        return _tick(field, raw, page, doubts)
    if field.kind == "radio":
        return _radio(field, raw, page, doubts)
    return _written(field, raw, page, doubts)


def unreadable(text: str) -> bool:
    """Whether it holds characters that nobody sees or types."""
    plain = text.isascii() and text.isprintable()  # told much sooner
    return not plain and _UNREADABLE.search(text) is not None


def _written(field: LayoutField, raw: RawField, page: int, doubts: tuple[str, ...]) -> FieldReading:
    text = raw.text
    if text is None or not text.strip():
        return _reading(field, page, None, text, doubts)
    if "\r" in text:
        text = one_line_ends(text)
    value, reason = READERS[field.kind](text, field.cells)
    if reason:
        doubts = (*doubts, reason)
    if unreadable(text):
        doubts = (*doubts, "it holds characters that cannot be shown")
    if raw.shape != "string":
        doubts = (*doubts, "it does not hold text, as it should")
    return _reading(field, page, value, raw.text, doubts)


def _tick(field: LayoutField, raw: RawField, page: int, doubts: tuple[str, ...]) -> FieldReading:
    ticked = raw.text not in (None, "", "/Off")
    if raw.text not in (None, "/Off", "/Yes") or raw.shape not in ("name", "none"):
        doubts = (*doubts, f"“{raw.text}” is not an answer of this tick box")
    shown = any(state != "/Off" for state in raw.states)
    if shown != ticked or (ticked and any(state != raw.text for state in raw.states)):
        doubts = (*doubts, "what is stored and what is shown disagree")
    return _reading(field, page, ticked, raw.text, doubts)


def _radio(field: LayoutField, raw: RawField, page: int, doubts: tuple[str, ...]) -> FieldReading:
    chosen = raw.text if raw.text not in (None, "", "/Off") else None
    shown = [state for state in raw.states if state != "/Off"]
    value = None
    if chosen is not None:
        value = chosen.removeprefix("/")
        if raw.shape != "name" or value not in field.options:
            doubts = (*doubts, f"“{value}” is not one of the answers to choose from")
    if len(shown) > 1:
        doubts = (*doubts, "more than one answer is marked")
    elif shown != ([chosen] if chosen is not None else []):
        doubts = (*doubts, "what is stored and what is shown disagree")
    return _reading(field, page, value, raw.text, doubts)


def _reading(
    field: LayoutField, page: int, value: str | bool | None, raw: str | None, doubts: tuple[str, ...]
) -> FieldReading:
    if doubts:
        return FieldReading(value, raw, "check", DOUBTFUL, "; ".join(dict.fromkeys(doubts)), page, field.box)
    status: Status = "blank" if value is None else "certain"
    return FieldReading(value, raw, status, 1.0, "", page, field.box)
