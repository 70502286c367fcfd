"""One writer at a time in a folder, by a lock of the operating system.

The system lets go of the lock when its holder ends, however it ends, so no stale lock is left behind. What this does
not promise: some network shares do not pass locks on to other computers; the log's chain still finds a clash there.
"""

from __future__ import annotations

import errno
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from ctdocs.errors import CannotWrite
from ctdocs.model.files import cannot_write

NAME = ".lock"
_NOT_ALLOWED = (errno.EACCES, errno.EPERM, errno.EROFS, errno.EBUSY)

if sys.platform == "win32":
    import msvcrt

    def _take(stream: IO[bytes]) -> None:
        stream.seek(0)
        msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)

    def _leave(stream: IO[bytes]) -> None:
        stream.seek(0)
        msvcrt.locking(stream.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _take(stream: IO[bytes]) -> None:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _leave(stream: IO[bytes]) -> None:
        fcntl.flock(stream, fcntl.LOCK_UN)


@contextmanager
def locked(folder: Path, *, wait: float = 10.0) -> Iterator[None]:
    """Hold the folder's lock for the length of a ``with``. Waits up to ``wait`` seconds for another holder.

    Raises ``CannotWrite`` where the folder cannot be written or somebody holds the lock for longer.
    """
    path = folder / NAME
    try:
        stream = path.open("ab")
    except OSError as error:
        if error.errno not in _NOT_ALLOWED:
            raise cannot_write(path, error) from error
        # A person knows the folder of a case, not the lock in it.
        raise CannotWrite(
            f"The case {folder} cannot be written to: its folder is read-only, or not yours.",
            hint="Ask whoever keeps the folder for the right to write there, and run the command again.",
        ) from error
    with stream:
        until = time.monotonic() + wait
        while True:
            try:
                _take(stream)
                break
            except (BlockingIOError, PermissionError):
                if time.monotonic() >= until:
                    raise CannotWrite(
                        f"{folder} is being written to by another program or person.",
                        hint="Wait a moment, and run the command again.",
                    ) from None
                time.sleep(0.02)
            except OSError as error:
                raise cannot_write(path, error) from error
        try:
            yield
        finally:
            _leave(stream)
