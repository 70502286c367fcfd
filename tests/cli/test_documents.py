"""``ctdocs documents`` and ``ctdocs fill`` from outside: arguments in, words, files and exit codes out."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from ctdocs.cli.main import run
from tests.cli.trial import NAMES
from tests.outside import poppler

Ctdocs = Callable[..., tuple[int, str, str]]
AREA = "example/exampleshire"
SOUTH = "derbyshire/south-derbyshire"
ON = ("--on", "2026-11-20")


@pytest.fixture
def case(tmp_path: Path, ctdocs: Ctdocs) -> Path:
    folder = tmp_path / "case"
    ctdocs("case", "new", "--area", AREA, "--received", "2026-11-02", "--reference", "CT/1", "-o", folder)
    ctdocs(
        "case", "set", folder, "basis=self", "victim.name=Siân Gŵyr", "victim.address=5 Imaginary Row",
        "victim.daytime_phone=01632 960146", "behaviour=Noise", "--completed", "2026-11-03",
    )  # fmt: skip
    return folder


def values(path: Path) -> dict[str, str]:
    with pikepdf.open(path) as pdf:
        return {
            field.fully_qualified_name: str(field.value) for field in pdf.acroform.fields if field.value is not None
        }


def test_documents_lists_what_can_be_made(ctdocs: Ctdocs) -> None:
    code, out, err = ctdocs("documents")
    assert (code, err) == (0, "")
    assert [line.split()[0] for line in out.splitlines()] == NAMES
    assert "We have received your application" in out
    code, out, _ = ctdocs("documents", AREA, "--json")
    found = json.loads(out)
    assert code == 0
    assert [one["id"] for one in found] == NAMES
    assert {one["id"]: (one["kind"], one["code"]) for one in found}["application-form"] == ("form", "AF")
    assert all(one["languages"] == ["en"] and one["edition"] and one["source"] for one in found)


def test_documents_of_no_area(ctdocs: Ctdocs) -> None:
    code, _, err = ctdocs("documents", "example/exampelshire")
    assert code == 3
    assert AREA in err


def test_a_blank_form_for_an_area(tmp_path: Path, ctdocs: Ctdocs) -> None:
    target = tmp_path / "new" / "form.pdf"
    code, out, err = ctdocs("fill", "application-form", "--area", AREA, *ON, "--serial", "K7Q2M9X4", "-o", target)
    with pikepdf.open(target) as pdf:
        pages = len(pdf.pages)
    assert (code, out, err) == (0, f"Wrote {target} ({pages} pages).\n", "")
    first = target.read_bytes()
    ctdocs("fill", "application-form", "--area", AREA, *ON, "--serial", "K7Q2M9X4", "-o", target)
    assert target.read_bytes() == first, "the same input gives the same bytes"
    with pikepdf.open(target) as pdf:
        assert json.loads(pdf.Root.PieceInfo.ctdocs.Private.read_bytes())["serial"] == "K7Q2M9X4"


@pytest.mark.needs("poppler")
def test_a_form_with_what_the_case_knows_and_the_record_of_it(tmp_path: Path, case: Path, ctdocs: Ctdocs) -> None:
    form, record = tmp_path / "form.pdf", tmp_path / "record.pdf"
    assert ctdocs("fill", "application-form", "--case", case, *ON, "-o", form)[0] == 0
    code, out, _ = ctdocs("read", form, "--json")
    assert code == 4  # the application is not whole
    assert json.loads(out)["forms"][0]["values"]["victim"]["name"] == "Siân Gŵyr"
    code, _, err = ctdocs("fill", "application-form", "--case", case, "--final", *ON, "-o", record)
    assert code == 3
    assert "'Signature of the applicant' has no value.\n  ctdocs case set CASE declaration.signature=…" in err
    assert not record.exists()
    letter = tmp_path / "letter.pdf"
    ctdocs("case", "set", case, "victim.postcode=AA99 3AA")
    assert ctdocs("fill", "letter-1", "--case", case, "--final", *ON, "-o", letter)[0] == 0
    assert "Siân Gŵyr" in poppler.text(letter)
    with pikepdf.open(letter) as pdf:
        assert "/AcroForm" not in pdf.Root


def test_what_does_not_fit_and_what_cannot_be_drawn_is_said(tmp_path: Path, case: Path, ctdocs: Ctdocs) -> None:
    ctdocs("case", "set", case, "impact=" + "No sleep. " * 700, "circumstances=😀 한")
    code, out, err = ctdocs("fill", "application-form", "--case", case, *ON, "-o", tmp_path / "form.pdf")
    assert code == 4
    assert "1 continuation sheet at the end" in out
    assert "circumstances" in err
    assert "U+1F600 U+D55C" in err
    assert "The value itself is kept." in err


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (["application-form"], 2, "Say which area with --area, or give a case with --case."),
        (["application-form", "--area", AREA, "--final"], 2, "A final document needs a case"),
        (["application-form", "--area", AREA, "--on", "tomorrow"], 2, "“tomorrow” is not a date."),
        (["application-form", "--area", AREA, "--format", "doc"], 2, "doc"),
        (["aplication-form", "--area", AREA], 3, "Did you mean 'application-form'?"),
        (["application-form", "--area", "nowhere"], 3, "There is no area 'nowhere'."),
        (["application-form", "--area", AREA, "--serial", "k7"], 3, "up to 12 capital letters and digits"),
        (["letter-1", "--area", AREA, "--language", "cy"], 3, "is not written in 'cy' yet"),
        (["letter-1", "--area", SOUTH], 3, "south-derbyshire.yaml:10:9: 'council.name' is not known."),
        (["letter-1", "--case", "nothing"], 3, "nothing holds no case"),
    ],
)
def test_a_document_that_cannot_be_made(tmp_path: Path, ctdocs: Ctdocs, args: list[str], code: int, said: str) -> None:
    (tmp_path / "form.pdf").write_bytes(b"the old one")
    result, out, err = ctdocs("fill", *args, "-o", tmp_path / "form.pdf")
    assert (result, out) == (code, "")
    assert said in err
    assert (tmp_path / "form.pdf").read_bytes() == b"the old one"


def test_a_case_of_another_area(tmp_path: Path, case: Path, ctdocs: Ctdocs) -> None:
    code, _, err = ctdocs("fill", "letter-1", "--case", case, "--area", SOUTH, "-o", tmp_path / "l.pdf")
    assert code == 3
    assert f"is of {AREA}, not of {SOUTH}" in err


def test_a_slip_of_the_keyboard_does_not_cost_a_case_its_log(tmp_path: Path, case: Path, ctdocs: Ctdocs) -> None:
    log = (case / "log.jsonl").read_bytes()
    for command in (["fill", "letter-1", "--area", AREA], ["letter", "1", case]):
        code, _, err = ctdocs(*command, *ON, "-o", case / "log.jsonl")
        assert code == 5
        assert "is no PDF, so it is not overwritten" in err
        assert (case / "log.jsonl").read_bytes() == log


def test_without_a_place_to_print_to_the_work_is_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    target = tmp_path / "letter.pdf"
    assert run(["fill", "letter-1", "--area", AREA, *ON, "-o", str(target)]) == 0
    assert target.exists()
