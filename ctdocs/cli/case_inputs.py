"""What ``ctdocs case`` is given: the documents that came back, and values as a person types them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from ctdocs.errors import Refused
from ctdocs.model.case_intake import Returned
from ctdocs.model.files import sha256_of
from ctdocs.model.reading import FormRef, Reading, Readings
from ctdocs.model.reading_json import MOST_BYTES, readings_from_json
from ctdocs.model.returned_forms import APPLICATION, FORM, RETURNED
from ctdocs.model.review_sheets import SHEETS

MOST_TEXT = 1_000_000
"""The most bytes of a text file that holds one value."""


def documents(paths: Iterable[Path], *, review: bool = False) -> tuple[list[Returned], list[str]]:
    """Every form and sheet in the files, application forms first, and remarks on what a person should know.

    ``review`` takes the forms of the review too. A file is a PDF or Word file, or what ``ctdocs read`` kept of one;
    that file comes along where it stands beside it unchanged. Raises ``Refused`` for a file that holds none of these,
    and what reading raises.
    """
    taken = (*APPLICATION, *RETURNED, *SHEETS) if review else APPLICATION
    found: list[Returned] = []
    remarks: list[str] = []
    for path in paths:
        data = path.read_bytes() if path.stat().st_size <= MOST_BYTES else b""
        is_json = data[:64].removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[")
        readings = readings_from_json(data, path.name) if is_json else _read(path)
        here = [form for form in readings.forms if form.form.id in taken]
        if not here:
            reasons = "; ".join(page.reason for page in readings.unplaced)
            what = "form that a case takes" if review else "application form"
            raise Refused(f"{path} holds no {what}{f': {reasons}' if reasons else ''}.")
        if is_json and len(here) > 1:
            raise Refused(f"{path} holds {len(here)} forms; give a reading of one form, or the PDF files themselves.")
        others = dict.fromkeys(form.form.id for form in readings.forms if form not in here)
        remarks += [
            f"{path} also holds a form “{other}”, which a case does not take; it was left aside." for other in others
        ]
        data = data or path.read_bytes()
        found += [_with_file(path, data, form, remarks) if is_json else _as_read(path, data, form) for form in here]
        remarks += [
            f"{page.file}{f', page {page.page}' if page.page else ''}: {page.reason}" for page in readings.unplaced
        ]
    return sorted(found, key=lambda one: (one.reading.form.id != FORM, one.reading.form.id in SHEETS)), remarks


def require_one_form(found: Sequence[Returned]) -> None:
    """Raise ``Refused`` where a case cannot begin with these documents."""
    forms = [one for one in found if one.reading.form.id == FORM]
    if len(forms) > 1:
        names = ", ".join(one.name for one in forms)
        raise Refused(
            f"There are {len(forms)} application forms ({names}); a case begins with one.",
            hint="Take a later form of the same application in with: ctdocs case add CASE FILE",
        )
    if found and not forms:
        raise Refused(
            f"{found[0].name} holds no application form: it is a continuation sheet.",
            hint="Give the form with it, or add it to its case: ctdocs case add CASE FILE",
        )


def assignment(text: str) -> tuple[str, str]:
    """The name and value of ``NAME=VALUE``; ``NAME=@FILE`` takes the value from a text file, ``@@`` stands for an @."""
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise click.UsageError(f"“{text}” is not of the form NAME=VALUE.")
    return name.strip(), text_or_file(value)


def text_or_file(value: str) -> str:
    """The text itself; ``@FILE`` is what stands in that file, ``@@`` a text that begins with an @."""
    if value.startswith("@@"):
        return value[1:]
    return _text_of(Path(value[1:])) if value.startswith("@") else value


def _text_of(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            data = stream.read(MOST_TEXT + 1)
    except OSError as error:
        reason = (error.strerror or "an error of the system").lower()
        raise Refused(f"{path} cannot be read: {reason}.", hint="A value that begins with @ is typed as @@.") from error
    if len(data) > MOST_TEXT:
        raise Refused(f"{path} is too long for one value ({MOST_TEXT:,} bytes at most).")
    try:
        return data.decode("utf-8-sig").rstrip("\r\n")
    except UnicodeDecodeError:
        raise Refused(f"{path} is not text in UTF-8.", hint="Save it again as plain text, UTF-8.") from None


def _read(path: Path) -> Readings:
    from ctdocs.read import read_file

    return Readings((read_file(path),))


def _as_read(path: Path, data: bytes, reading: Reading) -> Returned:
    if reading.form.sha256 not in (None, sha256_of(data)):
        raise Refused(f"{path} was changed while it was being read.", hint="Run the command again.")
    return Returned(reading, data, path.name)


def _with_file(path: Path, data: bytes, reading: Reading, remarks: list[str]) -> Returned:
    """A reading with the file that it was read from, where that stands beside it as it was."""
    file = _beside(path, reading.form)
    if file is not None:
        return Returned(reading, file.read_bytes(), file.name, ((path.name, data),))
    name = reading.form.file or "the form"
    remarks.append(
        f"The returned file itself ({name}) is not in the case: it does not stand beside {path.name} as it was."
    )
    return Returned(reading, data, path.name)


def _beside(path: Path, form: FormRef) -> Path | None:
    if not form.file or not form.sha256:
        return None
    file = path.parent / Path(form.file.replace("\\", "/")).name
    try:
        return file if file.is_file() and sha256_of(file) == form.sha256 else None
    except OSError:
        return None
