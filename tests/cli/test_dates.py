"""A date on the command line is read in one way, whichever option takes it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

Ctdocs = Callable[..., tuple[int, str, str]]
AREA = "example/exampleshire"


def taking(date: str, folder: Path) -> dict[str, tuple[object, ...]]:
    """Every option that takes a date, in a command that comes to nothing but for that date."""
    return {
        "areas list": ("areas", "list", "--on", date),
        "areas": ("areas", "--on", date),
        "areas show": ("areas", "show", AREA, "--on", date),
        "areas check": ("areas", "check", AREA, "--on", date),
        "pack": ("pack", AREA, "--document", "letter-1", "-o", folder / "pack", "--on", date),
        "fill": ("fill", "letter-1", "--area", AREA, "-o", folder / "letter.pdf", "--on", date),
        "received": ("case", "new", "--area", AREA, "--by", "Sam", "-o", folder / "new", "--received", date),
        "completed": ("case", "set", folder / "case", "--by", "Sam", "--completed", date),
        "letter": ("letter", "1", folder / "case", "-o", folder / "l.pdf", "--by", "Sam", "--on", date),
    }


@pytest.fixture
def folder(tmp_path: Path, ctdocs: Ctdocs) -> Path:
    opened = ("case", "new", "--area", AREA, "--received", "2026-11-01", "--by", "Sam", "-o", tmp_path / "case")
    assert ctdocs(*opened)[0] == 0
    return tmp_path


@pytest.mark.parametrize("date", ["2026-11-20", "20/11/2026"])
def test_what_is_a_date_is_one_everywhere(folder: Path, ctdocs: Ctdocs, date: str) -> None:
    for name, command in taking(date, folder).items():
        code, _, err = ctdocs(*command)
        # A case without an address gets no letter; its date is understood all the same.
        assert code == (3 if name == "letter" else 0), (name, err)
        assert "is not a date" not in err


@pytest.mark.parametrize("date", ["06112026", "20 November 2026", "20/11/26", "31/02/2026", "2026-13-01", "today", ""])
def test_what_is_no_date_is_none_anywhere(folder: Path, ctdocs: Ctdocs, date: str) -> None:
    before = sorted(folder.rglob("*"))
    for name, command in taking(date, folder).items():
        code, out, err = ctdocs(*command)
        assert (code, out) == (2, ""), name
        assert f"“{date}” is not a date. Write it as 2026-11-20 or 20/11/2026." in err
    assert sorted(folder.rglob("*")) == before
