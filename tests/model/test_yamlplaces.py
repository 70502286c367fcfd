"""YAML is read as it was written, everything knows its place, and what cannot be read is explained."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings, strategies as st

from ctdocs.errors import Place, Refused
from ctdocs.model import yamlplaces
from ctdocs.model.yamlplaces import load, loads


@pytest.fixture(params=["CSafeLoader", "SafeLoader"], autouse=True)
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything holds with the fast parser and with the one that is always there."""
    monkeypatch.setattr(yamlplaces, "_LOADER", getattr(yaml, request.param))


def refusal(text: str) -> Refused:
    with pytest.raises(Refused) as caught:
        loads(text, "a.yaml")
    return caught.value


@pytest.mark.parametrize("written", ["0170123456", "yes", "no", "on", "1_000", "12:30", "2026-11-20", "1.0", "true"])
def test_scalars_stay_as_they_were_written(written: str) -> None:
    assert loads(f"a: {written}\n", "a.yaml").data == {"a": written}


@pytest.mark.parametrize("written", ["", "~", "null", "Null"])
def test_plain_null_is_nothing(written: str) -> None:
    assert loads(f"a: {written}\n", "a.yaml").data == {"a": None}


@pytest.mark.parametrize("written", ['"null"', "'~'", '""'])
def test_what_stands_in_quotes_is_text(written: str) -> None:
    assert loads(f"a: {written}\n", "a.yaml").data == {"a": written.strip("'\"")}


def test_places_are_those_an_editor_shows() -> None:
    tree = loads("# remark\ncouncil:\n  name: Łódź\n  phones:\n    - '01'\n    - {desk: '02'}\n", "a.yaml")
    assert tree.data == {"council": {"name": "Łódź", "phones": ["01", {"desk": "02"}]}}
    assert tree.place(("council", "name")) == Place("a.yaml", 3, 9)
    assert tree.key_place(("council", "name")) == Place("a.yaml", 3, 3)
    assert tree.place(("council",)) == Place("a.yaml", 2, 1), "a mapping stands where its name stands"
    assert tree.place(("council", "phones")) == Place("a.yaml", 4, 3)
    assert tree.place(("council", "phones", 0)) == Place("a.yaml", 5, 7)
    assert tree.place(("council", "phones", 1, "desk")) == Place("a.yaml", 6, 14)
    assert tree.place(("council", "nothing", "such")) == Place("a.yaml", 2, 1)


def test_excerpt_is_the_line_and_a_caret() -> None:
    tree = loads("a: 1\nbcd: value\n", "a.yaml")
    assert tree.excerpt(tree.place(("bcd",))) == "    bcd: value\n         ^"
    assert tree.excerpt(Place("other.yaml", 1, 1)) == ""


def test_excerpt_of_a_long_line_is_cut_around_the_place() -> None:
    tree = loads("a: [" + "x, " * 400 + "HERE]\n", "a.yaml")
    line, caret = tree.excerpt(tree.place(("a", 400))).splitlines()
    assert len(line) <= 104
    assert line[caret.index("^") :].startswith("HERE")


def test_line_ends_of_windows_and_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: 1\r\nb:\r\n  c: |\r\n    one\r\n    two\r\n")
    tree = load(path)
    assert tree.data == {"a": "1", "b": {"c": "one\ntwo\n"}}
    assert (tree.place(("a",)).line, tree.place(("a",)).column) == (1, 4)
    assert tree.digest == hashlib.sha256(path.read_bytes()).hexdigest()


def test_every_fault_at_once_in_the_order_of_the_file() -> None:
    error = refusal("a: 1\nb: &x 2\nc: *x\na: 3\nd: !!int 4\nc: 5\n---\ne: 6\n")
    assert [(p.place.line, p.code) for p in error.problems if p.place] == [
        (2, "anchor"), (3, "alias"), (4, "duplicate-key"), (5, "tag"), (6, "duplicate-key"), (7, "documents"),
    ]  # fmt: skip
    assert error.exit_code == 3


def test_a_name_given_twice_says_where_the_first_is() -> None:
    problem = refusal("phone: 1\nname: x\nphone: 2\n").problems[0]
    assert str(problem).splitlines()[:3] == [
        "a.yaml:3:1: 'phone' stands here a second time; the first is on line 1.",
        "    phone: 2",
        "    ^",
    ]


def test_every_tab_is_named_and_tabs_in_remarks_are_not() -> None:
    error = refusal("a:\n\tb: 1\n# x\n\t# remark\n  \tc: 2\n")
    assert [(p.place.line, p.place.column) for p in error.problems if p.place] == [(2, 1), (5, 3)]


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("name: Team: safety\n", 1, 11, "must stand in quotes"),
        ("a: 1\nname: @home\n", 2, 7, "must stand in quotes|unless it stands in quotes"),
        ('a: 1\nname: "open\nb: 2\n', 2, 7, "quotation mark"),
        ("name: 'It's here'\n", 1, 11, "closing quotation mark"),
        ("name: [a, b\nc: 2\n", 1, 7, "not closed"),
        ("a:\n   b: 1\n  c: 2\n", 3, 3, "in line with"),
        ("a: 1\nhello there\nb: 2\n", 2, 1, "no colon"),
        ("a: - b\n", 1, 4, "A list begins on the line after"),
        ("a: | b\n", 1, 6, "begins on the next line"),
        ("a: x\x07y\n", 1, 5, "cannot be printed"),
        ("? [a, b]\n: c\n", 1, 3, "must be plain text"),
    ],
)
def test_bad_grammar_is_explained_where_it_stands(text: str, line: int, column: int, words: str) -> None:
    problem = refusal(text).problems[0]
    assert problem.place == Place("a.yaml", line, column)
    assert any(part in problem.message for part in words.split("|")), problem.message
    assert problem.excerpt


def test_anchors_that_explode_are_refused_at_once() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    began = time.monotonic()
    error = refusal("\n".join(lines))
    assert time.monotonic() - began < 2
    assert error.problems[0].code == "anchor"


@pytest.mark.parametrize("text", ["[" * 100_000, "- " * 60_000, "{a: " * 60_000])
def test_deep_nesting_is_refused(text: str) -> None:
    assert refusal(text).problems[0].code == "too-deep"


def test_fifty_levels_are_read() -> None:
    node = loads("[" * 50 + "x" + "]" * 50, "a.yaml").data
    for _ in range(50):
        (node,) = node
    assert node == "x"


@pytest.mark.parametrize("text", ["", "\n\n", "# only a remark\n"])
def test_an_empty_file_says_so(text: str) -> None:
    assert refusal(text).problems[0].message == "The file is empty."


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not a text file"),
        ("name: x\n".encode("utf-16"), "not UTF-8"),
        (b"ok: 1\nname: caf\xe9\n", "a.yaml:2:10: This character is not UTF-8"),
        (b"a: " + b"x" * 1_000_000, "larger than 1 MB"),
    ],
)
def test_files_that_are_no_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes, words: str) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.yaml").write_bytes(data)
    with pytest.raises(Refused) as caught:
        load(Path("a.yaml"))
    assert words in str(caught.value)


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.yaml"
    with path.open("wb") as file:
        file.truncate(3_000_000_000)
    with pytest.raises(Refused, match="larger than 1 MB"):
        load(path)


def test_paths_that_are_no_file(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"There is no file .*absent\.yaml"):
        load(tmp_path / "absent.yaml")
    with pytest.raises(Refused, match="is a folder"):
        load(tmp_path)
    with pytest.raises(Refused, match="cannot be read"):
        load(tmp_path / ("x" * 300))


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_without_permission(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("a: 1\n", encoding="utf-8")
    path.chmod(0)
    with pytest.raises(Refused, match="permission is denied"):
        load(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with a name here")
def test_a_pipe_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    with pytest.raises(Refused, match="not an ordinary file"):
        load(tmp_path / "pipe.yaml")


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=80))
def test_no_text_makes_it_fail_in_another_way(text: str) -> None:
    try:
        tree = loads(text, "a.yaml")
    except Refused as error:
        assert str(error)
    else:
        assert isinstance(tree.data, str | list | dict | type(None))
