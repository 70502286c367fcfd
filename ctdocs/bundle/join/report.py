"""The last page: each rule of the standard and whether this bundle meets it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ctdocs import __version__
from ctdocs.bundle.join import drawn
from ctdocs.bundle.join.part import Absent, Entry, Finding
from ctdocs.bundle.join.words import words
from ctdocs.documents import blocks as b

if TYPE_CHECKING:
    from ctdocs.bundle.join.joiner import _Join


def findings(entries: Sequence[Entry], front: int, language: str) -> tuple[Finding, ...]:
    """TODO."""
    return (Finding("numbered", "Every page is numbered.", True),)


def draw(found: Sequence[Finding], entries: Sequence[Entry], language: str) -> drawn.Drawn:
    """The page."""
    say = words(language)
    header = tuple((b.Text(say[key]),) for key in ("rule", "result", "found"))
    rows = tuple(
        ((b.Text(one.rule),), (b.Text(say["holds" if one.holds else "fails"], bold=True),), (b.Text(one.sentence),))
        for one in found
    )
    blocks = (b.Heading(1, (b.Text(say["standard"]),)), b.Table(say["standard-summary"], header, (38.0, 20.0, 112.0), rows))
    return drawn.draw(say["standard"], blocks, language)


def private(
    made: _Join, entries: Sequence[Entry], front: int, pages: int, absent: Sequence[Absent],
    recipe: Mapping[str, Any] | None, found: Sequence[Finding],
) -> dict[str, Any]:  # fmt: skip
    """What the bundle keeps of itself."""
    return {
        "title": made.title,
        "reference": made.reference,
        "language": made.language,
        "version": __version__,
        "recipe": recipe,
        "pages": pages,
        "index": [1, front],
        "standard": [made.firsts[-1][0] + 1, pages],
        "absent": [{"title": one.title, "reason": one.reason} for one in absent],
        "entries": [
            {
                "id": one.id, "title": one.title, "first": one.first, "last": one.last,
                "date": one.date.isoformat() if one.date else None, "description": one.description,
                "sha256": one.sha256, "treatment": one.treatment, "notes": list(one.notes),
            }
            for one in entries
        ],
        "rules": [{"rule": one.rule, "holds": one.holds, "sentence": one.sentence} for one in found],
    }  # fmt: skip
