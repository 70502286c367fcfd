"""What a returned file says outside its answers: the words of each paragraph without what was read from it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ctdocs.model.wordform import WordForm
from ctdocs.read.word.controls import PLACEHOLDERS, TICKED, UNTICKED, Control
from ctdocs.read.word.interpret import tick_of
from ctdocs.read.word.patterns import split
from ctdocs.read.word.places import AROUND, BESIDE, Found, repeats_of
from ctdocs.read.word.rows import Slot
from ctdocs.read.word.story import Paragraph, Story
from ctdocs.read.word.words import key_of

_SIGNS: Final = "".join(sorted((TICKED | UNTICKED) - {"x", "X"}))
_BOX_FIRST = re.compile(rf"\s*[{_SIGNS}]\s*")


@dataclass(frozen=True, slots=True)
class Line:
    """Words outside every answer, and the paragraph that they stand in."""

    text: str
    paragraph: Paragraph


def is_box(slot: Slot) -> bool:
    """Whether an answer is given by ticking a box."""
    return slot.field.shown_as == "boxes" or slot.field.kind == "tick"


def lines_of(
    paragraphs: Iterable[Paragraph], form: WordForm, story: Story, slots: Sequence[Slot], found: Sequence[Found]
) -> list[Line]:
    """The words of these paragraphs that are no answer, in their order, but for those that ask for one."""
    known = frozenset(control for slot in slots for control in slot.controls)
    asks = {key_of(one.placeholder) for one in form.fields} | {key_of(one) for one in PLACEHOLDERS}
    read = _read(form, story, known, slots, found)
    lines = []
    for paragraph in paragraphs:
        texts = read.get(paragraph)
        if texts is None:
            texts = [bare(paragraph, known)]
        lines += [Line(text, paragraph) for text in texts if text.strip() and key_of(text) not in asks]
    return lines


def bare(paragraph: Paragraph, known: frozenset[Control]) -> str:
    """The text of a paragraph but for what stands in controls of the form, page numbers, and words that ask."""
    kept = []
    for number, (piece, around) in enumerate(paragraph.pieces):
        asks = any(one.placeholder for one in around)
        if number not in paragraph.counted and not asks and not any(one in known for one in around):
            kept.append(piece)
    return "".join(kept)


def further_places(form: WordForm, story: Story, known: frozenset[Control]) -> Iterator[tuple[Paragraph, str, str]]:
    """The paragraphs without controls in which a field stands again: with its first bookmark, and its text there."""
    containers = {name: parts for parts in form.containers for name in parts[1::2]}
    for first, others in repeats_of(form).items():
        for mark in others:
            for paragraph in story.bookmarks.get(mark, ()):
                if any(one in known for _, around in paragraph.pieces for one in around):
                    continue
                pieces = split(paragraph.text, containers[mark])
                if pieces is not None:
                    yield paragraph, first, pieces[containers[mark][1::2].index(mark)]


def _read(
    form: WordForm, story: Story, known: frozenset[Control], slots: Sequence[Slot], found: Sequence[Found]
) -> Mapping[Paragraph, list[str]]:
    """What stands beside the answers that hold all there is in their place: the words of the form, if any."""
    containers = {name: parts for parts in form.containers for name in parts[1::2]}
    taken: dict[Paragraph, list[str]] = {}
    for slot, one in zip(slots, found, strict=True):
        parts = containers.get(slot.pattern)
        if one.how == "none" or not one.paragraphs:
            continue
        if one.how == "tag" and (is_box(slot) or BESIDE not in one.doubts or parts is None or len(parts) != 3):
            continue
        if is_box(slot) and (AROUND in one.doubts or tick_of(one.text) is None):
            for paragraph in one.paragraphs:
                taken.setdefault(paragraph, [_BOX_FIRST.sub(" ", paragraph.text, count=1)])
            continue
        first, *others = one.paragraphs
        whole = AROUND in one.doubts or parts is None  # then all that stands there is the answer
        words = [] if whole or parts is None else " ".join(parts[::2]).split("\n")
        taken.setdefault(first, words)
        for paragraph in others:
            taken.setdefault(paragraph, [])
    for paragraph, first_mark, _ in further_places(form, story, known):
        mark = next(name for name in paragraph.bookmarks if name in containers and name != first_mark)
        taken.setdefault(paragraph, " ".join(containers[mark][::2]).split("\n"))
    return taken
