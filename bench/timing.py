"""Two ways of doing one thing, timed in turn: A B, then B A, so that a busy machine is as unkind to both.

What counts is the ratio within each pair and the median of these; single times on a shared machine say little.
Garbage: what both sides hold is frozen out of collection, each sample starts with none, and collecting stays on
while the clock runs, so that each side pays for the garbage it makes and for nobody else's.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

LEAST_SAMPLE = 0.03
"""Seconds of CPU that one sample should last; a quick job is repeated inside it."""


@dataclass(frozen=True, slots=True)
class Sample:
    """What one run cost: seconds of CPU and of the clock on the wall."""

    cpu: float
    wall: float


@dataclass(frozen=True, slots=True)
class Pairs:
    """The samples of both sides, pair by pair."""

    ours: tuple[Sample, ...]
    theirs: tuple[Sample, ...]

    def ratios(self, *, faster: bool, wall: bool = False) -> list[float]:
        """Theirs to ours of each pair if ``faster`` (more is better for us), else ours to theirs; in order of size."""
        result = []
        for ours, theirs in zip(self.ours, self.theirs, strict=True):
            mine, other = (ours.wall, theirs.wall) if wall else (ours.cpu, theirs.cpu)
            result.append(other / mine if faster else mine / other)
        return sorted(result)


def median_cpu(samples: tuple[Sample, ...]) -> float:
    """The median of the CPU seconds."""
    return statistics.median(sample.cpu for sample in samples)


def interleave(ours: Callable[[], Sample], theirs: Callable[[], Sample], rounds: int) -> Pairs:
    """``rounds`` pairs, each in the reverse order of the one before."""
    mine: list[Sample] = []
    other: list[Sample] = []
    for number in range(rounds):
        order = ((mine, ours), (other, theirs)) if number % 2 == 0 else ((other, theirs), (mine, ours))
        for kept, sample in order:
            kept.append(sample())
    return Pairs(tuple(mine), tuple(other))


def warm(ours: Callable[[], object], theirs: Callable[[], object], rounds: int) -> Pairs:
    """Pairs of two functions in this process, after each has run."""
    samplers = [_sampler(job) for job in (ours, theirs)]
    gc.collect()
    gc.freeze()
    try:
        return interleave(samplers[0], samplers[1], rounds)
    finally:
        gc.unfreeze()


def _sampler(job: Callable[[], object]) -> Callable[[], Sample]:
    job()
    repeats = max(1, round(LEAST_SAMPLE / max(_once(job, 1).cpu, 1e-6)))
    return lambda: _once(job, repeats)


def _once(job: Callable[[], object], repeats: int) -> Sample:
    gc.collect()
    wall, cpu = time.perf_counter(), time.process_time()
    for _ in range(repeats):
        job()
    return Sample((time.process_time() - cpu) / repeats, (time.perf_counter() - wall) / repeats)
