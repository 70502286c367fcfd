"""Tags that lost a brace: halves of a tag, single braces, and tags that run over the end of their paragraph."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from ctdocs.render.docx.tags import TAG

_BLANK: Final = "\x00"
_NAME: Final = re.compile(r"\{\s*([A-Za-z_][\w.]*)\s*(\|[^{}]*)?\}")
_BROKEN: Final = (
    (re.compile(r"\{\s+\{([^{}]*)\}\s*\}|\{\{([^{}]*)\}\s+\}"), "{{", "There is a blank between the braces of a tag"),
    (re.compile(r"\{\s+%([^{}%]*)%\s*\}|\{%([^{}%]*)%\s+\}"), "{%", "There is a blank between the braces of a tag"),
    (re.compile(r"\{\{([^{}%]*)%\}"), "{{", "A tag begins with {{ and ends with %}"),
    (re.compile(r"\{%([^{}%]*)\}\}"), "{%", "A tag begins with {% and ends with }}"),
    (re.compile(r"\{%([^{}%]*)\}"), "{%", "A tag has half of its braces"),
    (re.compile(r"(?<!\{)\{([^{}%]+)%\}"), "{%", "A tag has half of its braces"),
    (re.compile(r"\{\{([^{}]*)\}(?!\})"), "{{", "A tag has half of its braces"),
    (re.compile(r"(?<!\{)\{([^{}]*)\}\}"), "{{", "A tag has half of its braces"),
)
"""How a tag is mistyped within its paragraph: the pattern, the brace that was meant, and the sentence."""

_OPENING: Final = re.compile(r"\{(\{|%|#)")
_STOP: Final = re.compile(rf"\{{[{{%#]|{_BLANK}")
_CLOSING: Final = re.compile(r"\}\}|%\}")
_ENDS: Final = {"{{": "}}", "{%": "%}", "{#": "#}"}


@dataclass(frozen=True, slots=True)
class Half:
    """One broken tag in a paragraph's text, and the tag that was ``meant`` ("" where nobody can tell).

    ``goes_on`` says that its end stands in the next paragraph; ``ends`` that it is such an end.
    """

    message: str
    hint: str | None
    start: int
    end: int
    meant: str = ""
    goes_on: bool = False
    ends: bool = False


def halves(text: str, after: str, nearest: Callable[[str], str | None]) -> Iterator[Half]:
    """Every broken tag of a paragraph. ``after`` is the text of the next one.

    ``nearest`` gives the known name that a name is, or nearly is; a single pair of braces around anything else is text.
    """
    text = TAG.sub(lambda match: _BLANK * len(match[0]), text)
    for pattern, brace, message in _BROKEN:
        while match := pattern.search(text):
            inner = next((group for group in match.groups() if group is not None), "")
            meant = f"{brace} {inner.strip()} {_ENDS[brace]}"
            if brace == "{%" and match[0].startswith("{%p "):
                meant = f"{{%{inner.strip()} %}}"
            yield Half(f"{message}: “{match[0]}”.", f"Write: {meant}", match.start(), match.end(), meant)
            text = _blanked(text, match.start(), match.end())
    after = TAG.sub("", after)
    while match := _OPENING.search(text):
        stop = _STOP.search(text, match.end())
        end = stop.start() if stop else len(text)
        begun = text[match.start() : end].strip()
        closing = _CLOSING.search(after) if end == len(text) else None
        goes_on = closing is not None and _OPENING.search(after[: closing.start()]) is None
        hint = "It goes on in the next paragraph: put the whole tag on one line."
        hint = hint if goes_on else f"Write its end: {_ENDS[match[0]]}"
        message = f"A tag begins here and does not end in its paragraph: “{begun}”."
        yield Half(message, hint, match.start(), end, f"{begun} {_ENDS[match[0]]}", goes_on)
        text = _blanked(text, match.start(), end)
    for match in _CLOSING.finditer(text):
        message = f"A tag ends here ({match[0]}) that does not begin in this paragraph."
        yield Half(message, None, match.start(), match.end(), ends=True)
    for match in _NAME.finditer(text):
        near = nearest(match[1])
        if near:
            hint = f"Did you mean {{{{ {near}{' ' + match[2].strip() if match[2] else ''} }}}}?"
            yield Half(f"Single braces print as they are: “{match[0]}”.", hint, match.start(), match.end())


def _blanked(text: str, start: int, end: int) -> str:
    return text[:start] + _BLANK * (end - start) + text[end:]
