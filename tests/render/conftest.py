"""Every document in its three ways, rendered once for the whole run and judged by veraPDF in one go."""

from __future__ import annotations

from pathlib import Path

import pytest

from ctdocs.documents.catalogue import document, load_document
from ctdocs.documents.resolve import resolve
from ctdocs.model.area import load_area
from tests.outside import poppler, verapdf
from tests.render.hostile import VALUES
from tests.render.samples import AREA, FORMS, LETTERS, MODES, ON, Sample, case, incident, resolved, sample

TABLE = """\
id: table
kind: letter
edition: "1"
source: a test
audience: panel
title: A long table
blocks:
  - subject: A long table
  - table:
      caption: Sixty actions
      columns: [{label: Number, width: 20}, {label: Action, width: 110}, {label: Body, width: 40}]
      rows:
"""
LONG = "It went on, ŵith noise and “shouting” – £5 & <b> again. "


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the rendered files of this run stand."""
    return tmp_path_factory.mktemp("rendered")


@pytest.fixture(scope="session")
def plain(folder: Path) -> dict[str, Sample]:
    """Every document in its three ways, by ``document-mode``."""
    names = [(one, mode) for one in (*FORMS, *LETTERS) for mode in MODES]
    return {f"{one}-{mode}": sample(folder, f"{one}-{mode}", resolved(one, mode)) for one, mode in names}


@pytest.fixture(scope="session")
def long(folder: Path) -> Sample:
    """An application with eight incidents, one of them long, and an answer of 30,000 characters."""
    facts = case(
        incidents=[incident(number) for number in range(1, 6)] + [incident(6), incident(7, LONG * 30), incident(8)],
        impact=(LONG * 600)[:30_000],
        action_taken="Нет ответа. Ελληνικά. Tiếng Việt.",
        other_information="One line.\n" * 200,
    )
    return sample(folder, "long", resolved("application-form", "prefilled", facts))


@pytest.fixture(scope="session")
def hostile(folder: Path) -> dict[str, Sample]:
    """An application and a letter of a person who writes what breaks programs, filled in and final."""
    facts = case(**VALUES)
    found = {}
    for one, mode in (("application-form", "prefilled"), ("application-form", "final"), ("letter-1", "final")):
        found[f"{one}-{mode}"] = sample(folder, f"hostile-{one}-{mode}", resolved(one, mode, facts))
    return found


@pytest.fixture(scope="session")
def table(folder: Path) -> Sample:
    """A table of sixty rows."""
    path = folder / "table.yaml"
    rows = "".join(f'        - ["{n}", "Action {n} is **done** by the day", Body {n}]\n' for n in range(1, 61))
    path.write_text(TABLE + rows, encoding="utf-8")
    return sample(folder, "table", resolve(load_document(path), load_area(AREA), on=ON))


@pytest.fixture(scope="session")
def serial(folder: Path) -> Sample:
    """A blank form with the serial of one printed copy, for South Derbyshire's draft."""
    made = resolve(document("application-form"), load_area("derbyshire/south-derbyshire"), on=ON, draft=True)
    return sample(folder, "serial", made, serial="K7Q2M9X4")


@pytest.fixture(scope="session")
def everything(
    plain: dict[str, Sample], long: Sample, hostile: dict[str, Sample], table: Sample, serial: Sample
) -> list[Sample]:
    """Every file of this run."""
    return [*plain.values(), long, *hostile.values(), table, serial]


@pytest.fixture(scope="session")
def structures(everything: list[Sample]) -> dict[str, str]:
    """The structure tree of each file with its text, by name."""
    return {one.name: poppler.structure(one.path) for one in everything}


@pytest.fixture(scope="session")
def judged(everything: list[Sample]) -> dict[str, list[str]]:
    """What veraPDF finds wrong with each file, by name: one Java machine for all."""
    found = verapdf.check(one.path for one in everything)
    return {one.name: found[one.path] for one in everything}
