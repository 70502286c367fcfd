"""``ctdocs case new`` and ``case add``: forms, sheets and readings on disk become a case, and nothing else does."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ctdocs.documents.catalogue import document
from ctdocs.documents.resolve import resolve
from ctdocs.model.area import load_area
from ctdocs.model.case import Case
from ctdocs.model.fields import EVERY
from ctdocs.render.pdf.document import render

Ctdocs = Callable[..., tuple[int, str, str]]
AREA = "example/exampleshire"
OPEN = ("--area", AREA, "--received", "2026-11-18", "--by", "Sam")
FORM = {
    "basis": "self",
    "victim": {"name": "Siân Gŵyr", "address": "5 Imaginary Row", "postcode": "AA99 3AA"},
    "incidents": [{"date": "2026-07-01", "details": "one"}],
    "contact": {"post": True},
}
SHEET = {"name": "Siân Gŵyr", "incidents": [{"date": "2026-08-01", "details": "two"}]}


def pdf(path: Path, answers: Mapping[str, Any], *, id: str = "application-form") -> Path:
    """A form filled in on a screen."""
    form = resolve(document(id), load_area(AREA), on=date(2026, 11, 1), mode="prefilled", case=answers)
    path.write_bytes(render(form).data)
    return path


@pytest.fixture
def folder(tmp_path: Path, ctdocs: Ctdocs) -> Path:
    """A case from a form."""
    assert ctdocs("case", "new", pdf(tmp_path / "form.pdf", FORM), *OPEN, "-o", tmp_path / "c")[0] == 4
    return tmp_path / "c"


def dates(folder: Path) -> list[str]:
    return [row["date"] for row in Case.open(folder).facts()["incidents"]]


def test_a_form_and_its_sheets_open_one_case_in_any_order(tmp_path: Path, ctdocs: Ctdocs) -> None:
    form, sheet = pdf(tmp_path / "z.pdf", FORM), pdf(tmp_path / "a.pdf", SHEET, id="continuation-sheet")
    code, out, err = ctdocs("case", "new", sheet, form, *OPEN, "-o", tmp_path / "c")
    assert (code, err) == (4, "")
    # basis, name, address, postcode, two incidents of two, the tick and the name on the sheet
    assert out.startswith(f"Opened the case {tmp_path / 'c'} with 10 answers from z.pdf, a.pdf.\n")
    assert dates(tmp_path / "c") == ["2026-07-01", "2026-08-01"]
    assert [kept.name for kept in Case.open(tmp_path / "c").state.files] == ["z.pdf", "a.pdf"]


def test_what_came_later_is_added(tmp_path: Path, ctdocs: Ctdocs, folder: Path) -> None:
    sheet = pdf(tmp_path / "sheet.pdf", SHEET, id="continuation-sheet")
    later = pdf(tmp_path / "later.pdf", {**FORM, "victim": {**FORM["victim"], "address": "9 New Road"}})  # type: ignore[dict-item]
    ctdocs("case", "set", folder, "--confirm", "victim", "--by", "Sam")
    code, out, err = ctdocs("case", "add", folder, sheet, later, "--by", "Jo")
    assert (code, err) == (4, "")
    assert f"Took later.pdf into {folder} as entry 4." in out
    assert f"Took sheet.pdf into {folder} as entry 5." in out
    assert "confirmed as “5 Imaginary Row”, but a later form says “9 New Road”" in out
    assert dates(folder) == ["2026-07-01", "2026-08-01"]
    code, _, err = ctdocs("letter", "1", folder, "--on", "2026-11-20", "-o", tmp_path / "l.pdf")
    assert code == 3
    assert "a later form says “9 New Road”" in err
    code, _, err = ctdocs("case", "add", folder, sheet)
    assert code == 3
    assert "already in the case" in err
    assert Case.open(folder).log.entries[-1].by == "Jo"


def test_what_opens_no_case(tmp_path: Path, ctdocs: Ctdocs) -> None:
    form, sheet = pdf(tmp_path / "form.pdf", FORM), pdf(tmp_path / "sheet.pdf", SHEET, id="continuation-sheet")
    blank = tmp_path / "blank.pdf"
    ctdocs("fill", "application-form", "--area", AREA, "--on", "2026-11-02", "-o", blank)
    for files, said in (
        ((form, blank), "2 application forms"),
        ((sheet,), "ctdocs case add CASE FILE"),
        ((blank,), "blank.pdf is blank: no question of it is answered."),
    ):
        code, _, err = ctdocs("case", "new", *files, *OPEN, "-o", tmp_path / "c")
        assert (code, said in err) == (3, True), err
        assert not (tmp_path / "c").exists()


def test_a_form_of_another_area(tmp_path: Path, ctdocs: Ctdocs) -> None:
    form = pdf(tmp_path / "form.pdf", FORM)
    elsewhere = (*OPEN, "--area", "derbyshire/south-derbyshire", "-o", tmp_path / "c")
    code, _, err = ctdocs("case", "new", form, *elsewhere)
    assert code == 3
    assert f"form.pdf is a form of {AREA}, and the case is one of derbyshire/south-derbyshire." in err
    assert not (tmp_path / "c").exists()
    assert ctdocs("case", "new", form, *elsewhere, "--other-area")[0] == 4
    assert f", a form of {AREA})" in ctdocs("case", "log", tmp_path / "c")[1]


def test_a_reading_brings_its_file_along_where_it_stands_beside_it(tmp_path: Path, ctdocs: Ctdocs) -> None:
    form = pdf(tmp_path / "form.pdf", FORM)
    assert ctdocs("read", form, "-o", tmp_path)[0] == 4
    reading = tmp_path / "form.reading.json"
    sha256 = hashlib.sha256(form.read_bytes()).hexdigest()
    ref = json.loads(reading.read_text(encoding="utf-8"))["forms"][0]["form"]
    assert (ref["file"], ref["sha256"]) == ("form.pdf", sha256)
    _, _, err = ctdocs("case", "new", reading, *OPEN, "-o", tmp_path / "c")
    assert err == ""
    case = Case.open(tmp_path / "c")
    assert [(kept.name, (case.folder / kept.path).read_bytes()) for kept in case.state.files] == [
        ("form.pdf", form.read_bytes()), ("form.reading.json", reading.read_bytes()),
    ]  # fmt: skip
    assert case.state.values["victim.name"].source.file == sha256

    form.write_bytes(form.read_bytes() + b"\n")
    _, _, err = ctdocs("case", "new", reading, *OPEN, "-o", tmp_path / "d")
    assert "The returned file itself (form.pdf) is not in the case" in err
    assert [kept.name for kept in Case.open(tmp_path / "d").state.files] == ["form.reading.json"]
    form.unlink()
    code, _, err = ctdocs("case", "new", reading, *OPEN, "-o", tmp_path / "e")
    assert (code, "is not in the case" in err) == (4, True)


def test_a_reading_takes_no_file_from_elsewhere(tmp_path: Path, ctdocs: Ctdocs) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_bytes(b"secret")
    (tmp_path / "in").mkdir()
    form = {"id": "application-form", "layout": None, "area": AREA, "serial": None, "route": "fillable"}
    form |= {"file": "../secret.txt", "sha256": hashlib.sha256(b"secret").hexdigest()}
    fields = {"impact": {"value": "x", "status": "certain"}}
    one = {"form": form, "values": {}, "fields": fields, "problems": []}
    (tmp_path / "in" / "r.json").write_text(json.dumps({"forms": [one], "unplaced": []}))
    _, _, err = ctdocs("case", "new", tmp_path / "in" / "r.json", *OPEN, "-o", tmp_path / "c")
    assert "is not in the case" in err
    assert [kept.name for kept in Case.open(tmp_path / "c").state.files] == ["r.json"]


def test_every_name_is_listed_with_its_question(ctdocs: Ctdocs, folder: Path) -> None:
    code, out, _ = ctdocs("case", "fields")
    assert code == 0
    for line in (
        "victim.address", "    address of the person affected: text of any number of lines",
        "incidents.N.how_reported",
        "    incident N, how it was reported: writing or email or telephone or visit or onsite or online",
        "contact.no_post", "    tick: do not write to this address: yes or no",
        "What letters say", "closing.reason", "    why the case is closed: text of any number of lines",
        "actions.N.agreed", "    whether the action is agreed to (N): yes or no",
    ):  # fmt: skip
        assert line in out.split("\n")
    rows = json.loads(ctdocs("case", "fields", "--json")[1])
    listed = [row["name"] for row in rows]
    assert sorted(listed) == sorted(EVERY) and len(set(listed)) == len(listed)
    assert set(listed) <= set(out.split("\n")), "each stands in the text too"
    names = [name.replace(".N.", ".7.") for name in listed]
    assert rows[0] == {
        "name": "basis", "label": "Q1, on what basis the application is made", "takes": "self or other",
        "group": "The application",
    }  # fmt: skip
    for name in names:  # every name that is listed can be keyed
        assert ctdocs("case", "set", folder, f"{name}=", "--by", "Sam")[0] == 0, name


def test_a_mistake_in_one_of_several_is_said_to_have_stopped_all(ctdocs: Ctdocs, folder: Path) -> None:
    before = (folder / "log.jsonl").read_bytes()
    for wrong in ("victim.nmae=Ann", "basis=perhaps"):
        code, _, err = ctdocs("case", "set", folder, "impact=Tired", wrong)
        assert code == 3 and "Nothing was recorded." in err
    assert (folder / "log.jsonl").read_bytes() == before


def test_a_value_of_several_lines_comes_from_a_file(tmp_path: Path, ctdocs: Ctdocs, folder: Path) -> None:
    (tmp_path / "address.txt").write_bytes("\ufeff5 Rhodfa Ŵyn\r\nTown; or / not\r\n".encode())
    ctdocs(
        "case", "set", folder, f"victim.address=@{tmp_path / 'address.txt'}", "impact=@@home", "behaviour=a\\nb / c; d",
        "--by", "Sam",
    )  # fmt: skip
    facts = Case.open(folder).facts()
    assert facts["victim"]["address"] == "5 Rhodfa Ŵyn\nTown; or / not"
    assert (facts["impact"], facts["behaviour"]) == ("@home", "a\\nb / c; d")


@pytest.mark.parametrize(
    ("content", "said"),
    [(None, "cannot be read"), (b"\xff\xfe\x00", "not text in UTF-8"), (b"x" * 1_000_001, "too long")],
)
def test_a_file_that_holds_no_value(
    tmp_path: Path, ctdocs: Ctdocs, folder: Path, content: bytes | None, said: str
) -> None:
    if content is not None:
        (tmp_path / "v.txt").write_bytes(content)
    code, _, err = ctdocs("case", "set", folder, f"impact=@{tmp_path / 'v.txt'}", "--by", "Sam")
    assert (code, said in err) == (3, True), err
    assert len(Case.open(folder).log.entries) == 2


def test_what_cannot_be_right_is_said_at_once_and_by_check(ctdocs: Ctdocs, folder: Path) -> None:
    code, out, err = ctdocs(
        "case", "set", folder, "victim.daytime_phone=hello", "victim.postcode=ZZZZ", "victim.email=foo", "--by", "Sam"
    )
    assert code == 4
    assert "Recorded as entry 3" in out
    assert err.splitlines() == [
        "victim.daytime_phone: “hello”: this is not a telephone number of 10 or 11 digits. If it is right all the "
        "same, confirm it with --confirm victim.daytime_phone.",
        "victim.postcode: “ZZZZ”: this is not a postcode of the United Kingdom. If it is right all the same, confirm "
        "it with --confirm victim.postcode.",
        "victim.email: “foo”: this is not a complete e-mail address. If it is right all the same, confirm it with "
        "--confirm victim.email.",
    ]
    look = {one["field"] for one in json.loads(ctdocs("case", "check", folder, "--json")[1])["look"]}
    assert {"victim.daytime_phone", "victim.postcode", "victim.email"} <= look
    assert "[post; check, not confirmed]" in ctdocs("case", "show", folder)[1]
    assert ctdocs("case", "set", folder, "--confirm", "victim", "--by", "Sam")[0] == 0
    look = {one["field"] for one in json.loads(ctdocs("case", "check", folder, "--json")[1])["look"]}
    assert not {"victim.daytime_phone", "victim.postcode", "victim.email"} & look


def test_a_log_that_lost_its_end(tmp_path: Path, ctdocs: Ctdocs, folder: Path) -> None:
    ctdocs("case", "set", folder, "--confirm", "victim", "--flag", "do_not_write_to", "--by", "Sam")
    log = folder / "log.jsonl"
    log.write_bytes(b"".join(log.read_bytes().splitlines(keepends=True)[:-1]))
    for command in (("set", folder, "impact=x"), ("add", folder, pdf(tmp_path / "new.pdf", {**FORM, "impact": "x"}))):
        code, _, err = ctdocs("case", *command, "--by", "Sam")
        assert code == 3
        assert err.count("3 were written, and it holds 2") == 1
        assert "ctdocs case check CASE --accept-shortened --by NAME --why TEXT" in err
    assert ctdocs("letter", "1", folder, "--on", "2026-11-20", "-o", tmp_path / "l.pdf")[0] == 3
    assert not (tmp_path / "l.pdf").exists()
    assert "3 were written" in ctdocs("case", "show", folder)[2]
    _, out, err = ctdocs("case", "check", folder)
    assert (out + err).count("3 were written, and it holds 2") == 1
    for _ in range(2):  # it goes on being reported
        code, out, _ = ctdocs("case", "check", folder, "--json")
        assert (code, json.loads(out)["wrong"][0]["code"]) == (3, "log-shortened")
    assert ctdocs("case", "check", folder, "--accept-shortened", "--by", "Jo")[0] == 3
    code, _, err = ctdocs("case", "check", folder, "--accept-shortened", "--by", "Jo", "--why", "No copy of it")
    assert "marked do_not_write_to until you lift that" in err
    assert str(folder / "case-before-entry-3.yaml") in err
    assert "Jo: accepted-shortened do_not_write_to on, because: No copy of it" in ctdocs("case", "log", folder)[1]
    assert "log-shortened" not in ctdocs("case", "check", folder, "--json")[1]
    assert ctdocs("case", "set", folder, "impact=x", "--by", "Sam")[0] == 0


def test_a_file_whose_name_is_no_text_is_read_and_kept(tmp_path: Path, ctdocs: Ctdocs) -> None:
    ctdocs("read", pdf(tmp_path / "form.pdf", FORM), "-o", tmp_path)
    strange = tmp_path / "form\udcff.json"  # a byte that is no UTF-8, as Python names it
    try:
        (tmp_path / "form.reading.json").rename(strange)
    except (OSError, UnicodeError):
        pytest.skip("this system has no such names")
    assert ctdocs("case", "new", strange, *OPEN, "-o", tmp_path / "c")[0] == 4
    assert [kept.name for kept in Case.open(tmp_path / "c").state.files] == ["form.pdf", "form\ufffd.json"]


def test_a_hostile_reading_steers_no_terminal_and_breaks_nothing(tmp_path: Path, ctdocs: Ctdocs, folder: Path) -> None:
    form = {"id": "application-form", "layout": "\ud800", "area": "a\x1b[2J", "serial": None, "route": "fillable"}
    one = {"form": form | {"file": "\x07x"}, "values": {}, "problems": []}
    one["fields"] = {"impact": {"value": "x", "status": "certain"}}
    strange = one | {"form": form | {"id": "\x1b[2J"}}
    reading = tmp_path / "r.json"
    reading.write_text(json.dumps({"forms": [one, strange], "unplaced": []}))
    said = "".join(ctdocs("case", "add", folder, reading)[1:])
    assert "is a form of a\ufffd[2J" in said
    said += "".join(ctdocs("case", "add", folder, reading, "--other-area")[1:])
    said += ctdocs("case", "log", folder)[1]
    said += ctdocs("case", "set", folder, "victim.email=\x1b[2J")[2]
    assert "which a case does not take" in said
    assert Case.open(folder).answers()["impact"] == "x"
    assert "\x1b" not in said and "\x07" not in said


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root writes anywhere, Windows by other rules")
def test_a_case_that_may_not_be_written_to_is_named_itself(tmp_path: Path, ctdocs: Ctdocs, folder: Path) -> None:
    (folder / ".lock").unlink(missing_ok=True)
    folder.chmod(0o555)
    try:
        for command in (("case", "set", folder, "impact=x"), ("letter", "1", folder, "-o", tmp_path / "l.pdf")):
            code, _, err = ctdocs(*command, "--by", "Sam")
            assert code == 5
            assert f"The case {folder} cannot be written to" in err
            assert ".lock" not in err
    finally:
        folder.chmod(0o755)
