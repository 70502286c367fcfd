"""Word files become PDFs through LibreOffice: all that can, whatever stands beside them."""

from __future__ import annotations

import http.server
import io
import os
import re
import sys
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest

from ctdocs.errors import CannotWrite, NotInstalled, Refused
from ctdocs.render import office
from ctdocs.render.docx.document import render
from ctdocs.render.office import convert, find_soffice, to_pdf
from ctdocs.render.office_profile import environment, write_profile
from tests.outside import poppler, verapdf
from tests.outside.tools import run
from tests.render.samples import resolved

needs = pytest.mark.needs

OUTSIDE = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" '
    'xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.3"><office:body><office:text><text:p>Here'
    '<draw:frame draw:name="f" text:anchor-type="as-char" svg:width="3cm" svg:height="3cm">'
    '<draw:image xlink:href="{address}/picture.png" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/>'
    "</draw:frame></text:p></office:text></office:body></office:document-content>"
)


def word(path: Path, text: str) -> Path:
    """A Word file as python-docx makes it."""
    file = docx.Document()
    file.core_properties.title = text
    file.add_heading(text, 1)
    file.add_paragraph("Tŷ Gŵyr & <b> – “£5”")
    path.parent.mkdir(parents=True, exist_ok=True)
    file.save(str(path))
    return path


def open_text(path: Path, content: str) -> Path:
    """An OpenDocument text with this content."""
    kind = "application/vnd.oasis.opendocument.text"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", kind)
        package.writestr("content.xml", content)
        package.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
            '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
            "</manifest:manifest>",
        )
    return path


@pytest.fixture
def visits() -> Iterator[tuple[str, list[str]]]:
    """A web server on this machine: its address, and the paths that were asked for."""
    asked: list[str] = []

    class Door(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(404)
            self.end_headers()

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Door)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    thread.join()
    server.server_close()


@needs("libreoffice", "poppler", "verapdf")
def test_many_files_become_tagged_pdfs_and_a_bad_one_costs_only_itself(tmp_path: Path) -> None:
    first, second = word(tmp_path / "a" / "Tŵ 1.docx", "First"), word(tmp_path / "b" / "tŵ 1.docx", "Second")
    cut = tmp_path / "cut.docx"
    cut.write_bytes(first.read_bytes()[:9000])
    text = tmp_path / "text.docx"
    text.write_text("hello")
    rich = tmp_path / "rich.rtf"
    rich.write_text(r"{\rtf1\ansi Third}")
    picture = tmp_path / "picture.png"
    picture.write_bytes(b"\x89PNG")
    folder = tmp_path / "out"

    result = to_pdf([first, cut, second, text, rich, picture, tmp_path / "none.docx", first], folder)

    assert result.made == {first: folder / "Tŵ 1.pdf", second: folder / "tŵ 1-2.pdf", rich: folder / "rich.pdf"}
    assert sorted(folder.iterdir()) == sorted(result.made.values())
    assert {file.name: error.message for file, error in result.failed.items()} == {
        "cut.docx": "The file is damaged and cannot be opened.",
        "text.docx": "This is not a Word file.",
        "picture.png": "A file that ends in .png is none of Word, and cannot be made into a PDF here.",
        "none.docx": "There is no such file.",
    }
    for file, said in ((first, "First Tŷ Gŵyr & <b> – “£5”"), (second, "Second Tŷ Gŵyr & <b> – “£5”"), (rich, "Third")):
        assert " ".join(poppler.text(result.made[file]).split()) == said
        assert poppler.info(result.made[file])["Tagged"] == "yes"
    assert verapdf.check([result.made[first]]) == {result.made[first]: []}


@needs("libreoffice")
def test_a_pdf_that_is_there_is_replaced_only_where_that_is_wanted(tmp_path: Path) -> None:
    file = word(tmp_path / "letter.docx", "New")
    old = tmp_path / "letter.pdf"
    old.write_bytes(b"old")
    with pytest.raises(CannotWrite, match="is there already"):
        to_pdf([file], tmp_path)
    assert old.read_bytes() == b"old"
    assert to_pdf([file], tmp_path, replace=True).made == {file: old}
    assert old.read_bytes().startswith(b"%PDF-")


@needs("libreoffice")
def test_what_takes_too_long_is_stopped_and_nothing_of_it_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    file = word(tmp_path / "letter.docx", "Long")
    failed = to_pdf([file], tmp_path / "out", seconds=0.2).failed
    assert "took longer than 0.2 seconds" in failed[file].message
    assert [path.name for path in tmp_path.iterdir()] == ["letter.docx"]
    if sys.platform == "linux":
        running = [path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline") if _readable(path)]
        assert not [line for line in running if str(tmp_path).encode() in line]


def _readable(path: Path) -> bool:
    try:
        path.read_bytes()
    except OSError:  # it has ended meanwhile
        return False
    return True


@pytest.mark.skipif(os.name != "posix", reason="the program that stands in for LibreOffice is a script")
def test_where_it_crashes_the_next_call_goes_on_behind_that_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program in LibreOffice's place, which makes the least PDF of each file and dies of the one that says so."""
    program = tmp_path / "bin" / "soffice"
    program.parent.mkdir()
    program.write_text(
        f"#!{sys.executable}\n"
        "import os, pathlib, signal, sys, pikepdf\n"
        "folder = pathlib.Path(sys.argv[sys.argv.index('--outdir') + 1])\n"
        "for name in sys.argv[sys.argv.index('--outdir') + 2:]:\n"
        "    text = pathlib.Path(name).read_text()\n"
        "    if 'crash' in text: os.kill(os.getpid(), signal.SIGSEGV)\n"
        "    if 'cannot' in text: continue\n"
        "    pdf = pikepdf.new(); pdf.add_blank_page(); pdf.save(folder / (pathlib.Path(name).stem + '.pdf'))\n"
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent), prepend=os.pathsep)
    files: list[Path] = []
    for name in ("one", "cannot", "two", "crash", "three", "crash", "four"):
        files.append(tmp_path / f"{len(files)}.rtf")
        files[-1].write_text(rf"{{\rtf1 {name}}}")
    result = to_pdf(files, tmp_path / "out")
    assert [file.stem for file in result.made] == ["0", "2", "4", "6"]
    assert {file.stem: error.message for file, error in result.failed.items()} == {
        "1": "LibreOffice cannot open this file.",
        "3": "LibreOffice stopped at this file (code -11).",
        "5": "LibreOffice stopped at this file (code -11).",
    }


@needs("libreoffice")
def test_nothing_is_fetched_with_the_profile_that_it_is_started_with(
    tmp_path: Path, visits: tuple[str, list[str]]
) -> None:
    address, asked = visits
    file = open_text(tmp_path / "linked.odt", OUTSIDE.format(address=address))
    assert "fetches content from elsewhere" in to_pdf([file], tmp_path / "out").failed[file].message
    write_profile(tmp_path / "ours")
    for profile, surroundings, visited in (("plain", dict(os.environ), True), ("ours", environment(), False)):
        asked.clear()
        command = [f"-env:UserInstallation={(tmp_path / profile).as_uri()}", "--headless", "--convert-to", "pdf"]
        names = [f"{key}={value}" for key, value in surroundings.items()]
        run(["env", "-i", *names, "soffice", *command, "--outdir", tmp_path / "drawn", file])
        assert bool(asked) is visited, profile


def test_without_libreoffice_the_way_out_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(office, "_PLACES", (f"{tmp_path}/opt/libreoffice*/program/soffice",))
    assert find_soffice() is None
    with pytest.raises(NotInstalled, match="Install LibreOffice") as told:
        to_pdf([word(tmp_path / "letter.docx", "Letter")], tmp_path / "out")
    assert told.value.exit_code == 6
    for version in ("7.4", "24.2"):
        (tmp_path / "opt" / f"libreoffice{version}" / "program").mkdir(parents=True)
        (tmp_path / "opt" / f"libreoffice{version}" / "program" / "soffice").touch()
    assert find_soffice() == f"{tmp_path}/opt/libreoffice24.2/program/soffice"


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.doc", b"not a document", "not a Word document"),
        ("a.doc", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        ("a.doc", b"\xd0\xcf\x11\xe0" + "_VBA_PROJECT".encode("utf-16-le"), "holds macros"),
        ("a.rtf", b"PK\x03\x04", "not rich text"),
        ("a.rtf", rb'{\rtf1{\field{\*\fldinst INCLUDEPICTURE "http://x/y.png" \\d}}}', "fetches content"),
        ("a.rtf", rb"{\rtf1{\*\template http://x/y.dotm}}", "fetches content"),
        ("a.rtf", rb"{\rtf1{\object\objemb{\*\objdata 0105}}}", "objects of other programs"),
        ("a.odt", b"PK\x03\x04 and nothing", "damaged"),
        ("a.docm", b"PK\x03\x04", "ends in .docm"),
        ("a", b"PK\x03\x04", "name has no ending"),
        ("a.docx", b"", "empty"),
    ],
)
@needs("libreoffice")
def test_what_may_run_or_is_no_word_file_is_refused(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    file = tmp_path / name
    file.write_bytes(data)
    error = to_pdf([file], tmp_path / "out").failed[file]
    assert isinstance(error, Refused)
    assert said in str(error)
    assert not (tmp_path / "out").exists()


@needs("libreoffice", "poppler")
def test_a_line_end_typed_in_a_field_parts_the_words(tmp_path: Path) -> None:
    """LibreOffice 7.4 by itself moves it in front of the text, and two words become one."""
    made = render(resolved("application-form", "prefilled"))
    typed = '<w:r><w:t>first line</w:t><w:br/><w:t xml:space="preserve">second line</w:t></w:r>'
    form = tmp_path / "form.docx"
    with zipfile.ZipFile(io.BytesIO(made.data)) as old, zipfile.ZipFile(form, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name == "word/document.xml":
                text, count = re.subn(
                    rb'(w:val="circumstances"/>.*?<w:sdtContent>).*?(</w:sdtContent>)',
                    rb"\g<1>" + typed.encode() + rb"\g<2>", text, count=1, flags=re.DOTALL,
                )  # fmt: skip
                assert count == 1
            new.writestr(name, text)
    ((_, pdf),) = convert([form])
    assert isinstance(pdf, bytes)
    (tmp_path / "form.pdf").write_bytes(pdf)
    assert "first line\nsecond line\n" in poppler.text(tmp_path / "form.pdf")
