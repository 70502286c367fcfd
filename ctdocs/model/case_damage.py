"""What is wrong with a case's folder: files and letters not as they were or not recorded, and a log without its end."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from ctdocs.errors import Problem
from ctdocs.model.case_values import State
from ctdocs.model.files import sha256_of
from ctdocs.model.log import Log, shortened
from ctdocs.model.text import printable

LETTERS: Final = "letters"
"""Where a case keeps a copy of every letter sent."""

UNRECORDED: Final = ".unrecorded.json"
"""The note among the letters that says which one is being written; it goes once that one stands in the log."""


def damage(folder: Path, state: State, log: Log) -> tuple[Problem, ...]:
    """Files and copies of letters that are missing or changed, a letter that no entry tells of, and a log that lost
    what was written in it.
    """
    found = []
    for kept in state.files:
        path = folder / kept.path
        try:
            if sha256_of(path) != kept.sha256:
                found.append(Problem(f"{path} is not the file that came in.", code="file-changed"))
        except OSError:
            found.append(Problem(f"{path} is missing or cannot be read.", code="file-missing"))
    copies = [("letter", one.path, one.sha256) for one in state.letters if one.path]  # early ones kept no copy
    copies += [("enclosure", one.path, one.sha256) for letter in state.letters for one in letter.enclosed]
    for what, name, sha256 in copies:
        path = folder / name
        try:
            if sha256_of(path) != sha256:
                found.append(Problem(f"{path} is not the {what} that was written.", code="file-changed"))
        except OSError:
            message = f"{path}, the copy of a{'n' * (what == 'enclosure')} {what}, is missing or cannot be read."
            found.append(Problem(message, code="file-missing"))
    found += _unrecorded(folder, state)
    if log.lost:
        found.append(shortened(folder / "log.jsonl", log))
    return tuple(found)


def _unrecorded(folder: Path, state: State) -> list[Problem]:
    """A letter that was being written when the program was stopped, and that the log does not have."""
    note = folder / LETTERS / UNRECORDED
    written = "a letter"
    try:
        about = json.loads(note.read_bytes())
        if any(sent.path == about["copy"] for sent in state.letters):  # only the note was left behind
            return []
        written = printable(f"{about['letter']} ({about['output']})")
    except FileNotFoundError:
        return []
    except (OSError, ValueError, KeyError, TypeError):
        pass  # a note that cannot be read still says that a letter was being written
    message = (
        f"{note}: {written} was written, but a run was stopped before it was recorded. That PDF must not be posted; "
        "the next “ctdocs letter” of this case puts it right."
    )
    return [Problem(message, code="letter-unrecorded")]
