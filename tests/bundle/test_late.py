"""Late papers: what comes in, goes out or is exchanged, and everything else stays as it is."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from ctdocs.bundle.copies import locked, to_print
from ctdocs.bundle.join.joiner import join
from ctdocs.bundle.join.part import Absent, Part
from ctdocs.bundle.late import change
from ctdocs.bundle.late.held import open_bundle
from ctdocs.bundle.late.paper import Paper
from ctdocs.bundle.verify import verify
from ctdocs.errors import Refused
from tests.bundle import lately, spoiling
from tests.bundle.lately import ON, Desk
from tests.bundle.spoiling import good, spoilt
from tests.outside import poppler, qpdf, verapdf

REPORT, LETTER, FORM, TYPED, SCAN, OLD, AWAY = (one.id for one in good().entries)
PASSWORD = "pencil harbour sixty ŵ"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A bundle of every kind of part."""
    desk = Desk(tmp_path, good().data)
    yield desk
    desk.check()


def numbers_of(data: bytes) -> dict[str, list[str]]:
    """The labels of the pages of each part, by pypdf."""
    labels = lately.labels(data)
    return {one["id"]: labels[one["first"] - 1 : one["last"]] for one in lately.kept(data)["entries"]}


# -- numbers
@pytest.mark.needs("poppler")
def test_pages_put_in_have_letters_and_all_others_keep_their_numbers(desk: Desk) -> None:
    before = numbers_of(desk.data)
    desk.add("Fire report", 3, after=LETTER)
    after = numbers_of(desk.data)
    last = before[LETTER][-1]
    assert after.pop("fire-report") == [f"{last}A", f"{last}B", f"{last}C"]
    assert after == before
    pages = poppler.text(desk.path).split("\f")[:-1]
    labels = lately.labels(desk.data)
    assert lately.shown(pages) == [(label, labels[-1]) for label in labels]
    assert f"Fire report (page {last}A)" in [str(line) for line in outline(desk.data)]
    assert f"Page {last}A of {labels[-1]}" in pages[labels.index(f"{last}A")]


def outline(data: bytes) -> list[str]:
    import io

    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as pdf, pdf.open_outline() as found:
        return [one.title for one in found.root]


def test_later_papers_find_their_place_between_those_that_came_before(desk: Desk) -> None:
    last = numbers_of(desk.data)[REPORT][-1]
    desk.add("First", 1, after=REPORT)
    desk.add("Second", 2, after="first")
    desk.add("Between", 1, before="second")
    desk.add("In front", 1, before="first")
    desk.add("Last of them", 1, after=REPORT)
    found = numbers_of(desk.data)
    assert found["first"] == [f"{last}A"]
    assert found["second"] == [f"{last}B", f"{last}C"]
    assert found["between"] == [f"{last}A1"]
    assert found["in-front"] == [f"{last}.1"]
    assert found["last-of-them"] == [f"{last}D"]
    with pytest.raises(Refused, match="no page number is left"):
        desk.add("Too much", 1, before="in-front")


def test_past_z_come_two_letters_and_a_number_is_never_given_again(desk: Desk) -> None:
    last = numbers_of(desk.data)[LETTER][-1]
    desk.add("Long", 30, after=LETTER)
    assert numbers_of(desk.data)["long"][24:28] == [f"{last}Y", f"{last}Z", f"{last}AA", f"{last}AB"]
    desk.remove("long")
    assert desk.add("Other", 1, after=LETTER).change.numbers == (f"{last}AE",)


def test_at_the_end_and_in_front_of_everything(desk: Desk) -> None:
    standard = lately.labels(desk.data)[lately.kept(desk.data)["standard"][0] - 1]
    desk.add("Last", 1)
    desk.add("Very first", 1, after="index")
    assert numbers_of(desk.data)["last"] == [f"{int(standard) - 1}A"]
    assert numbers_of(desk.data)["very-first"] == ["1A"]
    labels = lately.labels(desk.data)
    assert labels[lately.kept(desk.data)["standard"][0] - 1] == standard


def test_an_index_that_grows_takes_letters_itself(tmp_path: Path) -> None:
    parts = [Part(f"p{n}", f"Paper number {n}", lately.sheets("slip", 1), "A line below it") for n in range(60)]
    made = [join(parts[:n], title="Pack", reference="", recipe={"kind": "after"}) for n in range(15, 40)]
    full = [one for one in made if one.entries[0].first == 2][-1]
    desk = Desk(tmp_path, full.data)
    before = numbers_of(desk.data)
    desk.add("In front", 1, before="p0")
    desk.check()
    assert numbers_of(desk.data)["in-front"] == ["1A"]
    assert lately.labels(desk.data)[:4] == ["1", "1.1", "1A", "2"]
    desk = Desk(tmp_path, full.data)
    desk.add("At the end", 1)
    assert lately.labels(desk.data)[:3] == ["1", "1A", "2"]
    assert {name: now for name, now in numbers_of(desk.data).items() if name in before} == before
    desk.remove("p5")


# -- what is not touched
def test_parts_that_are_not_touched_stay_as_they_are(desk: Desk) -> None:
    before = good().data
    desk.add("Fire report", 2, after=REPORT)
    desk.remove(LETTER)
    desk.replace(SCAN, "A better scan", 2)
    after = desk.data
    for one in good().entries:
        if one.id in (LETTER, SCAN):
            continue
        assert lately.drawn(after, one.title) == lately.drawn(before, one.title), one.title
        assert lately.tree(after, one.id) == lately.tree(before, one.id), one.title
    assert lately.answers(after) == lately.answers(before) != {}
    assert lately.attached(after) == lately.attached(before) != {}
    held = {one["id"]: one for one in lately.kept(after)["entries"]}
    for one in good().entries:
        if one.id not in (LETTER, SCAN):
            assert (held[one.id]["sha256"], held[one.id]["treatment"]) == (one.sha256, one.treatment)


def test_what_is_taken_out_is_gone_and_the_gap_is_named(desk: Desk) -> None:
    was = numbers_of(desk.data)
    for part in (FORM, OLD, AWAY):
        desk.remove(part, why="Sent by mistake & kept <no> ŵ")
    assert not any(name.startswith(f"{FORM}.") for name in lately.answers(desk.data))
    assert any(name.startswith(f"{FORM}.") for name in lately.answers(good().data))
    names = lately.attached(good().data).keys()
    kept = {name for name in names if not name.endswith(("part-6.pdf", "a.txt"))}
    assert lately.attached(desk.data).keys() == kept != names
    import pikepdf

    with pikepdf.open(desk.path) as pdf:
        assert "/OCProperties" not in pdf.Root
        streams = [one.read_bytes() for one in pdf.objects if isinstance(one, pikepdf.Stream) and "/Filter" in one]
        assert not any(b"app.alert" in one or b"file 6" in one for one in streams)
    gaps = {gap["title"]: gap["numbers"] for gap in lately.kept(desk.data)["late"]["gaps"]}
    assert [gaps[good().entries[n].title] for n in (2, 5, 6)] == [was[FORM], was[OLD], was[AWAY]]


@pytest.mark.needs("poppler")
def test_the_index_and_the_last_page_say_what_was_taken_out(desk: Desk) -> None:
    was = numbers_of(desk.data)[FORM]
    made = desk.remove(FORM, why="Not ours")
    pages = [" ".join(text.split()) for text in poppler.text(desk.path).split("\f")]
    line = f"Pages {was[0]} to {was[-1]} taken out"
    assert line in pages[0]
    assert "Not ours" in pages[0]
    last = " ".join(pages[lately.kept(desk.data)["standard"][0] - 1 :])
    assert line in last
    assert f"Taken out: {good().entries[2].title}" in last
    assert "20 November 2026" in last
    assert made.change.was == tuple(was)


def test_a_part_that_is_exchanged_keeps_its_numbers(desk: Desk) -> None:
    report, letter = (numbers_of(desk.data)[one] for one in (REPORT, LETTER))
    desk.replace(REPORT, "Shorter", 1)
    assert numbers_of(desk.data)[REPORT] == report[:1]
    assert [gap["numbers"] for gap in lately.kept(desk.data)["late"]["gaps"]] == [report[1:]]
    desk.replace(LETTER, "Longer", 4)
    assert numbers_of(desk.data)[LETTER] == [*letter, f"{letter[-1]}A", f"{letter[-1]}B"]
    desk.replace(REPORT, "Longer again", 3)
    assert numbers_of(desk.data)[REPORT] == [report[0], f"{report[0]}A", f"{report[0]}B"]


def test_what_was_missing_and_comes_is_no_longer_listed_as_missing(desk: Desk) -> None:
    assert [one.title for one in desk.add("minutes", 1).absent] == ["Reply of the police"]
    assert desk.add("Letter of the force", 1, settles=["reply of  the Police"]).absent == ()
    with pytest.raises(Refused, match="does not say that it lacks “Nothing”"):
        desk.add("More", 1, settles=["Nothing"])


# -- numbered anew
@pytest.mark.needs("poppler")
def test_all_is_numbered_anew_and_a_table_leads_from_old_to_new(desk: Desk) -> None:
    desk.add("Before it", 2, after=REPORT)
    desk.remove(TYPED, why="Twice")
    old = numbers_of(desk.data)
    made = desk.add("Fire report", 2, after=LETTER, reissue=True)
    new = numbers_of(desk.data)
    labels = lately.labels(desk.data)
    assert labels == [str(n) for n in range(1, len(labels) + 1)]
    assert new.pop("page-numbers") == ["2"]
    assert {one.id: list(one.old) for one in made.moved if one.id in old} == old
    assert {one.id: list(one.new) for one in made.moved if one.id in new} == new
    last = lately.kept(desk.data)["standard"]
    assert made.moved[-1].new == tuple(labels[last[0] - 1 : last[1]])
    pages = poppler.text(desk.path, layout=True).split("\f")
    for part, numbers in old.items():
        title = next(one["title"] for one in lately.kept(desk.data)["entries"] if one["id"] == part)
        run = [f"{found[0]}–{found[-1]}" if len(found) > 1 else found[0] for found in (numbers, new[part])]
        (line,) = [one for one in pages[1].splitlines() if one.rstrip().endswith(title)]
        assert line.split()[:2] == run
    gone = numbers_of(good().data)[TYPED]
    assert next(one for one in made.moved if one.id == TYPED).old == tuple(gone)
    assert f"{gone[0]}–{gone[-1]}" in pages[1]
    assert pages[1].count("Taken out") == 1
    assert lately.kept(desk.data)["late"]["gaps"] == []
    titles = [one.title for one in made.absent]
    assert good().entries[3].title in titles
    assert lately.drawn(desk.data, good().entries[6].title) == lately.drawn(good().data, good().entries[6].title)


def test_a_second_new_numbering_has_a_table_of_its_own(desk: Desk) -> None:
    desk.add("One", 1, reissue=True)
    made = desk.remove(LETTER, reissue=True, why="Not needed")
    assert [one.id for one in made.bundle.entries].count("page-numbers") == 1
    gone = next(one for one in made.moved if one.id == LETTER)
    assert (len(gone.old), gone.new) == (2, ())
    assert Absent(good().entries[1].title, "Taken out on 20 November 2026: Not needed") in made.absent
    desk.add("Two", 1, after=REPORT)
    assert numbers_of(desk.data)["two"] == [f"{numbers_of(desk.data)[REPORT][-1]}A"]


# -- the whole
def test_every_change_is_on_record(desk: Desk) -> None:
    desk.add("Fire report", 2, after=REPORT)
    desk.replace("fire-report", "Fire report, signed", 2)
    desk.remove(SCAN, why="Unreadable")
    record = lately.kept(desk.data)
    said = [(one["on"], one["what"], one["id"], one["was"], one["why"]) for one in record["late"]["changes"]]
    number = numbers_of(good().data)[REPORT][-1]
    pages = [f"{number}A", f"{number}B"]
    assert said == [
        ("2026-11-20", "added", "fire-report", [], ""),
        ("2026-11-20", "replaced", "fire-report", pages, ""),
        ("2026-11-20", "removed", SCAN, numbers_of(good().data)[SCAN], "Unreadable"),
    ]
    assert record["recipe"]["kind"] == "before"
    assert record["recipe"]["files"].keys() == {"fire-report"}


@pytest.mark.needs("verapdf", "qpdf")
def test_a_bundle_stays_accessible_whatever_is_done_to_it(desk: Desk) -> None:
    desk.add("Fire & ŵ <report>", 28, after=LETTER)
    desk.add("Form again", 0, data=next(iter(corpus_form())))
    desk.remove(AWAY)
    desk.replace(REPORT, "Report, mended", 1)
    lettered = desk.path
    desk.add("And more", 1, reissue=True)
    for path in (lettered, desk.path):
        assert qpdf.check(path) == []
    assert verapdf.check([lettered, desk.path]) == {lettered: [], desk.path: []}


def corpus_form() -> list[bytes]:
    """A form of ours with answers, and a file from elsewhere with names that clash."""
    from tests.bundle import corpus

    chance = random.Random(8)
    return [corpus.form(9, chance, 0).part.data, corpus.elsewhere(6, chance, 0).part.data]


def test_a_paper_whose_names_clash_with_those_of_a_part_keeps_its_own(desk: Desk) -> None:
    form, away = corpus_form()
    desk.add("Form again", 0, data=form)
    desk.add("Away again", 0, data=away)
    found = lately.answers(desk.data)
    assert found["form-again.applicant.name"] == "Applicant Ŵyn 9"
    assert found[f"{FORM}.applicant.name"] == "Applicant Ŵyn 2"
    desk.remove(AWAY)
    assert lately.attached(desk.data)["a.txt"] == lately.attached(good().data)["a.txt"]


def test_the_same_change_gives_the_same_bytes(tmp_path: Path) -> None:
    made = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        desk = Desk(tmp_path / name, good().data)
        desk.add("Fire report", 2, after=LETTER)
        desk.remove(OLD)
        desk.add("More", 1, reissue=True)
        made.append(desk.data)
    assert made[0] == made[1]


@pytest.mark.parametrize("seed", range(2))
def test_whatever_is_done_in_whatever_order(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    desk = Desk(tmp_path, good().data)
    ever: dict[str, str] = {}
    for count in range(7):
        before = numbers_of(desk.data)
        parts = list(before)
        what = chance.choice(["add", "add", "replace", "remove"])
        part = chance.choice(parts)
        if what == "add":
            changed = desk.add(f"Paper {seed} {count}", chance.randrange(1, 4), after=part).change.id
        elif what == "replace":
            changed = part
            desk.replace(part, f"Paper {seed} {count}", chance.randrange(1, 5))
        else:
            changed = part
            desk.remove(part)
        after = numbers_of(desk.data)
        assert {n: one for n, one in after.items() if n != changed} == {
            n: one for n, one in before.items() if n != changed
        }
        for name, numbers in after.items():
            for number in numbers:
                assert ever.setdefault(number, name) == name, "a number that was another part's"
    desk.check()


def test_a_bundle_in_welsh_says_it_in_welsh(tmp_path: Path) -> None:
    parts = [Part(f"p{n}", f"Papur {n}", lately.sheets("dalen", 2)) for n in range(3)]
    desk = Desk(tmp_path, join(parts, title="Bwndel", reference="", language="cy", recipe={"kind": "after"}).data)
    desk.add("Papur hwyr", 1, after="p0")
    desk.remove("p1")
    desk.add("Eto", 1, reissue=True)
    assert lately.kept(desk.data)["late"]["changes"][1]["was"] == ["4", "5"]
    desk.check()


@pytest.mark.needs("poppler")
def test_the_copy_to_print_has_every_part_on_a_right_hand_page(desk: Desk, tmp_path: Path) -> None:
    made = desk.add("Fire report", 1, after=REPORT)
    path = tmp_path / "print.pdf"
    path.write_bytes(to_print(made.bundle))
    pages = lately.shown(poppler.text(path).split("\f"))
    first = {numbers[0] for numbers in numbers_of(desk.data).values()}
    sheets = {number: at for at, (number, _) in enumerate(pages, 1) if number in first}
    assert sheets.keys() == first
    assert all(at % 2 for at in sheets.values())


# -- refused
def test_a_bundle_that_somebody_changed_is_refused_with_the_rule(tmp_path: Path) -> None:
    path = tmp_path / "bundle.pdf"
    path.write_bytes(spoilt(spoiling.byte_changed))
    with pytest.raises(Refused, match="is not as it was made") as refused:
        open_bundle(path)
    assert [one.code for one in refused.value.problems] == ["whole"]


def test_parts_that_there_are_not_and_those_that_nobody_may_touch(desk: Desk) -> None:
    with pytest.raises(Refused, match=r"has no part “nothing”.*\n.*part-1: Document 1") as refused:
        desk.remove("nothing")
    assert all(one.id in str(refused.value) for one in good().entries)
    for own in ("index", "standard", "page-numbers"):
        with pytest.raises(Refused, match="made by the bundle itself"):
            desk.remove(own)
    desk.add("Twice", 1)
    desk.add("Twice", 1)
    with pytest.raises(Refused, match=r"2 parts are called “Twice”.*\n  twice: .*\n  twice-2: "):
        desk.remove("Twice")
    desk.remove("twice-2")


def test_the_only_part_of_a_bundle_stays(tmp_path: Path) -> None:
    parts = [Part("a", "Alone", lately.sheets("alone", 1))]
    desk = Desk(tmp_path, join(parts, title="Pack", reference="", recipe={"kind": "after"}).data)
    with pytest.raises(Refused, match="the only part"):
        desk.remove("a")
    desk.add("Another", 1)
    desk.remove("a")
    desk.check()


def test_nothing_stands_outside_the_index_and_the_last_page(desk: Desk) -> None:
    for how in ({"before": "index"}, {"after": "standard"}):
        with pytest.raises(Refused, match="no paper stands outside"):
            desk.add("Out", 1, **how)
    with pytest.raises(Refused, match="needs a title"):
        desk.do(lambda held: change.add(held, Paper(Part("x", " ", lately.sheets("x", 1))), 0, on=ON))
    desk.add("In front", 1, after="index")
    desk.add("At the end", 1, before="standard")
    assert [one["id"] for one in lately.kept(desk.data)["entries"]][:: len(good().entries) + 1] == [
        "in-front", "at-the-end",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "how", [{"linearize": True}, {"qdf": True}, {"compress_streams": False}, {"recompress_flate": True}], ids=str
)
def test_a_bundle_that_another_program_saved_can_be_changed(tmp_path: Path, how: dict[str, bool]) -> None:
    desk = Desk(tmp_path, spoilt(lambda _: None, **how))
    desk.add("Fire report", 1, after=LETTER)
    assert lately.answers(desk.data) == lately.answers(good().data)
    desk.check()


def test_what_a_title_may_be(desk: Desk) -> None:
    for title in ("long " * 400, "w" * 600, "😀 عربى & <b> ŵ (1) \\ %"):
        desk.add(title, 1, after=LETTER)
        desk.check()


def test_a_paper_that_cannot_be_opened_is_refused(desk: Desk) -> None:
    with pytest.raises(Refused, match="cannot be opened"):
        desk.do(lambda held: change.add(held, Paper(Part("x", "Broken", b"%PDF-1.7 nothing")), 0, on=ON))


def test_a_locked_bundle_is_changed_by_who_has_the_password(tmp_path: Path) -> None:
    path = tmp_path / "locked.pdf"
    path.write_bytes(locked(good().data, PASSWORD))
    with pytest.raises(Refused, match="locked with a password"):
        open_bundle(path)
    held = open_bundle(path, PASSWORD)
    made = change.add(held, lately.paper(held, "Fire report", 1), 0, on=ON)
    new = tmp_path / "new.pdf"
    new.write_bytes(made.bundle.data)
    assert all(one.holds for one in verify(new))
    assert lately.answers(made.bundle.data) == lately.answers(good().data)
