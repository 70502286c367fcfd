"""A small form of every kind of field we make, put together by hand: what the adapters themselves are tried on."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

MULTILINE, RADIO, COMB = 1 << 12, 1 << 15, 1 << 24


def form() -> bytes:
    """Two pages. Text ``name``, box ``incidents.1.details`` and comb ``incidents.1.date``.

    On page 2 the tick box ``consent.sharing`` (/Yes) and the radio group ``basis`` (/self, /other).
    """
    pdf = Pdf.new()
    first, second = pdf.add_blank_page(page_size=(595, 842)), pdf.add_blank_page(page_size=(595, 842))
    helvetica = pdf.make_indirect(
        Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    )

    def drawing(content: bytes, width: float, height: float) -> pikepdf.Object:
        box = Array([0, 0, width, height])
        return pdf.make_stream(content, Type=Name.XObject, Subtype=Name.Form, BBox=box, Resources=Dictionary())

    def widget(page: pikepdf.Page, x: float, y: float, width: float, height: float, **keys: Any) -> pikepdf.Object:
        made = pdf.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Widget,
                F=4,
                P=page.obj,
                Rect=Array([x, y, x + width, y + height]),
                **keys,
            )
        )
        if Name.Annots not in page.obj:
            page.obj.Annots = Array()
        page.obj.Annots.append(made)
        return made

    def text(name: str, y: float, height: float, **keys: Any) -> pikepdf.Object:
        appearance = Dictionary(N=drawing(b"/Tx BMC EMC", 400, height))
        look = String("/Helv 0 Tf 0 g")
        keys |= {"FT": Name.Tx, "T": String(name), "TU": String(name), "DA": look, "AP": appearance}
        return widget(first, 60, y, 400, height, **keys)

    def box(x: float, y: float, state: str, **keys: Any) -> pikepdf.Object:
        appearance = Dictionary(
            {f"/{state}": drawing(b"2 2 m 12 12 l 2 12 m 12 2 l S", 14, 14), "/Off": drawing(b"", 14, 14)}
        )
        return widget(second, x, y, 14, 14, AS=Name.Off, AP=Dictionary(N=appearance), **keys)

    def parent(name: str, *kids: pikepdf.Object, **keys: Any) -> pikepdf.Object:
        made = pdf.make_indirect(Dictionary(T=String(name), Kids=Array(list(kids)), **keys))
        for kid in kids:
            kid.Parent = made
        return made

    details = text("details", 500, 200, Ff=MULTILINE)
    date = text("date", 460, 20, Ff=COMB, MaxLen=8)
    sharing = box(60, 700, "Yes", FT=Name.Btn, T=String("sharing"), TU=String("Share"), V=Name.Off)
    options = box(60, 660, "self"), box(90, 660, "other")
    basis = parent("basis", *options, FT=Name.Btn, Ff=RADIO, V=Name.Off, TU=String("Who"))
    incidents, consent = parent("incidents", parent("1", details, date)), parent("consent", sharing)
    pdf.Root.AcroForm = Dictionary(
        Fields=Array([text("name", 760, 20), incidents, consent, basis]),
        DR=Dictionary(Font=Dictionary(Helv=helvetica)),
        DA=String("/Helv 0 Tf 0 g"),
    )
    target = io.BytesIO()
    pdf.save(target)
    return target.getvalue()
