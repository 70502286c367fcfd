"""One way of writing PDF objects down, so that two readers of a file can be compared: numbers, names and words alone.

References are followed, and what leads up or back (a parent, a page) is left out. ``ctdocs.bundle.verify.spelt`` does
the same with another reader.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Stream, String

from ctdocs.bundle.join.objects import given

LEFT_OUT = frozenset(("/Parent", "/P", "/Pg", "/Length", "/Filter", "/DecodeParms", "/Type", "/Metadata"))
_DEEPEST = 10


def spelt(value: Any, digest: Callable[[Object], str], depth: int = 0) -> str:
    """An object in words; ``digest`` is of a stream's data."""
    match value:
        case bool():
            return str(value)
        case int() | float() | Decimal():
            return f"{float(value):.3f}"
        case Name():
            return str(value)
        case String():
            return f"<{bytes(value).hex()}>"
        case Array() | Dictionary() | Stream() if depth >= _DEEPEST:
            return "…"
        case Array():
            return f"[{' '.join(spelt(one, digest, depth + 1) for one in value.as_list())}]"
        case Dictionary() | Stream():
            kept = sorted((key, one) for key, one in value.items() if key not in LEFT_OUT and one is not None)
            inner = " ".join(f"{key} {spelt(one, digest, depth + 1)}" for key, one in kept)
            return f"<<{inner}>>" + (f" {digest(value)}" if isinstance(value, Stream) else "")
    return "null"


def spoken(element: Object) -> str:
    """What is read out of a part of the tree in its order: kinds, descriptions, marks of the content; of all below."""
    found: list[str] = []
    waiting: list[Any] = [element.get("/K")]
    while waiting and len(found) < 2_000_000:
        one = waiting.pop()
        if isinstance(one, bool):
            continue
        if isinstance(one, int):
            found.append(str(one))
        elif isinstance(one, Array):
            waiting += reversed(one.as_list())
        elif isinstance(one, Dictionary) and "/S" in one:
            found.append(str(one["/S"]))
            for key in ("/Alt", "/ActualText", "/E", "/Lang"):
                if key in one and isinstance(words := one[key], String):
                    found.append(f"{key} {bytes(words).hex()}")
            waiting.append(given(one, "/K"))
        elif isinstance(one, Dictionary) and "/MCID" in one:
            found.append(f"m{int(one['/MCID'])}")
    return "\n".join(found)
