"""The headers and charsets of e-mails, which may say anything: always as text, never as an error."""

from __future__ import annotations

import email.errors
import email.header
from email.message import Message

from ctdocs.bundle.sources.text import as_windows


def header_of(message: Message, name: str) -> str:
    """What the headers of that name say, decoded; empty where there is none."""
    values = [value for key, value in message.raw_items() if key.lower() == name.lower()]
    return ", ".join(filter(None, map(decoded_header, values)))


def decoded_header(value: object) -> str:
    """A header as text, its encoded words decoded (RFC 2047), on one line; empty where there is none."""
    if value is None:
        return ""
    raw = str(value).encode("utf-8", "surrogateescape")  # the parser keeps bytes outside ASCII so
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = as_windows(raw)
    try:
        parts = email.header.decode_header(text)
    except (email.errors.HeaderParseError, ValueError, UnicodeError):
        parts = [(text, None)]
    shown = "".join(part if isinstance(part, str) else _word(part, charset) for part, charset in parts)
    return " ".join(shown.split())


def _word(part: bytes, charset: str | None) -> str:
    if charset is None:  # what stood between encoded words, as ``decode_header`` gives it back
        try:
            return part.decode("raw-unicode-escape")
        except UnicodeDecodeError:
            pass
    return decoded_bytes(part, charset)


def decoded_bytes(data: bytes, charset: str | None) -> str:
    """Bytes in a charset that may be wrong or unknown: then UTF-8 if it fits, else Windows-1252."""
    for name in (charset, "utf-8"):
        if name and name.lower() not in ("iso-8859-1", "us-ascii", "ascii", "unknown-8bit"):
            try:
                return data.decode(name)
            except (LookupError, UnicodeError, ValueError):
                continue
    if charset and charset.lower() == "utf-8":
        replaced = data.decode("utf-8", "replace")
        if replaced.count("\ufffd") * 20 < len(replaced):
            return replaced
    return as_windows(data)
