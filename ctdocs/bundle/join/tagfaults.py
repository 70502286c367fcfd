"""What is wrong with a part's tags, as far as it can be seen from the tags alone (ISO 14289-1, 7.1 to 7.18).

It is no validator: it finds what makes a whole bundle fail, so that one part's tags do not spoil those of the others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from ctdocs.bundle.join.objects import notes, number_tree
from ctdocs.bundle.join.trees import STANDARD, elements

_PARENTS: Mapping[str, frozenset[str]] = {
    "TR": frozenset(("Table", "THead", "TBody", "TFoot")),
    "TH": frozenset(("TR",)),
    "TD": frozenset(("TR",)),
    "THead": frozenset(("Table",)),
    "TBody": frozenset(("Table",)),
    "TFoot": frozenset(("Table",)),
    "LI": frozenset(("L",)),
    "LBody": frozenset(("LI",)),
    "TOCI": frozenset(("TOC",)),
}
_HEADINGS = {f"H{level}": level for level in range(1, 7)}


def tag_fault(pdf: Pdf, pages: Sequence[Object]) -> tuple[str | None, bool]:
    """The first fault, to go into brackets, or None; and whether elements have ids. Small ones are mended in place."""
    tree = pdf.Root.StructTreeRoot
    roles = {name[1:]: str(to)[1:] for name, to in (tree.get("/RoleMap") or {}).items()}
    fault, named = _elements(tree, roles)
    return fault or _annotations(pages, number_tree(tree.get("/ParentTree"))), named


def _elements(tree: Object, roles: Mapping[str, str]) -> tuple[str | None, bool]:
    level, generic, named, notes = 0, False, False, set()
    types: dict[str, str | None] = {}
    for element in elements(tree):
        written = str(element.S)[1:]
        if written not in types:
            types[written] = standard(written, roles)
        kind = types[written]
        named = named or "/ID" in element
        if kind is None:
            return f"'{written}' is no kind of element", named
        if kind in _PARENTS:
            above = element.get("/P")
            name = str(above.get("/S", ""))[1:] if isinstance(above, Dictionary) else ""
            if standard(name, roles) not in _PARENTS[kind]:
                return f"a {kind} stands in '{name}'", named
            if kind == "TH":
                _scope(element)
        elif kind in _HEADINGS:
            if _HEADINGS[kind] > level + 1:
                return f"a heading of level {_HEADINGS[kind]} follows one of level {level}", named
            level = _HEADINGS[kind]
        elif kind == "H":
            generic = True
        elif kind in ("Figure", "Formula"):
            if "/Alt" not in element and "/ActualText" not in element:
                return "a picture has no description", named
        elif kind == "Note":
            key = bytes(element.ID) if isinstance(element.get("/ID"), String) else b""
            if not key or key in notes:
                return "a note has no id of its own", named
            notes.add(key)
    return ("its headings have no levels" if generic else None), named


def standard(name: str, roles: Mapping[str, str]) -> str | None:
    """The standard type that a type stands for; None where there is none."""
    for _ in range(20):
        if name in STANDARD:
            return name
        name = roles.get(name, "")
    return None


def _scope(header: Object) -> None:
    """A header cell that does not say what it heads, heads its column."""
    held = header.get("/A")
    known = list(held) if isinstance(held, Array) else [held] if isinstance(held, Dictionary) else []
    known = [one for one in known if isinstance(one, Dictionary)]
    if "/C" in header or any("/Scope" in one or "/Headers" in one for one in known):
        return
    for one in known:
        if one.get("/O") == Name.Table:
            one.Scope = Name.Column
            return
    header.A = Array([*known, Dictionary(O=Name.Table, Scope=Name.Column)])


def _annotations(pages: Sequence[Object], parents: Mapping[int, Object]) -> str | None:
    for number, page in enumerate(pages, 1):
        for annotation in notes(page):
            kind = annotation.get("/Subtype")
            if kind == Name.PrinterMark or int(annotation.get("/F", 0)) & 2:
                continue
            above = parents.get(int(annotation.get("/StructParent", -1)))
            if not isinstance(above, Dictionary) or "/S" not in above:
                return f"something on page {number} that can be clicked or typed in has no tag"
            describe(annotation)
    return None


def describe(annotation: Object) -> None:
    """Give a link or a field the words that a screen reader says, where it has none."""
    kind = annotation.get("/Subtype")
    if kind == Name.Widget:
        if "/TU" not in annotation and not any("/TU" in one for one in _line(annotation)):
            named = [str(one.T) for one in _line(annotation) if "/T" in one]
            annotation.TU = String(".".join(reversed(named)) or "Field")
    elif "/Contents" not in annotation or not str(annotation.Contents).strip():
        target = str(annotation.get("/A", Dictionary()).get("/URI", ""))
        words = f"Go to {target}" if target else "Link" if kind == Name.Link else str(kind)[1:]
        annotation.Contents = String(words)


def _line(field: Object) -> list[Object]:
    """A field and what stands above it."""
    result = [field]
    while "/Parent" in result[-1] and len(result) < 20:
        result.append(result[-1].Parent)
    return result
