"""Folded in three, a letter shows its address in the window of an envelope, and nothing else."""

from __future__ import annotations

import html
import re
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ctdocs.bundle.making import make
from ctdocs.documents.blocks import Resolved
from ctdocs.errors import Refused
from ctdocs.model.area import load_area
from tests.outside import libreoffice
from tests.render.samples import AREA, LETTERS, PERSON, case, resolved

pytestmark = pytest.mark.needs("poppler")

MM = 72 / 25.4
ENVELOPE, SHEET, FROM_BOTTOM, FROM_LEFT, TALL, WIDE = 110, 99, 18, 20, 35, 90
"""A DL envelope 110 mm high with its window of 35 mm by 90 mm (BS 4264); an A4 sheet in three is 99 mm high."""
BOTTOM = SHEET - FROM_BOTTOM
TOP, LEFT, RIGHT = BOTTOM - TALL, FROM_LEFT, FROM_LEFT + WIDE
SLACK = 0.6
"""Millimetres: the box that poppler draws round a word is that of its line, taller than what is printed."""

WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')


def printed(made: Resolved, folder: Path) -> Iterator[tuple[str, float, float, float, float]]:
    """Each word of the first page with its left, top, right and bottom edge in mm from the top left of the sheet."""
    path = folder / "letter.pdf"
    path.write_bytes(make(made, load_area(AREA), "pdf").data)
    yield from words_of(path)


def words_of(path: Path) -> Iterator[tuple[str, float, float, float, float]]:
    """The same of a file."""
    told = subprocess.run(
        ["pdftotext", "-l", "1", "-bbox", path, "-"], capture_output=True, check=True, encoding="utf-8"
    ).stdout
    for *box, word in WORD.findall(told):
        left, top, right, bottom = (float(edge) / MM for edge in box)
        yield html.unescape(word), left, top, right, bottom


def shown(made: Resolved, folder: Path) -> list[str]:
    """The words that stand in the window, wholly or in part, in their order."""
    return in_window(printed(made, folder))


def in_window(words: Iterable[tuple[str, float, float, float, float]]) -> list[str]:
    """The same of the words of a page."""
    return [
        word for word, left, top, right, bottom in words
        if right > LEFT and left < RIGHT and bottom > TOP + SLACK and top < BOTTOM - SLACK
    ]  # fmt: skip


def whole(made: Resolved, folder: Path, address: list[str]) -> bool:
    """Whether each word of the address stands in the window with all of it."""
    return all_in_window(printed(made, folder)) == address


def all_in_window(words: Iterable[tuple[str, float, float, float, float]]) -> list[str]:
    """The words of a page that stand in the window with all of them."""
    return [
        word for word, left, top, right, bottom in words
        if left >= LEFT - SLACK and right <= RIGHT + SLACK and top >= TOP - SLACK and bottom <= BOTTOM + SLACK
    ]  # fmt: skip


@pytest.mark.parametrize("name", LETTERS)
def test_the_window_shows_the_address_and_nothing_else(name: str, tmp_path: Path) -> None:
    made = resolved(name, "final")
    address = made.values["addressee"].split()
    assert len(address) > 5
    assert shown(made, tmp_path) == address
    assert whole(made, tmp_path, address)


ADDRESSES: list[dict[str, Any]] = [
    {"name": "Mx Al", "address": "1 A Rd", "postcode": "AA9 9AA"},
    {"name": "The Reverend Bartholomew Featherstonehaugh-Cholmondeley", "address": "Flat 14\nThe Old Corn Hall\n"
     "The Very Long Lane That Goes Up The Hill And Down Again To The Sea\nExampleton", "postcode": "AA99 9AA"},
    {"name": "A", "address": "\n".join("BCDEFG"), "postcode": "AA99 9AA"},
]  # fmt: skip


@pytest.mark.parametrize("person", ADDRESSES)
def test_a_long_address_is_whole_too(person: dict[str, Any], tmp_path: Path) -> None:
    made = resolved("letter-1", "final", case(applicant={**PERSON, **person}))
    address = made.values["addressee"].split()
    assert shown(made, tmp_path) == address
    assert whole(made, tmp_path, address)


@pytest.mark.needs("libreoffice")
def test_a_word_file_shows_it_too(tmp_path: Path) -> None:
    names = ("letter-1", "letter-appeal-request", "letter-consent-withdrawn")
    letters = {name: resolved(name, "final") for name in names}
    for name, made in letters.items():
        (tmp_path / f"{name}.docx").write_bytes(make(made, load_area(AREA), "docx").data)
    for path, made_pdf in libreoffice.pdf([tmp_path / f"{name}.docx" for name in names], tmp_path / "pdf").items():
        address = letters[path.stem].values["addressee"].split()
        words = list(words_of(made_pdf))
        assert in_window(words) == address
        assert all_in_window(words) == address


def test_an_address_with_more_lines_than_the_window_is_refused(tmp_path: Path) -> None:
    person = {**PERSON, "address": "\n".join("BCDEFGH")}
    with pytest.raises(Refused, match="The name and address take 9 lines; no more than 8 fit the window"):
        make(resolved("letter-1", "final", case(applicant=person)), load_area(AREA), "pdf")
