"""The adapters for Word files themselves, on a small file made by hand: what they type, save, draw and judge."""

from __future__ import annotations

import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml

from tests.outside import libreoffice, ooxml, poppler, tools
from tests.outside.libreoffice import Typing, Way

needs = pytest.mark.needs

SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)
TICK = (
    '<w14:checkbox><w14:checked w14:val="0"/><w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
    '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox>'
)
DATE = '<w:date><w:dateFormat w:val="dd/MM/yyyy"/><w:lid w:val="en-GB"/></w:date>'
FIELDS = {"name": ("<w:text/>", "Type here"), "date": (DATE, "Choose a date"), "agree": (TICK, "☐")}


def form(path: Path, *, spoilt: tuple[str, str] = ("", "")) -> Path:
    """A Word file with a control for text, one for a date and a tick box, each in a cell with its bookmark."""
    file = docx.Document()
    table = file.add_table(len(FIELDS), 2)
    for number, (name, (kind, shown)) in enumerate(FIELDS.items()):
        table.cell(number, 0).text = f"Label of {name}"
        paragraph = (
            f'<w:p {SPACES}><w:bookmarkStart w:id="{number}" w:name="ctd_{name}"/><w:sdt><w:sdtPr>'
            f'<w:alias w:val="{name}"/><w:tag w:val="{name}"/><w:id w:val="{1000 + number}"/>{kind}</w:sdtPr>'
            f"<w:sdtContent><w:r><w:t>{shown}</w:t></w:r></w:sdtContent></w:sdt>"
            f'<w:bookmarkEnd w:id="{number}"/></w:p>'
        )
        cell = table.cell(number, 1)._tc
        cell.replace(cell.p_lst[0], parse_xml(paragraph.replace(*spoilt) if spoilt[0] else paragraph))
    file.save(str(path))
    return path


def body(path: Path) -> str:
    with zipfile.ZipFile(path) as package:
        return package.read("word/document.xml").decode()


@needs("uno", "poppler")
@pytest.mark.parametrize("way", ["inside", "over"])
def test_what_is_typed_stands_in_the_saved_file(tmp_path: Path, way: Way) -> None:
    source, target = form(tmp_path / "form.docx"), tmp_path / "typed.docx"
    before = source.read_bytes()
    values: dict[str, str | bool] = {"ctd_name": "Siân & <Ŵyn>", "ctd_date": "06/05/2026", "ctd_agree": True}
    libreoffice.typed([Typing(source, target, values, way)])
    assert source.read_bytes() == before
    drawn = libreoffice.pdf([target], tmp_path / "drawn")[target]
    assert " ".join(poppler.text(drawn).split()) == (
        "Label of name Siân & <Ŵyn> Label of date 06/05/2026 Label of agree ☒"
    )
    assert ('w14:checked w14:val="1"' in body(target)) is (way == "inside")
    assert ("<w:text/>" in body(target)) is (way == "inside")


@needs("uno")
def test_a_bookmark_that_is_not_there_is_told(tmp_path: Path) -> None:
    source = form(tmp_path / "form.docx")
    with pytest.raises(tools.OutsideError, match="no bookmark ctd_nobody"):
        libreoffice.typed([Typing(source, tmp_path / "typed.docx", {"ctd_nobody": "x"})])


@needs("libreoffice")
def test_libreoffice_saves_a_sound_file_and_names_a_broken_one(tmp_path: Path) -> None:
    source, broken = form(tmp_path / "form.docx"), tmp_path / "broken.docx"
    saved = libreoffice.docx([source], tmp_path / "saved")[source]
    assert all(f'w:name="ctd_{name}"' in body(saved) for name in FIELDS)
    assert "<w:tag " not in body(saved)  # it drops them all: nothing may rest on tags alone
    broken.write_bytes(source.read_bytes()[:5000])
    with pytest.raises(tools.OutsideError, match=r"broken\.docx"):
        libreoffice.pdf([broken], tmp_path / "drawn")


@needs("ooxml")
def test_the_sdk_finds_a_sound_file_sound_and_says_what_is_wrong_with_others(tmp_path: Path) -> None:
    sound = form(tmp_path / "sound.docx")
    unknown = form(tmp_path / "unknown.docx", spoilt=("<w:sdtContent><w:r>", "<w:sdtContent><w:r><w:colour/>"))
    state = form(tmp_path / "state.docx", spoilt=('w14:checked w14:val="0"', 'w14:checked w14:val="maybe"'))
    cut = tmp_path / "cut.docx"
    cut.write_bytes(sound.read_bytes()[:5000])
    judged = ooxml.check([sound, unknown, state, cut])
    assert judged[sound] == []
    assert "/word/document.xml" in judged[unknown][0] and "colour" in judged[unknown][0]
    assert "maybe" in judged[state][0]
    assert "corrupted" in judged[cut][0]


@pytest.mark.parametrize(
    ("spoilt", "said"),
    [
        (("", ""), ""),
        (('<w:alias w:val="date"/><w:tag w:val="date"/>', '<w:tag w:val="date"/><w:alias w:val="date"/>'), "order"),
        (('w:val="1001"', 'w:val="1000"'), "sdtPr id 1000 stands 2 times"),
        (('w:name="ctd_date"', 'w:name="CTD_NAME"'), "bookmarkStart name ctd_name stands 2 times"),
        (('<w:tag w:val="date"/>', f'<w:tag w:val="{"d" * 65}"/>'), "is longer than 64"),
        (('<w:bookmarkEnd w:id="1"/>', ""), "in pairs"),
        (("<w:r><w:t>Choose", '<w:r><w:rPr><w:rStyle w:val="Nowhere"/></w:rPr><w:t>Choose'), "no style Nowhere"),
        (('<w:bookmarkEnd w:id="1"/>', '<w:bookmarkEnd w:id="1"/><w:ins w:id="9" w:author="A"/>'), "change: ins"),
        (('<w:bookmarkEnd w:id="1"/>', '<w:bookmarkEnd w:id="1"/><w:commentRangeEnd w:id="0"/>'), "mark of a comment"),
    ],
)
def test_what_the_sdk_lets_pass_is_found(tmp_path: Path, spoilt: tuple[str, str], said: str) -> None:
    found = ooxml.traps(form(tmp_path / "form.docx", spoilt=spoilt))
    assert [said in one for one in found] == ([True] if said else [])


def test_a_table_without_rows_and_a_row_without_cells_are_found(tmp_path: Path) -> None:
    file = docx.Document()
    file.add_table(0, 1)
    row = file.add_table(1, 1).rows[0]._tr
    row.remove(row.tc_lst[0])
    file.save(str(tmp_path / "rows.docx"))
    assert ooxml.traps(tmp_path / "rows.docx") == ["a table has no rows", "a row has no cells"]


def test_comments_are_found(tmp_path: Path) -> None:
    path = form(tmp_path / "form.docx")
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("word/commentsExtended.xml", "<x/>")
    assert ooxml.traps(path) == ["there are comments: word/commentsExtended.xml"]


def test_a_cell_without_a_paragraph_is_found(tmp_path: Path) -> None:
    file = docx.Document()
    cell = file.add_table(1, 1).cell(0, 0)._tc
    cell.remove(cell.p_lst[0])
    file.save(str(tmp_path / "cell.docx"))
    assert ooxml.traps(tmp_path / "cell.docx") == ["a cell ends with tcPr, not with a paragraph"]
