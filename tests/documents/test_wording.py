"""The words of forms and letters: easy to read, and with nothing in them that belongs in an area's profile."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

TEMPLATES = Path(__file__).parents[2] / "templates"
DESCRIPTIONS = sorted(TEMPLATES.rglob("*.yaml"))

WORDS = {
    "title", "heading", "text", "slot", "label", "note", "hint", "subject", "enquiries", "reference", "caption",
}  # fmt: skip
"""The keys of a description whose value is text that a person reads."""

HIGHEST_GRADE = 7.0
"""A Flesch–Kincaid grade of 7 is reading at the age of about 12."""

VOWELS = re.compile(r"[aeiouy]+")
JINJA = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)


# ---- reading a description


def texts(node: Any) -> Iterator[str]:
    """Every English text of a description, as written."""
    if isinstance(node, list):
        for item in node:
            yield from texts(item)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key in WORDS and isinstance(value, str):
                yield value
            elif key in WORDS and isinstance(value, dict) and "en" in value:
                yield value["en"]
            elif key == "rows" and isinstance(value, list):  # of a printed table: its cells are text
                yield from (cell for row in value for cell in row)
            else:
                yield from texts(value)


def english(path: Path) -> list[str]:
    return list(texts(yaml.safe_load(path.read_text(encoding="utf-8"))))


def sentences(text: str) -> Iterator[list[str]]:
    """The sentences of one text as lists of words. A paragraph and an item of a list end a sentence too."""
    plain = re.sub(r"[*\\]", "", JINJA.sub("", text))
    for part in re.split(r"[.?!](?=\s|$)|\n\s*\n|\n\s*(?:-|\d+\.)\s", f"\n{plain}"):
        words = re.findall(r"[A-Za-z]+(?:['’-][A-Za-z]+)*", part)
        if words:
            yield words


# ---- how hard it is to read


def syllables(word: str) -> int:
    """How many syllables an English word has, as near as its spelling tells; a hyphen divides words."""
    if "-" in word:
        return sum(syllables(part) for part in word.split("-"))
    lower = re.sub(r"[^a-z]", "", word.lower())
    count = len(VOWELS.findall(lower))
    if re.search(r"[^aeiouy]e$", lower) and not re.search(r"[^aeiouy]le$", lower):
        count -= 1  # the e of "come" is silent, that of "table" is not
    if re.search(r"[^aeioutdy]ed$", lower) or re.search(r"[^aeiouyscxzg]es$", lower):
        count -= 1  # "used", "times"; not "wanted", "voices"
    if re.search(r"[aeiouy]ing$", lower):
        count += 1  # "being", "saying"
    return max(count, 1)


def grade(found: list[list[str]]) -> float:
    """The Flesch–Kincaid grade level of sentences: school years in the United States; age is about five more."""
    words = [word for sentence in found for word in sentence]
    return 0.39 * len(words) / len(found) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


@pytest.mark.parametrize(
    ("text", "level"),
    [  # grades as published for these well-known examples
        ("The cat sat on the mat.", -1.45),
        ("The Australian platypus is seemingly a hybrid of a mammal and reptilian creature.", 11.3),
    ],
)
def test_our_measure_agrees_with_published_grades(text: str, level: float) -> None:
    assert grade(list(sentences(text))) == pytest.approx(level, abs=0.05)


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("behaviour", 3), ("anti-social", 4), ("application", 4), ("come", 1), ("table", 2), ("used", 1),
        ("wanted", 2), ("times", 1), ("boxes", 2), ("voices", 2), ("being", 2), ("the", 1),
        ("people", 2), ("happened", 2),
    ],
)  # fmt: skip
def test_syllables(word: str, count: int) -> None:
    assert syllables(word) == count


def test_sentences_end_at_list_items_and_leave_jinja_out() -> None:
    text = "Call {{ area.phone }} now.\n\n- one thing\n- **another** thing\n\n{% if a.b %}It's e.g. this{% endif %}"
    assert list(sentences(text)) == [
        ["Call", "now"],
        ["one", "thing"],
        ["another", "thing"],
        ["It's", "e", "g"],
        ["this"],
    ]


@pytest.mark.parametrize("path", DESCRIPTIONS, ids=lambda p: p.stem)
def test_a_document_reads_at_about_twelve_or_younger(path: Path) -> None:
    found = [sentence for text in english(path) for sentence in sentences(text)]
    assert sum(map(len, found)) > 50, "a test that reads next to nothing shows nothing"
    hardest = sorted(found, key=lambda s: grade([s]), reverse=True)[:5]
    assert grade(found) <= HIGHEST_GRADE, [" ".join(sentence) for sentence in hardest]


@pytest.mark.parametrize("path", DESCRIPTIONS, ids=lambda p: p.stem)
def test_no_sentence_is_long(path: Path) -> None:
    long = [" ".join(s) for text in english(path) for s in sentences(text) if len(s) > 28]
    assert long == []


# ---- what belongs in a profile

NUMBER = r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|fifteen|twenty|forty|twenty-eight)"
UNIT = r"(?:working\s+|calendar\s+)?(?:day|week|month)s?"
PROFILE_DATA = {
    "an appeal body": r"OPCC|Police\s+and\s+Crime\s+Commissioner|Scrutiny|Joint\s+Action\s+Group",
    "a kind of day that is counted": r"working\s+days?",
    "a length of time": rf"\b{NUMBER}\s+{UNIT}\b",
    "the threshold": rf"\b{NUMBER}\s+or\s+more\b",
    "a telephone number": r"\b(?:101|999|0\d{2,4}\s?\d{3}\s?\d{3,4})\b",
    "the name of a scheme": r"Community\s+Trigger|\bASB\b",
    "the name of a law": r"\b(?:Act|GDPR|Regulations?)\b\s*(?:19|20)?\d*",
    "the name of a police force or health body": r"Constabulary|Clinical\s+Commissioning|Integrated\s+Care",
    "a web or e-mail address": r"https?:|www\.|\w@\w",
    "the name of a place": (
        r"Derby|Amber\s+Valley|Bolsover|Chesterfield|Erewash|High\s+Peak|Warwick|Nuneaton|Bedworth|Rugby|Stratford"
        r"|Dacorum|Hertford|Exampleshire|\b(?:County|City|Borough|District)\s+Council"
    ),
}
"""What may differ between areas or change with the law: it stands in profiles, never in a template."""


@pytest.mark.parametrize("path", DESCRIPTIONS, ids=lambda p: p.stem)
@pytest.mark.parametrize("what", PROFILE_DATA)
def test_nothing_in_a_text_belongs_in_a_profile(path: Path, what: str) -> None:
    flags = 0 if what in ("the name of a law", "the name of a place") else re.IGNORECASE
    found = [
        match[0] for text in english(path) for match in re.finditer(PROFILE_DATA[what], JINJA.sub(" ", text), flags)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("an appeal body", "appeal to the OPCC for Derbyshire"),
        ("a kind of day that is counted", "within fifteen working\ndays"),
        ("a length of time", "appeal within 28 days of this letter"),
        ("a length of time", "in the last six months"),
        ("the threshold", "three or more qualifying complaints"),
        ("a telephone number", "call 101"),
        ("a telephone number", "on 01283 595798"),
        ("the name of a scheme", "your Community Trigger application"),
        ("the name of a law", "the Anti-social Behaviour, Crime and Policing Act 2014"),
        ("the name of a police force or health body", "Derbyshire Constabulary"),
        ("a web or e-mail address", "see www.example.org"),
        ("the name of a place", "South Derbyshire District Council"),
    ],
)
def test_profile_data_would_be_seen(what: str, text: str) -> None:
    assert re.search(PROFILE_DATA[what], text)
