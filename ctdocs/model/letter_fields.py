"""What letters print and no form asks: an officer puts it into the case. Kind, label and answers of each, by its id."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

Row = tuple[str, str, tuple[str, ...]]

_MANY: Final = "multiline"
_DAY: Final = "date"
_CHOICE: Final = "choice"

FIELDS: Final[Mapping[str, Row]] = {
    "contact.preferred": (_CHOICE, "preferred way of contact", ("phone", "text", "email", "post")),
    "contact.informed": (_CHOICE, "whether the applicant wants to be kept informed", ("yes", "no")),
    "incomplete.missing": (_MANY, "what is missing from the application", ()),
    "incomplete.by": (_DAY, "day by which what is missing is wanted", ()),
    "declined.reasons": (_MANY, "reasons why the application is not taken", ()),
    "paused.reason": (_MANY, "why the case is paused", ()),
    "paused.until": (_MANY, "what ends the pause", ()),
    "informal.offer": (_MANY, "what the informal review looks at", ()),
    "closing.reason": (_MANY, "why the case is closed", ()),
    "appeal.against": (_CHOICE, "what the appeal is against", ("threshold", "process", "outcome")),
    "appeal.papers_by": (_DAY, "day by which the appeal body wants the papers", ()),
    "appeal.extended_until": (_DAY, "day to which the time for the appeal is extended", ()),
    "appeal.extended_reason": (_MANY, "why the appeal takes longer", ()),
    "appeal.reasons": (_MANY, "reasons for the decision on the appeal", ()),
    "appeal.recommendations": (_MANY, "what the appeal body asks for", ()),
}
"""Kind, label and answers of every such value, in the order of the procedure."""
