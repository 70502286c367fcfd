"""Parts into one bundle: every step in its order, each in a module of its own."""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Mapping, Sequence
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from ctdocs.bundle.join import actions, armour, finish, outline, redraw, report
from ctdocs.bundle.join.digests import Digests
from ctdocs.bundle.join.forms import Forms
from ctdocs.bundle.join.frame import Frame
from ctdocs.bundle.join.index import Row, index
from ctdocs.bundle.join.judge import Judgement, judge
from ctdocs.bundle.join.names import Names
from ctdocs.bundle.join.objects import notes
from ctdocs.bundle.join.opening import Opened, open_parts, open_pdf
from ctdocs.bundle.join.part import Absent, Bundle, Entry, Finding, Part
from ctdocs.bundle.join.pictures import pictured
from ctdocs.bundle.join.programs import Programs
from ctdocs.bundle.join.shared import Shared
from ctdocs.bundle.join.stamps import Stamps
from ctdocs.bundle.join.trees import Trees
from ctdocs.bundle.join.words import words
from ctdocs.bundle.join.wrap import wrap
from ctdocs.errors import Problem, Refused

INDEX, STANDARD = "index", "standard"
"""The ids of the pages that a bundle draws itself; no part may have them."""
_URN = "urn:ctd:part:"


def join(
    parts: Sequence[Part], *, title: str, reference: str, language: str = "en",
    recipe: Mapping[str, Any] | None = None, absent: Sequence[Absent] = (),
) -> Bundle:  # fmt: skip
    """One tagged PDF: an index, the parts in this order, and a last page that says how the rules are met.

    ``recipe`` is kept in the file as it is (JSON). The same input gives the same bytes. Raises ``Refused`` naming every
    part that cannot be opened or has the id of another; then there is no bundle.
    """
    _check(parts, title)
    opened = open_parts(parts)
    return Joining(title, reference, {"en": "en-GB"}.get(language, language)).run(opened, absent, recipe)


class Joining:
    """The making of one bundle; ``pdf`` is one that was finished before (``ctdocs.bundle.late``)."""

    def __init__(self, title: str, reference: str, language: str, pdf: Pdf | None = None) -> None:
        self.title, self.reference, self.language = title, reference, language
        self.say = words(language)
        self.pdf = Pdf.new() if pdf is None else pdf
        self.trees = Trees(self.pdf)
        self.forms = Forms(self.pdf)
        self.names = Names(self.pdf)
        self.shared = Shared(self.pdf)
        self.programs = Programs(self.pdf)
        self.digests = Digests()
        self.marks: list[outline.Mark] = []
        self.firsts: list[tuple[int, str, Object]] = []
        self.ids: list[str] = []
        self.depths: list[tuple[int, int]] = []
        self.silent: list[int] = []

    def run(self, opened: list[Opened], absent: Sequence[Absent], recipe: Mapping[str, Any] | None) -> Bundle:
        """Every step."""
        rows = [Row(one.part.title, one.part.description, one.part.date, one.pages) for one in opened]
        rows.append(Row(self.say["standard"], "", None, 0))
        front = index(self.title, self.reference, rows, absent, self.language)
        self._add(open_pdf(front.draw()), self.say["index"], INDEX, Judgement.sound(front.pages))
        entries: list[Entry] = []
        while opened:  # a file that is joined is let go: what libqpdf needs of it, the copies hold
            entries.append(self._part(opened.pop(0)))
        findings = report.findings(entries, front.pages, absent, self.silent)
        last = report.page(findings, entries, self.language)
        self._add(open_pdf(last.draw()), self.say["standard"], STANDARD, Judgement.sound(last.pages))
        count = self._finish(entries, front.pages, absent, recipe, findings)
        return Bundle(finish.save(self.pdf), count, tuple(entries), findings)

    def _part(self, opened: Opened) -> Entry:
        part, source, first = opened.part, opened.pdf, len(self.depths) + 1
        redrawn = redraw.answers_of(opened, first)
        found = judge(opened)
        self.digests.source(part)
        notes = [*found.notes, *redrawn.notes, *([] if found.own else actions.strip(source))]
        if found.treatment == "pictures":
            changed = opened.repaired or redrawn.changed
            drawn = pictured(part, finish.save(source) if changed else part.data, self.say)
            source, found = open_pdf(drawn.data), Judgement.sound(opened.pages, "pictures")
            found.silent = list(drawn.silent)
        elif found.treatment == "wrapped":
            found = wrap(source, part, found, self.say)
        self._add(source, part.title, part.id, found, f"{found.treatment} {opened.sha256}")
        if found.treatment == "pictures" or found.attach or redrawn.notes:
            self._attach(part)
        return Entry(
            part.id, part.title, first, first + opened.pages - 1, part.date, part.description, opened.sha256,
            found.treatment, tuple(notes),
        )  # fmt: skip

    def _add(self, source: Pdf, title: str, part_id: str, found: Judgement, key: str = "") -> None:
        """Join a part that is tagged, by itself or by us. ``key`` is the same for parts whose pages are drawn alike."""
        number, before = len(self.firsts), len(self.depths)
        if not found.own:
            self.names.prepare(source, number)
        keys = self.trees.prepare(source, number, named=found.named)
        seen: set[tuple[int, int]] = set()
        pages = [page.obj for page in source.pages]
        programs = self.programs.take_out(armour.take_off(pages, source.Root.get("/AcroForm")))
        for page in pages:
            self.trees.shift(page, seen)
            page.Tabs = Name.S
        fields = "/AcroForm" in source.Root if found.own else self.forms.prepare(source)
        below = outline.marks_of(source)
        known = self.shared.take_out(key, source) if key in self.shared else []
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", pikepdf.PageCopyWarning)  # fields are copied, below
            self.pdf.pages.extend(source.pages)
        self.programs.put_in(programs)
        if key:
            self.shared.put_in(key, known, before)
        own = source.Root.get("/Lang")
        language = str(own) if own is not None and str(own) != self.language else None
        element = self.trees.add(source, title, part_id, language, keys, named=found.named)
        if fields:
            self.forms.add(source, part_id, number)
        self.names.add(source, number, title)
        self.firsts.append((before, title, element))
        self.ids.append(part_id)
        self.silent += [before + 1 + page for page in found.silent]
        self.depths += found.depths
        self.marks.append(outline.Mark(title, before, [_moved(mark, before) for mark in below]))

    def _finish(
        self, entries: Sequence[Entry], front: int, absent: Sequence[Absent], recipe: Mapping[str, Any] | None,
        findings: Sequence[Finding],
    ) -> int:  # fmt: skip
        pages: list[Object] = [page.obj for page in self.pdf.pages]
        stamps = Stamps(self.pdf)
        frames = [stamps.prepare(page) for page in pages]
        home = self._index_links(pages, frames, front)
        firsts = {first: number for number, (first, _, _) in enumerate(self.firsts)}
        for number, (page, made) in enumerate(zip(pages, frames, strict=True)):
            back = None
            if part := firsts.get(number):
                there = home.get(part, 0)
                target = destination(pages[there], frames[there])
                mcid = self._link_back(page, stamps.link_box(made, self.say["back"]), part, target, there + 1)
                back = (mcid, self.say["back"])
            text = self.say["number"].format(page=number + 1, pages=len(pages))
            self.digests.page(page)
            stamps.draw(page, made, text, self.depths[number], back)
        for part_id, (_, _, element) in zip(self.ids, self.firsts, strict=True):
            self.digests.spoken(part_id, element)
        self.trees.close()
        self.forms.close()
        self.names.close()
        self._note_whole()
        outline.write(self.pdf, self.marks, pages, [made.corner for made in frames], self.say["bookmark"])
        finish.catalogue(
            self.pdf, title=self.title, subject=self.reference, language=self.language, first=pages[0],
            corner=frames[0].corner,
        )  # fmt: skip
        content = report.private(
            entries, title=self.title, reference=self.reference, language=self.language, front=front,
            standard=self.firsts[-1][0] + 1, pages=len(pages), absent=absent, recipe=recipe, found=findings,
        )  # fmt: skip
        finish.private(self.pdf, self.digests.sealed(content, self.silent, stamps.font))
        return len(pages)

    def _note_whole(self) -> None:
        """Digests of what no page holds, once all of it is in the catalogue."""
        self.digests.catalogue(self.pdf.Root)
        self.digests.answers(self.forms.nodes)
        self.digests.files(self.names.files)

    def _index_links(self, pages: Sequence[Object], frames: Sequence[Frame], front: int) -> dict[int, int]:
        """Lead the links of the index to their parts; returns the page of the index (from 0) that names each part."""
        home: dict[int, int] = {}
        own = [*range(front), *range(self.firsts[-1][0], len(pages))]
        for number in own:
            for annotation in notes(pages[number]):
                target = str(annotation.get("/A", Dictionary()).get("/URI", ""))
                if not target.startswith(_URN):
                    continue
                part = int(target.removeprefix(_URN))
                first, title, _ = self.firsts[part]
                del annotation["/A"]
                annotation.Dest = destination(pages[first], frames[first])
                annotation.Contents = String(self.say["go"].format(page=first + 1, title=title))
                if number < front:
                    home.setdefault(part, number)
        return home

    def _link_back(self, page: Object, box: list[float], part: int, target: Array, there: int) -> int:
        """A tagged link at the foot of a part's first page to the page of the index that names it; its content id."""
        element = self.pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Link, P=self.firsts[part][2], Pg=page))
        mcid = self.trees.mark(page, element)
        link = self.pdf.make_indirect(
            Dictionary(
                Type=Name.Annot, Subtype=Name.Link, F=4, P=page, Border=Array([0, 0, 0]),
                Rect=Array(box), Dest=target, Contents=String(self.say["back-contents"].format(page=there)),
                StructParent=self.trees.annotate(element),
            )
        )  # fmt: skip
        element.K = Array([mcid, Dictionary(Type=Name.OBJR, Obj=link)])
        self.firsts[part][2].K.insert(0, element)
        if "/Annots" in page:
            page.Annots.append(link)
        else:
            page.Annots = Array([link])
        return mcid

    def _attach(self, part: Part) -> None:
        data = part.source if part.source is not None else part.data
        name = part.source_name or f"{part.id}.pdf"
        digest = hashlib.sha256(data).hexdigest()
        kind = "/application#2Fpdf" if data[:5] == b"%PDF-" else "/application#2Foctet-stream"
        params = Dictionary(Size=len(data), CheckSum=String(hashlib.md5(data, usedforsecurity=False).digest()))
        stream = self.pdf.make_stream(data, Type=Name.EmbeddedFile, Subtype=Name(kind), Params=params)
        specification = Dictionary(
            Type=Name.Filespec, F=String(name), UF=String(name), AFRelationship=Name.Source,
            Desc=String(f"{part.title}, as it came. SHA-256 {digest}"), EF=Dictionary(F=stream, UF=stream),
        )  # fmt: skip
        self.names.attach(f"{part.id}/{name}", self.pdf.make_indirect(specification))


def destination(page: Object, made: Frame) -> Array:
    """The top of a page, at the size that the reader has chosen."""
    x, y = made.corner
    return Array([page, Name.XYZ, round(x, 2), round(y, 2), 0])


def _moved(mark: outline.Mark, by: int) -> outline.Mark:
    return outline.Mark(mark.title, mark.page + by, [_moved(one, by) for one in mark.below])


def _check(parts: Sequence[Part], title: str) -> None:
    if not parts:
        raise Refused("A bundle needs at least one part.")
    if not title.strip():
        raise Refused("A bundle needs a title.")
    seen = {INDEX, STANDARD}
    problems = []
    for part in parts:
        if part.id in seen or not part.id:
            problems.append(Problem(f"The id '{part.id}' of '{part.title}' is taken.", code="part-id", field=part.id))
        if not part.title.strip():
            problems.append(Problem(f"The part '{part.id}' has no title.", code="part-title", field=part.id))
        seen.add(part.id)
    if problems:
        raise Refused("The bundle cannot be made, and nothing was written.", problems=problems)
