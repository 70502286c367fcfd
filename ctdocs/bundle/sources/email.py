"""An e-mail (.eml) as tagged pages: who wrote to whom and when, the text, and a list of what was attached.

Read by the standard library's parser of damaged mail; nothing is fetched and nothing attached is opened, but for the
few bytes that tell what it is. What this does not promise: to decrypt, or to check a signature.
"""

from __future__ import annotations

import datetime as dt
import email
import email.errors
import email.utils
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message

from ctdocs.bundle.sources.kinds import described
from ctdocs.bundle.sources.mailheader import decoded_bytes, decoded_header, header_of
from ctdocs.bundle.sources.pages import BODY, HEADING, SMALL, TITLE, Rule, Words, text_pages
from ctdocs.bundle.sources.plaintext import plain_of
from ctdocs.bundle.sources.source import Arrival, Source, counted, size_of
from ctdocs.bundle.sources.text import paragraphs, undrawn
from ctdocs.errors import Refused
from ctdocs.model.files import safe_name
from ctdocs.model.text import long_date

MOST_MAIL = 60 * 1024 * 1024
MOST_TEXT = 2_000_000
"""Bytes of an e-mail, and characters of its text that are shown."""

_HEADERS = ("From", "To", "Cc", "Date", "Subject")
"""What is shown: not the blind copies, which nobody else was to know of."""
_SEALED = ("application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted")
_LONGEST = 10_000
_ENDINGS = {"text/plain": ".txt", "text/html": ".html", "text/calendar": ".ics", "image/jpeg": ".jpg"}


@dataclass(frozen=True, slots=True)
class Attached:
    """Something that an e-mail carries: its name, what it is, how many bytes; ``inline`` stood within the text."""

    name: str
    kind: str
    size: int
    inline: bool = False


def email_source(arrival: Arrival) -> Source:
    """The e-mail as pages. Raises ``Refused`` where it is too large or holds nothing that could be shown."""
    if len(arrival.data) > MOST_MAIL:
        raise Refused(
            f"{arrival.shown} has {size_of(len(arrival.data))}; an e-mail may have up to {size_of(MOST_MAIL)}.",
            hint="Open it in the mail program, print it as a PDF and save what is attached on its own.",
        )
    data = arrival.data.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    try:
        message = email.message_from_bytes(data)
        text, notes = _body(message)
        attached = list(_attached(message))
    except RecursionError as error:
        raise Refused(
            f"{arrival.shown} is an e-mail within an e-mail within an e-mail, beyond all reason.",
            hint="It may be made to do harm. Print it as a PDF in the mail program, or ask for another copy.",
        ) from error
    subject = header_of(message, "Subject") or "(no subject)"
    blocks: list[Words | Rule] = [Words(_short(subject, 200), TITLE, "H1", before=0)]
    for name in _HEADERS:
        said = header_of(message, name)
        if said and not (name == "Subject" and len(subject) <= 200):
            shown = _date(said, arrival.language) if name == "Date" else _short(said, _LONGEST)
            blocks.append(Words(shown, BODY, before=1, label=f"{name}:"))
            if len(said) > _LONGEST:
                notes.append(f"Of the line “{name}” only the first {_LONGEST:,} characters are shown.")
    blocks.append(Rule())
    blocks += [Words(part) for part in paragraphs(text)] or [Words("(This e-mail has no text.)")]
    blocks += _lists(attached)
    made, texts = text_pages(
        blocks, title=_short(subject, 200), subject=f"E-mail: {arrival.called}", language=arrival.language
    )
    return Source(made, "email", tuple(texts), (*notes, *undrawn(f"{subject} {text}"), *_listed(attached)))


def _leaves(message: Message) -> Iterator[Message]:
    """The parts that hold something, in order; an e-mail within it is one part."""
    waiting = [message]
    while waiting:
        part = waiting.pop(0)
        if part.is_multipart() and part.get_content_type() != "message/rfc822":
            children = part.get_payload()
            waiting[:0] = [one for one in children if isinstance(one, Message)] if isinstance(children, list) else []
        else:
            yield part


def _texts(message: Message) -> Iterator[Message]:
    for part in _leaves(message):
        if part.get_content_maintype() == "text" and not _is_attached(part):
            yield part


def _is_attached(part: Message) -> bool:
    return part.get_content_disposition() == "attachment" or _file_name(part) != ""


def _body(message: Message) -> tuple[str, list[str]]:
    """The text of an e-mail, plain where it has a plain one, and notes on it."""
    plain = [part for part in _texts(message) if part.get_content_type() != "text/html"]
    pages = [part for part in _texts(message) if part.get_content_type() == "text/html"]
    text = "\n\n".join(filter(str.strip, map(_plain_text, plain)))
    notes = []
    if not text.strip() and pages:
        text = "\n\n".join(plain_of(_text_of(part)) for part in pages)
        notes.append("The e-mail has its text as a web page only; it is shown as plain text.")
    if any(part.get_content_type() in _SEALED for part in message.walk()):
        notes.append(
            "The e-mail is encrypted or signed as a whole, so its text may be missing: print it in the mail program."
        )
    if len(text) > MOST_TEXT:
        text = text[:MOST_TEXT]
        notes.append(f"Only the first {MOST_TEXT:,} characters of the text are shown.")
    if message.defects or any(part.defects for part in message.walk()):
        notes.append("The e-mail is damaged or cut short; what of it could be read is shown.")
    return text, notes


def _plain_text(part: Message) -> str:
    text = _text_of(part)
    if str(part.get_param("format", "")).lower() == "flowed":  # RFC 3676: a line that ends in a space goes on
        drop = str(part.get_param("delsp", "")).lower() == "yes"
        text = re.sub(r"^ (?=[ >]|From )", "", text, flags=re.M)
        text = re.sub(r"(?<!^--) \n(?![>\n])", "" if drop else " ", text)
    return text


def _text_of(part: Message) -> str:
    data = _bytes_of(part)
    charset = part.get_param("charset")
    name = email.utils.collapse_rfc2231_value(charset) if charset else None
    return decoded_bytes(data, name).replace("\r\n", "\n").replace("\r", "\n")


def _bytes_of(part: Message) -> bytes:
    try:
        data = part.get_payload(decode=True)
    except (ValueError, LookupError, AttributeError):
        data = None
    return data if isinstance(data, bytes) else b""


def _file_name(part: Message) -> str:
    try:
        return decoded_header(part.get_filename())
    except (ValueError, LookupError, TypeError, AttributeError):  # a name that is given in pieces, some missing
        return "unnamed"


def _attached(message: Message) -> Iterator[Attached]:
    shown = {id(part) for part in _texts(message)}
    for number, part in enumerate(_leaves(message), start=1):
        if id(part) in shown:
            continue
        kind = part.get_content_type()
        if kind == "message/rfc822":
            yield _forwarded(part)
            continue
        data = _bytes_of(part)
        name = safe_name(_file_name(part) or f"part {number}{_ENDINGS.get(kind, '')}")
        inline = part.get_content_disposition() == "inline" or (
            "Content-ID" in part and part.get_content_disposition() is None
        )
        yield Attached(name, described(data, name) if data else "empty", len(data), inline)


def _forwarded(part: Message) -> Attached:
    inner = part.get_payload()
    if not (isinstance(inner, list) and inner and isinstance(inner[0], Message)):
        return Attached(_file_name(part) or "unnamed", "e-mail", len(_bytes_of(part)))
    mail = inner[0]
    subject = _short(header_of(mail, "Subject") or "(no subject)", 200)
    sender = _short(header_of(mail, "From"), 200)
    day = _date(header_of(mail, "Date"), "en")
    said = "e-mail" + (f" from {sender}" if sender else "") + (f", {day}" if day else "")
    return Attached(subject, said, len(mail.as_bytes()) if _plain_enough(mail) else 0)


def _plain_enough(mail: Message) -> bool:
    """Whether it can be written again, to tell its size: not where its headers are damaged."""
    try:
        mail.as_bytes()
    except (UnicodeError, LookupError, ValueError, TypeError, KeyError, AttributeError, email.errors.MessageError):
        return False
    return True


def _lists(attached: list[Attached]) -> Iterator[Words | Rule]:
    for title, inline in (("Attachments", False), ("Pictures and other files in the text", True)):
        these = [one for one in attached if one.inline is inline]
        if these:
            yield Words(f"{title} ({len(these)}), not included here", HEADING, "H2", before=14)
            for one in these:
                size = f", {size_of(one.size)}" if one.size else ""
                yield Words(f"{one.name} – {one.kind}{size}", BODY, before=3, sign="•")
    if attached:
        yield Words("What each file is was told by its first bytes, not by its name.", SMALL, before=8)


def _listed(attached: list[Attached]) -> Iterator[str]:
    files, inline = sum(not one.inline for one in attached), sum(one.inline for one in attached)
    if files:
        yield f"{counted(files, 'attachment')} {'is' if files == 1 else 'are'} listed, not included."
    if inline:
        what = counted(inline, "picture or file", "pictures or files")
        yield f"{what} in the text {'is' if inline == 1 else 'are'} listed, not shown."


def _date(said: str, language: str) -> str:
    """The date of an e-mail in words, with the clock and zone of the sender; as it stands where it is no date."""
    try:
        when: dt.datetime = email.utils.parsedate_to_datetime(said)
    except (ValueError, TypeError, IndexError, OverflowError):
        return _short(said, 200)
    zone = when.strftime("%z")
    return f"{long_date(when.date(), language)}, {when:%H:%M}" + (f" ({zone[:3]}:{zone[3:5]})" if zone else "")


def _short(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"
