"""Install what the tests need and run them all: ``python3 scripts/test.py [PYTEST ARGUMENT]...``

As root on Debian, missing system packages are installed. Elsewhere the tests that need them are skipped, and named
at the end. With CI=true in the environment a missing one is a failure. With arguments only pytest runs.
"""

import shutil
import subprocess
import sys
from pathlib import Path

from environment import TOP, apt, prepare, root

PACKAGES = {
    "chromium": "chromium",
    "javac": "default-jdk-headless",
    "node": "nodejs",
    "npm": "npm",
    "pdfinfo": "poppler-utils",
    "pdftk": "pdftk-java",
    "qpdf": "qpdf",
    "soffice": "libreoffice-writer",
    "/usr/lib/python3/dist-packages/uno.py": "python3-uno",
    "/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf": "fonts-liberation",
}
"""The outside programs that tests run, and the Debian package of each (javac: a Java that runs from source).

A path stands for what is no program: the door to LibreOffice, and the font that it draws Arial with.
"""

OUTSIDE = TOP / "tests" / "outside"
COVERED = ("model", "documents", "read", "rules")
"""The rooms whose coverage may not fall under 90 %."""


def main() -> int:
    """Return 0 if everything passed."""
    python = str(prepare("build", "test"))
    install_programs()
    install_node_modules()
    if len(sys.argv) > 1:
        return step("pytest", python, "-m", "pytest", *sys.argv[1:])
    results = [
        step("ruff", python, "-m", "ruff", "check"),
        step("mypy", python, "-m", "mypy"),
        step("pytest", python, "-m", "pytest", "--numprocesses=auto", "--dist=loadfile", "--cov", "--cov-report="),
        step("coverage", python, "-m", "coverage", "report", "--fail-under=90", f"--include={included()}"),
    ]
    absent = missing()
    if absent:
        print("\nNot installed here, so their tests did not run:")
        for program in absent:
            print(f"  {program} (Debian package {PACKAGES[program]})")
    return max(results)


def step(name: str, *command: str) -> int:
    """Run one check and show its name; returns 0 if it passed, else 1."""
    print(f"\n== {name}", flush=True)
    return min(1, abs(subprocess.run(command, cwd=TOP, check=False).returncode))


def included() -> str:
    """The files whose coverage is counted, as coverage wants them."""
    return ",".join(f"ctdocs/{room}/*" for room in COVERED)


def missing() -> list[str]:
    """The programs of ``PACKAGES`` that are not on this machine."""
    return [program for program in PACKAGES if shutil.which(program) is None and not Path(program).is_file()]


def install_programs() -> None:
    """As root on Debian, install the missing programs."""
    absent = missing()
    if absent and root():
        packages = [PACKAGES[program] for program in absent]
        print(f"Installing {', '.join(packages)}", flush=True)
        # One that this Debian does not have must not keep the others away.
        if not apt(*packages) and not all([apt(package) for package in packages]):
            print("Some could not be installed.", flush=True)


def install_node_modules() -> None:
    """Install the exact versions that tests/outside/package.json names, unless they are there."""
    wanted = (OUTSIDE / "package.json").read_text(encoding="utf-8")
    stamp = OUTSIDE / "node_modules" / ".ctdocs"
    npm = shutil.which("npm")
    if npm is None or (stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted):
        return
    print("Installing pdf-lib, pdf.js, puppeteer and the Open XML SDK", flush=True)
    options = ("--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts", "--omit=optional", "--silent")
    if subprocess.run([npm, "install", *options], cwd=OUTSIDE, check=False).returncode == 0:
        Path(stamp).write_text(wanted, encoding="utf-8")
    else:
        print("npm could not install them; their tests will not run.", flush=True)


if __name__ == "__main__":
    sys.exit(main())
