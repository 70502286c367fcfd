"""Whole processes: what a command costs from its start to its end, and what one side of a job costs on its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.timing import Sample

TOP = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Alone:
    """One side in a process of its own: the whole process, its first run after set-up, and its peak memory in MiB."""

    whole: Sample
    first: Sample
    peak: float


def command(argv: Sequence[str]) -> Sample:
    """Run a command that prints where nobody looks; raises ``RuntimeError`` if it fails."""
    sample, _ = _run(argv, output=False)
    return sample


def alone(job: str, side: str, folder: Path) -> Alone:
    """Set up and run one side of a job once, in a fresh Python."""
    whole, said = _run([sys.executable, "-m", "bench.side", job, side, str(folder)], output=True)
    answer = json.loads(said)
    return Alone(whole, Sample(answer["cpu"], answer["wall"]), answer["peak"])


def _run(argv: Sequence[str], *, output: bool) -> tuple[Sample, bytes]:
    # wait4 gives the CPU time of just this child. Its peak memory is not taken from there: until it has started its
    # program a child shares our memory, and the kernel counts that as its own.
    start = time.perf_counter()
    where = subprocess.PIPE if output else subprocess.DEVNULL
    with subprocess.Popen(argv, stdout=where, cwd=TOP) as process:
        said = process.stdout.read() if process.stdout else b""
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RuntimeError(f"{' '.join(argv[1:])} ended with {process.returncode}")
    return Sample(usage.ru_utime + usage.ru_stime, wall), said
