"""Whole bundles, judged by other programs: every page, every link, every answer, every document."""

from __future__ import annotations

import functools
import hashlib
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import pypdfium2
import pytest
from PIL import Image, ImageChops

from ctdocs.bundle.join.joiner import join
from ctdocs.bundle.join.part import Absent, Bundle
from ctdocs.render.pdf.document import render
from tests.bundle.corpus import Made, blank_sheet, corpus
from tests.outside import pdfium, poppler, qpdf, verapdf
from tests.render import samples

SIZES = {3: 20, 40: 800}
STRIP = 20


class Whole:
    """One corpus, its bundle, and that read by pypdf."""

    def __init__(self, count: int, pages: int, folder: Path) -> None:
        self.made: list[Made] = corpus(count, pages)
        self.bundle: Bundle = bundle(self.made)
        self.path = folder / f"bundle-{count}.pdf"
        self.path.write_bytes(self.bundle.data)
        self.reader = pypdf.PdfReader(io.BytesIO(self.bundle.data))

    @functools.cached_property
    def drawn(self) -> pypdfium2.PdfDocument:
        return pypdfium2.PdfDocument(self.bundle.data)

    @functools.cached_property
    def texts(self) -> list[str]:
        """The words of each page, without those in fields."""
        return [page.get_textpage().get_text_range() for page in self.drawn]

    @property
    def parts(self) -> Iterator[tuple[Made, Any]]:
        return zip(self.made, self.bundle.entries, strict=True)

    def page_of(self, destination: Any) -> int:
        """The number, from 1, of the page that an explicit destination leads to."""
        return self.numbers[destination[0].idnum]

    @functools.cached_property
    def numbers(self) -> dict[int, int]:
        return {page.indirect_reference.idnum: at for at, page in enumerate(self.reader.pages, 1)}  # type: ignore[union-attr]


def bundle(made: list[Made]) -> Bundle:
    absent = [Absent("Victim statement", "Asked for on 2 May 2026 and not received")]
    return join(
        [one.part for one in made], title="Review pack", reference="CT-2026-014", recipe={"id": "before"}, absent=absent
    )


@pytest.fixture(scope="module", params=SIZES, ids=lambda count: f"{count} files")
def whole(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Whole:
    return Whole(request.param, SIZES[request.param], tmp_path_factory.mktemp("bundle"))


def test_every_page_bears_the_number_that_it_has_in_the_file(whole: Whole) -> None:
    count = len(whole.reader.pages)
    assert count == whole.bundle.pages == len(whole.texts)
    wrong = [at for at, text in enumerate(whole.texts, 1) if f"Page {at} of {count}" not in text]
    assert wrong == []


def test_parts_stand_in_order_with_all_their_pages(whole: Whole) -> None:
    first = whole.bundle.entries[0].first
    for made, entry in whole.parts:
        assert (entry.first, entry.last) == (first, first + made.pages - 1)
        first = entry.last + 1
    assert [entry.id for entry in whole.bundle.entries] == [made.part.id for made in whole.made]


def test_each_page_is_shown_as_it_came_and_its_number_is_clear_of_it(whole: Whole) -> None:
    """Every page of a short part, the first of a long one, whose others are like it."""
    whole.drawn.init_forms() if whole.drawn.formenv is None else None
    for made, entry in whole.parts:
        source = pypdfium2.PdfDocument(made.part.data)
        source.init_forms()
        for number in range(made.pages if made.pages < 4 else 1):
            place = f"{made.kind}: page {entry.first + number}"
            before = _picture(source[number])
            wide, tall = source[number].get_size()
            page = whole.drawn[entry.first - 1 + number]
            width, height = page.get_size()
            strip = height - tall
            assert strip == pytest.approx(STRIP * max(1, min(wide, tall) / 842), abs=0.5), place
            after = _picture(page).crop((0, 0, before.width, before.height))
            assert _differs(before, after) < 0.02, f"{place} does not look as it came"
            ink = _ink(_picture(page, scale=2).crop((0, round((tall + 2) * 2), round(width * 2), round(height * 2))))
            assert ink is not None and ink[3] - ink[1] < 2 * strip * 0.7, f"{place}: the strip holds more than a line"
            assert ink[2] > 2 * (width - 2 * strip), f"{place}: the number does not stand at the right"


def test_every_page_holds_the_words_that_it_came_with(whole: Whole) -> None:
    """So no page is lost, doubled or exchanged, and whatever had a text can be searched."""
    for made, entry in whole.parts:
        source = pypdfium2.PdfDocument(made.part.data)
        for number, page in enumerate(source):
            words = "".join(page.get_textpage().get_text_range().split())
            assert words in "".join(whole.texts[entry.first - 1 + number].split()) or entry.treatment == "pictures"
            if entry.treatment == "pictures":  # what is unseen may stand in another order
                there = set(whole.texts[entry.first - 1 + number].split())
                given = page.get_textpage().get_text_range().split()
                assert sum(word in there for word in given) > 0.95 * len(given), made.kind


def test_numbers_stand_upright_on_pages_that_are_turned(whole: Whole) -> None:
    """The direction of their letters, by pypdf, is that in which the page is turned (ISO 32000-1, 7.7.3.3)."""
    across = {0: (1, 0), 90: (0, 1), 180: (-1, 0), 270: (0, -1)}
    seen = set()
    for made, entry in whole.parts:
        if made.kind not in ("rotated", "landscape", "cropped", "a3", "receipt"):
            continue
        for number in range(min(made.pages, 3)):
            page = whole.reader.pages[entry.first - 1 + number]
            found: list[tuple[int, int]] = []

            def look(text: str, _: Any, matrix: Any, *rest: Any, found: list[tuple[int, int]] = found) -> None:
                if text.strip().startswith("Page "):
                    size = max(abs(matrix[0]), abs(matrix[1]))
                    found.append((round(matrix[0] / size), round(matrix[1] / size)))

            page.extract_text(visitor_text=look)
            turn = page.rotation % 360
            seen.add(turn)
            assert found[-1] == across[turn], f"{made.kind}: page {entry.first + number}"
    assert seen == {0, 90, 180, 270} or len(whole.made) == 3


@pytest.mark.needs("poppler")
def test_every_answer_is_seen_as_ink_in_its_field(whole: Whole) -> None:
    """By poppler's pixels: where an answer stands is more ink than in the same form without answers."""
    blanks = {
        "form": render(samples.resolved("application-form")).data, "typed": blank_sheet(), "pdftk": blank_sheet(),
    }  # fmt: skip
    pictures: dict[tuple[str, int], Image.Image] = {}
    folder, looked = whole.path.parent, 0
    for made, entry in whole.parts:
        if not made.answers:
            continue
        (folder / "blank.pdf").write_bytes(blanks[made.kind])
        for name, value in made.answers.items():
            number, box = _field(made.part.data, name)
            after = _poppler(whole.path, entry.first + number)
            key = made.kind, number
            before = pictures[key] if key in pictures else _poppler(folder / "blank.pdf", number + 1)
            pictures[key] = before
            more = _dark(after.crop(box)) - _dark(before.crop(box))
            letters = sum(not ch.isspace() for ch in value)
            assert more > 6 * letters, f"{made.kind}: {value!r} on page {entry.first + number} leaves no ink"
            looked += 1
    assert looked >= 2


def test_the_index_leads_to_each_document_and_back(whole: Whole) -> None:
    front = _private(whole)["index"][1]
    found: dict[int, str] = {}
    for number in range(front):
        for link in _links(whole.reader.pages[number]):
            found[whole.page_of(link["/Dest"])] = str(link["/Contents"])
    for made, entry in whole.parts:
        assert found[entry.first] == f"Go to page {entry.first}: {made.part.title}"
        assert made.words in " ".join(whole.texts[entry.first - 1].split()) or made.kind in ("scanned", "unembedded")
        back = [one for one in _links(whole.reader.pages[entry.first - 1]) if "index" in str(one.get("/Contents"))]
        assert len(back) == 1
        listed = whole.texts[whole.page_of(back[0]["/Dest"]) - 1]
        assert made.part.title in " ".join(listed.split())


def test_the_index_says_description_date_and_pages_of_each_document(whole: Whole) -> None:
    front = _private(whole)["index"][1]
    listed = " ".join(" ".join(whole.texts[:front]).split())
    for made, entry in whole.parts:
        day = made.part.date
        assert day is not None
        line = f"{entry.first} {made.part.title} {made.part.description} {day.day} {day:%B %Y} {made.pages}"
        assert line in listed
    assert "Asked for on 2 May 2026 and not received" in listed


def test_the_outline_has_each_document_with_its_page(whole: Whole) -> None:
    top = [item for item in whole.reader.outline if not isinstance(item, list)]
    titles = {str(item.title): item for item in top}
    for made, entry in whole.parts:
        item = titles[f"{made.part.title} (page {entry.first})"]
        assert whole.reader.get_destination_page_number(item) == entry.first - 1
    groups = [group for group in whole.reader.outline if isinstance(group, list)]
    below = [str(item.title) for group in groups for item in group if not isinstance(item, list)]
    wanted = [f"Chapter {int(one.part.id[5:]) - 1}" for one in whole.made if one.kind == "elsewhere"]
    assert [title.partition(" (")[0] for title in below] == wanted


def test_every_answer_is_kept_and_seen(whole: Whole) -> None:
    fields = whole.reader.get_fields() or {}
    shown = pdfium.text(whole.bundle.data) if any(made.answers for made in whole.made) else []
    for made, entry in whole.parts:
        for name, value in made.answers.items():
            if entry.treatment != "pictures":
                assert fields[f"{made.part.id}.{name}"]["/V"] == value
            seen = " ".join(" ".join(shown[entry.first - 1 : entry.last]).split())
            assert value in seen, f"{made.kind}: {value!r} is not shown"


def test_it_opens_with_its_title_at_full_size_and_numbers_as_printed(whole: Whole) -> None:
    root: Any = whole.reader.root_object
    assert whole.reader.metadata is not None and whole.reader.metadata.title == "Review pack"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] and root["/Lang"] == "en-GB"
    where = root["/OpenAction"]
    assert whole.numbers[next(iter(where)).idnum] == 1 and where[1] == "/XYZ" and where[4] == 1
    assert whole.reader.page_labels == [str(at) for at in range(1, whole.bundle.pages + 1)]


def test_a_part_comes_in_as_well_as_it_can(whole: Whole) -> None:
    for made, entry in whole.parts:
        assert made.treatment in (entry.treatment, "any"), (made.kind, entry.notes)


def test_what_became_pictures_carries_its_original(whole: Whole) -> None:
    pictured = {f"{e.id}.pdf": m.part.data for m, e in whole.parts if e.treatment == "pictures"}
    assert {name: data[0] for name, data in whole.reader.attachments.items() if name in pictured} == pictured
    names = whole.reader.root_object.get("/Names", {})
    said = repr([f.get_object().get("/Desc") for f in names.get("/EmbeddedFiles", {}).get("/Names", [])[1::2]])
    for data in pictured.values():
        assert hashlib.sha256(data).hexdigest() in said


def test_the_bundle_knows_its_recipe_and_its_parts(whole: Whole) -> None:
    private = _private(whole)
    assert private["recipe"] == {"id": "before"} and private["reference"] == "CT-2026-014"
    assert [one["sha256"] for one in private["entries"]] == [
        hashlib.sha256(made.part.data).hexdigest() for made in whole.made
    ]
    assert private["pages"] == whole.bundle.pages
    last = " ".join(whole.texts[private["standard"][0] - 1].split())
    assert all(finding.sentence in last for finding in whole.bundle.report)


def test_the_same_parts_give_the_same_bytes(whole: Whole) -> None:
    assert bundle(whole.made).data == whole.bundle.data


@pytest.mark.needs("qpdf")
def test_it_is_a_sound_file(whole: Whole) -> None:
    assert qpdf.check(whole.path) == []


@pytest.mark.needs("verapdf")
def test_it_meets_pdf_ua_as_a_whole(whole: Whole) -> None:
    assert verapdf.check([whole.path]) == {whole.path: []}


@pytest.mark.needs("poppler")
def test_text_of_untagged_pages_is_read_out_in_its_part(whole: Whole) -> None:
    read = " ".join(poppler.structure(whole.path).split())
    for made, _ in whole.parts:
        if made.kind in ("portrait", "landscape", "rotated", "half-tagged"):
            assert made.words in read


@pytest.mark.needs("verapdf", "qpdf")
def test_eighty_files_with_1600_pages_hold_too(tmp_path: Path) -> None:
    many = Whole(80, 1600, tmp_path)
    assert sum(made.pages for made in many.made) == 1600
    test_every_page_bears_the_number_that_it_has_in_the_file(many)
    test_parts_stand_in_order_with_all_their_pages(many)
    test_every_page_holds_the_words_that_it_came_with(many)
    test_the_index_leads_to_each_document_and_back(many)
    test_the_index_says_description_date_and_pages_of_each_document(many)
    test_the_outline_has_each_document_with_its_page(many)
    test_each_page_is_shown_as_it_came_and_its_number_is_clear_of_it(many)
    test_numbers_stand_upright_on_pages_that_are_turned(many)
    test_every_answer_is_kept_and_seen(many)
    test_it_opens_with_its_title_at_full_size_and_numbers_as_printed(many)
    test_a_part_comes_in_as_well_as_it_can(many)
    test_what_became_pictures_carries_its_original(many)
    assert qpdf.check(many.path) == []
    assert verapdf.check([many.path]) == {many.path: []}


def _private(whole: Whole) -> dict[str, Any]:
    with pikepdf.open(io.BytesIO(whole.bundle.data)) as pdf:
        content: dict[str, Any] = json.loads(pdf.Root.PieceInfo.ctdocs.Private.read_bytes())["bundle"]
    return content


def _links(page: Any) -> Iterator[Any]:
    for reference in page.get("/Annots", []):
        annotation = reference.get_object()
        if annotation["/Subtype"] == "/Link" and isinstance(annotation.get("/Dest"), list):  # a part's own are names
            yield {**annotation, "/Dest": list(annotation["/Dest"])}


def _picture(page: Any, scale: float = 1) -> Image.Image:
    drawn: Image.Image = page.render(scale=scale, may_draw_forms=True).to_pil().convert("L")
    return drawn


def _field(data: bytes, name: str) -> tuple[int, tuple[int, int, int, int]]:
    """The page (from 0) of a field and its place in a picture of 100 dpi, a point inside its frame."""
    for number, page in enumerate(pypdf.PdfReader(io.BytesIO(data)).pages):
        for reference in page.get("/Annots", []):
            note: Any = reference.get_object()
            full, above = [note.get("/T")], note.get("/Parent")
            while above is not None:
                full.insert(0, above.get_object().get("/T"))
                above = above.get_object().get("/Parent")
            if ".".join(str(one) for one in full if one is not None) == name:
                left, low, right, top = (float(value) for value in note["/Rect"])
                edge = float(page.mediabox.top)
                place = (left + 1, edge - top + 1, right - 1, edge - low - 1)
                return number, tuple(round(value * 100 / 72) for value in place)  # type: ignore[return-value]
    raise LookupError(name)


def _poppler(path: Path, page: int) -> Image.Image:
    return Image.open(io.BytesIO(poppler.picture(path, page=page, dpi=100))).convert("L")


def _dark(picture: Image.Image) -> int:
    return sum(picture.histogram()[:128])


def _differs(one: Image.Image, other: Image.Image) -> float:
    """The share of pixels that differ clearly, edges of letters forgiven."""
    small = [picture.resize((picture.width // 2, picture.height // 2)) for picture in (one, other)]
    counts = ImageChops.difference(*small).histogram()
    return sum(counts[96:]) / sum(counts)


def _ink(picture: Image.Image) -> tuple[int, int, int, int] | None:
    return picture.point(lambda value: 255 if value < 128 else 0).getbbox()
