"""Streams that are written as text (ASCII85, as reportlab does) as the bytes that they stand for.

libqpdf would unpack such a stream and pack it anew when it saves; without the text it is copied as it is.
"""

from __future__ import annotations

from collections.abc import Iterable

from pikepdf import Array, Dictionary, Name, Object, Stream

from ctdocs.bundle.join.fonts import fonts_of
from ctdocs.bundle.join.objects import contents, given
from ctdocs.bundle.join.programs import programs

_ARMOUR = b"[ /ASCII85Decode /FlateDecode ]"


def take_off(pages: Iterable[Object], form: Object | None) -> list[Object]:
    """Rewrite what pages draw, and the fonts of these and of a form, where they are written so; returns the fonts."""
    seen: set[tuple[int, int]] = set()
    known: set[bytes] = set()
    fonts: list[Object] = []
    held = [given(form, "/DR") if isinstance(form, Dictionary) else None]
    for page in pages:
        for one in contents(page):
            _plain(one)
        held.append(page.get("/Resources"))
    for resources in held:
        written = resources.unparse(resolved=True) if resources is not None else b""
        if written not in known:  # what is written alike in one file leads to the same fonts
            known.add(written)
            fonts += fonts_of(resources, seen)
    for font in fonts:
        for stream in (*(program for _, _, program in programs(font)), given(font, "/ToUnicode")):
            _plain(stream)
    return fonts


def _plain(stream: Object | None) -> None:
    if not isinstance(stream, Stream) or "/Filter" not in stream:
        return
    held = stream.Filter
    if not isinstance(held, Array) or held.unparse() != _ARMOUR or "/DecodeParms" in stream:
        return
    from reportlab.lib.rl_accel import asciiBase85Decode

    stream.write(asciiBase85Decode(stream.read_raw_bytes()), filter=Name.FlateDecode)
