"""What a file says of itself: whose template it is, whether it is one at all, and what others wrote in its margin."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from ctdocs.errors import Problem
from ctdocs.render.docx.problems import ASIDE, problem

_CUSTOM: Final = "docProps/custom.xml"
_EXPORTED: Final = re.compile(rb'name="ctdocs\.document"[^>]*>\s*<[^>]*>([a-z0-9-]+)<')


def check_origin(parts: Mapping[str, bytes], document: str) -> Iterator[Problem]:
    """Whether the file is the template of the ``document`` that it is used for ("" where that is not known)."""
    about = parts.get(_CUSTOM, b"")
    exported = _EXPORTED.search(about)
    if exported and document and exported[1] != document.encode():
        message = f"This is the template of '{exported[1].decode()}', and it is used for '{document}'."
        hint = f"Start from the right one: ctdocs template export {document} --area A -o FILE"
        yield problem(message, hint=hint)
    if b'"ctdocs.mode"' in about:
        message = "This is a document that ctdocs made, not a template: its words are those of one area or one case."
        yield problem(message, hint="Start from the template: ctdocs template export DOCUMENT --area A -o FILE.")


def check_comments(parts: Mapping[str, bytes]) -> Iterator[Problem]:
    """An aside where the file has comments: they are for those who work on the template."""
    if b"<w:comment " in parts.get("word/comments.xml", b""):
        hint = "Delete them when they are done: in Word, Review, Delete, Delete All Comments."
        yield problem("The template has comments. No document that is made of it has them.", hint=hint, code=ASIDE)
