"""Pages without tags, or with tags that are no use, inside plain ones: what is text stays text, and nothing is moved.

A page that holds text becomes one paragraph; a page that holds none becomes a picture with a description, and the text
that is known of it (from reading a scan). Links, fields and notes get elements of their own after it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from ctdocs.bundle.join import content, glyphless
from ctdocs.bundle.join.fonts import fonts_of, text_resources
from ctdocs.bundle.join.frame import array, frame
from ctdocs.bundle.join.judge import Judgement
from ctdocs.bundle.join.objects import contents, notes, xobjects
from ctdocs.bundle.join.part import Part
from ctdocs.bundle.join.tagfaults import describe
from ctdocs.bundle.join.unseen import FONT, clean, unseen_lines

_ELEMENTS = {"/Link": Name.Link, "/Widget": Name.Form}
_NONE = ("/PrinterMark",)


def wrap(source: Pdf, part: Part, found: Judgement, say: Mapping[str, str]) -> Judgement:
    """Tag an opened part in place, all tags that it had gone. Returns how it is to be joined now."""
    work = _Wrap(source, part, found, say)
    pages = [page.obj for page in source.pages]
    seen: set[tuple[int, int]] = set()
    for number, page in enumerate(pages):
        for one in xobjects(page.get("/Resources"), seen):
            _clean(one)
        work.page(page, number, len(pages))
    source.Root.StructTreeRoot = source.make_indirect(
        Dictionary(
            Type=Name.StructTreeRoot, K=Array(work.elements), ParentTree=Dictionary(Nums=Array(work.parents)),
            ParentTreeNextKey=len(work.parents) // 2,
        )
    )  # fmt: skip
    return Judgement("wrapped", [(0, 0)] * len(pages), found.notes, found.attach, silent=work.silent)


class _Wrap:
    """The tagging of one part."""

    def __init__(self, source: Pdf, part: Part, found: Judgement, say: Mapping[str, str]) -> None:
        self.source, self.part, self.found, self.say = source, part, found, say
        self.silent: list[int] = []
        self.elements: list[Object] = []
        self.parents: list[Any] = []
        self._streams: dict[str, Object] = {}
        self._font: Object | None = None

    def page(self, page: Object, number: int, count: int) -> None:
        """Tag one page and what lies on it."""
        known = self.part.alternative[number] if number < len(self.part.alternative) else ""
        streams = contents(page)
        raw = self.found.raw[number]
        element = self._element(page, raw, number, count, clean(known).strip())
        if content.has_marks(raw):
            streams = [self.source.make_stream(content.unmarked(raw))]
        lowest, last = self.found.depths[number]
        before = f"{element.S} <</MCID 0>> BDC" + " q" * (1 - lowest) + "\n"
        after = "\n" + "Q " * (last - lowest + 1)
        if "/ActualText" in element:
            after += self._unseen(page, str(element.ActualText))
        page.Contents = Array([self._stream(before), *streams, self._stream(f"{after}\nEMC\n")])
        page.StructParents = self._key(Array([element]))
        kept: list[Object] = []
        for annotation in notes(page):
            kind = str(annotation.get("/Subtype", ""))
            if kind == "/TrapNet":  # not allowed (ISO 14289-1, 7.18.2), and of use to a press only
                continue
            one = annotation if annotation.is_indirect else self.source.make_indirect(annotation)
            kept.append(one)
            if "/StructParent" in one:
                del one["/StructParent"]
            describe(one)
            if kind not in _NONE:
                self._annotation(page, one, kind)
        if "/Annots" in page:
            page.Annots = Array(kept)

    def _element(self, page: Object, raw: bytes, number: int, count: int, known: str) -> Object:
        made = Dictionary(Type=Name.StructElem, S=Name.P, Pg=page, K=0)
        if not any(True for _ in fonts_of(text_resources(page, raw), set())):
            made.S = Name.Figure
            made.Alt = String(self.say["picture"].format(page=number + 1, pages=count, title=self.part.title))
            made.A = Dictionary(O=Name.Layout, BBox=array(frame(page).seen), Placement=Name.Block)
            if known:
                made.ActualText = String(known)
            else:
                self.silent.append(number)
        element = self.source.make_indirect(made)
        self.elements.append(element)
        return element

    def _annotation(self, page: Object, annotation: Object, kind: str) -> None:
        element = self.source.make_indirect(
            Dictionary(
                Type=Name.StructElem, S=_ELEMENTS.get(kind, Name.Annot), Pg=page,
                K=Dictionary(Type=Name.OBJR, Obj=annotation),
            )
        )  # fmt: skip
        self.elements.append(element)
        annotation.StructParent = self._key(element)

    def _key(self, value: Object) -> int:
        key = len(self.parents) // 2
        self.parents += [key, value]
        return key

    def _unseen(self, page: Object, text: str) -> str:
        """The text of a page without any, upright as the page is shown, so that it is found."""
        if self._font is None:
            self._font = glyphless.font(self.source)
        held = page.get("/Resources")
        resources = page.Resources = Dictionary(dict(held.items()) if isinstance(held, Dictionary) else {})
        fonts = resources.get("/Font")
        resources.Font = Dictionary(
            {**(dict(fonts.items()) if isinstance(fonts, Dictionary) else {}), FONT: self._font}
        )
        made = frame(page)
        (x0, y0, x1, y1), turned = made.seen, made.rotation in (90, 270)
        wide, tall = (y1 - y0, x1 - x0) if turned else (x1 - x0, y1 - y0)
        turn = {0: "1 0 0 1", 90: "0 1 -1 0", 180: "-1 0 0 -1", 270: "0 -1 1 0"}[made.rotation]
        left, low = {0: (x0, y0), 90: (x1, y0), 180: (x1, y1), 270: (x0, y1)}[made.rotation]
        return "\n".join([f"q {turn} {left:.6g} {low:.6g} cm", *unseen_lines(text, 0, 0, wide, tall), "Q"])

    def _stream(self, code: str) -> Object:
        if code not in self._streams:
            self._streams[code] = self.source.make_stream(code.encode())
        return self._streams[code]


def _clean(one: Object) -> None:
    """Forms and pictures lead into no tags any more, and hold no marks."""
    for key in ("/StructParents", "/StructParent"):
        if key in one:
            del one[key]
    if one.get("/Subtype") == Name.Form:
        raw = one.read_bytes()
        if content.has_marks(raw) and (bare := content.unmarked(raw)) != raw:
            one.write(bare)
