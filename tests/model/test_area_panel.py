"""What a profile asks of a panel: by day, with its source, and every fault at its place."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ctdocs.errors import Refused
from ctdocs.model.area import load_area
from tests.documents.writing import area_with

WHOLE = """panel:
  independent_chair: true
  at_least: 3
  one_not_involved: true
  conflicts_declared: true
"""
DATED = """panel:
  - {at_least: 2, until: 2025-12-31}
  - {at_least: 4, independent_chair: true, from: 2026-01-01}
"""


def test_what_is_asked_changes_with_the_day(tmp_path: Path) -> None:
    area = area_with(tmp_path, (WHOLE, DATED))
    before, after = area.on(date(2025, 12, 31)).panel, area.on(date(2026, 1, 1)).panel
    assert (before.at_least, before.independent_chair) == (2, None)
    assert (after.at_least, after.independent_chair) == (4, True)


def test_a_profile_need_not_ask_anything(tmp_path: Path) -> None:
    panel = area_with(tmp_path, (WHOLE, "")).on(date(2026, 11, 20)).panel
    assert (panel.at_least, panel.independent_chair, panel.one_not_involved, panel.conflicts_declared) == (None,) * 4


def test_derbyshire_asks_for_an_independent_chair_and_names_no_number() -> None:
    area = load_area("derbyshire/south-derbyshire")
    panel = area.on(date(2026, 11, 20)).panel
    assert (panel.independent_chair, panel.conflicts_declared, panel.at_least) == (True, True, None)
    assert any(gap.field == "panel" and gap.code == "unconfirmed-fact" for gap in area.gaps(date(2026, 11, 20)))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [("at_least: none", "at_least"), ("at_least: 0", "at_least"), ("at_lest: 3", "'at_lest' is not a name")],
)
def test_faults_are_named_at_their_line(tmp_path: Path, wrong: str, said: str) -> None:
    with pytest.raises(Refused) as refused:
        area_with(tmp_path, (WHOLE, WHOLE.replace("at_least: 3", wrong)))
    problem = refused.value.problems[0]
    assert said in str(problem)
    assert problem.place is not None
    assert problem.place.line > 100
