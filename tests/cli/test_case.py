"""``ctdocs case`` from outside: arguments in, words and exit codes out."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ctdocs.documents.catalogue import document
from ctdocs.documents.resolve import resolve
from ctdocs.model.area import load_area
from ctdocs.model.case import Case
from ctdocs.render.pdf.document import render

Ctdocs = Callable[..., tuple[int, str, str]]
OPEN = ("--area", "example/exampleshire", "--received", "2026-11-18", "--by", "Sam")
HARD = "ŵ ŷ & < > Łódź\nsecond line"


@pytest.fixture
def folder(tmp_path: Path, ctdocs: Ctdocs) -> Path:
    assert ctdocs("case", "new", *OPEN, "--route", "phone", "-o", tmp_path / "c")[0] == 0
    return tmp_path / "c"


def json_reading(path: Path, **changes: Any) -> Path:
    """A reading as ``ctdocs read --json`` gives it."""
    fields: dict[str, Any] = {
        "basis": {
            "value": "self",
            "raw": "/self",
            "status": "certain",
            "confidence": 1.0,
            "page": 1,
            "box": [0, 1, 2, 3],
        },
        "victim.name": {"value": HARD, "status": "certain"},
        "victim.address": {"value": "1 High St", "status": "check", "reason": "two readers disagree"},
    }
    form = {"id": "application-form", "layout": "26a3f9c1", "area": "example/exampleshire", "serial": None}
    one = {"form": form | {"route": "fillable"}, "values": {}, "fields": fields, "problems": []} | changes
    path.write_text(json.dumps({"forms": [one], "unplaced": []}), encoding="utf-8")
    return path


def test_a_case_from_a_reading(tmp_path: Path, ctdocs: Ctdocs) -> None:
    reading = json_reading(tmp_path / "reading.json")
    code, out, _ = ctdocs("case", "new", reading, *OPEN, "--reference", "CT/1", "-o", tmp_path / "c")
    assert code == 4
    assert "3 answers from reading.json" in out
    assert "address of the person affected: read as “1 High St”, to be confirmed (two readers disagree)." in out
    assert "Question 4, the type of behaviour, is not answered." in out
    case = Case.open(tmp_path / "c")
    assert case.state.values["victim.name"].value == HARD
    assert case.state.reference == "CT/1"
    assert (tmp_path / "c" / case.state.files[0].path).read_bytes() == reading.read_bytes()


def test_the_same_facts_keyed_and_on_our_own_filled_form_are_the_same_application(
    tmp_path: Path, folder: Path, ctdocs: Ctdocs
) -> None:
    ctdocs(
        "case", "set", folder, "basis=self", f"victim.name={HARD}", "victim.address=1 High St\r\nTown",
        "victim.postcode=DE11 9AH", "victim.daytime_phone=01234 567890", "incidents.1.date=6/5/2026",
        "incidents.1.how_reported=telephone", "incidents.7.date=7/5/2026", "contact.no_post=yes", "--by", "Sam",
    )  # fmt: skip
    keyed = Case.open(folder)
    area = load_area("example/exampleshire")
    form = resolve(document("application-form"), area, case=keyed.answers(), on=date(2026, 11, 20), mode="prefilled")
    (tmp_path / "form.pdf").write_bytes(render(form).data)
    assert ctdocs("case", "new", tmp_path / "form.pdf", *OPEN, "-o", tmp_path / "read")[0] == 4
    read = Case.open(tmp_path / "read")
    assert read.application() == keyed.application()
    assert read.application().incidents[1].date == "2026-05-07"
    assert {known.status for known in read.state.values.values()} == {"certain"}


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"\x00" * 100, b"PK\x03\x04"])
def test_a_file_that_is_no_form_opens_no_case(tmp_path: Path, ctdocs: Ctdocs, content: bytes) -> None:
    (tmp_path / "x.pdf").write_bytes(content)
    code, _, err = ctdocs("case", "new", tmp_path / "x.pdf", *OPEN, "-o", tmp_path / "c")
    assert code == 3
    assert err
    assert not (tmp_path / "c").exists()


def test_the_day_of_receipt_is_never_guessed(tmp_path: Path, ctdocs: Ctdocs) -> None:
    code, _, err = ctdocs("case", "new", "--area", "example/exampleshire", "--by", "Sam", "-o", tmp_path / "c")
    assert code == 2
    assert "--received" in err
    assert not (tmp_path / "c").exists()


@pytest.mark.parametrize("day", ["20/11/26", "yesterday", "31/02/2026", "2026", "18112026"])
def test_a_day_that_is_not_one(tmp_path: Path, ctdocs: Ctdocs, day: str) -> None:
    code, _, err = ctdocs("case", "new", *OPEN, "--received", day, "-o", tmp_path / "c")
    assert code == 2
    assert f"“{day}” is not a date. Write it as 2026-11-20 or 20/11/2026." in err


def test_days_may_be_written_as_people_do(tmp_path: Path, ctdocs: Ctdocs) -> None:
    assert ctdocs("case", "new", *OPEN, "--received", "18/11/2026", "-o", tmp_path / "c")[0] == 0
    assert Case.open(tmp_path / "c").state.received.isoformat() == "2026-11-18"


def test_an_unknown_area_is_refused_before_anything_is_written(tmp_path: Path, ctdocs: Ctdocs) -> None:
    code, _, err = ctdocs("case", "new", *OPEN, "--area", "example/exampelshire", "-o", tmp_path / "c")
    assert code == 3
    assert "example/exampleshire" in err
    assert not (tmp_path / "c").exists()


def test_values_are_keyed_confirmed_and_shown(folder: Path, ctdocs: Ctdocs) -> None:
    code, out, _ = ctdocs(
        "case", "set", folder, "basis=self", f"victim.name={HARD}", "incidents.7.date=6/5/2026", "reference=CT 2",
        "impact=a=b", "--completed", "19/11/2026", "--flag", "do_not_write_to", "--by", "Sam",
    )  # fmt: skip
    assert (code, out) == (0, f"Recorded as entry 2 of {folder / 'log.jsonl'}.\n")
    code, out, _ = ctdocs("case", "show", folder)
    assert code == 0
    for line in (
        "Case CT 2, example/exampleshire", "Received Wednesday 18 November 2026 by phone",
        "Complete Thursday 19 November 2026", "Flag: do_not_write_to",
        "victim.name  [telephone; confirmed by Sam]", "  ŵ ŷ & < > Łódź", "  second line", "  2026-05-06", "  a=b",
    ):  # fmt: skip
        assert line in out.split("\n")
    shown = json.loads(ctdocs("case", "show", folder, "--json")[1])
    assert shown["values"]["victim.name"]["value"] == HARD
    assert list(shown["values"]) == ["basis", "victim.name", "incidents.7.date", "impact"]
    assert ctdocs("case", "set", folder, "--no-flag", "do_not_write_to", "--by", "Sam")[0] == 0
    assert json.loads(ctdocs("case", "show", folder, "--json")[1])["flags"] == []


def test_what_steers_a_terminal_is_not_sent_to_it(folder: Path, ctdocs: Ctdocs) -> None:
    ctdocs("case", "set", folder, "impact=\x1b[2J\x07red", "--by", "Sam")
    assert "\ufffd[2J\ufffdred" in ctdocs("case", "show", folder)[1]
    assert json.loads(ctdocs("case", "show", folder, "--json")[1])["values"]["impact"]["value"] == "\x1b[2J\x07red"


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (("victim.nmae=x",), 3, "Did you mean victim.name?"),
        (("basis",), 2, "“basis” is not of the form NAME=VALUE."),
        ((), 3, "Nothing to change was given."),
        (("--confirm", "impact"), 3, "nothing to confirm"),
        (("--completed", "2026-11-17"), 3, "it was received on Wednesday 18 November 2026"),
        (("--flag", "shout"), 2, "do_not_write_to"),
    ],
)
def test_a_change_that_cannot_be(folder: Path, ctdocs: Ctdocs, args: tuple[str, ...], code: int, said: str) -> None:
    result, _, err = ctdocs("case", "set", folder, *args, "--by", "Sam")
    assert result == code
    assert said in err
    assert len(Case.open(folder).log.entries) == 1


def test_check_says_what_is_wrong_what_to_look_at_and_when_all_is_well(tmp_path: Path, ctdocs: Ctdocs) -> None:
    folder = tmp_path / "c"
    ctdocs("case", "new", json_reading(tmp_path / "r.json"), *OPEN, "-o", folder)
    assert ctdocs("case", "check", folder)[0] == 3
    ctdocs(
        "case", "set", folder, "behaviour=Noise", "victim.daytime_phone=01234567890", "incidents.1.date=3/8/2026",
        "incidents.1.details=x", "incidents.1.reported_by=me", "incidents.1.date_reported=4/8/2026",
        "incidents.1.reported_to=Police", "incidents.1.how_reported=telephone", "declaration.accurate=yes",
        "declaration.sharing=yes", "declaration.signature=Z", "declaration.date=17/11/2026", "--by", "Sam",
    )  # fmt: skip
    code, out, _ = ctdocs("case", "check", folder, "--json")
    assert code == 4
    assert json.loads(out) == {
        "wrong": [],
        "look": [
            {
                "field": "victim.address",
                "code": "check",
                "message": "address of the person affected: read as “1 High St”, to be confirmed "
                "(two readers disagree).",
            }
        ],
        "torn": False,
    }
    ctdocs("case", "set", folder, "--confirm", "victim", "--by", "Sam")
    code, out, _ = ctdocs("case", "check", folder)
    assert (code, out) == (0, f"Nothing is wrong with {folder}: 4 entries, every file as it came in.\n")
    next((folder / "files").iterdir()).write_bytes(b"other")
    code, out, _ = ctdocs("case", "check", folder)
    assert code == 3
    assert "is not the file that came in" in out


def test_a_changed_log_is_refused_by_its_line(folder: Path, ctdocs: Ctdocs) -> None:
    log = folder / "log.jsonl"
    log.write_bytes(log.read_bytes().replace(b"2026-11-18", b"2026-11-08"))
    for command in ("check", "show", "log"):
        code, _, err = ctdocs("case", command, folder)
        assert code == 3
        assert "log.jsonl:1:1: Entry 1 (opened) is not as it was written." in err


def test_a_torn_last_line_is_reported_and_the_case_still_works(folder: Path, ctdocs: Ctdocs) -> None:
    before = {name: (folder / name).read_bytes() for name in ("log.head", "case.yaml")}
    ctdocs("case", "set", folder, "impact=x", "--by", "Sam")
    log = folder / "log.jsonl"
    log.write_bytes(log.read_bytes()[:-30])
    for name, content in before.items():  # a crash in the line comes before these are renewed
        (folder / name).write_bytes(content)
    code, _, err = ctdocs("case", "check", folder)
    assert code == 3  # the application is not whole either
    assert "cut off while it was written" in err
    assert ctdocs("case", "set", folder, "impact=y", "--by", "Sam")[0] == 4
    assert ctdocs("case", "log", folder)[2] == ""
    assert Case.open(folder).facts()["impact"] == "y"


def test_the_log_says_who_did_what(folder: Path, ctdocs: Ctdocs) -> None:
    ctdocs("case", "set", folder, "victim.name=Ann", "--by", "Jo")
    code, out, _ = ctdocs("case", "log", folder)
    assert code == 0
    first, second = out.splitlines()
    assert first.endswith("Sam: opened example/exampleshire, received 2026-11-18")
    assert second.endswith("Jo: set victim.name")
    entries = json.loads(ctdocs("case", "log", folder, "--json")[1])
    assert [entry["by"] for entry in entries] == ["Sam", "Jo"]


def test_a_place_that_cannot_be_written(tmp_path: Path, ctdocs: Ctdocs, folder: Path) -> None:
    (tmp_path / "file").write_text("kept")
    code, _, err = ctdocs("case", "new", *OPEN, "-o", tmp_path / "file")
    assert code == 5
    assert "Give another folder" in err
    assert (tmp_path / "file").read_text() == "kept"
    assert ctdocs("case", "new", *OPEN, "-o", folder)[0] == 3
    assert ctdocs("case", "show", tmp_path / "nothing")[0] == 3


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "r.json:1:2"),
        ("[]", "does not hold a reading"),
        ('{"forms": []}', "holds no application form"),
        ('{"forms": [{}]}', "form is missing"),
        ("[" * 100_000, "nested too deeply"),
        ('{"a": "\\ud800"}', "forms is missing"),
    ],
)
def test_a_reading_that_is_none(tmp_path: Path, ctdocs: Ctdocs, content: str, said: str) -> None:
    (tmp_path / "r.json").write_text(content)
    code, _, err = ctdocs("case", "new", tmp_path / "r.json", *OPEN, "-o", tmp_path / "c")
    assert code == 3
    assert said in err
    assert not (tmp_path / "c").exists()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (
            {"victim": {"value": "x", "status": "certain"}, "victim.name": {"value": "y", "status": "certain"}},
            "'victim'",
        ),
        ({"../x": {"value": "x", "status": "certain"}}, "'../x'"),
        ({"impact": {"value": ["x"], "status": "certain"}}, "neither text nor a tick"),
        ({"impact": {"value": "x", "status": "sure"}}, "impact.status is 'sure', not one of certain"),
        ({"impact": {"value": "x", "status": "certain", "page": "2"}}, "no whole number"),
        ({"impact": {"value": "x", "status": "certain", "box": [1]}}, "without four edges"),
        ({"impact": {"value": "x", "status": "certain", "raw": 1}}, "impact.raw is not text"),
    ],
)
def test_a_reading_with_hostile_fields(tmp_path: Path, ctdocs: Ctdocs, fields: Any, said: str) -> None:
    reading = json_reading(tmp_path / "r.json", fields=fields)
    code, _, err = ctdocs("case", "new", reading, *OPEN, "-o", tmp_path / "c")
    assert code == 3
    assert said in err
    assert not (tmp_path / "c").exists()
