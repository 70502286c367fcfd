"""Review packs and appeal bundles of a case: what is in them, what is told to be missing, what is refused."""

from __future__ import annotations

import datetime as dt
import io
import shutil
from pathlib import Path

import pikepdf
import pytest

from ctdocs.bundle.review import Assembled, Kind, assemble
from ctdocs.cli import demo_meeting
from ctdocs.cli.demo_stages import Journey
from ctdocs.errors import Refused
from ctdocs.model.area import load_area
from ctdocs.model.case import Case
from ctdocs.model.data import data_root
from tests.bundle.reviewed import reviewed
from tests.outside import poppler, qpdf

ON = dt.date(2027, 2, 10)
AT = dt.datetime(2027, 2, 10, 10, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def journey(tmp_path_factory: pytest.TempPathFactory) -> Journey:
    """The made-up case of the demo at its end."""
    return reviewed(tmp_path_factory.mktemp("review") / "demo")


@pytest.fixture
def case(journey: Journey, tmp_path: Path) -> Case:
    """A copy of its case, to be changed."""
    return Case.open(Path(shutil.copytree(journey.case_folder, tmp_path / "case")))


def titles(made: Assembled) -> list[str]:
    return [entry.title for entry in made.bundle.entries]


def text(made: Assembled, tmp_path: Path) -> str:
    path = tmp_path / "bundle.pdf"
    path.write_bytes(made.bundle.data)
    return " ".join(poppler.text(path).split())


@pytest.mark.needs("poppler")
def test_the_pack_for_the_meeting_holds_the_papers_in_the_order_of_the_recipe(case: Case, tmp_path: Path) -> None:
    made = assemble(case, load_area(case.state.area), "before", on=ON)
    assert titles(made) == [
        "Agenda", "Application", "Time line of reports", "Reply of Exampleshire Constabulary",
        "Reply of Exampleshire Homes", "Reply of Exampleshire District Council", "Victim statement",
        "Proportionality assessment 1", "Declaration of confidentiality, to be signed",
    ]  # fmt: skip
    assert [(one.title, one.reason) for one in made.absent] == [
        ("Reply of NHS Exampleshire Integrated Care Board", "Not received")
    ]
    words = text(made, tmp_path)
    assert "Thursday 28 January 2027" in words
    assert "Two people shouted at a woman" in words, "what a partner said stands in the time line too"
    assert "When I hear laughing outside I put out the light & wait." in words
    assert "Reply of NHS Exampleshire Integrated Care Board Not received" in words


@pytest.mark.parametrize(
    ("kind", "held"),
    [
        ("after", ["Minutes of the meeting", "Action plan", "Signed declaration of confidentiality"]),
        (
            "appeal_outcome",
            ["Application", "Minutes of the meeting", "Letter 6: the outcome of your review", "Action plan"],
        ),
    ],
)
def test_each_bundle_has_its_own_parts(case: Case, kind: Kind, held: list[str]) -> None:
    made = assemble(case, load_area(case.state.area), kind, on=ON)
    assert titles(made) == held
    assert all(one.holds for one in made.bundle.report)


@pytest.mark.needs("qpdf")
def test_what_came_in_stands_as_it_came_with_its_fields(case: Case, tmp_path: Path) -> None:
    made = assemble(case, load_area(case.state.area), "before", on=ON)
    path = tmp_path / "pack.pdf"
    path.write_bytes(made.bundle.data)
    assert qpdf.check(path) == []
    with pikepdf.open(io.BytesIO(made.bundle.data)) as pdf:
        values = {str(field.value) for field in pdf.acroform.fields if field.value is not None}
    assert "When I hear laughing outside I put out the light & wait." in "".join(values)
    assert {"P/101", "H/88", "C/455"} <= values, "three copies of one form, each with its own values"


def test_a_required_part_that_is_not_held_is_refused_by_its_name(case: Case) -> None:
    with pytest.raises(Refused) as refused:
        assemble(case, load_area(case.state.area), "appeal_threshold", on=ON)
    assert [one.message for one in refused.value.problems] == ["Letter 4: not sent."]


@pytest.mark.parametrize(
    ("field", "other", "told"),
    [
        ("minutes.victim_invited", "minutes.not_invited_reason", "If not, why not"),
        ("minutes.assessment_done", "minutes.no_assessment_reason", "If not, why not"),
    ],
)
def test_minutes_must_say_why_the_victim_was_not_invited_or_no_assessment_made(
    case: Case, field: str, other: str, told: str
) -> None:
    area = load_area(case.state.area)
    case.set(field, "no", AT, "Officer")
    with pytest.raises(Refused) as refused:
        assemble(case, area, "after", on=ON)
    assert [one.field for one in refused.value.problems] == [other]
    assert told in refused.value.problems[0].message
    case.set(other, "She asked us not to.", AT, "Officer")
    assert "Minutes of the meeting" in titles(assemble(case, area, "after", on=ON))


def test_a_blank_template_is_never_a_part(journey: Journey, tmp_path: Path) -> None:
    """The case of which nothing but the application is known."""
    case = Case.open(Path(shutil.copytree(journey.review / "case-too-few", tmp_path / "case")))
    case.change(AT, "Officer", values={"decision.threshold": "met", **demo_meeting.ARRANGED})
    made = assemble(case, load_area(case.state.area), "before", on=ON)
    held = ["Agenda", "Application", "Time line of reports", "Declaration of confidentiality, to be signed"]
    assert titles(made) == held
    absent = {one.title: one.reason for one in made.absent}
    assert (absent["Victim statement"], absent["Proportionality assessment"]) == ("Not held", "Not held")
    assert absent["Reply of Exampleshire Constabulary"] == "Not received"


def test_a_further_file_stands_at_the_end(case: Case, tmp_path: Path) -> None:
    note = tmp_path / "Report of the fire service ŵ.txt"
    note.write_text("A visit was made on 3 January.\n", encoding="utf-8")
    made = assemble(case, load_area(case.state.area), "after", on=ON, further=[note])
    assert titles(made)[-1] == "Report of the fire service ŵ"
    (tmp_path / "empty.pdf").write_bytes(b"")
    with pytest.raises(Refused, match="empty"):
        assemble(case, load_area(case.state.area), "after", on=ON, further=[tmp_path / "empty.pdf"])


def test_the_same_case_gives_the_same_bytes(case: Case) -> None:
    area = load_area(case.state.area)
    first, second = (assemble(case, area, "after", on=ON).bundle.data for _ in range(2))
    assert first == second


def test_a_bundle_that_would_be_half_in_english_is_refused(case: Case) -> None:
    with pytest.raises(Refused, match="not written in 'cy' yet") as refused:
        assemble(case, load_area(case.state.area), "after", on=ON, language="cy")
    assert "--language" in str(refused.value.hint)


def test_a_profile_without_a_recipe_says_so(case: Case, tmp_path: Path) -> None:
    shutil.copytree(data_root("areas") / "example", tmp_path / "areas" / "example")
    profile = tmp_path / "areas" / "example" / "exampleshire.yaml"
    whole = profile.read_text(encoding="utf-8")
    profile.write_text(whole[: whole.index("\nbundles:")] + "\n", encoding="utf-8")
    with pytest.raises(Refused) as refused:
        assemble(case, load_area(case.state.area, tmp_path / "areas"), "after", on=ON)
    assert "bundles: after:" in str(refused.value.hint)
