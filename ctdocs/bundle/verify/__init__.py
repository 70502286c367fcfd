"""Verifying a bundle from the file alone, with pypdf, so that the reader is not the writer.

``verify`` answers for every rule. What it can prove is that the file is the bundle that was made, page for page, answer
for answer, by the digests that it carries. What it cannot: that whoever made it put in the right papers (``case`` tells
where a case is at hand), or that nobody with this program made it anew.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ctdocs.bundle.join.part import Finding
from ctdocs.read.limits import Limits

if TYPE_CHECKING:
    from ctdocs.bundle.verify.opening import File
    from ctdocs.model.case import Case

RULES: Mapping[str, tuple[str, str]] = {
    "record": ("What it says of itself is sound", "Its record is sealed, and its recipe is there."),
    "numbered": ("Every page is numbered", "The number printed on each page is its page in the file."),
    "clear": ("Numbers are clear of all else", "Each stands in a strip of its own."),
    "upright": ("Nothing stands upside down", "Each page is turned as its document had it."),
    "index": ("There is an index", "It lists each document with the right page, date and description."),
    "linked": ("The index is linked", "Each line leads to its document, and a link there leads back."),
    "outline": ("There are bookmarks", "Each document has one with its page, and it leads there."),
    "opens": ("It opens as it should", "Title, language, page labels, metadata and a view of 100 %."),
    "searchable": ("It can be searched", "Every page of which a text was known holds it."),
    "tagged": ("It can be read aloud", "One tagged document; every page's content and links are in it."),
    "whole": ("Nothing is lost or changed", "Every page of every document is there as it was made."),
    "answers": ("Answers are kept", "Every answer and note is as the documents had it."),
    "attached": ("Attached files are kept", "Each has the SHA-256 that is stated of it."),
    "scripts": ("It runs nothing", "No script and no command is in it."),
    "complete": ("What is missing is named", "Everything that it does not hold is listed."),
    "case": ("It is of this case", "Each paper that came in or went out is the one that the case keeps."),
}
"""Each rule by its id: its name, and what is said where it holds."""


def verify(
    path: Path, *, case: Case | None = None, password: str = "", limits: Limits | None = None
) -> tuple[Finding, ...]:
    """Every rule and what was found, in the order of ``RULES``; the last one only with a case.

    ``password`` opens a locked bundle. Raises ``Refused`` where the file cannot be read or opened, costs more than
    ``limits``, or is no bundle of ctdocs.
    """
    from ctdocs.bundle.verify.opening import LIMITS, allowances, open_file
    from ctdocs.read.quiet import quiet

    with quiet("pypdf"), allowances():
        file = open_file(path, password=password, limits=limits or LIMITS)
        checks = _checks()
        if case is not None:
            from ctdocs.bundle.verify.against import against

            checks["case"] = functools.partial(against, case=case)
        return tuple(_finding(rule, check, file) for rule, check in checks.items())


def _checks() -> dict[str, Callable[[File], list[str]]]:
    from ctdocs.bundle.verify import finding, pages, tags, whole

    return {
        "record": whole.record,
        "numbered": pages.numbered,
        "clear": pages.clear,
        "upright": pages.upright,
        "index": finding.index,
        "linked": finding.linked,
        "outline": finding.outline,
        "opens": whole.opens,
        "searchable": pages.searchable,
        "tagged": tags.tagged,
        "whole": pages.whole,
        "answers": whole.answers,
        "attached": whole.attached,
        "scripts": whole.scripts,
        "complete": finding.complete,
    }


def _finding(rule: str, check: Callable[[File], list[str]], file: File) -> Finding:
    from ctdocs.bundle.verify.objects import UNREADABLE
    from ctdocs.bundle.verify.opening import some

    file.watch.check()
    try:
        faults = check(file)
    except UNREADABLE as error:
        faults = [f"the file is damaged where this stands ({type(error).__name__})"]
    said = some(faults) if faults else RULES[rule][1]
    return Finding(rule, f"{said} {file.remarks.get(rule, '')}".strip(), not faults)
