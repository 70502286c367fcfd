"""The commands of the README, run as they are printed, one after the other, in one folder."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from ctdocs.cli.demo_people import application
from ctdocs.documents.catalogue import document
from ctdocs.documents.resolve import resolve
from ctdocs.model.area import load_area
from ctdocs.render.pdf.document import render
from tests.journey.viewers import AREA

Ctdocs = Callable[..., tuple[int, str, str]]
README = Path(__file__).resolve().parents[2] / "README.md"


def printed() -> list[str]:
    """Every command of the table "Every day", in its order."""
    table = README.read_text(encoding="utf-8").partition("### Every day")[2].partition("###")[0]
    return [command for row in table.splitlines() for command in re.findall(r"^\|.*\| `(ctdocs .*)` \|$", row)]


def returned() -> bytes:
    """The made-up form with the consent that it lacks, as it might have come back before 2 November."""
    case = application() | {"evidence": {"kind": "letter"}}
    case["incidents"] = case["incidents"][:6]
    case["declaration"]["date"] = "2026-10-30"
    area = load_area(AREA)
    return render(resolve(document("application-form"), area, on=date(2026, 10, 1), mode="prefilled", case=case)).data


def sheet() -> bytes:
    """A continuation sheet with one more incident, sent on its own."""
    one = application()["incidents"][6] | {"date": "2026-10-20", "date_reported": "2026-10-21"}
    answers = {"name": application()["victim"]["name"], "incidents": [one]}
    made = document("continuation-sheet")
    return render(resolve(made, load_area(AREA), on=date(2026, 10, 1), mode="prefilled", case=answers)).data


def test_every_command_of_every_day_works_in_the_order_of_the_table(
    tmp_path: Path, ctdocs: Ctdocs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "returned.pdf").write_bytes(returned())
    (tmp_path / "sheet.pdf").write_bytes(sheet())
    commands = printed()
    assert len(commands) >= 10
    codes = {}
    for command in commands:
        codes[command], _, err = ctdocs(*shlex.split(command)[1:])
        assert codes[command] in (0, 4), err
    # An application just read has addresses to confirm; nothing else here asks for a look.
    assert [command for command, code in codes.items() if code == 4] == [
        command for command in commands if command.startswith("ctdocs case new")
    ]
    assert (tmp_path / "blank" / AREA / "application-form.pdf").exists()
    assert (tmp_path / "letter-1.pdf").exists()
