"""The forms of several parts in one file: each under a node of its own, its values kept, its fields read only.

Two copies of one form keep their own values, because the full name of a field begins with its part; no name of a field
is changed (ISO 32000-1, 12.7.3.2). A bundle is a record: nobody fills it in.
"""

from __future__ import annotations

import re
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from ctdocs.bundle.join.objects import given, indirect, notes

READ_ONLY = 1
_INHERITED = ("/DA", "/Q")


class Forms:
    """The one form of a bundle."""

    def __init__(self, pdf: Pdf) -> None:
        self.pdf = pdf
        self.nodes: list[Object] = []
        self.fonts: dict[str, Object] = {}
        self._keys: dict[str, Any] = {}

    def prepare(self, source: Pdf) -> bool:
        """Whether a part has fields; those that its form does not list, as some programs leave them, are listed."""
        form = source.Root.get("/AcroForm")
        listed = {field.objgen for field in _listed(form)}
        lost: list[Object] = []
        for page in source.pages:
            for annotation in notes(page.obj):
                if annotation.objgen in listed or annotation.get("/Subtype") != Name.Widget:
                    continue
                top = annotation
                for _ in range(50):
                    if "/Parent" not in top:
                        break
                    top = top["/Parent"]
                if top.objgen not in listed:
                    listed.add(top.objgen)
                    if top.is_indirect:
                        lost.append(top)
        if lost:
            if not isinstance(form, Dictionary):
                form = source.Root.AcroForm = source.make_indirect(Dictionary(Fields=Array([])))
            form.Fields = Array([*_listed(form), *lost])
        return bool(listed)

    def add(self, source: Pdf, part_id: str, number: int) -> None:
        """Take over the fields of a part whose pages are copied already."""
        form = source.Root.AcroForm
        new = self._fonts(source, form, number)
        node = self.pdf.make_indirect(Dictionary(T=String(part_id.replace(".", "-")), Kids=Array([])))
        for key in _INHERITED:
            if key in form:
                node[key] = form[key]
        if "/DA" in node:
            node.DA = String(_renamed(str(node.DA), new))
        for field in _listed(form):
            copied = self.pdf.copy_foreign(indirect(source, field))
            copied.Parent = node
            node.Kids.append(copied)
            _read_only(copied, new)
        self.nodes.append(node)

    def close(self) -> None:
        """Put the form into the catalogue. No viewer is asked to draw a field anew: what came is what is shown."""
        if self.nodes:
            resources = Dictionary(Font=Dictionary({f"/{name}": font for name, font in sorted(self.fonts.items())}))
            self.pdf.Root.AcroForm = self.pdf.make_indirect(
                Dictionary(Fields=Array(self.nodes), DR=resources, DA=String(""))
            )

    def _fonts(self, source: Pdf, form: Object, number: int) -> dict[str, str]:
        """Take over the fonts that fields name; one whose name another part gives to another font gets a new one."""
        new: dict[str, str] = {}
        held = form.get("/DR", Dictionary()).get("/Font")
        for key, font in held.items() if isinstance(held, Dictionary) else ():
            copied = self.pdf.copy_foreign(indirect(source, font))  # whole, where the source lacks what is shared
            name, what = key[1:], _what(copied)
            if name in self.fonts and self._keys.get(name) != what:
                new[name] = name = f"{name}-{number}"
            if name not in self.fonts:
                self.fonts[name] = copied
                self._keys[name] = what
        return new


def _listed(form: Object | None) -> list[Object]:
    held = form.get("/Fields") if isinstance(form, Dictionary) else None
    return [field for field in held if isinstance(field, Dictionary)] if isinstance(held, Array) else []


def _read_only(top: Object, new: dict[str, str]) -> None:
    waiting = [top]
    for field in waiting:
        if len(waiting) > 1_000_000:
            return
        if new and "/DA" in field:
            field.DA = String(_renamed(str(field.DA), new))
        kids = given(field, "/Kids")
        if isinstance(kids, Array):
            waiting += [kid for kid in kids.as_list() if isinstance(kid, Dictionary)]
        typed = "/FT" in field
        if typed or "/T" in field:
            field.Ff = int(field.Ff if "/Ff" in field else _inherited_flags(field)) | READ_ONLY
        if typed and field["/FT"] == Name.Sig and "/V" in field:
            del field["/V"]  # it signed the file that came, not this one


def _inherited_flags(field: Object) -> int:
    above = given(field, "/Parent")
    for _ in range(50):
        if not isinstance(above, Dictionary) or "/Ff" in above:
            break
        above = given(above, "/Parent")
    return int(above.Ff) if isinstance(above, Dictionary) and "/Ff" in above else 0


def _renamed(appearance: str, new: dict[str, str]) -> str:
    return re.sub(r"/([^\s/\[\]()<>{}%]+)", lambda found: f"/{new.get(found[1], found[1])}", appearance)


def _what(font: Object) -> tuple[Any, ...]:
    """What tells two fonts apart that have one name."""
    descriptor = font.get("/FontDescriptor")
    sizes: list[Any] = []
    for key in ("/FontFile", "/FontFile2", "/FontFile3"):
        if isinstance(descriptor, Dictionary) and key in descriptor:
            sizes.append(hash(descriptor[key].read_raw_bytes()))
    encoding = font.get("/Encoding")
    shown = encoding.unparse(resolved=True) if encoding is not None else b""
    return str(font.get("/BaseFont")), str(font.get("/Subtype")), shown, tuple(sizes)
