"""Marks in the text of a Word file become what they stand for: words in the look of their run, links, or fields.

A value is put into the tree as text, never into XML, so whatever it says comes through. Line ends become ``w:br`` and
tabs ``w:tab``. What XML 1.0 cannot hold (section 2.2: control characters, half surrogate pairs) is shown as U+FFFD.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Sequence
from typing import Any, Final
from urllib.parse import quote

from lxml import etree

from ctdocs.documents.blocks import Break, InlineField, Text
from ctdocs.documents.markup import MARK, OPEN, Piece, inlines, mark
from ctdocs.render.docx.ooxml import qn

T, R, BR, TAB, RPR = (qn(f"w:{name}") for name in ("t", "r", "br", "tab", "rPr"))
SPACE: Final = qn("xml:space")
REPLACEMENT: Final = "\ufffd"
_ILLEGAL: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_UNSAFE: Final = re.compile(r'[\x00-\x20"<>\\^`{|}\[\]\x7f-\x9f\ud800-\udfff\ufffe\uffff]')
"""What no URI may hold (RFC 3986, section 2); Word calls a file damaged that leads to such a one."""
_ENDS: Final = re.compile("(\r\n|\r|\n|\t)")

Place = Callable[[InlineField, Any], list[Any]]
"""Makes the elements of a field inside running text; the second argument is the look of its run, or None."""


def legal(text: str) -> tuple[str, str]:
    """The text with U+FFFD for each character that XML cannot hold, and those characters."""
    lost = "".join(_ILLEGAL.findall(text))
    return (_ILLEGAL.sub(REPLACEMENT, text) if lost else text), lost


def say(run: Any, text: str) -> None:
    """Add text to a run. Its characters must be legal."""
    for part in _ENDS.split(text):
        if part == "\t":
            etree.SubElement(run, TAB)
        elif part in ("\r\n", "\r", "\n"):
            etree.SubElement(run, BR)
        elif part:
            _words(run, part)


def _words(run: Any, text: str) -> None:
    last = run[-1] if len(run) else None
    if last is not None and last.tag == T:
        last.text = f"{last.text or ''}{text}"
        return
    made = etree.SubElement(run, T)
    made.set(SPACE, "preserve")
    made.text = text


class TextFiller:
    """Puts the values of one part in the place of their marks. ``lost`` gathers what XML could not hold.

    ``link`` refers to a URI outside the file and returns the id of the reference; ``styles`` are the styles there are.
    """

    def __init__(
        self, pieces: Sequence[Piece], link: Callable[[str], str], place: Place, styles: frozenset[str]
    ) -> None:
        self.pieces = pieces
        self.link = link
        self.place = place
        self.styled = "Hyperlink" in styles
        self.filled = 0
        self.lost: list[str] = []

    def fill(self, words: Any) -> None:
        """Replace the marks in one ``w:t``; its run is divided where a link or a field comes between."""
        run = words.getparent()
        look = run.find(RPR)
        runs = [_run(look)]
        for child in list(run):
            if child is look:
                continue
            if child is not words:
                runs[-1].append(child)
                continue
            for number, part in enumerate(MARK.split(words.text)):
                if number % 2 == 0:
                    say(runs[-1], part)
                    continue
                self.filled += 1
                self._put(int(part), look, runs, _linked(run))
        parent, at = run.getparent(), run.getparent().index(run)
        parent.remove(run)
        for made in reversed([one for one in runs if one.tag != R or len(one) > (one.find(RPR) is not None)]):
            parent.insert(at, made)

    def plain(self, text: str) -> str:
        """The text with the words of each value, for places that hold nothing else: attributes, field codes."""

        def words(found: re.Match[str]) -> str:
            content = self.pieces[int(found[1])].content
            self.filled += 1
            return self._legal(content) if isinstance(content, str) else ""

        return MARK.sub(words, text)

    def leftovers(self, root: Any) -> None:
        """Replace marks that stand anywhere but in the text of a run."""
        for node in root.iter(etree.Element):
            if node.text and OPEN in node.text:
                node.text = self.plain(node.text)
            if node.tail and OPEN in node.tail:
                node.tail = self.plain(node.tail)
            for key, value in node.attrib.items():
                if OPEN in value:
                    node.set(key, self.plain(value))

    def _put(self, number: int, look: Any, runs: list[Any], linked: bool) -> None:
        for inline in inlines(mark(number), self.pieces):
            match inline:
                case InlineField():
                    runs += (*self.place(inline, look), _run(look))
                case Text(text=text, link=str(target)) if not linked:
                    runs += (self._hyperlink(text, target, look), _run(look))
                case Text(text=text, gap=True):
                    runs += (self._gap(text, look), _run(look))
                case Text(text=text):
                    say(runs[-1], self._legal(text))
                case Break():
                    etree.SubElement(runs[-1], BR)

    def _legal(self, text: str) -> str:
        shown, lost = legal(text)
        self.lost += lost
        return shown

    def _gap(self, words: str, look: Any) -> Any:
        """A run for what is not known, in a draft: highlighted."""
        run = _run(look)
        properties = run.find(RPR)
        if properties is None:
            properties = etree.SubElement(run, RPR)
        mark = etree.SubElement(properties, qn("w:highlight"))
        mark.set(qn("w:val"), "yellow")
        say(run, self._legal(words))
        return run

    def _hyperlink(self, words: str, target: str, look: Any) -> Any:
        made = etree.Element(qn("w:hyperlink"))
        made.set(qn("r:id"), self.link(_UNSAFE.sub(lambda one: quote(one[0], errors="replace"), target)))
        made.set(qn("w:history"), "1")
        run = _run(look)
        if self.styled:
            properties = run.find(RPR)
            if properties is None:
                properties = etree.SubElement(run, RPR)
            if properties.find(qn("w:rStyle")) is None:
                style = etree.Element(qn("w:rStyle"))
                style.set(qn("w:val"), "Hyperlink")
                properties.insert(0, style)
        say(run, self._legal(words))
        made.append(run)
        return made


def _run(look: Any) -> Any:
    made = etree.Element(R)
    if look is not None:
        made.append(copy.copy(look))
    return made


def _linked(run: Any) -> bool:
    return next(run.iterancestors(qn("w:hyperlink")), None) is not None
