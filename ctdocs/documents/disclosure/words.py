"""Words of a text however they are written, and where each stands: what is searched for is compared word by word.

Case, accents, punctuation, line ends and the usual short forms make no difference: "14, Mill La." is "14 Mill Lane".
What this does not see: a slip of the pen. Letters set apart one by one are put together in ``joined``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

_TOKEN: Final = re.compile(r"\d+|[^\W\d_]+")
_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_PARTED: Final = re.compile(r"(?<=[a-z])[-\u2010]\s*\n\s*(?=[a-z])")
_SHORT: Final = {
    "la": "lane", "ln": "lane", "st": "street", "str": "street", "rd": "road", "av": "avenue", "ave": "avenue",
    "cl": "close", "clo": "close", "ct": "court", "crt": "court", "dr": "drive", "drv": "drive", "cres": "crescent",
    "cresc": "crescent", "gdns": "gardens", "gdn": "gardens", "gardens": "gardens", "pl": "place", "sq": "square",
    "ter": "terrace", "terr": "terrace", "tce": "terrace", "gr": "grove", "gro": "grove", "bldgs": "buildings",
    "hse": "house", "apt": "flat", "apartment": "flat", "saint": "street", "mt": "mount", "pk": "park", "wy": "way",
    "rw": "row", "yd": "yard",
}  # fmt: skip
_NUMBERS: Final = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip
_ORDINALS: Final = (
    "zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
    "twentieth",
)  # fmt: skip
_MONTHS: Final = (
    ("january", "jan", "ionawr"), ("february", "feb", "chwefror"), ("march", "mar", "mawrth"),
    ("april", "apr", "ebrill"), ("may", "mai"), ("june", "jun", "mehefin"), ("july", "jul", "gorffennaf"),
    ("august", "aug", "awst"), ("september", "sep", "sept", "medi"), ("october", "oct", "hydref"),
    ("november", "nov", "tachwedd"), ("december", "dec", "rhagfyr"),
)  # fmt: skip
_MONTH: Final = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_ORDINAL: Final = frozenset(("st", "nd", "rd", "th", "street", "road", "of", "ain"))


@dataclass(frozen=True, slots=True)
class Word:
    """One word as it is compared, and where it stands in the text as it was written."""

    word: str
    start: int
    end: int


def words(text: str) -> list[Word]:
    """Every word and number of a text, in order. A number ends where letters begin: "14a" are two."""
    plain, places = _plain(text)
    return [
        Word(_whole(found[0]), places[found.start()], places[found.end() - 1] + 1) for found in _TOKEN.finditer(plain)
    ]


def as_words(text: str) -> tuple[str, ...]:
    """The words alone, as they are compared."""
    return tuple(one.word for one in words(text))


def runs(text: Sequence[Word], wanted: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where words follow each other in a text: the first and the last place of each."""
    size = len(wanted)
    if not size:
        return
    first = wanted[0]
    for at in range(len(text) - size + 1):
        if text[at].word == first and all(text[at + n].word == wanted[n] for n in range(size)):
            yield text[at].start, text[at + size - 1].end


def dates(text: Sequence[Word]) -> Iterator[tuple[frozenset[date], int, int]]:
    """Every date in a text with where it stands. One with two digits for the year may be of either century."""
    for at, one in enumerate(text):
        for size, found in _dates_at(text, at):
            yield found, one.start, text[at + size - 1].end


def _dates_at(text: Sequence[Word], at: int) -> Iterator[tuple[int, frozenset[date]]]:
    word = text[at].word
    if word.isdecimal() and len(word) == 8:
        either = _date(word[4:], word[2:4], word[:2]) | _date(word[:4], word[4:6], word[6:])
        if either:
            yield 1, either
    rest = [one.word for one in text[at : at + 6]]
    skipped = [n for n, one in enumerate(rest) if not (n and one in _ORDINAL)][:3]
    if len(skipped) < 3:
        return
    a, b, c = (rest[n] for n in skipped)
    size = skipped[2] + 1
    if text[at + size - 1].end - text[at].start > 40:
        return
    month = _MONTH.get(b)
    if month and a.isdecimal() and c.isdecimal():
        found = _date(c, str(month), a)
    elif _MONTH.get(a) and b.isdecimal() and c.isdecimal():
        found = _date(c, str(_MONTH[a]), b)
    elif a.isdecimal() and b.isdecimal() and c.isdecimal() and size == 3:
        found = _date(a, b, c) if len(a) == 4 else _date(c, b, a)
    else:
        return
    if found:
        yield size, found


def _date(year: str, month: str, day: str) -> frozenset[date]:
    if len(year) not in (1, 2, 4) or len(month) > 2 or len(day) > 2:
        return frozenset()
    years = [int(year)] if len(year) == 4 else [1900 + int(year), 2000 + int(year)]
    found = set()
    for one in years:
        try:
            found.add(date(one, int(month), int(day)))
        except ValueError:
            continue
    return frozenset(found)


def _whole(word: str) -> str:
    if word in _NUMBERS:
        return str(_NUMBERS.index(word))
    if word in _ORDINALS:
        return str(_ORDINALS.index(word))
    if word.isdecimal() and len(word) < 8:
        return str(int(word)) if len(word) < 3 else word
    return _SHORT.get(word, word)


def _plain(text: str) -> tuple[str, list[int]]:
    """The text in small letters without accents, and for each of its characters its place in the text as written."""
    dropped = {n for found in _PARTED.finditer(text) for n in range(found.start(), found.end())}
    out: list[str] = []
    places: list[int] = []
    for n, ch in enumerate(text):
        if n in dropped or _INVISIBLE.match(ch):
            continue
        for part in unicodedata.normalize("NFKD", ch):
            if unicodedata.combining(part):
                continue
            folded = part.casefold().translate(_LETTERS)
            out += folded
            places += [n] * len(folded)
    return "".join(out), places


_ALIKE: Final = dict(zip("авсԁеһіјкӏмнорԛѕтуԝхαβγεικνορτυχ", "abcdehijklmhopqstywxabyeikvoptux", strict=True))
"""Cyrillic and Greek letters that look like those of our own alphabet."""

_LETTERS: Final = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "’": "'", **_ALIKE})
