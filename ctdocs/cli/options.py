"""Options that several commands have, said once so that they read and work the same everywhere."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click

Option = Callable[[Any], Any]


class Day(click.ParamType["date"]):
    """A date on the command line, as 2026-11-20 or 20/11/2026."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The date. Anything else fails with a sentence that shows both ways to write it."""
        from ctdocs.model.text import read_date

        if isinstance(value, date):
            return value
        if isinstance(value, str) and any(mark in value for mark in "-/") and (day := read_date(value)):
            return day
        self.fail(f"“{value}” is not a date. Write it as 2026-11-20 or 20/11/2026.", param, ctx)


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "unknown"


def _named(context: click.Context, parameter: click.Parameter, value: str) -> str:
    """The name; a blank one is refused before anything is made or written."""
    if not value.strip():
        raise click.BadParameter("a change to a case needs the name of the person who makes it.", context, parameter)
    return value


by_option: Option = click.option(
    "--by",
    default=_login,
    show_default="your login name",
    callback=_named,
    metavar="NAME",
    help="Who does this; it goes into the log.",
)
"""The person who makes a change; the name they are logged in under where it is left out."""

areas_option: Option = click.option(
    "--areas",
    "--folder",
    "areas_folder",
    type=click.Path(path_type=Path),
    envvar="CTDOCS_AREAS",
    metavar="DIR",
    help="Your own folder of profiles, if not those that come with ctdocs (or set CTDOCS_AREAS).",
)
"""The folder of profiles; None for those that come with ctdocs."""

on_option: Option = click.option(
    "--on", "on", type=Day(), metavar="DATE", help="The date to go by; today if left out (2026-11-20 or 20/11/2026)."
)
"""The date of a document, or the day on which to look; ``arguments.or_today`` puts today where it is left out."""

language_option: Option = click.option(
    "--language", type=click.Choice(["en", "cy"]), default="en", show_default=True, help="The language."
)
"""The language of a document."""

json_option: Option = click.option("--json", "as_json", is_flag=True, help="Write JSON, for programs.")
"""Results for programs instead of people."""

file_option: Option = click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, metavar="FILE", help="Where to write it."
)
"""The file that a command writes, whole or not at all."""

format_option: Option = click.option(
    "--format",
    "format_",
    type=click.Choice(["pdf", "docx"]),
    help="The kind of file: a PDF or a Word file. Left out, the ending of FILE says it; else it is a PDF.",
)
"""The kind of file that is made; ``arguments.kind_of`` decides where it is left out."""

protect_option: Option = click.option(
    "--protect", is_flag=True, help="In a Word file, let nothing but the fields be changed (no password)."
)
"""Whether a Word file is protected, but for its fields."""
