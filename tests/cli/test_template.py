"""``ctdocs template`` from outside: a template is exported, changed in Word, checked, and used."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest

from tests.render import wordedit as we

Ctdocs = Callable[..., tuple[int, str, str]]
AREA = "example/exampleshire"
THANKS = "Thank you for your application. We have received it."


@pytest.fixture
def exported(tmp_path: Path, ctdocs: Ctdocs) -> Path:
    """The template of letter 1, as an officer gets it."""
    path = tmp_path / "blank" / "letter-1.docx"
    code, _, err = ctdocs("template", "export", "letter-1", "--area", AREA, "--on", "2026-11-20", "-o", path)
    assert (code, err) == (0, "")
    return path


def change(path: Path, *edits: Any) -> Path:
    path.write_bytes(we.edited(path.read_bytes(), *edits))
    return path


def test_an_exported_template_lists_its_names_and_is_right(exported: Path, ctdocs: Ctdocs) -> None:
    made = docx.Document(str(exported))
    words = [paragraph.text for paragraph in made.paragraphs]
    page = words.index("Names that you can use")
    assert words[page - 1] == "{%p if names_page %}" and "{%p endif %}" in words[page:]
    assert any("example/exampleshire/letter-1.docx" in line for line in words[page:])
    names, fields = made.tables[-2:]
    listed = {row.cells[0].text: row.cells[1].text for row in names.rows}
    assert listed["Name"] == "What it is now for Exampleshire"
    assert listed["area.spoc.team"] == "Community Safety Team"
    assert listed["clocks.decide.period"] == "15 working days"
    assert listed["reference"] == "not known"
    assert listed["area.report_to"] == "a list of 2; each has name, phone, website"
    assert [[cell.text for cell in row.cells] for row in fields.rows] == [
        ["Tag", "What it is"],
        ["addressee", "Name and address of the person this letter goes to"],
    ]
    for table in (names, fields):
        assert table.rows[0]._tr.find(f"{we.W}trPr/{we.W}tblHeader") is not None
    assert ctdocs("template", "check", exported) == (0, f"{exported}: No problems found.\n", "")


def test_the_same_template_has_the_same_bytes_and_says_what_it_is(
    exported: Path, tmp_path: Path, ctdocs: Ctdocs
) -> None:
    again = tmp_path / "again.docx"
    code, out, _ = ctdocs(
        "template", "export", "letter-1", "--area", AREA, "--on", "2026-11-20", "--json", "-o", again
    )
    assert code == 0
    assert json.loads(out) == {
        "document": "letter-1",
        "area": AREA,
        "language": "en",
        "files": [str(again)],
        "own": "example/exampleshire/letter-1.docx",
    }
    assert again.read_bytes() == exported.read_bytes()
    custom = we.members(again.read_bytes())["docProps/custom.xml"].decode()
    for name, value in (("document", "letter-1"), ("area", AREA), ("language", "en")):
        assert f'name="ctdocs.{name}"><vt:lpwstr>{value}</vt:lpwstr>' in custom
    code, out, _ = ctdocs("template", "check", again, "--json")  # its name tells nothing: its properties do
    assert (code, json.loads(out)) == (0, {"document": "letter-1", "area": AREA, "problems": []})


def test_errors_are_told_in_words_and_as_json(exported: Path, ctdocs: Ctdocs) -> None:
    change(exported, we.replaced(THANKS, "Call {{ area.spoc.telephone }}.", ("or {{ area.", "name }}.")), bold(1))
    code, out, err = ctdocs("template", "check", exported)
    assert (code, err) == (3, "")
    assert out == (
        "Error: 'area.spoc.telephone' is not a name that this template can use.\n"
        "  “Call {{ area.spoc.telephone }}.”\n"
        "  Did you mean 'area.spoc.phone'?\n"
        "Notice: The tag {{ area.name }} is in several formats.\n"
        "  “or {{ area.name }}.”\n"
        "  What it prints will look like its beginning. Format the whole tag, braces included.\n"
        "\n"
        f"{exported}: 1 error and 1 notice.\n"
    )
    code, out, _ = ctdocs("template", "check", exported, "--json")
    assert code == 3
    assert json.loads(out)["problems"] == [
        {
            "message": "'area.spoc.telephone' is not a name that this template can use.",
            "paragraph": "Call {{ area.spoc.telephone }}.",
            "hint": "Did you mean 'area.spoc.phone'?",
            "severity": "error",
        },
        {
            "message": "The tag {{ area.name }} is in several formats.",
            "paragraph": "or {{ area.name }}.",
            "hint": "What it prints will look like its beginning. Format the whole tag, braces included.",
            "severity": "notice",
        },
    ]


def bold(number: int) -> Any:
    """The run of that number (from 0), in the paragraph about the area's name, made bold."""

    def edit(root: Any) -> None:
        runs = list(we.paragraph(root, "or {{ area.").iter(f"{we.W}r"))
        looks = runs[number].makeelement(f"{we.W}rPr")
        looks.append(looks.makeelement(f"{we.W}b"))
        runs[number].insert(0, looks)

    return edit


def test_remarks_alone_end_with_4(exported: Path, ctdocs: Ctdocs) -> None:
    change(exported, we.replaced(THANKS, ("or {{ area.", "name }}.")), bold(1))
    code, out, _ = ctdocs("template", "check", exported)
    assert code == 4
    assert out.endswith(f"{exported}: 1 notice.\n")


def test_a_file_that_lost_its_properties_is_known_by_its_name(exported: Path, tmp_path: Path, ctdocs: Ctdocs) -> None:
    parts = we.members(exported.read_bytes())
    del parts["docProps/custom.xml"]
    exported.write_bytes(we.packed(parts))
    code, _, err = ctdocs("template", "check", exported)
    assert (code, err) == (2, f"{exported} does not say which area it is for.\nSay it with --area.\n")
    assert ctdocs("template", "check", exported, "--area", AREA)[0] == 0
    other = shutil.copy(exported, tmp_path / "ours.docx")
    code, _, err = ctdocs("template", "check", other, "--area", AREA)
    assert (code, err) == (2, f"{other} does not say which document it is for.\nSay it with --document.\n")
    assert ctdocs("template", "check", other, "--area", AREA, "--document", "letter-1")[0] == 0
    code, out, _ = ctdocs("template", "check", other, "--area", AREA, "--document", "application-form")
    assert code == 3 and "The field 'victim.name' (Q3." in out


def test_a_template_under_the_name_of_another_document_is_refused(
    exported: Path, tmp_path: Path, ctdocs: Ctdocs
) -> None:
    other = shutil.copy(exported, tmp_path / "letter-2.docx")
    code, out, _ = ctdocs("template", "check", other)
    assert code == 3
    assert out.startswith("Error: This is the template of 'letter-1', and it is used for 'letter-2'.\n")
    assert ctdocs("template", "check", exported, "--document", "letter-2")[0] == 3


def test_what_cannot_be_checked_is_a_sentence(tmp_path: Path, exported: Path, ctdocs: Ctdocs) -> None:
    page = tmp_path / "letter-1.docx"
    page.write_text("<html>no template</html>")
    code, out, err = ctdocs("template", "check", page, "--area", AREA)
    assert (code, err) == (3, "") and "This is not a Word file but a web page." in out
    code, out, err = ctdocs("template", "check", tmp_path / "none.docx")
    assert (code, out) == (3, "") and err.startswith(f"{tmp_path / 'none.docx'} cannot be read")
    code, _, err = ctdocs("template", "check", exported, "--area", "example/exampleshure")
    assert code == 3 and "exampleshire" in err
    code, _, err = ctdocs("template", "export", "leter-1", "--area", AREA, "-o", tmp_path / "x.docx")
    assert code == 3 and "Did you mean 'letter-1'?" in err


def test_an_export_never_replaces_a_file_of_another_kind(tmp_path: Path, ctdocs: Ctdocs) -> None:
    log = tmp_path / "log.jsonl"
    log.write_text("{}\n")
    code, _, _ = ctdocs("template", "export", "letter-1", "--area", AREA, "-o", log)
    assert (code, log.read_text()) == (5, "{}\n")


def test_a_changed_template_in_the_areas_folder_is_used(tmp_path: Path, exported: Path, ctdocs: Ctdocs) -> None:
    areas = tmp_path / "areas"
    shutil.copytree(Path(__file__).resolve().parents[2] / "areas" / "example", areas / "example")
    own = areas / "example" / "exampleshire" / "letter-1.docx"
    own.parent.mkdir()
    shutil.copy(change(exported, we.replaced(THANKS, "Thank you from all at {{ area.council.name }}.")), own)
    made = tmp_path / "made.docx"
    fill = ("fill", "letter-1", "--area", AREA, "--areas", areas, "--format", "docx", "--on", "2026-11-20", "-o", made)
    code, _, err = ctdocs(*fill)
    assert (code, err) == (0, "")
    words = [paragraph.text for paragraph in docx.Document(io.BytesIO(made.read_bytes())).paragraphs]
    assert "Thank you from all at Exampleshire District Council." in words
    assert THANKS not in words and "Names that you can use" not in words
    code, out, _ = ctdocs("template", "check", made)
    assert code == 3 and "This is a document that ctdocs made, not a template" in out

    change(own, we.replaced("Thank you from all at", "Thank you from {{ area.councl.name }}."))
    before = made.read_bytes()
    code, _, err = ctdocs(*fill)
    assert code == 3 and made.read_bytes() == before
    assert "'area.councl' is not a name that this template can use." in err
    assert "Did you mean 'area.council.name'?" in err and "Thank you from {{ area.councl.name }}." in err


# -- which document and area a file is looked at for
@pytest.fixture
def profiles(tmp_path: Path) -> Path:
    """A folder of profiles that can be written to."""
    areas = tmp_path / "areas"
    shutil.copytree(Path(__file__).resolve().parents[2] / "areas" / "example", areas / "example")
    return areas


def test_the_place_of_a_file_says_for_which_area_it_is_looked_at(
    profiles: Path, exported: Path, ctdocs: Ctdocs
) -> None:
    other = profiles / "example" / "otherton.yaml"
    source = (profiles / "example" / "exampleshire.yaml").read_text(encoding="utf-8")
    other.write_text(source.replace("Community Safety Team", "12"), encoding="utf-8")
    change(exported, we.replaced(THANKS, "{{ area.spoc.team | words }}"))
    assert ctdocs("template", "check", exported)[0] == 3  # exported for exampleshire, whose team is no number
    place = profiles / "example" / "otherton" / "letter-1.docx"
    place.parent.mkdir()
    shutil.copy(exported, place)
    code, out, _ = ctdocs("template", "check", place, "--json")
    assert (code, json.loads(out)["area"]) == (0, "example/otherton")
    assert ctdocs("template", "check", place, "--area", AREA)[0] == 3


def test_a_file_of_the_county_is_looked_at_for_an_area_of_it(profiles: Path, exported: Path, ctdocs: Ctdocs) -> None:
    (profiles / "kent").mkdir()
    for file in (profiles / "example").iterdir():
        shutil.copy(file, profiles / "kent" / file.name.replace("exampleshire.yaml", "dover.yaml"))
    county = shutil.copy(exported, profiles / "kent" / "letter-1.docx")
    code, out, _ = ctdocs("template", "check", county, "--areas", profiles, "--json")
    assert (code, json.loads(out)["area"]) == (0, "kent/dover")
    here = shutil.copy(exported, profiles / "example" / "letter-1.docx")
    code, out, _ = ctdocs("template", "check", here, "--areas", profiles, "--json")
    assert (code, json.loads(out)["area"]) == (0, AREA)


def test_a_notice_on_a_template_in_use_is_told_to_who_makes_the_document(
    profiles: Path, exported: Path, tmp_path: Path, ctdocs: Ctdocs
) -> None:
    own = profiles / "example" / "exampleshire" / "letter-1.docx"
    own.parent.mkdir()
    shutil.copy(change(exported, we.replaced(THANKS, ("or {{ area.", "name }}.")), bold(1)), own)
    fill = ("fill", "letter-1", "--area", AREA, "--areas", profiles, "--on", "2026-11-20")
    code, _, err = ctdocs(*fill, "-o", tmp_path / "made.docx")
    assert code == 4, "as of 'template check' with a notice"
    assert f"The Word template {own}: The tag {{{{ area.name }}}} is in several formats." in err
    code, out, _ = ctdocs(*fill, "--json", "-o", tmp_path / "made.docx")
    assert [remark.partition(": ")[2] for remark in json.loads(out)["remarks"]] == [
        "The tag {{ area.name }} is in several formats. In the paragraph: “or {{ area.name }}.”"
    ]
