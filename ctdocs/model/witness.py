"""What a case's folder knows of its log besides the log: how many entries were written, and the hash of the last.

A log chained by hashes does not show that lines were taken off its end. ``log.head`` beside it, renewed after each
entry, does, and the view does where ``log.head`` is gone. Both are written after the entry, so a crash leaves them
behind the log and never ahead of it. What this does not promise: who rewrites all three together is not found out.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ctdocs.errors import CannotWrite
from ctdocs.model.entry import Entry
from ctdocs.model.files import write_atomic

NAME: Final = "log.head"
VIEW: Final = "case.yaml"

_HEAD = re.compile(rb"(\d{1,9}) ([0-9a-f]{64})\s*")
_END_OF_VIEW = re.compile(rb"\nlog:\r?\n  entries: (\d{1,9})\r?\n  head: '?([0-9a-f]{64})'?\s*\Z")


@dataclass(frozen=True, slots=True)
class Seen:
    """Entry ``n`` was written, with that hash."""

    n: int
    hash: str

    def to_json(self) -> dict[str, Any]:
        """As an entry of the log names it."""
        return {"n": self.n, "hash": self.hash}


def seen(folder: Path) -> tuple[Seen, ...]:
    """What the witnesses in ``folder`` say; one that is missing or was edited says nothing."""
    found = []
    for name, form in ((NAME, _HEAD), (VIEW, _END_OF_VIEW)):
        with contextlib.suppress(OSError):
            data = (folder / name).read_bytes()
            match = form.fullmatch(data) if name == NAME else form.search(data[-400:])
            if match:
                found.append(Seen(int(match[1]), match[2].decode()))
    return tuple(dict.fromkeys(found))


def note(folder: Path, last: Entry) -> None:
    """Renew ``log.head``. Where it cannot be written it stays behind, which harms nobody: the entry itself is there."""
    with contextlib.suppress(CannotWrite):
        write_atomic(folder / NAME, f"{last.n} {last.hash}\n")


def lost(entries: Sequence[Entry], witnesses: Sequence[Seen]) -> tuple[Seen, ...]:
    """Those witnesses whose entry is not in the log, unless an entry of the log accepts that it is gone."""
    accepted = {one for entry in entries for one in _accepted(entry.data)}
    return tuple(
        one
        for one in witnesses
        if not (1 <= one.n <= len(entries) and entries[one.n - 1].hash == one.hash) and one not in accepted
    )


def _accepted(data: Mapping[str, Any]) -> list[Seen]:
    given = data.get("accepted")
    entries = given.get("lost") if isinstance(given, dict) else None
    if not isinstance(entries, list):
        return []
    given_as = [(one.get("n"), one.get("hash")) for one in entries if isinstance(one, dict)]
    return [Seen(n, hash_) for n, hash_ in given_as if isinstance(n, int) and isinstance(hash_, str)]
