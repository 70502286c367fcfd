"""What somebody may send instead of a Word form: refused in a sentence with the way out, or read with a note."""

from __future__ import annotations

import io
import json
import random
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from ctdocs.errors import CtdocsError, Refused
from ctdocs.model.reading import Reading
from ctdocs.read import Limits, read_each, read_file, read_word
from tests.read.returned_word import Sent, W, codes, run, xml
from tests.render.samples import resolved

CFB = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def zipped(**members: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in members.items():
            package.writestr(name, data)
    return out.getvalue()


def refused(path: Path, words: str) -> None:
    with pytest.raises(Refused, match=words) as caught:
        read_word(path)
    assert caught.value.hint or words == "no such file"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"Dear Sir", "not a Word file"),
        (b"%PDF-1.7 ...", "not a Word file but a PDF"),
        (b"\xff\xd8\xff\xe0rest", "photograph"),
        (b"{\\rtf1 text}", "rich text"),
        (b"<html><body>Form</body></html>", "web page"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "web page"),
        (b'<?xml version="1.0"?><pkg:package xmlns:pkg="x"/>', "another kind"),
        (CFB, "older Word document"),
        (CFB + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"PK\x03\x04rest", "cut short"),
        (b"PK\x03\x04rest" + b"PK\x05\x06" + bytes(18), "damaged|another ZIP"),
        (zipped(**{"a.docx": "x", "b.pdf": "y"}), "ZIP folder"),
        (zipped(**{"a.txt": "x"}), "another ZIP file"),
        (zipped(**{"Index/Document.iwa": "x"}), "Apple Pages"),
        (zipped(**{"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}), "OpenDocument"),
        (zipped(**{"[Content_Types].xml": "<x>spreadsheetml</x>"}), "Excel"),
    ],
)
def test_what_is_no_word_form_is_named(data: bytes, words: str, tmp_path: Path) -> None:
    path = tmp_path / "sent.docx"
    path.write_bytes(data)
    refused(path, words)


def test_a_folder_a_missing_and_a_large_file(tmp_path: Path) -> None:
    refused(tmp_path, "folder")
    refused(tmp_path / "none.docx", "no such file")
    with (tmp_path / "huge.docx").open("wb") as stream:
        stream.truncate(200 * 1024**2)
    refused(tmp_path / "huge.docx", "200.0 MB")


@pytest.mark.parametrize("share", [0.2, 0.6, 0.99])
def test_a_file_cut_short(share: float, tmp_path: Path) -> None:
    path = Sent().save(tmp_path / "form.docx")
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    refused(path, "cut short")


def test_dangerous_files_are_refused(tmp_path: Path) -> None:
    entities = Sent()
    data = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + etree.tostring(entities.root)
    path = entities.save(tmp_path / "entities.docx")
    with zipfile.ZipFile(path, "w") as package:
        for name, part in {**entities.parts, "word/document.xml": data}.items():
            package.writestr(name, part)
    refused(path, "entities")
    fetching = Sent().relate("image", "http://example.org/x.png", external=True)
    refused(fetching.save(tmp_path / "a.docx"), "from elsewhere")
    refused(Sent().relate("aFChunk", "x.htm").save(tmp_path / "b.docx"), "another document")
    macros = Sent()
    macros.parts["word/vbaProject.bin"] = b"x"
    refused(macros.save(tmp_path / "c.docx"), "macros")
    bomb = Sent()
    bomb.parts["word/media/image1.png"] = bytes(25 * 1024**2)
    refused(bomb.save(tmp_path / "d.docx"), "unfolds")
    deep = Sent()
    nest = "<w:smartTag>" * 200 + run("x") + "</w:smartTag>" * 200
    deep.root.find(f"{W}body").insert(0, xml(f"<w:p>{nest}</w:p>"))
    refused(deep.save(tmp_path / "e.docx"), "nested")


def test_hyperlinks_are_no_danger(tmp_path: Path) -> None:
    sent = Sent().relate("hyperlink", "https://example.org", external=True).type("victim.name", "Siân")
    assert sent.field(tmp_path, "victim.name").status == "certain"


def test_embedded_files_are_told(tmp_path: Path) -> None:
    sent = Sent().add_part("embeddings/x.bin", "oleObject", "x")
    assert "embedded-files-ignored" in codes(sent.read(tmp_path))


def test_time_is_limited(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="longer than"):
        read_word(Sent().save(tmp_path / "form.docx"), limits=Limits(seconds=0))


def test_a_broken_part_is_refused(tmp_path: Path) -> None:
    sent = Sent()
    path = sent.save(tmp_path / "form.docx")
    with zipfile.ZipFile(path, "w") as package:
        for name, part in {**sent.parts, "word/document.xml": b"<w:document>"}.items():
            package.writestr(name, part)
    refused(path, "damaged")


def test_other_documents_and_records(tmp_path: Path) -> None:
    plain = Sent()
    for name in [name for name in plain.parts if name.startswith(("customXml/item1", "docProps/"))]:
        plain.parts[name] = b"<x/>"
    refused(plain.save(tmp_path / "plain.docx"), "not a ctdocs form")
    plain.root.find(f"{W}body").insert(0, xml(f"<w:p>{run('{{ area.name }}')}</w:p>"))
    refused(plain.save(tmp_path / "template.docx"), "template")
    from ctdocs.render.docx.document import render

    (tmp_path / "final.docx").write_bytes(render(resolved("letter-1", "final")).data)
    refused(tmp_path / "final.docx", "final record")
    empty = Sent()
    body = empty.root.find(f"{W}body")
    for child in list(body):
        body.remove(child)
    refused(empty.save(tmp_path / "empty.docx"), "none of its fields")


def mark_of(sent: Sent) -> str:
    return next(n for n, data in sent.parts.items() if b"urn:ctdocs:form" in data and n.startswith("customXml"))


def test_the_mark_may_be_kept_elsewhere(tmp_path: Path) -> None:
    sent = Sent().type("victim.name", "Siân")
    del sent.parts[mark_of(sent)]
    kept = tmp_path / "layouts"
    kept.mkdir()
    path = sent.save(tmp_path / "form.docx")
    refused(path, sent.form.id)
    file = kept / f"{sent.form.id}.word.json"
    file.write_text("{}", encoding="utf-8")
    with pytest.raises(Refused, match="damaged"):
        read_word(path, layouts=kept)
    file.write_text(json.dumps(sent.form.to_json()), encoding="utf-8")
    assert read_word(path, layouts=kept).fields["victim.name"].value == "Siân"
    for name in ("docProps/custom.xml",):
        sent.parts[name] = b"<x/>"
    assert read_word(sent.save(path), layouts=kept).fields["victim.name"].value == "Siân"


@pytest.mark.parametrize("change", [b"not json", b'{"fields": []}'])
def test_a_damaged_mark(change: bytes, tmp_path: Path) -> None:
    sent = Sent()
    sent.parts[mark_of(sent)] = b'<form xmlns="urn:ctdocs:form">' + change + b"</form>"
    refused(sent.save(tmp_path / "form.docx"), "mark of ctdocs")


def test_two_marks(tmp_path: Path) -> None:
    sent, other = Sent(), Sent("letter-1")
    sent.parts["customXml/item7.xml"] = other.parts[mark_of(other)]
    refused(sent.save(tmp_path / "form.docx"), "two different forms")


def test_strict_files_are_understood(tmp_path: Path) -> None:
    sent = Sent().type("victim.name", "Siân").tick("basis=self")
    strict = b"http://purl.oclc.org/ooxml/"
    usual = b"http://schemas.openxmlformats.org/"
    path = sent.save(tmp_path / "form.docx")
    with zipfile.ZipFile(path, "w") as package:
        for name, data in sent.parts.items():
            if name.startswith(("word/", "_rels")):
                data = data.replace(usual + b"wordprocessingml/2006/main", strict + b"wordprocessingml/main")
                data = data.replace(usual + b"officeDocument/2006/rel", strict + b"officeDocument/rel")
            package.writestr(name, data)
    reading = read_word(path)
    assert (reading.values["victim"]["name"], reading.values["basis"]) == ("Siân", "self")


def test_the_content_tells_the_reader_not_the_name(tmp_path: Path) -> None:
    form = Sent().type("victim.name", "Siân").save(tmp_path / "form.pdf")
    assert read_file(form).form.route == "word"
    (tmp_path / "old.docx").write_bytes(CFB)
    (tmp_path / "page.docx").write_bytes(b"<html></html>")
    (tmp_path / "scan.pdf").write_bytes(b"no")
    results = dict(read_each([form, *(tmp_path / name for name in ("old.docx", "page.docx", "scan.pdf"))]))
    assert isinstance(results[form], Reading)
    said = {path.name: str(result) for path, result in results.items() if isinstance(result, CtdocsError)}
    assert "older Word" in said["old.docx"] and "web page" in said["page.docx"] and "not a PDF" in said["scan.pdf"]


def test_noise_in_the_file_never_makes_a_wrong_value_certain(tmp_path: Path) -> None:
    """A byte of the text changed at random: refused, or read as it then stands; never anything but our errors."""
    sent = Sent().type("victim.name", "Siân").tick("basis=self")
    truth = {name: one.value for name, one in sent.read(tmp_path).fields.items()}
    sent.save(tmp_path / "form.docx")
    text = bytearray(sent.parts["word/document.xml"])
    chance = random.Random(7)
    for turn in range(60):
        noisy = bytearray(text)
        at = chance.randrange(200, len(noisy))
        noisy[at : at + chance.choice((1, 40))] = bytes([chance.randrange(32, 127)])
        path = tmp_path / "noisy.docx"
        with zipfile.ZipFile(path, "w") as package:
            for name, data in {**sent.parts, "word/document.xml": bytes(noisy)}.items():
                package.writestr(name, data)
        try:
            reading = read_word(path)
        except CtdocsError:
            continue
        changed = {n for n, one in reading.fields.items() if one.status == "certain" and one.value != truth.get(n)}
        assert len(changed) <= 1, (turn, at)  # the one whose text the noise is in
