"""A file that is a part twice is stored once: the second takes the pages' content and resources of the first.

Its tags, fields and links are its own, because they lead to its own pages. Only what is drawn is shared.
"""

from __future__ import annotations

from pikepdf import Array, Object, Pdf

from ctdocs.bundle.join.objects import contents, xobjects


class Shared:
    """What pages of each file stand in the bundle already, by the file's SHA-256 and how it came in."""

    def __init__(self, pdf: Pdf) -> None:
        self.pdf = pdf
        self._first: dict[str, tuple[int, int]] = {}

    def __contains__(self, key: str) -> bool:
        return key in self._first

    def take_out(self, key: str, source: Pdf) -> list[Object]:
        """Empty the pages of an opened file that came before, so that they are not copied; returns the first copies."""
        first, count = self._first.get(key, (0, 0))
        known: list[Object] = [self.pdf.pages[first + at].obj for at in range(count)]
        pages = [page.obj for page in source.pages]
        if len(known) != len(pages) or any(_leads_to_tags(page) for page in pages):
            return []
        for page in pages:
            for name in ("/Contents", "/Resources"):
                if name in page:
                    del page[name]
        return known

    def put_in(self, key: str, known: list[Object], first: int) -> None:
        """Give the pages copied, from this one on (from 0), what was taken out, and keep their places for a third."""
        for at, one in enumerate(known, first):
            page = self.pdf.pages[at].obj
            page.Contents = Array(contents(one))
            if "/Resources" in one:
                page.Resources = one.Resources
        self._first.setdefault(key, (first, len(self.pdf.pages) - first))


def _leads_to_tags(page: Object) -> bool:
    drawn = xobjects(page.get("/Resources"), set())
    return any("/StructParents" in one or "/StructParent" in one for one in drawn)
