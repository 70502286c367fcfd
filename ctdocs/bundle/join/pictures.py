"""A part that no reader could be sure to show, or to read out, as pictures of its pages with their text unseen on them.

PDFium draws them, with answers in fields and notes, as it does in Chrome. The text goes where it stood on the page, so
that it can be found, and into ActualText, so that it can be read out.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from ctdocs.bundle.join import finish, glyphless
from ctdocs.bundle.join.part import Part
from ctdocs.bundle.join.unseen import FONT, clean, unseen_lines, unseen_words
from ctdocs.errors import Problem, Refused

DPI = 200
_MOST_PIXELS = 25_000_000
_QUALITY = 80


@dataclass(frozen=True, slots=True)
class Pictured:
    """A tagged PDF of pictures, and which of its pages (from 0) hold no text."""

    data: bytes
    silent: tuple[int, ...]


def pictured(part: Part, data: bytes, say: Mapping[str, str]) -> Pictured:
    """A tagged PDF of the same pages and sizes; ``data`` is the part's file, repaired where it had to be.

    Raises ``Refused`` where they cannot be drawn.
    """
    pdf = Pdf.new()
    font = glyphless.font(pdf)
    elements: list[Object] = []
    parents: list[Any] = []
    silent: list[int] = []
    with _document(part, data) as document:
        count = len(document)
        for number in range(count):
            page = flat(document, number)
            width, height = page.get_size()
            text = _text(part, page, number)
            pdf.add_blank_page(page_size=(width, height))
            made = pdf.pages[-1].obj
            drawn = _picture(pdf, page, width, height)
            made.Resources = Dictionary(XObject=Dictionary(Im=drawn), Font=Dictionary({FONT: font}))
            unseen = list(_unseen(page, width, height)) or unseen_lines(text, 0, 0, width, height)
            code = [f"/Figure <</MCID 0>> BDC q {width:.2f} 0 0 {height:.2f} 0 0 cm /Im Do Q", *unseen]
            made.Contents = pdf.make_stream("\n".join([*code, "EMC"]).encode())
            made.StructParents = number
            alternative = say["picture"].format(page=number + 1, pages=count, title=part.title)
            box = Array([0, 0, round(width, 2), round(height, 2)])
            element = pdf.make_indirect(
                Dictionary(
                    Type=Name.StructElem, S=Name.Figure, Pg=made, K=0, Alt=String(alternative),
                    A=Dictionary(O=Name.Layout, BBox=box, Placement=Name.Block),
                )
            )  # fmt: skip
            if text:
                element.ActualText = String(text)
            else:
                silent.append(number)
            elements.append(element)
            parents += [number, Array([element])]
            page.close()
    pdf.Root.StructTreeRoot = pdf.make_indirect(
        Dictionary(Type=Name.StructTreeRoot, K=Array(elements), ParentTree=Dictionary(Nums=Array(parents)))
    )
    return Pictured(finish.save(pdf), tuple(silent))


@contextlib.contextmanager
def _document(part: Part, data: bytes) -> Iterator[Any]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        said = f"'{part.title}' ({part.id}) cannot be drawn ({error})."
        problem = Problem(said, code="part-cannot-be-drawn", field=part.id)
        raise Refused("The bundle cannot be made, and nothing was written.", problems=[problem]) from error
    try:
        document.init_forms()  # which draws the answers that are not drawn
        yield document
    finally:
        document.close()


def flat(document: Any, number: int) -> Any:
    """A page with its answers and notes as parts of it, so that their words are found with those of the page."""
    from pypdfium2 import raw

    page = document[number]
    raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
    page.close()
    return document[number]  # flattening shows only to those who open the page anew


def _text(part: Part, page: Any, number: int) -> str:
    """The text of a page, answers in fields included: what was given of it, or what PDFium reads."""
    given = part.alternative[number] if number < len(part.alternative) else ""
    return clean(given or _words(page)).strip()


def _words(page: Any) -> str:
    text = page.get_textpage()
    try:
        return str(text.get_text_range())
    finally:
        text.close()


def _picture(pdf: Pdf, page: Any, width: float, height: float) -> Object:
    dpi = min(DPI, 72 * (_MOST_PIXELS / max(width * height, 1)) ** 0.5)
    drawn = page.render(scale=dpi / 72, may_draw_forms=True).to_pil().convert("RGB")
    grey = _is_grey(drawn)
    if grey:
        drawn = drawn.convert("L")
    target = io.BytesIO()
    drawn.save(target, "JPEG", quality=_QUALITY, optimize=True)
    return pdf.make_stream(
        target.getvalue(), Type=Name.XObject, Subtype=Name.Image, Width=drawn.width, Height=drawn.height,
        ColorSpace=Name.DeviceGray if grey else Name.DeviceRGB, BitsPerComponent=8, Filter=Name.DCTDecode,
    )  # fmt: skip


def _is_grey(drawn: Any) -> bool:
    """Whether no pixel has a colour that anybody would see."""
    small = drawn.resize((max(1, drawn.width // 4), max(1, drawn.height // 4)))
    from PIL import ImageChops

    red, green, blue = small.split()
    widest = [ImageChops.difference(red, other).getextrema()[1] for other in (green, blue)]
    return all(isinstance(one, int | float) and one < 24 for one in widest)


def _unseen(page: Any, width: float, height: float) -> Iterator[str]:
    """The lines of a page as unseen text at their places on the picture, which is upright."""
    text = page.get_textpage()
    try:
        for index in range(text.count_rects()):
            box = text.get_rect(index)
            words = clean(text.get_text_bounded(*box)).replace("\n", " ").strip()
            ax, ay = _place(page, box[0], box[1], width, height)
            bx, by = _place(page, box[2], box[3], width, height)
            left, low = min(ax, bx), min(ay, by)
            wide, tall = abs(bx - ax), abs(by - ay)
            inside = 0 <= left + wide / 2 <= width and 0 <= low + tall / 2 <= height
            if words and inside and wide > 0.5 and tall > 0.5:
                yield unseen_words(words, left, low, wide, tall)
    finally:
        text.close()


def _place(page: Any, x: float, y: float, width: float, height: float) -> tuple[float, float]:
    """A point of a page on its upright picture, in points from the lower left."""
    from ctypes import byref, c_int

    from pypdfium2 import raw

    fine = 20  # PDFium counts whole pixels
    right, down = c_int(), c_int()
    raw.FPDF_PageToDevice(page, 0, 0, round(width * fine), round(height * fine), 0, x, y, byref(right), byref(down))
    return right.value / fine, height - down.value / fine
