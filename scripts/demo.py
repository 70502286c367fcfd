"""Install ctdocs into ``.venv`` and run its demo: ``python3 scripts/demo.py [DIR]`` (``py scripts\\demo.py``)."""

import subprocess
import sys

from environment import prepare


def main() -> int:
    """Return the exit code of ``ctdocs demo``. Arguments are passed on to it."""
    python = prepare("build", "base")
    return subprocess.run([str(python), "-m", "ctdocs", "demo", *sys.argv[1:]], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
