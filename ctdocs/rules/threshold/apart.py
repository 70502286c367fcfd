"""How many different incidents there must be, where some of them may be one and nobody has said yet.

Two incidents may be one unless a person said that they are not, their days cannot be the same, or a person put them
into two matters. The least number of incidents is then at least that of the largest set of which no two may be one:
adding an incident never makes it smaller.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from ctdocs.rules.threshold.values import Incident, Request

_EXACT_UP_TO = 24
"""Beyond this many tangled incidents the number found may be too small, which leaves the answer to a person."""


def may_be_one(a: Incident, b: Incident, apart: frozenset[frozenset[str]]) -> bool:
    """Whether ``a`` and ``b`` may be the same incident, as far as anybody has said."""
    if frozenset((a.id, b.id)) in apart:
        return False
    if a.matter is not None and b.matter is not None and a.matter != b.matter:
        return False
    (first_a, last_a), (first_b, last_b) = _days(a), _days(b)
    return first_a <= last_b and first_b <= last_a


def _days(incident: Incident) -> tuple[date, date]:
    """The first and last day on which it can have happened: what was reported had happened by then."""
    if incident.occurred:
        return incident.occurred.earliest, incident.occurred.latest
    made = [report.made.latest for report in incident.reports if report.made]
    return date.min, min(made) if made else date.max


class Apart:
    """The incidents of a request, and which of them may be one."""

    def __init__(self, request: Request) -> None:
        self.incidents: Sequence[Incident] = sorted(request.incidents, key=lambda one: one.id)
        self._index = {one.id: i for i, one in enumerate(self.incidents)}
        self._near = [0] * len(self.incidents)
        for i, a in enumerate(self.incidents):
            for j in range(i):
                if may_be_one(a, self.incidents[j], request.apart):
                    self._near[i] |= 1 << j
                    self._near[j] |= 1 << i
        self._least = lru_cache(maxsize=4096)(self._count)

    def least(self, incidents: Iterable[Incident]) -> int:
        """How many different incidents these are at least."""
        mask = 0
        for one in incidents:
            mask |= 1 << self._index[one.id]
        return self._least(mask)

    def together(self, incident: Incident) -> frozenset[str]:
        """The ids of everything that may be one with the incident, one by way of another too."""
        found, edge = 0, 1 << self._index[incident.id]
        while edge:
            found |= edge
            edge = self._around(edge) & ~found
        return frozenset(self.incidents[i].id for i in _bits(found))

    def doubtful(self) -> list[tuple[Incident, Incident]]:
        """Every pair that may be one."""
        return [
            (self.incidents[j], self.incidents[i]) for i, near in enumerate(self._near) for j in _bits(near) if j < i
        ]

    def _around(self, mask: int) -> int:
        around = 0
        for i in _bits(mask):
            around |= self._near[i]
        return around

    def _count(self, mask: int) -> int:
        taken = 0
        while mask:
            simple = next((i for i in _bits(mask) if self._all_near_each_other(self._near[i] & mask)), None)
            if simple is None and mask.bit_count() <= _EXACT_UP_TO:
                most = max(_bits(mask), key=lambda i: (self._near[i] & mask).bit_count())
                without = self._least(mask & ~(1 << most))
                return taken + max(without, 1 + self._least(mask & ~(1 << most) & ~self._near[most]))
            if simple is None:
                simple = min(_bits(mask), key=lambda i: (self._near[i] & mask).bit_count())
            # All that is near to it is near to each other: only one of these can be taken, and this does least harm.
            taken += 1
            mask &= ~(1 << simple) & ~self._near[simple]
        return taken

    def _all_near_each_other(self, mask: int) -> bool:
        return all(mask & ~self._near[i] & ~(1 << i) == 0 for i in _bits(mask))


def _bits(mask: int) -> list[int]:
    return [i for i in range(mask.bit_length()) if mask >> i & 1]
