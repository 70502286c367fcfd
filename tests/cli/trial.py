"""Commands that end in every way a command can; the tests of the door put them into its table."""

from __future__ import annotations

import importlib
import signal

import click

from ctdocs.errors import CannotWrite, CtdocsError, LookNeeded, NotInstalled, Place, Problem, Refused, UsageError

ERRORS: dict[str, tuple[type[CtdocsError], int]] = {
    "usage": (UsageError, 2),
    "refused": (Refused, 3),
    "look": (LookNeeded, 4),
    "write": (CannotWrite, 5),
    "install": (NotInstalled, 6),
}


@click.command()
@click.argument("how")
def trial(how: str) -> int | None:
    """End as HOW says."""
    if how in ERRORS:
        problem = Problem("the count is not a number.", place=Place("area.yaml", 7, 12), hint="Write 3.")
        raise ERRORS[how][0]("The profile is wrong.", hint="Mend it, and run this again.", problems=[problem])
    if how == "bug":
        raise RuntimeError("the sum is off")
    if how == "locked":
        raise PermissionError(13, "Permission denied", "letter.pdf")
    if how == "package":
        importlib.import_module("a_package_that_nobody_has")
    if how == "interrupt":
        signal.raise_signal(signal.SIGINT)
    if how == "welsh":
        click.echo("Siân Ŵyn ŷ – £")
    return 4 if how == "four" else None


FORMS = (
    "action-plan", "action-plan-applicant", "agenda", "application-form", "confidentiality-declaration",
    "continuation-sheet", "minutes", "more-room", "proportionality-assessment", "threshold-continuation",
    "threshold-request", "victim-statement",
)  # fmt: skip
"""Every form that can be made."""

LETTERS = (
    "letter-1", "letter-2", "letter-3", "letter-4", "letter-5", "letter-6", "letter-appeal-acknowledged",
    "letter-appeal-consent", "letter-appeal-decision", "letter-appeal-extension", "letter-appeal-request",
    "letter-closed", "letter-consent-withdrawn", "letter-declined", "letter-incomplete", "letter-informal-review",
    "letter-paused", "letter-second-report", "letter-withdrawn",
)  # fmt: skip
"""Every letter that can be made."""

NAMES = sorted((*FORMS, *LETTERS))
"""Every document that can be made, in the order in which they are listed."""
