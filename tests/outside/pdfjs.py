"""pdf.js, the PDF viewer of Firefox, in a headless Chromium: types into its real inputs, and says what it draws."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.outside.tools import HERE, OutsideError


@dataclass(frozen=True, slots=True)
class Drawn:
    """What stands in one field's box: a string for each run of glyphs, in drawing order (a line is one run or more)."""

    page: int
    field: str
    runs: tuple[str, ...]

    @property
    def text(self) -> str:
        """The runs, one to a line."""
        return "\n".join(self.runs)


def fill(data: bytes, values: Mapping[str, str | bool]) -> bytes:
    """The form as pdf.js saves it after typing: text by full field name, a radio group's option, a tick.

    Raises ``OutsideError`` naming the fields that are not in the form.
    """
    return base64.b64decode(_ask(data, values=dict(values))["filled"])


def drawn(data: bytes) -> list[Drawn]:
    """The text that pdf.js paints for each field that has an appearance."""
    pages = _ask(data, drawn=True)["drawn"]
    return [
        Drawn(number, field["field"], tuple(field["lines"])) for number, page in enumerate(pages, 1) for field in page
    ]


def picture(data: bytes, *, page: int = 1) -> bytes:
    """One page as the viewer shows it, at 96 dots per inch, as PNG."""
    return base64.b64decode(_ask(data, picture=page)["picture"])


def _ask(data: bytes, **what: Any) -> Any:
    request = {"pdf": base64.b64encode(data).decode("ascii"), "values": None, "drawn": False, "picture": None, **what}
    environment = {**os.environ, "CHROMIUM": shutil.which("chromium") or "chromium"}
    command = ["node", str(HERE / "pdfjs.mjs")]
    try:
        done = subprocess.run(
            command, input=json.dumps(request).encode(), capture_output=True, timeout=180, check=False, env=environment
        )
    except subprocess.TimeoutExpired as error:
        raise OutsideError("pdf.js did not end within 180 seconds") from error
    if done.returncode:
        raise OutsideError(done.stderr.decode(errors="replace")[-4000:])
    return json.loads(done.stdout)
