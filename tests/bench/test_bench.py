"""The measures run from end to end. What they measure is not judged here: a busy machine is no failure."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows does not count a child's time")


def bench(*arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "bench", "--rounds", "1", *arguments],
        cwd=TOP, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_table_names_what_was_compared_its_target_and_the_machine() -> None:
    said = bench("--only", "help").splitlines()
    assert said[0].split()[:4] == ["job", "ours", "/", "theirs"]
    row = next(line for line in said if line.startswith("help"))
    assert "ctdocs --help / python -c pass" in row and "<= 5x" in row
    assert "1 rounds." in said[-1] and "cores; ctdocs " in said[-1]


def test_json_holds_every_sample_of_both_sides() -> None:
    found = json.loads(bench("--only", "read", "--json"))
    plain, incremental, whole = found["rows"]
    assert plain["target"] == ">= 6x" and incremental["target"] is None
    assert whole["kind"] == "process"
    for row in found["rows"]:
        (ours,), (theirs,) = row["cpu_ms"]
        assert row["ratio_cpu"] == pytest.approx(theirs / ours, rel=0.01)


def test_both_sides_do_the_same_where_they_fill_and_draw() -> None:
    said = bench("--only", "fill", "--only", "blank")
    assert "case to filled form" in said and "blank form drawn anew" in said


def test_an_unknown_job_is_refused() -> None:
    done = subprocess.run([sys.executable, "-m", "bench", "--only", "speed"], cwd=TOP, capture_output=True, text=True)
    assert done.returncode == 2 and "choose from" in done.stderr
