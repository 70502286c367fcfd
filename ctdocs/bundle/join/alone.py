"""What is drawn of the answers of a form, alone: each in its place, on pages that hold nothing else.

A program that reads what pages show takes a fraction of the time for these.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from ctdocs.bundle.join.objects import given, indirect

Box = tuple[float, float, float, float]
Place = tuple[int, Object, Box]
"""A page (from 0), a widget on it, and the box in which it is drawn."""


def alone(source: Pdf, places: Iterable[Place]) -> bytes:
    """A file of those pages of ``source`` on which these widgets are, in order, with nothing but what these draw."""
    drawn: dict[int, list[tuple[Object, Box]]] = {}
    for number, widget, box in places:
        drawn.setdefault(number, []).append((widget, box))
    target = io.BytesIO()
    with Pdf.new() as pdf:
        for number in sorted(drawn):
            page = source.pages[number]
            code: list[str] = []
            looks: dict[str, Object] = {}
            for widget, box in drawn[number]:
                if (look := _look(widget)) is not None and (placed := _placed(look, box)):
                    name = f"/A{len(looks)}"
                    looks[name] = pdf.copy_foreign(indirect(source, look))
                    looks[name].Subtype = Name.Form
                    code.append(f"q {placed} cm {name} Do Q")
            held = Dictionary(
                Type=Name.Page, MediaBox=Array(page.mediabox), CropBox=Array(page.cropbox), Rotate=page.rotation,
                Contents=pdf.make_stream("\n".join(code).encode()), Resources=Dictionary(XObject=Dictionary(looks)),
            )  # fmt: skip
            pdf.pages.append(pikepdf.Page(pdf.make_indirect(held)))
        pdf.save(
            target, static_id=True, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )  # fmt: skip
    return target.getvalue()


def _look(widget: Object) -> Object | None:
    """How a widget looks now (ISO 32000-1, 12.5.5); None where it is not drawn."""
    looks = given(widget, "/AP")
    look: Any = given(looks, "/N") if isinstance(looks, Dictionary) else None
    if isinstance(look, Dictionary) and not isinstance(look, Stream):
        state = given(widget, "/AS")
        look = given(look, str(state)) if isinstance(state, Name) else None
    return look if isinstance(look, Stream) and isinstance(given(look, "/BBox"), Array) else None


def _placed(look: Object, box: Box) -> str:
    """What lays an appearance into its box (ISO 32000-1, 12.5.5, algorithm 8.1); nothing where it has no size."""
    x0, y0, x1, y1 = map(float, look.BBox)
    a, b, c, d, e, f = map(float, look.Matrix) if "/Matrix" in look else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    across = [a * x + c * y + e for x in (x0, x1) for y in (y0, y1)]
    up = [b * x + d * y + f for x in (x0, x1) for y in (y0, y1)]
    wide, tall = max(across) - min(across), max(up) - min(up)
    if wide <= 0 or tall <= 0:
        return ""
    sx, sy = (box[2] - box[0]) / wide, (box[3] - box[1]) / tall
    return f"{sx:.6f} 0 0 {sy:.6f} {box[0] - sx * min(across):.4f} {box[1] - sy * min(up):.4f}"
