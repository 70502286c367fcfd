"""The append-only log of a case, each line chained to the one before by its hash.

A line is canonical JSON: ``{"at", "by", "data", "event", "hash", "n", "prev"}``; ``hash`` is the SHA-256 of the same
object without it. A changed, removed or inserted line breaks the chain; that its last lines were removed is seen by
what stands beside it (``witness``). What this does not promise: somebody who rewrites all of these is not found out.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from ctdocs.errors import CannotWrite, Place, Problem, Refused
from ctdocs.model.entry import Entry
from ctdocs.model.files import cannot_write, write_atomic
from ctdocs.model.lock import locked
from ctdocs.model.witness import Seen, lost, note, seen

BEGINNING: Final = "0" * 64
"""What the first line names as the hash before it."""


@dataclass(frozen=True, slots=True)
class Log:
    """A log as read. ``torn`` holds a last line that was cut off while it was written; it counts for nothing.

    ``lost`` names entries that were written and are no longer there, and that nobody has accepted as gone.
    """

    entries: tuple[Entry, ...]
    torn: bytes = b""
    lost: tuple[Seen, ...] = ()

    @property
    def head(self) -> str:
        """The hash of the last line."""
        return self.entries[-1].hash if self.entries else BEGINNING


def read_log(path: Path) -> Log:
    """The whole log, every line checked. Raises ``Refused`` naming each line that is wrong, or where there is none."""
    log, problems = _examined(path)
    if problems:
        raise Refused(
            f"{path} has been changed since it was written, or is damaged.",
            problems=problems,
            hint="Nothing was changed now. Restore the folder from a copy, and find out who changed it.",
        )
    return log


def begin(path: Path, entries: tuple[Entry, ...]) -> None:
    """Write the first lines of a new log, all or none. Raises ``Refused`` where there is one, ``CannotWrite``."""
    with locked(path.parent):
        if path.exists():
            raise Refused(f"{path.parent} already holds a case.", hint="Give another folder for the new case.")
        write_atomic(path, "".join(entry.line() + "\n" for entry in entries))
        note(path.parent, entries[-1])


def append(path: Path, entry: Entry, *, held: bool = False) -> None:
    """Add one line, durably and whole. ``entry`` must follow the log's last line (see ``following``).

    ``held`` says that the caller holds the folder's lock already.

    Raises ``CannotWrite`` where somebody else has added a line since, or the file cannot be written, and ``Refused``
    where the log has lost its end, unless ``entry`` accepts that; the log is then as before. A torn last line is moved
    to ``log.torn`` beside the log.
    """
    with nullcontext() if held else locked(path.parent):
        log = read_log(path)
        if lost((*log.entries, entry), log.lost):
            raise Refused("Nothing was written: the log has lost entries at its end.", problems=[shortened(path, log)])
        if log.head != entry.prev:
            last = log.entries[-1]
            raise CannotWrite(
                f"{path.parent.name} was changed by {last.by} at {last.at} while this was being done.",
                hint="Nothing was written. Look at the case again, and repeat the change if it is still wanted.",
            )
        try:
            _write(path, log.torn, entry.line().encode() + b"\n")
        except OSError as error:
            raise cannot_write(path, error) from error
        note(path.parent, entry)


def shortened(path: Path, log: Log) -> Problem:
    """What to say of a log whose end is missing, and the way out."""
    last = max(one.n for one in log.lost)
    held = len(log.entries)
    message = f"{path}: entries at its end are missing: {last} were written, and it holds {held}."
    if last <= held:
        message = f"{path}: entry {last} is not the one that was written; entries at its end were replaced."
    return Problem(
        message,
        code="log-shortened",
        hint="Restore the folder from a copy. Where there is none: "
        "ctdocs case check CASE --accept-shortened --by NAME --why TEXT",
    )


def following(prev: Entry | None, *, at: datetime, by: str, event: str, data: Mapping[str, Any]) -> Entry:
    """The entry that comes after ``prev`` (None: the first). Raises ``Refused`` where ``by`` is blank."""
    if not by.strip():
        raise Refused("A change to a case needs the name of the person who makes it.", hint="Give it with --by NAME.")
    entry = Entry(
        n=prev.n + 1 if prev else 1,
        at=at.isoformat(timespec="seconds"),
        by=by.strip(),
        event=event,
        data=data,
        prev=prev.hash if prev else BEGINNING,
        hash="",
    )
    return Entry(entry.n, entry.at, entry.by, event, data, entry.prev, entry.digest())


def _write(path: Path, torn: bytes, line: bytes) -> None:
    if torn:
        with path.with_name("log.torn").open("ab") as beside:
            beside.write(torn + b"\n")
    with path.open("r+b", buffering=0) as stream:  # unbuffered, so that what failed is not written again on closing
        size = stream.seek(0, os.SEEK_END) - len(torn)
        stream.truncate(size)
        stream.seek(max(size - 1, 0))
        left = line if stream.read(1) == b"\n" else b"\n" + line
        try:
            while left:
                left = left[stream.write(left) :]
            os.fsync(stream.fileno())
        except OSError:
            stream.truncate(size)
            raise


def _examined(path: Path) -> tuple[Log, tuple[Problem, ...]]:
    witnesses = seen(path.parent)  # before the log, so that what somebody adds meanwhile is not missed in it
    try:
        whole = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise Refused(
            f"{path.parent} holds no case: there is no {path.name} in it.", hint="Give the folder of a case."
        ) from None
    except OSError as error:
        reason = (error.strerror or "an error of the system").lower()
        raise Refused(f"{path} cannot be read: {reason}.") from error
    entries: list[Entry] = []
    problems: list[Problem] = []
    torn = b""
    lines = whole.split(b"\n")
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        entry = _parsed(line)
        if entry is None and number == len(lines) and not _is_json(line):
            torn = line  # no line end and not whole: the program or the power went while it was written
            continue
        for message in _faults(line, entry, entries[-1] if entries else None):
            problems.append(Problem(message, place=Place(str(path), number, 1), code="log-changed"))
        if entry:
            entries.append(entry)
    if not entries and not problems:
        problems.append(Problem("The log is empty.", place=Place(str(path), 1, 1), code="log-changed"))
    return Log(tuple(entries), torn, lost(entries, witnesses)), tuple(problems)


def _faults(line: bytes, entry: Entry | None, before: Entry | None) -> Iterator[str]:
    if entry is None:
        yield "This line cannot be read as an entry of the log."
        return
    if entry.hash != entry.digest() or entry.line().encode() != line.rstrip(b"\r"):
        yield f"Entry {entry.n} ({entry.event}) is not as it was written."
    if entry.prev != (before.hash if before else BEGINNING) or entry.n != (before.n + 1 if before else 1):
        yield f"Entry {entry.n} ({entry.event}) does not follow the line before it."


def _parsed(line: bytes) -> Entry | None:
    try:
        found = json.loads(line)
        entry = Entry(**found)
        entry.line().encode()  # fails on what this program never writes: NaN, half a surrogate pair
    except (ValueError, TypeError, RecursionError):
        return None
    texts = (entry.at, entry.by, entry.event, entry.prev, entry.hash)
    if type(entry.n) is not int or not isinstance(entry.data, dict) or not all(isinstance(t, str) for t in texts):
        return None
    return entry


def _is_json(line: bytes) -> bool:
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True
