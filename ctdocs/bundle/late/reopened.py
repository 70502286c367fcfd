"""The state that joining leaves in a finished bundle, taken up again, so that parts can go and others can come."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from ctdocs.bundle.join import outline
from ctdocs.bundle.join.forms import Forms
from ctdocs.bundle.join.joiner import INDEX, STANDARD, Joining
from ctdocs.bundle.join.names import Names
from ctdocs.bundle.join.objects import keys_of, name_tree, notes, number_tree, xobjects
from ctdocs.bundle.join.stamps import Stamps
from ctdocs.bundle.join.trees import Trees, elements
from ctdocs.bundle.late.held import Held

_MOST_MARKS = 1_000_000


class Reopened(Joining):
    """A bundle that parts can be joined to as to one that is being made. Pages keep their places until it is closed."""

    def __init__(self, held: Held) -> None:
        record = held.record
        super().__init__(record.title, record.reference, record.language, held.pdf)
        self.held = held
        self.pages: list[Object] = [page.obj for page in self.pdf.pages]
        self.trees = _trees(self.pdf)
        self.forms = _forms(self.pdf)
        self.names = _names(self.pdf)
        self.stamps = Stamps(self.pdf)
        self.stamps.font = self.pages[0].Resources.Font.CtdocsStamp
        self.places = dict(record.places) or _places(held)
        joined = max(record.joined, *self.places.values()) + 1
        self.firsts = [(-1, "", self.trees.root)] * joined  # what is joined from now on has a place of its own
        self.depths = [(0, 0)] * len(self.pages)
        self.below = _marks(held, self.say["bookmark"])

    def element(self, part_id: str) -> Object:
        """The structure element of a part."""
        return self.trees.ids[f"part:{part_id}".encode()]

    def drop(self, part_id: str, first: int, last: int) -> None:
        """Take a part out whose pages are ``first`` to ``last`` (from 0): its tags, answers, names and files.

        Its pages go when the pages are put into their new order.
        """
        pages = self.pages[first : last + 1]
        seen: set[tuple[int, int]] = set()
        for page in pages:
            for owner in (page, *notes(page), *xobjects(page.get("/Resources"), seen)):
                for key in ("/StructParents", "/StructParent"):
                    if key in owner:
                        self.trees.parents.pop(int(owner[key]), None)
        element = self.trees.ids.pop(f"part:{part_id}".encode())
        for one in elements(element):
            if isinstance(one.get("/ID"), String):
                self.trees.ids.pop(bytes(one.ID), None)
        self.forms.nodes = [one for one in self.forms.nodes if str(one.T) != part_id.replace(".", "-")]
        start = b"%d:" % self.places.pop(part_id)
        self.names.destinations = {n: one for n, one in self.names.destinations.items() if not n.startswith(start)}
        self.names.files = {
            n: one for n, one in self.names.files.items() if not n.startswith(start) and not _is_of(n, part_id)
        }
        self._drop_layers(pages, str(element.T))

    def _drop_layers(self, pages: Sequence[Object], title: str) -> None:
        """Layers stand in the catalogue under the title of their part; that, or what the pages use, tells whose."""
        names = self.names
        gone = {one.objgen for page in pages for one in _layers_of(page)}
        if title not in [str(one.get("/T", "")) for one in self.trees.ids.values()]:
            listed = [list(one) for one in names.order]
            gone |= {kid.objgen for heading, *kids in listed if str(heading) == title for kid in kids}
        names.layers = [one for one in names.layers if one.objgen not in gone]
        names.hidden = [one for one in names.hidden if one.objgen not in gone]
        names.locked = [one for one in names.locked if one.objgen not in gone]
        left = {one.objgen for one in names.layers}
        names.order = [one for one in names.order if any(kid.objgen in left for kid in list(one)[1:])]

    def close_trees(self, order: Sequence[str]) -> None:
        """Put tags in this order of parts, answers and names back into the catalogue."""
        self.trees.document.K = Array([self.element(one) for one in order])
        for key in ("/AcroForm", "/Names", "/OCProperties", "/Outlines"):
            if key in self.pdf.Root:
                del self.pdf.Root[key]
        for key in ("/RoleMap", "/ClassMap"):
            if key in self.trees.root:
                del self.trees.root[key]
        self.trees.close()
        self.forms.close()
        self.names.close()

    def put_in_order(self, order: Sequence[int]) -> list[Object]:
        """The pages in their new order, those left out gone."""
        top = self.pdf.Root.Pages
        now = [page.obj for page in self.pdf.pages]
        pages: list[Object] = [now[at] for at in order]
        for at in sorted(set(range(len(now))) - set(order), reverse=True):
            del self.pdf.pages[at]
        for page in pages:
            page.Parent = top
        top.Kids = Array(pages)
        top.Count = len(pages)
        return pages


def _trees(pdf: Pdf) -> Trees:
    made = Trees(pdf)
    root: Any = pdf.Root.StructTreeRoot
    made.root = root
    tops: list[Any] = list(root.K) if isinstance(root.K, Array) else [root.K]
    made.document = tops[0]
    made.parents = number_tree(root.get("/ParentTree"))
    made.next = max(keys_of(root.get("/ParentTree")), int(root.get("/ParentTreeNextKey", 0)))
    made.roles = {name[1:]: to for name, to in (root.get("/RoleMap") or {}).items()}
    made.classes = {name[1:]: one for name, one in (root.get("/ClassMap") or {}).items()}
    made.ids = name_tree(root.get("/IDTree"))
    made.ids |= {bytes(one.ID): one for one in made.document.K if "/ID" in one}
    return made


def _forms(pdf: Pdf) -> Forms:
    made = Forms(pdf)
    form = pdf.Root.get("/AcroForm")
    if isinstance(form, Dictionary):
        made.nodes = list(form.Fields)
        fonts = form.get("/DR", Dictionary()).get("/Font", Dictionary())
        made.fonts = {name[1:]: font for name, font in fonts.items()}
    return made


def _names(pdf: Pdf) -> Names:
    made = Names(pdf)
    names = pdf.Root.get("/Names", Dictionary())
    made.destinations = name_tree(names.get("/Dests"))
    made.files = name_tree(names.get("/EmbeddedFiles"))
    layers = pdf.Root.get("/OCProperties")
    if isinstance(layers, Dictionary):
        made.layers = list(layers.get("/OCGs", ()))
        made.hidden, made.locked = list(layers.D.get("/OFF", ())), list(layers.D.get("/Locked", ()))
        made.order = list(layers.D.get("/Order", ()))
    return made


def _places(held: Held) -> dict[str, int]:
    """Which part was joined when, in a bundle that was not changed before: the index first, the last page last."""
    ids = [INDEX, *(one.id for one in held.record.entries), STANDARD]
    return {one: number for number, one in enumerate(ids)}


def _marks(held: Held, pattern: str) -> dict[int, list[outline.Mark]]:
    """What stands below each part in the outline, by the first page of the part (from 0)."""
    wording = re.escape(pattern.format(title="\0", page="\1"))
    name = re.compile(wording.replace("\0", "(.*)").replace("\1", r"\d[\dA-Z.]*"), re.DOTALL)

    def bare(mark: outline.Mark) -> outline.Mark:
        found = name.fullmatch(mark.title)
        return outline.Mark(found[1] if found else mark.title, mark.page, [bare(one) for one in mark.below])

    return {one.page: [bare(kid) for kid in one.below] for one in outline.marks_of(held.pdf, _MOST_MARKS)}


def _is_of(name: bytes, part_id: str) -> bool:
    """Whether this is the name of a file that was attached because a part is shown as pictures, or was signed."""
    try:
        return name[:2] in (b"\xff\xfe", b"\xfe\xff") and name.decode("utf-16").startswith(f"{part_id}/")
    except UnicodeDecodeError:
        return False


def _layers_of(page: Object) -> list[Object]:
    """The layers that a page uses: by its resources, by what it draws and by its notes."""
    found: list[Object] = []
    resources = page.get("/Resources")
    drawn = list(xobjects(resources, set()))
    for one in (resources, *(form.get("/Resources") for form in drawn)):
        held = one.get("/Properties") if isinstance(one, Dictionary) else None
        found += [value for _, value in held.items()] if isinstance(held, Dictionary) else []
    found += [one.OC for one in (*drawn, *notes(page)) if "/OC" in one]
    groups: list[Object] = []
    for one in found:
        if not isinstance(one, Dictionary):
            continue
        inner = one.get("/OCGs")
        groups += [one] if one.get("/Type") == Name.OCG else []
        if isinstance(inner, Array):
            groups += inner.as_list()
        elif isinstance(inner, Dictionary):
            groups.append(inner)
    return groups
