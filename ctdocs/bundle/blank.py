"""A template of which nothing is filled in is never a part of a bundle."""

from __future__ import annotations

from pathlib import Path

from ctdocs.errors import CtdocsError, Refused
from ctdocs.model.case_intake import is_answer
from ctdocs.read import read_file


def refuse_blank(path: Path) -> None:
    """Raise ``Refused`` where the file is a form of ours that holds no answer; any other file is left to its pages."""
    try:
        reading = read_file(path)
    except CtdocsError:
        return
    fields = reading.fields.values()
    if not any(one.status in ("check", "key") or is_answer(one.value) for one in fields):
        raise Refused(
            f"{path} is a blank form: no question of it is answered, so it is no part of a bundle.",
            hint="Give the one that came back.",
        )
