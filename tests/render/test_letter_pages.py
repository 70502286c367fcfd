"""Whether a letter takes a second sheet for a line or two: paragraphs stand closer where that saves it."""

from __future__ import annotations

import dataclasses

import pypdfium2

from ctdocs.documents import blocks as b
from ctdocs.render.pdf.document import render
from tests.render import samples

WORDS = "We looked at each report that was made to us and at what was done about it, and wrote down what we found."


def letter(count: int) -> pypdfium2.PdfDocument:
    """A letter of that many paragraphs of one line, the close after them."""
    whole = samples.resolved("letter-1", "blank")
    close = next(at for at, block in enumerate(whole.blocks) if isinstance(block, b.SignOff))
    more = [b.Paragraph((b.Text(f"{number}. {WORDS}"[:90]),)) for number in range(count)]
    head = [block for block in whole.blocks[:close] if not isinstance(block, b.Paragraph | b.ListBlock)]
    made = dataclasses.replace(whole, blocks=(*head, *more, *whole.blocks[close:]))
    return pypdfium2.PdfDocument(render(made).data)


def step(pdf: pypdfium2.PdfDocument) -> tuple[float, float]:
    """How far one paragraph stands below the other, and how tall their letters are."""
    words = pdf[0].get_textpage()
    tops, tall = [], 0.0
    for number in (1, 2):
        at, _ = words.search(f"{number}. We looked").get_next()
        _, low, _, top = words.get_charbox(at + 3)
        tops.append(top)
        tall = top - low
    return tops[0] - tops[1], tall


def test_a_letter_that_is_a_little_too_long_stays_on_one_page() -> None:
    """Counted by the pages that PDFium finds: the letters keep their size, only the room between lines shrinks."""
    lengths = {count: letter(count) for count in range(12, 30)}
    usual, size = step(lengths[12])
    close = [count for count, pdf in lengths.items() if len(pdf) == 1 and step(pdf)[0] < usual - 1]
    assert len(close) >= 2, "some that would not have fitted do"
    for count, pdf in lengths.items():
        assert len(pdf) == (1 if count <= max(close) else 2)
        distance, tall = step(pdf)
        assert abs(tall - size) < 0.05
        assert distance > 1.2 * 11, "lines of one paragraph are 14.5 points apart"
        if count > max(close):
            assert abs(distance - usual) < 0.05, "where no page is saved, nothing is pressed together"
