"""The commands of the README, run as they are printed, one after the other, in one folder."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from ctdocs.model.case import Case
from tests.journey.viewers import AREA

Ctdocs = Callable[..., tuple[int, str, str]]
README = Path(__file__).resolve().parents[2] / "README.md"
TEXT = README.read_text(encoding="utf-8")


def printed() -> list[str]:
    """Every command of the table "Every day", in its order."""
    table = TEXT.partition("### Every day")[2].partition("###")[0]
    rows = [row for row in table.splitlines() if row.startswith("|")][2:]
    found = [re.fullmatch(r"\|.*\| `(ctdocs [^`]*)` \|", row) for row in rows]
    assert all(found), "every line of the table is one command, whole"
    return [one[1] for one in found if one]


def test_the_first_command_is_the_demo_and_the_table_works_with_what_it_leaves(
    tmp_path: Path, ctdocs: Ctdocs, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert re.search(r"```\n(.*)\n```", TEXT)[1] == "python3 scripts/demo.py"  # type: ignore[index]
    here = tmp_path / "ctdocs"
    here.mkdir()
    monkeypatch.chdir(here)
    assert ctdocs("demo")[0] == 0  # what the script runs once ctdocs is installed
    commands = printed()
    assert len(commands) >= 10
    codes = {}
    for command in commands:
        codes[command], _, err = ctdocs(*shlex.split(command)[1:])
        assert codes[command] in (0, 4), err
    # An application just read has addresses to confirm, and one to be keyed lacks its answers; else nothing is to see.
    assert [command for command, code in codes.items() if code == 4] == [
        command for command in commands if command.startswith("ctdocs case new ctdocs-demo/")
    ]
    assert (here / "blank" / AREA / "application-form.pdf").exists()
    assert (tmp_path / "cases" / "letter-1.pdf").exists()
    assert len(Case.open(tmp_path / "cases" / "0001").answers()["incidents"]) == 6
    assert sorted(path.name for path in here.iterdir()) == ["blank", "ctdocs-demo"], "nothing of a case stands here"
