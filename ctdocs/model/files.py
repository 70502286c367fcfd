"""Writing a file whole or not at all, and naming one that came from outside.

A file is written beside its place and moved into it, so that whoever looks sees the old one or the new one, even
where the program was killed. What this does not promise: a leftover ``.ctdocs-….tmp`` after a kill is not removed.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import secrets
import stat
import unicodedata
from pathlib import Path
from typing import Final

from ctdocs.errors import CannotWrite

_RESERVED = {"CON", "PRN", "AUX", "NUL"} | {f"{port}{n}" for port in ("COM", "LPT") for n in range(1, 10)}
_NOT_IN_NAMES = re.compile(r'[<>:"|?*/\\]')


def write_atomic(path: Path, data: bytes | str) -> None:
    """Put ``data`` at ``path``, replacing what was there whole. Text is written as UTF-8; missing folders are made.

    An existing file keeps its permissions. Raises ``CannotWrite`` with what to do.
    """
    target = Path(os.path.realpath(path))
    beside = target.parent / f".ctdocs-{secrets.token_hex(6)}.tmp"
    if os.path.exists(target) and not os.path.isfile(target) and not os.path.isdir(target):
        raise CannotWrite(f"{path} cannot be written: it is a device.", hint="Give the name of a file.")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("xb") as stream:
            stream.write(data.encode() if isinstance(data, str) else data)
            stream.flush()
            os.fsync(stream.fileno())
        with contextlib.suppress(FileNotFoundError):
            beside.chmod(stat.S_IMODE(target.stat().st_mode))
        beside.replace(target)
    except OSError as error:
        raise cannot_write(path, error) from error
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
    sync_folder(target.parent)


KINDS: Final = {"pdf": (b"%PDF-", "PDF"), "docx": (b"PK\x03\x04", "Word file")}
"""The kinds of file that documents are made as, by the ending of their names: how one begins, and what it is called."""


def write_document(path: Path, data: bytes, kind: str) -> None:
    """``write_atomic`` for a file that a person named the place of: one of another kind is never overwritten."""
    require_kind(path, kind)
    write_atomic(path, data)


def require_kind(path: Path, kind: str) -> None:
    """Raise ``CannotWrite`` where a file of another kind is at ``path``: a slip of the keyboard must not cost a case
    its log.
    """
    start, called = KINDS[kind]
    if path.is_file() and path.suffix.lower() != f".{kind}" and not _may_go(path, start):
        raise CannotWrite(
            f"{path} is there already and is no {called}, so it is not overwritten.",
            hint=f"Give a name that ends in .{kind}.",
        )


def _may_go(path: Path, start: bytes) -> bool:
    try:
        with path.open("rb") as stream:
            return stream.read(len(start)) in (b"", start)
    except OSError as error:
        raise cannot_write(path, error) from error


def sync_folder(folder: Path) -> None:
    """Make a new name in ``folder`` survive a power cut, where the system can (not on Windows)."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def cannot_write(path: Path, error: OSError) -> CannotWrite:
    """The error that tells a person why ``path`` could not be written and what to do."""
    if os.path.isdir(path) or error.errno == errno.EISDIR:
        why, hint = "there is a folder of that name", "Give another file name."
    elif error.errno in (errno.ENOTDIR, errno.EEXIST):
        why, hint = "a file stands where a folder is needed", "Give another folder, or move that file away."
    elif isinstance(error, PermissionError):
        why = "it is open in another program, or its folder may not be written to"
        hint = "Close the file, or choose a folder of your own, and run the command again."
    elif error.errno in (errno.ENOSPC, errno.EDQUOT):
        why, hint = "the disk is full", "Make room, and run the command again."
    elif error.errno == errno.EROFS:
        why, hint = "the disk is read-only", "Choose another folder."
    elif error.errno == errno.ENAMETOOLONG:
        why, hint = "its name is too long", "Give a shorter name."
    else:
        why, hint = (
            (error.strerror or type(error).__name__).lower(),
            "Choose another folder, and run the command again.",
        )
    return CannotWrite(f"{path} cannot be written: {why}.", hint=hint)


def sha256_of(source: Path | bytes) -> str:
    """The SHA-256 of a file or of bytes, in lower-case hex. Raises ``OSError`` where the file cannot be read."""
    if isinstance(source, bytes):
        return hashlib.sha256(source).hexdigest()
    with source.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def safe_name(name: str, *, longest: int = 80) -> str:
    """A name for a file from outside that stays in its folder on every system: ``../../x.pdf`` → ``x.pdf``.

    Folders, control and direction characters, characters and names that Windows forbids, and anything beyond
    ``longest`` bytes of UTF-8 go; the ending stays.
    """
    last = re.split(r"[/\\]", name.strip().rstrip("/\\"))[-1]
    last = unicodedata.normalize("NFC", last.encode("utf-8", "replace").decode())
    shown = "".join(c for c in last if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Zl", "Zp"))
    shown = _NOT_IN_NAMES.sub("_", shown).strip(" .")
    stem, dot, ending = shown.rpartition(".")
    if not dot or len(ending.encode()) > 10:
        stem, ending = shown, ""
    stem = stem.encode()[: longest - len(ending.encode()) - 1].decode(errors="ignore").strip(" .") or "file"
    if stem.split(".")[0].rstrip().upper() in _RESERVED:
        stem = f"_{stem}"
    return f"{stem}.{ending}" if ending else stem
