"""Verifying what is no bundle, what is locked, and what was made to do harm: an answer in words, in time."""

from __future__ import annotations

import contextlib
import random
from pathlib import Path

import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from ctdocs.bundle.verify import verify
from ctdocs.errors import Refused
from ctdocs.read.limits import Limits
from tests.bundle import corpus
from tests.bundle.spoiling import Spoil, faults, good, lines, record, spoilt


@pytest.mark.parametrize("kind", ["empty", "head", "text", "plain", "cut", "half"])
def test_what_is_no_bundle_is_refused(tmp_path: Path, kind: str) -> None:
    whole = good().data
    data = {
        "empty": b"", "head": b"%PDF-1.7\n", "text": b"words", "plain": corpus.sheets("plain", 2), "cut": whole[:3000],
        "half": whole[: len(whole) // 2],
    }  # fmt: skip
    path = tmp_path / "other.pdf"
    path.write_bytes(data[kind])
    with pytest.raises(Refused, match=r"no bundle|cannot be read"):
        verify(path)


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.pdf"):
        with pytest.raises(Refused, match="cannot be read"):
            verify(path)


def record_of_other_kinds(pdf: Pdf) -> None:
    record(pdf, lambda held: held.update(entries=[{"id": 3}], pages="many"))


def record_with_huge_pages(pdf: Pdf) -> None:
    record(pdf, lambda held: held["entries"][0].update(first=1, last=10**12))


def record_that_is_a_list(pdf: Pdf) -> None:
    pdf.Root.PieceInfo.ctdocs.Private = pdf.make_stream(b"[" * 5000 + b"]" * 5000)


@pytest.mark.parametrize("harm", [record_of_other_kinds, record_with_huge_pages, record_that_is_a_list])
def test_a_record_that_says_nonsense_is_none(tmp_path: Path, harm: Spoil) -> None:
    with pytest.raises(Refused, match="no bundle of ctdocs"):
        faults(tmp_path, spoilt(harm))


def tail_bitten(pdf: Pdf) -> None:
    """Every tree leads back into itself."""
    held = lines(pdf)
    held[-1].Next = held[0]
    held[1].First = pdf.Root.Outlines
    tree = pdf.Root.StructTreeRoot
    tree.K.K.append(tree.K)
    names = pdf.Root.Names.EmbeddedFiles
    names.Kids = Array([names, names])
    form = pdf.Root.AcroForm.Fields[0]
    form.Kids.append(form)
    drawn = pdf.make_stream(b"/Me Do", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9])
    drawn.Resources = Dictionary(XObject=Dictionary(Me=drawn))
    pdf.pages[2].obj.Resources.XObject = Dictionary(Me=drawn)


def odd_kinds(pdf: Pdf) -> None:
    """Nothing is of the kind that is expected."""
    page = pdf.pages[2].obj
    page.Annots = Array([3, String("x"), Dictionary(), Array([])])
    page.Rotate = String("left")
    page.Resources = Array([])
    page.CropBox = Array([1])
    pdf.Root.Outlines = Array([1])
    pdf.Root.Names = 5
    pdf.Root.AcroForm = String("form")
    pdf.Root.ViewerPreferences = Name.No
    pdf.Root.OpenAction = 7
    pdf.Root.StructTreeRoot.ParentTree = Array([])
    pdf.Root.Metadata = 3


def deep(pdf: Pdf) -> None:
    """More brackets than anybody reads."""
    inner = Array([])
    for _ in range(400):
        inner = Array([inner])
    pdf.Root.Names.EmbeddedFiles.Names = inner
    pdf.Root.StructTreeRoot.K.K[0].K = inner


def wide(pdf: Pdf) -> None:
    """The same child and the same note very many times."""
    one = lines(pdf)[0]
    pdf.Root.StructTreeRoot.K.K = Array([pdf.Root.StructTreeRoot.K.K[0]] * 300_000)
    pdf.pages[0].obj.Annots = Array([one] * 100_000)


@pytest.mark.parametrize("harm", [tail_bitten, odd_kinds, deep, wide])
def test_what_is_made_to_do_harm_is_answered_for(tmp_path: Path, harm: Spoil) -> None:
    assert faults(tmp_path, spoilt(harm))


def test_a_bomb_is_a_page_that_cannot_be_read(tmp_path: Path) -> None:
    def bomb(pdf: Pdf) -> None:
        pdf.pages[2].obj.Contents = pdf.make_stream(b" " * 300_000_000)

    found = faults(tmp_path, spoilt(bomb))
    assert "page 3 cannot be read" in found["whole"]


def test_a_bit_changed_anywhere_is_seen(tmp_path: Path) -> None:
    """But for the few that mean nothing, such as the kind of a line's end: none of these is one."""
    whole, chance, path = good().data, random.Random(8), tmp_path / "bundle.pdf"
    unseen = []
    for _ in range(40):
        data, at = bytearray(whole), chance.randrange(len(whole))
        data[at] ^= 1 << chance.randrange(8)
        path.write_bytes(data)
        with contextlib.suppress(Refused):
            if all(one.holds for one in verify(path)):
                unseen.append((at, whole[at - 16 : at + 16]))  # wide enough to see the mark after a checksum
    assert [one for one in unseen if b"obj" not in one[1] and b"stream" not in one[1]] == []


def test_limits_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "bundle.pdf"
    path.write_bytes(good().data)
    for limits in (Limits(bytes=1000), Limits(pages=3), Limits(seconds=0.0)):
        with pytest.raises(Refused, match=r"larger|more than|longer"):
            verify(path, limits=limits)
