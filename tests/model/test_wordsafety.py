"""Word files from outside: what is opened, and what is refused with a sentence."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping

import docx
import pytest

from ctdocs.errors import Refused
from ctdocs.model import wordsafety
from ctdocs.model.wordsafety import main_part, open_package

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="' + OFFICE + '"'
Parts = dict[str, bytes]


def sound() -> Parts:
    """A Word file's members, as python-docx makes them."""
    target = io.BytesIO()
    docx.Document().save(target)
    with zipfile.ZipFile(target) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return target.getvalue()


def related(kind: str, target: str, mode: str = "External") -> Callable[[Parts], None]:
    """Gives the document one more relationship, rId99."""

    def change(parts: Parts) -> None:
        one = f'<Relationship Id="rId99" Type="{OFFICE}/{kind}" Target="{target}" TargetMode="{mode}"/>'
        name = "word/_rels/document.xml.rels"
        parts[name] = parts[name].replace(b"</Relationships>", f"{one}</Relationships>".encode())

    return change


def written(text: str) -> Callable[[Parts], None]:
    """Puts XML at the start of the document's body."""

    def change(parts: Parts) -> None:
        parts["word/document.xml"] = f"<w:document {W}><w:body>{text}</w:body></w:document>".encode()

    return change


def field(*pieces: str) -> str:
    said = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
    begin, separate, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    return f"<w:p>{begin}{said}{separate}<w:r><w:t>x</w:t></w:r>{end}</w:p>"


def part(name: str, content: bytes) -> Callable[[Parts], None]:
    return lambda parts: parts.update({name: content})


def recoded(encoding: str) -> Callable[[Parts], None]:
    """The text in another encoding, with a field that runs a program: no look at its bytes finds it."""

    def change(parts: Parts) -> None:
        written(field(" DDEAUTO c:\\cmd.exe "))(parts)
        text = parts["word/document.xml"].decode().replace('encoding="UTF-8"', f'encoding="{encoding}"')
        parts["word/document.xml"] = text.encode(encoding)

    return change


def both(*changes: Callable[[Parts], None]) -> Callable[[Parts], None]:
    def change(parts: Parts) -> None:
        for one in changes:
            one(parts)

    return change


def refusal(data: bytes) -> str:
    with pytest.raises(Refused) as told:
        open_package(data)
    assert told.value.hint
    return told.value.message


def test_a_sound_file_is_opened_part_by_part() -> None:
    parts = sound()
    assert open_package(packed(parts)) == parts
    assert main_part(parts) == "word/document.xml"


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(related("hyperlink", "https://www.example.org/"), id="hyperlink"),
        pytest.param(
            both(related("hyperlink", "https://example.org/"), written('<w:p><w:hyperlink r:id="rId99"/></w:p>')),
            id="hyperlink in use",
        ),
        pytest.param(written(field(" PAGE ")), id="page number"),
        pytest.param(written(field(' HYPERLINK "https://www.example.org/link" ')), id="link to a page called link"),
        pytest.param(part("word/media/image1.png", b"\x89PNG<!DOCTYPE"), id="picture"),
    ],
)
def test_what_does_no_harm_passes(change: Callable[[Parts], None]) -> None:
    parts = sound()
    change(parts)
    assert open_package(packed(parts)) == parts


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param(related("image", "http://example.org/x.png"), "fetches a picture", id="picture elsewhere"),
        pytest.param(related("attachedTemplate", "file:///x.dotm"), "fetches a template", id="template elsewhere"),
        pytest.param(related("frame", "http://example.org/"), "fetches frame", id="frame elsewhere"),
        pytest.param(related("aFChunk", "chunk.htm", "Internal"), "another document inside", id="document inside"),
        pytest.param(
            both(
                related("hyperlink", "http://example.org/x.png"),
                written('<w:p><w:r><w:pict r:link="rId99"/></w:r></w:p>'),
            ),
            "fetches content from elsewhere",
            id="picture that calls itself a hyperlink",
        ),
        pytest.param(written(field(' INCLUDE', 'TEXT "http://x/"')), "its field INCLUDETEXT", id="field in two pieces"),
        pytest.param(written('<w:fldSimple w:instr=" dde x y "/>'), "its field DDE", id="simple field"),
        pytest.param(part("word/vbaProject.bin", b"x"), "holds macros", id="macros"),
        pytest.param(part("word/activeX/activeX1.xml", b"<x/>"), "ActiveX", id="ActiveX"),
        pytest.param(part("word/a.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a/>'), "defines entities", id="entities"),
        pytest.param(
            part("word/a.xml", "<!DOCTYPE a><a/>".encode("utf-16")), "encoding", id="entities in UTF-16"
        ),
        pytest.param(
            part("word/a.xml", b'<?xml version="1.0" encoding="UTF-7"?><a/>'), "encoding", id="another encoding"
        ),
        pytest.param(recoded("utf-16"), "encoding", id="text in UTF-16"),
        pytest.param(recoded("utf-16-le"), "encoding", id="text in UTF-16 without a mark"),
        pytest.param(recoded("utf-16-be"), "encoding", id="the other way round"),
        pytest.param(recoded("utf-32"), "encoding", id="text in UTF-32"),
        pytest.param(recoded("cp037"), "encoding", id="text in EBCDIC"),
        pytest.param(part("word/document.bin", "<a/>".encode("utf-16")), "encoding", id="under another name"),
        pytest.param(related("image", "http://example.org/x.png", "external"), "fetches a picture", id="small letters"),
        pytest.param(related("image", "http://example.org/x.png", "Outside"), "fetches a picture", id="another mode"),
        pytest.param(related("image", "http://example.org/x.png", "Internal"), "fetches a picture", id="within"),
        pytest.param(related("image", "\\\\server\\x.png", "Internal"), "fetches a picture", id="on a server"),
        pytest.param(written("<w:p>" * 240 + "</w:p>" * 240), "nested in one another", id="deep"),
        pytest.param(written("<w:sdt>" * 100_000 + "</w:sdt>" * 100_000), "nested in one another", id="very deep"),
        pytest.param(written("<w:p><w:r><w:t>x</w:t></w:r></w:p>" * 400_000), "more than 600,000 elements", id="long"),
        pytest.param(written("<w:p/>" * 600_000), "more than 600,000 elements", id="long and empty"),
        pytest.param(part("word/DOCUMENT.xml", b"<a/>"), "names", id="two parts of one name"),
        pytest.param(part("../evil.xml", b"<a/>"), "names", id="name that leaves the file"),
        pytest.param(part("word/_rels/a.xml.rels", b"<a"), "cannot be read", id="broken relationships"),
    ],
)
def test_what_runs_or_is_fetched_or_unfolds_is_refused(change: Callable[[Parts], None], said: str) -> None:
    parts = sound()
    change(parts)
    assert said in refusal(packed(parts))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"%PDF-1.7", "but a PDF"),
        (b"{\\rtf1 x}", "rich text"),
        (b"\xff\xd8\xff", "photograph"),
        (b"\xd0\xcf\x11\xe0 old", "older Word document"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"PK\x03\x04 cut", "damaged"),
        (packed({"a.txt": b"x"}), "another ZIP file"),
        (packed({"[Content_Types].xml": b"<a>spreadsheetml</a>"}), "an Excel workbook"),
        (packed({"mimetype": b"application/vnd.oasis.opendocument.text"}), "OpenDocument"),
    ],
)
def test_what_is_no_word_file_is_told(data: bytes, said: str) -> None:
    assert said in refusal(data)


def test_what_unfolds_beyond_the_limits_is_stopped() -> None:
    assert "unfolds" in refusal(packed({**sound(), "word/media/a.bin": bytes(wordsafety.MOST_PART + 1)}))
    large = {f"word/media/{number}.bin": bytes(wordsafety.MOST_PART) for number in range(3)}
    assert "unfolds" in refusal(packed({**sound(), **large}))
    many = {f"word/media/{number}.bin": b"" for number in range(wordsafety.MOST_MEMBERS)}
    assert "parts" in refusal(packed({**sound(), **many}))


def test_a_size_that_a_member_only_claims_is_not_believed() -> None:
    data = bytearray(packed({**sound(), "word/media/a.bin": bytes(wordsafety.MOST_PART + 1)}))
    size = (wordsafety.MOST_PART + 1).to_bytes(4, "little")
    assert data.count(size) == 2  # in the member's own header and in the list at the end
    message = refusal(bytes(data.replace(size, (100).to_bytes(4, "little"))))
    assert "unfolds" in message or "damaged" in message


def test_a_file_without_its_text_is_told() -> None:
    parts = sound()
    del parts["word/document.xml"]
    with pytest.raises(Refused, match="its text is missing"):
        main_part(parts)
