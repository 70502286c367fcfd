"""LibreOffice: opens a Word file, draws it, saves it again, and types into it as a person does.

Independent of ``ctdocs.render.office``, which the tests hold against it. Each call starts LibreOffice once (2 s) with a
profile of its own, so hand over many files at once.
"""

from __future__ import annotations

import functools
import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tests.outside.tools import HERE, OutsideError, run

Way = Literal["inside", "over", "mixed"]
"""Click into the field, type and delete what stood there; or select what stands there and type over it; or click the
boxes and type over the text."""

_PYTHONS = ("/usr/bin/python3", "python3", "/usr/lib/libreoffice/program/python")


@dataclass(frozen=True, slots=True)
class Typing:
    """What a person types into one file: text (or True and False for a tick box) by the bookmark at the field."""

    source: Path
    target: Path
    values: Mapping[str, str | bool]
    way: Way = "inside"


def pdf(paths: Iterable[Path], folder: Path) -> dict[Path, Path]:
    """Each file drawn by LibreOffice, as ``folder``/NUMBER.pdf. Raises ``OutsideError`` for one it cannot open."""
    return _saved(paths, folder, "pdf")


def docx(paths: Iterable[Path], folder: Path) -> dict[Path, Path]:
    """Each file opened and saved as .docx, as ``folder``/NUMBER.docx. Raises ``OutsideError`` as ``pdf`` does."""
    return _saved(paths, folder, "docx")


def typed(jobs: Sequence[Typing]) -> None:
    """Type into each file and save it as .docx. Raises ``OutsideError`` for a bookmark that a file does not have."""
    if not jobs:
        return
    with tempfile.TemporaryDirectory(prefix="libreoffice-", ignore_cleanup_errors=True) as profile:
        task = {
            "soffice": shutil.which("soffice"),
            "profile": profile,
            "jobs": [
                {
                    "source": str(job.source.resolve()),
                    "target": str(job.target.resolve()),
                    "way": job.way,
                    "values": dict(job.values),
                }
                for job in jobs
            ],
        }
        seconds = 60 + 30 * len(jobs)
        done = run([python() or "python3", HERE / "uno_type.py"], stdin=json.dumps(task).encode(), seconds=seconds)
    for job, missing in zip(jobs, json.loads(done.stdout), strict=True):
        if missing:
            raise OutsideError(f"{job.source} has no bookmark {', '.join(missing)}")
        if not job.target.is_file():
            raise OutsideError(f"LibreOffice did not save {job.target}")


@functools.cache
def python() -> str | None:
    """A Python that has UNO, LibreOffice's interface; mostly the system's, not ours. None if there is none."""
    for name in _PYTHONS:
        found = shutil.which(name)
        if found and not subprocess.run([found, "-c", "import uno"], capture_output=True, check=False).returncode:
            return found
    return None


def _saved(paths: Iterable[Path], folder: Path, ending: str) -> dict[Path, Path]:
    files = list(dict.fromkeys(paths))
    made: dict[Path, Path] = {}
    with tempfile.TemporaryDirectory(prefix="libreoffice-", ignore_cleanup_errors=True) as place:
        work = Path(place)
        numbered = {file: work / f"{number:03d}{file.suffix}" for number, file in enumerate(files, start=1)}
        for file, copy in numbered.items():
            shutil.copyfile(file, copy)
        run(
            [
                "soffice", f"-env:UserInstallation={(work / 'profile').as_uri()}", "--headless", "--norestore",
                "--convert-to", ending, "--outdir", folder, *numbered.values(),
            ],
            seconds=60 + 20 * len(files),
        )  # fmt: skip
        for file, copy in numbered.items():
            made[file] = folder / f"{copy.stem}.{ending}"
            if not made[file].is_file():
                raise OutsideError(f"LibreOffice cannot open {file}")
    return made
