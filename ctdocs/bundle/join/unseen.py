"""Text that lies unseen over a picture of it, so that it can be found, marked and copied."""

from __future__ import annotations

from ctdocs.bundle.join import glyphless

FONT = "/CtdocsBlank"
"""What the font without shapes is called in the resources of a page."""


def unseen_words(words: str, left: float, low: float, wide: float, tall: float) -> str:
    """Words stretched over a box; up the page where the box is upright, as on a sheet that lay sideways."""
    upright = tall > 2 * wide and len(words) > 2
    size, length = (wide, tall) if upright else (tall, wide)
    stretch = 100 * length / (len(words) * size * glyphless.ADVANCE / 1000)
    turn = "0 1 -1 0" if upright else "1 0 0 1"
    x, y = (left + 0.8 * size, low) if upright else (left, low + 0.2 * size)
    return f"BT 3 Tr {FONT} {size:.2f} Tf {stretch:.2f} Tz {turn} {x:.2f} {y:.2f} Tm {glyphless.encoded(words)} Tj ET"


def unseen_lines(text: str, left: float, low: float, wide: float, tall: float) -> list[str]:
    """The lines of a text of which nobody knows where they stand, spread down a page in their order."""
    found = [line for line in map(str.strip, clean(text).split("\n")) if line]
    step = tall / (len(found) + 1)
    return [
        unseen_words(f"{line} ", left + 0.05 * wide, low + tall - (number + 1) * step, 0.9 * wide, min(step, 12.0))
        for number, line in enumerate(found)
    ]


def clean(text: str) -> str:
    """Text as it can stand in a PDF string: without control characters."""
    return "".join(ch for ch in text.replace("\r\n", "\n") if ch in "\n\t" or ch.isprintable() or ch.isspace())
