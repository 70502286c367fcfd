from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from ctdocs.errors import CannotWrite
from ctdocs.model.files import safe_name, sha256_of, write_atomic, write_document


def test_a_file_is_replaced_whole_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    target = tmp_path / "new" / "x.txt"
    write_atomic(target, "ŵ\n")
    write_atomic(target, b"two")
    assert target.read_bytes() == b"two"
    assert [item.name for item in target.parent.iterdir()] == ["x.txt"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_permissions_of_an_existing_file_stay(tmp_path: Path) -> None:
    target = tmp_path / "x"
    target.write_bytes(b"secret")
    target.chmod(0o600)
    write_atomic(target, b"new")
    assert target.stat().st_mode & 0o777 == 0o600


def test_a_file_where_a_folder_is_needed(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("old")
    with pytest.raises(CannotWrite, match="a file stands where a folder is needed") as caught:
        write_atomic(tmp_path / "file" / "x", b"")
    assert caught.value.exit_code == 5
    assert (tmp_path / "file").read_text() == "old"


def test_a_folder_where_the_file_should_be(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    with pytest.raises(CannotWrite, match="there is a folder of that name"):
        write_atomic(tmp_path / "x", b"")
    assert list(tmp_path.iterdir()) == [tmp_path / "x"]


def test_a_name_that_is_too_long(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite, match="too long"):
        write_atomic(tmp_path / ("x" * 300), b"")
    assert list(tmp_path.iterdir()) == []


def test_a_hash_of_a_file_and_of_its_bytes(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"abc")
    known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"  # FIPS 180-2, example of "abc"
    assert sha256_of(tmp_path / "x") == sha256_of(b"abc") == known == hashlib.sha256(b"abc").hexdigest()


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("../../x.pdf", "x.pdf"),
        (r"C:\Users\a\form.pdf", "form.pdf"),
        ("/etc/passwd", "passwd"),
        ("..", "file"),
        ("", "file"),
        (".hidden", "hidden"),
        ("CON.pdf", "_CON.pdf"),
        ("a:b*c?.pdf", "a_b_c_.pdf"),
        ("form\u202efdp.exe", "formfdp.exe"),
        ("line\nbreak\x00.pdf", "linebreak.pdf"),
        ("ŵ ŷ & Łódź.pdf", "ŵ ŷ & Łódź.pdf"),
    ],
)
def test_names_from_outside(given_name: str, kept: str) -> None:
    assert safe_name(given_name) == kept


@given(st.text(max_size=300))
def test_a_safe_name_is_one_short_step(name: str) -> None:
    safe = safe_name(name)
    assert 0 < len(safe.encode()) <= 90
    assert not set(safe) & set('/\\:*?"<>|\n\r\0')
    assert safe not in (".", "..")
    assert safe == safe.strip(" ")


def test_a_pdf_replaces_a_pdf_and_no_file_of_another_kind(tmp_path: Path) -> None:
    for name, before, written in (
        ("form.pdf", b"half a file", True),
        ("form", b"%PDF-1.7 old", True),
        ("empty", b"", True),
        ("log.jsonl", b'{"n":1}\n', False),
        ("area.yaml", b"name: A\n", False),
    ):
        path = tmp_path / name
        path.write_bytes(before)
        if written:
            write_document(path, b"%PDF-1.7 new", "pdf")
        else:
            with pytest.raises(CannotWrite, match="not overwritten"):
                write_document(path, b"%PDF-1.7 new", "pdf")
        assert path.read_bytes() == (b"%PDF-1.7 new" if written else before)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_what_is_no_ordinary_file_is_not_replaced(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(CannotWrite, match="device"):
        write_atomic(tmp_path / "pipe", b"x")
    assert not (tmp_path / "pipe").is_file()
    assert (tmp_path / "pipe").exists()
