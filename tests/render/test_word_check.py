"""Broken templates: each is told with its paragraph and the nearest name, all that is wrong at once."""

from __future__ import annotations

import dataclasses
import io
from pathlib import Path
from typing import Any

import docx
import pytest
from lxml import etree

from ctdocs.documents.catalogue import document, documents
from ctdocs.documents.resolve import resolve
from ctdocs.errors import Refused
from ctdocs.model.area import load_area
from ctdocs.model.look import Look
from ctdocs.render.docx.checking.problems import is_notice, paragraph_of
from ctdocs.render.docx.document import from_template, render
from ctdocs.render.docx.export import exported
from tests.render import wordedit as we
from tests.render.samples import case

THANKS = "Thank you for your application. We have received it."
LETTER, FORM = "letter-1", "application-form"


@pytest.mark.parametrize("name", documents())
def test_an_exported_template_has_no_problems_and_makes_the_same_document(name: str, tmp_path: Path) -> None:
    resolved = we.blank(name)
    assert we.problems(we.template(name), name) == ()
    own = tmp_path / f"{name}.docx"
    own.write_bytes(we.template(name))
    ours, theirs = render(resolved), render(resolved, own=own)
    assert list(docx.Document(io.BytesIO(theirs.data)).element.itertext()) == list(
        docx.Document(io.BytesIO(ours.data)).element.itertext()
    )
    assert theirs.form == ours.form


def test_the_draft_area_can_export_too() -> None:
    area = load_area("derbyshire/south-derbyshire")
    data = exported(resolve(document(LETTER), area, on=we.ON, draft=True))
    words = " ".join(docx.Document(io.BytesIO(data)).element.itertext())
    assert "What it is now for South Derbyshire" in words
    assert data == exported(resolve(document(LETTER), area, on=we.ON, draft=True))


# What is wrong, the sentence, the paragraph that is quoted, and what is said to do. One defect each, in a letter.
BROKEN: dict[str, tuple[tuple[str | tuple[str, ...], ...], str, str, str]] = {
    "a name that is not known": (
        ("Call our team on {{ area.spoc.telephone }} now.",),
        "'area.spoc.telephone' is not a name that this template can use.",
        "Call our team on {{ area.spoc.telephone }} now.",
        "Did you mean 'area.spoc.phone'?",
    ),
    "a name with its letters mixed up": (
        ("Dear {{ aplicant_name }}",),
        "'aplicant_name' is not a name that this template can use.",
        "Dear {{ aplicant_name }}",
        "Did you mean 'applicant_name'?",
    ),
    "a part of a name that has no parts": (
        ("Dear {{ applicant_name.first }}",),
        "'applicant_name.first' is not a name that this template can use.",
        "Dear {{ applicant_name.first }}",
        "Did you mean 'applicant_name'?",
    ),
    "an unknown name in a condition": (
        ("{% if area.spoc.fax %}We have a fax.{% endif %}",),
        "'area.spoc.fax' is not a name that this template can use.",
        "{% if area.spoc.fax %}We have a fax.{% endif %}",
        "Did you mean 'area.spoc.",
    ),
    "an unknown name with a filter": (
        ("Dated {{ today | long_date }}",),
        "'today' is not a name that this template can use.",
        "Dated {{ today | long_date }}",
        "The last page of an exported template lists every name.",
    ),
    "an unknown name in elif": (
        ("{% if on %}A{% elif clocks.decid.due %}B{% endif %}",),
        "'clocks.decid' is not a name that this template can use.",
        "{% if on %}A{% elif clocks.decid.due %}B{% endif %}",
        "Did you mean 'clocks.decide.",
    ),
    "an unknown name of a loop's item": (
        ("{% for place in area.report_to %}{{ place.telephone }}, {% endfor %}",),
        "'place.telephone' is not a name that this template can use.",
        "{% for place in area.report_to %}{{ place.telephone }}, {% endfor %}",
        "Did you mean 'place.phone'?",
    ),
    "a loop's item after the loop": (
        ("{% for place in area.report_to %}{{ place.name }}, {% endfor %}{{ place.phone }}",),
        "'place' is not a name that this template can use.",
        "{{ place.name }}, {% endfor %}{{ place.phone }}",
        "",
    ),
    "a loop through what is no list": (
        ("{% for place in area.report %}{{ place }}{% endfor %}",),
        "'area.report' is not a name that this template can use.",
        "{% for place in area.report %}{{ place }}{% endfor %}",
        "Did you mean 'area.report_to'?",
    ),
    "a loop through text": (
        ("{% for c in area.name %}{{ c }}{% endfor %}",),
        "'area.name' is not a list, so nothing can go through it.",
        "{% for c in area.name %}{{ c }}{% endfor %}",
        "",
    ),
    "a list printed whole": (
        ("Report to {{ area.report_to }}.",),
        "'area.report_to' is a list and cannot be printed in one piece.",
        "Report to {{ area.report_to }}.",
        "{% for item in area.report_to %}",
    ),
    "a section printed whole": (
        ("Ask {{ area.police }}.",),
        "'area.police' holds several things and cannot be printed.",
        "Ask {{ area.police }}.",
        "It has: emergency, name, non_emergency.",
    ),
    "an unknown filter": (
        ("Dated {{ on | longdate }}",),
        "'longdate' is not a filter that a template can use.",
        "Dated {{ on | longdate }}",
        "Did you mean 'long_date'?",
    ),
    "a filter of Jinja that is not ours": (
        ("{{ area.name | upper }}",),
        "'upper' is not a filter that a template can use.",
        "{{ area.name | upper }}",
        "There are: join_and, long_date, one_line, words.",
    ),
    "a filter that does not suit the value": (
        ("{{ area.name | long_date }}",),
        "'area.name' cannot be written with the filter 'long_date': it takes a date.",
        "{{ area.name | long_date }}",
        "",
    ),
    "a text joined as if it were a list": (
        ("{{ area.name | join_and }}",),
        "'area.name' cannot be written with the filter 'join_and': it takes a list.",
        "{{ area.name | join_and }}",
        "",
    ),
    "half of the closing braces": (
        ("Call {{ area.spoc.phone } today.",),
        "A tag has half of its braces: “{{ area.spoc.phone }”.",
        "Call {{ area.spoc.phone } today.",
        "Write: {{ area.spoc.phone }}",
    ),
    "half of the opening braces": (
        ("Call { area.spoc.phone }} today.",),
        "A tag has half of its braces: “{ area.spoc.phone }}”.",
        "Call { area.spoc.phone }} today.",
        "Write: {{ area.spoc.phone }}",
    ),
    "half of a condition's braces": (
        ("{% if third_party } for someone {% endif %}",),
        "A tag has half of its braces: “{% if third_party }”.",
        "{% if third_party } for someone {% endif %}",
        "Write: {% if third_party %}",
    ),
    "braces of two kinds": (
        ("Call {{ area.spoc.phone %} today.",),
        "A tag begins with {{ and ends with %}: “{{ area.spoc.phone %}”.",
        "Call {{ area.spoc.phone %} today.",
        "Write: {{ area.spoc.phone }}",
    ),
    "a blank between the braces": (
        ("Call { { area.spoc.phone } } today.",),
        "There is a blank between the braces of a tag: “{ { area.spoc.phone } }”.",
        "Call { { area.spoc.phone } } today.",
        "Write: {{ area.spoc.phone }}",
    ),
    "a tag to the end of its paragraph": (
        ("Call {{ area.spoc.phone",),
        "A tag begins here and does not end in its paragraph: “{{ area.spoc.phone”.",
        "Call {{ area.spoc.phone",
        "Write its end: }}",
    ),
    "a tag over the end of its paragraph": (
        ("Call {{ area.spoc", ".phone }} today."),
        "A tag begins here and does not end in its paragraph: “{{ area.spoc”.",
        "Call {{ area.spoc",
        "It goes on in the next paragraph: put the whole tag on one line.",
    ),
    "the end of a tag alone": (
        ("Call area.spoc.phone }} today.",),
        "A tag ends here (}}) that does not begin in this paragraph.",
        "Call area.spoc.phone }} today.",
        "",
    ),
    "single braces around a name": (
        ("Call { area.spoc.phone } today.",),
        "Single braces print as they are: “{ area.spoc.phone }”.",
        "Call { area.spoc.phone } today.",
        "Did you mean {{ area.spoc.phone }}?",
    ),
    "three braces": (
        ("Call {{{ area.spoc.phone }}} today.",),
        "Three braces stand where two belong.",
        "Call {{{ area.spoc.phone }}} today.",
        "Write: {{ area.spoc.phone }}",
    ),
    "a loop that is not closed": (
        ("{%p for place in area.report_to %}", "{{ place.name }}"),
        "This loop is not closed: no 'endfor' follows.",
        "{%p for place in area.report_to %}",
        "Write {%p endfor %} where it ends.",
    ),
    "a condition that is not closed": (
        ("We act {% if third_party %}for someone.",),
        "This condition is not closed: no 'endif' follows.",
        "We act {% if third_party %}for someone.",
        "Write {% endif %} where it ends.",
    ),
    "an end without a beginning": (
        ("and so on{% endfor %}.",),
        "'endfor' ends a loop that was never begun.",
        "and so on{% endfor %}.",
        "Write {% for … %} before it, or take it out.",
    ),
    "else outside": (
        ("Yes {% else %} no",),
        "'else' stands outside of any 'if'.",
        "Yes {% else %} no",
        "Write {% if … %} before it, or take it out.",
    ),
    "elif after else": (
        ("{% if on %}A{% else %}B{% elif reference %}C{% endif %}",),
        "'elif' comes after 'else', so it can never be chosen.",
        "{% if on %}A{% else %}B{% elif reference %}C{% endif %}",
        "Put 'else' last.",
    ),
    "end if in two words": (
        ("{% if third_party %}for someone{% end if %}.",),
        "'end' is not something that a template can do.",
        "{% if third_party %}for someone{% end if %}.",
        "Did you mean 'endif'?",
    ),
    "a condition on paragraphs ended in a line": (
        ("{%p if third_party %}", "For someone.{% endif %}"),
        "It begins as {%p if … %} and goes on as {% endif %}: both must be of one kind.",
        "For someone.{% endif %}",
        "Write {%p endif %} in a paragraph of its own.",
    ),
    "a condition in a line over two paragraphs": (
        ("For {% if third_party %}someone", "else{% endif %}."),
        "This condition begins in one paragraph and ends in another.",
        "For {% if third_party %}someone",
        "Write {%p if … %} and {%p endif %}, each in a paragraph of its own.",
    ),
    "a tag for rows outside of a table": (
        ("{%tr for place in area.report_to %}", "{%tr endfor %}"),
        "{%tr … %} is about rows of a table, and no table is here.",
        "{%tr for place in area.report_to %}",
        "Write: {%p for place in area.report_to %}",
    ),
    "words beside a tag for paragraphs": (
        ("We act {%p if third_party %}", "for someone.", "{%p endif %}"),
        "The paragraph of a {%p … %} tag holds nothing else: the rest would be lost.",
        "We act {%p if third_party %}",
        "Put the tag into a paragraph of its own.",
    ),
    "a blank before the p": (
        ("{% p if third_party %}", "for someone.", "{%p endif %}"),
        "This tag is not written as a template needs it.",
        "{% p if third_party %}",
        "Write: {%p if third_party %}",
    ),
    "a quotation mark without its partner": (
        ("{% if area.eligibility.anonymous == “refused %}No.{% endif %}",),
        "A quotation mark has no partner in this tag.",
        '{% if area.eligibility.anonymous == "refused %}No.{% endif %}',
        "Put one at each end of the words: 'other'.",
    ),
    "nothing after the bar": (
        ("{{ area.name | }}",),
        "Something is missing in this tag: it ends too early.",
        "{{ area.name | }}",
        "",
    ),
    "two names in one tag": (
        ("{{ area.name reference }}",),
        "'reference' does not belong here: a tag holds one name, or a condition.",
        "{{ area.name reference }}",
        "Give each name its own tag.",
    ),
    "nothing in a tag": (
        ("Dear {{ }}",),
        "Nothing stands in this tag.",
        "Dear {{ }}",
        "Write a name between the braces, or take the tag out.",
    ),
    "values joined": (
        ("{{ area.name ~ reference }}",),
        "A template prints values as they are: it cannot join them, compute with them or cut them.",
        "{{ area.name ~ reference }}",
        "Put each value in a tag of its own, with the words beside it.",
    ),
    "a sum": (
        ("{{ area.threshold.count + 1 }}",),
        "A template prints values as they are: it cannot join them, compute with them or cut them.",
        "{{ area.threshold.count + 1 }}",
        "",
    ),
    "part of a value": (
        ("{{ reference[:4] }}",),
        "A template prints values as they are: it cannot join them, compute with them or cut them.",
        "{{ reference[:4] }}",
        "",
    ),
    "a call": (
        ("{{ area.name.upper() }}",),
        "A template cannot call functions: no brackets follow a name.",
        "{{ area.name.upper() }}",
        "Write the name alone.",
    ),
    "a file to include": (
        ("{% include 'other.docx' %}",),
        "'include' is not something that a template can do.",
        "{% include 'other.docx' %}",
        "A template knows if, elif, else, endif, for and endfor.",
    ),
    "a value set": (
        ("{% set team = area.spoc.team %}",),
        "'set' is not something that a template can do.",
        "{% set team = area.spoc.team %}",
        "A template knows if, elif, else, endif, for and endfor.",
    ),
    "rich text of docxtpl": (
        ("Dear {{r applicant_name }}",),
        "The form {{r … }} is not used in a template.",
        "Dear {{r applicant_name }}",
        "Write: {{ applicant_name }}",
    ),
    "a sub-document of docxtpl": (
        ("{{p area.name }}",),
        "The form {{p … }} is not used in a template.",
        "{{p area.name }}",
        "Write: {{ area.name }}",
    ),
    "blanks eaten by a minus": (
        ("{%- if third_party %}for someone{% endif %}",),
        "'{%-' and '-%}' are not used in a template.",
        "{%- if third_party %}for someone{% endif %}",
        "Write: {% if third_party %}",
    ),
    "a condition without its other half": (
        ("{{ reference if third_party }}",),
        "'… if …' in {{ }} must also say what else to print.",
        "{{ reference if third_party }}",
        "Add: else ''",
    ),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_tag_is_told_with_its_paragraph_and_what_to_write(what: str) -> None:
    lines, message, quoted, hint = BROKEN[what]
    found = we.problems(we.edited(we.template(LETTER), we.replaced(THANKS, *lines)), LETTER)
    assert [one.message for one in found if one.message == message], [str(one) for one in found]
    one = next(one for one in found if one.message == message)
    assert quoted in paragraph_of(one)
    assert hint in (one.hint or "")
    assert not is_notice(one)
    others = [str(other) for other in found if other is not one]
    assert others == [] or what in ("an unknown name in a condition", "a tag for rows outside of a table"), others


@pytest.mark.parametrize("what", [what for what in BROKEN if "not known" in what or "unknown name" in what])
def test_a_name_that_is_not_known_is_refused_by_a_final_letter(what: str, tmp_path: Path) -> None:
    own = tmp_path / "letter-1.docx"
    own.write_bytes(we.edited(we.template(LETTER), we.replaced(THANKS, *BROKEN[what][0])))
    final = resolve(document(LETTER), load_area(we.AREA), on=we.ON, mode="final", case=case())
    with pytest.raises(Refused) as refused:
        render(final, own=own)
    assert BROKEN[what][1] in [one.message for one in refused.value.problems]


def test_jinja_itself_refuses_a_name_that_is_not_known(tmp_path: Path) -> None:
    data = we.edited(we.template(LETTER), we.replaced(THANKS, "Call {{ area.spoc.telephone }}."))
    final = resolve(document(LETTER), load_area(we.AREA), on=we.ON, mode="final", case=case())
    with pytest.raises(Refused, match="telephone"):
        from_template(final, data)


def test_three_errors_are_told_at_once_in_the_order_of_the_file() -> None:
    data = we.edited(
        we.template(LETTER),
        we.replaced("Our reference: ", "Our reference: {{ refrence }}"),
        we.replaced(THANKS, "Call {{ area.spoc.phone } or write."),
        we.replaced("Yours sincerely", "Yours {% if third_party %}truly"),
    )
    assert [(one.message, paragraph_of(one), one.hint) for one in we.problems(data, LETTER)] == [
        (
            "'refrence' is not a name that this template can use.",
            "Our reference: {{ refrence }}",
            "Did you mean 'reference'?",
        ),
        (
            "A tag has half of its braces: “{{ area.spoc.phone }”.",
            "Call {{ area.spoc.phone } or write.",
            "Write: {{ area.spoc.phone }}",
        ),
        (
            "This condition is not closed: no 'endif' follows.",
            "Yours {% if third_party %}truly",
            "Write {% endif %} where it ends.",
        ),
    ]


def cell(*words: str) -> tuple[str, ...]:
    """A cell of a table: its paragraphs."""
    return words


LOOP, END, NAME = "{%tr for place in area.report_to %}", "{%tr endfor %}", "{{ place.name }}"


def test_a_loop_over_rows_is_understood() -> None:
    table = we.table((cell(LOOP), cell("")), (cell(NAME), cell("{{ place.phone }}")), (cell(END), cell("")))
    assert we.problems(we.edited(we.template(LETTER), we.after(THANKS, table)), LETTER) == ()


@pytest.mark.parametrize(
    ("rows", "message", "quoted"),
    [
        (
            [(cell("{% for place in area.report_to %}"), cell("{{ place.name }}{% endfor %}"))],
            "This loop begins in one cell of a table and ends in another.",
            "{% for place in area.report_to %}",
        ),
        (
            [(cell("{%p if third_party %}", "one"), cell("two", "{%p endif %}"))],
            "This condition begins in one cell of a table and ends in another.",
            "{%p if third_party %}",
        ),
        (
            [(cell(LOOP), cell("Phone")), (cell(NAME), cell("")), (cell(END), cell(""))],
            "The row of a {%tr … %} tag holds nothing else: the rest would be lost.",
            LOOP,
        ),
        (
            [(cell(LOOP), cell("")), (cell(NAME), cell("{% endfor %}"))],
            "It begins as {%tr for … %} and goes on as {% endfor %}: both must be of one kind.",
            "{% endfor %}",
        ),
        (
            [(cell(LOOP), cell("")), (cell("{{ place.nmae }}"), cell("")), (cell(END), cell(""))],
            "'place.nmae' is not a name that this template can use.",
            "{{ place.nmae }}",
        ),
    ],
)
def test_a_loop_that_does_not_fit_its_table_is_told(rows: list[Any], message: str, quoted: str) -> None:
    found = we.problems(we.edited(we.template(LETTER), we.after(THANKS, we.table(*rows))), LETTER)
    assert [(one.message, paragraph_of(one)) for one in found] == [(message, quoted)]


def test_a_loop_from_one_table_to_the_next_is_told() -> None:
    first, second = we.table((cell(LOOP),), (cell(NAME),)), we.table((cell("x"),), (cell(END),))
    found = we.problems(we.edited(we.template(LETTER), we.after(THANKS, first, second)), LETTER)
    assert [one.message for one in found] == ["This loop begins in one cell of a table and ends in another."]


# -- what Word does to tags
def test_curly_quotes_and_a_tag_in_five_runs_are_understood_and_print(tmp_path: Path) -> None:
    split = ("Our team: {", "{ area.", "spoc", ".te", "am\u00a0}}. ")
    curly = "{% if area.eligibility.anonymous == ‘refused’ %}Say who you are – it’s “safe”.{% endif %}"
    data = we.edited(we.template(LETTER), we.replaced(THANKS, split, curly))
    assert we.problems(data, LETTER) == ()
    (tmp_path / "letter-1.docx").write_bytes(data)
    made = render(we.blank(LETTER), own=tmp_path / "letter-1.docx")
    words = [one.text for one in docx.Document(io.BytesIO(made.data)).paragraphs]
    assert "Our team: Community Safety Team. " in words
    assert "Say who you are – it’s “safe”." in words


def test_a_tag_that_is_bold_in_part_is_used_with_the_look_of_its_beginning(tmp_path: Path) -> None:
    data = we.edited(we.template(LETTER), we.replaced(THANKS, ("{{ area.", "spoc", ".team }} can help."), bold=0))
    (found,) = we.problems(data, LETTER)
    assert found.message == "The tag {{ area.spoc.team }} is in several formats."
    assert paragraph_of(found) == "{{ area.spoc.team }} can help."
    assert is_notice(found)
    (tmp_path / "letter-1.docx").write_bytes(data)
    made = docx.Document(io.BytesIO(render(we.blank(LETTER), own=tmp_path / "letter-1.docx").data))
    (paragraph,) = [one for one in made.paragraphs if "can help" in one.text]
    assert [(run.text, bool(run.bold)) for run in paragraph.runs] == [
        ("Community Safety Team", True), (" can help.", False),
    ]  # fmt: skip


def test_tracked_changes_and_comments_are_a_notice(tmp_path: Path) -> None:
    def track(root: Any) -> None:
        place = we.paragraph(root, THANKS)
        gone = etree.SubElement(place, f"{we.W}ins", {f"{we.W}id": "900", f"{we.W}author": "Sam"})
        gone.append(we.run(" Ask {{ area.spoc.team }}."))

    parts = we.members(we.edited(we.template(LETTER), track))
    parts["word/comments.xml"] = f'<w:comments xmlns:w="{we.W[1:-1]}"><w:comment w:id="1"/></w:comments>'.encode()
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
    override = f'<Override PartName="/word/comments.xml" ContentType="{kind}"/></Types>'.encode()
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", override)
    data = we.packed(parts)
    found = we.problems(data, LETTER)
    assert [one.message for one in found] == [
        "The template has tracked changes.", "The template has comments. No document that is made of it has them.",
    ]  # fmt: skip
    assert all(is_notice(one) for one in found)
    (tmp_path / "letter-1.docx").write_bytes(data)
    made = docx.Document(io.BytesIO(render(we.blank(LETTER), own=tmp_path / "letter-1.docx").data))
    assert f"{THANKS} Ask Community Safety Team." in [one.text for one in made.paragraphs]


def test_what_only_looks_like_a_tag_is_left_alone() -> None:
    words = "We are 100% here {really}, see {1}, a set {x | x > 3} and f(x) = {y}."
    assert we.problems(we.edited(we.template(LETTER), we.replaced(THANKS, words)), LETTER) == ()


# -- places where Jinja does not run
def test_tags_in_attributes_links_and_field_codes_are_told() -> None:
    def spoil(root: Any) -> None:
        root.find(f".//{we.W}tblDescription").set(f"{we.W}val", "From {{ area.council.name }}")
        code = etree.SubElement(we.run(""), f"{we.W}instrText")
        code.text = " HYPERLINK {{ area.links.information }} "
        we.paragraph(root, THANKS).append(code.getparent())

    parts = we.members(we.edited(we.template(LETTER), spoil))
    link = (
        b'<Relationship Id="rId90" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"'
        b' Target="mailto:%7B%7B%20area.spoc.email%20%7D%7D" TargetMode="External"/></Relationships>'
    )
    rels = "word/_rels/document.xml.rels"
    parts[rels] = parts[rels].replace(b"</Relationships>", link)
    assert [one.message for one in we.problems(we.packed(parts), LETTER)] == [
        "A tag stands in the alternative text of a table: “From {{ area.council.name }}”.",
        "A tag stands in a field code of Word: “HYPERLINK {{ area.links.information }}”.",
        "A tag stands in the target of a link: “mailto:{{ area.spoc.email }}”.",
    ]


def test_a_fault_in_a_footer_says_so() -> None:
    data = we.edited(we.template(LETTER), we.replaced("footer.text", "{{ fotter.text }}"), part="word/footer1.xml")
    assert [(one.message, one.hint) for one in we.problems(data, LETTER)] == [
        ("In a footer: 'fotter' is not a name that this template can use.", "Did you mean 'footer.text'?")
    ]


# -- fields
@pytest.mark.parametrize(
    ("edits", "message", "quoted", "hint"),
    [
        (
            [we.retagged("victim.postcode", "victim.post_code")],
            "'victim.post_code' is not a field of this document.",
            "Postcode",
            "Did you mean 'victim.postcode'?",
        ),
        (
            [we.deleted("impact")],
            "The field 'impact' (Q6. How has the anti-social behaviour affected you, or the person you are acting "
            "for?) is nowhere in the template: nobody could answer it.",
            "",
            "Copy it from a fresh export of the template.",
        ),
        (
            [we.deleted("basis=other")],
            "The answer 'b – I am acting for the person affected, and their case meets the threshold.' has no box: "
            "the field 'basis=other' is nowhere.",
            "a – The anti-social behaviour affects me",
            "Copy it from a fresh export of the template.",
        ),
        (
            [we.copied_to("victim.email", "Before you start")],
            "The field 'victim.email' stands twice: a value can be typed in one place only.",
            "E-mail",
            "Delete one of the two.",
        ),
        (
            [
                we.deleted("incidents.#.date"),
                we.copied_to("victim.email", "Before you start", other="incidents.#.date"),
            ],
            "The field 'incidents.#.date' is of a row, and stands outside of the loop over these rows.",
            "Before you start",
            "Put it between {%p for row in rows.incidents %} and {%p endfor %}.",
        ),
        (
            [we.retagged("incidents.#.details", "incidents.details")],
            "The field 'incidents.details' stands in a loop without '#' for the number of its row.",
            "Incident details",
            "Write its tag as 'incidents.#.details'.",
        ),
        (
            [we.retagged("incidents.#.details", "incidents.1.details")],
            "The field 'incidents.1.details' has a number of its own: a row is numbered when the document is made.",
            "Incident details",
            "Write its tag as 'incidents.#.details', inside the loop.",
        ),
        (
            [we.retagged("impact", "")],
            "A field has no tag, so what is typed in it is not read.",
            "",
            "Select it, then Developer, Properties",
        ),
    ],
)
def test_fields_that_are_not_those_of_the_form_are_told(
    edits: list[we.Edit], message: str, quoted: str, hint: str
) -> None:
    found = we.problems(we.edited(we.template(FORM), *edits), FORM)
    assert message in [one.message for one in found]
    one = next(one for one in found if one.message == message)
    assert quoted in paragraph_of(one)
    assert hint in (one.hint or "")


def test_a_field_in_a_loop_that_is_not_of_its_rows_is_told() -> None:
    loop = ("{%p for place in area.report_to %}", "Where:", "{%p endfor %}")
    data = we.edited(
        we.template(LETTER), we.replaced(THANKS, *loop), we.copied_to("addressee", "Where:"),
        lambda root: we.deleted("addressee")(root),
    )  # fmt: skip
    assert [one.message for one in we.problems(data, LETTER)] == [
        "The field 'addressee' stands in a loop, so it would come more than once."
    ]


def test_a_template_whose_fields_all_lost_their_tags_is_one_problem() -> None:
    def strip(root: Any) -> None:
        for mark in list(root.iter(f"{we.W}tag")):
            mark.getparent().remove(mark)

    (found,) = we.problems(we.edited(we.template(FORM), strip), FORM)
    assert found.message.startswith("No field has a tag any more") and "LibreOffice" in found.message
    assert not is_notice(found)


def test_the_record_of_a_form_is_made_from_its_own_template_too(tmp_path: Path) -> None:
    own = tmp_path / "application-form.docx"
    own.write_bytes(we.template(FORM))
    final = resolve(document(FORM), load_area(we.AREA), on=we.ON, mode="final", case=case())
    made = docx.Document(io.BytesIO(render(final, own=own).data))
    assert "Noise and shouting at night." in " ".join(made.element.itertext())
    assert list(made.element.iter(f"{we.W}sdt")) == []


def test_a_tag_inside_a_field_is_told() -> None:
    def spoil(root: Any) -> None:
        next(we.control("addressee")(root).iter(f"{we.W}t")).text = "{{ applicant_name }}"

    (found,) = we.problems(we.edited(we.template(LETTER), spoil), LETTER)
    assert found.message == (
        "{{ applicant_name }} stands inside the field 'addressee', where what is typed replaces it."
    )
    assert found.hint == "Put it beside the field."


# -- the file itself
@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "The file is empty (0 bytes)."),
        (b"%PDF-1.7", "This is not a Word file but a PDF."),
        (b"\xd0\xcf\x11\xe0", "This is an older Word document (.doc)."),
    ],
)
def test_what_is_no_word_file_is_a_problem_and_no_crash(data: bytes, message: str) -> None:
    (found,) = we.problems(data, LETTER)
    assert found.message == message
    assert "sender" not in (found.hint or "")


def test_macros_pictures_from_elsewhere_and_damage_are_told() -> None:
    whole = we.template(LETTER)
    parts = we.members(whole)
    macros = we.packed({**parts, "word/vbaProject.bin": b"x"})
    outside = b'<Relationship Id="rId91" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships'
    outside += b'/image" Target="http://example.org/x.png" TargetMode="External"/></Relationships>'
    rels = "word/_rels/document.xml.rels"
    fetching = we.packed({**parts, rels: parts[rels].replace(b"</Relationships>", outside)})
    torn = we.packed({**parts, we.DOCUMENT: parts[we.DOCUMENT][:-40]})
    told = ((macros, "macros"), (fetching, "fetches a picture"), (torn, "well formed"), (whole[:3000], "damaged"))
    for data, said in told:
        (found,) = we.problems(data, LETTER)
        assert said in found.message


def test_a_document_that_was_made_is_no_template() -> None:
    found = we.problems(render(we.blank(LETTER)).data, LETTER)
    assert "This is a document that ctdocs made, not a template: its words are those of one area or one case." in [
        one.message for one in found
    ]


# -- in use
@pytest.mark.parametrize("name", [LETTER, FORM])
def test_a_template_with_a_sentence_a_logo_and_a_moved_table_is_used(name: str, tmp_path: Path) -> None:
    def move(root: Any) -> None:
        table = next(root.iter(f"{we.W}tbl"))
        after = next(one for one in root.iter(f"{we.W}p") if one.getparent() is table.getparent())
        after.addnext(table)

    first = THANKS if name == LETTER else "Ask us for an interpreter"
    data = we.edited(we.template(name), we.replaced(first, "We at {{ area.council.name }} are glad to help."), move)
    assert we.problems(data, name) == ()
    own = tmp_path / f"{name}.docx"
    own.write_bytes(data)
    png = bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da63fcffff3f030005fe02fe"
        "0def46b80000000049454e44ae426082"
    )
    resolved = dataclasses.replace(we.blank(name), look=Look("004411", png, "png", "Emblem"))
    made, ours = render(resolved, own=own), render(resolved)
    words = [one.text for one in docx.Document(io.BytesIO(made.data)).paragraphs]
    assert "We at Exampleshire District Council are glad to help." in words
    assert not any("Names that you can use" in one for one in words)
    assert {field.id: field.kind for field in made.form.fields} == {f.id: f.kind for f in ours.form.fields}
