"""The made-up case of the demo once its review is over, for tests that start there."""

from __future__ import annotations

from pathlib import Path

from ctdocs.cli import demo_review
from ctdocs.cli.demo_stages import STAGES, Journey


def reviewed(folder: Path) -> Journey:
    """Every stage of the demo but those that make what no case needs."""
    made = Journey(folder)
    wanted = [stage for title, stage in STAGES if "blank forms" not in title and "try" not in title]
    for stage in (*wanted, *(stage for _, stage in demo_review.STAGES)):
        stage(made)
    return made
