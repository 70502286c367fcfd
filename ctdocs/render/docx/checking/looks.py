"""Whether a tag looks the same from its beginning to its end: what it prints has the look of the beginning."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from ctdocs.errors import Problem
from ctdocs.render.docx.checking.problems import NOTICE, problem
from ctdocs.render.docx.tags import TAG, W, atoms, excerpt, paragraphs

_UNSEEN: Final = frozenset(("lang", "noProof", "rtl", "webHidden", "specVanish"))
"""Of the properties of a run, those that no eye sees."""


def looks_split(root: Any, part: str) -> Iterator[Problem]:
    """A notice for each tag of which a part looks otherwise than its beginning. Call it before ``normalise``."""
    for paragraph in paragraphs(root):
        pieces = atoms(paragraph)
        text = "".join(piece.text for piece in pieces)
        for match in TAG.finditer(text) if "{" in text else ():
            at, looks = 0, set()
            for piece in pieces:
                begin, at = at, at + len(piece.text)
                if begin < match.end() and at > match.start() and piece.text[max(0, match.start() - begin) :].strip():
                    looks.add(_looks(piece.element.getparent()))
            if len(looks) > 1:
                shown = excerpt(text, match.start(), match.end())
                hint = "What it prints will look like its beginning. Format the whole tag, braces included."
                yield problem(f"The tag {match[0]} is in several formats.", shown, hint=hint, part=part, code=NOTICE)


def _looks(run: Any) -> tuple[str, ...]:
    properties = run.find(f"{W}rPr")
    if properties is None:
        return ()
    seen = []
    for one in properties:
        name = one.tag.rpartition("}")[2]
        values = sorted((k.rpartition("}")[2], v) for k, v in one.attrib.items() if not k.endswith("hint"))
        if name not in _UNSEEN and (name != "rFonts" or values) and not name.endswith("Change"):
            seen.append(f"{name}{values}")
    return tuple(sorted(seen))
