"""What comes in becomes a part of a bundle: returned forms, scans, photographs, e-mails, texts, Word files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from ctdocs.bundle.sources.kinds import kind_of
from ctdocs.bundle.sources.source import Arrival, Source
from ctdocs.errors import CtdocsError, NotInstalled, Refused
from ctdocs.model.text import long_date

__all__ = ["Source", "part_of", "parts_of"]


def part_of(
    data: bytes, name: str, *, on: dt.date | None = None, texts: Sequence[str] = (), language: str = "en"
) -> Source:
    """A file as a PDF that can be a part of a bundle. The same file gives the same bytes.

    ``on`` is the day on which it came, said where the file is described; ``texts`` are the words on each picture of a
    scan or photograph, where somebody read them. Raises ``Refused`` where the file is damaged, protected or of a kind
    that has no pages, and ``NotInstalled`` where a Word file needs LibreOffice.
    """
    made = parts_of([(data, name)], on=on, texts=[texts], language=language)[0]
    if isinstance(made, CtdocsError):
        raise made
    return made


def parts_of(
    files: Sequence[tuple[bytes, str]], *, on: dt.date | None = None, texts: Sequence[Sequence[str]] = (),
    language: str = "en",
) -> tuple[Source | CtdocsError, ...]:  # fmt: skip
    """As ``part_of`` for many files, each with its name, in their order: a source, or what is wrong with that file.

    All Word files go through one call of LibreOffice.
    """
    day = long_date(on, language) if on is not None else ""
    made: dict[int, Source | CtdocsError] = {}
    word: dict[int, tuple[Arrival, str]] = {}
    for number, (data, name) in enumerate(files):
        arrival = Arrival(data, name, day, language)
        try:
            kind, what = kind_of(data, arrival.shown)
            if kind == "word":
                word[number] = arrival, what
            else:
                made[number] = _source(kind, arrival, texts[number] if number < len(texts) else ())
        except Refused as refused:
            made[number] = refused
    if word:
        made.update(_word(word))
    return tuple(made[number] for number in range(len(files)))


def _source(kind: str, arrival: Arrival, texts: Sequence[str]) -> Source:
    if kind == "pdf":
        from ctdocs.bundle.sources.pdf import pdf_source

        return pdf_source(arrival)
    if kind == "picture":
        from ctdocs.bundle.sources.pictures import picture_source

        return picture_source(arrival, texts)
    if kind == "email":
        from ctdocs.bundle.sources.email import email_source

        return email_source(arrival)
    from ctdocs.bundle.sources.text import text_source

    return text_source(arrival)


def _word(files: dict[int, tuple[Arrival, str]]) -> dict[int, Source | CtdocsError]:
    from ctdocs.bundle.sources.word import word_sources

    try:
        return dict(zip(files, word_sources(list(files.values())), strict=True))
    except NotInstalled as error:
        return {
            number: NotInstalled(f"{arrival.shown}: {error.message}", hint=error.hint)
            for number, (arrival, _) in files.items()
        }
