"""Help: ``ctdocs --help`` from start to end, against a Python that does nothing."""

from __future__ import annotations

import contextlib
import io
import shutil
import sys
import sysconfig
from collections.abc import Mapping
from pathlib import Path

from bench.jobs import Comparison, Job, Run, Target


def prepare(folder: Path) -> None:
    """Nothing to prepare."""


def ours(folder: Path) -> Run:
    """The help, in this process."""
    from ctdocs.cli.main import run

    def quiet() -> None:
        with contextlib.redirect_stdout(io.StringIO()):
            run(["--help"])

    return quiet


def nothing(folder: Path) -> Run:
    """Nothing at all."""
    return lambda: None


def commands() -> Mapping[str, list[str]]:
    """The command as it is installed beside this Python, or else as a module; and the empty program."""
    script = shutil.which("ctdocs", path=sysconfig.get_path("scripts"))
    start = [script] if script else [sys.executable, "-m", "ctdocs"]
    return {"ours": [*start, "--help"], "nothing": [sys.executable, "-c", "pass"]}


def check(folder: Path) -> None:
    """The help names the commands."""
    import subprocess

    said = subprocess.run(commands()["ours"], capture_output=True, text=True, check=True).stdout
    assert "Commands" in said and "letter" in said, "this is not the help"


JOB = Job(
    prepare,
    check,
    {"ours": ours, "nothing": nothing},
    (Comparison("ctdocs --help / python -c pass", "ours", "nothing", "command", Target(5, False), faster=False),),
    commands,
)
