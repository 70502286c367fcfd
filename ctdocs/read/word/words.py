"""The words that a form was issued with, laid beside those of the file that came back.

What differs is what a person did. Programs divide and join paragraphs, change blanks, quotation marks and dashes:
that is no difference, so texts are compared by their letters and signs alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Final

from ctdocs.model.wordform import FIELD_SIGN, PICTURE_SIGN

_FIELD = re.compile(f"{FIELD_SIGN}([^{FIELD_SIGN}]*){FIELD_SIGN}")
_PLAIN: Final = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′`´", "'"), **dict.fromkeys("“”„‟″", '"'), **dict.fromkeys("‐‑‒–—−", "-"),
        "…": "...", **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff\ufffd"),
    }
)  # fmt: skip
_DASHES = re.compile("--+")
_MOST_WORK: Final = 400_000
"""Pairs of equal texts that are looked at in order; a form filled by a person has some thousands."""
_MOST_PAIRS: Final = 4_000
_ALIKE: Final = 0.6
_LONG: Final = 4


@dataclass(frozen=True, slots=True)
class Issued:
    """One paragraph as issued: its words without its fields, and the number of its row or paragraph in the form."""

    text: str
    key: str
    group: int


@dataclass(frozen=True, slots=True)
class Form:
    """The words of a form: its lines with words, the bookmarks of each group, and how many pictures it has."""

    lines: tuple[Issued, ...]
    marks: tuple[tuple[str, ...], ...]
    pictures: int
    rows: frozenset[int] = frozenset()


@dataclass(slots=True)
class Compared:
    """What differs, by the numbers of the returned lines and of the issued ones.

    ``extra``: lines, or parts of them, that the form does not have, with the issued line that they stand beside.
    ``changed``: issued lines that read otherwise (with the returned line) or are gone (None).
    """

    extra: list[tuple[int, str, int | None]] = field(default_factory=list)
    changed: list[tuple[int, int | None]] = field(default_factory=list)
    pairs: dict[int, int] = field(default_factory=dict)


def key_of(text: str) -> str:
    """What two texts have in common that differ by nothing but what programs change by themselves."""
    plain = text if text.isascii() else unicodedata.normalize("NFC", text).translate(_PLAIN)
    return _DASHES.sub("-", "".join(plain.split()).casefold())


def form_of(words: Sequence[str]) -> Form:
    """The words of a form from ``WordForm.words`` or ``margins``."""
    lines, marks, rows = [], [], set()
    for number, group in enumerate(words):
        marks.append(tuple(_FIELD.findall(group)))
        texts = group.split("\n")
        if len(texts) > 1:
            rows.add(number)
        for text in texts:
            bare = " ".join(_FIELD.sub(" ", text).replace(PICTURE_SIGN, " ").split())
            key = key_of(bare)
            if key:
                lines.append(Issued(bare, key, number))
    pictures = sum(group.count(PICTURE_SIGN) for group in words)
    return Form(tuple(lines), tuple(marks), pictures, frozenset(rows))


def compare(issued: Sequence[Issued], texts: Sequence[str]) -> Compared:
    """Lay the returned ``texts`` beside those issued, in their order."""
    keys = [key_of(text) for text in texts]
    found = Compared()
    for tag, i1, i2, j1, j2 in _blocks([one.key for one in issued], keys):
        if tag == "equal":
            found.pairs.update(zip(range(j1, j2), range(i1, i2), strict=True))
        else:
            _block(issued, texts, keys, (i1, i2, j1, j2), found)
    return found


def _blocks(issued: list[str], keys: list[str]) -> Iterator[tuple[str, int, int, int, int]]:
    start, end = 0, 0
    shorter = min(len(issued), len(keys))
    while start < shorter and issued[start] == keys[start]:
        start += 1
    while end < shorter - start and issued[-1 - end] == keys[-1 - end]:
        end += 1
    if start:
        yield "equal", 0, start, 0, start
    left, right = issued[start : len(issued) - end], keys[start : len(keys) - end]
    met, own = Counter(right), Counter(left)
    if sum(met[key] * count for key, count in own.items()) > _MOST_WORK:
        yield "replace", start, start + len(left), start, start + len(right)
    else:
        for tag, i1, i2, j1, j2 in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
            yield tag, start + i1, start + i2, start + j1, start + j2
    if end:
        yield "equal", len(issued) - end, len(issued), len(keys) - end, len(keys)


def _block(
    issued: Sequence[Issued], texts: Sequence[str], keys: Sequence[str], at: tuple[int, int, int, int], found: Compared
) -> None:
    """Lines that are not the same one by one: divided, joined, written into, changed, new or gone."""
    i, i_end, j, j_end = at
    while i < i_end and j < j_end:
        if taken := _same_in_pieces([one.key for one in issued[i:i_end]], keys[j:j_end]):
            found.pairs[j] = i
            i, j = i + taken[0], j + taken[1]
            continue
        near = _nearest(issued, texts, keys, (i, i_end, j, j_end))
        if near is None:
            break
        to_i, to_j, rest = near
        found.changed += [(number, None) for number in range(i, to_i)]
        found.extra += [(number, texts[number], None) for number in range(j, to_j)]
        found.pairs[to_j] = to_i
        if rest is None:
            found.changed.append((to_i, to_j))
            found.extra.append((to_j, texts[to_j], to_i))
        else:
            found.extra += [(to_j, one, to_i) for one in rest]
        i, j = to_i + 1, to_j + 1
    found.changed += [(number, None) for number in range(i, i_end)]
    found.extra += [(number, texts[number], None) for number in range(j, j_end)]


def _same_in_pieces(issued: Sequence[str], keys: Sequence[str]) -> tuple[int, int] | None:
    """How many lines of each side say the same together, from the first on."""
    left, right, i, j = issued[0], keys[0], 1, 1
    while left != right:
        if left.startswith(right) and j < len(keys):
            right += keys[j]
            j += 1
        elif right.startswith(left) and i < len(issued):
            left += issued[i]
            i += 1
        else:
            return None
    return i, j


def _nearest(
    issued: Sequence[Issued], texts: Sequence[str], keys: Sequence[str], at: tuple[int, int, int, int]
) -> tuple[int, int, list[str] | None] | None:
    """The first returned line that is an issued one with something written in, or changed; and what was written in."""
    i, i_end, j, j_end = at
    pairs = 0
    for to_j in range(j, j_end):
        for to_i in range(i, i_end):
            pairs += 1
            if pairs > _MOST_PAIRS:
                return None
            if issued[to_i].key == keys[to_j]:
                return to_i, to_j, []
            rest = _written_in(issued[to_i].key, texts[to_j]) if issued[to_i].key in keys[to_j] else None
            if rest is not None:
                return to_i, to_j, rest
        for to_i in range(i, i_end):
            one, other = issued[to_i].text.split(), texts[to_j].split()
            if len(one) * len(other) < _MOST_WORK and _alike(one, other):
                return to_i, to_j, None
    return None


def _alike(one: list[str], other: list[str]) -> bool:
    matcher = SequenceMatcher(None, [key_of(w) for w in one], [key_of(w) for w in other], autojunk=False)
    return matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE


def _written_in(key: str, text: str) -> list[str] | None:
    """What stands before and after the words with that key, where they stand whole in the text."""
    words = text.split()
    for first in range(len(words)):
        whole = ""
        for last in range(first, len(words)):
            whole += key_of(words[last])
            if whole == key:
                rest = [" ".join(words[:first]), " ".join(words[last + 1 :])]
                return [one for one in rest if one]
            if not key.startswith(whole):
                break
    whole = ""
    for number, sign in enumerate(text if len(key) >= _LONG else "", start=1):  # written on without a blank
        whole += key_of(sign)
        if whole == key:
            return [text[number:].strip()]
        if not key.startswith(whole):
            break
    return None
