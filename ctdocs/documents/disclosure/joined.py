"""Words that are run together or set apart letter by letter: "MaxMockup", "max_mockup", "M a x M o c k u p".

A text is compared without its spaces and marks. What is found begins and ends where a word or a capital does, so that
"mill laners" do not live in Mill Lane; a long name is found inside one word, too ("xxmaxmockupxx"). Names shorter than
``LETTERS`` are not looked for so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final

from ctdocs.documents.disclosure.words import Word

LETTERS: Final = 6
"""Letters and digits that a name or address has at least, to be looked for so."""

_ANYWHERE: Final = 8
"""Letters of several words from which on they are found inside a longer word."""


class Joined:
    """A text without its spaces and marks, and where each of its letters stands."""

    def __init__(self, text: str, told: Sequence[Word]) -> None:
        self._text = text
        self._plain = "".join(one.word for one in told)
        self._places: list[tuple[int, int]] = []
        self._starts = set()
        self._ends = set()
        for one in told:
            self._starts.add(len(self._places))
            size = len(one.word)
            same = size == one.end - one.start
            self._places += [
                (one.start + n, one.start + n + 1) if same else (one.start, one.end) for n in range(size)
            ]
            self._ends.add(len(self._places))

    def spans(self, wanted: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Where ``wanted`` stands in another way than word by word: the first and the last place of each."""
        word = "".join(wanted)
        if len(word) < LETTERS or not any(ch.isalpha() for ch in word):
            return
        for found in re.finditer(re.escape(word), self._plain):
            begins, ends = self._begins(found.start()), self._finishes(found.end())
            inside = len(word) >= _ANYWHERE and not any(n in self._starts for n in range(found.start(), found.end()))
            if (begins and ends) or (len(wanted) > 1 and inside):
                yield self._places[found.start()][0], self._places[found.end() - 1][1]

    def _begins(self, at: int) -> bool:
        return at in self._starts or self._capital(at)

    def _finishes(self, at: int) -> bool:
        return at in self._ends or self._capital(at)

    def _capital(self, at: int) -> bool:
        """Whether a capital stands there after a small letter: "DearMax"."""
        here, before = (self._text[self._places[n][0]] for n in (at, at - 1))
        return unicodedata.category(here) == "Lu" and unicodedata.category(before) == "Ll"
