"""A blank form kept as objects, so that a filled copy costs only the objects that differ.

The blank is drawn once by reportlab. A filled copy takes its objects as they are and writes anew just the fields with
values and their appearances: same geometry, same tags, no second pass over the pages (measurements/speed, section 0).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from ctdocs.render.pdf.appearance import Ink, Shape, appearance
from ctdocs.render.pdf.objects import Dictionary, name, number, resolve, string
from ctdocs.render.pdf.widefont import wide_font
from ctdocs.render.pdf.widgets import FieldSet
from ctdocs.render.pdf.writer import Writer

_ENTRY = re.compile(rb"(\d{10}) (\d{5}) ([nf])")


@dataclass(frozen=True, slots=True)
class WidgetPart:
    """One widget: its object and head (everything but value and state), its appearance object, room and answer."""

    number: int
    head: bytes
    appearance: int
    shape: Shape
    option: str | None


@dataclass(frozen=True, slots=True)
class FieldPart:
    """One field: the object that holds its value, its head, and its widgets (the same object where there is one)."""

    kind: str
    number: int
    head: bytes
    widgets: tuple[WidgetPart, ...]


@dataclass
class Filled:
    """A filled file and what could not be drawn in it: field id to characters."""

    data: bytes
    lost: dict[str, str] = field(default_factory=dict)


class Template:
    """A blank form and where its values go. Made from a writer that has just saved ``data``."""

    def __init__(self, data: bytes, writer: Writer, fields: FieldSet) -> None:
        self.data = data
        self._objects, self._trailer = _objects(data)
        self._header = data[: data.index(b"\n") + 1] + b"%\xe2\xe3\xcf\xd3\n"
        document = writer.document

        def numbered(item: Dictionary) -> int:
            return int(document.Reference(item).format(document).split()[0])

        def head(item: Dictionary) -> bytes:
            return resolve({key: value for key, value in item.items.items() if key not in ("V", "AS")}, document)[:-3]

        self.fields: dict[str, FieldPart] = {}
        for made in fields.fields.values():
            widgets = tuple(
                WidgetPart(
                    numbered(w.annotation),
                    head(w.annotation),
                    numbered(w.appearance) if w.appearance else 0,
                    w.shape,
                    w.option,
                )
                for w in made.widgets
            )
            self.fields[made.id] = FieldPart(made.kind, numbered(made.dictionary), head(made.dictionary), widgets)
        self._resources = fields.resources.format(document) if self.fields else b""

    def fill(self, values: Mapping[str, str]) -> Filled:
        """The form with these values in its fields; each must fit. Unknown ids are an error of the caller."""
        if not values:
            return Filled(self.data)
        objects = dict(self._objects)
        ink = Ink()
        for field_id, value in values.items():
            part = self.fields[field_id]
            if part.kind == "radio":
                objects[part.number] = part.head + b" /V " + name(value) + b" >>"
                for widget in part.widgets:
                    state = b"/AS " + (name(value) if widget.option == value else b"/Off")
                    objects[widget.number] = widget.head + b" " + state + b" >>"
            elif part.kind == "tick":
                objects[part.number] = part.head + b" /V /Yes /AS /Yes >>"
            else:
                objects[part.number] = part.head + b" /V " + string(value) + b" >>"
                for widget in part.widgets:
                    objects[widget.appearance] = self._appearance(value, widget.shape, ink, field_id)
        if ink.wide:
            self._add_wide_font(objects, sorted(ink.wide))
        return Filled(self._assemble(objects, values), ink.lost)

    def _appearance(self, value: str, shape: Shape, ink: Ink, field_id: str) -> bytes:
        content = appearance(value, shape, ink, field_id)
        head = (
            b"<< /Type /XObject /Subtype /Form /BBox [0 0 %b %b] /Resources %b /Length %d >>"
            % (number(shape.width), number(shape.height), self._resources, len(content))
        )  # fmt: skip
        return head + b"\nstream\n" + content + b"\nendstream"

    def _add_wide_font(self, objects: dict[int, bytes], characters: list[str]) -> None:
        first = max(objects) + 1
        objects.update(wide_font(characters, first))
        resources = int(self._resources.split()[0])
        objects[resources] = objects[resources].replace(b"/Font << ", b"/Font << /FW %d 0 R " % first, 1)

    def _assemble(self, objects: Mapping[int, bytes], values: Mapping[str, str]) -> bytes:
        out, position, offsets = [self._header], len(self._header), {}
        for obj, body in sorted(objects.items()):
            offsets[obj] = position
            piece = b"%d 0 obj\n%b\nendobj\n" % (obj, body)
            out.append(piece)
            position += len(piece)
        size = max(objects) + 1
        table = [b"0000000000 65535 f \n"]
        table += [
            b"%010d 00000 n \n" % offsets[n] if n in offsets else b"0000000000 65535 f \n" for n in range(1, size)
        ]
        digest = hashlib.md5(
            repr(sorted(values.items())).encode("utf-8", "surrogatepass"), usedforsecurity=False
        ).hexdigest()
        out.append(b"xref\n0 %d\n" % size + b"".join(table))
        out.append(
            b"trailer\n<< /Size %d %b /ID [<%b> <%b>] >>\n" % (size, self._trailer, digest.encode(), digest.encode())
        )
        out.append(b"startxref\n%d\n%%%%EOF\n" % position)
        return b"".join(out)


def _objects(data: bytes) -> tuple[dict[int, bytes], bytes]:
    """The bodies of the objects of a file that reportlab just wrote, by number, and the roots of its trailer."""
    start = int(data[data.rindex(b"startxref") + 9 :].split()[0])
    trailer_at = data.index(b"trailer", start)
    offsets = {n: int(m[1]) for n, m in enumerate(_ENTRY.finditer(data[start:trailer_at])) if m[3] == b"n"}
    ordered = sorted(offsets.items(), key=lambda item: item[1])
    ends = [offset for _, offset in ordered[1:]] + [start]
    objects = {}
    for (obj, offset), end in zip(ordered, ends, strict=True):
        body = data[offset:end]
        objects[obj] = body[body.index(b"obj") + 3 : body.rindex(b"endobj")].strip(b"\r\n ")
    roots = re.search(rb"/Root \d+ 0 R", data[trailer_at:]), re.search(rb"/Info \d+ 0 R", data[trailer_at:])
    return objects, b" ".join(found[0] for found in roots if found)
