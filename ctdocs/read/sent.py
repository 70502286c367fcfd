"""The bytes of a file that somebody sent, whatever kind of file it is.

The size is asked of the file system before a byte is read.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from ctdocs.errors import Refused
from ctdocs.read.limits import Limits


def sent(path: Path, limits: Limits) -> bytes:
    """What the file at ``path`` holds. Raises ``Refused`` for what is no file, empty, too large or not ours to read."""
    try:
        state = os.stat(path)
        if stat.S_ISDIR(state.st_mode):
            raise Refused("This is a folder.", hint="Name the files in it.")
        if not stat.S_ISREG(state.st_mode):
            raise Refused("This is not a file that can be read.")
        if state.st_size == 0:
            raise Refused("The file is empty (0 bytes).", hint="It may not have been sent whole. Ask for it again.")
        if state.st_size > limits.bytes:
            raise Refused(
                f"The file is {_megabytes(state.st_size)}; a form may have {_megabytes(limits.bytes)}.",
                hint="If the file is one you expect, allow more with --max-mb.",
            )
        return path.read_bytes()
    except FileNotFoundError as error:
        raise Refused("There is no such file.") from error
    except OSError as error:
        raise Refused(
            f"The file cannot be read: {error.strerror}.", hint="Is it open elsewhere, or not yours?"
        ) from error


def _megabytes(size: int) -> str:
    return f"{size / (1024 * 1024):,.1f} MB"
