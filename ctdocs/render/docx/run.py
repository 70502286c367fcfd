"""docxtpl at work: a Word template and its names become the XML of a document, each printed value still a mark.

docxtpl opens, patches and compiles a template anew for every document, which is nearly all of what it costs. Here that
is done once for each template: only Jinja's run, docxtpl's tidying up and one parse are left to the next document.
Values never pass through XML or docxtpl as text: Jinja prints a numbered mark for each.
"""

from __future__ import annotations

import functools
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from docxtpl import DocxTemplate
from jinja2 import Template, TemplateError
from lxml import etree

from ctdocs.documents.markup import CLOSE, OPEN
from ctdocs.documents.template import FAULTS, computing, word_environment
from ctdocs.errors import Refused
from ctdocs.model.wordsafety import main_part, open_package
from ctdocs.render.docx import faults
from ctdocs.render.docx.comments import drop_comments, strip_marks
from ctdocs.render.docx.hollow import drop_hollow
from ctdocs.render.docx.looks import ACCENT
from ctdocs.render.docx.names_page import drop_names_page
from ctdocs.render.docx.ooxml import qn
from ctdocs.render.docx.package import (
    FILLED_IN,
    TYPES,
    ContentTypes,
    Member,
    Relationships,
    deflated,
    parse,
    relationships_of,
    serialised,
)
from ctdocs.render.docx.properties import make_room
from ctdocs.render.docx.tags import normalise
from ctdocs.render.docx.tracked import accept

MAIN: Final = FILLED_IN[0]
_OF_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_MARKED: Final = re.compile(rb"author=|:comment(?:Range|Reference)|:customXml\w+Range")
"""Stands in every part with tracked changes or comments; in others it hardly ever does."""
_UNWANTED: Final = ("docProps/thumbnail",)
_CUT: Final = "ctdocs-cut"
_JINJA: Final = re.compile(r"\{[{%#]")
_COLUMNS: Final = re.compile(r"\{[%{]-?tc |\{%\s*(?:hm|colspan)\b")
_TAGS: Final = re.compile(r"\{[{%](.*?)[%}]\}", re.DOTALL)
_SIGNS: Final = re.compile(r"[-+*/%~\[]")
"""Without one of these in its tags a template computes nothing, and need not be parsed to know it."""
_BREAKING: Final = re.compile("[\t\n\a\f]")
_EDITING: Final = re.compile(r"\}(?:rsid\w*|paraId|textId)$")
_MOVING: Final = ("<w:sdt", "<w:bookmark", "<wp:docPr", ACCENT)
"""What is given numbers, values or another colour in each document."""


@dataclass(frozen=True, slots=True, eq=False)
class TextPart:
    """A part with text: the document, a header, a footer, notes. ``source`` is Jinja, each paragraph on a line.

    ``columns`` says that it has loops over the columns of a table, ``jinja`` that it has any tag; ``still`` that it is
    the same in every document.
    """

    name: str
    source: str
    columns: bool

    jinja: bool
    still: bool


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """A template as far as it depends on nothing but its own bytes.

    ``members`` are all parts as they were, ready to be written, ``styles`` the ids of its styles. ``form`` names the
    part that the form itself goes into, ``settings`` that of the settings, if there is one.
    """

    main: str
    members: Mapping[str, Member]
    texts: tuple[TextPart, ...]
    styles: frozenset[str]
    form: str
    settings: str | None


@functools.lru_cache(maxsize=32)
def prepare(template: bytes) -> Prepared:
    """Read a template. Raises ``Refused`` for what is no Word file, is damaged, or cannot be a template."""
    parts = open_package(template)
    main = main_part(parts)
    types = ContentTypes(parts[TYPES])
    drop_comments(parts, types)
    texts = []
    for name, data in parts.items():
        kind = types.of(name)
        if kind in FILLED_IN:
            texts.append(_text_part(name, data))
        elif kind.startswith(_OF_WORD) and _MARKED.search(data):
            parts[name] = _clean(name, data)
    types.part(main, MAIN)
    for name in [name for name in parts if name.startswith(_UNWANTED)]:
        del parts[name]
        types.drop(name)
    package = Relationships("", parts.get("_rels/.rels"))
    package.remove("thumbnail")
    parts |= {TYPES: types.data(), "_rels/.rels": package.data()}
    form = make_room(parts, main)
    document = Relationships(main, parts.get(relationships_of(main)))
    styles = {
        str(style.get(qn("w:styleId")))
        for name in document.targets("styles")
        for style in parse(parts.get(name, b""), name).iter(qn("w:style"))
    }
    settings = next((name for name in document.targets("settings") if name in parts), None)
    members = {name: deflated(data) for name, data in parts.items()}
    texts.sort(key=lambda part: part.name != main)
    return Prepared(main, members, tuple(texts), frozenset(styles), form, settings)


def run(part: TextPart, context: Mapping[str, Any], language: str) -> str:
    """The XML of a part with a mark for each value. Raises ``Refused`` with the paragraph that is wrong."""
    if not part.jinja:
        return part.source.replace("\n<w:p", "<w:p")
    compiled = _compiled(part, language)
    try:
        made = str(_renderer().render_xml_part("", None, context, _Kept(compiled)))
    except (TemplateError, *FAULTS) as error:
        raise faults.refused(error, part.source) from error
    return made


def tree(part: TextPart, made: str) -> Any:
    """The root of what ``run`` made. Raises ``Refused`` where a loop or condition tore the file apart."""
    try:
        root = etree.fromstring(made)
    except etree.XMLSyntaxError as error:
        raise faults.torn(part.source) from error
    if part.jinja:
        drop_hollow(root)
    if not part.columns:
        return root
    for table in root.iter(qn("w:tbl")):
        if table.find(qn("w:tblGrid")) is None:
            table.insert(1, etree.Element(qn("w:tblGrid")))
    return _renderer().fix_tables(etree.tostring(root, encoding="unicode"))


def _clean(name: str, data: bytes) -> bytes:
    """A part without text of its own, such as the styles, without what tells who changed it."""
    root = parse(data, name)
    accept(root)
    strip_marks(root)
    return serialised(root)


def _text_part(name: str, data: bytes) -> TextPart:
    root = parse(data, name)
    normalise(root)
    drop_names_page(root)
    for node in root.iter(etree.Element):
        for key in [key for key in node.attrib if _EDITING.search(key)]:
            del node.attrib[key]  # who wrote what when; in a loop these would come twice
    # docxtpl patches with a dozen searches over all of the XML: it is shown what has tags in it, piece by piece
    for child in list(root.find(qn("w:body")) if root.tag == qn("w:document") else root):
        child.addprevious(etree.Comment(_CUT))
    pieces = serialised(root).decode().partition("?>")[2].lstrip().split(f"<!--{_CUT}-->")
    xml = "".join(pieces)
    if OPEN in xml or CLOSE in xml:
        raise Refused(
            "The template holds a private-use character (U+E000 or U+E001) that documents reserve.",
            hint="Find it in the text of the template and take it out.",
        )
    jinja, columns = bool(_JINJA.search(xml)), bool(_COLUMNS.search(xml))
    if jinja:
        xml = "".join(_patched(piece) if _JINJA.search(piece) else piece for piece in pieces)
    still = not jinja and not any(sign in xml for sign in _MOVING)
    # docxtpl puts each paragraph on a line of its own so that Jinja can name it; that is done here, once
    return TextPart(name, re.sub(r"<w:p([ >])", r"\n<w:p\1", xml), columns, jinja, still)


def _patched(xml: str) -> str:
    # docxtpl turns &lt; and &gt; in a tag back, but not the sign that they begin with
    return _TAGS.sub(lambda tag: tag[0].replace("&amp;", "&"), str(_renderer().patch_xml(xml)))


@functools.lru_cache(maxsize=128)
def _compiled(part: TextPart, language: str) -> Template:
    environment = word_environment(language)
    try:
        if _SIGNS.search("".join(_TAGS.findall(part.source))) and computing(environment, part.source):
            raise faults.computes(part.source)
        return environment.from_string(part.source)
    except TemplateError as error:
        raise faults.refused(error, part.source) from error


class _Kept:
    """In place of Jinja's environment: docxtpl asks it for a template, which has been compiled already."""

    def __init__(self, compiled: Template) -> None:
        self.compiled = compiled

    def from_string(self, _source: str) -> Template:
        """The template."""
        return self.compiled


class _Renderer(DocxTemplate):  # type: ignore[misc]  # docxtpl ships no type hints
    """docxtpl without a file: it patches and renders the XML that it is given."""

    def resolve_listing(self, xml: str) -> str:
        """Line ends and tabs in text become Word's. Values are marks, so mostly there are none to look for."""
        return str(super().resolve_listing(xml)) if _BREAKING.search(xml) else xml


@functools.lru_cache(maxsize=1)
def _renderer() -> _Renderer:
    return _Renderer(io.BytesIO())
