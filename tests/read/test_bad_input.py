"""What somebody may send instead of a form: each is refused in a sentence with the way out, or read with a warning."""

from __future__ import annotations

import os
import random
import struct
import sys
import time
import zlib
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from ctdocs.errors import CtdocsError, NotInstalled, Refused
from ctdocs.read import Limits, read_files, read_pdf
from tests.read.forms import find, layout, make, stamp


def refused(path: Path, words: str, limits: Limits | None = None, error: type[CtdocsError] = Refused) -> CtdocsError:
    with pytest.raises(error, match=words) as caught:
        read_pdf(path, limits=limits)
    assert caught.value.hint or words == "no such file"
    return caught.value


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"Dear Sir", "not a PDF"),
        (b"PK\x03\x04rest", "Word document"),
        (b"\xff\xd8\xff\xe0rest", "photograph"),
        (b"%PDF-1.7\nnothing more", "cut short"),
        (b"%PDF-1.7\nnothing more\n%%EOF\n", "damaged"),
    ],
)
def test_what_is_no_pdf_is_named(tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "sent.pdf"
    path.write_bytes(data)
    refused(path, words)


def test_a_folder_and_a_missing_file(tmp_path: Path) -> None:
    refused(tmp_path, "folder")
    refused(tmp_path / "none.pdf", "no such file")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.pdf")
    with pytest.raises(Refused, match="not a file"):
        read_pdf(tmp_path / "pipe.pdf")


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9, 0.99])
def test_a_file_cut_short(tmp_path: Path, share: float) -> None:
    path = make(tmp_path / "form.pdf", {"behaviour": "x"})
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    refused(path, "cut short")


def test_two_gigabytes_are_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.pdf"
    with path.open("wb") as stream:
        stream.truncate(2 * 1024**3)
    begun = time.monotonic()
    refused(path, "2,048.0 MB")
    assert time.monotonic() - begun < 0.5


@pytest.mark.parametrize("user", ["", "secret"])
def test_an_encrypted_file(tmp_path: Path, user: str) -> None:
    path = make(tmp_path / "form.pdf", encryption=pikepdf.Encryption(owner="owner", user=user))
    refused(path, "password")


@pytest.mark.parametrize("lying", [False, True])
def test_ten_thousand_pages(tmp_path: Path, lying: bool) -> None:
    def grow(pdf: Pdf) -> None:
        keys: dict[str, Any] = {"Type": Name.Page, "MediaBox": Array([0, 0, 595, 842]), "Resources": Dictionary()}
        pages = [Dictionary(Parent=pdf.Root.Pages, **keys) for _ in range(9_998)]
        pdf.Root.Pages.Kids.extend([pdf.make_indirect(page) for page in pages])
        pdf.Root.Pages.Count = 10_000

    path = make(tmp_path / "form.pdf", edit=grow)
    if lying:
        data = path.read_bytes()
        path.write_bytes(data.replace(b"/Count 10000", b"/Count 2    "))
    begun = time.monotonic()
    refused(path, "pages")
    assert time.monotonic() - begun < 5


def bomb(path: Path, payload: bytes, layers: int = 1) -> Path:
    """A file whose catalogue stands in an object stream that unfolds to ``payload`` behind it."""
    out = bytearray(b"%PDF-1.5\n2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n")
    catalogue = b"<</Type/Catalog/Pages 2 0 R/AcroForm 6 0 R>>"
    head = b"1 0 6 %d " % (len(catalogue) + 1)
    body = head + catalogue + b" " + payload
    for _ in range(layers):
        body = zlib.compress(body, 9)
    five = len(out)
    filters = b"[" + b"/FlateDecode" * layers + b"]"
    out += b"5 0 obj\n<</Type/ObjStm/N 2/First %d/Filter%s/Length %d>>stream\n" % (len(head), filters, len(body))
    out += body + b"\nendstream\nendobj\n"
    seven = len(out)
    rows = [(0, 0, 65535), (2, 5, 0), (1, 9, 0), (0, 0, 0), (0, 0, 0), (1, five, 0), (2, 5, 1), (1, seven, 0)]
    table = b"".join(struct.pack(">BIH", *row) for row in rows)
    out += b"7 0 obj\n<</Type/XRef/Size 8/W[1 4 2]/Root 1 0 R/Length %d>>stream\n" % len(table)
    out += table + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % seven
    path.write_bytes(out)
    return path


@pytest.mark.parametrize(
    ("payload", "layers"),
    [
        (b"<</Fields[]>>" + b" " * (64 << 20), 1),
        (b"<</Fields[]>>" + b" " * (64 << 20), 2),
        (b"<</Fields[" + b"0 " * (3 << 20) + b"]>>", 1),
    ],
    ids=["spaces", "layers", "numbers"],
)
def test_object_streams_that_explode(tmp_path: Path, payload: bytes, layers: int) -> None:
    path = bomb(tmp_path / "bomb.pdf", payload, layers)
    assert path.stat().st_size < 1_000_000
    refused(path, "unfolds to far more")


def test_the_limits_of_qpdf_are_put_back(tmp_path: Path) -> None:
    before = pikepdf.settings.get_qpdf_limits()
    read_pdf(make(tmp_path / "form.pdf"))
    assert pikepdf.settings.get_qpdf_limits() == before


def test_time_runs_out(tmp_path: Path) -> None:
    refused(make(tmp_path / "form.pdf"), "longer than", Limits(seconds=0))


def test_fields_nested_or_multiplied_without_end(tmp_path: Path) -> None:
    def loop(pdf: Pdf) -> None:
        node = pdf.Root.AcroForm.Fields[1]
        node.Kids.append(node)

    def many(pdf: Pdf) -> None:
        pdf.Root.AcroForm.Fields.extend([Dictionary(T=String("x"))] * 20_001)

    refused(make(tmp_path / "loop.pdf", edit=loop), "nested|more than 20000")
    refused(make(tmp_path / "many.pdf", edit=many), "more than 20000 fields")


def test_an_xfa_form(tmp_path: Path) -> None:
    def xfa(pdf: Pdf) -> None:
        pdf.Root.AcroForm.XFA = pdf.make_stream(b"<xdp/>")

    refused(make(tmp_path / "form.pdf", edit=xfa), "XFA")


def test_scripts_and_embedded_files_are_ignored_and_told(tmp_path: Path) -> None:
    def carry(pdf: Pdf) -> None:
        pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
        pdf.attachments["worm.exe"] = b"MZ"

    reading = read_pdf(make(tmp_path / "form.pdf", {"behaviour": "noise"}, edit=carry))
    assert reading.fields["behaviour"].status == "certain"
    assert [p.code for p in reading.problems] == ["scripts-ignored", "embedded-files-ignored"]


def test_a_form_that_is_not_ours(tmp_path: Path) -> None:
    refused(make(tmp_path / "form.pdf", {"victim.name": "Siân"}, mark=False), "not a ctdocs form")


def test_a_picture_of_a_form_is_sent_on_to_the_scan_extra(tmp_path: Path) -> None:
    pdf = Pdf.new()
    pdf.add_blank_page()
    pdf.save(tmp_path / "scan.pdf")
    error = refused(tmp_path / "scan.pdf", "not a ctdocs form")
    assert "scan extra" in str(error)


def test_a_flattened_form_of_ours_needs_the_scan_extra(tmp_path: Path) -> None:
    def flatten(pdf: Pdf) -> None:
        del pdf.Root["/AcroForm"]
        for page in pdf.pages:
            del page.obj["/Annots"]

    def empty(pdf: Pdf) -> None:
        flatten(pdf)
        pdf.Root.AcroForm = Dictionary(Fields=Array())

    for edit in (flatten, empty):
        error = refused(make(tmp_path / "form.pdf", edit=edit), "fields are gone", error=NotInstalled)
        assert "scan extra" in str(error)


def test_a_layout_that_nobody_knows_is_named(tmp_path: Path) -> None:
    parts = [{"layout": "26a3f9c1", "prefix": "", "pages": [1, 2]}]
    mark: dict[str, object] = {"area": "a/b", "serial": None, "layouts": {}, "parts": parts, "version": "0"}
    refused(make(tmp_path / "form.pdf", mark=False, edit=lambda pdf: stamp(pdf, mark)), "26a3f9c1")


@pytest.mark.parametrize(
    "mark",
    [
        b"",
        b"[]",
        b"{}",
        b"[" * 5000,
        b'{"area": NaN}',
        b'{"area": "a", "layouts": {}, "parts": []}',
        b'{"area": "a", "layouts": {"x": {"id": "x"}}, "parts": [{"layout": "x", "prefix": "", "pages": [1, 1]}]}',
    ],
)
def test_a_damaged_mark_is_refused(tmp_path: Path, mark: bytes) -> None:
    refused(make(tmp_path / "form.pdf", mark=False, edit=lambda pdf: stamp(pdf, mark)), "mark of ctdocs")


def test_a_changed_layout_is_refused(tmp_path: Path) -> None:
    changed = layout().to_json()
    changed["fields"][1]["box"][0] += 40
    parts = [{"layout": changed["id"], "prefix": "", "pages": [1, 2]}]
    mark: dict[str, object] = {
        "area": "a/b",
        "serial": None,
        "layouts": {changed["id"]: changed},
        "parts": parts,
        "version": "0",
    }
    refused(make(tmp_path / "form.pdf", mark=False, edit=lambda pdf: stamp(pdf, mark)), "mark of ctdocs")


def test_a_form_without_all_its_pages(tmp_path: Path) -> None:
    def drop(pdf: Pdf) -> None:
        del pdf.pages[1]

    refused(make(tmp_path / "form.pdf", edit=drop), "2 pages, but the file has 1")


def test_missing_and_unknown_fields_are_told(tmp_path: Path) -> None:
    def change(pdf: Pdf) -> None:
        find(pdf, "victim.email").T = String("letterbox")

    reading = read_pdf(make(tmp_path / "form.pdf", {"victim.email": "a@example.org"}, edit=change))
    assert reading.fields["victim.email"].status == "check"
    assert [(p.code, p.field) for p in reading.problems] == [
        ("missing-field", "victim.email"),
        ("unknown-field", "victim.letterbox"),
    ]
    assert reading.values == {"declaration": {"accurate": False}}


def test_one_bad_file_does_not_lose_the_others(tmp_path: Path) -> None:
    good = make(tmp_path / "good.pdf", {"victim.name": "Siân"})
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"no")
    steps: list[tuple[str, int, int]] = []
    readings = read_files([bad, good, good], progress=lambda *step: steps.append(step))
    assert [form.values["victim"] for form in readings.forms] == [{"name": "Siân"}] * 2
    assert [(u.file, u.page) for u in readings.unplaced] == [(str(bad), None)]
    assert "not a PDF" in readings.unplaced[0].reason
    assert steps == [("bad.pdf", 0, 3), ("good.pdf", 1, 3), ("good.pdf", 2, 3), ("good.pdf", 3, 3)]


def test_a_garbled_file_is_read_or_refused_and_a_wrong_value_is_never_certain(tmp_path: Path) -> None:
    """Three hundred files with a few bytes changed anywhere but in the stored values themselves."""
    values: dict[str, str | bool] = {
        "victim.name": "Siân",
        "behaviour": "noise",
        "basis": "self",
        "declaration.accurate": True,
    }
    path = make(tmp_path / "form.pdf", values)
    data = path.read_bytes()
    truth = {name: one.value for name, one in read_pdf(path).fields.items()}
    chance = random.Random(2026)
    for _ in range(300):
        garbled = bytearray(data)
        for _ in range(chance.randint(1, 4)):
            start = chance.randrange(len(garbled))
            garbled[start : start + chance.randint(0, 6)] = chance.randbytes(chance.randint(0, 6))
        path.write_bytes(garbled)
        try:
            reading = read_pdf(path)
        except CtdocsError:
            continue
        for name, one in reading.fields.items():
            if one.status == "certain" and one.value != truth[name]:
                # The only excuse is a change inside the value itself, which no reader can see.
                assert isinstance(one.value, str), name


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are text elsewhere")
def test_a_file_whose_name_is_not_text(tmp_path: Path) -> None:
    good = make(tmp_path / "form.pdf")
    strange = Path(os.fsdecode(os.fsencode(tmp_path) + b"/na\xefve.pdf"))
    strange.write_bytes(good.read_bytes())
    assert read_pdf(strange).values == read_pdf(good).values
