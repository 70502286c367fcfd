"""What a template cannot ask of a value, and slips in how a tag is written: told when it is checked, not on the day."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import etree

from ctdocs.documents.names import without_case
from ctdocs.documents.template import Value
from ctdocs.errors import Problem, Refused
from ctdocs.render.docx.checking.problems import is_notice, paragraph_of
from ctdocs.render.docx.document import from_template
from tests.render import wordedit as we
from tests.render.samples import MODES, resolved

THANKS = "Thank you for your application. We have received it."
LETTER = "letter-1"
SAME = "it can tell only whether two values are the same."


def found(*lines: str) -> list[Problem]:
    """What is wrong with letter 1 where these paragraphs stand for a sentence of it."""
    return list(we.problems(we.edited(we.template(LETTER), we.replaced(THANKS, *lines)), LETTER))


# What stands in the letter, the sentence, and what is said to do.
REFUSED = {
    "a name compared with a number": (
        "{% if area.threshold.count == 3 %}Three.{% endif %}",
        "'area.threshold.count' is text, and is never the same as the number 3.",
        "Write '3' in quotes: area.threshold.count == '3'",
    ),
    "the number first": (
        "{% if 3 != area.threshold.count %}Not three.{% endif %}",
        "'area.threshold.count' is text, and is never the same as the number 3.",
        "Write '3' in quotes: area.threshold.count == '3'",
    ),
    "an answer compared with a number": (
        "{% if reference == 14 %}x{% endif %}",
        "'reference' is text, and is never the same as the number 14.",
        "Write '14' in quotes",
    ),
    "a fact compared with true": (
        "{% if area.spoc.hours == true %}x{% endif %}",
        "'area.spoc.hours' is never the same as true or false.",
        "Write: {% if area.spoc.hours %}",
    ),
    "a date compared with a text": (
        "{% if on == '2026-11-20' %}x{% endif %}",
        "'on' is a date, and is never the same as '2026-11-20'.",
        "{% if on %}",
    ),
    "a list compared": (
        "{% if area.report_to == 'x' %}x{% endif %}",
        "'area.report_to' holds several things and is never the same as one value.",
        "",
    ),
    "more than": (
        "{% if clocks.decide.due > on %}x{% endif %}",
        f"A template cannot compare by '>': {SAME}",
        "There are == and !=",
    ),
    "less than": ("{% if 1 < 2 %}x{% endif %}", f"A template cannot compare by '<': {SAME}", "There are == and !="),
    "at least": (
        "{% if area.threshold.count >= '2' %}x{% endif %}",
        f"A template cannot compare by '>=': {SAME}",
        "There are == and !=",
    ),
    "at most": (
        "{% if area.threshold.count <= '2' %}x{% endif %}",
        f"A template cannot compare by '<=': {SAME}",
        "There are == and !=",
    ),
    "in": (
        "{% if 'x' in applicant_name %}x{% endif %}",
        f"A template cannot compare by 'in': {SAME}",
        "There are == and !=",
    ),
    "not in": (
        "{% if 'x' not in applicant_name %}x{% endif %}",
        f"A template cannot compare by 'not in': {SAME}",
        "There are == and !=",
    ),
    "one of a list by its number": (
        "{{ area.report_to[9].name }}",
        "A template cannot pick one by its number: no square brackets follow a name.",
        "Go through the list: {% for item in area.report_to %}",
    ),
    "a letter of a text": (
        "{{ applicant_name[0] }}",
        "A template cannot pick one by its number: no square brackets follow a name.",
        "",
    ),
    "a name in square brackets": (
        "{{ area.spoc['phone'] }}",
        "Names are joined by full stops: no square brackets follow a name.",
        "Write: area.spoc.phone",
    ),
    "another test": (
        "{% if area.threshold.count is even %}x{% endif %}",
        "'is even' is not a test that a template can make.",
        "There are: is defined, is none, and both with 'not'.",
    ),
    "undefined": (
        "{% if reference is undefined %}x{% endif %}",
        "'is undefined' is not a test that a template can make.",
        "Write: is not defined",
    ),
    "a reference in words": (
        "{{ reference | words }}",
        "'reference' cannot be written with the filter 'words': it takes a whole number.",
        "",
    ),
    "a day as a number": (
        "{{ on | words }}",
        "'on' cannot be written with the filter 'words': it takes a whole number.",
        "Write: {{ on | long_date }}",
    ),
    "a name as a date": (
        "{{ applicant_name | long_date }}",
        "'applicant_name' cannot be written with the filter 'long_date': it takes a date.",
        "",
    ),
    "a day on one line": (
        "{{ clocks.decide.due | long_date | one_line }}",
        "'clocks.decide.due' cannot be written with the filter 'one_line': it takes text.",
        "",
    ),
    "an answer joined": (
        "{{ applicant_name | join_and }}",
        "'applicant_name' cannot be written with the filter 'join_and': it takes a list.",
        "",
    ),
    "a list on one line": (
        "{{ area.report_to | one_line }}",
        "'area.report_to' cannot be written with the filter 'one_line': it takes text.",
        "",
    ),
    "a list of groups joined": (
        "{{ area.report_to | join_and }}",
        "'area.report_to' cannot be written with the filter 'join_and': each of its items holds several.",
        "Go through it: {% for item in area.report_to %} {{ item.name }} {% endfor %}",
    ),
    "a list behind 'or'": (
        "{{ reference or area.report_to }}",
        "'area.report_to' is a list and cannot be printed in one piece.",
        "Go through it: {% for item in area.report_to %}",
    ),
    "a group behind 'if'": (
        "{{ area.police if third_party else area.name }}",
        "'area.police' holds several things and cannot be printed.",
        "It has: emergency",
    ),
    "a group of a list": (
        "{% for place in area.report_to %}{{ place }}{% endfor %}",
        "'place' holds several things and cannot be printed.",
        "It has: name, phone, website.",
    ),
    "a condition printed": (
        "{{ reference == 'x' }}",
        "A condition cannot be printed: it would say True or False.",
        "{% if … %}",
    ),
    "true printed": (
        "{{ third_party }}",
        "'third_party' is only true or false, and cannot be printed.",
        "Write: {% if third_party %}words{% endif %}",
    ),
    "two values by a comma": (
        "{{ reference, applicant_name }}",
        "A tag holds one value: a comma does not belong here.",
        "Give each name its own tag.",
    ),
    "else if": (
        "{% if area.spoc.hours %}one{% else if third_party %}two{% endif %}",
        "'else if' is one word in a template: 'elif'.",
        "Write: {% elif third_party %}",
    ),
    "elseif": (
        "{% if area.spoc.hours %}one{% elseif third_party %}two{% endif %}",
        "'elseif' is one word in a template: 'elif'.",
        "Write: {% elif third_party %}",
    ),
    "one sign for equal": (
        "{% if reference = 'x' %}x{% endif %}",
        "One '=' compares nothing: two values are compared by '=='.",
        "Write: {% if reference == 'x' %}",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_would_fail_or_be_false_on_the_day_is_told_by_the_check(what: str) -> None:
    line, message, hint = REFUSED[what]
    (one,) = found(line)
    assert one.message == message
    assert paragraph_of(one) == line
    assert hint in (one.hint or "")
    assert not is_notice(one)


def test_capital_letters_in_the_word_of_a_tag() -> None:
    told = found("{% IF third_party %}For someone.{% EndIf %}")
    assert [(one.message, one.hint) for one in told] == [
        ("'IF' is not something that a template can do.", "Did you mean 'if'?"),
        ("'EndIf' is not something that a template can do.", "Did you mean 'endif'?"),
    ]


def test_a_p_that_is_stuck_to_the_word() -> None:
    told = found("{%pif third_party %}", "For someone.", "{%pendif %}")
    assert [(one.message, one.hint) for one in told] == [
        ("This tag is not written as a template needs it.", "Write: {%p if third_party %}"),
        ("This tag is not written as a template needs it.", "Write: {%p endif %}"),
    ]


@pytest.mark.parametrize(
    ("lines", "message", "quoted", "hint"),
    [
        (
            ("{%p if third_party %}", "{%p for place in area.report_to %}", "x", "{%p endif %}", "{%p endfor %}"),
            "This loop and the condition around it cross: the condition ends first.",
            "{%p for place in area.report_to %}",
            "Write {%p endfor %} before {%p endif %}.",
        ),
        (
            ("{% for place in area.report_to %}{% if place.phone %}x{% endfor %}{% endif %}",),
            "This condition and the loop around it cross: the loop ends first.",
            "{% for place in area.report_to %}{% if place.phone %}x{% endfor %}{% endif %}",
            "Write {% endif %} before {% endfor %}.",
        ),
    ],
)
def test_a_loop_and_a_condition_that_cross(lines: tuple[str, ...], message: str, quoted: str, hint: str) -> None:
    (one,) = found(*lines)
    assert (one.message, paragraph_of(one), one.hint) == (message, quoted, hint)


def test_what_templates_do_have_is_accepted() -> None:
    assert found(
        "{% if area.threshold.count == '3' and reference is defined and not authority is none %}x{% endif %}",
        "{{ area.threshold.count | words }} {{ on | long_date }} {{ clocks.decide.due | long_date }}",
        "{{ area.spoc.address | one_line }} {{ reference | one_line }} {{ reference or 'no reference' }}",
        "{{ 'for someone' if third_party else 'for you' }}{% if third_party == true %}x{% endif %}",
        "{% for place in area.report_to if place.phone %}{% if loop.index == 1 %}First {% endif %}{{ place.name }}"
        "{% if not loop.last %}, {% endif %}{% endfor %}",
    ) == []


@pytest.mark.parametrize(
    "line", ["{{ reference | words }}", "{{ on | words }}", "{{ area.report_to[9].name }}", "{{ on on }}"]
)
def test_where_nothing_was_checked_no_word_of_python_reaches_a_person(line: str) -> None:
    data = we.edited(we.template(LETTER), we.replaced(THANKS, line))
    with pytest.raises(Refused) as refused:
        from_template(resolved(LETTER, "final"), data)
    said = str(refused.value)
    assert line in said
    for word in ("int()", "object", "argument", "literal", "tuple", "datetime", "expected token", "end of print"):
        assert word not in said


# -- what goes with the paragraph of a statement
def lost(inner: str, *, into: str = "run") -> we.Edit:
    """Something put into the paragraph of {%p else %}: into a run of its own, or into its settings."""

    def edit(root: Any) -> None:
        paragraph = we.paragraph(root, "{%p else %}")
        made = etree.fromstring(f'<x xmlns:w="{we.W[1:-1]}">{inner}</x>')[0]
        if into == "run":
            run = we.run("")
            run.append(made)
            paragraph.append(run)
            return
        settings = paragraph.find(f"{we.W}pPr")
        if settings is None:
            settings = etree.Element(f"{we.W}pPr")
            paragraph.insert(0, settings)
        settings.append(made)

    return edit


@pytest.mark.parametrize(
    ("edit", "what"),
    [
        (lost('<w:sectPr><w:pgSz w:w="16838" w:orient="landscape"/></w:sectPr>', into="pPr"), "a section break"),
        (lost('<w:br w:type="page"/>'), "a page break"),
        (lost('<w:br w:type="column"/>'), "a column break"),
        (lost('<w:footnoteReference w:id="2"/>'), "the mark of a footnote"),
        (lost('<w:endnoteReference w:id="2"/>'), "the mark of an endnote"),
        (lost("<w:pageBreakBefore/>", into="pPr"), "a page break before it"),
    ],
    ids=["section", "page", "column", "footnote", "endnote", "before"],
)
def test_what_would_be_lost_with_the_paragraph_of_a_statement_is_told(edit: we.Edit, what: str) -> None:
    (one,) = we.problems(we.edited(we.template(LETTER), edit), LETTER)
    assert one.message == f"The paragraph of a {{%p … %}} tag holds {what}, which would be lost."
    assert paragraph_of(one) == "{%p else %}"
    assert one.hint and not is_notice(one)


def test_a_page_break_that_is_switched_off_is_none() -> None:
    edit = lost('<w:pageBreakBefore w:val="0"/>', into="pPr")
    assert we.problems(we.edited(we.template(LETTER), edit), LETTER) == ()


# -- a case decides nothing
@pytest.mark.parametrize("mode", MODES)
def test_names_without_a_case_know_nothing_of_it(mode: str) -> None:
    names = without_case(resolved(LETTER, mode).names)
    values = {name: value for name, value in names.items() if isinstance(value, Value)}
    assert len(values) > 3 and all(value.content is None for value in values.values())
    assert names["clocks"]["decide"].due.content is None
    assert str(names["area"].council.name) == "Exampleshire District Council"
    special = {name: value.holds for name, value in values.items() if value.holds != "text"}
    assert special == {"on": "date", "third_party": "yesno"}
