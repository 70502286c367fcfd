"""How much a returned file may cost: bytes, pages, seconds and memory, and the means to stop when it costs more.

What this does not promise: a single step inside qpdf is not interrupted. Its steps are kept short instead, by the
limit on file size and by qpdf's own limits, so that the check between two steps comes in time.
"""

from __future__ import annotations

import contextlib
import io
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ctdocs.errors import Refused

Progress = Callable[[str, int, int], None]
"""Called as ``progress(step, done, total)`` before each step and once at the end."""

MOST_EXPANDED = 4 * 1024 * 1024
"""Bytes one compressed stream may expand to while the structure of a form is read.

The object streams of real forms hold 20 to 700 KB. Measured with qpdf 12.4: a stream of 8 MB of ``0 0 0 …`` takes
580 MB as objects, one of 1 GB of spaces 2 GB; with this limit the worst takes about 290 MB and 0.4 s.
"""

MOST_MEMORY = 1024 * 1024 * 1024
"""Bytes by which reading one file may raise the peak memory of this process; not watched on Windows."""

MOST_FIELDS = 20_000
"""Fields and widgets in one file; the application form with three continuation sheets has about 400."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost: its size in ``bytes``, its ``pages``, and ``seconds`` of reading."""

    bytes: int = 100 * 1024 * 1024
    pages: int = 500
    seconds: float = 60.0


class Watch:
    """The running account of one file against its limits; ``check`` raises ``Refused`` when they are used up."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._end = time.monotonic() + limits.seconds
        self._memory = _peak_memory()
        self._fields = 0

    def check(self) -> None:
        """Raise ``Refused`` if the time or the memory for this file is used up."""
        self.check_time()
        if _peak_memory() - self._memory > MOST_MEMORY:
            raise Refused(
                "The file takes more memory than any form needs, so reading it was stopped.",
                hint="It may be damaged or made to do harm. Ask the sender for another copy.",
            )

    def check_time(self) -> None:
        """Raise ``Refused`` if the time for this file is used up."""
        if time.monotonic() > self._end:
            raise Refused(
                f"Reading the file took longer than {self.limits.seconds:g} seconds, so it was stopped.",
                hint="If the file is one you expect, allow more with --seconds.",
            )

    def field(self) -> None:
        """Count one field; looks at time and memory now and then."""
        self._fields += 1
        if self._fields % 32 == 0:
            self.check()
        if self._fields > MOST_FIELDS:
            raise Refused(
                f"The file has more than {MOST_FIELDS} fields, far more than any form of ctdocs.",
                hint="It may be damaged or made to do harm. Ask the sender for another copy.",
            )


class WatchedBytes(io.BytesIO):
    """Bytes in memory that look at the clock whenever a reader jumps in them, so that one in a loop is stopped too."""

    def __init__(self, data: bytes, watch: Watch) -> None:
        super().__init__(data)
        self._watch = watch

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """As ``BytesIO.seek``; raises ``Refused`` when the time is used up."""
        self._watch.check_time()
        return super().seek(offset, whence)


@contextlib.contextmanager
def qpdf_limits() -> Iterator[Callable[[], bool]]:
    """Keep qpdf from expanding what explodes, and put its limits back afterwards.

    Gives a function that says whether a limit was met since. qpdf's limits belong to the process, not to a file:
    do not read forms in one thread while another works with large PDF files.
    """
    from pikepdf.settings import qpdf_limit_errors, set_qpdf_limits

    before = set_qpdf_limits(
        flate_max_memory=MOST_EXPANDED,
        run_length_max_memory=MOST_EXPANDED,
        png_max_memory=MOST_EXPANDED,
        tiff_max_memory=MOST_EXPANDED,
        max_stream_filters=4,
        parser_max_nesting=100,
        parser_max_container_size=500_000,
        doc_max_warnings=500,
    )
    met = qpdf_limit_errors()
    try:
        yield lambda: qpdf_limit_errors() > met
    finally:
        set_qpdf_limits(**before)  # type: ignore[arg-type]  # what it gave back, by its own contract


if sys.platform == "win32":

    def _peak_memory() -> int:
        return 0

else:
    import resource

    _UNIT = 1 if sys.platform == "darwin" else 1024

    def _peak_memory() -> int:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _UNIT
