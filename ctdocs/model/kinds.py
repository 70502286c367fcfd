"""What a person typed, by the kind of the field: its value, and the reason to doubt it where there is one.

Each function takes the text as typed (line ends already one) and the number of comb cells (0: not a comb) and returns
``(value, reason)``. An empty reason means that the value is certain. A doubtful value is given as it was typed.
Reading a form and keying a case ask the same rules.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Final

from ctdocs.model.text import read_date

EARLIEST, LATEST = 1900, 2100
"""Years outside which a date on a form is a slip of the pen."""

_CUT: Final = "the date did not fit the boxes and may be cut short"
_LEADING_WORD = re.compile(r"\s*([^\W\d]+)")
_FIGURES = re.compile(r"\d{1,4}\s*[/.\-]\s*\d{1,2}\s*[/.\-]\s*\d{1,4}|\d{8}", re.ASCII)
_WHOLE_IN_COMB = re.compile(r"\d{8}|\d{1,2}[/.\-]\d{1,2}[/.\-]\d{4}")
_WEEKDAYS: Final = {
    "en": ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    "cy": ("llun", "mawrth", "mercher", "iau", "gwener", "sadwrn", "sul"),
}
_EMAIL = re.compile(r"[^\s@<>,;:\"()]+@[^\s@<>,;:\"()]+\.[^\s@<>,;:\"().]{2,}")
# The forms of a postcode: BS 7666-0; the last two letters are never C I K M O V.
_POSTCODE = re.compile(
    r"(GIR|[A-PR-UWYZ](?:[0-9]{1,2}|[A-HK-Y][0-9]{1,2}|[0-9][A-HJKPSTUW]|[A-HK-Y][0-9][ABEHMNPRVWXY]))"
    r" ?([0-9][ABD-HJLNP-UW-Z]{2})"
)
# No district is written with a leading 0, and only areas of two letters have a district 0: S01 4AA is SO1 4AA misread.
_O_OR_ZERO = re.compile(r"[A-Z]0|[A-Z]{2}0[0-9]")
_SEPARATORS = str.maketrans("", "", " ()-\u00a0\u2010\u2011\u2013")


def plain(text: str, cells: int) -> tuple[str, str]:
    """Exactly what was typed, spaces at its ends too."""
    return text, ""


def day(text: str, cells: int) -> tuple[str, str]:
    """A date in ISO 8601: eight digits day first, ``6/5/2026``, ``6 May 2026`` or already ISO."""
    typed = text.strip()
    found = read_date(typed)
    if found is None:
        return text, _no_date(typed, cells)
    if not EARLIEST <= found.year <= LATEST:
        return text, f"the year {found.year} cannot be right"
    if cells and len(text) == cells and not _WHOLE_IN_COMB.fullmatch(typed):  # 2026-5-16 stops at 2026-5-1
        return text, _CUT
    if not _FIGURES.fullmatch(typed) and (word := _LEADING_WORD.match(typed)) and not _weekday_fits(typed, word, found):
        return text, "the word before the date changes its meaning or names another day"
    return found.isoformat(), ""


def _no_date(typed: str, cells: int) -> str:
    if cells and len(typed) >= cells and not typed.isdecimal():
        return _CUT
    if re.fullmatch(r"\D*\d{1,2}\D+\d{1,2}\D+\d{2}|\d{6}", typed):
        return "the year has two digits only"
    if re.fullmatch(r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])", typed):
        return "the year seems to stand first (dates are read day first)"
    if _FIGURES.fullmatch(typed):
        return "there is no such day (dates are read day first)"
    return "this is not a date the program can be sure of"


def _weekday_fits(typed: str, word: re.Match[str], found: date) -> bool:
    first = word[1].lower()
    if first == "dydd":
        following = _LEADING_WORD.match(typed, word.end())
        first = following[1].lower() if following else ""
    names = {days[found.weekday()] for days in _WEEKDAYS.values()}
    return first in names or (len(first) == 3 and any(name.startswith(first) for name in names))


def phone(text: str, cells: int) -> tuple[str, str]:
    """A telephone number of the United Kingdom as typed, without spaces at its ends."""
    value = text.strip()
    digits = value.translate(_SEPARATORS)
    if cells and len(text) >= cells and not text.isdecimal():  # a blank took the cell of a figure that is not there
        return text, "the number filled all the boxes and may be cut short"
    if digits.startswith("+44"):
        digits = "0" + digits[3:].removeprefix("0")
    if re.fullmatch(r"0[1-689][0-9]{8,9}|07[0-9]{9}", digits):
        return value, ""
    return text, "this is not a telephone number of 10 or 11 digits"


def postcode(text: str, cells: int) -> tuple[str, str]:
    """A postcode in capitals with one space before its last three characters."""
    found = _POSTCODE.fullmatch(" ".join(text.upper().split()))
    if found is None:
        return text, "this is not a postcode of the United Kingdom"
    if _O_OR_ZERO.match(found[1]):
        return text, "no postcode begins like this: a letter O and a figure 0 may have been mixed up"
    return f"{found[1]} {found[2]}", ""


def email(text: str, cells: int) -> tuple[str, str]:
    """An e-mail address, without spaces at its ends."""
    value = text.strip()
    return (value, "") if _EMAIL.fullmatch(value) else (text, "this is not a complete e-mail address")


READERS: Final[dict[str, Callable[[str, int], tuple[str, str]]]] = {
    "text": plain,
    "multiline": plain,
    "reference": plain,
    "signature": plain,
    "date": day,
    "phone": phone,
    "postcode": postcode,
    "email": email,
}
"""How each kind of written field is read; ``tick`` and ``radio`` are in ``values``."""
