"""The page on the diary tells of everything that a profile may say of days and duties."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from ctdocs.model.area import load_area_file
from ctdocs.model.area_calendar import EVENTS, FACTS, STAGES, DoneBy, DutyEntry, MeetingsEntry

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "diary.md").read_text(encoding="utf-8")
RECORDED_OTHERWISE = {"received", "completed", "acknowledged", "decision", "decision_letter", "meeting", "outcome"}
NAMES = (
    {field.alias or name for kind in (DutyEntry, MeetingsEntry, DoneBy) for name, field in kind.model_fields.items()}
    | set(FACTS) | set(STAGES) | set(EVENTS) - RECORDED_OTHERWISE
)  # fmt: skip


@pytest.mark.parametrize("name", sorted(NAMES))
def test_every_name_is_told_of(name: str) -> None:
    assert re.search(rf"(?<![\w.]){re.escape(name)}(?!\w)", PAGE), f"docs/diary.md does not say what {name} is"


def test_what_the_page_shows_of_a_profile_is_taken(tmp_path: Path) -> None:
    shown = [yaml.safe_load(part) for part in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)]
    assert [list(part) for part in shown] == [["holidays"], ["meetings"], ["clocks"], ["duties"]]
    text = "name: Testshire\ngss_code: E07000998\n" + "".join(re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL))
    path = tmp_path / "county" / "testshire.yaml"
    path.parent.mkdir()
    # The clock that the duty of the page counts by stands in no part of it.
    path.write_text(
        text.replace("clocks:\n  decide:", "clocks:\n  acknowledge: {event: acknowledged, after: completed, n: 5, "
                     "unit: working_days}\n  decide:"),
        encoding="utf-8",
    )  # fmt: skip
    assert load_area_file(path).name == "Testshire"
