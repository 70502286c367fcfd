"""A resolved document to a PDF file and its layout."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field

from ctdocs.documents import blocks as b
from ctdocs.errors import Refused
from ctdocs.model.layout import Layout
from ctdocs.render.pdf.appearance import Shape, fit
from ctdocs.render.pdf.drawing import Blank, draw
from ctdocs.render.pdf.fonts import drawable
from ctdocs.render.pdf.spread import spread
from ctdocs.render.pdf.template import Template

SERIAL_CHARACTERS = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished PDF. ``layouts`` holds the layout of the form and of its continuation sheets, by id.

    ``unprintable`` gives, by field, the characters that no font could draw (the value itself is whole in the file);
    ``sheets`` is how many continuation sheets were added.
    """

    data: bytes
    layouts: Mapping[str, Layout] = field(default_factory=dict)
    unprintable: Mapping[str, str] = field(default_factory=dict)
    sheets: int = 0
    pages: int = 0

    @property
    def layout(self) -> Layout | None:
        """The layout of the form itself; None for a letter."""
        return next(iter(self.layouts.values()), None)


def render(document: b.Resolved, *, serial: str | None = None) -> Rendered:
    """Draw a document. The same input gives the same bytes.

    ``serial`` is the number of one printed copy (capital letters and digits), printed in the code of every page. Raises
    ``Refused`` where something does not fit and there is nowhere for it to go.
    """
    if serial is not None and not (0 < len(serial) <= 12 and set(serial) <= SERIAL_CHARACTERS):
        raise Refused(f"'{serial}' is not a serial: use up to 12 capital letters and digits.")
    if document.mode == "final" or document.kind == "letter":
        blank = draw(document, 0, serial)
        if document.mode == "final" or not document.values:
            return Rendered(blank.template.data, blank.layouts, _undrawable(document), 0, blank.pages)
        filled = blank.template.fill(_fitting(document, blank.template))
        return Rendered(filled.data, blank.layouts, filled.lost, 0, blank.pages)
    blank = _cached(_Key(document), 0, serial)
    if not document.values:
        return Rendered(blank.template.data, blank.layouts, {}, 0, blank.pages)
    shapes = _shapes(blank.template)
    laid = spread(document, shapes, functools.partial(_sheet_shapes, _Key(document), serial))
    if laid.sheets:
        blank = _cached(_Key(document), laid.sheets, serial)
    filled = blank.template.fill(laid.values)
    return Rendered(filled.data, blank.layouts, filled.lost, laid.sheets, blank.pages)


def _fitting(document: b.Resolved, template: Template) -> dict[str, str]:
    """The values of a letter's gaps. Raises ``Refused`` naming those that do not fit theirs."""
    values = {name: value for name, value in document.values.items() if name in template.fields}
    wide = [n for n, v in values.items() if any(fit(v, w.shape) is None for w in template.fields[n].widgets)]
    if wide:
        labels = {spec.id: spec.label for spec in document.fields()}
        raise Refused(
            f"Some values do not fit the gaps of '{document.id}': {', '.join(labels[name] for name in wide)}.",
            hint="Make the final letter, where they are printed in full, or shorten them.",
        )
    return values


class _Key:
    """A document under the key of its blank form, so that blanks are kept and shared."""

    def __init__(self, document: b.Resolved) -> None:
        self.document = document

    def __hash__(self) -> int:
        return hash(self.document.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.document.key == self.document.key


@functools.lru_cache(maxsize=32)
def _cached(key: _Key, sheets: int, serial: str | None) -> Blank:
    return draw(key.document, sheets, serial)


@functools.lru_cache(maxsize=32)
def _sheet_shapes(key: _Key, serial: str | None) -> dict[str, Shape]:
    prefix = "continuation.1."
    blank = _cached(key, 1, serial)
    return {n.removeprefix(prefix): s for n, s in _shapes(blank.template).items() if n.startswith(prefix)}


def _shapes(template: Template) -> dict[str, Shape]:
    return {name: part.widgets[0].shape for name, part in template.fields.items()}


def _undrawable(document: b.Resolved) -> dict[str, str]:
    return {name: lost for name, value in document.values.items() if (lost := drawable(value)[1])}
