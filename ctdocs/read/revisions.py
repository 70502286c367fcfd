"""Whether a file leaves two readers anything to differ about, and whether it was damaged.

Readers differ where a file defines an object twice and they take different definitions, or where they mend it. So the
definitions are found here in the bytes themselves, without the cross-reference tables that qpdf went by. If the table
leads to the last definition of every object there is, then a reader that follows tables and one that searches the
file take the same bytes for every field, however often the file was saved; pypdf is not needed then. Where it leads to
one that is not the last, no reader is believed. Where objects are compressed, hidden or freed, or qpdf warned of
anything, the second reader is asked.
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
_DEFINITION = re.compile(rb"obj")
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
    definitions = data.count(b"obj") - data.count(b"endobj")
    if not told and _is_one_table(pdf.trailer) and pdf.trailer.get("/Size") == definitions + 1:
        return Condition(True)  # each number is defined once; asked first because the table costs more than this
    entries = pdf.get_xref_table()
    table = {number: entry.offset for number, entry in entries.items() if entry.type == 1}
    found = _last_definitions(data)
    if found is None:
        return Condition(False)
    if any(found.get(number, offset) != offset for number, offset in table.items()):
        return Condition(False, "the file holds an answer twice and does not lead to the last one")
    if len(table) < len(entries) or any(_TABLE_WITHOUT_ITSELF not in warning for warning in told):
        return Condition(False)
    if told:
        tables = {int(offset) for offset in _TABLES.findall(data)}
        found = {number: offset for number, offset in found.items() if number in table or offset not in tables}
    return Condition(found == table)


def _is_one_table(trailer: pikepdf.Object) -> bool:
    """Whether the file has one table as plain text, which knows no compressed objects (ISO 32000-1, 7.5.4)."""
    return "/Prev" not in trailer and "/W" not in trailer and "/XRefStm" not in trailer


def _last_definitions(data: bytes) -> dict[tuple[int, int], int | None] | None:
    """Where each object is defined last in the file, by number and generation.

    None where something looks like a definition and is not written as programs write it (``12 0 obj``): then it could
    hide one.
    """
    found: dict[tuple[int, int], int | None] = {}
    for match in _DEFINITION.finditer(data):
        end = match.start()
        if data[end - 1 : end] == b"d":  # endobj
            continue
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
