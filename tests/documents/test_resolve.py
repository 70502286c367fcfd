"""What a description comes to for an area, a day and a case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from ctdocs.documents.blocks import Block, Heading, InlineField, ListBlock, Paragraph, Resolved, Slot, Text, plain
from ctdocs.documents.catalogue import document
from ctdocs.documents.resolve import resolve
from ctdocs.errors import Refused
from ctdocs.model.area import load_area, load_area_file
from ctdocs.model.data import data_root
from tests.documents.writing import EXAMPLESHIRE, ON, area_with, copied, form, letter

CASE: dict[str, Any] = {"reference": "CT-2026-014", "applicant": {"name": "Siân Gŵyr"}, "basis": "self"}


def texts(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph | Heading):
            yield plain(block.text)
        elif isinstance(block, ListBlock):
            yield from (plain(item) for item in block.items)
        elif isinstance(block, Slot):
            yield from texts(block.blocks)


def words(resolved: Resolved) -> str:
    return "\n".join(texts(resolved.blocks))


# ---- values


@pytest.mark.parametrize(
    "value",
    [
        "**not bold** _nor this_ [nor](https://example.org) a link",
        "{{ area.spoc.phone }} {% if x %} {# no #}",
        '<img src="file:///etc/passwd"/> <b>&amp;</b>',
        "- no list\n1. none here\n\n# no heading",
        "\ue0000\ue001 and \ue00012\ue001",
        "back\\slash `code` ~~gone~~ $x$ %s %(name)s {0}",
    ],
)
def test_a_value_is_printed_as_it_is(tmp_path: Path, value: str) -> None:
    block = "  - text: |\n      A **remark**: {{ remark }}.\n"
    paragraph = letter(tmp_path, block, {**CASE, "remark": value}).blocks[0]
    assert isinstance(paragraph, Paragraph)
    assert plain(paragraph.text) == f"A remark: {value}."
    said = [inline for inline in paragraph.text if isinstance(inline, Text)]
    assert [inline.text for inline in said if inline.bold] == ["remark"]
    assert not any(inline.italic or inline.link for inline in said)


def test_values_stay_in_their_own_places(tmp_path: Path) -> None:
    case = {"reference": "\ue0001\ue001", "applicant": {"name": "\ue0000\ue001"}, "basis": "self"}
    assert words(letter(tmp_path, "  - text: '{{ reference }} of {{ applicant_name }}'\n", case)) == (
        "\ue0001\ue001 of \ue0000\ue001"
    )


def test_blank_prefilled_and_final(tmp_path: Path) -> None:
    block = "  - text: 'Dear {{ applicant_name }}, about {{ remark }}'\n"
    blank = letter(tmp_path, block)
    assert [field.id for field in blank.fields()] == ["applicant_name", "remark"]
    assert blank.values == {}
    assert plain(blank.blocks[0].text) == "Dear , about "  # type: ignore[union-attr]
    prefilled = letter(tmp_path, block, CASE, mode="prefilled")
    assert [field.id for field in prefilled.fields()] == ["applicant_name", "remark"]
    assert prefilled.values == {"applicant_name": "Siân Gŵyr"}
    final = letter(tmp_path, block, CASE)
    assert list(final.fields()) == []
    assert words(final) == "Dear Siân Gŵyr, about "


def test_a_final_letter_names_each_value_that_it_lacks(tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        letter(tmp_path, "  - text: '{{ reference }} {{ applicant_name }} {{ remark }}'\n", {"basis": "self"})
    assert {problem.field for problem in caught.value.problems} == {"reference", "applicant_name"}
    said = str(caught.value)
    assert "Case reference" in said
    assert "Name of the applicant" in said
    assert "remark" not in said.lower()


def test_a_final_form_names_each_question_that_has_no_answer() -> None:
    spec = yaml.safe_load(
        (EXAMPLESHIRE.parents[2] / "templates" / "appendix_b" / "application-form.yaml").read_text(encoding="utf-8")
    )
    asked = set()
    for block in spec["blocks"]:
        for inner in [block, *block.get("question", {}).get("blocks", [])] if isinstance(block, dict) else []:
            for kind in ("choice", "box", "tick"):
                if isinstance(inner, dict) and inner.get(kind, {}).get("required"):
                    asked.add(inner[kind]["id"])
    persons = {"applicant.name", "applicant.address", "applicant.daytime_phone"}
    persons |= {name.replace("applicant", "victim") for name in persons}
    row = {f"incidents.1.{name}" for name in ("date", "date_reported", "details", "reported_by", "reported_to")}
    row |= {"incidents.1.how_reported"}
    signed = {"declaration.signature", "declaration.date"}
    with pytest.raises(Refused) as caught:
        resolve(
            document("application-form"),
            load_area("example/exampleshire"),
            on=ON,
            mode="final",
            case={"basis": "other"},
        )
    named = {problem.field for problem in caught.value.problems}
    assert named == (asked | persons | row | signed) - {"basis"}
    assert "'Q3. Details of the person affected by the anti-social behaviour: Name'" in str(caught.value)


def test_one_telephone_number_is_enough() -> None:
    """A mobile number reaches a person as well as a daytime number does."""
    form, area = document("application-form"), load_area("example/exampleshire")
    for number, asked in ((None, True), ("07700 900101", False)):
        case = {"basis": "self", "victim": {"name": "Ann", "mobile_phone": number} if number else {"name": "Ann"}}
        with pytest.raises(Refused) as refused:
            resolve(form, area, on=ON, mode="final", case=case)
        assert any(problem.field == "victim.daytime_phone" for problem in refused.value.problems) is asked


def test_a_case_is_needed_unless_the_document_is_blank() -> None:
    with pytest.raises(Refused, match="needs a case"):
        resolve(document("letter-1"), load_area("example/exampleshire"), on=ON, mode="final")


# ---- conditions


@pytest.mark.parametrize(
    ("case", "shown"),
    [
        ({**CASE, "basis": "self"}, "Always"),
        ({**CASE, "basis": "other"}, "Always\nFor a third party"),
        (None, "Always\nFor a third party"),  # blank: whatever a case may need
    ],
)
def test_a_block_with_a_condition_stands_only_where_it_holds(
    tmp_path: Path, case: dict[str, Any] | None, shown: str
) -> None:
    blocks = "  - text: Always\n  - text: For a third party\n    when: third_party\n"
    assert words(letter(tmp_path, blocks, case)) == shown


# ---- the area


def test_missing_and_unconfirmed_facts_refuse_with_file_and_line(tmp_path: Path) -> None:
    path = copied(tmp_path, "derbyshire/south-derbyshire")
    area = load_area_file(path)
    with pytest.raises(Refused) as caught:
        resolve(document("letter-2"), area, on=ON)
    problems = caught.value.problems
    assert {problem.code for problem in problems} <= {"missing-fact", "unconfirmed-fact"}
    assert "--draft" in (caught.value.hint or "")
    for problem in problems:
        assert problem.place is not None
        line = Path(problem.place.file).read_text(encoding="utf-8").splitlines()[problem.place.line - 1]
        assert line[problem.place.column - 1 :].strip(), problem.message
        assert f"{problem.place}" in str(caught.value)
    assert {area.on(ON).spoc.phone.name} & {problem.message.split("'")[1] for problem in problems}


def test_a_fact_is_refused_at_its_own_line(tmp_path: Path) -> None:
    area = area_with(tmp_path, ("  phone: 01632 960123\n", "  phone: null\n"), ("confirmed_on: 2026-11-20\n", ""))
    source = (tmp_path / "example" / "exampleshire.yaml").read_text(encoding="utf-8").splitlines()
    with pytest.raises(Refused) as caught:
        letter(tmp_path, "  - text: '{{ area.spoc.phone }} {{ area.spoc.team }}'\n", CASE, area=area)
    found = {problem.message: problem for problem in caught.value.problems}
    for message, code, line in (
        ("'spoc.phone' is not known.", "missing-fact", "  phone: null"),
        ("'spoc.team' is not confirmed.", "unconfirmed-fact", "  team: Community Safety Team"),
    ):
        place = found[message].place
        assert found[message].code == code
        assert place is not None and Path(place.file).name == "exampleshire.yaml"
        assert source[place.line - 1] == line


def test_no_way_round_leads_an_unconfirmed_fact_onto_the_page(tmp_path: Path) -> None:
    area = area_with(tmp_path, ("confirmed_on: 2026-11-20\n", ""))
    for text in ("{{ area.eligibility.vexatious_reasons | join_and }}", "{{ area.spoc.team }}"):
        with pytest.raises(Refused, match="not confirmed"):
            letter(tmp_path, f"  - text: '{text}'\n", CASE, area=area)


def test_a_draft_prints_confirm_beside_each(tmp_path: Path) -> None:
    area = area_with(tmp_path, ("  phone: 01632 960123\n", "  phone: null\n"), ("confirmed_on: 2026-11-20\n", ""))
    made = letter(tmp_path, "  - text: '{{ area.spoc.phone }} / {{ area.spoc.team }}'\n", CASE, area=area, draft=True)
    assert words(made) == "CONFIRM: spoc.phone / CONFIRM: Community Safety Team"
    assert made.draft


def test_dated_facts_change_with_the_day(tmp_path: Path) -> None:
    block = "  - text: '{{ area.scheme.name }}'\n"
    for day, name in ((dt.date(2023, 3, 31), "Community Trigger"), (dt.date(2023, 4, 1), "ASB Case Review")):
        assert words(letter(tmp_path, block, CASE, on=day)) == name


def test_the_day_is_that_of_the_document(tmp_path: Path) -> None:
    block = "  - text: '{{ on | long_date }}'\n"
    assert words(letter(tmp_path, block, CASE, on=dt.date(2028, 2, 29))) == "Tuesday 29 February 2028"


# ---- language and audience


def test_text_in_two_languages(tmp_path: Path) -> None:
    block = "  - text: {en: 'Dear {{ applicant_name }}', cy: 'Annwyl {{ applicant_name }}'}\n  - text: Only English\n"
    english, welsh = (letter(tmp_path, block, CASE, language=language) for language in ("en", "cy"))
    assert words(english) == "Dear Siân Gŵyr\nOnly English"
    assert words(welsh) == "Annwyl Siân Gŵyr\nOnly English"
    assert (english.language, welsh.language) == ("en", "cy")


def test_dates_and_numbers_follow_the_language(tmp_path: Path) -> None:
    block = "  - text: '{{ on | long_date }} {{ area.threshold.count | words }}'\n"
    made = letter(tmp_path, block, CASE, on=dt.date(2026, 5, 6), language="cy")
    assert words(made) == "Dydd Mercher 6 Mai 2026 tri"


def test_an_unknown_language_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="'fr'"):
        letter(tmp_path, "  - text: Words\n", CASE, language="fr")


def test_a_document_is_for_its_audience_only(tmp_path: Path) -> None:
    assert letter(tmp_path, "  - text: Words\n", CASE, audience="applicant").audience == "applicant"
    with pytest.raises(Refused, match="written for the applicant, not for the panel"):
        letter(tmp_path, "  - text: Words\n", CASE, audience="panel")


# ---- forms


def test_a_form_knows_its_ids_tooltips_and_rows(tmp_path: Path) -> None:
    made = form(
        tmp_path,
        "  - question:\n"
        "      number: Q5\n"
        "      label: What happened?\n"
        "      blocks:\n"
        "        - records:\n"
        "            id: incidents\n"
        "            title: Incident\n"
        "            rows: 2\n"
        "            layout: [[{id: date, label: Incident date, kind: date}]]\n"
        "  - signature: {id: declaration, label: Signature of the applicant}\n",
    )
    how = " (8 digits: day, month, year)"
    assert [(field.id, field.tooltip, field.cells) for field in made.fields()] == [
        ("incidents.1.date", f"Q5. What happened? Incident 1: Incident date{how}", 8),
        ("incidents.2.date", f"Q5. What happened? Incident 2: Incident date{how}", 8),
        ("declaration.signature", "Signature of the applicant", 0),
        ("declaration.date", f"Date of signature of the applicant{how}", 8),
    ]


def test_the_key_is_the_same_only_where_the_blank_form_is(tmp_path: Path) -> None:
    area = load_area("example/exampleshire")
    form_ = document("application-form")
    one = resolve(form_, area, on=ON).key
    assert resolve(form_, area, on=ON, mode="prefilled", case={"behaviour": "Noise"}).key == one
    for number, change in enumerate(
        [
            ("  name: Exampleshire District Council\n  address", "  name: Another Council\n  address"),
            ("name: Exampleshire\ngss", "name: Sampleshire\ngss"),
            ("gss_code: E07000999", "gss_code: E07000998"),
        ]
    ):
        folder = tmp_path / str(number)
        folder.mkdir()
        assert resolve(form_, area_with(folder, change), on=ON).key != one
    assert resolve(form_, area, on=ON, language="cy").key != one


def test_a_link_may_point_to_a_part_of_a_bundle(tmp_path: Path) -> None:
    made = letter(tmp_path, "  - text: see [part three](urn:ctd:part:3)\n", CASE)
    paragraph = made.blocks[0]
    assert isinstance(paragraph, Paragraph)
    assert [inline.link for inline in paragraph.text if isinstance(inline, Text)] == [None, "urn:ctd:part:3"]
    assert not any(isinstance(inline, InlineField) for inline in paragraph.text)


def test_a_clock_or_threshold_that_nobody_confirmed_is_not_promised(tmp_path: Path) -> None:
    text = (data_root("areas") / "example" / "exampleshire.yaml").read_text(encoding="utf-8")
    text = text.replace(
        "decide: {event: decision, after: completed, n: 15,",
        "decide: {confirmed_on: null, event: decision, after: completed, n: 15,",
    )
    text = text.replace("threshold:\n  count: 3", "threshold:\n  confirmed_on: null\n  count: 3")
    path = tmp_path / "example" / "testshire.yaml"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    area = load_area("example/testshire", tmp_path)
    line = text.splitlines().index(next(x for x in text.splitlines() if "decide:" in x)) + 1
    with pytest.raises(Refused) as blank:
        resolve(document("application-form"), area, on=ON)
    told = str(blank.value)
    assert "'threshold' is not confirmed" in told and "'clocks.decide' is not confirmed" in told
    assert f"testshire.yaml:{line}:" in told
    facts = {
        "dates": {"completed": ON},
        "reference": "X",
        "applicant": {"name": "A", "address": "B"},
        "victim": {"name": "A"},
    }
    with pytest.raises(Refused, match=r"clocks\.decide"):
        resolve(document("letter-1"), area, on=ON, mode="final", case=facts)
    drafted = resolve(document("application-form"), area, on=ON, draft=True)
    assert "CONFIRM: 15 working days" in str(drafted.blocks)
    assert "CONFIRM: three" in str(drafted.blocks)
