"""The door: help at once, every error a sentence with its exit code, output that arrives."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from ctdocs import __version__
from ctdocs.cli import main as door
from ctdocs.cli.main import COMMANDS, cli, run
from tests.cli.trial import ERRORS

HEAVY = ("fontTools", "jinja2", "lxml", "markdown_it", "pikepdf", "PIL", "pydantic", "pypdf", "reportlab", "yaml")


@pytest.fixture
def trial(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setitem(COMMANDS, "trial", ("tests.cli.trial:trial", "End in some way."))
    monkeypatch.delenv("CTDOCS_DEBUG", raising=False)
    yield


def python(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, *arguments]
    return subprocess.run(command, capture_output=True, check=False, timeout=60, env={**os.environ, **environment})


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command and subcommand with its path."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_what_it_does_and_what_each_option_is_for(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    every: list[tuple[tuple[str, ...], click.Command]] = [((name,), command)]
    if isinstance(command, click.Group):
        every += commands(command, (name,))
    for path, one in every:
        assert one.help, f"ctdocs {' '.join(path)} has no help"
        for parameter in one.params:
            if isinstance(parameter, click.Option):
                assert parameter.help, f"ctdocs {' '.join(path)}: {parameter.opts[0]} has no help"
        assert run([*path, "--help"]) == 0
        assert f"Usage: ctdocs {' '.join(path)}" in capsys.readouterr().out


def test_help_lists_every_command_and_every_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    shown = capsys.readouterr().out
    for name, (_, short) in COMMANDS.items():
        assert name in shown
        assert short in shown
    for code in ("0 done", "2 ", "3 ", "4 done", "5 ", "6 ", "70 "):
        assert code in shown


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from ctdocs.cli.main import run; run(['--help']); "
        f"sys.exit(' '.join(sorted(set({HEAVY!r}) & set(sys.modules))))"
    )
    assert python("-c", code).stderr.decode().strip() == ""


def test_version() -> None:
    done = python("-m", "ctdocs", "--version")
    assert (done.returncode, done.stdout.decode().strip()) == (0, f"ctdocs {__version__}")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["leter", "1"], "Did you mean 'letter'?"),
        (["--nonsense"], "No such option"),
        ([], "Usage: ctdocs"),
        (["doctor", "--jsn"], "--json"),
    ],
)
def test_wrong_usage_is_2_and_says_what_was_meant(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2
    printed = capsys.readouterr()
    assert said in printed.err
    assert printed.out == ""


@pytest.mark.usefixtures("trial")
@pytest.mark.parametrize("how", ERRORS)
def test_each_error_has_its_exit_code_and_shows_all_it_knows(how: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["trial", how]) == ERRORS[how][1]
    assert capsys.readouterr().err.splitlines() == [
        "The profile is wrong.",
        "area.yaml:7:12: the count is not a number.",
        "  Write 3.",
        "Mend it, and run this again.",
    ]


@pytest.mark.usefixtures("trial")
def test_a_bug_is_70_with_its_place_and_no_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["trial", "bug"]) == 70
    said = capsys.readouterr().err
    assert "RuntimeError" in said
    assert "the sum is off" in said
    assert "cli/main.py:" in said
    assert "Please report it" in said
    assert "Traceback" not in said


@pytest.mark.usefixtures("trial")
def test_the_traceback_is_there_for_who_asks(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CTDOCS_DEBUG", "1")
    assert run(["trial", "bug"]) == 70
    assert "Traceback (most recent call last)" in capsys.readouterr().err


@pytest.mark.usefixtures("trial")
@pytest.mark.parametrize(
    ("how", "code", "said"),
    [
        ("locked", 5, "letter.pdf: Permission denied"),
        ("package", 6, '"a_package_that_nobody_has" is not installed'),
        ("interrupt", 130, "Stopped."),
        ("four", 4, ""),
        ("nothing", 0, ""),
    ],
)
def test_other_ends(how: str, code: int, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["trial", how]) == code
    assert said in capsys.readouterr().err


def test_output_is_utf_8_whatever_the_system_thinks() -> None:
    code = (
        "from ctdocs.cli.main import COMMANDS, main; import sys; "
        "COMMANDS['trial'] = ('tests.cli.trial:trial', ''); sys.argv = ['ctdocs', 'trial', 'welsh']; main()"
    )
    top = str(Path(door.__file__).parents[2])
    done = python("-c", code, PYTHONIOENCODING="cp1252", PYTHONUTF8="0", PYTHONPATH=top)
    assert done.stdout.decode("utf-8").strip() == "Siân Ŵyn ŷ – £"


def test_a_reader_that_stops_reading_is_no_error_message() -> None:
    command = [sys.executable, "-c", "import time; time.sleep(0.5); from ctdocs.cli.main import main; main()", "--help"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=30) == 141


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only some systems have a disk that is always full")
def test_a_full_disk_is_5() -> None:
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "ctdocs", "--help"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False, timeout=60)
    assert done.returncode == 5
    assert b"No space left" in done.stderr
    assert b"Traceback" not in done.stderr
