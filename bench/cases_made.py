"""Made-up cases for the measures: their logs written straight to the disk, chained as ``ctdocs`` chains them.

Three stages in turn: received and acknowledged; not met, with an appeal now and then; and the whole way to letter 6,
with replies of partners, minutes and an action plan. The answers are those of a form that is full.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bench.sample import case

FIRST = dt.date(2021, 4, 1)
DAYS = 5 * 365
BY = "Fern Ficton"
FORM = {"id": "application-form", "layout": "26a3f9c1", "area": "example/exampleshire", "serial": None,
        "route": "fillable", "language": "en", "edition": "2026-11"}  # fmt: skip
_WORDS = "The panel heard that noise had been reported to the council and the police on several dates. " * 4


def write(folder: Path, count: int) -> None:
    """Put ``count`` cases into ``folder``, each in a folder of its own."""
    from ctdocs.model.entry import Entry
    from ctdocs.model.log import following

    for number in range(count):
        entries: list[Entry] = []
        for event, day, data in _events(number):
            at = dt.datetime.combine(day, dt.time(9, 30), dt.UTC)
            entries.append(following(entries[-1] if entries else None, at=at, by=BY, event=event, data=data))
        place = folder / f"{number:05d}"
        place.mkdir(parents=True)
        (place / "log.jsonl").write_text("".join(f"{one.line()}\n" for one in entries), encoding="utf-8")
        (place / "log.head").write_text(f"{entries[-1].n} {entries[-1].hash}\n", encoding="utf-8")


def received(number: int) -> dt.date:
    """The day on which case ``number`` was received."""
    return FIRST + dt.timedelta(days=number * 7919 % DAYS)


def _events(number: int) -> Iterator[tuple[str, dt.date, Mapping[str, Any]]]:
    day = received(number)
    yield "opened", day, {
        "version": 1, "area": "example/exampleshire", "received": day.isoformat(), "route": "email",
        "reference": f"CT/{number:05d}",
    }  # fmt: skip
    yield "reading", day, _reading("application", FORM, _flat(case()), number)
    yield "confirmed", day, {"confirm": ["victim.address", "victim.name", "victim.postcode", "contact.post"]}
    yield "completed", day, {"dates": {"completed": day.isoformat()}}
    yield _letter("letter-1", day + dt.timedelta(days=3), "acknowledged")
    if number % 3 == 0:
        return
    reply = {**FORM, "id": "threshold-request"}
    for partner in range(3):
        values = {
            f"returns.{partner + 1}.{name}": value
            for name, value in {
                "reply.organisation": f"Partner {partner}", "reply.date": (day + dt.timedelta(days=9)).isoformat(),
                "reply.reports": "yes",
                **{f"complaints.{n}.{part}": value for n in range(1, 4) for part, value in (
                    ("received", (day - dt.timedelta(days=20 * n)).isoformat()), ("overview", _WORDS[:180]),
                    ("reference", f"R{number}-{n}"), ("acted", "yes"), ("action", "A letter was sent."))},
            }.items()
        }  # fmt: skip
        yield "reading", day + dt.timedelta(days=9), _reading(f"reply-{partner}", reply, values, number)
    decided = day + dt.timedelta(days=15)
    outcome = "met" if number % 3 == 1 else "not_met"
    yield "decision", decided, {
        "decision": {"about": "threshold", "outcome": outcome, "day": decided.isoformat(), "by": BY, "reason": "",
                     "proposed": outcome},
        "values": {"decision.threshold": outcome}, "source": f"decision of {BY}",
        "dates": {"decision": decided.isoformat()},
    }  # fmt: skip
    if outcome == "not_met":
        yield _letter("letter-4", decided + dt.timedelta(days=1), "decision_letter")
        if number % 5 == 0:
            yield "date", decided + dt.timedelta(days=12), {
                "dates": {"appeal_lodged": (decided + dt.timedelta(days=12)).isoformat()}
            }
        return
    meeting = decided + dt.timedelta(days=18)
    yield _letter("letter-5", decided + dt.timedelta(days=1), "decision_letter")
    minutes = {
        "meeting.date": meeting.isoformat(), "meeting.chair": "An independent chair", "review.findings": _WORDS,
        "review.recommendations": _WORDS if number % 4 else "None", "minutes.history": _WORDS * 2,
        "minutes.victim_invited": "yes", "minutes.assessment_done": "yes",
        **{f"attendees.{n}.{part}": "Somebody" for n in range(1, 7) for part in ("name", "organisation", "job")},
    }  # fmt: skip
    yield "reading", meeting, _reading("minutes", {**FORM, "id": "minutes"}, minutes, number)
    if number % 4:
        plan = {f"actions.{n}.{part}": "Something" for n in range(1, 5) for part in ("action", "agency", "lead")}
        yield "reading", meeting, _reading("plan", {**FORM, "id": "action-plan"}, plan, number)
    yield _letter("letter-6", meeting + dt.timedelta(days=4), "outcome")


def _letter(name: str, day: dt.date, event: str) -> tuple[str, dt.date, Mapping[str, Any]]:
    sha256 = hashlib.sha256(f"{name} {day}".encode()).hexdigest()
    letter = {"id": name, "day": day.isoformat(), "sha256": sha256, "path": f"letters/{name}-{day}.pdf"}
    return "letter", day, {"letter": letter, "dates": {event: day.isoformat()}}


def _reading(name: str, form: Mapping[str, Any], values: Mapping[str, Any], number: int) -> Mapping[str, Any]:
    sha256 = hashlib.sha256(f"{name} {number}".encode()).hexdigest()
    read = {key: {"value": value, "status": "certain", "reason": "", "page": 1} for key, value in values.items()}
    path = f"files/{sha256[:12]}-{name}.pdf"
    return {"reading": {"path": path, "name": f"{name}.pdf", "sha256": sha256, "form": dict(form), "values": read}}


def _flat(tree: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in tree.items():
        if isinstance(value, Mapping):
            found |= _flat(value, f"{prefix}{key}.")
        elif isinstance(value, list):
            for n, one in enumerate(value, 1):
                found |= _flat(one, f"{prefix}{key}.{n}.")
        elif isinstance(value, str | bool) and key != "reference":
            found[f"{prefix}{key}"] = value
    return found
