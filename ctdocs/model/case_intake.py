"""Taking a returned form into a case: the entry of the log, and the file kept as it came.

The file is kept under a name that holds the beginning of its SHA-256 and cannot leave the case's folder.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ctdocs.errors import Refused
from ctdocs.model.fields import misfits
from ctdocs.model.files import safe_name, sha256_of, write_atomic
from ctdocs.model.reading import Reading
from ctdocs.model.text import keepable


def reading_data(reading: Reading, file_bytes: bytes, file_name: str) -> dict[str, Any]:
    """The entry of a reading: every answer but the blank ones, as read.

    Raises ``Refused`` where its field ids do not fit together.
    """
    refuse_misfits(reading.fields)
    sha256 = sha256_of(file_bytes)
    values = {
        name: {
            "value": keepable(read.value) if isinstance(read.value, str) else read.value,
            "status": read.status,
            "reason": keepable(read.reason),
            "page": read.page,
        }
        for name, read in reading.fields.items()
        if read.status == "key" or read.value not in (None, "")
    }
    kept = {"path": f"files/{sha256[:12]}-{safe_name(file_name)}", "name": keepable(file_name), "sha256": sha256}
    return {"reading": {**kept, "form": asdict(reading.form), "values": values}}


def keep_file(folder: Path, data: Mapping[str, Any], file_bytes: bytes) -> None:
    """Put the file of ``data`` in its place under ``folder``. Raises ``CannotWrite``."""
    write_atomic(folder / data["reading"]["path"], file_bytes)


def refuse_misfits(names: Iterable[str]) -> None:
    """Raise ``Refused`` where the field ids cannot stand in one tree."""
    if wrong := misfits(names):
        raise Refused(f"The form has fields that do not fit together: {', '.join(map(repr, wrong[:5]))}.")
