"""What verifying says of good bundles, and of those that somebody spoilt: each fault by its own name, and no other."""

from __future__ import annotations

import io
import random
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from ctdocs.bundle.join.frame import STRIP, frame
from ctdocs.bundle.join.joiner import join
from ctdocs.bundle.join.part import Part
from ctdocs.bundle.verify import RULES, verify
from tests.bundle import corpus, spoiling
from tests.bundle.spoiling import Spoil, faults, good, spoilt

MOVED = {"whole", "numbered", "index", "outline"}
"""Where pages come or go, the numbers printed on them, in the index and in the outline are no longer right."""

SPOILT: list[tuple[Spoil, set[str], str, str]] = [
    (spoiling.numbers_shifted, {"numbered"}, "numbered", "page 4 of {m} says that it is page 5 of {m}"),
    (spoiling.number_gone, {"numbered"}, "numbered", "page 5 has no number"),
    (spoiling.number_on_the_page, {"clear"}, "clear", "the number of page 5 stands on the page"),
    (spoiling.number_in_another_font, {"numbered"}, "numbered", "is drawn in another font"),
    (spoiling.dead_link, {"linked"}, "linked", "the link to {form} leads nowhere"),
    (spoiling.link_to_a_page_that_is_gone, {"linked"}, "linked", "the link to {form} leads nowhere"),
    (spoiling.wrong_link, {"linked"}, "linked", "the link to {letter} leads to page"),
    (spoiling.links_exchanged, {"linked"}, "linked", "the link to {report} leads to page"),
    (spoiling.link_taken_away, {"linked", "whole"}, "linked", "no link of the index leads to {typed}"),
    (spoiling.links_in_another_order, {"linked", "whole"}, "linked", "the link of {report} is not at its line"),
    (spoiling.link_over_the_page, {"whole"}, "whole", "does not stand or look as made"),
    (spoiling.link_with_a_border, {"whole"}, "whole", "does not stand or look as made"),
    (spoiling.colours_turned_round, {"whole"}, "whole", "of {old} is not as made"),
    (spoiling.colours_left_out, {"whole"}, "whole", "of {old} is not as made"),
    (spoiling.picture_behind_a_mask, {"whole"}, "whole", "of {old} is not as made"),
    (spoiling.other_palette, {"whole"}, "whole", "of {old} is not as made"),
    (spoiling.packed_otherwise, {"whole"}, "whole", "of {old} is not as made"),
    (spoiling.pages_of_two_parts_exchanged, MOVED, "whole", "a page of {report} stands in another"),
    (spoiling.keywords_put_in, {"opens"}, "opens", "what was not there: Keywords"),
    (spoiling.no_way_back, {"linked"}, "linked", "no link leads from {scan}"),
    (spoiling.part_taken_out, MOVED, "whole", "{letter} is missing with all of its pages"),
    (spoiling.page_taken_out, MOVED, "whole", "{report} lacks page"),
    (spoiling.parts_exchanged, MOVED, "whole", "{letter} stands in another place"),
    (spoiling.page_put_in, MOVED, "whole", "belong to no document"),
    (spoiling.byte_changed, {"whole"}, "whole", "of {letter} is not as made"),
    (spoiling.picture_changed, {"whole"}, "whole", "of {old} is not as made"),
    (spoiling.page_cropped, {"whole"}, "whole", "of {letter} is not as made"),
    (spoiling.text_layer_lost, {"whole", "searchable"}, "searchable", "({scan}) holds no text"),
    (spoiling.tags_lost, {"tagged"}, "tagged", "it has no tags"),
    (spoiling.tags_of_a_part_lost, {"tagged"}, "tagged", "{letter} has no tags of its own"),
    (spoiling.tags_of_a_page_lost, {"tagged"}, "tagged", "content of page 2 is in no tag"),
    (spoiling.two_documents, {"tagged"}, "tagged", "its tags are not one document"),
    (spoiling.tab_order_lost, {"tagged"}, "tagged", "the tab order of page"),
    (spoiling.line_lost, {"outline"}, "outline", "{form} is not in it"),
    (spoiling.line_to_another_page, {"outline"}, "outline", "the link to {form} leads to page 1 in place of page"),
    (spoiling.line_with_another_number, {"outline"}, "outline", "says another page"),
    (spoiling.line_below_to_another_page, {"outline"}, "outline", "leads to page 1"),
    (spoiling.answer_changed, {"answers"}, "answers", "the answer “{form}: behaviour” is another"),
    (spoiling.answer_gone, {"answers"}, "answers", "the answer “{typed}: name” is gone"),
    (spoiling.answer_shown_otherwise, {"answers"}, "answers", "({typed}) is not as it was"),
    (spoiling.answer_out_of_sight, {"answers"}, "answers", "({typed}) is not as it was"),
    (spoiling.file_taken_out, {"attached"}, "attached", "part-6.pdf is no longer attached"),
    (spoiling.file_changed, {"attached"}, "attached", "part-6.pdf is not the file whose SHA-256 is stated"),
    (spoiling.file_of_a_part_changed, {"attached"}, "attached", "a.txt is not the file that was attached"),
    (spoiling.file_put_in, {"attached"}, "attached", "extra.txt was attached later"),
    (spoiling.page_turned, {"upright"}, "upright", "({letter}) is turned by 180°, and was by 0°"),
    (spoiling.record_says_other_pages, {"record"}, "record", "was changed after it was made"),
    (spoiling.record_leaves_pages_out, {"record"}, "record", "the pages of {letter} do not follow those before it"),
    (spoiling.recipe_gone, {"record"}, "record", "its recipe is missing"),
    (spoiling.title_lost, {"opens"}, "opens", "its title is lost"),
    (spoiling.title_not_shown, {"opens"}, "opens", "does not show its title"),
    (spoiling.language_lost, {"opens"}, "opens", "its language is lost"),
    (spoiling.labels_lost, {"opens"}, "opens", "its page labels"),
    (spoiling.other_view, {"opens"}, "opens", "at 100 %"),
    (spoiling.metadata_lost, {"opens"}, "opens", "its metadata"),
    (spoiling.script, {"scripts"}, "scripts", "JavaScript stands in it"),
    (spoiling.command, {"scripts", "answers"}, "scripts", "Launch stands in it"),
    (spoiling.letters_exchanged, {"whole"}, "whole", "of {letter} are not as made"),
    (spoiling.drawn_unseen, {"whole"}, "whole", "of {letter} is not as made"),
    (spoiling.layer_shown, {"opens"}, "opens", "other layers of its pages are shown"),
    (spoiling.answer_on_a_layer, {"answers"}, "answers", "({typed}) is not as it was"),
    (spoiling.answers_drawn_anew, {"answers"}, "answers", "how its answers look is left to"),
    (spoiling.answer_left_open, {"answers"}, "answers", "the answer “{typed}: name” can be changed"),
    (spoiling.other_words_read_out, {"tagged"}, "tagged", "what is read out of {scan} is not as it was"),
    (spoiling.description_changed, {"tagged"}, "tagged", "what is read out of {old} is not as it was"),
    (spoiling.date_in_the_index_changed, {"index", "whole"}, "index", "the date or the number of pages of {letter}"),
    (spoiling.number_in_the_index_changed, {"index", "whole"}, "index", "{letter} begins on page 5, and the"),
    (spoiling.kinds_exchanged, {"tagged"}, "tagged", "its tags mean something else than they did"),
    (spoiling.what_is_missing_not_listed, {"complete", "whole"}, "complete", "minutes, which the bundle does not hold"),
]


@pytest.mark.parametrize(("spoil", "rules", "rule", "words"), SPOILT, ids=[one[0].__name__ for one in SPOILT])
def test_each_fault_is_named_and_no_other(tmp_path: Path, spoil: Spoil, rules: set[str], rule: str, words: str) -> None:
    names = dict(zip(("report", "letter", "form", "typed", "scan", "old", "away"), good().entries, strict=True))
    titles = {name: entry.title for name, entry in names.items()}
    found = faults(tmp_path, spoilt(spoil))
    assert set(found) == rules, found
    assert words.format(m=good().pages, **titles).casefold() in found[rule].casefold()


@pytest.mark.parametrize(
    "how",
    [
        {}, {"linearize": True}, {"object_stream_mode": pikepdf.ObjectStreamMode.disable}, {"qdf": True},
        {"recompress_flate": True}, {"compress_streams": False},
    ],
    ids=str,
)  # fmt: skip
def test_a_good_bundle_holds_however_it_is_saved(tmp_path: Path, how: dict[str, Any]) -> None:
    assert faults(tmp_path, spoilt(lambda _: None, **how)) == {}


def test_every_rule_is_answered_for(tmp_path: Path) -> None:
    path = tmp_path / "bundle.pdf"
    path.write_bytes(good().data)
    found = verify(path)
    assert [one.rule for one in found] == [rule for rule in RULES if rule != "case"]
    assert all(one.holds and one.sentence.endswith(".") for one in found)


def test_a_bundle_of_every_kind_of_part_holds(tmp_path: Path) -> None:
    made = corpus.corpus(38, 160, seed=5)
    bundle = join([one.part for one in made], title="Review pack", reference="", recipe={"kind": "after"})
    assert faults(tmp_path, bundle.data) == {}


def test_a_long_index_in_welsh_with_equal_titles_and_no_dates_holds(tmp_path: Path) -> None:
    data = corpus.sheets("slip", 1)
    parts = [
        Part(f"p.{n}", "Adroddiad 2" if n % 2 else "Llythyr (1) at bawb, " * 9, data, "3 o ddyddiau 4" * (n % 3))
        for n in range(60)
    ]
    bundle = join(parts, title="Bwndel", reference="CT-1", language="cy", recipe={"kind": "after"})
    assert bundle.entries[0].first > 2
    assert faults(tmp_path, bundle.data) == {}


def test_what_came_in_damaged_is_told_and_not_held_against_the_bundle(tmp_path: Path) -> None:
    def damage(pdf: Pdf) -> None:
        picture = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Image, Width=90, Height=90, BitsPerComponent=8)
        picture.ColorSpace = Name.DeviceGray
        picture.write(b"no picture", filter=Name.FlateDecode)
        page = pdf.pages[1].obj
        page.Resources.XObject = Dictionary(Im=picture)
        page.Contents = Array([page.Contents, pdf.make_stream(b"q 90 0 0 90 90 90 cm /Im Do Q")])
        page.Annots = Array([Dictionary(Subtype=Name.Text, Rect=Array([1, 2, Name.x, 4]), Contents=String("note"))])

    parts = [Part("a", "Letter", corpus.changed(corpus.sheets("letter", 3), damage))]
    bundle = join(parts, title="x", reference="", recipe={"kind": "after"})
    path = tmp_path / "bundle.pdf"
    path.write_bytes(bundle.data)
    found = verify(path)
    assert [one for one in found if not one.holds] == []
    assert "What page 3 draws came in damaged: not compared." in {one.rule: one.sentence for one in found}["whole"]


def test_an_index_of_another_bundle_is_named(tmp_path: Path) -> None:
    parts = [Part(f"n{n}", f"Title {n}", corpus.sheets(f"n{n}", 1)) for n in range(2)]
    other = join(parts, title="x", reference="", recipe={"kind": "after"})

    def spoil(pdf: Pdf) -> None:
        with pikepdf.open(io.BytesIO(other.data)) as strange:
            page = pdf.copy_foreign(strange.pages[0].obj)
            pdf.pages[0].obj.Resources = page.Resources
            pdf.pages[0].obj.Contents = page.Contents

    found = faults(tmp_path, spoilt(spoil))
    assert set(found) == {"index", "complete", "whole", "numbered"}, found
    assert "Minutes, which the bundle does not hold, is not listed" in found["complete"]
    assert f"{good().entries[0].title} is not listed" in found["index"]


@pytest.mark.parametrize("key", ["/ActualText", "/Alt", "/E", "/Lang"])
def test_other_words_in_what_we_drew_ourselves_are_seen(tmp_path: Path, key: str) -> None:
    part = Part("agenda", "Agenda", corpus.tagged(0, random.Random(1), 1).part.data, own=True)
    data = join([part], title="x", reference="", recipe={"kind": "after"}).data
    assert faults(tmp_path, data) == {}
    with pikepdf.open(io.BytesIO(data)) as pdf:
        element = pdf.Root.StructTreeRoot.K.K[1].K[-1]
        element[key] = String("nobody wrote this")
        target = io.BytesIO()
        pdf.save(target)
    found = faults(tmp_path, target.getvalue())
    assert set(found) == {"tagged"} and "read out of agenda is not as it was" in found["tagged"].casefold()


@pytest.mark.parametrize(("wide", "tall"), [(2384, 3370), (3370, 2384), (1684, 2384), (842, 1191), (595, 2000)])
def test_the_number_of_a_large_sheet_can_be_read_when_it_is_printed_on_a4(wide: int, tall: int) -> None:
    with Pdf.new() as pdf:
        made = frame(pdf.add_blank_page(page_size=(wide, tall)).obj)
    short, long = sorted((wide, tall + made.size * STRIP))
    assert 12 * made.size * min(595 / short, 842 / long) >= 7
