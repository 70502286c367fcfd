"""Whether the tags of one part of a template fit together: each begun is ended, in its order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from ctdocs.errors import Problem
from ctdocs.render.docx.checking.halves import halves
from ctdocs.render.docx.checking.homes import atom
from ctdocs.render.docx.checking.names import Names
from ctdocs.render.docx.checking.placed import apart, misplaced
from ctdocs.render.docx.checking.problems import problem
from ctdocs.render.docx.checking.statements import Statement, statement
from ctdocs.render.docx.checking.values import Scope
from ctdocs.render.docx.tags import Tag, excerpt, found, paragraphs, text_of

_PRINT: Final = re.compile(r"\{\{([-+]?)(?:(tr|tc|p|r)(?=\s+[A-Za-z_]))?(.*?)([-+]?)\}\}", re.DOTALL)


@dataclass(frozen=True, slots=True, eq=False)
class Span:
    """One loop ("for") or condition ("if"): its first tag, and the elements that its first and last tag stand in.

    ``over`` is what a loop goes through, ``expression`` what a condition asks.
    """

    word: str
    source: str
    expression: str
    over: str
    first: Any
    last: Any


@dataclass(slots=True)
class _Open:
    said: Statement
    tag: Tag
    scope: Scope
    over: str = ""
    otherwise: bool = False
    crossed: bool = False

    @property
    def word(self) -> str:
        return self.said.word

    @property
    def what(self) -> str:
        return "loop" if self.word == "for" else "condition"


@dataclass
class Structure:
    """One walk over the tags of a part. ``problems`` and ``spans`` are what it found."""

    root: Any
    part: str
    names: Names
    problems: list[Problem] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
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
            hint = f"Write {{%{left.said.level} end{left.word} %}} where it ends."
            self._say(f"This {left.what} is not closed: no 'end{left.word}' follows.", left.tag, hint)

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
        said = statement(tag.source)
        for fault in said.faults:
            self._say(fault.message, tag, fault.hint)
        if not said.word:
            return
        if whole and said.level and (wrong := misplaced(tag, said.level, self._alone)) is not None:
            self._say(wrong.message, tag, wrong.hint)
        if said.word in ("endif", "endfor", "else") and said.rest and whole:
            self._say(f"Nothing follows '{said.word}' in its tag.", tag, f"Write: {{%{said.level} {said.word} %}}")
        if said.word in ("if", "for"):
            self._begin(said, tag, whole)
        elif said.word in ("elif", "else"):
            self._branch(said, tag, whole)
        else:
            self._end(said, tag)

    # -- begun and ended
    def _begin(self, said: Statement, tag: Tag, whole: bool) -> None:
        if whole:
            self._faults(said.word, said.plain, tag)
        scope = self._scope()
        over = ""
        if said.word == "for":
            over, scope = self.names.loop(said.plain, scope)
        self._open.append(_Open(said, tag, scope, over))

    def _branch(self, said: Statement, tag: Tag, whole: bool) -> None:
        word = said.word
        if not self._open or (word == "elif" and self._open[-1].word != "if"):
            self._say(f"'{word}' stands outside of any 'if'.", tag, "Write {% if … %} before it, or take it out.")
            return
        begun = self._open[-1]
        if begun.otherwise:
            self._say(f"'{word}' comes after 'else', so it can never be chosen.", tag, "Put 'else' last.")
        begun.otherwise = begun.otherwise or word == "else"
        self._together(begun, said, tag)
        if word == "elif" and whole:
            self._faults("elif", said.plain, tag)

    def _end(self, said: Statement, tag: Tag) -> None:
        begins = said.word.removeprefix("end")
        at = next((n for n in reversed(range(len(self._open))) if self._open[n].word == begins), None)
        if at is None:
            what = "loop" if begins == "for" else "condition"
            hint = f"Write {{% {begins} … %}} before it, or take it out."
            self._say(f"'{said.word}' ends a {what} that was never begun.", tag, hint)
            return
        begun = self._open.pop(at)
        for inside in self._open[at:]:
            inside.crossed = True  # it is still open: its own end comes too late, or not at all
        if begun.crossed:
            other = "condition" if begins == "for" else "loop"
            ends = "endif" if begins == "for" else "endfor"
            message = f"This {begun.what} and the {other} around it cross: the {other} ends first."
            hint = f"Write {{%{said.level} {said.word} %}} before {{%{said.level} {ends} %}}."
            self._say(message, begun.tag, hint)
            return
        self._together(begun, said, tag)
        asked = begun.said.rest if begins == "if" else ""
        self.spans.append(Span(begins, begun.tag.source, asked, begun.over, atom(begun.tag), atom(tag)))

    def _together(self, begun: _Open, said: Statement, tag: Tag) -> None:
        wrong = apart((begun.tag, begun.word, begun.said.level), (tag, said.word, said.level))
        if wrong is not None:
            self._say(wrong[1].message, wrong[0], wrong[1].hint)

    # -- saying it
    def _scope(self) -> Scope:
        return self._open[-1].scope if self._open else {}

    def _faults(self, kind: str, source: str, tag: Tag) -> None:
        for fault in self.names.faults(kind, source, self._scope()):
            self._say(fault.message, tag, fault.hint)

    def _say(self, message: str, tag: Tag, hint: str | None = None) -> None:
        self.problems.append(problem(message, tag.paragraph, hint=hint, part=self.part))
