"""pdf-lib, the JavaScript library that web services fill forms with."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping

from tests.outside.tools import HERE, run


def fill(data: bytes, values: Mapping[str, str | bool], *, font: bytes | None = None) -> bytes:
    """The form filled: text by its full field name, the option of a radio group, True or False for a tick box.

    With ``font`` (a TrueType file) pdf-lib embeds it and draws the text fields with it; without, it sets the values
    only, as a program would that leaves the drawing to the viewer.
    """
    request = {"pdf": _base64(data), "font": _base64(font) if font else None, "values": dict(values)}
    done = run(["node", HERE / "pdflib.mjs"], stdin=json.dumps(request).encode())
    return base64.b64decode(done.stdout)


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
