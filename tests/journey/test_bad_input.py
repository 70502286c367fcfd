"""Bad input through the command line: a clear sentence, the right exit code, and nothing written or lost."""

from __future__ import annotations

import json
import os
import struct
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from ctdocs.model.case import Case
from tests.journey.viewers import AREA, blank_form

Ctdocs = Callable[..., tuple[int, str, str]]
OPEN = ("--area", AREA, "--received", "2026-11-18", "--by", "Sam")


@pytest.fixture(scope="module")
def form() -> bytes:
    return blank_form()[0]


def everything(folder: Path) -> dict[str, tuple[int, int]]:
    """Every file under a folder with its size and the time of its last change; a file of 2 GB is not read."""
    return {
        str(path.relative_to(folder)): (path.stat().st_size, path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
    }


def changed(data: bytes, path: Path, change: Callable[[Pdf], None], **save: Any) -> None:
    path.with_suffix(".source").write_bytes(data)
    with pikepdf.open(path.with_suffix(".source")) as pdf:
        change(pdf)
        pdf.save(path, **save)
    path.with_suffix(".source").unlink()


def explode(path: Path) -> None:
    """A file whose catalogue stands in an object stream of 200 KB that unfolds to 64 MB, twice packed."""
    catalogue = b"<</Type/Catalog/Pages 2 0 R/AcroForm 6 0 R>>"
    head = b"1 0 6 %d " % (len(catalogue) + 1)
    body = zlib.compress(zlib.compress(head + catalogue + b" <</Fields[]>>" + b" " * (64 << 20), 9), 9)
    out = bytearray(b"%PDF-1.5\n2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n")
    five = len(out)
    out += b"5 0 obj\n<</Type/ObjStm/N 2/First %d/Filter[/FlateDecode/FlateDecode]" % len(head)
    out += b"/Length %d>>stream\n%b\nendstream\nendobj\n" % (len(body), body)
    seven = len(out)
    rows = [(0, 0, 65535), (2, 5, 0), (1, 9, 0), (0, 0, 0), (0, 0, 0), (1, five, 0), (2, 5, 1), (1, seven, 0)]
    table = b"".join(struct.pack(">BIH", *row) for row in rows)
    out += b"7 0 obj\n<</Type/XRef/Size 8/W[1 4 2]/Root 1 0 R/Length %d>>stream\n" % len(table)
    out += table + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % seven
    path.write_bytes(out)


def sent(kind: str, form: bytes, path: Path) -> None:
    """Make the file that somebody sent."""
    if kind == "not a PDF":
        path.write_bytes(b"Dear Sir or Madam,\n")
    elif kind == "Word":
        path.write_bytes(b"PK\x03\x04" + b"x" * 100)
    elif kind == "truncated":
        path.write_bytes(form[: len(form) // 2])
    elif kind == "empty":
        path.write_bytes(b"")
    elif kind == "2 GB":
        with path.open("wb") as stream:
            stream.write(form[:1024])
            stream.truncate(2 * 1024**3)
    elif kind == "encrypted":
        changed(form, path, lambda pdf: None, encryption=pikepdf.Encryption(owner="o", user="u"))
    elif kind == "10,000 pages":
        changed(form, path, lambda pdf: pdf.pages.extend([pdf.pages[0]] * 10_000))
    elif kind == "not ours":
        changed(form, path, _not_ours)
    elif kind == "unknown layout":
        changed(form, path, _unknown_layout)
    elif kind == "XFA":
        changed(form, path, lambda pdf: pdf.Root.AcroForm.__setitem__("/XFA", pdf.make_stream(b"<xdp/>")))
    elif kind == "printed":
        changed(form, path, _printed)
    elif kind == "exploding":
        explode(path)


def _not_ours(pdf: Pdf) -> None:
    del pdf.Root["/PieceInfo"]
    pdf.docinfo["/Keywords"] = "application"


def _unknown_layout(pdf: Pdf) -> None:
    stream = pdf.Root["/PieceInfo"]["/ctdocs"]["/Private"]
    mark = json.loads(stream.read_bytes())
    mark["layouts"] = {}
    mark["parts"][0]["layout"] = "0badf00d"
    stream.write(json.dumps(mark).encode())


def _printed(pdf: Pdf) -> None:
    del pdf.Root["/AcroForm"]
    for page in pdf.pages:
        if "/Annots" in page.obj:
            del page.obj["/Annots"]


REFUSED = {
    "not a PDF": (3, "not a PDF", "Ask the sender"),
    "Word": (3, "Word document", "Ask the sender"),
    "truncated": (3, "cut short", "again"),
    "empty": (3, "empty (0 bytes)", "Ask for it again"),
    "2 GB": (3, "2,048.0 MB", "--max-mb"),
    "encrypted": (3, "password", "Ask the sender"),
    "10,000 pages": (3, " pages; a form may have 500", "--max-pages"),
    "not ours": (3, "not a ctdocs form", ""),
    "unknown layout": (3, "0badf00d", ""),
    "XFA": (3, "XFA", "Ask the sender"),
    "printed": (6, "fields are gone", "ctdocs case new"),
    "exploding": (3, "unfolds to far more", "Ask the sender"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_a_file_that_cannot_be_read(tmp_path: Path, form: bytes, ctdocs: Ctdocs, kind: str) -> None:
    path = tmp_path / "sent.pdf"
    sent(kind, form, path)
    before = everything(tmp_path)
    code, said, hint = REFUSED[kind]
    begun = time.monotonic()
    result, out, err = ctdocs("read", path, "-o", tmp_path / "kept")
    assert time.monotonic() - begun < 5
    assert (result, out) == (code, "")
    assert "sent.pdf" in err
    assert said in err
    assert hint in err
    assert "Traceback" not in err
    result, out, err = ctdocs("case", "new", path, *OPEN, "-o", tmp_path / "case")
    assert (result, out) == (code, "")
    assert said in err
    result, out, _ = ctdocs("read", path, "--json")
    assert result == code
    assert json.loads(out)["forms"] == []
    assert said in json.loads(out)["unplaced"][0]["reason"]
    assert everything(tmp_path) == before


def test_scripts_and_files_inside_a_form_are_told_and_left_alone(tmp_path: Path, form: bytes, ctdocs: Ctdocs) -> None:
    def carry(pdf: Pdf) -> None:
        pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
        pdf.Root.Names = Dictionary(
            JavaScript=Dictionary(Names=Array([String("x"), Dictionary(S=Name.JavaScript, JS=String("1"))]))
        )
        pdf.attachments["worm.exe"] = b"MZ"

    changed(form, tmp_path / "sent.pdf", carry)
    before = everything(tmp_path)
    code, out, err = ctdocs("read", tmp_path / "sent.pdf")
    assert (code, err) == (4, "")
    assert "script" in out
    assert "attach" in out or "embedded" in out
    assert everything(tmp_path) == before


def test_one_bad_file_does_not_keep_the_good_ones_from_being_read(tmp_path: Path, form: bytes, ctdocs: Ctdocs) -> None:
    (tmp_path / "good.pdf").write_bytes(form)
    (tmp_path / "bad.pdf").write_bytes(form[:5000])
    code, out, err = ctdocs("read", tmp_path / "bad.pdf", tmp_path / "good.pdf", "-o", tmp_path / "kept")
    assert code == 3
    assert "bad.pdf" in err
    assert "1 of 2 files were read." in out
    assert [path.name for path in (tmp_path / "kept").iterdir()] == ["good.reading.json"]


LAUGHS = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{new}: &{new} [{','.join([f'*{old}'] * 9)}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("content", "place", "said"),
    [
        (b"name: A\ngss_code: E07000001\nname: B\n", 3, "name"),
        (b"name: A\ncouncil:\n\tname: B\n", 3, "tab"),
        (LAUGHS.encode(), 1, "write the value out"),
        (b"name: [unclosed\n", 1, "not closed with ]"),
        (b"name: \xff\xfe\n", 1, "UTF-8"),
        (b"x: " + b"[" * 5000, 1, ""),
        (b"name: !!python/object/apply:os.system ['touch hacked']\n", 1, "A tag"),
        (b"", 1, "empty"),
        (b"\x00\x01\x02", None, "not a text file"),
        (b"nmae: Exampleshire\n", 1, "name"),
        (b"# " + b"x" * 2_000_000, None, "1 MB"),
    ],
    ids=["duplicate", "tab", "anchors", "syntax", "encoding", "deep", "tag", "empty", "binary", "misspelt", "large"],
)
def test_a_profile_that_is_wrong(tmp_path: Path, ctdocs: Ctdocs, content: bytes, place: int | None, said: str) -> None:
    path = tmp_path / "area.yaml"
    path.write_bytes(content)
    before = everything(tmp_path)
    begun = time.monotonic()
    code, out, err = ctdocs("areas", "check", path)
    assert time.monotonic() - begun < 3
    assert code == 3
    assert "to mend in" in err
    assert said.lower() in out.lower()
    assert place is None or f"area.yaml:{place}:" in out
    assert "Traceback" not in out + err
    assert len(out) < 20_000
    assert everything(tmp_path) == before


@pytest.fixture
def case(tmp_path: Path, ctdocs: Ctdocs) -> Path:
    folder = tmp_path / "case"
    assert ctdocs("case", "new", *OPEN, "--reference", "CT/1", "-o", folder)[0] == 0
    code, _, err = ctdocs(
        "case", "set", folder, "basis=self", "victim.name=Siân Gŵyr", "victim.address=5 Imaginary Row",
        "victim.daytime_phone=01632 960146", "impact=No sleep", "--completed", "2026-11-19", "--by", "Sam",
    )  # fmt: skip
    assert (code, err) == (0, "")
    return folder


def writers(case: Path, target: Path) -> dict[str, list[object]]:
    """Every command that writes, with ``target`` as the place to write to."""
    return {
        "pack": ["pack", AREA, "-o", target],
        "fill": ["fill", "application-form", "--area", AREA, "-o", target],
        "letter": ["letter", "1", case, "--on", "2026-11-20", "--by", "Sam", "--replace", "-o", target],
        "case new": ["case", "new", *OPEN, "-o", target],
        "read": ["read", case.parent / "form.pdf", "-o", target],
        "demo": ["demo", target],
    }


@pytest.mark.parametrize("command", ["pack", "fill", "letter", "case new", "read", "demo"])
def test_a_place_below_a_file_cannot_be_written(
    tmp_path: Path, form: bytes, case: Path, ctdocs: Ctdocs, command: str
) -> None:
    (tmp_path / "form.pdf").write_bytes(form)
    (tmp_path / "note.txt").write_text("kept")
    before = everything(tmp_path)
    code, _, err = ctdocs(*writers(case, tmp_path / "note.txt" / "out")[command])
    assert code == 5
    assert "note.txt" in err
    assert "Give another folder" in err
    assert everything(tmp_path) == before
    assert len(Case.open(case).log.entries) == 2


@pytest.mark.parametrize("command", ["fill", "letter"])
def test_a_folder_where_the_file_should_be(tmp_path: Path, case: Path, ctdocs: Ctdocs, command: str) -> None:
    (tmp_path / "out").mkdir()
    before = everything(tmp_path)
    code, _, err = ctdocs(*writers(case, tmp_path / "out")[command])
    assert code == 5
    assert "there is a folder of that name. Give another file name." in err.replace("\n", " ").replace("  ", " ")
    assert everything(tmp_path) == before
    assert len(Case.open(case).log.entries) == 2


@pytest.mark.parametrize("command", ["pack", "fill", "letter", "case new", "read", "demo"])
def test_a_file_that_is_open_in_another_program(
    tmp_path: Path, form: bytes, case: Path, ctdocs: Ctdocs, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """Windows does not let a file be replaced while a program holds it. Only the system's answer is put on."""

    def held(source: object, target: object, **_: object) -> None:
        raise PermissionError(13, "Access is denied", str(source), 5, str(target))

    (tmp_path / "form.pdf").write_bytes(form)
    (tmp_path / "out.pdf").write_bytes(b"the old one")
    target = tmp_path / ("out.pdf" if command in ("fill", "letter") else "out")
    before = everything(tmp_path)
    monkeypatch.setattr(os, "replace", held)
    code, _, err = ctdocs(*writers(case, target)[command])
    monkeypatch.undo()
    assert code == 5
    assert "open in another program" in err
    assert "Close the file" in err
    files = {name: state for name, state in everything(tmp_path).items() if (tmp_path / name).is_file()}
    assert {name for name in files if not name.endswith(".lock")} == {
        name for name in before if (tmp_path / name).is_file() and not name.endswith(".lock")
    }
    assert (tmp_path / "out.pdf").read_bytes() == b"the old one"
    assert len(Case.open(case).log.entries) == 2


def test_a_view_that_is_open_does_not_lose_the_change(
    tmp_path: Path, case: Path, ctdocs: Ctdocs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody has case.yaml open: the log is the truth and takes the change; the view follows with the next."""

    def held(source: object, target: object, **_: object) -> None:
        raise PermissionError(13, "Access is denied", str(source), 5, str(target))

    monkeypatch.setattr(os, "replace", held)
    assert ctdocs("case", "set", case, "impact=Worse", "--by", "Sam")[0] in (0, 5)
    monkeypatch.undo()
    assert Case.open(case).facts()["impact"] == "Worse"
    ctdocs("case", "set", case, "action_taken=None", "--by", "Sam")
    assert "Worse" in (case / "case.yaml").read_text(encoding="utf-8")
