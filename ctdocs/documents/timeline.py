"""The time line of a case: every report and complaint that is known, in the order of its day."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ctdocs import __version__
from ctdocs.documents import blocks as b
from ctdocs.model.area import Area
from ctdocs.model.replies import Reply, named, replies
from ctdocs.model.text import long_date, read_date

_HOW = {
    "writing": "in writing", "email": "by e-mail", "telephone": "by telephone", "visit": "at their office",
    "onsite": "to an officer out and about", "online": "online",
}  # fmt: skip
_WIDTHS = (28.0, 82.0, 60.0)
_LONGEST, _LINES = 900, 12

Row = tuple[str, str, str]
Version = tuple[Reply, Mapping[str, Any]]


def timeline(area: Area, facts: Mapping[str, Any], *, language: str = "en") -> b.Resolved | None:
    """The time line as a finished document, or None where no report is known. ``facts`` are those of the case.

    What the applicant and the partners said stands as they said it; nothing is counted or judged here.
    """
    rows = sorted(_rows(facts, language), key=lambda found: (found[0] is None, found[0] or dt.date.max))
    if not rows:
        return None
    header = tuple((b.Text(word),) for word in ("Day", "What happened", "Who was told, and what was done"))
    lines = tuple(_cells(part) for _, row in rows for part in _parted(row))
    table = b.Table("Reports in the order of their days", header, _WIDTHS, lines)
    advice = "What was said by the applicant and by the organisations, by its day. Nothing is counted or judged here."
    return b.Resolved(
        id="timeline", code="", kind="form", edition="", title="Time line of reports", language=language,
        audience="panel", mode="final", area_id=area.id, area_name=area.name, gss_code=area.gss_code, sender="",
        version=__version__, blocks=(b.Paragraph((b.Text(advice),), "note"), table), key="",
        values={"reference": str(facts.get("reference") or "")},
    )  # fmt: skip


def _rows(facts: Mapping[str, Any], language: str) -> Iterator[tuple[dt.date | None, Row]]:
    for incident in facts.get("incidents", ()):
        if not incident:
            continue
        day, words = _day(incident.get("date"), language)
        told = [_sentence("Reported by", incident.get("reported_by")), _sentence("to", incident.get("reported_to"))]
        reported = _day(incident.get("date_reported"), language)[1]
        told += [_sentence("on", reported), _HOW.get(str(incident.get("how_reported")), "")]
        yield day, (words, str(incident.get("details") or ""), _joined(told))
    for versions in _versions(replies(facts.get("returns", ()))):
        yield _complaint(versions, language)


def _versions(told: Sequence[Reply]) -> Iterator[tuple[Version, ...]]:
    """Every complaint as often as it was told: of replies of one organisation those with one number and one day."""
    groups: dict[tuple[str, ...], list[Version]] = {}
    for reply in sorted(told, key=lambda one: (one.of > 1 and one.place > 1, one.number)):
        met: Counter[tuple[str, ...]] = Counter()
        for row, complaint in enumerate(reply.answers.get("complaints", ())):
            if not complaint:
                continue
            number, day = (str(complaint.get(name) or "").strip() for name in ("reference", "received"))
            same = (named(reply.organisation), named(number), day)
            met[same] += 1
            alone = reply.of == 1 or not (number and day)
            key = (str(reply.number), str(row)) if alone else (*same, str(met[same]))
            groups.setdefault(key, []).append((reply, complaint))
    for versions in groups.values():
        yield tuple(sorted(versions, key=lambda one: one[0].place))


def _complaint(versions: Sequence[Version], language: str) -> tuple[dt.date | None, Row]:
    """A report as the last of the replies tells it, and what the replies before told otherwise."""
    reply, complaint = versions[-1]
    day, words = _day(complaint.get("received"), language)
    number = _sentence("its number is", complaint.get("reference"))
    which = _which(versions, language)
    held = _joined([f"Held by {reply.called}{f' ({which})' if which else ''}", number])
    overview, parts = str(complaint.get("overview") or ""), [held, _done(complaint)]
    for before, other in versions[:-1]:
        first = _reply_of(before, language)
        if str(other.get("overview") or "") != str(complaint.get("overview") or ""):
            overview += f"\n{first[:1].upper()}{first[1:]}: {other.get('overview') or 'said nothing'}"
        if _done(other) != _done(complaint):
            parts.append(f"{first[:1].upper()}{first[1:]}: {_done(other) or 'said nothing'}")
    return day, (words, overview, "\n".join(part for part in parts if part))


def _done(complaint: Mapping[str, Any]) -> str:
    done = {"yes": "Action was taken", "no": "No action was taken"}.get(str(complaint.get("acted")), "")
    action = complaint.get("action")
    return f"{done}: {action}" if done and action else str(action or done)


def _which(versions: Sequence[Version], language: str) -> str:
    """Which replies of an organisation tell of a report; empty where it replied once."""
    if versions[-1][0].of == 1:
        return ""
    return " and ".join(dict.fromkeys(_reply_of(reply, language) for reply, _ in versions))


def _reply_of(reply: Reply, language: str) -> str:
    order = "first reply" if reply.place == 1 else "later reply" if reply.of == 2 else f"reply {reply.place}"
    return f"{order}, {long_date(reply.day, language)}" if reply.day else order


def _day(said: Any, language: str) -> tuple[dt.date | None, str]:
    day = read_date(said) if isinstance(said, str) else None
    return day, long_date(day, language) if day else str(said or "Day not known")


def _sentence(before: str, value: Any) -> str:
    return f"{before} {value}" if value and value != "Day not known" else ""


def _joined(parts: list[str]) -> str:
    words = " ".join(part for part in parts if part)
    return words[:1].upper() + words[1:]


def _parted(row: Row) -> Iterator[Row]:
    """A row as several where a cell is longer than a page takes."""
    columns = [pieces_of(cell) for cell in row]
    for number in range(max(len(pieces) for pieces in columns)):
        day, said, told = (pieces[number] if number < len(pieces) else "" for pieces in columns)
        yield (day if number == 0 else "(goes on)", said, told)


def pieces_of(text: str) -> list[str]:
    """The text in pieces of at most ``_LONGEST`` characters and few lines, parted between words."""
    pieces = [""]
    for word in re.findall(r"\S+\s*|\s+", text):
        for part in (word[i : i + _LONGEST] for i in range(0, len(word), _LONGEST)):
            if len(pieces[-1]) + len(part) > _LONGEST or pieces[-1].count("\n") + part.count("\n") > _LINES:
                pieces.append("")
            pieces[-1] += part
    return [piece.rstrip() for piece in pieces]


def _cells(row: Row) -> tuple[b.Inlines, ...]:
    return tuple(lines_of(cell) for cell in row)


def lines_of(text: str) -> b.Inlines:
    """A text as a cell shows it, with its line ends."""
    made: list[b.Inline] = []
    for number, line in enumerate(text.split("\n")):
        made += [b.Break()] * bool(number) + [b.Text(line)] * bool(line)
    return tuple(made)
