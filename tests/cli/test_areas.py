"""ctdocs areas list, show and check, as a person or a script sees them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ctdocs.cli.areas import areas
from ctdocs.errors import LookNeeded, Refused


def run(*args: str) -> Result:
    return CliRunner().invoke(areas, args)


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    path = tmp_path / "kent" / "thanet.yaml"
    path.parent.mkdir()
    path.write_text("name: Thanet\nspocc: x\nthreshold: {count: five}\n", encoding="utf-8")
    return path


def test_list_says_how_far_each_is() -> None:
    result = run("list", "--on", "2026-11-20")
    assert result.exception is None
    lines = dict(line.split(maxsplit=1) for line in result.stdout.splitlines())
    assert lines["example/exampleshire"] == "Exampleshire, complete"
    assert "South Derbyshire" in lines["derbyshire/south-derbyshire"]
    assert lines["derbyshire/south-derbyshire"].endswith("facts missing or not confirmed")


def test_list_as_json_goes_on_where_one_is_faulty(faulty: Path) -> None:
    result = run("list", "--folder", str(faulty.parent.parent), "--json", "--on", "20/11/2026")
    assert json.loads(result.stdout) == {
        "on": "2026-11-20",
        "areas": [{"id": "kent/thanet", "name": None, "gss_code": None, "gaps": None, "faults": 5}],
    }


def test_show_gives_the_facts_of_the_day() -> None:
    before = run("show", "example/exampleshire", "--on", "2023-03-31").stdout
    after = run("show", "example/exampleshire", "--on", "2023-04-01").stdout
    assert "scheme.name: Community Trigger\n" in before
    assert "scheme.name: ASB Case Review\n" in after
    assert "decision 15 working days after completed" in after
    assert "spoc.address: Exampleshire District Council, " in after


def test_show_marks_what_is_unknown_and_unconfirmed() -> None:
    text = run("show", "derbyshire/south-derbyshire").stdout
    assert "spoc.email: –  (not known)\n" in text
    assert "spoc.phone: 01283 595798  (not confirmed)\n" in text


def test_show_as_json() -> None:
    shown = json.loads(run("show", "derbyshire/south-derbyshire", "--on", "2026-11-20", "--json").stdout)
    phone = shown["facts"]["spoc.phone"]
    assert (phone["value"], phone["confirmed"], phone["place"]["column"]) == ("01283 595798", False, 12)
    assert shown["facts"]["spoc.email"]["value"] is None
    assert shown["clocks"]["decide"]["n"] == 15
    assert shown["threshold"]["window"] == {"n": 6, "unit": "months", "rule": "beginning_with"}


def test_check_of_a_complete_area_is_clean() -> None:
    result = run("check", "example/exampleshire", "--on", "2026-11-20")
    assert result.exit_code == 0 and result.stdout == ""


def test_check_lists_gaps_with_file_and_line() -> None:
    result = run("check", "derbyshire/south-derbyshire")
    assert isinstance(result.exception, LookNeeded) and result.exception.exit_code == 4
    assert "south-derbyshire.yaml:32:10: 'spoc.email' is not known." in result.stdout
    assert "_county.yaml:" in result.stdout and "'clocks.decide' is not confirmed." in result.stdout


def test_check_lists_every_fault_with_line_and_caret(faulty: Path) -> None:
    result = run("check", str(faulty))
    assert isinstance(result.exception, Refused) and result.exception.exit_code == 3
    assert "thanet.yaml:2:1: 'spocc' is not a name that a profile knows. Did you mean 'spoc'?" in result.stdout
    assert "    spocc: x\n    ^\n" in result.stdout
    assert "thanet.yaml:3:20: 'five' is not a whole number." in result.stdout
    assert "'gss_code' is missing." in result.stdout


def test_check_goes_on_after_what_cannot_be_read(faulty: Path) -> None:
    result = run("check", "no/such-area", str(faulty), "example/exampleshire", "--json")
    assert isinstance(result.exception, Refused)
    messages = [fault["message"] for fault in json.loads(result.stdout)["faults"]]
    assert messages[0] == "There is no area 'no/such-area'."
    assert any("spocc" in message for message in messages)


def test_check_of_a_county_file(tmp_path: Path) -> None:
    county = tmp_path / "_county.yaml"
    county.write_text("police: {name: Force, numbr: 1}\n", encoding="utf-8")
    result = run("check", str(county))
    assert isinstance(result.exception, Refused)
    assert "_county.yaml:1:23: 'numbr' is not a name that belongs under 'police'." in result.stdout


def test_a_fault_in_a_shared_file_is_said_once(faulty: Path) -> None:
    (faulty.parent / "dover.yaml").write_text("name: Dover\ngss_code: E07000108\n", encoding="utf-8")
    (faulty.parent / "_county.yaml").write_text("languages: [fr]\n", encoding="utf-8")
    result = run("check", "--folder", str(faulty.parent.parent))
    assert result.stdout.count("'fr' is not one of en, cy.") == 1


def test_areas_alone_lists_them_with_the_options_of_list() -> None:
    alone = run("--json", "--on", "2026-11-20")
    assert alone.exit_code == 0
    assert json.loads(alone.stdout) == json.loads(run("list", "--json", "--on", "2026-11-20").stdout)
    before = run("--json", "check")
    assert before.exit_code == 2 and "--json belongs behind “check”." in before.output
