"""Laying a continuation sheet of the review that came by itself to the form that it goes on with.

Reports on the sheet of a partner follow those of the last reply of that partner. Further room is joined to an answer
only where that answer says that it goes on; all else is kept under ``sheets.N`` for a person to look at.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from ctdocs.model.case_values import State
from ctdocs.model.fields import form_order, label_of
from ctdocs.model.layout import CONTINUED
from ctdocs.model.reading import FieldReading, Reading, nested
from ctdocs.model.replies import named
from ctdocs.model.sheets import doubted, following_number
from ctdocs.model.text import one_line_ends

REPLY: Final = "threshold-continuation"
"""The document id of the sheet of a partner's reply."""

SHEETS: Final = (REPLY, "more-room")
"""The document ids of the sheets of the review."""

_ROW = re.compile(r"complaints\.([1-9]\d{0,3})\.(.+)")
_MORE = re.compile(r"more\.([1-9]\d{0,3})\.(?:question|text)")
_ORGANISATION: Final = "reply.organisation"


def laid_to(state: State, sheet: Reading, why: str) -> tuple[Reading, Mapping[str, str]]:
    """The reading of a loose sheet with the ids that its answers have in the case, and each one's id on the sheet.

    ``why`` says what makes the sheet another's; empty where nothing does. Then every answer waits for a person.
    """
    laid: dict[str, FieldReading] = {}
    origin: dict[str, str] = {}
    number = following_number(state)
    reply, alone = _reply_of(state, sheet) if sheet.form.id == REPLY else ("", "")

    def put(name: str, read: FieldReading, own: str, *doubts: str) -> None:
        said = read.value is not None or read.status in ("check", "key")
        for doubt in (why, *doubts) if said else ():
            read = doubted(read, doubt) if doubt else read
        laid[name], origin[name] = read, own

    last = _last_row(state, reply)
    filled = sorted({int(row[1]) for own, read in sheet.fields.items() if (row := _ROW.fullmatch(own)) and _said(read)})
    rows = {row: last + place for place, row in enumerate(filled, 1)}
    if alone:
        put(f"{reply}{_ORGANISATION}", sheet.fields[_ORGANISATION], _ORGANISATION, alone)
    for own, read in sheet.fields.items():
        row = _ROW.fullmatch(own)
        if row and int(row[1]) in rows:
            put(f"{reply}complaints.{rows[int(row[1])]}.{row[2]}", read, own, alone)
    for entry in sorted({int(found[1]) for own in sheet.fields if (found := _MORE.fullmatch(own))}):
        asked, text = (sheet.fields.get(f"more.{entry}.{part}") for part in ("question", "text"))
        if text is None or not _said(text):
            if asked is not None and _said(asked):
                put(f"sheets.{number}.more.{entry}.question", asked, f"more.{entry}.question", "nothing follows it")
            continue
        target = _target(state, asked, reply)
        before = laid.get(target) or _known(state, target)
        if not why and before is not None and isinstance(before.value, str) and before.value.endswith(CONTINUED):
            start = before.value[: -len(CONTINUED)].removesuffix(" ")
            whole = replace(text, value=start + _text(text))
            put(target, whole, f"more.{entry}.text", "its end came on a sheet of its own")
            continue
        told = f"{label_of(target)} does not say that it goes on" if target else "it names no answer that it continues"
        put(f"sheets.{number}.more.{entry}.text", text, f"more.{entry}.text", told)
        if asked is not None and _said(asked):
            put(f"sheets.{number}.more.{entry}.question", asked, f"more.{entry}.question")
    values = nested({name: read.value for name, read in laid.items() if read.value is not None})
    return replace(sheet, values=values, fields=laid), origin


def _reply_of(state: State, sheet: Reading) -> tuple[str, str]:
    """The reply that a partner's sheet belongs to (``returns.2.``), and why it stands alone, where it does."""
    read = sheet.fields.get(_ORGANISATION)
    said = named(_text(read)) if read is not None else ""
    numbers = [
        int(found[1])
        for name, known in state.values.items()
        if (found := re.fullmatch(r"returns\.(\d+)\.(?:reply|request)\.organisation", name))
        and isinstance(known.value, str) and named(known.value) == said
    ]  # fmt: skip
    if said and numbers:
        return f"returns.{max(numbers)}.", ""
    taken = [int(found[1]) for name in state.values if (found := re.match(r"returns\.(\d+)\.", name))]
    return f"returns.{max(taken, default=0) + 1}.", "the form that this sheet goes on with is not in the case"


def _last_row(state: State, reply: str) -> int:
    row = re.compile(rf"{re.escape(reply)}complaints\.(\d+)\.")
    known = (name for name, one in state.values.items() if one.value is not None or one.open)
    return max((int(found[1]) for name in known if reply and (found := row.match(name))), default=0)


def _target(state: State, asked: FieldReading | None, reply: str) -> str:
    """The id in the case of the answer that an entry continues: the last word of its question is the id on the form."""
    words = _text(asked).split() if asked is not None else []
    own = words[-1] if words else ""
    names = [name for name in state.values if name in (own, reply + own) or (not reply and _is_of_several(name, own))]
    return max(names, key=form_order, default="")


def _is_of_several(name: str, own: str) -> bool:
    return bool(own) and re.fullmatch(rf"assessments\.\d+\.{re.escape(own)}", name) is not None


def _known(state: State, name: str) -> FieldReading | None:
    known = state.values.get(name)
    return FieldReading(known.value, None, "certain") if known else None


def _said(read: FieldReading) -> bool:
    return bool(_text(read).strip()) or read.value is True or read.status in ("check", "key")


def _text(read: FieldReading) -> str:
    return read.value if isinstance(read.value, str) else one_line_ends(read.raw or "")
