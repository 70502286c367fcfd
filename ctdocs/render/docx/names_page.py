"""The page of names at the end of an exported template, found and taken out before a document is made of it.

It stands between ``{%p if names_page %}`` and its end, which never holds. docxtpl would carry it through every step and
throw it away at the last; it is as long as a letter.
"""

from __future__ import annotations

import re
from typing import Any, Final

from ctdocs.render.docx.ooxml import qn
from ctdocs.render.docx.tags import text_of

_PARAGRAPH, _WORDS = qn("w:p"), qn("w:t")
_BEGINS: Final = re.compile(r"\s*\{%p\s+if\s+names_page\s*%\}\s*")
_ENDS: Final = re.compile(r"\s*\{%p\s+endif\s*%\}\s*")
_STATEMENT: Final = re.compile(r"\{%-?(?:p|tr|tc|r)?\s*(if|for|elif|else|endif|endfor)\b")


def drop_names_page(root: Any) -> None:
    """Take out every page of names of a part. Call it after ``normalise``.

    What is not a whole page, from a first paragraph to a last beside it, stays: running it tells what is wrong.
    """
    for paragraph in list(root.iter(_PARAGRAPH)):
        if any("names_page" in text for text in paragraph.itertext()) and _BEGINS.fullmatch(text_of(paragraph)):
            for node in _page(paragraph):
                node.getparent().remove(node)


def _page(first: Any) -> list[Any]:
    """The paragraphs and tables from the first statement to the last; none where they are no whole page."""
    nodes, depth = [first], 1
    for node in first.itersiblings():
        nodes.append(node)
        for word in _STATEMENT.findall("".join(text.text or "" for text in node.iter(_WORDS))):
            if depth == 0 or (depth == 1 and word in ("elif", "else")):
                return []  # something follows the end, or stands instead of the page
            depth += {"if": 1, "for": 1, "endif": -1, "endfor": -1}.get(word, 0)
        if depth == 0:
            return nodes if node.tag == _PARAGRAPH and _ENDS.fullmatch(text_of(node)) else []
    return []
