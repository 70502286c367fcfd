"""A letter goes only where post is safe, and a later form settles nothing by itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ctdocs.model.case import Case
from tests.model.returned import AT, new_case, reading_of


def confirmed(tmp_path: Path, **answers: Any) -> Case:
    """A case whose form has those answers, and whose address a person has compared."""
    person = {"victim__name": "Siân", "victim__address": "5 Row", "victim__postcode": "AA99 3AA"}
    form = reading_of(basis="self", **person, **answers)
    case = new_case(tmp_path / "c", reading=form, file_bytes=b"form", file_name="form.pdf")
    case.confirm("victim", AT, "Sam")
    return case


def blocks(case: Case) -> list[tuple[str, str | None]]:
    return [(problem.code, problem.field) for problem in case.may_write_to("victim")]


WAYS = ("phone", "text", "email", "post")


@pytest.mark.parametrize(
    ("ticked", "may"),
    [((), True), (("post",), True), (WAYS, True), (("phone",), False), (("text", "email"), False)],
)
def test_post_is_used_only_where_it_is_ticked_or_nothing_is(tmp_path: Path, ticked: tuple[str, ...], may: bool) -> None:
    case = confirmed(tmp_path, **{f"contact__{way}": way in ticked for way in WAYS})
    assert blocks(case) == ([] if may else [("post-not-safe", "contact.post")])
    assert ("post-not-safe" in [p.code for p in case.to_look_at()]) == (not may)


def test_what_to_do_where_post_is_not_ticked(tmp_path: Path) -> None:
    case = confirmed(tmp_path, contact__phone=True, contact__email=True, contact__post=False)
    (problem,) = case.may_write_to("victim")
    assert problem.message == "How it is safe to make contact: phone and e-mail are ticked as safe, and post is not."
    assert problem.hint and "case set CASE contact.post=yes" in problem.hint
    case.confirm("contact", AT, "Sam")  # seen; that post is not ticked stays so
    assert blocks(case) == [("post-not-safe", "contact.post")]
    assert case.to_look_at() == (), "a person knows, and there is nothing left to settle"
    case.set("contact.post", True, AT, "Sam")
    assert blocks(case) == []


def test_ways_keyed_from_a_call_count_too(tmp_path: Path) -> None:
    case = new_case(tmp_path / "c")
    case.change(AT, "Sam", values={"basis": "self", "victim.address": "5 Row", "contact.phone": True})
    assert blocks(case) == [("post-not-safe", "contact.phone")]
    assert [p.field for p in case.to_look_at()] == ["contact.phone"]


@pytest.mark.parametrize("way", ["post", "phone"])
def test_a_tick_that_is_not_certain_is_looked_at_first(tmp_path: Path, way: str) -> None:
    case = confirmed(tmp_path, **{f"contact__{way}": (way == "post", "check")})
    assert blocks(case) == [("post-not-safe", f"contact.{way}")]
    assert [p.code for p in case.to_look_at()] == ["check"]
    case.confirm(f"contact.{way}", AT, "Sam")
    assert blocks(case) == []


@pytest.mark.parametrize("name", ["avoid", "safe_times"])
def test_words_about_safe_contact_are_read_by_a_person_first(tmp_path: Path, name: str) -> None:
    words = "Never write to me.\nHe opens the post. " + "He is at home on Mondays. " * 10 + "END"
    case = confirmed(tmp_path, contact__post=True, **{f"contact__{name}": words})
    (problem,) = case.may_write_to("victim")
    assert "“Never write to me. / He opens the post. He is" in problem.message
    assert "END”" in problem.message, "quoted whole"
    assert problem.hint and f"case set CASE --confirm contact.{name}" in problem.hint
    assert [p.code for p in case.to_look_at()] == ["contact-unread"]
    case.confirm(f"contact.{name}", AT, "Sam")
    assert blocks(case) == []
    assert case.to_look_at() == ()


def test_words_that_could_not_be_read_are_typed_first(tmp_path: Path) -> None:
    case = confirmed(tmp_path, contact__avoid=(None, "key"))
    assert blocks(case) == [("contact-unread", "contact.avoid")]
    case.set("contact.avoid", "", AT, "Sam")
    assert blocks(case) == []


@pytest.mark.parametrize(
    ("first", "later", "settle"),
    [
        ({}, {"victim__address": "9 New Road"}, "victim.address"),
        ({}, {"victim__postcode": "AA99 4BB"}, "victim.postcode"),
        ({}, {"basis": "other"}, "basis"),
        ({"contact__no_post": False}, {"contact__no_post": True}, "contact.no_post"),
        ({"contact__post": True}, {"contact__post": False, "contact__phone": True}, "contact.post"),
        ({"contact__avoid": "No calls"}, {"contact__avoid": "No letters"}, "contact.avoid"),
        ({"evidence__kind": "consent"}, {"evidence__kind": "letter"}, "evidence.kind"),
        ({"consent__permission": True}, {"consent__permission": False}, "consent.permission"),
        ({"consent__signature": "Siân"}, {"consent__signature": "S. Gŵyr"}, "consent.signature"),
    ],
)
def test_a_later_form_that_differs_stops_letters_until_a_person_settles_it(
    tmp_path: Path, first: dict[str, Any], later: dict[str, Any], settle: str
) -> None:
    case = confirmed(tmp_path, **first)
    for name in first:
        case.confirm(name.replace("__", "."), AT, "Sam")
    case.confirm("basis", AT, "Sam")
    assert blocks(case) == []
    before = case.value(settle)
    case.take(reading_of(impact="Worse", **later), b"later", "later.pdf", AT, "Sam")
    assert case.value(settle) == before
    assert ("differs", settle) in blocks(Case.open(case.folder))
    assert ("differs", settle) in [(p.code, p.field) for p in case.to_look_at()]
    case.confirm(settle, AT, "Sam")
    assert ("differs", settle) not in blocks(case)


def test_a_later_form_takes_nothing_back_even_where_nobody_confirmed(tmp_path: Path) -> None:
    case = confirmed(tmp_path, contact__no_post=True, contact__post=False, evidence__kind="letter")
    later = reading_of(contact__no_post=False, contact__post=True, evidence__kind="authority", impact="x")
    case.take(later, b"later", "later.pdf", AT, "Sam")
    assert case.answers()["contact"] == {"no_post": True, "post": False}
    assert ("differs", "contact.post") in blocks(case)
    assert ("do-not-write", "contact.no_post") in blocks(case)
    assert ("differs", "contact.no_post") in blocks(case)
    assert case.answers()["evidence"]["kind"] == "letter"
    messages = [p.message for p in case.to_look_at()]
    assert "tick: do not write to this address: ticked, but a later form says not ticked." in messages


@pytest.mark.parametrize("first", [{"contact__phone": True, "contact__post": False}, {"contact__phone": True}])
def test_a_later_form_does_not_lift_that_post_is_not_safe(tmp_path: Path, first: dict[str, Any]) -> None:
    case = confirmed(tmp_path, **first)
    assert [code for code, _ in blocks(case)] == ["post-not-safe"]
    case.take(reading_of(contact__post=True, contact__phone=True), b"later", "later.pdf", AT, "Sam")
    assert [code for code, _ in blocks(case)] == ["post-not-safe", "differs"]
    assert ("differs", "contact.post") in [(p.code, p.field) for p in case.to_look_at()]
    case.set("contact.post", True, AT, "Sam")
    assert blocks(case) == []


def test_a_later_form_may_add_that_nothing_is_to_be_sent(tmp_path: Path) -> None:
    case = confirmed(tmp_path, contact__no_post=False)
    case.take(reading_of(contact__no_post=True), b"later", "later.pdf", AT, "Sam")
    assert blocks(case) == [("do-not-write", "contact.no_post")]


@pytest.mark.parametrize("read", [(True, "check"), (None, "key")])
def test_a_later_form_does_not_settle_what_nobody_looked_at(tmp_path: Path, read: tuple[bool | None, str]) -> None:
    case = confirmed(tmp_path, contact__post=read)
    assert blocks(case) == [("post-not-safe", "contact.post")]
    case.take(reading_of(contact__post=True), b"later", "later.pdf", AT, "Sam")
    assert ("post-not-safe", "contact.post") in blocks(case)


def test_a_consent_that_a_later_form_ticks_waits_for_a_person(tmp_path: Path) -> None:
    case = confirmed(tmp_path, consent__permission=False)
    case.take(reading_of(consent__permission=True), b"later", "later.pdf", AT, "Sam")
    assert case.answers()["consent"] == {"permission": False}
    assert blocks(case) == [("differs", "consent.permission")]


def test_what_a_later_form_says_of_the_other_person_stops_no_letter(tmp_path: Path) -> None:
    case = confirmed(tmp_path)
    case.change(AT, "Sam", values={"applicant.address": "1 Far Away", "basis": "other"})
    case.take(reading_of(applicant__address="2 Far Away"), b"later", "later.pdf", AT, "Sam")
    assert blocks(case) == []
    assert [p.code for p in case.may_write_to("applicant")] == ["differs"]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("victim.daytime_phone", "hello", "not a telephone number"),
        ("victim.postcode", "ZZZZ", "not a postcode"),
        ("victim.email", "foo", "not a complete e-mail address"),
        ("declaration.date", "31/2/2026", "no such day"),
        ("incidents.1.date", "31/02/2026", "no such day"),
        ("incidents.1.date", "31022026", "no such day"),
        ("incidents.1.date_reported", "2026-02-31", "no such day"),
        ("incidents.1.date", "1899-12-31", "1899 cannot be right"),
        ("consent.date", "2026-11-19", "after the day of receipt"),
    ],
)
def test_what_cannot_be_right_waits_for_a_person(tmp_path: Path, name: str, value: str, said: str) -> None:
    case = new_case(tmp_path / "c")
    entry = case.set(name, value, AT, "Sam")
    assert said in entry.data["doubts"][name]
    (problem,) = (p for p in Case.open(case.folder).to_look_at() if p.field == name)
    assert (problem.field, problem.code) == (name, "check")
    assert f"typed as “{value}”, to be confirmed" in problem.message
    assert said in problem.message
    case.take(reading_of(**{name: "another"}), b"later", "later.pdf", AT, "Sam")
    assert case.state.values[name].value == value, "what a person typed is not replaced without a word"
    case.confirm(name, AT, "Ann")
    assert case.to_look_at() == ()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("victim.daytime_phone", "+44 1632 960123"),
        ("victim.mobile_phone", "07700 900123"),
        ("victim.postcode", "aa99 3aa"),
        ("victim.email", "siân@example.org"),
        ("incidents.1.date", "early May"),
        ("incidents.1.date", "May 2026"),
        ("incidents.1.date", "2026"),
        ("incidents.1.date", "31/1/2026"),
        ("declaration.date", "2026-11-18"),
        ("victim.name", "hello"),
    ],
)
def test_what_may_be_right_is_taken_as_it_is(tmp_path: Path, name: str, value: str) -> None:
    case = new_case(tmp_path / "c")
    assert "doubts" not in case.set(name, value, AT, "Sam").data
    assert case.state.values[name].confirmed


def test_a_postcode_that_is_none_stops_the_letter(tmp_path: Path) -> None:
    case = confirmed(tmp_path)
    case.set("victim.postcode", "ZZZZ", AT, "Sam")
    assert blocks(case) == [("unconfirmed-address", "victim.postcode")]


@pytest.mark.parametrize(
    ("route", "source"),
    [("phone", "telephone"), ("letter", "letter"), ("in-person", "in person"), ("post", "post"), ("email", "e-mail")],
)
def test_where_a_typed_value_came_from(tmp_path: Path, route: str, source: str) -> None:
    form = reading_of(impact=("smudge", "check"), behaviour=(None, "key"), circumstances="x")
    case = Case.create(
        tmp_path / "c", "example/exampleshire", new_case(tmp_path / "d").state.received, route, AT, "Sam",
        reading=form, file_bytes=b"form", file_name="form.pdf",
    )  # fmt: skip
    case.change(AT, "Sam", values={"impact": "a", "behaviour": "b", "circumstances": "c", "action_taken": "d"})
    sources = {name: known.source.route for name, known in case.state.values.items()}
    assert sources == {
        "impact": "typed from the form", "behaviour": "typed from the form",
        "circumstances": source, "action_taken": source,
    }  # fmt: skip
    case.set("impact", "e", AT, "Sam", source="a note of 3 May")
    assert case.state.values["impact"].source.route == "a note of 3 May"


CONSENT: dict[str, Any] = {"consent__permission": True, "consent__sharing": True, "consent__signature": "Siân"}


def acting(tmp_path: Path, **answers: Any) -> Case:
    """A case in which somebody applies for another."""
    form = reading_of(basis="other", consent__date="2026-11-01", **answers)
    return new_case(tmp_path / "c", reading=form, file_bytes=b"form", file_name="form.pdf")


def codes(case: Case) -> set[str]:
    return {p.code for p in (*case.problems(), *case.to_look_at())}


@pytest.mark.parametrize(
    ("answers", "listed"),
    [
        (CONSENT, "unconfirmed-consent"),
        (CONSENT | {"evidence__kind": "consent"}, "unconfirmed-consent"),
        (CONSENT | {"consent__signature": ("Siân", "check")}, "check"),
        ({"evidence__kind": "letter"}, "evidence-claimed"),
        ({"evidence__kind": "authority"}, "evidence-claimed"),
    ],
)
def test_authority_holds_only_once_a_person_has_looked(tmp_path: Path, answers: dict[str, Any], listed: str) -> None:
    case = acting(tmp_path, **answers)
    assert case.facts()["authority"] is None
    assert listed in codes(case)
    case.confirm("evidence.kind" if listed == "evidence-claimed" else "consent", AT, "Sam")
    assert case.facts()["authority"] is True
    assert listed not in codes(Case.open(case.folder))


@pytest.mark.parametrize(
    "answers",
    [
        {"evidence__kind": "consent"},
        CONSENT | {"consent__permission": False},
        CONSENT | {"consent__signature": None},
        CONSENT | {"consent__signature": None, "evidence__kind": "consent"},
    ],
)
def test_a_consent_page_with_gaps_is_no_authority(tmp_path: Path, answers: dict[str, Any]) -> None:
    case = acting(tmp_path, **answers)
    for group in {name.partition("__")[0] for name in answers}:
        case.confirm(group, AT, "Sam")
    assert case.facts()["authority"] is None
    assert codes(case) & {"missing-required", "missing-evidence"}


def test_a_later_form_gives_no_authority_by_itself(tmp_path: Path) -> None:
    case = acting(tmp_path, **CONSENT | {"consent__permission": False})
    case.take(reading_of(**CONSENT, evidence__kind="letter"), b"later", "later.pdf", AT, "Sam")
    assert case.facts()["authority"] is None
    case.confirm("consent.signature", AT, "Sam")
    assert case.facts()["authority"] is None, "the tick came with the later form, and nobody has settled it"
    case.set("consent.permission", True, AT, "Sam")
    assert case.facts()["authority"] is True


def test_a_day_of_signature_after_receipt_is_listed_until_a_person_confirms_it(tmp_path: Path) -> None:
    case = confirmed(tmp_path, declaration__date="2026-11-19", consent__date="2026-11-18")
    assert ("date-after-receipt", "declaration.date") in [(p.code, p.field) for p in case.problems()]
    case.confirm("declaration", AT, "Sam")
    assert "date-after-receipt" not in codes(case)
