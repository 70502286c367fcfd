"""Font programs that several parts hold are stored once: what is drawn with the same font takes no more room.

Only the programs are shared. Each part keeps its own fonts, with their own widths and letters.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pikepdf import Array, Dictionary, Object, Pdf, Stream

from ctdocs.bundle.join.objects import given

PROGRAMS = ("/FontFile", "/FontFile2", "/FontFile3")
"""The keys of a descriptor under which a font's program stands (ISO 32000-1, 9.9)."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A program in a part's file: where it stands, and the digest of all of it."""

    descriptor: Object
    key: str
    digest: bytes


class Programs:
    """The font programs of a bundle."""

    def __init__(self, pdf: Pdf) -> None:
        self.pdf = pdf
        self._known: dict[bytes, Object] = {}

    def take_out(self, fonts: Iterable[Object]) -> list[_Place]:
        """Take the programs that the bundle has already out of a part's fonts, so that they are not copied."""
        places = []
        for font in fonts:
            for descriptor, key, program in programs(font):
                written = program.stream_dict.unparse()
                if not descriptor.is_indirect or b" R" in written:
                    continue
                place = _Place(descriptor, key, hashlib.sha256(written + program.read_raw_bytes()).digest())
                places.append(place)
                if place.digest in self._known:
                    del descriptor[key]
        return places

    def put_in(self, places: Iterable[_Place]) -> None:
        """Give the copied fonts of a part what was taken out, and keep what is new for those that follow."""
        for place in places:
            copied = self.pdf.copy_foreign(place.descriptor)
            if place.digest in self._known:
                copied[place.key] = self._known[place.digest]
            else:
                self._known[place.digest] = copied[place.key]


def programs(font: Object) -> Iterator[tuple[Object, str, Object]]:
    """The programs of a font: the descriptor of each, its key in that, and the program."""
    inner = given(font, "/DescendantFonts")
    for one in (font, *(inner if isinstance(inner, Array) else ())):
        descriptor = given(one, "/FontDescriptor") if isinstance(one, Dictionary) else None
        if not isinstance(descriptor, Dictionary):
            continue
        for key in PROGRAMS:
            if isinstance(program := given(descriptor, key), Stream):
                yield descriptor, key, program
