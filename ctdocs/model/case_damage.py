"""What is wrong with a case's folder besides its log: kept files, and a log that lost entries at its end."""

from __future__ import annotations

from pathlib import Path

from ctdocs.errors import Problem
from ctdocs.model.case_values import State
from ctdocs.model.files import sha256_of


def damage(folder: Path, state: State, entries: int) -> tuple[Problem, ...]:
    """Kept files that are missing or changed, and a view that knows of more than ``entries`` entries."""
    found = []
    for kept in state.files:
        path = folder / kept.path
        try:
            if sha256_of(path) != kept.sha256:
                found.append(Problem(f"{path} is not the file that came in.", code="file-changed"))
        except OSError:
            found.append(Problem(f"{path} is missing or cannot be read.", code="file-missing"))
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
