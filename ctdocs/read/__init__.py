"""Reading what comes back: returned forms become values that know how certain they are and where they stood.

``read_files`` reads many and loses none: what cannot be read is listed with the reason. ``read_file`` reads one and
raises; ``read_pdf`` and ``read_word`` do where the kind of file is known. All give the reading format of
``ctdocs.model.reading``. Importing this costs nothing: pikepdf, pypdf and lxml are imported when a file is read.
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
from ctdocs.read.word import read_word

__all__ = ["Limits", "Progress", "read_each", "read_file", "read_files", "read_pdf", "read_word"]

_OF_WORD = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf")
"""How files of Word begin, old, protected and in rich text too: the reader of Word forms says what they are."""


def read_file(
    path: Path | str,
    *,
    limits: Limits | None = None,
    progress: Progress | None = None,
    layouts: Path | str | None = None,
) -> Reading:
    """The form at ``path``, a PDF or a Word file, told by what is in it. Raises as the reader of its kind does."""
    reader = read_word if _is_word(Path(path)) else read_pdf
    return reader(path, limits=limits, progress=progress, layouts=layouts)


def _is_word(path: Path) -> bool:
    """Whether the first bytes are those of Word; the ending of the name counts where they are of neither kind."""
    start = b""
    if path.is_file():
        try:
            with path.open("rb") as stream:
                start = stream.read(1024)
        except OSError:
            return False  # the reader says why
    if start.startswith(_OF_WORD):
        return True
    return b"%PDF-" not in start and path.suffix.lower() in (".docx", ".docm", ".dotx", ".doc", ".odt", ".rtf")


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
            reading = read_file(path, limits=limits, layouts=layouts)
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
