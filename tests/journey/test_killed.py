"""Killed half-way, the old file or the new one stands there, whole, and the log of the case still opens.

Each command is killed some times at the first sign of writing and some times after a part of the time it takes.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ctdocs.bundle.letters import mend
from ctdocs.bundle.pack import Order, make_pack
from ctdocs.cli.main import run
from ctdocs.model.case import Case
from tests.journey.viewers import AREA, ON

ROUNDS = 5


def state(folder: Path) -> list[tuple[str, int, int]]:
    """What stands under a folder now; a file that goes while we look is a change too."""
    found = []
    for path in folder.rglob("*"):
        try:
            found.append((path.name, path.stat().st_size, path.stat().st_mtime_ns))
        except FileNotFoundError:
            found.append((path.name, -1, 0))
    return sorted(found)


def kill(folder: Path, *args: object, after: float | None) -> int:
    """Start ctdocs and kill it ``after`` seconds, or at the first change in ``folder``. Its exit code."""
    before = state(folder)
    command = [sys.executable, "-m", "ctdocs", *(str(arg) for arg in args)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    begun = time.monotonic()
    while process.poll() is None and time.monotonic() - begun < 30:
        if after is None and state(folder) != before:
            break
        if after is not None and time.monotonic() - begun >= after:
            break
        time.sleep(0.0005)
    process.kill()
    return process.wait()


def moments(whole: float) -> list[float | None]:
    """At the first sign of writing, and at five moments of the second half, where the writing is done."""
    return [None, None, *(whole * (0.5 + 0.55 * part / ROUNDS) for part in range(ROUNDS))]


def timed(call: Callable[[], object]) -> float:
    begun = time.monotonic()
    call()
    return time.monotonic() - begun


@pytest.fixture
def case(tmp_path: Path) -> Path:
    folder = tmp_path / "case"
    assert (
        run(["case", "new", "--area", AREA, "--received", "2026-11-18", "--reference", "CT/1", "-o", str(folder)]) == 0
    )
    words = ["basis=self", "victim.name=Siân", "victim.address=5 Row", "victim.daytime_phone=01632960146", "impact=old"]
    assert run(["case", "set", str(folder), *words, "--completed", "2026-11-19"]) == 0
    return folder


def test_pack(tmp_path: Path) -> None:
    folder = tmp_path / "out"

    def order(day: int) -> Order:
        return Order(AREA, folder, ("letter-1", "letter-2", "letter-3"), False, ON.replace(year=day), "en", False)

    new = {path.name: path.read_bytes() for path in make_pack(order(2022)).files}
    old = {path.name: path.read_bytes() for path in make_pack(order(2026)).files}
    assert all(old[name] != new[name] for name in old), "the scheme had another name in 2022"
    args = ["pack", AREA, "-o", folder, "--on", "2022-11-20", "--document", "letter-1", "--document", "letter-2"]
    args += ["--document", "letter-3"]
    whole = timed(lambda: kill(folder, *args, after=30))
    make_pack(order(2026))
    codes = []
    for after in moments(whole):
        codes.append(kill(folder, *args, after=after))
        for name in old:
            assert (folder / AREA / f"{name}").read_bytes() in (old[name], new[name])
    assert any(code != 0 for code in codes)
    assert run([str(arg) for arg in args]) == 0
    assert {path.name: path.read_bytes() for path in folder.rglob("*.pdf")} == new


def test_case_set(case: Path) -> None:
    args = ["case", "set", case, "--by", "Sam"]
    whole = timed(lambda: kill(case, *args, "impact=0", after=30))
    known = {"old", "0"}
    codes = []
    for number, after in enumerate(moments(whole), start=1):
        before = len(Case.open(case).log.entries)
        codes.append(kill(case, *args, f"impact={number}", after=after))
        known.add(str(number))
        opened = Case.open(case)
        assert len(opened.log.entries) in (before, before + 1)
        assert opened.facts()["impact"] in known
        assert opened.damage() == ()
        assert (case / "case.yaml").read_text(encoding="utf-8").endswith("\n")
    assert any(code != 0 for code in codes)
    assert run(["case", "set", str(case), "impact=last", "--by", "Sam"]) in (0, 4)
    assert Case.open(case).facts()["impact"] == "last"
    assert "last" in (case / "case.yaml").read_text(encoding="utf-8")


def test_letter(tmp_path: Path, case: Path) -> None:
    target = tmp_path / "letters" / "letter-1.pdf"
    target.parent.mkdir()
    args = ["letter", "1", case, "--by", "Sam", "--replace", "-o", target]
    whole = timed(lambda: kill(target.parent, *args, "--on", "2026-11-23", after=30))
    old = target.read_bytes()
    assert run([*map(str, args), "--on", "2026-11-24"]) == 0
    new = target.read_bytes()
    assert old != new
    codes = []
    for after in moments(whole):
        target.write_bytes(old)
        before = len(Case.open(case).log.entries)
        codes.append(kill(target.parent, *args, "--on", "2026-11-24", after=after))
        assert target.read_bytes() in (old, new)
        opened = Case.open(case)
        assert len(opened.log.entries) in (before, before + 1)
        assert len(opened.log.entries) == before or target.read_bytes() == new, "recorded, so it is there"
        # Killed between the letter and its entry, the case says so until the next run has put it right.
        assert {problem.code for problem in opened.damage()} <= {"letter-unrecorded"}
        mend(opened)
        assert opened.damage() == ()
    assert any(code != 0 for code in codes)
