"""Opening a Word file that somebody sent: its parts within limits, or a sentence that says why not.

What is refused here never reaches an XML parser, Word's template engine or LibreOffice: files that unfold without
end, document types (entities), macros, ActiveX, documents inside the document, and everything that would be fetched
from elsewhere when the file is opened. Hyperlinks, which only a person follows, are left alone.

What this does not promise: that the XML is well formed, nor that the file is one of our forms.
"""

from __future__ import annotations

import contextlib
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from xml.etree import ElementTree
from xml.parsers import expat

from ctdocs.errors import Refused

MOST_MEMBERS = 2_000
MOST_PART = 20 * 1024 * 1024
MOST_EXPANDED = 60 * 1024 * 1024
"""Members, bytes of one of them and bytes of all: a form has 20 members and 0.5 MB, a report with photographs 30 MB."""

_ASK = "Ask the sender for the form as a Word file (.docx) or a PDF."
_AGAIN = "Ask the sender for another copy, or open it in Word and save it again as a Word document (.docx)."
_HARM = "It may be damaged or made to do harm. Ask the sender for another copy."
_LINKS = "Open it in Word, choose File, Info, Edit Links to Files and break each link; save it and try again."

_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_OFFICE = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
_HYPERLINKS = tuple(f"{office}/hyperlink" for office in _OFFICE)
_FOLLOWED_BY_HAND = {"hyperlink", "hlinkClick", "hlinkHover", "hlinkMouseOver"}
_FETCHING = {"INCLUDE", "INCLUDEPICTURE", "INCLUDETEXT", "IMPORT", "LINK", "DDE", "DDEAUTO", "DATABASE", "RD"}
"""Fields of Word whose content comes from another file (ISO 29500-1, 17.16.5)."""

MOST_ELEMENTS = 600_000
"""Elements in all parts: a form has 20,000, a report of 300 pages 300,000."""

DEEPEST = 200
"""Elements in elements: a form reaches 20. libxml2 stops at 256 with a sentence of its own."""

_ENCODINGS = (b"utf-8", b"us-ascii")
_BLANKS = b" \t\r\n"
_OTHER_XML = re.compile(rb"(?:\x00\x00)?(?:\xff\xfe|\xfe\xff)\x00{0,3}[<\x20\t\r\n]|\x00{1,3}<|<\x00|\x4c\x6f\xa7\x94")
"""How XML begins in UTF-16, UTF-32 and EBCDIC (XML 1.0, appendix F), with a byte order mark and without."""
_SCHEME = re.compile(r"\s*(?:[A-Za-z][A-Za-z0-9+.-]*:|//|\\)")
_DECLARED = re.compile(rb"""^<\?xml[^>]*encoding\s*=\s*["']([^"']*)["']""")


def open_package(data: bytes) -> dict[str, bytes]:
    """The members of a Word file by name, in their order in the file.

    Raises ``Refused`` with the cause and what to do: no Word file, encrypted, damaged, over the limits, or with
    content that runs by itself or is fetched from elsewhere.
    """
    _require_zip(data)
    parts = unfold(data)
    _require_word(parts)
    count = _Count()
    for name, part in parts.items():
        if _is_xml(name, part):
            _require_plain_xml(name, part, count)
    _require_nothing_that_runs(parts)
    _require_nothing_from_elsewhere(parts)
    return parts


def main_part(parts: Mapping[str, bytes]) -> str:
    """The name of the part that holds the text, mostly "word/document.xml". Raises ``Refused`` if there is none."""
    for _, kind, target, external in _relationships("_rels/.rels", parts.get("_rels/.rels", b"")):
        name = target.lstrip("/")
        if kind in tuple(f"{office}/officeDocument" for office in _OFFICE) and not external and name in parts:
            return name
    raise Refused("The file is damaged: its text is missing.", hint=_AGAIN)


def _require_zip(data: bytes) -> None:
    if not data:
        raise Refused("The file is empty (0 bytes).", hint="It may not have been sent whole. Ask for it again.")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Refused(
                "The file is protected by a password.",
                hint="Ask the sender for a copy without protection; ctdocs does not keep passwords.",
            )
        raise Refused("This is an older Word document (.doc).", hint="Open it in Word and save it as .docx.")
    if not data.startswith(b"PK\x03\x04"):
        kinds = {
            b"%PDF-": " but a PDF",
            b"{\\rtf": " but rich text (RTF)",
            b"\xff\xd8\xff": " but a photograph (JPEG)",
            b"\x89PNG": " but a picture (PNG)",
            b"<": " but a web page",
        }
        kind = next((kind for start, kind in kinds.items() if data.lstrip().startswith(start)), "")
        raise Refused(f"This is not a Word file{kind}.", hint=_ASK)


def unfold(data: bytes) -> dict[str, bytes]:
    """Every member of a ZIP file, whatever it holds, none unfolded further than the limits.

    What a member says of its size is not believed. Raises ``Refused`` where it is damaged, encrypted or too large.
    """
    parts: dict[str, bytes] = {}
    names: set[str] = set()
    total = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            if len(entries) > MOST_MEMBERS:
                raise Refused(f"The file has more than {MOST_MEMBERS:,} parts, far more than any form.", hint=_HARM)
            for entry in entries:
                if entry.is_dir():
                    continue
                if entry.flag_bits & 0x1:
                    raise Refused("The file is encrypted.", hint="Ask the sender for a copy without protection.")
                with package.open(entry) as stream:
                    parts[_name(entry.filename, names)] = part = stream.read(MOST_PART + 1)
                total += len(part)
                if len(part) > MOST_PART or total > MOST_EXPANDED:
                    raise Refused("The file unfolds to far more than a form holds, so opening it stopped.", hint=_HARM)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as error:
        raise Refused("The file is damaged and cannot be opened.", hint=_AGAIN) from error
    return parts


def _name(name: str, taken: set[str]) -> str:
    """The name of a member. Two of one name, or a name that leaves the package, are read differently by programs."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or name.casefold() in taken:
        raise Refused("The file has parts whose names are not those of a Word file.", hint=_HARM)
    taken.add(name.casefold())
    return name


def _require_word(parts: Mapping[str, bytes]) -> None:
    kind = parts.get("mimetype", b"")
    if kind.startswith(b"application/vnd.oasis.opendocument"):
        raise Refused(
            "This is an OpenDocument file (.odt).",
            hint="Open it in LibreOffice and save it as Word 2007 (.docx), or ask for the form saved by Word.",
        )
    types = parts.get("[Content_Types].xml", b"")
    if b"wordprocessingml" in types:
        return
    for sign, what in ((b"spreadsheetml", "an Excel workbook"), (b"presentationml", "a PowerPoint presentation")):
        if sign in types:
            raise Refused(f"This is not a Word file but {what}.", hint=_ASK)
    raise Refused("This is not a Word file but another ZIP file.", hint=_ASK)


def _is_xml(name: str, part: bytes) -> bool:
    if name.lower().endswith((".xml", ".rels", ".vml", ".svg")):
        return True
    return part.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<" or _OTHER_XML.match(part) is not None


def _require_plain_xml(name: str, part: bytes, count: _Count) -> None:
    """In UTF-8, which is all that Word writes; without document type, and no deeper and longer than a document is.

    ISO 29500-2, 8.2.5, allows UTF-16 too; but every look at the bytes of a part, here and elsewhere, rests on UTF-8.
    """
    start = part.removeprefix(b"\xef\xbb\xbf")
    declared = _DECLARED.match(start)
    other = (declared is not None and declared[1].lower() not in _ENCODINGS) or _OTHER_XML.match(part) is not None
    if other or b"\x00" in part or (start.strip(_BLANKS) and not start.lstrip(_BLANKS).startswith(b"<")):
        raise Refused(f"The part {name} of the file is in an encoding that Word does not write.", hint=_AGAIN)
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
        raise Refused(f"The part {name} of the file defines entities, which no Word file does.", hint=_HARM)
    count.take(part)


class _Count:
    """The elements of a file, and how deep they stand in one another, told without building a tree of them."""

    def __init__(self) -> None:
        self.elements = 0
        self._depth = 0

    def take(self, part: bytes) -> None:
        """Count those of a part. Raises ``Refused`` where there are too many, or too deep."""
        if self.elements + part.count(b"<") > 2 * MOST_ELEMENTS:
            self._start("", {}, more=2 * MOST_ELEMENTS)
        self._depth = 0
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        with contextlib.suppress(expat.ExpatError):  # whoever reads the part says that it is damaged
            parser.Parse(part, True)

    def _start(self, name: str, attributes: object, more: int = 1) -> None:
        self.elements += more
        self._depth += 1
        if self._depth > DEEPEST:
            raise Refused("The parts of this file are nested in one another without end.", hint=_HARM)
        if self.elements > MOST_ELEMENTS:
            raise Refused(
                f"The file has more than {MOST_ELEMENTS:,} elements, far more than any document of people has.",
                hint="It may be damaged or made to do harm. Ask the sender for another copy, or for a PDF.",
            )

    def _end(self, name: str) -> None:
        self._depth -= 1


def _require_nothing_that_runs(parts: Mapping[str, bytes]) -> None:
    types = parts["[Content_Types].xml"].lower()
    names = [name.casefold() for name in parts]
    if b"macroenabled" in types or b"vbaproject" in types or any("vbaproject" in name for name in names):
        raise Refused("The file holds macros.", hint="Open it in Word and save it as a Word document (.docx).")
    if b"activex" in types or any("/activex/" in name for name in names):
        raise Refused("The file holds ActiveX controls, which run programs.", hint=_ASK)


def _require_nothing_from_elsewhere(parts: Mapping[str, bytes]) -> None:
    for name, part in parts.items():
        if name.lower().endswith(".rels"):
            outside = _outside(name, part)
            folder, file = name[: -len(".rels")].rpartition("_rels/")[::2]
            if outside and (about := folder + file) in parts:
                _require_only_hyperlinks(about, parts[about], outside)
        elif b"instrText" in part or b"fldSimple" in part:
            for instruction in _instructions(name, part):
                word = (instruction.split() or [""])[0].upper()
                if word in _FETCHING:
                    raise Refused(f"The file fetches content from elsewhere: its field {word}.", hint=_LINKS)


def _outside(name: str, part: bytes) -> set[str]:
    """The ids of hyperlinks out of the file. Raises ``Refused`` for anything else that is outside it."""
    ids = set()
    for id_, kind, target, external in _relationships(name, part):
        last = kind.rpartition("/")[2]
        if last == "aFChunk":
            raise Refused("The file holds another document inside it.", hint=_AGAIN)
        if not external:
            continue
        if kind not in _HYPERLINKS:
            what = {"attachedTemplate": "a template", "image": "a picture", "oleObject": "an object"}.get(last, last)
            hint = _LINKS
            if last == "attachedTemplate":
                hint = "Open it in Word; under File, Options, Add-ins, Manage Templates set the template to Normal."
            raise Refused(f"The file fetches {what} from elsewhere when it is opened: {_short(target)}", hint=hint)
        ids.add(id_)
    return ids


def _require_only_hyperlinks(name: str, part: bytes, outside: set[str]) -> None:
    """A picture that names a hyperlink's id as its source is fetched too, whatever the relationship calls itself."""
    for element in _parsed(name, part).iter():
        local = element.tag.rpartition("}")[2]
        if local in _FOLLOWED_BY_HAND:
            continue
        for key, value in element.attrib.items():
            if value in outside and key.startswith("{"):
                raise Refused(f"The file fetches content from elsewhere when it is opened ({local}).", hint=_LINKS)


def _relationships(name: str, part: bytes) -> Iterator[tuple[str, str, str, bool]]:
    """Id, type, target and whether it is outside the file."""
    if not part:
        return
    for one in _parsed(name, part).iter(_RELATIONSHIP):
        target, mode = one.get("Target", ""), one.get("TargetMode", "Internal").strip().casefold()
        # Programs differ in how they take a mode that is neither, and an address within that has a scheme.
        external = mode != "internal" or _SCHEME.match(target) is not None
        yield one.get("Id", ""), one.get("Type", ""), target, external


def _instructions(name: str, part: bytes) -> Iterator[str]:
    """Each field's instruction, put together from the pieces that Word makes of it; fields may stand in fields."""
    open_: list[list[str]] = []
    for element in _parsed(name, part).iter():
        local = element.tag.rpartition("}")[2]
        attributes = {key.rpartition("}")[2]: value for key, value in element.attrib.items()}
        if local == "fldSimple":
            yield attributes.get("instr", "")
        elif local == "fldChar" and attributes.get("fldCharType") == "begin":
            open_.append([])
        elif local == "fldChar" and open_:
            yield "".join(open_[-1])
            if attributes.get("fldCharType") == "end":
                open_.pop()
            else:
                open_[-1] = []
        elif local in ("instrText", "delInstrText"):
            if open_:
                open_[-1].append(element.text or "")
            else:
                yield element.text or ""
    yield from ("".join(pieces) for pieces in open_)


def _parsed(name: str, part: bytes) -> ElementTree.Element:
    try:
        return ElementTree.fromstring(part)
    except (ElementTree.ParseError, ValueError) as error:
        raise Refused(f"The file is damaged: its part {name} cannot be read.", hint=_AGAIN) from error


def _short(target: str) -> str:
    shown = "".join(c if c.isprintable() else " " for c in target)
    return shown if len(shown) <= 80 else f"{shown[:77]}…"
