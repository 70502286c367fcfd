"""The summary of a case straight from its log, with no more of it parsed than the summary needs.

Every line is checked against its hash and the line before it, on the bytes as they stand in the file; of a returned
form only the few answers that count are parsed. Whatever is out of the ordinary, such as a line cut off or changed,
goes the long way, by ``read_log``, which refuses in words what is wrong. What this does not promise: a line that
somebody wrote in a form of his own, with a right hash, is found by ``case check`` and not here. The files of a case
are not compared either.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator, Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from ctdocs.model.case_authority import has_authority
from ctdocs.model.case_summary import NEEDED, SUMMARISED, Kept, marked, row_of
from ctdocs.model.case_values import VERSION, CaseValue, State, fold
from ctdocs.model.entry import Entry
from ctdocs.model.fields import Value
from ctdocs.model.log import BEGINNING, read_log
from ctdocs.model.witness import NAME as HEAD

LOG: Final = "log.jsonl"

BINARY: Final = getattr(os, "O_BINARY", 0)
"""Windows turns line ends where it is not told to leave them."""

_APPLICATION: Final = ('"basis":{', '"evidence.kind":{', '"consent.permission":{', '"consent.signature":{')
NEEDLES: Final[Mapping[str, tuple[str, ...]]] = {
    "application-form": _APPLICATION,
    "continuation-sheet": _APPLICATION,
    "threshold-request": ('"request.reply_by":{',),
    "threshold-continuation": ('"request.reply_by":{',),
}
"""Of the forms with many answers, how those of ``NEEDED`` that they can have stand in a line."""

_PLAIN: Final = frozenset(
    ("values", "source", "sources", "confirm", "dates", "flags", "letter", "reference", "decision", "step", "judgement")
)
"""The parts of an entry that are taken here; an entry with any other needs ``fold``."""

_VALUES: Final = '"values":{'
_AUTHORITY: Final = ("evidence.kind", "consent.permission", "consent.signature")
_scan = json.JSONDecoder().raw_decode

Line = tuple[str, str, bool]
"""Of a line that is as it was written: its text, its hash, and whether a form came in with it."""


class _Unusual(Exception):
    """The log is not plainly as it was written: ``read_log`` says what it is."""


class _Intricate(Exception):
    """What the log says hangs on rules that only ``fold`` knows."""


def scan(folder: str, data: bytes) -> dict[str, Any]:
    """The summary of the case in ``folder``, whose log holds ``data``, as a row.

    Raises ``Refused`` as ``read_log`` and ``fold`` do.
    """
    with contextlib.suppress(OSError, _Unusual, ValueError):
        lines = whole_lines(data)
        if _head(folder) != f"{len(lines)} {lines[-1][1]}\n".encode():
            raise _Unusual  # something came after it, or nobody knows
        with contextlib.suppress(_Intricate, ValueError, KeyError, TypeError, AttributeError):
            return _plain(lines)
        state = fold(_entries(lines), Path(folder, LOG))
        return row_of(state, birth=lines[0][1], head=lines[-1][1], entries=len(lines), lost=False)
    log = read_log(Path(folder, LOG))
    state = fold(log.entries, Path(folder, LOG))
    return row_of(state, birth=log.entries[0].hash, head=log.head, entries=len(log.entries), lost=bool(log.lost))


def _head(folder: str) -> bytes:
    handle = os.open(f"{folder}{os.sep}{HEAD}", os.O_RDONLY | BINARY)
    try:
        return os.read(handle, 200)
    finally:
        os.close(handle)


def whole_lines(data: bytes) -> list[Line]:
    """The lines of a log, each checked against its hash and the line before. Raises ``_Unusual`` and ``ValueError``."""
    if data[-1:] != b"\n":
        raise _Unusual
    lines: list[Line] = []
    before = BEGINNING
    for n, line in enumerate(data[:-1].split(b"\n"), start=1):
        rest = f'","n":{n},"prev":"{before}"}}'.encode()
        at = len(line) - len(rest)
        if line[at:] != rest or line[at - 73 : at - 64] != b',"hash":"':
            raise _Unusual
        before = line[at - 64 : at].decode()
        digest = sha256(line[: at - 73])
        digest.update(line[at + 1 :])
        if digest.hexdigest() != before:
            raise _Unusual
        lines.append((line.decode(), before, line.endswith(b',"event":"reading"', 0, at - 73)))
    return lines


def _plain(lines: list[Line]) -> dict[str, Any]:
    known: dict[str, Kept] = {}
    facts: dict[str, dict[str, Value]] = {}
    row = _opened(_scan(lines[0][0], 0)[0])
    for n, (text, _, reading) in enumerate(lines[1:], start=2):
        if reading:
            row["forms"].append(_reading(text, known))
        else:
            _other(_scan(text, 0)[0], n, row, known, facts)
    reported = {fact for said in facts.values() for fact, value in said.items() if value in (True, "yes")}
    return marked(row, known, lines[0][1], lines[-1][1], len(lines), authority=_authority(known), reported=reported)


def _entries(lines: list[Line]) -> Iterator[Entry]:
    """The entries, their answers no more than those that are needed."""
    for text, digest, _ in lines:
        found = json.loads(text)
        data = found["data"]
        for holder in (data, data.get("reading", {})):
            if "values" in holder:
                holder["values"] = {name: value for name, value in holder["values"].items() if NEEDED.fullmatch(name)}
        yield Entry(found["n"], found["at"], found["by"], found["event"], data, found["prev"], digest)


def _opened(entry: Mapping[str, Any]) -> dict[str, Any]:
    data = entry["data"]
    if entry["event"] != "opened" or data["version"] > VERSION:
        raise _Intricate
    return {
        "area": data["area"], "received": data["received"], "route": data["route"], "reference": data["reference"],
        "completed": None, "dates": {"received": data["received"]}, "letters": [], "steps": [], "decisions": [],
        "flags": [], "forms": [],
    }  # fmt: skip


def _other(
    entry: Mapping[str, Any], n: int, row: dict[str, Any], known: dict[str, Kept], facts: dict[str, dict[str, Value]]
) -> None:
    """What an entry other than a form says: the parts of ``fold``, in its order."""
    data, day = entry["data"], entry["at"][:10]
    if not data.keys() <= _PLAIN or "doubts" in data:
        raise _Intricate
    if "values" in data:
        for name, value in data["values"].items():
            if NEEDED.fullmatch(name):
                known[name] = (value, "blank" if value is None else "certain", day)
    if "confirm" in data:
        for name in data["confirm"]:
            if name in known:
                known[name] = (*known[name][:2], day)
    if "reference" in data:
        row["reference"] = data["reference"]
    if "dates" in data:
        row["dates"].update(data["dates"])
        row["completed"] = data["dates"].get("completed", row["completed"])
    if "flags" in data:
        on = (set(row["flags"]) - data["flags"].keys()) | {name for name, value in data["flags"].items() if value}
        row["flags"] = sorted(on)
    if "letter" in data:
        row["letters"].append([data["letter"]["id"], data["letter"]["day"]])
    if "decision" in data:
        said = data["decision"]
        row["decisions"].append([said["about"], said["outcome"], said["day"], said["proposed"], n])
    if "step" in data:
        row["steps"].append([data["step"]["id"], data["step"]["day"], data["step"]["elsewhere"], n])
    if "judgement" in data:
        for report, told in data["judgement"].get("facts", {}).items():
            facts.setdefault(report, {}).update(told)


def _reading(text: str, known: dict[str, Kept]) -> str:
    """Take the answers that are needed from the line of a form; gives the id of the form.

    Of a form with many answers each is parsed where it stands. A quotation mark inside a text is escaped in it, so that
    a name after ``{"`` or ``,"`` that goes on with ``":{`` is that of an answer. One that the case has already, from
    another form, needs the rules of ``fold``.
    """
    place = text.index('"id":"', text.index('"form":{')) + 6
    form = text[place : text.index('"', place)]
    begin = text.index(_VALUES, place)
    if form in NEEDLES:
        values = {}
        for needle in NEEDLES[form]:
            place = text.find(needle, begin)
            if place > 0 and text[place - 1] in "{,":
                values[needle[1:-3]] = _scan(text, place + len(needle) - 1)[0]
    else:
        read = _scan(text, begin + len(_VALUES) - 1)[0]
        values = {name: read[name] for name in read if NEEDED.fullmatch(name)}
    if not values.keys().isdisjoint(known):
        raise _Intricate
    for name, one in values.items():
        known[name] = (one["value"], one["status"], None)
    return form


def _authority(known: Mapping[str, Kept]) -> bool:
    """As ``has_authority`` says; whatever gives it was confirmed by a person."""
    if all(name not in known or known[name][2] is None for name in _AUTHORITY):
        return False
    values = {
        name: CaseValue(known[name][0], SUMMARISED, known[name][1], "", None if known[name][2] is None else "")
        for name in _AUTHORITY
        if name in known
    }
    return has_authority(State("", date.min, "", values=values))
