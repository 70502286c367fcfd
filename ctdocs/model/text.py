"""Small words: dates, numbers and lists as a letter writes them, and text made safe to keep.

The names of days and months stand here and not in the computer's locale, so that the same date gives the same
words on every machine. Dates are read day first, as people in Britain write them.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final, TypeVar

T = TypeVar("T")

_DAYS: Final = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "cy": ("Dydd Llun", "Dydd Mawrth", "Dydd Mercher", "Dydd Iau", "Dydd Gwener", "Dydd Sadwrn", "Dydd Sul"),
}
_MONTHS: Final = {
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
    "cy": (
        "Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin",
        "Gorffennaf", "Awst", "Medi", "Hydref", "Tachwedd", "Rhagfyr",
    ),
}  # fmt: skip
_UNITS: Final = {
    "en": (
        "none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
        "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    ),
    "cy": ("dim", "un", "dau", "tri", "pedwar", "pump", "chwech", "saith", "wyth", "naw", "deg"),
}  # fmt: skip
_TENS: Final = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_AND: Final = {"en": "and", "cy": "a"}

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})", re.IGNORECASE)
_COMB = re.compile(r"(\d{2})(\d{2})(\d{4})")
_IN_WORDS = re.compile(
    r"(?:(?:dydd\s+)?([^\W\d]+),?\s+)?(\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?([^\W\d]+),?\s+(\d{4})",
    re.IGNORECASE,
)
_WEEKDAYS: Final = {
    key: number
    for names in _DAYS.values()
    for number, name in enumerate(names)
    for word in [name.lower().removeprefix("dydd ")]
    for key in {word, word[:3]}
} | {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
_MONTH_NUMBERS: Final = {
    key: number
    for names in _MONTHS.values()
    for number, name in enumerate(names, start=1)
    for key in {name.lower(), name.lower()[:3]}
} | {"sept": 9}


def long_date(day: date, language: str = "en") -> str:
    """``Friday 20 November 2026``, in ``en`` or ``cy``. Raises ``ValueError`` for other languages."""
    names = _of(_DAYS, language)
    return f"{names[day.weekday()]} {day.day} {_of(_MONTHS, language)[day.month - 1]} {day.year}"


def words(n: int | str, language: str = "en") -> str:
    """A whole number in words: ``3`` → ``three``. Above ninety-nine (Welsh: ten), and below nothing, its digits."""
    number = int(n)
    small = _of(_UNITS, language)
    if 0 <= number < len(small):
        return small[number]
    if language == "en" and 0 < number < 100:
        tens, rest = divmod(number, 10)
        return _TENS[tens] + (f"-{small[rest]}" if rest else "")
    return str(number)


def join_and(items: Iterable[object], language: str = "en") -> str:
    """``a, b and c``. Nothing gives an empty string."""
    parts = [str(item) for item in items]
    if len(parts) < 2:
        return "".join(parts)
    joiner = _of(_AND, language)
    if language == "cy" and parts[-1][:1].lower() in set("aeiouwyâêîôûŵŷ"):
        joiner = "ac"
    return f"{', '.join(parts[:-1])} {joiner} {parts[-1]}"


def one_line_ends(text: str) -> str:
    """The text with every line end (CRLF, CR) as one LF; other characters are left as they are."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def keepable(text: str) -> str:
    """The text as it is kept: one kind of line end, and U+FFFD for half a surrogate pair, which no file can hold."""
    return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in one_line_ends(text))


def printable(text: str) -> str:
    """The text with U+FFFD for characters that steer a terminal (control and direction marks); line ends stay."""
    return "".join("\ufffd" if unicodedata.category(c) in ("Cc", "Cf") and c not in "\n\t" else c for c in text)


@functools.lru_cache(maxsize=256)  # one application asks for each of its dates five times
def read_date(text: str) -> date | None:
    """The date a person wrote, or None where it cannot be told for certain.

    Understands ``2026-05-06``, ``6/5/2026`` (day first), ``06052026`` as from comb boxes, and ``6 May 2026`` in
    English or Welsh. A year of two digits is not guessed.
    """
    text = text.strip()
    if not text:  # most often: a register of cases asks this of every answer that is not there
        return None
    try:
        if found := _ISO.fullmatch(text):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _DAY_FIRST.fullmatch(text) or _COMB.fullmatch(text):
            return date(int(found[3]), int(found[2]), int(found[1]))
        if (found := _IN_WORDS.fullmatch(text)) and (month := _MONTH_NUMBERS.get(found[3].lower())):
            day = date(int(found[4]), month, int(found[2]))
            # "about", "before" or the wrong weekday before a date make it no certain date
            return day if found[1] is None or _WEEKDAYS.get(found[1].lower()) == day.weekday() else None
    except ValueError:  # 31 February: a date in form only
        return None
    return None


def _of(table: Mapping[str, T], language: str) -> T:
    try:
        return table[language]
    except KeyError:
        raise ValueError(f"no words for language {language!r}; there are {join_and(sorted(table))}") from None
