"""The logo and colour of an area: what is wrong with one is told with its place."""

import shutil
from pathlib import Path

import pytest

from ctdocs.errors import Refused
from ctdocs.model.area import load_area
from ctdocs.model.data import data_root

PLAIN = "look:\n  logo: exampleshire.png\n  logo_description: Emblem of Exampleshire District Council\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(data_root("areas") / "example", tmp_path / "example")
    return tmp_path


def write(folder: Path, look: str) -> None:
    profile = folder / "example" / "exampleshire.yaml"
    text = profile.read_text(encoding="utf-8")
    profile.write_text(text[: text.index("\nlook:")] + "\n" + look, encoding="utf-8")


def test_the_example_has_a_logo_that_says_what_it_is(folder: Path) -> None:
    look = load_area("example/exampleshire", folder).look()
    assert look.logo == (folder / "example" / "exampleshire.png").read_bytes()
    assert (look.logo_kind, look.colour) == ("png", "1C385E")
    assert look.logo_description == "Emblem of Exampleshire District Council"


def test_an_area_without_one_is_plain() -> None:
    look = load_area("derbyshire/south-derbyshire").look()
    assert (look.logo, look.logo_kind, look.colour) == (b"", "", "1C385E")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "cannot be read: No such file"),
        (b"<svg/>", "neither a PNG nor a JPEG"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 1024 * 1024, "larger than 1 MB"),
    ],
)
def test_a_logo_that_cannot_be_used_is_told_with_its_line(folder: Path, content: bytes | None, told: str) -> None:
    write(folder, PLAIN)
    picture = folder / "example" / "exampleshire.png"
    if content is None:
        picture.unlink()
    else:
        picture.write_bytes(content)
    with pytest.raises(Refused) as refused:
        load_area("example/exampleshire", folder).look()
    (problem,) = refused.value.problems
    written = (folder / "example" / "exampleshire.yaml").read_text(encoding="utf-8").splitlines()
    assert told in problem.message
    assert problem.place is not None
    assert written[problem.place.line - 1] == PLAIN.splitlines()[1]


@pytest.mark.parametrize(
    ("look", "told"),
    [
        ('look:\n  colour: "#FFDD00"\n', "too light"),
        ("look:\n  colour: blue\n", "is not a colour such as"),
        ("look:\n  logo: exampleshire.png\n", "logo_description"),
    ],
)
def test_a_look_that_people_could_not_read_is_refused(folder: Path, look: str, told: str) -> None:
    write(folder, look)
    with pytest.raises(Refused) as refused:
        load_area("example/exampleshire", folder)
    assert told in str(refused.value)


def test_templates_of_its_own_are_looked_for_in_the_area_then_in_the_county(folder: Path) -> None:
    area = load_area("example/exampleshire", folder)
    assert [path.resolve() for path in area.own_files] == [folder / "example" / "exampleshire", folder / "example"]
