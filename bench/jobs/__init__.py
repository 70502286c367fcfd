"""The jobs: each a module with ``JOB``, imported when it is wanted, so that no side carries another's libraries."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

NAMES = ("fill", "read", "blank", "word", "help")
"""Every job, in the order of the table."""

Run = Callable[[], object]
SetUp = Callable[[Path], Run]
"""From the folder with the job's files to a function that does the job once."""


@dataclass(frozen=True, slots=True)
class Target:
    """What the ratio must be: at least so many times faster, or at most so many times the cost."""

    value: float
    faster: bool

    def met(self, ratio: float) -> bool:
        """Whether a ratio reaches it."""
        return ratio >= self.value if self.faster else ratio <= self.value

    def __str__(self) -> str:
        return f"{'>=' if self.faster else '<='} {self.value:g}x"


@dataclass(frozen=True, slots=True)
class Comparison:
    """One row of the table: two sides and how they are held up beside each other.

    ``warm``: run after run in this process. ``first``: the first run of a fresh process, imports done. ``process``: a
    fresh process from start to end. ``command``: the same for the job's own command lines.
    """

    title: str
    ours: str
    theirs: str
    kind: Literal["warm", "first", "process", "command"] = "warm"
    target: Target | None = None
    faster: bool = True


@dataclass(frozen=True, slots=True)
class Job:
    """A job: ``prepare`` writes its files into a folder, ``check`` raises if two sides do not do the same."""

    prepare: Callable[[Path], None]
    check: Callable[[Path], None]
    sides: Mapping[str, SetUp]
    rows: tuple[Comparison, ...]
    commands: Callable[[], Mapping[str, list[str]]] = dict


def load(name: str) -> Job:
    """The job of that name."""
    job = importlib.import_module(f"bench.jobs.{name}").JOB
    assert isinstance(job, Job)
    return job
