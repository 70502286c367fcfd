"""Tagged pages of plain text and of pictures, drawn with the writer that draws our own documents.

What this adds to it: pages of any size, images as they are stored (JPEG, or rows packed by zlib), and letters that no
font has, drawn as boxes with the letters themselves as ActualText (ISO 32000-1, 14.9.4).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfdoc import xObjectName

from ctdocs import __version__
from ctdocs.bundle.sources.lettering import Stretch, TextLine, broken, cleaned, stretches
from ctdocs.errors import Refused
from ctdocs.render.pdf import looks
from ctdocs.render.pdf.flow import Item, place
from ctdocs.render.pdf.fonts import Face, face
from ctdocs.render.pdf.objects import Dictionary, Name, resolve
from ctdocs.render.pdf.paragraph import Style
from ctdocs.render.pdf.tags import Element
from ctdocs.render.pdf.writer import A4, BLACK, Colour, Metadata, Writer

MOST_PAGES = 500
"""Pages that one text or e-mail may fill."""

BODY = Style(10.5, 14, colour=looks.INK)
TITLE = Style(16, 20, bold=True, colour=looks.ACCENT)
HEADING = Style(12, 15.5, bold=True, colour=looks.ACCENT)
SMALL = Style(9, 12, colour=looks.QUIET)


class StoredImage(Dictionary):
    """An image whose bytes are in the form that the PDF names, and are written as they are."""

    def __init__(self, data: bytes, **items: Any) -> None:
        super().__init__(Type=Name("XObject"), Subtype=Name("Image"), **items)
        self.data = data

    def format(self, document: Any) -> bytes:
        """The stream in PDF syntax; called by reportlab while it saves."""
        head = resolve({**self.items, "Length": len(self.data)}, document)
        return head + b"\nstream\n" + self.data + b"\nendstream"


class PageWriter(Writer):
    """The writer of our documents, for pages of any size."""

    def __init__(self, language: str) -> None:
        super().__init__({"en": "en-GB"}.get(language, language))
        self._images = 0

    def start_sized(self, width: float, height: float) -> None:
        """Open the next page, of this size in points."""
        self.canvas.setPageSize((width, height))
        self.height = height
        self.start_page()

    def line_of(self, x: float, y: float, line: Sequence[Stretch], font: Face, size: float, colour: Colour) -> None:
        """Draw stretches one after another from ``x`` with their baseline at ``y``."""
        for part in line:
            if part.meant:
                spoken = part.meant.encode("utf-16-be", "replace").hex().upper()
                self.code(f"/Span <</ActualText <FEFF{spoken}>>> BDC")
                self._letters(x, y, part.drawn, font, size, colour)
                self.code("EMC")
            else:
                self.text(x, y, part.drawn, font, size, colour)
            x += font.width(part.drawn, size)

    def _letters(self, x: float, y: float, words: str, font: Face, size: float, colour: Colour) -> None:
        """As ``text``, which would say of a box that it stands for an unknown letter."""
        self.code(f"BT {' '.join(f'{part:g}' for part in colour)} rg 1 0 0 1 {x:.2f} {self.height - y:.2f} Tm")
        for part, data in pdfmetrics.getFont(font.name).splitString(words, self.document):
            name = pdfmetrics.getFont(font.name).getSubsetInternalName(part, self.document)
            self.code(f"{name} {size:g} Tf ({self.canvas._escape(data)}) Tj")
        self.code("ET")

    def image(self, box: tuple[float, float, float, float], image: StoredImage, element: Element, text: str) -> None:
        """An image in ``box`` (x, y, width, height from the top left) as the content of a Figure.

        ``text``, where there is any, lies unseen over the picture, so that it can be searched and copied.
        """
        x, y, width, height = box
        bottom = self.height - y - height
        bounds = [round(v, 2) for v in (x, bottom, x + width, bottom + height)]
        element.attributes = {"O": Name("Layout"), "BBox": bounds, "Placement": Name("Block")}  # ISO 14289-1, 7.3
        self._images += 1
        name = f"source{self._images}"
        self.document.Reference(image, xObjectName(name))
        self.canvas._formsinuse.append(name)
        with self.marked(element):
            self.code(f"q {width:.3f} 0 0 {height:.3f} {x:.3f} {bottom:.3f} cm /{xObjectName(name)} Do Q")
            if text:
                self._unseen(box, text)

    def _unseen(self, box: tuple[float, float, float, float], text: str) -> None:
        x, y, width, height = box
        made = broken(cleaned(text), 6, width - 4)
        step = min(7.5, (height - 4) / max(1, len(made)))
        self.code("q 3 Tr")
        for number, line in enumerate(made):
            self.line_of(x + 2, y + 2 + (number + 0.8) * step, with_space(line), face(), min(6.0, step), BLACK)
        self.code("Q")

    def finished(self, title: str, subject: str) -> bytes:
        """The file."""
        creator = f"ctdocs {__version__}"
        return self.save(Metadata(title=title, subject=subject, keywords="", author="", creator=creator))


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph: ``label`` stands before it in bold; ``tag`` is its kind in the structure; ``sign`` makes it a list
    item, with the sign in front of it.
    """

    text: str
    style: Style = BODY
    tag: str = "P"
    before: float = 6.0
    label: str = ""
    sign: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the page."""


def text_pages(blocks: Sequence[Words | Rule], *, title: str, subject: str, language: str) -> tuple[bytes, list[str]]:
    """A PDF of A4 pages, and the text of each. Raises ``Refused`` where it would be more than ``MOST_PAGES``."""
    writer = PageWriter(language)
    texts: dict[int, list[str]] = {}
    most = MOST_PAGES * int((looks.LETTER_BOTTOM - looks.LETTER_TOP) / BODY.leading)
    items: list[Item] = []
    lines, group = 0, None
    if sum(block.text.count("\n") for block in blocks if isinstance(block, Words)) > most:
        raise _too_long(title)
    for block in blocks:
        if isinstance(block, Rule):
            items.append(_rule())
            continue
        if block.sign:
            group = group or Element("L", writer.tree.root, {"O": Name("List"), "ListNumbering": Name("Disc")})
        else:
            group = None
        item, count = _item(writer, block, group, texts)
        lines += count
        items.append(item)
        if lines > most:
            raise _too_long(title)
    placed, pages = place(items, looks.LETTER_TOP, looks.LETTER_BOTTOM)
    at: dict[int, list[Any]] = {}
    for one in placed:
        at.setdefault(one.page, []).append(one)
    for page in range(pages):
        writer.start_sized(*A4)
        for one in at.get(page, ()):
            one.item.draw(writer, looks.LEFT, one.y)
        writer.end_page()
    return writer.finished(title, subject), ["\n".join(texts.get(page, ())) for page in range(pages)]


def _too_long(title: str) -> Refused:
    return Refused(
        f"{title} would fill more than {MOST_PAGES} pages.",
        hint="Make a PDF of what of it belongs to the case, and use that.",
    )


def _rule() -> Item:
    def draw(writer: Writer, x: float, y: float) -> None:
        with writer.artifact():
            writer.line(x, y, x + looks.WIDTH, y, looks.ACCENT, 1.0)

    return Item(1, draw, before=8)


def _item(writer: PageWriter, block: Words, group: Element | None, texts: dict[int, list[str]]) -> tuple[Item, int]:
    """A paragraph as an item, and how many lines it has."""
    style, label = block.style, block.label
    font = face("Bold" if style.bold else "Regular")
    indent = 14.0 if block.sign else 0.0
    if label:
        indent = 62.0
    if block.sign:
        assert group is not None
        entry = Element("LI", group)
        sign, node = Element("Lbl", entry), Element("LBody", entry)
    else:
        sign, node = None, Element(block.tag, writer.tree.root)
    made = broken(cleaned(block.text), style.size, looks.WIDTH - indent, font)
    if not any(line.stretches for line in made):
        made = [TextLine((Stretch("–"),), ends=True)] if label else made

    def item(lines: list[TextLine], first: bool, last: bool) -> Item:
        def draw(writer: Writer, x: float, y: float) -> None:
            assert isinstance(writer, PageWriter)
            base = y + (style.leading - style.size) / 2 + 0.86 * style.size
            if first and sign is not None:
                with writer.marked(sign):
                    writer.text(x, base, block.sign + " ", font, style.size, style.colour)
            with writer.marked(node):
                if first and label:
                    words = tuple(stretches(cleaned(label + " ")))
                    writer.line_of(x, base, words, face("Bold"), style.size, style.colour)
                for number, line in enumerate(lines):
                    final = last and number == len(lines) - 1
                    shown = line.stretches if final else with_space(line)
                    writer.line_of(x + indent, base + number * style.leading, shown, font, style.size, style.colour)
            said = "\n".join(line.meant for line in lines)
            texts.setdefault(writer.page, []).append(f"{label} {said}" if first and label else said)

        def split(room: float) -> tuple[Item, Item] | None:
            count = int(room / style.leading)
            if len(lines) - count == 1:
                count -= 1
            return (item(lines[:count], first, False), item(lines[count:], False, last)) if count >= 2 else None

        may = split if len(lines) > 3 and block.tag == "P" else None
        before = block.before if first else 0.0
        return Item(len(lines) * style.leading, draw, before=before, glued=block.tag != "P", split=may)

    return item(made, True, True), len(made)


def with_space(line: TextLine) -> tuple[Stretch, ...]:
    """The line with a space at its end, so that no two words merge when it is read (ISO 32000-1, 14.8.2.5)."""
    return line.stretches if line.parted else (*line.stretches, Stretch(" "))
