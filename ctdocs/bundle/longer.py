"""Which answers of a form that came in are longer than their boxes, so that none of its pages can show them whole."""

from __future__ import annotations

import io

import pikepdf
from pikepdf import Dictionary, Name

from ctdocs.bundle.join.shown import Answer, answers, inherited, not_shown, whole

_MULTILINE, _COMB = 1 << 12, 1 << 24  # ISO 32000-1, 12.7.4.3


def longer(data: bytes) -> list[tuple[str, str]]:
    """The question and the whole of each answer that has no room, in the order of the pages; empty for other files."""
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            form = pdf.Root.get("/AcroForm")
            if not isinstance(form, Dictionary):
                return []
            asked = [one for one in answers(pdf) if not _fits(one)]
            hidden = asked if form.get("/NeedAppearances", False) else not_shown(pdf, data, asked) if asked else []
            return list(dict.fromkeys((one.name, _text(one)) for one in hidden))
    except (pikepdf.PikepdfError, AttributeError, LookupError, ValueError):
        return []  # a damaged file is told of where it is joined


def _fits(one: Answer) -> bool:
    """Whether the box has room for the answer in the smallest letters of our forms."""
    from ctdocs.render.pdf.appearance import Shape, split

    flags = whole(inherited(one.widget, "/Ff"))
    if inherited(one.widget, "/FT") != Name.Tx or flags & _COMB:
        return True
    x0, y0, x1, y1 = one.box
    many = bool(flags & _MULTILINE)
    text = _text(one)
    return split(text if many else " ".join(text.split()), Shape(x1 - x0, y1 - y0, many))[1] == ""


def _text(one: Answer) -> str:
    return one.value.replace("\r\n", "\n").replace("\r", "\n")
