"""What others see of a case: the facts a document prints, the file a person reads, the things to look at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from ctdocs.errors import Problem
from ctdocs.model import review_look
from ctdocs.model.application_check import SIGNED, problems as application_problems
from ctdocs.model.case_authority import KIND, has_authority, unseen
from ctdocs.model.case_letters import contact, differences
from ctdocs.model.case_values import STRANGE, CaseValue, State
from ctdocs.model.fields import Value, form_order, label_of, no_such_answer, shown
from ctdocs.model.log import Log
from ctdocs.model.reading import nested
from ctdocs.model.text import read_date

_WRITTEN_TO = {f"{who}.{part}" for who in ("applicant", "victim") for part in ("address", "postcode")}

HEADER = (
    "# A view of this case, for reading only. The truth is log.jsonl: what is changed here is not read and is\n"
    "# overwritten. To change the case, use: ctdocs case set\n"
)


def plain(state: State) -> dict[str, Value]:
    """The known values by field id, blank ones left out."""
    return {name: known.value for name, known in state.values.items() if known.value is not None}


def in_order(state: State) -> list[tuple[str, CaseValue]]:
    """Every value with its field id, as they stand on the form."""
    return sorted(state.values.items(), key=lambda item: form_order(item[0]))


def facts(state: State) -> dict[str, Any]:
    """The case as documents see it: answers nested by field id, and beside them what the officers recorded.

    ``applicant`` is the person affected where that person applies. ``letters`` gives the latest date of each letter
    sent, here or elsewhere, ``dates`` the day of each event, both as ``date``; ``decided`` the last decision on each
    thing, ``done`` the last day of each step that was recorded. ``authority`` is True where consent or authority has
    come and a person has looked at it, else None.
    """
    tree: dict[str, Any] = {"applicant": {}, "victim": {}, "incidents": [], **nested(plain(state))}
    if tree.get("basis") == "self":
        tree["applicant"] = dict(tree["victim"])
    letters = sent(state)
    dates = {**meeting_day(tree), **state.dates}
    return {
        **tree,
        "meeting": {**_given(date=dates.get("meeting")), **tree.get("meeting", {})},
        "minutes": {**_of_letters(letters, dates), **tree.get("minutes", {})},
        "perpetrators": tree.get("perpetrators") or _assessed(tree.get("assessments", ())),
        "plan": {**_plan(tree.get("actions", [])), **tree.get("plan", {})},
        "area": state.area,
        "reference": state.reference,
        "received": state.received,
        "completed": state.completed,
        "route": state.route,
        "third_party": tree.get("basis") == "other",
        "authority": has_authority(state) or None,
        "letters": letters,
        "dates": dates,
        "flags": sorted(state.flags),
        "decided": {one.about: {"outcome": one.outcome, "day": one.day, "by": one.by, "reason": one.reason}
                    for one in state.decisions},
        "done": {step.id: step.day for step in state.steps},
    }


def sent(state: State) -> dict[str, date]:
    """The latest date of each letter by its id: those of the log, and those that were recorded as sent elsewhere.

    A step that is no letter stands there too, under an id that no letter has.
    """
    found: dict[str, date] = {}
    days = [*((step.id, step.day) for step in state.steps), *((letter.id, letter.day) for letter in state.letters)]
    for id_, day in days:
        found[id_] = max(day, found.get(id_, day))
    return found


def meeting_day(tree: Mapping[str, Any]) -> dict[str, date]:
    """The day of the meeting as an event, where the case has one: clocks count from it."""
    said = tree.get("meeting", {}).get("date")
    day = read_date(said) if isinstance(said, str) else None
    return {"meeting": day} if day else {}


def _of_letters(letters: Mapping[str, date], dates: Mapping[str, date]) -> dict[str, str]:
    """What the minutes say of the letters that were sent."""
    return _given(
        acknowledged=letters.get("letter-1") or dates.get("acknowledged"),
        advised=letters.get("letter-5") or letters.get("letter-4"),
        outcome_sent=letters.get("letter-6"),
    )


def _assessed(assessments: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The people of whom a proportionality assessment was made: the minutes name them unless they name others."""
    people = (one.get("assessment", {}) for one in assessments)
    return [{part: one[part] for part in ("name", "address") if one.get(part)} for one in people if one.get("name")]


def _plan(actions: Sequence[Any]) -> dict[str, Any]:
    """Whether there is an action plan, and the numbers of the actions agreed to, declined, and not yet asked about."""
    known = [(number, action) for number, action in enumerate(actions, 1) if action]
    agreed, refused, unasked = (
        ", ".join(str(number) for number, action in known if action.get("agreed") == said)
        for said in ("yes", "no", None)
    )
    numbers = {"agreed": agreed, "not_agreed": refused, "unasked": unasked}
    return {"exists": bool(known) or None, **{name: text for name, text in numbers.items() if text}}


def _given(**days: date | None) -> dict[str, str]:
    return {name: day.isoformat() for name, day in days.items() if day}


def problems(state: State) -> tuple[Problem, ...]:
    """What is missing or does not fit in the application as it stands now, in the order of the form.

    What a person has settled is left out: evidence that was claimed and has been looked at, and a day
    of signature after the day of receipt that was confirmed (consent often comes later).
    """
    found = application_problems(nested(plain(state)), received=state.received)
    return tuple(problem for problem in found if not _settled(state, problem))


def _settled(state: State, problem: Problem) -> bool:
    if problem.field == KIND:
        return has_authority(state)
    known = state.values.get(problem.field or "")
    return problem.code == "date-after-receipt" and problem.field in SIGNED and known is not None and known.confirmed


def of_others(state: State) -> tuple[Problem, ...]:
    """The files that may be another person's or of another case, while nobody has confirmed that they are not."""
    waiting: dict[str, int] = {}
    for known in state.values.values():
        if known.open and STRANGE in known.reason and known.source.file:
            waiting[known.source.file] = waiting.get(known.source.file, 0) + 1
    found = [(kept, waiting[kept.sha256]) for kept in state.files if kept.sha256 in waiting]
    return tuple(
        Problem(
            f"{kept.name} may be of another person or case: the name or reference on it is not that of this case. "
            f"{count} answer{'s wait' if count != 1 else ' waits'} for somebody to look.",
            code="of-another",
            field=kept.name,
            hint=f"If it belongs here: case set CASE --confirm {kept.name}",
        )
        for kept, count in found
    )


def to_look_at(state: State) -> tuple[Problem, ...]:
    """What a person must confirm, type or decide, besides the problems of the application."""
    return tuple(_to_look_at(state))


def _to_look_at(state: State) -> Iterator[Problem]:
    yield from of_others(state)
    for name, known in in_order(state):
        if known.open and STRANGE in known.reason and known.source.file:
            continue  # said once for its file
        label, because = label_of(name), f" ({known.reason})" if known.reason else ""
        if known.open and known.status == "key":
            message = f"{label}: to be typed by a person from the form{because}."
            yield Problem(message, code="key", field=name, hint=f"Use: case set CASE {name}=…")
        elif known.open:
            how = "typed" if known.typed else "read"
            message = f"{label}: {how} as {shown(known.value)}, to be confirmed{because}."
            answers = no_such_answer(name, known.value)
            hint = f"Use: case set CASE {name}={answers}" if answers else f"Use: case set CASE --confirm {name}"
            yield Problem(message, code="check", field=name, hint=hint)
        elif name in _WRITTEN_TO and known.value and not known.confirmed:
            message = f"{label}: not confirmed by a person; no letter goes to it."
            yield Problem(message, code="unconfirmed-address", field=name, hint=f"Use: case set CASE --confirm {name}")
    yield from (problem for problem in contact(state, decided=False) if not state.values[problem.field or ""].open)
    yield from unseen(state)
    yield from differences(state)
    yield from review_look.problems(state, facts(state))
    for kept in state.files:
        area = kept.form.get("area")
        if area and area != state.area and not kept.other_area:
            yield Problem(f"The form {kept.name} is one of {area}, not of {state.area}.", code="other-area")


def as_json(state: State, log: Log) -> dict[str, Any]:
    """The whole case as a plain object: what ``case show --json`` prints and ``case.yaml`` holds."""
    return {
        "reference": state.reference,
        "area": state.area,
        "received": state.received.isoformat(),
        "completed": state.completed.isoformat() if state.completed else None,
        "route": state.route,
        "flags": sorted(state.flags),
        "dates": {event: day.isoformat() for event, day in state.dates.items()},
        "letters": [{"id": sent.id, "date": sent.day.isoformat(), "sha256": sent.sha256} for sent in state.letters],
        **_recorded(state),
        "files": [{"path": k.path, "name": k.name, "sha256": k.sha256, "form": dict(k.form)} for k in state.files],
        "values": {name: _value_json(known) for name, known in in_order(state)},
        "differing": dict(state.differing),
        "log": {"entries": len(log.entries), "head": log.head},
    }


def _recorded(state: State) -> dict[str, Any]:
    """What people decided, did and judged, where they did."""
    of = state.judgements
    judged = {
        "same": [sorted(group) for group in of.same],
        "apart": [sorted(group) for group in of.apart],
        "matter": dict(of.matter),
        "facts": {report: dict(said) for report, said in of.facts.items()},
    }
    said = {
        "decisions": [
            {
                "about": one.about, "outcome": one.outcome, "day": one.day.isoformat(), "by": one.by,
                "reason": one.reason, "proposed": one.proposed, "entry": one.entry,
            }
            for one in state.decisions
        ],
        "steps": [
            {
                "id": one.id, "day": one.day.isoformat(), "by": one.by, "note": one.note, "path": one.path,
                "elsewhere": one.elsewhere, "entry": one.entry,
            }
            for one in state.steps
        ],
        "judgements": {name: value for name, value in judged.items() if value},
    }  # fmt: skip
    return {name: value for name, value in said.items() if value}


def _value_json(known: CaseValue) -> dict[str, Any]:
    source: dict[str, Any] = {"route": known.source.route}
    if known.source.file:
        source |= {"file": known.source.file, "field": known.source.field, "page": known.source.page}
    given: dict[str, Any] = {"value": known.value, "source": source, "status": known.status}
    if known.reason:
        given["reason"] = known.reason
    return given | {"confirmed_by": known.confirmed_by, "confirmed_at": known.confirmed_at}


def to_yaml(content: Mapping[str, Any]) -> str:
    """The text of ``case.yaml``, answers of several lines as lines."""
    import yaml

    class Dumper(yaml.SafeDumper):
        pass

    def text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
        # PyYAML takes the line ends of old standards for its own unless they are escaped.
        style = '"' if set(value) & set("\x85\u2028\u2029") else "|" if "\n" in value else None
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)

    Dumper.add_representer(str, text)
    return HEADER + yaml.dump(dict(content), Dumper=Dumper, allow_unicode=True, sort_keys=False, width=100)
