"""``ctdocs diary`` and ``ctdocs case step`` from outside, with what an officer reads."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import icalendar
import pytest

from ctdocs.cli.main import COMMANDS, cli
from ctdocs.model.case import Case

Ctdocs = Callable[..., tuple[int, str, str]]
NAME = "Łucja Ŵyn-Example"


@pytest.fixture
def folder(tmp_path: Path, ctdocs: Ctdocs) -> Path:
    """A case received and complete on Wednesday 18 June 2025: five working days end on Wednesday the 25th."""
    made = tmp_path / "cases" / "one"
    assert ctdocs(
        "case", "new", "--area", "example/exampleshire", "--received", "2025-06-18", "--route", "phone",
        "--reference", "CT/2025/1", "--by", "Sam", "-o", made,
    )[0] == 0  # fmt: skip
    assert ctdocs(
        "case", "set", made, "basis=self", f"victim.name={NAME}", "--completed", "2025-06-18", "--by", "Sam"
    )[0] == 0  # fmt: skip
    return made


def lines_under(text: str, title: str) -> list[str]:
    """The lines of a part of the diary, from its title to the next."""
    after = text.split(f"\n  {title}\n", 1)[1]
    return re.split(r"\n  (?=[A-Z0-9])|\n\n", after)[0].splitlines()


def test_what_is_late_stands_first_with_what_to_type(folder: Path, ctdocs: Ctdocs) -> None:
    assert ctdocs("case", "step", folder, "acknowledge-call", "--day", "2025-06-19", "--by", "Kim")[0] == 0
    code, out, err = ctdocs("diary", folder, "--on", "2025-06-30")
    assert (code, err) == (0, "")
    assert out.index("\n  Late\n") < out.index("\n  To do next\n") < out.index("\n  Done\n")
    late = lines_under(out, "Late")
    assert late[0] == "  by Wednesday 25 June 2025 (3 working days ago)"
    assert late[1].strip() == (
        "5 working days after Wednesday 18 June 2025 is Wednesday 25 June 2025; "
        "Saturdays, Sundays and bank holidays are not counted."
    )
    at = late.index("  - Acknowledge the application in writing, with letter 1  [letter-1]")
    assert late[at + 1].strip() == f"ctdocs letter 1 {folder} -o letter-1.pdf"
    assert late[at + 2].strip() == f"ctdocs case step {folder} letter-1 --day DATE --by NAME"
    # After 30 June: 1 to 4 and 7 to 9 July.
    assert "  by Wednesday 9 July 2025 (7 working days left)" in lines_under(out, "To do next")
    assert lines_under(out, "Done")[1:] == [
        "  - Telephone the applicant to say that the application has come, on Thursday 19 June 2025"
    ]
    assert NAME not in out


def test_on_the_last_day_it_is_due_today(folder: Path, ctdocs: Ctdocs) -> None:
    _, out, _ = ctdocs("diary", folder, "--on", "25/06/2025")
    assert "\n  Late\n" not in out
    assert "  by Wednesday 25 June 2025 (today)" in out


def test_all_gives_the_reason_of_everything(folder: Path, ctdocs: Ctdocs) -> None:
    _, out, _ = ctdocs("diary", folder, "--on", "2025-06-19", "--all")
    assert "  - Tell the person affected in writing of the application, with letter 3: The person affected" in out
    assert "  - Hold the review meeting: Whether the threshold is met is not decided yet." in out


def test_several_cases_and_folders_of_cases(folder: Path, tmp_path: Path, ctdocs: Ctdocs) -> None:
    other = tmp_path / "cases" / "two"
    ctdocs("case", "new", "--area", "example/exampleshire", "--received", "2025-06-20", "--by", "Sam", "-o", other)
    code, out, _ = ctdocs("diary", tmp_path / "cases", "--on", "2025-06-20")
    assert code == 0
    assert out.splitlines()[-1].startswith("2 cases on Friday 20 June 2025: 0 late, ")
    assert str(folder) in out and str(other) in out
    both = json.loads(ctdocs("diary", folder, other, folder, "--on", "2025-06-20", "--json")[1])
    assert [case["case"] for case in both["cases"]] == [str(folder), str(other)]
    # What belongs to the area stands once.
    assert [area["area"] for area in both["areas"]] == ["example/exampleshire"]
    assert [duty["id"] for duty in both["areas"][0]["duties"]] == ["yearly-figures", "yearly-county"]


def test_a_folder_of_cases_is_judged_as_each_case_is(folder: Path, ctdocs: Ctdocs) -> None:
    """From the index beside the cases, twice, and from the logs themselves: the same lines, days and commands."""
    for id_, on in (("letter-1", "2025-06-20"), ("risk", "2025-06-23"), ("letter-5", "2025-06-24")):
        ctdocs("case", "step", folder, id_, "--day", on, "--by", "Kim")
    ctdocs(
        "case", "set", folder, "decision.threshold=met", "meeting.date=2025-07-08", "meeting.chair=Ann",
        "request.reply_by=2025-06-27", "actions.1.action=A gate", "actions.1.due=2025-08-01", "--by", "Sam",
    )  # fmt: skip

    def told(*given: object) -> Any:
        case = json.loads(ctdocs("diary", *given, "--on", "2025-07-14", "--json")[1])["cases"][0]
        # Names and words stay out of an index: who did a thing, and what an action is.
        return [{k: v for k, v in one.items() if k not in ("how", "what", "why")} for one in case["duties"]]

    alone = told(folder)
    assert {one["standing"] for one in alone} == {"late", "due", "waiting", "done", "not_needed"}
    assert told(folder.parent) == alone
    assert (folder.parent / ".ctdocs-index").exists()
    assert told(folder.parent) == alone
    assert told(folder.parent, "--no-index") == alone


def test_a_case_that_cannot_be_read_does_not_hide_the_others(folder: Path, tmp_path: Path, ctdocs: Ctdocs) -> None:
    broken = tmp_path / "cases" / "broken"
    broken.mkdir()
    (broken / "log.jsonl").write_text("no log\n", encoding="utf-8")
    code, out, err = ctdocs("diary", tmp_path / "cases", "--on", "2025-06-20")
    assert code == 4
    assert "CT/2025/1" in out
    assert f"{broken} could not be read" in err
    code, _, err = ctdocs("diary", tmp_path / "nothing", "--on", "2025-06-20")
    assert code == 4 and "nothing" in err
    (tmp_path / "empty").mkdir()
    code, _, err = ctdocs("diary", tmp_path / "empty", "--on", "2025-06-20")
    assert code == 3 and "holds no case" in err


def test_a_case_whose_log_lost_its_end_is_not_judged(folder: Path, ctdocs: Ctdocs) -> None:
    """The step that was lost may be the one that would show as late."""
    ctdocs("case", "step", folder, "acknowledge-call", "--day", "2025-06-19", "--by", "Kim")
    log = folder / "log.jsonl"
    log.write_bytes(b"".join(log.read_bytes().splitlines(keepends=True)[:-1]))
    code, out, err = ctdocs("diary", folder, "--on", "2025-06-30")
    assert code == 4
    assert "0 cases" in out and "could not be read" in err and "acknowledge" not in out


def test_json_says_all_of_it(folder: Path, ctdocs: Ctdocs) -> None:
    ctdocs("case", "step", folder, "letter-1", "--day", "2025-06-20", "--by", "Kim")
    told = json.loads(ctdocs("diary", folder, "--on", "2025-06-30", "--json")[1])
    assert (told["on"], told["late"], told["unread"]) == ("2025-06-30", 5, [])
    duties = {duty["id"]: duty for duty in told["cases"][0]["duties"]}
    decide = duties["decide"]
    assert (decide["standing"], decide["due"], decide["weekday"], decide["days_left"]) == (
        "due", "2025-07-09", "Wednesday", 7,
    )  # fmt: skip
    # Fifteen working days after letter 1, which was written elsewhere: 23–27 June, 30 June to 4 July, 7–11 July.
    assert decide["protects"] == "2025-07-11"
    assert [one["name"] for one in decide["promises"]] == ["decide", "letter-1"]
    assert len(decide["why"]) == 3
    assert duties["letter-1"]["standing"] == "done" and duties["letter-1"]["done"] == "2025-06-20"
    assert duties["letter-1"]["commands"] == []
    assert duties["offer-support"]["days_left"] == -3


def test_a_step_keeps_its_file_and_the_day_of_its_event(folder: Path, tmp_path: Path, ctdocs: Ctdocs) -> None:
    letter = tmp_path / "letter.docx"
    letter.write_bytes(b"what Word wrote")
    code, out, _ = ctdocs(
        "case", "step", folder, "letter-1", "--day", "2025-06-20", "--by", "Kim", "--note", "sent by post",
        "--file", letter,
    )  # fmt: skip
    assert code == 0
    assert "Recorded letter-1 as done on Friday 20 June 2025, which is also the day of “acknowledged”" in out
    state = Case.open(folder).state
    assert state.dates["acknowledged"] == date(2025, 6, 20)
    done = state.steps[-1]
    assert (done.id, done.by, done.note, done.elsewhere) == ("letter-1", "Kim", "sent by post", True)
    assert done.path and (folder / done.path).read_bytes() == b"what Word wrote"
    # A second one does not make the first later.
    told = json.loads(
        ctdocs("case", "step", folder, "letter-1", "--day", "2025-06-23", "--by", "Kim", "--json")[1]
    )
    assert told["steps"] == [{"step": "letter-1", "event": None}]
    assert Case.open(folder).state.dates["acknowledged"] == date(2025, 6, 20)


def test_several_steps_of_one_day_are_recorded_at_once_or_none_of_them(
    folder: Path, tmp_path: Path, ctdocs: Ctdocs
) -> None:
    step = ("case", "step", folder, "acknowledge-call", "offer-support")
    before = (folder / "log.jsonl").read_bytes()
    code, _, err = ctdocs(*step, "recrd-received", "--day", "2025-06-19", "--by", "Kim")
    assert code == 3 and "Did you mean “record-received”?" in err
    (tmp_path / "file").write_bytes(b"of which of them?")
    assert ctdocs(*step, "--day", "2025-06-19", "--by", "Kim", "--file", tmp_path / "file")[0] == 2
    assert (folder / "log.jsonl").read_bytes() == before
    code, out, _ = ctdocs(*step, "record-received", "--day", "2025-06-19", "--by", "Kim")
    assert code == 0
    assert [line.split()[1] for line in out.splitlines()] == ["acknowledge-call", "offer-support", "record-received"]
    done = [one for one in Case.open(folder).state.steps if one.day == date(2025, 6, 19) and one.by == "Kim"]
    assert [one.id for one in done] == ["acknowledge-call", "offer-support", "record-received"]


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ("aknowledge-call", "Did you mean “acknowledge-call”?"),
        ("leter-4", "Did you mean “letter-4”?"),
        ("withdraw", "Did you mean “withdrawn”?"),
        ("completed", "case set --completed"),
        ("received", "stated when the case is opened"),
    ],
)
def test_a_step_that_there_is_not(folder: Path, ctdocs: Ctdocs, step: str, said: str) -> None:
    before = (folder / "log.jsonl").read_bytes()
    code, _, err = ctdocs("case", "step", folder, step, "--day", "2025-06-19", "--by", "Kim")
    assert code == 3 and said in err
    assert (folder / "log.jsonl").read_bytes() == before


def events(path: Path) -> list[Any]:
    return [part for part in icalendar.Calendar.from_ical(path.read_bytes()).walk("VEVENT")]


def test_the_calendar_file_is_one_that_others_read(folder: Path, tmp_path: Path, ctdocs: Ctdocs) -> None:
    ctdocs(
        "case", "set", folder, "actions.1.action=Speak to Łucja; then, write", "actions.1.due=2025-07-03",
        "actions.1.lead=Łucja Ŵyn-Example", "actions.1.agreed=yes", "--by", "Sam",
    )  # fmt: skip
    file = tmp_path / "diary.ics"
    assert ctdocs("diary", folder, "--on", "2025-06-20", "--ics", file)[0] == 0
    data = file.read_bytes()
    assert data.startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n") and data.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    found = {str(event["SUMMARY"]): event for event in events(file)}
    letter = found["CT/2025/1: Acknowledge the application in writing, with letter 1"]
    assert letter["DTSTART"].dt == date(2025, 6, 25) and letter["DTEND"].dt == date(2025, 6, 26)
    assert letter["DTSTAMP"].dt.tzinfo is not None
    assert str(letter["DESCRIPTION"]).startswith("5 working days after Wednesday 18 June 2025 is Wednesday 25")
    assert found["CT/2025/1: Action 1 (the lead officers)"]["DTSTART"].dt == date(2025, 7, 3)
    # An officer's calendar is seen by others.
    assert "Łucja" not in data.decode() and NAME not in data.decode() and str(folder) not in data.decode()
    for event in events(file):
        assert str(event["SUMMARY"]).startswith("CT/2025/1: ")


def test_a_day_keeps_its_name_from_file_to_file(folder: Path, tmp_path: Path, ctdocs: Ctdocs) -> None:
    """A calendar that takes the second file in moves what it has, and does not show it twice."""
    first, second = tmp_path / "a.ics", tmp_path / "b.ics"
    ctdocs("diary", folder, "--on", "2025-06-20", "--ics", first)
    ctdocs("case", "set", folder, "--completed", "2025-06-20", "--by", "Sam")
    ctdocs("diary", folder, "--on", "2025-06-23", "--ics", second)
    before = {str(one["UID"]): one["DTSTART"].dt for one in events(first)}
    after = {str(one["UID"]): one["DTSTART"].dt for one in events(second)}
    assert len(before) == len(events(first)) and set(before) == set(after)
    assert all(after[uid] > day for uid, day in before.items())


def test_every_command_that_the_diary_names_is_one(folder: Path, ctdocs: Ctdocs) -> None:
    """Each line of each stage: the command is there, and it takes what stands behind it."""
    met = ("decision.threshold=met", "meeting.date=2025-07-08")
    for values in ((), met, ("decision.threshold=not_met",)):
        if values:
            ctdocs("case", "set", folder, *values, "--by", "Sam")
        told = json.loads(ctdocs("diary", folder, "--on", "2025-07-14", "--json")[1])
        typed = [command for duty in told["cases"][0]["duties"] for command in duty["commands"]]
        assert typed
        for line in typed:
            words = line.replace("DATE", "2025-07-14").partition("  #")[0].split()
            assert words[0] == "ctdocs"
            group = cli.get_command(None, words[1]) if words[1] in COMMANDS else None  # type: ignore[arg-type]
            command = group.commands.get(words[2]) if words[1] == "case" and group else group  # type: ignore[attr-defined]
            assert command is not None, line
            options = {option for one in command.params for option in one.opts}
            assert {word for word in words if word.startswith("-") and word != "-"} <= options, line


def test_help_says_what_being_late_does_to_the_exit_code(ctdocs: Ctdocs) -> None:
    code, out, _ = ctdocs("diary", "--help")
    assert code == 0
    assert "its exit code is then 0 all the same" in " ".join(out.split())


def test_a_profile_without_duties_is_told(tmp_path: Path, ctdocs: Ctdocs) -> None:
    (tmp_path / "areas" / "county").mkdir(parents=True)
    (tmp_path / "areas" / "county" / "testshire.yaml").write_text(
        "name: Testshire\ngss_code: E07000998\n", encoding="utf-8"
    )
    areas = ("--areas", tmp_path / "areas")
    opened = ("--area", "county/testshire", "--received", "2025-06-18", "--by", "Sam")
    assert ctdocs("case", "new", *opened, *areas, "-o", tmp_path / "c")[0] == 0
    code, out, _ = ctdocs("diary", tmp_path / "c", *areas, "--on", "2025-06-20")
    assert code == 0
    assert "The profile of county/testshire names no duties, so nothing can be said of its cases." in out


@pytest.mark.parametrize(
    ("reference", "kept"),
    [
        ("CT/2025/1", True), ("Case of lucja", False), ("CT-Wyn-2025", False), ("2025/ŁucjaW", False),
        ("Exampleshire/7", False), ("CT/2025/Hill", True),
    ],
)  # fmt: skip
def test_a_reference_that_names_somebody_is_not_in_the_calendar(
    folder: Path, tmp_path: Path, ctdocs: Ctdocs, reference: str, kept: bool
) -> None:
    assert ctdocs("case", "set", folder, f"reference={reference}")[0] == 0
    code, _, err = ctdocs("diary", tmp_path / "cases", "--on", "2025-06-20", "--ics", tmp_path / "d.ics")
    events = icalendar.Calendar.from_ical((tmp_path / "d.ics").read_bytes()).walk("VEVENT")
    said = {str(event["SUMMARY"]).partition(": ")[0] for event in events}
    assert code == 0 and len(said) == 1
    if kept:
        assert said == {reference} and err == ""
    else:
        assert re.fullmatch("Case [0-9a-f]{8}", said.pop())
        assert "The reference of" in err and "holds a name" in err


def test_a_folder_that_is_not_there_is_said_to_be_so(tmp_path: Path, ctdocs: Ctdocs) -> None:
    code, _, err = ctdocs("diary", tmp_path / "nosuch", "--on", "2025-06-20")
    assert code == 4 and "nosuch could not be read: there is no such folder." in err


def test_days_beyond_the_known_holidays_are_never_counted_below_nought(folder: Path, ctdocs: Ctdocs) -> None:
    out = ctdocs("diary", folder, "--on", "2039-06-18")[1]
    assert "Late" in out and not re.search(r"\(-\d", out)
    # Wednesday 25 June 2025 to 18 June 2039: 14 years less a week.
    assert f"({(date(2039, 6, 18) - date(2025, 6, 25)).days} days ago)" in out
