"""What commands report for programs: every command that makes or takes something, once."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from ctdocs.cli.demo_people import for_herself, one_more
from ctdocs.documents.catalogue import document
from ctdocs.documents.resolve import resolve
from ctdocs.model.area import load_area
from ctdocs.model.case import Case
from ctdocs.render.pdf.document import render

Ctdocs = Callable[..., tuple[int, str, str]]
AREA, SOUTH = "example/exampleshire", "derbyshire/south-derbyshire"
OPEN = ("--area", AREA, "--received", "2026-11-02", "--by", "Sam")


def filled(path: Path, name: str, answers: dict[str, Any]) -> Path:
    made = render(resolve(document(name), load_area(AREA), on=date(2026, 10, 31), mode="prefilled", case=answers))
    path.write_bytes(made.data)
    return path


@pytest.fixture
def opened(tmp_path: Path, ctdocs: Ctdocs) -> Path:
    form = filled(tmp_path / "form.pdf", "application-form", for_herself())
    assert ctdocs("case", "new", form, *OPEN, "-o", tmp_path / "c")[0] == 4
    return tmp_path / "c"


def test_a_pack_names_its_files_and_the_areas_it_refused(tmp_path: Path, ctdocs: Ctdocs) -> None:
    chosen = ("--document", "letter-1", "--on", "2026-11-20", "--json")
    code, out, err = ctdocs("pack", AREA, SOUTH, "-o", tmp_path, *chosen)
    assert code == 3
    file = tmp_path / AREA / "letter-1.pdf"
    assert json.loads(out) == {
        "on": "2026-11-20",
        "packs": [{"area": AREA, "folder": str(file.parent), "files": [str(file)], "remarks": []}],
        "refused": [SOUTH],
    }
    assert file.exists()
    assert "signatory.name" in err


def test_a_document_tells_its_pages_sheets_and_what_could_not_be_drawn(tmp_path: Path, ctdocs: Ctdocs) -> None:
    case = tmp_path / "c"
    ctdocs("case", "new", *OPEN, "-o", case)
    ctdocs("case", "set", case, "victim.name=Ann 漢", "impact=" + "All night. " * 400, "--by", "Sam")
    code, out, err = ctdocs("fill", "application-form", "--case", case, "-o", tmp_path / "f.pdf", "--json")
    told = json.loads(out)
    with pikepdf.open(tmp_path / "f.pdf") as pdf:
        assert told.pop("pages") == len(pdf.pages)
    assert told.pop("sheets") >= 1
    assert told == {
        "document": "application-form",
        "files": [str(tmp_path / "f.pdf")], "remarks": [],
        "unprintable": {"victim.name": "漢", "continuation.1.name": "漢"},
    }
    assert code == 4
    assert "U+6F22" in err


def test_a_letter_tells_its_copy(tmp_path: Path, ctdocs: Ctdocs, opened: Path) -> None:
    settle = ("--confirm", "victim", "--confirm", "contact", "reference=CT/1", "--completed", "2026-11-03")
    code, out, _ = ctdocs("case", "set", opened, *settle, "--by", "Sam", "--json")
    assert (code, json.loads(out)) == (0, {"case": str(opened), "entries": [3], "doubts": {}, "torn": False})
    letter = ("letter", "1", opened, "--on", "2026-11-04", "-o", tmp_path / "l.pdf", "--by", "Sam", "--json")
    code, out, _ = ctdocs(*letter)
    told = json.loads(out)
    copy = Path(told.pop("copy"))
    assert copy.is_relative_to(opened)
    assert copy.read_bytes() == (tmp_path / "l.pdf").read_bytes()
    assert code == 0
    assert told == {
        "letter": "letter-1", "on": "2026-11-04", "files": [str(tmp_path / "l.pdf")], "unprintable": {}, "remarks": [],
    }  # fmt: skip
    code, out, err = ctdocs(*letter)
    assert (code, out) == (5, ""), "a refusal is on standard error only"
    assert "is there already" in err


def test_what_a_case_takes_is_told_with_what_check_finds(tmp_path: Path, ctdocs: Ctdocs, opened: Path) -> None:
    again = ("case", "new", tmp_path / "form.pdf", *OPEN, "-o", tmp_path / "d", "--json")
    code, out, _ = ctdocs(*again)
    new = json.loads(out)
    found = json.loads(ctdocs("case", "check", tmp_path / "d", "--json")[1])
    assert (new["case"], new["files"], new["remarks"]) == (str(tmp_path / "d"), ["form.pdf"], [])
    assert (new["wrong"], new["look"]) == (found["wrong"], found["look"])
    assert code == (4 if found["look"] else 0)
    assert len(new["entries"]) == len(Case.open(tmp_path / "d").log.entries)

    sheet = filled(tmp_path / "sheet.pdf", "continuation-sheet", one_more())
    _, out, _ = ctdocs("case", "add", tmp_path / "d", sheet, "--by", "Sam", "--json")
    added = json.loads(out)
    assert (added["files"], added["entries"]) == (["sheet.pdf"], [len(Case.open(tmp_path / "d").log.entries)])
    found = json.loads(ctdocs("case", "check", tmp_path / "d", "--json")[1])
    assert (added["wrong"], added["look"]) == (found["wrong"], found["look"])


def test_a_value_that_cannot_be_right_is_told(opened: Path, ctdocs: Ctdocs) -> None:
    code, out, err = ctdocs("case", "set", opened, "victim.postcode=nowhere", "--by", "Sam", "--json")
    assert code == 4
    assert list(json.loads(out)["doubts"]) == ["victim.postcode"]
    assert "victim.postcode" in err


def test_an_application_that_is_not_whole_opens_a_case_and_fails_its_check(tmp_path: Path, ctdocs: Ctdocs) -> None:
    answers = for_herself() | {"behaviour": ""}
    form = filled(tmp_path / "form.pdf", "application-form", answers)
    code, out, _ = ctdocs("case", "new", form, *OPEN, "-o", tmp_path / "c", "--json")
    assert code == 4, "the case is open, as was asked"
    assert json.loads(out)["wrong"], "and what is wanting is told"
    assert ctdocs("case", "check", tmp_path / "c")[0] == 3
