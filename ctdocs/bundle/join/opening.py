"""Parts opened: repaired where they can be, refused by name where they cannot."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass

import pikepdf
from pikepdf import Pdf

from ctdocs.bundle.join.part import Part
from ctdocs.errors import Problem, Refused

_MMAP = pikepdf._core.AccessMode.mmap


@dataclass(slots=True)
class Opened:
    """A part's file. ``repaired`` says that its tables were damaged."""

    part: Part
    pdf: Pdf
    sha256: str
    pages: int
    repaired: bool = False


def open_pdf(data: bytes) -> Pdf:
    """A PDF for reading. libqpdf looks each object up in the file, and asks Python for every byte of one in memory: a
    file of no name on the disk, mapped into memory, is a third quicker (measurements/speed, section 2)."""
    with tempfile.TemporaryFile() as file:  # what is mapped stays so when the file is closed
        file.write(data)
        file.seek(0)
        return Pdf.open(file, access_mode=_MMAP)


def open_parts(parts: Sequence[Part]) -> list[Opened]:
    """Every part opened, in order. Raises ``Refused`` naming each one that cannot be."""
    result: list[Opened] = []
    problems: list[Problem] = []
    for part in parts:
        digest = hashlib.sha256(part.data).hexdigest()
        try:
            pdf = open_pdf(part.data)
            count = len(pdf.pages)
        except pikepdf.PasswordError:
            problems.append(_problem(part, "needs a password", "Save a copy of it without one."))
            continue
        except (pikepdf.PdfError, ValueError) as error:
            problems.append(_problem(part, f"cannot be opened as a PDF ({_first_line(error)})", "Ask for it anew."))
            continue
        if count == 0:
            problems.append(_problem(part, "has no pages", "Ask for it anew."))
            continue
        result.append(Opened(part, pdf, digest, count, bool(pdf.get_warnings())))
    if problems:
        raise Refused("The bundle cannot be made, and nothing was written.", problems=problems)
    return result


def _problem(part: Part, what: str, hint: str) -> Problem:
    return Problem(f"'{part.title}' ({part.id}) {what}.", hint=hint, code="part-cannot-be-opened", field=part.id)


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0].rpartition(": ")[2] or "damaged"
