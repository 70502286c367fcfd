"""What a Word or OpenDocument file holds that its pages by LibreOffice do not show as Word does.

Comments are left out of the pages, changes that nobody settled stand in them as marked, and a font that is not on this
computer is replaced. Where lines and pages end may differ always; that is no more than on another printer.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final

from ctdocs.bundle.sources.source import counted

_MOST: Final = 50_000_000
"""Bytes of one part of the file that are looked at."""

_COMMENT = re.compile(rb"<(?:w:comment|office:annotation)[\s>]")
_CHANGE = re.compile(rb"<(?:w:(?:ins|del|moveFrom|moveTo)|text:changed-region)[\s>/]")
_FONT = re.compile(rb'<w:(?:rFonts|sym)\b[^>]*?w:(?:ascii|font)="([^"]{1,80})"')
_SAME: Final = {
    "arial": "liberationsans", "helvetica": "liberationsans", "timesnewroman": "liberationserif",
    "couriernew": "liberationmono", "calibri": "carlito", "cambria": "caladea",
}  # fmt: skip
"""Fonts whose letters are as wide as those of another, so that nothing moves."""

_BOXES: Final = frozenset(("msgothic", "segoeuisymbol"))
"""What Word sets the signs of tick boxes in; every program has those."""


def losses(data: bytes, shown_in: frozenset[str]) -> Iterator[str]:
    """Sentences for a person on what the pages do not show; ``shown_in`` are the names of the fonts of the pages."""
    parts = _parts(data)
    if parts is None:
        yield "It is of an old format: comments and unsettled changes were not looked for. Compare it with the file."
        return
    if comments := sum(len(_COMMENT.findall(part)) for part in parts.values()):
        are, they = ("is", "it is") if comments == 1 else ("are", "they are")
        yield f"{counted(comments, 'comment')} in it {are} not shown. Look into the file whether {they} needed."
    if any(_CHANGE.search(part) for name, part in parts.items() if "comments" not in name):
        yield "It holds changes that nobody has accepted or declined. Look how its pages show them."
    used = {found.decode("utf-8", "replace") for found in _FONT.findall(parts.get("word/document.xml", b""))}
    there = {_plain(name) for name in shown_in}
    gone = sorted(name for name in used if _plain(name) not in _BOXES and not _is_there(_plain(name), there))
    if gone:
        yield (
            f"{'A font of it is' if len(gone) == 1 else 'Fonts of it are'} not on this computer ({', '.join(gone)}). "
            "Another was taken: look whether all signs are right."
        )


def _is_there(font: str, there: set[str]) -> bool:
    return any(name.startswith((font, _SAME.get(font, font))) for name in there)


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", re.sub(r"^[A-Z]{6}\+", "", name).lower())


def _parts(data: bytes) -> dict[str, bytes] | None:
    """The parts with text, by name; None for a file that is no package."""
    wanted = re.compile(r"word/(?:document|comments|header\d*|footer\d*)\.xml|content\.xml")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return {
                one.filename: package.read(one)
                for one in package.infolist()
                if wanted.fullmatch(one.filename) and one.file_size <= _MOST
            }
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, zlib.error):
        return None
