"""A case: a folder whose ``log.jsonl`` is the truth, with the files that came in and a view for people.

Every method that changes the case adds one line to the log: the change is there whole or not at all. Nothing here
asks the clock: ``at`` is when the change is made, ``by`` the person who makes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

from ctdocs.errors import CannotWrite, Problem, Refused
from ctdocs.model import case_letters, case_view
from ctdocs.model.application import Application
from ctdocs.model.application_check import SIGNED
from ctdocs.model.bounds import far_off
from ctdocs.model.case_damage import damage
from ctdocs.model.case_intake import Returned, intake, keep_files, refuse_misfits
from ctdocs.model.case_recording import Recording
from ctdocs.model.case_values import VERSION, CaseValue, Enclosed, State, fold
from ctdocs.model.entry import Entry
from ctdocs.model.fields import Value, doubt, keyed, label_of, no_such_answer, shown, unknown_field
from ctdocs.model.files import cannot_write, write_atomic
from ctdocs.model.lock import locked
from ctdocs.model.log import Log, append, begin, following, read_log, shortened
from ctdocs.model.reading import Reading, nested
from ctdocs.model.text import keepable, long_date, read_date

ROUTES = ("post", "email", "online", "phone", "letter", "in-person")
"""How an application may reach the council."""

FROM_THE_FORM = "typed from the form"
"""The source of a value that a person typed because its reading was not certain."""

_SOURCES = {"phone": "telephone", "email": "e-mail", "in-person": "in person"}

_CAME, _TAKEN_IN = "when the application was received", "when the form was taken in"
_TYPED = "when it was typed"

FLAGS = tuple(case_letters.DO_NOT_WRITE + end for end in ("", ".applicant", ".victim"))


class Case(Recording):
    """A case and its folder. ``state`` is what the log says now; it is replaced, never changed, by each method."""

    def __init__(self, folder: Path, log: Log) -> None:
        self.folder = folder
        self.log = log
        self.state: State = fold(log.entries, folder / "log.jsonl")
        self._held = False

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the case for the length of a ``with``, its log read anew: what is checked here still holds when it is
        recorded. Raises ``CannotWrite`` where somebody else holds it, ``Refused`` where its log was changed.
        """
        with locked(self.folder):
            log = read_log(self.folder / "log.jsonl")
            self.log, self.state = log, fold(log.entries, self.folder / "log.jsonl")
            self._held = True
            try:
                yield
            finally:
                self._held = False

    @classmethod
    def open(cls, folder: Path) -> Case:
        """The case in ``folder``. Raises ``Refused`` where there is none, or naming the line where its log was changed.

        A last line cut off by a crash is left aside; ``case.log.torn`` then holds it. A case whose log lost its end
        opens, and can only be looked at until it is mended or ``accept_shortened``.
        """
        return cls(folder, read_log(folder / "log.jsonl"))

    @classmethod
    def create(
        cls,
        folder: Path,
        area_id: str,
        received: date,
        route: str,
        at: datetime,
        by: str,
        *,
        reference: str | None = None,
        reading: Reading | None = None,
        file_bytes: bytes = b"",
        file_name: str = "",
        returned: Iterable[Returned] = (),
        other_area: bool = False,
    ) -> Case:
        """Open a new case, with what came in where there is anything: all of it or nothing.

        That is the form in ``reading``, or all of ``returned``, the form first and then sheets that go on with it.
        ``received`` is stated by a person. Raises ``Refused`` where the folder holds a case or other files or a
        document cannot be taken in (``case_intake``), and ``CannotWrite``.
        """
        if route not in ROUTES:
            raise Refused(f"“{route}” is no route of an application; it is one of {', '.join(ROUTES)}.")
        _not_in_the_future(received, at, "received")
        opened = {
            "version": VERSION,
            "area": area_id,
            "received": received.isoformat(),
            "route": route,
            "reference": _one_line(reference),
        }
        entries = [following(None, at=at, by=by, event="opened", data=opened)]
        documents = [Returned(reading, file_bytes, file_name)] if reading is not None else []
        taken = []
        for document in [*documents, *returned]:
            state = fold(entries, folder / "log.jsonl")
            data = intake(state, document, other_area=other_area, latest=received, when=_CAME)
            entries.append(following(entries[-1], at=at, by=by, event="reading", data=data))
            taken.append((data, document))
        try:
            folder.mkdir(parents=True, exist_ok=True)
            strange = [item.name for item in folder.iterdir() if item.name != "files" and item.name[0] != "."]
        except OSError as error:
            raise cannot_write(folder, error) from error
        if strange and not (folder / "log.jsonl").exists():
            raise Refused(f"{folder} holds other files ({strange[0]}).", hint="Give a new or empty folder.")
        if not (folder / "log.jsonl").exists():
            for data, document in taken:
                keep_files(folder, data, document)
        begin(folder / "log.jsonl", tuple(entries))
        case = cls(folder, Log(tuple(entries)))
        case._refresh_view()
        return case

    def record(self, event: str, data: Mapping[str, Any], at: datetime, by: str) -> Entry:
        """Add one entry to the log and refresh the view. The methods below are the usual ways to it.

        Raises ``CannotWrite`` where the case was changed by somebody else since it was opened, or cannot be written,
        and ``Refused`` where its log has lost its end.
        """
        entry = following(self.log.entries[-1], at=at, by=by, event=event, data=data)
        log = Log((*self.log.entries, entry))
        state = fold(log.entries, self.folder / "log.jsonl")
        append(self.folder / "log.jsonl", entry, held=self._held)
        self.log, self.state = log, state
        self._refresh_view()
        return entry

    def take(
        self,
        reading: Reading,
        file_bytes: bytes,
        file_name: str,
        at: datetime,
        by: str,
        *,
        beside: tuple[tuple[str, bytes], ...] = (),
        other_area: bool = False,
    ) -> Entry:
        """Take in a form or sheet that was read, and keep its file under ``files/``. Reading alone confirms nothing.

        A blank answer replaces nothing; what a person confirmed or typed stands, and so does whom to write to and how:
        what differs from it is listed to look at. Raises ``Refused`` as ``case_intake.intake`` does.
        """
        self._require_whole_log()
        document = Returned(reading, file_bytes, file_name, beside)
        latest = max(at.date(), self.state.received)
        data = intake(self.state, document, other_area=other_area, latest=latest, when=_TAKEN_IN)
        keep_files(self.folder, data, document)
        return self.record("reading", data, at, by)

    def set(self, path: str, value: Value, at: datetime, by: str, source: str | None = None) -> Entry:
        """Put down a value as a person knows it; it counts as confirmed by that person. ``source``: where from."""
        return self.change(at, by, values={path: value}, source=source)

    def confirm(self, path: str, at: datetime, by: str) -> Entry:
        """Confirm the value of a field, or of every filled field of a group (``victim``)."""
        return self.change(at, by, confirm=[path])

    def complete(self, day: date, at: datetime, by: str) -> Entry:
        """Record the day on which the application was complete, apart from the day it was received."""
        return self.change(at, by, dates={"completed": day})

    def happened(self, event: str, day: date, at: datetime, by: str) -> Entry:
        """Record the day of an event that clocks count from, such as ``acknowledged`` or ``meeting``."""
        return self.change(at, by, dates={event: day})

    def flag(self, name: str, on: bool, at: datetime, by: str) -> Entry:
        """Set or lift a flag of ``FLAGS``."""
        return self.change(at, by, flags={name: on})

    def add_letter(
        self,
        id: str,
        day: date,
        sha256: str,
        at: datetime,
        by: str,
        *,
        event: str | None = None,
        path: str | None = None,
        enclosed: Iterable[Enclosed] = (),
    ) -> Entry:
        """Record a letter that was sent; ``event`` is what its date also stands for (``acknowledged``…), ``path`` the
        place of its copy in the case's folder, ``enclosed`` what went with it.
        """
        data: dict[str, Any] = {"letter": {"id": id, "day": day.isoformat(), "sha256": sha256}}
        if path:
            data["letter"]["path"] = path
        if with_it := [{"id": one.id, "sha256": one.sha256, "path": one.path} for one in enclosed]:
            data["letter"]["enclosed"] = with_it
        if event:
            data["dates"] = {event: day.isoformat()}
        return self.record("letter", data, at, by)

    def change(
        self,
        at: datetime,
        by: str,
        *,
        values: Mapping[str, Value] | None = None,
        source: str | None = None,
        confirm: Iterable[str] = (),
        dates: Mapping[str, date] | None = None,
        flags: Mapping[str, bool] | None = None,
        reference: str | None = None,
    ) -> Entry:
        """Several changes as one entry: all of them or none. Raises ``Refused`` for the first that cannot be.

        Without ``source`` a value comes by the route of the case, or from the form where its reading was not certain.
        A value that cannot be right for its field is taken, and waits for somebody to confirm it.
        """
        data: dict[str, Any] = {}
        if values:
            data["values"] = {path: self._keyed(path, value) for path, value in values.items()}
            data["source"] = keepable(source or _SOURCES.get(self.state.route, self.state.route))
            unclear = [name for name in values if (known := self.value(name)) and known.status in ("check", "key")]
            if from_form := {name: FROM_THE_FORM for name in unclear if not self.state.values[name].typed}:
                data |= {} if source else {"sources": from_form}
            if doubts := {name: why for name, value in data["values"].items() if (why := self._doubt(name, value, at))}:
                data["doubts"] = doubts
            refuse_misfits({*self.state.values, *values})
        if confirmed := [name for path in confirm for name in self._confirmable(path)]:
            data["confirm"] = sorted(set(confirmed))
        if dates:
            data["dates"] = {event: self._day(event, day, at) for event, day in dates.items()}
        if flags:
            for name in flags:
                if name not in FLAGS:
                    raise Refused(f"There is no flag “{name}”; there are {', '.join(FLAGS)}.")
            data["flags"] = dict(flags)
        if reference is not None:
            data["reference"] = _one_line(reference)
        kinds = [kind for kind in data if kind not in ("source", "sources", "doubts")]
        if not kinds:
            raise Refused("Nothing to change was given.")
        names = {"values": "set", "confirm": "confirmed", "flags": "flag", "dates": "date", "reference": "set"}
        event = names[kinds[0]] if len(kinds) == 1 else "changed"
        if kinds == ["dates"] and dates and "completed" in dates:
            event = "completed"
        return self.record(event, data, at, by)

    def facts(self) -> dict[str, Any]:
        """The case as documents see it (see ``case_view.facts``)."""
        return case_view.facts(self.state)

    def answers(self) -> dict[str, Any]:
        """The known answers alone, nested by field id: what a form is filled with. A blank applicant stays blank."""
        return nested(case_view.plain(self.state))

    def application(self) -> Application:
        """The application on the current values."""
        return Application.from_values(self.answers())

    def problems(self) -> tuple[Problem, ...]:
        """What is missing or does not fit in the application on the current values."""
        return case_view.problems(self.state)

    def of_others(self) -> tuple[Problem, ...]:
        """The files that may be another person's, while nobody has confirmed that they are not."""
        return case_view.of_others(self.state)

    def to_look_at(self) -> tuple[Problem, ...]:
        """What a person must still confirm, type or decide."""
        return case_view.to_look_at(self.state)

    def may_write_to(self, person: str) -> tuple[Problem, ...]:
        """Why no letter may go to ``applicant`` or ``victim``; empty where one may.

        Where the log lost its end nobody knows what stood there, so none may.
        """
        lost = (shortened(self.folder / "log.jsonl", self.log),) if self.log.lost else ()
        return (*lost, *case_letters.may_write_to(self.state, person))

    def value(self, path: str) -> CaseValue | None:
        """The value of a field with its source, or None."""
        return self.state.values.get(path)

    def to_json(self) -> dict[str, Any]:
        """The whole case as a plain object."""
        return case_view.as_json(self.state, self.log)

    def damage(self) -> tuple[Problem, ...]:
        """Kept files that are missing or changed, and a log that lost entries at its end."""
        return damage(self.folder, self.state, self.log)

    def accept_shortened(self, at: datetime, by: str, why: str) -> Path | None:
        """Go on with a log that lost its end and cannot be restored; the view as it was is kept, and its place given.

        What stood in the lost entries is not known, so the case is marked do-not-write until a person lifts that.
        Raises ``Refused`` where nothing is missing or no reason is given.
        """
        if not self.log.lost:
            raise Refused("The log has not lost any entries, so there is nothing to accept.")
        if not why.strip():
            raise Refused("Why the lost entries cannot be restored must be said.", hint="Give it with --why TEXT.")
        view, kept = self.folder / "case.yaml", None
        if view.is_file():
            kept = self.folder / f"case-before-entry-{len(self.log.entries) + 1}.yaml"
            write_atomic(kept, view.read_bytes())
        accepted = {"why": _one_line(why), "lost": [one.to_json() for one in self.log.lost]}
        data = {"accepted": accepted, "flags": {case_letters.DO_NOT_WRITE: True}}
        self.record("accepted-shortened", data, at, by)
        return kept

    def _require_whole_log(self) -> None:
        if self.log.lost:
            problem = shortened(self.folder / "log.jsonl", self.log)
            raise Refused("Nothing was written: the log has lost entries at its end.", problems=[problem])

    def _refresh_view(self) -> None:
        try:
            write_atomic(self.folder / "case.yaml", case_view.to_yaml(self.to_json()))
        except CannotWrite as error:
            raise CannotWrite(
                f"The change is recorded in the log, but the view could not be renewed. {error.message}",
                hint="Close case.yaml; it is renewed with the next change. Do not repeat this one.",
            ) from error

    def _keyed(self, path: str, value: Value) -> Value:
        known = self.state.values.get(path)
        try:
            return keyed(path, value)
        except Refused:
            if known is None or label_of(path) != path:
                raise
            return keepable(value) if isinstance(value, str) else value  # a question of this area's own form

    def _doubt(self, path: str, value: Value, at: datetime) -> str:
        latest = max(at.date(), self.state.received)
        why = doubt(path, value) or far_off(path, value, latest=latest, when=_TYPED)
        if not why and path in SIGNED and isinstance(value, str):
            day = read_date(value)
            why = "it is after the day of receipt" if day and day > self.state.received else ""
        return why

    def _confirmable(self, path: str) -> list[str]:
        names = [n for n in self.state.values if n == path or n.startswith(f"{path}.")]
        if of_file := {kept.sha256 for kept in self.state.files if path in (kept.name, kept.path)}:
            names = [n for n, known in self.state.values.items() if known.source.file in of_file]
        filled = [n for n in names if self.state.values[n].value is not None]
        if not names and label_of(path) == path and not path.startswith("incidents"):
            raise unknown_field(path, self.state.values)
        if not filled:
            raise Refused(f"“{path}” is blank, so there is nothing to confirm.", hint=f"Use: case set CASE {path}=…")
        for name in filled:
            if answers := no_such_answer(name, self.state.values[name].value):
                said = shown(self.state.values[name].value)
                raise Refused(f"{name}: {said} is none of its answers.", hint=f"Use: case set CASE {name}={answers}")
        return filled

    def _day(self, event: str, day: date, at: datetime) -> str:
        if event == "received":
            raise Refused("The day an application was received is stated when the case is opened, and stays.")
        if event == "completed":
            _not_in_the_future(day, at, "complete")
            if day < self.state.received:
                raise Refused(
                    f"The application cannot have been complete on {long_date(day)}: it was received on "
                    f"{long_date(self.state.received)}."
                )
        return day.isoformat()


def _not_in_the_future(day: date, at: datetime, what: str) -> None:
    if day > at.date():
        raise Refused(f"The application cannot have been {what} on {long_date(day)}, which is still to come.")


def _one_line(text: str | None) -> str | None:
    return " ".join(keepable(text).split()) or None if text is not None else None
