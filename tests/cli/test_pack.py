"""``ctdocs pack`` from outside."""

from __future__ import annotations

import io
import json
import re
import shutil
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from ctdocs.model.area import load_area
from ctdocs.model.data import data_root
from ctdocs.model.layout import Layout
from ctdocs.read import read_pdf
from tests.cli.trial import FORMS, NAMES
from tests.outside import poppler

Ctdocs = Callable[..., tuple[int, str, str]]
AREA = "example/exampleshire"
SOUTH = "derbyshire/south-derbyshire"
ON = ("--on", "2026-11-20")


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_every_document_of_an_area_and_the_layouts_of_its_forms(tmp_path: Path, ctdocs: Ctdocs) -> None:
    code, out, err = ctdocs("pack", AREA, "-o", tmp_path, *ON)
    assert (code, out, err) == (0, f"{AREA}: {len(NAMES)} files in {tmp_path / AREA}\n", "")
    made = files(tmp_path)
    assert {name for name in made if name.endswith(".pdf")} == {f"{AREA}/{name}.pdf" for name in NAMES}
    layouts = {Path(name).stem for name in made if name.startswith("layouts/")}
    assert len(layouts) == len(FORMS)
    form = read_pdf(tmp_path / AREA / "application-form.pdf").form
    assert form.layout in layouts
    assert form.area == AREA
    assert isinstance(form.layout, str)
    kept = json.loads(made[f"layouts/{form.layout}.json"])
    assert Layout.from_json(kept).document == "application-form"


def test_two_jobs_make_the_same_bytes_as_one(tmp_path: Path, ctdocs: Ctdocs) -> None:
    for jobs in ("1", "2"):
        code, out, _ = ctdocs("pack", "--all", "--draft", "--zip", "--jobs", jobs, "-o", tmp_path / jobs, *ON)
        assert code == 0
        assert [line.split(":")[0] for line in out.splitlines()] == [SOUTH, AREA]
    assert files(tmp_path / "1") == files(tmp_path / "2")
    assert len(files(tmp_path / "1")) == 2 * len(NAMES) + len(FORMS) + 2


def test_a_zip_holds_the_files_of_the_folder(tmp_path: Path, ctdocs: Ctdocs) -> None:
    chosen = ("--document", "letter-1", "--document", "continuation-sheet")
    assert ctdocs("pack", AREA, "-o", tmp_path, "--zip", *chosen, *ON)[0] == 0
    made = files(tmp_path)
    with zipfile.ZipFile(io.BytesIO(made[f"{AREA}.zip"])) as archive:
        assert archive.testzip() is None
        inside = {f"{AREA}/{name}": archive.read(name) for name in archive.namelist()}
    assert inside == {name: data for name, data in made.items() if name.endswith(".pdf")}
    assert {Path(name).stem for name in inside} == {"letter-1", "continuation-sheet"}


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_area_with_gaps_is_refused_with_each_of_them_once(tmp_path: Path, ctdocs: Ctdocs, jobs: str) -> None:
    code, out, err = ctdocs("pack", SOUTH, AREA, "-o", tmp_path, "--jobs", jobs, *ON)
    assert code == 3
    assert out == f"{AREA}: {len(NAMES)} files in {tmp_path / AREA}\n", "the other area is made all the same"
    assert not (tmp_path / "derbyshire").exists()
    told = re.findall(r"(\S+\.yaml):(\d+):\d+: '([\w.]+)' is not (known|confirmed)\.", err)
    names = [name for _, _, name, _ in told]
    assert len(names) == len(set(names))
    assert {"spoc.email", "council.name", "signatory.name", "report_to.name", "law.act"} <= set(names)
    for file, line, name, _ in told:
        found = Path(file).read_text(encoding="utf-8").splitlines()[int(line) - 1]
        # The line of the fact itself, of its value, count or n below it, of its item in a list, or of the empty list.
        assert any(word in found for word in (*name.split("."), "value", "-", "count", "n:")), (file, line, name, found)
    gaps = {(gap.place.file, gap.place.line) for gap in load_area(SOUTH).gaps(date(2026, 11, 20)) if gap.place}
    assert {(file, int(line)) for file, line, _, _ in told} <= gaps, "as `areas check` tells them"
    assert "--draft" in err


@pytest.mark.needs("poppler")
def test_a_draft_marks_every_gap_on_its_page_and_in_its_name(tmp_path: Path, ctdocs: Ctdocs) -> None:
    assert ctdocs("pack", SOUTH, "-o", tmp_path, "--draft", *ON)[0] == 0
    made = sorted((tmp_path / SOUTH).iterdir())
    assert {path.name for path in made} == {f"{name}-DRAFT.pdf" for name in NAMES}
    for path in made:
        words = " ".join(poppler.text(path).split())
        assert "CONFIRM" in words, path.name
    form = " ".join(poppler.text(tmp_path / SOUTH / "application-form-DRAFT.pdf").split())
    assert "CONFIRM: spoc.email" in form, "a fact that nobody knows, by its name"
    assert re.search(r"CONFIRM: Derbyshire Constabulary", form), "a fact that nobody confirmed, as it stands"


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        ([], 2, "Name the areas, or say --all."),
        ([AREA, "--all"], 2, "Name the areas, or say --all."),
        ([AREA, "--jobs", "0"], 2, "--jobs"),
        ([AREA, "--on", "31/2/2026"], 2, "is not a date"),
        ([AREA, "--document", "leter-1"], 3, "Did you mean 'letter-1'?"),
        ([AREA, "--language", "cy"], 3, "is not written in 'cy' yet"),
        (["nowhere"], 3, "There is no area 'nowhere'."),
        (["../../etc"], 3, "There is no area"),
    ],
)
def test_a_pack_that_cannot_be_made(tmp_path: Path, ctdocs: Ctdocs, args: list[str], code: int, said: str) -> None:
    result, out, err = ctdocs("pack", *args, "-o", tmp_path / "out")
    assert (result, out) == (code, "")
    assert said in err
    assert not (tmp_path / "out").exists()


@pytest.mark.needs("poppler")
def test_an_areas_folder_of_ones_own(tmp_path: Path, ctdocs: Ctdocs, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "own" / "myshire"
    own.mkdir(parents=True)
    text = (data_root("areas") / "example" / "exampleshire.yaml").read_text(encoding="utf-8")
    (own / "mytown.yaml").write_text(text.replace("Exampleshire District Council", "Mytown Borough"), encoding="utf-8")
    letter = ("pack", "myshire/mytown", "--areas", tmp_path / "own", "--document", "letter-1", "-o", tmp_path)
    code, _, err = ctdocs(*letter)
    assert code == 3
    assert "exampleshire.png" in err, "a letter does not silently go without the logo that its profile names"
    shutil.copy(data_root("areas") / "example" / "exampleshire.png", own)
    assert ctdocs(*letter)[0] == 0
    assert "Mytown Borough" in poppler.text(tmp_path / "myshire/mytown/letter-1.pdf")
    assert ctdocs("pack", "myshire/mytown", "-o", tmp_path / "x")[0] == 3
    monkeypatch.setenv("CTDOCS_AREAS", str(tmp_path / "own"))
    assert "myshire/mytown" in ctdocs("areas")[1]
