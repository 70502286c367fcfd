"""What the doors call: one document of one area, with or without a case, resolved and drawn."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Collection, Mapping
from typing import Any, Final

from ctdocs.documents.blocks import Mode, Resolved
from ctdocs.documents.catalogue import Document
from ctdocs.documents.disclosure import Finding, findings_in, nobody_known
from ctdocs.documents.letters import (
    addressee,
    cannot_be_dated,
    letter_facts,
    may_go,
    preference,
    speaks_to_the_victim,
    too_far_ahead,
)
from ctdocs.documents.letters_before import may_appeal_until, out_of_time, stopped, too_soon_to_close
from ctdocs.documents.resolve import resolve
from ctdocs.errors import Problem, Refused
from ctdocs.model.area import Area
from ctdocs.model.audience import audience_of, for_applicant
from ctdocs.model.case import Case
from ctdocs.model.returned_forms import APPLICATION
from ctdocs.model.text import long_date, read_date


def for_case(
    found: Document, area: Area, case: Case, *, on: dt.date, final: bool, language: str = "en",
    enclosed: Collection[str] = (), today: dt.date | None = None,
) -> Resolved:  # fmt: skip
    """The document for a case. ``enclosed`` are the documents that go with a letter, ``today`` the day of its writing.

    Raises ``Refused`` where the case is another area's, where there is no such document in the language, and else with
    everything at once that stops it: the letter may not go or cannot carry the date ``on``, a fact is missing, or it
    says what its reader may not know.
    """
    if case.state.area != area.id:
        raise Refused(f"The case {case.folder} is of {case.state.area}, not of {area.id}.")
    require_language(found, language)
    whole = found.spec.continues
    if whole is not None:
        raise Refused(
            f"'{found.id}' takes what does not fit '{whole}', and is filled together with it.",
            hint=f"Make '{whole}'; its continuation sheets are added at the end.",
        )
    making = _Making(found, area, case, on, "final" if final else "prefilled", language, enclosed)
    barred = may_go(found, case)
    dated = tuple(cannot_be_dated(found, area, case, on)) if found.spec.kind == "letter" else ()
    if found.spec.kind == "letter":
        dated = (*stopped(found.id, case, on), *out_of_time(found, area, case, on), *dated)
    if found.id == "letter-closed":
        dated = (*too_soon_to_close(case), *dated)
    if today is not None:
        dated = (*dated, *too_far_ahead(found, on, today))
    strange = case.of_others() if final else ()
    wrong: Refused | None = None
    made = None
    try:
        made = making.make()
    except Refused as error:
        wrong = error
    told = [one.problem(found.id) for one in open_findings(found, made or making.draft(), case)]
    if wrong is None and made is not None and not (barred or dated or strange or told):
        return made
    lacking = (wrong.problems or (Problem(wrong.message),)) if wrong is not None else ()
    headline = (
        f"'{found.id}' may not be written to the {addressee(found, case)}." if barred
        else f"The final '{found.id}' cannot be made from papers that may be another's." if strange
        else wrong.message if wrong is not None and wrong.problems
        else f"'{found.id}' goes to the applicant." if told
        else f"'{found.id}' cannot be written."
    )  # fmt: skip
    problems = dict.fromkeys((*barred, *strange, *dated, *lacking, *told))
    raise Refused(headline, problems=problems, hint=wrong.hint if wrong is not None else None) from wrong


def draft_for_case(
    found: Document, area: Area, case: Case, *, on: dt.date, language: str = "en", enclosed: Collection[str] = ()
) -> Resolved:
    """A letter of a case as it would be, each missing fact highlighted, with nobody's address. It is not to be sent."""
    require_language(found, language)
    return _Making(found, area, case, on, "final", language, enclosed).draft()


@dataclasses.dataclass(frozen=True)
class _Making:
    """One document of a case, about to be resolved."""

    found: Document
    area: Area
    case: Case
    on: dt.date
    mode: Mode
    language: str
    enclosed: Collection[str]

    def facts(self) -> Mapping[str, Any]:
        """What the document may print: to the applicant nothing goes that is for others (domain, "Personal data")."""
        if self.found.spec.id in APPLICATION:  # as it was filled in: nobody stands in it twice
            return {**self.case.answers(), "reference": self.case.state.reference}
        facts = letter_facts(self.found, self.case)
        if self.found.id == "letter-closed" and (last := may_appeal_until(self.area, self.case, self.on)):
            facts["appeal"] = {**facts["appeal"], "open_until": last}
        return for_applicant(facts) if self.found.spec.audience == "applicant" else facts

    def make(self) -> Resolved:
        return self._only_its_own(
            resolve(
                self.found, self.area, on=self.on, mode=self.mode, case=self.facts(), language=self.language,
                enclosed=self.enclosed,
            )
        )  # fmt: skip

    def draft(self) -> Resolved:
        mode: Mode = "final" if self.found.spec.kind == "letter" else "prefilled"
        return self._only_its_own(
            resolve(
                self.found, self.area, on=self.on, mode=mode, case=self.facts(), language=self.language, draft=True,
                enclosed=self.enclosed,
            )
        )  # fmt: skip

    def _only_its_own(self, made: Resolved) -> Resolved:
        """Of a form for the applicant, the values of its own fields alone: the file carries nothing else."""
        if self.found.spec.kind == "letter" or self.found.spec.audience != "applicant":
            return made
        kept = {name: value for name, value in made.values.items() if audience_of(name) == "applicant"}
        if self.mode == "final":
            kept = {name: _in_full(value) if _BY_WHEN.fullmatch(name) else value for name, value in kept.items()}
        return dataclasses.replace(made, values=kept)


_BY_WHEN: Final = re.compile(r"actions\.\d+\.due")
"""Text that may hold a day: people who read the final plan are not given 2026-05-15."""


def _in_full(value: str) -> str:
    day = read_date(value)
    return value if day is None else long_date(day).partition(" ")[2]


def open_findings(found: Document, made: Resolved, case: Case) -> tuple[Finding, ...]:
    """What a document for the applicant says that stops it, those left out that a person accepted as they stand."""
    return tuple(one for one in all_findings(found, made, case) if one.stops and not accepted(found, one, case))


def all_findings(found: Document, made: Resolved, case: Case) -> tuple[Finding, ...]:
    """Everything that a document says of alleged perpetrators; nothing where it does not go to the applicant."""
    if not goes_to_the_applicant(found):
        return ()
    facts = {**case.facts(), "advocate": case.facts()["applicant"] if speaks_to_the_victim(case) else {}}
    return findings_in(made, facts)


def accepted(found: Document, finding: Finding, case: Case) -> bool:
    """Whether a person accepted just this, in just this text of this document."""
    said = case.state.decision(finding.about(found.id))
    return said is not None and said.outcome == "accepted"


def remarks_on(found: Document, made: Resolved, case: Case) -> tuple[str, ...]:
    """Sentences that a person should read before the document of a case goes anywhere."""
    named = [one.remark for one in all_findings(found, made, case) if not one.stops]
    if goes_to_the_applicant(found):
        sources = {name: value.source for name, value in found.spec.values.items()}
        named += filter(None, [nobody_known(made, sources, case.facts())])
    wish = preference(found, case)
    return tuple(dict.fromkeys([*named, *([wish] if wish else [])]))


def goes_to_the_applicant(found: Document) -> bool:
    """Whether we say it to the applicant: what they said themselves, on their own form, is theirs to say."""
    own = {*APPLICATION, "victim-statement"}
    return found.spec.audience == "applicant" and found.id not in own


def require_language(found: Document, language: str) -> None:
    """Raise ``Refused`` where a document is not written in the language: half of it would be in English.

    A document whose title is translated counts as translated.
    """
    if getattr(found.spec.title, language, None) is None:
        raise Refused(f"'{found.id}' is not written in '{language}' yet.", hint="Leave --language out.")
