"""PDF objects as pypdf reads them written down in one way, by the rules of ``ctdocs.bundle.join.spelt``.

Written apart from that, so that one cannot err with the other.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pypdf.generic import BooleanObject, StreamObject

from ctdocs.bundle.verify.objects import MOST, content, items, mapping, number, of

_LEFT_OUT = frozenset(("/Parent", "/P", "/Pg", "/Length", "/Filter", "/DecodeParms", "/Type", "/Metadata"))
_DEEPEST = 10


def spelt(value: Any, digest: Callable[[Any], str], depth: int = 0) -> str:
    """An object in words; ``digest`` is of a stream's data."""
    value = of(value)
    if value is None:
        return "null"
    if isinstance(value, BooleanObject):
        return str(value.value)
    if isinstance(value, int | float):
        return f"{float(value):.3f}"
    if isinstance(value, list | dict):
        if depth >= _DEEPEST:
            return "…"
        if isinstance(value, list):
            return f"[{' '.join(spelt(one, digest, depth + 1) for one in value)}]"
        kept = sorted(key for key in value if key not in _LEFT_OUT and of(value[key]) is not None)
        inner = " ".join(f"{key} {spelt(value.raw_get(key), digest, depth + 1)}" for key in kept)  # type: ignore[attr-defined]
        return f"<<{inner}>>" + (f" {digest(value)}" if isinstance(value, StreamObject) else "")
    if isinstance(value, str) and str(value).startswith("/") and not hasattr(value, "original_bytes"):
        return str(value)
    return f"<{content(value).hex()}>"


def spoken(element: Any) -> str:
    """What is read out of a part of the tree in its order."""
    found: list[str] = []
    waiting: list[Any] = [mapping(element).get("/K")]
    while waiting and len(found) < MOST:
        one = of(waiting.pop())
        if isinstance(one, bool | BooleanObject):
            continue
        if isinstance(one, int):
            found.append(str(int(one)))
        elif isinstance(one, list):
            waiting += reversed(items(one))
        elif isinstance(one, dict) and "/S" in one:
            found.append(str(of(one["/S"])))
            for key in ("/Alt", "/ActualText", "/E", "/Lang"):
                words = of(one.get(key))
                if isinstance(words, str | bytes):
                    found.append(f"{key} {content(words).hex()}")
            waiting.append(one.get("/K"))
        elif isinstance(one, dict) and "/MCID" in one:
            found.append(f"m{number(one['/MCID'])}")
    return "\n".join(found)
