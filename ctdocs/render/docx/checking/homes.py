"""Where a tag stands: the paragraph, row or cell that it takes the place of, and what that lies in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from ctdocs.render.docx.tags import Tag, W, atoms, text_of

LEVELS: Final = ("p", "tr", "tc")
"""What a tag can take the place of: each level is called as its element in a Word file."""


def atom(tag: Tag) -> Any:
    """The element in which a tag begins."""
    at = 0
    for piece in atoms(tag.element):
        at += len(piece.text)
        if at > tag.start:
            return piece.element
    return tag.element


def holder_of(tag: Tag, level: str) -> Any:
    """The paragraph, row or cell that a tag of this level takes the place of; None where there is none."""
    if level == "p":
        return tag.element
    return next(tag.element.iterancestors(f"{W}{level}"), None)


def home_of(tag: Tag, level: str) -> Any:
    """What must be the same for two tags that belong together."""
    if level in LEVELS:
        holder = holder_of(tag, level)
        return None if holder is None else holder.getparent()
    run = atom(tag).getparent()
    return run.getparent()


def words_of(holder: Any) -> str:
    """All the text of a paragraph, row or cell; a field in it counts as a word."""
    inner = [holder] if holder.tag == f"{W}p" else list(holder.iter(f"{W}p"))
    fields = "[]" * sum(1 for _ in holder.iter(f"{W}sdt", f"{W}drawing", f"{W}pict"))
    return "".join(text_of(one) for one in inner).strip() + fields


@dataclass(frozen=True, slots=True)
class Lost:
    """What goes with a paragraph, row or cell besides its text, and what to do about it (None: the usual)."""

    what: str
    hint: str | None = None


def lost_with(holder: Any) -> Lost | None:
    """What would be lost, besides text, with a paragraph, row or cell that a tag takes the place of."""
    if next(holder.iter(f"{W}sectPr"), None) is not None:
        return Lost("a section break", "Put the break into a paragraph of its own.")
    for broken in holder.iter(f"{W}br"):
        if (kind := broken.get(f"{W}type")) in ("page", "column"):
            return Lost(f"a {kind} break")
    for kind in ("footnote", "endnote"):
        if next(holder.iter(f"{W}{kind}Reference"), None) is not None:
            return Lost(f"the mark of {'an' if kind == 'endnote' else 'a'} {kind}")
    for setting in holder.iter(f"{W}pageBreakBefore"):
        if setting.get(f"{W}val", "1") not in ("0", "false", "off"):
            hint = "In Word: Paragraph, Line and Page Breaks. Set it for the paragraph that begins the page."
            return Lost("a page break before it", hint)
    return None
