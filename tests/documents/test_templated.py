"""A description as a template: what it prints stays a name, and what it decides stays a condition."""

import datetime as dt
import re

import pytest

from ctdocs.documents import blocks as b
from ctdocs.documents.catalogue import document, documents
from ctdocs.documents.names import known
from ctdocs.documents.resolve import resolve
from ctdocs.documents.templated import template_of, templated
from ctdocs.model.area import load_area
from ctdocs.model.data import data_root

DAY = dt.date(2026, 11, 20)


def codes(node: object) -> list[str]:
    """Every Jinja tag anywhere in the blocks, in order."""
    if isinstance(node, b.Code):
        return [node.source]
    if isinstance(node, str):
        return re.findall(r"\{[{%].*?[%}]\}", node)
    if isinstance(node, tuple):
        return [code for inner in node for code in codes(inner)]
    if hasattr(node, "__dataclass_fields__"):
        return [code for name in node.__dataclass_fields__ for code in codes(getattr(node, name))]
    return []


@pytest.mark.parametrize("name", documents())
def test_every_tag_of_the_description_is_in_the_template(name: str) -> None:
    """As often as in the file, loops and conditions in pairs."""
    (path,) = data_root("templates").rglob(f"{name}.yaml")
    source = re.sub(r"^\s*#.*$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    source = re.sub(r"^only_if:\n(?: .*\n)*", "", source, flags=re.MULTILINE)  # what a refusal says
    written = [" ".join(tag.split()) for tag in re.findall(r"\{[{%].*?[%}]\}", source, re.DOTALL)]
    found = codes(templated(document(name), "en").blocks)
    # What ctdocs puts into every letter by itself stands in no file; titles stand apart from the blocks.
    assert [tag for tag in written if tag not in found and tag not in templated(document(name), "en").title] == []
    assert sum("{% if" in tag for tag in found) == sum("{% endif" in tag for tag in found)
    assert sum("{% for" in tag for tag in found) == sum("{% endfor" in tag for tag in found)


def test_the_condition_of_a_block_stands_around_it() -> None:
    blocks = templated(document("letter-1"), "en").blocks
    texts = [b.plain(block.text) if isinstance(block, b.Paragraph) else "" for block in blocks]
    start = texts.index("{% if third_party %}")
    assert "Person affected" in texts[start + 1]
    assert texts[start + 2] == "{% endif %}"


def test_a_loop_in_a_list_stands_between_its_items() -> None:
    blocks = templated(document("letter-1"), "en").blocks
    loop = next(i for i, x in enumerate(blocks) if isinstance(x, b.Paragraph) and "for place" in b.plain(x.text))
    item = blocks[loop + 1]
    assert isinstance(item, b.ListBlock)
    assert "{{ place.name }}" in b.plain(item.items[0])


def test_bold_goes_on_through_a_name() -> None:
    blocks = templated(document("letter-1"), "en").blocks
    paragraph = next(x for x in blocks if isinstance(x, b.Paragraph) and "by {{ clocks.decide.due" in b.plain(x.text))
    assert [x.bold for x in paragraph.text if isinstance(x, b.Code) and "due" in x.source] == [True]


def test_a_record_has_no_advice_on_filling_in() -> None:
    whole = templated(document("application-form"), "en").blocks
    record = templated(document("application-form"), "en", record=True).blocks
    headings = [b.plain(x.text) for x in record if isinstance(x, b.Heading)]
    assert "How to fill in this form" in [b.plain(x.text) for x in whole if isinstance(x, b.Heading)]
    assert "How to fill in this form" not in headings


def test_every_known_name_can_be_printed() -> None:
    """What the last page of a template lists is what its text can use, and each name says what it is now."""
    resolved = resolve(document("letter-1"), load_area("example/exampleshire"), on=DAY)
    found = {one.name: one for one in known(resolved.names)}
    assert found["area.spoc.team"].shown == "Community Safety Team"
    assert found["clocks.decide.period"].shown == "15 working days"
    assert found["area.report_to"].members == ("name", "phone", "website")
    assert found["reference"].shown == ""
    assert template_of(resolved).mode == "template"


def test_a_condition_right_behind_bold_words_does_not_undo_them() -> None:
    """To Markdown a tag is no blank, and “.**{% if” would leave the asterisks standing."""
    blocks = templated(document("letter-6"), "en").blocks
    paragraph = next(x for x in blocks if isinstance(x, b.Paragraph) and "An action plan is" in b.plain(x.text))
    assert b.Text("An action plan is with this letter.", bold=True) in paragraph.text
    assert "\u205f" not in b.plain(paragraph.text)
    assert not any("*" in b.plain(x.text) for x in blocks if isinstance(x, b.Paragraph))
