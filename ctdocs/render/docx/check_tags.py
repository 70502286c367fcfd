"""Whether the tags of one part of a template fit together: begun and ended, on one level, in one place."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from ctdocs.errors import Problem
from ctdocs.render.docx.check_halves import halves
from ctdocs.render.docx.check_homes import LEVELS, atom, holder_of, home_of, words_of
from ctdocs.render.docx.check_names import Names, Scope
from ctdocs.render.docx.problems import problem
from ctdocs.render.docx.tags import Tag, W, excerpt, found, paragraphs, text_of

_STATEMENT: Final = re.compile(r"\{%([-+]?)(?:(tr|tc|p|r)(?=\s))?\s*([A-Za-z_]*)(.*?)([-+]?)%\}", re.DOTALL)
_PRINT: Final = re.compile(r"\{\{([-+]?)(?:(tr|tc|p|r)(?=\s+[A-Za-z_]))?(.*?)([-+]?)\}\}", re.DOTALL)
_WORDS: Final = ("if", "elif", "else", "endif", "for", "endfor")
_HOLDS: Final = {"p": "paragraph", "tr": "row", "tc": "cell"}


@dataclass(frozen=True, slots=True, eq=False)
class Loop:
    """One loop: what it goes through, and the elements that its first and last tag stand in."""

    over: str
    first: Any
    last: Any


@dataclass(slots=True)
class _Open:
    word: str
    tag: Tag
    level: str
    scope: Scope
    over: str = ""
    otherwise: bool = False


@dataclass
class Structure:
    """One walk over the tags of a part. ``problems`` and ``loops`` are what it found."""

    root: Any
    part: str
    names: Names
    problems: list[Problem] = field(default_factory=list)
    loops: list[Loop] = field(default_factory=list)
    _open: list[_Open] = field(default_factory=list)
    _alone: set[Any] = field(default_factory=set)

    def check(self) -> None:
        """Note every problem of the part, in its order."""
        for tag, whole in self._tags():
            if tag.source.startswith("{{"):
                self._print(tag, whole)
            elif tag.source.startswith("{%"):
                self._statement(tag, whole)
        for left in self._open:
            self._unclosed(left)

    def _tags(self) -> Iterator[tuple[Tag, bool]]:
        """Every tag, and what a broken tag was meant to be, with whether it is whole. Notes the broken ones."""
        of: dict[Any, list[tuple[Tag, bool]]] = {}
        for tag in found(self.root, self.part):
            of.setdefault(tag.element, []).append((tag, True))
        every = list(paragraphs(self.root))
        texts = [text_of(paragraph) for paragraph in every]
        ended = False
        for number, (paragraph, text) in enumerate(zip(every, texts, strict=True)):
            after = texts[number + 1] if number + 1 < len(texts) else ""
            here, goes_on = of.get(paragraph, []), False
            if "{" in text or "}" in text:
                for half in halves(text, after, self._near):
                    if half.ends and ended:
                        ended = False
                        continue
                    goes_on = goes_on or half.goes_on
                    shown = excerpt(text, half.start, half.end)
                    self.problems.append(problem(half.message, shown, hint=half.hint, part=self.part))
                    if half.meant:
                        here = [*here, (Tag(half.meant, shown, paragraph, self.part, half.start, half.end), False)]
            ended = goes_on
            yield from sorted(here, key=lambda one: one[0].start)

    def _near(self, written: str) -> str | None:
        """The name that stands in single braces, if it looks like one of ours: a dot, or exactly a known name."""
        if self.names.is_known(written, self._scope()):
            return written
        return self.names.nearest(written, self._scope(), strict=True) if "." in written else None

    # -- one tag
    def _print(self, tag: Tag, whole: bool) -> None:
        match = _PRINT.fullmatch(tag.source)
        if not whole or match is None:
            return
        if tag.source.startswith("{{{"):
            self._say("Three braces stand where two belong.", tag, f"Write: {{{{ {tag.source.strip('{} ')} }}}}")
        elif match[1] or match[4]:
            self._say("'{{-' and '-}}' are not used in a template.", tag, f"Write: {{{{ {match[3].strip()} }}}}")
        elif match[2]:
            hint = f"Write: {{{{ {match[3].strip()} }}}}"
            self._say(f"The form {{{{{match[2]} … }}}} is not used in a template.", tag, hint)
        else:
            self._faults("print", tag.source, tag)

    def _statement(self, tag: Tag, whole: bool) -> None:
        match = _STATEMENT.fullmatch(tag.source)
        assert match is not None, "a whole statement has the form of one"
        minus, level, word, rest = match[1] or match[5], match[2] or "", match[3], match[4].strip()
        plain = f"{{% {word} {rest} %}}" if rest else f"{{% {word} %}}"
        if minus:
            self._say("'{%-' and '-%}' are not used in a template.", tag, f"Write: {plain}")
        elif level == "r" or (word in ("p", "tr", "tc", "r") and rest.split()[:1] and rest.split()[0] in _WORDS):
            wanted = f"{{%{word} {rest} %}}" if word in LEVELS else plain
            self._say("This tag is not written as a template needs it.", tag, f"Write: {wanted}")
            if level == "r":
                level = ""
            else:
                level, word, rest = word, rest.split()[0], " ".join(rest.split()[1:])
                plain = f"{{% {word} {rest} %}}"
        if word not in _WORDS:
            self._refuse(word, rest, tag)
            return
        if whole:
            self._placed(tag, level)
        if word in ("endif", "endfor", "else") and rest and whole:
            self._say(f"Nothing follows '{word}' in its tag.", tag, f"Write: {{%{level} {word} %}}")
        if word in ("if", "for"):
            self._begin(word, tag, level, plain, whole)
        elif word in ("elif", "else"):
            self._branch(word, tag, level, plain, whole)
        else:
            self._end(word, tag, level)

    def _refuse(self, word: str, rest: str, tag: Tag) -> None:
        glued = f"{word}{rest.split()[0]}" if rest else word
        near = [glued] if glued in _WORDS else difflib.get_close_matches(word, _WORDS, n=1, cutoff=0.7)
        hint = f"Did you mean '{near[0]}'?" if near else "A template knows if, elif, else, endif, for and endfor."
        message = f"'{word}' is not something that a template can do." if word else "Nothing stands in this tag."
        self._say(message, tag, hint)
        if near and near[0] in ("endif", "endfor") and self._open and self._open[-1].word == near[0][3:]:
            self._open.pop()  # it was meant as the end: say no more about it

    # -- begun and ended
    def _begin(self, word: str, tag: Tag, level: str, plain: str, whole: bool) -> None:
        if whole:
            self._faults(word, plain, tag)
        scope = self._scope()
        over = ""
        if word == "for":
            over, scope = self.names.loop(plain, scope)
        self._open.append(_Open(word, tag, level, scope, over))

    def _branch(self, word: str, tag: Tag, level: str, plain: str, whole: bool) -> None:
        if not self._open or (word == "elif" and self._open[-1].word != "if"):
            self._say(f"'{word}' stands outside of any 'if'.", tag, "Write {% if … %} before it, or take it out.")
            return
        begun = self._open[-1]
        if begun.otherwise:
            self._say(f"'{word}' comes after 'else', so it can never be chosen.", tag, "Put 'else' last.")
        begun.otherwise = begun.otherwise or word == "else"
        self._together(begun, tag, level, word)
        if word == "elif" and whole:
            self._faults("elif", plain, tag)

    def _end(self, word: str, tag: Tag, level: str) -> None:
        begins = word.removeprefix("end")
        if all(begun.word != begins for begun in self._open):
            what = "loop" if begins == "for" else "condition"
            hint = f"Write {{% {begins} … %}} before it, or take it out."
            self._say(f"'{word}' ends a {what} that was never begun.", tag, hint)
            return
        while self._open[-1].word != begins:
            self._unclosed(self._open.pop())
        begun = self._open.pop()
        self._together(begun, tag, level, word)
        if begins == "for":
            self.loops.append(Loop(begun.over, atom(begun.tag), atom(tag)))

    def _unclosed(self, begun: _Open) -> None:
        what = "loop" if begun.word == "for" else "condition"
        hint = f"Write {{%{begun.level} end{begun.word} %}} where it ends."
        self._say(f"This {what} is not closed: no 'end{begun.word}' follows.", begun.tag, hint)

    # -- in one place
    def _placed(self, tag: Tag, level: str) -> None:
        if not level or level == "r":
            return
        holder = holder_of(tag, level)
        if holder is None:
            what = "rows" if level == "tr" else "cells"
            hint = tag.source.replace(f"{{%{level}", "{%p", 1)
            self._say(f"{{%{level} … %}} is about {what} of a table, and no table is here.", tag, f"Write: {hint}")
        elif words_of(holder) != tag.source.strip() and holder not in self._alone:
            self._alone.add(holder)
            message = f"The {_HOLDS[level]} of a {{%{level} … %}} tag holds nothing else: the rest would be lost."
            self._say(message, tag, f"Put the tag into a {_HOLDS[level]} of its own.")

    def _together(self, begun: _Open, tag: Tag, level: str, word: str) -> None:
        """The tags of one condition or loop are on one level, and their holders lie side by side."""
        if begun.level != level:
            begins, ends = f"{{%{begun.level} {begun.word} … %}}", f"{{%{level} {word} %}}"
            hint = f"Write {{%{begun.level} {word} %}}{' in a paragraph of its own' if begun.level == 'p' else ''}."
            self._say(f"It begins as {begins} and goes on as {ends}: both must be of one kind.", tag, hint)
            return
        one, other = home_of(begun.tag, level), home_of(tag, level)
        if one is other or one is None or other is None:
            return
        cells = [next(one_tag.element.iterancestors(f"{W}tc"), None) for one_tag in (begun.tag, tag)]
        what = "loop" if begun.word == "for" else "condition"
        if cells[0] is not cells[1]:
            hint = "Put both into one cell, or repeat whole rows: {%tr … %} in rows of their own."
            self._say(f"This {what} begins in one cell of a table and ends in another.", begun.tag, hint)
        elif begun.tag.element is not tag.element and not level:
            hint = f"Write {{%p {begun.word} … %}} and {{%p end{begun.word} %}}, each in a paragraph of its own."
            self._say(f"This {what} begins in one paragraph and ends in another.", begun.tag, hint)
        else:
            hint = "Move one of the two tags, so that both stand beside each other."
            self._say(f"This {what} begins inside a link, a field or a box and ends outside of it.", begun.tag, hint)

    # -- saying it
    def _scope(self) -> Scope:
        return self._open[-1].scope if self._open else {}

    def _faults(self, kind: str, source: str, tag: Tag) -> None:
        for fault in self.names.faults(kind, source, self._scope()):
            self._say(fault.message, tag, fault.hint)

    def _say(self, message: str, tag: Tag, hint: str | None = None) -> None:
        self.problems.append(problem(message, tag.paragraph, hint=hint, part=self.part))
