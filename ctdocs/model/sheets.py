"""Laying a continuation sheet that came by itself to the case it belongs to.

Its incidents follow the last one of the case, with a doubt where the name or reference on the sheet is another. Its
further room is joined to an answer only where that answer says that it goes on; whatever else it holds is kept under
``sheets.N`` for a person to look at. Nothing is merged silently.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from ctdocs.model.case_values import State
from ctdocs.model.fields import PATTERNS, label_of
from ctdocs.model.layout import CONTINUED
from ctdocs.model.reading import FieldReading, Reading, nested
from ctdocs.model.text import one_line_ends

_ROW = re.compile(r"incidents\.([1-9]\d{0,3})\.(.+)")
_ENTRY = re.compile(r"more\.([1-9]\d{0,3})\.(?:question|text)")
_NUMBER = re.compile(r"q(?:uestion)?\s*\.?\s*(\d{1,2})\b", re.IGNORECASE)
_OWNER: Final = ("name", "reference")
_STRANGE: Final = "the name or reference on the sheet is not that of this case: it may be of another person"
_QUESTIONS: Final = {found[1]: name for name in PATTERNS if (found := re.match(r"Q(\d+), ", label_of(name)))}


def laid_to(state: State, sheet: Reading) -> tuple[Reading, Mapping[str, str]]:
    """The reading of a loose sheet with the ids that its answers have in the case, and each one's id on the sheet."""
    number = following_number(state)
    laid: dict[str, FieldReading] = {}
    origin: dict[str, str] = {}

    def put(name: str, read: FieldReading, own: str) -> None:
        laid[name], origin[name] = read, own

    rows = _rows(state, sheet)
    strange = any(_differs(state, own, read) for own, read in sheet.fields.items() if own in _OWNER)
    for own, read in sheet.fields.items():
        row = _ROW.fullmatch(own)
        if row and int(row[1]) in rows:
            doubtful = strange and (_said(read) or read.value is not None)
            put(f"incidents.{rows[int(row[1])]}.{row[2]}", doubted(read, _STRANGE) if doubtful else read, own)
        elif own in _OWNER:
            put(f"sheets.{number}.{own}", _theirs(state, own, read), own)
        elif not row and not _ENTRY.fullmatch(own):
            put(f"sheets.{number}.{own}", read, own)
    entries = sorted({int(found[1]) for own in sheet.fields if (found := _ENTRY.fullmatch(own))})
    for entry in entries:
        asked, text = (sheet.fields.get(f"more.{entry}.{part}") for part in ("question", "text"))
        if text is None or not (_said(text) or text.status in ("check", "key")):
            if asked is not None and _said(asked):
                put(f"sheets.{number}.more.{entry}.question", doubted(asked, "nothing follows it"), _asked_id(entry))
            continue
        target = _target(asked)
        before = laid.get(target) or _known(state, target)
        if before is not None and isinstance(before.value, str) and before.value.endswith(CONTINUED):
            start = before.value[: -len(CONTINUED)].removesuffix(" ")
            whole = replace(text, value=start + _said(text))
            put(target, doubted(whole, "its end came on a sheet of its own"), f"more.{entry}.text")
            continue
        why = f"{label_of(target)} does not say that it goes on" if target else "it names no answer that it continues"
        put(f"sheets.{number}.more.{entry}.text", doubted(text, why), f"more.{entry}.text")
        if asked is not None:
            put(f"sheets.{number}.more.{entry}.question", asked, _asked_id(entry))
    values = nested({name: read.value for name, read in laid.items() if read.value is not None})
    return replace(sheet, values=values, fields=laid), origin


def following_number(state: State) -> int:
    """The number after those of the loose sheets that the case has."""
    sheets = re.compile(r"sheets\.(\d+)\.")
    return 1 + max((int(found[1]) for name in state.values if (found := sheets.match(name))), default=0)


def _asked_id(entry: int) -> str:
    """The id on the sheet of the question that an entry continues."""
    return f"more.{entry}.question"


def _rows(state: State, sheet: Reading) -> dict[int, int]:
    """The number in the case of each row of the sheet that was filled in, after the last one that the case has."""
    known = [n for n, value in state.values.items() if value.value is not None or value.open] + [*state.differing]
    last = max((int(found[1]) for name in known if (found := _ROW.fullmatch(name))), default=0)
    filled = {
        int(found[1])
        for own, read in sheet.fields.items()
        if (found := _ROW.fullmatch(own)) and (read.value not in (None, "") or read.status in ("check", "key"))
    }
    return {row: last + place for place, row in enumerate(sorted(filled), start=1)}


def _theirs(state: State, own: str, read: FieldReading) -> FieldReading:
    """The name or reference on a sheet, with a doubt where it is not that of the case: it may be another person's."""
    if own == "name" and not _said(read).split() and read.status == "blank":
        return replace(read, status="key", reason="the sheet does not say whose form it belongs to")
    why = _differs(state, own, read)
    return doubted(read, why) if why else read


def _differs(state: State, own: str, read: FieldReading) -> str:
    """Why the name or reference on a sheet is not that of the case; empty where it is, or where none is given."""
    said = _said(read).casefold().split()
    if not said and (own == "reference" or read.status == "blank"):
        return ""
    if own == "reference":
        same = "".join(said) == "".join((state.reference or "").casefold().split())
        return "" if same else "it is not the reference of this case"
    victim = state.values.get("victim.name")
    name = str(victim.value or "").casefold().split() if victim else []
    same = bool(name) and set(name) <= set(said)
    return "" if same else "it is not the name of the person affected in this case"


def _target(asked: FieldReading | None) -> str:
    """The id of the answer that an entry continues, from its last word (an id) or its number (Q6); else nothing."""
    words = _said(asked).split() if asked is not None else []
    if words and words[-1] in PATTERNS:
        return words[-1]
    found = _NUMBER.match(" ".join(words))
    return _QUESTIONS.get(found[1], "") if found else ""


def _known(state: State, name: str) -> FieldReading | None:
    known = state.values.get(name)
    return FieldReading(known.value, None, "certain") if known else None


def _said(read: FieldReading) -> str:
    return read.value if isinstance(read.value, str) else one_line_ends(read.raw or "")


def doubted(read: FieldReading, why: str) -> FieldReading:
    """The reading as one that waits for a person, with one more reason."""
    reason = "; ".join(dict.fromkeys(part for part in (read.reason, why) if part))
    return replace(read, status="key" if read.status == "key" else "check", reason=reason)
