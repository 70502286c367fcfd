"""Tags as Word leaves them in a file: found whole, with what stands around them untouched."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import etree

from ctdocs.render.docx.tags import found, normalise, text_of

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def part(body: str) -> Any:
    """A document whose body holds that XML."""
    return etree.fromstring(f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>')


def run(text: str, looks: str = "", rsid: str = "00A1") -> str:
    looks = f"<w:rPr>{looks}</w:rPr>" if looks else ""
    return f'<w:r w:rsidR="{rsid}">{looks}<w:t xml:space="preserve">{text}</w:t></w:r>'


def texts(root: Any) -> list[str]:
    return ["".join(t.text or "" for t in r.iter(f"{{{W}}}t")) for r in root.iter(f"{{{W}}}r")]


def sources(root: Any) -> list[str]:
    return [tag.source for tag in found(root)]


def test_a_tag_in_five_runs_ends_up_in_the_first_of_them() -> None:
    noise = '<w:proofErr w:type="spellStart"/><w:bookmarkStart w:id="1" w:name="_GoBack"/><w:bookmarkEnd w:id="1"/>'
    start = run("Call {", "<w:b/>", "1") + noise + run("{ area.", rsid="2") + run("sp", rsid="3")
    root = part(f"<w:p>{start}{run('oc.pho', '<w:i/>')}{run('ne }} now.', rsid='5')}</w:p>")
    normalise(root)
    assert texts(root) == ["Call {{ area.spoc.phone }}", " now."]
    bold = [bool(list(r.iter(f"{{{W}}}b"))) for r in root.iter(f"{{{W}}}r")]
    assert bold == [True, False]
    assert list(root.iter(f"{{{W}}}proofErr")) == []
    again = etree.tostring(root)
    normalise(root)
    assert etree.tostring(root) == again


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("{% if basis == ‘other’ %}", "{% if basis == 'other' %}"),
        ("{% if basis == “other” %}", '{% if basis == "other" %}'),
        ("{% if basis == „other“ %}", '{% if basis == "other" %}'),
        ("{% if basis == « other » %}", '{% if basis == " other " %}'),
        ("{{\u00a0area.name\u202f|\u2009long_date }}", "{{ area.name | long_date }}"),
        ("{{ area.\u200bname\ufeff }}", "{{ area.name }}"),
        ("{# it’s a remark #}", "{# it's a remark #}"),
    ],
)
def test_what_word_corrects_in_a_tag_is_put_right_and_only_there(written: str, meant: str) -> None:
    before, after = "It’s “so” « here »\u00a0", " – it’s “so”"
    root = part(f"<w:p>{run(before + written + after)}</w:p>")
    normalise(root)
    assert texts(root) == [before + meant + after]


def test_tabs_and_line_breaks_within_a_tag_are_blanks_and_others_stay() -> None:
    root = part(
        "<w:p><w:r><w:t>a</w:t><w:tab/><w:t>{{ area.name</w:t><w:br/><w:t>| one_line }}</w:t><w:br/>"
        "<w:t>z</w:t></w:r></w:p>"
    )
    normalise(root)
    (paragraph,) = root.iter(f"{{{W}}}p")
    assert text_of(paragraph) == "a\t{{ area.name | one_line }}\nz"


def test_tags_in_tables_controls_and_text_boxes_are_found_once_each() -> None:
    box = f"<w:txbxContent><w:p>{run('{{ in')}{run('_box }}')}</w:p></w:txbxContent>"
    root = part(
        f"<w:sdt><w:sdtContent><w:p>{run('{{ in')}{run('_control }}')}</w:p></w:sdtContent></w:sdt>"
        f"<w:tbl><w:tr><w:tc><w:p>{run('{{ in_')}{run('cell }}')}</w:p></w:tc></w:tr></w:tbl>"
        f"<w:p>{run('{{ be')}<w:r><mc:AlternateContent xmlns:mc='{MC}'><mc:Choice Requires='wps'>"
        f"<w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
        f"</mc:AlternateContent></w:r>{run('side }}')}</w:p>"
    )
    normalise(root)
    assert sources(root) == ["{{ in_control }}", "{{ in_cell }}", "{{ beside }}", "{{ in_box }}"]
    assert [t.text for t in root.iter(f"{{{W}}}t")].count("{{ in_box }}") == 1, "the copy for old programs is gone"


def test_a_copy_for_old_programs_stays_where_it_is_a_picture_or_all_there_is() -> None:
    def shown(choice: str, fallback: str) -> str:
        return (
            f"<w:p><w:r><mc:AlternateContent xmlns:mc='{MC}'>{choice}<mc:Fallback>{fallback}</mc:Fallback>"
            "</mc:AlternateContent></w:r></w:p>"
        )

    drawing, picture = "<mc:Choice Requires='aink'><w:drawing/></mc:Choice>", "<w:pict/>"
    text = f"<w:pict><w:txbxContent><w:p>{run('only here')}</w:p></w:txbxContent></w:pict>"
    root = part(shown(drawing, picture) + shown("", text))
    before = etree.tostring(root)
    normalise(root)
    assert etree.tostring(root) == before


def test_half_a_tag_takes_nothing_of_the_next_one() -> None:
    root = part(f"<w:p>{run('{{ area.name and {{ ar')}{run('ea.id }} end')}</w:p>")
    normalise(root)
    assert sources(root) == ["{{ area.id }}"]


def test_a_tag_knows_its_paragraph_shortened_around_it() -> None:
    before, after = "If you have any questions " * 6, " during office hours on any working day" * 4
    root = part(f"<w:p>{run(before + '{{ area.spoc.phone }}' + after)}</w:p>")
    (tag,) = found(root, "word/header1.xml")
    assert tag.part == "word/header1.xml"
    assert len(tag.paragraph) <= 84
    assert tag.paragraph.startswith("…") and tag.paragraph.endswith("…") and " {{ area.spoc.phone }} " in tag.paragraph


def test_a_file_without_tags_stays_as_it_is() -> None:
    root = part(f"<w:p w:rsidR='1'>{run('one', '<w:b/>')}{run('“two” {3}')}<w:r><w:tab/></w:r></w:p>")
    before = etree.tostring(root)
    normalise(root)
    assert etree.tostring(root) == before
