"""A date of birth that is told without being written: the year, the birthday, or the age of somebody."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def told_otherwise(text: str, born: date, facts: Mapping[str, Any]) -> Iterator[tuple[int, int]]:
    """Where a text tells of a birth: "born in 1990", "turned 36 on 12 May", "36 years old" (of that year)."""
    month, nth = rf"{_MONTHS[born.month - 1]}[a-z]*", rf"{born.day}(?:st|nd|rd|th)?"
    day = rf"(?:{nth}\s+(?:of\s+)?{month}|{month}\s+{nth})\b"
    patterns = [rf"\bborn\b[^.\d]{{0,20}}\b{born.year}\b", rf"\b(?:turn(?:s|ed)|birthday)\b[^.]{{0,20}}?\b{day}"]
    received = facts.get("received")
    if isinstance(received, date):
        age = received.year - born.year
        ages = "|".join(str(one) for one in range(max(age - 1, 1), age + 2))
        patterns += [
            rf"\b(?:{ages})[\s-]+(?:years?[\s-]+old|years?\s+of\s+age)\b",
            rf"\b(?:aged|age\s+of|turn(?:s|ed))\s+(?:{ages})\b",
        ]
    for pattern in patterns:
        yield from (found.span() for found in re.finditer(pattern, text, re.IGNORECASE))
