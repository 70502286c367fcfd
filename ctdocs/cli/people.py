"""Who makes a change, for commands that write to a case's log."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from typing import Any

import click


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


by_option: Callable[[Any], Any] = click.option(
    "--by",
    default=_login,
    show_default="your login name",
    callback=_named,
    metavar="NAME",
    help="Who does this; it goes into the log.",
)
"""The option that names the person; the name they are logged in under where it is left out."""
