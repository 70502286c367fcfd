"""ctdocs areas list, show and check, as a person or a script sees them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ctdocs.cli.areas import areas
from ctdocs.errors import LookNeeded, Refused
from tests.render import wordedit as we


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
        "areas": [{"id": "kent/thanet", "name": None, "gss_code": None, "gaps": None, "faults": 3}],
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


# -- Word templates of their own
@pytest.fixture
def profiles(tmp_path: Path) -> Path:
    """A folder of profiles with one complete area, and a template of its own that is right."""
    areas_folder = tmp_path / "areas"
    shutil.copytree(Path(__file__).resolve().parents[2] / "areas" / "example", areas_folder / "example")
    own = areas_folder / "example" / "exampleshire"
    own.mkdir()
    (own / "letter-1.docx").write_bytes(we.template("letter-1"))
    return areas_folder


def checked(profiles: Path, *more: str) -> Result:
    return run("check", "--folder", str(profiles), "--on", "2026-11-20", *more)


def test_check_looks_at_templates_and_finds_a_right_one_right(profiles: Path) -> None:
    result = checked(profiles)
    assert (result.exit_code, result.stdout) == (0, "")


def test_check_tells_what_is_wrong_with_a_template(profiles: Path) -> None:
    own = profiles / "example" / "exampleshire" / "letter-1.docx"
    thanks = "Thank you for your application. We have received it."
    lines = ("One {{ area.spoc.telephone }}.", "Two {{ area.spoc.telephone }}.")
    own.write_bytes(we.edited(we.template("letter-1"), we.replaced(thanks, *lines)))
    result = checked(profiles)
    assert isinstance(result.exception, Refused) and result.exception.exit_code == 3
    told = f"{own}: 'area.spoc.telephone' is not a name that this template can use."
    assert result.stdout == "".join(f"{told}\n  “{line}”\n  Did you mean 'area.spoc.phone'?\n" for line in lines)
    (one, _) = json.loads(checked(profiles, "--json").stdout)["faults"]
    assert (one["message"], one["paragraph"], one["code"]) == (told, lines[0], "template")


def test_check_names_a_file_that_belongs_to_no_document(profiles: Path) -> None:
    folder = profiles / "example"
    shutil.copy(folder / "exampleshire" / "letter-1.docx", folder / "letter1.docx")
    (folder / "exampleshire" / "notes.docx").write_bytes(b"not even a Word file")
    (folder / "exampleshire" / "~$tter-1.docx").write_bytes(b"Word has it open")
    result = checked(profiles)
    assert isinstance(result.exception, LookNeeded) and result.exception.exit_code == 4
    assert result.stdout == (
        f"{folder / 'exampleshire' / 'notes.docx'} belongs to no document, so it is never used.\n"
        "  A template is named by its document: letter-1.docx, say.\n"
        f"{folder / 'letter1.docx'} belongs to no document, so it is never used.\n"
        "  Did you mean letter-1.docx?\n"
    )
    assert len(json.loads(checked(profiles, "--json").stdout)["notices"]) == 2


def test_check_of_a_county_looks_at_its_template_and_says_a_notice_once(profiles: Path) -> None:
    folder = profiles / "example"
    (folder / "otherton.yaml").write_bytes((folder / "exampleshire.yaml").read_bytes())
    page = we.after("{%p if names_page %}", we.new("Closing words."))
    (folder / "letter-2.docx").write_bytes(we.edited(we.template("letter-2"), page))
    (folder / "letter-3.docx").write_bytes(we.template("letter-1"))
    result = checked(profiles)
    assert isinstance(result.exception, Refused)
    assert result.stdout.count(f"{folder / 'letter-2.docx'}: This stands on the page of names") == 1
    other = folder / "letter-3.docx"
    assert f"{other}: This is the template of 'letter-1', and it is used for 'letter-3'." in result.stdout


def test_check_of_a_template_in_a_language_without_the_document(profiles: Path) -> None:
    own = profiles / "example" / "exampleshire" / "letter-1.cy.docx"
    own.write_bytes(we.template("letter-1"))
    result = checked(profiles)
    assert isinstance(result.exception, LookNeeded)
    assert f"{own}: 'letter-1' is not written in 'cy' yet." in result.stdout
