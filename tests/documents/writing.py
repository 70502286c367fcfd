"""Descriptions and areas that a test writes itself, and what they come to."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ctdocs.documents.blocks import Resolved
from ctdocs.documents.catalogue import Document, load_document
from ctdocs.documents.resolve import resolve
from ctdocs.model.area import Area, load_area, load_area_file

TOP = Path(__file__).resolve().parents[2]
EXAMPLESHIRE = TOP / "areas" / "example" / "exampleshire.yaml"
ON = dt.date(2026, 11, 20)

LETTER = """\
id: note
kind: letter
edition: "1"
source: a test
audience: applicant
title: A note
values:
  reference: {label: Case reference, from: reference, required: true}
  applicant_name: {label: Name of the applicant, from: applicant.name, required: true}
  remark: {label: A remark, from: remark}
blocks:
"""

FORM = """\
id: form
code: TF
kind: form
edition: "1"
source: a test
audience: applicant
title: A form
blocks:
"""


def written(folder: Path, text: str, name: str = "note.yaml") -> Document:
    """The description of that text. Raises what ``load_document`` raises."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return load_document(path)


def letter(folder: Path, blocks: str, case: Mapping[str, Any] | None = None, **how: Any) -> Resolved:
    """A letter of these blocks: final where a case is given, blank otherwise."""
    how = {"on": ON, "mode": "blank" if case is None else "final", "case": case, **how}
    return resolve(written(folder, LETTER + blocks), how.pop("area", None) or load_area("example/exampleshire"), **how)


def form(folder: Path, blocks: str, **how: Any) -> Resolved:
    """A blank form of these blocks."""
    area = how.pop("area", None) or load_area("example/exampleshire")
    return resolve(written(folder, FORM + blocks), area, **{"on": ON, **how})


def area_with(folder: Path, *changes: tuple[str, str], file: Path = EXAMPLESHIRE) -> Area:
    """Exampleshire with some of its words changed; each must stand in it once."""
    text = file.read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the profile"
        text = text.replace(old, new)
    path = folder / "example" / file.name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return load_area_file(path)


def copied(folder: Path, area_id: str) -> Path:
    """The folder of profiles with a copy of that area and what it shares; gives back the area's own file."""
    county = area_id.split("/")[0]
    shutil.copytree(TOP / "areas" / county, folder / county)
    return folder / f"{area_id}.yaml"
