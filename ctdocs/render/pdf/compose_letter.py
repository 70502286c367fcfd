"""Letters: a head, an address that shows in a window envelope, the words, and the close."""

from __future__ import annotations

from itertools import pairwise

from ctdocs.documents import blocks as b
from ctdocs.errors import Refused
from ctdocs.render.pdf import looks
from ctdocs.render.pdf.appearance import Shape
from ctdocs.render.pdf.compose import Composer
from ctdocs.render.pdf.flow import Item
from ctdocs.render.pdf.paragraph import MM, Style, draw, lines
from ctdocs.render.pdf.tags import Element
from ctdocs.render.pdf.writer import Colour, Writer, picture_size

ADDRESS_TOP, ADDRESS_HEIGHT = 49 * MM, 32 * MM
"""From the top of the sheet. The window of a DL envelope (BS 4264) is 35 by 90 mm, 20 mm from the left edge and 18 mm
from the bottom one: of a sheet folded in three, 99 mm high, it shows from 46 to 81 mm, and from 20 to 110 mm across."""
WINDOW_TOP = 46 * MM
LOGO_WIDTH, LOGO_HEIGHT, LOGO_GAP = 60 * MM, 18 * MM, 6.0
"""The most room for a logo, above the name of the council."""
_LINE = Style(11, 14.5, colour=looks.INK)
_IN_WINDOW = (_LINE, Style(10, 12.8, colour=looks.INK), Style(9.5, 11.2, colour=looks.INK))
"""How an address is set: smaller where it has more lines, and no smaller than can be read in a sorting office."""
_SENDER = Style(9.5, 12, colour=looks.QUIET)


class LetterComposer(Composer):
    """A letter, blank, prefilled or final: where a value is not known, a field stands in the text."""

    _close: Item | None = None
    _beside = 0.0

    def items(self) -> list[Item]:
        """Every item of the letter; the last words before the close stay on its page."""
        items = super().items()
        for before, item in pairwise(items):
            if item is self._close:
                before.glued = True
        return items

    def block(self, block: b.Block) -> list[Item]:
        """The items of one block of a letter."""
        match block:
            case b.Letterhead():
                return [self._letterhead(block)]
            case b.AddressBlock():
                return [self._address(block)]
            case b.ReferenceLine():
                words = (b.Text(f"{block.label}: ", bold=True), *block.text)
                return [self.paragraph(words, _LINE, before=2)]
            case b.Subject():
                style = Style(12.5, 16.5, bold=True, colour=self._accent())
                return [self.paragraph(block.text, style, tag="H1", before=14, glued=True)]
            case b.SignOff():
                return self._sign_off(block)
            case b.Paragraph(text=(b.InlineField(field=b.Field(kind="multiline") as spec),)):
                return [self._gap(spec)]
        return super().block(block)

    def _accent(self) -> Colour:
        """The colour of the area."""
        return looks.colour(self.document.look.colour)

    def _letterhead(self, block: b.Letterhead) -> Item:
        name_style = Style(15, 19, bold=True, colour=self._accent())
        name = lines((b.Text(block.name),), name_style, self.width * 0.55)
        sender = [lines((b.Text(text),), _SENDER, self.width * 0.42) for text in block.lines]
        sender_lines = [line for part in sender for line in part]
        logo = self.document.look.logo
        figure = Element("Figure", self.root, extra={"Alt": self.document.look.logo_description}) if logo else None
        node, details = Element("P", self.root), Element("P", self.root)
        left = WINDOW_TOP - looks.LETTER_TOP - len(name) * name_style.leading - LOGO_GAP
        width, tall = looks.within(picture_size(logo), LOGO_WIDTH, min(LOGO_HEIGHT, left)) if logo else (0.0, 0.0)
        below = tall + (LOGO_GAP if logo else 0)
        # The lines of the sender stand beside the window, and may go on beside the address.
        height = max(ADDRESS_TOP - looks.LETTER_TOP, below + len(name) * name_style.leading + 3)
        self._beside = looks.LETTER_TOP + len(sender_lines) * _SENDER.leading + 8

        def draw_head(w: Writer, _x: float, y: float) -> None:
            if figure is not None:
                w.picture(self.left, y, width, tall, logo, figure)
            draw(w, name, name_style, self.left, y + below, node, None)
            for line in sender_lines[:-1]:
                line.forced = False
            draw(w, sender_lines, _SENDER, self.left + self.width * 0.58, y + 2, details, None)

        return Item(height, draw_head)

    def _address(self, block: b.AddressBlock) -> Item:
        spec = block.field
        element = Element("P", self.root)
        width = 85 * MM
        value = self.document.values.get(spec.id)
        if self.document.mode == "final":
            words: list[b.Inline] = []
            for number, part in enumerate((value or "").split("\n")):
                words += [b.Break()] * bool(number) + [b.Text(part)]
            laid = [(style, lines(tuple(words), style, width)) for style in _IN_WINDOW]
            fits = [(style, made) for style, made in laid if len(made) * style.leading <= ADDRESS_HEIGHT]
            if not fits:
                style, made = laid[-1]
                most = int(ADDRESS_HEIGHT / style.leading)
                raise Refused(
                    f"The name and address take {len(made)} lines; no more than {most} fit the window of an envelope.",
                    hint="Look at the address in the case and make it shorter: two of its lines can be one.",
                )
            style, made = fits[0]
            height = max(ADDRESS_HEIGHT, self._beside - ADDRESS_TOP)
            return Item(height, lambda w, _x, y: draw(w, made, style, self.left, y, element, None))

        def draw_field(w: Writer, _x: float, y: float) -> None:
            with w.artifact():
                w.rectangle(self.left, y, width, ADDRESS_HEIGHT - 10, stroke=looks.WALL)
            box = (self.left + 2, y + 2, self.left + width - 2, y + ADDRESS_HEIGHT - 12)
            shape = Shape(width - 4, ADDRESS_HEIGHT - 14, True)
            self.fields.text(spec, self.prefix, box, element, shape, size=11)

        return Item(ADDRESS_HEIGHT, draw_field)

    def _gap(self, spec: b.Field) -> Item:
        """A paragraph that is all one field: a box with room for what is known, and for more."""
        value = self.document.values.get(spec.id, "")
        words = [part for line in value.split("\n") for part in (b.Text(line or " "), b.Break())][:-1]
        count = max(4, len(lines(tuple(words), _LINE, self.width - 12)) + 1)
        element = Element("P", self.root)
        height = count * _LINE.leading + 6

        def draw_gap(w: Writer, _x: float, y: float) -> None:
            with w.artifact():
                w.rectangle(self.left, y, self.width, height, stroke=looks.WALL)
            box = (self.left + 2, y + 2, self.left + self.width - 2, y + height - 2)
            self.fields.text(spec, self.prefix, box, element, Shape(self.width - 4, height - 4, True), size=11)

        return Item(height, draw_gap, before=7)

    def _sign_off(self, block: b.SignOff) -> list[Item]:
        greeting = self.paragraph((b.Text(block.greeting),), _LINE, before=10, glued=True)
        self._close = greeting
        room = Item(13 * MM, lambda w, x, y: None, glued=True)
        name = self.paragraph(tuple(_bold(part) for part in block.name), _LINE, before=0, glued=True)
        # with whom to ask, which follows
        role = [self.paragraph(block.role, _LINE, before=0, glued=True)] if block.role else []
        return [greeting, room, name, *role]


def _bold(part: b.Inline) -> b.Inline:
    return b.Text(part.text, True, part.italic, part.link) if isinstance(part, b.Text) else part


