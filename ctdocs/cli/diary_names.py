"""What a case is called in a calendar, which others see: by its reference, unless that holds a name of the case.

What this does not promise: a name that nobody put into the case, or that is spelt otherwise there, is not found.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Final

_NAMES: Final = re.compile(r"(?:applicant|victim|(?:perpetrators|people)\.[0-9]+)\.name")
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_USUAL: Final = frozenset(("ct", "cr", "asb", "case", "ref", "review"))
"""Words of references that are nobody's name: a case whose reference has no other need not be opened."""
_PLAIN: Final = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe"})
"""Letters that are no other letter with an accent."""
_INSIDE: Final = 4
"""The fewest letters of a name that is looked for inside a longer word too, as in "SmithJ"."""


def called(reference: str | None, folder: Path, key: str) -> tuple[str, bool]:
    """What to call the case of that folder, and whether its reference was left out because it names somebody.

    ``key`` is the hash that the case began with. The case is opened only where the reference holds a word.
    """
    anyone = f"Case {key[:8]}"
    if not reference:
        return anyone, False
    words = set(_words(reference))
    if words <= _USUAL:
        return reference, False
    from ctdocs.model.case import Case

    values = Case.open(folder).state.values
    said = [value.value for name, value in values.items() if _NAMES.fullmatch(name) and isinstance(value.value, str)]
    if holds_a_name(reference, said):
        return anyone, True
    return reference, False


def holds_a_name(reference: str, names: Iterable[str]) -> bool:
    """Whether a word of one of the names stands in the reference, in whatever case and with or without accents."""
    words = set(_words(reference))
    for name in names:
        for part in _words(name):
            if part in words - _USUAL or (len(part) >= _INSIDE and any(part in word for word in words)):
                return True
    return False


def _words(text: str) -> list[str]:
    plain = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return _WORD.findall(plain.casefold().translate(_PLAIN))
