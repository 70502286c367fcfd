"""Where answers can stand in a file: the places that the form has, and what is found in one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from ctdocs.model.wordform import BOOKMARK_LENGTH, WordForm
from ctdocs.read.word.controls import Control
from ctdocs.read.word.rows import Slot
from ctdocs.read.word.story import Cell, Paragraph, Story

AROUND: Final = "the words around it are not those of the form"
BESIDE: Final = "something was typed beside its box"
BY_PLACE: Final = "its control is gone; it was found by its place"
BY_WORDS: Final = "its control is gone; it was found by the words beside it"
UNSURE_PLACE: Final = "its control is gone, and where other answers stand is not certain either"
LINES: Final = "line ends stand beside its text, where a program may have moved them"
"""LibreOffice 7.4 puts the breaks of a control for plain text before it and joins its lines."""
ONE_GONE: Final = "one of its places is gone from the file"
TWICE: Final = "the file has this field twice"

How = Literal["tag", "cell", "paragraph", "words", "none"]


@dataclass(frozen=True, slots=True)
class Found:
    """What stands in one place, with its control where there is one; ``how`` it was found.

    ``typed`` is what stands in the control alone, ``text`` that with anything typed beside it. ``in_plain``: another
    program kept a control for plain text around it, though not its tag, and it may have had line ends. LibreOffice 7.4
    does not save those: it leaves the text in several pieces, and in one when it saves its own file again.
    """

    text: str = ""
    typed: str = ""
    how: How = "none"
    control: Control | None = None
    doubts: tuple[str, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    in_plain: bool = False


@dataclass(slots=True)
class Places:
    """The means to find the places of a form in a file."""

    story: Story
    containers: Mapping[str, tuple[str, ...]]
    known: frozenset[Control]
    outer: frozenset[Control]
    cells: Mapping[Cell, set[Control]]
    repeats: Mapping[str, Sequence[str]]
    used: set[Paragraph] = field(default_factory=set)
    _free: list[tuple[Paragraph, str]] | None = None

    def free(self) -> list[tuple[Paragraph, str]]:
        """The paragraphs with text that nothing was read from, worked out when first asked for."""
        if self._free is None:
            told = ((one, one.text) for one in self.story.paragraphs if one not in self.used)
            self._free = [(one, text) for one, text in told if text.strip()]
        return self._free


def places_of(form: WordForm, story: Story, slots: Sequence[Slot]) -> Places:
    """What the search for answers needs to know of the form and of the file."""
    containers = {name: parts for parts in form.containers for name in parts[1::2]}
    known = frozenset(control for slot in slots for control in slot.controls)
    cells: dict[Cell, set[Control]] = {}
    outer = set()
    for control in known:
        for paragraph in control.paragraphs:
            if paragraph.cell is not None:
                cells.setdefault(paragraph.cell, set()).add(control)
        around = control.parent
        while around is not None:
            outer.add(around)
            around = around.parent
    return Places(story, containers, known, frozenset(outer & known), cells, repeats_of(form))


def repeats_of(form: WordForm) -> dict[str, list[str]]:
    """The bookmarks of fields that stand in the form more than once, by that of their first place."""
    own = {mark for one in form.fields for mark in one.bookmarks.values()}
    heads: dict[str, set[str]] = {}
    for mark in own:
        for head in (mark, *(mark[: BOOKMARK_LENGTH - ending] for ending in (2, 3, 4))):
            heads.setdefault(head, set()).add(mark)
    found: dict[str, list[str]] = {}
    for mark in dict.fromkeys(name for parts in form.containers for name in parts[1::2]):
        head, _, number = mark.rpartition("_")
        if mark not in own and number.isdecimal():
            for first in heads.get(head, ()):
                if first == head or len(mark) == BOOKMARK_LENGTH:
                    found.setdefault(first, []).append(mark)
    return found


def controls_in(paragraphs: Iterable[Paragraph]) -> list[Control]:
    """The controls that hold any text of these paragraphs."""
    return list(dict.fromkeys(one for p in paragraphs for _, around in p.pieces for one in around))


def controls_of(paragraph: Paragraph) -> Iterator[Control]:
    """The same of one paragraph, but for the controls that repeat others."""
    for _, around in paragraph.pieces:
        for one in around:
            if one.kind not in ("section", "item"):
                yield one


def holds_known(places: Places, paragraphs: Iterable[Paragraph]) -> bool:
    """Whether a control that has its tag still stands in them: then they are no place without one."""
    return any(control in places.known for p in paragraphs for control in controls_of(p))


def marks_in(places: Places, paragraphs: Iterable[Paragraph]) -> set[str]:
    """The bookmarks of the form that begin in them."""
    return {name for p in paragraphs for name in p.bookmarks if name in places.containers}
