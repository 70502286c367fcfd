"""What the doors call: one document of one area, with or without a case, resolved and drawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from ctdocs.documents.blocks import Mode, Resolved
from ctdocs.documents.catalogue import Document
from ctdocs.documents.disclosure import perpetrators_in
from ctdocs.documents.letters import require_date, require_may_go
from ctdocs.documents.resolve import resolve
from ctdocs.errors import Refused
from ctdocs.model.area import Area
from ctdocs.model.case import Case
from ctdocs.model.returned_forms import APPLICATION


def for_case(found: Document, area: Area, case: Case, *, on: dt.date, final: bool, language: str = "en") -> Resolved:
    """The document for a case.

    Raises ``Refused`` where the case is another area's, where the letter may not go or cannot carry the date ``on``,
    and where there is no such document in the language.
    """
    if case.state.area != area.id:
        raise Refused(f"The case {case.folder} is of {case.state.area}, not of {area.id}.")
    require_language(found, language)
    if found.spec.kind == "letter":
        require_date(found, area, case, on)
    whole = found.spec.continues
    if whole is not None:
        raise Refused(
            f"'{found.id}' takes what does not fit '{whole}', and is filled together with it.",
            hint=f"Make '{whole}'; its continuation sheets are added at the end.",
        )
    require_may_go(found, case)
    if final and (strange := case.of_others()):
        raise Refused(f"The final '{found.id}' cannot be made from papers that may be another's.", problems=strange)
    mode: Mode = "final" if final else "prefilled"
    facts: Mapping[str, Any] = case.facts()
    if found.spec.id in APPLICATION:  # as it was filled in: the applicant is not the person affected over again
        facts = {**case.answers(), "reference": case.state.reference}
    made = resolve(found, area, on=on, mode=mode, case=facts, language=language)
    if _goes_to_the_applicant(found):
        problems, _ = perpetrators_in(made, facts)
        if problems:
            raise Refused(f"'{found.id}' goes to the applicant.", problems=problems, hint="Put it in other words.")
    return made


def remarks_on(found: Document, made: Resolved, case: Case) -> tuple[str, ...]:
    """Sentences that a person should read before the document of a case goes anywhere."""
    return perpetrators_in(made, case.facts())[1] if _goes_to_the_applicant(found) else ()


def _goes_to_the_applicant(found: Document) -> bool:
    """Whether we say it to the applicant: what they said themselves, on their own form, is theirs to say."""
    return found.spec.audience == "applicant" and (found.spec.kind == "letter" or found.id == "action-plan-applicant")


def require_language(found: Document, language: str) -> None:
    """Raise ``Refused`` where a document is not written in the language: half of it would be in English.

    A document whose title is translated counts as translated.
    """
    if getattr(found.spec.title, language, None) is None:
        raise Refused(f"'{found.id}' is not written in '{language}' yet.", hint="Leave --language out.")
