"""``ctdocs verify``: whether a bundle is what it was made, rule for rule, from the file alone."""

from __future__ import annotations

from pathlib import Path

import click

from ctdocs.cli.options import json_option


@click.command("verify")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE.pdf")
@click.option(
    "--case", "case_folder", type=click.Path(path_type=Path), metavar="CASE",
    help="Also compare its papers with the files and letters that this case keeps.",
)
@click.option(
    "--password-file", type=click.Path(path_type=Path), metavar="FILE",
    help="Open a locked bundle with the password in the first line of this file.",
)  # fmt: skip
@json_option
def verify(file: Path, case_folder: Path | None, password_file: Path | None, as_json: bool) -> int:
    """Say of a review pack or an appeal bundle which rules hold: page numbers, links, bookmarks, tags, every page.

    The file is read by another program than the one that made it. It shows whether the bundle is as it was made, not
    whether the right papers were put into it: with --case, those that came in or went out are compared with the case.

    --json: {"file", "holds", "rules": [{"rule", "name", "sentence", "holds"}]}. Exit code 4: a rule does not hold.
    """
    from ctdocs.bundle.copies import read_password
    from ctdocs.bundle.verify import RULES, verify as look
    from ctdocs.cli.output import say, say_json
    from ctdocs.model.case import Case

    case = Case.open(case_folder) if case_folder is not None else None
    password = read_password(password_file) if password_file is not None else ""
    found = look(file, case=case, password=password)
    failed = [one for one in found if not one.holds]
    if as_json:
        rules = [
            {"rule": one.rule, "name": RULES[one.rule][0], "sentence": one.sentence, "holds": one.holds}
            for one in found
        ]
        say_json({"file": str(file), "holds": not failed, "rules": rules})
    else:
        for one in found:
            say(f"{'yes' if one.holds else 'NO ':<4}{RULES[one.rule][0]}: {one.sentence}")
        count = len(failed)
        say(f"{file}: {f'{count} of {len(found)} rules do not hold' if failed else 'every rule holds'}.")
    return 4 if failed else 0
