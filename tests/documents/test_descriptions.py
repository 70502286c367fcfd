"""A description that is wrong: every fault at once, each with its place, a caret and the nearest name."""

from __future__ import annotations

from pathlib import Path

import pytest

from ctdocs.documents.catalogue import document, documents, load_document
from ctdocs.errors import Refused
from tests.documents.writing import FORM, LETTER, TOP, form, letter, written


def test_every_unknown_name_of_a_description_is_named_with_its_place(tmp_path: Path) -> None:
    text = FORM + (
        "  - headin: Before you start\n"
        "  - question:\n"
        "      number: Q1\n"
        "      lable: Who?\n"
        "      blocks:\n"
        "        - fields:\n"
        "            - {id: name, label: Name, kind: texxt}\n"
    )
    with pytest.raises(Refused) as caught:
        written(tmp_path, text)
    problems = caught.value.problems
    lines = text.splitlines()
    for word, near in (("headin", "heading"), ("lable", "label"), ("texxt", "text")):
        line = next(number for number, line in enumerate(lines, 1) if word in line)
        column = lines[line - 1].index(word) + 1
        found = next(p for p in problems if p.place and p.place.line == line and p.place.column == column)
        assert word in found.message
        assert near in f"{found.message} {found.hint}"
        assert found.place is not None and Path(found.place.file).name == "note.yaml"
        source, caret = (found.excerpt or "").split("\n")
        assert source.endswith(lines[line - 1].strip()) or lines[line - 1] in source
        assert source[caret.index("^") :].startswith(word)
    assert [p.place.line for p in problems if p.place] == sorted(p.place.line for p in problems if p.place)


@pytest.mark.parametrize(
    ("block", "says"),
    [
        ("  - {heading: One, text: Two}\n", "one kind"),
        ("  - {style: lead}\n", "one kind"),
        ("  - {slot: Words}\n", "lines"),
        ("  - {text: Words, lines: 3}\n", "lines"),
        ("  - box: {id: impact, lines: 99}\n", "28"),
        ("  - fields: [{id: How Are You, label: x}]\n", "How Are You"),
        ("  - fields: [{id: how, label: x, kind: choice}]\n", "options"),
        ("  - choice: {id: a, options: [{value: x, label: Only one}]}\n", "t least 2"),
        ("  - table: {caption: c, columns: [{label: a, width: 30}], rows: [[a, b]]}\n", "ow 1 has 2 cells"),
    ],
)
def test_a_block_that_makes_no_sense_is_refused(tmp_path: Path, block: str, says: str) -> None:
    with pytest.raises(Refused) as caught:
        written(tmp_path, FORM + block)
    assert says in str(caught.value)
    assert [problem.place is not None for problem in caught.value.problems] == [True]


def test_a_form_needs_a_code_and_only_letters_have_values(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="code of two capital letters"):
        written(tmp_path, FORM.replace("code: TF\n", "") + "  - text: Words\n")
    with pytest.raises(Refused, match="belong to letters"):
        written(tmp_path, LETTER.replace("kind: letter", "kind: form\ncode: TF") + "  - text: Words\n")


def test_every_name_that_a_text_cannot_use_quotes_its_block(tmp_path: Path) -> None:
    blocks = (
        "  - text: Call {{ area.spoc.fone }}.\n"
        "  - text: Dear {{ applicant_nam }}\n"
        "  - text: |\n"
        "      By {{ clocks.decide.dew | long_date }}\n"
        "  - text: Only here\n"
        "    when: third_parti\n"
    )
    lines = (LETTER + blocks).splitlines()
    with pytest.raises(Refused) as caught:
        letter(tmp_path, blocks)
    assert len(caught.value.problems) == 4
    wanted = [
        ("fone", "area.spoc.phone", "Call", "Call"),
        ("applicant_nam", "applicant_name", "Dear", "Dear"),
        ("dew", "clocks.decide.due", "- text: |", "|"),
        ("third_parti", "third_party", "third_parti", "third_parti"),
    ]
    for problem, (name, near, line_with, at) in zip(caught.value.problems, wanted, strict=True):
        assert f"'{name}'" in problem.message
        assert problem.hint == f"Did you mean '{near}'?"
        assert problem.place is not None
        number = problem.place.line
        assert line_with in lines[number - 1]
        assert lines[number - 1][problem.place.column - 1 :].startswith(at)
        source, caret = (problem.excerpt or "").split("\n")
        assert source[caret.index("^") :].startswith(at)
    assert str(caught.value).count("note.yaml:") == 4


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{{ applicant_name", "not well formed"),
        ("{% if remark %}never closed", "not well formed"),
        ("{{ applicant_name | upper }}", "upper"),
        ("{{ 'Dear ' ~ applicant_name }}", "stands by itself"),
        ("{{ 1 / 0 }}", "stands by itself"),
        ("{{ 5 | span }}", "cannot be made"),
        ("{{ area.__class__ }}", "__class__"),
        ("{{ cycler }}", "cycler"),
        ("- a list\n\n  - inside a list", "list stands inside a list"),
    ],
)
def test_a_text_that_cannot_be_made_is_refused(tmp_path: Path, text: str, says: str) -> None:
    block = "  - text: |\n" + "".join(f"      {line}\n" for line in text.split("\n"))
    with pytest.raises(Refused) as caught:
        letter(tmp_path, block)
    assert says in str(caught.value)
    assert caught.value.problems[0].place is not None


def test_a_condition_that_cannot_be_decided_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="condition cannot be decided"):
        letter(tmp_path, "  - {text: Words, when: 1 + remark}\n")


def test_reserved_characters_in_a_text_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="private-use character"):
        letter(tmp_path, "  - text: see \ue0000\ue001 here\n")


@pytest.mark.parametrize(
    "block",
    [
        "  - text: Call {{ area.spoc.phone }}.\n",
        "  - text: '{% if area.spoc.hours %}We are open.{% endif %}'\n",
        "  - heading: By {{ on | long_date }}\n",
        "  - question: {label: 'Who at {{ area.council.name }}?'}\n",
        "  - question: {label: Who?, note: 'Ask {{ area.spoc.team }}.'}\n",
        "  - tick: {id: a, label: 'I agree with {{ area.council.name }}'}\n",
        "  - fields: [{id: a, label: '{{ area.council.name }}'}]\n",
        "  - fields: [{id: a, label: A, hint: '{{ clocks.decide.period }}'}]\n",
        "  - choice: {id: a, options: [{value: x, label: '{{ area.name }}'}, {value: y, label: Y}]}\n",
        "  - table: {caption: c, columns: [{label: a, width: 30}], rows: [['{{ area.name }}']]}\n",
    ],
)
def test_in_a_form_what_differs_between_areas_stands_in_a_slot(tmp_path: Path, block: str) -> None:
    with pytest.raises(Refused, match="must stand in a slot"):
        form(tmp_path, block)


def test_in_a_form_no_block_depends_on_a_condition(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="'when' belongs to letters"):
        form(tmp_path, "  - {text: Words, when: area.spoc.hours}\n")


def test_a_field_id_stands_once(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"'victim\.name' stands twice"):
        form(tmp_path, "  - person: {id: victim}\n  - fields: [{id: victim.name, label: Again}]\n")


def test_the_catalogue_knows_every_description_and_suggests_the_nearest() -> None:
    ids = {path.stem for path in (TOP / "templates").rglob("*.yaml")}
    assert set(documents()) == ids
    assert {document(one).id for one in ids} == ids
    with pytest.raises(Refused) as caught:
        document("aplication-form")
    assert caught.value.hint == "Did you mean 'application-form'?"


def test_a_description_is_filed_under_its_id(tmp_path: Path) -> None:
    (tmp_path / "other.yaml").write_text(LETTER + "  - text: Words\n", encoding="utf-8")
    with pytest.raises(Refused, match=r"must be named note\.yaml"):
        document("other", tmp_path)
    assert load_document(tmp_path / "other.yaml").id == "note"
