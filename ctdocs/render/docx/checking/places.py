"""Jinja where a Word file does not fill it in: alternative texts, links, field codes, and parts such as comments."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import unquote

from ctdocs.errors import Problem
from ctdocs.render.docx.checking.problems import NOTICE, problem
from ctdocs.render.docx.ooxml import qn
from ctdocs.render.docx.package import parse
from ctdocs.render.docx.tags import excerpt, text_of
from ctdocs.render.docx.tracked import changes

_CODE: Final = re.compile(r"\{[{%]")
_ATTRIBUTES: Final = {
    "descr": "the alternative text of a picture",
    "title": "the title of a picture",
    "tooltip": "the screen tip of a link",
    "instr": "a field code of Word",
    "tblCaption": "the title of a table",
    "tblDescription": "the alternative text of a table",
    "alias": "the title of a field",
    "tag": "the tag of a field",
}
_NOT_HERE: Final = "A tag is filled in only in the text of the page. Write the words themselves here."
_UNREAD: Final = re.compile(r"word/(?:comments|charts/|diagrams/|glossary/|embeddings/)")


def check_places(part: str, root: Any) -> Iterator[Problem]:
    """Tags in the attributes and field codes of one part."""
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        name = element.tag.rpartition("}")[2]
        said = [(k.rpartition("}")[2], v) for k, v in element.attrib.items() if _CODE.search(v)]
        for key, value in said:
            what = _ATTRIBUTES.get(key if key != "val" else name, f"the setting '{name}'")
            yield problem(f"A tag stands in {what}: “{excerpt(value)}”.", _around(element), hint=_NOT_HERE, part=part)
    for element in root.iter(qn("w:instrText")):
        if _CODE.search(element.text or ""):
            message = f"A tag stands in a field code of Word: “{excerpt(element.text)}”."
            yield problem(message, _around(element), hint=_NOT_HERE, part=part)


def check_package(parts: Mapping[str, bytes], read: Mapping[str, Any]) -> Iterator[Problem]:
    """Tags in link targets and in parts that are never filled in. ``read`` are the parts whose text is filled in."""
    for name, data in parts.items():
        if name.endswith(".rels") and (b"%7B%7B" in data.upper() or _CODE.search(data.decode("utf-8", "replace"))):
            for one in parse(data, name):
                target = unquote(str(one.get("Target", "")))
                if _CODE.search(target):
                    hint = "Print the address as text: {{ area.links.information }}, say. It becomes a link by itself."
                    yield problem(f"A tag stands in the target of a link: “{excerpt(target)}”.", hint=hint)
        elif name not in read and _UNREAD.match(name) and _CODE.search(data.decode("utf-8", "replace")):
            yield problem(f"A tag stands in a part that is not filled in: {name}.", hint=_NOT_HERE)


def check_tracked(part: str, root: Any) -> Iterator[Problem]:
    """A notice where changes are tracked. Call it before ``normalise``."""
    if changes(root):
        hint = "They count as accepted. In Word: Review, Accept All Changes."
        yield problem("The template has tracked changes.", hint=hint, part=part, code=NOTICE)


def _around(element: Any) -> str:
    paragraph = next(element.iterancestors(qn("w:p")), None)
    return excerpt(text_of(paragraph)) if paragraph is not None else ""
