"""Small forms put together by hand, as the design lays down: what the reader is tried on."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

from ctdocs.model.layout import Layout, LayoutField

Values = Mapping[str, str | bool]
Edit = Callable[[Pdf], None]


def field(name: str, kind: str, page: int = 1, cells: int = 0, options: Sequence[str] = ()) -> LayoutField:
    """A field of a layout; every field stands at a place of its own."""
    top = 40.0 + 17 * (sum(name.encode()) % 40)
    boxes = {option: (60.0 + 20 * n, top, 75.0 + 20 * n, top + 15) for n, option in enumerate(options)}
    return LayoutField(name, kind, page, (60.0, top, 300.0, top + 15), f"What is {name}?", False, cells, boxes)


MAIN = (
    field("basis", "radio", options=("self", "other")),
    field("victim.name", "text"),
    field("victim.postcode", "postcode", cells=8),
    field("victim.daytime_phone", "phone", cells=11),
    field("victim.email", "email"),
    field("behaviour", "multiline"),
    field("incidents.1.date", "date", 2, cells=8),
    field("incidents.1.details", "multiline", 2),
    field("incidents.2.date", "date", 2, cells=8),
    field("incidents.2.details", "multiline", 2),
    field("happened", "date", 2),
    field("declaration.accurate", "tick", 2),
    field("declaration.signature", "signature", 2),
)
SHEET = (
    field("incidents.1.date", "date", cells=8),
    field("incidents.1.details", "multiline"),
    field("more.1.question", "text"),
    field("more.1.text", "multiline"),
    field("more.2.question", "text"),
    field("more.2.text", "multiline"),
)


def layout(fields: Sequence[LayoutField] = MAIN, document: str = "test-form", pages: int = 2) -> Layout:
    """The layout of these fields on A4."""
    return Layout(document, "TF", "2026-11", "en", pages, 595.0, 842.0, tuple(fields))


def make(
    path: Path,
    values: Values | None = None,
    *,
    sheets: int = 0,
    fields: Sequence[LayoutField] = MAIN,
    document: str = "test-form",
    mark: bool = True,
    edit: Edit | None = None,
    **save: Any,
) -> Path:
    """A form filled with ``values`` (full names), with ``sheets`` continuation sheets; ``edit`` changes it last."""
    pdf = Pdf.new()
    main, sheet = layout(fields, document), layout(SHEET, "continuation-sheet", 1)
    placed = [(one.id, one, one.page) for one in main.fields]
    parts: list[dict[str, Any]] = [{"layout": main.id, "prefix": "", "pages": [1, main.pages]}]
    for number in range(1, sheets + 1):
        prefix, page = f"continuation.{number}", main.pages + number
        placed += [(f"{prefix}.{one.id}", one, page) for one in sheet.fields]
        parts.append({"layout": sheet.id, "prefix": prefix, "pages": [page, page]})
    for _ in range(main.pages + sheets):
        pdf.add_blank_page(page_size=(595, 842))
    top = Array()
    nodes: dict[str, Any] = {}
    for name, one, page in placed:
        siblings, parent = top, None
        *groups, last = name.split(".")
        for depth in range(1, len(groups) + 1):
            group = ".".join(groups[:depth])
            if group not in nodes:
                made = pdf.make_indirect(Dictionary(T=String(groups[depth - 1]), Kids=Array()))
                if parent is not None:
                    made.Parent = parent
                siblings.append(made)
                nodes[group] = made
            parent = nodes[group]
            siblings = parent.Kids
        siblings.append(_field(pdf, one, last, parent, page, (values or {}).get(name)))
    pdf.Root.AcroForm = pdf.make_indirect(Dictionary(Fields=top, DA=String("/Helv 0 Tf 0 g")))
    if mark:
        layouts = {main.id: main.to_json()} | ({sheet.id: sheet.to_json()} if sheets else {})
        stamp(
            pdf, {"area": "example/exampleshire", "serial": "K7Q2", "layouts": layouts, "parts": parts, "version": "0"}
        )
    if edit:
        edit(pdf)
    pdf.save(path, **({"object_stream_mode": pikepdf.ObjectStreamMode.disable} | save))
    return path


def stamp(pdf: Pdf, mark: Any) -> None:
    """Put the private mark of ctdocs into the catalogue; bytes are put in as they are."""
    data = mark if isinstance(mark, bytes) else json.dumps(mark).encode()
    pdf.Root.PieceInfo = Dictionary({"/ctdocs": Dictionary(Private=pdf.make_stream(data))})


def _field(pdf: Pdf, one: LayoutField, last: str, parent: Any, page: int, value: str | bool | None) -> Any:
    keys: dict[str, Any] = {"T": String(last), "TU": String(one.label)}
    if parent is not None:
        keys["Parent"] = parent
    if one.kind == "radio":
        group = pdf.make_indirect(Dictionary(FT=Name.Btn, Ff=1 << 15, Kids=Array(), **keys))
        if value is not None:
            group.V = Name(f"/{value}")
        for option, box in one.options.items():
            state = Name(f"/{option}") if option == value else Name.Off
            group.Kids.append(_widget(pdf, page, box, {"Parent": group, "AS": state}))
        return group
    if one.kind == "tick":
        state = Name.Yes if value else Name.Off
        return _widget(pdf, page, one.box, {"FT": Name.Btn, "V": state, "AS": state, **keys})
    if value is not None:
        keys["V"] = String(str(value))
    return _widget(pdf, page, one.box, {"FT": Name.Tx, **keys})


def _widget(pdf: Pdf, page: int, box: tuple[float, float, float, float], keys: dict[str, Any]) -> Any:
    x0, y0, x1, y1 = box
    rectangle = Array([x0, 842 - y1, x1, 842 - y0])
    target = pdf.pages[page - 1].obj
    made = pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Widget, Rect=rectangle, F=4, P=target, **keys))
    if Name.Annots not in target:
        target.Annots = Array()
    target.Annots.append(made)
    return made


def find(pdf: Pdf, name: str) -> Any:
    """The field of that full name in an open file."""
    nodes, node = pdf.Root.AcroForm.Fields, None
    for part in name.split("."):
        node = next(one for one in nodes if "/T" in one and str(one.T) == part)
        nodes = node.get("/Kids", Array())
    return node


def append(path: Path, changes: Mapping[str, bytes], *, to: Path | None = None) -> Path:
    """Save the file once more as viewers do: changed fields, a table for them and a trailer are put after its end.

    ``changes`` gives for a full name what replaces the field's ``/V`` entry, such as ``b"/V (new)"``.
    """
    data = path.read_bytes()
    offsets = {}
    with pikepdf.open(path) as pdf:
        size, root = len(pdf.get_xref_table()) + 1, pdf.Root.objgen[0]
        for name, entry in changes.items():
            node = find(pdf, name)
            number = node.objgen[0]
            if "/V" in node:
                del node["/V"]
            body = node.unparse(resolved=True)
            offsets[number] = len(data)
            data += b"%d 0 obj\n%s%s>>\nendobj\n" % (number, body.rstrip()[:-2], entry)
    start = len(data)
    data += b"xref\n" + b"".join(b"%d 1\n%010d 00000 n \n" % item for item in sorted(offsets.items()))
    previous = int(data.rsplit(b"startxref", 1)[1].split()[0])
    data += b"trailer\n<</Size %d/Root %d 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (size, root, previous, start)
    target = to or path
    target.write_bytes(data)
    return target
