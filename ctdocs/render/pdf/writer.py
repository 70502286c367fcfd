"""A page to draw on, measured in points from the top left, that tags what it draws. Built on reportlab's canvas."""

from __future__ import annotations

import contextlib
import functools
import html
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfdoc, pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from ctdocs.errors import Refused
from ctdocs.render.pdf.fonts import REPLACEMENT, Face, face
from ctdocs.render.pdf.objects import Dictionary, Name, Raw, Stream
from ctdocs.render.pdf.tags import Element, Tree

A4 = (595.28, 841.89)
Colour = tuple[float, float, float]
BLACK: Colour = (0.0, 0.0, 0.0)
_escape = functools.partial(html.escape, quote=False)  # that of xml.sax takes as long to import as it takes to draw


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the file says of itself."""

    title: str
    subject: str
    keywords: str
    author: str
    creator: str


class TaggedCanvas(Canvas):  # type: ignore[misc]
    """reportlab's canvas with the page keys that tagging needs (ISO 32000-1, 14.7.4.4; ISO 14289-1, 7.18.3)."""

    def showPage(self) -> None:
        """Close the page; every page says where its marked content leads and that tab order follows structure."""
        super().showPage()
        page = self._doc.Pages.pages[-1]
        page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
        page.StructParents = self.struct_parents
        page.Tabs = pdfdoc.PDFName("S")


class Writer:
    """Draws one document. Coordinates run from the top left of the page; every mark is content or an artifact."""

    def __init__(self, language: str) -> None:
        self.buffer = io.BytesIO()
        self.language = language
        self.height = A4[1]
        face()
        self.canvas = TaggedCanvas(
            self.buffer, pagesize=A4, pageCompression=1, pdfVersion=(1, 7), lang=language, invariant=1,
            initialFontName=face().name,
        )  # fmt: skip
        self.document = self.canvas._doc
        self.tree = Tree()
        self.page = -1
        self.key = -1

    # -- pages
    def start_page(self) -> None:
        """Open the next page."""
        self.page += 1
        self.key = self.tree.new_page()
        self.canvas.struct_parents = self.key

    def end_page(self) -> None:
        """Close the page."""
        self.canvas.showPage()

    @contextlib.contextmanager
    def over_page(self, page: int) -> Iterator[None]:
        """What is drawn inside goes over a page (from 0) that is closed already. Artifacts only: tags are settled."""
        canvas = self.canvas
        canvas._code, kept = [], canvas._code
        yield
        self.document.Pages.pages[page].stream += "\n".join(canvas._code) + "\n"
        canvas._code = kept

    def code(self, text: str) -> None:
        """Put operators into the page's content."""
        self.canvas._code.append(text)

    @contextlib.contextmanager
    def marked(self, element: Element) -> Iterator[None]:
        """What is drawn inside is content of ``element``."""
        self.code(f"/{element.tag} <</MCID {self.tree.mark(self.key, self.page, element)}>> BDC")
        yield
        self.code("EMC")

    @contextlib.contextmanager
    def artifact(self, kind: str = "") -> Iterator[None]:
        """What is drawn inside is decoration: ``kind`` is Header, Footer or empty."""
        self.code(f"/Artifact <</Type /Pagination /Subtype /{kind}>> BDC" if kind else "/Artifact BMC")
        yield
        self.code("EMC")

    # -- drawing
    def text(self, x: float, y: float, words: str, font: Face, size: float, colour: Colour = BLACK) -> None:
        """Draw one line with its baseline at ``y``."""
        lacking = REPLACEMENT in words
        if lacking:  # read aloud and copied as what it stands for
            spoken = words.replace(REPLACEMENT, "\ufffd").encode("utf-16-be").hex().upper()
            self.code(f"/Span <</ActualText <FEFF{spoken}>>> BDC")
        self.code(f"BT {_colour(colour)} rg 1 0 0 1 {x:.2f} {self.height - y:.2f} Tm")
        for part, data in pdfmetrics.getFont(font.name).splitString(words, self.document):
            name = pdfmetrics.getFont(font.name).getSubsetInternalName(part, self.document)
            self.code(f"{name} {size:g} Tf ({self.canvas._escape(data)}) Tj")
        self.code("ET")
        if lacking:
            self.code("EMC")

    def rectangle(
        self, x: float, y: float, width: float, height: float, *, fill: Colour | None = None,
        stroke: Colour | None = None, line: float = 0.8,
    ) -> None:  # fmt: skip
        """A rectangle with its top left corner at x, y."""
        operator = _PAINTED[fill is not None, stroke is not None]
        path = f"{x:.2f} {self.height - y - height:.2f} {width:.2f} {height:.2f} re {operator}"
        self.code(f"{_paint(fill, stroke, line)} {path}")

    def line(
        self, x0: float, y0: float, x1: float, y1: float, colour: Colour, width: float = 0.6, *, dashed: bool = False
    ) -> None:
        """A straight line."""
        y0, y1 = self.height - y0, self.height - y1
        path = f"{_colour(colour)} RG {width:g} w {x0:.2f} {y0:.2f} m {x1:.2f} {y1:.2f} l S"
        self.code(f"[3 2] 0 d {path} [] 0 d" if dashed else path)

    def polygon(
        self, points: Sequence[tuple[float, float]], *, fill: Colour | None = None, stroke: Colour | None = None,
        line: float = 0.8,
    ) -> None:  # fmt: skip
        """A closed figure through these points, with a fill or an edge or both."""
        path = " ".join(f"{x:.2f} {self.height - y:.2f} {'l' if n else 'm'}" for n, (x, y) in enumerate(points))
        self.code(f"{_paint(fill, stroke, line)} {path} h {_PAINTED[fill is not None, stroke is not None]}")

    def squares(self, x: float, y: float, side: float, cells: Sequence[tuple[int, int]]) -> None:
        """Filled black squares of a grid whose top left corner is at x, y; cells are (row, column)."""
        top = self.height - y
        parts = [f"{x + c * side:.3f} {top - (r + 1) * side:.3f} {side:.3f} {side:.3f} re" for r, c in cells]
        self.code("0 0 0 rg " + " ".join(parts) + " f")

    def picture(self, x: float, y: float, width: float, height: float, data: bytes, element: Element) -> None:
        """A picture with its top left corner at x, y, as the content of ``element``, a Figure with ``Alt``."""
        element.attributes = self.figure_box(x, y, width, height)
        with self.marked(element):
            image = ImageReader(io.BytesIO(data))
            self.canvas.drawImage(image, *element.attributes["BBox"][:2], width, height, mask="auto")

    def figure_box(self, x: float, y: float, width: float, height: float) -> dict[str, Any]:
        """The attributes of a Figure that is drawn there (ISO 14289-1, 7.3)."""
        box = [round(v, 2) for v in (x, self.height - y - height, x + width, self.height - y)]
        return {"O": Name("Layout"), "BBox": box, "Placement": Name("Block")}

    # -- annotations
    def annotation(self, element: Element, box: tuple[float, float, float, float], **items: Any) -> Dictionary:
        """Add an annotation over ``box`` (from the top left) as a child of ``element``."""
        x0, y0, x1, y1 = box
        rect = [round(v, 2) for v in (x0, self.height - y1, x1, self.height - y0)]
        made = Dictionary(Type=Name("Annot"), Rect=rect, F=4, P=self.document.thisPageRef(), **items)
        reference = self.document.Reference(made)
        self.canvas._annotationrefs.append(reference)
        made.items["StructParent"] = self.tree.annotate(self.page, element, reference)
        return made

    def link(self, element: Element, box: tuple[float, float, float, float], uri: str) -> None:
        """A link over ``box``. ``urn:ctd:part:N`` is left as it is for the bundle to resolve."""
        shown = uri.removeprefix("mailto:")
        contents = f"Write an e-mail to {shown}" if uri.startswith("mailto:") else f"Go to {shown}"
        action = {"S": Name("URI"), "URI": uri}
        self.annotation(element, box, Subtype=Name("Link"), Border=[0, 0, 0], Contents=contents, A=action)

    # -- the end
    def save(self, meta: Metadata, *, private: bytes | None = None) -> bytes:
        """The finished file. ``private`` is kept in the catalogue for ctdocs itself (ISO 32000-1, 14.5)."""
        catalog = self.document.Catalog
        catalog.__NoDefault__ = [*catalog.__NoDefault__, "PieceInfo"]
        catalog.StructTreeRoot = self.tree.write(self.document)
        catalog.MarkInfo = Dictionary(Marked=True)
        catalog.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        catalog.Metadata = Stream(_xmp(meta, self.language), Type=Name("Metadata"), Subtype=Name("XML"))
        if private is not None:
            stream = self.document.Reference(Stream(private))
            modified = Raw(b"(D:20000101000000Z)")
            catalog.PieceInfo = Dictionary(ctdocs={"LastModified": modified, "Private": stream})
        info = self.document.info
        info.title, info.subject, info.keywords = meta.title, meta.subject, meta.keywords
        info.author, info.creator = meta.author, meta.creator
        self.canvas._doc.SaveToFile(self.buffer, self.canvas)
        return self.buffer.getvalue()


def picture_size(data: bytes) -> tuple[int, int]:
    """Width and height of a PNG or JPEG, in pixels. Raises ``Refused`` where it is no picture that can be drawn."""
    try:
        width, height = ImageReader(io.BytesIO(data)).getSize()
    except (OSError, ValueError) as error:
        raise Refused(
            "The logo in the profile cannot be drawn: the picture is damaged.", hint="Save it again as PNG."
        ) from error
    return int(width), int(height)


_PAINTED = {(True, True): "B", (True, False): "f", (False, True): "S"}
"""The operator that paints a path, by whether it has a fill and an edge."""


def _paint(fill: Colour | None, stroke: Colour | None, line: float) -> str:
    parts = [] if fill is None else [f"{_colour(fill)} rg"]
    if stroke is not None:
        parts.append(f"{_colour(stroke)} RG {line:g} w")
    return " ".join(parts)


def _colour(colour: Colour) -> str:
    return " ".join(f"{part:g}" for part in colour)


def _xmp(meta: Metadata, language: str) -> bytes:
    title = _escape(meta.title)
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{_escape(meta.subject)}</rdf:li></rdf:Alt></dc:description>
<dc:creator><rdf:Seq><rdf:li>{_escape(meta.author)}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<pdf:Keywords>{_escape(meta.keywords)}</pdf:Keywords>
<xmp:CreatorTool>{_escape(meta.creator)}</xmp:CreatorTool>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>""".encode()
