"""A calendar file (RFC 5545) of whole days, such as Outlook opens.

What this does not promise: a day that was taken out of a later file stays in a calendar that took the earlier one in.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

_WIDTH: Final = 75
"""The most octets of a line without its line end (RFC 5545, 3.1)."""


@dataclass(frozen=True, slots=True)
class AllDay:
    """One whole day. The same ``uid`` in a later file replaces this one."""

    uid: str
    day: date
    summary: str
    description: str = ""


def calendar(days: Iterable[AllDay], *, stamp: datetime, name: str) -> bytes:
    """The file. ``stamp`` is when it is made; the same days with the same stamp give the same bytes.

    Raises ``ValueError`` for a ``stamp`` without its time zone.
    """
    if stamp.tzinfo is None:
        raise ValueError("the moment at which a calendar is made needs its time zone")
    made = stamp.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//ctdocs//diary//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(name)}",
    ]  # fmt: skip
    for one in sorted(days, key=lambda one: (one.day, one.uid)):
        lines += [
            "BEGIN:VEVENT",
            f"UID:{_text(one.uid)}",
            f"DTSTAMP:{made}",
            f"DTSTART;VALUE=DATE:{one.day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{one.day + timedelta(days=1):%Y%m%d}",  # the first day that is no longer part of it
            f"SUMMARY:{_text(one.summary)}",
            *([f"DESCRIPTION:{_text(one.description)}"] if one.description else []),
            "TRANSP:TRANSPARENT",  # a last day does not make the officer busy
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def _text(value: str) -> str:
    """A value of the type TEXT (RFC 5545, 3.3.11); other control characters have no place in one."""
    plain = "".join(c for c in value.replace("\r\n", "\n").replace("\r", "\n") if c >= " " or c in "\n\t")
    for sign in "\\;,":
        plain = plain.replace(sign, f"\\{sign}")
    return plain.replace("\n", "\\n")


def _folded(line: str) -> str:
    """The line in pieces of at most 75 octets, no character cut in two; each further piece begins with a blank."""
    pieces, piece, room = [], "", _WIDTH
    for character in line:
        size = len(character.encode())
        if size > room:
            pieces.append(piece)
            piece, room = "", _WIDTH - 1
        piece, room = piece + character, room - size
    return "\r\n ".join([*pieces, piece])
