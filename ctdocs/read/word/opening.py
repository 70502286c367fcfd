"""Opening a Word file that came back: every way in which it may not be one, told in a sentence; then its parts.

What is dangerous in a package (zip bombs, document types, macros, what is fetched from elsewhere) is refused by
``ctdocs.model.wordsafety``. Here stand the files that people send by mistake, and the parsing.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ctdocs.errors import Refused
from ctdocs.model.wordsafety import main_part, open_package
from ctdocs.read.limits import Limits, Watch
from ctdocs.read.sent import sent

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT: Final = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_RELATIONSHIP: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_ASK: Final = "Ask the sender for the form as a Word file (.docx) or a PDF."
_AGAIN: Final = "Ask the sender for another copy, or open it in Word and save it again as a Word document (.docx)."
_AS_WORD: Final = "Open it in Word and save it as a Word document (.docx)."


@dataclass(frozen=True, slots=True)
class Package:
    """A Word file taken apart: the bytes of every part by name, and the name of the part that holds the text."""

    parts: Mapping[str, bytes]
    main: str

    def root(self, name: str) -> Any:
        """The root element of a part, in the transitional namespace. Raises ``Refused`` where it is damaged."""
        return _parsed(name, self.parts[name])

    def related(self, kind: str) -> Iterator[str]:
        """The names of the parts that the text refers to as ``kind`` (the end of the relationship's type)."""
        folder, file = posixpath.split(self.main)
        rels = f"{folder}/_rels/{file}.rels"
        if rels not in self.parts:
            return
        for one in self.root(rels).iter(_RELATIONSHIP):
            if one.get("Type", "").rpartition("/")[2] == kind and one.get("TargetMode", "Internal") == "Internal":
                target = posixpath.normpath(posixpath.join(f"/{folder}", one.get("Target", ""))).lstrip("/")
                if target in self.parts:
                    yield target


def opened(path: Path, limits: Limits, watch: Watch) -> Package:
    """The Word file at ``path`` within ``limits``. Raises ``Refused`` with the cause and what to do."""
    data = sent(path, limits)
    _no_stranger(data)
    parts = open_package(data)
    watch.check()
    return Package(parts, main_part(parts))


def _no_stranger(data: bytes) -> None:
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:4096]
    if start.startswith(b"<?mso-application") or b"<pkg:package" in start or b"<w:wordDocument" in start:
        raise Refused("This is a Word file of another kind (XML).", hint=_AS_WORD)
    if start.lower().startswith((b"<", b"mime-version:")):
        raise Refused("This is not a Word file but a web page, whatever its name says.", hint=_AS_WORD)
    if start.startswith(b"{\\rtf"):
        raise Refused("This is not a Word file but rich text (RTF), whatever its name says.", hint=_AS_WORD)
    if not data.startswith(b"PK\x03\x04"):
        return
    if data.rfind(b"PK\x05\x06") < 0:
        raise Refused("The file is cut short: its end is missing.", hint=_AGAIN)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = package.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Refused("The file is damaged and cannot be opened.", hint=_AGAIN) from error
    if any(name.lower().endswith((".iwa", "index.apxl")) or name == "Index.zip" for name in names):
        raise Refused(
            "This is not a Word file but one of Apple Pages.", hint="In Pages choose File, Export To, Word."
        )
    if "[Content_Types].xml" not in names and any(n.lower().endswith((".docx", ".pdf", ".doc")) for n in names):
        raise Refused("This is a ZIP folder with documents in it.", hint="Unpack it and name the files in it.")


def _parsed(name: str, data: bytes) -> Any:
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Refused(f"The file is damaged: its part {name} cannot be read.", hint=_AGAIN) from error
    if root.getroottree().docinfo.doctype:
        raise Refused(f"The part {name} of the file defines entities, which no Word file does.", hint=_ASK)
    if isinstance(root.tag, str) and root.tag.startswith(_STRICT):
        _loosen(root)
    return root


def _loosen(root: Any) -> None:
    """Bring a part that was saved as “Strict Open XML” (ISO 29500-1 without part 4) into the usual namespace."""
    for element in root.iter(f"{_STRICT}*"):
        element.tag = W + element.tag[len(_STRICT) :]
        for key in [key for key in element.attrib if key.startswith(_STRICT)]:
            element.attrib[W + key[len(_STRICT) :]] = element.attrib.pop(key)
