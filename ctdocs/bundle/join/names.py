"""Names of several parts in one file: named destinations, layers and embedded files, none hiding another's."""

from __future__ import annotations

from collections.abc import Iterator

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from ctdocs.bundle.join.objects import given, indirect, name_tree, notes


class Names:
    """The named things of a bundle. Each name of a part has its number before it."""

    def __init__(self, pdf: Pdf) -> None:
        self.pdf = pdf
        self.destinations: dict[bytes, Object] = {}
        self.files: dict[bytes, Object] = {}
        self.layers: list[Object] = []
        self.hidden: list[Object] = []
        self.locked: list[Object] = []
        self.order: list[Object] = []

    def prepare(self, source: Pdf, number: int) -> int:
        """Make the links of a part ask for destinations by their new names; returns how many led nowhere.

        A link that leads nowhere keeps its place and loses its target: no viewer could follow it before either.
        """
        known = _destinations(source)
        dead = 0
        for owner, key in _uses(source):
            name = _key(owner[key])
            if name is None:
                continue
            if name in known:
                owner[key] = String(b"%d:" % number + name)
            else:
                del owner[key]
                dead += 1
        return dead

    def add(self, source: Pdf, number: int, title: str) -> None:
        """Take over the named things of a part whose pages are copied already."""
        for name, value in _destinations(source).items():
            copied = self.pdf.copy_foreign(source.make_indirect(value) if not value.is_indirect else value)
            self.destinations[b"%d:" % number + name] = copied
        names = source.Root.get("/Names")
        for name, value in name_tree(names.get("/EmbeddedFiles") if isinstance(names, Dictionary) else None).items():
            if isinstance(value, Dictionary):
                complete_file(value)
                self.files[b"%d:" % number + name] = self.pdf.copy_foreign(indirect(source, value))
        self._layers(source, title)

    def attach(self, name: str, specification: Object) -> None:
        """Add a file of the bundle itself."""
        self.files[name.encode("utf-16")] = specification

    def close(self) -> None:
        """Put the names into the catalogue."""
        held = Dictionary()
        for key, items in (("/Dests", self.destinations), ("/EmbeddedFiles", self.files)):
            if items:
                flat: list[Object] = []
                for name, value in sorted(items.items()):
                    flat += [String(name), value]
                held[key] = self.pdf.make_indirect(Dictionary(Names=Array(flat)))
        if held.keys():
            self.pdf.Root.Names = self.pdf.make_indirect(held)
        if self.layers:
            shown = Dictionary(
                Name=String("ctdocs"), BaseState=Name.ON, OFF=Array(self.hidden), Order=Array(self.order),
                Locked=Array(self.locked),
            )  # fmt: skip
            self.pdf.Root.OCProperties = Dictionary(OCGs=Array(self.layers), D=shown)

    def _layers(self, source: Pdf, title: str) -> None:
        """Layers as they are shown when the part is opened; what changes them by event goes (ISO 14289-1, 7.10)."""
        held = source.Root.get("/OCProperties")
        if not isinstance(held, Dictionary) or not (groups := [*held.get("/OCGs", ())]):
            return
        shown = held.get("/D", Dictionary())
        on = {one.objgen for one in shown.get("/ON", ())}
        off = {one.objgen for one in shown.get("/OFF", ())}
        all_off = shown.get("/BaseState") == Name.OFF
        locked = {one.objgen for one in shown.get("/Locked", ())}
        copies = []
        for group in groups:
            if "/Name" not in group:
                group.Name = String("–")
            copied = self.pdf.copy_foreign(indirect(source, group))
            copies.append(copied)
            if group.objgen in off or (all_off and group.objgen not in on):
                self.hidden.append(copied)
            if group.objgen in locked:
                self.locked.append(copied)
        self.layers += copies
        self.order.append(Array([String(title), *copies]))


def complete_file(specification: Object) -> None:
    """An embedded file has its name in both of the places that readers look (ISO 14289-1, 7.11)."""
    name = specification.get("/UF", specification.get("/F", String("file")))
    for key in ("/F", "/UF"):
        if key not in specification:
            specification[key] = name


def _destinations(source: Pdf) -> dict[bytes, Object]:
    names = source.Root.get("/Names")
    found = name_tree(names.get("/Dests") if isinstance(names, Dictionary) else None)
    old = source.Root.get("/Dests")
    for name, value in old.items() if isinstance(old, Dictionary) else ():
        found.setdefault(name[1:].encode(), value)
    return found


def _uses(source: Pdf) -> Iterator[tuple[Object, str]]:
    for page in source.pages:
        for annotation in notes(page.obj):
            if "/Dest" in annotation:
                yield annotation, "/Dest"
            action = given(annotation, "/A")
            if isinstance(action, Dictionary) and action.get("/S") == Name.GoTo and "/D" in action:
                yield action, "/D"


def _key(target: Object) -> bytes | None:
    """The name that a destination is asked for by; None where it is one itself."""
    if isinstance(target, String):
        return bytes(target)
    return str(target)[1:].encode() if isinstance(target, Name) else None
