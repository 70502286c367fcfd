"""What is wrong with a template, as sentences that quote the paragraph.

Jinja stops at the first error and numbers the lines of XML that no officer ever sees; each paragraph stands on a line
of its own there, so the number leads to the paragraph.
"""

from __future__ import annotations

import html
import re
import traceback
from collections.abc import Iterator
from typing import Final

from jinja2 import TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError

from ctdocs.errors import Problem, Refused
from ctdocs.render.docx.tags import excerpt

_HINT: Final = "Open the template in Word, mend it and save it."
_OPENS: Final = re.compile(r"\{%-?\s*(?:if|for|with|filter|set|macro|call|block)\b(?![^%]*=)")
_CLOSES: Final = re.compile(r"\{%-?\s*end\w+")
_UNKNOWN: Final = re.compile(r"'([^']+)' is undefined|has no attribute '([^']+)'|access to attribute '([^']+)'")


def refused(error: Exception, source: str) -> Refused:
    """What Jinja found wrong in a part, with the paragraph that it stands in.

    What Jinja and Python say of it is for programmers, and is left to the traceback.
    """
    line = error.lineno if isinstance(error, TemplateSyntaxError) else _line(error)
    said = str(error.message or error) if isinstance(error, TemplateError) else ""
    if isinstance(error, UndefinedError | SecurityError) and (found := _UNKNOWN.search(said)):
        message = f"'{found[1] or found[2] or found[3]}' is not a name that this text can use."
    elif isinstance(error, TemplateSyntaxError):
        message = "A tag is not well formed, or a condition or loop is not ended."
    else:
        message = "A tag uses a value in a way that its kind does not allow."
    return _refused([_problem(message, _paragraph(source, line))])


def computes(source: str) -> Refused:
    """A template that puts values together in a tag: what comes out is not known to be a field, or unconfirmed."""
    return _refused([Problem("A value stands by itself in {{ }}; put words beside it, do not compute with it.")])


def torn(source: str) -> Refused:
    """A template whose XML is not whole once its conditions and loops are decided."""
    message = "A condition or loop begins here and ends in another paragraph: write it as {%p … %}, alone in its own."
    problems = [_problem(message, _words(line)) for line in source.splitlines() if _uneven(line)]
    return _refused(problems or [Problem("A condition or loop begins in one place and ends in another.")])


def _refused(problems: list[Problem]) -> Refused:
    return Refused("The Word template cannot be used.", problems=problems, hint=_HINT)


def _problem(message: str, paragraph: str) -> Problem:
    quoted = f"  In the paragraph: “{excerpt(paragraph)}”" if paragraph else None
    return Problem(message, excerpt=quoted, code="template")


def _line(error: BaseException) -> int | None:
    """The line of the template in which an error arose: Jinja puts it into the traceback."""
    frames = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == "<template>"]
    return frames[-1] if frames else None


def _paragraph(source: str, line: int | None) -> str:
    lines = source.splitlines()
    if line is None or not 0 < line <= len(lines):
        return ""
    return next((words for words in _from(lines, line - 1) if words), "")


def _from(lines: list[str], at: int) -> Iterator[str]:
    yield _words(lines[at])
    for line in reversed(lines[:at]):
        yield _words(line)


def _words(line: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", line))


def _uneven(line: str) -> bool:
    inside = line.rpartition("</w:p>")[0]
    return len(_OPENS.findall(inside)) != len(_CLOSES.findall(inside))
