"""The layout of a form: where each field stands on each page, kept so that a returned copy can be read.

A layout's id is eight hex digits of the SHA-256 of its geometry. The same form for another area has the
same id: area text stands in slots of fixed size. A returned form is read with its own layout, never the newest.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

CONTINUED = "[continued]"
"""Ends a value that goes on in a continuation sheet. Rendering puts it there, reading takes it off again."""

Box = tuple[float, float, float, float]
"""x0, y0, x1, y1 in points, measured from the top left of the page as issued."""


@dataclass(frozen=True, slots=True)
class LayoutField:
    """One field on one page. ``options`` gives the box of each answer of a choice, by its value.

    ``kind`` is one of text, multiline, date, phone, postcode, reference, email, tick, radio, signature.
    ``cells`` is the number of comb cells, 0 where the field is not a comb.
    """

    id: str
    kind: str
    page: int
    box: Box
    label: str
    required: bool = False
    cells: int = 0
    options: Mapping[str, Box] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Layout:
    """Every field of one form. ``document`` is the id of its description, ``code`` its two letters in the QR code."""

    document: str
    code: str
    edition: str
    language: str
    pages: int
    width: float
    height: float
    fields: tuple[LayoutField, ...]

    @property
    def id(self) -> str:
        """Eight lower-case hex digits of the hash of the geometry (not of labels, so wording may be mended)."""
        geometry = [
            self.code,
            self.pages,
            [round(float(self.width), 1), round(float(self.height), 1)],
            [
                [f.id, f.kind, f.page, _rounded(f.box), f.cells, {k: _rounded(b) for k, b in sorted(f.options.items())}]
                for f in self.fields
            ],
        ]
        text = json.dumps(geometry, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()[:8]

    def to_json(self) -> dict[str, Any]:
        """A plain object for ``layouts/ID.json`` and for the copy that travels inside the PDF."""
        return {
            "id": self.id,
            "document": self.document,
            "code": self.code,
            "edition": self.edition,
            "language": self.language,
            "pages": self.pages,
            "size": [self.width, self.height],
            "fields": [
                {
                    "id": f.id,
                    "kind": f.kind,
                    "page": f.page,
                    "box": list(f.box),
                    "label": f.label,
                    "required": f.required,
                    "cells": f.cells,
                    "options": {k: list(b) for k, b in f.options.items()},
                }
                for f in self.fields
            ],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Layout:
        """The layout that ``to_json`` wrote. Raises ``KeyError``, ``TypeError`` or ``ValueError`` on anything else."""
        fields = tuple(
            LayoutField(
                id=str(f["id"]),
                kind=str(f["kind"]),
                page=int(f["page"]),
                box=_box(f["box"]),
                label=str(f["label"]),
                required=bool(f["required"]),
                cells=int(f["cells"]),
                options={str(k): _box(b) for k, b in f["options"].items()},
            )
            for f in data["fields"]
        )
        width, height = data["size"]
        layout = cls(
            document=str(data["document"]),
            code=str(data["code"]),
            edition=str(data["edition"]),
            language=str(data["language"]),
            pages=int(data["pages"]),
            width=float(width),
            height=float(height),
            fields=fields,
        )
        if layout.id != data["id"]:
            raise ValueError(f"the layout says it is {data['id']}, but its geometry is {layout.id}")
        return layout

    def field(self, field_id: str) -> LayoutField | None:
        """The field of that id, or None."""
        return next((f for f in self.fields if f.id == field_id), None)


def _rounded(box: Box) -> list[float]:
    return [round(float(v), 1) for v in box]


def _box(values: Any) -> Box:
    x0, y0, x1, y1 = (float(v) for v in values)
    return (x0, y0, x1, y1)
