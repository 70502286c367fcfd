"""What verifying says of bundles that were changed and then spoilt: labels, numbers and gaps by their names."""

from __future__ import annotations

import functools
import io
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from ctdocs.bundle.join.joiner import join
from ctdocs.bundle.join.part import Part
from ctdocs.errors import Refused
from tests.bundle import lately, spoiling
from tests.bundle.lately import Desk, faults, resealed

SIZES = {"Alpha": 3, "Beta": 2, "Gamma": 4, "Delta": 1}


@functools.cache
def changed() -> bytes:
    """Pages 1, 2–4 Alpha, 4A–4B Late, 5–6 Beta, 7–10 Gamma taken out, 11 Delta, 12–13 the last."""
    parts = [Part(name.lower(), name, lately.sheets(name, pages)) for name, pages in SIZES.items()]
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder), join(parts, title="Pack", reference="CT/1", recipe={"kind": "before"}).data)
        desk.add("Late", 2, after="alpha")
        desk.remove("gamma", why="Not ours")
        desk.check()
        return desk.data


def nothing(held: dict[str, Any]) -> None:
    """Leave the record as it is."""


def labels(pdf: Pdf, numbers: list[str]) -> None:
    pairs: list[Any] = []
    for at, number in enumerate(numbers):
        pairs += [at, Dictionary(P=String(number))]
    pdf.Root.PageLabels = Dictionary(Nums=Array(pairs))


def labels_shifted(pdf: Pdf) -> None:
    right = lately.labels(changed())
    labels(pdf, [right[0], *right[:-1]])


def labels_plain(pdf: Pdf) -> None:
    pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D)]))


def number_plain(pdf: Pdf) -> None:
    page = pdf.pages[lately.labels(changed()).index("4B")].obj
    spoiling.write(page.Contents[-1], lambda code: code.replace(b"(Page 4B of", b"(Page 6 of"))


def total_of_another(pdf: Pdf) -> None:
    page = pdf.pages[lately.labels(changed()).index("5")].obj
    spoiling.write(page.Contents[-1], lambda code: code.replace(b" of 13)", b" of 14)"))


def page_lost(pdf: Pdf) -> None:
    del pdf.pages[lately.labels(changed()).index("4B")]


def line_with_the_place_in_the_file(pdf: Pdf) -> None:
    one = next(line for line in spoiling.lines(pdf) if str(line.Title).startswith("Beta"))
    one.Title = String("Beta (page 7)")


def gap_unnamed(held: dict[str, Any]) -> None:
    held["late"]["gaps"] = []


def gap_of_other_pages(held: dict[str, Any]) -> None:
    held["late"]["gaps"][0]["numbers"] = ["7", "8"]


def gap_that_is_none(held: dict[str, Any]) -> None:
    held["late"]["gaps"][0]["numbers"].append("11")


def gap_nowhere_said(held: dict[str, Any]) -> None:
    held["late"]["gaps"].append({**held["late"]["gaps"][0], "numbers": ["11A"], "title": "More"})


def numbers_out_of_order(held: dict[str, Any]) -> None:
    numbers = held["late"]["numbers"]
    numbers[4], numbers[5] = numbers[5], numbers[4]


def numbers_too_few(held: dict[str, Any]) -> None:
    held["late"]["numbers"].pop()


def number_of_the_next_letter(held: dict[str, Any]) -> None:
    held["late"]["numbers"][lately.labels(changed()).index("4B")] = "4C"


def places_unknown(held: dict[str, Any]) -> None:
    del held["late"]["places"]["beta"]


FILE: list[tuple[Callable[[Pdf], None], set[str], str, str]] = [
    (labels_shifted, {"opens", "numbered"}, "numbered", "page 2 is labelled as page 1"),
    (labels_plain, {"opens", "numbered"}, "numbered", "page 4A is labelled as page 5"),
    (number_plain, {"numbered"}, "numbered", "page 4B of 13 says that it is page 6 of 13"),
    (total_of_another, {"numbered"}, "numbered", "page 5 of 13 says that it is page 5 of 14"),
    (page_lost, {"whole", "numbered", "index", "outline"}, "whole", "Late lacks page 4B of the bundle"),
    (line_with_the_place_in_the_file, {"outline"}, "outline", "Beta begins on page 5, and “Beta (page 7)”"),
]
RECORD: list[tuple[Callable[[dict[str, Any]], None], str, str]] = [
    (gap_unnamed, "numbered", "nothing says that these pages were taken out: 7, 8, 9, 10"),
    (gap_of_other_pages, "numbered", "nothing says that these pages were taken out: 9, 10"),
    (gap_of_other_pages, "complete", "the index does not say: Pages 7 to 8 taken out (Gamma)"),
    (gap_that_is_none, "record", "page 11 is said to be taken out"),
    (gap_nowhere_said, "complete", "the last page does not say: Page 11A taken out (More)"),
    (numbers_out_of_order, "record", "the numbers of its pages do not follow each other"),
    (numbers_too_few, "record", "the numbers of its pages do not follow each other"),
    (places_unknown, "record", "it does not know which of its documents came when"),
    (number_of_the_next_letter, "numbered", "page 4C of 13 says that it is page 4B of 13"),
    (number_of_the_next_letter, "numbered", "taken out: 4B"),
]


def test_the_bundle_is_what_these_tests_say() -> None:
    assert lately.labels(changed()) == ["1", "2", "3", "4", "4A", "4B", "5", "6", "11", "12", "13"]


@pytest.mark.parametrize(("spoil", "rules", "rule", "words"), FILE, ids=[one[0].__name__ for one in FILE])
def test_a_fault_of_the_file_is_named(
    tmp_path: Path, spoil: Callable[[Pdf], None], rules: set[str], rule: str, words: str
) -> None:
    path = tmp_path / "bundle.pdf"
    with pikepdf.open(io.BytesIO(changed())) as pdf:
        spoil(pdf)
        pdf.save(path)
    found = faults(path)
    assert set(found) == rules, found
    assert words.casefold() in found[rule].casefold()


@pytest.mark.parametrize(("spoil", "rule", "words"), RECORD)
def test_a_record_that_was_made_to_fit_is_named(
    tmp_path: Path, spoil: Callable[[dict[str, Any]], None], rule: str, words: str
) -> None:
    path = tmp_path / "bundle.pdf"
    path.write_bytes(resealed(changed(), spoil))
    found = faults(path)
    assert words.casefold() in found.get(rule, "").casefold(), found


def test_a_record_without_its_seal_is_named(tmp_path: Path) -> None:
    def spoil(pdf: Pdf) -> None:
        spoiling.record(pdf, gap_unnamed)

    path = tmp_path / "bundle.pdf"
    with pikepdf.open(io.BytesIO(changed())) as pdf:
        spoil(pdf)
        pdf.save(path)
    assert "was changed after it was made" in faults(path)["record"]


def test_sealed_anew_as_it_is_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "bundle.pdf"
    path.write_bytes(resealed(changed(), nothing))
    assert faults(path) == {}


def test_a_record_of_changes_that_there_are_not_is_none(tmp_path: Path) -> None:
    def spoil(held: dict[str, Any]) -> None:
        held["late"]["changes"][0]["what"] = "burnt"

    path = tmp_path / "bundle.pdf"
    path.write_bytes(resealed(changed(), spoil))
    with pytest.raises(Refused, match="no bundle of ctdocs"):
        faults(path)
