"""``ctdocs bundle`` from outside: what it prints, its exit codes, papers of any kind, and a case beside the bundle."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from ctdocs.render.pdf.document import render
from tests.bundle import corpus, lately
from tests.bundle.spoiling import byte_changed, good, spoilt
from tests.outside import poppler
from tests.render import samples

Ctdocs = Callable[..., tuple[int, str, str]]
AREA = "example/exampleshire"
ON = ("--on", "2026-12-03")
LETTER = good().entries[1]


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A bundle of every kind of part."""
    path = tmp_path / "pack.pdf"
    path.write_bytes(good().data)
    return path


@pytest.fixture
def note(tmp_path: Path) -> Path:
    """A text of one page."""
    path = tmp_path / "Fire report.txt"
    path.write_text("The alarm was tested & found good – ŵ <b>.\n", encoding="utf-8")
    return path


def test_its_parts_are_listed_with_ids_and_pages(pack: Path, ctdocs: Ctdocs) -> None:
    code, out, err = ctdocs("bundle", "list", pack)
    assert (code, err) == (0, "")
    lines = [line.split() for line in out.splitlines()[1:]]
    for one, line in zip(good().entries, lines, strict=False):
        pages = str(one.first) if one.first == one.last else f"{one.first}–{one.last}"
        assert line[:2] == [pages, one.id]
    code, out, _ = ctdocs("bundle", "list", pack, "--json")
    told = json.loads(out)
    assert [(one["id"], one["first"], one["place"]) for one in told["parts"]] == [
        (one.id, str(one.first), one.first) for one in good().entries
    ]
    assert (told["gaps"], told["changes"]) == ([], [])


def test_a_late_paper_goes_in_and_the_new_bundle_is_whole(
    pack: Path, note: Path, tmp_path: Path, ctdocs: Ctdocs
) -> None:
    new = tmp_path / "new.pdf"
    told = ("--after", LETTER.id, "--title", "Fire & flood <ŵ>", "--date", "2026-12-01", *ON)
    code, out, err = ctdocs("bundle", "add", pack, note, *told, "-o", new)
    assert (code, err) == (0, "")
    assert f"Added: Fire & flood <ŵ>, page {LETTER.last}A." in out
    assert ctdocs("verify", new)[0] == 0
    code, out, _ = ctdocs("bundle", "list", new, "--json")
    (part,) = [one for one in json.loads(out)["parts"] if one["title"] == "Fire & flood <ŵ>"]
    assert (part["id"], part["first"], part["date"]) == ("fire-flood-w", f"{LETTER.last}A", "2026-12-01")
    assert lately.kept(new.read_bytes())["entries"][2]["description"] == "Added on 3 December 2026"


@pytest.mark.needs("poppler")
def test_papers_of_other_kinds(pack: Path, tmp_path: Path, ctdocs: Ctdocs) -> None:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = "The fence", "a@example.org", "b@example.org"
    message.set_content("It was mended on Friday.\n")
    (tmp_path / "fence.eml").write_bytes(message.as_bytes())
    Image.new("RGB", (640, 480), "navy").save(tmp_path / "fence.jpg")
    new = tmp_path / "new.pdf"
    code, out, err = ctdocs("bundle", "add", pack, tmp_path / "fence.eml", *ON, "-o", new)
    assert code in (0, 4), err
    assert "It was mended on Friday." in poppler.text(new)
    newer = tmp_path / "newer.pdf"
    code, out, err = ctdocs("bundle", "replace", new, "fence", tmp_path / "fence.jpg", *ON, "-o", newer, "--json")
    made = json.loads(out)
    assert made["change"]["what"] == "replaced"
    assert made["change"]["numbers"] == made["change"]["was"]
    assert ctdocs("verify", newer)[0] == 0


def test_a_paper_goes_out_and_all_is_numbered_anew(pack: Path, tmp_path: Path, ctdocs: Ctdocs) -> None:
    new, copy = tmp_path / "new.pdf", tmp_path / "print.pdf"
    told = ("--reissue", "--why", "Not needed", *ON, "--json")
    code, out, err = ctdocs("bundle", "remove", pack, LETTER.title, *told, "-o", new, "--print-copy", copy)
    assert (code, err) == (0, "")
    made = json.loads(out)
    assert made["files"] == [str(new), str(copy)]
    numbers = {one["id"]: (one["old"], one["new"]) for one in made["numbers"]}
    assert numbers[LETTER.id] == ([str(n) for n in range(LETTER.first, LETTER.last + 1)], [])
    assert {"title": LETTER.title, "reason": "Taken out on 3 December 2026: Not needed"} in made["absent"]
    assert ctdocs("verify", new)[0] == 0
    assert ctdocs("verify", copy)[0] == 3


def test_a_locked_bundle_stays_locked(pack: Path, note: Path, tmp_path: Path, ctdocs: Ctdocs) -> None:
    from ctdocs.bundle.copies import locked

    secret = tmp_path / "password.txt"
    secret.write_text("three quiet words\n", encoding="utf-8")
    pack.write_bytes(locked(good().data, "three quiet words"))
    new = tmp_path / "new.pdf"
    code, _, err = ctdocs("bundle", "add", pack, note, *ON, "-o", new)
    assert code == 3
    assert "--password-file" in err
    assert ctdocs("bundle", "add", pack, note, *ON, "-o", new, "--password-file", secret)[0] == 0
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(new)
    assert ctdocs("verify", new, "--password-file", secret)[0] == 0
    assert ctdocs("bundle", "list", new)[0] == 3
    assert ctdocs("bundle", "list", new, "--password-file", secret)[0] == 0


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("add", "pack.pdf", "note.txt", "-o", "pack.pdf"), 2, "kept as it is"),
        (("add", "pack.pdf", "note.txt", "-o", "./sub/../pack.pdf"), 2, "kept as it is"),
        (("add", "pack.pdf", "sheet.pdf", "-o", "sheet.pdf"), 2, "kept as it is"),
        (("add", "pack.pdf", "note.txt", "-o", "new.docx"), 2, "not the name of a PDF"),
        (("add", "pack.pdf", "note.txt", "-o", "new.pdf", "--print-copy", "new.pdf"), 2, "a name each"),
        (("add", "pack.pdf", "note.txt", "-o", "new.pdf", "--after", "a", "--at-end"), 2, "one of --after"),
        (("add", "pack.pdf", "note.txt", "-o", "new.pdf", "--after", "minutes"), 3, "has no part “minutes”"),
        (("add", "pack.pdf", "pack.pdf", "-o", "new.pdf"), 3, "the bundle itself"),
        (("add", "pack.pdf", "nowhere.txt", "-o", "new.pdf"), 3, "nowhere.txt cannot be read"),
        (("add", "pack.pdf", "empty.txt", "-o", "new.pdf"), 3, "empty.txt"),
        (("add", "pack.pdf", "locked.pdf", "-o", "new.pdf"), 3, "password"),
        (("add", "pack.pdf", "blank.pdf", "-o", "new.pdf"), 3, "blank form"),
        (("add", "sheet.pdf", "note.txt", "-o", "new.pdf"), 3, "no bundle of ctdocs"),
        (("add", "note.txt", "note.txt", "-o", "new.pdf"), 3, "cannot be read as a PDF"),
        (("add", "spoilt.pdf", "note.txt", "-o", "new.pdf"), 3, "Nothing is lost or changed: Page"),
        (("replace", "pack.pdf", "part-2", "-o", "new.pdf"), 3, "part-2 cannot be read"),
        (("replace", "pack.pdf", "part-2", "letter.pdf", "-o", "new.pdf"), 3, "nothing to replace"),
        (("replace", "pack.pdf", "index", "note.txt", "-o", "new.pdf"), 3, "made by the bundle itself"),
        (("remove", "pack.pdf", "part-99", "-o", "new.pdf"), 3, "part-7: "),
        (("list", "sheet.pdf"), 3, "no bundle"),
        (("list", "nowhere.pdf"), 3, "cannot be read"),
        (("add", "pack.pdf", "note.txt", "-o", "new.pdf", "--case", "nowhere"), 3, "nowhere"),
    ],
)  # fmt: skip
def test_what_cannot_be_done(
    pack: Path, tmp_path: Path, ctdocs: Ctdocs, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], code: int,
    said: str,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sub").mkdir()
    (tmp_path / "note.txt").write_text("Words.\n", encoding="utf-8")
    (tmp_path / "empty.txt").write_text("\n", encoding="utf-8")
    (tmp_path / "sheet.pdf").write_bytes(corpus.sheets("sheet", 1))
    (tmp_path / "letter.pdf").write_bytes(letter())
    (tmp_path / "blank.pdf").write_bytes(render(samples.resolved("application-form")).data)
    (tmp_path / "spoilt.pdf").write_bytes(spoilt(byte_changed))
    lock = pikepdf.Encryption(owner="one", user="two", R=6)
    (tmp_path / "locked.pdf").write_bytes(corpus.changed(corpus.sheets("x", 1), lambda _: None, encryption=lock))
    before = {one: one.read_bytes() for one in tmp_path.iterdir() if one.is_file()}
    result, out, err = ctdocs("bundle", *words)
    assert (result, out) == (code, "")
    assert said in err
    assert {one: one.read_bytes() for one in tmp_path.iterdir() if one.is_file()} == before


def letter() -> bytes:
    """The file that the second part of the bundle was made of."""
    import random

    chance = random.Random(3)
    corpus.tagged(0, chance, 3)
    return corpus.portrait(1, chance, 2).part.data


def test_the_same_file_again_is_told(pack: Path, tmp_path: Path, ctdocs: Ctdocs) -> None:
    (tmp_path / "letter.pdf").write_bytes(letter())
    code, _, err = ctdocs("bundle", "add", pack, tmp_path / "letter.pdf", *ON, "-o", tmp_path / "new.pdf")
    assert code == 4
    assert f"The same file is in the bundle as “{LETTER.title}”, page {LETTER.first}." in err


def test_what_steers_a_terminal_or_the_direction_of_writing_does_not_come_in(
    pack: Path, note: Path, tmp_path: Path, ctdocs: Ctdocs
) -> None:
    new = tmp_path / "new.pdf"
    told = ("--title", "Fire\x1b[2J\u202ereport\n2", "--why", "late\x07", *ON)
    assert ctdocs("bundle", "add", pack, note, *told, "-o", new)[0] == 0
    record = lately.kept(new.read_bytes())
    assert record["entries"][-1]["title"] == "Fire [2J report 2"
    assert record["late"]["changes"][0]["why"] == "late"
    assert ctdocs("verify", new)[0] == 0


# -- with the case
@pytest.fixture
def case(tmp_path: Path, ctdocs: Ctdocs) -> Path:
    """A case that was keyed from a telephone call, with a day for the meeting."""
    folder = tmp_path / "case"
    ctdocs("case", "new", "--area", AREA, "--received", "2026-11-02", "--route", "phone", "-o", folder)
    answers = (
        "reference=CT/1", "basis=self", "victim.name=Siân Gŵyr", "victim.address=5 Imaginary Row",
        "victim.daytime_phone=01632 960146", "behaviour=Noise", "incidents.1.date=2026-10-01",
        "incidents.1.details=Shouting", "incidents.1.date_reported=2026-10-02", "incidents.1.reported_by=Siân",
        "incidents.1.reported_to=Police", "incidents.1.how_reported=telephone", "declaration.accurate=yes",
        "declaration.sharing=yes", "declaration.signature=Siân", "declaration.date=2026-11-01",
        "meeting.date=2026-12-10", "meeting.time=10am",
    )  # fmt: skip
    assert ctdocs("case", "set", folder, *answers)[0] == 0
    return folder


@pytest.mark.needs("poppler")
def test_the_case_makes_a_part_anew(case: Path, tmp_path: Path, ctdocs: Ctdocs) -> None:
    pack, new = tmp_path / "pack.pdf", tmp_path / "new.pdf"
    assert ctdocs("review-pack", case, "--on", "2026-12-01", "-o", pack)[0] in (0, 4)
    code, _, err = ctdocs("bundle", "replace", pack, "agenda", "--case", case, "--on", "2026-12-01", "-o", new)
    assert code == 3
    assert "nothing to replace" in err
    ctdocs("case", "set", case, "meeting.time=3.15pm")
    code, out, err = ctdocs("bundle", "replace", pack, "agenda", "--case", case, *ON, "-o", new)
    assert (code, err) == (0, "")
    assert "Replaced: Agenda" in out
    assert "3.15pm" in poppler.text(new)
    assert "3.15pm" not in poppler.text(pack)
    assert "Replaced on 3 December 2026" in poppler.text(new)
    assert ctdocs("verify", new, "--case", case)[0] == 0


def test_a_case_that_is_another_and_parts_that_it_has_not(case: Path, tmp_path: Path, ctdocs: Ctdocs) -> None:
    pack, new = tmp_path / "pack.pdf", tmp_path / "new.pdf"
    ctdocs("review-pack", case, "--on", "2026-12-01", "-o", pack)
    code, _, err = ctdocs("bundle", "add", pack, "minutes", "--case", case, *ON, "-o", new)
    assert code == 3
    assert "the case holds nothing of that name" in err
    code, _, err = ctdocs("bundle", "add", pack, "agenda", "--case", case, *ON, "-o", new)
    assert code == 3
    assert "ctdocs bundle replace" in err
    other = Path(shutil.copytree(case, tmp_path / "other"))
    ctdocs("case", "set", other, "reference=CT/2")
    code, _, err = ctdocs("bundle", "replace", pack, "agenda", "--case", other, *ON, "-o", new)
    assert code == 3
    assert "The bundle is of case CT/1" in err
    note = tmp_path / "note.txt"
    note.write_text("Words.\n", encoding="utf-8")
    code, _, err = ctdocs("bundle", "add", pack, note, "--case", case, *ON, "-o", new)
    assert code == 4
    assert "The case does not keep" in err
    assert ctdocs("verify", new)[0] == 0
    assert ctdocs("verify", new, "--case", case)[0] == 4
