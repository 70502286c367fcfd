"""Microsoft's Open XML SDK: does a Word file keep to the schemas of ISO 29500 (transitional) and of Word's additions?

The SDK is inside the npm package @ooxml-tools/validate, as WebAssembly; nothing is fetched. It knows w14 and w15, and
checks what the schemas cannot say too (ids that must differ, relationships that must be there). It does not see text
outside the order of reading, nor whether Word finds the file pretty.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from tests.outside.tools import HERE, OutsideError, run

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SDT = ("rPr", "alias", "tag", "id", "lock", "placeholder", "temporary", "showingPlcHdr", "dataBinding", "label",
        "tabIndex", "text", "date", "dropDownList", "comboBox", "richText", "checkbox", "repeatingSection",
        "repeatingSectionItem")  # fmt: skip
"""The order of a control's properties (ISO 29500-1, 17.5.2.38)."""
_TRACKED = re.compile(
    r"ins|del|move(From|To)\w*|cell(Ins|Del|Merge)|\w+Change|customXml\w*Range(Start|End)|conflict\w+"
)


def check(paths: Iterable[Path], *, version: str = "Office2019") -> dict[Path, list[str]]:
    """For each file what is wrong with it, such as "/word/document.xml: …"; empty if nothing is.

    One process judges them all (it takes 5 s to start), so hand over many at once. ``version``: Office2007 to
    Microsoft365. Raises ``OutsideError`` where it could not judge.
    """
    files = list(dict.fromkeys(paths))
    if not files:
        return {}
    names = "".join(f"{file.resolve()}\n" for file in files)
    done = run(["node", HERE / "ooxml.mjs", version], stdin=names.encode(), seconds=60 + 10 * len(files))
    results = json.loads(done.stdout)
    if len(results) != len(files):
        raise OutsideError(f"the Open XML SDK judged {len(results)} of {len(files)} files")
    return {file: [_line(error) for error in errors] for file, errors in zip(files, results, strict=True)}


def _line(error: dict[str, str | None]) -> str:
    return f"{error['part']}: {error['description']} ({error['id']} at {error['at']})"


def traps(path: Path) -> list[str]:
    """What the SDK lets pass and Word does not, or reads as something else: tables, cells, controls, bookmarks, styles;
    and what a person should not be sent: comments, tracked changes and who made them.
    """
    from lxml import etree

    with zipfile.ZipFile(path) as package:
        body = etree.fromstring(package.read("word/document.xml"))
        styles = etree.fromstring(package.read("word/styles.xml"))
        wrong = [hit for name in package.namelist() if name.endswith(".xml") for hit in _history(package, name)]
    for table in body.iter(f"{_W}tbl"):
        if next(table.iter(f"{_W}tr"), None) is None:
            wrong.append("a table has no rows")
    for row in body.iter(f"{_W}tr"):
        if next(row.iter(f"{_W}tc"), None) is None:
            wrong.append("a row has no cells")
    for cell in body.iter(f"{_W}tc"):
        if etree.QName(cell[-1]).localname not in ("p", "sdt"):
            wrong.append(f"a cell ends with {etree.QName(cell[-1]).localname}, not with a paragraph")
    for properties in body.iter(f"{_W}sdtPr"):
        order = [_SDT.index(name) for child in properties if (name := etree.QName(child).localname) in _SDT]
        if order != sorted(order):
            wrong.append(f"a control's properties are out of order: {[_SDT[place] for place in order]}")
    for kind, key, longest in (("tag", "val", 64), ("alias", "val", 64), ("bookmarkStart", "name", 40)):
        values = [element.get(_W + key) for element in body.iter(_W + kind)]
        wrong += [f"{kind} {value!r} is longer than {longest}" for value in values if len(value) > longest]
    for kind, key in (("sdtPr", "id"), ("bookmarkStart", "id"), ("bookmarkStart", "name")):
        found = [
            (value.get(f"{_W}val") if kind == "sdtPr" else value).lower()
            for element in body.iter(_W + kind)
            if (value := element.find(_W + key) if kind == "sdtPr" else element.get(_W + key)) is not None
        ]
        wrong += [f"{kind} {key} {value} stands {count} times" for value, count in Counter(found).items() if count > 1]
    starts = Counter(element.get(f"{_W}id") for element in body.iter(f"{_W}bookmarkStart"))
    if starts != Counter(element.get(f"{_W}id") for element in body.iter(f"{_W}bookmarkEnd")):
        wrong.append("bookmarks do not begin and end in pairs")
    known = {style.get(f"{_W}styleId") for style in styles.iter(f"{_W}style")}
    used = {element.get(f"{_W}val") for element in body.iter(f"{_W}pStyle", f"{_W}rStyle", f"{_W}tblStyle")}
    return wrong + [f"there is no style {name}" for name in sorted(used - known)]


def _history(package: zipfile.ZipFile, name: str) -> list[str]:
    """What one part tells of those who worked on the file: comments, and changes with the name of their author."""
    from lxml import etree

    if name.rpartition("/")[2].startswith(("comments", "people")):
        return [f"there are comments: {name}"]
    if not name.startswith("word/"):
        return []
    told = []
    for element in etree.fromstring(package.read(name)).iter(etree.Element):
        local = etree.QName(element).localname
        if any(etree.QName(key).localname == "author" for key in element.attrib) or _TRACKED.fullmatch(local):
            told.append(f"{name} has a tracked change: {local}")
        elif local.startswith("comment"):
            told.append(f"{name} has the mark of a comment: {local}")
    return told
