"""Markdown text to inlines. Values never pass through here: they travel as numbered marks and are put in afterwards."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ctdocs.documents.blocks import (
    Break,
    Code,
    Gap,
    Inline,
    InlineField,
    Inlines,
    ListBlock,
    Paragraph,
    Text,
    TextStyle,
)

OPEN, CLOSE = "\ue000", "\ue001"
"""Private-use characters around the number of a value, as in U+E000 12 U+E001."""
MARK = re.compile(f"{OPEN}([0-9]+){CLOSE}")
_URL = re.compile(r"https?://[^\s<>]+[^\s<>.,;:]")
_PHONE = re.compile(r"\+?[0-9][0-9 ]{7,}[0-9]")
_EMAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[A-Za-z]{2,}")


class MarkupError(ValueError):
    """The text uses Markdown that documents do not have."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What a mark stands for: printed text, a field, or a Jinja tag. Only what a profile says may become a link."""

    content: str | InlineField | Code
    linked: bool = False


def mark(number: int) -> str:
    """The mark that stands for value ``number`` in text on its way through Markdown."""
    return f"{OPEN}{number}{CLOSE}"


@functools.lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("zero", {"html": False}).enable(["emphasis", "link", "list", "newline", "escape"])
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    return parser


@functools.lru_cache(maxsize=2048)
def _tokens(text: str) -> tuple[Token, ...]:
    return tuple(_parser().parse(text))


def blocks(text: str, pieces: Sequence[Piece], style: TextStyle = "normal") -> tuple[Paragraph | ListBlock, ...]:
    """Paragraphs and lists of a text. Raises ``MarkupError`` for lists inside lists."""
    result: list[Paragraph | ListBlock] = []
    items: list[Inlines] | None = None
    for token in _tokens(text):
        match token.type:
            case "bullet_list_open" | "ordered_list_open":
                if items is not None:
                    raise MarkupError("a list stands inside a list; write it as one list")
                items = []
            case "bullet_list_close" | "ordered_list_close":
                assert items is not None
                result.append(ListBlock(tuple(items), token.type == "ordered_list_close", style))
                items = None
            case "inline":
                line = _inlines(token.children or [], pieces)
                if items is None:
                    result.append(Paragraph(line, style))
                else:
                    items.append(line)
            case "paragraph_open" | "paragraph_close" | "list_item_open" | "list_item_close":
                pass
            case other:
                raise MarkupError(f"Markdown of the kind '{other}' is not used in documents")
    return tuple(result)


def inlines(text: str, pieces: Sequence[Piece]) -> Inlines:
    """One paragraph's inlines. Raises ``MarkupError`` where the text is more than one paragraph."""
    found = blocks(text, pieces)
    if not found:
        return ()
    if len(found) > 1 or not isinstance(found[0], Paragraph):
        raise MarkupError("this text must be one paragraph")
    return found[0].text


def _inlines(tokens: Sequence[Token], pieces: Sequence[Piece]) -> Inlines:
    result: list[Inline] = []
    bold = italic = False
    link: str | None = None
    for token in tokens:
        match token.type:
            case "text":
                result += _text(token.content, pieces, bold, italic, link)
            case "softbreak":
                result.append(Text(" ", bold, italic, link))
            case "hardbreak":
                result.append(Break())
            case "strong_open" | "strong_close":
                bold = token.type == "strong_open"
            case "em_open" | "em_close":
                italic = token.type == "em_open"
            case "link_open":
                link = MARK.sub(lambda m: _words(pieces[int(m[1])]), str(token.attrGet("href")))
            case "link_close":
                link = None
            case other:
                raise MarkupError(f"Markdown of the kind '{other}' is not used in documents")
    return _joined(result)


def _joined(parts: Sequence[Inline]) -> Inlines:
    """Stretches of one face that follow each other, made one: each line of the source was one by itself."""
    result: list[Inline] = []
    for part in parts:
        last = result[-1] if result else None
        if isinstance(part, Text) and isinstance(last, Text) and replace(last, text=part.text) == part:
            result[-1] = replace(last, text=last.text + part.text)
        else:
            result.append(part)
    return tuple(result)


def _words(piece: Piece) -> str:
    return piece.content if isinstance(piece.content, str) else ""


def _text(content: str, pieces: Sequence[Piece], bold: bool, italic: bool, link: str | None) -> list[Inline]:
    result: list[Inline] = []
    for number, part in enumerate(MARK.split(content)):
        if number % 2 == 0:
            if part:
                result.append(Text(part, bold, italic, link))
            continue
        piece = pieces[int(part)]
        if isinstance(piece.content, InlineField):
            result.append(piece.content)
        elif isinstance(piece.content, Code):
            result.append(Code(piece.content.source, bold, italic))
        elif isinstance(piece.content, Gap):
            result.append(Text(str(piece.content), True, italic, gap=True))
        else:
            target = link or (_target(piece.content) if piece.linked else None)
            result += value_text(piece.content, bold, italic, target)
    return result


def _target(value: str) -> str | None:
    """Where a value that is a web or e-mail address alone leads to."""
    if _URL.fullmatch(value):
        return value
    return f"mailto:{value}" if _EMAIL.fullmatch(value) else None


def value_text(value: str, bold: bool = False, italic: bool = False, link: str | None = None) -> list[Inline]:
    """A value as inlines: line ends become breaks."""
    if _PHONE.fullmatch(value):
        value = value.replace(" ", "\u00a0")  # a telephone number stays on one line
    result: list[Inline] = []
    for number, line in enumerate(value.splitlines()):
        if number:
            result.append(Break())
        if line:
            result.append(Text(line, bold, italic, link))
    return result
