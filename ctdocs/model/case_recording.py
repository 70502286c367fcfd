"""Recording in a case what people decided, did and judged: the part of ``Case`` that is not about forms."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from ctdocs.errors import Refused
from ctdocs.model import case_record
from ctdocs.model.case_intake import kept_as
from ctdocs.model.case_reports import report_ids
from ctdocs.model.case_values import State
from ctdocs.model.entry import Entry
from ctdocs.model.fields import Value
from ctdocs.model.files import write_atomic
from ctdocs.model.log import Log

_EARLIER = "earlier-"
"""How the steps begin that tell of what was before the application: an earlier case, an earlier review."""


class Recording(ABC):
    """What a case must have for this: its folder, its log, its state, and a way to add an entry."""

    folder: Path
    log: Log
    state: State

    @abstractmethod
    def record(self, event: str, data: Mapping[str, Any], at: datetime, by: str) -> Entry:
        """Add one entry to the log."""

    def decide(
        self,
        about: str,
        outcome: str,
        *,
        day: date,
        by: str,
        at: datetime,
        reason: str = "",
        proposed: str | None = None,
        values: Mapping[str, Value] | None = None,
        recorded_by: str | None = None,
    ) -> Entry:
        """Record a decision of ``by`` on ``day``; ``values`` are answers that stand or fall with it.

        Raises ``Refused`` where it has no reason and is not what was ``proposed``, is still to come, or is older than
        the application.
        """
        case_record.not_after(day, at.date(), "The decision")
        case_record.not_before(day, self.state.received, "The decision")
        data = case_record.decision_data(about, outcome, day, by, reason, proposed, values or {})
        return self.record(case_record.DECISION, data, at, recorded_by or by)

    def step(
        self,
        id: str,
        *,
        day: date,
        by: str,
        at: datetime,
        note: str = "",
        file: tuple[str, bytes] | None = None,
        elsewhere: bool = True,
        event: str | None = None,
        recorded_by: str | None = None,
    ) -> Entry:
        """Record that a duty was done on ``day``; its ``file`` (name and content) is kept with the case.

        ``event`` is what the day also stands for (``acknowledged``, ``meeting``…). Raises ``Refused`` where the day is
        still to come or before the day of receipt (but of an ``earlier-…`` step), or the file is in the case already,
        and ``CannotWrite``.
        """
        case_record.not_after(day, at.date(), "What was done")
        if not id.startswith(_EARLIER):
            case_record.not_before(day, self.state.received, f"“{id}”")
        kept = kept_as(*file) if file else None
        if kept and (before := next((one for one in self.state.files if one.sha256 == kept["sha256"]), None)):
            raise Refused(f"{kept['name']} is already in the case, as {before.path}.")
        data = case_record.step_data(id, day, by, note, kept, elsewhere, event)
        if kept and file:
            write_atomic(self.folder / kept["path"], file[1])
        return self.record(case_record.STEP, data, at, recorded_by or by)

    def judge(
        self,
        *,
        at: datetime,
        by: str,
        same: Iterable[Iterable[str]] = (),
        apart: Iterable[Iterable[str]] = (),
        matter: Mapping[str, str] | None = None,
        facts: Mapping[str, Mapping[str, Value]] | None = None,
    ) -> Entry:
        """Record which reports are of one incident and which are not, what matter each is part of, and facts of them.

        Raises ``Refused`` as ``case_record.judgement_data`` does.
        """
        data = case_record.judgement_data(same, apart, matter or {}, facts or {}, report_ids(self.state.values))
        return self.record(case_record.JUDGEMENT, data, at, by)

    def take_back(self, n: int, *, why: str, at: datetime, by: str) -> Entry:
        """Let entry ``n``, a decision, a step, a judgement or a letter that never went, count for nothing.

        What the case keeps of it stays. Raises ``Refused`` for any other entry.
        """
        data = case_record.taken_back_data(self.log.entries, n, why)
        return self.record(case_record.TAKEN_BACK, data, at, by)
