"""Rule: a bundle is of a case, and the papers in it that came in or went out are those that the case keeps."""

from __future__ import annotations

from typing import Final

from ctdocs.bundle.verify.opening import File
from ctdocs.model.case import Case
from ctdocs.model.files import sha256_of

_KEPT: Final = ("As received", "As sent")
"""What the index says of a paper that is in the bundle as it came in or went out (``ctdocs.bundle.held``)."""


def against(file: File, case: Case) -> list[str]:
    """What differs between a bundle and a case.

    A paper that was made anew from the facts of the case has no file there to be compared with. Of one that was made
    from another file (a Word file, a photograph), the recipe may say the SHA-256 of that under ``files``, by part.
    """
    state, record, found = case.state, file.record, []
    recipe = record.recipe or {}
    came = recipe.get("files")
    came = came if isinstance(came, dict) else {}
    if record.reference != (state.reference or ""):
        found.append(f"it is of case {record.reference or 'without a number'}, not of {state.reference or case.folder}")
    area = recipe.get("area")
    if area is not None and area != state.area:
        found.append(f"it was made for {area}, and the case is of {state.area}")
    held = {one.sha256: one.path for one in state.files}
    held |= {one.sha256: one.path or "" for one in state.letters}
    for part in file.entries:
        digest = str(came.get(part.id, record.sources.get(part.id, part.sha256)))
        path = held.get(digest)
        if path is None:
            if part.description in _KEPT or part.id in came:
                found.append(f"{part.title} is not, byte for byte, a file that the case keeps: compare it by eye")
        elif path and not _is(case, path, digest):
            found.append(f"the copy of {part.title} in the case ({path}) is gone or was changed")
    return found


def _is(case: Case, path: str, digest: str) -> bool:
    try:
        return sha256_of(case.folder / path) == digest
    except OSError:
        return False
