"""``ctdocs doctor``: what is installed, what is missing, and what each missing thing is for."""

from __future__ import annotations

import hashlib
import importlib.metadata
import platform
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from ctdocs import __version__
from ctdocs.cli.output import say, say_json
from ctdocs.errors import CannotWrite, CtdocsError, NotInstalled
from ctdocs.model.files import write_atomic

OLDEST, NEWEST = (3, 11), (3, 14)

NEEDED = {
    "click": "the command line",
    "cryptography": "checking a locked bundle",
    "docxtpl": "Word files",
    "fonttools": "widths and coverage of fonts",
    "Jinja2": "the text of forms and letters",
    "lxml": "Word files",
    "markdown-it-py": "the text of forms and letters",
    "pikepdf": "reading returned PDF forms",
    "pillow": "logos, scans and photographs",
    "pydantic": "checking profiles of areas and descriptions of documents",
    "pypdf": "reading returned PDF forms a second time, independently",
    "pypdfium2": "the words and pictures of pages that came from elsewhere",
    "PyYAML": "profiles of areas and descriptions of documents",
    "reportlab": "drawing PDF",
    "rl_accel": "drawing PDF fast",
    "segno": "the QR code on forms",
}
"""Python packages without which some command fails, and which work that is."""

OPTIONAL: dict[str, tuple[str, str]] = {}
"""Python packages of an extra: its name, and what it is for."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked for. ``needed`` is False for what only an extra uses; ``found`` is a version, path or count."""

    name: str
    purpose: str
    ok: bool
    needed: bool
    found: str
    hint: str = ""


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def doctor(as_json: bool) -> int:
    """Say what is installed, and what each missing thing is for.

    Looks at Python, the packages ctdocs uses, LibreOffice, the fonts and data it ships and whether files can be
    written.
    Exit code 0: everything needed is there. 6: something needed is missing.
    """
    checks = list(examine())
    ready = all(check.ok for check in checks if check.needed)
    if as_json:
        say_json({"version": __version__, "ready": ready, "checks": [asdict(check) for check in checks]})
    else:
        for check in checks:
            say(_line(check))
        say(f"ctdocs {__version__} is ready." if ready else "Something needed is missing: see the lines above.")
    return 0 if ready else NotInstalled.exit_code


def examine() -> Iterator[Check]:
    """Look at everything, in the order in which it is shown."""
    version = sys.version_info[:2]
    supported = f"{OLDEST[0]}.{OLDEST[1]} to {NEWEST[0]}.{NEWEST[1]}"
    yield Check(
        "Python",
        "everything",
        OLDEST <= version <= NEWEST,
        True,
        platform.python_version(),
        f"ctdocs is made for Python {supported}; install one of these.",
    )
    for package, purpose in NEEDED.items():
        yield _package(package, purpose, None)
    for package, (extra, purpose) in OPTIONAL.items():
        yield _package(package, purpose, extra)
    yield office()
    yield fonts()
    for name, purpose in (("templates", "descriptions of documents"), ("areas", "profiles of areas")):
        yield data(name, purpose)
    yield writing()


def _package(package: str, purpose: str, extra: str | None) -> Check:
    try:
        found = importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        wanted = f"ctdocs[{extra}]" if extra else package
        hint = f'Install it with: python -m pip install "{wanted}"'
        return Check(package, purpose, False, extra is None, "not installed", hint)
    return Check(package, purpose, True, extra is None, found)


def office() -> Check:
    """Whether LibreOffice is there, which ``ctdocs convert`` needs; everything else goes without it."""
    from ctdocs.render.office import require_soffice

    purpose = "making PDFs of files that exist only in Word"
    try:
        return Check("LibreOffice", purpose, True, False, require_soffice())
    except NotInstalled as error:
        return Check("LibreOffice", purpose, False, False, "not installed", error.hint or "")


def fonts(folder: Path | None = None) -> Check:
    """Whether the fonts that every PDF carries are there, whole and unchanged (``SHA256SUMS`` beside them)."""
    folder = folder or Path(__file__).resolve().parents[1] / "render" / "fonts"
    hint = "Install ctdocs again: its own files are damaged."
    sums = folder / "SHA256SUMS"
    if not sums.is_file():
        return Check("fonts", "the text of every PDF", False, True, f"no {sums}", hint)
    wrong = []
    names = []
    for line in sums.read_text(encoding="ascii").splitlines():
        digest, name = line.split(maxsplit=1)
        names.append(name)
        file = folder / name
        if not file.is_file() or hashlib.sha256(file.read_bytes()).hexdigest() != digest:
            wrong.append(name)
    found = f"missing or changed: {', '.join(wrong)}" if wrong else f"{len(names)} files of Liberation Sans"
    return Check("fonts", "the text of every PDF", not wrong, True, found, hint if wrong else "")


def data(name: str, purpose: str) -> Check:
    """Whether the folder ``name`` that ships with ctdocs is there and holds files to work with."""
    from ctdocs.model.data import data_root

    hint = "Install ctdocs again: its own files are missing."
    try:
        root = data_root(name)
    except (CtdocsError, OSError) as error:
        return Check(name, purpose, False, True, str(error), hint)
    count = sum(1 for file in root.rglob("*.yaml") if not file.name.startswith("_"))
    return Check(name, purpose, count > 0, True, f"{count} in {root}", "" if count else hint)


def writing() -> Check:
    """Whether a file can be written whole, replaced and read back in the folder for temporary files."""
    folder = tempfile.gettempdir()
    try:
        with tempfile.TemporaryDirectory(prefix="ctdocs-") as place:
            file = Path(place) / "ŵ.txt"
            write_atomic(file, b"first")
            write_atomic(file, b"second")
            ok = file.read_bytes() == b"second"
    except (CannotWrite, OSError) as error:
        hint = "Set TMPDIR (Windows: TEMP) to a folder you may write to."
        return Check("writing", "every file that ctdocs makes", False, True, str(error), hint)
    return Check("writing", "every file that ctdocs makes", ok, True, f"works in {folder}")


def _line(check: Check) -> str:
    sign = "ok" if check.ok else "MISSING" if check.needed else "not here"
    line = f"{sign:<9}{check.name}: {check.found} ({check.purpose})"
    return line if check.ok or not check.hint else f"{line}\n{'':9}{check.hint}"
