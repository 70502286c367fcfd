"""What ``ctdocs bundle`` prints: parts, gaps and changes, for people and for programs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ctdocs.cli.output import say, say_json, warn

if TYPE_CHECKING:
    from ctdocs.bundle.join.part import Absent, Change, Entry, Gap
    from ctdocs.bundle.late.change import Late


def parts(entries: Sequence[Entry], numbers: Sequence[str]) -> list[dict[str, Any]]:
    """Each part with its printed numbers and its place in the file."""
    return [
        {
            "id": one.id,
            "title": one.title,
            "first": numbers[one.first - 1],
            "last": numbers[one.last - 1],
            "pages": one.last - one.first + 1,
            "place": one.first,
            "date": one.date.isoformat() if one.date else None,
            "treatment": one.treatment,
        }
        for one in entries
    ]


def gaps(found: Sequence[Gap]) -> list[dict[str, Any]]:
    """What was taken out."""
    return [
        {"numbers": list(one.numbers), "title": one.title, "on": one.on.isoformat(), "why": one.why} for one in found
    ]


def absences(found: Sequence[Absent]) -> list[dict[str, str]]:
    """What is not held."""
    return [{"title": one.title, "reason": one.reason} for one in found]


def changes(found: Sequence[Change]) -> list[dict[str, Any]]:
    """What was done to a bundle since it was made."""
    return [
        {
            "on": one.on.isoformat(), "what": one.what, "id": one.id, "title": one.title, "sha256": one.sha256,
            "numbers": list(one.numbers), "was": list(one.was), "why": one.why, "renumbered": one.renumbered,
        }
        for one in found
    ]  # fmt: skip


def tell_parts(
    entries: Sequence[Entry], numbers: Sequence[str], out: Sequence[Gap], absent: Sequence[Absent], *, ids: bool
) -> None:
    """A line for each part in order, with its pages; what was taken out, and what is not held."""
    from ctdocs.bundle.join.numbers import order, spoken

    lines = [(numbers[one.first - 1 : one.last], f"{one.id}  {one.title}" if ids else one.title) for one in entries]
    lines += [(one.numbers, f"taken out: {one.title}") for one in out]
    shown = [(spoken(pages), said) for pages, said in sorted(lines, key=lambda one: order(one[0][0]))]
    wide = max((len(pages) for pages, _ in shown), default=0)
    for pages, said in shown:
        say(f"  {pages:>{wide}}  {said}")
    for one in absent:
        say(f"  {'–':>{wide}}  {one.title}: {one.reason[:1].lower()}{one.reason[1:]}")


def report(made: Late, files: Sequence[Path], remarks: Sequence[str], *, as_json: bool) -> int:
    """Say what a change has made; returns the exit code."""
    from ctdocs.bundle.join.numbers import plain, spoken

    bundle = made.bundle
    numbers = bundle.numbers or tuple(plain(bundle.pages))
    failed = [one for one in bundle.report if not one.holds]
    if as_json:
        moved = [{"id": m.id, "title": m.title, "old": list(m.old), "new": list(m.new)} for m in made.moved]
        rules = [{"rule": one.rule, "sentence": one.sentence, "holds": one.holds} for one in bundle.report]
        about = {"files": [str(one) for one in files], "pages": bundle.pages, "change": changes([made.change])[0]}
        held = {"parts": parts(bundle.entries, numbers), "gaps": gaps(made.gaps), "absent": absences(made.absent)}
        say_json({**about, **held, "numbers": moved, "rules": rules, "remarks": list(remarks)})
    else:
        say(f"Wrote {files[0]} ({bundle.pages} pages, {len(bundle.entries)} parts).")
        one = made.change
        what = {"added": "Added", "replaced": "Replaced", "removed": "Taken out"}[one.what]
        where = spoken(one.numbers or one.was)
        say(f"{what}: {one.title}, {'page' if len(one.numbers or one.was) == 1 else 'pages'} {where}.")
        if made.moved:
            say("Every page has a new number; the pages behind the index say which.")
        tell_parts(bundle.entries, numbers, made.gaps, made.absent, ids=False)
    for remark in remarks:
        warn(remark)
    for rule in failed:
        warn(f"{rule.rule}: {rule.sentence}")
    return 4 if failed or remarks else 0
