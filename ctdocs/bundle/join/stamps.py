"""The number of each page, and the way back to the index, in the strip below the page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from pikepdf import Array, Dictionary, Name, Object, Pdf

from ctdocs.bundle.join.frame import STRIP, Box, Frame, frame, frame_of, grow
from ctdocs.bundle.join.objects import contents, notes
from ctdocs.render.pdf.fonts import face

_FONT = "/CtdocsStamp"
_CLIP: Final = re.compile(rb"\s*q (\S+) (\S+) (\S+) (\S+) re W n")
_ENDS: Final = re.compile(rb"\s*((?:Q )+)\s*/Artifact ")
_SIZE, _LARGE, _BASELINE, _MARGIN = 9.0, 12.0, 6.5, 14.0
_INK, _LINE, _LINK = "0.1 0.1 0.12", "0.72 0.72 0.72", "0.07 0.27 0.55"


class Stamps:
    """Draws the strips of one bundle, in one font that all pages share."""

    def __init__(self, pdf: Pdf) -> None:
        self.pdf = pdf
        self.font = _font(pdf)
        self._clips: dict[tuple[Box, int], Object] = {}
        self._patched: set[tuple[int, int]] = set()

    def prepare(self, page: Object) -> Frame:
        """Give a page its strip; returns where that is."""
        made = frame(page)
        grow(page, made)
        _hide_what_was_outside(page, made)
        return made

    def draw(
        self, page: Object, made: Frame, number: str, depths: tuple[int, int], back: tuple[int, str] | None
    ) -> None:
        """Draw the strip of a page, outside all that the page draws itself.

        ``depths`` is how deep the page's own content sinks below its first graphics state and where it ends (0, 0 where
        it is well made). ``back`` is the marked content id and the words of a link, at the left.
        """
        lowest, last = depths
        after = self._strip(made, "Q " * (last - lowest + 1), number, back)
        page.Contents = Array([self._clip(made, -lowest), *contents(page), after])
        self._give_font(page)

    def framed(self, page: Object) -> Frame | None:
        """Where the strip is of a page of a bundle that is finished; None where it has none."""
        found = _CLIP.match(contents(page)[0].read_bytes())
        if found is None:
            return None
        x, y, wide, tall = map(float, found.groups())
        return frame_of(page, (x, y, x + wide, y + tall))

    def redraw(self, page: Object, made: Frame, number: str, back: tuple[int, str] | None) -> None:
        """Draw the strip of such a page anew."""
        held = contents(page)
        ends = _ENDS.match(held[-1].read_bytes())
        after = self._strip(made, ends[1].decode() if ends else "Q ", number, back)
        page.Contents = Array([*held[:-1], after])

    def _strip(self, made: Frame, ends: str, number: str, back: tuple[int, str] | None) -> Object:
        x = made.width - _MARGIN - face().width(number, _LARGE)  # larger than any number of the page's own
        code = [f"{ends}/Artifact <</Type /Pagination /Subtype /Footer>> BDC q"]
        left, right = _point(made, 0, STRIP), _point(made, made.width, STRIP)
        code.append(f"{_LINE} RG {0.5 * made.size:.3g} w {left} m {right} l S")
        code.append(f"BT {_INK} rg {_FONT} {_LARGE:g} Tf {_matrix(made, x)} Tm {_string(number)} Tj ET Q EMC")
        if back is not None:
            code.append(f"/Link <</MCID {back[0]}>> BDC q BT {_LINK} rg {_FONT} {_SIZE:g} Tf")
            code.append(f"{_matrix(made, _MARGIN)} Tm {_string(back[1])} Tj ET Q EMC")
        return self.pdf.make_stream("\n".join(code).encode("cp1252"))

    def link_box(self, made: Frame, words: str) -> list[float]:
        """The rectangle of the link back, whose words stand at the left of the strip."""
        return made.box(_MARGIN - 2, 2, _MARGIN + face().width(words, _SIZE) + 2, STRIP - 3)

    def _clip(self, made: Frame, deeper: int) -> Object:
        key = (made.seen, deeper)
        if key not in self._clips:
            x0, y0, x1, y1 = made.seen
            code = f"q {x0:.6g} {y0:.6g} {x1 - x0:.6g} {y1 - y0:.6g} re W n" + " q" * deeper + "\n"
            self._clips[key] = self.pdf.make_stream(code.encode())
        return self._clips[key]

    def _give_font(self, page: Object) -> None:
        resources = page.get("/Resources")
        if not isinstance(resources, Dictionary):
            resources = page.Resources = Dictionary()
        if resources.is_indirect:
            if resources.objgen in self._patched:
                return
            self._patched.add(resources.objgen)
        fonts = resources.get("/Font")
        if isinstance(fonts, Dictionary):
            fonts[_FONT] = self.font
        else:
            resources.Font = Dictionary({_FONT: self.font})


def _hide_what_was_outside(page: Object, made: Frame) -> None:
    """What could not be seen because it was off the page does not come to be seen in the strip."""
    if made.media == made.grown:
        return
    x0, y0, x1, y1 = made.seen
    for annotation in notes(page):
        rect = annotation.get("/Rect")
        if isinstance(rect, Array) and len(rect) == 4:
            a, b, c, d = (float(v) for v in rect)
            if max(a, c) <= x0 or min(a, c) >= x1 or max(b, d) <= y0 or min(b, d) >= y1:
                annotation.F = int(annotation.get("/F", 0)) | 2


def _point(made: Frame, x: float, y: float) -> str:
    return "{:.2f} {:.2f}".format(*made.point(x, y))


def _matrix(made: Frame, x: float) -> str:
    return "{:g} {:g} {:g} {:g} {:.2f} {:.2f}".format(*made.matrix(x, _BASELINE))


def _string(text: str) -> str:
    return "(" + text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)") + ")"


def _font(pdf: Pdf) -> Object:
    """Liberation Sans as it is, in Windows-1252: no other program than the file itself is needed to read a number."""
    regular = face()
    data = regular.path.read_bytes()
    codes: Mapping[int, int] = {code: ord(bytes([code]).decode("cp1252", "replace")) for code in range(32, 256)}
    widths = [round(regular.widths.get(unicode, 0)) for unicode in codes.values()]
    program = pdf.make_stream(data, Length1=len(data))
    descriptor = Dictionary(
        Type=Name.FontDescriptor, FontName=Name("/LiberationSans"), Flags=32, FontBBox=[-544, -303, 1302, 980],
        ItalicAngle=0, Ascent=905, Descent=-212, CapHeight=729, StemV=80, FontFile2=program,
    )  # fmt: skip
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name("/LiberationSans"), FirstChar=32, LastChar=255,
            Widths=Array(widths), FontDescriptor=pdf.make_indirect(descriptor), Encoding=Name.WinAnsiEncoding,
        )
    )  # fmt: skip
