"""``ctdocs convert`` from outside: Word files in, PDFs, words and exit codes out."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from ctdocs.render import office

Ctdocs = Callable[..., tuple[int, str, str]]
needs = pytest.mark.needs


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "letter.docx"
    file = docx.Document()
    file.add_paragraph("Annwyl Siân")
    file.save(str(path))
    return path


@needs("libreoffice")
def test_each_file_is_told_and_the_code_says_that_one_was_refused(
    ctdocs: Ctdocs, tmp_path: Path, letter: Path
) -> None:
    (tmp_path / "bad.docx").write_text("no ZIP")
    folder = tmp_path / "new" / "out"
    code, out, err = ctdocs("convert", letter, tmp_path / "bad.docx", "-o", folder)
    assert code == 3
    assert out.splitlines() == [f"{letter}: wrote {folder / 'letter.pdf'}", "1 of 2 files were made into PDFs."]
    assert err.startswith(f"{tmp_path / 'bad.docx'}: This is not a Word file. ")
    assert [path.name for path in folder.iterdir()] == ["letter.pdf"]
    assert (folder / "letter.pdf").read_bytes().startswith(b"%PDF-")


@needs("libreoffice")
def test_as_json_and_again_with_replace(ctdocs: Ctdocs, tmp_path: Path, letter: Path) -> None:
    pdf = tmp_path / "letter.pdf"
    code, out, err = ctdocs("convert", letter, "-o", tmp_path, "--json")
    assert (code, err) == (0, "")
    assert json.loads(out) == {"made": [{"file": str(letter), "pdf": str(pdf)}], "failed": []}
    pdf.write_bytes(b"kept")
    code, out, err = ctdocs("convert", letter, "-o", tmp_path, "--json")
    assert (code, out) == (5, "")
    assert err == f"{pdf} is there already.\nGive another folder, or --replace if it may go.\n"
    assert pdf.read_bytes() == b"kept"
    assert ctdocs("convert", letter, "-o", tmp_path, "--replace")[0] == 0
    assert pdf.read_bytes().startswith(b"%PDF-")


@needs("libreoffice")
def test_a_folder_that_is_a_file_cannot_be_written_to(ctdocs: Ctdocs, tmp_path: Path, letter: Path) -> None:
    (tmp_path / "out").write_text("a file")
    code, _, err = ctdocs("convert", letter, "-o", tmp_path / "out")
    assert code == 5
    assert "a file stands where a folder is needed" in err
    assert (tmp_path / "out").read_text() == "a file"


def test_without_libreoffice_it_says_what_to_install(
    ctdocs: Ctdocs, tmp_path: Path, letter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(office, "_PLACES", ())
    code, out, err = ctdocs("convert", letter, "-o", tmp_path / "out")
    assert (code, out) == (6, "")
    assert "LibreOffice, which is not installed here" in err
    assert not (tmp_path / "out").exists()
    code, out, _ = ctdocs("doctor")
    assert "not here LibreOffice: not installed (making PDFs of files that exist only in Word)" in out
