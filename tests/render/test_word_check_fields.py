"""The fields of a template: where they may stand, and that each control can hold the answer of its field."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from lxml import etree

from ctdocs.errors import Problem
from ctdocs.render.docx.checking.problems import is_notice, paragraph_of
from ctdocs.render.docx.document import from_template, lacking
from tests.render import wordedit as we
from tests.render.samples import resolved

FORM, LETTER = "application-form", "letter-1"
AGAIN = "Copy it from a fresh export of the template."


def holder(root: Any, tag: str) -> Any:
    """The table, or else the paragraph, that a field stands in."""
    control = we.control(tag)(root)
    table = next(control.iterancestors(f"{we.W}tbl"), None)
    return table if table is not None else next(control.iterancestors(f"{we.W}p"))


def in_condition(tag: str, condition: str) -> we.Edit:
    def edit(root: Any) -> None:
        around = holder(root, tag)
        around.addprevious(we.new(f"{{%p if {condition} %}}"))
        around.addnext(we.new("{%p endif %}"))

    return edit


def onto_names_page(tag: str) -> we.Edit:
    return lambda root: we.paragraph(root, "{%p if names_page %}").addnext(holder(root, tag))


def problems(*edits: we.Edit, name: str = FORM) -> Sequence[Problem]:
    return we.problems(we.edited(we.template(name), *edits), name)


# -- conditions
def test_questions_in_a_condition_are_refused_each_by_its_name() -> None:
    found = problems(in_condition("victim.name", "draft"))
    assert found[0].message == (
        "The field 'victim.name' stands in a condition: {%p if draft %}. Without it nobody could answer."
    )
    assert paragraph_of(found[0]).startswith("Name")
    tags = ("name", "address", "postcode", "daytime_phone", "mobile_phone", "email")
    assert [one.message.split("'")[1] for one in found] == [f"victim.{tag}" for tag in tags]
    assert not any(is_notice(one) for one in found)


def test_a_field_in_a_condition_within_a_line_is_refused() -> None:
    def edit(root: Any) -> None:
        control = we.control("addressee")(root)
        control.addprevious(we.run("{% if third_party %}"))
        control.addnext(we.run("{% endif %}"))

    (one,) = problems(edit, name=LETTER)
    assert one.message.startswith("The field 'addressee' stands in a condition: {% if third_party %}.")
    assert paragraph_of(one) == "{% if third_party %}[Name and address]{% endif %}"


def test_a_field_behind_else_is_refused() -> None:
    def edit(root: Any) -> None:
        around = holder(root, "behaviour")
        for line in ("{%p if draft %}", "Words", "{%p else %}"):
            around.addprevious(we.new(line))
        around.addnext(we.new("{%p endif %}"))

    assert [one.message.split("'")[1] for one in problems(edit)] == ["behaviour"]


def test_a_condition_on_one_row_of_a_repeated_set_is_refused() -> None:
    def edit(root: Any) -> None:
        row = next(we.control("incidents.#.details")(root).iterancestors(f"{we.W}tr"))
        (first,) = we.table((("{%tr if row.number == 1 %}",),))
        (last,) = we.table((("{%tr endif %}",),))
        row.addprevious(first)
        row.addnext(last)

    (one,) = problems(edit)
    assert one.message.startswith("The field 'incidents.#.details' stands in a condition: {%tr if row.number == 1 %}.")
    assert paragraph_of(one).startswith("Incident details")


@pytest.mark.parametrize("condition", ["loop.first", "row.number == 1"])
def test_a_loop_that_takes_some_rows_only_is_refused(condition: str) -> None:
    line = f"{{%p for row in rows.incidents if {condition} %}}"
    (one,) = problems(we.replaced("for row in rows.incidents", line))
    assert one.message == (
        "A loop over the rows of a form takes every row: what is typed in the others could not be read."
    )
    assert paragraph_of(one) == line


def test_words_in_a_condition_beside_row_fields_are_accepted() -> None:
    loop = ("{%p for row in rows.incidents %}", "{% if row.number == 1 %}The first incident{% endif %}")
    assert problems(we.replaced("for row in rows.incidents", *loop)) == ()


def test_a_field_on_the_page_of_names_is_refused() -> None:
    (one,) = problems(onto_names_page("behaviour"))
    assert one.message == "The field 'behaviour' stands on the page of names, which is never printed."
    assert one.hint == "Move it before {%p if names_page %}."
    assert not is_notice(one)


def test_a_sentence_on_the_page_of_names_is_remarked() -> None:
    (one,) = problems(we.after("{%p if names_page %}", we.new("Important closing words.")), name=LETTER)
    assert one.message == "This stands on the page of names, which is never printed."
    assert paragraph_of(one) == "Important closing words."
    assert is_notice(one)


# -- kinds
def made(tag: str, kind: str, *old: str) -> we.Edit:
    """The control of a field as another kind of control."""

    def edit(root: Any) -> None:
        properties = we.control(tag)(root).find(f"{we.W}sdtPr")
        for child in list(properties):
            if child.tag.rpartition("}")[2] in old:
                properties.remove(child)
        properties.append(etree.Element(f"{we.W}{kind}"))

    return edit


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (
            made("basis=self", "text", "checkbox"),
            "The field 'basis=self' (a – The anti-social behaviour affects me, and my case meets the threshold.) is "
            "text and must be a tick box.",
        ),
        (
            made("incidents.#.how_reported", "text", "dropDownList"),
            "The field 'incidents.#.how_reported' (How it was reported) is text and must be a drop-down list.",
        ),
        (
            made("incidents.#.how_reported", "comboBox", "dropDownList"),
            "The field 'incidents.#.how_reported' (How it was reported) is a combo box and must be a drop-down list.",
        ),
        (
            made("incidents.#.date", "text", "date"),
            "The field 'incidents.#.date' (Incident date) is text and must be a date picker.",
        ),
        (
            made("victim.email", "dropDownList", "text"),
            "The field 'victim.email' (E-mail) is a drop-down list and must be text.",
        ),
    ],
    ids=["box", "list", "combo", "date", "text"],
)
def test_a_control_of_another_kind_is_refused(edit: we.Edit, message: str) -> None:
    (one,) = problems(edit)
    assert one.message == message
    assert one.hint == AGAIN and not is_notice(one)


def test_a_text_with_formatting_takes_the_place_of_plain_text() -> None:
    assert problems(made("victim.email", "richText", "text")) == ()


def test_an_answer_of_several_lines_in_a_control_of_one_is_remarked() -> None:
    (one,) = problems(made("behaviour", "text", "text"))
    assert one.message.startswith("The field 'behaviour' (") and one.message.endswith(") takes one line only.")
    assert is_notice(one)


def test_answers_that_a_list_lacks_or_has_of_its_own_are_told() -> None:
    def edit(root: Any) -> None:
        items = list(we.control("incidents.#.how_reported")(root).iter(f"{we.W}listItem"))
        by_value = {item.get(f"{we.W}value"): item for item in items}
        by_value["email"].getparent().remove(by_value["email"])
        by_value["telephone"].set(f"{we.W}displayText", "Phone")
        other = etree.SubElement(items[0].getparent(), f"{we.W}listItem")
        other.set(f"{we.W}displayText", "Pigeon")
        other.set(f"{we.W}value", "pigeon")
        etree.SubElement(items[0].getparent(), f"{we.W}listItem").set(f"{we.W}displayText", "Choose an item.")

    named = "The list of the field 'incidents.#.how_reported' (How it was reported)"
    assert sorted(one.message for one in problems(edit)) == [
        f"{named} has an answer that the form does not have: “Pigeon”.",
        f"{named} lacks the answer “E-mail”, whose value is 'email'.",
        f"{named} shows “Phone” for the answer “Telephone”.",
    ]


# -- in use, whatever the check says
@pytest.mark.parametrize("mode", ["blank", "prefilled"])
def test_what_a_file_lacks_of_its_form_is_found_in_the_file_that_was_made(mode: str) -> None:
    document = resolved(FORM, mode)
    without = we.edited(we.template(FORM), we.deleted("behaviour"), we.deleted("basis=other"))
    found = lacking(document, from_template(document, without).form)
    assert [problem.field for problem in found] == ["basis", "behaviour"]
    assert "b – I am acting for the person affected" in found[0].message
    assert lacking(document, from_template(document, we.template(FORM)).form) == []


def test_a_record_and_a_letter_may_lack_fields() -> None:
    for name, mode in ((FORM, "final"), (LETTER, "blank")):
        document = resolved(name, mode)
        assert lacking(document, from_template(document, we.template(name)).form) == []
