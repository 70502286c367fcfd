"""Changing finished bundles in tests, and what is then asked of them by other readers."""

from __future__ import annotations

import datetime as dt
import functools
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
from pikepdf import Pdf

from ctdocs.bundle.join.part import Part
from ctdocs.bundle.late import change
from ctdocs.bundle.late.change import Late
from ctdocs.bundle.late.held import Held, open_bundle
from ctdocs.bundle.late.paper import Paper, new_id, taken
from ctdocs.bundle.verify import verify
from ctdocs.model.files import sha256_of
from tests.bundle import corpus

ON = dt.date(2026, 11, 20)


@functools.cache
def sheets(name: str, pages: int) -> bytes:
    return corpus.sheets(name, pages)


def paper(held: Held, title: str, pages: int, *, part_id: str = "", data: bytes = b"") -> Paper:
    """A paper of plain pages that say its title."""
    data = data or sheets(title, pages)
    found = part_id or new_id(title, taken(held))
    return Paper(Part(found, title, data, "Came late"), sha256_of(data))


class Desk:
    """A bundle on a desk: each change is written beside the one before."""

    def __init__(self, folder: Path, data: bytes) -> None:
        self.folder, self.count = folder, 0
        self.path = folder / "bundle-0.pdf"
        self.path.write_bytes(data)

    def do(self, step: Callable[[Held], Late]) -> Late:
        """Change the bundle; the one before is looked at whole first."""
        made = step(open_bundle(self.path))
        self.count += 1
        self.path = self.folder / f"bundle-{self.count}.pdf"
        self.path.write_bytes(made.bundle.data)
        return made

    def check(self) -> None:
        """Every rule must hold of what came of it."""
        assert faults(self.path) == {}

    def add(self, title: str, pages: int, *, after: str | None = None, before: str | None = None, **how: Any) -> Late:
        """Put a paper in."""
        data = how.pop("data", b"")

        def step(held: Held) -> Late:
            at = change.place(held, after=after, before=before)
            return change.add(held, paper(held, title, pages, data=data), at, on=ON, **how)

        return self.do(step)

    def replace(self, part: str, title: str, pages: int, **how: Any) -> Late:
        """Put a paper in the place of a part."""
        return self.do(lambda held: change.replace(held, part, paper(held, title, pages, part_id=part), on=ON, **how))

    def remove(self, part: str, **how: Any) -> Late:
        """Take a part out."""
        return self.do(lambda held: change.remove(held, part, on=ON, **how))

    @property
    def data(self) -> bytes:
        """The bundle as it is now."""
        return self.path.read_bytes()


def faults(path: Path) -> dict[str, str]:
    """The rules that do not hold, with what is said of each."""
    return {one.rule: one.sentence for one in verify(path) if not one.holds}


def labels(data: bytes) -> list[str]:
    """The label of each page, by pypdf."""
    return list(pypdf.PdfReader(io.BytesIO(data)).page_labels)


def shown(pages: list[str]) -> list[tuple[str, str]]:
    """The number printed in the strip of each page, and the one it counts to, in the text of poppler."""
    found = []
    for text in pages:
        numbers = re.findall(r"Page (\S+) of (\S+)", text)
        found.append(numbers[-1] if numbers else ("", ""))
    return found


def drawn(data: bytes, title: str) -> list[tuple[bytes, ...]]:
    """What the pages of a part draw themselves, with their boxes: between the clip and the strip, as bytes."""
    record = kept(data)
    one = next(entry for entry in record["entries"] if entry["title"] == title)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        found = []
        for number in range(one["first"] - 1, one["last"]):
            page = pdf.pages[number].obj
            boxes = [page.MediaBox.unparse(), page.get("/CropBox", page.MediaBox).unparse()]
            found.append((*boxes, *(stream.read_bytes() for stream in list(page.Contents)[:-1])))
    return found


def kept(data: bytes) -> dict[str, Any]:
    """What a bundle keeps of itself."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        held: dict[str, Any] = json.loads(pdf.Root.PieceInfo.ctdocs.Private.read_bytes())["bundle"]
    return held


def tree(data: bytes, part_id: str) -> list[tuple[int, str, str, int]]:
    """The tags of a part: depth, kind, words and page (from its first) of each element, but of the link back."""
    record = kept(data)
    first = next(one["first"] for one in record["entries"] if one["id"] == part_id)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pages = {page.obj.objgen: number - first for number, page in enumerate(pdf.pages, 1)}
        found: list[tuple[int, str, str, int]] = []
        top = next(one for one in pdf.Root.StructTreeRoot.K.K if bytes(one.ID) == f"part:{part_id}".encode())

        def walk(one: Any, depth: int) -> None:
            words = str(one.get("/Alt", one.get("/ActualText", "")))
            page = pages.get(one.Pg.objgen, -9) if "/Pg" in one else -1
            found.append((depth, str(one.S), words, page))
            kids = one.get("/K")
            for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
                if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                    walk(kid, depth + 1)

        for kid in list(top.K)[1:]:
            walk(kid, 0)
    return found


def answers(data: bytes) -> dict[str, str]:
    """Every answer by its full name, by pypdf."""
    fields = pypdf.PdfReader(io.BytesIO(data)).get_fields() or {}
    return {name: str(one["/V"]) for name, one in fields.items() if one.get("/V") is not None}


def attached(data: bytes) -> dict[str, list[str]]:
    """The SHA-256 of every file that is attached, by its name, by pypdf."""
    files = pypdf.PdfReader(io.BytesIO(data)).attachments
    return {name: [sha256_of(one) for one in content] for name, content in files.items()}


def resealed(data: bytes, spoil: Callable[[dict[str, Any]], None], more: Callable[[Pdf], None] | None = None) -> bytes:
    """The bundle with another record that is sealed as if it were right: somebody with this program did it."""
    from ctdocs.bundle.join.digests import seal

    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        stream = pdf.Root.PieceInfo.ctdocs.Private
        held = json.loads(stream.read_bytes())["bundle"]
        spoil(held)
        held.pop("seal")
        stream.write(json.dumps({"bundle": {**held, "seal": seal(held)}}).encode())
        if more is not None:
            more(pdf)
        pdf.save(target)
    return target.getvalue()
