"""Whether a tag of a template stands where it can do its work, and whether two that belong together stand together."""

from __future__ import annotations

from typing import Any, Final

from ctdocs.render.docx.checking.faults import Fault
from ctdocs.render.docx.checking.homes import holder_of, home_of, lost_with, words_of
from ctdocs.render.docx.tags import Tag, W

_HOLDS: Final = {"p": "paragraph", "tr": "row", "tc": "cell"}


def misplaced(tag: Tag, level: str, done: set[Any]) -> Fault | None:
    """What is wrong with the place of a tag that takes the place of a paragraph, row or cell.

    ``done`` are the holders of which it was said already.
    """
    holder = holder_of(tag, level)
    if holder is None:
        what = "rows" if level == "tr" else "cells"
        hint = tag.source.replace(f"{{%{level}", "{%p", 1)
        return Fault(f"{{%{level} … %}} is about {what} of a table, and no table is here.", f"Write: {hint}")
    if holder in done:
        return None
    own = f"Put the tag into a {_HOLDS[level]} of its own."
    if words_of(holder) != tag.source.strip():
        done.add(holder)
        return Fault(f"The {_HOLDS[level]} of a {{%{level} … %}} tag holds nothing else: the rest would be lost.", own)
    lost = lost_with(holder)
    if lost is None:
        return None
    done.add(holder)
    message = f"The {_HOLDS[level]} of a {{%{level} … %}} tag holds {lost.what}, which would be lost."
    return Fault(message, lost.hint or own)


def apart(begin: tuple[Tag, str, str], end: tuple[Tag, str, str]) -> tuple[Tag, Fault] | None:
    """What is wrong with the places of two tags of one condition or loop, and which of the two it is about.

    They must be of one level, and their holders must lie side by side. Each is given with its word and its level.
    """
    (first, begins, level), (tag, word, ends) = begin, end
    if level != ends:
        hint = f"Write {{%{level} {word} %}}{' in a paragraph of its own' if level == 'p' else ''}."
        said = f"It begins as {{%{level} {begins} … %}} and goes on as {{%{ends} {word} %}}: both must be of one kind."
        return tag, Fault(said, hint)
    one, other = home_of(first, level), home_of(tag, level)
    if one is other or one is None or other is None:
        return None
    cells = [next(each.element.iterancestors(f"{W}tc"), None) for each in (first, tag)]
    what = "loop" if begins == "for" else "condition"
    if cells[0] is not cells[1]:
        hint = "Put both into one cell, or repeat whole rows: {%tr … %} in rows of their own."
        return first, Fault(f"This {what} begins in one cell of a table and ends in another.", hint)
    if first.element is not tag.element and not level:
        hint = f"Write {{%p {begins} … %}} and {{%p end{begins} %}}, each in a paragraph of its own."
        return first, Fault(f"This {what} begins in one paragraph and ends in another.", hint)
    hint = "Move one of the two tags, so that both stand beside each other."
    return first, Fault(f"This {what} begins inside a link, a field or a box and ends outside of it.", hint)
