"""What pydantic finds wrong is said in plain words at its place, for any model."""

from __future__ import annotations

from datetime import date
from typing import Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, model_validator

from ctdocs.errors import Refused
from ctdocs.model.validate import check, nearest
from ctdocs.model.yamlplaces import loads


class Leaf(BaseModel):
    model_config = ConfigDict(extra="forbid")

    colour: Literal["green", "brown"] = "green"
    size: float = Field(default=1, gt=0, le=9)


class Tree(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str = Field(max_length=5, pattern="^[a-z]+$")
    tall: bool = False
    planted: date | None = None
    since: date | None = Field(default=None, alias="from")
    leaves: tuple[Leaf, ...] = ()
    best: Leaf | str | None = None

    @model_validator(mode="after")
    def _named(self) -> Tree:
        if self.name == "weed":
            raise ValueError("a weed is not a tree")
        return self


def said(text: str) -> list[str]:
    with pytest.raises(Refused) as caught:
        check(Tree, loads(text, "t.yaml"), what="a tree")
    return [f"{p.place} {p.message}" for p in caught.value.problems]


def test_strings_become_what_the_model_says() -> None:
    text = "name: oak\ntall: yes\nplanted: 1802-05-06\nfrom: 1803-01-01\nleaves: [{size: 2.5}]\n"
    tree = check(Tree, loads(text, "t.yaml"))
    assert (tree.tall, tree.planted, tree.since) == (True, date(1802, 5, 6), date(1803, 1, 1))
    assert tree.leaves == (Leaf(size=2.5),)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("tall: maybe", "t.yaml:2:7 'maybe' is neither yes nor no."),
        ("planted: spring", "t.yaml:2:10 'spring' is not a date written as year-month-day, such as 2026-11-20."),
        ("frm: 2020-01-01", "t.yaml:2:1 'frm' is not a name that a tree knows. Did you mean 'from'?"),
        ("leaves: [{size: big}]", "t.yaml:2:17 'big' is not a number."),
        ("leaves: [{size: 0}]", "t.yaml:2:17 '0' is too small: it must be more than 0."),
        ("leaves: [{size: 10}]", "t.yaml:2:17 '10' is too large: it must be at most 9."),
        ("leaves: [{colour: gren}]", "t.yaml:2:19 'gren' is not one of green, brown. Did you mean 'green'?"),
        ("leaves: [{hue: green}]", "t.yaml:2:11 'hue' is not a name that belongs under 'leaves'."),
        ("leaves: [{color: green}]", "t.yaml:2:11 'color' is not a name that belongs under 'leaves'. Did you mean "),
        ("leaves: {a: b}", "t.yaml:2:1 A group of names stands where a list, each item on a line that begins with"),
        ("leaves: [{size: }]", "t.yaml:2:17 A value is missing here."),
        ("best: {size: big}", "t.yaml:2:14 'big' is not a number."),
    ],
)
def test_one_fault_one_sentence(line: str, message: str) -> None:
    (found,) = said(f"name: oak\n{line}\n")
    assert found.startswith(message)


def test_the_file_as_a_whole() -> None:
    assert said("tall: no\n") == ["t.yaml:1:1 'name' is missing."]
    assert said("name: weed\n") == ["t.yaml:1:1 A weed is not a tree."]
    assert said("name: OAK\n") == ["t.yaml:1:7 'OAK' is not written as it must be (pattern ^[a-z]+$)."]
    assert said("name: [a]\n") == ["t.yaml:1:1 A list stands where text should be."]
    assert said(f"name: {'x' * 500}\n")[0] == (
        f"t.yaml:1:7 '{'x' * 60}…' is too long: at most 5 characters are allowed."
    )


def test_nearest_name() -> None:
    assert nearest("Foone", ["phone", "email"]) == "phone"
    assert nearest("zzz", ["phone", "email"]) is None
