"""The last page of an exported template: it is never printed, so what an officer puts there is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from ctdocs.errors import Problem
from ctdocs.render.docx.checking.problems import NOTICE, problem
from ctdocs.render.docx.checking.tags import Span
from ctdocs.render.docx.names_words import FIELDS, HEADINGS, HELP, SAVING, TITLE
from ctdocs.render.docx.tags import TAG, W, excerpt, paragraphs, text_of

_NAME: Final = re.compile(r"[a-z][\w.#=-]*")
_ALIKE: Final = 60
"""Characters by which a paragraph of help is known, whatever version of ctdocs wrote it."""


def is_names_page(span: Span) -> bool:
    """Whether a condition is that of the page of names."""
    return span.expression == "names_page"


def strangers(root: Any, part: str, spans: Sequence[Span]) -> Iterator[Problem]:
    """A notice for each paragraph on the page of names that the export did not put there."""
    pages = [span for span in spans if is_names_page(span)]
    if not pages:
        return
    order = {element: number for number, element in enumerate(root.iter())}
    places = [(order[page.first], order[page.last]) for page in pages]
    for paragraph in paragraphs(root):
        words = " ".join(text_of(paragraph).split())
        if not words or not any(first < order[paragraph] < last for first, last in places):
            continue
        is_field = next(paragraph.iter(f"{W}sdt"), None) is not None  # ``fields`` has said it
        if not is_field and not _ours(paragraph, words):
            hint = f"Move it before {pages[0].source}."
            message = "This stands on the page of names, which is never printed."
            yield problem(message, excerpt(words), hint=hint, part=part, code=NOTICE)


def _ours(paragraph: Any, words: str) -> bool:
    if TAG.fullmatch(words) and words.startswith("{%"):
        return True
    row = next(paragraph.iterancestors(f"{W}tr"), None)
    if row is not None:
        first = " ".join(text_of(next(row.iter(f"{W}p"))).split())
        return first in HEADINGS or _NAME.fullmatch(first) is not None
    return words in (TITLE, FIELDS) or any(words.startswith(one[:_ALIKE]) for one in (*HELP, SAVING))
