"""The door of the command line: finds the command, runs it, and turns what went wrong into a sentence and an exit code.

``ctdocs --help`` must answer at once, so the commands stand in a table with their short help and a command's
module is imported only when it is called. Nothing here may import more than click before that.
"""

from __future__ import annotations

import contextlib
import errno
import importlib
import os
import sys
from collections.abc import Sequence
from typing import Any

import click

from ctdocs import __version__

COMMANDS = {
    "demo": ("ctdocs.cli.demo:demo", "Go the whole way on a made-up area and case: start here."),
    "areas": ("ctdocs.cli.areas:areas", "List, show and check the profiles of areas."),
    "documents": ("ctdocs.cli.documents:documents", "List what can be produced, with ids."),
    "pack": ("ctdocs.cli.pack:pack", "Make every document of one or more areas."),
    "fill": ("ctdocs.cli.fill:fill", "Make one document, blank, prefilled or final."),
    "read": ("ctdocs.cli.read:read", "Read returned forms."),
    "case": ("ctdocs.cli.case:case", "Open a case, show it, correct it and check its log."),
    "assess": ("ctdocs.cli.assess:assess", "Say whether the threshold is met, each report explained."),
    "diary": ("ctdocs.cli.diary:diary", "Say what is late, due and done in each case."),
    "letter": ("ctdocs.cli.letter:letter", "Write a letter of a case."),
    "convert": ("ctdocs.cli.convert:convert", "Make PDFs of Word files with LibreOffice."),
    "template": ("ctdocs.cli.template:template", "Put a document into your own words in Word, and check it."),
    "meeting": ("ctdocs.cli.meeting:meeting", "Say who must come to a meeting, and what it left to do."),
    "review-pack": ("ctdocs.cli.bundles:review_pack", "Make the papers of a review meeting as one file."),
    "appeal-bundle": ("ctdocs.cli.bundles:appeal_bundle", "Make the bundle that the appeal body gets."),
    "bundle": ("ctdocs.cli.bundle_edit:bundle", "Add, replace or take out a paper of a finished bundle."),
    "statistics": ("ctdocs.cli.statistics:statistics", "Count the figures that must be published."),
    "verify": ("ctdocs.cli.verify:verify", "Say whether a bundle is whole, rule for rule."),
    "doctor": ("ctdocs.cli.doctor:doctor", "Say what is installed, and what each missing thing is for."),
}
"""Every command in the order of the journey: its name, where it is, and the line that ``ctdocs --help`` shows."""

INTERRUPTED = 130
"""Exit code after Ctrl-C, as shells have it (128 + SIGINT)."""

READER_GONE = 141
"""Exit code when the program that read our output stopped reading, as shells have it (128 + SIGPIPE)."""

_CANNOT_WRITE = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EBUSY}


class LazyGroup(click.Group):
    """A group whose commands stand in ``COMMANDS`` and are imported one at a time, when called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the table, in its order."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now; None if the table has no such name."""
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name][0].split(":")
        command = getattr(importlib.import_module(module), attribute)
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does it, but a mistyped name is answered with the nearest of the table."""
        if args[0] not in COMMANDS and not args[0].startswith("-"):
            raise click.NoSuchCommand(args[0], possibilities=COMMANDS, ctx=ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands from the table alone: importing them would take a second."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, short) for name, (_, short) in COMMANDS.items()])


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 done, 2 wrong usage, 3 the input is wrong or refused, 4 done but a person must look, "
    "5 a file is open or cannot be written, 6 something is not installed, 70 a fault of ctdocs.",
)
@click.version_option(__version__, "-V", "--version", prog_name="ctdocs", message="%(prog)s %(version)s")
def cli() -> None:
    """ASB Case Review (Community Trigger) forms, letters and records for any local area.

    Start with "ctdocs demo", and ask any command for its own help: "ctdocs letter --help".
    """


def main() -> None:
    """Run the command line on the arguments of this process, and leave with its exit code."""
    sys.exit(run())


def run(args: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code. ``args`` is without the program's name; None takes this process's.

    Never raises: every error ends as a message on standard error. A command may return its exit code.
    """
    _speak_utf8()
    try:
        result = cli.main(args, prog_name="ctdocs", standalone_mode=False)
        if sys.stdout is not None:  # closed by the shell, or a program without a window on Windows
            sys.stdout.flush()
    except BrokenPipeError:
        return _reader_gone()
    except SystemExit as leaving:  # click leaves with 1 where the reader of a pipe has gone
        return _reader_gone() if leaving.code == 1 else int(leaving.code or 0)
    except (KeyboardInterrupt, click.Abort):
        return _complain("Stopped.", INTERRUPTED)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except Exception as error:  # noqa: BLE001  the one place that turns whatever happened into words
        return _explain(error)
    return result if isinstance(result, int) else 0


def _explain(error: Exception) -> int:
    # Imported here because dataclasses, which it needs, take a third of the time of --help.
    from ctdocs.errors import CannotWrite, CtdocsError, NotInstalled

    if os.environ.get("CTDOCS_DEBUG") == "1":
        import traceback

        traceback.print_exception(error)
    if isinstance(error, CtdocsError):
        return _complain(str(error), error.exit_code)
    if isinstance(error, ModuleNotFoundError) and not (error.name or "ctdocs").startswith("ctdocs"):
        return _complain(
            f'The Python package "{error.name}" is not installed. "ctdocs doctor" says what it is for.',
            NotInstalled.exit_code,
        )
    if isinstance(error, OSError) and error.errno in _CANNOT_WRITE:
        where = f" {error.filename}" if error.filename else " the output"
        if not error.filename:
            _mute()
        return _complain(
            f"Cannot use{where}: {error.strerror}.\nIf it is open in another program, close it there; "
            "otherwise choose a folder that you may write to and that has room.",
            CannotWrite.exit_code,
        )
    return _complain(
        f"ctdocs has made a mistake: {type(error).__name__}{_where(error)}: {error}\n"
        "This is a fault in ctdocs, not in what you did. Please report it to the people you have ctdocs from, with "
        f"the command you gave, this message and the version ({__version__}).\n"
        "Take out names and addresses first. CTDOCS_DEBUG=1 in the environment shows every step.",
        CtdocsError.exit_code,
    )


def _where(error: BaseException) -> str:
    """The last line of ctdocs that the error passed through, such as " in read/acroform.py:40"."""
    found = ""
    step = error.__traceback__
    home = os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + os.sep
    while step is not None:
        name = os.path.abspath(step.tb_frame.f_code.co_filename)
        if name.startswith(home):
            found = f" in {name[len(home) :]}:{step.tb_lineno}".replace(os.sep, "/")
        step = step.tb_next
    return found


def _complain(message: str, code: int) -> int:
    with contextlib.suppress(OSError):  # where nobody reads standard error, the exit code still says it
        click.echo(message, err=True)
    return code


def _reader_gone() -> int:
    _mute()
    return READER_GONE


def _mute() -> None:
    """The interpreter flushes standard output once more as it ends; let that go nowhere instead of failing."""
    with contextlib.suppress(OSError, ValueError):  # standard output need not be a real file: a test may hold it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _speak_utf8() -> None:
    """Windows gives a redirected program the system's old code page, in which ŵ cannot be written."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure: Any = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


if __name__ == "__main__":
    main()
