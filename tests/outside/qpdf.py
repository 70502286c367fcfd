"""qpdf: is the file a sound PDF?"""

from __future__ import annotations

from pathlib import Path

from tests.outside.tools import run


def check(path: Path) -> list[str]:
    """What ``qpdf --check`` finds wrong, errors and warnings; empty for a sound file."""
    done = run(["qpdf", "--check", path], accept=(0, 2, 3))
    said = (done.stderr + done.stdout).decode(errors="replace").splitlines()
    if done.returncode == 0:
        return []
    return [line for line in said if "WARNING" in line or "ERROR" in line.upper()] or said
