"""Cases and areas made for the tests of the diary."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from ctdocs.model.area import Area, load_area, load_area_file
from ctdocs.model.case import Case
from ctdocs.rules.diary import Book, Item, diary

EXAMPLESHIRE = "example/exampleshire"
LATEST = datetime(2035, 6, 1, 9, tzinfo=UTC)
"""When everything was typed in: long after the days that the tests are about."""


def day(text: str) -> date:
    """2026-11-20, short."""
    return date.fromisoformat(text)


def new(folder: Path, *, received: str, area: str = EXAMPLESHIRE, completed: str = "", basis: str = "self") -> Case:
    """A case of which little more is known than its days."""
    case = Case.create(folder, area, day(received), "phone", LATEST, "Sam", reference="CT/2026/1")
    case.set("basis", basis, LATEST, "Sam")
    if completed:
        case.complete(day(completed), LATEST, "Sam")
    return case


def step(case: Case, id_: str, on: str, event: str | None = None) -> None:
    """Something that was done outside ctdocs."""
    case.step(id_, day=day(on), by="Kim", at=LATEST, event=event)


def sent(case: Case, letter: str, on: str, event: str) -> None:
    """A letter that ctdocs wrote."""
    case.add_letter(letter, day(on), "0" * 64, LATEST, "Sam", event=event)


def decided(case: Case, about: str, outcome: str, on: str) -> None:
    """What somebody decided."""
    case.decide(about, outcome, day=day(on), by="Fern", at=LATEST, reason="as discussed")


def standing(case: Case, on: str, area: Area | None = None) -> dict[str, Item]:
    """The diary of a case on a day, by the ids of its lines."""
    known = area or load_area(EXAMPLESHIRE)
    items = diary(case.state, Book.of(known, day(on)), day(on))
    assert len({item.id for item in items}) == len(items)
    return {item.id: item for item in items}


def area_with(folder: Path, changes: dict[str, str]) -> Area:
    """Exampleshire with other lines in its profile."""
    from ctdocs.model.data import data_root

    text = (data_root("areas") / f"{EXAMPLESHIRE}.yaml").read_text(encoding="utf-8").replace("logo: ", "# logo: ", 1)
    text = text.replace("logo_description: ", "# logo_description: ", 1)
    for old, new_ in changes.items():
        assert text.count(old) == 1, old
        text = text.replace(old, new_)
    path = folder / "example" / "exampleshire.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return load_area_file(path)


def small_area(folder: Path, text: str) -> Area:
    """An area of which nothing is known but ``text``."""
    path = folder / "county" / "testshire.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"name: Testshire\ngss_code: E07000998\n{text}", encoding="utf-8")
    return load_area_file(path)
