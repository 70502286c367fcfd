"""Copies of a bundle: to print on both sides, and locked with a password."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest

from ctdocs.bundle.copies import locked, read_password, to_print
from ctdocs.bundle.join.joiner import join
from ctdocs.bundle.join.part import Bundle, Part
from ctdocs.bundle.sources import part_of
from ctdocs.errors import Refused
from tests.outside import poppler, qpdf

PASSWORD = "pencil harbour sixty ŵ"


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    """Three parts of one, two and one pages."""
    texts = {"a": "Alpha\n", "b": "Beta\n" + "line\n" * 80, "c": "Gamma\n"}
    parts = [Part(name, name.upper(), part_of(text.encode(), f"{name}.txt").data) for name, text in texts.items()]
    return join(parts, title="Review pack", reference="CT/1")


@pytest.mark.needs("poppler", "qpdf")
def test_each_part_begins_on_a_right_hand_page_under_its_own_number(bundle: Bundle, tmp_path: Path) -> None:
    path = tmp_path / "print.pdf"
    path.write_bytes(to_print(bundle))
    assert qpdf.check(path) == []
    pages = poppler.text(path).split("\f")
    for entry, word in zip(bundle.entries, ("Alpha", "Beta", "Gamma"), strict=True):
        (sheet,) = [number for number, text in enumerate(pages, 1) if f"{word}\n" in text]
        assert sheet % 2 == 1, "a right-hand page"
        assert f"Page {entry.first} of {bundle.pages}" in pages[sheet - 1]
    words = "".join(pages)
    assert all(f"Page {number} of {bundle.pages}" in words for number in range(1, bundle.pages + 1))


def test_links_of_the_copy_lead_where_they_led(bundle: Bundle) -> None:
    def targets(data: bytes) -> list[str]:
        found = []
        with pikepdf.open(io.BytesIO(data)) as pdf:
            for link in pdf.pages[0].get("/Annots", []):
                found.append(bytes(link.Dest[0].Contents[1].read_bytes()).decode("latin-1"))
        return found

    assert targets(to_print(bundle)) == targets(bundle.data) != []


def test_a_locked_bundle_opens_with_its_password_only(bundle: Bundle) -> None:
    data = locked(bundle.data, PASSWORD)
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(data))
    with pikepdf.open(io.BytesIO(data), password=PASSWORD) as pdf:
        assert len(pdf.pages) == bundle.pages
        assert pdf.encryption.R == 6
        assert pdf.allow.accessibility
    assert b"Alpha" not in data


def test_a_short_or_missing_password_is_refused(bundle: Bundle, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="12"):
        locked(bundle.data, "short")
    empty = tmp_path / "empty.txt"
    empty.write_text("\n", encoding="utf-8")
    with pytest.raises(Refused, match="no password"):
        read_password(empty)
    with pytest.raises(Refused, match="cannot be read"):
        read_password(tmp_path / "none.txt")
    empty.write_text(f"{PASSWORD}\nmore\n", encoding="utf-8")
    assert read_password(empty) == PASSWORD
