"""What can go wrong, said in a sentence, with the place and the way out.

Each class of error carries the exit code of the command line (see ``ctdocs.cli``). Only the doors turn
errors into exit codes; everything below raises and lets them pass.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a file: line and column count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: a sentence, where it stands, and what to do.

    ``excerpt`` is the source line with a caret under the column, already laid out on two lines.
    ``code`` is a short stable name for programs; ``field`` the field id the problem is about.
    """

    message: str
    place: Place | None = None
    hint: str | None = None
    excerpt: str | None = None
    code: str = ""
    field: str | None = None

    def __str__(self) -> str:
        parts = [f"{self.place}: {self.message}" if self.place else self.message]
        if self.excerpt:
            parts.append(self.excerpt)
        if self.hint:
            parts.append(f"  {self.hint}")
        return "\n".join(parts)


class CtdocsError(Exception):
    """Base of every error that ctdocs raises on purpose.

    ``hint`` says what to do next; ``problems`` lists everything that is wrong, in file order.
    """

    exit_code = 70

    def __init__(
        self, message: str, *, hint: str | None = None, problems: Iterable[Problem] = ()
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.problems = tuple(problems)

    def __str__(self) -> str:
        parts = [self.message, *(str(problem) for problem in self.problems)]
        if self.hint:
            parts.append(self.hint)
        return "\n".join(parts)


class UsageError(CtdocsError):
    """The command was called in a way that cannot work (exit 2)."""

    exit_code = 2


class Refused(CtdocsError):
    """The input is wrong, or the rules forbid what was asked (exit 3)."""

    exit_code = 3


class LookNeeded(CtdocsError):
    """The work is done, but a person must look before it is relied on (exit 4)."""

    exit_code = 4


class CannotWrite(CtdocsError):
    """A file is open elsewhere, or a folder cannot be written (exit 5)."""

    exit_code = 5


class NotInstalled(CtdocsError):
    """Something optional is needed and is not installed (exit 6)."""

    exit_code = 6
