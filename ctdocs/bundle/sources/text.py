"""A text file (.txt) as tagged pages: its paragraphs, its line ends and its indents."""

from __future__ import annotations

import codecs
import re
import unicodedata

from ctdocs.bundle.sources.pages import TITLE, Words, text_pages
from ctdocs.bundle.sources.source import Arrival, Source, size_of
from ctdocs.errors import Refused

MOST_TEXT = 2_000_000
"""Bytes of text that are made into pages: about 500 pages."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip


def text_source(arrival: Arrival) -> Source:
    """The text as pages. Raises ``Refused`` where it is no text, or more than pages are made of."""
    if len(arrival.data) > MOST_TEXT:
        raise Refused(
            f"{arrival.shown} has {size_of(len(arrival.data))}; up to {size_of(MOST_TEXT)} are made into pages.",
            hint="Make a PDF of what of it belongs to the case, and use that.",
        )
    text, notes = decoded(arrival.data, arrival.shown)
    blocks = [Words(arrival.shown, TITLE, "H1", before=0)]
    blocks += [Words(part) for part in paragraphs(text)]
    if len(blocks) == 1:
        raise Refused(f"{arrival.shown} holds no text, only blank lines.", hint="Ask the sender for it again.")
    data, texts = text_pages(blocks, title=arrival.shown, subject=f"Text: {arrival.called}", language=arrival.language)
    return Source(data, "text", tuple(texts), (*notes, *undrawn(text)))


def undrawn(text: str) -> tuple[str, ...]:
    """A note where no font of ours has a letter of the text: it is drawn as a box."""
    from ctdocs.render.pdf.fonts import drawable

    lost = dict.fromkeys(ch for ch in drawable(text)[1] if ch.isprintable())
    if not lost:
        return ()
    named = " ".join(list(lost)[:20]) + (" …" if len(lost) > 20 else "")
    return (f"Some letters cannot be drawn and show as boxes: {named}. Add the text as a picture or a PDF as well.",)


def paragraphs(text: str) -> list[str]:
    """What stands between blank lines, with the line ends inside."""
    return [part.strip("\n") for part in re.split(r"\n(?:[ \t]*\n)+", text) if part.strip()]


def decoded(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """The text of a file, and a note where it is not certain. Raises ``Refused`` where it is no text."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text, note = data.decode(encoding, "replace"), ""
            break
    else:
        text, note = _unmarked(data)
    odd = sum(1 for ch in text[:100_000] if unicodedata.category(ch) in ("Cc", "Cn") and ch not in "\n\r\t\f\v\x85\x1a")
    if "\0" in text or odd > len(text[:100_000]) / 50:
        raise Refused(
            f"{name} is no kind of file that can be a part: it is neither text nor anything known here.",
            hint="Open it in the program it was made with and print or save it as a PDF.",
        )
    if "\ufffd" in text and not note:
        note = "Some letters were damaged when the file came; \ufffd stands in their place."
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x1a", ""), (note,) if note else ()


def _unmarked(data: bytes) -> tuple[str, str]:
    try:
        return data.decode("utf-8"), ""
    except UnicodeDecodeError:
        pass
    return as_windows(data), "The file does not say how its letters are stored; it was read as Windows-1252."


def as_windows(data: bytes) -> str:
    """Bytes read as Windows-1252. Five have no letter in it; as in browsers, they are taken for control characters."""
    table = {byte: bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(128, 160)}
    return data.decode("latin-1").translate(table)
