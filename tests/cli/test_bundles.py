"""``ctdocs review-pack`` and ``ctdocs appeal-bundle`` from outside."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from tests.outside import poppler

Ctdocs = Callable[..., tuple[int, str, str]]
AREA = "example/exampleshire"
ON = ("--on", "2026-12-01")


@pytest.fixture
def case(tmp_path: Path, ctdocs: Ctdocs) -> Path:
    """A case that was keyed from a telephone call, before anything is decided."""
    folder = tmp_path / "case"
    ctdocs("case", "new", "--area", AREA, "--received", "2026-11-02", "--route", "phone", "-o", folder)
    answers = (
        "reference=CT/1", "basis=self", "victim.name=Siân Gŵyr & Co <b>", "victim.address=5 Imaginary Row",
        "victim.daytime_phone=01632 960146", "behaviour=Noise", "incidents.1.date=2026-10-01",
        "incidents.1.details=Shouting & worse", "incidents.1.date_reported=2026-10-02", "incidents.1.reported_by=Siân",
        "incidents.1.reported_to=Police", "incidents.1.how_reported=telephone", "declaration.accurate=yes",
        "declaration.sharing=yes", "declaration.signature=Siân", "declaration.date=2026-11-01",
    )  # fmt: skip
    assert ctdocs("case", "set", folder, *answers)[0] == 0
    return folder


def test_what_must_be_there_is_asked_for_by_name_and_nothing_is_written(
    case: Path, tmp_path: Path, ctdocs: Ctdocs
) -> None:
    code, out, err = ctdocs("review-pack", case, *ON, "-o", tmp_path / "pack.pdf")
    assert (code, out) == (3, "")
    assert "Agenda: no day is fixed for the meeting." in err
    code, _, err = ctdocs("appeal-bundle", case, "--against", "outcome", *ON, "-o", tmp_path / "appeal.pdf")
    assert code == 3
    assert [name for name in ("Minutes", "Letter 6", "Action plan") if f"{name}: not" not in err] == []
    assert not list(tmp_path.glob("*.pdf"))


@pytest.mark.needs("poppler")
def test_a_pack_says_what_is_in_it_and_what_is_not(case: Path, tmp_path: Path, ctdocs: Ctdocs) -> None:
    ctdocs("case", "set", case, "meeting.date=2026-12-10", "meeting.time=10am")
    note = tmp_path / "fire report.txt"
    note.write_text("The alarm was tested.\n", encoding="utf-8")
    told = ("--print-copy", tmp_path / "print.pdf", "--with", note, "--json")
    code, out, err = ctdocs("review-pack", case, *ON, "-o", tmp_path / "pack.pdf", *told)
    assert (code, err) == (0, "")
    made = json.loads(out)
    assert made["files"] == [str(tmp_path / "pack.pdf"), str(tmp_path / "print.pdf")]
    assert [part["title"] for part in made["parts"]] == [
        "Agenda", "Application", "Time line of reports", "Declaration of confidentiality, to be signed", "fire report",
    ]  # fmt: skip
    assert made["pages"] == int(poppler.info(tmp_path / "pack.pdf")["Pages"])
    assert {"title": "Victim statement", "reason": "Not held"} in made["absent"]
    assert all(rule["holds"] for rule in made["rules"])
    words = poppler.text(tmp_path / "pack.pdf")
    assert "Siân Gŵyr & Co <b>" in words
    assert "The alarm was tested." in words


def test_what_a_keyed_reply_lacks_is_named_with_what_to_type(case: Path, tmp_path: Path, ctdocs: Ctdocs) -> None:
    ctdocs("case", "set", case, "meeting.date=2026-12-10", "returns.1.reply.organisation=Exampleshire Constabulary")
    code, _, err = ctdocs("review-pack", case, *ON, "-o", tmp_path / "pack.pdf")
    assert code == 3
    assert "Reply of Exampleshire Constabulary: " in err
    for field in ("returns.1.request.organisation", "returns.1.request.reply_by", "returns.1.reply.reports"):
        assert f"ctdocs case set CASE {field}=…" in err
    # What was asked for is keyed once, for every partner.
    ctdocs("case", "set", case, "request.from=2026-05-02", "request.until=2026-11-02", "request.reply_by=2026-11-20")
    left = re.findall(r"CASE (\S+)=…", ctdocs("review-pack", case, *ON, "-o", tmp_path / "pack.pdf")[2])
    assert left
    assert not [field for field in left if field.startswith("returns.1.request.") and "organisation" not in field]
    answers = [f"{field}=no" if ".reply." in field else f"{field}=Exampleshire Constabulary" for field in left]
    assert ctdocs("case", "set", case, *answers)[0] == 0
    assert ctdocs("review-pack", case, *ON, "-o", tmp_path / "pack.pdf")[0] == 0


def test_a_pack_can_be_locked(case: Path, tmp_path: Path, ctdocs: Ctdocs) -> None:
    ctdocs("case", "set", case, "meeting.date=2026-12-10")
    secret = tmp_path / "password.txt"
    secret.write_text("three quiet words\n", encoding="utf-8")
    target = tmp_path / "pack.pdf"
    assert ctdocs("review-pack", case, *ON, "-o", target, "--password-file", secret)[0] == 0
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(target)
    secret.write_text("short\n", encoding="utf-8")
    assert ctdocs("review-pack", case, *ON, "-o", target, "--password-file", secret)[0] == 3


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("-o", "pack.docx"), 2, "not the name of a PDF"),
        (("-o", "pack.pdf", "--with", "nowhere.jpg"), 3, "nowhere.jpg cannot be read"),
        (("-o", "pack.pdf", "--with", "empty.eml"), 3, "empty"),
        (("-o", "log.jsonl"), 2, "not the name of a PDF"),
    ],
)
def test_a_pack_that_cannot_be_made(
    case: Path, tmp_path: Path, ctdocs: Ctdocs, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], code: int,
    said: str,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty.eml").write_bytes(b"")
    ctdocs("case", "set", case, "meeting.date=2026-12-10")
    result, out, err = ctdocs("review-pack", case, *ON, *words)
    assert (result, out) == (code, "")
    assert said in err
    assert not (tmp_path / "pack.pdf").exists()


def test_what_cannot_be_in_a_bundle_is_said_before_anything_is_written(
    case: Path, tmp_path: Path, ctdocs: Ctdocs
) -> None:
    """A blank form, a day before the application, one name for two files, a file that is not there, odd letters."""
    ctdocs("case", "set", case, "meeting.date=2026-12-10")
    pack = tmp_path / "pack.pdf"
    for kind in ("pdf", "docx"):
        blank = tmp_path / f"minutes.{kind}"
        ctdocs("fill", "minutes", "--area", AREA, "-o", blank)
        code, _, err = ctdocs("review-pack", case, *ON, "--with", blank, "-o", pack)
        assert (code, "is a blank form" in err) == (3, True)
    code, _, err = ctdocs("review-pack", case, "--on", "2026-11-01", "-o", pack)
    assert (code, "Monday 2 November 2026" in err) == (3, True)
    assert ctdocs("review-pack", case, *ON, "-o", pack, "--print-copy", pack)[0] == 2
    code, _, err = ctdocs("review-pack", case, *ON, "--with", tmp_path / "none.pdf", "-o", pack)
    assert (code, "no such file" in err, "case check" in err) == (3, True, False)
    assert not pack.exists()
    note, again = tmp_path / "note.txt", tmp_path / "copy.txt"
    for path in (note, again):
        path.write_text("Heard at night: 日本語 \u05d0.\n", encoding="utf-8")
    code, _, err = ctdocs("review-pack", case, *ON, "--with", note, "--with", again, "-o", pack)
    assert code == 4
    assert "copy: it is the same file as “note”." in err
    assert "show as boxes: 日 本 語 \u05d0" in err


@pytest.mark.needs("poppler")
def test_the_appeal_against_the_threshold_has_the_sheet_of_it(case: Path, tmp_path: Path, ctdocs: Ctdocs) -> None:
    ctdocs("case", "set", case, "--completed", "2026-11-03", "--confirm", "victim")
    ctdocs("case", "step", case, "letter-1", "--day", "2026-11-04")
    told = ("--day", "2026-11-10", "--reasons", "Too few.")
    assert ctdocs("case", "decide", case, "threshold", "not_met", *told)[0] == 0
    ctdocs("case", "set", case, "contact.post=yes", "perpetrators.1.name=Nobody Known")
    code, _, err = ctdocs("letter", "4", case, "--on", "2026-11-11", "-o", tmp_path / "l4.pdf")
    assert code in (0, 4), err
    code, out, err = ctdocs("appeal-bundle", case, "--against", "threshold", *ON, "-o", tmp_path / "a.pdf", "--json")
    assert code in (0, 4), err
    parts = {part["id"]: part for part in json.loads(out)["parts"]}
    sheet = parts["threshold-sheet"]
    assert (sheet["title"], sheet["date"]) == ("Threshold sheet", "2026-11-10")
    said = " ".join(poppler.text(tmp_path / "a.pdf", page=sheet["first"]).split())
    assert "The threshold as a picture" in said
    assert ctdocs("verify", tmp_path / "a.pdf", "--case", case)[0] == 0
