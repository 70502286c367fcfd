"""What can be decided in an area: that of every procedure, and what its profile asks besides."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ctdocs.errors import Refused
from ctdocs.model.area import load_area, load_area_file
from ctdocs.rules.decisions import asked, decisions_of

ON = date(2026, 11, 20)
EXAMPLE = Path(__file__).parents[2] / "areas" / "example" / "exampleshire.yaml"


def test_a_decision_that_the_figures_of_an_area_count_can_be_made(tmp_path: Path) -> None:
    row = "    - {id: ward, label: Applications by ward, count: received, by: decided.ward}"
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    text = "\n".join(f"{line}\n{row}" if line == "  rows:" else line for line in lines if "logo" not in line)
    own = tmp_path / "made-up" / "place.yaml"
    own.parent.mkdir()
    own.write_text(text, encoding="utf-8")
    found = decisions_of(load_area_file(own), ON)
    assert found["ward"].of("North & East") == "North & East"
    with pytest.raises(Refused, match="nothing to decide under “wards”"):
        asked(load_area_file(EXAMPLE), ON, "wards")


def test_an_outcome_is_kept_as_the_rules_know_it() -> None:
    one = asked(load_area("example/exampleshire"), ON, "threshold")
    assert [one.of(word) for word in ("met", "Not met", "not-met", "NOT_MET")] == ["met", *["not_met"] * 3]
    with pytest.raises(Refused, match="it is met or not_met"):
        one.of("nearly")
