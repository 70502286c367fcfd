"""What an area's own template holds that nobody should be sent, and what Word writes twice: the files that go out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from ctdocs.read.word import read_word
from ctdocs.render.docx.document import RenderedWord, render
from tests.outside import ooxml
from tests.render.samples import MODES, resolved
from tests.render.word import lines
from tests.render.wordedit import Edit, W, after, control, edited, members, new, packed, paragraph, table, template

NOTE = "INTERNAL NOTE do not send"
WHO = "Jo Officer"
BY = f'w:id="0" w:author="{WHO}" w:date="2026-01-01T00:00:00Z"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
SPACES = (
    f'xmlns:w="{W[1:-1]}" xmlns:mc="{MC}" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:r="{OFFICE}" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)
COMMENTS = {
    "comments": (f"{OFFICE}/comments", f"{WORD}.comments+xml", f'<w:comments {SPACES}><w:comment {BY}>'
                 f'<w:p><w:r><w:t>{NOTE}</w:t></w:r></w:p></w:comment></w:comments>'),
    "commentsExtended": ("http://schemas.microsoft.com/office/2011/relationships/commentsExtended",
                         f"{WORD}.commentsExtended+xml",
                         '<w15:commentsEx xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"/>'),
    "commentsIds": ("http://schemas.microsoft.com/office/2016/09/relationships/commentsIds",
                    f"{WORD}.commentsIds+xml",
                    '<w16cid:commentsIds xmlns:w16cid="http://schemas.microsoft.com/office/word/2016/wordml/cid"/>'),
    "people": ("http://schemas.microsoft.com/office/2011/relationships/people", f"{WORD}.people+xml",
               '<w15:people xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml">'
               f'<w15:person w15:author="{WHO}"/></w15:people>'),
}  # fmt: skip


def xml(text: str) -> Any:
    return etree.fromstring(f"<r {SPACES}>{text}</r>")[0]


def commented(data: bytes) -> bytes:
    """A letter on which an officer commented, with a picture in the comment, as Word saves it."""

    def mark(root: Any) -> None:
        first, *_ = (one for one in paragraph(root, "Thank you for your application").iter(f"{W}r"))
        first.addprevious(xml('<w:commentRangeStart w:id="0"/>'))
        reference = '<w:r><w:rPr><w:b/></w:rPr><w:commentReference w:id="0"/></w:r>'
        for one in (reference, '<w:commentRangeEnd w:id="0"/>'):
            first.addnext(xml(one))

    parts = members(edited(data, mark))
    relations = types = ""
    for name, (kind, content, part) in COMMENTS.items():
        parts[f"word/{name}.xml"] = part.encode()
        relations += f'<Relationship Id="c{name}" Type="{kind}" Target="{name}.xml"/>'
        types += f'<Override PartName="/word/{name}.xml" ContentType="{content}"/>'
    parts["word/media/note.png"] = b"\x89PNG\r\n\x1a\n" + NOTE.encode()
    parts["word/_rels/comments.xml.rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="i" Type="{OFFICE}/image" Target="media/note.png"/></Relationships>'
    ).encode()
    for name, more in (("word/_rels/document.xml.rels", relations), ("[Content_Types].xml", types)):
        head, end, tail = parts[name].rpartition(b"</")
        parts[name] = head + more.encode() + end + tail
    return packed(parts)


def box(inner: str) -> Any:
    """A paragraph with a text box, which Word writes twice."""
    return xml(
        '<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline><wp:extent cx="2000000" '
        'cy="700000"/><wp:docPr id="3" name="Text Box 3"/><a:graphic><a:graphicData '
        'uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/>'
        f"<wps:spPr/><wps:txbx><w:txbxContent>{inner}</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData>"
        "</a:graphic></wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent>"
        f"{inner}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )


def made(folder: Path, data: bytes, mode: str = "prefilled", document: str = "letter-1") -> tuple[RenderedWord, Path]:
    """The document from that template, and the file it is in."""
    own = folder / "own.docx"
    own.write_bytes(data)
    done = render(resolved(document, mode), own=own)
    path = folder / f"{mode}.docx"
    path.write_bytes(done.data)
    return done, path


@pytest.mark.parametrize("mode", MODES)
def test_comments_on_a_template_do_not_go_out(tmp_path: Path, mode: str) -> None:
    done, path = made(tmp_path, commented(template("letter-1")), mode)
    found = members(done.data)
    assert not [name for name, data in found.items() if NOTE.encode() in data or WHO.encode() in data]
    assert ooxml.traps(path) == []
    everything = b"".join(found.values())
    assert b"comments" not in everything and b"people" not in found["word/_rels/document.xml.rels"]
    plain, _ = made(tmp_path, template("letter-1"), mode)
    assert lines(done.data) == lines(plain.data)


@pytest.mark.needs("ooxml")
def test_a_file_from_a_template_with_comments_and_tracked_changes_is_sound(tmp_path: Path) -> None:
    _, path = made(tmp_path, edited(commented(template("letter-1")), *HISTORY))
    assert ooxml.check([path]) == {path: []}
    assert ooxml.traps(path) == []


def deleted_table(root: Any) -> None:
    gone = table((("gone",),))
    gone[0].insert(0, xml(f"<w:trPr><w:del {BY}/></w:trPr>"))
    paragraph(root, "Thank you for your application").addnext(gone)


def changed_cells(root: Any) -> None:
    line = table((("kept",), ("gone",), ("new",)))
    line.insert(0, xml('<w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr>'))
    line.insert(1, xml('<w:tblGrid><w:gridCol w:w="100"/><w:gridCol w:w="100"/></w:tblGrid>'))
    for cell, change in zip(line[2][1:], ("cellDel", "cellIns"), strict=True):
        cell.insert(0, xml(f"<w:tcPr><w:{change} {BY}/></w:tcPr>"))
    paragraph(root, "Thank you for your application").addnext(line)


HISTORY: tuple[Edit, ...] = (deleted_table, changed_cells)


def test_a_change_of_a_style_or_a_list_does_not_go_out_either(tmp_path: Path) -> None:
    def changed(root: Any) -> None:
        look = next(root.iter(f"{W}rPr"))
        look.append(xml(f"<w:rPrChange {BY}><w:rPr/></w:rPrChange>"))

    data = edited(template("letter-1"), changed, part="word/styles.xml")
    done, path = made(tmp_path, data)
    assert WHO.encode() not in b"".join(members(done.data).values())
    assert ooxml.traps(path) == []


def test_a_table_that_was_deleted_is_not_in_the_file(tmp_path: Path) -> None:
    done, path = made(tmp_path, edited(template("letter-1"), *HISTORY))
    said = lines(done.data)
    assert "gone" not in said and said.count("kept") == said.count("new") == 1
    assert ooxml.traps(path) == []


@pytest.mark.parametrize("condition", ["if draft", "for one in ()"])
def test_a_table_of_which_no_row_comes_is_not_in_the_file(tmp_path: Path, condition: str) -> None:
    statement = condition.partition(" ")[0]
    rows = table(((f"{{%tr {condition} %}}",),), (("one row",),), ((f"{{%tr end{statement} %}}",),))
    nested = table((("outer",),))
    nested[0][0].append(rows)
    plain, _ = made(tmp_path, template("letter-1"))
    for one in (rows, nested):
        done, path = made(tmp_path, edited(template("letter-1"), after("Thank you for your application", one)))
        assert ooxml.traps(path) == []
        assert "one row" not in lines(done.data)
        assert len(lines(done.data)) == len(lines(plain.data)) + (one is nested)


def test_a_value_in_a_text_box_stands_once_and_reads_back(tmp_path: Path) -> None:
    words = "<w:p><w:r><w:t>Your reference: {{ reference }}</w:t></w:r></w:p>"
    data = edited(template("letter-1"), after("Thank you for your application", box(words)))
    for mode, value in (("blank", None), ("prefilled", "CT-2026-014")):
        done, path = made(tmp_path, data, mode)
        _anchor, once = [line for line in lines(done.data) if line.startswith("Your reference: ")]
        assert once == f"Your reference: {value or '[Case reference]'}"
        read = read_word(path).fields["reference"]
        assert (read.value, read.status) == (value, "blank" if value is None else "certain")


def test_a_field_that_was_put_into_a_text_box_reads_back(tmp_path: Path) -> None:
    def moved(root: Any) -> None:
        field = control("addressee")(root)
        home = next(field.iterancestors(f"{W}p"))
        home.addnext(box(etree.tostring(home).decode()))
        home.getparent().replace(home, new("Where the address was"))

    data = edited(template("letter-1"), moved)
    _, blank = made(tmp_path, data, "blank")
    assert {one.status for one in read_word(blank).fields.values()} == {"blank"}
    _, path = made(tmp_path, data)
    values = resolved("letter-1", "prefilled").values
    read = {name: (one.value, one.status) for name, one in read_word(path).fields.items()}
    assert read["addressee"] == (values["addressee"], "certain")
    assert {status for _, status in read.values()} == {"certain"}
    again = edited(path.read_bytes(), saved_by_word)
    path.write_bytes(again)
    assert {name: (one.value, one.status) for name, one in read_word(path).fields.items()} == read


def saved_by_word(root: Any) -> None:
    """Word writes the second copy of each text box anew."""
    for choice in root.iter(f"{{{MC}}}Choice"):
        inner = etree.tostring(next(choice.iter(f"{W}txbxContent"))).decode()
        choice.addnext(xml(f"<mc:Fallback><w:pict><v:shape><v:textbox>{inner}</v:textbox></v:shape></w:pict></mc:Fallback>"))


@pytest.mark.parametrize("instead", [(), ("{%p else %}", "Words instead")])
def test_the_page_of_names_is_in_no_document_and_what_stands_beside_it_is(
    tmp_path: Path, instead: tuple[str, ...]
) -> None:
    def written(root: Any) -> None:
        end = [one for one in root.find(f"{W}body").iter(f"{W}p") if "endif" in "".join(one.itertext())][-1]
        for words in instead:
            end.addprevious(new(words))
        end.addnext(new("Words after"))

    plain, _ = made(tmp_path, template("letter-1"))
    done, _ = made(tmp_path, edited(template("letter-1"), written))
    assert lines(done.data) == [*lines(plain.data), *instead[1:], "Words after"]
    assert not any("Names that you can use" in line for line in lines(plain.data))
