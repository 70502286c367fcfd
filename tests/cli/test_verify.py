"""``ctdocs verify`` from outside: what it prints, its exit codes, and a bundle held against its case."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from ctdocs.bundle.verify import RULES
from ctdocs.cli.demo_stages import Journey
from ctdocs.model.case import Case
from tests.bundle import corpus
from tests.bundle.reviewed import reviewed
from tests.bundle.spoiling import byte_changed, good, spoilt

Ctdocs = Callable[..., tuple[int, str, str]]


def test_a_good_bundle_is_zero_with_a_line_for_each_rule(tmp_path: Path, ctdocs: Ctdocs) -> None:
    path = tmp_path / "bundle.pdf"
    path.write_bytes(good().data)
    code, out, err = ctdocs("verify", path)
    lines = out.splitlines()
    assert (code, err) == (0, "")
    assert [line.partition(":")[0] for line in lines[:-1]] == [
        f"yes {name}" for rule, (name, _) in RULES.items() if rule != "case"
    ]
    assert lines[-1] == f"{path}: every rule holds."


def test_a_fault_is_four_and_named(tmp_path: Path, ctdocs: Ctdocs) -> None:
    path = tmp_path / "bundle.pdf"
    path.write_bytes(spoilt(byte_changed))
    code, out, _ = ctdocs("verify", path)
    assert code == 4
    failed = [line for line in out.splitlines() if line.startswith("NO")]
    page = good().entries[1].first
    assert failed == [f"NO  Nothing is lost or changed: Page {page} of {good().entries[1].title} is not as made."]
    assert out.splitlines()[-1] == f"{path}: 1 of 15 rules do not hold."
    code, out, _ = ctdocs("verify", path, "--json")
    told = json.loads(out)
    assert (code, told["file"], told["holds"]) == (4, str(path), False)
    assert [one["rule"] for one in told["rules"] if not one["holds"]] == ["whole"]
    assert set(told["rules"][0]) == {"rule", "name", "sentence", "holds"}


@pytest.mark.parametrize("what", ["no bundle", "no file", "no case"])
def test_what_cannot_be_verified_is_three(tmp_path: Path, ctdocs: Ctdocs, what: str) -> None:
    path = tmp_path / "file.pdf"
    if what != "no file":
        path.write_bytes(corpus.sheets("plain", 1) if what == "no bundle" else good().data)
    more = ("--case", tmp_path / "nowhere") if what == "no case" else ()
    code, out, err = ctdocs("verify", path, *more)
    assert (code, out) == (3, "")
    assert ("file.pdf" in err) or "bundle" in err or "nowhere" in err


@pytest.fixture(scope="module")
def journey(tmp_path_factory: pytest.TempPathFactory) -> Journey:
    """The made-up case of the demo at its end."""
    return reviewed(tmp_path_factory.mktemp("verify") / "demo")


@pytest.fixture
def case(journey: Journey, tmp_path: Path) -> Case:
    """A copy of it, to be changed."""
    return Case.open(Path(shutil.copytree(journey.case_folder, tmp_path / "case")))


def test_the_bundles_of_a_case_hold_against_it(tmp_path: Path, ctdocs: Ctdocs, case: Case) -> None:
    for command in (("review-pack", "--before"), ("review-pack", "--after"), ("appeal-bundle", "--against", "outcome")):
        path = tmp_path / f"{command[-1]}.pdf"
        assert ctdocs(command[0], case.folder, *command[1:], "--on", "2027-02-10", "-o", path)[0] in (0, 4)
        code, out, _ = ctdocs("verify", path, "--case", case.folder)
        assert (code, out.splitlines()[-1]) == (0, f"{path}: every rule holds."), out


def test_a_bundle_of_another_case_or_with_another_paper_is_four(tmp_path: Path, ctdocs: Ctdocs, case: Case) -> None:
    path = tmp_path / "pack.pdf"
    ctdocs("review-pack", case.folder, "--on", "2027-02-10", "-o", path)
    other = tmp_path / "other"
    ctdocs("case", "new", "--area", case.state.area, "--received", "2026-11-02", "--reference", "CT/9", "-o", other)
    code, out, _ = ctdocs("verify", path, "--case", other)
    assert code == 4
    told = next(line for line in out.splitlines() if line.startswith("NO  It is of this case"))
    assert f"is of case {case.state.reference}, not of CT/9" in told
    assert "Application is not, byte for byte, a file that the case keeps" in told
    kept = next(one for one in case.state.files if one.form.get("id") == "application-form")
    with pikepdf.open(case.folder / kept.path, allow_overwriting_input=True) as pdf:
        pdf.save(case.folder / kept.path)
    code, out, _ = ctdocs("verify", path, "--case", case.folder)
    assert code == 4
    assert f"The copy of Application in the case ({kept.path}) is gone or was changed" in out
