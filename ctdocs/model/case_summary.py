"""What figures and diaries need of a case, and nothing a person wrote: its state with the answers of people left out.

A summary is made of a row of plain data, which comes from the log or out of an index (``case_index``). It holds the
reference, dates, route, flags, ids of letters, steps and decisions, ticks and choices, and marks that say whether a
text is there.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

from ctdocs.model.case_authority import has_authority
from ctdocs.model.case_record import Decision, Judgements, Step
from ctdocs.model.case_values import CaseValue, KeptFile, Letter, Source, State
from ctdocs.model.fields import Value
from ctdocs.model.text import read_date

SUMMARY: Final = 2
"""The version of a row: another one makes every index be written anew."""

NEEDED: Final = re.compile(
    r"basis|decision\.threshold|evidence\.kind|consent\.(?:permission|signature)|request\.reply_by|statement\.text"
    r"|meeting\.(?:date|chair|conflicts)|minutes\.(?:declaration|assessment_done|sent|victim_invited)"
    r"|plan\.(?:discussed|lead|review)|review\.(?:findings|recommendations)|perpetrators\.[0-9]+\.under_18"
    r"|actions\.[0-9]+\.(?:action|agency|lead|due|completed|agreed)|assessments\.[0-9]+\.assessment\.review_due"
    r"|recommendations\.[0-9]+\.(?:to|text|sent|reply_by|replied|reply)"
)
"""The answers that a summary is made from, by their field ids. What one of them is hangs on no other answer."""

_WRITTEN: Final = re.compile(
    r"consent\.signature|statement\.text|meeting\.ch|meeting\.co|plan\.lead|review\."
    r"|actions\.[0-9]+\.(?:action|agency|lead|due)|recommendations\.[0-9]+\.(?:to|text|reply$)"
)
"""Those in which people write: a summary keeps that something stands there, and the day of a timescale. The
rest are choices, ticks and dates.
"""

_WORDS: Final = frozenset(("self", "other", "met", "not_met", "yes", "no", "consent", "letter", "authority"))
"""The answers of their choices."""

_WHOM: Final = re.compile(r".*\.(?:agency|lead|to)")

SEE: Final = "see the case"
"""What stands in a summary for words that people wrote."""

WHOM: Final = "whoever the case names"
"""The same for the name of a person or body."""

_NONE: Final = frozenset(
    ("none", "no", "nil", "n/a", "na", "-", "–", "none made", "no recommendations", "no recommendation", "dim", "0")
)
_SURELY_NONE: Final = re.compile(
    r"(?:(?:there (?:were|are)|we made|the panel made) )?(?:none|no (?:further |formal |other )?recommendations?)"
    r"(?: (?:were |was |have been )?(?:made|given|agreed|needed|required|identified))?"
    r"(?: (?:at|by|in) (?:this|the) (?:time|stage|meeting|panel|review))?"
    r"|(?:nil|none|nothing) (?:return|to (?:report|record|recommend))|not applicable|nothing|n\.a"
)
_PERHAPS_NONE: Final = re.compile(
    r"(?:no|none|nil|n/a|n\.a|na|not|nothing|neither|never|without|dim|there (?:were|was|are|is|have been)"
    r"|tb[acd]|to (?:follow|be)|pending|unknown|see|as above|awaiting)\b|[^a-z]*$"
    r"|.{0,80}\bnone\b|.*\b(?:no|none|any|nothing|without|not|didn't|did not|never|nor)\b.{0,40}\brecommend"
    r"|.*\brecommend\w*\b.{0,40}\b(?:no|none|not|nothing|nil)\b|.*\b(?:made|make|had|gave) (?:no|none|nothing)\b"
)

SUMMARISED: Final = Source("summary")
"""Where the values of a summary come from."""

_NOTHING: Final[Mapping[str, Value]] = {}
_NO_JUDGEMENTS: Final = Judgements()

Kept = tuple[Value, str, str | None]
"""Of a value of a case: what it is, its status, and the day on which a person confirmed it, empty if not known."""


@dataclass(frozen=True, slots=True)
class CaseSummary:
    """A case for figures and diaries. ``birth`` and ``head`` are the hashes of the first and last entry of its log.

    ``state`` is that of the case, with marks in the place of words and names, and no more of a file than its form.
    ``lost`` says that the log lost its end, so that nothing of it can be relied on. ``recommended`` is "made", "none",
    "unclear" (the words are like "none", and not plainly so) or empty where the minutes say nothing; ``actions`` counts
    the actions; ``reported`` names what was judged true of a report (hate…).
    """

    place: str
    birth: str
    head: str
    entries: int
    state: State
    lost: bool = False
    authority: bool = False
    findings: bool = False
    recommended: str = ""
    actions: int = 0
    reported: frozenset[str] = field(default_factory=frozenset)

    @property
    def folder(self) -> Path:
        """The folder of the case, which ``place`` names."""
        return Path(self.place)

    @property
    def name(self) -> str:
        """What a person calls the case: its reference, or where it has none its folder."""
        return self.state.reference or f"folder {self.folder.name}"


@functools.lru_cache(maxsize=4096, typed=True)
def _value(value: Value, status: str, confirmed: str | None) -> CaseValue:
    """A value of a row; one for all the cases that say the same, since making one takes longest."""
    return CaseValue(value, SUMMARISED, status, "", None if confirmed is None else "", confirmed or None)


class _Values(Mapping[str, CaseValue]):
    """The values of a row, each made when it is asked for: figures ask for two."""

    __slots__ = ("_rows",)

    def __init__(self, rows: Mapping[str, Kept]) -> None:
        self._rows = rows

    def __getitem__(self, name: str) -> CaseValue:
        value, status, confirmed = self._rows[name]
        return _value(value, status, confirmed)

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, name: object) -> bool:
        return name in self._rows

    def get(self, name: str, default: Any = None) -> Any:  # that of ``Mapping`` raises and catches
        return self[name] if name in self._rows else default


def row_of(state: State, *, birth: str, head: str, entries: int, lost: bool) -> dict[str, Any]:
    """The summary of a case as plain data, from its whole state."""
    known = {
        name: (value.value, value.status, (value.confirmed_at or "")[:10] if value.confirmed else None)
        for name, value in state.values.items()
        if NEEDED.fullmatch(name)
    }
    row = {
        "area": state.area, "received": state.received.isoformat(), "route": state.route, "reference": state.reference,
        "completed": state.completed.isoformat() if state.completed else None,
        "dates": {event: day.isoformat() for event, day in state.dates.items()},
        "letters": [[one.id, one.day.isoformat()] for one in state.letters],
        "steps": [[one.id, one.day.isoformat(), one.elsewhere, one.entry] for one in state.steps],
        "decisions": [
            [one.about, one.outcome, one.day.isoformat(), one.proposed, one.entry] for one in state.decisions
        ],
        "flags": sorted(state.flags), "forms": [one.form["id"] for one in state.files if one.form.get("id")],
    }  # fmt: skip
    facts = state.judgements.facts.values()
    reported = {fact for said in facts for fact, value in said.items() if value in (True, "yes")}
    return marked(row, known, birth, head, entries, lost=lost, authority=has_authority(state), reported=reported)


def marked(
    row: dict[str, Any], known: Mapping[str, Kept], birth: str, head: str, entries: int, *, lost: bool = False,
    authority: bool = False, reported: set[str] | frozenset[str] = frozenset(),
) -> dict[str, Any]:  # fmt: skip
    """The row with what its values say: short ones as they are, marks of the others. ``known`` are those ``NEEDED``."""
    values: dict[str, Kept] = {}
    for name, kept in known.items():
        value = kept[0]
        if value is None:
            continue
        values[name] = kept if isinstance(value, bool) or value in _WORDS else (_mark(name, value), *kept[1:])
    findings = "review.findings" in values
    words = known["review.recommendations"][0] if "review.recommendations" in known else ""
    several = [
        _recommended(str(kept[0] or ""))
        for name, kept in known.items() if name.startswith("recommendations.") and name.endswith(".text")
    ]  # fmt: skip
    actions = sum(name.startswith("actions.") and name.endswith(".action") for name in values)
    row["values"] = values
    said = values.get("meeting.date")
    if said and isinstance(said[0], str) and (day := read_date(said[0])):
        row["dates"].setdefault("meeting", day.isoformat())
    said_of = {*several, _recommended(str(words or ""))}
    recommended = next((one for one in ("made", "unclear", "none") if one in said_of), "")
    row["marks"] = [authority, findings, recommended, actions, sorted(reported)]
    row["birth"], row["head"], row["entries"], row["lost"] = birth, head, entries, lost
    return row


def _mark(name: str, value: str) -> str:
    """The day that the value is, or that something stands there: even a box for a date may hold any text."""
    if not _WRITTEN.match(name):
        day = read_date(value)
    else:
        day = read_date(re.sub(r"^\s*by\s+", "", value, flags=re.IGNORECASE)) if name.endswith(".due") else None
    return day.isoformat() if day else WHOM if _WHOM.fullmatch(name) else SEE


def _recommended(words: str) -> str:
    if not words:
        return ""
    plain = " ".join(words[:200].replace("’", "'").split()).strip(" .!").lower()
    if not plain:
        return ""
    plain = plain.lstrip("0123456789.)-–—•*· ") or plain  # the number or dot of a list
    if plain in _NONE or _SURELY_NONE.fullmatch(plain):
        return "none"
    return "unclear" if _PERHAPS_NONE.match(plain) else "made"


@functools.lru_cache(maxsize=256)
def _file(form: str) -> KeptFile:
    """What is known of a file; one for all the cases, as it says no more than its form."""
    return KeptFile("", "", form, {"id": form})


@functools.lru_cache(maxsize=4096)
def _letter(id_: str, day: str) -> Letter:
    return Letter(id_, date.fromisoformat(day), "")


def from_row(place: str, row: Mapping[str, Any]) -> CaseSummary:
    """The summary that a row holds. Raises ``KeyError``, ``TypeError`` or ``ValueError`` where it holds none."""
    day = date.fromisoformat
    completed = row["completed"]
    authority, findings, recommended, actions, reported = row["marks"]
    state = State(
        row["area"],
        day(row["received"]),
        row["route"],
        row["reference"],
        day(completed) if completed else None,
        values=_Values(row["values"]),
        differing=_NOTHING,
        files=tuple([_file(form) for form in row["forms"]]),
        letters=tuple([_letter(id, at) for id, at in row["letters"]]),
        dates={event: day(at) for event, at in row["dates"].items()},
        flags=frozenset(row["flags"]),
        decisions=tuple(
            [
                Decision(about, outcome, day(at), "", "", proposed, "", n)
                for about, outcome, at, proposed, n in row["decisions"]
            ]
        ),
        steps=tuple([Step(id, day(at), "", "", None, elsewhere, n) for id, at, elsewhere, n in row["steps"]]),
        judgements=Judgements(facts={"reports": dict.fromkeys(reported, True)}) if reported else _NO_JUDGEMENTS,
    )
    return CaseSummary(
        place, row["birth"], row["head"], row["entries"], state, row["lost"], authority, findings, recommended,
        actions, frozenset(reported),
    )  # fmt: skip
