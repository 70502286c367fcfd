"""A letter uses the names in force on its own date: of the council, of the body that hears appeals, of the scheme."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from ctdocs.documents import blocks as b
from ctdocs.documents.catalogue import document
from ctdocs.documents.resolve import resolve
from ctdocs.model.area import load_area
from tests.documents.writing import TOP
from tests.render.samples import case

OLD, NEW = dt.date(2028, 5, 3), dt.date(2028, 5, 4)
BODY = "  body: Office of the Police and Crime Commissioner for Exampleshire\n"
COUNCIL = "  name: Exampleshire District Council\n  address: |"


@pytest.fixture
def changing(tmp_path: Path) -> Path:
    """Exampleshire, whose council is renamed and whose appeals go elsewhere from one day on."""
    text = (TOP / "areas" / "example" / "exampleshire.yaml").read_text(encoding="utf-8")
    assert text.count(BODY) == text.count(COUNCIL) == 1
    text = text.replace(
        BODY,
        "  body:\n"
        f"    - {{value: Office of the Police and Crime Commissioner for Exampleshire, until: {OLD}}}\n"
        f"    - {{value: Mayor of Exampleshire, from: {NEW}}}\n",
    ).replace(
        COUNCIL,
        "  name:\n"
        f"    - {{value: Exampleshire District Council, until: {OLD}}}\n"
        f"    - {{value: Exampleshire Council, from: {NEW}}}\n  address: |",
    )
    (tmp_path / "example").mkdir()
    (tmp_path / "example" / "exampleshire.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "example" / "exampleshire.png").write_bytes(
        (TOP / "areas" / "example" / "exampleshire.png").read_bytes()
    )
    return tmp_path


def said(areas: Path, name: str, on: dt.date) -> tuple[str, str]:
    """The head of a letter, and its text."""
    decision = {"threshold": "not_met", "reasons": "Two reports."}
    facts = case(decision=decision, dates={"completed": on, "appeal_lodged": on, "meeting": on})
    made = resolve(document(name), load_area("example/exampleshire", areas), on=on, mode="final", case=facts)
    (head,) = [block for block in made.blocks if isinstance(block, b.Letterhead)]
    text = " ".join(b.plain(block.text) for block in made.blocks if isinstance(block, b.Paragraph))
    return head.name, text


@pytest.mark.parametrize(
    ("on", "council", "body"),
    [
        (OLD, "Exampleshire District Council", "Office of the Police and Crime Commissioner for Exampleshire"),
        (NEW, "Exampleshire Council", "Mayor of Exampleshire"),
    ],
)
def test_the_names_are_those_of_the_day(changing: Path, on: dt.date, council: str, body: str) -> None:
    head, text = said(changing, "letter-4", on)
    assert head == council
    assert f"Appeals go to {body}." in text
    head, text = said(changing, "letter-appeal-acknowledged", on)
    assert head == body
    assert f"We will now ask {council} for the papers" in text
