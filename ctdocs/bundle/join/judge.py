"""What a part needs to come into a tagged bundle: nothing, tags round its pages, or pictures of its pages."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream

from ctdocs.bundle.join import content, fonts
from ctdocs.bundle.join.objects import contents, given, mend_notes, notes, number_tree, xobjects
from ctdocs.bundle.join.opening import Opened
from ctdocs.bundle.join.part import Treatment
from ctdocs.bundle.join.tagfaults import tag_fault


@dataclass(slots=True)
class Judgement:
    """How a part comes in and why, and how deep the content of each page sinks and ends (``content.depths``).

    ``attach`` is true where the file as it came is worth more than its pages: it was signed.
    ``named`` says whether elements of its tags have ids, ``silent`` which pages (from 0) hold no text at all; ``own``
    that it is known to hold only what we drew: no script, no name, no field that its form does not list. ``raw`` is
    what the pages draw, where tags are to be put round it.
    """

    treatment: Treatment
    depths: list[tuple[int, int]]
    notes: list[str] = field(default_factory=list)
    attach: bool = False
    named: bool = False
    silent: list[int] = field(default_factory=list)
    own: bool = False
    raw: list[bytes] = field(default_factory=list)

    @classmethod
    def sound(cls, pages: int, treatment: Treatment = "tagged") -> Judgement:
        """The judgement of pages that we drew ourselves."""
        return cls(treatment, [(0, 0)] * pages)


def judge(opened: Opened) -> Judgement:
    """Look at a part. What is remarked of it stands in ``notes``, a sentence each."""
    if opened.part.own and not opened.repaired and "/StructTreeRoot" in opened.pdf.Root:
        return dataclasses.replace(Judgement.sound(opened.pages), own=True)
    try:
        return _judge(opened)
    except (
        pikepdf.PdfError,
        AttributeError,
        KeyError,
        TypeError,
        ValueError,
    ):  # none of what must be there
        said = "Shown as pictures of its pages: what it is made of is damaged. The original is attached."
        return Judgement("pictures", [], [said])


def _judge(opened: Opened) -> Judgement:
    result = Judgement("tagged", [])
    if opened.repaired:
        result.notes.append("Its tables were damaged; they were rebuilt, and every page was found.")
    pages: list[Object] = [page.obj for page in opened.pdf.pages]
    for page in pages:
        mend_notes(page)
    result.attach = is_signed(opened.pdf.Root.get("/AcroForm"))
    if result.attach:
        result.notes.append(
            "It was signed digitally. A page of a bundle cannot keep that; the signed file is attached."
        )
    try:
        raw = [b"\n".join(one.read_bytes() for one in contents(page)) for page in pages]
        reason = _cannot_be_shown(opened, pages, raw)
    except pikepdf.PdfError:
        reason = "what is drawn on them is damaged"
    if reason:
        result.treatment = "pictures"
        result.notes.append(f"Shown as pictures of its pages: {reason}. The original is attached.")
        return result
    result.depths = [content.depths(one) for one in raw]
    tree = opened.pdf.Root.get("/StructTreeRoot")
    if not isinstance(tree, Dictionary) or "/K" not in tree:
        result.treatment, result.raw = "wrapped", raw
        if any(map(content.has_marks, raw)):
            result.notes.append("It was tagged in part only; its pages have new, plain tags.")
        else:
            result.notes.append("It had no tags; its pages have plain ones.")
        return result
    fault = _uncovered(pages, raw, tree)
    if fault is None:
        fault, result.named = tag_fault(opened.pdf, pages)
    if fault is not None:
        result.treatment, result.raw = "wrapped", raw
        result.notes.append(f"Its tags could not be kept ({fault}); its pages have new, plain ones.")
    return result


def _cannot_be_shown(opened: Opened, pages: list[Object], raw: list[bytes]) -> str | None:
    """Why a page of it could not be shown as it is by every reader; None if it can."""
    form = opened.pdf.Root.get("/AcroForm")
    if isinstance(form, Dictionary) and bool(form.get("/NeedAppearances", False)):
        return "its answers are not drawn in it, and each program would draw them in its own way"
    seen: set[tuple[int, int]] = set()
    for page, code in zip(pages, raw, strict=True):
        sources = [fonts.text_resources(page, code)]
        for annotation in notes(page):
            drawn = False
            for one in fonts.appearances(annotation):
                drawn, resources = True, given(one, "/Resources")
                if resources is not None and not (resources.is_indirect and resources.objgen in seen):
                    sources.append(resources)
            if not drawn and annotation.get("/Subtype") == Name.Widget and _answer(annotation):
                return "an answer is not drawn in it"
        for resources in sources:
            for font in fonts.fonts_of(resources, seen):
                if fault := fonts.fault(font):
                    return f"its font {fonts.name(font)} {fault}"
    return None


def _answer(widget: Object) -> bool:
    """Whether a text field holds a value."""
    for _ in range(20):
        if "/V" in widget:
            return isinstance(widget.V, pikepdf.String) and bool(str(widget.V))
        if "/Parent" not in widget:
            return False
        widget = widget.Parent
    return False


def is_signed(form: Object | None) -> bool:
    """Whether a field of the form holds a signature, however deep it lies."""
    held = form.get("/Fields") if isinstance(form, Dictionary) else None
    waiting = list(held) if isinstance(held, Array) else []
    for one in waiting:
        if isinstance(one, Dictionary) and len(waiting) < 1_000_000:
            if one.get("/FT") == Name.Sig and "/V" in one:
                return True
            kids = one.get("/Kids")
            waiting += list(kids) if isinstance(kids, Array) else []
    return False


def _uncovered(pages: list[Object], raw: list[bytes], tree: Object) -> str | None:
    """Where content is on a page that no tag leads to; None where there is none."""
    parents = number_tree(tree.get("/ParentTree"))
    for number, (page, code) in enumerate(zip(pages, raw, strict=True), 1):
        if not content.wholly_marked(code):
            return f"some of page {number} is not tagged"
        held = parents.get(int(page.get("/StructParents", -1)))
        if content.highest_mark(code) >= (len(held) if isinstance(held, Array) else 0):
            return f"tags of page {number} lead nowhere"
        forms = [one for one in xobjects(page.get("/Resources"), set()) if one.get("/Subtype") == Name.Form]
        for form in forms:
            if isinstance(form, Stream) and b"/MCID" in form.read_bytes() and "/StructParents" not in form:
                return f"tags of page {number} lead nowhere"
    return None
