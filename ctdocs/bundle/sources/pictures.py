"""Photographs and scans as pages: one picture to a page, upright, each a Figure that says what it is."""

from __future__ import annotations

from collections.abc import Sequence

from ctdocs.bundle.sources.imaging import Framed, frames
from ctdocs.bundle.sources.pages import PageWriter
from ctdocs.bundle.sources.source import Arrival, Source
from ctdocs.render.pdf.tags import Element


def picture_source(arrival: Arrival, texts: Sequence[str] = ()) -> Source:
    """A page for each picture in the file. ``texts`` are the words on each, where somebody read them.

    Raises ``Refused`` where the file is damaged, cut short or too large to be unfolded.
    """
    writer = PageWriter(arrival.language)
    made = list(frames(arrival.data, arrival.shown))
    alternative = [texts[number].strip() if number < len(texts) else "" for number in range(len(made))]
    for number, one in enumerate(made):
        text = alternative[number]
        figure = Element("Figure", writer.tree.root, extra={"Alt": _alt(arrival, one, number, len(made), text)})
        if text:
            figure.extra["ActualText"] = text
        writer.start_sized(*one.page)
        writer.image(one.box, one.image, figure, text)
        writer.end_page()
    data = writer.finished(arrival.shown, f"Picture: {arrival.called}")
    return Source(data, "picture", tuple(alternative), _notes(made))


def _alt(arrival: Arrival, one: Framed, number: int, count: int, text: str) -> str:
    kind = "Scan" if one.scan or count > 1 else "Photograph or picture"
    page = f", page {number + 1}" if count == 1 else f", page {number + 1} of {count}"
    return f"{kind}: {arrival.called}{page}" + ("" if text else "; no text could be read")


def _notes(made: Sequence[Framed]) -> tuple[str, ...]:
    """Each thing that was done, once, with the pages where it was not done to all."""
    pages: dict[str, list[int]] = {}
    for number, one in enumerate(made, start=1):
        for note in one.notes:
            pages.setdefault(note, []).append(number)
    said = []
    for note, on in pages.items():
        where = "" if len(on) == len(made) else f" (page {', '.join(map(str, on))})" if len(on) < 9 else " (some pages)"
        said.append(f"{note[0].upper()}{note[1:]}{where}.")
    return tuple(said)
