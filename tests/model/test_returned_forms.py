"""Forms of the review, and what somebody wrote outside the fields of a form, as a case takes them in."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from ctdocs.errors import Refused
from ctdocs.model.case import Case
from ctdocs.model.reading import FieldReading, FormRef, Reading, nested
from tests.model.returned import RECEIVED

AT = datetime(2026, 11, 20, 10, tzinfo=UTC)
AREA = "example/exampleshire"


def form(document: str, **answers: Any) -> Reading:
    """A form that came back, every answer certain unless it is a FieldReading."""
    fields = {
        name.replace("__", "."): said if isinstance(said, FieldReading) else FieldReading(said, str(said), "certain")
        for name, said in answers.items()
    }
    values = nested({name: read.value for name, read in fields.items()})
    return Reading(FormRef(document, "0123abcd", AREA, None, "word"), values, fields)


@pytest.fixture
def case(tmp_path: Path) -> Case:
    made = Case.create(tmp_path / "case", AREA, RECEIVED, "email", AT, "Officer", reference="CT/2026/1")
    values = {"basis": "self", "victim.name": "Siân Gŵyr", "victim.address": "5 Imaginary Row"}
    made.change(AT, "Officer", values=values)
    return made


def take(case: Case, reading: Reading, name: str) -> None:
    case.take(reading, name.encode(), name, AT, "Officer")


def said(case: Case, name: str) -> Any:
    known = case.value(name)
    return None if known is None else known.value


def test_two_partners_replies_keep_their_own_numbers(case: Case) -> None:
    reply = {"reply__organisation": "Exampleshire Constabulary", "complaints__1__overview": "Noise"}
    take(case, form("threshold-request", **reply, reference="CT/2026/1"), "police.pdf")
    take(case, form("threshold-request", reply__organisation="Exampleshire Homes", reply__reports="no"), "homes.pdf")
    assert said(case, "returns.1.reply.organisation") == "Exampleshire Constabulary"
    assert said(case, "returns.1.complaints.1.overview") == "Noise"
    assert said(case, "returns.2.reply.organisation") == "Exampleshire Homes"
    assert said(case, "returns.2.complaints.1.overview") is None
    assert said(case, "reference") is None


def test_a_statement_of_another_person_waits_for_somebody_to_look(case: Case) -> None:
    take(case, form("victim-statement", victim__name="Dewi Pŵel", statement__text="I cannot sleep."), "statement.pdf")
    known = case.value("statement.text")
    assert known is not None
    assert (known.value, known.status) == ("I cannot sleep.", "check")
    assert "another" in known.reason
    assert said(case, "victim.name") == "Siân Gŵyr"


def test_what_a_form_repeats_of_the_application_changes_nothing(case: Case) -> None:
    take(case, form("minutes", victim__address="9 Other Street", review__findings="Noise, often."), "minutes.docx")
    assert said(case, "victim.address") == "5 Imaginary Row"
    assert said(case, "review.findings") == "Noise, often."
    assert not [one for one in case.to_look_at() if one.code == "differs"]


def test_what_stands_outside_the_fields_stops_letters_until_it_was_read(case: Case) -> None:
    note = FieldReading("Beside “Post”: do not write, he opens my letters", None, "check", 0.5, "outside the fields")
    take(case, form("application-form", behaviour="Noise", notes__1__text=note), "one.docx")
    other = FieldReading("Comment of Ann: only mornings", None, "check", 0.5, "a comment")
    take(case, form("application-form", impact="Bad", notes__1__text=other), "two.docx")
    assert (said(case, "notes.1.text"), said(case, "notes.2.text")) == (note.value, other.value)
    stopped = [one.field for one in case.may_write_to("victim") if one.code == "continuation-unread"]
    assert stopped == ["notes.1.text", "notes.2.text"]
    case.confirm("notes.1", AT, "Officer")
    case.confirm("notes.2", AT, "Officer")
    assert not [one for one in case.may_write_to("victim") if one.code == "continuation-unread"]


def test_a_worse_copy_of_the_form_does_not_replace_a_good_reading(case: Case) -> None:
    take(case, form("application-form", impact="First line\nsecond line"), "good.docx")
    worse = FieldReading("First linesecond line", None, "check", 0.5, "line ends may be lost")
    take(case, form("application-form", impact=worse, behaviour="Noise"), "worse.docx")
    assert said(case, "impact") == "First line\nsecond line"
    assert [one.field for one in case.to_look_at() if one.code == "differs"] == ["impact"]


def test_an_answer_that_a_choice_does_not_have_cannot_be_confirmed(case: Case) -> None:
    odd = FieldReading("Telephone and E-mail", None, "check", 0.5, "two answers")
    take(case, form("application-form", behaviour="Noise", incidents__1__how_reported=odd), "odd.docx")
    (told,) = [one for one in case.to_look_at() if one.field == "incidents.1.how_reported"]
    assert "--confirm" not in str(told.hint)
    with pytest.raises(Refused, match="none of its answers"):
        case.confirm("incidents.1.how_reported", AT, "Officer")
    case.set("incidents.1.how_reported", "telephone", AT, "Officer")
    assert said(case, "incidents.1.how_reported") == "telephone"


def test_another_persons_application_changes_nothing_and_is_told_once_for_its_file(case: Case) -> None:
    take(case, form("application-form", victim__name="Siân Gŵyr", incidents__1__details="Music"), "hers.pdf")
    other = form("application-form", victim__name="Bleddyn", incidents__1__details="Bins", declaration__signature="B.")
    take(case, other, "his.pdf")
    assert said(case, "incidents.1.details") == "Music"
    (told,) = [one for one in case.to_look_at() if one.code == "of-another"]
    assert told.field == "his.pdf"
    assert told in case.of_others()


def test_a_file_is_confirmed_as_a_whole(case: Case) -> None:
    take(case, form("minutes", reference="CT/2026/9", review__findings="Noise.", minutes__history="Long."), "m.docx")
    assert [one.field for one in case.of_others()] == ["m.docx"]
    case.confirm("m.docx", AT, "Officer")
    assert case.of_others() == ()
    assert said(case, "review.findings") == "Noise."


def test_a_second_statement_does_not_replace_the_first(case: Case) -> None:
    take(case, form("victim-statement", statement__text="I sleep in the kitchen."), "one.pdf")
    take(case, form("victim-statement", statement__text="All is well."), "two.pdf")
    assert said(case, "statement.text") == "I sleep in the kitchen."
    assert [one.field for one in case.to_look_at() if one.code == "differs"] == ["statement.text"]


def test_an_action_that_changed_is_no_longer_agreed_to(case: Case) -> None:
    take(case, form("action-plan-applicant", actions__1__action="A visit", actions__1__agreed="yes"), "plan.pdf")
    case.set("actions.1.action", "Eviction", AT, "Officer")
    assert said(case, "actions.1.agreed") is None
    assert "actions.1.agreed" in [one.field for one in case.to_look_at() if one.code == "key"]
    case.change(AT, "Officer", values={"actions.1.action": "A contract", "actions.1.agreed": "no"})
    assert said(case, "actions.1.agreed") == "no"


def test_a_doubtful_answer_without_a_value_is_kept_to_be_looked_at(case: Case) -> None:
    both = FieldReading(None, None, "check", 0.5, "more than one answer is marked")
    take(case, form("threshold-request", reply__organisation="Homes", reply__reports=both), "both.docx")
    assert "returns.1.reply.reports" in [one.field for one in case.to_look_at() if one.code == "check"]
