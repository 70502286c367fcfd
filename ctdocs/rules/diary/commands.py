"""What an officer types to get a line of the diary done, or to record that it was done elsewhere."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Sequence

from ctdocs.model.area_calendar import DoneBy
from ctdocs.model.review_fields import FIELDS
from ctdocs.rules.decisions import DECISIONS
from ctdocs.rules.diary.items import Item

DAY = "DATE"
"""What stands for a day that the officer fills in."""

_OWN = {
    "review-pack": "ctdocs review-pack {case} -o review-pack.pdf",
    "appeal-bundle": "ctdocs appeal-bundle {case} --against STAGE -o appeal-bundle.pdf"
    "  # STAGE: threshold or process or outcome",
    "meeting": "ctdocs meeting {case}",
}


def commands(item: Item, case: str) -> tuple[str, ...]:
    """The commands for a line that is open, in their order; ``case`` is its folder.

    What makes the paper comes first, then what records that it was done: an answer, a decision or a form that comes
    back where the duty is told by one, else a step. A letter that was written elsewhere is recorded as a step too.
    """
    case = quoted(case)
    entry = item.entry
    if entry is None:  # an action or recommendation of the meeting: its place in the case says what to set
        return _of_matter(item, case)
    found: list[str] = []
    if entry.document:
        makes = _OWN.get(entry.document, f"ctdocs fill {entry.document} --case {{case}} -o {entry.document}.pdf")
        found.append(makes.format(case=case))
    step = f"ctdocs case step {case} {item.id} --day {DAY} --by NAME"
    return (*found, *(_of_way(entry.done_by, case, step)))


def quoted(path: str) -> str:
    """A path as it is typed into a terminal, on Windows too, where single quotes mean nothing."""
    if re.fullmatch(r"[\w@%+=:,./\\~-]+", path):
        return path
    return shlex.quote(path) if set(path) & set('"$`!') else f'"{path}"'


def _of_way(ways: Sequence[DoneBy], case: str, step: str) -> Iterator[str]:
    for way in ways:
        if way.letter:
            yield f"ctdocs letter {way.letter.removeprefix('letter-')} {case} -o {way.letter}.pdf"
            break
        if way.date == "completed":
            yield f"ctdocs case set {case} --completed {DAY}"
            return
        if way.decision:
            if way.decision == "threshold":
                yield f"ctdocs assess {case}"
            known = DECISIONS.get(way.decision)
            said = known.outcomes if known else ("yes", "no")
            yield f"ctdocs case decide {case} {way.decision} OUTCOME --by NAME" + _choice("OUTCOME", said)
            return
        if field := way.value or way.answer:
            kind, _, options = FIELDS.get(field, ("text", "", ()))
            answer = DAY if kind == "date" else "ANSWER"
            yield f"ctdocs case set {case} {field}={answer}" + _choice(answer, options)
            return
        if way.form:
            yield f"ctdocs case add {case} FILE"
            return
    yield step


def _choice(word: str, options: Sequence[str] | None) -> str:
    """What may stand for ``word``, as a remark that a terminal leaves aside."""
    return f"  # {word}: {' or '.join(options)}" if options else ""


def _of_matter(item: Item, case: str) -> tuple[str, ...]:
    """For what a meeting left: the answer of the case that says it was done, or the next one on the way there."""
    kind, _, rest = item.id.partition("-")
    if kind == "actions":
        number, _, asked = rest.partition("-")
        said = "agreed=ANSWER  # ANSWER: yes or no" if asked else f"completed={DAY}"
        return (f"ctdocs case set {case} actions.{number}.{said}",)
    if kind == "recommendations":
        next_ = "sent" if item.standing == "due" else "replied"
        return (f"ctdocs case set {case} recommendations.{rest}.{next_}={DAY}",)
    return (f"ctdocs case set {case} plan.review={DAY}  # {DAY}: when it is looked at next",)
