"""``ctdocs statistics`` from outside: cases on the disk to figures on a screen, in a PDF, a table and a county."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pikepdf
import pytest

from ctdocs.model.case import Case
from tests.outside import poppler, verapdf

Ctdocs = Callable[..., tuple[int, str, str]]
AREA = ("--area", "example/exampleshire", "--on", "2026-11-20")
AT = datetime(2026, 11, 20, 9, tzinfo=UTC)
BY = "Fern Ficton"


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    """Three cases: just received, not met, and reviewed with an action; the last received in the year before."""
    folder = tmp_path / "cases"

    def made(name: str, received: str, reference: str) -> Case:
        return Case.create(
            folder / name, "example/exampleshire", date.fromisoformat(received), "post", AT, BY, reference=reference
        )

    made("a", "2025-06-01", "=CMD()|'x'")
    second = made("b", "2026-03-31", "CT/2")
    second.decide("threshold", "not_met", day=date(2026, 4, 14), by=BY, at=AT)
    third = made("deeper/c", "2025-03-31", "CT/3")
    third.change(AT, BY, values={"victim.name": "Siân Gŵyr", "actions.1.action": "Visit Siân", "basis": "self"})
    third.decide("threshold", "met", day=date(2025, 4, 20), by=BY, at=AT)
    third.happened("meeting", date(2025, 5, 20), AT, BY)
    return folder


def figures(out: str) -> dict[str, list[str]]:
    rows = (line.rsplit(maxsplit=2) for line in out.splitlines()[2:] if line.strip() and not line.startswith("Wrote"))
    return {label.strip(): numbers for label, *numbers in rows}


def test_two_years_on_the_screen(cases: Path, ctdocs: Ctdocs) -> None:
    code, out, err = ctdocs("statistics", cases, *AREA, "--year", "2025/26", "--year", "2024/25")
    assert (code, err) == (0, "")
    assert out.splitlines()[1].split() == ["2024/25", "2025/26"]
    assert figures(out)["Applications for a review"] == ["1", "2"]
    assert figures(out)["Applications that did not meet the threshold"] == ["0", "0"]
    assert figures(out)["Reviews carried out"] == ["0", "1"]
    assert figures(out)["Reviews that led to recommendations"] == ["0", "1"]
    assert "CT/3" not in out
    listed = ctdocs("statistics", cases, *AREA, "--year", "2024/25", "--list")[1]
    assert "2024/25: CT/3" in listed


def test_a_case_that_cannot_be_placed_is_named_and_asks_for_a_look(cases: Path, ctdocs: Ctdocs) -> None:
    Case.open(cases / "a").happened("meeting", date(2025, 7, 1), AT, BY)
    code, _, err = ctdocs("statistics", cases, *AREA, "--year", "2025/26")
    assert code == 4
    assert "=CMD()|'x' may be missing from “Reviews carried out”: its meeting of Tuesday 1 July 2025 is past" in err


def test_a_changed_log_is_told_and_never_counted(cases: Path, ctdocs: Ctdocs) -> None:
    log = cases / "b" / "log.jsonl"
    log.write_bytes(log.read_bytes().replace(b"not_met", b"met_not"))
    for _ in range(2):
        code, out, err = ctdocs("statistics", cases, *AREA, "--from", "2026-04-01", "--to", "2026-04-30")
        assert code == 4 and "could not be read" in err
        assert "0" in out.splitlines()[3]


@pytest.mark.needs("verapdf", "poppler")
def test_the_pdf_is_accessible_and_names_no_case_nor_person(cases: Path, tmp_path: Path, ctdocs: Ctdocs) -> None:
    file, listed = tmp_path / "figures.pdf", tmp_path / "listed.pdf"
    years = [option for year in range(2019, 2026) for option in ("--year", f"{year}/{(year + 1) % 100}")]
    assert ctdocs("statistics", cases, *AREA, *years, "-o", file)[0] == 0
    assert ctdocs("statistics", cases, *AREA, *years, "--list", "-o", listed)[0] == 0
    assert verapdf.check([file, listed]) == {file: [], listed: []}
    words = poppler.text(file)
    assert "ASB Case Review: figures for Exampleshire" in words and "2025/26" in words
    assert [one for one in ("CT/2", "CT/3", "CMD", "Siân", "Gŵyr") if one in words] == []
    assert "CT/3" in poppler.text(listed) and "not for publication" in poppler.text(listed)
    with pikepdf.open(file) as pdf:
        nodes = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary)]
        told = [str(one.Alt) for one in nodes if one.get("/S") == "/Figure"]
    assert len(told) == 2  # four years at a time
    assert "Applications for a review: 0 in 2023/24, 1 in 2024/25, 2 in 2025/26." in told[1]
    again = file.read_bytes()
    ctdocs("statistics", cases, *AREA, *years, "-o", file)
    assert file.read_bytes() == again


def test_the_table_opens_as_it_should(cases: Path, tmp_path: Path, ctdocs: Ctdocs) -> None:
    file = tmp_path / "figures.csv"
    assert ctdocs("statistics", cases, *AREA, "--year", "2011/12", "--year", "2025/26", "--list", "-o", file)[0] == 0
    data = file.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf") and b"\r\n" in data
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert rows[0][:4] == ["Area", "What is counted", "Year 2011/12", "Year 2025/26"]
    assert rows[1][:4] == ["Exampleshire", "Applications for a review", "0", "2"]
    assert rows[1][-1] == "'=CMD()|'x'; CT/2"
    assert [cell for row in rows for cell in row if cell[:1] in "=+-@" and cell] == []
    assert ctdocs("statistics", cases, *AREA, "--year", "2025/26", "--format", "csv")[1].startswith("Area,")
    published = ctdocs("statistics", cases, *AREA, "--year", "2025/26", "--format", "csv")[1]
    assert "CT/2" not in published


def test_a_county_from_the_files_of_its_areas(cases: Path, tmp_path: Path, ctdocs: Ctdocs) -> None:
    north, south = tmp_path / "north.json", tmp_path / "south.json"
    assert ctdocs("statistics", cases, *AREA, "--year", "2025/26", "-o", north)[0] == 0
    said = json.loads(north.read_text(encoding="utf-8"))
    assert said["rows"][0]["figures"][0]["cases"] == ["=CMD()|'x'", "CT/2"]
    said["areas"] = [{"id": "example/south", "name": "South"}]
    south.write_text(json.dumps(said), encoding="utf-8")
    code, out, err = ctdocs("statistics", "merge", north, south, north, "--json")
    assert (code, err) == (0, "")
    assert json.loads(out)["rows"][0]["figures"][0]["count"] == 4
    file = tmp_path / "county.pdf"
    assert ctdocs("statistics", "merge", north, south, "--title", "The county", "-o", file)[0] == 0
    said["rows"][0]["figures"][0] = {"count": 1, "shown": "1", "cases": ["CT/9"]}
    said["areas"] = [{"id": "example/exampleshire", "name": "Exampleshire"}]
    south.write_text(json.dumps(said), encoding="utf-8")
    code, _, err = ctdocs("statistics", "merge", north, south)
    assert code == 3 and f"{north} and {south} give different figures of Exampleshire for 2025/26." in err


@pytest.mark.parametrize(
    ("arguments", "code", "word"),
    [
        ((), 2, "--year"), (("--year", "2025/27"), 2, "is no year"), (("--from", "2025-04-01"), 2, "--to"),
        (("--from", "2025-04-02", "--to", "2025-04-01"), 2, "ends before"),
        (("--year", "2025", "--format", "pdf"), 2, "-o"), (("--year", "2025", "-o", "figures.doc"), 2, "figures.doc"),
        (("--year", "2025", "--format", "csv", "-o", "figures.pdf"), 2, "does not go"),
    ],
)  # fmt: skip
def test_what_was_called_wrongly_is_told_before_anything_is_read(
    cases: Path, ctdocs: Ctdocs, arguments: tuple[str, ...], code: int, word: str
) -> None:
    got, out, err = ctdocs("statistics", cases, *AREA, *arguments)
    assert (got, out) == (code, "")
    assert word in err


def test_what_is_no_folder_or_file_is_refused(tmp_path: Path, ctdocs: Ctdocs) -> None:
    assert ctdocs("statistics", tmp_path / "none", *AREA, "--year", "2025")[0] == 3
    (tmp_path / "x.json").write_text("[", encoding="utf-8")
    assert ctdocs("statistics", "merge", tmp_path / "x.json")[0] == 3
    assert ctdocs("statistics", "merge", tmp_path / "none.json")[0] == 3


def test_help_shows_how_it_is_called(ctdocs: Ctdocs) -> None:
    code, out, _ = ctdocs("statistics", "--help")
    assert code == 0 and "--year 2025/26" in out and "merge" in out
