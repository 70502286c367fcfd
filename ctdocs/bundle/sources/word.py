"""Word files (.docx, .doc, .odt, .rtf) as pages, through LibreOffice where it is installed: many in one call.

What LibreOffice leaves open is closed, so that the pages keep their tags in a bundle: a title, a description for each
picture that has none, and no time of making, so that the same file gives the same bytes.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from ctdocs.bundle.sources.rules import mark_lines
from ctdocs.bundle.sources.source import Arrival, Source, counted
from ctdocs.bundle.sources.wordlosses import losses
from ctdocs.errors import CtdocsError, Refused

ABOUT = "made into pages by LibreOffice"
"""What the index says of it. Lines and pages may end elsewhere than in Word, and the Word file itself is not passed on,
because it can hold deleted text and comments."""

_TIMES = ("xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate")


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
        data, notes, fonts = _closed(result if clean.data is None else clean.data, arrival)
        texts = page_texts(data, arrival.shown, Watch(LIMITS))
    except Refused as refused:
        return refused
    return Source(data, "word", texts, (*losses(arrival.data, fonts), *clean.notes, *notes), about=ABOUT)


def _closed(data: bytes, arrival: Arrival) -> tuple[bytes, list[str], frozenset[str]]:
    """The pages of LibreOffice with what PDF/UA asks for beside them (ISO 14289-1, 7.1 and 7.3), notes, their fonts."""
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as pdf:
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as about:
            if not about.get("dc:title"):
                about["dc:title"] = arrival.shown
            for name in _TIMES:
                if name in about:
                    del about[name]
        for name in ("/CreationDate", "/ModDate"):
            if name in pdf.docinfo:
                del pdf.docinfo[name]
        for name in ("/DocChecksum", "/ID"):  # both hold the time
            if name in pdf.trailer:
                del pdf.trailer[name]
        pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        mark_lines(pdf)
        for number, one in enumerate(_elements(pdf, "Note"), start=1):
            if not str(one.get("/ID", "")):
                one.ID = pikepdf.String(f"note-{number}")  # ISO 14289-1, 7.9
        figures = _elements(pdf, "Figure")
        bare = [one for one in figures if not (str(one.get("/Alt", "")) or str(one.get("/ActualText", "")))]
        for number, one in enumerate(bare, start=1):
            one.Alt = pikepdf.String(f"Picture {number} in {arrival.called}; it came without a description")
        fonts = frozenset(str(one.get("/BaseFont", ""))[1:] for page in pdf.pages for one in _fonts(page))
        target = io.BytesIO()
        pdf.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    count = len(bare)
    notes = [f"{counted(count, 'picture')} in it had no description; one that says so was put in."] if count else []
    return target.getvalue(), notes, fonts


def _fonts(page: Any) -> Iterator[Any]:
    held = page.obj.get("/Resources", {}).get("/Font", {})
    yield from (held[name] for name in held.keys())  # noqa: SIM118  a dictionary of pikepdf


def _elements(pdf: Any, kind: str) -> Iterator[Any]:
    """Every element of a kind in the structure tree, in the order of the text."""
    import pikepdf

    waiting: list[Any] = [pdf.Root.get("/StructTreeRoot")]
    while waiting:
        one = waiting.pop()
        if isinstance(one, pikepdf.Array):
            waiting += reversed(list(one))
        elif isinstance(one, pikepdf.Dictionary) and one.get("/Type") not in (pikepdf.Name.MCR, pikepdf.Name.OBJR):
            if one.get("/S") == f"/{kind}":
                yield one
            waiting.append(one.get("/K"))
