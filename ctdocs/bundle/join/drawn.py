"""The pages that a bundle draws itself (its index, its last page), by the same hand as every other document."""

from __future__ import annotations

import dataclasses

from ctdocs import __version__
from ctdocs.documents import blocks as b
from ctdocs.render.pdf import looks
from ctdocs.render.pdf.compose import Composer
from ctdocs.render.pdf.flow import Placed, place
from ctdocs.render.pdf.widgets import FieldSet
from ctdocs.render.pdf.writer import A4, Metadata, Writer

_TOP, _BOTTOM = looks.LETTER_TOP + 6, A4[1] - looks.LETTER_TOP


@dataclasses.dataclass(frozen=True, slots=True)
class Composed:
    """Blocks laid out on ``pages`` pages, and not drawn yet."""

    title: str
    pages: int
    writer: Writer
    placed: list[Placed]

    def draw(self) -> bytes:
        """The finished PDF. It can be drawn once."""
        for page in range(self.pages):
            self.writer.start_page()
            for one in self.placed:
                if one.page == page:
                    one.item.draw(self.writer, looks.LEFT, one.y)
            self.writer.end_page()
        maker = f"ctdocs {__version__}"
        return self.writer.save(Metadata(self.title, self.title, maker, maker, maker))


def compose(title: str, blocks: tuple[b.Block, ...], language: str) -> Composed:
    """Blocks on as many A4 pages as they need, tagged, with nothing at head or foot: a bundle numbers its own pages."""
    document = b.Resolved(
        id="bundle", code="", kind="form", edition="", title=title, language=language, audience="", mode="final",
        area_id="", area_name="", gss_code="", sender="", version=__version__, blocks=blocks, key="", values={},
    )  # fmt: skip
    writer = Writer(language)
    items = Composer(document, FieldSet(writer), writer.tree.root).blocks(blocks)
    placed, pages = place(items, _TOP, _BOTTOM)
    return Composed(title, pages, writer, placed)
