"""The text on each page of a PDF, what stands in its fields included, for those who do not see the page."""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Iterator, Sequence
from typing import Any

from ctdocs.errors import NotInstalled, Refused
from ctdocs.read.limits import Watch, qpdf_limits
from ctdocs.read.quiet import quiet

MOST_WORDS = 100_000
"""Characters of text that are kept of one page; a page of small print has 10,000."""


def page_texts(data: bytes, name: str, watch: Watch) -> tuple[str, ...]:
    """The text of each page in reading order as far as the file tells it; empty for a page that is a picture.

    Raises ``Refused`` where the file cannot be shown, or takes longer than ``watch`` allows.
    """
    try:
        import pypdfium2
    except ImportError as error:
        raise NotInstalled(
            "Reading the text of a PDF that came in needs pypdfium2, which is not installed.",
            hint="Install it: pip install pypdfium2",
        ) from error
    values = _typed(data, name, watch)
    try:
        with contextlib.closing(pypdfium2.PdfDocument(data)) as pdf:
            pdf.init_forms()
            texts = []
            for number in range(len(pdf)):
                watch.check()
                texts.append(_with(_text(pdf, number), values.get(number, ())))
            return tuple(texts)
    except pypdfium2.PdfiumError as error:
        raise Refused(
            f"{name} is damaged: a page of it cannot be shown.",
            hint="Ask the sender for another copy, or open it in a PDF viewer and print it as a PDF.",
        ) from error


def _text(pdf: Any, number: int) -> str:
    import pypdfium2.raw

    with _page(pdf, number) as page:  # in memory only: what was typed into fields or over the page becomes text of it
        pypdfium2.raw.FPDFPage_Flatten(page, pypdfium2.raw.FLAT_NORMALDISPLAY)
    with _page(pdf, number) as page, contextlib.closing(page.get_textpage()) as words:
        text: str = words.get_text_range(0, min(MOST_WORDS, words.count_chars()))
    return plain(text)


def _with(text: str, values: Sequence[str]) -> str:
    """The text and those values that are not in it: a viewer may have drawn them wrongly, or left it to the next."""
    seen = " ".join(text.split())
    lost = [value for value in values if " ".join(value.split()) not in seen]
    return "\n".join([text, *lost]) if lost else text


def _typed(data: bytes, name: str, watch: Watch) -> dict[int, list[str]]:
    """What was typed into the fields of each page (from 0)."""
    import pikepdf

    found: dict[int, list[str]] = {}
    with quiet("pikepdf"), qpdf_limits():
        try:
            with pikepdf.open(io.BytesIO(data)) as pdf:
                if "/AcroForm" not in pdf.Root:
                    return {}
                for number, page in enumerate(pdf.pages):
                    watch.check()
                    notes: Any = page.obj.get("/Annots")
                    for note in notes if isinstance(notes, pikepdf.Array) else ():
                        value = _value(note)
                        if value:
                            found.setdefault(number, []).append(value)
        except (pikepdf.PikepdfError, LookupError, RuntimeError, TypeError, ValueError, AttributeError) as error:
            raise Refused(
                f"{name} is damaged: its fields cannot be read.",
                hint="Ask the sender for another copy, or open it in a PDF viewer and print it as a PDF.",
            ) from error
    return found


def _value(note: Any) -> str:
    """The text in a widget's field, asked of its parents where it stands there; empty for what is no text."""
    import pikepdf

    kind = value = None
    for _ in range(20):
        if not isinstance(note, pikepdf.Dictionary):
            break
        kind, value = kind or note.get("/FT"), value or note.get("/V")
        note = note.get("/Parent")
    is_text = kind in (pikepdf.Name.Tx, pikepdf.Name.Ch) and isinstance(value, pikepdf.String)
    return plain(str(value)) if is_text else ""


@contextlib.contextmanager
def _page(pdf: Any, number: int) -> Iterator[Any]:
    page = pdf[number]
    try:
        yield page
    finally:
        page.close()


def plain(text: str) -> str:
    """The text with single line ends, words that a line end parted joined, and no letters that are none."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x02", "-").replace("\ufffe", "-")
    text = re.sub(r"[\0-\x08\x0b-\x1f\ud800-\udfff\uffff]", "", text)
    return "\n".join(line.rstrip() for line in text.split("\n")).strip()
