"""Readings and cases for tests, made by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from ctdocs.model.case import Case
from ctdocs.model.reading import FieldReading, FormRef, Reading, nested

AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
RECEIVED = date(2026, 11, 18)
AREA = "example/exampleshire"


def new_case(folder: Path, **more: Any) -> Case:
    """A case that came by post, empty unless something is given."""
    return Case.create(folder, AREA, RECEIVED, "post", AT, "Sam", **more)


def reading_of(*, form: str = "application-form", area: str = AREA, **given_fields: Any) -> Reading:
    """A reading; ``__`` stands for a dot. A value may be a pair of value and status."""
    fields = {}
    for name, given_value in given_fields.items():
        value, status = given_value if isinstance(given_value, tuple) else (given_value, "certain")
        fields[name.replace("__", ".")] = FieldReading(
            value, None, status, page=2, reason="" if status == "certain" else "faint"
        )
    ref = FormRef(form, "26a3f9c1", area, None, "fillable")
    return Reading(ref, nested({name: f.value for name, f in fields.items()}), fields)
