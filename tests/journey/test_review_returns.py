"""What comes back to a review, by pdftk as PDFs and by LibreOffice as Word files, stands exactly in the next document.

Every value is looked for in the document that is made next: in its PDF by poppler, in its Word file in the XML.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ctdocs.bundle.review import Assembled, assemble
from ctdocs.documents.catalogue import document
from ctdocs.documents.resolve import resolve
from ctdocs.documents.timeline import timeline
from ctdocs.model.area import load_area
from ctdocs.model.case import Case
from ctdocs.read import read_file
from ctdocs.render.pdf.document import render
from tests.journey import returns
from tests.journey.returns import AREA, AT, FORMS, HOMES, ON, POLICE, Returned, lines, long, words_of
from tests.outside import pdftk, poppler

Ctdocs = Callable[..., tuple[int, str, str]]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WAYS = [
    pytest.param("pdftk", marks=pytest.mark.needs("pdftk", "poppler")),
    pytest.param("LibreOffice", marks=pytest.mark.needs("uno", "poppler")),
]
INSTANCES = {"reply-police": "returns.1.", "reply-homes": "returns.2.", "assessment": "assessments.1."}


@pytest.fixture(scope="module", params=WAYS)
def back(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Returned:
    """A case into which every form was taken as it came back."""
    folder = tmp_path_factory.mktemp("returns")
    files = returns.filled(request.param, folder)
    case = returns.new_case(folder / "case")
    for path in files.values():
        case.take(read_file(path), path.read_bytes(), path.name, AT, "Sam")
    case.change(AT, "Sam", confirm=["victim"])
    return Returned(case, files)


@pytest.fixture(scope="module")
def packs(back: Returned) -> dict[str, Assembled]:
    area = load_area(AREA)
    return {kind: assemble(back.case, area, kind, on=ON) for kind in ("before", "after")}


@pytest.fixture(scope="module")
def told(packs: dict[str, Assembled], tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The words of each pack in the order in which they are read out: those of a table cell by cell."""
    return {kind: read_out(made.bundle.data, tmp_path_factory.mktemp(kind)) for kind, made in packs.items()}


def read_out(data: bytes, folder: Path) -> str:
    path = folder / "read.pdf"
    path.write_bytes(data)
    pieces = [line.strip() for line in poppler.structure(path).splitlines()]
    return squeezed(" ".join(one[1:-1] for one in pieces if len(one) > 1 and one[0] == one[-1] == '"'))


def squeezed(text: str) -> str:
    return " ".join(text.split())


def part(made: Assembled, title: str, folder: Path) -> str:
    """The words of one part of a pack, as poppler finds them on its pages."""
    path = folder / "pack.pdf"
    path.write_bytes(made.bundle.data)
    (entry,) = [one for one in made.bundle.entries if one.title == title]
    return squeezed(" ".join(poppler.text(path, page=page) for page in range(entry.first, entry.last + 1)))


def seen(path: Path, folder: Path) -> str:
    """The words on the pages, and once more as they are read out: a table goes across in one and down in the other."""
    return f"{squeezed(poppler.text(path))} {read_out(path.read_bytes(), folder)}"


def word_text(path: Path) -> str:
    """The text of a Word file, each paragraph and each break a line end."""
    from lxml import etree

    with zipfile.ZipFile(path) as package:
        body = etree.fromstring(package.read("word/document.xml"))
    return "\n".join("".join(_letters(paragraph)) for paragraph in body.iter(f"{W}p"))


def _letters(paragraph: Any) -> Iterator[str]:
    for one in paragraph.iter(f"{W}t", f"{W}br"):
        yield (one.text or "") if one.tag == f"{W}t" else "\n"


def made(ctdocs: Ctdocs, back: Returned, name: str, target: Path, *more: str) -> Path:
    """A document of the case as an officer makes it."""
    on = "2025-02-03" if name == "letter-6" else ON.isoformat()
    code, out, err = ctdocs("fill", name, "--case", back.case.folder, "--on", on, *more, "-o", target)
    assert code == 0, (out, err)
    return target


def missing(said: str, text: str) -> list[str]:
    """The words of an answer that do not stand together in a text; of a long one, its own words that are nowhere."""
    tag = re.match(r"(\w+?)\d{3}\b", said)
    if tag is None or len(said) < 1000:
        return [] if squeezed(said) in text else [said]
    found, words = set(words_of(tag[1], text)), words_of(tag[1], said)
    assert len(words) > 100
    end = said[said.rfind(words[-1]) + len(words[-1]) :].strip()
    return [word for word in words if word not in found] + ([] if end in text else [end])


def test_every_answer_stands_in_the_case_as_it_was_given(back: Returned) -> None:
    values = back.case.state.values
    for name, (_, answers) in FORMS.items():
        for field, said in answers.items():
            if field in ("reference", "victim.name"):
                continue
            own = INSTANCES.get(name, "") + field
            if name == "reply-police-sheet":
                if field == "reply.organisation":
                    continue
                own = "returns.1." + re.sub(r"\.(\d)\.", lambda row: f".{int(row[1]) + 4}.", field)
            assert (values[own].value, values[own].status) == (said, "certain"), own
    assert back.case.to_look_at() == ()
    assert back.case.problems() == ()


@pytest.mark.parametrize(("form", "title"), [("reply-police", POLICE), ("reply-homes", HOMES)])
def test_what_partners_said_stands_in_the_time_line(
    back: Returned, told: dict[str, str], tmp_path: Path, form: str, title: str
) -> None:
    text = told["before"]
    text = text[text.index("What was said by the applicant and by the organisations") :]
    answers = {**FORMS[form][1]}
    if form == "reply-police":
        sheet = FORMS["reply-police-sheet"][1].items()
        answers |= {re.sub(r"\.(\d)\.", lambda row: f".{int(row[1]) + 4}.", field): said for field, said in sheet}
    numbers = {field.split(".")[1] for field in answers if field.startswith("complaints.")}
    assert len(numbers) == (6 if form == "reply-police" else 4)
    for field, said in answers.items():
        if re.fullmatch(r"complaints\.\d+\.(?:reference|overview|action)", field):
            assert missing(str(said), text) == [], field
    assert f"Held by {title}" in text
    whole = timeline(load_area(AREA), back.case.facts())
    assert whole is not None
    path = tmp_path / "timeline.pdf"
    path.write_bytes(render(whole).data)
    for tag in ("Po2x", "Pa3x", "Po6x", "Ho2x", "Ha3x"):  # in their order, each once
        assert words_of(tag, poppler.text(path)) == words_of(tag, returns.long(tag)), tag
        assert words_of(tag, read_out(path.read_bytes(), tmp_path)) == words_of(tag, returns.long(tag)), tag


@pytest.mark.parametrize(
    ("kind", "title", "form"),
    [
        ("before", f"Reply of {POLICE}", "reply-police"),
        ("before", f"Reply of {POLICE}: continuation sheet", "reply-police-sheet"),
        ("before", f"Reply of {HOMES}", "reply-homes"),
        ("before", "Victim statement", "statement"),
        ("before", "Proportionality assessment 1", "assessment"),
        ("before", "Agenda", "agenda"),
        ("after", "Minutes of the meeting", "minutes"),
        ("after", "Action plan", "plan"),
        ("after", "Signed declaration of confidentiality", "declaration"),
    ],
)
def test_the_pack_holds_every_paper_with_every_answer(
    packs: dict[str, Assembled], told: dict[str, str], tmp_path: Path, kind: str, title: str, form: str
) -> None:
    """As a reader sees it on the pages of its part, with the paper behind it for what its boxes have no room for."""
    longer = f"{title}: answers longer than their boxes"
    behind = [one.title for one in packs[kind].bundle.entries if one.title == longer]
    text = " ".join([*(part(packs[kind], one, tmp_path) for one in (title, *behind)), told[kind]])
    for field, said in FORMS[form][1].items():
        is_text = not re.fullmatch(r"yes|no|met|\d{4}-\d\d-\d\d", str(said)) and "phone" not in field
        for line in str(said).split("\n") if is_text else ():  # a hint may stand beside the second line of an answer
            assert missing(line, text) == [], field


@pytest.mark.parametrize("kind", ["pdf", "docx"])
@pytest.mark.parametrize(
    ("name", "mode", "forms"),
    [
        ("agenda", "--final", {"agenda": "meeting."}),
        ("minutes", "--final", {"minutes": "", "agenda": "meeting."}),
        ("action-plan", "--final", {"plan": ""}),
        ("action-plan-applicant", "--final", {"plan": r"actions\.\d\.(?:action|agency|due)$"}),
        ("victim-statement", "--final", {"statement": "statement."}),
        ("confidentiality-declaration", "--final", {"declaration": "attendance."}),
        ("letter-6", "--final", {"minutes": r"review\."}),
        ("minutes", "", {"assessment": r"assessment\.(?:name|address)$", "agenda": "meeting."}),
    ],
)
def test_the_next_document_carries_the_exact_value(
    back: Returned, tmp_path: Path, ctdocs: Ctdocs, name: str, mode: str, forms: dict[str, str], kind: str
) -> None:
    target = made(ctdocs, back, name, tmp_path / f"next.{kind}", *filter(None, [mode]))
    text = word_text(target) if kind == "docx" else seen(target, tmp_path)
    count = 0
    for form, pattern in forms.items():
        for field, value in FORMS[form][1].items():
            said = str(value)
            if not re.match(pattern, field) or re.fullmatch(r"yes|no|\d{4}-\d\d-\d\d", said) or field == "reference":
                continue
            count += 1
            if kind == "docx" and not (name == "letter-6" and "\n\n" in said):
                assert said in text, field
            else:
                assert missing(said, squeezed(text)) == [], field
    assert count >= 2


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_what_the_applicant_agreed_to_stands_in_letter_6_and_the_lead_officer_not_in_their_plan(
    back: Returned, tmp_path: Path, ctdocs: Ctdocs, kind: str
) -> None:
    letter = made(ctdocs, back, "letter-6", tmp_path / f"6.{kind}", "--final")
    plan = made(ctdocs, back, "action-plan-applicant", tmp_path / f"plan.{kind}", "--final")
    read = {path: squeezed(poppler.text(path) if kind == "pdf" else word_text(path)) for path in (letter, plan)}
    assert re.search(
        r"These actions are agreed, and go ahead: ?1\..+These are not wanted, and do not go ahead: ?2\.", read[letter]
    )
    for theirs in ("Hal Hoax", "fourth line of progress"):
        assert theirs not in read[plan]


def test_letter_5_invites_to_the_meeting_of_the_agenda(back: Returned, tmp_path: Path, ctdocs: Ctdocs) -> None:
    letter = made(ctdocs, back, "letter-5", tmp_path / "5.pdf", "--final")
    text = squeezed(poppler.text(letter))
    assert "Time: 10am & ŵ <sharp>" in text
    assert "Tŷ Dychmygol & <Hall>" in text and "1 Nowhere Square" in text
    assert "Tuesday 28 January 2025" in text


def test_read_and_case_add_take_every_file(back: Returned, tmp_path: Path, ctdocs: Ctdocs) -> None:
    """The same by the commands: nothing to look at, so the exit codes are 0."""
    folder = tmp_path / "case"
    returns.new_case(folder).change(AT, "Sam", confirm=["victim"])
    files = list(back.files.values())
    assert ctdocs("read", *files)[0] == 0
    code, out, err = ctdocs("case", "add", folder, *files)
    assert (code, err) == (0, ""), out
    known = Case.open(folder).state.values
    assert {name: one.value for name, one in known.items()} == {
        name: one.value for name, one in back.case.state.values.items()
    }


def test_every_form_that_a_case_takes_is_among_them() -> None:
    from ctdocs.model.returned_forms import RETURNED

    assert {name for name, _ in FORMS.values()} >= set(RETURNED)
    assert all(document(name).spec.kind == "form" for name, _ in FORMS.values())


OVERFULL: dict[str, Any] = {
    "threshold-request": {
        "reply": {"additional": long("Rx") + "\n" + long("Rz")}, "complaints": [{}, {"overview": long("Cx")}],
    },
    "victim-statement": {"statement": {"text": "\n\n".join(map(long, ("Sx", "Sz", "Sw", "Su", "Sv")))}},
    "proportionality-assessment": {"assessment": {"informal": long("Ix"), "summary": long("Yx") + "\n" + long("Yz")}},
    "minutes": {"review": {"findings": long("Fx") + "\n" + long("Fz")}, "taken": [{"action": long("Tx")}]},
    "action-plan": {"actions": [{"action": long("Ax"), "progress": lines("progress")}]},
}  # fmt: skip
"""More than the boxes of each form hold."""


@pytest.mark.needs("pdftk")
@pytest.mark.parametrize("name", OVERFULL)
def test_what_did_not_fit_stands_on_continuation_sheets_and_comes_back_whole(tmp_path: Path, name: str) -> None:
    """Sent out prefilled, one more field filled in by pdftk, and returned: with its sheets, in one file."""
    facts: dict[str, Any] = {"reference": returns.REFERENCE, **OVERFULL[name]}
    made = render(resolve(document(name), load_area(AREA), on=ON, mode="prefilled", case=facts))
    assert made.sheets >= 1
    path = tmp_path / "back.pdf"
    more = {"reply.name": "Ŵ & <b>", "statement.wish": "Ŵ\n& <b>", "assessment.job": "Ŵ & <b>"}
    more |= {"minutes.history": "Ŵ\n& <b>", "plan.lead": "Ŵ & <b>"}
    path.write_bytes(pdftk.fill(made.data, more))  # pdftk passes over the names that a form does not have
    read = read_file(path)
    wanted = {field: said for field, said in flat(OVERFULL[name])}
    assert {field: (read.fields[field].value, read.fields[field].status) for field in wanted} == {
        field: (said, "certain") for field, said in wanted.items()
    }
    assert [field for field in more if field in read.fields and read.fields[field].value == more[field]]


def flat(node: Any, name: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(node, str):
        yield name, node
    elif isinstance(node, dict):
        for part_of, inner in node.items():
            yield from flat(inner, f"{name}.{part_of}" if name else part_of)
    else:
        for number, inner in enumerate(node, 1):
            yield from flat(inner, f"{name}.{number}")
