"""What comes in is told by its bytes; what cannot be a part is refused in a sentence that says what to do."""

from __future__ import annotations

import datetime as dt
import io
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from ctdocs.bundle.join.joiner import join
from ctdocs.bundle.join.part import Part
from ctdocs.bundle.sources import Source, part_of, parts_of
from ctdocs.bundle.sources.kinds import LARGEST
from ctdocs.errors import CtdocsError, NotInstalled, Refused
from ctdocs.render import office
from ctdocs.render.docx.document import render as render_word
from tests.outside import poppler, verapdf

needs = pytest.mark.needs
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def packed(*names: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for name in names:
            package.writestr(name, "x")
    return target.getvalue()


def wide(word: str) -> bytes:
    return OLE + word.encode("utf-16-le")


@pytest.mark.parametrize("data, name, said, todo", [
    (b"", "form.pdf", "empty", "again"),
    (b"MZ\x90\0" + bytes(400), "form.pdf", "a program", "Do not open it"),
    (packed("a.txt"), "form.docx", "an archive", "Unpack"),
    (packed("[Content_Types].xml", "xl/workbook.xml"), "list.docx", "Excel", "as a PDF"),
    (packed("[Content_Types].xml", "word/document.xml")[:60], "cut.docx", "cut short", "another copy"),
    (wide("EncryptedPackage"), "report.docx", "protected by a password", "without a password"),
    (wide("__properties_version1.0"), "mail.msg", "Outlook", ".eml"),
    (b"\0\0\0\x18ftypheic" + bytes(300), "photo.jpg", "HEIC", "JPEG"),
    (b"\0\0\0\x18ftypisom" + bytes(300), "film.mp4", "a video", "on its own"),
    (b"RIFF\0\0\0\0WAVEfmt " + bytes(300), "call.wav", "sound recording", "on its own"),
    (b"<!DOCTYPE html><html><body>x", "page.txt", "a web page", "print it as a PDF"),
    (b"\x9f\x03\0\0" * 300, "thing.dat", "neither text", "as a PDF"),
    (b"\xff\xd8\xff" + bytes(LARGEST), "photo.jpg", "100 MB", "smaller"),
], ids=lambda value: value if isinstance(value, str) else "file")  # fmt: skip
def test_what_cannot_be_a_part_is_refused_with_what_to_do(data: bytes, name: str, said: str, todo: str) -> None:
    with pytest.raises(Refused) as refused:
        part_of(data, name)
    assert name in refused.value.message and said in refused.value.message
    assert refused.value.hint is not None and todo in refused.value.hint


@pytest.mark.parametrize("name", ["x.pdf", "x.docx", "x", "x.exe", "../../etc/x.txt"])
def test_the_bytes_decide_and_not_the_name(name: str) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (40, 30)).save(picture, "PNG")
    assert part_of(picture.getvalue(), name).kind == "picture"
    assert part_of(b"Some words", name).kind == "text"


def test_the_name_that_is_shown_has_no_folders_and_no_tricks() -> None:
    source = part_of(b"words", "../../secret/\u202efdp.exe.txt")
    assert "secret" not in source.alternative[0] and "\u202e" not in source.alternative[0]


def test_the_day_on_which_a_photograph_came_is_said() -> None:
    picture = io.BytesIO()
    Image.new("RGB", (40, 30)).save(picture, "JPEG")
    source = part_of(picture.getvalue(), "bins.jpg", on=dt.date(2026, 5, 6))
    with pikepdf.open(io.BytesIO(source.data)) as pdf:
        assert "bins.jpg, received Wednesday 6 May 2026, page 1" in str(pdf.Root.StructTreeRoot.K.K.Alt)


def test_one_bad_file_does_not_stop_the_others() -> None:
    made = parts_of([(b"one", "a.txt"), (b"", "b.txt"), (b"three", "c.txt")])
    assert [one.kind if isinstance(one, Source) else type(one) for one in made] == ["text", Refused, "text"]


def word(title: str, picture: bytes = b"") -> bytes:
    import docx

    file, target = docx.Document(), io.BytesIO()
    file.add_heading(title, 1)
    file.add_paragraph("Tŷ Gŵyr – “£5”")
    if picture:
        file.add_picture(io.BytesIO(picture))
    file.save(target)
    return target.getvalue()


def changed_word(data: bytes, body: str, **parts: str) -> bytes:
    """A Word file with more in its body, and further parts of the folder ``word``."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name == "word/document.xml":
                text = text.replace(b"<w:sectPr", body.encode() + b"<w:sectPr", 1)
            new.writestr(name, text)
        for name, text_of in parts.items():
            new.writestr(f"word/{name}.xml", text_of)
    return target.getvalue()


@needs("libreoffice")
def test_a_word_file_asks_for_a_look_only_where_its_pages_leave_something_out() -> None:
    plain = word("Report")
    namespace = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    comment = f'<w:comments {namespace}><w:comment w:id="0" w:author="A"><w:p/></w:comment></w:comments>'
    inserted = '<w:p><w:ins w:id="9" w:author="A"><w:r><w:t>Added</w:t></w:r></w:ins></w:p>'
    font = '<w:p><w:r><w:rPr><w:rFonts w:ascii="Nowhere Gothic"/></w:rPr><w:t>a</w:t></w:r></w:p>'
    arial = font.replace("Nowhere Gothic", "Arial")
    files = [
        plain, changed_word(plain, arial), changed_word(plain, "", comments=comment), changed_word(plain, inserted),
        changed_word(plain, font), b"{\\rtf1 Rich}",
    ]  # fmt: skip
    made = parts_of([(data, "report.docx" if n < 5 else "r.rtf") for n, data in enumerate(files)])
    told = [one.notes if isinstance(one, Source) else one for one in made]
    assert told[:2] == [(), ()], "what becomes of every Word file is nothing to look at"
    expected = ("1 comment", "accepted or declined", "Nowhere Gothic", "old format")
    for notes, words in zip(told[2:], expected, strict=True):
        assert isinstance(notes, tuple)
        assert len(notes) == 1
        assert words in notes[0]
    assert isinstance(made[0], Source)
    assert made[0].described("As received") == "As received, made into pages by LibreOffice"


@needs("libreoffice", "poppler", "verapdf")
def test_word_files_become_tagged_pages_in_one_call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []
    convert = office.convert

    def counting(files: Sequence[Path]) -> Iterator[tuple[Path, bytes | CtdocsError]]:
        calls.append(len(files))
        return convert(files)

    monkeypatch.setattr(office, "convert", counting)
    exif, photo = Image.Exif(), io.BytesIO()
    exif[0x010F], exif[0x8825] = "SecretCamera", {1: "N", 2: (52.0, 50.0, 11.0)}
    Image.effect_noise((200, 150), 80).convert("RGB").save(photo, "JPEG", exif=exif)
    files = [
        (word("Report", photo.getvalue()), "report.pdf"),
        (b"{\\rtf1 Rich \\b text\\b0}", "r"),
        (b"plain", "p.txt"),
    ]
    made = parts_of([*files, (packed("[Content_Types].xml", "word/document.xml"), "bad.docx")])
    assert calls == [3], "LibreOffice takes seconds to start"
    assert isinstance(made[3], CtdocsError) and "bad.docx" in made[3].message
    paths = []
    for number, one in enumerate(made[:2]):
        assert isinstance(one, Source) and one.kind == "word" and one.original is None
        paths.append(tmp_path / f"{number}.pdf")
        paths[-1].write_bytes(one.data)
        assert b"SecretCamera" not in one.data
    assert "Tŷ Gŵyr – “£5”" in poppler.text(paths[0]) and "Rich text" in poppler.text(paths[1])
    assert verapdf.check(paths) == {path: [] for path in paths}


@needs("libreoffice")
def test_the_same_word_file_gives_the_same_bytes() -> None:
    data = word("Report")
    assert part_of(data, "report.docx") == part_of(data, "report.docx")


def test_without_libreoffice_a_word_file_says_what_to_do_and_the_rest_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "find_soffice", lambda: None)
    refused, made = parts_of([(word("Report"), "report.docx"), (b"words", "a.txt")])
    assert isinstance(refused, NotInstalled) and refused.hint and "save it as a PDF" in refused.hint
    assert "report.docx" in refused.message and isinstance(made, Source)


def test_asking_for_the_door_does_not_load_what_stands_behind_it() -> None:
    code = "import ctdocs.bundle.sources, sys; print({'PIL', 'reportlab', 'pikepdf', 'lxml'} & set(sys.modules))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.strip() == "set()"


@needs("libreoffice", "poppler", "verapdf")
def test_our_own_word_forms_keep_their_tags_and_ask_for_no_look(tmp_path: Path) -> None:
    """LibreOffice draws the lines of headings outside the tags, and gives notes no id."""
    forms = [document_as_word(name) for name in ("threshold-request", "victim-statement")]
    made = parts_of([(data, f"{n}.docx") for n, data in enumerate(forms)])
    parts = []
    for n, one in enumerate(made):
        assert isinstance(one, Source), one
        assert one.notes == ()
        about = one.described("As received")
        parts.append(Part(f"p{n}", f"Part {n}", one.data, about, alternative=one.alternative))
    bundle = join(parts, title="Pack", reference="CT/1", language="en")
    assert [(one.treatment, one.notes) for one in bundle.entries] == [("tagged", ()), ("tagged", ())]
    path = tmp_path / "pack.pdf"
    path.write_bytes(bundle.data)
    assert verapdf.check([path]) == {path: []}
    assert "As received, made into pages by LibreOffice" in " ".join(poppler.text(path, page=1).split())


def document_as_word(name: str) -> bytes:
    from tests.render.samples import resolved

    return render_word(resolved(name, "prefilled")).data
