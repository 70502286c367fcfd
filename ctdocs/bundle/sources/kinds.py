"""What a file is, told by its bytes; its name only decides where bytes may be either of two.

What cannot be a part is refused here with what the person can do about it: the sentence says what the file is.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import Final

from ctdocs.errors import Refused

LARGEST: Final = 100 * 1024 * 1024
"""Bytes of one file that is taken in."""

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PASSWORD = "Open it in the program it was made with, save a copy without a password, and use that."
_AS_PDF = "Open it in the program it was made with and print or save it as a PDF."
_PICTURES = ((b"\xff\xd8\xff", "JPEG"), (b"\x89PNG\r\n\x1a\n", "PNG"), (b"II*\0", "TIFF"), (b"MM\0*", "TIFF"),
             (b"GIF87a", "GIF"), (b"GIF89a", "GIF"))  # fmt: skip
_OTHER: Final = (
    (b"MZ", "a program (.exe)"), (b"\x7fELF", "a program"), (b"\xcf\xfa\xed\xfe", "a program"), (b"#!", "a script"),
    (b"Rar!", "an archive (RAR)"), (b"7z\xbc\xaf\x27\x1c", "an archive (7-Zip)"), (b"\x1f\x8b", "an archive (gzip)"),
    (b"ID3", "a sound recording"), (b"OggS", "a sound recording"), (b"fLaC", "a sound recording"),
    (b"\x1aE\xdf\xa3", "a video"), (b"\0\0\x01\xba", "a video"), (b"%!PS", "PostScript"), (b"8BPS", "a Photoshop file"),
    (b"II+\0", "a TIFF picture of the large kind (BigTIFF)"), (b"MM\0+", "a TIFF picture of the large kind (BigTIFF)"),
)  # fmt: skip
_HEADER = re.compile(rb"^(?:From |([!-9;-~]{1,76}):[ \t])")
_MAIL_NAMES = {b"from", b"to", b"cc", b"date", b"subject", b"sender", b"reply-to"}
_MAIL_SIGNS = {b"message-id", b"mime-version", b"received", b"return-path", b"delivered-to", b"x-mailer"}


def kind_of(data: bytes, name: str) -> tuple[str, str]:
    """What becomes of the file ("pdf", "picture", "email", "text" or "word") and what it is: ".docx", "JPEG"…

    Raises ``Refused`` where it is empty, too large, protected by a password, or nothing that can be shown on pages.
    """
    if not data:
        raise Refused(f"{name} is empty (0 bytes).", hint="It may not have been sent whole. Ask for it again.")
    if len(data) > LARGEST:
        size = len(data) / 2**20
        raise Refused(
            f"{name} has {size:,.0f} MB; a part may have up to {LARGEST // 2**20} MB.",
            hint="Make it smaller (scan at 300 dpi or less), or divide it into several files.",
        )
    if (b"%PDF-" in data[:1024] and not mail_like(data, name)) or data.startswith(b"%PDF"):
        return "pdf", "PDF"
    for start, kind in _PICTURES:
        if data.startswith(start):
            return "picture", kind
    if data.startswith(b"BM") and data[14:18] in (b"\x28\0\0\0", b"\x6c\0\0\0", b"\x7c\0\0\0", b"\x0c\0\0\0"):
        return "picture", "BMP"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "picture", "WEBP"
    if data.startswith(b"PK\x03\x04") or data.startswith(b"PK\x05\x06"):
        return "word", _package(data, name)
    if data.startswith(_OLE):
        return "word", _compound(data, name)
    if data.lstrip()[:5] == b"{\\rtf":
        return "word", ".rtf"
    _refuse_foreign(data, name)
    if mail_like(data, name):
        return "email", "e-mail"
    if _web_page(data):
        raise Refused(f"{name} is a web page.", hint="Open it in a browser and print it as a PDF.")
    if data[:1024].removeprefix(b"\xef\xbb\xbf").lstrip().startswith((b"<?xml", b"<svg")):
        raise Refused(f"{name} is a file for programs (XML), which has no pages.", hint=_AS_PDF)
    return "text", "text"


def described(data: bytes, name: str) -> str:
    """What a file is, in words, for a list of attachments: ``PDF``, ``picture (JPEG)``, ``a program (.exe)``."""
    try:
        kind, what = kind_of(data, name)
    except Refused as refused:
        said = re.search(r" is (?:an? )?([^:]+?)(?:,|\.$|: )", refused.message.removeprefix(name))
        return said[1] if said else "unknown kind"
    return {
        "picture": f"picture ({what})",
        "word": {".odt": "OpenDocument text", ".rtf": "rich text (RTF)"}.get(what, f"Word document ({what})"),
    }.get(kind, what)


def mail_like(data: bytes, name: str) -> bool:
    """Whether the file begins like an e-mail: header lines, of which enough are those that e-mails have.

    A text that somebody pasted may begin with From and Subject too: it has none of the marks that mail programs leave,
    and is an e-mail only where its name says so.
    """
    found: set[bytes] = set()
    for line in data[:65_536].removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n").splitlines():
        if not line.strip():
            break
        match = _HEADER.match(line)
        if match and match[1]:
            found.add(match[1].lower())
        elif match is None and line[:1] not in b" \t":
            break
    known = found & _MAIL_NAMES
    if name.lower().endswith(".eml"):
        return bool(known or found & _MAIL_SIGNS)
    return bool(known and found & _MAIL_SIGNS) or {b"from", b"date", b"subject"} <= found


def _package(data: bytes, name: str) -> str:
    """Which of the many kinds that are ZIP files."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = set(package.namelist()[:5000])
            first = package.open("mimetype").read(80) if "mimetype" in names else b""
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError, RuntimeError) as error:
        raise Refused(
            f"{name} is cut short or damaged: it begins like a Word document or another ZIP file.",
            hint="Ask the sender for another copy.",
        ) from error
    if first.startswith(b"application/vnd.oasis.opendocument.text"):
        return ".odt"
    if "[Content_Types].xml" in names and any(member.startswith("word/") for member in names):
        return ".docx"
    office = {"xl/": "an Excel workbook", "ppt/": "a PowerPoint presentation", "visio/": "a Visio drawing"}
    for folder, what in office.items():
        if any(member.startswith(folder) for member in names):
            raise Refused(f"{name} is {what}, which cannot be a part as it is.", hint=_AS_PDF)
    if first.startswith(b"application/vnd.oasis.opendocument"):
        raise Refused(f"{name} is an OpenDocument file that is no text, which cannot be a part as it is.", hint=_AS_PDF)
    raise Refused(
        f"{name} is an archive (ZIP), which cannot be a part.", hint="Unpack it and add the files that belong in."
    )


def _compound(data: bytes, name: str) -> str:
    """Which of the kinds of the older Office: all are compound files, told by the names of their streams."""

    def has(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if has("EncryptedPackage"):
        raise Refused(f"{name} is an Office file, protected by a password.", hint=_PASSWORD)
    if has("WordDocument"):
        return ".doc"
    if has("__properties_version1.0"):
        raise Refused(
            f"{name} is an Outlook message (.msg), which cannot be a part as it is.",
            hint="In Outlook, save it as a PDF (File, Print), or save it as .eml.",
        )
    for stream, what in (("Workbook", "an Excel workbook"), ("PowerPoint Document", "a PowerPoint presentation")):
        if has(stream):
            raise Refused(f"{name} is {what}, which cannot be a part as it is.", hint=_AS_PDF)
    raise Refused(f"{name} is an older Office file of unknown kind, which cannot be a part.", hint=_AS_PDF)


def _refuse_foreign(data: bytes, name: str) -> None:
    if data[4:8] == b"ftyp":
        brand = data[8:12]
        if brand in (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif"):
            raise Refused(
                f"{name} is a photograph in Apple's format (HEIC), which cannot be a part as it is.",
                hint="On the telephone, share it by e-mail in the size “large”, or on a computer open it in Photos and "
                "export it as JPEG; then use that.",
            )
        what = "a sound recording" if brand in (b"M4A ", b"M4B ") else "a video"
        raise Refused(f"{name} is {what}, which has no pages.", hint=_RECORDING)
    if data[:4] == b"RIFF":
        what = "a sound recording" if data[8:12] == b"WAVE" else "a video"
        raise Refused(f"{name} is {what}, which has no pages.", hint=_RECORDING)
    for start, what in _OTHER:
        if data.startswith(start) and not (
            start in (b"MZ", b"ID3") and data[:64].isascii() and b"\0" not in data[:512]
        ):
            hint = _RECORDING if what in ("a video", "a sound recording") else _AS_PDF
            if "program" in what or "script" in what:
                hint = "Do not open it. Ask the sender what they meant to send."
            elif "archive" in what:
                hint = "Unpack it and add the files that belong in."
            raise Refused(f"{name} is {what}, which cannot be a part.", hint=hint)


_RECORDING = "Give it to those who must see or hear it on its own, and list it in the bundle as held elsewhere."


def _web_page(data: bytes) -> bool:
    start = data[:2048].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return start.startswith((b"<!doctype html", b"<html", b"<head", b"<body"))
