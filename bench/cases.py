"""Many cases: the figures and the diaries of 10,000, from the index and without one, beside the bare loader of JSON.

``python -m bench.cases [--count N] [--rounds N] [--json]``. Each side runs in a process of its own, in turn; what is
counted is the CPU time of the job, after the interpreter and every library stand. ``bare`` reads the same files and
gives every line of every log to ``json.loads``, whose scanner is written in C, and does nothing with it. Ours reads
them, checks each line against its hash and the line before, and counts; ``cold`` leaves an index behind as well.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from operator import attrgetter
from pathlib import Path
from typing import Any

from bench import cases_made
from bench.processes import TOP
from bench.side import peak_memory
from bench.table import machine

AREA = "example/exampleshire"
ON = dt.date(2026, 11, 20)
YEARS = tuple(f"{first}/{(first + 1) % 100}" for first in range(2021, 2026))
SIDES = ("bare", "unindexed", "cold", "warm", "diary")
ROWS = (
    ("figures without an index / bare loader", "unindexed", "bare", "<= 1.3x"),
    ("first figures, leaving an index / bare loader", "cold", "bare", "<= 1.3x"),
)
"""Title, ours, theirs, and the target of the ratio of CPU time."""
LIMIT = 2.0
"""Seconds of CPU for the figures and the diaries of 10,000 cases from the index, together."""


def main() -> int:
    """Measure and print; 2 on a system that cannot say how much memory was used."""
    parser = argparse.ArgumentParser(prog="python -m bench.cases", description="Many cases, by ratios.")
    parser.add_argument("--count", type=int, default=10_000, metavar="N", help="how many cases (10000)")
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="rounds of each comparison (5)")
    parser.add_argument("--json", action="store_true", help="print every sample as JSON")
    parser.add_argument("--side", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.side:
        side(options.side[0], Path(options.side[1]))
        return 0
    if options.count < 10 or options.rounds < 1:
        parser.error("--count must be at least 10, and --rounds at least 1")
    if sys.platform == "win32":
        print("bench.cases runs on Linux and macOS.", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as name:
        measured = measure(Path(name), options.count, options.rounds)
    print(json.dumps(measured, indent=1) if options.json else table(measured))
    return 0


def measure(folder: Path, count: int, rounds: int) -> dict[str, Any]:
    """Every sample by side, of all cases; and one of each of a tenth of them, for memory."""
    few, many = folder / "few", folder / "many"
    cases_made.write(few, count // 10)
    cases_made.write(many, count)
    size = sum(file.stat().st_size for file in many.glob("*/log.jsonl"))
    samples: dict[str, list[dict[str, Any]]] = {name: [] for name in SIDES}
    for number in range(rounds):
        for name in SIDES if number % 2 == 0 else (*SIDES[2::-1], *SIDES[3:]):  # what uses the index comes after it
            samples[name].append(run(name, many))
    check(samples, count)
    small = {name: run(name, few) for name in SIDES}
    return {"count": count, "rounds": rounds, "bytes": size, "samples": samples, "tenth": small, "machine": machine()}


def run(name: str, folder: Path) -> dict[str, Any]:
    """One side in a fresh Python: what it cost and what it found."""
    command = [sys.executable, "-m", "bench.cases", "--side", name, str(folder)]
    done = subprocess.run(command, cwd=TOP, check=True, capture_output=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def side(name: str, folder: Path) -> None:
    """What a process of its own does."""
    if name == "cold":
        (folder / ".ctdocs-index").unlink(missing_ok=True)
    job = bare(folder) if name == "bare" else diary(folder) if name == "diary" else figures(folder, name)
    wall, cpu = time.perf_counter(), time.process_time()
    found = job()
    cost = {"cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall, "peak": peak_memory()}
    print(json.dumps({**cost, "found": found}))


def bare(folder: Path) -> Callable[[], Any]:
    """Read the same files with the bare loader."""

    def job() -> int:
        lines = 0
        for name in sorted(one.name for one in os.scandir(folder) if one.is_dir()):
            with open(f"{folder}/{name}/log.jsonl", "rb") as stream:
                for line in stream:
                    json.loads(line)
                    lines += 1
            with open(f"{folder}/{name}/log.head", "rb") as stream:
                stream.read()
        return lines

    return job


def figures(folder: Path, name: str) -> Callable[[], Any]:
    """The figures of five years."""
    from ctdocs.model.area import load_area
    from ctdocs.model.case_index import summaries
    from ctdocs.rules.statistics import counted, rows_of, year

    rows, periods = rows_of(load_area(AREA).profile.statistics), [year(one) for one in YEARS]

    def job() -> dict[str, list[int]]:
        made = counted(
            summaries([folder], index=name != "unindexed"), rows, periods, area=AREA, name="Exampleshire", on=ON
        )
        assert not made.remarks, made.remarks[:3]
        return {one.row.id: [count.number for count in one.counts] for one in made.rows}

    return job


def diary(folder: Path) -> Callable[[], Any]:
    """How many duties are late and due in all cases. Every line is made; what the command then writes is not."""
    from ctdocs.model.area import load_area
    from ctdocs.model.case_index import Unreadable, summaries
    from ctdocs.rules.diary import Book, diary as duties

    book = Book.of(load_area(AREA), ON)

    def job() -> dict[str, int]:
        found = Counter[str]()
        for case in summaries([folder]):
            assert not isinstance(case, Unreadable), case
            found.update(map(attrgetter("standing"), duties(case.state, book, ON)))
        return found

    return job


def check(samples: dict[str, list[dict[str, Any]]], count: int) -> None:
    """Every way finds the same figures, and they are those that the cases were made with."""
    first = samples["unindexed"][0]["found"]
    for name in ("unindexed", "cold", "warm"):
        assert all(one["found"] == first for one in samples[name]), name
    days = [cases_made.received(number) for number in range(count)]
    received = [
        sum(dt.date(2021 + at, 4, 1) <= day < dt.date(2022 + at, 4, 1) for day in days) for at in range(len(YEARS))
    ]
    assert first["received"] == received
    assert sum(samples["diary"][0]["found"].values()) > count


def table(measured: dict[str, Any]) -> str:
    """The ratios: medians of those of each round; times and peaks."""
    samples: dict[str, list[dict[str, Any]]] = measured["samples"]
    count, small = measured["count"], measured["tenth"]
    lines = [f"{'ours / theirs':46} {'s CPU':>7} {'s CPU':>7} {'ratio':>7} {'wall':>7}  {'target':8} peak MiB"]
    for title, ours, theirs, target in ROWS:
        mine, other = samples[ours], samples[theirs]
        cpu, wall = (_ratio(mine, other, what) for what in ("cpu", "wall"))
        lines.append(
            f"{title:46} {_median(mine):7.2f} {_median(other):7.2f} {cpu:6.2f}x {wall:6.2f}x  {target:8} "
            f"{_peak(mine):.0f} / {_peak(other):.0f}"
        )
    both = _median(samples["warm"]) + _median(samples["diary"])
    allowed = LIMIT * count / 10_000
    for title, name in (("figures from the index", "warm"), ("diaries from the index", "diary")):
        peak = _peak(samples[name])
        lines.append(
            f"{title:46} {_median(samples[name]):7.2f} {'':31}  {peak:.0f} MiB; of a tenth {small[name]['peak']:.0f}"
        )
    verdict = "met" if both <= allowed else "NOT MET"
    lines.append(f"{'both':46} {both:7.2f} {'':15} {'':7}  <= {allowed:g} s, {verdict}")
    lines.append(f"{count} cases, {measured['bytes'] / 2**20:.0f} MiB of logs; {measured['rounds']} rounds.")
    lines.append(measured["machine"])
    return "\n".join(lines)


def _median(samples: Sequence[dict[str, Any]]) -> float:
    return statistics.median(float(one["cpu"]) for one in samples)


def _ratio(ours: Sequence[dict[str, Any]], theirs: Sequence[dict[str, Any]], what: str) -> float:
    return statistics.median(float(a[what] / b[what]) for a, b in zip(ours, theirs, strict=True))


def _peak(samples: Sequence[dict[str, Any]]) -> float:
    return max(float(one["peak"]) for one in samples)


if __name__ == "__main__":
    sys.exit(main())
