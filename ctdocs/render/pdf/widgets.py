"""The fields of a document: one tree of named fields, each with its widgets on the pages and its place in the tags.

Dots in an id are levels of the tree (``incidents`` → ``2`` → ``date_reported``): a dot inside a name is not allowed
(ISO 32000-1, 12.7.3.2). Every field says its question in ``/TU``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ctdocs.documents.blocks import Field, Option
from ctdocs.model.layout import Box, LayoutField
from ctdocs.render.pdf.appearance import Shape, empty, tick
from ctdocs.render.pdf.formfont import form_fonts
from ctdocs.render.pdf.objects import Dictionary, Name, Stream
from ctdocs.render.pdf.tags import Element
from ctdocs.render.pdf.writer import Writer

MULTILINE, COMB, REQUIRED, RADIO, NO_TOGGLE_OFF = 1 << 12, 1 << 24, 1 << 1, 1 << 15, 1 << 14


@dataclass(eq=False)
class Widget:
    """One widget of a field: the annotation, its appearance, its room; ``option`` is the answer of a radio button."""

    annotation: Dictionary
    appearance: Stream | None
    shape: Shape
    option: str | None = None


@dataclass(eq=False)
class FormField:
    """One terminal field: ``dictionary`` holds the value, and is the widget itself where there is just one."""

    id: str
    kind: str
    dictionary: Dictionary
    widgets: list[Widget] = field(default_factory=list)


class FieldSet:
    """All fields of one file, under one root, and the layout entries of those that a reader needs."""

    def __init__(self, writer: Writer) -> None:
        self.writer = writer
        self.fields: dict[str, FormField] = {}
        self.placed: list[tuple[str, LayoutField]] = []
        self._resources: Any = None
        self._fonts: dict[str, Any] = {}
        self._marks: dict[tuple[float, bool], Any] = {}

    @property
    def resources(self) -> Any:
        """A reference to the fonts that every appearance uses, made when the first field needs it."""
        if self._resources is None:
            self._fonts = _font_objects(self.writer)
            self._resources = self.writer.document.Reference(Dictionary(Font=self._fonts))
        return self._resources

    def text(self, spec: Field, prefix: str, box: Box, element: Element, shape: Shape, *, size: float) -> None:
        """A text field; combs where the shape has cells."""
        flags = (
            (MULTILINE if shape.multiline else 0) | (COMB if shape.cells else 0) | (REQUIRED if spec.required else 0)
        )
        name = prefix + spec.id
        known = self.fields.get(name)
        keys: dict[str, Any] = {
            "FT": Name("Tx"), "TU": spec.tooltip, "Ff": flags, "DA": f"/FF {size:g} Tf 0 g",
            "MaxLen": shape.cells or None,
        }  # fmt: skip
        stream = self._appearance(shape, empty(shape))
        kid_keys = {"TU": spec.tooltip} if known else keys
        annotation = self._widget(element, box, **kid_keys)
        widget = Widget(annotation, stream, shape)
        if known is None:
            self.fields[name] = FormField(name, spec.kind, annotation, [widget])
        else:
            self._second(known, widget, keys)
        annotation.items["AP"] = {"N": self.writer.document.Reference(stream)}
        self._place(prefix, spec, box)

    def _second(self, known: FormField, widget: Widget, keys: dict[str, Any]) -> None:
        """A field that stands more than once becomes a parent with one widget for each place."""
        if len(known.widgets) == 1:
            first = known.widgets[0].annotation
            known.dictionary = Dictionary(**keys)
            for key in keys:
                if key != "TU":
                    first.items.pop(key, None)
        known.widgets.append(widget)

    def tick(self, spec: Field, prefix: str, box: Box, element: Element) -> None:
        """A tick box whose on-state is /Yes."""
        side = box[2] - box[0]
        flags = REQUIRED if spec.required else 0
        annotation = self._widget(
            element,
            box,
            FT=Name("Btn"),
            TU=spec.tooltip,
            Ff=flags,
            MK={"CA": "4"},
            AP=self._states(side, "Yes"),
            V=Name("Off"),
            AS=Name("Off"),
        )
        widget = Widget(annotation, None, Shape(side, side), "Yes")
        self.fields[prefix + spec.id] = FormField(prefix + spec.id, "tick", annotation, [widget])
        self._place(prefix, spec, box)

    def radio(self, spec: Field, prefix: str, option: Option, box: Box, element: Element) -> None:
        """One answer of a choice. Its kids carry no name of their own; each says question and answer."""
        name, side = prefix + spec.id, box[2] - box[0]
        group = self.fields.get(name)
        if group is None:
            flags = RADIO | NO_TOGGLE_OFF | (REQUIRED if spec.required else 0)
            group = FormField(name, "radio", Dictionary(FT=Name("Btn"), TU=spec.tooltip, Ff=flags, V=Name("Off")))
            self.fields[name] = group
        tooltip = f"{spec.tooltip}: {option.label}"
        annotation = self._widget(
            element,
            box,
            alternative=tooltip,
            TU=tooltip,
            MK={"CA": "4"},
            AP=self._states(side, option.value),
            AS=Name("Off"),
        )
        group.widgets.append(Widget(annotation, None, Shape(side, side), option.value))
        self._place(prefix, spec, box, option)

    def close(self) -> None:
        """Tie the fields into one tree and hang it into the catalogue; nothing where there is no field."""
        if not self.fields:
            return
        document = self.writer.document
        roots: list[Any] = []
        nodes: dict[str, Dictionary] = {}

        def node(path: str) -> Dictionary:
            if path not in nodes:
                nodes[path] = Dictionary(T=path.rpartition(".")[2], Kids=[])
                hang(path, nodes[path])
            return nodes[path]

        def hang(path: str, item: Dictionary) -> None:
            parent_path = path.rpartition(".")[0]
            reference = document.Reference(item)
            if parent_path:
                parent = node(parent_path)
                item.items["Parent"] = document.Reference(parent)
                parent.items["Kids"].append(reference)
            else:
                roots.append(reference)

        for name, made in self.fields.items():
            made.dictionary.items["T"] = name.rpartition(".")[2]
            hang(name, made.dictionary)
            if made.dictionary is not made.widgets[0].annotation:
                parent = document.Reference(made.dictionary)
                made.dictionary.items["Kids"] = [document.Reference(w.annotation) for w in made.widgets]
                for widget in made.widgets:
                    widget.annotation.items["Parent"] = parent
        form = {"Fields": roots, "DA": "/FF 0 Tf 0 g"}
        if self._resources is not None:
            form["DR"] = self._resources
        document.Catalog.AcroForm = Dictionary(**form)

    def _widget(self, element: Element, box: Box, *, alternative: str | None = None, **items: Any) -> Dictionary:
        form = Element("Form", element, extra={"Alt": alternative} if alternative else {})
        return self.writer.annotation(form, box, Subtype=Name("Widget"), **items)

    def _appearance(self, shape: Shape, content: bytes) -> Stream:
        box = [0, 0, round(shape.width, 2), round(shape.height, 2)]
        return Stream(content, Type=Name("XObject"), Subtype=Name("Form"), BBox=box, Resources=self.resources)

    def _states(self, side: float, on: str) -> dict[str, Any]:
        """The appearances of a box by state; boxes of one size share theirs."""
        return {"N": {on: self._mark(side, True), "Off": self._mark(side, False)}}

    def _mark(self, side: float, on: bool) -> Any:
        side = round(side, 2)
        if (side, on) not in self._marks:
            made = Stream(tick(side, on=on), Type=Name("XObject"), Subtype=Name("Form"), BBox=[0, 0, side, side])
            self._marks[side, on] = self.writer.document.Reference(made)
        return self._marks[side, on]

    def _place(self, prefix: str, spec: Field, box: Box, option: Option | None = None) -> None:
        rounded = tuple(round(v, 2) for v in box)
        for number, (part, known) in enumerate(self.placed):
            if part == prefix and known.id == spec.id and option is not None:
                options = {**known.options, option.value: rounded}
                union = (
                    min(known.box[0], box[0]),
                    min(known.box[1], box[1]),
                    max(known.box[2], box[2]),
                    max(known.box[3], box[3]),
                )
                self.placed[number] = (part, _entry(spec, self.writer.page + 1, union, options))
                return
        options = {option.value: rounded} if option is not None else {}
        self.placed.append((prefix, _entry(spec, self.writer.page + 1, box, options)))


def _entry(spec: Field, page: int, box: Box, options: dict[str, Any]) -> LayoutField:
    x0, y0, x1, y1 = (round(v, 2) for v in box)
    return LayoutField(spec.id, spec.kind, page, (x0, y0, x1, y1), spec.tooltip, spec.required, spec.cells, options)


def _font_objects(writer: Writer) -> dict[str, Any]:
    """The form fonts as objects of reportlab's document: name in /DR to reference."""
    fonts, document = form_fonts(), writer.document
    made = {}
    for key, font in (("FF", fonts.windows), ("FX", fonts.extended)):
        descriptor = document.Reference(Bodied(font.descriptor, document.Reference(Bodied(font.program))))
        to_unicode = document.Reference(Bodied(font.to_unicode))
        made[key] = document.Reference(Bodied(font.dictionary, descriptor, to_unicode))
    return made


class Bodied(Dictionary):
    """An indirect object whose syntax is ready but for the numbers of the objects that it refers to."""

    def __init__(self, body: bytes, *references: Any) -> None:
        super().__init__()
        self.body, self.references = body, references

    def format(self, document: Any) -> bytes:
        """The object in PDF syntax; called by reportlab while it saves."""
        if not self.references:
            return self.body
        numbers = []
        for reference in self.references:
            written = reference.format(document)
            numbers.append(int(written.split()[0]))
        return self.body % tuple(numbers)
