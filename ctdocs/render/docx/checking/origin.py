"""What a file says of itself: whose template it is, whether it is one at all, and what others wrote in its margin."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ctdocs.errors import Problem
from ctdocs.render.docx.checking.problems import ASIDE, problem
from ctdocs.render.docx.properties import custom_properties


def check_origin(parts: Mapping[str, bytes], document: str) -> Iterator[Problem]:
    """Whether the file is the template of the ``document`` that it is used for ("" where that is not known)."""
    about = custom_properties(parts)
    exported = about.get("ctdocs.document")
    if exported and document and exported != document:
        message = f"This is the template of '{exported}', and it is used for '{document}'."
        hint = f"Start from the right one: ctdocs template export {document} --area A -o FILE"
        yield problem(message, hint=hint)
    if "ctdocs.mode" in about:
        message = "This is a document that ctdocs made, not a template: its words are those of one area or one case."
        yield problem(message, hint="Start from the template: ctdocs template export DOCUMENT --area A -o FILE.")


def check_comments(parts: Mapping[str, bytes]) -> Iterator[Problem]:
    """An aside where the file has comments: they are for those who work on the template."""
    if b"<w:comment " in parts.get("word/comments.xml", b""):
        hint = "Delete them when they are done: in Word, Review, Delete, Delete All Comments."
        yield problem("The template has comments. No document that is made of it has them.", hint=hint, code=ASIDE)
