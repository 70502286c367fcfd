"""What may be handed to LibreOffice: a file of a kind it is meant for, with nothing in it that runs or is fetched.

A .docx is held to ``wordsafety`` and written anew from the parts that were looked at, so that LibreOffice opens what
was judged and nothing else. What this does not promise: .doc and .rtf are looked at for what is plain to see only;
there LibreOffice's own settings (``office``: no macros, no links, no network) are what holds.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

from ctdocs.errors import Refused
from ctdocs.model.wordsafety import open_package, unfold

LARGEST = 100 * 1024 * 1024
"""Bytes of a file that is taken in."""

_OLE = b"\xd0\xcf\x11\xe0"
_LINKS = "Open it in the program it was made with, break its links, save it and try again."
_MACROS = "Open it in the program it was made with and save it without macros."
_PASSWORD = "Save a copy without a password, and try again."
_FETCHED = re.compile(rb"<(?:draw:image|draw:object\S*|draw:plugin|text:section-source|office:dde-source)\b[^>]*")
_OUTSIDE = re.compile(rb"""xlink:href\s*=\s*["'](?!["'#])(?!(?:\./)?(?:Pictures|Object|media)\b)""")
_PLAIN = re.compile(rb"<w:text(?:\s[^<>]*)?/>")
"""The mark of a plain-text control: LibreOffice 7.4 puts the line ends in one before its text, and so joins words."""
_RTF_FIELD = re.compile(rb"\\fldinst\b[^A-Za-z\\]*(?:\\[a-z]+-?\d*\s*|[{}\s])*(INCLUDE\w*|IMPORT|LINK|DDE\w*)\b", re.I)


def admitted(path: Path) -> bytes:
    """The bytes of ``path`` as LibreOffice may open them. Raises ``Refused`` with the cause and what to do."""
    check = _KINDS.get(path.suffix.lower())
    if check is None:
        raise Refused(
            f"{_kind(path)}, and cannot be made into a PDF here.",
            hint=f"What can be converted ends in {', '.join(list(_KINDS)[:-1])} or {list(_KINDS)[-1]}.",
        )
    try:
        if not path.is_file():
            raise Refused("There is no such file." if not path.exists() else "This is not a file.")
        size = path.stat().st_size
        if size > LARGEST:
            raise Refused(f"The file is {size / 2**20:,.1f} MB; up to {LARGEST // 2**20} MB are converted.")
        data = path.read_bytes()
    except OSError as error:
        raise Refused(
            f"The file cannot be read: {error.strerror}.", hint="Is it open elsewhere, or not yours?"
        ) from error
    if not data:
        raise Refused("The file is empty (0 bytes).", hint="It may not have been sent whole. Ask for it again.")
    return check(data)


def _docx(data: bytes) -> bytes:
    parts = open_package(data)
    return _zip({name: _PLAIN.sub(b"", part) if name.endswith(".xml") else part for name, part in parts.items()})


def _odt(data: bytes) -> bytes:
    parts = unfold(data) if data.startswith(b"PK\x03\x04") else {}
    if not parts.get("mimetype", b"").startswith(b"application/vnd.oasis.opendocument.text"):
        raise Refused("This is not an OpenDocument text, whatever its name says.")
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise Refused("The file is protected by a password.", hint=_PASSWORD)
    if any(name.startswith(("Basic/", "Scripts/")) for name in parts):
        raise Refused("The file holds macros.", hint=_MACROS)
    for name, part in parts.items():
        if name.endswith(".xml"):
            if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
                raise Refused(f"The part {name} of the file defines entities, which no text does.")
            if any(_OUTSIDE.search(fetched[0]) for fetched in _FETCHED.finditer(part)):
                raise Refused("The file fetches content from elsewhere when it is opened.", hint=_LINKS)
    return _zip(parts)


def _doc(data: bytes) -> bytes:
    if not data.startswith(_OLE):
        raise Refused("This is not a Word document (.doc), whatever its name says.")
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise Refused("The file is protected by a password.", hint=_PASSWORD)
    if "_VBA_PROJECT".encode("utf-16-le") in data or "Macros".encode("utf-16-le") in data:
        raise Refused("The file holds macros.", hint=_MACROS)
    return data


def _rtf(data: bytes) -> bytes:
    if not data.lstrip().startswith(b"{\\rtf"):
        raise Refused("This is not rich text (RTF), whatever its name says.")
    if b"\\objdata" in data or b"\\objupdate" in data:
        raise Refused("The file holds objects of other programs.", hint=_LINKS)
    if b"\\*\\template" in data or _RTF_FIELD.search(data):
        raise Refused("The file fetches content from elsewhere when it is opened.", hint=_LINKS)
    return data


def _zip(parts: dict[str, bytes]) -> bytes:
    """The parts as a ZIP file; OpenDocument wants its kind first and not compressed (part 2, 3.3)."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name in sorted(parts, key=lambda name: name != "mimetype"):
            package.writestr(name, parts[name], zipfile.ZIP_STORED if name == "mimetype" else None)
    return target.getvalue()


def _kind(path: Path) -> str:
    return f"A file that ends in {path.suffix} is none of Word" if path.suffix else "This file's name has no ending"


_KINDS: dict[str, Callable[[bytes], bytes]] = {".docx": _docx, ".doc": _doc, ".odt": _odt, ".rtf": _rtf}
