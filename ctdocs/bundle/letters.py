"""A letter that goes out: checked, drawn, written, copied into the case and recorded in its log, all of it or none.

A letter without its entry in the log would be one that nobody knows was sent, and an entry without its letter one
that nobody can show. So a note stands in the case's folder while a letter is written: where the program is killed, the
next one finds the note and puts things right. What this does not promise: a letter that somebody sent on in the moment
before the kill is not called back.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ctdocs.bundle.making import make
from ctdocs.documents.letters import letter, require_soon
from ctdocs.documents.produce import for_case, remarks_on
from ctdocs.errors import CannotWrite, Refused
from ctdocs.model.area import Area
from ctdocs.model.case import Case
from ctdocs.model.case_damage import LETTERS, UNRECORDED
from ctdocs.model.files import cannot_write, require_kind, sha256_of, write_atomic, write_document
from ctdocs.model.text import long_date

FOLDER = LETTERS
"""Where a case keeps a copy of every letter sent."""

_NOTE, _REPLACED = UNRECORDED, ".replaced"
_KEPT = (FOLDER, "files")


@dataclass(frozen=True, slots=True)
class Written:
    """A letter that was written and recorded: its id, its file, its copy in the case, and the characters of each field
    that no font can draw. ``remarks`` are sentences that a person should read before the letter goes.
    """

    id: str
    path: Path
    copy: Path
    unprintable: Mapping[str, str]
    remarks: tuple[str, ...]


def write_letter(
    case: Case,
    name: str,
    area: Area,
    *,
    on: dt.date,
    at: dt.datetime,
    by: str,
    output: Path,
    language: str = "en",
    replace: bool = False,
    kind: str = "pdf",
) -> Written:
    """Write the letter ``name`` (``1`` or ``letter-1``), dated ``on``, to ``output``, and record it in the case's log.

    ``kind`` is "pdf" or "docx".
    The log is read anew and held until the entry stands in it. The event that a letter's date stands for keeps its
    first day: a second acknowledgement does not make the first one later. Raises ``Refused`` where the letter may not
    go or cannot carry that date, and ``CannotWrite`` where ``output`` is there already (not with ``replace``) or
    nothing can be written; the case and ``output`` are then as before.
    """
    found = letter(name)
    with case.held():
        remarks = [remark for remark in (_settle(case.folder),) if remark]
        require_soon(found, on, at.date())
        resolved = for_case(found, area, case, on=on, final=True, language=language)
        _require_free(output, case.folder, replace, kind)
        before = [sent.day for sent in case.state.letters if sent.id == found.id]
        event = found.spec.event
        if event and case.state.dates.get(event, dt.date.max) <= on:
            event = None
        made = make(resolved, area, kind)
        remarks += [*made.remarks, *remarks_on(found, resolved, case)]
        sha256, path = sha256_of(made.data), _path_of_copy(case, found.id, on, kind)
        about = {"letter": found.id, "day": on.isoformat(), "sha256": sha256, "copy": path}
        try:
            _note(case.folder, output, about)
            write_atomic(case.folder / path, made.data)
            write_document(output, made.data, kind)
            case.add_letter(found.id, on, sha256, at, by, event=event, path=path)
        finally:
            _settle(case.folder)
    if before:
        remarks.append(f"{found.id} was written before, dated {long_date(before[-1])}. Send one of them only.")
    return Written(found.id, output, case.folder / path, made.unprintable, tuple(remarks))


def mend(case: Case) -> str | None:
    """Put right what a program left that was killed while it wrote a letter. What was done as a sentence, or None."""
    if not (case.folder / FOLDER / _NOTE).exists():
        return None
    with case.held():
        return _settle(case.folder)


def _require_free(output: Path, case_folder: Path, replace: bool, kind: str) -> None:
    """Nothing is lost by writing ``output``, and its folder is there. Raises ``CannotWrite``."""
    if output.is_dir():
        raise cannot_write(output, IsADirectoryError(errno.EISDIR, "is a folder"))
    require_kind(output, kind)
    if output.resolve().parent in [(case_folder / name).resolve() for name in _KEPT]:
        raise CannotWrite(
            f"{output} cannot be written: {output.parent} holds what the case keeps.", hint="Give another folder."
        )
    if output.exists() and not replace:
        raise CannotWrite(
            f"{output} is there already, and may be a letter of another case.",
            hint="Give another name, or --replace if it may go.",
        )
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(output, error) from error


def _path_of_copy(case: Case, letter_id: str, on: dt.date, kind: str) -> str:
    """A place in the case's folder for the copy that no letter has had, with ``/`` on every system."""
    taken = {sent.path for sent in case.state.letters}
    number, path = 1, f"{FOLDER}/{letter_id}-{on.isoformat()}.{kind}"
    while path in taken or (case.folder / path).exists():
        number += 1
        path = f"{FOLDER}/{letter_id}-{on.isoformat()}-{number}.{kind}"
    return path


def _note(case_folder: Path, output: Path, about: Mapping[str, str]) -> None:
    """Say what is being written, and keep what it replaces until it is recorded."""
    if output.exists():
        try:
            old = output.read_bytes()
        except OSError as error:
            raise cannot_write(output, error) from error
        write_atomic(case_folder / FOLDER / _REPLACED, old)
    note = json.dumps({**about, "output": str(output.resolve())}, ensure_ascii=False)
    write_atomic(case_folder / FOLDER / _NOTE, note)


def _settle(case_folder: Path) -> str | None:
    """Where a note stands: keep its letter if the log has it, else take it away. The case must be held."""
    folder = case_folder / FOLDER
    try:
        about = json.loads((folder / _NOTE).read_bytes())
        said = _as_recorded(case_folder, about)
    except FileNotFoundError:
        said = None
    except (ValueError, KeyError, TypeError) as error:
        raise Refused(
            f"{folder / _NOTE} cannot be understood.",
            hint=f"Compare the letters in {folder} with those of “ctdocs case log”, then delete that file.",
        ) from error
    try:
        for leftover in (*folder.glob(".ctdocs-*.tmp"), folder / _REPLACED, folder / _NOTE):
            leftover.unlink(missing_ok=True)
    except OSError as error:
        raise cannot_write(folder / _NOTE, error) from error
    with contextlib.suppress(OSError):  # empty where the first letter of the case came to nothing
        folder.rmdir()
    return said


def _as_recorded(case_folder: Path, about: Mapping[str, Any]) -> str | None:
    copy, output, day = str(about["copy"]), Path(about["output"]), dt.date.fromisoformat(about["day"])
    if any(sent.path == copy for sent in Case.open(case_folder).state.letters):
        return None
    kept, replaced = case_folder / FOLDER / Path(copy).name, case_folder / FOLDER / _REPLACED
    taken = _is(output, about["sha256"])
    try:
        if taken and replaced.exists():
            write_atomic(output, replaced.read_bytes())
        elif taken:
            output.unlink()
        if _is(kept, about["sha256"]):
            kept.unlink()
    except OSError as error:
        raise cannot_write(output, error) from error
    said = (
        f"{about['letter']} dated {long_date(day)} does not count: an earlier run was stopped before it was recorded."
    )
    if not taken:
        return said
    return f"{said} Its file {output} was taken away{', and what it replaced put back' * replaced.exists()}."


def _is(path: Path, sha256: str) -> bool:
    try:
        return sha256_of(path) == sha256
    except OSError:
        return False
