"""Where each page that a bundle was made with stands now: same place, another place, changed, or gone."""

from __future__ import annotations

import itertools
from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Places:
    """``where`` gives, for each page of the record in order, its place in the file now (from 0), None where missing.

    ``changed`` are pages of the record (from 0) that stand where they did and show something else; ``extra`` are pages
    of the file that no page of the record is; ``proved`` says whether digests were there to tell.
    """

    where: tuple[int | None, ...]
    changed: frozenset[int]
    extra: tuple[int, ...]
    proved: bool

    def in_order(self) -> bool:
        """Whether the pages that are there follow each other as they did."""
        held = [at for at in self.where if at is not None]
        return all(before < after for before, after in itertools.pairwise(held))


def find_places(kept: Sequence[str], seen: Sequence[str], pages: int) -> Places:
    """Compare the digests that a bundle keeps of its pages with those that its pages have.

    "?" in ``kept`` is a page of which no digest could be made: it is taken to be where it belongs. The time
    this takes grows with the number of pages, whatever they are.
    """
    if not kept:
        count = len(seen)
        return Places(
            tuple(n if n < count else None for n in range(min(pages, 20_000))), frozenset(), tuple(range(pages, count)),
            False,
        )  # fmt: skip
    where: list[int | None] = [None] * len(kept)
    low, high_kept, high_seen = 0, len(kept), len(seen)
    while low < min(high_kept, high_seen) and kept[low] in ("?", seen[low]):
        where[low] = low
        low += 1
    while min(high_kept, high_seen) > low and kept[high_kept - 1] in ("?", seen[high_seen - 1]):
        high_kept, high_seen = high_kept - 1, high_seen - 1
        where[high_kept] = high_seen
    free: dict[str, deque[int]] = defaultdict(deque)
    for at in range(low, high_seen):
        free[seen[at]].append(at)
    for number in range(low, high_kept):
        if free[kept[number]]:
            where[number] = free[kept[number]].popleft()
    extra = {at for held in free.values() for at in held}
    changed = set()
    for number in range(low, high_kept):  # a page nobody knows that stands right behind the one before it
        if where[number] is None:
            before = where[number - 1] if number else -1
            if before is not None and before + 1 in extra:
                where[number] = before + 1
                extra.discard(before + 1)
                if kept[number] != "?":
                    changed.add(number)
    return Places(tuple(where), frozenset(changed), tuple(sorted(extra)), True)
