"""One entry of a case's log, and the hash that chains it to the one before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Entry:
    """One line. ``n`` counts from 1; ``at`` is ISO 8601; ``by`` is the person; ``data`` belongs to the event."""

    n: int
    at: str
    by: str
    event: str
    data: Mapping[str, Any]
    prev: str
    hash: str

    def line(self) -> str:
        """The line as it stands in the file, without its line end."""
        return _canonical(asdict(self))

    def digest(self) -> str:
        """What ``hash`` must be: SHA-256 of everything else in the line."""
        content = asdict(self)
        del content["hash"]
        return hashlib.sha256(_canonical(content).encode()).hexdigest()


def _canonical(content: Mapping[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
