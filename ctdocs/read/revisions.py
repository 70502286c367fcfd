"""Whether a file leaves two readers anything to differ about, and whether it was damaged.

Readers differ where a file defines an object twice and they take different definitions, or where they mend it. So the
definitions are found here in the bytes themselves, without the cross-reference tables that qpdf went by. If the table
leads to the last definition of every object there is, then a reader that follows tables and one that searches the
file take the same bytes for every field, however often the file was saved; pypdf is not needed then. Where objects are
compressed, hidden, freed or out of order, or qpdf warned of anything, the second reader is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pikepdf

_REPAIRED = ("file is damaged", "reconstruct", "duplicated key", "recovering", "parse error", "unexpected EOF")
"""Words of qpdf's warnings after which what it gives is a guess."""

_TABLE_WITHOUT_ITSELF = "xref entry for the xref stream itself is missing"
"""A slip of pypdf's incremental saving that changes no object."""

_BLANKS = b"\0\t\n\f\r "
_DEFINITION = re.compile(rb"(?<!end)obj")
_TABLES = re.compile(rb"startxref\s{1,9}([0-9]{1,12})")


@dataclass(frozen=True, slots=True)
class Condition:
    """``plain``: one reader is enough. ``damage`` is a sentence where values may be lost or old, else empty."""

    plain: bool
    damage: str = ""


def condition(data: bytes, pdf: pikepdf.Pdf, warnings: Iterable[str]) -> Condition:
    """Judge the file from its bytes, its cross-reference table and what qpdf warned of while its fields were read.

    ``warnings`` must be all there are: ``Pdf.get_warnings`` forgets those it has given.
    """
    told = list(warnings)
    if any(word in warning for warning in told for word in _REPAIRED):
        return Condition(False, "the file was damaged and had to be repaired")
    end = data.rfind(b"%%EOF")
    if end < 0 or data[end + 5 :].strip(_BLANKS):
        return Condition(False, "the file goes on after its end, as if it had been cut short while being saved")
    if any(_TABLE_WITHOUT_ITSELF not in warning for warning in told) or "/XRefStm" in pdf.trailer:
        return Condition(False)
    table: dict[tuple[int, int], int] = {}
    for number, entry in pdf.get_xref_table().items():
        if entry.type != 1:
            return Condition(False)
        table[number] = entry.offset
    if not told and data.count(b"obj") - data.count(b"endobj") == len(table):
        return Condition(True)  # each object is defined once
    found = _last_definitions(data)
    if found is not None and told:
        tables = {int(offset) for offset in _TABLES.findall(data)}
        found = {number: offset for number, offset in found.items() if number in table or offset not in tables}
    return Condition(found == table)


def _last_definitions(data: bytes) -> dict[tuple[int, int], int] | None:
    """Where each object is defined last in the file, by number and generation.

    None where something looks like a definition and is not written as programs write it (``12 0 obj``): then it could
    hide one.
    """
    found = {}
    for match in _DEFINITION.finditer(data):
        end = match.start()
        words = data[max(0, end - 20) : end].rsplit(None, 2)
        if len(words) < 2 or not words[-1].isdigit():
            continue  # the word in a text, or bytes of a picture
        number, generation = words[-2:]
        if not number.isdigit():
            if number[-1:].isdigit():
                return None
            continue
        found[int(number), int(generation)] = end - len(generation) - len(number) - 2
    return found
