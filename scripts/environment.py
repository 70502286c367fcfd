"""The virtual environment ``.venv`` at the top of the repository, in which demo.py and test.py work."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]
HOME = TOP / ".venv"
PYTHON = HOME / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
OLDEST, NEWEST = (3, 11), (3, 14)


def prepare(*names: str) -> Path:
    """Make ``.venv`` with requirements/NAME.txt of each name and ctdocs itself; returns its Python.

    Nothing is resolved: every package is pinned by version and hash. What is in place already is left alone.
    Ends the program with a sentence where it cannot be done.
    """
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        have = ".".join(map(str, sys.version_info[:2]))
        sys.exit(f"ctdocs needs Python 3.{OLDEST[1]} to 3.{NEWEST[1]}; this is {have}. Run this with another python.")
    files = [TOP / "requirements" / f"{name}.txt" for name in names]
    wanted = hashlib.sha256(b"".join(file.read_bytes() for file in [*files, TOP / "pyproject.toml"])).hexdigest()
    stamp = HOME / f"ctdocs-{'-'.join(names)}"
    if stamp.is_file() and stamp.read_text() == wanted and PYTHON.exists():
        return PYTHON
    if not PYTHON.exists():
        _make()
    print("Installing what is needed; this takes a minute the first time.", flush=True)
    _pip("--require-hashes", *(f"--requirement={file}" for file in files))
    _pip("--no-deps", "--no-build-isolation", f"--editable={TOP}")
    stamp.write_text(wanted)
    return PYTHON


def root() -> bool:
    """Whether system packages may be installed: on Debian and its like, as the administrator."""
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def apt(*packages: str) -> bool:
    """Install Debian packages without questions; False where that failed."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    update = ["apt-get", "update", "-qq"]
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    # An update may fail for one source of several; the install tells whether what we need could be had.
    subprocess.run(update, env=environment, stdout=subprocess.DEVNULL, check=False)
    return subprocess.run(install, env=environment, stdout=subprocess.DEVNULL, check=False).returncode == 0


def _make() -> None:
    print(f"Making {HOME}", flush=True)
    command = [sys.executable, "-m", "venv", str(HOME)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    # Debian's own Python comes without the part that makes environments.
    if done.returncode and root() and apt("python3-venv"):
        shutil.rmtree(HOME, ignore_errors=True)
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        shutil.rmtree(HOME, ignore_errors=True)
        sys.exit(
            f"Python cannot make a virtual environment here:\n{done.stdout}{done.stderr}\n"
            "On Debian and Ubuntu: install the package python3-venv, then run this again."
        )


def _pip(*arguments: str) -> None:
    command = [str(PYTHON), "-m", "pip", "install", "-qq", "--disable-pip-version-check", *arguments]
    if subprocess.run(command, check=False).returncode:
        sys.exit("Python packages could not be installed: pip says above why. Is this computer on the network?")
