"""A sheet that came by itself: its incidents follow, its text is joined where it belongs, a person sees the rest."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ctdocs.errors import Refused
from ctdocs.model.case import Case
from ctdocs.model.case_intake import Returned
from ctdocs.model.reading import Reading
from tests.model.returned import AT, new_case, reading_of

FORM: dict[str, Any] = {
    "victim__name": "Siân Gŵyr",
    "incidents__1__date": "2026-07-01",
    "incidents__2__date": "2026-07-02",
    "incidents__3__date": None,
    "impact": "It began [continued]",
    "circumstances": "whole",
}


def form_and(folder: Path, **answers: Any) -> Case:
    return new_case(folder / "c", reading=reading_of(**FORM | answers), file_bytes=b"form", file_name="form.pdf")


def sheet(**answers: Any) -> Reading:
    return reading_of(form="continuation-sheet", **{"name": "Siân Gŵyr"} | answers)


def take(case: Case, reading: Reading, name: str = "sheet.pdf") -> None:
    case.take(reading, name.encode(), name, AT, "Sam")


def looks(case: Case) -> dict[str | None, str]:
    return {p.field: p.message for p in Case.open(case.folder).to_look_at()}


def test_incidents_follow_the_last_one_and_blank_rows_take_no_number(tmp_path: Path) -> None:
    case = form_and(tmp_path)
    take(case, sheet(incidents__1__date="2026-08-01", incidents__2__date=None, incidents__3__details="x"))
    take(case, sheet(incidents__1__date="2026-09-01"), "second.pdf")
    assert case.answers()["incidents"] == [
        {"date": "2026-07-01"}, {"date": "2026-07-02"}, {"date": "2026-08-01"}, {"details": "x"},
        {"date": "2026-09-01"},
    ]  # fmt: skip
    source = case.state.values["incidents.4.details"].source
    assert (source.field, source.route) == ("incidents.3.details", "fillable")
    assert looks(case) == {}


@pytest.mark.parametrize("question", ["impact", "Q6 – impact", "Q6", "q 6.", "Question 6 how it affects me"])
def test_text_is_joined_where_the_answer_says_that_it_goes_on(tmp_path: Path, question: str) -> None:
    case = form_and(tmp_path)
    take(case, sheet(more__1__question=question, more__1__text=" and went on\n."))
    assert case.answers()["impact"] == "It began and went on\n."
    assert looks(case) == {
        "impact": "Q6, how the behaviour has affected the person: read as “It began and went on / .”, to be confirmed "
        "(its end came on a sheet of its own)."
    }


def test_text_over_two_entries_is_joined_in_order(tmp_path: Path) -> None:
    case = form_and(tmp_path)
    take(
        case,
        sheet(more__1__question="Q6", more__1__text=" one [continued]", more__2__question="Q6", more__2__text=" two"),
    )
    assert case.answers()["impact"] == "It began one two"


def test_a_confirmed_answer_is_not_lengthened_without_a_word(tmp_path: Path) -> None:
    case = form_and(tmp_path)
    case.confirm("impact", AT, "Sam")
    take(case, sheet(more__1__question="Q6", more__1__text=" more"))
    assert case.answers()["impact"] == "It began [continued]"
    assert "but a later form says “It began more”" in looks(case)["impact"]


@pytest.mark.parametrize(
    ("question", "why"),
    [
        ("Q9", "special circumstances does not say that it goes on"),
        ("Q11", "names no answer"),
        ("Q7", "does not say that it goes on"),
        ("about the gate", "names no answer"),
        (None, "names no answer"),
    ],
)
def test_text_of_no_answer_is_kept_to_look_at(tmp_path: Path, question: str | None, why: str) -> None:
    case = form_and(tmp_path)
    take(case, sheet(more__1__question=question, more__1__text="And then\nsome"))
    assert case.state.values["sheets.1.more.1.text"].value == "And then\nsome"
    assert case.answers()["circumstances"] == "whole"
    assert why in looks(case)["sheets.1.more.1.text"]
    assert case.answers()["sheets"][0].get("name") == "Siân Gŵyr"
    case.confirm("sheets.1", AT, "Sam")
    assert looks(case) == {}


@pytest.mark.parametrize(
    ("answers", "field", "why"),
    [
        ({"name": "Bob Other"}, "sheets.1.name", "not the name of the person affected"),
        ({"name": None}, "sheets.1.name", "does not say whose form"),
        ({"reference": "CT 9"}, "sheets.1.reference", "not the reference of this case"),
    ],
)
def test_a_sheet_that_may_be_somebody_elses_is_looked_at(
    tmp_path: Path, answers: dict[str, Any], field: str, why: str
) -> None:
    case = form_and(tmp_path)
    blank: Any = (None, "blank")
    given = {key: blank if value is None else value for key, value in answers.items()}
    take(case, sheet(**given, incidents__1__date="2026-08-01"))
    assert why in looks(case)[field]


def test_names_in_other_letters_or_with_the_applicants_are_the_same(tmp_path: Path) -> None:
    case = form_and(tmp_path)
    take(case, sheet(name="SIÂN  GŴYR / Dewi Pŵel", incidents__1__date="2026-08-01"))
    assert looks(case) == {}


def test_a_later_form_does_not_mix_with_the_rows_of_a_sheet(tmp_path: Path) -> None:
    case = form_and(tmp_path)
    take(case, sheet(incidents__1__date="2026-08-01", incidents__1__details="mine"))
    later = reading_of(
        incidents__3__date="2026-10-01", incidents__3__reported_by="Ann", incidents__2__date="2026-07-05"
    )
    take(case, later, "later.pdf")
    assert case.answers()["incidents"][1:] == [{"date": "2026-07-05"}, {"date": "2026-08-01", "details": "mine"}]
    assert {"incidents.3.date", "incidents.3.reported_by"} <= set(looks(case))
    take(case, sheet(incidents__1__date="2026-11-01"), "third.pdf")
    assert case.answers()["incidents"][3] == {"date": "2026-11-01"}


def addressed(tmp_path: Path, **answers: Any) -> Case:
    """A case that a letter may go to."""
    case = form_and(tmp_path, basis="self", victim__address="5 Row", **answers)
    case.confirm("victim", AT, "Sam")
    return case


@pytest.mark.parametrize("question", ["about the post", "Q9"])
def test_no_letter_goes_before_somebody_read_what_was_joined_to_no_answer(tmp_path: Path, question: str) -> None:
    case = addressed(tmp_path)
    assert case.may_write_to("victim") == ()
    take(case, sheet(more__1__question=question, more__1__text="Never write to me.\n" + "He opens it. " * 20 + "END"))
    (problem,) = Case.open(case.folder).may_write_to("victim")
    assert (problem.code, problem.field) == ("continuation-unread", "sheets.1.more.1.text")
    assert "“Never write to me. / He opens it." in problem.message
    assert "END”" in problem.message, "quoted whole"
    assert problem.hint and "--confirm sheets.1.more.1.text" in problem.hint
    case.confirm("sheets.1.more.1.text", AT, "Sam")
    assert case.may_write_to("victim") == ()


def test_what_a_sheet_of_the_form_says_stops_letters_too_and_no_later_form_hides_it(tmp_path: Path) -> None:
    case = addressed(tmp_path, continuation__1__more__1__text=("Never write to me.", "check"))
    later = reading_of(continuation__1__more__1__text=("About the gate", "check"))
    case.take(later, b"later", "later.pdf", AT, "Sam")
    said = case.may_write_to("victim")
    assert "Never write to me." in said[0].message
    assert "a later form says “About the gate”" in said[1].message
    case.confirm("continuation.1.more.1.text", AT, "Sam")
    assert case.may_write_to("victim") == ()


def test_writing_that_could_not_be_read_is_typed_before_a_letter_goes(tmp_path: Path) -> None:
    case = addressed(tmp_path)
    take(case, sheet(more__1__question="Q9", more__1__text=(None, "key")))
    assert [p.code for p in case.may_write_to("victim")] == ["continuation-unread"]
    case.set("sheets.1.more.1.text", "Please ring first", AT, "Sam")
    assert case.may_write_to("victim") == ()


@pytest.mark.parametrize("whose", [{"name": "Bob Other"}, {"reference": "CT/999"}])
def test_incidents_of_what_may_be_another_persons_sheet_are_not_certain(tmp_path: Path, whose: dict[str, Any]) -> None:
    case = form_and(tmp_path)
    take(case, sheet(incidents__1__date="2026-08-01", incidents__1__details=None, **whose))
    (own,) = whose
    assert set(looks(case)) == {f"sheets.1.{own}", "incidents.3.date"}
    assert "may be of another person" in looks(case)["incidents.3.date"]
    case.confirm("sheets.1", AT, "Sam")
    case.confirm("incidents.3", AT, "Sam")
    assert looks(case) == {}


def test_a_case_begins_with_its_form_and_sheets_at_once(tmp_path: Path) -> None:
    returned = [
        Returned(reading_of(**FORM), b"form", "form.pdf"),
        Returned(sheet(incidents__1__date="2026-08-01"), b"sheet", "sheet.pdf", (("sheet.json", b"{}"),)),
    ]
    case = new_case(tmp_path / "c", returned=returned)
    assert [entry.event for entry in Case.open(case.folder).log.entries] == ["opened", "reading", "reading"]
    assert case.answers()["incidents"][2] == {"date": "2026-08-01"}
    assert [kept.name for kept in case.state.files] == ["form.pdf", "sheet.pdf", "sheet.json"]
    assert case.damage() == ()
    (case.folder / case.state.files[2].path).unlink()
    assert [p.code for p in case.damage()] == ["file-missing"]


@pytest.mark.parametrize(
    ("reading", "data", "said"),
    [
        (reading_of(area="derbyshire/derby", impact="x"), b"new", "is a form of derbyshire/derby"),
        (reading_of(contact__phone=False, impact=None), b"new", "is blank"),
        (reading_of(impact="x"), b"form", "already in the case, as files/"),
        (sheet(area="derbyshire/derby"), b"new", "--other-area"),
    ],
)
def test_what_is_not_taken_in(tmp_path: Path, reading: Reading, data: bytes, said: str) -> None:
    case = form_and(tmp_path)
    with pytest.raises(Refused) as caught:
        case.take(reading, data, "new.pdf", AT, "Sam")
    assert said in str(caught.value)
    assert len(Case.open(case.folder).log.entries) == 2
    assert len(list((case.folder / "files").iterdir())) == 1
    if data != b"form":
        with pytest.raises(Refused):
            new_case(tmp_path / "n", reading=reading, file_bytes=data, file_name="new.pdf")
        assert not (tmp_path / "n" / "log.jsonl").exists()


def test_a_form_of_another_area_is_taken_only_by_a_person_who_says_so(tmp_path: Path) -> None:
    case = form_and(tmp_path)
    other = reading_of(area="derbyshire/derby", impact="x")
    case.take(other, b"new", "new.pdf", AT, "Jo", other_area=True)
    entry = Case.open(case.folder).log.entries[-1]
    assert (entry.by, entry.data["reading"]["other_area"], entry.data["reading"]["form"]["area"]) == (
        "Jo", True, "derbyshire/derby",
    )  # fmt: skip
    assert looks(case) == {}
