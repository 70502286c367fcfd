"""What is wrong with a YAML file, in words for somebody who has never heard of YAML's grammar."""

from __future__ import annotations

import re
from typing import Any

from ctdocs.errors import Place, Problem

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_TAB = re.compile(r" *\t\s*\S")
_QUOTES = "Put the whole value in double quotes."
_LEVELS = "Names of one level begin in one column; what belongs under a name is indented by two spaces more."

# (what libyaml or PyYAML says, our sentence, what to do). Both spell the same fault differently.
_SENTENCES: tuple[tuple[str, str, str], ...] = (
    ("cannot start any token", "A value cannot begin with this character unless it stands in quotes.", _QUOTES),
    ("quoted scalar", "A quotation mark opens here and does not close well.", "Close it, and write \\\\ for \\."),
    ("block scalar", "After | or > the text begins on the next line.", "Move the text to the next line, indented."),
    ("sequence entries are not allowed", "A list begins on the line after its name.", "Or is it text? " + _QUOTES),
    ("alias", "A value cannot begin with * unless it stands in quotes.", _QUOTES),
    ("anchor", "A value cannot begin with & unless it stands in quotes.", _QUOTES),
    ("',' or ']'", "A list opened with [ is not closed with ].", "Or put the value in double quotes."),
    ("',' or '}'", "A mapping opened with { is not closed with }.", "Or put the value in double quotes."),
    ("expected ':'", "This line has no colon after a name.", "Write it as name: value."),
    ("expected key", "This does not stand in line with what is above it.", _LEVELS),
    ("<block end>", "This does not stand in line with what is above it.", _LEVELS),
    ("incompatible", "This version of YAML is not read.", "Take the line out."),
)
# Faults whose cause stands where the construct began, not where the parser gave up.
_AT_CONTEXT = ("quoted scalar", "',' or", "expected ':'", "alias", "anchor")


def order(problem: Problem) -> tuple[int, int]:
    """Sort key: line, then column."""
    return (problem.place.line, problem.place.column) if problem.place else (0, 0)


def quoted(text: str) -> str:
    """The text in quotation marks on one line, shortened where it is long."""
    line = " ".join(text.split())
    return f"'{line[:60]}…'" if len(line) > 60 else f"'{line}'"


def before_parsing(text: str, lines: tuple[str, ...], name: str) -> list[Problem]:
    """All tabs used as indentation and all characters that no text file should hold: the parser stops at the first."""
    found = [
        Problem(
            "A tab is used to indent this line.",
            Place(name, number, line.index("\t") + 1),
            "Use spaces: two for each level.",
            code="tab",
        )
        for number, line in enumerate(lines, 1)
        if _TAB.match(line) and not line.lstrip().startswith("#")
    ]
    if _CONTROL.search(text):
        found += [
            Problem(
                f"A character that cannot be printed stands here (U+{ord(match.group()):04X}).",
                Place(name, number, match.start() + 1),
                "Delete it.",
                code="control-character",
            )
            for number, line in enumerate(lines, 1)
            for match in _CONTROL.finditer(line)
        ]
    return found


def explained(error: Any, lines: tuple[str, ...], name: str) -> Problem:
    """The parser's complaint (a ``yaml.MarkedYAMLError``) as a sentence at the place where the cause stands."""
    said = f"{error.context or ''} {error.problem or ''}"
    mark = error.problem_mark or error.context_mark
    if error.context_mark is not None and any(words in said for words in _AT_CONTEXT):
        mark = error.context_mark
    place = Place(name, mark.line + 1, mark.column + 1) if mark else Place(name, 1, 1)
    before = lines[place.line - 1][: place.column - 1] if place.line <= len(lines) else ""
    message, hint = _sentence(said, before)
    return Problem(message, place, hint, code="syntax")


def _sentence(said: str, before: str) -> tuple[str, str]:
    if "mapping values are not allowed" in said:
        if ": " in before:
            return "A value with a colon in it must stand in quotes.", _QUOTES
        return "A name with a value cannot stand here.", _LEVELS
    if before.rstrip().endswith(("'", '"')) and ("expected key" in said or "<block end>" in said):
        return "Text follows a closing quotation mark.", _QUOTES + " Inside them, write \\\" for a double quote."
    for words, message, hint in _SENTENCES:
        if words in said:
            return message, hint
    return f"This cannot be read as YAML ({said.strip()}).", _LEVELS
