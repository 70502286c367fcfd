"""The threshold of an application as a document: the picture, the same in a table, and the reasons in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final

from ctdocs import __version__
from ctdocs.documents import blocks as b
from ctdocs.documents.shapes import Drawing
from ctdocs.documents.threshold_chart import SAID, begins, chart, numbered, told
from ctdocs.model.area import Area
from ctdocs.model.text import long_date
from ctdocs.rules.threshold.values import Assessment, ReportResult, When

_AT_ONCE: Final = 24
"""Lines of a picture that a page has room for."""

_ANSWERS: Final = {
    "met": "The threshold is met, as the rules read.",
    "not_met": "The threshold is not met, as the rules read.",
    "needs_decision": "Somebody must decide whether the threshold is met.",
}
_WIDTHS: Final = (11.0, 27.0, 27.0, 105.0)


def threshold_picture(found: Assessment, area: Area, reference: str, received: date) -> b.Resolved:
    """The picture as a document for the council and its partners. It is a proposal: a person decides."""
    return b.Resolved(
        id="threshold-picture", code="", kind="form", edition=found.on.isoformat(), title="The threshold as a picture",
        language="en", audience="panel", mode="final", area_id=area.id, area_name=area.name, gss_code=area.gss_code,
        sender="", version=__version__, blocks=tuple(_blocks(found, received)), key="",
        values={"reference": reference} if reference else {},
    )  # fmt: skip


def drawing(found: Assessment, received: date) -> tuple[Drawing, str]:
    """The whole picture as one drawing of any height, and what it shows in words."""
    rows = numbered(found.reports)
    return chart(found, rows, received), _alt(found, rows, received)


def _blocks(found: Assessment, received: date) -> Iterator[b.Block]:
    yield _text(f"The application came on {long_date(received)}. This is how it stood on {long_date(found.on)}.")
    yield _text(_ANSWERS[found.result], "lead")
    for limb in found.limbs:
        yield _text(limb.sentence)
    rows = numbered(found.reports)
    for start in range(0, len(rows), _AT_ONCE):
        part = rows[start : start + _AT_ONCE]
        caption = "Incidents and reports over the period"
        if len(rows) > _AT_ONCE:
            caption += f", {part[0][0]} to {part[-1][0]}"
        yield b.Figure(chart(found, part, received), _alt(found, part, received), caption)
    if rows:
        yield b.Heading(2, (b.Text("The same in words"),))
        header = tuple(_cell(one) for one in ("No.", "Happened", "Reported", "Does it count, and why"))
        lines = tuple(
            (
                _cell(number), _cell(_short(one.incident.occurred)), _cell(_short(one.report.made)),
                (b.Text(f"{SAID[one.counts].capitalize()}. ", bold=True), b.Text(one.sentence)),
            )
            for number, one in rows
        )  # fmt: skip
        yield b.Table("Each report, whether it counts, and why", header, _WIDTHS, lines)
    else:
        yield _text("No report is known.")


def _alt(found: Assessment, rows: Sequence[tuple[str, ReportResult]], received: date) -> str:
    first = long_date(begins(found))
    period = f"The period that counts runs from {first} to {long_date(received)}, the day of receipt."
    return " ".join([f"Picture of incidents and reports. {period}", *(told(*row) for row in rows)])


def _short(when: When | None) -> str:
    if when is None:
        return "not known"
    first, last = (f"{day.day} {long_date(day).split()[2][:3]} {day.year}" for day in (when.earliest, when.latest))
    return first if when.exact else f"{first} to {last}"


def _cell(words: str) -> b.Inlines:
    return (b.Text(words),)


def _text(words: str, style: Any = "normal") -> b.Paragraph:
    return b.Paragraph((b.Text(words),), style)
