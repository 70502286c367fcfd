"""What stands for a value that a text prints: its words, a field where it may still be written, or a complaint."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from ctdocs.documents.blocks import Gap, InlineField, Mode
from ctdocs.documents.template import Value
from ctdocs.errors import Problem
from ctdocs.model.facts import Fact, Missing
from ctdocs.model.text import long_date

FACTS = frozenset(("missing-fact", "unconfirmed-fact"))
"""The codes of problems that lie in the profile of the area."""

CONFIRM = "Confirm them in the profile, or use --draft, which prints CONFIRM beside each."
"""What to do about those."""


@dataclass
class Printer:
    """Prints the values of one document. ``values`` gathers what is known for fields in the text, by field id.

    ``draft`` prints CONFIRM where a fact is missing or not confirmed, and in a final letter the name of a value that is
    not known; without it these are ``problems``.
    """

    mode: Mode
    draft: bool
    language: str
    values: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def print(self, value: Any) -> str | InlineField:
        """The words of a value, or the field that stands for it. Notes a problem where there is nothing to print."""
        match value:
            case Value():
                return self._print_value(value)
            case Missing():
                return self._confirm(value, "is not known", "missing-fact")
            case Fact():
                return str(value) if value.confirmed else self._confirm(value, "is not confirmed", "unconfirmed-fact")
            case dt.date():
                return long_date(value, self.language)
            case None:
                self.problems.append(Problem("This prints something that has no value."))
                return ""
        return str(value)

    def hint(self) -> str | None:
        """What to do about the problems as a whole, or None where each says it."""
        if all(problem.hint or problem.code == "not-for-this-case" for problem in self.problems):
            return None
        codes = {problem.code for problem in self.problems}
        if codes & FACTS:
            return CONFIRM if self.mode == "blank" else "Confirm them in the profile of the area."
        if "missing-required" in codes:
            return "Put them into the case: ctdocs case set CASE NAME=VALUE, or --completed DATE for that day."
        return None

    def _print_value(self, value: Value) -> str | InlineField:
        content = None if value.content is None else value.show(value.content)
        if content is not None and value.rests_on is not None and not value.rests_on.confirmed:
            self._confirm(value.rests_on, "is not confirmed", "unconfirmed-fact")
        if self.mode == "final" or value.final:
            if content is None and value.field.required:
                if self.draft:
                    return Gap(f"[{value.field.label}]")
                message = f"Not known: {value.field.label}."
                self.problems.append(
                    Problem(message, code="missing-required", field=value.field.id, hint=value.how or None)
                )
            return content or ""
        if content is not None:
            self.values[value.field.id] = content
        return InlineField(value.field)

    def _confirm(self, fact: Fact | Missing, what: str, code: str) -> str:
        if self.draft:
            said = f"CONFIRM: {fact if isinstance(fact, Fact) else fact.name}"
            return Gap(said) if self.mode == "final" else said
        self.problems.append(Problem(f"'{fact.name}' {what}.", place=fact.place, code=code))
        return ""
