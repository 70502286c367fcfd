"""``ctdocs demo``: the whole journey on a made-up area and case, every stage done by the program's own functions."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="[DIR]", default=Path("ctdocs-demo"))
def demo(folder: Path) -> int:
    """Go the whole way on a made-up area and case, into DIR (a new or empty folder; "ctdocs-demo" if left out)."""
    from ctdocs.cli import demo_review
    from ctdocs.cli.demo_stages import STAGES, Journey
    from ctdocs.cli.output import say
    from ctdocs.errors import Refused

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused(f"{folder} is not an empty folder.", hint="Name a new one: ctdocs demo my-demo")
    say("A made-up area (Exampleshire) and made-up people. Every stage is real.\n")
    journey = Journey(folder)
    for number, (title, stage) in enumerate((*STAGES, *demo_review.STAGES), start=1):
        with _stage(f"{number}. {title}"):
            stage(journey)
    say()
    for line in journey.made():
        say(line)
    return 0


@contextmanager
def _stage(title: str) -> Iterator[None]:
    """Say what is being done, and how long it took."""
    from ctdocs.cli.output import say_part

    start = time.perf_counter()
    say_part(f"{title} … ")
    yield
    say_part(f"{time.perf_counter() - start:.1f} s\n")
