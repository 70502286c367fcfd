"""What was read from a returned form: each value, how sure we are of it, and where on the page it stands.

A wrong value marked ``certain`` is the worst defect this program can have: ``certain`` may be used unseen,
``check`` is our reading for a person to confirm, ``key`` means that a person types it from the picture.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from ctdocs.errors import Problem
from ctdocs.model.layout import Box

Status = Literal["certain", "check", "key", "blank"]
Route = Literal["fillable", "word", "printed", "scan", "keyed"]


@dataclass(frozen=True, slots=True)
class FieldReading:
    """One field as read. ``raw`` is what the file held; ``value`` is it with line ends made one and dates as ISO 8601.

    ``value`` is a string, True or False for a tick box, or None where the field is blank. ``box`` is in points from
    the top left of the page as issued; ``confidence`` runs from 0 to 1.
    """

    value: str | bool | None
    raw: str | None
    status: Status
    confidence: float = 1.0
    reason: str = ""
    page: int | None = None
    box: Box | None = None
    crop: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The object of one field in the reading format of the design."""
        return {
            "value": self.value,
            "raw": self.raw,
            "status": self.status,
            "confidence": self.confidence,
            "reason": self.reason,
            "page": self.page,
            "box": list(self.box) if self.box else None,
            "crop": self.crop,
        }


@dataclass(frozen=True, slots=True)
class FormRef:
    """Which form was read: document id, layout id, area id, serial of the copy and the route it came by.

    ``file`` and ``sha256`` name the file it was read from, where there was one. The same form in another file is the
    same form.
    """

    id: str
    layout: str | None
    area: str | None
    serial: str | None
    route: Route
    file: str | None = field(default=None, compare=False)
    sha256: str | None = field(default=None, compare=False)

    def to_json(self) -> dict[str, Any]:
        """The ``form`` object of the reading format."""
        return {
            "id": self.id,
            "layout": self.layout,
            "area": self.area,
            "serial": self.serial,
            "route": self.route,
            "file": self.file,
            "sha256": self.sha256,
        }


@dataclass(frozen=True, slots=True)
class Reading:
    """One form as read: ``values`` is the nested tree of field ids, ``fields`` the same flat with its certainty."""

    form: FormRef
    values: Mapping[str, Any]
    fields: Mapping[str, FieldReading]
    problems: tuple[Problem, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """One entry of ``forms`` in the reading format."""
        return {
            "form": self.form.to_json(),
            "values": self.values,
            "fields": {name: f.to_json() for name, f in self.fields.items()},
            "problems": [{"field": p.field, "code": p.code, "message": p.message} for p in self.problems],
        }


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A page or file that could not be laid to any form, and why."""

    file: str
    page: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class Readings:
    """Everything that came out of one call to read."""

    forms: tuple[Reading, ...] = ()
    unplaced: tuple[Unplaced, ...] = field(default=())

    def to_json(self) -> dict[str, Any]:
        """The reading format of the design, whole."""
        return {
            "forms": [form.to_json() for form in self.forms],
            "unplaced": [{"file": u.file, "page": u.page, "reason": u.reason} for u in self.unplaced],
        }


def nested(flat: Mapping[str, Any]) -> dict[str, Any]:
    """Turn ``{"incidents.1.date": "…"}`` into ``{"incidents": [{"date": "…"}]}``.

    A level whose names are all numbers becomes a list in their order: rows count from 1, gaps are empty objects.
    """
    tree: dict[str, Any] = {}
    for name, value in flat.items():
        node = tree
        *parents, last = name.split(".")
        for part in parents:
            node = node.setdefault(part, {})
        node[last] = value
    result = _listed(tree)
    assert isinstance(result, dict)
    return result


def _listed(node: Any) -> Any:
    if not isinstance(node, dict):
        return node
    inner = {name: _listed(value) for name, value in node.items()}
    if inner and all(name.isdecimal() for name in inner):
        rows = {int(name): value for name, value in inner.items()}
        return [rows.get(number, {}) for number in range(1, max(rows) + 1)]
    return inner
