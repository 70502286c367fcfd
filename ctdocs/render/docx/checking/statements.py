"""How a ``{% … %}`` tag is written: its word, what follows it, what it takes the place of, and what was meant."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import Final

from ctdocs.render.docx.checking.faults import Fault
from ctdocs.render.docx.checking.homes import LEVELS

_STATEMENT: Final = re.compile(r"\{%([-+]?)(?:(tr|tc|p|r)(?=\s))?\s*([A-Za-z_]*)(.*?)([-+]?)%\}", re.DOTALL)
WORDS: Final = ("if", "elif", "else", "endif", "for", "endfor")
_GLUED: Final = re.compile(rf"({'|'.join(LEVELS)})({'|'.join(WORDS)})")
_FOR_ELIF: Final = ("elseif", "elsif")
_MISWRITTEN: Final = "This tag is not written as a template needs it."


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement as it was meant, and what is wrong with how it was written.

    ``level`` is what it takes the place of ("p", "tr", "tc", or "" for a place within a line), ``word`` one of
    ``WORDS`` or, where nobody can tell, "".
    """

    level: str
    word: str
    rest: str
    faults: tuple[Fault, ...] = ()

    @property
    def plain(self) -> str:
        """The same as Jinja has it."""
        return f"{{% {self.word} {self.rest} %}}" if self.rest else f"{{% {self.word} %}}"

    @property
    def written(self) -> str:
        """The same as it should stand in the template."""
        return self.plain.replace("{%", f"{{%{self.level}", 1)


def statement(source: str) -> Statement:
    """Read a whole ``{% … %}`` tag."""
    match = _STATEMENT.fullmatch(source)
    assert match is not None, "a whole statement has the form of one"
    level, word, rest = match[2] or "", match[3], match[4].strip()
    faults = []
    if match[1] or match[5]:
        hint = f"Write: {Statement(level, word, rest).written}"
        faults.append(Fault("'{%-' and '-%}' are not used in a template.", hint))
    first, _, behind = rest.partition(" ")
    glued = _GLUED.fullmatch(word.lower())
    if level == "r":
        level = ""
        faults.append(Fault(_MISWRITTEN, f"Write: {Statement(level, word, rest).written}"))
    elif not level and word.lower() in (*LEVELS, "r") and first in WORDS:  # {% p if x %}
        level, word, rest = word.lower().removeprefix("r"), first, behind.strip()
        faults.append(Fault(_MISWRITTEN, f"Write: {Statement(level, word, rest).written}"))
    elif not level and glued is not None:  # {%pif x %}
        level, word = glued[1], glued[2]
        faults.append(Fault(_MISWRITTEN, f"Write: {Statement(level, word, rest).written}"))
    return _meant(Statement(level, word, rest, tuple(faults)))


def _meant(found: Statement) -> Statement:
    """The same with the word that was meant."""
    level, word, rest = found.level, found.word, found.rest
    first, _, behind = rest.partition(" ")
    if word.lower() in _FOR_ELIF or (word.lower() == "else" and first.lower() == "if"):
        meant = Statement(level, "elif", rest if word.lower() in _FOR_ELIF else behind.strip())
        said = word if word.lower() in _FOR_ELIF else f"{word} {first}"
        fault = Fault(f"'{said}' is one word in a template: 'elif'.", f"Write: {meant.written}")
    elif word in WORDS:
        return found
    elif not word:
        fault, meant = Fault("Nothing stands in this tag.", _known()), Statement(level, "", rest)
    else:
        glued = f"{word}{first}".lower()
        near = [glued] if glued in WORDS else difflib.get_close_matches(word.lower(), WORDS, n=1, cutoff=0.7)
        hint = f"Did you mean '{near[0]}'?" if near else _known()
        fault = Fault(f"'{word}' is not something that a template can do.", hint)
        meant = Statement(level, near[0] if near else "", behind.strip() if glued in WORDS else rest)
        if glued in WORDS and not first:
            meant = Statement(level, glued, rest)
    return Statement(meant.level, meant.word, meant.rest, (*found.faults, fault))


def _known() -> str:
    return "A template knows if, elif, else, endif, for and endfor."
