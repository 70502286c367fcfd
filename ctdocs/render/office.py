"""Word files to PDF through LibreOffice, where it is installed: for files that exist only in Word.

All files go through one call of LibreOffice, with a profile of its own that is thrown away: no macros, no links, no
network. Where it crashes or gets stuck at a file, that file is named and the next call goes on behind it. Needs
LibreOffice 7.4 or newer. What this does not promise: that LibreOffice breaks lines and pages where Word does, nor
PDF/UA for every file: 7.4 leaves the lines of tables without a tag, and a list in a table without its kind.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ctdocs.errors import CannotWrite, CtdocsError, NotInstalled, Refused
from ctdocs.model.files import safe_name, write_atomic
from ctdocs.render.office_files import admitted
from ctdocs.render.office_profile import FILTER, environment, write_profile

SECONDS = 120.0
"""How long LibreOffice may take over one file, its start included. Measured: 0.2 s a file after 2.5 s of start."""

_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "~/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "$ProgramFiles/LibreOffice/program/soffice.com",
    "$PROGRAMFILES/LibreOffice/program/soffice.com",
    "C:/Program Files/LibreOffice/program/soffice.com",
    "C:/Program Files (x86)/LibreOffice/program/soffice.com",
    "/usr/lib/libreoffice/program/soffice",
    "/usr/lib64/libreoffice/program/soffice",
    "/opt/libreoffice*/program/soffice",
)
"""Where LibreOffice stands when it is not on the path: macOS, Windows, Linux."""


@dataclass(frozen=True, slots=True)
class Converted:
    """What came of each file: in ``made`` the PDF that was written, in ``failed`` why there is none."""

    made: Mapping[Path, Path]
    failed: Mapping[Path, CtdocsError]


def to_pdf(files: Sequence[Path], folder: Path, *, replace: bool = False, seconds: float = SECONDS) -> Converted:
    """Write each of ``files`` (.docx, .doc, .odt, .rtf) as a tagged PDF of its name into ``folder``.

    Two files of one name become NAME.pdf and NAME-2.pdf. ``seconds`` is for one file. Raises ``NotInstalled`` where
    there is no LibreOffice, and ``CannotWrite`` where a PDF is there already and ``replace`` is False; what is wrong
    with one file, or with writing its PDF, stands in ``failed``.
    """
    places = _places(files, folder)
    for place in places.values():
        if place.exists() and not replace:
            raise CannotWrite(f"{place} is there already.", hint="Give another folder, or --replace if it may go.")
    made: dict[Path, Path] = {}
    failed: dict[Path, CtdocsError] = {}
    for file, result in convert(list(places), seconds=seconds):
        try:
            if isinstance(result, CtdocsError):
                raise result
            write_atomic(places[file], result)
            made[file] = places[file]
        except CtdocsError as error:
            failed[file] = error
    return Converted(made, failed)


def convert(files: Sequence[Path], *, seconds: float = SECONDS) -> Iterator[tuple[Path, bytes | CtdocsError]]:
    """Each of ``files`` once with its PDF, or with what is wrong with it; the refused ones come first.

    Raises ``NotInstalled`` where there is no LibreOffice.
    """
    program = require_soffice()
    with tempfile.TemporaryDirectory(prefix="ctdocs-office-", ignore_cleanup_errors=True) as place:
        work = Path(place)
        write_profile(work / "profile")
        sources: dict[Path, Path] = {}
        for number, file in enumerate(dict.fromkeys(files), start=1):
            try:
                data = admitted(file)
            except Refused as error:
                yield file, error
                continue
            # A number for a name: two may be called the same, and a name is nothing that LibreOffice should judge.
            sources[file] = work / f"{number:04d}{file.suffix.lower()}"
            sources[file].write_bytes(data)
        while sources:
            results = dict(_called(program, sources, work, seconds))
            yield from results.items()
            sources = {file: source for file, source in sources.items() if file not in results}


def find_soffice() -> str | None:
    """The program of LibreOffice on this machine, on the path or in one of its usual places; None if there is none."""
    for name in ("soffice", "libreoffice"):
        if found := shutil.which(name):
            return found
    for place in _PLACES:
        path = Path(os.path.expandvars(place)).expanduser()
        if path.is_absolute():
            found_there = list(Path(path.anchor).glob(path.relative_to(path.anchor).as_posix()))
            if found_there:
                return str(max(found_there, key=_version))
    return None


def require_soffice() -> str:
    """As ``find_soffice``; raises ``NotInstalled`` with what to do."""
    found = find_soffice()
    if found is None:
        raise NotInstalled(
            "Word files are made into PDFs by LibreOffice, which is not installed here.",
            hint="Install LibreOffice (7.4 or newer; on Debian and Ubuntu the package libreoffice-writer), or open the "
            "file in Word and save it as a PDF there.",
        )
    return found


def _version(path: Path) -> list[int]:
    """The numbers in a path: /opt holds a folder for each version, and the newest is taken."""
    return [int(number) for number in re.findall(r"\d+", str(path))]


def _places(files: Sequence[Path], folder: Path) -> dict[Path, Path]:
    """Where the PDF of each file goes; names that differ in capitals only are the same on Windows."""
    places: dict[Path, Path] = {}
    taken: set[str] = set()
    for file in dict.fromkeys(files):
        stem, number = safe_name(f"{file.stem}.pdf").removesuffix(".pdf"), 1
        name = stem
        while name.casefold() in taken:
            number += 1
            name = f"{stem}-{number}"
        taken.add(name.casefold())
        places[file] = folder / f"{name}.pdf"
    return places


def _called(
    program: str, sources: Mapping[Path, Path], work: Path, seconds: float
) -> Iterator[tuple[Path, bytes | CtdocsError]]:
    """One call of LibreOffice: the files it came to, the last of them with what stopped it, where something did."""
    target = Path(tempfile.mkdtemp(prefix="made-", dir=work))
    stopped = _run(program, list(sources.values()), target, work, seconds)
    made = {file: _whole(target / f"{source.stem}.pdf") for file, source in sources.items()}
    files = list(made)
    # It takes them in their order, so it was stopped by the first behind the last that it made.
    reached = len(files) if stopped is None else max((files.index(file) + 1 for file in files if made[file]), default=0)
    for file in files[:reached]:
        yield file, made[file] or Refused(
            "LibreOffice cannot open this file.", hint="It may be damaged: open it in Word and save it again."
        )
    if stopped is not None and reached < len(files):
        yield files[reached], Refused(stopped, hint="Open it in Word and save it as a PDF there.")


def _run(program: str, sources: Sequence[Path], target: Path, work: Path, seconds: float) -> str | None:
    """Convert ``sources`` into ``target``. None if LibreOffice came to its end, else a sentence on what stopped it."""
    command = [
        program, f"-env:UserInstallation={(work / 'profile').as_uri()}", "--headless", "--norestore", "--nologo",
        "--nodefault", "--nolockcheck", "--nofirststartwizard", "--convert-to", FILTER, "--outdir", str(target),
        *(str(source) for source in sources),
    ]  # fmt: skip
    said = target / "said.txt"
    with said.open("wb") as stream:
        office = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=stream, stderr=stream, cwd=work, env=environment(),
            start_new_session=True,
        )  # fmt: skip
        try:
            if not _wait(office, target, seconds):
                return f"LibreOffice took longer than {seconds:g} seconds over this file, so it was stopped."
        finally:
            if office.poll() is None:
                _end(office)
    return None if office.returncode == 0 else f"LibreOffice stopped at this file (code {office.returncode})."


def _wait(office: subprocess.Popen[bytes], target: Path, seconds: float) -> bool:
    """Wait until it ends; False where ``seconds`` pass without one more PDF."""
    count, since = 0, time.monotonic()
    while True:
        with contextlib.suppress(subprocess.TimeoutExpired):
            office.wait(0.05)
            return True
        now = sum(1 for _ in target.glob("*.pdf"))
        if now > count:
            count, since = now, time.monotonic()
        elif time.monotonic() - since > seconds:
            return False


def _end(office: subprocess.Popen[bytes]) -> None:
    """End LibreOffice and what it started: ``soffice`` itself only starts the program that works."""
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(office.pid)], capture_output=True, check=False)
    else:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(office.pid, signal.SIGKILL)
    office.wait()


def _whole(path: Path) -> bytes | None:
    """The PDF at ``path``, in which the tab key follows the text (ISO 14289-1, 7.18.3); None if there is none whole.

    LibreOffice 7.4 says so for no page.
    """
    if not path.is_file() or not path.read_bytes().startswith(b"%PDF-"):
        return None
    import pikepdf

    target = io.BytesIO()
    try:
        with pikepdf.open(path) as pdf:
            for page in pdf.pages:
                page.Tabs = pikepdf.Name.S
            pdf.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    except pikepdf.PdfError:
        return None
    return target.getvalue()
