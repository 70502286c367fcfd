"""The application says in a sentence what is missing, and is the same by whichever route it came."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from typing import Any

import pytest
from hypothesis import given, strategies as st

from ctdocs.errors import Refused
from ctdocs.model.application import Application
from ctdocs.model.application_check import FOR_A_PERSON, problems
from ctdocs.model.application_parts import Person
from ctdocs.model.fields import PATTERNS, field_kind, form_order, keyed, misfits

PERSON = {
    "name": "Zoë Ŵŷ & Sons <Ltd>",
    "address": "1 High Street\nTown",
    "postcode": "DE11 9AH",
    "daytime_phone": "01234567890",
}
INCIDENT = {
    "date": "2026-08-03",
    "details": "Shouting",
    "reported_by": "Zoë",
    "date_reported": "2026-08-04",
    "reported_to": "Police",
    "how_reported": "telephone",
}
WHOLE: dict[str, Any] = {
    "basis": "self",
    "victim": PERSON,
    "behaviour": "Noise",
    "incidents": [INCIDENT],
    "declaration": {"accurate": True, "sharing": True, "signature": "Z", "date": "2026-11-20"},
}


def changed(**paths: Any) -> dict[str, Any]:
    """The whole application with some answers other; ``__`` stands for a dot."""
    values: dict[str, Any] = deepcopy(WHOLE)
    for path, value in paths.items():
        node: Any = values
        *parents, last = path.split("__")
        for part in parents:
            node = node[int(part)] if isinstance(node, list) else node.setdefault(part, {})
        node[last] = value
    return values


def found(values: dict[str, Any]) -> list[tuple[str | None, str]]:
    return [(p.field, p.code) for p in problems(values)]


def test_a_whole_application_has_no_problem() -> None:
    assert problems(WHOLE) == ()


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (changed(basis=None), [("basis", "missing-required")]),
        (changed(victim__name=""), [("victim.name", "anonymous")]),
        (changed(victim__name="  \n"), [("victim.name", "anonymous")]),
        (changed(victim__address=None), [("victim.address", "missing-required")]),
        (changed(victim__daytime_phone=""), [("victim.daytime_phone", "no-phone")]),
        (changed(victim__daytime_phone="", victim__mobile_phone="07700 900123"), []),
        (changed(behaviour=""), [("behaviour", "missing-required")]),
        (changed(incidents=[]), [("incidents.1.date", "missing-required")]),
        (changed(incidents=[{}, INCIDENT]), []),
        (changed(incidents=[{}, {"details": "x"}])
         , [("incidents.2.date", "missing-date"), ("incidents.2.date_reported", "missing-date-reported"),
            ("incidents.2.reported_to", "missing-reported-to"), ("incidents.2.reported_by", "missing-reported-by"),
            ("incidents.2.how_reported", "missing-how-reported")]),
        (changed(incidents__0__details=""), [("incidents.1.details", "missing-details")]),
        (changed(incidents__0__date="early August"), [("incidents.1.date", "date-unclear")]),
        (changed(incidents__0__date="2026-08-05"), [("incidents.1.date_reported", "reported-before")]),
        (changed(declaration__accurate=False), [("declaration.accurate", "missing-required")]),
        (changed(declaration__sharing=None), [("declaration.sharing", "missing-required")]),
        (changed(declaration__signature=""), [("declaration.signature", "missing-required")]),
        (changed(declaration__date=""), [("declaration.date", "missing-required")]),
        (changed(basis="other"), [("applicant.name", "missing-required"), ("applicant.address", "missing-required"),
                                  ("applicant.daytime_phone", "no-phone"), ("evidence.kind", "missing-evidence")]),
        (changed(basis="other", applicant=PERSON, evidence={"kind": "authority"}),
         [("evidence.kind", "evidence-claimed")]),
        (changed(basis="other", applicant=PERSON, evidence={"kind": "letter"}),
         [("evidence.kind", "evidence-claimed")]),
        (changed(basis="other", applicant=PERSON, evidence={"kind": "consent"}),
         [("evidence.kind", "missing-evidence")]),
        (changed(basis="other", applicant=PERSON, evidence={"kind": "consent"},
                 consent={"permission": True, "sharing": True, "date": "2026-11-20"}),
         [("consent.signature", "missing-required")]),
        (changed(basis="other", applicant=PERSON, consent={"permission": True}),
         [("consent.sharing", "missing-required"), ("consent.signature", "missing-required"),
          ("consent.date", "missing-required")]),
        (changed(basis="other", applicant=PERSON,
                 consent={"permission": True, "sharing": True, "signature": "Z", "date": "2026-11-20"}), []),
    ],
)  # fmt: skip
def test_each_gap_is_named(values: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert found(values) == expected


def test_the_sentences_are_plain() -> None:
    (before,) = problems(changed(incidents__0__date="2026-08-05"))
    assert before.message == (
        "Incident 1 was reported on Tuesday 4 August 2026, before it happened on Wednesday 5 August 2026."
    )
    (waiting,) = problems(changed(basis="other", applicant=PERSON))
    assert waiting.message == (
        "Somebody else applies, but neither the consent of the person affected nor other evidence of authority is "
        "given; the application waits for it."
    )


def test_nothing_can_have_happened_after_receipt() -> None:
    late = problems(WHOLE, received=date(2026, 8, 3))
    assert [(p.field, p.code) for p in late] == [
        ("incidents.1.date_reported", "date-after-receipt"),
        ("declaration.date", "date-after-receipt"),
    ]


def test_nobody_signed_a_form_after_it_came() -> None:
    late = changed(declaration__date="2026-11-21", consent={"date": "22/11/2026"})
    assert found(late) == []
    said = problems(late, received=date(2026, 11, 20))
    assert [(p.field, p.code) for p in said] == [
        ("declaration.date", "date-after-receipt"),
        ("consent.date", "date-after-receipt"),
    ]
    assert said[0].message == "The declaration is dated Saturday 21 November 2026, after the application was received."
    assert {p.code for p in said} <= FOR_A_PERSON


def test_nothing_at_all_gives_sentences_and_no_crash() -> None:
    assert {p.code for p in problems({})} == {"missing-required", "anonymous", "no-phone"}
    wrong_shapes = {"victim": "x", "incidents": "y", "declaration": [], "basis": 3, "consent": None}
    assert problems(wrong_shapes) == problems({})


def test_the_same_facts_by_two_routes_are_the_same_application() -> None:
    comb = changed(victim__postcode="DE119AH", victim__daytime_phone="01234567890", incidents__0__date="03082026")
    keyed_by_hand = changed(
        victim__postcode="de11 9ah ",
        victim__daytime_phone="01234 567 890",
        victim__address="1 High Street\r\nTown\r\n",
        incidents=[INCIDENT | {"date": "3 August 2026"}, {"details": "  "}],
    )
    assert Application.from_values(comb) == Application.from_values(keyed_by_hand) == Application.from_values(WHOLE)


def test_what_an_application_says_of_itself() -> None:
    mine = Application.from_values(WHOLE)
    assert mine.third_party is False
    assert mine.applicant == Person()
    assert mine.incidents[0].happened == date(2026, 8, 3)
    assert Application.from_values(changed(basis="other")).third_party


def test_rows_beyond_five_are_fields() -> None:
    kind = field_kind("incidents.12.how_reported")
    assert kind is not None
    assert kind.label == "incident 12, how it was reported"
    assert field_kind("incidents.0.date") is None
    assert field_kind("incidents.5000.date") is None
    mixed = ["consent.date", "incidents.10.date", "incidents.2.how_reported", "basis", "tenure"]
    assert sorted(mixed, key=form_order) == [
        "basis", "incidents.2.how_reported", "incidents.10.date", "consent.date", "tenure",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("field", "value", "kept"),
    [
        ("incidents.6.date", "6/5/2026", "2026-05-06"),
        ("incidents.6.date", "after Easter", "after Easter"),
        ("declaration.accurate", "Yes", True),
        ("declaration.accurate", False, False),
        ("contact.no_post", "no", False),
        ("victim.daytime_phone", "(01234) 567-890", "01234567890"),
        ("victim.daytime_phone", "01234 567890 ext 3", "01234 567890 ext 3"),
        ("victim.daytime_phone", "+44 (0)1234 567890", "+44 (0)1234 567890"),
        ("victim.postcode", "de119ah", "DE11 9AH"),
        ("basis", " Self ", "self"),
        ("victim.name", "", None),
        ("victim.address", "a\r\nb", "a\nb"),
    ],
)
def test_values_as_a_person_keys_them(field: str, value: str | bool, kept: str | bool | None) -> None:
    assert keyed(field, value) == kept


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("victim.nmae", "x", "Did you mean victim.name?"),
        ("incidents.3.dat", "x", "Did you mean incidents.3.date?"),
        ("incidents.0.date", "x", "Rows count from 1 to 999."),
        ("incidents.1000.date", "x", "Rows count from 1 to 999."),
        ("basis", "me", "basis takes self or other, not “me”."),
        ("consent.sharing", "perhaps", "takes yes or no"),
        ("victim.name", True, "takes text"),
    ],
)
def test_what_a_field_cannot_take(field: str, value: str | bool, said: str) -> None:
    with pytest.raises(Refused) as caught:
        keyed(field, value)
    assert said in str(caught.value)


def test_ids_that_cannot_stand_together() -> None:
    assert misfits(["incidents.1.date", "victim.name", "tenure"]) == ()
    assert misfits(["incidents", "incidents.1.date", "A", "a..b", "x.0"]) == ("A", "a..b", "incidents", "x.0")


@given(
    st.sampled_from(
        [p for p in PATTERNS if (k := field_kind(p.replace("N", "1"))) and k.kind in ("text", "multiline")]
    ),
    st.text(),
)
def test_any_text_is_kept_or_blank(field: str, text: str) -> None:
    kept = keyed(field.replace("N", "1"), text)
    assert kept == text.replace("\r\n", "\n").replace("\r", "\n") if text.strip() else kept is None
