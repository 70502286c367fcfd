"""The measure of many cases runs from end to end, and finds the same figures each way. Times are not judged here."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[2]


@pytest.mark.skipif(sys.platform == "win32", reason="bench runs on Linux and macOS")
def test_every_side_of_the_measure_finds_what_the_cases_were_made_with() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bench.cases", "--count", "40", "--rounds", "1", "--json"],
        cwd=TOP, capture_output=True, text=True, check=False, timeout=600,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    for name in ("unindexed", "cold", "warm"):
        (sample,) = found["samples"][name]
        assert sum(sample["found"]["received"]) == 40
        # By how the cases are made: of three, one has not been decided, one was met and one not.
        assert (sum(sample["found"]["met"]), sum(sample["found"]["not-met"])) == (13, 13)
    assert found["samples"]["bare"][0]["found"] > 40
    assert all(len(samples) == 1 and samples[0]["cpu"] > 0 for samples in found["samples"].values())
