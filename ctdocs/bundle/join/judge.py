"""What a part needs to come into a tagged bundle."""

from __future__ import annotations

from dataclasses import dataclass, field

from ctdocs.bundle.join.opening import Opened
from ctdocs.bundle.join.part import Treatment


@dataclass(slots=True)
class Judgement:
    """How a part comes in and why, and how deep the content of each page sinks and ends (see ``content.depths``)."""

    treatment: Treatment
    depths: list[tuple[int, int]]
    notes: list[str] = field(default_factory=list)
    attach: bool = False

    @classmethod
    def sound(cls, pages: int, treatment: Treatment = "tagged") -> Judgement:
        """The judgement of pages that we drew ourselves."""
        return cls(treatment, [(0, 0)] * pages)


def judge(opened: Opened) -> Judgement:
    """Look at a part."""
    return Judgement.sound(opened.pages)
