"""A Word file as a package of parts: its relationships and content types, and a zip that is the same every time.

A member is deflated once and its bytes may stand in any number of files, so what does not change costs nothing in the
second document of a template. ISO 29500-2 describes the package, APPNOTE.TXT of PKWARE the zip.
"""

from __future__ import annotations

import posixpath
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree

from ctdocs.errors import Refused

TYPES: Final = "[Content_Types].xml"
OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_RELATIONSHIPS: Final = f"{PACKAGE}/relationships"
_CONTENT_TYPES: Final = f"{PACKAGE}/content-types"
FILLED_IN: Final = tuple(
    f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"
    for kind in ("document.main", "template.main", "header", "footer", "footnotes", "endnotes")
)
"""What the parts are in which Jinja runs."""
_TIME: Final = 0
_DAY: Final = 1 << 5 | 1
"""The first moment that a zip can name, 1 January 1980, in the form of MS-DOS."""


@dataclass(frozen=True, slots=True, eq=False)
class Member:
    """One member of a zip, ready to be written. ``data`` is what it holds, ``stored`` its bytes in the file."""

    data: bytes
    stored: bytes
    crc: int


def deflated(data: bytes) -> Member:
    """A member that holds ``data``."""
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return Member(data, packer.compress(data) + packer.flush(), zlib.crc32(data))


def zipped(members: Mapping[str, Member]) -> bytes:
    """The package: content types first, then the relationships of the package, then all others by name."""
    out: list[bytes] = []
    directory: list[bytes] = []
    at = 0
    for name in sorted(members, key=lambda name: (name != TYPES, name != "_rels/.rels", name)):
        member, path = members[name], name.encode()
        flags = 0 if name.isascii() else 0x800
        sizes = (member.crc, len(member.stored), len(member.data), len(path), 0)
        head = struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, flags, 8, _TIME, _DAY, *sizes)
        entry = struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 20, 20, flags, 8, _TIME, _DAY, *sizes, 0, 0, 0, 0, at)
        out += (head, path, member.stored)
        directory += (entry, path)
        at += len(head) + len(path) + len(member.stored)
    listed = b"".join(directory)
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, len(members), len(members), len(listed), at, 0)
    return b"".join((*out, listed, end))


def pack(parts: Mapping[str, bytes]) -> bytes:
    """The package of these parts."""
    return zipped({name: deflated(data) for name, data in parts.items()})


def parse(data: bytes, name: str) -> Any:
    """The root of an XML part. Raises ``Refused`` where it is not well formed; entities are never followed."""
    try:
        return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, remove_blank_text=True))
    except etree.XMLSyntaxError as error:
        raise Refused(
            f"The part {name} of the Word file is not well formed: {error}",
            hint="Open the file in Word and save it again.",
        ) from error


def serialised(root: Any) -> bytes:
    """The bytes of an XML part."""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def relationships_of(part: str) -> str:
    """The name of the part that holds the relationships of ``part`` ("" for the package)."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _end(relationship: Any) -> str:
    return str(relationship.get("Type")).rpartition("/")[2]


class Relationships:
    """The relationships of one part, to be read and added to."""

    def __init__(self, part: str, data: bytes | None) -> None:
        self.part = part
        self.root = (
            parse(data, relationships_of(part))
            if data
            else etree.Element(f"{{{_RELATIONSHIPS}}}Relationships", nsmap={None: _RELATIONSHIPS})
        )
        self._ids = {str(one.get("Id")) for one in self.root}
        self._next = 1

    def targets(self, kind: str) -> list[str]:
        """The names of the parts inside the package that this one refers to as ``kind`` (the end of the type)."""
        return [self._name(one) for one in self.root if self._inside(one) and _end(one) == kind]

    def every(self) -> list[str]:
        """The names of all parts inside the package that this one refers to."""
        return [self._name(one) for one in self.root if self._inside(one)]

    def _name(self, one: Any) -> str:
        folder = posixpath.dirname(self.part)
        return posixpath.normpath(posixpath.join("/", folder, str(one.get("Target")))).lstrip("/")

    @staticmethod
    def _inside(one: Any) -> bool:
        return isinstance(one.tag, str) and one.get("TargetMode") != "External"

    def add(self, kind: str, target: str, *, external: bool = False) -> str:
        """Refer to a target as ``kind`` and return the id; a reference to the same target is used again.

        ``target`` is the name of a part, or a URI if ``external``. ``kind`` is the whole type or its end.
        """
        whole = kind if "/" in kind else f"{OFFICE}/{kind}"
        if not external:
            target = posixpath.relpath(f"/{target}", f"/{posixpath.dirname(self.part)}")
        for one in self.root:
            same = (one.get("Type"), one.get("Target"), one.get("TargetMode") == "External")
            if same == (whole, target, external):
                return str(one.get("Id"))
        while (name := f"ctd{self._next}") in self._ids:
            self._next += 1
        self._ids.add(name)
        one = etree.SubElement(self.root, f"{{{_RELATIONSHIPS}}}Relationship", Id=name, Type=whole, Target=target)
        if external:
            one.set("TargetMode", "External")
        return name

    def remove(self, kind: str) -> None:
        """Refer to nothing as ``kind`` (the end of the type)."""
        for one in [one for one in self.root if _end(one) == kind]:
            self.root.remove(one)

    def data(self) -> bytes:
        """The part that holds them."""
        return serialised(self.root)


class ContentTypes:
    """Which kind of content each part of a package has."""

    def __init__(self, data: bytes) -> None:
        self.root = parse(data, TYPES)

    def of(self, part: str) -> str:
        """The content type of a part, "" where none is given."""
        for one in self.root:
            if one.get("PartName", "").lstrip("/").lower() == part.lower():
                return str(one.get("ContentType"))
        ending = posixpath.splitext(part)[1].lstrip(".").lower()
        for one in self.root:
            if ending and one.get("Extension", "").lower() == ending:
                return str(one.get("ContentType"))
        return ""

    def part(self, part: str, kind: str) -> None:
        """Say that a part has this content type."""
        self.drop(part)
        etree.SubElement(self.root, f"{{{_CONTENT_TYPES}}}Override", PartName=f"/{part}", ContentType=kind)

    def extension(self, extension: str, kind: str) -> None:
        """Say what parts with this extension hold, unless that is said already."""
        if all(one.get("Extension", "").lower() != extension for one in self.root):
            one = etree.Element(f"{{{_CONTENT_TYPES}}}Default", Extension=extension, ContentType=kind)
            self.root.insert(0, one)

    def drop(self, part: str) -> None:
        """Forget a part."""
        for one in [one for one in self.root if one.get("PartName", "").lstrip("/").lower() == part.lower()]:
            self.root.remove(one)

    def data(self) -> bytes:
        """The part that holds them."""
        return serialised(self.root)
