"""A letter that goes out: checked, drawn, written, copied into the case and recorded in its log, all of it or none.

A letter without its entry in the log would be one that nobody knows was sent, and an entry without its letter one
that nobody can show. So a note stands in the case's folder while a letter is written: where the program is killed, the
next one finds the note and puts things right. What goes with a letter is written, kept and recorded with it. What this
does not promise: a letter that somebody sent on in the moment before the kill is not called back.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ctdocs.bundle.enclosures import enclosures, require_quiet_name
from ctdocs.bundle.making import make
from ctdocs.documents.letters import CONSENT_WITHDRAWN, letter
from ctdocs.documents.letters_before import goes_against, remarks_before
from ctdocs.documents.produce import for_case, remarks_on
from ctdocs.errors import CannotWrite, Refused
from ctdocs.model.area import Area
from ctdocs.model.case import Case
from ctdocs.model.case_damage import LETTERS, UNRECORDED
from ctdocs.model.case_values import Enclosed
from ctdocs.model.files import cannot_write, require_kind, sha256_of, write_atomic, write_document
from ctdocs.model.text import long_date

FOLDER = LETTERS
"""Where a case keeps a copy of every letter sent."""

MOST_LINES = 6
"""Lines of an address that the window of an envelope shows of a Word file. A PDF sets more of them smaller."""

_NOTE, _REPLACED = UNRECORDED, ".replaced"
KEPT = (FOLDER, "files")
"""The folders of a case that nothing but the case writes to."""


@dataclass(frozen=True, slots=True)
class Written:
    """A letter that was written and recorded: its id, its file, its copy in the case, and the characters of each field
    that no font can draw. ``remarks`` are sentences that a person should read before the letter goes; ``look`` are
    those of them that somebody must decide about. ``enclosed`` are the files that were written with it.
    """

    id: str
    path: Path
    copy: Path
    unprintable: Mapping[str, str]
    remarks: tuple[str, ...]
    look: tuple[str, ...] = ()
    enclosed: tuple[Path, ...] = ()


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
    enclose: Sequence[str] = (),
) -> Written:
    """Write the letter ``name`` (``1`` or ``letter-1``), dated ``on``, to ``output``, and record it in the case's log.

    ``kind`` is "pdf" or "docx". ``enclose`` are documents by their ids and files that go with it: each is written
    beside ``output`` under its name.
    The log is read anew and held until the entry stands in it. The event that a letter's date stands for keeps its
    first day: a second acknowledgement does not make the first one later. Where the decision was taken anew, its letter
    counts, and not the one before. Raises ``Refused`` where the letter may not
    go or cannot carry that date, or what goes with it may not, and ``CannotWrite`` where ``output`` is there already
    (not with ``replace``) or nothing can be written; the case and ``output`` are then as before.
    """
    found = letter(name)
    with case.held():
        remarks = [remark for remark in (_settle(case.folder),) if remark]
        require_quiet_name(output, found, area, case, on)
        with_it = enclosures(found, area, case, enclose, on=on, language=language, kind=kind)
        resolved = for_case(
            found, area, case, on=on, final=True, language=language, enclosed=[one.id for one in with_it],
            today=at.date(),
        )  # fmt: skip
        files = [(output.with_name(f"{output.stem}-{one.name}"), one) for one in with_it]
        for path in (output, *(path for path, _ in files)):
            _require_free(path, case.folder, replace, path.suffix[1:] if path is not output else kind)
        before = [sent.day for sent in case.state.letters if sent.id == found.id]
        against = goes_against(found.id, case.state.letters)
        event = found.spec.event
        if event and not against and case.state.dates.get(event, dt.date.max) <= on:
            event = None
        made = make(resolved, area, kind)
        look = (*remarks_on(found, resolved, case), *([against] if against else []))
        look = (*look, *remarks_before(found, area, case, on))
        look = tuple(dict.fromkeys((*look, *(remark for one in with_it for remark in one.look))))
        if kind == "docx" and resolved.values.get("addressee", "").count("\n") >= MOST_LINES:
            look = (*look, f"The address has more than {MOST_LINES} lines: look whether the envelope shows all of it.")
        remarks += [*made.remarks, *(remark for one in with_it for remark in one.remarks), *look]
        sha256, copy = sha256_of(made.data), _path_of_copy(case, found.id, on, kind)
        kept = [Enclosed(one.id, sha256_of(one.data), f"{copy.rpartition('.')[0]}-{one.name}") for _, one in files]
        about = {"letter": found.id, "day": on.isoformat(), "sha256": sha256, "copy": copy}
        try:
            _note(case.folder, output, about, [(path, one) for (path, _), one in zip(files, kept, strict=True)])
            write_atomic(case.folder / copy, made.data)
            for (path, one), copied in zip(files, kept, strict=True):
                write_atomic(case.folder / copied.path, one.data)
                write_atomic(path, one.data)
            write_document(output, made.data, kind)
            case.add_letter(found.id, on, sha256, at, by, event=event, path=copy, enclosed=kept)
        finally:
            _settle(case.folder)
    if before:
        remarks.append(f"{found.id} was written before, dated {long_date(before[-1])}. Send one of them only.")
    remarks += _others_to_write(found.id, case)
    lost = {**made.unprintable, **{name: lost for one in with_it for name, lost in one.unprintable.items()}}
    return Written(found.id, output, case.folder / copy, lost, tuple(remarks), look, tuple(path for path, _ in files))


def mend(case: Case) -> str | None:
    """Put right what a program left that was killed while it wrote a letter. What was done as a sentence, or None."""
    if not (case.folder / FOLDER / _NOTE).exists():
        return None
    with case.held():
        return _settle(case.folder)


def _others_to_write(letter_id: str, case: Case) -> list[str]:
    """What else goes out with a letter of somebody who acts for another (Appendix D of the scheme: letters 1 and 3)."""
    facts = case.facts()
    pair = {"letter-1": "letter-3", "letter-3": "letter-1"}.get(letter_id)
    if pair is None or not facts["third_party"] or pair in facts["letters"] or CONSENT_WITHDRAWN in facts["dates"]:
        return []
    to = "the person affected" if pair == "letter-3" else "the applicant"
    return [f"{pair} goes to {to}: write it too."]


def _require_free(output: Path, case_folder: Path, replace: bool, kind: str) -> None:
    """Nothing is lost by writing ``output``, and its folder is there. Raises ``CannotWrite``."""
    if output.is_dir():
        raise cannot_write(output, IsADirectoryError(errno.EISDIR, "is a folder"))
    if kind in ("pdf", "docx"):
        require_kind(output, kind)
    if output.resolve().parent in [(case_folder / name).resolve() for name in KEPT]:
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


def _note(
    case_folder: Path, output: Path, about: Mapping[str, str], with_it: Iterable[tuple[Path, Enclosed]]
) -> None:
    """Say what is being written, and keep what it replaces until it is recorded."""
    enclosed = [{"output": str(path.resolve()), "copy": one.path, "sha256": one.sha256} for path, one in with_it]
    for number, path in enumerate((output, *(Path(one["output"]) for one in enclosed))):
        if path.exists():
            try:
                old = path.read_bytes()
            except OSError as error:
                raise cannot_write(path, error) from error
            write_atomic(_replaced(case_folder, number), old)
    note: dict[str, Any] = {**about, "output": str(output.resolve())}
    if enclosed:
        note["enclosed"] = enclosed
    write_atomic(case_folder / FOLDER / _NOTE, json.dumps(note, ensure_ascii=False))


def _replaced(case_folder: Path, number: int) -> Path:
    """Where what a letter (0) or its nth enclosure replaces is kept meanwhile."""
    return case_folder / FOLDER / (f"{_REPLACED}-{number}" if number else _REPLACED)


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
        for leftover in (*folder.glob(".ctdocs-*.tmp"), *folder.glob(f"{_REPLACED}*"), folder / _NOTE):
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
    back = _replaced(case_folder, 0).exists()
    taken = _taken_away(case_folder, about, 0)
    for number, one in enumerate(about.get("enclosed", ()), 1):
        _taken_away(case_folder, one, number)
    said = (
        f"{about['letter']} dated {long_date(day)} does not count: an earlier run was stopped before it was recorded."
    )
    if not taken:
        return said
    return f"{said} Its file {output} was taken away{', and what it replaced put back' * back}."


def _taken_away(case_folder: Path, about: Mapping[str, Any], number: int) -> bool:
    """Take a file and its copy away, and put back what it replaced. Whether the file was still the one written."""
    output, kept = Path(about["output"]), case_folder / FOLDER / Path(str(about["copy"])).name
    replaced, taken = _replaced(case_folder, number), _is(output, about["sha256"])
    try:
        if taken and replaced.exists():
            write_atomic(output, replaced.read_bytes())
        elif taken:
            output.unlink()
        if _is(kept, about["sha256"]):
            kept.unlink()
    except OSError as error:
        raise cannot_write(output, error) from error
    return taken


def _is(path: Path, sha256: str) -> bool:
    try:
        return sha256_of(path) == sha256
    except OSError:
        return False
