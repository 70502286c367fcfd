"""What a Word file says of itself: its properties, and the form it is, for programs.

The whole form travels in ``customXml``; its short code stands in the keywords and the custom properties too, since
LibreOffice and web mail each lose another part of a file that they save. Nothing tells who made a template, or when.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from lxml import etree

from ctdocs.documents.blocks import Resolved
from ctdocs.model.wordform import NAMESPACE, WordForm
from ctdocs.render.docx.package import (
    PACKAGE,
    TYPES,
    ContentTypes,
    Relationships,
    parse,
    relationships_of,
    serialised,
)

CORE, APP, CUSTOM = "docProps/core.xml", "docProps/app.xml", "docProps/custom.xml"
MOMENT: Final = "2000-01-01T00:00:00Z"
"""When every file was made: the same input gives the same bytes, whatever the clock says."""

_CP: Final = f"{PACKAGE}/metadata/core-properties"
_DC: Final = "http://purl.org/dc/elements/1.1/"
_TERMS: Final = "http://purl.org/dc/terms/"
_XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
_EXTENDED: Final = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
_CUSTOM: Final = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VARIANT: Final = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_STORE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_FORMAT_ID: Final = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
"""The set of properties that users define ([MS-OLEPS], 2.18.4)."""
_ITEM_ID: Final = "{6C1B8C1E-5B0E-4C57-9E0B-2D1B6C7C7D01}"
CUSTOM_TYPE: Final = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_KINDS: Final = {
    CORE: "application/vnd.openxmlformats-package.core-properties+xml",
    APP: "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    CUSTOM: CUSTOM_TYPE,
}
_RELATIONS: Final = {
    CORE: f"{PACKAGE}/relationships/metadata/core-properties",
    APP: "extended-properties",
    CUSTOM: "custom-properties",
}
_REGIONS: Final = {"en": "en-GB", "cy": "cy-GB"}


def item_name(parts: Mapping[str, bytes]) -> str:
    """The name of the part that holds the form: the first that holds nothing else."""
    number = 1
    while NAMESPACE.encode() not in parts.get(name := f"customXml/item{number}.xml", NAMESPACE.encode()):
        number += 1
    return name


def make_room(parts: dict[str, bytes], main: str) -> str:
    """Make room in a package for the properties and the form; return the name of the part for the form."""
    types = ContentTypes(parts[TYPES])
    package = Relationships("", parts.get("_rels/.rels"))
    for extension, kind in (("png", "image/png"), ("jpeg", "image/jpeg")):
        types.extension(extension, kind)  # for the logo
    for name, kind in _KINDS.items():
        package.remove(_RELATIONS[name].rpartition("/")[2])
        package.add(_RELATIONS[name], name)
        types.part(name, kind)
    item = item_name(parts)
    properties = item.replace("item", "itemProps")
    types.part(properties, "application/vnd.openxmlformats-officedocument.customXmlProperties+xml")
    of_item = Relationships(item, None)
    of_item.add("customXmlProps", properties)
    document = Relationships(main, parts.get(relationships_of(main)))
    document.add("customXml", item)
    parts |= {
        TYPES: types.data(),
        "_rels/.rels": package.data(),
        relationships_of(main): document.data(),
        relationships_of(item): of_item.data(),
        properties: _store(),
    }
    return item


def custom_properties(parts: Mapping[str, bytes]) -> dict[str, str]:
    """What a file says of itself in its own properties, by name: ``ctdocs.document`` and the like, and others' too.

    A template that was exported has no ``ctdocs.mode``; a document that was made has one. Raises ``Refused`` where the
    part is damaged.
    """
    if CUSTOM not in parts:
        return {}
    found = parse(parts[CUSTOM], CUSTOM).iter(f"{{{_CUSTOM}}}property")
    return {str(one.get("name")): "".join(one.itertext()).strip() for one in found}


def properties_of(document: Resolved, form: WordForm, custom: bytes | None, item: str) -> dict[str, bytes]:
    """The parts that say what this file is. ``custom`` is what the template has of custom properties."""
    return {
        CORE: _core(document, form),
        APP: _app(document),
        CUSTOM: _custom(document, form, custom),
        item: _form(form),
    }


def _core(document: Resolved, form: WordForm) -> bytes:
    names = {"cp": _CP, "dc": _DC, "dcterms": _TERMS, "xsi": _XSI}
    root = etree.Element(f"{{{_CP}}}coreProperties", nsmap=names)
    for name, text in (
        (f"{{{_DC}}}title", document.title),
        (f"{{{_DC}}}creator", document.sender),
        (f"{{{_CP}}}keywords", form.keywords),
        (f"{{{_CP}}}lastModifiedBy", document.sender),
        (f"{{{_DC}}}language", _REGIONS.get(document.language, document.language)),
    ):
        etree.SubElement(root, name).text = text
    for name in ("created", "modified"):
        moment = etree.SubElement(root, f"{{{_TERMS}}}{name}")
        moment.set(f"{{{_XSI}}}type", "dcterms:W3CDTF")
        moment.text = MOMENT
    return serialised(root)


def _app(document: Resolved) -> bytes:
    root = etree.Element(f"{{{_EXTENDED}}}Properties", nsmap={None: _EXTENDED})
    etree.SubElement(root, f"{{{_EXTENDED}}}Application").text = f"ctdocs {document.version}"
    etree.SubElement(root, f"{{{_EXTENDED}}}Company").text = document.sender
    return serialised(root)


def _custom(document: Resolved, form: WordForm, custom: bytes | None) -> bytes:
    """Ours, and those of the template, such as the label of a council's security marking."""
    ours = {
        "ctdocs": form.short,
        "ctdocs.document": document.id,
        "ctdocs.area": document.area_id,
        "ctdocs.edition": document.edition,
        "ctdocs.language": document.language,
        "ctdocs.mode": document.mode,
        "ctdocs.version": document.version,
    }
    return custom_part(ours, [] if custom is None else list(parse(custom, CUSTOM)))


def custom_part(ours: Mapping[str, str], others: Sequence[Any] = ()) -> bytes:
    """The part that holds these properties, and of ``others`` (elements ``property``) those that are not ours."""
    root = etree.Element(f"{{{_CUSTOM}}}Properties", nsmap={None: _CUSTOM, "vt": _VARIANT})
    for name, text in ours.items():
        node = etree.SubElement(root, f"{{{_CUSTOM}}}property", fmtid=_FORMAT_ID, pid="0", name=name)
        etree.SubElement(node, f"{{{_VARIANT}}}lpwstr").text = text
    for node in others:
        if str(node.get("name")).partition(".")[0] != "ctdocs":
            root.append(node)
    for number, node in enumerate(root, 2):
        node.set("pid", str(number))
    return serialised(root)


def _form(form: WordForm) -> bytes:
    root = etree.Element(f"{{{NAMESPACE}}}form", nsmap={None: NAMESPACE})
    root.text = json.dumps(form.to_json(), ensure_ascii=True, separators=(",", ":"))
    return serialised(root)


def _store() -> bytes:
    root = etree.Element(f"{{{_STORE}}}datastoreItem", nsmap={"ds": _STORE})
    root.set(f"{{{_STORE}}}itemID", _ITEM_ID)
    references = etree.SubElement(root, f"{{{_STORE}}}schemaRefs")
    etree.SubElement(references, f"{{{_STORE}}}schemaRef").set(f"{{{_STORE}}}uri", NAMESPACE)
    return serialised(root)
