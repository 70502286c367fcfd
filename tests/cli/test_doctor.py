"""``ctdocs doctor`` finds what is there, and names what is not with what it is for."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
import tomllib
from pathlib import Path

import pytest

from ctdocs.cli import doctor
from ctdocs.cli.main import run

TOP = Path(__file__).resolve().parents[2]
FONTS = TOP / "ctdocs" / "render" / "fonts"


def test_a_whole_installation_is_ready(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctor", "--json"]) == 0
    findings = json.loads(capsys.readouterr().out)
    assert findings["ready"] is True
    found = {check["name"]: check["found"] for check in findings["checks"]}
    assert found["fonts"] == "4 files of Liberation Sans"
    assert found["reportlab"].startswith("5.1.")
    assert int(found["areas"].split()[0]) >= 2


def test_the_same_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctor"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert any(re.match(r"ok +pikepdf: \d+\.\d+.* \(reading returned PDF forms\)", line) for line in lines)
    assert lines[-1].endswith("is ready.")


def test_every_package_the_project_needs_is_looked_for() -> None:
    project = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    def names(requirements: list[str]) -> set[str]:
        return {re.split(r"[<>=~!\[ ]", requirement)[0].lower() for requirement in requirements}

    assert {name.lower() for name in doctor.NEEDED} == names(project["dependencies"])
    for package, (extra, _) in doctor.OPTIONAL.items():
        assert package in names(project["optional-dependencies"][extra])


def test_a_missing_package_is_named_with_what_it_is_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(doctor.NEEDED, "nobody-has-this", "drawing unicorns")
    assert run(["doctor"]) == 6
    said = capsys.readouterr().out
    assert "MISSING  nobody-has-this: not installed (drawing unicorns)" in said
    assert "python -m pip install" in said


def test_a_missing_extra_does_not_stop_the_rest(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(doctor.OPTIONAL, "nobody-has-this", ("rare", "rare work"))
    assert run(["doctor"]) == 0
    assert "ctdocs[rare]" in capsys.readouterr().out


def test_a_changed_font_and_a_missing_one_are_named(tmp_path: Path) -> None:
    folder = tmp_path / "fonts"
    shutil.copytree(FONTS, folder)
    with (folder / "LiberationSans-Bold.ttf").open("ab") as font:
        font.write(b"x")
    (folder / "LiberationSans-Italic.ttf").unlink()
    check = doctor.fonts(folder)
    assert not check.ok
    assert check.found == "missing or changed: LiberationSans-Bold.ttf, LiberationSans-Italic.ttf"


def test_no_fonts_at_all(tmp_path: Path) -> None:
    assert not doctor.fonts(tmp_path).ok


def test_a_folder_that_cannot_be_written_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    check = doctor.writing()
    assert not check.ok
    assert "TEMP" in check.hint
