"""Opening a file that somebody sent: every way in which it may not be a form, told in a sentence.

The file is opened by its path, which qpdf maps into
memory: reading it through Python takes twice as long.
"""

from __future__ import annotations

import contextlib
import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ctdocs.errors import CtdocsError, Refused
from ctdocs.read.limits import MOST_EXPANDED, Limits, Watch, qpdf_limits
from ctdocs.read.quiet import quiet
from ctdocs.read.sent import sent

if TYPE_CHECKING:
    import pikepdf

_AGAIN = "Ask the sender for another copy, or open it in a PDF viewer and save it again."


@dataclass(frozen=True, slots=True)
class Opened:
    """An open PDF, the bytes it was opened from, and how many pages it has."""

    pdf: pikepdf.Pdf
    data: bytes
    pages: int


@contextlib.contextmanager
def opened(path: Path, limits: Limits, watch: Watch) -> Iterator[Opened]:
    """The PDF at ``path``, within ``limits``, closed at the end.

    Raises ``Refused`` with the cause and what to do; also where what is done with it meets damage or a limit.
    """
    data = _bytes(path, limits)
    import pikepdf

    with quiet("pikepdf"), qpdf_limits() as met, contextlib.ExitStack() as stack:
        try:
            pdf = stack.enter_context(pikepdf.open(path if _speakable(path) else io.BytesIO(data)))
            if pdf.is_encrypted:
                raise _locked()
            pages = _pages(pdf, limits)
            watch.check()
            yield Opened(pdf, data, pages)
        except CtdocsError:
            raise
        except pikepdf.PasswordError as error:
            raise _locked() from error
        # What pikepdf raises for damage depends on where in the file it meets it.
        except (pikepdf.PikepdfError, LookupError, MemoryError, RuntimeError, TypeError, ValueError) as error:
            if met() or _explodes(data, watch):
                raise Refused(
                    "The file unfolds to far more than a form holds, so reading it was stopped.",
                    hint="It may be made to do harm. Ask the sender for another copy.",
                ) from error
            if isinstance(error, (pikepdf.PikepdfError, UnicodeDecodeError)):
                raise _damaged(data) from error
            raise


def _speakable(path: Path) -> bool:
    """Whether the name of the file is text, as pikepdf wants it. Opened by name, a file is read twice as fast."""
    try:
        str(path).encode()
    except UnicodeEncodeError:
        return False
    return True


def _bytes(path: Path, limits: Limits) -> bytes:
    data = sent(path, limits)
    if b"%PDF-" not in data[:1024]:
        raise Refused(f"This is not a PDF{_looks_like(data)}.", hint="Ask the sender for the form as a PDF.")
    if data.rfind(b"%%EOF") < 0:  # from the end, where it is
        raise _cut_short()
    return data


def _pages(pdf: pikepdf.Pdf, limits: Limits) -> int:
    """The number of pages: first as the file says, because counting 10,000 takes time, then counted."""
    import pikepdf

    tree: Any = pdf.Root.get("/Pages")
    said: Any = tree.get("/Count") if isinstance(tree, pikepdf.Dictionary) else None
    pages = said if isinstance(said, int) and said > limits.pages else len(pdf.pages)
    if pages > limits.pages:
        raise Refused(
            f"The file has {pages:,} pages; a form may have {limits.pages:,}.",
            hint="If the file is one you expect, allow more with --max-pages.",
        )
    return pages


def _locked() -> Refused:
    return Refused(
        "The file is encrypted or protected by a password.",
        hint="Ask the sender for a copy without protection; ctdocs does not keep passwords.",
    )


def _damaged(data: bytes) -> Refused:
    if b"%%EOF" not in data[-1024:]:
        return _cut_short()
    return Refused("The file is damaged and cannot be read.", hint=_AGAIN)


def _cut_short() -> Refused:
    return Refused("The file is cut short: its end is missing.", hint=_AGAIN)


def _explodes(data: bytes, watch: Watch) -> bool:
    """Whether some stream unfolds beyond the limit. Asked only where qpdf gave up, which does not say why."""
    for start in re.finditer(rb"stream\r?\n", data):
        watch.check_time()
        layer = data[start.end() : start.end() + MOST_EXPANDED]
        for _ in range(3):
            try:
                layer = zlib.decompressobj().decompress(layer, MOST_EXPANDED + 1)
            except zlib.error:
                break
            if len(layer) > MOST_EXPANDED:
                return True
    return False


def _looks_like(data: bytes) -> str:
    """What else a person may have sent by mistake."""
    kinds = {
        b"PK\x03\x04": " but a Word document or another ZIP file",
        b"\xff\xd8\xff": " but a photograph (JPEG)",
        b"\x89PNG": " but a picture (PNG)",
        b"\xd0\xcf\x11\xe0": " but an older Word document",
        b"<": " but a web page",
    }
    return next((kind for start, kind in kinds.items() if data.lstrip().startswith(start)), "")
