"""What is wrong with a template, said with the paragraph that it is about."""

from __future__ import annotations

import re

from ctdocs.errors import Problem

ERROR, NOTICE, ASIDE = "template", "template-notice", "template-aside"
"""The codes of problems: a template with an error is refused, one with a notice is used and a person should look.

An aside is a notice that touches no document that is made: it is said when the template is checked, and not in use.
"""

_PARTS = {"header": "In a header: ", "footer": "In a footer: ", "footnotes": "In a footnote: "}


def problem(
    message: str, paragraph: str = "", *, hint: str | None = None, part: str = "", code: str = ERROR
) -> Problem:
    """A problem of one paragraph of one part of the package."""
    name = re.match("[a-z]*", part.rpartition("/")[2])
    where = _PARTS.get(name[0], "") if name else ""
    return Problem(where + message, hint=hint, excerpt=f"  “{paragraph}”" if paragraph else None, code=code)


def paragraph_of(found: Problem) -> str:
    """The paragraph that a problem quotes, empty where it is about the whole file."""
    return found.excerpt.strip()[1:-1] if found.excerpt else ""


def is_notice(found: Problem) -> bool:
    """Whether the template can be used as it is."""
    return found.code in (NOTICE, ASIDE)


def remark_of(found: Problem) -> str | None:
    """A notice as one sentence for the person who uses the template; None for what touches no document."""
    if found.code != NOTICE:
        return None
    quoted = paragraph_of(found)
    return f"{found.message} In the paragraph: “{quoted}”" if quoted else found.message
