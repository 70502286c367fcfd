"""What libtiff says of a damaged scan: it tells nobody but the standard error of the process, and goes on."""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
from collections.abc import Iterator

_DAMAGE = re.compile(
    rb"bad code word|premature|uncompressed data|line length mismatch|not enough data|error|corrupt|invalid", re.I
)


class Complaints:
    """``damage`` is True once the reader has met some."""

    damage = False


@contextlib.contextmanager
def heard() -> Iterator[Complaints]:
    """Listen to what is written to the standard error meanwhile; it does not reach the person's screen.

    The standard error belongs to the process: do not use this while other threads write to it. Where there is none (a
    program without a console), nothing is heard.
    """
    result = Complaints()
    try:
        kept = os.dup(2)
    except OSError:
        yield result
        return
    with tempfile.TemporaryFile() as said:
        os.dup2(said.fileno(), 2)
        try:
            yield result
        finally:
            os.dup2(kept, 2)
            os.close(kept)
            said.seek(0)
            result.damage = bool(_DAMAGE.search(said.read(100_000)))
