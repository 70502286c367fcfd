"""A case is its log: what is put in comes out again with its source, and nothing is lost or half done."""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
import signal
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings, strategies as st

from ctdocs.errors import CannotWrite, Refused
from ctdocs.model import case as case_module
from ctdocs.model.case import Case
from ctdocs.model.case_values import fold
from ctdocs.model.fields import PATTERNS, field_kind
from ctdocs.model.files import sha256_of
from ctdocs.model.log import following, read_log
from ctdocs.model.text import keepable
from tests.model.returned import AT, RECEIVED, new_case, reading_of

HARD = "ŵ ŷ Łódź & < > \" ' £ – {{ x }} <img src=x>\nsecond line\n\n- fourth: # %"
FORM = b"%PDF-1.7 a form"


@pytest.fixture
def case(tmp_path: Path) -> Case:
    reading = reading_of(
        basis="self", victim__name=HARD, victim__address="1 High St\r\nTown", victim__postcode="DE11 9AH",
        incidents__1__date=("2026-08-03", "check"), incidents__2__date=(None, "key"), impact=None,
        consent__sharing=False,
    )  # fmt: skip
    return new_case(tmp_path / "c", reading=reading, file_bytes=FORM, file_name="../../x.pdf")


def reopened(case: Case) -> Case:
    again = Case.open(case.folder)
    assert again.state == case.state
    assert again.to_json() == case.to_json()
    return again


def test_a_reading_becomes_values_with_their_source(case: Case) -> None:
    name = case.state.values["victim.name"]
    assert name.value == HARD
    assert (name.source.file, name.source.field, name.source.page, name.source.route) == (
        sha256_of(FORM), "victim.name", 2, "fillable",
    )  # fmt: skip
    assert (name.status, name.confirmed) == ("certain", False)
    assert "impact" not in case.state.values
    assert case.state.values["consent.sharing"].value is False
    reopened(case)


def test_the_file_is_kept_as_it_came_and_stays_in_the_folder(case: Case) -> None:
    (kept,) = case.state.files
    assert kept.path == f"files/{sha256_of(FORM)[:12]}-x.pdf"
    assert (case.folder / kept.path).read_bytes() == FORM
    assert kept.name == "../../x.pdf"
    assert case.damage() == ()
    (case.folder / kept.path).write_bytes(b"other")
    assert [p.code for p in case.damage()] == ["file-changed"]
    (case.folder / kept.path).unlink()
    assert [p.code for p in case.damage()] == ["file-missing"]


def test_facts_are_what_documents_see(case: Case) -> None:
    case.complete(date(2026, 11, 19), AT, "Sam")
    case.happened("meeting", date(2027, 1, 6), AT, "Sam")
    case.add_letter("letter-1", date(2026, 11, 20), "ab" * 32, AT, "Sam", event="acknowledged")
    case.change(AT, "Sam", reference="CT 2026/1")
    facts = reopened(case).facts()
    assert facts["victim"] == {"name": HARD, "address": "1 High St\nTown", "postcode": "DE11 9AH"}
    assert facts["applicant"] == facts["victim"]
    assert facts["incidents"] == [{"date": "2026-08-03"}]
    assert "applicant" not in case.answers()  # a form filled again must not answer what was left blank
    assert case.answers()["victim"] == facts["victim"]
    assert (facts["reference"], facts["route"], facts["third_party"]) == ("CT 2026/1", "post", False)
    assert (facts["received"], facts["completed"]) == (RECEIVED, date(2026, 11, 19))
    assert facts["letters"] == {"letter-1": date(2026, 11, 20)}
    assert facts["dates"] == {
        "received": RECEIVED,
        "completed": date(2026, 11, 19),
        "meeting": date(2027, 1, 6),
        "acknowledged": date(2026, 11, 20),
    }


def test_where_somebody_else_applies_the_two_people_stay_apart(tmp_path: Path) -> None:
    case = new_case(tmp_path / "c")
    case.change(AT, "Sam", values={"basis": "other", "applicant.name": "Ann", "victim.name": "Bob"})
    facts = case.facts()
    assert (facts["applicant"], facts["victim"], facts["third_party"]) == ({"name": "Ann"}, {"name": "Bob"}, True)
    assert "missing-evidence" in [p.code for p in case.problems()]


def test_a_case_keyed_from_a_call_has_no_file_and_rows_beyond_five(tmp_path: Path) -> None:
    case = new_case(tmp_path / "c")
    for row in range(1, 9):
        case.set(f"incidents.{row}.date", f"{row}/9/2026", AT, "Sam", source="telephone")
    keyed = reopened(case)
    assert [row["date"] for row in keyed.facts()["incidents"]] == [f"2026-09-0{row}" for row in range(1, 9)]
    value = keyed.state.values["incidents.8.date"]
    assert (value.source.route, value.source.file, value.confirmed_by) == ("telephone", None, "Sam")
    assert not (case.folder / "files").exists()


def test_only_a_person_confirms(case: Case) -> None:
    assert not any(known.confirmed for known in case.state.values.values())
    assert {(p.field, p.code) for p in case.to_look_at()} == {
        ("victim.address", "unconfirmed-address"), ("victim.postcode", "unconfirmed-address"),
        ("incidents.1.date", "check"), ("incidents.2.date", "key"),
    }  # fmt: skip
    case.confirm("victim", AT, "Sam")
    case.confirm("incidents.1.date", AT, "Ann")
    case.set("incidents.2.date", "4/8/2026", AT, "Ann", source="the form")
    assert case.to_look_at() == ()
    address = reopened(case).state.values["victim.address"]
    assert (address.confirmed_by, address.confirmed_at) == ("Sam", "2026-11-20T09:30:00+00:00")
    assert address.source.page == 2
    assert case.state.values["incidents.1.date"].confirmed_by == "Ann"


def test_a_later_form_does_not_undo_what_a_person_confirmed(case: Case) -> None:
    case.confirm("victim.address", AT, "Sam")
    case.take(reading_of(victim__address="9 Other Road", impact="New", basis=""), b"two", "two.pdf", AT, "Sam")
    assert case.facts()["victim"]["address"] == "1 High St\nTown"
    assert case.facts()["impact"] == "New"
    assert case.facts()["basis"] == "self"
    assert [(p.field, p.code) for p in case.to_look_at() if p.code == "differs"] == [("victim.address", "differs")]
    case.set("victim.address", "9 Other Road", AT, "Sam")
    assert "differs" not in [p.code for p in reopened(case).to_look_at()]


@pytest.mark.parametrize(
    ("prepare", "codes"),
    [
        (lambda c: None, ["unconfirmed-address", "unconfirmed-address"]),
        (lambda c: c.confirm("victim", AT, "Sam"), []),
        (lambda c: (c.confirm("victim", AT, "Sam"), c.flag("do_not_write_to", True, AT, "Sam")), ["do-not-write"]),
        (lambda c: (c.confirm("victim", AT, "Sam"), c.flag("do_not_write_to.victim", True, AT, "S")), ["do-not-write"]),
        (lambda c: (c.confirm("victim", AT, "Sam"), c.set("contact.no_post", True, AT, "Sam")), ["do-not-write"]),
        (lambda c: c.set("victim.address", "", AT, "Sam"), ["no-address", "unconfirmed-address"]),
    ],
)
def test_an_unconfirmed_or_blocked_address_gets_no_letter(
    case: Case, prepare: Callable[[Case], object], codes: list[str]
) -> None:
    prepare(case)
    assert [p.code for p in case.may_write_to("victim")] == codes
    assert [p.code for p in case.may_write_to("applicant")] == codes  # the same person: basis is self


def test_a_flag_for_one_person_leaves_the_other(tmp_path: Path) -> None:
    case = new_case(tmp_path / "c")
    values = {"basis": "other", "applicant.address": "A", "victim.address": "V"}
    case.change(AT, "Sam", values=values, flags={"do_not_write_to.victim": True})
    assert case.may_write_to("applicant") == ()
    assert [p.code for p in case.may_write_to("victim")] == ["do-not-write"]
    case.flag("do_not_write_to.victim", False, AT, "Sam")
    assert reopened(case).may_write_to("victim") == ()


def test_a_faint_tick_not_to_write_blocks_until_somebody_looked(case: Case) -> None:
    case.confirm("victim", AT, "Sam")
    case.take(reading_of(contact__no_post=(False, "check")), b"two", "two.pdf", AT, "Sam")
    assert [p.code for p in case.may_write_to("victim")] == ["do-not-write"]
    case.confirm("contact.no_post", AT, "Sam")
    assert case.may_write_to("victim") == ()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda c: c.set("victim.nmae", "x", AT, "Sam"), "Did you mean victim.name?"),
        (lambda c: c.confirm("impact", AT, "Sam"), "nothing to confirm"),
        (lambda c: c.confirm("imapct", AT, "Sam"), "Did you mean impact?"),
        (lambda c: c.confirm("incidents.2.date", AT, "Sam"), "nothing to confirm"),
        (lambda c: c.flag("urgent", True, AT, "Sam"), "no flag “urgent”"),
        (lambda c: c.complete(date(2026, 11, 17), AT, "Sam"), "it was received on Wednesday 18 November 2026"),
        (lambda c: c.complete(date(2062, 11, 20), AT, "Sam"), "still to come"),
        (lambda c: c.happened("received", RECEIVED, AT, "Sam"), "stated when the case is opened"),
        (lambda c: c.set("basis", "self", AT, " "), "name of the person"),
        (lambda c: c.change(AT, "Sam"), "Nothing to change"),
        (lambda c: c.take(reading_of(victim="x"), b"", "x", AT, "Sam"), "do not fit together: 'victim'"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    case: Case, change: Callable[[Case], object], said: str
) -> None:
    before = (case.folder / "log.jsonl").read_bytes()
    with pytest.raises(Refused) as caught:
        change(case)
    assert said in str(caught.value)
    assert (case.folder / "log.jsonl").read_bytes() == before
    reopened(case)


def test_one_change_is_one_line_whole_or_not_at_all(case: Case) -> None:
    with pytest.raises(Refused):
        case.change(AT, "Sam", values={"behaviour": "x", "nonsense": "y"})
    assert "behaviour" not in reopened(case).state.values
    case.change(AT, "Sam", values={"behaviour": "x"}, confirm=["victim"], dates={"completed": RECEIVED})
    assert len(read_log(case.folder / "log.jsonl").entries) == 3


def test_questions_of_an_areas_own_form_are_kept_and_can_be_mended(case: Case) -> None:
    case.take(reading_of(tenure="rented"), b"two", "two.pdf", AT, "Sam")
    case.set("tenure", "owned", AT, "Sam")
    assert reopened(case).facts()["tenure"] == "owned"


def test_the_view_is_yaml_for_people_and_is_not_the_truth(case: Case) -> None:
    text = (case.folder / "case.yaml").read_text(encoding="utf-8")
    assert text.startswith("# A view of this case, for reading only.")
    assert yaml.safe_load(text) == case.to_json()
    assert "ŵ ŷ Łódź & < >" in text
    (case.folder / "case.yaml").write_text("values: {}")
    assert case.damage() == ()
    reopened(case).set("impact", "x", AT, "Sam")
    assert yaml.safe_load((case.folder / "case.yaml").read_bytes())["values"]["impact"]["value"] == "x"


def test_a_log_that_lost_its_end_is_seen_by_the_view(case: Case) -> None:
    case.set("impact", "x", AT, "Sam")
    log = case.folder / "log.jsonl"
    log.write_bytes(b"".join(log.read_bytes().splitlines(keepends=True)[:-1]))
    assert [p.code for p in Case.open(case.folder).damage()] == ["log-shortened"]


def test_a_changed_log_is_refused_by_its_line(case: Case) -> None:
    log = case.folder / "log.jsonl"
    log.write_bytes(log.read_bytes().replace(b"2026-08-03", b"2026-08-04"))
    with pytest.raises(Refused, match=r"log\.jsonl:2:1"):
        Case.open(case.folder)


def test_entries_that_make_no_sense_are_named(case: Case) -> None:
    path = Path("log.jsonl")
    strange = following(case.log.entries[-1], at=AT, by="Sam", event="set", data={"values": {"a": "b"}})
    with pytest.raises(Refused, match=r"log\.jsonl:3:1: Entry 3 \(set\) makes no sense"):
        fold([*case.log.entries, strange], path)
    newer = following(None, at=AT, by="Sam", event="opened", data={"version": 2})
    with pytest.raises(Refused, match="newer version"):
        fold([newer], path)


def test_a_torn_last_line_leaves_the_old_state_and_the_next_change_works(case: Case) -> None:
    before = case.state
    head = (case.folder / "log.head").read_bytes()
    view = (case.folder / "case.yaml").read_bytes()
    case.set("impact", "x", AT, "Sam")
    log = case.folder / "log.jsonl"
    log.write_bytes(log.read_bytes()[:-40])
    (case.folder / "log.head").write_bytes(head)  # a crash in the line comes before anything else is written
    (case.folder / "case.yaml").write_bytes(view)
    again = Case.open(case.folder)
    assert again.state == before
    assert again.log.torn
    again.set("impact", "y", AT, "Sam")
    assert reopened(again).facts()["impact"] == "y"


def _killed_between_log_and_view(folder: str) -> None:
    def die(path: Path, data: bytes | str) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(case_module, "write_atomic", die)  # noqa: B010  the moment is what matters, in a process of its own
    Case.open(Path(folder)).set("impact", "x", AT, "Sam")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_a_process_killed_between_log_and_view_leaves_the_new_state(case: Case) -> None:
    worker = multiprocessing.get_context("spawn").Process(target=_killed_between_log_and_view, args=(str(case.folder),))
    worker.start()
    worker.join(60)
    assert worker.exitcode == -signal.SIGKILL
    again = Case.open(case.folder)
    assert again.facts()["impact"] == "x"
    assert again.damage() == ()
    again.set("impact", "y", AT, "Sam")
    assert yaml.safe_load((case.folder / "case.yaml").read_bytes())["values"]["impact"]["value"] == "y"


def test_a_view_that_cannot_be_written_does_not_lose_the_change(case: Case) -> None:
    (case.folder / "case.yaml").unlink()
    (case.folder / "case.yaml").mkdir()
    with pytest.raises(CannotWrite, match="The change is recorded in the log"):
        case.set("impact", "x", AT, "Sam")
    assert Case.open(case.folder).facts()["impact"] == "x"


def test_two_people_with_the_same_case_open(case: Case) -> None:
    other = Case.open(case.folder)
    other.set("impact", "theirs", AT, "Ann")
    with pytest.raises(CannotWrite, match="changed by Ann"):
        case.set("impact", "mine", AT, "Sam")
    assert Case.open(case.folder).facts()["impact"] == "theirs"


def test_where_a_case_cannot_be_made(tmp_path: Path, case: Case) -> None:
    with pytest.raises(Refused, match="already holds a case"):
        new_case(case.folder)
    (tmp_path / "file").write_text("x")
    with pytest.raises(CannotWrite, match="a file stands where a folder is needed"):
        new_case(tmp_path / "file")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "holiday.jpg").touch()
    with pytest.raises(Refused, match=r"holds other files \(holiday\.jpg\)"):
        new_case(tmp_path / "other")
    with pytest.raises(Refused, match="still to come"):
        Case.create(tmp_path / "n", "a", date(2027, 1, 1), "post", AT, "Sam")
    with pytest.raises(Refused, match="is no route"):
        Case.create(tmp_path / "n", "a", RECEIVED, "pigeon", AT, "Sam")
    assert not (tmp_path / "n").exists()


def test_a_case_killed_before_its_log_can_be_made_again(tmp_path: Path) -> None:
    (tmp_path / "c" / "files").mkdir(parents=True)
    (tmp_path / "c" / "files" / "0123-x.pdf").touch()
    (tmp_path / "c" / ".ctdocs-00.tmp").touch()
    assert new_case(tmp_path / "c").state.received == RECEIVED


TEXT_FIELDS = [
    p.replace("N", "3") for p in PATTERNS if (k := field_kind(p.replace("N", "3"))) and k.kind in ("text", "multiline")
]
CHANGES = st.one_of(
    st.tuples(st.just("set"), st.sampled_from(TEXT_FIELDS), st.text(st.characters(), max_size=40)),
    st.tuples(st.just("read"), st.sampled_from(TEXT_FIELDS), st.text(st.characters(), max_size=40)),
    st.tuples(st.just("confirm"), st.sampled_from(["victim", "incidents", "impact"]), st.just("")),
    st.tuples(st.just("flag"), st.sampled_from(["on", "off"]), st.just("")),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(CHANGES, max_size=6))
def test_what_was_done_is_the_same_after_opening_again(changes: list[tuple[str, str, str]]) -> None:
    folder = Path(tempfile.mkdtemp())
    try:
        case = new_case(folder / "c")
        expected: dict[str, str] = {}
        for number, (kind, name, text) in enumerate(changes):
            if kind == "set":
                case.set(name, text, AT, "Sam")
                expected[name] = keepable(text) if text.strip() else ""
            elif kind == "read":
                fixed = (known := case.value(name)) is not None and (known.confirmed or known.typed)
                if known is not None and name.startswith(("contact.", "evidence.")) and known.value is not None:
                    fixed = True
                case.take(reading_of(**{name: text, "basis": "self"}), b"%d" % number, text, AT, "Sam")
                expected["basis"] = "self"
                if text and not fixed:
                    expected[name] = keepable(text)
            elif kind == "flag":
                case.flag("do_not_write_to", name == "on", AT, "Sam")
            elif any(v.value is not None for n, v in case.state.values.items() if f"{n}.".startswith(f"{name}.")):
                case.confirm(name, AT, "Sam")
        again = reopened(case)
        assert {n: v.value or "" for n, v in again.state.values.items()} == expected
        assert yaml.safe_load((case.folder / "case.yaml").read_bytes()) == json.loads(json.dumps(again.to_json()))
    finally:
        shutil.rmtree(folder)
