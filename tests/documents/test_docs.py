"""The page on descriptions tells of everything that a description may hold."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ctdocs.documents.schema import BlockSpec, DocumentSpec, FieldSpec, RecordsSpec, ValueSpec
from ctdocs.documents.template import _environment

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "descriptions.md").read_text(encoding="utf-8")
NAMES = {
    name
    for spec in (DocumentSpec, BlockSpec, FieldSpec, RecordsSpec, ValueSpec)
    for name in (field.alias or name for name, field in spec.model_fields.items())
} | set(_environment("en").filters)


@pytest.mark.parametrize("name", sorted(NAMES))
def test_every_name_of_a_description_is_told_of(name: str) -> None:
    assert re.search(rf"(?<![\w.]){re.escape(name)}(?!\w)", PAGE), f"docs/descriptions.md does not say what {name} is"
