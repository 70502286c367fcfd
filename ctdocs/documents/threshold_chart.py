"""A picture of the threshold: when each incident happened and was reported, over the period, and what counts.

A mark alone tells nothing: what each line comes to stands beside it in words, and the shade of a mark can be told in
grey.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from ctdocs.documents import shapes as s
from ctdocs.rules.threshold.values import Assessment, ReportResult, When

_WIDTH: Final = 170.0
_LEFT: Final = 22.0
_RIGHT: Final = 142.0
_TOP: Final = 11.0
_ROW: Final = 8.0
_MARK: Final = 1.6
_NEAR: Final = 11.0
"""Millimetres that the name of a month needs."""

SAID: Final = {"yes": "counts", "no": "does not count", "open": "to be decided"}
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def numbered(reports: Sequence[ReportResult]) -> list[tuple[str, ReportResult]]:
    """The reports in the order of their days, each with its number: 1, 2, and 2b for a second one of an incident."""
    incidents: dict[str, list[ReportResult]] = {}
    for one in sorted(reports, key=_day):
        incidents.setdefault(one.incident.id, []).append(one)
    return [
        (f"{number}{chr(ord('a') + at) if at else ''}", one)
        for number, found in enumerate(incidents.values(), 1)
        for at, one in enumerate(found)
    ]


def chart(found: Assessment, rows: Sequence[tuple[str, ReportResult]], received: date) -> s.Drawing:
    """The lines of ``rows`` over the period in which a report can count, which ends on the day of receipt."""
    first = begins(found)
    every = [day for _, one in rows for when in (one.incident.occurred, one.report.made) if when for day in _ends(when)]
    start = min([first, *every]) - timedelta(days=6)
    end = max([received, *every]) + timedelta(days=6)
    scale = _Scale(start, end)
    bottom = _TOP + _ROW * len(rows) + 1.5
    shapes: list[s.Shape] = [
        s.Rect(scale.x(first), _TOP - 4, scale.x(received) - scale.x(first), bottom - _TOP + 4, s.LIGHT, None),
        s.Label(scale.x(first) + 1, _TOP - 5.5, "Period that counts", 8, bold=True, colour=s.DARK),
        s.Line(_LEFT, bottom, _RIGHT, bottom, s.INK, 0.3),
        s.Line(scale.x(received), _TOP - 4, scale.x(received), bottom, s.DARK, 0.5),
        s.Label(scale.x(received), _TOP - 5.5, "Received", 8, bold=True, anchor="end", colour=s.DARK),
    ]
    for day, words in scale.months():
        shapes.append(s.Line(scale.x(day), bottom, scale.x(day), bottom + 1.2, s.INK, 0.25))
        shapes.append(s.Label(scale.x(day) + 0.5, bottom + 4.6, words, 7.5, colour=s.QUIET))
    for at, (number, one) in enumerate(rows):
        shapes += _line(scale, number, one, _TOP + _ROW * (at + 0.5))
    return s.Drawing(_WIDTH, bottom + 15, (*shapes, *_legend(bottom + 11)))


def begins(found: Assessment) -> date:
    """The first day of the period in which a report can count."""
    return found.limbs[0].first_day if found.limbs else found.statutory.first_day


def told(number: str, one: ReportResult) -> str:
    """A line of the picture in words."""
    happened = f"happened {one.incident.occurred.words()}" if one.incident.occurred else "the day is not known"
    reported = f"reported {one.report.made.words()}" if one.report.made else "the day of the report is not known"
    to = f" to {one.report.to}" if one.report.to else ""
    return f"{number}: {happened}, {reported}{to}; {SAID[one.counts]}."


class _Scale:
    """Days as millimetres."""

    def __init__(self, start: date, end: date) -> None:
        self.start, self.end = start, end

    def x(self, day: date) -> float:
        return _LEFT + (_RIGHT - _LEFT) * (day - self.start).days / max(1, (self.end - self.start).days)

    def months(self) -> Iterator[tuple[date, str]]:
        """The first day of each month that has room for its name; the year with the first and each January."""
        day = date(self.start.year + self.start.month // 12, self.start.month % 12 + 1, 1)
        last, year = -_NEAR, 0
        while day < self.end:
            if self.x(day) - last >= _NEAR and self.x(day) <= _RIGHT - 4:
                yield day, _MONTHS[day.month - 1] + (f" {day.year}" if day.year != year else "")
                last, year = self.x(day) + (6 if day.year != year else 0), day.year
            day = date(day.year + day.month // 12, day.month % 12 + 1, 1)


def _line(scale: _Scale, number: str, one: ReportResult, y: float) -> Iterator[s.Shape]:
    yield s.Label(_LEFT - 4, y + 1.1, number, 9, bold=True, anchor="end")
    happened, made = one.incident.occurred, one.report.made
    if happened and made:
        yield s.Line(scale.x(happened.earliest), y, scale.x(made.latest), y, s.QUIET, 0.3)
    if happened:
        yield from _span(scale, happened, y)
        x = scale.x(happened.earliest)
        yield s.Polygon(((x, y - 2), (x + 2, y), (x, y + 2), (x - 2, y)), s.PAPER, s.INK, 0.35)
    if made:
        yield from _span(scale, made, y)
        yield from _mark(scale.x(made.latest), y, one)
    elif not happened:
        yield s.Label(_LEFT + 2, y + 1.1, "No day is known", 8, colour=s.QUIET)
    yield s.Label(_RIGHT + 3, y + 1.1, SAID[one.counts], 8.5, bold=one.counts == "yes")


def _span(scale: _Scale, when: When, y: float) -> Iterator[s.Shape]:
    """A bar over all days on which it can have been."""
    if not when.exact:
        x = scale.x(when.earliest)
        yield s.Rect(x, y - 0.8, scale.x(when.latest) - x, 1.6, s.MIDDLE, None)


def _mark(x: float, y: float, one: ReportResult) -> Iterator[s.Shape]:
    fill = s.DARK if one.counts == "yes" else s.PAPER
    yield s.Rect(x - _MARK, y - _MARK, 2 * _MARK, 2 * _MARK, fill, s.INK, 0.35)
    if one.counts == "no":
        yield s.Line(x - _MARK, y - _MARK, x + _MARK, y + _MARK, s.INK, 0.35)
    elif one.counts == "open":
        yield s.Label(x, y + 1.0, "?", 7, bold=True, anchor="middle")


def _legend(y: float) -> Iterator[s.Shape]:
    x = _LEFT
    yield s.Polygon(((x, y - 2), (x + 2, y), (x, y + 2), (x - 2, y)), s.PAPER, s.INK, 0.35)
    yield s.Label(x + 3.5, y + 1.1, "happened", 8, colour=s.QUIET)
    for at, (fill, words) in enumerate(((s.DARK, "reported, counts"), (s.PAPER, "reported, does not count"))):
        left = x + 28 + at * 36
        yield s.Rect(left - _MARK, y - _MARK, 2 * _MARK, 2 * _MARK, fill, s.INK, 0.35)
        if fill == s.PAPER:
            yield s.Line(left - _MARK, y - _MARK, left + _MARK, y + _MARK, s.INK, 0.35)
        yield s.Label(left + 3.5, y + 1.1, words, 8, colour=s.QUIET)
    left = x + 110
    yield s.Rect(left - _MARK, y - _MARK, 2 * _MARK, 2 * _MARK, s.PAPER, s.INK, 0.35)
    yield s.Label(left, y + 1.0, "?", 7, bold=True, anchor="middle")
    yield s.Label(left + 3.5, y + 1.1, "to be decided", 8, colour=s.QUIET)


def _ends(when: When) -> tuple[date, date]:
    return when.earliest, when.latest


def _day(one: ReportResult) -> tuple[date, date, str]:
    first = one.incident.occurred or one.report.made
    made = one.report.made or first
    return first.earliest if first else date.max, made.earliest if made else date.max, one.report.id
