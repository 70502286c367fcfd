"""Reading what comes back: returned forms become values that know how certain they are and where they stood.

``read_files`` reads many and loses none: what cannot be read is listed with the reason. ``read_pdf`` reads one and
raises. Both give the reading format of ``ctdocs.model.reading``. Importing this costs nothing: pikepdf and pypdf are
imported when a file is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from ctdocs.errors import CtdocsError
from ctdocs.model.files import sha256_of
from ctdocs.model.reading import Reading, Readings, Unplaced
from ctdocs.read.limits import Limits, Progress
from ctdocs.read.pdf import read_pdf

__all__ = ["Limits", "Progress", "read_each", "read_files", "read_pdf"]


def read_each(
    paths: Iterable[Path | str],
    *,
    limits: Limits | None = None,
    progress: Progress | None = None,
    layouts: Path | str | None = None,
) -> Iterator[tuple[Path, Reading | CtdocsError]]:
    """Each file in turn with what was read and the SHA-256 of the file, or with the error that says why nothing was.

    ``progress`` is called with the name of the file as its step. ``limits`` hold for each file by itself.
    """
    files = [Path(path) for path in paths]
    for number, path in enumerate(files):
        if progress:
            progress(path.name, number, len(files))
        try:
            reading = read_pdf(path, limits=limits, layouts=layouts)
            result: Reading | CtdocsError = replace(reading, form=replace(reading.form, sha256=sha256_of(path)))
        except CtdocsError as error:
            result = error
        yield path, result
    if progress and files:
        progress(files[-1].name, len(files), len(files))


def read_files(
    paths: Iterable[Path | str],
    *,
    limits: Limits | None = None,
    progress: Progress | None = None,
    layouts: Path | str | None = None,
) -> Readings:
    """All files as one result; a file that cannot be read stands in ``unplaced`` and hides none of the others."""
    forms: list[Reading] = []
    unplaced: list[Unplaced] = []
    for path, result in read_each(paths, limits=limits, progress=progress, layouts=layouts):
        if isinstance(result, Reading):
            forms.append(result)
        else:
            unplaced.append(Unplaced(str(path), None, str(result).replace("\n", " ")))
    return Readings(tuple(forms), tuple(unplaced))
