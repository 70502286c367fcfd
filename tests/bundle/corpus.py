"""Made-up parts of every kind that a bundle meets, the same for the same seed, with what a reader should find in them.

Nothing here uses the code under test but to draw our own documents; what is expected is what was put in.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import io
import random
from collections.abc import Callable
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from ctdocs.bundle.join.part import Part
from ctdocs.documents import blocks as b
from ctdocs.render.pdf.document import render
from ctdocs.render.pdf.fonts import FOLDER
from tests.outside import pdfium, pdftk, tools
from tests.render import samples

A4, LETTER, A3 = (595.28, 841.89), (612.0, 792.0), (841.89, 1190.55)
FONT = "Corpus"
_SENTENCE = (
    "the panel heard that noise had been reported to the council and the police on several dates in May and June "
    "and that nobody had come to see the family in Nowhere Lane"
)
_WORDS = _SENTENCE.split()


@dataclasses.dataclass(frozen=True)
class Made:
    """A part, and what a reader should find: words on its first page, answers in its form, how it is to come in."""

    part: Part
    kind: str
    pages: int
    words: str
    treatment: str
    answers: dict[str, str] = dataclasses.field(default_factory=dict)


def corpus(count: int, pages: int, *, seed: int = 1) -> list[Made]:
    """``count`` parts of every kind in turn that have ``pages`` pages together; the plain ones take up the rest."""
    chance = random.Random(seed)
    kinds = [name for name in KINDS if name != "pdftk" or tools.missing("pdftk") is None]
    wanted = [kinds[number % len(kinds)] for number in range(count)]
    made: dict[int, Made] = {}
    for number, kind in enumerate(wanted):
        if kind not in PLAIN:
            made[number] = KINDS[kind](number, chance, 0)
    left = pages - sum(one.pages for one in made.values())
    plain = [number for number, kind in enumerate(wanted) if kind in PLAIN]
    for place, number in enumerate(plain):
        length = left // (len(plain) - place)
        made[number] = KINDS[wanted[number]](number, chance, length)
        left -= length
    result = [made[number] for number in range(count)]
    assert sum(one.pages for one in result) == pages
    return result


def part(number: int, kind: str, data: bytes, **more: Any) -> Part:
    """A part with a title, description and date of its own."""
    day = dt.date(2026, 1, 1) + dt.timedelta(days=7 * number)
    title = f"Document {number + 1}: {kind}"
    return Part(f"part-{number + 1}", title, data, f"What came in as number {number + 1}", day, **more)


# -- plain pages
def sheets(
    name: str, count: int, *, size: tuple[float, float] = A4, font: str = FONT, chance: random.Random | None = None,
    edge: bool = True,
) -> bytes:  # fmt: skip
    """Untagged pages of text that run to the very edge of the paper, with a link on the first."""
    _register()
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=size, invariant=1, pageCompression=1, initialFontName=font)
    chance = chance or random.Random(name)
    for page in range(count):
        canvas.setFont(font, 11)
        canvas.drawString(40, size[1] - 50, f"{name} sheet {page + 1}")
        for line in range(int((size[1] - 140) / 15)):
            canvas.drawString(40, size[1] - 80 - 15 * line, " ".join(chance.choices(_WORDS, k=int(size[0] / 60))))
        if edge:
            canvas.rect(1, 1, size[0] - 2, size[1] - 2)
            canvas.drawString(6, 4, "at the lower edge")
        if page == 0:
            canvas.linkURL("https://example.org/", (40, size[1] - 55, 200, size[1] - 38))
        canvas.showPage()
    canvas.save()
    return target.getvalue()


@functools.cache
def _register() -> None:
    pdfmetrics.registerFont(TTFont(FONT, str(FOLDER / "LiberationSans-Regular.ttf")))


def changed(data: bytes, change: Callable[[pikepdf.Pdf], None], **how: Any) -> bytes:
    """The same file after a change."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        change(pdf)
        pdf.save(target, static_id=True, **how)
    return target.getvalue()


def portrait(number: int, chance: random.Random, length: int) -> Made:
    name = f"portrait {number}"
    return Made(
        part(number, name, sheets(name, length, chance=chance)), "portrait", length, f"{name} sheet 1", "wrapped"
    )


def landscape(number: int, chance: random.Random, length: int) -> Made:
    name = f"landscape {number}"
    data = sheets(name, length, size=(A4[1], A4[0]), chance=chance)
    return Made(part(number, name, data), "landscape", length, f"{name} sheet 1", "wrapped")


def tagged(number: int, chance: random.Random, length: int) -> Made:
    """A report of our own, drawn and tagged, cut to length."""
    name = f"report {number}"
    body: list[b.Block] = [b.Heading(1, (b.Text(name.capitalize()),)), b.Paragraph((b.Text("In short."),))]
    for count in range(length - 1):
        body += [b.PageBreak(), b.Heading(2, (b.Text(f"Section {count + 1}"),))]
        body += [b.Paragraph((b.Text(" ".join(chance.choices(_WORDS, k=60))),)) for _ in range(5)]
    document = dataclasses.replace(
        samples.resolved("continuation-sheet", "final"), blocks=tuple(body), title=name, values={}
    )
    made = render(document)
    assert made.pages == length, (made.pages, length)
    return Made(part(number, name, made.data, own=True), "tagged", length, name.capitalize(), "tagged")


def rotated(number: int, chance: random.Random, length: int) -> Made:
    name = f"rotated {number}"

    def turn(pdf: pikepdf.Pdf) -> None:
        for count, page in enumerate(pdf.pages):
            page.obj.Rotate = (90, 180, 270)[(number + count) % 3]

    data = changed(sheets(name, 3, chance=chance), turn)
    return Made(part(number, name, data), "rotated", 3, f"{name} sheet 1", "wrapped")


def cropped(number: int, chance: random.Random, length: int) -> Made:
    name = f"cropped {number}"

    def crop(pdf: pikepdf.Pdf) -> None:
        for page in pdf.pages:
            page.obj.CropBox = Array([30, 120, 500, 820])

    data = changed(sheets(name, 2, chance=chance), crop)
    return Made(part(number, name, data), "cropped", 2, f"{name} sheet 1", "wrapped")


def a3(number: int, chance: random.Random, length: int) -> Made:
    name = f"plan {number}"
    return Made(part(number, name, sheets(name, 2, size=A3, chance=chance)), "a3", 2, f"{name} sheet 1", "wrapped")


def letter(number: int, chance: random.Random, length: int) -> Made:
    name = f"letter {number}"
    return Made(
        part(number, name, sheets(name, 2, size=LETTER, chance=chance)), "letter", 2, f"{name} sheet 1", "wrapped"
    )


def receipt(number: int, chance: random.Random, length: int) -> Made:
    name = f"slip {number}"
    data = sheets(name, 1, size=(140.0, 300.0), chance=chance)
    return Made(part(number, name, data), "receipt", 1, f"{name} sheet 1", "wrapped")


def unembedded(number: int, chance: random.Random, length: int) -> Made:
    name = f"old file {number}"
    data = sheets(name, 2, font="Helvetica", chance=chance)
    return Made(part(number, name, data), "unembedded", 2, f"{name} sheet 1", "pictures")


def scanned(number: int, chance: random.Random, length: int) -> Made:
    """A picture of a page, without any text in the file; what it says is known."""
    words = f"Scanned letter {number}"
    picture = Image.new("L", (827, 1169), 250)
    drawing = ImageDraw.Draw(picture)
    drawing.text((80, 100), words, fill=20, font=ImageFont.truetype(FOLDER / "LiberationSans-Regular.ttf", 40))
    for line in range(20):
        drawing.line((80, 220 + 40 * line, 700 - chance.randrange(200), 220 + 40 * line), fill=60, width=6)
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A4, invariant=1)  # which names Helvetica and never uses it
    canvas.drawImage(ImageReader(picture), 0, 0, *A4)
    canvas.showPage()
    canvas.save()
    return Made(part(number, "scan", target.getvalue(), alternative=(words,)), "scanned", 1, words, "wrapped")


# -- damaged, locked, tagged in part
def encrypted(number: int, chance: random.Random, length: int) -> Made:
    name = f"locked {number}"
    lock = pikepdf.Encryption(owner="owner", user="", R=6, aes=True, metadata=True)
    data = changed(sheets(name, 2, chance=chance), lambda _: None, encryption=lock)
    return Made(part(number, name, data), "encrypted", 2, f"{name} sheet 1", "wrapped")


def damaged(number: int, chance: random.Random, length: int) -> Made:
    """A file that says its table of objects is where it is not: what every reader repairs."""
    name = f"damaged {number}"
    data = sheets(name, 2, chance=chance)
    data = data[: data.rindex(b"startxref")] + b"startxref\n7\n%%EOF\n"
    return Made(part(number, name, data), "damaged", 2, f"{name} sheet 1", "wrapped")


def half_tagged(number: int, chance: random.Random, length: int) -> Made:
    """Marks on the pages and no tree that they belong to."""
    whole = tagged(number, chance, 3)

    def fell(pdf: pikepdf.Pdf) -> None:
        del pdf.Root.StructTreeRoot

    data = changed(whole.part.data, fell)
    made = dataclasses.replace(whole.part, data=data, own=False, title=f"Document {number + 1}: half tagged")
    return dataclasses.replace(whole, part=made, kind="half-tagged", treatment="wrapped")


def elsewhere(number: int, chance: random.Random, length: int) -> Made:
    """Tags as others make them: roles, classes, ids, named places, layers, a script, an outline and a file inside."""
    data = changed(tagged(number, chance, 2).part.data, lambda pdf: furnish(pdf, number))
    return Made(part(number, f"from elsewhere {number}", data), "elsewhere", 2, f"Report {number}", "tagged")


def furnish(pdf: pikepdf.Pdf, number: int) -> None:
    """Give a tagged file the things whose names clash with those of another such file."""
    root, tree = pdf.Root, pdf.Root.StructTreeRoot
    document = tree.K
    heading, second = document.K[0], document.K[3]
    tree.RoleMap = Dictionary(Headline=Name.H1, Passage=Name.P if number % 2 else Name.Div)
    heading.S = Name.Headline
    document.K[1].S = Name.Passage
    tree.ClassMap = Dictionary(Look=Dictionary(O=Name.Layout, SpaceBefore=number))
    second.C = Name.Look
    second.ID = String("here")
    tree.IDTree = Dictionary(Names=Array([String("here"), second]))
    first, last = pdf.pages[0].obj, pdf.pages[1].obj
    place = Dictionary(D=Array([last, Name.XYZ, 0, 800, 0]))
    names = Dictionary(Dests=Dictionary(Names=Array([String("place"), pdf.make_indirect(place)])))
    names.JavaScript = Dictionary(Names=Array([String("s"), Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))]))
    inside = pdf.make_stream(f"file {number}".encode(), Type=Name.EmbeddedFile)
    specification = Dictionary(Type=Name.Filespec, F=String("a.txt"), EF=Dictionary(F=inside))
    names.EmbeddedFiles = Dictionary(Names=Array([String("a.txt"), pdf.make_indirect(specification)]))
    root.Names = names
    root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(2)"))
    link = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot, Subtype=Name.Link, Rect=[60, 60, 120, 80], Contents=String("On"), Dest=String("place"),
            StructParent=90, F=4,
        )
    )  # fmt: skip
    first.Annots = Array([link])
    element = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Link, P=document, Pg=first))
    element.K = Dictionary(Type=Name.OBJR, Obj=link)
    document.K.append(element)
    tree.ParentTree.Nums = Array([*tree.ParentTree.Nums, 90, element])
    group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String(f"Layer {number}")))
    root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(OFF=Array([group]), AS=Array([])))
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(f"Chapter {number}", 1))


# -- forms
def answers(number: int) -> dict[str, Any]:
    """The facts of a case that no other has."""
    return samples.case(
        reference=f"CT-2026-{number:03d}", behaviour=f"Noise number {number} – every night & more.",
        applicant={**samples.PERSON, "name": f"Applicant Ŵyn {number}"},
    )  # fmt: skip


def form(number: int, chance: random.Random, length: int) -> Made:
    """Our own form with our own answers."""
    made = render(samples.resolved("application-form", "prefilled", answers(number)))
    return Made(
        part(number, "application form", made.data, own=True), "form", made.pages, "Application form", "tagged",
        {"applicant.name": f"Applicant Ŵyn {number}", "behaviour": f"Noise number {number} – every night & more."},
    )  # fmt: skip


@functools.cache
def blank_sheet() -> bytes:
    """A continuation sheet that nobody has filled in."""
    return render(samples.resolved("continuation-sheet")).data


def typed(number: int, chance: random.Random, length: int) -> Made:
    """A form that somebody filled in a browser: PDFium draws the answers with a font that it does not put in."""
    values = {"name": f"Typed Name {number}", "more.1.text": f"And so it went on, {number} times."}
    data = pdfium.fill(blank_sheet(), values)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pages = len(pdf.pages)
    return Made(part(number, "typed form", data), "typed", pages, "Continuation", "any", values)


def by_pdftk(number: int, chance: random.Random, length: int) -> Made:
    """A form that a script filled and left to the viewer to draw."""
    values: dict[str, str | bool] = {"name": f"Pdftk Name {number}", "more.1.text": f"Filled by a script, {number}."}
    data = pdftk.fill(blank_sheet(), values, need_appearances=bool(number % 2))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pages = len(pdf.pages)
    said = {name: str(value) for name, value in values.items()}
    return Made(part(number, "form from a script", data), "pdftk", pages, "Continuation", "any", said)


KINDS: dict[str, Callable[[int, random.Random, int], Made]] = {
    "tagged": tagged,
    "portrait": portrait,
    "form": form,
    "landscape": landscape,
    "rotated": rotated,
    "cropped": cropped,
    "a3": a3,
    "letter": letter,
    "encrypted": encrypted,
    "damaged": damaged,
    "typed": typed,
    "pdftk": by_pdftk,
    "scanned": scanned,
    "half-tagged": half_tagged,
    "elsewhere": elsewhere,
    "unembedded": unembedded,
    "receipt": receipt,
    "tagged-2": tagged,
    "elsewhere-2": elsewhere,
}
PLAIN = ("tagged", "tagged-2", "portrait", "landscape")
