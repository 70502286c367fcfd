"""The day and the moment: the doors are the only place that asks for them. And the kind of a file."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from ctdocs.errors import UsageError
from ctdocs.model.files import KINDS


def or_today(day: date | None) -> date:
    """The date that was given, or today where none was."""
    return day or date.today()


def now() -> datetime:
    """The moment of a change, with its time zone."""
    return datetime.now().astimezone().replace(microsecond=0)


def kind_of(asked: str | None, output: Path) -> str:
    """The kind of file to make: as ``asked``, or else by the name of ``output``, or else a PDF.

    Raises ``UsageError`` where the name says another kind: Windows would open the file with the wrong program.
    """
    ending = output.suffix.lower().removeprefix(".")
    if asked is not None and ending in KINDS and ending != asked:
        raise UsageError(
            f"--format {asked} does not go with the name {output.name}.", hint=f"Let the name end in .{asked}."
        )
    return asked or (ending if ending in KINDS else "pdf")


def kinds_of(asked: str) -> tuple[str, ...]:
    """The kinds of file in a list such as ``pdf,docx``, each once. Raises ``UsageError`` for one that there is not."""
    kinds = tuple(dict.fromkeys(part.strip().lower() for part in asked.split(",")))
    unknown = [kind for kind in kinds if kind not in KINDS]
    if unknown:
        raise UsageError(f"There is no format “{unknown[0]}”.", hint=f"There are: {', '.join(KINDS)}.")
    return kinds
