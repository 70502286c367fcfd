"""Answers that the pages of a form do not show as they were given, drawn anew with our own font.

What cannot be drawn whole, for want of room or of a letter, is told with the words of the answer. Nothing else on the
page is touched, and the file as it came is attached.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf

from ctdocs.bundle.join import finish
from ctdocs.bundle.join.objects import indirect
from ctdocs.bundle.join.opening import Opened
from ctdocs.bundle.join.shown import Answer, answers, inherited, not_shown, ticks_unlike, whole

_MULTILINE, _COMBO, _COMB = 1 << 12, 1 << 17, 1 << 24  # ISO 32000-1, 12.7.4.3 and 12.7.4.4
_LOWEST = 8.0
_QUOTED, _ROOM = 400, 1200
"""Characters of one answer that are told again, and of all that is told of one part: it must fit on the last page."""


@dataclass(frozen=True, slots=True)
class Redrawn:
    """What was done: whether the opened file was changed, and what is told of it; then its original is attached."""

    changed: bool = False
    notes: tuple[str, ...] = ()


def answers_of(opened: Opened, first: int) -> Redrawn:
    """Draw in an opened part what its pages do not show, and say of which pages, counted from ``first``.

    One that leaves the drawing to whoever shows it has all its answers drawn, so that every program shows the same.
    Nothing is done where what it is made of is damaged.
    """
    form = opened.pdf.Root.get("/AcroForm")
    if opened.part.own or not isinstance(form, Dictionary):
        return Redrawn()
    try:
        return _redrawn(opened.pdf, finish.save(opened.pdf) if opened.repaired else opened.part.data, form, first)
    except (pikepdf.PdfError, AttributeError, LookupError, TypeError, ValueError):
        return Redrawn()


def _redrawn(pdf: Pdf, data: bytes, form: Object, first: int) -> Redrawn:
    left = bool(form.get("/NeedAppearances", False))
    asked = answers(pdf)
    wrong = asked if left else not_shown(pdf, data, asked) if asked else []
    short = _draw(pdf, wrong)
    if left:
        del form["/NeedAppearances"]
    told = list(_told(wrong, short, first, left=left))
    for page, name, ticked in ticks_unlike(pdf):
        seen, given = ("a tick", "none") if ticked else ("no tick", "one")
        told.append(f"Page {first + page} shows {seen} at “{name}”, where {given} was given.")
    most = next((n for n in range(1, len(told) + 1) if len("".join(told[: n + 1])) > _ROOM), len(told))
    if len(told) > most:
        told = [*told[:most], f"So it is with {len(told) - most} more: see the file as it came, which is attached."]
    return Redrawn(bool(wrong or left), tuple(told))


def _told(wrong: Sequence[Answer], short: Sequence[Answer], first: int, *, left: bool) -> Iterator[str]:
    pages = list(dict.fromkeys(str(first + one.page) for one in wrong if one not in short))
    if pages:
        where = f"page {pages[0]}" if len(pages) == 1 else f"pages {', '.join(pages[:-1])} and {pages[-1]}"
        why = "left that to the program that shows it" if left else "did not show them as they were given"
        yield f"Answers on {where} were drawn anew, because the file {why}; the file as it came is attached."
    for one in short:
        value = " ".join(one.value.split())
        value = value if len(value) <= _QUOTED else f"{value[:_QUOTED]}…"
        yield f"Page {first + one.page} does not show the whole answer at “{one.name}”, which is: “{value}”."


def _draw(pdf: Pdf, wrong: Sequence[Answer]) -> list[Answer]:
    """Draw each answer; returns those that are not shown whole even so."""
    from ctdocs.render.pdf.appearance import Ink, Shape, appearance, fit, split
    from ctdocs.render.pdf.fonts import drawable

    ink, short, drawn = Ink(), [], []
    for one in wrong:
        x0, y0, x1, y1 = one.box
        width, height = x1 - x0, y1 - y0
        flags, choice = whole(inherited(one.widget, "/Ff")), inherited(one.widget, "/FT") == Name.Ch
        turned = one.widget.get("/MK", Dictionary()).get("/R", 0)
        if height < _LOWEST or width < _LOWEST or turned or (choice and not flags & _COMBO):
            short.append(one)
            continue
        many = not choice and bool(flags & _MULTILINE)
        cells = whole(inherited(one.widget, "/MaxLen")) if not choice and flags & _COMB and not many else 0
        words = one.shown_as[-1].replace("\r\n", "\n").replace("\r", "\n")
        words = words if many else " ".join(words.split())
        shape = Shape(width, height, many, cells)
        if cells and fit(words, shape) is None:
            shape = Shape(width, height)
        part, rest = split(words, shape)
        if rest or drawable(words)[1]:
            short.append(one)
        drawn.append((one, appearance(part, shape, ink, one.name), width, height))
    fonts = _fonts(pdf, ink.wide) if drawn else None
    for one, code, width, height in drawn:
        stream = pdf.make_stream(
            code, Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, round(width, 2), round(height, 2)]),
            Resources=Dictionary(Font=fonts),
        )  # fmt: skip
        one.widget.AP = Dictionary(N=stream)
    return short


def _fonts(pdf: Pdf, wide: set[str]) -> Object:
    """The fonts of our own forms in another file, with one of just these further letters."""
    from ctdocs.render.pdf.formfont import form_fonts
    from ctdocs.render.pdf.widefont import wide_font

    objects: dict[int, bytes] = {}
    names = {"FF": 3, "FX": 7} | ({"FW": 11} if wide else {})
    for at, font in zip((3, 7), (form_fonts().windows, form_fonts().extended), strict=True):
        objects |= {at: font.dictionary % (at + 1, at + 2), at + 1: font.descriptor % (at + 3)}
        objects |= {at + 2: font.to_unicode, at + 3: font.program}
    if wide:
        objects |= wide_font(sorted(wide), 11)
    listed = " ".join(f"/{name} {at} 0 R" for name, at in names.items())
    objects[1] = f"<< /Type /Catalog /Pages 2 0 R /Held << {listed} >> >>".encode()
    objects[2] = b"<< /Type /Pages /Kids [] /Count 0 >>"
    with pikepdf.open(io.BytesIO(_file(objects))) as made:
        return pdf.make_indirect(
            Dictionary({f"/{name}": pdf.copy_foreign(indirect(made, made.Root.Held[f"/{name}"])) for name in names})
        )


def _file(objects: dict[int, bytes]) -> bytes:
    """A PDF of these objects, which are numbered from 1 without a gap."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for at in sorted(objects):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (at, objects[at])
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, start))
