"""Profiles: county under area, dated values, what is missing, and what is wrong with them."""

from __future__ import annotations

import pickle
import textwrap
from datetime import date
from pathlib import Path

import pytest

from ctdocs.errors import Problem, Refused
from ctdocs.model.area import Area, list_areas, load_area, load_area_file
from ctdocs.model.clock import Clock, Span, Threshold
from ctdocs.model.facts import Fact, Missing

TODAY = date(2026, 11, 20)
HEAD = "name: Testshire\ngss_code: E07000998\n"


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(textwrap.dedent(text), encoding="utf-8")
    return path


def area_of(tmp_path: Path, text: str, county: str | None = None) -> Area:
    if county is not None:
        write(tmp_path / "county" / "_county.yaml", county)
    return load_area_file(write(tmp_path / "county" / "testshire.yaml", HEAD + textwrap.dedent(text)))


def problems_of(tmp_path: Path, text: str, county: str | None = None) -> tuple[Problem, ...]:
    with pytest.raises(Refused) as caught:
        area_of(tmp_path, text, county)
    return caught.value.problems


def names(gaps: tuple[Problem, ...], code: str) -> list[str | None]:
    return [gap.field for gap in gaps if gap.code == code]


# The profiles that come with ctdocs


def test_shipped_areas() -> None:
    assert {"derbyshire/south-derbyshire", "example/exampleshire"} <= set(list_areas())


def test_exampleshire_is_complete_and_cannot_be_taken_for_a_real_place() -> None:
    area = load_area("example/exampleshire")
    on = area.on(TODAY)
    assert area.gaps(TODAY) == ()
    assert (on.name, on.gss_code, on.id) == ("Exampleshire", "E07000999", "example/exampleshire")
    for number in (on.spoc.phone, on.council.phone, on.victim_service.phone, on.appeal.phone, on.report_to[0].phone):
        assert number.startswith(("01632 960", "07700 900"))
    assert on.spoc.email.endswith("@example.org") and on.appeal.email.endswith("@example.org")
    assert on.spoc.address.splitlines()[0] == "Exampleshire District Council"
    assert on.spoc.phone.confirmed and on.spoc.phone.name == "spoc.phone"
    assert on.spoc.phone.place and on.spoc.phone.place.file.endswith("exampleshire.yaml")


def test_south_derbyshire_has_what_was_found_and_nothing_is_confirmed() -> None:
    area = load_area("derbyshire/south-derbyshire")
    on = area.on(TODAY)
    assert area.gss_code == "E07000039"
    assert on.spoc.phone == "01283 595798" and not on.spoc.phone.confirmed
    assert on.spoc.phone.source.startswith("https://www.southderbyshire.gov.uk/")
    assert not on.spoc.email and isinstance(on.spoc.email, Missing)
    assert on.appeal.phone == "0300 122 6000"
    assert on.appeal.url.place.file.endswith("_county.yaml")
    gaps = area.gaps(TODAY)
    assert {"spoc.email", "spoc.address", "links.privacy_notice", "report_to"} <= set(names(gaps, "missing-fact"))
    assert {"spoc.phone", "appeal.email", "clocks.decide", "threshold"} <= set(names(gaps, "unconfirmed-fact"))
    assert all(gap.place for gap in gaps)


@pytest.mark.parametrize("area_id", ["derbyshire/south-derbyshire", "example/exampleshire"])
def test_clocks_and_threshold_of_the_derbyshire_scheme(area_id: str) -> None:
    area = load_area(area_id)
    assert {c.id: (c.after, c.n, c.unit) for c in area.clocks.values()} == {
        "acknowledge": ("completed", 5, "working_days"),
        "decide": ("completed", 15, "working_days"),
        "review": ("decision_letter", 20, "working_days"),
        "review_overall": ("completed", 40, "working_days"),
        "outcome": ("meeting", 5, "working_days"),
        "appeal": ("letter", 28, "days"),
        "appeal_acknowledge": ("appeal_lodged", 1, "working_days"),
        "appeal_decision": ("appeal_lodged", 20, "working_days"),
        "appeal_decision_secondary": ("appeal_acknowledged", 20, "working_days"),
    }
    assert area.threshold == Threshold(3, Span(6, "months"), Span(1, "months"))
    assert area.extra_holidays == frozenset()


@pytest.mark.parametrize("area_id", ["derbyshire/south-derbyshire", "example/exampleshire"])
@pytest.mark.parametrize(
    ("day", "body", "edition"),
    [
        (date(2022, 6, 30), "Clinical Commissioning Group", "June 2022"),
        (date(2022, 7, 1), "ntegrated", "June 2022"),
        (date(2025, 9, 16), "ntegrated", "March 2023"),
        (date(2025, 9, 17), "ntegrated", "July 2025"),
    ],
)
def test_health_body_and_guidance_change_on_their_days(area_id: str, day: date, body: str, edition: str) -> None:
    on = load_area(area_id).on(day)
    (health,) = [b for b in on.relevant_bodies if b.kind == "health"]
    assert body in health.name
    assert on.law.guidance == edition


def test_scheme_is_called_what_it_was_called_on_the_day() -> None:
    area = load_area("example/exampleshire")
    assert area.on(date(2023, 3, 31)).scheme.name == "Community Trigger"
    assert area.on(date(2023, 4, 1)).scheme.name == "ASB Case Review"


# Finding them


def test_an_area_that_is_not_there_names_the_nearest() -> None:
    with pytest.raises(Refused, match="Did you mean 'derbyshire/south-derbyshire'"):
        load_area("South Derbyshire")
    with pytest.raises(Refused, match="There is no area"):
        load_area("../areas/example/exampleshire")


def test_an_area_of_ones_own_folder(tmp_path: Path) -> None:
    write(tmp_path / "kent" / "thanet.yaml", HEAD)
    write(tmp_path / "kent" / "_county.yaml", "languages: [en]\n")
    assert list_areas(tmp_path) == ["kent/thanet"]
    assert load_area("kent/thanet", tmp_path).id == "kent/thanet"
    with pytest.raises(Refused, match="There is no folder"):
        list_areas(tmp_path / "absent")
    with pytest.raises(Refused, match="what areas share"):
        load_area_file(tmp_path / "kent" / "_county.yaml")


# County and area


def test_area_lies_over_its_county(tmp_path: Path) -> None:
    area = area_of(
        tmp_path,
        """\
        spoc: {phone: 01632 960111}
        clocks: {decide: {n: 10}}
        eligibility: {vexatious_reasons: [rude]}
        """,
        """\
        spoc: {team: Shared team, phone: 01632 960999}
        clocks:
          decide: {event: decision, after: completed, n: 15, unit: working_days}
        eligibility: {vexatious_reasons: [one, two]}
        """,
    )
    on = area.on(TODAY)
    assert on.spoc.team == "Shared team" and on.spoc.team.place.file.endswith("_county.yaml")
    assert on.spoc.phone == "01632 960111" and on.spoc.phone.place.file.endswith("testshire.yaml")
    assert on.spoc.phone.place.line == 3
    assert area.clocks["decide"] == Clock("decide", "decision", "completed", 10, "working_days")
    assert on.eligibility.vexatious_reasons == ("rude",)


def test_confirmation_of_the_countys_value_does_not_pass_to_the_areas_own(tmp_path: Path) -> None:
    county = """\
        spoc:
          phone: {value: 01632 960999, source: a page, confirmed_on: 2026-01-01}
          team: {value: Shared team, confirmed_on: 2026-01-01}
        clocks:
          decide: {event: decision, after: completed, n: 15, unit: working_days, confirmed_on: 2026-01-01}
        """
    own = "spoc: {phone: {value: 01632 960111}}\nclocks: {decide: {n: 10}}\n"
    area = area_of(tmp_path, own, county)
    phone = area.on(TODAY).spoc.phone
    assert (phone, phone.confirmed, phone.source) == ("01632 960111", False, None)
    assert {"spoc.phone", "clocks.decide"} <= set(names(area.gaps(TODAY), "unconfirmed-fact"))
    assert "spoc.team" not in names(area.gaps(TODAY), "unconfirmed-fact")


def test_an_area_can_confirm_what_its_county_says(tmp_path: Path) -> None:
    county = "spoc: {phone: {value: 01632 960999, source: a page}}\n"
    phone = area_of(tmp_path, "spoc: {phone: {confirmed_on: 2026-02-02}}\n", county).on(TODAY).spoc.phone
    assert (phone, phone.confirmed, phone.source) == ("01632 960999", True, "a page")


def test_confirmed_on_at_the_top_speaks_for_its_own_file(tmp_path: Path) -> None:
    own = "confirmed_on: 2026-01-01\nspoc: {phone: 01632 960111, email: {value: a@example.org, confirmed_on: null}}\n"
    on = area_of(tmp_path, own, "spoc: {team: Shared team}\n").on(TODAY)
    assert on.spoc.phone.confirmed
    assert not on.spoc.email.confirmed, "a fact may still say that it is not confirmed"
    assert not on.spoc.team.confirmed, "the county's file does not say so"


def test_digest_changes_with_either_file(tmp_path: Path) -> None:
    first = area_of(tmp_path, "spoc: {team: A}\n", "police: {name: B}\n")
    again = area_of(tmp_path, "spoc: {team: A}\n", "police: {name: B}\n")
    assert (first, hash(first)) == (again, hash(again)) and len(first.digest) == 64
    assert first.digest != area_of(tmp_path, "spoc: {team: C}\n", "police: {name: B}\n").digest
    assert first.digest != area_of(tmp_path, "spoc: {team: A}\n", "police: {name: D}\n").digest


# What is missing


def test_gaps_stand_in_the_order_of_the_file_with_their_lines(tmp_path: Path) -> None:
    area = area_of(tmp_path, "spoc:\n  phone: 01632 960111\n  email: null\n  team:\n")
    gaps = [(gap.place.line, gap.field, gap.code) for gap in area.gaps(TODAY) if gap.place and gap.place.line > 3]
    assert gaps == [
        (4, "spoc.phone", "unconfirmed-fact"),
        (5, "spoc.email", "missing-fact"),
        (6, "spoc.team", "missing-fact"),
    ]
    missing = names(area.gaps(TODAY), "missing-fact")
    assert "spoc.address" in missing and "police.name" in missing, "what is left out is missing too"
    assert "spoc.hours" not in missing, "but not what an area need not have"


def test_a_confirmed_null_means_that_there_is_none(tmp_path: Path) -> None:
    area = area_of(
        tmp_path,
        """\
        spoc: {email: {value: null, confirmed_on: 2026-01-01}}
        clocks:
          acknowledge: {event: acknowledged, after: completed, n: null, unit: working_days, confirmed_on: 2026-01-01}
          decide: {event: decision, after: completed, n: null, unit: working_days}
        """,
    )
    email = area.on(TODAY).spoc.email
    assert not email and email.confirmed and not email.gap
    gaps = area.gaps(TODAY)
    assert "spoc.email" not in names(gaps, "missing-fact")
    assert names(gaps, "no-length") == ["clocks.decide"]
    assert area.clocks["acknowledge"].n is None


def test_missing_is_false_and_goes_all_the_way_down(tmp_path: Path) -> None:
    on = area_of(tmp_path, "report_to: null\n").on(TODAY)
    assert not on.threshold and on.threshold.window.n.name == "threshold.window.n"
    assert list(on.spoc.hours) == []


def test_a_list_that_is_not_known_holds_one_unknown_item(tmp_path: Path) -> None:
    area = area_of(tmp_path, "report_to: null\n")
    (item,) = area.on(TODAY).report_to
    assert isinstance(item.name, Missing) and item.name.name == "report_to.name"
    assert names(area.gaps(TODAY), "missing-fact").count("report_to") == 1
    (article,) = area.on(TODAY).sharing.articles
    assert isinstance(article, Missing)
    assert area_of(tmp_path, "report_to: []\n").on(TODAY).report_to == (), "none at all is another thing"


def test_a_name_that_no_profile_has_is_an_error(tmp_path: Path) -> None:
    on = area_of(tmp_path, "").on(TODAY)
    with pytest.raises(AttributeError, match="fone"):
        _ = on.spoc.fone
    assert "phone" in dir(on.spoc)
    with pytest.raises(AttributeError):
        on.name = "Other"


# Dated values


DATED = """\
confirmed_on: 2026-01-01
scheme:
  name:
    - {value: Old, until: 2020-01-31}
    - {value: New, from: 2020-02-01, until: 2020-12-31}
"""


@pytest.mark.parametrize(
    ("day", "name"),
    [(date(1990, 1, 1), "Old"), (date(2020, 1, 31), "Old"), (date(2020, 2, 1), "New"), (date(2020, 12, 31), "New")],
)
def test_the_value_that_holds_on_the_day(tmp_path: Path, day: date, name: str) -> None:
    assert area_of(tmp_path, DATED).on(day).scheme.name == name


def test_a_day_after_the_last_value_is_a_gap(tmp_path: Path) -> None:
    area = area_of(tmp_path, DATED)
    assert not area.on(date(2021, 1, 1)).scheme.name
    (gap,) = [gap for gap in area.gaps(date(2021, 1, 1)) if gap.field == "scheme.name"]
    assert gap.message == "'scheme.name' has no value on Friday 1 January 2021."


@pytest.mark.parametrize(
    ("first", "second", "place", "message"),
    [
        ("until: 2020-01-31", "from: 2020-02-03", (6, 26), "No value holds between 2020-01-31 and 2020-02-03."),
        ("until: 2020-01-31", "from: 2020-01-31", (6, 26), "Two values hold on 2020-01-31: the one before ends on"),
        ("until: 2020-01-31", "note: x", (6, 7), "'from' is missing"),
        ("from: 2020-01-31", "from: 2021-01-01", (5, 7), "'until' is missing"),
        ("from: 2020-05-01, until: 2020-04-01", "from: 2020-04-02", (5, 45), "This ends on 2020-04-01, before"),
    ],
)
def test_dated_values_follow_without_gap_or_overlap(
    tmp_path: Path, first: str, second: str, place: tuple[int, int], message: str
) -> None:
    text = f"scheme:\n  name:\n    - {{value: Old, {first}}}\n    - {{value: New, {second}}}\n"
    (problem,) = problems_of(tmp_path, text)
    assert problem.place and (problem.place.line, problem.place.column) == place
    assert problem.message.startswith(message)


def test_clocks_and_threshold_can_change_on_a_day(tmp_path: Path) -> None:
    area = area_of(
        tmp_path,
        """\
        threshold:
          - {count: 5, window: {n: 6, unit: months}, report_within: {n: 1, unit: weeks, rule: after}, until: 2018-12-31}
          - {count: 3, window: {n: 6, unit: months}, report_within: {n: 1, unit: months}, from: 2019-01-01}
        clocks:
          decide:
            - {event: decision, after: received, n: 10, unit: days, until: 2018-12-31}
            - {event: decision, after: received, n: 2, unit: weeks, from: 2019-01-01}
        """,
    )
    before, after = area.on(date(2018, 12, 31)), area.on(date(2019, 1, 1))
    assert (before.threshold.count, after.threshold.count) == (5, 3)
    assert (before.clocks["decide"].n, after.clocks["decide"].unit) == (10, "weeks")
    assert area.clocks["decide"].n == 2


def test_welsh_where_there_is_welsh(tmp_path: Path) -> None:
    own = "languages: [en, cy]\ncouncil: {name: {value: Council, cy: Cyngor}, phone: 01632 960111}\n"
    area = area_of(tmp_path, own)
    on = area.on(TODAY, "cy")
    assert (on.council.name, on.council.name.language) == ("Cyngor", "cy")
    assert (on.council.phone, on.council.phone.language) == ("01632 960111", "en")
    assert area.on(TODAY).council.name == "Council"


# What is wrong


def test_every_fault_in_plain_words_in_file_order(tmp_path: Path) -> None:
    problems = problems_of(
        tmp_path,
        """\
        spocc: {phone: 01632 960111}
        council:
          name: ""
          fone: 1
          website: www.example.org
        threshold: {count: five, window: {n: 6, unit: month}, report_within: {n: 0, unit: months}}
        appeal: {email: nobody, phone: call us}
        confirmed_on: 20/11/2026
        holidays: {extra: [2026-02-30]}
        relevant_bodies: [{name: Somebody}]
        police: Force
        clocks: {decide: 15}
        """,
    )
    assert [(p.place.line, p.message) for p in problems if p.place] == [
        (3, "'spocc' is not a name that a profile knows. Did you mean 'spoc'?"),
        (5, "Empty text stands here; write null where it is not known."),
        (6, "'fone' is not a name that belongs under 'council'. Did you mean 'phone'?"),
        (7, "'www.example.org' is not a web address that begins with https://."),
        (8, "'five' is not a whole number."),
        (8, "'month' is not one of working_days, days, weeks, months. Did you mean 'months'?"),
        (8, "'0' is too small: it must be at least 1."),
        (9, "'nobody' is not an e-mail address."),
        (9, "'call us' is not a telephone number in digits and spaces."),
        (10, "'20/11/2026' is not a date written as year-month-day, such as 2026-11-20."),
        (11, "'2026-02-30' is not a date written as year-month-day, such as 2026-11-20."),
        (12, "'kind' is missing under 'relevant_bodies'."),
        (13, "'Force' stands where lines of 'name: value' should be."),
        (14, "'15' stands where lines of 'name: value' should be."),
    ]
    assert problems[0].excerpt == "    spocc: {phone: 01632 960111}\n    ^"
    assert problems[4].excerpt and problems[4].excerpt.splitlines()[1].index("^") == 4 + len("threshold: {count: ")


def test_name_and_code_are_required_and_the_code_is_checked(tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        load_area_file(write(tmp_path / "county" / "x.yaml", "gss_code: X1\n"))
    assert [p.message for p in caught.value.problems] == [
        "'name' is missing.",
        "'X1' is not a code of the Office for National Statistics, such as E07000039.",
    ]


def test_a_comma_between_braces_is_explained(tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path, "council: {name: {value: Town, and country}}\n")
    assert problem.hint == "If it belongs to the text before the comma, put that text in quotes."


def test_faults_of_the_countys_file_stand_in_that_file(tmp_path: Path) -> None:
    problems = problems_of(tmp_path, "spoc: {phone: x}\n", "spoc: {phone: 01632 960111, tema: y}\nname: No\n")
    assert [(Path(p.place.file).name, p.place.line) for p in problems if p.place] == [
        ("testshire.yaml", 3), ("_county.yaml", 1), ("_county.yaml", 2),
    ]  # fmt: skip


def test_both_files_unreadable_are_both_reported(tmp_path: Path) -> None:
    problems = problems_of(tmp_path, "a: *b\n", "c: [\n")
    assert {Path(p.place.file).name for p in problems if p.place} == {"testshire.yaml", "_county.yaml"}


@pytest.mark.parametrize("text", ["- a\n- b\n", "just words\n"])
def test_a_file_that_holds_no_names(tmp_path: Path, text: str) -> None:
    with pytest.raises(Refused, match="stands where lines of 'name: value' should be"):
        load_area_file(write(tmp_path / "county" / "x.yaml", text))


def test_a_file_full_of_faults_does_not_take_long(tmp_path: Path) -> None:
    problems = problems_of(tmp_path, "".join(f"unknown_{n}: {'x' * 20}\n" for n in range(20_000)))
    assert 0 < len(problems) <= 500


def test_an_area_can_be_sent_to_another_process() -> None:
    area = load_area("example/exampleshire")
    there = pickle.loads(pickle.dumps(area))
    assert there == area
    fact = pickle.loads(pickle.dumps(area.on(TODAY).spoc.phone))
    assert isinstance(fact, Fact) and (fact, fact.name, fact.confirmed) == ("01632 960123", "spoc.phone", True)
