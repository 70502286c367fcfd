"""``python -m bench [--rounds N] [--only JOB]... [--json]``: run the measures and print the table.

Ends with 0 also where a target is missed: a busy machine is no failure. Two sides that do not do the same are.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench import processes, table
from bench.jobs import NAMES, Comparison, Job, load
from bench.timing import Pairs, interleave, warm


def main() -> int:
    """Measure, and print what was measured; 2 on a system that cannot count the CPU time of a child."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="ctdocs beside other tools, by ratios.")
    parser.add_argument("--rounds", type=int, default=15, metavar="N", help="pairs of each comparison (15)")
    parser.add_argument("--only", action="append", choices=NAMES, metavar="JOB", help=f"one of {', '.join(NAMES)}")
    parser.add_argument("--json", action="store_true", help="print every sample as JSON instead of the table")
    options = parser.parse_args()
    if options.rounds < 1:
        parser.error("--rounds must be at least 1")
    if sys.platform == "win32":
        print("bench runs on Linux and macOS: Windows does not count a child's time for it.", file=sys.stderr)
        return 2
    results: list[table.Result] = []
    for name in NAMES:
        if options.only and name not in options.only:
            continue
        print(f"{name} …", file=sys.stderr, flush=True)
        with tempfile.TemporaryDirectory() as folder:
            results += measure(name, load(name), Path(folder), options.rounds)
    if options.json:
        print(json.dumps(table.as_json(results, options.rounds), indent=1))
    else:
        print(f"{table.table(results)}\n\n{table.NOTES}\n{options.rounds} rounds. {table.machine()}")
    return 0


def measure(name: str, job: Job, folder: Path, rounds: int) -> Iterator[table.Result]:
    """Every row of one job, after both sides were seen to do the same."""
    job.prepare(folder)
    job.check(folder)
    peaks = {side: processes.alone(name, side, folder).peak for side in job.sides}
    for row in job.rows:
        pairs = compare(name, job, row, folder, rounds)
        yield table.Result(name, row, pairs, (peaks[row.ours], peaks[row.theirs]))


def compare(name: str, job: Job, row: Comparison, folder: Path, rounds: int) -> Pairs:
    """The samples of one row."""
    if row.kind == "warm":
        return warm(job.sides[row.ours](folder), job.sides[row.theirs](folder), rounds)
    if row.kind == "command":
        lines = job.commands()
        ours, theirs = lines[row.ours], lines[row.theirs]
        return interleave(lambda: processes.command(ours), lambda: processes.command(theirs), rounds)
    part = "first" if row.kind == "first" else "whole"
    return interleave(
        lambda: getattr(processes.alone(name, row.ours, folder), part),
        lambda: getattr(processes.alone(name, row.theirs, folder), part),
        max(1, rounds // 3),
    )


if __name__ == "__main__":
    sys.exit(main())
