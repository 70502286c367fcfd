"""The numbers of pages in a bundle that changed after it was made: 47, 47A, 47B … 47Z, 47AA; 47A1 between 47A and 47B.

A number is a figure, then letters and figures in turn, so that there is room between any two. Right in front of the
first letter there is a last resort: 47.1 stands between 47 and 47A. A number that a page once had is not given again.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from ctdocs.errors import Refused

_TOKEN = re.compile(r"\.?\d+|[A-Z]+")
Order = tuple[tuple[int, int], ...]


def order(number: str) -> Order:
    """What sorts numbers as pages follow each other: 47 < 47.1 < 47A < 47A1 < 47B < 47Z < 47AA < 48."""
    return tuple((0 if one[0] == "." else 1, _value(one)) for one in _TOKEN.findall(number))


def plain(count: int) -> list[str]:
    """The numbers of a bundle that never changed: 1, 2, 3 …"""
    return [str(number) for number in range(1, count + 1)]


def behind(before: str, after: str, count: int, used: Collection[str]) -> list[str]:
    """The numbers of ``count`` pages put in behind page ``before`` and before page ``after``; none of ``used``.

    Raises ``Refused`` where no number is left between these two.
    """
    taken, found = set(used), list[str]()
    for _ in range(count):
        number = _next(found[-1] if found else before, after, taken)
        if number is None:
            raise Refused(
                f"Between pages {before} and {after} no page number is left.",
                hint="Put the paper behind those that came before it, or number every page anew: --reissue.",
            )
        found.append(number)
        taken.add(number)
    return found


def on(last: str, count: int, used: Collection[str]) -> list[str]:
    """The numbers of ``count`` pages that follow the last one of a bundle."""
    found: list[str] = []
    number = int(_TOKEN.findall(last)[0])
    while len(found) < count:
        number += 1
        if str(number) not in used:
            found.append(str(number))
    return found


def runs(numbers: Iterable[str]) -> list[tuple[str, str]]:
    """Numbers that follow each other drawn together, each run as its first and last."""
    found: list[tuple[str, str]] = []
    for number in sorted(numbers, key=order):
        if found and _up(found[-1][1]) == number:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


def spoken(numbers: Sequence[str], to: str = "–") -> str:
    """Numbers as people say them: ``12–15, 47A``; ``to`` stands between the first and the last of a run."""
    return ", ".join(first if first == last else f"{first}{to}{last}" for first, last in runs(numbers))


def taken_out(numbers: Sequence[str], say: Mapping[str, str]) -> str:
    """What the index and the last page say of pages that were taken out: ``Pages 12 to 15 taken out``."""
    found = [a if a == b else say["to"].format(first=a, last=b) for a, b in runs(numbers)]
    return say["taken-one" if len(numbers) == 1 else "taken"].format(pages=", ".join(found))


def _next(before: str, after: str, taken: Collection[str]) -> str | None:
    tokens = _TOKEN.findall(before)
    starts = [_up(before)] if len(tokens) > 1 else []
    starts += [before + ("1" if tokens[-1].isalpha() else "A"), f"{before}.1"]
    for number in starts:
        while number in taken:
            number = _up(number)
        if order(before) < order(number) < order(after):
            return number
    return None


def _up(number: str) -> str:
    """The number after this one on its own level: 47 → 48, 47Z → 47AA, 47A1 → 47A2."""
    *rest, last = _TOKEN.findall(number)
    value = _value(last) + 1
    if last.isalpha():
        return "".join(rest) + _letters(value)
    return "".join(rest) + ("." if last[0] == "." else "") + str(value)


def _value(token: str) -> int:
    if not token.isalpha():
        return int(token.lstrip("."))
    value = 0
    for letter in token:
        value = value * 26 + ord(letter) - ord("A") + 1
    return value


def _letters(value: int) -> str:
    found = ""
    while value:
        value, rest = divmod(value - 1, 26)
        found = chr(ord("A") + rest) + found
    return found
