"""The structure tree: what a screen reader walks (ISO 32000-1, 14.7 and 14.8; ISO 14289-1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ctdocs.render.pdf.objects import Array, Dictionary, Name


@dataclass(eq=False)
class Element:
    """One structure element. Children are elements, marked content (page, id) or annotations, in reading order."""

    tag: str
    parent: Element | None = None
    attributes: Mapping[str, Any] | None = None
    extra: dict[str, Any] = field(default_factory=dict)
    children: list[Any] = field(default_factory=list)
    reference: Any = None

    def __post_init__(self) -> None:
        if self.parent is not None:
            self.parent.children.append(self)


@dataclass(frozen=True, slots=True)
class Marked:
    """Marked content ``mcid`` on page ``page`` (from 0)."""

    page: int
    mcid: int


@dataclass(frozen=True, slots=True)
class Annotation:
    """An annotation on page ``page`` (from 0)."""

    page: int
    reference: Any


def table_header(scope: str) -> dict[str, Any]:
    """The attributes of a header cell; ``scope`` is Row or Column."""
    return {"O": Name("Table"), "Scope": Name(scope)}


class Tree:
    """The structure tree of one document, and the parent tree that leads back into it from pages and annotations."""

    def __init__(self) -> None:
        self.root = Element("Document")
        self.parents: list[list[Element] | Element] = []

    def new_page(self) -> int:
        """Open the list of marked content of a page; returns its key in the parent tree."""
        self.parents.append([])
        return len(self.parents) - 1

    def mark(self, key: int, page: int, element: Element) -> int:
        """Give ``element`` the next marked content of the page with that key; returns its id on the page."""
        marks = self.parents[key]
        assert isinstance(marks, list)
        marks.append(element)
        element.children.append(Marked(page, len(marks) - 1))
        return len(marks) - 1

    def annotate(self, page: int, element: Element, reference: Any) -> int:
        """Make an annotation a child of ``element``; returns its key in the parent tree."""
        self.parents.append(element)
        element.children.append(Annotation(page, reference))
        return len(self.parents) - 1

    def write(self, document: Any) -> Dictionary:
        """The tree as objects of reportlab's document; returns the root of the tree."""
        root = Dictionary(Type=Name("StructTreeRoot"))
        root_reference = document.Reference(root)
        pages = [document.Reference(page) for page in document.Pages.pages]
        root.items["K"] = self._element(self.root, root_reference, document, pages)
        entries: list[Any] = []
        for key, parent in enumerate(self.parents):
            if isinstance(parent, Element):
                entries += [key, parent.reference]
            elif parent:
                entries += [key, document.Reference(Array([element.reference for element in parent]))]
        root.items["ParentTree"] = document.Reference(Dictionary(Nums=entries))
        root.items["ParentTreeNextKey"] = len(self.parents)
        return root

    def _element(self, element: Element, parent: Any, document: Any, pages: list[Any]) -> Any:
        item = Dictionary(Type=Name("StructElem"), S=Name(element.tag), P=parent, **element.extra)
        element.reference = document.Reference(item)
        if element.attributes:
            item.items["A"] = dict(element.attributes)
        on = {child.page for child in element.children if not isinstance(child, Element)}
        shared = on.pop() if len(on) == 1 else None  # said once for the element, not with every child
        if shared is not None:
            item.items["Pg"] = pages[shared]
        children: list[Any] = []
        for child in element.children:
            match child:
                case Element():
                    children.append(self._element(child, element.reference, document, pages))
                case Marked() if shared is not None:
                    children.append(child.mcid)
                case Marked():
                    children.append({"Type": Name("MCR"), "Pg": pages[child.page], "MCID": child.mcid})
                case Annotation():
                    page = None if shared is not None else pages[child.page]
                    children.append({"Type": Name("OBJR"), "Pg": page, "Obj": child.reference})
        if children:
            item.items["K"] = children[0] if len(children) == 1 else children
        return element.reference
