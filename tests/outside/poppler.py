"""poppler: the text and the structure as a reader of the file gets them, its fonts, and a picture of a page."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.outside.tools import run


@dataclass(frozen=True, slots=True)
class Font:
    """A font that a file uses."""

    name: str
    type: str
    embedded: bool
    subset: bool
    unicode: bool


def structure(path: Path) -> str:
    """The structure tree with the text in it (``pdfinfo -struct-text``), as assistive technology would meet it."""
    return run(["pdfinfo", "-enc", "UTF-8", "-struct-text", path]).stdout.decode()


def info(path: Path) -> dict[str, str]:
    """The lines of ``pdfinfo``: Title, Pages, Tagged, Page size and so on."""
    lines = run(["pdfinfo", "-enc", "UTF-8", path]).stdout.decode().splitlines()
    return {name.strip(): value.strip() for name, _, value in (line.partition(":") for line in lines)}


def text(path: Path, *, page: int | None = None, layout: bool = False) -> str:
    """The words on one page or on all, with those that stand in fields. A form feed ends each page."""
    pages = ["-f", str(page), "-l", str(page)] if page else []
    return run(["pdftotext", "-enc", "UTF-8", *(["-layout"] if layout else []), *pages, path, "-"]).stdout.decode()


def fonts(path: Path) -> list[Font]:
    """Every font of the file, those of its fields too."""
    lines = run(["pdffonts", path]).stdout.decode().splitlines()
    found = []
    for line in lines[2:]:
        # Names and types hold blanks; the five columns at the end never do.
        words = line.split()
        embedded, subset, unicode = (word == "yes" for word in words[-5:-2])
        found.append(Font(words[0], " ".join(words[1:-6]), embedded, subset, unicode))
    return found


def unembedded(path: Path) -> list[str]:
    """The names of the fonts that the file does not carry inside; empty where it should be."""
    return [font.name for font in fonts(path) if not font.embedded]


def picture(path: Path, *, page: int = 1, dpi: int = 72) -> bytes:
    """One page as PNG."""
    with tempfile.TemporaryDirectory() as folder:
        run(["pdftoppm", "-png", "-singlefile", "-r", str(dpi), "-f", str(page), path, Path(folder) / "page"])
        return (Path(folder) / "page.png").read_bytes()
