"""Structure trees of several parts under one root (ISO 32000-1, 14.7): elements, parent tree, roles, classes, ids.

A part's tree is made ready while it is still in its own file, and copied after its pages: libqpdf keeps one map of
objects for each source, so that what the tree says of pages and annotations leads to the copies.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from ctdocs.bundle.join.objects import indirect, keys_of, notes, number_tree, xobjects

_STANDARD = (
    "Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4 H5 H6 L LI Lbl",
    "LBody Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot Ruby RB RT RP Warichu",
    "WT WP Figure Formula Form",
)
_MOST = 5_000_000
STANDARD = frozenset(name for line in _STANDARD for name in line.split())
"""The standard structure types (ISO 32000-1, 14.8.4)."""


class Trees:
    """The one structure tree of a bundle."""

    def __init__(self, pdf: Pdf) -> None:
        self.pdf = pdf
        self.root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        self.document = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=self.root, K=Array([])))
        self.parents: dict[int, Object] = {}
        self.next = 0
        self.roles: dict[str, Object] = {}
        self.classes: dict[str, Object] = {}
        self.ids: dict[bytes, Object] = {}

    def prepare(self, source: Pdf, number: int, *, named: bool) -> int:
        """Make the names of a part's tree its own, while it is in its own file; returns the keys its tree will have.

        Roles and classes that another part uses otherwise get a name of their own, ids a prefix, and every key of the
        parent tree is shifted behind those of the parts before. ``named`` says whether its elements have ids.
        """
        tree = source.Root.StructTreeRoot
        roles = {name[1:]: to for name, to in (tree.get("/RoleMap") or {}).items() if name[1:] not in STANDARD}
        classes = {name[1:]: to for name, to in (tree.get("/ClassMap") or {}).items()}
        new_roles = {n: f"{n}-{number}" for n, to in roles.items() if n in self.roles and self.roles[n] != to}
        clashing = [n for n, c in classes.items() if n in self.classes and not _same(self.classes[n], c)]
        new_classes = {n: f"{n}-{number}" for n in clashing}
        for element in elements(tree) if named or new_roles or new_classes else ():
            if isinstance(element.get("/ID"), String):
                element.ID = String(f"{number}-".encode() + bytes(element.ID))
            if new_roles and (name := str(element.S)[1:]) in new_roles:
                element.S = Name(f"/{new_roles[name]}")
            if new_classes and "/C" in element:
                _rename_classes(element, new_classes)
            if "/A" in element:
                _shift_headers(element.A, number)
        for name, to in roles.items():
            target = str(to)[1:]
            self.roles[new_roles.get(name, name)] = Name(f"/{new_roles.get(target, target)}")
        renamed = {new_classes.get(name, name): made for name, made in classes.items()}
        if renamed:
            tree.ClassMap = Dictionary({f"/{name}": made for name, made in renamed.items()})
        for made in renamed.values():
            for one in made if isinstance(made, Array) else [made]:
                _shift_headers(one, number)
        return keys_of(tree.get("/ParentTree"))

    def shift(self, page: Object, seen: set[tuple[int, int]]) -> None:
        """Shift what leads from a page of a source into the parent tree."""
        _shift(page, "/StructParents", self.next)
        for annotation in notes(page):
            key = annotation.objgen
            if key in seen and annotation.is_indirect:
                continue  # a page that is there twice has them in common
            seen.add(key)
            _shift(annotation, "/StructParent", self.next)
        for one in xobjects(page.get("/Resources"), seen):
            _shift(one, "/StructParents", self.next)
            _shift(one, "/StructParent", self.next)

    def add(
        self, source: Pdf, title: str, part_id: str, language: str | None, keys: int, *, named: bool
    ) -> Object:  # fmt: skip
        """Copy a part's tree, whose pages are copied already, under an element of its own; returns that element."""
        part = self.pdf.make_indirect(
            Dictionary(
                Type=Name.StructElem, S=Name.Part, P=self.document, T=String(title), K=Array([]),
                ID=String(f"part:{part_id}".encode()),
            )
        )  # fmt: skip
        if language:
            part.Lang = String(language)
        self.ids[bytes(part.ID)] = part
        self.document.K.append(part)
        tree = self.pdf.copy_foreign(indirect(source, source.Root.StructTreeRoot))
        roles = {name: str(to) for name, to in (tree.get("/RoleMap") or {}).items()}
        kids = tree.get("/K", Array([]))
        for element in kids if isinstance(kids, Array) else [kids]:
            if not isinstance(element, Dictionary) or "/S" not in element:
                continue
            if str(element.S) == "/Document" or roles.get(str(element.S)) == "/Document":
                element.S = Name.Sect  # one Document to a file
            element.P = part
            part.K.append(element)
        for key, value in number_tree(tree.get("/ParentTree")).items():
            self.parents[self.next + key] = value
        for name, made in (tree.get("/ClassMap") or {}).items():
            self.classes[name[1:]] = made
        for element in elements(part) if named else ():
            if isinstance(element.get("/ID"), String):
                self.ids[bytes(element.ID)] = element
        self.next += keys
        return part

    def mark(self, page: Object, element: Object) -> int:
        """Give an element the next marked content of a page of the bundle; returns its id on the page."""
        held = self.parents.get(int(page.get("/StructParents", -1)))
        if not isinstance(held, Array):
            held = Array([])
            page.StructParents = self.annotate(held)
            held = self.parents[int(page.StructParents)]
        held.append(element)
        return len(held) - 1

    def annotate(self, value: Object) -> int:
        """Put a value into the parent tree; returns its key."""
        self.parents[self.next] = value
        self.next += 1
        return self.next - 1

    def close(self) -> None:
        """Put the tree into the catalogue."""
        root = self.root
        root.K = self.document
        flat: list[Any] = []
        for key, value in sorted(self.parents.items()):
            flat += [key, value]
        root.ParentTree = self.pdf.make_indirect(Dictionary(Nums=Array(flat)))
        root.ParentTreeNextKey = self.next
        if self.roles:
            root.RoleMap = Dictionary({f"/{name}": to for name, to in sorted(self.roles.items())})
        if self.classes:
            root.ClassMap = Dictionary({f"/{name}": made for name, made in sorted(self.classes.items())})
        names: list[Any] = []
        for name, element in sorted(self.ids.items()):
            names += [String(name), element]
        limits = Array([names[0], names[-2]])
        root.IDTree = Dictionary(Kids=Array([self.pdf.make_indirect(Dictionary(Limits=limits, Names=Array(names)))]))
        self.pdf.Root.StructTreeRoot = root


def elements(node: Object) -> Iterator[Object]:
    """Every structure element below a node, in reading order. One that bites its tail comes to an end."""
    waiting = [node.get("/K")]
    for _ in range(_MOST):
        if not waiting:
            return
        one = waiting.pop()
        if isinstance(one, Array):
            waiting += reversed(list(one))
        elif isinstance(one, Dictionary) and "/S" in one:
            yield one
            waiting.append(one.get("/K"))


def _shift(owner: Object, key: str, by: int) -> None:
    if key in owner:
        owner[key] = int(owner[key]) + by


def _shift_headers(attributes: Object, number: int) -> None:
    """Cells of a table name their headers by id (ISO 32000-1, 14.8.5.7)."""
    for one in attributes if isinstance(attributes, Array) else [attributes]:
        if isinstance(one, Dictionary) and "/Headers" in one:
            prefix = f"{number}-".encode()
            done = [bytes(key) for key in one.Headers]
            one.Headers = Array([String(key if key.startswith(prefix) else prefix + key) for key in done])


def _rename_classes(element: Object, new: dict[str, str]) -> None:
    if isinstance(element.C, Array):
        held = [Name(f"/{new.get(str(c)[1:], str(c)[1:])}") if isinstance(c, Name) else c for c in element.C]
        element.C = Array(held)
    else:
        name = str(element.C)[1:]
        element.C = Name(f"/{new.get(name, name)}")


def _same(one: Object, other: Object) -> bool:
    return one.unparse(resolved=True) == other.unparse(resolved=True)
