"""Jinja tags in the text of a Word file, as people and Word leave them there.

Word cuts a tag into several runs, makes its quotation marks curly and its blanks wide, and marks it as misspelt or as a
tracked change. ``normalise`` mends all that in one part of a package; ``found`` says where each tag stands. Neither
reads what is in a tag: that is Jinja's work. What this does not promise: a tag whose two opening braces have a blank
between them is text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from ctdocs.render.docx.comments import strip_marks
from ctdocs.render.docx.tracked import accept

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_FALLBACK, _CHOICE = f"{_MC}Fallback", f"{_MC}Choice"
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"

TAG: Final = re.compile(
    r"\{\{(?:(?!\{[{%#]|\}\}).)*\}\}|\{%(?:(?!\{[{%#]|%\}).)*%\}|\{\#(?:(?!\{[{%#]|\#\}).)*\#\}", re.DOTALL
)
"""One whole tag: ``{{ … }}``, ``{% … %}`` or ``{# … #}``. A second opening before the end makes it no tag."""

_STRAIGHT: Final = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛‹›′", "'"),
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\t\r\n", " "),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", None),
    }
)
_STANDS_FOR: Final = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": "\u00ad"}
_SIGNS: Final = {W + name: text for name, text in _STANDS_FOR.items()}
_MET: Final = (f"{W}t", *_SIGNS, f"{W}p", f"{W}del", f"{W}moveFrom", _FALLBACK)
_NOISE: Final = (f"{W}proofErr", f"{W}lastRenderedPageBreak")
_SHOWN, _WHOLE = 80, 110


@dataclass(frozen=True, slots=True, eq=False)
class Tag:
    """One tag: what it says, the text around it, the paragraph that holds it, the part of the package.

    ``start`` and ``end`` count the characters of the paragraph's text.
    """

    source: str
    paragraph: str
    element: Any
    part: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Atom:
    """One piece of a paragraph's text and the element that shows it: a ``w:t``, a tab, a line break."""

    element: Any
    text: str


def normalise(root: Any) -> None:
    """Make every tag in one part (document, header, footer…) whole, in the run in which it begins.

    Tracked changes are accepted, comments and the second copies of text boxes are taken out. Text outside tags, and the
    formatting of the run that the tag lands in, stay as they are. Doing it again changes nothing.
    """
    accept(root)
    strip_marks(root)
    drop_copies(root)
    for noise in list(root.iter(*_NOISE)):
        noise.getparent().remove(noise)
    for paragraph in root.iter(f"{W}p"):
        if not _braced(paragraph):
            continue
        pieces = atoms(paragraph)
        text = "".join(piece.text for piece in pieces)
        if "{" in text:
            for match in reversed(list(TAG.finditer(text))):
                _join(pieces, match.start(), match.end())
                pieces = atoms(paragraph)


def drop_copies(root: Any) -> None:
    """Take out what programs older than Word 2010 show in place of a text box: Word writes each of them twice.

    A field in it would stand twice, and what is typed in the one not be in the other. Word writes the copy anew when it
    saves. What holds no text, such as the picture in place of a drawing, stays.
    """
    for copy in list(root.iter(_FALLBACK)):
        other = copy.getparent()
        if other.find(_CHOICE) is not None and next(copy.iter(f"{W}p"), None) is not None:
            other.remove(copy)


def found(root: Any, part: str = "") -> list[Tag]:
    """Every tag of a part in its order. Call it after ``normalise``."""
    result = []
    for paragraph in paragraphs(root):
        if not _braced(paragraph):
            continue
        text = text_of(paragraph)
        for match in TAG.finditer(text):
            around = excerpt(text, match.start(), match.end())
            result.append(Tag(match[0], around, paragraph, part, match.start(), match.end()))
    return result


def paragraphs(root: Any) -> Iterator[Any]:
    """Every paragraph once, also before ``normalise``: a text box has a second copy then, for old programs."""
    for paragraph in root.iter(f"{W}p"):
        if next(paragraph.iterancestors(_FALLBACK), None) is None:
            yield paragraph


def atoms(paragraph: Any) -> list[Atom]:
    """The text of a paragraph in pieces. Paragraphs of a text box that is anchored in it are not its own."""
    result: list[Atom] = []
    for node in paragraph.iter(*_MET):
        tag = node.tag
        if tag == f"{W}t":
            result.append(Atom(node, node.text or ""))
        elif tag in _SIGNS:
            if node.getparent().tag == f"{W}r":
                result.append(Atom(node, _SIGNS[tag]))
        elif node is not paragraph:  # something in it is not its own: go through it step by step
            result = []
            _gather(paragraph, result)
            return result
    return result


def text_of(paragraph: Any) -> str:
    """The text of one paragraph; a tab is a tab and a line break a line end."""
    return "".join(atom.text for atom in atoms(paragraph))


def excerpt(text: str, start: int = 0, end: int = 0) -> str:
    """About eighty characters of a text around what stands from ``start`` to ``end``, on one line."""
    if len(text) <= _WHOLE:
        return " ".join(text.split())
    room = max(0, _SHOWN - (end - start)) // 2
    first, last = max(0, start - room), min(len(text), end + room)
    if first:
        first = text.find(" ", first, start) + 1 or first
    if last < len(text):
        last = max(text.rfind(" ", end, last), 0) or last
    shown = " ".join(text[first:last].split())
    return f"{'…' if first else ''}{shown}{'…' if last < len(text) else ''}"


def _braced(paragraph: Any) -> bool:
    """Whether a paragraph can hold a tag. Most hold none, and to take one apart is dear."""
    return any("{" in text for text in paragraph.itertext())


def _gather(node: Any, result: list[Atom]) -> None:
    for child in node:
        if not isinstance(child.tag, str) or not child.tag.startswith(W):
            if isinstance(child.tag, str) and child.tag != _FALLBACK:
                _gather(child, result)
            continue
        name = child.tag[len(W) :]
        if name == "t":
            result.append(Atom(child, child.text or ""))
        elif name in _STANDS_FOR and child.getparent().tag == f"{W}r":
            result.append(Atom(child, _STANDS_FOR[name]))
        elif name not in ("p", "del", "moveFrom", "pPr", "rPr", "sdtPr", "instrText"):
            _gather(child, result)


def _join(pieces: list[Atom], start: int, end: int) -> None:
    """Put the tag from ``start`` to ``end`` into the piece that it begins in, and take it out of the others."""
    at = 0
    first: Any = None
    for piece in pieces:
        begin, at = at, at + len(piece.text)
        if at <= start or begin >= end or not piece.text:
            continue
        own = piece.text[max(start - begin, 0) : end - begin]
        before, after = piece.text[: max(start - begin, 0)], piece.text[max(start - begin, 0) + len(own) :]
        if first is None:
            whole = "".join(one.text for one in pieces)[start:end].translate(_STRAIGHT)
            first = piece.element
            _say(first, before + whole + after)
        elif piece.element.tag == f"{W}t" and after:
            _say(piece.element, after)
        else:
            _drop(piece.element)


def _say(element: Any, text: str) -> None:
    if element.text != text:
        element.text = text
        element.set(_SPACE, "preserve")


def _drop(element: Any) -> None:
    """Remove a piece, and its run where nothing is left in it."""
    run = element.getparent()
    run.remove(element)
    if all(child.tag == f"{W}rPr" for child in run):
        run.getparent().remove(run)
