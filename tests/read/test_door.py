"""``ctdocs read``: what it prints, what it keeps and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ctdocs.cli.main import run
from tests.read.forms import make


def test_a_certain_form_ends_with_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["read", str(make(tmp_path / "form.pdf", {"victim.name": "Siân"}))]) == 0
    out = capsys.readouterr().out
    assert "test-form, example/exampleshire: 2 certain, 11 blank" in out
    assert "Nothing to check." in out


def test_what_a_person_must_look_at_is_said_and_ends_with_4(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["read", str(make(tmp_path / "form.pdf", {"incidents.1.date": "20/11/20"}))]) == 4
    assert "check incidents.1.date (page 2) “20/11/20”: the date did not fit the boxes" in capsys.readouterr().out


def test_json_is_the_reading_format(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = make(tmp_path / "form.pdf", {"victim.name": "Ŵyn"})
    (tmp_path / "bad.pdf").write_bytes(b"no")
    assert run(["read", "--json", str(made), str(tmp_path / "bad.pdf")]) == 3
    result = json.loads(capsys.readouterr().out)
    form = result["forms"][0]
    assert form["form"]["route"] == "fillable"
    assert form["values"]["victim"] == {"name": "Ŵyn"}
    assert set(form["fields"]["victim.name"]) == {
        "value", "raw", "status", "confidence", "reason", "page", "box", "crop",
    }  # fmt: skip
    assert result["unplaced"][0]["file"].endswith("bad.pdf")


def test_readings_are_kept_one_for_each_file(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    first = make(tmp_path / "form.pdf", {"victim.name": "Siân"})
    second = make(tmp_path / "a" / "form.pdf", {"victim.name": "Ŵyn"})
    assert run(["read", str(first), str(second), "-o", str(tmp_path / "out")]) == 0
    names = {}
    for file in (tmp_path / "out").iterdir():
        names[file.name] = json.loads(file.read_text(encoding="utf-8"))["forms"][0]["values"]["victim"]["name"]
    assert names == {"form.reading.json": "Siân", "form-2.reading.json": "Ŵyn"}


def test_one_file_that_cannot_be_read_ends_with_its_own_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bad.pdf").write_bytes(b"no")
    assert run(["read", str(tmp_path / "bad.pdf"), "-o", str(tmp_path / "out")]) == 3
    assert "This is not a PDF" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("option", [("--max-pages", "1"), ("--max-mb", "0.001"), ("--seconds", "0.000001")])
def test_limits_are_heeded(tmp_path: Path, option: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["read", str(make(tmp_path / "form.pdf")), *option]) == 3
    assert option[0] in capsys.readouterr().err
