"""Write requirements/*.txt anew: the newest releases that pyproject.toml allows, pinned by version and hash.

    python -m pip install uv && python scripts/pin.py

The files hold for every system and for Python 3.11 to 3.14, and name no address: pip uses the index it is set to.
Read the difference, run the tests, and commit the three files together.
"""

import subprocess
import sys
import tomllib
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]
FOLDER = TOP / "requirements"
HEADER = "# Written by scripts/pin.py from pyproject.toml. Do not edit.\n"
OPTIONS = (
    "--quiet",
    "--universal",
    "--python-version=3.11",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-header",
    "--no-annotate",
    "--upgrade",
)


def main() -> None:
    """Pin the tests first, then what is installed without them, at the same versions."""
    build = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["build-system"]["requires"]
    test = pin("test", "pyproject.toml", "--all-extras")
    pin("base", "pyproject.toml", f"--constraint={test}")
    pin("build", "-", f"--constraint={test}", text="\n".join(build))


def pin(name: str, source: str, *more: str, text: str | None = None) -> Path:
    """Write requirements/``name``.txt from ``source`` ("-" is ``text``). Returns its path."""
    command = [sys.executable, "-m", "uv", "pip", "compile", *OPTIONS, *more, source]
    done = subprocess.run(command, cwd=TOP, input=text, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"uv could not pin {name}:\n{done.stderr}")
    path = FOLDER / f"{name}.txt"
    path.write_text(HEADER + done.stdout, encoding="utf-8", newline="\n")
    print(f"requirements/{name}.txt: {sum('==' in line for line in done.stdout.splitlines())} packages")
    return path


if __name__ == "__main__":
    main()
