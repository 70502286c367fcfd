"""Whether a file is so plain that two readers cannot differ about it, and whether it was damaged.

A plain file was written once and whole: one cross-reference table that names every object there is, no object
streams, no earlier revision, and qpdf had nothing to say. Every reader then takes the same bytes for the same field.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pikepdf

_REPAIRED = ("file is damaged", "reconstruct", "duplicated key", "recovering", "parse error", "unexpected EOF")
"""Words of qpdf's warnings after which what it gives is a guess."""

_BLANKS = b"\0\t\n\f\r "


@dataclass(frozen=True, slots=True)
class Condition:
    """``plain``: one reader is enough. ``damage`` is a sentence where values may be lost or old, else empty."""

    plain: bool
    damage: str = ""


def condition(data: bytes, pdf: pikepdf.Pdf, warnings: Iterable[str]) -> Condition:
    """Judge the file from its bytes, its cross-reference table and what qpdf warned of while its fields were read."""
    told = list(warnings)
    if any(word in warning for warning in told for word in _REPAIRED):
        return Condition(False, "the file was damaged and had to be repaired")
    end = data.rfind(b"%%EOF")
    if end < 0 or data[end + 5 :].strip(_BLANKS):
        return Condition(False, "the file goes on after its end, as if it had been cut short while being saved")
    if told or data.count(b"%%EOF") != 1 or data.count(b"startxref") != 1:
        return Condition(False)
    if "/Prev" in pdf.trailer or "/XRefStm" in pdf.trailer:
        return Condition(False)
    entries = pdf.get_xref_table().values()
    if any(entry.type != 1 for entry in entries):
        return Condition(False)
    # Every definition of an object says "obj" and "endobj": more definitions than entries means that one is hidden.
    return Condition(data.count(b"obj") - data.count(b"endobj") == len(entries))
