"""Partners' replies in a case: two of one organisation, one that came back blank, a sheet that came by itself."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from ctdocs.model.case import Case
from ctdocs.model.reading import FieldReading
from tests.model.test_returned_forms import AT, case, form, said, take

__all__ = ["case"]
POLICE = "Exampleshire Constabulary"


def codes(opened: Case) -> list[tuple[str | None, str | None]]:
    return [(one.code, one.field) for one in opened.to_look_at() if one.code in ("two-replies", "came-back-blank")]


def reply(name: str = POLICE, **more: Any) -> dict[str, Any]:
    return {"reply__organisation": name, "reply__reports": "yes", **more}


def test_a_second_reply_of_an_organisation_is_told_until_somebody_has_read_both(case: Case) -> None:
    take(case, form("threshold-request", **reply()), "one.pdf")
    assert codes(case) == []
    take(case, form("threshold-request", **reply("exampleshire  constabulary.")), "two.pdf")
    take(case, form("threshold-request", **reply("Homes")), "three.pdf")
    assert codes(case) == [("two-replies", "returns.2.reply.organisation")]
    case.confirm("returns.2.reply.organisation", AT, "Officer")
    assert codes(case) == []


def test_a_request_that_comes_back_with_nothing_filled_in_is_no_reply(case: Case) -> None:
    asked = {
        "request__organisation": POLICE, "request__reply_by": "2026-11-30", "people__1__name": "Siân Gŵyr",
        "reply__organisation": POLICE,
    }  # fmt: skip
    take(case, form("threshold-request", **asked, reference="CT/2026/1"), "police.pdf")
    assert case.facts().get("returns") is None
    assert codes(case) == [("came-back-blank", "police.pdf")]
    (told,) = [one.message for one in case.to_look_at() if one.code == "came-back-blank"]
    assert told == f"police.pdf came back, but nothing was filled in. It does not count as a reply of {POLICE}."
    assert codes(Case.open(case.folder)) == codes(case)
    take(case, form("threshold-request", **asked, reply__reports="no"), "police-again.pdf")
    assert codes(case) == []
    assert said(case, "returns.1.reply.reports") == "no"


@pytest.mark.parametrize("document", ["victim-statement", "proportionality-assessment", "minutes"])
def test_a_form_with_nothing_but_its_reference_was_not_filled_in(case: Case, document: str) -> None:
    take(case, form(document, reference="CT/2026/1"), "form.pdf")
    assert codes(case) == [("came-back-blank", "form.pdf")]


def test_minutes_that_say_only_what_the_case_knew_were_not_filled_in(case: Case) -> None:
    case.change(AT, "Officer", values={"meeting.chair": "Ida", "decision.threshold": "met"})
    known = {"meeting__chair": "Ida", "decision__threshold": "met"}
    take(case, form("minutes", **known, victim__name="Siân Gŵyr"), "minutes.docx")
    assert codes(case) == [("came-back-blank", "minutes.docx")]
    take(case, form("minutes", **known, review__findings="Noise."), "minutes-2.docx")
    assert codes(case) == []


def test_what_was_written_outside_the_fields_is_an_answer(case: Case) -> None:
    note = FieldReading("We hold nothing", None, "check", 0.5, "outside the fields")
    take(case, form("threshold-request", request__organisation=POLICE, notes__1__text=note), "police.docx")
    assert codes(case) == []
    assert said(case, "notes.1.text") == "We hold nothing"


def test_reports_on_a_sheet_of_its_own_follow_those_of_the_reply(case: Case) -> None:
    for name in (POLICE, "Exampleshire Homes"):
        take(case, form("threshold-request", **reply(name), complaints__1__overview=f"Noise, {name}"), f"{name}.pdf")
    sheet = {"reply__organisation": POLICE, "reference": "CT/2026/1"}
    more = {"complaints__1__overview": "Łódź & < >\nagain", "complaints__2__reference": "P/6"}
    take(case, form("threshold-continuation", **sheet, **more), "sheet.pdf")
    assert said(case, "returns.1.complaints.2.overview") == "Łódź & < >\nagain"
    assert said(case, "returns.1.complaints.3.reference") == "P/6"
    assert said(case, "returns.2.complaints.2.overview") is None
    assert case.to_look_at() == () or all(one.code == "unconfirmed-address" for one in case.to_look_at())


def test_a_sheet_without_its_form_waits_for_somebody(case: Case) -> None:
    take(case, form("threshold-continuation", reply__organisation="Homes", complaints__1__overview="Bins"), "sheet.pdf")
    known = case.value("returns.1.complaints.1.overview")
    assert known is not None
    assert (known.value, known.status) == ("Bins", "check")
    assert "not in the case" in known.reason


def test_an_answer_that_goes_on_is_made_whole_by_the_sheet_and_looked_at(case: Case) -> None:
    take(case, form("victim-statement", statement__text="It began in May [continued]"), "statement.pdf")
    more = {"more__1__question": "statement.text", "more__1__text": " and went on.\nStill."}
    take(case, form("more-room", name="Siân Gŵyr", reference="CT/2026/1", **more), "sheet.pdf")
    known = case.value("statement.text")
    assert known is not None
    assert (known.value, known.status) == ("It began in May and went on.\nStill.", "check")


def test_further_room_that_names_no_answer_is_kept_to_be_looked_at(case: Case) -> None:
    take(case, form("victim-statement", statement__text="It began in May"), "statement.pdf")
    more = {"more__1__question": "Anything else", "more__1__text": "And so on"}
    take(case, form("more-room", name="Siân Gŵyr", **more), "sheet.pdf")
    known = case.value("sheets.1.more.1.text")
    assert known is not None
    assert (known.value, known.status) == ("And so on", "check")
    assert said(case, "statement.text") == "It began in May"


def test_a_sheet_of_another_person_waits_for_somebody(case: Case) -> None:
    take(case, form("victim-statement", statement__text="It began [continued]"), "statement.pdf")
    more = {"more__1__question": "statement.text", "more__1__text": " elsewhere"}
    take(case, form("more-room", name="Bleddyn", **more), "sheet.pdf")
    assert [one.field for one in case.of_others()] == ["sheet.pdf"]


def test_an_agenda_that_was_filled_in_gives_the_meeting(case: Case, tmp_path: Path) -> None:
    agenda = {"meeting__date": "2027-01-28", "meeting__time": "10am", "meeting__place": "Tŷ Dychmygol\nExampleton"}
    take(case, form("agenda", **agenda), "agenda.pdf")
    assert case.facts()["dates"]["meeting"] == dt.date(2027, 1, 28)
    assert said(case, "meeting.place") == "Tŷ Dychmygol\nExampleton"
