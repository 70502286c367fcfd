"""An application for a case review, as a value: who applies, for whom, what happened, and what is agreed to.

What the form held exactly stands in the case; here the same facts give the same application by every route.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ctdocs.model.application_parts import (
    Consent,
    Contact,
    Declaration,
    Evidence,
    Incident,
    Person,
    Support,
    part,
    rows,
    text,
)


@dataclass(frozen=True, slots=True)
class Application:
    """The whole application. ``basis`` is ``self``, ``other`` or empty where it was not answered."""

    basis: str = ""
    applicant: Person = field(default_factory=Person)
    victim: Person = field(default_factory=Person)
    behaviour: str = ""
    incidents: tuple[Incident, ...] = ()
    impact: str = ""
    action_taken: str = ""
    action_wanted: str = ""
    circumstances: str = ""
    other_information: str = ""
    contact: Contact = field(default_factory=Contact)
    support: Support = field(default_factory=Support)
    declaration: Declaration = field(default_factory=Declaration)
    consent: Consent = field(default_factory=Consent)
    evidence: Evidence = field(default_factory=Evidence)

    @property
    def third_party(self) -> bool:
        """Whether somebody applies on behalf of the person affected."""
        return self.basis == "other"

    @classmethod
    def from_values(cls, values: Mapping[str, Any]) -> Application:
        """The application in a nested tree of field ids, as ``Reading.values`` or ``Case.facts()`` give it.

        Parts the application does not know are left aside; parts of the wrong shape count as blank.
        """
        return cls(
            basis=text(values.get("basis")),
            applicant=part(Person, values.get("applicant")),
            victim=part(Person, values.get("victim")),
            incidents=tuple(
                row for row in (part(Incident, item) for item in rows(values.get("incidents"))) if row != Incident()
            ),
            contact=part(Contact, values.get("contact")),
            support=part(Support, values.get("support")),
            declaration=part(Declaration, values.get("declaration")),
            consent=part(Consent, values.get("consent")),
            evidence=part(Evidence, values.get("evidence")),
            behaviour=text(values.get("behaviour")),
            impact=text(values.get("impact")),
            action_taken=text(values.get("action_taken")),
            action_wanted=text(values.get("action_wanted")),
            circumstances=text(values.get("circumstances")),
            other_information=text(values.get("other_information")),
        )
