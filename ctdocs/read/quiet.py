"""Keeping the readers' own logs from the person: what is odd about a file is told in our words."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator


@contextlib.contextmanager
def quiet(name: str) -> Iterator[None]:
    """Let nothing that the package ``name`` logs reach a handler, and put things back afterwards."""
    log, nowhere = logging.getLogger(name), logging.NullHandler()
    before, log.propagate = log.propagate, False
    log.addHandler(nowhere)
    try:
        yield
    finally:
        log.removeHandler(nowhere)
        log.propagate = before
