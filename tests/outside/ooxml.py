"""Microsoft's Open XML SDK: does a Word file keep to the schemas of ISO 29500 (transitional) and of Word's additions?

The SDK is inside the npm package @ooxml-tools/validate, as WebAssembly; nothing is fetched. It knows w14 and w15, and
checks what the schemas cannot say too (ids that must differ, relationships that must be there). It does not see text
outside the order of reading, nor whether Word finds the file pretty.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from tests.outside.tools import HERE, OutsideError, run


def check(paths: Iterable[Path], *, version: str = "Office2019") -> dict[Path, list[str]]:
    """For each file what is wrong with it, such as "/word/document.xml: …"; empty if nothing is.

    One process judges them all (it takes 5 s to start), so hand over many at once. ``version``: Office2007 to
    Microsoft365. Raises ``OutsideError`` where it could not judge.
    """
    files = list(dict.fromkeys(paths))
    if not files:
        return {}
    names = "".join(f"{file.resolve()}\n" for file in files)
    done = run(["node", HERE / "ooxml.mjs", version], stdin=names.encode(), seconds=60 + 10 * len(files))
    results = json.loads(done.stdout)
    if len(results) != len(files):
        raise OutsideError(f"the Open XML SDK judged {len(results)} of {len(files)} files")
    return {file: [_line(error) for error in errors] for file, errors in zip(files, results, strict=True)}


def _line(error: dict[str, str | None]) -> str:
    return f"{error['part']}: {error['description']} ({error['id']} at {error['at']})"
