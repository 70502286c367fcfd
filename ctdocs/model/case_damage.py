"""What is wrong with a case's folder besides its log: files and letters kept, and a log that lost its last entries."""

from __future__ import annotations

from pathlib import Path

from ctdocs.errors import Problem
from ctdocs.model.case_values import State
from ctdocs.model.files import sha256_of


def damage(folder: Path, state: State, entries: int) -> tuple[Problem, ...]:
    """Kept files and copies of letters that are missing or changed, and a view that shows more than ``entries``."""
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
    if _entries_in_view(folder) > entries:
        message = f"{folder / 'log.jsonl'}: entries at its end are missing; case.yaml still shows them."
        found.append(Problem(message, code="log-shortened"))
    return tuple(found)


def _entries_in_view(folder: Path) -> int:
    import yaml

    try:
        view = yaml.safe_load((folder / "case.yaml").read_bytes())
        return int(view["log"]["entries"])
    except (OSError, yaml.YAMLError, KeyError, TypeError, ValueError):
        return 0  # the view proves nothing where it is gone or was edited
