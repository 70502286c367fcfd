"""The only place that writes to the terminal. Results go to standard output, remarks to standard error."""

from __future__ import annotations

import json
from typing import Any

import click


def say(text: str = "") -> None:
    """Write a line of the result."""
    click.echo(text)


def say_json(result: Any) -> None:
    """Write the result as JSON, for programs. Letters stand as they are, not as escapes."""
    click.echo(json.dumps(result, ensure_ascii=False, indent=2))


def warn(text: str) -> None:
    """Write a remark that is no part of the result."""
    click.echo(text, err=True)


def say_part(text: str) -> None:
    """Write part of a line at once, for progress."""
    click.echo(text, nl=False)
