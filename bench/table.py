"""What was measured, as a table for people and as JSON for programs."""

from __future__ import annotations

import os
import platform
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import metadata
from typing import Any

from bench.jobs import Comparison
from bench.timing import Pairs, median_cpu

LIBRARIES = ("ctdocs", "pypdf", "pikepdf", "reportlab", "rl_accel", "click", "jinja2")


@dataclass(frozen=True, slots=True)
class Result:
    """One row: what was compared, the samples, and the peak memory of both sides in MiB."""

    job: str
    comparison: Comparison
    pairs: Pairs
    peaks: tuple[float, float]

    @property
    def ratios(self) -> list[float]:
        """The ratios of CPU time of all pairs."""
        return self.pairs.ratios(faster=self.comparison.faster)

    @property
    def ratio(self) -> float:
        """The median ratio of CPU time."""
        return statistics.median(self.ratios)

    @property
    def verdict(self) -> str:
        """Whether the target is met; empty where there is none."""
        target = self.comparison.target
        return "" if target is None else "met" if target.met(self.ratio) else "NOT MET"


def machine() -> str:
    """What this ran on: versions and cores, and nothing that names a machine or a person."""
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in LIBRARIES)
    system = f"{platform.python_implementation()} {platform.python_version()} on {platform.system()}"
    return f"{system}, {os.cpu_count()} cores; {versions}"


def table(results: Sequence[Result]) -> str:
    """The results in columns."""
    rows = [("job", "ours / theirs", "ms CPU", "ms CPU", "ratio", "quartiles", "wall", "target", "", "peak MiB")]
    for number, result in enumerate(results):
        again = number > 0 and results[number - 1].job == result.job
        low, high = _quartiles(result.ratios)
        wall = statistics.median(result.pairs.ratios(faster=result.comparison.faster, wall=True))
        rows.append(
            (
                "" if again else result.job, result.comparison.title, f"{1000 * median_cpu(result.pairs.ours):.1f}",
                f"{1000 * median_cpu(result.pairs.theirs):.1f}", f"{result.ratio:.2f}x", f"{low:.2f}-{high:.2f}",
                f"{wall:.2f}x", str(result.comparison.target or ""), result.verdict,
                f"{result.peaks[0]:.0f} / {result.peaks[1]:.0f}",
            )
        )  # fmt: skip
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    left = (0, 1, 7, 8)
    lines = [
        "  ".join(
            cell.ljust(width) if n in left else cell.rjust(width)
            for n, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    lines.insert(1, "-" * max(map(len, lines)))
    return "\n".join(lines)


NOTES = """\
ratio: median of paired ratios of CPU time. Targets with >= count how many times faster ours is, targets with <=
how many times the cost of theirs it is. peak: resident memory of a process that does the job once, with its
interpreter and libraries."""


def as_json(results: Sequence[Result], rounds: int) -> dict[str, Any]:
    """The results as plain data."""
    return {
        "machine": machine(),
        "rounds": rounds,
        "rows": [
            {
                "job": result.job,
                "row": result.comparison.title.strip(),
                "kind": result.comparison.kind,
                "ratio_means": "theirs / ours" if result.comparison.faster else "ours / theirs",
                "ratio_cpu": round(result.ratio, 3),
                "quartiles": [round(value, 3) for value in _quartiles(result.ratios)],
                "target": str(result.comparison.target) if result.comparison.target else None,
                "met": result.verdict == "met" if result.verdict else None,
                "peak_mib": [round(value, 1) for value in result.peaks],
                "cpu_ms": [
                    [round(1000 * sample.cpu, 3) for sample in side]
                    for side in (result.pairs.ours, result.pairs.theirs)
                ],
                "wall_ms": [
                    [round(1000 * sample.wall, 3) for sample in side]
                    for side in (result.pairs.ours, result.pairs.theirs)
                ],
            }
            for result in results
        ],
    }


def _quartiles(values: Sequence[float]) -> tuple[float, float]:
    if len(values) < 2:
        return values[0], values[0]
    low, _, high = statistics.quantiles(values, n=4, method="inclusive")
    return low, high
