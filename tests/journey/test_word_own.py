"""An area's own wording, from end to end: a template is exported, changed in Word, used, filled in and read back.

The officer changes a sentence, puts the council's own logo on the first page, and moves a table.
"""

from __future__ import annotations

import io
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from docx.oxml import parse_xml
from lxml import etree

from ctdocs.read.word import read_word
from ctdocs.render.docx.checking.problems import is_notice
from ctdocs.render.docx.document import render
from ctdocs.render.office import Converted, to_pdf
from tests.outside import ooxml, poppler
from tests.read.returned_word import Sent
from tests.render.samples import MODES, resolved
from tests.render.word import lines
from tests.render.wordedit import Edit, W, control, edited, members, new, packed, paragraph, problems, template

needs = pytest.mark.needs
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
ALONE = "This stands between two tables."


@dataclass(frozen=True)
class Change:
    """What is done to one template: ``said`` becomes ``says`` and then reads as ``shown``; the table of
    ``field`` goes behind ``place``.
    """

    said: str
    says: str
    shown: str
    field: str
    place: str


CHANGES = {
    "letter-1": Change(
        "Thank you for your application. We", "Here at {{ area.name }} we are glad that you wrote. We",
        "Here at Exampleshire we are glad that you wrote. We have received it.", "addressee", "Date: ",
    ),
    "application-form": Change(
        "Tell us what you would like to happen", "{{ area.council.name }} asks what you would like to happen",
        "Exampleshire District Council asks what you would like to happen", "victim.name",
        "Add anything else that will help us",
    ),
}  # fmt: skip
DOCUMENTS = tuple(CHANGES)
each = pytest.mark.parametrize("document", DOCUMENTS)
every = pytest.mark.parametrize(("document", "mode"), [(one, mode) for one in DOCUMENTS for mode in MODES])


def png() -> bytes:
    """A picture of the officer's own: 6 by 2 points, all of one red."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"\xc0\x10\x20" * 6 for _ in range(2))
    head = struct.pack(">IIBBBBB", 6, 2, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def picture(root: Any) -> None:
    """A paragraph with the logo at the top of the first page, as Word writes it."""
    root.find(f"{W}body").insert(
        0,
        etree.fromstring(
            f'<w:p xmlns:w="{W[1:-1]}" xmlns:r="{OFFICE}" xmlns:a="{DRAWING}/main" xmlns:pic="{DRAWING}/picture" '
            f'xmlns:wp="{DRAWING}/wordprocessingDrawing"><w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" '
            'distR="0"><wp:extent cx="1080000" cy="360000"/><wp:docPr id="1" name="Picture 1" descr="Our emblem"/>'
            f'<a:graphic><a:graphicData uri="{DRAWING}/picture"><pic:pic><pic:nvPicPr>'
            '<pic:cNvPr id="1" name="emblem.png"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip '
            'r:embed="rIdOwn"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" '
            'y="0"/><a:ext cx="1080000" cy="360000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
            "</pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
        ),
    )


def reworded(change: Change) -> Edit:
    def edit(root: Any) -> None:
        words = next(one for one in paragraph(root, change.said).iter(f"{W}t") if change.said in (one.text or ""))
        words.text = words.text.replace(change.said, change.says)

    return edit


def moved(change: Change) -> Edit:
    def edit(root: Any) -> None:
        table = list(control(change.field)(root).iterancestors(f"{W}tbl"))[-1]
        place = paragraph(root, change.place)
        place.addnext(new(ALONE))
        place.addnext(table)

    return edit


def changed(document: str) -> bytes:
    """The template after the officer saved it."""
    change = CHANGES[document]
    parts = members(edited(template(document), reworded(change), moved(change), picture))
    relations = "word/_rels/document.xml.rels"
    one = f'<Relationship Id="rIdOwn" Type="{OFFICE}/image" Target="media/emblem.png"/>'
    parts[relations] = parts[relations].replace(b"</Relationships>", one.encode() + b"</Relationships>")
    return packed({**parts, "word/media/emblem.png": png()})


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("own")


@pytest.fixture(scope="module")
def used(folder: Path) -> dict[tuple[str, str], Path]:
    """The documents that are made of the officer's templates, and each blank one filled in as Word saves it."""
    made = {}
    for document in DOCUMENTS:
        own = folder / f"{document}.docx"
        own.write_bytes(changed(document))
        for mode in MODES:
            done = render(resolved(document, mode), own=own)
            made[document, mode] = folder / f"{document}-{mode}.docx"
            made[document, mode].write_bytes(done.data)
            if mode == "blank":
                sent = Sent(made=done)
                sent.fill()
                made[document, "filled"] = sent.save(folder / f"{document}-filled.docx")
    return made


@pytest.fixture(scope="module")
def drawn(used: dict[tuple[str, str], Path], folder: Path) -> Converted:
    return to_pdf(list(used.values()), folder / "drawn")


@each
def test_the_changed_template_is_found_right(document: str) -> None:
    assert [one.message for one in problems(changed(document), document) if not is_notice(one)] == []


@every
def test_the_document_has_what_the_officer_changed(
    used: dict[tuple[str, str], Path], document: str, mode: str
) -> None:
    change, data = CHANGES[document], used[document, mode].read_bytes()
    said = lines(data)
    assert sum(change.shown in line for line in said) == 1 and not any(change.said in line for line in said)
    body = parse_xml(members(data)["word/document.xml"])
    blip = next(body.iter(f"{{{DRAWING}/main}}blip"))
    relations = etree.fromstring(members(data)["word/_rels/document.xml.rels"])
    target = next(one.get("Target") for one in relations if one.get("Id") == blip.get(f"{{{OFFICE}}}embed"))
    assert members(data)[f"word/{target}"] == png()
    top = [one for one in body.find(f"{W}body") if one.tag in (f"{W}p", f"{W}tbl")]
    at = next(number for number, one in enumerate(top) if one.tag == f"{W}p" and ALONE in "".join(one.itertext()))
    assert top[at - 1].tag == f"{W}tbl" and change.place in "".join(top[at - 2].itertext())


@each
def test_what_is_filled_in_reads_back(used: dict[tuple[str, str], Path], document: str, tmp_path: Path) -> None:
    done = render(resolved(document), own=used[document, "blank"].with_name(f"{document}.docx"))
    sent = Sent(made=done)
    expected = sent.fill()
    reading = sent.read(tmp_path)
    assert {field.id for field in done.form.fields} == set(expected)
    assert {name: one.value for name, one in reading.fields.items()} == expected
    assert {name: one.reason for name, one in reading.fields.items() if one.status != "certain"} == {}


@each
def test_what_we_filled_in_reads_back(used: dict[tuple[str, str], Path], document: str) -> None:
    values, reading = resolved(document, "prefilled").values, read_word(used[document, "prefilled"])
    assert {name for name, one in reading.fields.items() if one.status not in ("certain", "blank")} == set()
    read = {name: "yes" if one.value is True else one.value for name, one in reading.fields.items() if one.value}
    assert read == {name: value for name, value in values.items() if name in reading.fields} != {}


@needs("ooxml")
def test_the_files_keep_to_the_schemas(used: dict[tuple[str, str], Path]) -> None:
    issued = [path for (_, mode), path in used.items() if mode != "filled"]
    assert ooxml.check(issued) == {path: [] for path in issued}
    assert {path.name: ooxml.traps(path) for path in issued} == {path.name: [] for path in issued}


@needs("libreoffice", "poppler")
@pytest.mark.parametrize("way", [*MODES, "filled"])
@each
def test_libreoffice_shows_the_sentence_and_the_picture(
    used: dict[tuple[str, str], Path], drawn: Converted, document: str, way: str
) -> None:
    assert drawn.failed == {}
    path = drawn.made[used[document, way]]
    said = " ".join(poppler.text(path).split())
    assert CHANGES[document].shown in said and ALONE in said and "Names that you can use" not in said
    if way == "filled":
        assert "Siân & <“Łódź”>" in said
    with pikepdf.open(io.BytesIO(path.read_bytes())) as pdf:
        drawings: Any = pdf.pages[0].obj.Resources.XObject
        (image,) = [one for one in drawings.values() if one.get("/Width") == 6]
        assert image.read_bytes()[:3] == b"\xc0\x10\x20"
