"""What stands in a cell or paragraph beyond the words that the form has there.

A container is text, name, text, …, text, as in ``WordForm.containers``. Blanks count as one, however many there are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_SIGNS: Final = {0x2011: None, 0xAD: None, 0xFFFD: None}


def same(first: str, second: str) -> bool:
    """Whether two texts are one but for their blanks, and for signs that Word keeps as elements."""
    return first.translate(_SIGNS).split() == second.translate(_SIGNS).split()


def split(text: str, parts: Sequence[str]) -> list[str] | None:
    """The answers between the words of a container; None where they do not stand there. Blanks beside
    words go.

    Words between two answers are looked for from the left, so that an answer that holds them too is cut wrongly: the
    answers of such places are never certain.
    """
    first, *between, last = parts[::2]
    if not between and not (first + last).strip():
        return [text]
    begin = re.match(r"\s*" + _words(first), text)
    end = re.match(r"\s*" + _words(last, backwards=True), text[::-1])
    if begin is None or end is None or begin.end() > len(text) - end.end():
        return None
    rest, answers = text[begin.end() : len(text) - end.end()], []
    for words in between:
        found = re.search(_words(words), rest) if words.strip() else None
        if found is None:
            return None
        answers.append(rest[: found.start()].strip())
        rest = rest[found.end() :]
    return [*answers, rest.strip()]


def _words(text: str, backwards: bool = False) -> str:
    """A pattern of the words, with any blanks between them."""
    words = [word[::-1] for word in reversed(text.split())] if backwards else text.split()
    return r"\s+".join(map(re.escape, words))


def beyond(text: str, parts: tuple[str, str, str]) -> str | None:
    """The one answer between the words of a container; None where they do not stand there."""
    pieces = split(text, parts)
    return pieces[0] if pieces else None
