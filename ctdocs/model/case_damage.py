"""What is wrong with a case's folder: files and letters kept that are not as they were, and a log without its end."""

from __future__ import annotations

from pathlib import Path

from ctdocs.errors import Problem
from ctdocs.model.case_values import State
from ctdocs.model.files import sha256_of
from ctdocs.model.log import Log, shortened


def damage(folder: Path, state: State, log: Log) -> tuple[Problem, ...]:
    """Files and copies of letters that are missing or changed, and a log that lost what was written in it."""
    found = []
    for kept in state.files:
        path = folder / kept.path
        try:
            if sha256_of(path) != kept.sha256:
                found.append(Problem(f"{path} is not the file that came in.", code="file-changed"))
        except OSError:
            found.append(Problem(f"{path} is missing or cannot be read.", code="file-missing"))
    for letter in state.letters:
        if letter.path is None:  # recorded before copies were kept
            continue
        path = folder / letter.path
        try:
            if sha256_of(path) != letter.sha256:
                found.append(Problem(f"{path} is not the letter that was written.", code="file-changed"))
        except OSError:
            message = f"{path}, the copy of a letter, is missing or cannot be read."
            found.append(Problem(message, code="file-missing"))
    if log.lost:
        found.append(shortened(folder / "log.jsonl", log))
    return tuple(found)
