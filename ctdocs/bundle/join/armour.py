"""Streams that are written as text (ASCII85, as reportlab does) as the bytes that they stand for.

libqpdf would unpack such a stream and pack it anew when it saves; without the text it is copied as it is.
"""

from __future__ import annotations

from pikepdf import Array, Dictionary, Name, Object, Stream

from ctdocs.bundle.join.fonts import fonts_of
from ctdocs.bundle.join.objects import contents

_PROGRAMS = ("/FontFile", "/FontFile2", "/FontFile3")


def take_off(page: Object, seen: set[tuple[int, int]]) -> None:
    """Rewrite what a page draws and the fonts it draws with, where they are written so. ``seen`` are fonts done."""
    for one in contents(page):
        _plain(one)
    for font in fonts_of(page.get("/Resources"), seen):
        descriptor = font.get("/FontDescriptor")
        held = [descriptor.get(name) for name in _PROGRAMS] if isinstance(descriptor, Dictionary) else []
        for stream in (*held, font.get("/ToUnicode")):
            if stream is not None:
                _plain(stream)


def _plain(stream: Object) -> None:
    held = stream.get("/Filter") if isinstance(stream, Stream) else None
    if not isinstance(held, Array) or [str(one) for one in held] != ["/ASCII85Decode", "/FlateDecode"]:
        return
    if "/DecodeParms" in stream:
        return
    from reportlab.lib.rl_accel import asciiBase85Decode

    stream.write(asciiBase85Decode(stream.read_raw_bytes()), filter=Name.FlateDecode)
