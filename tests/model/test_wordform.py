"""What a Word file says about its own fields comes through JSON whole, and nothing else is taken for it."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
from typing import Any

import pytest
from hypothesis import given, strategies as st

from ctdocs.model.wordform import WordField, WordForm, bookmark_name, short_code

FORM = WordForm(
    document="application-form", code="AF", edition="2026-11", language="en", area="example/exampleshire",
    gss_code="E07000039", version="1.0", mode="prefilled",
    fields=(
        WordField("victim.name", "text", "Name of <the> one & ŵ", True, {}, {"": "ctd_victim_name"}, "Click to type"),
        WordField(
            "basis", "radio", "Basis", True, {"self": "a – me", "other": "b – them"},
            {"self": "ctd_basis_self", "other": "ctd_basis_other"}, "", "boxes",
        ),
    ),
    containers=(("Name: ", "ctd_victim_name", ""), ("", "ctd_basis_self", " a – me")),
)  # fmt: skip


def test_a_form_comes_back_from_its_json_as_it_went() -> None:
    assert WordForm.from_json(json.loads(json.dumps(FORM.to_json()))) == FORM


def test_the_id_is_that_of_the_fields_and_not_of_the_words() -> None:
    shape = '["application-form","2026-11",[["victim.name","text",[]],["basis","radio",["self","other"]]]]'
    assert FORM.id == hashlib.sha256(shape.encode()).hexdigest()[:8]
    name, basis = FORM.fields
    reworded = dataclasses.replace(FORM, area="other", fields=(dataclasses.replace(name, label="Your name"), basis))
    assert reworded.id == FORM.id
    retyped = dataclasses.replace(FORM, fields=(dataclasses.replace(name, kind="multiline"), basis))
    assert retyped.id != FORM.id
    assert dataclasses.replace(FORM, edition="2027-01").id != FORM.id


@pytest.mark.parametrize(
    ("key", "value", "error"),
    [
        ("fields", [], ValueError),
        ("fields", "victim.name", TypeError),
        ("containers", [["Name: ", "ctd_victim_name"]], ValueError),
        ("containers", [["Name: ", 3, ""]], TypeError),
        ("edition", 2026, TypeError),
        ("id", "00000000", ValueError),
    ],
)
def test_what_is_no_form_is_refused(key: str, value: Any, error: type[Exception]) -> None:
    with pytest.raises(error):
        WordForm.from_json({**FORM.to_json(), key: value})


def test_a_form_that_lacks_a_part_is_refused() -> None:
    for key in FORM.to_json():
        part = FORM.to_json()
        del part[key]
        with pytest.raises(KeyError):
            WordForm.from_json(part)


def test_a_field_shown_in_an_unknown_way_is_refused() -> None:
    data = FORM.to_json()
    data["fields"][0]["shown_as"] = "balloon"
    with pytest.raises(ValueError, match="balloon"):
        WordForm.from_json(data)


def test_the_short_code_is_found_among_other_keywords() -> None:
    found = short_code(f"urgent, {FORM.keywords}; case 12")
    assert found is not None and (found.code, found.form, found.gss_code) == ("AF", FORM.id, "E07000039")
    assert short_code("AF:26a3f9c1:E07000039") is None
    assert short_code("ctdocs AF:26a3f9:E07000039") is None
    assert short_code("ctdocs AF:26a3f9c1:E07000039:1/8") is None


@given(st.lists(st.tuples(st.text(min_size=1, max_size=60), st.text(max_size=30)), max_size=30))
def test_bookmarks_keep_to_words_limits_and_never_come_twice(wanted: list[tuple[str, str]]) -> None:
    taken: set[str] = set()
    for field_id, option in wanted:
        name = bookmark_name(field_id, option, taken)
        assert re.fullmatch(r"ctd_[A-Za-z0-9_]{0,36}", name)
        assert name.lower() not in taken
        taken.add(name.lower())


def test_a_bookmark_is_named_after_its_field() -> None:
    assert bookmark_name("incidents.2.date", "", ()) == "ctd_incidents_2_date"
    assert bookmark_name("basis", "self", ()) == "ctd_basis_self"
    assert bookmark_name("basis", "self", {"ctd_basis_self"}) == "ctd_basis_self_1"


def test_a_letter_has_no_letters_in_its_code() -> None:
    letter = dataclasses.replace(FORM, code="")
    found = short_code(letter.keywords)
    assert found is not None and (found.code, found.form, found.gss_code) == ("", letter.id, "E07000039")


def test_the_short_code_is_found_where_libreoffice_has_written_the_keywords_its_own_way() -> None:
    for form in (FORM, dataclasses.replace(FORM, code="")):
        found = short_code(" ".join(form.keywords.replace(":", " ").split()))
        assert found is not None and (found.code, found.form, found.gss_code) == (form.code, form.id, "E07000039")
