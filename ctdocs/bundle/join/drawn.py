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
class Drawn:
    """A finished PDF and its pages."""

    data: bytes
    pages: int


def draw(title: str, blocks: tuple[b.Block, ...], language: str) -> Drawn:
    """Blocks on as many A4 pages as they need, tagged, with nothing at head or foot: a bundle numbers its own pages."""
    writer, placed, pages = _placed(title, blocks, language)
    for page in range(pages):
        writer.start_page()
        for one in placed:
            if one.page == page:
                one.item.draw(writer, looks.LEFT, one.y)
        writer.end_page()
    maker = f"ctdocs {__version__}"
    return Drawn(writer.save(Metadata(title, title, maker, maker, maker)), pages)


def pages_of(title: str, blocks: tuple[b.Block, ...], language: str) -> int:
    """How many pages these blocks take, without drawing them."""
    return _placed(title, blocks, language)[2]


def _placed(title: str, blocks: tuple[b.Block, ...], language: str) -> tuple[Writer, list[Placed], int]:
    document = b.Resolved(
        id="bundle", code="", kind="form", edition="", title=title, language=language, audience="", mode="final",
        area_id="", area_name="", gss_code="", sender="", version=__version__, blocks=blocks, key="", values={},
    )  # fmt: skip
    writer = Writer(language)
    items = Composer(document, FieldSet(writer), writer.tree.root).blocks(blocks)
    placed, pages = place(items, _TOP, _BOTTOM)
    return writer, placed, pages
