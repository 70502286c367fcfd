"""Plain text broken into lines that are drawn as far as our font goes, and read aloud and searched whole.

``ctdocs.render.pdf.paragraph`` does this for our own documents, whose lost letters are reported; what came from a
person keeps its letters: where the font lacks one, a box is drawn that carries the letter itself as ActualText.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from ctdocs.model.text import keepable
from ctdocs.render.pdf.fonts import REPLACEMENT, Face, face

_RUN = re.compile(r"[^ ]+| +")
_BREAK_AFTER = frozenset("/-?&=_,;.")
_SIGNS = {"\t": "    ", "\u2011": "-", "\u2028": "\n", "\u2029": "\n", "\x0b": "\n", "\x0c": "\n", "\x85": "\n"}
_MARKS = ("Mn", "Me")
_LEFTWARD = ("R", "AL", "AN")
JOINER = "\u200d"
"""Joins two signs into one, as in most signs for people."""
_APART = (JOINER, REPLACEMENT)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Letters drawn one after another. ``meant`` is what they stand for where boxes are drawn instead, else empty."""

    drawn: str
    meant: str = ""


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of a paragraph. ``ends`` where the text itself ends the line, ``parted`` where it ends inside a word."""

    stretches: tuple[Stretch, ...]
    ends: bool = False
    parted: bool = False

    @property
    def meant(self) -> str:
        """The text of the line."""
        return "".join(part.meant or part.drawn for part in self.stretches)


def cleaned(text: str) -> str:
    """The text in composed letters, without control and direction characters, with line feeds only."""
    text = unicodedata.normalize("NFC", keepable(text))
    if text.isascii() and text.replace("\n", "").isprintable():
        return text
    out = []
    for ch in text:
        if ch in _SIGNS:
            out.append(_SIGNS[ch])
        elif ch in ("\n", JOINER) or unicodedata.category(ch) not in ("Cc", "Cf", "Cs") or ch == "\u200d":
            out.append(ch)
    return "".join(out)


def stretches(text: str) -> Iterator[Stretch]:
    """Cleaned text of one line as what is drawn and what it means."""
    font = face()
    plain, lost, boxes = "", "", ""
    for ch in text:
        if ord(ch) in font.widths and unicodedata.bidirectional(ch) not in _LEFTWARD and ch not in _APART:
            if lost:
                yield Stretch(boxes, lost)
                lost, boxes = "", ""
            plain += ch
            continue
        mark = unicodedata.category(ch) in _MARKS or ch == JOINER
        if mark and plain:  # it belongs to the letter before it, which is shown as a box with it
            plain, lost = plain[:-1], plain[-1]
            boxes = lost if "\ufe00" <= ch <= "\ufe0f" else REPLACEMENT  # how to draw a sign is no letter of its own
        elif not (lost and (mark or lost.endswith(JOINER))):
            boxes += REPLACEMENT
        if plain:
            yield Stretch(plain)
            plain = ""
        lost += ch
    if lost:
        yield Stretch(boxes or REPLACEMENT, lost)
    elif plain:
        yield Stretch(plain)


def width_of(text: str, size: float, font: Face | None = None) -> float:
    """The width of cleaned text in points, boxes included."""
    font = font or face()
    if text.isascii():
        return font.width(text, size)
    return sum(font.width(part.drawn, size) for part in stretches(text))


def broken(text: str, size: float, width: float, font: Face | None = None) -> list[TextLine]:
    """A text (``cleaned``) as lines no wider than ``width`` points. Spaces are kept as they stand, but at line ends."""
    font = font or face()
    made: list[TextLine] = []
    for line in text.split("\n"):
        made += _wrapped(line.rstrip(), size, width, font)
    return made


def _wrapped(text: str, size: float, width: float, font: Face) -> Iterator[TextLine]:
    if len(text) * size < width:  # no letter is wider than it is high
        yield TextLine(tuple(stretches(text)), ends=True)
        return
    line, used, gap = "", 0.0, ""
    for run in _RUN.findall(text):
        if run[0] == " ":
            gap = run[: int(width / 2 / font.width(" ", size))]
            continue
        wide = width_of(gap + run, size, font)
        if line and used + wide > width:
            yield TextLine(tuple(stretches(line)))
            line, used, gap, wide = "", 0.0, "", width_of(run, size, font)
        line, used, gap = line + gap + run, used + wide, ""
        if used > width:
            *parts, line = _parted(line, size, width, font)
            yield from (TextLine(tuple(stretches(part)), parted=True) for part in parts)
            used = width_of(line, size, font)
    yield TextLine(tuple(stretches(line)), ends=True)


def _parted(text: str, size: float, width: float, font: Face) -> Iterator[str]:
    """A word that is wider than a line in parts that are not."""
    start = 0
    while start < len(text):
        end = start + _cut(text[start : start + 2000], size, width, font)
        yield text[start:end]
        start = end


def _cut(text: str, size: float, width: float, font: Face) -> int:
    """Where to part a word that is wider than a line: after a sign that parts it anyway, else where it must be."""
    used = 0.0
    for number, ch in enumerate(text):
        used += width_of(ch, size, font)
        if used > width:
            signs = [at + 1 for at in range(number // 2, number) if text[at] in _BREAK_AFTER]
            return signs[-1] if signs else max(1, number)
    return len(text)
