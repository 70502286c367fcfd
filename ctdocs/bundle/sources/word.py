"""Word files (.docx, .doc, .odt, .rtf) as pages, through LibreOffice where it is installed: many in one call."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from ctdocs.bundle.sources.source import Arrival, Source
from ctdocs.errors import CtdocsError, Refused

_NOTE = (
    "Made into pages by LibreOffice: lines and pages may end elsewhere than in Word. The Word file itself is not "
    "passed on, because it can hold deleted text and comments."
)


def word_sources(arrivals: Sequence[tuple[Arrival, str]]) -> list[Source | CtdocsError]:
    """Each file, given with the ending of its kind, as pages, or what is wrong with it.

    Raises ``NotInstalled`` where there is no LibreOffice.
    """
    from ctdocs.render.office import convert, require_soffice

    require_soffice()
    with tempfile.TemporaryDirectory(prefix="ctdocs-parts-") as folder:
        paths = []
        for number, (arrival, ending) in enumerate(arrivals):
            paths.append(Path(folder) / f"{number:04d}{ending}")
            paths[-1].write_bytes(arrival.data)
        made = dict(convert(paths))
    return [_source(arrival, made[path]) for (arrival, _), path in zip(arrivals, paths, strict=True)]


def _source(arrival: Arrival, result: bytes | CtdocsError) -> Source | CtdocsError:
    from ctdocs.bundle.sources.pdf import LIMITS, cleaned_pdf
    from ctdocs.bundle.sources.words import page_texts
    from ctdocs.read.limits import Watch

    if isinstance(result, CtdocsError):
        return type(result)(f"{arrival.shown}: {result.message}", hint=result.hint, problems=result.problems)
    try:
        clean = cleaned_pdf(result, arrival.shown)
        data = result if clean.data is None else clean.data
        texts = page_texts(data, arrival.shown, Watch(LIMITS))
    except Refused as refused:
        return refused
    return Source(data, "word", texts, (_NOTE, *clean.notes))
