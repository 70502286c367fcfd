"""What goes to an applicant never says what the case knows of an alleged perpetrator, however it is written."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from ctdocs.documents.disclosure import Finding, search
from ctdocs.model.audience import audience_of, for_applicant

FACTS: dict[str, Any] = {
    "basis": "self", "received": dt.date(2026, 11, 2),
    "victim": {"name": "Siân Gŵyr", "address": "5 Imaginary Row\nExampleton", "postcode": "AA99 3AA"},
    "applicant": {},
    "incidents": [{"details": "Somebody shouted."}],
    "meeting": {"place": "The Old Corn Hall, Exampleton AA99 1AA"},
    "perpetrators": [{"name": "Max Mockup", "address": "Flat 2, 14 Mill Lane\nExampleton AA99 7ZZ"}],
    "people": [{"name": "Max Mockup", "born": "1980-05-03", "address": "Flat 2, 14 Mill Lane"}],
    "assessments": [
        {
            "assessment": {
                "name": "Una Unreal", "address": "Rose Cottage, 9 Elsewhere Close", "disability": "Epilepsy",
                "vulnerability": "She has been in hospital twice since her brother died last spring.",
                "household": "None known", "action": "Acceptable behaviour contract",
                "support": "Her key worker is on 07700 900 555.",
            }
        }
    ],
}  # fmt: skip


def told(text: str, **changes: Any) -> list[Finding]:
    return list(search([("Findings", text)], {**FACTS, **changes}))


def stopped(text: str, **changes: Any) -> list[tuple[str, str]]:
    return [(one.kind, one.quote) for one in told(text, **changes) if one.stops]


@pytest.mark.parametrize(
    ("text", "kind", "quote"),
    [
        ("He lives at 14 Mill Lane now.", "address", "14 Mill Lane"),
        ("He lives at 14, Mill La. now.", "address", "14, Mill La"),
        ("He lives at 14\nMILL   LN, up there", "address", "14\nMILL   LN"),
        ("It is fourteen Mill Lane.", "address", "fourteen Mill Lane"),
        ("flat 2 is his", "address", "flat 2"),
        ("the tenant of number 14 was warned", "address", "number 14"),
        ("the people in Mill Lane", "address", "Mill Lane"),
        ("by Rose Cottage", "address", "Rose Cottage"),
        ("somewhere in AA997ZZ", "address", "AA997ZZ"),
        ("somewhere in aa99 7zz", "address", "aa99 7zz"),
        ("He was born 3 May 1980 in town", "birth", "3 May 1980"),
        ("aged, 03/05/80, and", "birth", "03/05/80"),
        ("on 1980-05-03.", "birth", "1980-05-03"),
        ("the 3rd of May, 1980", "birth", "3rd of May, 1980"),
        ("May 3rd 1980", "birth", "May 3rd 1980"),
        ("3.5.1980", "birth", "3.5.1980"),
        ("03051980", "birth", "03051980"),
        ("3 Mai 1980", "birth", "3 Mai 1980"),
        ("Ring +44 7700 900555 for her", "contact", "+44 7700 900555"),
        ("Ring 07700900555 for her", "contact", "07700900555"),
        ("Max Mockup was warned.", "name", "Max Mockup"),
        ("MAX\nMOCKUP was warned.", "name", "MAX\nMOCKUP"),
        ("Mockup, Max, was warned.", "name", "Mockup, Max"),
        ("M. Mockup was warned.", "name", "M. Mockup"),
        ("Mr Mockup was warned.", "name", "Mr Mockup"),
        ("We told Max to stop.", "name", "Max"),
        ("Mack\u00adup and Mock\u00adup", "name", "Mock\u00adup"),
        ("Ms Ünreal was there", "name", "Ms Ünreal"),
        ("She has epilepsy, so", "assessment", "epilepsy"),
        ("We know she has been in hospital twice since then.", "assessment", "she has been in hospital twice since"),
        ("Come to the office, AA99 4QQ.", "postcode", "AA99 4QQ"),
        ("Then MaxMockup came.", "name", "MaxMockup"),
        ("Then DearMaxMockup came.", "name", "MaxMockup"),
        ("Then M a x  M o c k u p came.", "name", "M a x  M o c k u p"),
        ("Then M o c k u p came.", "name", "M o c k u p"),
        ("at 1 4 M i l l L a n e", "address", "1 4 M i l l L a n e"),
        ("on the third of May 1980", "birth", "third of May 1980"),
        ("He was born in 1980.", "birth", "born in 1980"),
        ("She turned 46 on 3 May.", "birth", "turned 46 on 3 May"),
        ("a man, 46 years old", "birth", "46 years old"),
        ("a man aged 46", "birth", "aged 46"),
        ("M\u0430\u0445 M\u043e\u0441kup came", "name", "M\u0430\u0445 M\u043e\u0441kup"),
        ("DOB: 4/6/1991", "a birth", "DOB: 4/6/1991"),
    ],
)
def test_it_is_found_however_it_is_written(text: str, kind: str, quote: str) -> None:
    assert (kind, quote) in stopped(text)
    (message,) = {one.message for one in told(text) if one.quote == quote and one.kind == kind}
    assert message.startswith(f"Findings: “{' '.join(quote.split())}” ")


REPLY = {
    "request": {"organisation": "Exampleshire Police", "phone": "01632 960 111"},
    "people": [{"name": "Olga Other"}],
    "reply": {
        "additional": "We visited Rex Sham, born 12.5.1990, of 8 Secret Row, AA99 8QQ, 07700 900 123. Siân Gŵyr of 5 "
        "Imaginary Row told us on 4 May 2026. Call the Exampleshire Police.",
    },
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "kind", "quote"),
    [
        ("Somebody of 8 Secret Row", "address", "8 Secret Row"), ("in AA998QQ", "address", "AA998QQ"),
        ("since 12 May 1990", "birth", "12 May 1990"), ("on 07700900123", "contact", "07700900123"),
        ("Ms Other was told", "name", "Ms Other"),
    ],
)  # fmt: skip
def test_what_a_partner_wrote_is_looked_for(text: str, kind: str, quote: str) -> None:
    assert (kind, quote) in stopped(text, returns=[REPLY])


def test_a_name_of_a_reply_is_remarked_on_and_what_is_the_victims_is_not() -> None:
    found = told("We met Rex Sham and the Exampleshire Police (01632 960 111) at 5 Imaginary Row.", returns=[REPLY])
    assert [(one.kind, one.quote, one.stops) for one in found] == [("somebody", "Rex Sham", False)]
    assert told("We met Rex Sham.", returns=[REPLY], behaviour="It is Rex Sham.") == []


@pytest.mark.parametrize(
    "text",
    [
        "You live at 5 Imaginary Row, Exampleton, AA99 3AA.",
        "We meet at The Old Corn Hall, Exampleton AA99 1AA.",
        "We looked at 140 mill laners; 14 reports; the mill; a lane.",
        "An acceptable behaviour contract is offered.",
        "It happened on 3 May 2026 and 4 May 1980.",
        "The maximum was reached.",
        "Climax mockups and a smock upward: mockups. Climax Mock uppers.",
        "None known.",
        "It began in 1980 and went on for 46 days, until 3 May.",
        "It went on for 2 weeks. Flat roofs are quiet.",
        "",
    ],
)
def test_what_is_the_victims_own_or_everyday_is_left_alone(text: str) -> None:
    assert told(text) == []


def test_a_name_that_the_applicant_used_is_remarked_on_and_an_address_stops_all_the_same() -> None:
    incidents = [{"details": "Max Mockup of 14 Mill Lane shouted."}]
    found = told("Max  Mockup of 14 Mill Lane was warned.", incidents=incidents)
    assert [(one.kind, one.stops) for one in found] == [("name", False), ("address", True)]


def test_a_house_that_both_live_in_is_the_victims_too() -> None:
    shared = [{"name": "Max Mockup", "address": "5 Imaginary Row\nExampleton", "postcode": "AA99 3AA"}]
    found = stopped("It happened at 5 Imaginary Row, AA99 3AA.", perpetrators=shared, people=[])
    assert found == []


def test_a_namesake_of_the_victim() -> None:
    same = [{"name": "Owen Gŵyr", "address": ""}]
    assert stopped("Mrs Gŵyr was heard.", perpetrators=same, people=[]) == []
    assert stopped("Owen Gwyr was heard.", perpetrators=same, people=[]) == [("name", "Owen Gwyr")]


def test_the_widest_words_are_quoted_once() -> None:
    assert stopped("Max Mockup, 14 Mill Lane") == [("name", "Max Mockup"), ("address", "14 Mill Lane")]


def test_what_is_accepted_is_this_quote_in_this_text_of_this_document() -> None:
    one, other = told("Max Mockup came."), told("Max Mockup came late.")
    assert one[0].about("letter-6") == told("Max Mockup came.")[0].about("letter-6")
    assert one[0].about("letter-6") != one[0].about("letter-5")
    assert one[0].about("letter-6") != other[0].about("letter-6")


@pytest.mark.parametrize(
    "field",
    [
        "perpetrators.1.name", "people.2.born", "returns.1.complaints.2.overview", "assessments.1.assessment.job",
        "minutes.history", "attendees.1.name", "actions.3.lead", "actions.3.progress", "meeting.chair", "taken.1.by",
        "a_field_of_tomorrow", "decided.threshold.reason", "review.a_field_of_tomorrow",
    ],
)  # fmt: skip
def test_what_is_for_the_panel_is_not_for_the_applicant(field: str) -> None:
    assert audience_of(field) == "panel"


def test_facts_for_the_applicant_have_nothing_else() -> None:
    facts = {
        **FACTS, "actions": [{"action": "A talk", "lead": "Hal"}, {"lead": "Ida"}], "review": {"findings": "Noise"},
        "returns": [{"reply": {"name": "Phil"}}], "dates": {"meeting": dt.date(2026, 12, 10)},
    }  # fmt: skip
    kept = for_applicant(facts)
    assert not {"perpetrators", "people", "assessments", "returns"} & set(kept)
    assert kept["actions"] == [{"action": "A talk"}, {}]
    assert kept["review"] == {"findings": "Noise"}
    assert kept["victim"] == FACTS["victim"]
    assert kept["dates"] == {"meeting": dt.date(2026, 12, 10)}
