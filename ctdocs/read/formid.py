"""Which form a PDF is: the mark that ctdocs leaves in the catalogue, and the layouts that belong to it.

The mark is JSON in ``/PieceInfo /ctdocs /Private`` (ISO 32000-1, 14.5) and carries the layout itself. Where a program
dropped it, ``/Keywords`` still names the layout, which is then taken from the folder of kept layouts.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ctdocs.errors import Refused
from ctdocs.model.fields import misfits
from ctdocs.model.layout import Layout

if TYPE_CHECKING:
    import pikepdf

MOST_MARK = 4 * 1024 * 1024
"""Bytes of the mark; that of the eight-page form has about 60,000."""

_KEYWORDS = re.compile(r"\bctdocs ([A-Z]{2}):([0-9A-Fa-f]{8}):([A-Z][0-9]{8})?")
_DAMAGED = "The mark of ctdocs in this file is damaged or was changed"
_AGAIN = "Ask the sender to fill in a fresh copy of the form."


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Some pages of the file and the layout they were made by; the names of their fields begin with ``prefix``.

    Two parts are equal only if they are one: what was worked out for a part is kept under it.
    """

    layout: Layout
    layout_id: str
    prefix: str
    first_page: int

    def full_name(self, field_id: str) -> str:
        """The name of a field of this part in the file."""
        return f"{self.prefix}.{field_id}" if self.prefix else field_id


@dataclass(frozen=True, slots=True)
class Mark:
    """What the file says of itself: area id, serial of the copy, and its parts, the form itself first."""

    area: str | None
    serial: str | None
    parts: tuple[Part, ...]


def identify(pdf: pikepdf.Pdf, layouts: Path | None) -> Mark | None:
    """The mark of the file, or None where it is not ours.

    ``layouts`` is a folder of ``ID.json`` files, asked for a layout that the file names and does not carry. Raises
    ``Refused`` naming the layout where it is unknown, and where the mark is damaged.
    """
    private = _private(pdf)
    if private is not None:
        return _from_mark(private, layouts)
    said = _keywords(pdf)
    if said is None:
        return None
    layout = _kept(said.lower(), layouts)
    return Mark(None, None, (Part(layout, said.lower(), "", 1),))


def _private(pdf: pikepdf.Pdf) -> bytes | None:
    import pikepdf

    node: Any = pdf.Root
    for key in ("/PieceInfo", "/ctdocs"):
        node = node.get(key)
        if not isinstance(node, pikepdf.Dictionary):
            return None
    private = node.get("/Private")
    if not isinstance(private, pikepdf.Stream):
        return None
    data = private.read_bytes()
    if len(data) > MOST_MARK:
        raise Refused(f"{_DAMAGED}: it is too long.", hint=_AGAIN)
    return data


def _keywords(pdf: pikepdf.Pdf) -> str | None:
    import pikepdf

    info = pdf.trailer.get("/Info")
    words = info.get("/Keywords") if isinstance(info, pikepdf.Dictionary) else None
    found = _KEYWORDS.search(str(words)) if isinstance(words, pikepdf.String) else None
    return found[2] if found else None


@lru_cache(maxsize=16)
def _from_mark(private: bytes, layouts: Path | None) -> Mark:
    """The mark taken apart. The last few are kept, because a hundred returned forms carry the same bytes."""
    try:
        area, serial, carried, parts = _parsed(private)
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        raise Refused(f"{_DAMAGED}.", hint=_AGAIN) from error
    found = []
    for layout_id, prefix, first in parts:
        layout = carried.get(layout_id) or _kept(layout_id, layouts)
        found.append(Part(layout, layout_id, prefix, first))
    return Mark(area, serial, tuple(sorted(found, key=lambda part: part.prefix != "")))


def _parsed(
    private: bytes,
) -> tuple[str | None, str | None, dict[str, Layout], tuple[tuple[str, str, int], ...]]:
    mark = json.loads(private, parse_constant=_no_constant)
    carried = {}
    for layout_id, data in mark["layouts"].items():
        layout = Layout.from_json(data)
        if layout.id != layout_id or misfits(field.id for field in layout.fields):
            raise ValueError(layout_id)
        carried[layout_id] = layout
    parts = tuple((str(part["layout"]), str(part["prefix"]), int(part["pages"][0])) for part in mark["parts"])
    if not parts or len(parts) > 1000 or len({prefix for _, prefix, _ in parts}) != len(parts):
        raise ValueError("parts")
    return _text(mark["area"]), _text(mark.get("serial")), carried, parts


def _kept(layout_id: str, layouts: Path | None) -> Layout:
    """The layout of that id from the folder; the id is checked because it becomes the name of a file."""
    if layouts is not None and re.fullmatch(r"[0-9a-f]{8}", layout_id):
        try:
            layout = Layout.from_json(json.loads((layouts / f"{layout_id}.json").read_text(encoding="utf-8")))
        except FileNotFoundError:
            pass
        except (OSError, LookupError, TypeError, ValueError) as error:
            message = f"The kept layout {layout_id}.json is damaged."
            raise Refused(message, hint=f"Put the original back into {layouts}.") from error
        else:
            if layout.id == layout_id and not misfits(field.id for field in layout.fields):
                return layout
    shown = layout_id if re.fullmatch(r"[0-9A-Za-z_-]{1,40}", layout_id) else "of no proper name"
    raise Refused(
        f"This form has the layout {shown}, which is not known here.",
        hint="Give the folder that “ctdocs pack” wrote its layouts to with --layouts.",
    )


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _no_constant(word: str) -> float:
    raise ValueError(f"{word} is not a number")
